"""HTML and XHTML pages: the article where a page has navigation and the like around it, the whole text where it has none.

What a block is follows the tags: headings with their level, paragraphs, list items (``dt`` and ``dd`` too), quotations, table
rows with their cells joined by " | ", code line by line (a ``pre`` that reads as prose is read as plain text is); lines that
``<br>`` breaks stand together as one group. A table that only lays a page out is read as the blocks in its cells.

Left out on purpose: scripts, styles, comments, what is hidden (``hidden``, ``display: none``), pictures (but not an emoji drawn
as one), forms' fields and buttons, frames, the readings of ruby, page numbers of a printed edition; and around an article
navigation, side columns, cookie banners, readers' comments and footers. A table of contents that links into the document
itself, and the licence around a Project Gutenberg book, are kept as matter.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from textlens.date.partial import PartialDate
from textlens.errors import ReadError
from textlens.read.document import Document, Part, assemble
from textlens.read.encoding import Decoded
from textlens.read.file import File
from textlens.read.formats.html.article import article_blocks
from textlens.read.formats.html.metadata import page_title, published
from textlens.read.formats.html.parts import block_parts
from textlens.read.formats.html.tree import declared_encoding, flattened, parse_page
from textlens.read.formats.html.walk import walk

_DOCTYPE = re.compile(r"<!DOCTYPE\s", re.I)
_OWN_ENTITIES = re.compile(r"<!DOCTYPE\s[^>\[]*\[[^\]]*<!ENTITY", re.I)
# The parser follows 2,048 levels and drops what lies deeper.
_DEEPEST = 2000


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds: its parts, the number of the part each id stands before, its title and date, how it was decoded."""

    parts: list[Part]
    anchors: dict[str, int]
    title: str | None
    date: PartialDate | None
    decoded: Decoded
    notes: tuple[str, ...]
    scripted: bool


def read(file: File) -> Document:
    """The article or the whole text of a page; `ReadError` where it has none."""
    page = read_page(file, article=True)
    if not page.parts and page.scripted:
        reason = "holds no text outside its scripts; open it in a browser, copy the text and save that"
        raise ReadError(file.path, reason)
    fields = file.fields("html", page.decoded)
    fields["notes"] += page.notes
    return assemble(file.path, page.parts, **fields, title=page.title, date=page.date, date_source="metadata")


def read_page(
    file: File, *, article: bool, first_group: int = 0, links_within: Callable[[str], bool] = lambda href: href.startswith("#")
) -> Page:
    """The parts of a page.

    Args:
        file: its bytes.
        article: whether what stands around an article is to be left out; else only navigation is.
        first_group: number of its first group of lines.
        links_within: whether a link's target lies in the same document.

    Raises:
        ReadError: it is no text, or declares entities of its own.
    """
    decoded = file.decoded(declared_encoding(file.data))
    text = decoded.text.replace("\x00", "\ufffd")
    if (doctype := _DOCTYPE.search(text)) and _OWN_ENTITIES.match(text, doctype.start(), doctype.start() + 50_000):
        raise ReadError(
            file.path, "declares entities of its own (<!ENTITY …>), which are not followed; save the page without them"
        )
    root = parse_page(text)
    if root is None:
        return Page([], {}, None, None, decoded, (), False)
    walker = walk(root, first_group, links_within, navigation=article)
    notes: tuple[str, ...] = ()
    if walker.depth >= _DEEPEST:
        notes = ("its elements are nested too deeply to be told apart; read as plain paragraphs",)
        flat = parse_page(flattened(text))
        walker = walk(root if flat is None else flat, first_group, links_within, navigation=article)
    title = page_title(root)
    kept = article_blocks(walker, text, title or "") if article else walker.found
    parts, at = block_parts(kept)
    anchors = {name: at[number] for name, number in walker.anchors.items()} if kept is walker.found else {}
    return Page(parts, anchors, title, published(root), decoded, notes, next(root.iter("script"), None) is not None)
