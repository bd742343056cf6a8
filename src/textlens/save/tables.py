"""One table to a file and back, for each format: plain cells in, the same cells out."""

import csv
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Table = dict[str, list[Any]]

# A cell of a worksheet holds no more characters than this.
_CELL_LIMIT = 32_767
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("\r\n?")


def json_bytes(value: Any) -> bytes:
    """JSON in ASCII: escaped, even a lone surrogate comes back as it was."""
    return json.dumps(value, ensure_ascii=True, indent=1, allow_nan=False).encode("ascii")


def _write_csv(table: Table, path: Path) -> None:
    # The byte-order mark makes Excel read UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="", errors="surrogatepass") as file:
        writer = csv.writer(file)
        writer.writerow(table)
        writer.writerows(zip(*table.values(), strict=True))


def _read_csv(path: Path) -> Table:
    csv.field_size_limit(2**31 - 1)
    with path.open(encoding="utf-8-sig", newline="", errors="surrogatepass") as file:
        header, *rows = csv.reader(file)
    return {name: [row[i] for row in rows] for i, name in enumerate(header)}


def _write_json(table: Table, path: Path) -> None:
    path.write_bytes(json_bytes([dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]))


def _read_json(path: Path) -> Table:
    records = json.loads(path.read_text(encoding="ascii"))
    return {name: [record[name] for record in records] for name in (records[0] if records else ())}


def _write_parquet(table: Table, path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table(table), path)


def _read_parquet(path: Path) -> Table:
    from pyarrow import parquet

    table: Table = parquet.read_table(path).to_pydict()
    return table


def _held_by_xlsx(value: str) -> str:
    """What a cell of a worksheet holds of a text: no control characters, one kind of line break, no more than so much."""
    return _LINE_BREAK.sub("\n", _NOT_IN_XML.sub("\ufffd", value))[:_CELL_LIMIT]


def _write_xlsx(table: Table, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("textlens")
    sheet.append(list(table))
    for row in zip(*table.values(), strict=True):
        cells = []
        for value in row:
            if isinstance(value, (str, float)):
                # Said outright: a text that begins with "=" is no formula, a number keeps all its digits.
                cell = WriteOnlyCell(sheet, _held_by_xlsx(value) if isinstance(value, str) else repr(value))
                cell.data_type = "s" if isinstance(value, str) else "n"
                value = cell
            cells.append(value)
        sheet.append(cells)
    book.save(path)


def _read_xlsx(path: Path) -> Table:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        rows = list(book.active.iter_rows(values_only=True))
    finally:
        book.close()
    header, body = rows[0], rows[1:]
    # A row ends with its last cell that is not empty.
    return {str(name): [row[i] if i < len(row) else None for row in body] for i, name in enumerate(header)}


@dataclass(frozen=True, slots=True)
class Format:
    """How a table is written and read.

    Attributes:
        module, extra: what has to be installed for it.
        held: what comes back of a text; the rest is kept beside.
        rows: how many rows a file takes.
    """

    write: Callable[[Table, Path], None]
    read: Callable[[Path], Table]
    module: str = ""
    extra: str = ""
    held: Callable[[str], str] = str
    rows: int = sys.maxsize


FORMATS = {
    "csv": Format(_write_csv, _read_csv),
    "json": Format(_write_json, _read_json),
    "parquet": Format(_write_parquet, _read_parquet, "pyarrow", "parquet"),
    "xlsx": Format(_write_xlsx, _read_xlsx, "openpyxl", "formats", _held_by_xlsx, 1_048_575),
}


def checked_format(name: str) -> Format:
    """The format of this name; ``ValueError`` where there is none, ``ImportError`` where it needs an extra."""
    from importlib.util import find_spec

    if not isinstance(name, str) or name not in FORMATS:
        raise ValueError(f"format={name!r} is not known; choose one of {', '.join(FORMATS)}")
    chosen = FORMATS[name]
    if chosen.module and find_spec(chosen.module) is None:
        raise ImportError(f"format={name!r} needs {chosen.module}: pip install 'textlens[{chosen.extra}]'")
    return chosen
