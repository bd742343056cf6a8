"""The archive that a Word file is: its members, what they refer to, and the file's properties."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from zipfile import ZipInfo

from textlens.date.partial import PartialDate, parse_iso
from textlens.errors import ReadError
from textlens.read.file import File
from textlens.read.formats.docx.elements import Element, local_name
from textlens.read.limits import MEGA
from textlens.read.unpack import UNPACKERS, Entry, directory, unpack

#: What helps where a file is damaged.
REPAIR = "open it in Word or LibreOffice, let it be repaired, and save it anew"


class Damage(ReadError):
    """A member of the archive that cannot be read to its end."""


@dataclass(frozen=True, slots=True)
class Package:
    """The archive: its members by their names in small letters, and the name of the one that holds the text."""

    file: File
    members: dict[str, ZipInfo]
    main: str

    @classmethod
    def open(cls, file: File) -> "Package":
        """The archive, its directory checked against the limits."""
        try:
            infos = directory(BytesIO(file.data), file.path, file.limits)
        except ReadError as error:  # who wrote it knows of no archive
            reason = error.reason.replace("is a damaged zip archive", "is damaged or cut off")
            raise ReadError(file.path, reason) from None
        file.limits.check(file.path, "holds {} files", len(infos), "members")
        file.limits.check(file.path, "unpacks to {} bytes", sum(info.file_size for info in infos), "unpacked_bytes")
        members = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}
        package = cls(file, members, "word/document.xml")
        main = next((target for kind, target in package.linked("") if kind == "officeDocument" and target in members), None)
        if main is None and package.main not in members:
            raise ReadError(
                file.path, "is a zip archive without a Word document in it; if it is another format, give it its ending"
            )
        return package if main is None else replace(package, main=main)

    def unpacked(self, name: str) -> bytes:
        """A member's bytes; it never gives more than the directory says, which is checked here."""
        info, path = self.members[name], self.file.path
        if info.flag_bits & 1:
            raise ReadError(path, "is password-protected; save it without a password first")
        if info.compress_type not in UNPACKERS:
            raise ReadError(path, f"is packed in a way Word does not use; {REPAIR}")
        if info.file_size > MEGA:  # a small member may well be a hundred times smaller when packed
            ratio = info.file_size // max(1, info.compress_size)
            self.file.limits.check(path, f"holds {info.filename}, {{}} times its packed size", ratio, "ratio")
        try:
            return unpack(BytesIO(self.file.data), Entry.of(info, name), path)
        except ReadError as error:
            raise Damage(path, f"holds {name}, which {error.reason}; {REPAIR}"[:300]) from None

    def events(self, name: str) -> Iterator[tuple[str, Element]]:
        """Begins and ends of the elements of a member, as they are parsed."""
        from lxml import etree

        walk = etree.iterparse(
            BytesIO(self.unpacked(name)),
            ("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        try:
            for number, (event, element) in enumerate(walk):
                if not number and element.getroottree().docinfo.internalDTD is not None:
                    raise ReadError(
                        self.file.path, f"declares entities in {name}, which no Word file does: it is not safe to read"
                    )
                yield event, element
        except etree.XMLSyntaxError as error:
            raise Damage(self.file.path, f"is damaged: {name} cannot be read ({error}); {REPAIR}"[:300]) from None

    def tree(self, name: str) -> Element | None:
        """The root element of a member, None where there is no such member."""
        if name not in self.members:
            return None
        root = None
        for _, element in self.events(name):
            root = element if root is None else root
        return root

    def linked(self, name: str) -> list[tuple[str, str]]:
        """What a member ("": the archive) refers to: kind and name; nothing where that is damaged, for the usual names help then."""
        folder, base = posixpath.split(name)
        try:
            root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels").lower())
        except Damage:
            return []
        found = []
        for link in () if root is None else root.iterchildren():
            if not isinstance(link.tag, str) or link.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "").replace("\\", "/")))
            found.append((link.get("Type", "").rpartition("/")[2], target.lstrip("/").lower()))
        return found


def properties(package: Package) -> tuple[str | None, PartialDate | None]:
    """Title and day of creation as the file's properties have them."""
    name = next((target for kind, target in package.linked("") if kind == "core-properties"), "docprops/core.xml")
    try:
        root = package.tree(name)
    except ReadError:
        return None, None  # the text does not depend on them
    known = (
        {} if root is None else {local_name(e): (e.text or "").strip() for e in root.iterchildren() if isinstance(e.tag, str)}
    )
    made = parse_iso(known.get("created", ""))
    # A file written by python-docx has the day its template was made until somebody sets another.
    if known.get("description") == "generated by python-docx" and made == PartialDate(2013, 12, 23):
        made = None
    return known.get("title") or None, made
