"""What the tables of contents of a book call its chapters, and the places in them."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from textlens.read.formats.epub.container import Container
from textlens.read.formats.epub.package import Package, resolved
from textlens.read.formats.html.tree import Element


@dataclass(frozen=True, slots=True)
class Title:
    """An entry of the table of contents: the place in a chapter it leads to ("" for its beginning), its words, its depth from 1."""

    place: str
    words: str
    depth: int


def chapter_titles(container: Container, package: Package) -> dict[str, list[Title]]:
    """What the first table of contents that can be read calls each chapter, and the places in it."""
    ncx = [
        path
        for item, path in package.items.values()
        if item.get("media-type") == "application/x-dtbncx+xml" or path.endswith(".ncx")
    ]
    titles: dict[str, list[Title]] = {}
    for path in (*package.navigation, *ncx):
        root = container.xml(path)
        for href, words, depth in _entries(root) if root is not None and not titles else ():
            if words := " ".join(words.split()):
                title = Title(href.partition("#")[2], words, min(depth, 6))
                titles.setdefault(resolved(href, posixpath.dirname(path)), []).append(title)
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
