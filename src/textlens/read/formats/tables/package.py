"""The zip archive that a workbook is: nothing else opens it before it is found whole, unlocked and within the limits."""

import io
import zipfile

from textlens.errors import ReadError
from textlens.read.file import File
from textlens.read.unpack import UNPACKERS, Entry, directory, unpack

# Below this a member may be packed as tightly as it is: it costs nothing.
_SMALL = 10_000_000
_AGAIN = "open it in Excel and save it again"


def check_package(file: File) -> None:
    """Refuse a workbook that is damaged or locked, would unpack to more than the limits, or declares a document type.

    Raises:
        ReadError: it is one of these.
    """
    stream, limits = io.BytesIO(file.data), file.limits
    if not zipfile.is_zipfile(stream):
        raise ReadError(file.path, f"is a damaged or truncated workbook (the directory at its end is missing); {_AGAIN}")
    members = directory(stream, file.path, limits)
    limits.check(file.path, "holds {} files", len(members), "members")
    limits.check(file.path, "unpacks to {} bytes", sum(m.file_size for m in members), "unpacked_bytes")
    if any(m.flag_bits & 1 for m in members):
        raise ReadError(file.path, "is password-protected; save it without a password first")
    for member in members:
        if member.file_size > _SMALL:
            ratio = member.file_size // max(1, member.compress_size)
            limits.check(file.path, "holds a part packed {} times smaller than it is", ratio, "ratio")
        if member.compress_type not in UNPACKERS:
            raise ReadError(file.path, f"is packed by a method Excel does not use; {_AGAIN}")
        data = unpack(stream, Entry.of(member, member.filename), file.path)
        if member.filename.endswith((".xml", ".rels")) and _declares(data):
            raise ReadError(
                file.path, "declares XML entities of its own, which are not read: they can be made to fill the memory"
            )


def _declares(data: bytes) -> bool:
    """Whether XML declares a document type or entities, in whichever encoding."""
    plain = data.replace(b"\x00", b"") if b"\x00" in data else data
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain
