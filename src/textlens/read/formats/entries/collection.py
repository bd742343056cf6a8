"""Entries as they are collected into the parts and notes of one document."""

from collections.abc import Sequence
from dataclasses import replace

from textlens.date.partial import PartialDate
from textlens.read.document import Part
from textlens.read.formats.entries.bodies import body_parts

#: Level of an entry's title.
TITLE = 2
_LISTED = 5


class Entries:
    """Collects entries in reading order; `parts` and `notes` are what it has."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.notes: list[str] = []
        self._groups = 0

    def heading(self, text: str, level: int, date: PartialDate | None = None, speaker: str = "") -> None:
        """Add a heading."""
        if text.strip():
            self.parts.append(Part(text, "heading", level, date, speaker))

    def add(self, body: str | Sequence[Part], *, title: str = "", date: PartialDate | None = None, speaker: str = "") -> None:
        """Add one entry.

        Args:
            body: its words, split at line breaks (HTML by its blocks), or its parts; groups are numbered anew.
            title: its title; where it has no other words, they are these, and where it opens with them, they are not said twice.
            date, speaker: of all its parts.
        """
        parts = body_parts(body) if isinstance(body, str) else [part for part in body if part.text.strip()]
        title = " ".join(title.split())
        if title and not parts:
            parts = [Part(title, group=0)]
        elif title and not _opens_with(" ".join(parts[0].text.split()), title):
            self.heading(title, TITLE, date, speaker)
        first = self._groups
        for part in parts:
            group = first + (part.group or 0)
            self._groups = max(self._groups, group + 1)
            self.parts.append(replace(part, date=date, speaker=speaker, group=group))


def _opens_with(line: str, title: str) -> bool:
    """Whether an entry's title is nothing but its first line, or the beginning of that."""
    stem = title.rstrip(".… ")
    return line == title or (stem != title and bool(stem) and line.startswith(stem))


def listed(items: Sequence[str]) -> str:
    """The first few of a list, and how many more there are.

    >>> listed(["line 2", "line 5"]), listed([str(n) for n in range(9)])
    ('line 2, line 5', '0, 1, 2, 3, 4 and 4 more')
    """
    more = len(items) - _LISTED
    return ", ".join(items[:_LISTED]) + (f" and {more} more" if more > 0 else "")
