"""A document as the analysis takes it, and how a reader puts one together from the parts it found."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from textlens.date.partial import PartialDate
from textlens.errors import ReadError
from textlens.split.blocks import Block, classify
from textlens.split.lines import BREAK

_SURROGATE = re.compile("[\ud800-\udfff]")
# Formats of pages, whose lines can be bylines, dates and headings without a style; all others hold entries.
_PAGES = frozenset(("html", "docx", "epub", "pdf"))
_BREAKS = re.compile(rf"(?<!\s)\s*(?:\r\n|[{BREAK}])\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph as a reader found it.

    Attributes:
        text: its words; line breaks in it become spaces.
        kind: as in ``paragraphs.kind``.
        level: of a heading, 1 to 6.
        date: the day its source gives it (an entry's, a message's), if any.
        speaker: who says it, "" where nobody is named.
        time: seconds from the beginning, of a subtitle.
        group: parts of one group stand together, as lines without a blank one between them do.
    """

    text: str
    kind: str = "paragraph"
    level: int = 0
    date: PartialDate | None = None
    speaker: str = ""
    time: float | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a document whose format says where they are, and what it says of each beside its words.

    All sequences have the length of `blocks`. `entries` says that the blocks are posts, messages or cues, among which a short
    one is no heading and a date no byline.
    """

    blocks: tuple[Block, ...]
    dates: tuple[PartialDate | None, ...]
    speakers: tuple[str, ...]
    times: tuple[float | None, ...]
    entries: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """One document as the analysis takes it. Picklable.

    Attributes:
        doc_id: what a person recognises it by.
        text: the decoded or extracted text; every offset counts code points in it.
        name: file name without folder and ending, "" for a string.
        format: name of the format, as it stands in ``documents.format``.
        date: the date that a column or the file's metadata gave it, if any.
        date_source: where `date` is from: ``column`` or ``metadata``.
        notes: what was read but looks damaged.
        layout: the blocks, where the format says what they are; None where the text alone does.
    """

    doc_id: str
    text: str
    path: str = ""
    name: str = ""
    format: str = "text"
    encoding: str = ""
    certainty: float = 1.0
    title: str | None = None
    date: PartialDate | None = None
    date_source: str = "column"
    notes: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    layout: Layout | None = None


def whole(text: str) -> str:
    """The text with each half of a character (a lone surrogate, as broken exports and file names have them) as U+FFFD.

    >>> whole("好\\ud83d") == "好\\ufffd"
    True
    """
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def halves(text: str) -> tuple[str, ...]:
    """The note on a text's lone surrogates, which `whole` replaces; empty where it has none."""
    found = 0 if text.isascii() else len(_SURROGATE.findall(text))
    return (f"{found} half character{'s' * (found != 1)} (lone surrogates), each now U+FFFD",) if found else ()


def from_string(doc_id: str, text: str, **fields: Any) -> Document:
    """A document from memory; what is replaced in it is noted."""
    return Document(doc_id, whole(text), notes=(*halves(text), *fields.pop("notes", ())), **fields)


def assemble(input_name: str, parts: Iterable[Part], /, **fields: Any) -> Document:
    """A document of parts: their texts one a line, with the blocks that are known so.

    Args:
        input_name: the input, for the message where nothing is left.
        parts: in reading order; those without words are passed over.
        fields: the other fields of `Document`.

    Raises:
        ReadError: no part has any text.
    """
    lines: list[str] = []
    blocks: list[Block] = []
    rows: list[Part] = []
    notes: list[str] = []
    at = 0
    for number, part in enumerate(parts):
        notes += halves(part.text)
        line = _BREAKS.sub(" ", whole(part.text).strip())
        if not line:
            continue
        group = number if part.group is None else -1 - part.group
        block = Block(at, at + len(line), part.kind, part.level, chunk=group)
        blocks.append(block)
        rows.append(part)
        lines.append(line)
        at += len(line) + 1
    if not rows:
        raise ReadError(input_name, "is empty: it holds no text")
    text = "\n".join(lines)
    entries = fields.get("format") not in _PAGES
    layout = Layout(
        tuple(blocks if entries else (classify(text, block, 1) for block in blocks)),
        tuple(part.date for part in rows),
        tuple(whole(part.speaker) for part in rows),
        tuple(part.time for part in rows),
        entries,
    )
    return Document(text=text, layout=layout, notes=(*fields.pop("notes", ()), *notes), **fields)
