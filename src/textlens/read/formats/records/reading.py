"""The entries in a JSON value: which lists of objects they are, and the walk that adds them in order."""

from dataclasses import dataclass
from typing import Any

from textlens.date.partial import PartialDate
from textlens.errors import ReadError
from textlens.read.file import File
from textlens.read.formats.entries.bodies import body_parts
from textlens.read.formats.entries.collection import Entries, listed
from textlens.read.formats.entries.columns import find_columns
from textlens.read.formats.entries.prose import reads_as_prose
from textlens.read.formats.entries.table import Table
from textlens.read.formats.records.keys import Path, dates_of, dotted, step
from textlens.read.formats.records.shapes import (
    DEEPEST,
    flattened,
    is_day_one,
    is_entry,
    localised,
    markdown_of,
    records_of,
    transposed,
)


@dataclass(slots=True)
class _List:
    """The objects of all lists that stand in the same place, and, where they are entries, their table and the next one's number."""

    records: list[dict[str, Any]]
    table: Table | None = None
    letters: int = 0
    named: bool = False
    at: int = 0


class Reading:
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
        value = transposed(value)
        if isinstance(value, dict) and is_entry(value):
            value = [value]
        self._survey(value, ())
        self._choose()
        self._walk(value, (), None)
        self._flush()

    def _survey(self, value: Any, path: Path) -> None:
        """Gather the lists of objects, by where they stand."""
        if len(path) > DEEPEST:
            raise ReadError(self.file.path, f"is nested too deeply: more than {DEEPEST} levels")
        records = records_of(value)
        if records is not None:
            kept = self.lists.setdefault(path, _List([])).records
            for _, record in records:
                kept.append(flattened(localised(record)))
                self._survey_within(record, path)
        elif isinstance(value, dict):
            for name, inner in value.items():
                self._survey(inner, (*path, step(name)))
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
        if isinstance(value, dict) and records_of(value) is None:
            if len(path) > DEEPEST:
                raise ReadError(self.file.path, f"is nested too deeply: more than {DEEPEST} levels")
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
                self.outside.append(dotted(path))
        self.loose = best is None

    def _walk(self, value: Any, path: Path, date: PartialDate | None) -> None:
        found = self.lists.get(path)
        if found is not None and (records := records_of(value)) is not None:
            self._walk_records(found, records, path, date)
        elif isinstance(value, dict):
            dates = dates_of(list(value), date)
            shared = not path and len({place[0] for place, found in self.lists.items() if found.table and place}) > 1
            for name, inner in value.items():
                day = dates.get(name) if dates else None
                if isinstance(inner, str):
                    self._string(inner, (*path, name), day or date, heading="" if day else name)
                    continue
                headed = day is None and isinstance(inner, (list, dict)) and (self._is_texts(inner) or shared)
                here = len(self.entries.parts)
                self._walk(inner, (*path, step(name)), day or date)
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
        days = dates_of([name for name, _ in records if name], date) if any(name for name, _ in records) else {}
        for name, record in records:
            number = found.at
            found.at += 1
            day = days.get(name) or date
            if found.table is not None:
                if isinstance(record, dict) and is_day_one(record):
                    self.entries.add(markdown_of(record["text"]), date=found.table.dates.days[number] or day)
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
            if place in self.lists and records_of(inner) is not None:
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
            self.outside.append(dotted(path))

    def _flush(self) -> None:
        notes = self.entries.notes
        for found in self.lists.values():
            if found.table is not None:
                notes += found.table.notes()
        if self.lacking:
            notes.append(f"no text in {listed(self.lacking)}")
        if self.outside:
            notes.append(f"text outside the entries left out: {listed(list(dict.fromkeys(self.outside)))}")
