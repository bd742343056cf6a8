"""Readers: what turns the bytes of one file into text. One small module a format, behind one protocol."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from textlens.date.partial import PartialDate
from textlens.errors import NotFoundError, ReadError
from textlens.read.encoding import decode

#: File endings a folder is searched for.
TEXT_ENDINGS = dict.fromkeys((".txt", ".text"), "text") | dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), "markdown")
#: Files that hold a document which no reader takes yet: they get a row that says so, and are not passed over.
UNREAD_ENDINGS = frozenset(
    f".{ending}"
    for group in ("docx doc odt rtf pdf epub mobi", "html htm xhtml xml", "srt vtt", "csv tsv xlsx xls json jsonl", "zip")
    for ending in group.split()
)


_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Document:
    """One document as the analysis takes it. Picklable.

    Attributes:
        doc_id: what a person recognises it by.
        text: the decoded text; every offset counts code points in it.
        name: file name without folder and ending, "" for a string.
        date: the date a column gave it, if any.
        notes: what was read but looks damaged.
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
    notes: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)


def whole(text: str) -> str:
    """The text with each half of a character (a lone surrogate, as broken exports and file names have them) as U+FFFD.

    >>> whole("好\\ud83d") == "好\\ufffd"
    True
    """
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def from_string(doc_id: str, text: str, **fields: Any) -> Document:
    """A document from memory; what is replaced in it is noted."""
    kept = whole(text)
    halves = len(_SURROGATE.findall(text)) if kept != text else 0
    notes = (f"{halves} half character{'s' * (halves != 1)} (lone surrogates), each now U+FFFD",) if halves else ()
    return Document(doc_id, kept, notes=(*notes, *fields.pop("notes", ())), **fields)


class Reader(Protocol):
    """Reads one kind of file."""

    def __call__(self, path: Path, doc_id: str, encoding: str | None) -> Document:
        """The document in a file; `ReadError` where it cannot be read."""
        ...


def read_text(path: Path, doc_id: str, encoding: str | None) -> Document:
    """Plain text and Markdown: the decoded file exactly as it is, a byte-order mark dropped."""
    decoded = decode(_bytes(path), str(path), encoding)
    text = decoded.text
    notes: tuple[str, ...] = ()
    if decoded.replaced:
        first = text.index("\ufffd")
        line = text.count("\n", 0, first) + 1
        bad = "1 byte" if decoded.replaced == 1 else f"{decoded.replaced} bytes"
        notes = (f"{bad} could not be decoded as {decoded.encoding}, each now U+FFFD, the first in line {line}",)
    return Document(
        doc_id=doc_id,
        text=text,
        path=whole(str(path)),
        name=whole(path.stem),
        format=TEXT_ENDINGS.get(path.suffix.lower(), "text"),
        encoding=decoded.encoding,
        certainty=decoded.certainty,
        notes=notes,
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(str(path), "no such file") from None
    except PermissionError:
        raise ReadError(str(path), "cannot be opened: permission denied") from None
    except (OSError, ValueError) as error:
        raise ReadError(str(path), f"cannot be read: {getattr(error, 'strerror', None) or error}") from None


def read_file(path: Path, doc_id: str, encoding: str | None) -> Document:
    """Read one file by its kind."""
    if os.path.isdir(path):
        raise ReadError(str(path), "is a folder, not a file")
    # A pipe or a device would make reading wait, or never end.
    if os.path.exists(path) and not os.path.isfile(path):
        raise ReadError(str(path), "is not a regular file")
    if os.path.isfile(path) and path.suffix.lower() in UNREAD_ENDINGS:
        raise ReadError(str(path), f"textlens does not read {path.suffix} files; save it as text or Markdown (UTF-8) first")
    return read_text(path, doc_id, encoding)
