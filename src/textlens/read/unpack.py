"""A zip archive's directory, and the bytes of one member, neither ever larger than allowed.

The directory is read by the standard library; members are unpacked here, step by step, because its reader unpacks a stretch
of some methods whole however large it becomes.
"""

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from textlens.errors import ReadError
from textlens.read.limits import Limits

_CHUNK = 1 << 16
# A directory takes 46 bytes a member, its name and what packers add; one with far more is not parsed at all.
_DIRECTORY_BYTES = 1_000
# The record at the end, the longest comment after it, and the two records before it in a large archive.
_TAIL = 22 + 65_535 + 20 + 56
_NO_DIRECTORY = "the directory at its end is missing or broken (has a copy or download broken off?)"


@dataclass(frozen=True, slots=True)
class Entry:
    """A member as the directory describes it: its path within, where it begins, its sizes in bytes, checksum and packing."""

    name: str
    offset: int
    packed: int
    size: int
    crc: int
    method: int

    @classmethod
    def of(cls, info: ZipInfo, name: str) -> "Entry":
        """The entry for what the standard library found in a directory."""
        return cls(name, info.header_offset, info.compress_size, info.file_size, info.CRC, info.compress_type)


def directory(stream: BinaryIO, name: str, limits: Limits) -> list[ZipInfo]:
    """What the directory at an archive's end lists, folders too.

    Raises:
        ReadError: there is none, it is damaged, or it lists more than may be in an archive.
    """
    stream.seek(0)
    begins = stream.read(4)
    if not begins:
        raise ReadError(name, "is empty: there is nothing to read")
    stream.seek(max(0, stream.seek(0, 2) - _TAIL))
    if _directory_size(stream.read()) > _DIRECTORY_BYTES * limits.members + _TAIL:
        limits.check(name, "holds at least {} files", limits.members + 1, "members")
    try:
        with ZipFile(stream) as archive:
            return archive.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError, OverflowError, struct.error):
        damaged = f"is a damaged zip archive: {_NO_DIRECTORY}"
        raise ReadError(name, damaged if begins.startswith(b"PK") else "is no zip archive") from None


def _directory_size(tail: bytes) -> int:
    """Bytes that the record at an archive's end says its directory has; 0 where there is no such record."""
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        return 0
    size: int = struct.unpack_from("<L", tail, at + 12)[0]
    wide = tail.rfind(b"PK\x06\x06", 0, at)
    return size if size < 0xFFFFFFFF or wide < 0 or wide + 48 > at else int(struct.unpack_from("<Q", tail, wide + 40)[0])


def unpack(stream: BinaryIO, entry: Entry, name: str) -> bytes:
    """A member's bytes, never more than its entry says it has.

    Raises:
        ReadError: they are damaged, or not what the entry says.
    """
    chunks: list[bytes] = []
    size = crc = 0
    try:
        _find(stream, entry)
        for chunk in UNPACKERS[entry.method](stream, entry):
            size += len(chunk)
            if size > entry.size:
                break
            crc = zlib.crc32(chunk, crc)
            chunks.append(chunk)
    except (zlib.error, lzma.LZMAError, EOFError, ValueError, OSError) as error:
        raise ReadError(name, f"is damaged: it cannot be unpacked ({str(error) or 'it breaks off'})") from None
    if size != entry.size:
        raise ReadError(name, "is damaged: it does not unpack to the size that the archive says it has")
    if crc != entry.crc:
        raise ReadError(name, "is damaged: its checksum is not the one in the archive")
    return b"".join(chunks)


def _find(stream: BinaryIO, entry: Entry) -> None:
    """Go to where a member's packed bytes begin, behind its own header."""
    stream.seek(entry.offset)
    header = stream.read(30)
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise ValueError("its header is missing")
    stream.seek(sum(struct.unpack_from("<HH", header, 26)), 1)


def _packed(stream: BinaryIO, left: int) -> Iterator[bytes]:
    """So many bytes of a stream, chunk by chunk; `EOFError` where it ends before."""
    while left:
        chunk = stream.read(min(_CHUNK, left))
        if not chunk:
            raise EOFError
        left -= len(chunk)
        yield chunk


def _stored(stream: BinaryIO, entry: Entry) -> Iterator[bytes]:
    yield from _packed(stream, entry.packed)


def _inflated(stream: BinaryIO, entry: Entry) -> Iterator[bytes]:
    decoder = zlib.decompressobj(-zlib.MAX_WBITS)
    for packed in _packed(stream, entry.packed):
        rest, full = packed, True
        while rest or full:
            chunk = decoder.decompress(rest, _CHUNK)
            yield chunk
            rest, full = decoder.unconsumed_tail, len(chunk) == _CHUNK
        if decoder.eof:
            return
    raise EOFError


def _by_steps(decoder: bz2.BZ2Decompressor | lzma.LZMADecompressor, stream: BinaryIO, left: int, size: int) -> Iterator[bytes]:
    """What a decoder with a bound on every step makes of the next bytes of a stream."""
    made = 0
    for packed in _packed(stream, left):
        rest = packed
        while not decoder.eof and (rest or not decoder.needs_input):
            chunk = decoder.decompress(rest, _CHUNK)
            rest = b""
            made += len(chunk)
            yield chunk
    if not decoder.eof and made < size:
        raise EOFError


def _bunzipped(stream: BinaryIO, entry: Entry) -> Iterator[bytes]:
    yield from _by_steps(bz2.BZ2Decompressor(), stream, entry.packed, entry.size)


def _from_lzma(stream: BinaryIO, entry: Entry) -> Iterator[bytes]:
    header = stream.read(9)
    if len(header) < 9 or header[2:4] != b"\x05\x00" or header[4] >= 9 * 5 * 5:
        raise ValueError("its header is broken")
    settings, window = struct.unpack_from("<BL", header, 4)
    # The window is set aside at once, so a broken header must not ask for gigabytes; more than all there is is never used.
    filters = {
        "id": lzma.FILTER_LZMA1, "dict_size": max(4096, min(window, entry.size)),
        "lc": settings % 9, "lp": settings // 9 % 5, "pb": settings // 45,
    }  # fmt: skip
    decoder = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[filters])
    yield from _by_steps(decoder, stream, max(0, entry.packed - 9), entry.size)


#: How the bytes of a member are unpacked, by the number of the method: stored, deflate, bzip2, LZMA.
UNPACKERS: dict[int, Callable[[BinaryIO, Entry], Iterator[bytes]]] = {0: _stored, 8: _inflated, 12: _bunzipped, 14: _from_lzma}
