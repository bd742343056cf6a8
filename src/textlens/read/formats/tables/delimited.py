"""csv and tsv files: their rows, mended where quotation marks or the numbers of fields do not match."""

import csv
import io
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from textlens.errors import ReadError
from textlens.read.document import Document, assemble
from textlens.read.file import File
from textlens.read.formats.entries.cells import text_of
from textlens.read.formats.entries.collection import Entries, listed
from textlens.read.formats.entries.columns import Columns, find_columns
from textlens.read.formats.entries.days import days_of
from textlens.read.formats.entries.table import Table
from textlens.read.formats.tables.form import Form, form_of
from textlens.read.formats.tables.rows import Rows, without_header

_NO_TEXT = "holds a table, but no column of text; a column named text, content or 正文 is read as that"
# So many times a quotation mark that is never closed is looked behind; then all that are left are taken as they stand.
_REPAIRS = 20
_limit = threading.Lock()


@contextmanager
def _unlimited(size: int) -> Iterator[None]:
    """The csv module's limit on a field, which is one for the whole process, at least as large as the file for a while."""
    with _limit:
        before = csv.field_size_limit()
        csv.field_size_limit(max(before, size + 1))
        try:
            yield
        finally:
            csv.field_size_limit(before)


def read_delimited(file: File) -> Document:
    """The entries of a csv or tsv file; `ReadError` where it has no text."""
    decoded = file.decoded()
    fields = file.fields("csv", decoded)
    entries = Entries()
    entries.notes = list(fields.pop("notes"))
    text = decoded.text
    told = re.match(r"(?i)\ufeff?\"?sep=([,;\t|])\"?[ \t]*(?:\r\n|\r|\n)", text)
    lines = list(io.StringIO(text[told.end() :] if told else text, newline=""))
    with _unlimited(len(text)):
        form = form_of(lines, told[1] if told else "", "\t" if file.ending == ".tsv" else ",")
        rows = _records(lines, form, 1 + bool(told), entries.notes)
    names, above, rows = without_header(rows)
    columns = find_columns(names, rows.cells)
    if columns is None:
        if not names or not any(names) or not rows.cells:
            raise ReadError(file.path, "holds no text below the names of its columns" if any(names) else _NO_TEXT)
        raise ReadError(file.path, _NO_TEXT)
    if any(names) and form.delimiter:
        rows = _repaired(names, rows, columns, form.delimiter, entries.notes)
    for row in above:
        entries.add(" ".join(text_of(cell) for cell in row))
    Table(names, rows.cells, rows.where, columns).add_all(entries)
    return assemble(file.path, entries.parts, **fields, notes=tuple(entries.notes))


def _records(lines: Sequence[str], form: Form, first: int, notes: list[str]) -> Rows:
    """All rows with their line numbers; a line whose quotation marks do not match is taken as it stands, and noted."""
    cells: list[list[Any]] = []
    where: list[str] = []
    raw = Form(form.delimiter, "")
    unmatched: list[str] = []
    at = 0
    while at < len(lines):
        reader: Any = form.reader(lines[at:], strict=len(unmatched) < _REPAIRS)
        taken = 0
        try:
            for row in reader:
                if any(cell.strip() for cell in row):
                    cells.append(row)
                    where.append(f"line {first + at + taken}")
                taken = reader.line_num
            break
        except csv.Error:
            at += taken
            unmatched.append(f"line {first + at}")
            cells += [row for row in raw.reader(lines[at : at + 1]) if row]
            where += [f"line {first + at}"] * (len(cells) - len(where))
            at += 1
    if unmatched:
        more = ", and maybe more" if len(unmatched) == _REPAIRS else ""
        notes.append(f"quotation marks that do not match in {listed(unmatched)}{more}")
    return Rows(cells, where)


def _repaired(names: Sequence[Any], rows: Rows, columns: Columns, delimiter: str, notes: list[str]) -> Rows:
    """The rows with as many fields as there are columns; what was joined is noted."""
    width, text = len(names), columns.text[0]
    cells: list[list[Any]] = []
    where: list[str] = []
    joined, continued, short = [], [], []
    for row, place in zip(rows.cells, rows.where, strict=True):
        while len(row) > width and not row[-1].strip():
            row = row[:-1]
        extra = len(row) - width
        if extra > 0:
            row = [*row[:text], delimiter.join(row[text : text + extra + 1]), *row[text + extra + 1 :]]
            joined.append(place)
        elif len(row) == 1 < width and cells and (columns.date != 0 or days_of(row).days[0] is None):
            above = cells[-1] + [""] * (text + 1 - len(cells[-1]))
            cells[-1] = [*above[:text], f"{above[text]}\n{row[0]}", *above[text + 1 :]]
            continued.append(place)
            continue
        elif extra < 0 and len(row) > text:
            short.append(place)
        cells.append(row)
        where.append(place)
    for places, what in (
        (joined, f"more than {width} fields, joined in the text"),
        (continued, "one field only, read on with the row above"),
        (short, f"fewer than {width} fields"),
    ):
        if places:
            notes.append(f"{what}: {listed(places)}")
    return Rows(cells, where)
