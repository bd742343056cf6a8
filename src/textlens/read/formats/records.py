"""Records: json and jsonl. A list of objects is a list of entries, wherever in the file it stands; so is a mapping from days.

Without either, every string that reads as prose is a paragraph, in the order of the file, its key a heading above it. Left out on
purpose: numbers, ids, addresses and states; of a file with entries also the prose outside them, which the notes name.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from textlens.date.numerals import number
from textlens.date.partial import PartialDate
from textlens.errors import ReadError
from textlens.read.document import Document, Part, assemble, whole
from textlens.read.file import File
from textlens.read.formats.dayone import entry_parts as markdown_parts
from textlens.read.formats.entries import (
    Entries,
    Table,
    body_parts,
    days_of,
    find_columns,
    is_known,
    key,
    listed,
    reads_as_prose,
)

_DEEPEST = 100
#: What Twitter's archive writes before the list of tweets.
_ASSIGNMENT = re.compile(r"\s*(?:window\.[\w.]+|(?:var|let|const)\s+\w+)\s*=\s*")
_LINES = frozenset((".jsonl", ".ndjson"))
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|-?Infinity|NaN', re.S)
_MONTHS = {m: i for i, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_MONTH_NAME = re.compile(
    r"(?i)(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?"
)

Path = tuple[str, ...]


def read(file: File) -> Document:
    """The entries of a file, or its prose.

    Raises:
        ReadError: it is no valid JSON (the line is named), is nested too deeply, or holds no text.
    """
    decoded = file.decoded()
    fields = file.fields("json", decoded)
    entries = Entries()
    entries.notes = list(fields.pop("notes"))
    value = _values(file, decoded.text, entries.notes)
    _Reading(file, entries).add(value)
    if not entries.parts:
        raise ReadError(file.path, "holds no text: no string in it reads as prose")
    title = value.get("title") if isinstance(value, dict) and entries.parts[0].text != value.get("title") else None
    title = whole(title).strip() if isinstance(title, str) else None
    return assemble(file.path, entries.parts, **fields, title=title or None, notes=tuple(entries.notes))


# ── parsing ─────────────────────────────────────────────────────────────────────────────────────


class _Refused(ValueError):
    """What JSON does not allow, or leaves open: a number that is none, a key that stands twice."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Refused("a key stands twice in one object")
    return found


def _constant(name: str) -> Any:
    raise _Refused(f"{name} is no JSON value")


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)


def _values(file: File, text: str, notes: list[str]) -> Any:
    """The file's value; the values of its lines as a list."""
    text = text.lstrip("\ufeff")
    assigned = _ASSIGNMENT.match(text)
    start = assigned.end() if assigned else len(text) - len(text.lstrip())
    end = len(text.rstrip("; \t\r\n")) if assigned else len(text)
    try:
        value, stop = _decoded(text, start, end)
        if not text[stop:end].strip():
            return value
        if file.ending not in _LINES and text[stop:end].lstrip()[0] not in '{["':
            raise json.JSONDecodeError("Extra data", text, stop + len(text[stop:]) - len(text[stop:].lstrip()))
    except json.JSONDecodeError as error:
        if file.ending not in _LINES:
            raise ReadError(file.path, _reason(text, error.pos, error.msg)) from None
    except _Refused as error:
        if file.ending not in _LINES:
            raise ReadError(file.path, f"is not valid JSON: {_where(text, str(error))}") from None
    except ValueError as error:  # a number of thousands of digits
        raise ReadError(file.path, f"is not valid JSON: {str(error)[:120]}") from None
    except RecursionError:
        raise ReadError(file.path, f"is nested too deeply: more than {_DEEPEST} levels") from None
    return _lines(file, text, notes)


def _decoded(text: str, start: int, end: int) -> tuple[Any, int]:
    value, stop = _DECODER.raw_decode(text if end == len(text) else text[:end], start)
    return value, stop


def _lines(file: File, text: str, notes: list[str]) -> list[Any]:
    """The values of a file with one a line, or of one with several behind one another."""
    found: list[Any] = []
    bad: list[str] = []
    lines = [(i, line) for i, line in enumerate(text.split("\n"), 1) if line.strip()]
    for i, line in lines:
        try:
            found.append(_DECODER.decode(line.strip()))
        except (ValueError, RecursionError) as error:
            reason = str(error).partition(":")[0] if not isinstance(error, RecursionError) else "nested too deeply"
            bad.append(f"line {i} ({reason})")
    if len(bad) * 2 <= len(lines):
        if bad:
            notes.append(f"no valid JSON, left out: {listed(bad)}")
        return found
    if file.ending in _LINES and not _follow(text):
        raise ReadError(file.path, f"is not valid JSON, one value a line: {listed(bad)}")
    try:
        return list(_stream(text))
    except json.JSONDecodeError as error:
        raise ReadError(file.path, _reason(text, error.pos, error.msg)) from None
    except ValueError as error:
        raise ReadError(file.path, f"is not valid JSON: {_where(text, str(error))}") from None


def _follow(text: str) -> bool:
    """Whether values of several lines each stand behind one another."""
    try:
        return bool(list(_stream(text)))
    except (ValueError, RecursionError):
        return False


def _stream(text: str) -> Iterator[Any]:
    at = 0
    while True:
        at += len(text[at : at + 1000]) - len(text[at : at + 1000].lstrip(" \t\r\n,"))
        if at >= len(text):
            return
        if text[at] in " \t\r\n,":
            continue
        value, at = _DECODER.raw_decode(text, at)
        yield value


def _reason(text: str, at: int, message: str) -> str:
    """What is wrong with a file at a place, and where that is."""
    line = text.count("\n", 0, at) + 1
    before = text[max(0, at - 200) : at].rstrip()
    behind = text[at : at + 200].lstrip()
    if not behind:
        return f"is not valid JSON: it ends too early, in line {line}; it looks truncated"
    if message.startswith(("Unterminated string", "Invalid control character")) and '"' not in text[at + 1 :]:
        return f"is not valid JSON: a string that begins in line {line} never ends; it looks truncated"
    if (before.endswith(",") and behind[0] in "]}") or re.match(r",\s*[\]}]", behind):
        return f"is not valid JSON: a comma before the closing bracket in line {line}; remove it"
    if message.startswith("Extra data"):
        return f"is not valid JSON: more text behind its end, in line {line}"
    return f"is not valid JSON: {message.lower()} in line {line}"


def _where(text: str, reason: str) -> str:
    """The reason for which a value was refused, with the line in which it stands."""
    keys: list[set[str] | None] = []
    last = ""
    for match in _TOKEN.finditer(text):
        token = match[0]
        line = text.count("\n", 0, match.start()) + 1 if token[0] in "-NI" else 0
        if line and token in reason:
            return f"{reason} (line {line}); write null"
        if token in "{[":
            keys.append(set() if token == "{" else None)
        elif token in "}]" and keys:
            keys.pop()
        elif token == ":" and keys and (known := keys[-1]) is not None:
            name = json.loads(last, strict=False) if last.startswith('"') else last
            if name in known and reason.startswith("a key"):
                line = text.count("\n", 0, match.start()) + 1
                return f"the key {name!r:.60} stands twice in one object (line {line}); only one of them can be meant"
            known.add(name)
        last = token
    return reason


# ── what is in it ───────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _List:
    """The objects of all lists that stand in the same place, and, where they are entries, their table and the next one's number."""

    records: list[dict[str, Any]]
    table: Table | None = None
    letters: int = 0
    named: bool = False
    at: int = 0


class _Reading:
    """Finds the entries in a value and adds them: once through to know the lists of objects, once more to read them in order."""

    def __init__(self, file: File, entries: Entries) -> None:
        self.file = file
        self.entries = entries
        self.lists: dict[Path, _List] = {}
        self.loose = True
        self.outside: list[str] = []
        self.lacking: list[str] = []

    def add(self, value: Any) -> None:
        """Add all that is to be read in a value."""
        value = _transposed(value)
        if isinstance(value, dict) and _is_entry(value):
            value = [value]
        self._survey(value, ())
        self._choose()
        self._walk(value, (), None)
        self._flush()

    def _survey(self, value: Any, path: Path) -> None:
        """Gather the lists of objects, by where they stand."""
        if len(path) > _DEEPEST:
            raise ReadError(self.file.path, f"is nested too deeply: more than {_DEEPEST} levels")
        records = _records(value)
        if records is not None:
            kept = self.lists.setdefault(path, _List([])).records
            for _, record in records:
                kept.append(_flat(_localised(record)))
                self._survey_within(record, path)
        elif isinstance(value, dict):
            for name, inner in value.items():
                self._survey(inner, (*path, _step(name)))
        elif isinstance(value, list):
            for inner in value:
                self._survey(inner, (*path, "*"))

    def _survey_within(self, record: Any, path: Path) -> None:
        if isinstance(record, dict):
            for name, inner in record.items():
                if isinstance(inner, (dict, list)):
                    self._survey_nested(inner, (*path, name))

    def _survey_nested(self, value: Any, path: Path) -> None:
        """The lists within an entry; its own objects are part of it."""
        if isinstance(value, dict) and _records(value) is None:
            if len(path) > _DEEPEST:
                raise ReadError(self.file.path, f"is nested too deeply: more than {_DEEPEST} levels")
            self._survey_within(value, path)
        else:
            self._survey(value, path)

    def _choose(self) -> None:
        """Which lists are the entries: the ones whose text has a usual name, else the one with the most prose."""
        for path, found in self.lists.items():
            names = list(dict.fromkeys(name for record in found.records for name in record))
            rows = [[record.get(name) for name in names] for record in found.records]
            columns = find_columns(names, rows, prose=True)
            if columns is None:
                continue
            place = f"{path[-1]} " if len(self.lists) > 1 and path and path[-1] != "*" else "entry "
            found.table = Table(names, rows, [f"{place}{i + 1}" for i in range(len(rows))], columns)
            found.letters = sum(len(text) for row in rows if isinstance(text := row[columns.text[0]], str))
            found.named = columns.named
        readable = [found for found in self.lists.values() if found.table]
        best = max(readable, key=lambda found: (found.named, found.letters), default=None)
        for path, found in self.lists.items():
            if found.table and found is not best and not found.named:
                found.table = None
                self.outside.append(_dotted(path))
        self.loose = best is None

    def _walk(self, value: Any, path: Path, date: PartialDate | None) -> None:
        found = self.lists.get(path)
        if found is not None and (records := _records(value)) is not None:
            self._walk_records(found, records, path, date)
        elif isinstance(value, dict):
            dates = _dates(list(value), date)
            shared = not path and len({place[0] for place, found in self.lists.items() if found.table and place}) > 1
            for name, inner in value.items():
                day = dates.get(name) if dates else None
                if isinstance(inner, str):
                    self._string(inner, (*path, name), day or date, heading="" if day else name)
                    continue
                headed = day is None and isinstance(inner, (list, dict)) and (self._is_texts(inner) or shared)
                here = len(self.entries.parts)
                self._walk(inner, (*path, _step(name)), day or date)
                if headed and len(self.entries.parts) > here:
                    inserted = self.entries.parts[here:]
                    del self.entries.parts[here:]
                    self.entries.heading(name, 1)
                    self.entries.parts += inserted
        elif isinstance(value, list):
            prose = not path or date is not None or any(isinstance(v, str) and reads_as_prose(v) for v in value)
            for inner in value:
                if isinstance(inner, str):
                    self._string(inner, path, date, sure=prose and (not path or self.loose or date is not None))
                else:
                    self._walk(inner, (*path, "*"), date)
        elif isinstance(value, str):
            self._string(value, path, date, sure=not path)

    def _is_texts(self, value: Any) -> bool:
        """Whether a value is a list of texts, to be headed by its key."""
        return self.loose and isinstance(value, list) and any(isinstance(v, str) and reads_as_prose(v) for v in value)

    def _walk_records(self, found: _List, records: list[Any], path: Path, date: PartialDate | None) -> None:
        days = _dates([name for name, _ in records if name], date) if any(name for name, _ in records) else {}
        for name, record in records:
            number = found.at
            found.at += 1
            day = days.get(name) or date
            if found.table is not None:
                if isinstance(record, dict) and _is_day_one(record):
                    self.entries.add(_markdown(record["text"]), date=found.table.dates.days[number] or day)
                elif not found.table.add(self.entries, number, day):
                    self.lacking.append(found.table.where[number])
                self._nested(record, path, found.table.dates.days[number] or day)
            else:
                self._walk_unread(record, path, day)

    def _walk_unread(self, record: Any, path: Path, date: PartialDate | None) -> None:
        """An object of a list that is not read: its prose where nothing else is, and the lists within it."""
        if isinstance(record, dict):
            for name, inner in record.items():
                if isinstance(inner, str):
                    if self.loose:
                        self._string(inner, (*path, name), date, heading=name)
                else:
                    self._walk(inner, (*path, name), date)
        elif isinstance(record, str):
            self._string(record, path, date)

    def _nested(self, record: Any, path: Path, date: PartialDate | None) -> None:
        """The lists within an entry that are entries too: answers, comments."""
        if not isinstance(record, dict):
            return
        for name, inner in record.items():
            place = (*path, name)
            if place in self.lists and _records(inner) is not None:
                self._walk(inner, place, date)
            elif isinstance(inner, dict):
                self._nested(inner, place, date)

    def _string(self, text: str, path: Path, date: PartialDate | None, *, heading: str = "", sure: bool = False) -> None:
        """A string outside the lists of objects: an entry where it has a date, prose where there is nothing but such."""
        if not text.strip():
            return
        if date is not None and not heading:
            self.entries.add(text, date=date)
        elif sure or (self.loose and reads_as_prose(text)):
            if heading:
                self.entries.heading(heading, 2, date)
            self.entries.add(body_parts(text), date=date)
        elif reads_as_prose(text):
            self.outside.append(_dotted(path))

    def _flush(self) -> None:
        notes = self.entries.notes
        for found in self.lists.values():
            if found.table is not None:
                notes += found.table.notes()
        if self.lacking:
            notes.append(f"no text in {listed(self.lacking)}")
        if self.outside:
            notes.append(f"text outside the entries left out: {listed(list(dict.fromkeys(self.outside)))}")


def _is_entry(value: Mapping[str, Any]) -> bool:
    """Whether an object is one entry by itself: it has a text with a usual name, and no other prose or list of objects."""
    if _records(value) is not None or any(_records(inner) is not None for inner in value.values()):
        return False
    flat = _flat(value)
    columns = find_columns(list(flat), [list(flat.values())], prose=True)
    return columns is not None and columns.named and not columns.left_out


def _records(value: Any) -> list[tuple[str, Any]] | None:
    """The objects of a list of objects, or of a mapping whose values are alike, each with its key; None where it is neither."""
    if isinstance(value, list):
        objects = sum(isinstance(inner, dict) for inner in value)
        return [("", inner) for inner in value] if objects and 2 * objects >= len(value) else None
    if isinstance(value, dict) and value and all(isinstance(inner, dict) and inner for inner in value.values()):
        shared = set.intersection(*(set(inner) for inner in value.values()))
        dated = not days_of(list(value), named=False).unread
        texts = {name for name in shared if all(isinstance(inner[name], str) for inner in value.values())}
        columns = find_columns(list(texts), [[inner[name] for name in texts] for inner in value.values()]) if texts else None
        if columns is not None and columns.named and (len(value) > 1 or dated):
            return list(value.items())
    return None


def _transposed(value: Any) -> Any:
    """A table written column by column, or as columns and rows, as a list of objects; anything else as it is."""
    if not isinstance(value, dict) or not any(map(is_known, value)):
        if isinstance(value, dict) and set(value) >= {"columns", "data"} and isinstance(value["columns"], list):
            names, rows = value["columns"], value["data"]
            if isinstance(rows, list) and all(isinstance(row, list) and len(row) == len(names) for row in rows):
                return [dict(zip(map(str, names), row, strict=True)) for row in rows]
        return value
    columns = list(value.values())
    if len(columns) < 2:
        return value
    if all(isinstance(c, dict) and c.keys() == columns[0].keys() for c in columns):
        columns = [list(c.values()) for c in columns]
    if not all(isinstance(c, list) and len(c) == len(columns[0]) for c in columns):
        return value
    if any(isinstance(cell, (dict, list)) for c in columns for cell in c):
        return value
    return [dict(zip(value, row, strict=True)) for row in zip(*columns, strict=True)]


def _is_day_one(record: dict[str, Any]) -> bool:
    """Whether an object is an entry of Day One's export, whose text is Markdown."""
    return record.keys() >= {"creationDate", "uuid", "text"} and isinstance(record["text"], str)


def _localised(record: Any) -> Any:
    """A Day One entry with the day it had where it was written; its date is in UTC, the time zone beside it."""
    if not (isinstance(record, dict) and _is_day_one(record) and isinstance(zone := record.get("timeZone"), str)):
        return record
    try:
        made = dt.datetime.fromisoformat(str(record["creationDate"]))
        return {**record, "creationDate": made.astimezone(ZoneInfo(zone.strip())).date().isoformat()}
    except (ValueError, OSError, OverflowError, ZoneInfoNotFoundError):
        return record


def _markdown(text: str) -> list[Part]:
    """The blocks of an entry in Markdown; its headings stand below those of entries."""
    return [replace(part, level=min(6, part.level + 1) if part.level else 0) for part in markdown_parts(text, None)]


def _flat(record: Any) -> dict[str, Any]:
    """An object's values by their names, those of objects within it by names with dots; lists of strings as text."""
    flat: dict[str, Any] = {}
    stack: list[tuple[str, Any]] = [("", record)]
    while stack:
        name, value = stack.pop()
        if name.count(".") > _DEEPEST:
            continue
        if isinstance(value, dict):
            stack.extend((f"{name}.{k.replace('.', '_')}" if name else k, v) for k, v in reversed(value.items()))
        elif isinstance(value, list):
            text = _pieces(value)
            if text:
                flat[name] = text
            elif key(name).removesuffix("s") == "author":
                flat[f"{name}.name"] = ", ".join(str(a["name"]) for a in value if isinstance(a, dict) and a.get("name"))
        else:
            flat[name or "text"] = value
    return flat


def _pieces(value: list[Any]) -> str:
    """The text of a list of strings, a line each; of one whose strings are cut by objects with a text (links, names), in one."""
    if value and all(isinstance(inner, str) for inner in value):
        return "\n".join(value)
    pieces = [inner if isinstance(inner, str) else inner.get("text") if isinstance(inner, dict) else None for inner in value]
    if any(isinstance(inner, str) for inner in value) and all(isinstance(piece, str) for piece in pieces):
        return "".join(filter(None, pieces))
    return ""


def _step(name: str) -> str:
    """A key as part of a path: keys that are dates or numbers stand for one place."""
    return "*" if name[:1].isdigit() or days_of([name]).days[0] is not None or _MONTH_NAME.fullmatch(name) else name


def _dotted(path: Path) -> str:
    return ".".join(part for part in path if part != "*") or "a list"


def _dates(keys: list[str], within: PartialDate | None) -> dict[str, PartialDate]:
    """The dates that the keys of a mapping are, four in five or more of them; months within a year, days within a month."""
    if within is not None and within.day is None:
        found = {name: date for name in keys if (date := _part_of(name, within)) is not None}
    else:
        days = days_of(keys).days
        found = {name: date for name, date in zip(keys, days, strict=True) if date is not None and _is_told(name)}
    return found if found and 5 * len(found) >= 4 * len(keys) else {}


def _is_told(name: str) -> bool:
    """Whether a key that can be a date is more than some number."""
    return not name.isdecimal() or (len(name) == 4 and 1800 <= int(name) <= 2100) or len(name) in (8, 10, 13)


def _part_of(name: str, within: PartialDate) -> PartialDate | None:
    """A month of a year or a day of a month, written alone or in full."""
    text = name.strip()
    month = _MONTH_NAME.fullmatch(text)
    value = _MONTHS[month[1].lower()] if month else number(re.sub(r"[月日号號]$", "", text))
    if value is not None and value <= 31:
        date = PartialDate(within.year, value) if within.month is None else PartialDate(within.year, within.month, value)
        return date if date.is_possible() else None
    return days_of([text]).days[0]
