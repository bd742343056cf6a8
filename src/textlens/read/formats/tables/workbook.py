"""xlsx files: every sheet with text, read after the archive that they are has been found harmless."""

import datetime as dt
import io
import warnings
from typing import Any

from textlens.date.markers import whole_date
from textlens.errors import ReadError
from textlens.read.document import Document, Part, assemble
from textlens.read.file import File
from textlens.read.formats.entries.cells import is_blank, text_of
from textlens.read.formats.entries.collection import Entries
from textlens.read.formats.entries.columns import find_columns
from textlens.read.formats.entries.days import EXCEL
from textlens.read.formats.entries.table import Table
from textlens.read.formats.tables.package import check_package
from textlens.read.formats.tables.rows import Rows, without_header

#: What begins a workbook of before 2007, and a locked one.
OLE = b"\xd0\xcf\x11\xe0"
_LAST_ROW, _LAST_COLUMN = 1_048_576, 256


def read_workbook(file: File) -> Document:
    """The entries of a workbook; `ReadError` where it is none, is damaged, locked or over a limit, or has no text."""
    if file.data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in file.data:
            raise ReadError(file.path, "is password-protected; save it without a password first")
        raise ReadError(file.path, "is an old Excel file (.xls), whatever its name; save it as .xlsx or csv first")
    if not file.data.startswith(b"PK"):
        if not file.data:
            raise ReadError(file.path, "is empty: there is nothing to read")
        raise ReadError(file.path, "is no Excel workbook, whatever its name; a csv file should be named .csv")
    check_package(file)
    entries = Entries()
    import openpyxl

    with warnings.catch_warnings():
        # Parts of a workbook that openpyxl drops (styles, validation, pictures) hold nothing that is read here.
        warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
        book = openpyxl.load_workbook(io.BytesIO(file.data), read_only=True, data_only=True, keep_links=False)
        try:
            epoch = book.epoch.date() if book.epoch.year == 1904 else EXCEL
            sheets = [(str(sheet.title), _sheet(sheet)) for sheet in book.worksheets]
            # One string can stand in any number of cells: what is packed small can be read large.
            size = sum(len(c) for _, rows in sheets for row in rows.cells for c in row if isinstance(c, str))
            file.limits.check(file.path, "holds {} characters", size, "unpacked_bytes")
            title = book.properties.title
        finally:
            book.close()
    found = [(name, rows) for name, rows in sheets if any(isinstance(c, str) and c.strip() for row in rows.cells for c in row)]
    for name, rows in found:
        here = len(entries.parts)
        place = f" of {name}" if len(found) > 1 else ""
        _add_sheet(entries, Rows(rows.cells, [where + place for where in rows.where]), name, epoch)
        if len(entries.parts) > here and (len(found) > 1 or whole_date(name)):
            entries.parts.insert(here, Part(name, "heading", 1))
    if not entries.parts:
        raise ReadError(file.path, "holds no sheet with text")
    return assemble(
        file.path, entries.parts, **file.fields("xlsx"), title=str(title or "").strip() or None, notes=tuple(entries.notes)
    )


def _sheet(sheet: Any) -> Rows:
    """A sheet's rows that are not blank, as they are up to their last cell."""
    cells: list[list[Any]] = []
    where: list[str] = []
    sheet.reset_dimensions()  # what a sheet says of its size need not be so
    for number, row in enumerate(sheet.iter_rows(max_row=_LAST_ROW, values_only=True), 1):
        filled = [i for i, cell in enumerate(row[:_LAST_COLUMN]) if not is_blank(cell)]
        if filled:
            cells.append(list(row[: filled[-1] + 1]))
            where.append(f"row {number}")
    return Rows(cells, where)


def _add_sheet(entries: Entries, rows: Rows, name: str, epoch: dt.date) -> None:
    names, above, rows = without_header(rows)
    columns = find_columns(names, rows.cells)
    for row in above:
        entries.add(" ".join(text_of(cell) for cell in row if not is_blank(cell)))
    if columns is None:
        words = [text_of(cell) for row in rows.cells for cell in row if isinstance(cell, str)]
        if words:
            entries.notes.append(f"sheet {name} has no column of text")
        return
    Table(names, rows.cells, rows.where, columns, epoch).add_all(entries)
