"""Journals of jrnl: entries that open with ``[2023-05-12 08:00] Title.`` or, in older ones, ``2023-05-12 08:00 AM Title``.

The stamp is left out and becomes the entry's date; the star of a starred entry is left out too. The first sentence is the title
and a paragraph of its own; tags (``@work``) stay where they are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from textlens.date.partial import PartialDate
from textlens.errors import ReadError
from textlens.read.document import Document, Part, assemble
from textlens.read.file import File
from textlens.read.formats.entries.parts import entry_parts
from textlens.split.lines import SPACE
from textlens.split.sentences import split_sentences

_CLOCK = r"(?:[上下]午\s?)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_STAMP = rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}})[ T]{_CLOCK}"
_BRACKETED = re.compile(rf"\ufeff?\[{_STAMP}\][ \t\u3000]*")
_BARE = re.compile(rf"\ufeff?{_STAMP}[ \t]+(?=\S)")
_STAR = re.compile(r"(?<=\S)\s+\*$|^\*\s+")
# What stands behind the stamp in the log of a program.
_LOG = re.compile(r"\W{0,3}(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\b")
#: How far into a text its format is looked for.
HEAD_LINES = 200
HEAD_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry: the number of its first line, its date as written, and its lines without the stamp."""

    number: int
    date: PartialDate
    lines: list[str]


def claims(text: str) -> bool:
    """Whether a text is such a journal: it opens with a stamp, has two or more, and an empty line stands before each.

    >>> claims("[2023-05-12 08:00] Rain.\\n\\n[2023-05-13 09:00] Sun. @home\\n"), claims("2023-05-12 08:00 INFO up\\n2023-05-12 08:01 INFO")
    (True, False)
    """
    lines = text[:HEAD_CHARACTERS].splitlines()[:HEAD_LINES]
    first = next((line for line in lines if line.strip(SPACE)), "")
    stamp = next((pattern for pattern in (_BRACKETED, _BARE) if pattern.match(first)), None)
    if stamp is None:
        return False
    found = [(n, match) for n, line in enumerate(lines) if (match := stamp.match(line))]
    if any(_LOG.match(lines[n], match.end()) for n, match in found):
        return False
    apart = sum(not n or not lines[n - 1].strip(SPACE) for n, _ in found)
    return len(found) >= 2 and apart >= 0.9 * len(found)


def read(file: File) -> Document:
    """The journal, its paragraphs dated by their entries.

    Raises:
        ReadError: it has no entry.
    """
    decoded = file.decoded()
    above, entries = _entries(decoded.text.splitlines())
    if not entries:
        hint = "an entry opens with [2023-05-12 08:00]; name it .txt to read it as plain text"
        raise ReadError(file.path, f"is no jrnl journal: {hint}")
    notes = []
    if any(line.strip(SPACE) for line in above):
        notes.append("the lines above the first entry have no date")
    for entry in entries:
        if not entry.date.is_possible():
            written = f"{entry.date.year}-{entry.date.month:02}-{entry.date.day:02}"
            notes.append(f"line {entry.number}: {written} is no date")
    fields = file.fields("jrnl", decoded)
    fields["notes"] = (*fields["notes"], *notes)
    return assemble(file.path, _parts(above, entries), **fields)


def _entries(lines: Sequence[str]) -> tuple[list[str], list[_Entry]]:
    """The lines above the first entry, and the entries; a stamp without brackets counts only below an empty line."""
    bracketed = any(_BRACKETED.match(line) for line in lines)
    above: list[str] = []
    entries: list[_Entry] = []
    for n, line in enumerate(lines):
        match = (_BRACKETED if bracketed else _BARE).match(line)
        if match and (bracketed or not n or not lines[n - 1].strip(SPACE)):
            year, _, month, day = match.groups()
            entries.append(_Entry(n + 1, PartialDate(int(year), int(month), int(day)), [_STAR.sub("", line[match.end() :])]))
        else:
            (entries[-1].lines if entries else above).append(line)
    return above, entries


def _parts(above: list[str], entries: Sequence[_Entry]) -> Iterator[Part]:
    group = 0
    for part in entry_parts("\n".join(above), None):
        group = max(group, (part.group or 0) + 1)
        yield part
    for entry in entries:
        date = entry.date if entry.date.is_possible() else None
        parts = list(entry_parts("\n".join(entry.lines), date, group))
        group = max([group, *((part.group or 0) + 1 for part in parts)])
        if parts and entry.lines[0].strip(SPACE):
            yield from _titled(parts.pop(0))
        yield from parts


def _titled(part: Part) -> Iterator[Part]:
    """The paragraph an entry opens with, cut behind the title: its first sentence."""
    spans = split_sentences(part.text) if part.kind == "paragraph" else []
    if len(spans) < 2:
        yield part
        return
    at = spans[1][0]
    yield replace(part, text=part.text[:at])
    yield replace(part, text=part.text[at:])
