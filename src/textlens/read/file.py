"""The bytes of one input with what is known of it, as every reader gets them."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from textlens.errors import NotFoundError, ReadError
from textlens.read.document import whole
from textlens.read.encoding import Decoded, decode
from textlens.read.limits import LIMITS, Limits

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_LINE_END = re.compile("\r\n?|\n")


@dataclass(frozen=True, slots=True)
class File:
    """One file, from the disk or from an archive, its bytes in memory.

    Attributes:
        doc_id: what a person recognises it by.
        path: where it lies; for a member of an archive ``archive.zip/member.txt``.
        data: its bytes.
        encoding: the codec the caller insists on, or None.
        limits: how much it may ask for.
    """

    doc_id: str
    path: str
    data: bytes = field(repr=False)
    encoding: str | None = None
    limits: Limits = LIMITS

    @property
    def ending(self) -> str:
        """The file name's ending in small letters, with its dot."""
        return PurePosixPath(self.path.replace("\\", "/")).suffix.lower()

    @property
    def name(self) -> str:
        """The file's name without folder and ending."""
        return PurePosixPath(self.path.replace("\\", "/")).stem

    def decoded(self, declared: str | None = None) -> Decoded:
        """The text; the caller's encoding wins, then the declared one where it fits, then what is found.

        Raises:
            ReadError: the file is empty, is no text, or is not in the encoding the caller says.
        """
        return decode(self.data, self.path, self.encoding, declared)

    def inner(self, member: str, data: bytes) -> "File":
        """A member of this file, for a reader of what lies inside an archive."""
        return replace(self, path=f"{self.path}/{member}", data=data)

    def fields(self, format: str, decoded: Decoded | None = None) -> dict[str, Any]:
        """What every document of this file says of itself: to be passed on to `Document` or `assemble`."""
        known: dict[str, Any] = {
            "doc_id": self.doc_id,
            "path": whole(self.path),
            "name": whole(self.name),
            "format": format,
        }
        if decoded is not None:
            known |= {"encoding": decoded.encoding, "certainty": decoded.certainty, "notes": replaced_note(decoded)}
        return known


def replaced_note(decoded: Decoded) -> tuple[str, ...]:
    """The notes on bytes that could not be decoded and on private-use characters; empty where there are none of either."""
    notes = []
    if decoded.replaced:
        bad = "1 byte" if decoded.replaced == 1 else f"{decoded.replaced} bytes"
        place = f"the first in line {_line(decoded.text, decoded.first_at)}, at byte {decoded.first_byte}"
        notes.append(f"{bad} could not be decoded as {decoded.encoding}, each now U+FFFD, {place}")
    if not decoded.text.isascii() and (private := list(_PRIVATE.finditer(decoded.text))):
        count = "1 private-use character" if len(private) == 1 else f"{len(private)} private-use characters"
        place = f"the first (U+{ord(private[0][0]):04X}) in line {_line(decoded.text, private[0].start())}"
        notes.append(f"{count}, which only the font they were written with shows, {place}")
    return tuple(notes)


def _line(text: str, at: int) -> int:
    """Number of the line, from 1, that a place in the text is in."""
    return 1 + len(_LINE_END.findall(text, 0, at))


def load(path: Path, doc_id: str, encoding: str | None, limits: Limits = LIMITS) -> File:
    """A file's bytes.

    Raises:
        NotFoundError: there is no such file.
        ReadError: it is a folder, a pipe or a device, may not be opened, or is over the limit.
    """
    name = str(path)
    try:
        if path.is_dir():
            raise ReadError(name, "is a folder, not a file")
        # A pipe or a device would make reading wait, or never end.
        if path.exists() and not path.is_file():
            raise ReadError(name, "is not a regular file")
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except FileNotFoundError:
        raise NotFoundError(name, "no such file") from None
    except PermissionError:
        raise ReadError(name, "cannot be opened: permission denied") from None
    except ReadError:
        raise
    except (OSError, ValueError) as error:
        raise ReadError(name, f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(data) > limits.file_bytes:
        size = path.stat().st_size
        limits.check(name, "holds {} bytes", size, "file_bytes")
    return File(doc_id, name, data, encoding, limits)
