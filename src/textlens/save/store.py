"""Results in a folder: a file for each frame, the texts, and a manifest; and back."""

import json
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


def save(result: "Analysis", folder: Any, format: str) -> None:
    """Write the frames and texts of a result into a folder; see `Analysis.save`."""
    from textlens.frames.columns import BASE_FRAMES

    chosen = checked_format(format)
    target = Path(folder)
    if target.exists() and not target.is_dir():
        raise ValueError(f"{str(target)!r} is a file; give a folder to save into")
    target.mkdir(parents=True, exist_ok=True)
    frames = {name: getattr(result, name) for name in BASE_FRAMES} | {"months": result.months, "arc": result.arc()}
    for name, frame in frames.items():
        chosen.write({column: _cells(frame[column]) for column in frame.columns}, target / f"{name}.{format}")
    read = result.documents.loc[result.documents["problem"] == "", "doc_id"]
    (target / _TEXTS).write_bytes(json_bytes({doc_id: result.text(doc_id) for doc_id in read}))
    (target / _MANIFEST).write_bytes(json_bytes({"layout": LAYOUT, "format": format, "frames": list(frames)}))


def _cells(series: "pd.Series") -> list[Any]:
    """Plain Python values of a column, None where missing; a day as ISO text, a period as its name."""
    import pandas as pd

    missing = series.isna().tolist()
    if isinstance(series.dtype, pd.PeriodDtype):
        values = series.astype(str).tolist()
    elif pd.api.types.is_datetime64_any_dtype(series.dtype):
        values = [None if gone else day.date().isoformat() for day, gone in zip(series, missing, strict=True)]
    else:
        values = series.tolist()
    return [None if gone else value for gone, value in zip(missing, values, strict=True)]


def load(folder: Any) -> "Analysis":
    """The result that `Analysis.save` wrote: the same frames and texts.

    Raises:
        NotFoundError: there is no such folder.
        ReadError: the folder holds no saved result, or a damaged one.
    """
    from textlens.analysis import Analysis
    from textlens.frames.columns import BASE_FRAMES

    target = Path(folder)
    if not target.is_dir():
        raise NotFoundError(str(target), "no such folder")
    try:
        manifest = json.loads((target / _MANIFEST).read_text(encoding="ascii"))
        if manifest.get("layout") != LAYOUT or manifest.get("format") not in FORMATS:
            raise ReadError(str(target), "was saved by another version of textlens")
        texts: dict[str, str] = json.loads((target / _TEXTS).read_text(encoding="ascii"))
        chosen = checked_format(manifest["format"])
        tables = {name: chosen.read(target / f"{name}.{manifest['format']}") for name in BASE_FRAMES}
        frames = {name: _frame(table, BASE_FRAMES[name], texts) for name, table in tables.items()}
    except FileNotFoundError as error:
        missing = Path(error.filename or _MANIFEST).name
        raise ReadError(str(target), f"holds no complete saved result: {missing} is missing") from None
    except (ValueError, KeyError, TypeError, IndexError) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(str(target), f"holds a damaged saved result: {error}") from None
    return Analysis(frames, texts)


def _frame(table: Table, schema: dict[str, str], texts: dict[str, str]) -> "pd.DataFrame":
    from textlens.frames.columns import make

    if not table:
        return make({name: [] for name in schema}, schema)
    columns = {name: _parsed(table[name], name, dtype) for name, dtype in schema.items()}
    # What a spreadsheet cannot hold (control characters, very long texts) is taken from the text itself.
    for name in ("text", "token"):
        if name in columns:
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
