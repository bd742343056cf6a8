"""EPUB books: the chapters of the spine in its order, each a section.

A chapter's heading is its own (``h1`` to ``h6``); where it has none, what the table of contents (``nav`` or ``toc.ncx``) calls
it is put before it. Chapters that the book says are beside the text (``linear="no"``: notes, answers) come last. The publication
date is the document's. An encoding the caller gives is not used: every chapter declares its own.

Left out on purpose: the table of contents that programs read (``nav``, ncx), pages without text (covers), pictures, styles, and
what `textlens.read.formats.html` leaves out of any page but an article's surroundings. A page of links to the chapters is matter.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote

from lxml import etree

from textlens.errors import ReadError
from textlens.read.document import Document, Part, assemble
from textlens.read.file import File, replaced_note
from textlens.read.formats.html import Element, Page, day_of, read_page

_CONTAINER = "META-INF/container.xml"
_PAGES = frozenset(("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml"))
_FONTS = frozenset(("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"))
_OUTWARD = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_STEP = 1 << 16
#: Below this, a member may be any number of times larger than its packed size: short pages of one repeated sign are.
_HARMLESS = 1_000_000


@dataclass(frozen=True, slots=True)
class _Chapter:
    """An item of the spine: where it lies in the archive, and whether it belongs to the text's own order."""

    path: str
    linear: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the table of contents: the place in a chapter it leads to ("" for its beginning), its words, its depth from 1."""

    place: str
    title: str
    depth: int


@dataclass(slots=True)
class _Archive:
    """The members of an EPUB, unpacked one by one within the limits; nothing is written anywhere."""

    file: File
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    unpacked: int = 0

    def __post_init__(self) -> None:
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(self.file.data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            what = (
                "is empty: there is nothing to read"
                if not self.file.data
                else f"is not a whole EPUB ({error}); get the file again"
            )
            raise ReadError(self.file.path, what) from None
        infos = self.zip.infolist()
        self.file.limits.check(self.file.path, "holds {} files", len(infos), "members")
        for info in infos:
            for name in _names(info):
                self.members.setdefault(name, info)

    zip: zipfile.ZipFile = field(init=False)

    def find(self, path: str) -> zipfile.ZipInfo | None:
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
        # EPUB knows no other ways of packing, and the library unpacks those a stretch at a time however large it becomes.
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile(f"packed in a way that no EPUB is: method {info.compress_type}")
        self.bound(info, info.file_size)
        chunks = []
        size = 0
        try:
            with self.zip.open(info) as member:
                while chunk := member.read(_STEP):
                    size += len(chunk)
                    self.bound(info, size)
                    chunks.append(chunk)
        except (zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise zipfile.BadZipFile(str(error)) from None
        self.unpacked += size
        return b"".join(chunks)

    def bound(self, info: zipfile.ZipInfo, size: int) -> None:
        """Refuse a member of this size."""
        limits, path = self.file.limits, self.file.path
        limits.check(path, "unpacks to {} bytes", self.unpacked + size, "unpacked_bytes")
        if size > _HARMLESS:
            what = f"holds a file that is {{}} times larger than packed ({posixpath.basename(info.filename)[:60]})"
            limits.check(path, what, size // max(info.compress_size, 1), "ratio")

    def xml(self, path: str) -> Element | None:
        """The root of a member that is XML, tag names without namespaces; None where it is missing or beyond repair."""
        try:
            data = self.read(path)
        except zipfile.BadZipFile:
            return None
        if data is None:
            return None
        if b"<!ENTITY" in data or "<!ENTITY".encode("utf-16-le") in data or "<!ENTITY".encode("utf-16-be") in data:
            raise ReadError(self.file.path, f"declares entities of its own in {path}, which are not followed")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            recover=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data.lstrip(), parser)
        except etree.XMLSyntaxError:
            return None
        for element in root.iter(etree.Element) if root is not None else ():
            element.tag = etree.QName(element).localname
        return root


def read(file: File) -> Document:
    """The book's text in reading order.

    Raises:
        ReadError: it is no EPUB, is copy-protected, asks for more than the limits allow, or none of its chapters can be read.
    """
    archive = _Archive(file)
    package_path = _package_path(archive)
    package = archive.xml(package_path)
    if package is None:
        raise ReadError(
            file.path, f"is not a whole EPUB: its package ({package_path}) is missing or damaged; get the file again"
        )
    items = _items(package, posixpath.dirname(package_path))
    spine = _spine(package, items)
    _refuse_locked(archive, {chapter.path for chapter in spine})
    titles = _titles(archive, package, items)
    left_out = {path for item, path in items.values() if "nav" in item.get("properties", "").split()}
    pages: list[tuple[Page, list[_Entry]]] = []
    notes: list[str] = []
    group = 0
    for chapter in sorted(spine, key=lambda c: not c.linear):
        if chapter.path not in left_out:
            page, said = _chapter(archive, chapter.path, group)
            notes += said
            if page is not None:
                pages.append((page, titles.get(chapter.path, [])))
                group = max((p.group or 0 for p in page.parts[-1:]), default=group)
    levels = _levels(pages)
    parts = [part for page, entries in pages for part in _titled(page, entries, levels)]
    if not spine:
        raise ReadError(file.path, "names no chapters in its spine; get the file again")
    if not parts and notes:
        raise ReadError(file.path, f"has no chapter that can be read: {notes[0]}")
    fields = file.fields("epub")
    if pages:
        fields["encoding"] = Counter(page.decoded.encoding for page, _ in pages).most_common(1)[0][0]
        fields["certainty"] = min(page.decoded.certainty for page, _ in pages)
    return assemble(
        file.path,
        parts,
        **fields,
        title=_title(package),
        date=next((day for e in _dates(package) if (day := day_of(e.text or ""))), None),
        date_source="metadata",
        notes=tuple(notes),
    )


# ── the package ─────────────────────────────────────────────────────────────────────────────────


def _names(info: zipfile.ZipInfo) -> Iterator[str]:
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


def _package_path(archive: _Archive) -> str:
    """Where the package lies: as the container says, else the one that there is."""
    container = archive.xml(_CONTAINER)
    for root in container.iter("rootfile") if container is not None else ():
        path = unquote(root.get("full-path", ""))
        if archive.find(path):
            return path
    found = sorted((name for name in archive.members if name.lower().endswith(".opf")), key=lambda n: (n.count("/"), n))
    if not found:
        raise ReadError(archive.file.path, f"is not a whole EPUB: it has no {_CONTAINER} and no package; get the file again")
    return found[0]


def _resolved(href: str, folder: str) -> str:
    """The member that a link in a folder leads to."""
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0]))).lstrip("/")


def _items(package: Element, folder: str) -> dict[str, tuple[Any, str]]:
    """The manifest: each item by its id, with its path."""
    return {e.get("id", ""): (e, _resolved(e.get("href", ""), folder)) for e in package.iter("item")}


def _spine(package: Element, items: dict[str, tuple[Any, str]]) -> list[_Chapter]:
    """The chapters in reading order, each once; a foreign page stands for what it falls back on, a picture for nothing."""
    chapters: dict[str, _Chapter] = {}
    for ref in package.iter("itemref"):
        item, path = items.get(ref.get("idref", ""), (None, ref.get("idref", "")))
        for _ in range(5):
            if item is None or _is_page(item, path) or item.get("fallback") not in items:
                break
            item, path = items[item.get("fallback")]
        if item is None or _is_page(item, path):
            chapters.setdefault(path, _Chapter(path, ref.get("linear", "yes") != "no"))
    return list(chapters.values())


def _is_page(item: Element, path: str) -> bool:
    return item.get("media-type", "").lower() in _PAGES or path.lower().endswith((".xhtml", ".html", ".htm"))


def _refuse_locked(archive: _Archive, chapters: set[str]) -> None:
    """Refuse a book whose chapters are encrypted; fonts often are, which is no matter."""
    encryption = archive.xml("META-INF/encryption.xml")
    for data in encryption.iter("EncryptedData") if encryption is not None else ():
        method = next((e.get("Algorithm", "") for e in data.iter("EncryptionMethod")), "")
        targets = {_resolved(e.get("URI", ""), "") for e in data.iter("CipherReference")}
        if method not in _FONTS and not targets.isdisjoint(chapters):
            raise ReadError(
                archive.file.path, "is copy-protected (DRM): its chapters are encrypted; use a copy without protection"
            )


def _title(package: Element) -> str | None:
    return next((" ".join(words.split()) for e in package.iter("title") if (words := "".join(e.itertext())).strip()), None)


def _dates(package: Element) -> list[Element]:
    """The ``dc:date`` elements, the publication's first, that of a mere change left out."""

    def event(element: Element) -> str:
        return next((value.lower() for name, value in element.attrib.items() if name.endswith("event")), "")

    dates = [e for e in package.iter("date") if event(e) not in ("modification", "conversion")]
    return sorted(dates, key=lambda e: "publication" not in event(e))


def _titles(archive: _Archive, package: Element, items: dict[str, tuple[Any, str]]) -> dict[str, list[_Entry]]:
    """What the tables of contents call each chapter, and the places in it."""
    nav = [path for item, path in items.values() if "nav" in item.get("properties", "").split()]
    ncx = [
        path for item, path in items.values() if item.get("media-type") == "application/x-dtbncx+xml" or path.endswith(".ncx")
    ]
    titles: dict[str, list[_Entry]] = {}
    for path in (*nav, *ncx):
        root = archive.xml(path)
        for href, words, depth in _entries(root) if root is not None and not titles else ():
            if words := " ".join(words.split()):
                entry = _Entry(href.partition("#")[2], words, min(depth, 6))
                titles.setdefault(_resolved(href, posixpath.dirname(path)), []).append(entry)
    return titles


def _entries(root: Element) -> Iterator[tuple[str, str, int]]:
    """The links of a ``nav`` or an ncx: target, words, depth."""
    for point in root.iter("navPoint"):
        words = next(("".join(e.itertext()) for label in point.iterchildren("navLabel") for e in label.iter("text")), "")
        href = next((e.get("src", "") for e in point.iterchildren("content")), "")
        yield href, words, 1 + sum(1 for _ in point.iterancestors("navPoint"))
    for nav in root.iter("nav"):
        kinds = " ".join(value for name, value in nav.attrib.items() if name.endswith("type") or name == "role")
        if kinds and "toc" not in kinds:
            continue
        for link in nav.iter("a"):
            yield link.get("href", ""), "".join(link.itertext()), max(1, sum(1 for _ in link.iterancestors("ol")))


# ── the chapters ────────────────────────────────────────────────────────────────────────────────


def _chapter(archive: _Archive, path: str, first_group: int) -> tuple[Page | None, list[str]]:
    """A chapter's page, None where it cannot be read or is blank, and what was wrong with it."""
    try:
        data = archive.read(path)
        if data is None:
            return None, [f"{path} is missing from the archive"]
        if not data.strip():
            return None, [f"{path} is blank"]
        file = replace(archive.file.inner(path, data), encoding=None)
        page = read_page(file, article=False, first_group=first_group, links_within=lambda href: not _OUTWARD.match(href))
    except zipfile.BadZipFile as error:
        return None, [f"{path} is damaged and left out ({error})"]
    except ReadError as error:
        if error.name == archive.file.path:  # a limit, a lock: of the whole book
            raise
        return None, [f"{path} is left out: it {error.reason}"]
    return page, [f"{path}: {note}" for note in (*replaced_note(page.decoded), *page.notes)]


def _levels(pages: list[tuple[Page, list[_Entry]]]) -> dict[int, int]:
    """The level that chapters with headings of their own open with, by their depth in the table of contents."""
    opening: dict[int, Counter[int]] = {}
    for page, entries in pages:
        level = next((p.level for p in page.parts if p.kind == "heading"), 0)
        if level and entries:
            opening.setdefault(entries[0].depth, Counter())[level] += 1
    return {depth: levels.most_common(1)[0][0] for depth, levels in opening.items()}


def _titled(page: Page, entries: list[_Entry], levels: dict[int, int]) -> list[Part]:
    """The parts of a page, with the headings that only the table of contents knows where it has none of its own."""
    parts = page.parts
    if not parts or any(p.kind == "heading" for p in parts):
        return parts
    placed = sorted(((page.anchors.get(e.place, 0), e) for e in entries), key=lambda p: p[0], reverse=True)
    for at, entry in placed:
        level = levels.get(entry.depth, entry.depth)
        same = next((n for n in (1, 2, 3) if _squeezed(parts[at : at + n]) == "".join(entry.title.split())), 0)
        written = [replace(p, kind="heading", level=level) for p in parts[at : at + same]]
        parts = [*parts[:at], *(written or [Part(entry.title, "heading", level)]), *parts[at + same :]]
    return parts


def _squeezed(parts: list[Part]) -> str:
    return "".join("".join(p.text.split()) for p in parts)
