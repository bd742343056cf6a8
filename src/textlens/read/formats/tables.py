"""Tables: csv, tsv and xlsx; each row is one entry.

A csv file's delimiter and quoting are the ones under which its rows have the same number of fields. Rows above the one with the
column names are paragraphs without a date. A row with more fields than there are columns has delimiters in its text and is
joined there; a line of one field that cannot be a row goes on with the row above; both are noted.

Of a workbook all sheets with text are read, each below its name where there are several. What formulas stand for is what was
last computed. Left out on purpose: charts, comments, formats, columns beyond the 256th, and see `entries`.
"""

import csv
import datetime as dt
import io
import re
import struct
import threading
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from textlens.date.markers import whole_date
from textlens.errors import ReadError
from textlens.read.document import Document, Part, assemble
from textlens.read.file import File
from textlens.read.formats.entries import (
    EXCEL,
    Columns,
    Entries,
    Table,
    days_of,
    find_columns,
    is_blank,
    is_known,
    listed,
    reads_as_prose,
    text_of,
)

_OLE = b"\xd0\xcf\x11\xe0"
_NO_TEXT = "holds a table, but no column of text; a column named text, content or 正文 is read as that"


def read(file: File) -> Document:
    """The entries of a table.

    Raises:
        ReadError: it is damaged, locked, over a limit, or has no text.
    """
    if file.data.startswith((b"PK\x03\x04", _OLE)) or file.ending == ".xlsx":
        return _read_workbook(file)
    return _read_csv(file)


# ── rows ────────────────────────────────────────────────────────────────────────────────────────

# The row of column names is looked for in so many.
_HEAD = 10
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows with where each stands, for notes."""

    cells: list[list[Any]]
    where: list[str]


def _header(rows: Sequence[Sequence[Any]]) -> int | None:
    """Number of the row with the names of the columns; None where the table begins with its first entry."""
    scores = [_is_header(row) * sum(map(is_known, row)) for row in rows[:_HEAD]]
    if scores and max(scores) >= 2:
        return scores.index(max(scores))
    if not rows or not _is_header(rows[0]):
        return None
    if scores[0]:
        return 0
    # Names nobody knows: all cells are short and different, and below some of them stand dates, numbers or much longer texts.
    for i, name in enumerate(rows[0]):
        below = [row[i] for row in rows[1:200] if i < len(row) and not is_blank(row[i])]
        dated = below and not days_of(below, named=False).unread
        numbers = below and all(not isinstance(cell, str) or re.fullmatch(r"[-+\d.,:%\s]+", cell) for cell in below)
        longer = sum(len(text_of(cell)) for cell in below) > 4 * len(text_of(name)) * len(below)
        if below and len(rows[0]) > 1 and (dated or numbers or (longer and any(map(reads_as_prose, map(text_of, below))))):
            return 0
    return None


def _is_header(row: Sequence[Any]) -> bool:
    """Whether a row may be the names of columns."""
    names = [cell for cell in row if not is_blank(cell)]
    if not names or any(not isinstance(name, str) or len(name) > _LONGEST_NAME for name in names):
        return False
    if len(set(names)) < len(names) or any(re.fullmatch(r"[-+\d.,:/%\s]+", name) for name in names):
        return False
    known = sum(map(is_known, names))
    return known > 0 or not any(days_of([name]).days[0] or re.search(r"[。！？!.]\s*$", name) for name in names)


def _without_header(rows: _Rows) -> tuple[list[Any], list[list[Any]], _Rows]:
    """Names of the columns ("" where unknown), the rows above them, the rows below."""
    at = _header(rows.cells)
    if at is None:
        widths = Counter(len(row) for row in rows.cells)
        return [""] * max(widths, default=0), [], rows
    below = _Rows(rows.cells[at + 1 :], rows.where[at + 1 :])
    return [text_of(name).strip() for name in rows.cells[at]], rows.cells[:at], below


# ── csv ─────────────────────────────────────────────────────────────────────────────────────────

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 400_000
_QUOTED = re.compile(r'(?:^|[,;\t|])"[^"]*"(?:[,;\t|]|\s*$)')
# So many times a quotation mark that is never closed is looked behind; then all that are left are taken as they stand.
_REPAIRS = 20
_limit = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Form:
    """How the fields of a csv file are set apart; "" for nothing."""

    delimiter: str
    quote: str = '"'
    escape: str = ""

    def reader(self, lines: Iterable[str], *, strict: bool = False) -> "Iterator[list[str]]":
        """The standard library's reader; `line_num` says how many lines it has taken."""
        return csv.reader(
            lines,
            delimiter=self.delimiter or "\x1f",
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            doublequote=not self.escape,
            strict=strict,
        )


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


def _read_csv(file: File) -> Document:
    decoded = file.decoded()
    fields = file.fields("csv", decoded)
    entries = Entries()
    entries.notes = list(fields.pop("notes"))
    text = decoded.text
    told = re.match(r"(?i)\ufeff?\"?sep=([,;\t|])\"?[ \t]*(?:\r\n|\r|\n)", text)
    lines = list(io.StringIO(text[told.end() :] if told else text, newline=""))
    with _unlimited(len(text)):
        form = _form(lines, told[1] if told else "", "\t" if file.ending == ".tsv" else ",")
        rows = _records(lines, form, 1 + bool(told), entries.notes)
    names, above, rows = _without_header(rows)
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


def _form(lines: Sequence[str], told: str, usual: str) -> _Form:
    """The delimiter and the quoting under which most rows have the same number of fields, as many as can be."""
    sample: list[str] = []
    size = 0
    for line in lines:
        size += len(line)
        sample.append(line)
        if size > _SAMPLE:
            break
    text = "".join(sample)
    quotings = [('"', "")]
    if '\\"' in text:
        quotings.append(('"', "\\"))
    if len(re.findall(r"(?m)(?:^|[,;\t|])'.*'\s*$", text)) * 2 > len(sample):
        quotings.append(("'", ""))
    if '"' in text and sum(bool(_QUOTED.search(line)) for line in sample) < sum(line.count('"') % 2 for line in sample):
        quotings.append(("", ""))
    best, best_score = _Form(""), (0.0, 0.0, 0.0)
    for delimiter in [told] if told else sorted(_DELIMITERS, key=lambda d: d != usual):
        if delimiter not in text:
            continue
        for quote, escape in quotings:
            form = _Form(delimiter, quote, escape)
            score = _evenness(form, sample, whole=len(sample) == len(lines))
            if score > best_score:
                best, best_score = form, score
    if best.delimiter or '"' not in text:
        return best
    alone = [_Form("", '"'), _Form("", "")]
    return max(alone, key=lambda form: _clean(form, sample, whole=len(sample) == len(lines)))


def _clean(form: _Form, sample: Sequence[str], *, whole: bool) -> int:
    """1 where the sample keeps to the form's rules for quotation marks, else 0."""
    try:
        for _ in form.reader(sample, strict=True):
            pass
    except csv.Error as error:
        return int("unexpected end" in str(error) and not whole)
    return 1


def _evenness(form: _Form, sample: Sequence[str], *, whole: bool) -> tuple[float, float, float]:
    """How well a form fits, for comparison: known names in the head, the share of rows of one width, that width."""
    rows = [row for row in form.reader(sample) if row]
    widths = Counter(len(row) for row in rows)
    if not rows or max(widths) == 1:
        return (0.0, 0.0, 0.0)
    width, count = max(((w, n) for w, n in widths.items() if w > 1), key=lambda item: item[1])
    known = max(sum(map(is_known, row)) for row in rows[:_HEAD])
    share = count / len(rows)
    if known < 2 and (share < 0.5 or len(rows[0]) == 1):
        return (0.0, 0.0, 0.0)
    kept = _clean(form, sample, whole=whole)
    return (float(min(known, 2)), round(share, 1) + 0.05 * kept, width * share)


def _records(lines: Sequence[str], form: _Form, first: int, notes: list[str]) -> _Rows:
    """All rows with their line numbers; a line whose quotation marks do not match is taken as it stands, and noted."""
    cells: list[list[Any]] = []
    where: list[str] = []
    raw = _Form(form.delimiter, "")
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
    return _Rows(cells, where)


def _repaired(names: Sequence[Any], rows: _Rows, columns: Columns, delimiter: str, notes: list[str]) -> _Rows:
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
    return _Rows(cells, where)


# ── xlsx ────────────────────────────────────────────────────────────────────────────────────────

_LAST_ROW, _LAST_COLUMN = 1_048_576, 256
_CHUNK = 1 << 20
# Below this a member may be packed as tightly as it is: it costs nothing.
_SMALL = 10_000_000


def _read_workbook(file: File) -> Document:
    if file.data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in file.data:
            raise ReadError(file.path, "is password-protected; save it without a password first")
        raise ReadError(file.path, "is an old Excel file (.xls), whatever its name; save it as .xlsx or csv first")
    if not file.data.startswith(b"PK"):
        if not file.data:
            raise ReadError(file.path, "is empty: there is nothing to read")
        raise ReadError(file.path, "is no Excel workbook, whatever its name; a csv file should be named .csv")
    _check_archive(file)
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
        _add_sheet(entries, _Rows(rows.cells, [where + place for where in rows.where]), name, epoch)
        if len(entries.parts) > here and (len(found) > 1 or whole_date(name)):
            entries.parts.insert(here, Part(name, "heading", 1))
    if not entries.parts:
        raise ReadError(file.path, "holds no sheet with text")
    return assemble(
        file.path, entries.parts, **file.fields("xlsx"), title=str(title or "").strip() or None, notes=tuple(entries.notes)
    )


def _check_archive(file: File) -> None:
    """Refuse a workbook that is damaged or would unpack to more than the limits, before anything else opens it."""
    limits = file.limits
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            members = archive.infolist()
            limits.check(file.path, "holds {} files", len(members), "members")
            limits.check(file.path, "unpacks to {} bytes", sum(m.file_size for m in members), "unpacked_bytes")
            if any(m.flag_bits & 1 for m in members):
                raise ReadError(file.path, "is password-protected; save it without a password first")
            unpacked = 0
            for member in members:
                ratio = member.file_size // max(1, member.compress_size)
                if member.file_size > _SMALL:
                    limits.check(file.path, "holds a part packed {} times smaller than it is", ratio, "ratio")
                unpacked += _unpack(file, archive, member, unpacked)
    except zipfile.BadZipFile as error:
        raise ReadError(
            file.path, f"is a damaged or truncated workbook ({error}); open it in Excel and save it again"
        ) from None
    except ReadError:
        raise
    except (zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError, struct.error, OSError) as error:
        raise ReadError(file.path, f"is a damaged workbook ({error}); open it in Excel and save it again") from None


def _unpack(file: File, archive: zipfile.ZipFile, member: zipfile.ZipInfo, before: int) -> int:
    """Size of a member as it really unpacks; XML in it must not declare a document type."""
    size = 0
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            file.limits.check(file.path, "unpacks to {} bytes or more", before + size, "unpacked_bytes")
            window = (tail + chunk).replace(b"\x00", b"")
            if member.filename.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in window or b"<!ENTITY" in window):
                raise ReadError(
                    file.path, "declares XML entities of its own, which are not read: they can be made to fill the memory"
                )
            tail = chunk[-32:]
    return size


def _sheet(sheet: Any) -> _Rows:
    """A sheet's rows that are not blank, as they are up to their last cell."""
    cells: list[list[Any]] = []
    where: list[str] = []
    sheet.reset_dimensions()  # what a sheet says of its size need not be so
    for number, row in enumerate(sheet.iter_rows(max_row=_LAST_ROW, values_only=True), 1):
        filled = [i for i, cell in enumerate(row[:_LAST_COLUMN]) if not is_blank(cell)]
        if filled:
            cells.append(list(row[: filled[-1] + 1]))
            where.append(f"row {number}")
    return _Rows(cells, where)


def _add_sheet(entries: Entries, rows: _Rows, name: str, epoch: dt.date) -> None:
    names, above, rows = _without_header(rows)
    columns = find_columns(names, rows.cells)
    for row in above:
        entries.add(" ".join(text_of(cell) for cell in row if not is_blank(cell)))
    if columns is None:
        words = [text_of(cell) for row in rows.cells for cell in row if isinstance(cell, str)]
        if words:
            entries.notes.append(f"sheet {name} has no column of text")
        return
    Table(names, rows.cells, rows.where, columns, epoch).add_all(entries)
