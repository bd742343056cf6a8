"""The zip archive that an EPUB is: its members by any name a book may call them, unpacked one by one within the limits."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipInfo, is_zipfile

from textlens.errors import ReadError
from textlens.read.file import File
from textlens.read.formats.html.tree import Element, parse_xml
from textlens.read.unpack import Entry, directory, unpack

# Below this, a member may be any number of times larger than its packed size: short pages of one repeated sign are.
_HARMLESS = 1_000_000


@dataclass(slots=True)
class Container:
    """The members of an EPUB; nothing is written anywhere.

    Attributes:
        file: the archive.
        stream: its bytes.
        members: what its directory says of each member, by each of its names.
        unpacked: bytes unpacked so far.
    """

    file: File
    stream: BinaryIO
    members: dict[str, ZipInfo]
    unpacked: int = 0

    @classmethod
    def of(cls, file: File) -> "Container":
        """The container that a file is; `ReadError` where it is none or holds too many members."""
        stream = BytesIO(file.data)
        if file.data and not is_zipfile(stream):
            raise ReadError(file.path, "is not a whole EPUB: the directory at its end is missing; get the file again")
        infos = directory(stream, file.path, file.limits)
        file.limits.check(file.path, "holds {} files", len(infos), "members")
        members: dict[str, ZipInfo] = {}
        for info in infos:
            for name in _names(info):
                members.setdefault(name, info)
        return cls(file, stream, members)

    def find(self, path: str) -> ZipInfo | None:
        """The member that a book calls so, in small letters or not."""
        return self.members.get(path) or self.members.get(path.lower())

    def read(self, path: str) -> bytes | None:
        """A member's bytes, None where there is none.

        Raises:
            ReadError: it is locked, or asks for more than the limits allow.
            zipfile.BadZipFile: it is damaged.
        """
        info = self.find(path)
        if info is None or info.is_dir():
            return None
        if info.flag_bits & 1:
            raise ReadError(self.file.path, "is password-protected; save it without a password first")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise BadZipFile(f"packed in a way that no EPUB is: method {info.compress_type}")
        self._bound(info)
        try:
            data = unpack(self.stream, Entry.of(info, path), path)
        except ReadError as error:
            raise BadZipFile(error.reason.removeprefix("is damaged: ")) from None
        self.unpacked += len(data)
        return data

    def _bound(self, info: ZipInfo) -> None:
        """Refuse a member that would unpack to too much."""
        limits, path, size = self.file.limits, self.file.path, info.file_size
        limits.check(path, "unpacks to {} bytes", self.unpacked + size, "unpacked_bytes")
        if size > _HARMLESS:
            what = f"holds a file that is {{}} times larger than packed ({posixpath.basename(info.filename)[:60]})"
            limits.check(path, what, size // max(info.compress_size, 1), "ratio")

    def xml(self, path: str) -> Element | None:
        """The root of a member that is XML, tag names without namespaces; None where it is missing or beyond repair."""
        try:
            data = self.read(path)
        except BadZipFile:
            return None
        if data is None:
            return None
        if any("<!ENTITY".encode(codec) in data for codec in ("ascii", "utf-16-le", "utf-16-be")):
            raise ReadError(self.file.path, f"declares entities of its own in {path}, which are not followed")
        return parse_xml(data, recover=True)


def _names(info: ZipInfo) -> Iterator[str]:
    """What a member may be called: as it is, in small letters, and in UTF-8 where its archive forgot to say that it is."""
    name = info.filename.replace("\\", "/").removeprefix("./")
    yield name
    yield name.lower()
    if not info.flag_bits & 0x800 and not name.isascii():
        for codec in ("utf-8", "gb18030"):
            try:
                yield name.encode("cp437").decode(codec)
            except UnicodeError:
                continue
