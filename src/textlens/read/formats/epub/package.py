"""The package of a book: which chapters it has, in which order, what it is called and when it was published."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote

from textlens.date.partial import PartialDate
from textlens.errors import ReadError
from textlens.read.formats.epub.container import Container
from textlens.read.formats.html.metadata import day_of
from textlens.read.formats.html.tree import Element

_CONTAINER = "META-INF/container.xml"
_PAGES = frozenset(("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml"))
_FONTS = frozenset(("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"))

#: The manifest: each item by its id, with its path in the container.
Items = Mapping[str, tuple[Element, str]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """An item of the spine: where it lies in the container, and whether it belongs to the text's own order."""

    path: str
    linear: bool


@dataclass(frozen=True, slots=True)
class Package:
    """What a package file says: its root element, and the items it lists."""

    root: Element
    items: Items

    @classmethod
    def of(cls, container: Container) -> Self:
        """The package of a book; `ReadError` where it is missing or damaged."""
        path = _package_path(container)
        root = container.xml(path)
        if root is None:
            reason = f"is not a whole EPUB: its package ({path}) is missing or damaged; get the file again"
            raise ReadError(container.file.path, reason)
        folder = posixpath.dirname(path)
        return cls(root, {e.get("id", ""): (e, resolved(e.get("href", ""), folder)) for e in root.iter("item")})

    @property
    def title(self) -> str | None:
        """What the book is called."""
        titles = (" ".join("".join(element.itertext()).split()) for element in self.root.iter("title"))
        return next(filter(None, titles), None)

    @property
    def date(self) -> PartialDate | None:
        """The day the book was published."""
        return next((day for e in _dates(self.root) if (day := day_of(e.text or ""))), None)

    @property
    def navigation(self) -> list[str]:
        """Where the pages with the table of contents that programs read lie."""
        return [path for item, path in self.items.values() if "nav" in item.get("properties", "").split()]

    def spine(self) -> list[Chapter]:
        """The chapters in the spine's order, each once; a foreign page stands for its fallback, a picture for nothing."""
        chapters: dict[str, Chapter] = {}
        for ref in self.root.iter("itemref"):
            item, path = self.items.get(ref.get("idref", ""), (None, ref.get("idref", "")))
            for _ in range(5):
                if item is None or _is_page(item, path) or item.get("fallback") not in self.items:
                    break
                item, path = self.items[item.get("fallback")]
            if item is None or _is_page(item, path):
                chapters.setdefault(path, Chapter(path, ref.get("linear", "yes") != "no"))
        return list(chapters.values())


def resolved(href: str, folder: str) -> str:
    """The path of the member that a link in a folder leads to."""
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0]))).lstrip("/")


def refuse_locked(container: Container, chapters: set[str]) -> None:
    """Refuse a book whose chapters are encrypted; fonts often are, which is no matter."""
    encryption = container.xml("META-INF/encryption.xml")
    for data in encryption.iter("EncryptedData") if encryption is not None else ():
        method = next((e.get("Algorithm", "") for e in data.iter("EncryptionMethod")), "")
        targets = {resolved(e.get("URI", ""), "") for e in data.iter("CipherReference")}
        if method not in _FONTS and not targets.isdisjoint(chapters):
            raise ReadError(
                container.file.path, "is copy-protected (DRM): its chapters are encrypted; use a copy without protection"
            )


def _package_path(container: Container) -> str:
    """Where the package lies: as ``container.xml`` says, else the one that there is."""
    described = container.xml(_CONTAINER)
    for root in described.iter("rootfile") if described is not None else ():
        path = unquote(root.get("full-path", ""))
        if container.find(path):
            return path
    found = sorted((name for name in container.members if name.lower().endswith(".opf")), key=lambda n: (n.count("/"), n))
    if not found:
        raise ReadError(container.file.path, f"is not a whole EPUB: it has no {_CONTAINER} and no package; get the file again")
    return found[0]


def _is_page(item: Element, path: str) -> bool:
    return item.get("media-type", "").lower() in _PAGES or path.lower().endswith((".xhtml", ".html", ".htm"))


def _dates(package: Element) -> list[Element]:
    """The ``dc:date`` elements, the publication's first, that of a mere change left out."""

    def event(element: Element) -> str:
        return next((value.lower() for name, value in element.attrib.items() if name.endswith("event")), "")

    dates = [e for e in package.iter("date") if event(e) not in ("modification", "conversion")]
    return sorted(dates, key=lambda e: "publication" not in event(e))
