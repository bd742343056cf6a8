"""Readers: what turns the bytes of one file into text. One small module a format, behind one protocol."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from textlens.date.partial import PartialDate
from textlens.errors import ReadError
from textlens.read.encoding import decode

#: File endings a folder is searched for.
TEXT_ENDINGS = {".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mkd": "markdown"}
#: Files that hold a document which no reader takes yet: they get a row that says so, and are not passed over.
UNREAD_ENDINGS = frozenset(
    ".docx .doc .odt .rtf .pdf .epub .mobi .html .htm .xhtml .srt .vtt .csv .tsv .xlsx .xls .json .jsonl .xml .zip".split()
)


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


class Reader(Protocol):
    """Reads one kind of file."""

    def __call__(self, path: Path, doc_id: str, encoding: str | None) -> Document:
        """The document in a file; `ReadError` where it cannot be read."""
        ...


def read_text(path: Path, doc_id: str, encoding: str | None) -> Document:
    """Plain text and Markdown: the decoded file exactly as it is, a byte-order mark dropped."""
    decoded = decode(_bytes(path), str(path), encoding)
    text = decoded.text.removeprefix("\ufeff")
    notes: tuple[str, ...] = ()
    if decoded.replaced:
        first = text.index("\ufffd")
        line = text.count("\n", 0, first) + 1
        notes = (f"{decoded.replaced} bytes could not be decoded as {decoded.encoding} and stand as U+FFFD, the first in line {line}",)
    return Document(
        doc_id=doc_id,
        text=text,
        path=str(path),
        name=path.stem,
        format=TEXT_ENDINGS.get(path.suffix.lower(), "text"),
        encoding=decoded.encoding,
        certainty=decoded.certainty,
        notes=notes,
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise ReadError(str(path), "is a folder, not a file") from None
    except PermissionError:
        raise ReadError(str(path), "cannot be opened: permission denied") from None
    except OSError as error:
        raise ReadError(str(path), f"cannot be read: {error.strerror or error}") from None


def read_file(path: Path, doc_id: str, encoding: str | None) -> Document:
    """Read one file by its kind."""
    if not path.is_file() and os.path.exists(path):
        raise ReadError(str(path), "is not a regular file")
    return read_text(path, doc_id, encoding)
