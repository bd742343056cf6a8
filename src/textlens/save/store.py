"""Results in a folder: a file for each frame, the texts, and a manifest; and back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textlens.errors import NotFoundError, ReadError
from textlens.save.tables import FORMATS, Table, checked_format, json_bytes

if TYPE_CHECKING:
    import pandas as pd

    from textlens.analysis import Analysis

#: Number of this layout of a folder; a later layout gets another.
LAYOUT = 1
_MANIFEST = "textlens.json"
_TEXTS = "texts.json"
#: Columns taken from the texts by their offsets, so that no format's limits matter to them.
_FROM_TEXT = frozenset({"text", "token"})


def save(result: "Analysis", folder: Any, format: str) -> None:
    """Write the frames and texts of a result into a folder; see `Analysis.save`."""
    from textlens.frames.columns import BASE_FRAMES

    chosen = checked_format(format)
    target = Path(folder).expanduser()
    if target.exists() and not target.is_dir():
        raise ValueError(f"{str(target)!r} is a file; give a folder to save into")
    frames = {name: getattr(result, name) for name in BASE_FRAMES} | {"months": result.months, "arc": result.arc()}
    longest = max(frames, key=lambda name: len(frames[name]))
    if len(frames[longest]) > chosen.rows:
        raise ValueError(
            f"format={format!r} holds {chosen.rows:,} rows and {longest} has {len(frames[longest]):,}; use csv or parquet"
        )
    tables = {name: {column: _cells(frame[column]) for column in frame.columns} for name, frame in frames.items()}
    target.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        chosen.write(table, target / f"{name}.{format}")
    read = result.documents.loc[result.documents["problem"] == "", "doc_id"]
    (target / _TEXTS).write_bytes(json_bytes({doc_id: result.text(doc_id) for doc_id in read}))
    beside = {name: _beside(tables[name], chosen.held) for name in BASE_FRAMES}
    manifest = {"layout": LAYOUT, "format": format, "frames": list(frames), "beside": beside}
    (target / _MANIFEST).write_bytes(json_bytes(manifest))


def _beside(table: Table, held: Callable[[str], str]) -> dict[str, dict[str, str]]:
    """The cells that a format does not hold as they are, by column and row; those that the text itself has are left out."""
    found: dict[str, dict[str, str]] = {}
    for name, cells in table.items():
        if name not in _FROM_TEXT:
            lost = {str(row): cell for row, cell in enumerate(cells) if isinstance(cell, str) and held(cell) != cell}
            if lost:
                found[name] = lost
    return found


def _cells(series: "pd.Series") -> list[Any]:
    """Plain Python values of a column, None where missing; a day as ISO text, a period as its name."""
    import pandas as pd

    missing = series.isna().tolist()
    values: list[Any]
    if isinstance(series.dtype, pd.PeriodDtype):
        values = series.astype(str).tolist()
    elif pd.api.types.is_datetime64_any_dtype(series.dtype):
        values = [None if gone else day.date().isoformat() for day, gone in zip(series, missing, strict=True)]
    else:
        values = list(series.tolist())
    return [None if gone else value for gone, value in zip(missing, values, strict=True)]


def load(folder: Any) -> "Analysis":
    """The result that `Analysis.save` wrote: the same frames and texts.

    Raises:
        NotFoundError: there is no such folder.
        ReadError: the folder holds no saved result, or a damaged one.
    """
    from textlens.analysis import Analysis
    from textlens.frames.columns import BASE_FRAMES

    target = Path(folder).expanduser()
    if not target.is_dir():
        raise NotFoundError(str(target), "no such folder")
    try:
        manifest = json.loads((target / _MANIFEST).read_text(encoding="ascii"))
        if manifest.get("layout") != LAYOUT or manifest.get("format") not in FORMATS:
            raise ReadError(str(target), "was saved by another version of textlens")
        texts: dict[str, str] = dict(json.loads((target / _TEXTS).read_text(encoding="ascii")))
        chosen = checked_format(manifest["format"])
        frames = {}
        for name, schema in BASE_FRAMES.items():
            table = chosen.read(target / f"{name}.{manifest['format']}")
            for column, cells in manifest["beside"].get(name, {}).items():
                for row, cell in cells.items():
                    table[column][int(row)] = cell
            frames[name] = _frame(table, schema, texts)
        if {doc_id for doc_id, text in texts.items() if isinstance(text, str)} != _doc_ids(frames["documents"]):
            raise ValueError(f"{_TEXTS} is of other documents")
    except FileNotFoundError as error:
        missing = Path(error.filename or _MANIFEST).name
        raise ReadError(str(target), f"holds no complete saved result: {missing} is missing") from None
    except (ReadError, ImportError, PermissionError):
        raise
    except Exception as error:  # each format's reader has its own for a damaged file
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ReadError(str(target), f"holds a damaged saved result: {reason}") from None
    return Analysis(frames, texts)


def _doc_ids(documents: "pd.DataFrame") -> set[str]:
    """The documents that were read."""
    return set(documents.loc[documents["problem"] == "", "doc_id"])


def _frame(table: Table, schema: dict[str, str], texts: dict[str, str]) -> "pd.DataFrame":
    from textlens.frames.columns import make

    if not table:
        return make({name: [] for name in schema}, schema)
    columns = {name: _parsed(table[name], name, dtype) for name, dtype in schema.items()}
    for name in _FROM_TEXT & columns.keys():
        spans = zip(columns["doc_id"], columns["start"], columns["end"], strict=True)
        columns[name] = [texts[doc_id][start:end] for doc_id, start, end in spans]
    return make(columns, schema)


def _parsed(cells: list[Any], name: str, dtype: str) -> list[Any]:
    """Cells as `make` takes them, whatever form the file gave them."""
    import datetime as dt

    from textlens.frames.columns import NULLABLE, TEXT, is_period, period_ordinal

    empty = [cell is None or cell == "" for cell in cells]
    if dtype == TEXT:
        missing = None if name in NULLABLE else ""
        return [missing if gone else str(cell) for cell, gone in zip(cells, empty, strict=True)]
    if is_period(dtype):
        return [None if gone else period_ordinal(str(cell), dtype) for cell, gone in zip(cells, empty, strict=True)]
    if dtype.startswith("datetime"):
        return [None if gone else dt.date.fromisoformat(str(cell)[:10]) for cell, gone in zip(cells, empty, strict=True)]
    if dtype == "bool":
        return [cell in (True, "True", "TRUE") for cell in cells]
    if dtype == "float64":
        return [float("nan") if gone else float(cell) for cell, gone in zip(cells, empty, strict=True)]
    return [int(cell) for cell in cells]
