"""Zip archives: a member is an input of its own, as a file in a folder is.

Folders, hidden files, what macOS lays beside them (``__MACOSX``) and files nobody reads are left out, as they are in a
folder; a member that may not or cannot be read is listed with the reason. Nothing is written to disk, so no name can lead
anywhere; one that tries to is refused all the same.
"""

import stat
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipInfo

from textlens.errors import ReadError
from textlens.read.file import File
from textlens.read.limits import Limits
from textlens.read.names import climbs, decoded_names, inside, shown
from textlens.read.unpack import UNPACKERS, Entry, directory, unpack

# A member this small does no harm however well it was packed; a page of blank lines packs a thousandfold.
_HARMLESS = 100_000
_ENCRYPTED = 0x41
_PACKAGES = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "META-INF/container.xml": "epub"}
_OTHER_PACKAGES = frozenset(("[Content_Types].xml", "mimetype"))

#: The archives that lead to a member, outermost first, then the member: one entry each.
Way = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One member of an archive on the disk. Picklable; its bytes are read when it is loaded.

    Attributes:
        archive: the archive.
        stamp: when that was last changed, in nanoseconds.
        way: the member, after the archives within the archive that lead to it.
        problem: why it is not read, "" where it is.
        notes: what is odd about it.
        last: whether no later member lies in the same archive within the archive.
    """

    archive: Path
    stamp: int
    way: Way
    problem: str = ""
    notes: tuple[str, ...] = ()
    last: bool = False

    @property
    def name(self) -> str:
        """Its path within the archive."""
        return "/".join(entry.name for entry in self.way)

    @property
    def path(self) -> Path:
        """Where it lies, for people: ``archive.zip/member.txt``."""
        return Path(f"{self.archive}/{self.name}")

    def load(self, doc_id: str, encoding: str | None, limits: Limits) -> File:
        """Its bytes; `ReadError` where they are refused or damaged."""
        name = str(self.path)
        if self.problem:
            raise ReadError(name, self.problem)
        try:
            return File(doc_id, name, _bytes(self.archive, self.stamp, self.way), encoding, limits)
        except ReadError as error:
            raise ReadError(name, error.reason) from None
        except OSError as error:
            raise ReadError(name, f"cannot be read: {error.strerror or error}") from None
        finally:
            if self.last:
                _nested.cache_clear()


@dataclass(slots=True)
class _Search:
    """A search through an archive and those within it, with what it has used up of its limits."""

    limits: Limits
    wanted: Callable[[str], bool]
    members: int = 0
    unpacked: int = 0

    def walk(self, stream: BinaryIO, name: str, way: Way = ()) -> list[tuple[Way, str]] | None:
        """The way to every input in an archive, and why it is not read; None where the archive is one document."""
        infos = directory(stream, name, self.limits)
        self.members += len(infos)
        self.limits.check(name, "holds {} files", self.members, "members")
        names = decoded_names(infos)
        if package(names) is not None:
            return None
        rows = []
        for info, told in zip(infos, names, strict=True):
            if told.endswith(("/", "\\")):
                continue
            if climbs(told):
                rows.append((Entry.of(info, shown(told)), _CLIMBS))
            elif self.wanted(inside(told)):
                rows.append((Entry.of(info, inside(told)), _obstacle(info)))
        if not rows:
            raise ReadError(name, "holds no file textlens reads" if infos else "is an empty archive")
        rows.sort(key=lambda row: row[0].name.split("/"))
        found: list[tuple[Way, str]] = []
        for entry, obstacle in rows:
            reason = obstacle or self._excess(entry)
            if reason or not entry.name.lower().endswith(".zip"):
                found.append(((*way, entry), reason))
            else:
                found += self._within(stream, f"{name}/{entry.name}", (*way, entry))
        return found

    def _within(self, stream: BinaryIO, name: str, way: Way) -> list[tuple[Way, str]]:
        """What is in an archive within the archive; where that cannot be said, the one row that says why."""
        reason = self.limits.excess("lies {} archives deep", len(way), "depth")
        if reason:
            return [(way, reason)]
        try:
            found = self.walk(BytesIO(unpack(stream, way[-1], name)), name, way)
        except ReadError as error:
            return [(way, error.reason)]
        return [(way, "")] if found is None else found

    def _excess(self, entry: Entry) -> str:
        """Which limit a member is over; one that is over none counts as unpacked from now on."""
        times = entry.size // max(1, entry.packed) if entry.size > _HARMLESS else 0
        reason = (
            self.limits.excess("would unpack to {} bytes", entry.size, "file_bytes")
            or self.limits.excess("would unpack to {} times its size", times, "ratio")
            or self.limits.excess("would bring what is unpacked to {} bytes", self.unpacked + entry.size, "unpacked_bytes")
        )
        if not reason:
            self.unpacked += entry.size
        return reason


_CLIMBS = "is refused: its name leads out of the archive"


def _obstacle(info: ZipInfo) -> str:
    """Why a member cannot be read, by what the directory says of it; "" where it can."""
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return "is a link or no regular file; what it stands for is not in the archive"
    if info.flag_bits & _ENCRYPTED:
        return "is password-protected; unpack the archive first, or pack it without a password"
    if info.compress_type not in UNPACKERS:
        return f"is packed by a method textlens does not know (number {info.compress_type}); unpack the archive first"
    return ""


def package(names: Iterable[str]) -> str | None:
    """The format of the one document that an archive with these members is; "" if no reader takes it, None if it is plain.

    >>> package(["word/document.xml", "[Content_Types].xml"]), package(["mimetype", "content.xml"]), package(["a.txt"])
    ('docx', '', None)
    """
    found = set(names)
    known = next((format for member, format in _PACKAGES.items() if member in found), None)
    return known if known is not None else "" if found & _OTHER_PACKAGES else None


def members(archive: Path, wanted: Callable[[str], bool], limits: Limits) -> list[Member] | None:
    """The members of an archive that are inputs, sorted as in a folder; None where the archive itself is one document.

    Args:
        archive: a file.
        wanted: whether a file with this path within a folder is an input.
        limits: how much may be unpacked.

    Raises:
        ReadError: it cannot be opened, is damaged or over a limit, or holds nothing to read.
    """
    name = str(archive)
    try:
        with archive.open("rb") as stream:
            stamp = archive.stat().st_mtime_ns
            limits.check(name, "holds {} bytes", stream.seek(0, 2), "file_bytes")
            found = _Search(limits, wanted).walk(stream, name)
    except PermissionError:
        raise ReadError(name, "cannot be opened: permission denied") from None
    except OSError as error:
        raise ReadError(name, f"cannot be read: {error.strerror or error}") from None
    return None if found is None else _listed([Member(archive, stamp, way, problem) for way, problem in found])


def _listed(found: list[Member]) -> list[Member]:
    """The members, with a note on those that share a name, and the last of each archive within the archive marked."""
    times = Counter(member.name for member in found)
    listed = []
    for number, member in enumerate(found):
        following = found[number + 1].way[:-1] if number + 1 < len(found) else ()
        same = times[member.name]
        note = (f"the archive holds {same} files of this name",) if same > 1 else ()
        listed.append(replace(member, notes=note, last=member.way[:-1] not in ((), following)))
    return listed


@lru_cache(maxsize=1)
def _nested(archive: Path, stamp: int, way: Way) -> bytes:
    """An archive within the archive, kept while its members are read one after the other."""
    return _bytes(archive, stamp, way)


def _bytes(archive: Path, stamp: int, way: Way) -> bytes:
    """The bytes at the end of a way; `stamp` tells apart what lay there before the archive was changed."""
    if len(way) > 1:
        return unpack(BytesIO(_nested(archive, stamp, way[:-1])), way[-1], str(archive))
    with archive.open("rb") as stream:
        return unpack(stream, way[0], str(archive))
