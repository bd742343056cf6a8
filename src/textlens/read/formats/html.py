"""HTML and XHTML pages: the article where a page has navigation and the like around it, the whole text where it has none.

What a block is follows the tags: headings with their level, paragraphs, list items (``dt`` and ``dd`` too), quotations, table
rows with their cells joined by " | ", code line by line (a ``pre`` that reads as prose is read as plain text is); lines that
``<br>`` breaks stand together as one group. A table that only lays a page out is read as the blocks in its cells.

Left out on purpose: scripts, styles, comments, what is hidden (``hidden``, ``display: none``), pictures (but not an emoji drawn
as one), forms' fields and buttons, frames, the readings of ruby, page numbers of a printed edition; and around an article
navigation, side columns, cookie banners, readers' comments and footers. A table of contents that links into the document
itself, and the licence around a Project Gutenberg book, are kept as matter.
"""

import json
import re
import unicodedata
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.entities import html5
from itertools import takewhile
from typing import Any

from lxml import etree

from textlens.date.markers import whole_date
from textlens.date.partial import PartialDate, parse_iso
from textlens.errors import ReadError
from textlens.read.document import Document, Part, assemble, whole
from textlens.read.encoding import Decoded
from textlens.read.file import File
from textlens.split.blocks import reads_as_prose, split_blocks

#: An element of the tree; lxml has no types of its own.
Element = Any


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


_BLOCKS = _words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup p pre search section summary table tbody "
    "td tfoot th thead tr ul"
)
_UNREAD = _words(
    "head script style template noscript noframes iframe object embed applet video audio canvas svg select textarea datalist input "
    "title meta link rt rp rtc annotation annotation-xml xml map progress meter"
)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_KEEPS_BREAKS = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_PAGE_NUMBERS = frozenset(("pagenum", "pageno", "pagenumber", "page-number", "pagebreak", "pagestart", "doc-pagebreak"))
_TYPES = ("epub:type", "{http://www.idpf.org/2007/ops}type")

_ROLES = _words("navigation banner complementary contentinfo search dialog alertdialog menu menubar toolbar")
# Beginnings of the words that class names and ids give to what is not the article.
_AROUND = re.compile(
    r"(?<![a-z])(?:nav(?!al|y)|menu|sidebar|side-bar|breadcrumb|cookie|consent|gdpr|comments?(?![a-z])|commentlist|disqus|respond(?![a-z])|"
    r"related|recommend|share(?![a-z])|sharing|social|newsletter|subscri(?:be|ption)|advert|ads?(?![a-z])|sponsor|promo|pagination|pager|popup|modal|"
    r"widget|toolbar|skip-link|screen-reader|sr-only|visually-hidden|footer|masthead|site-header|login|signup|paywall|"
    r"copyright|tag-?cloud|tags(?![a-z])|tag-links|author-(?:box|bio)|about-author)"
)
_MAY_BE_AROUND = _words("div section ul ol form table td p header footer dl aside span a")

_BREAK = "\x00"
_SPACES = re.compile(r"[ \t\n\r\f]+")
_EAST = "\u2e80-\u303f\u3041-\u30ff\u3105-\u312f\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
# A line break of the source between East Asian characters is no space, whatever indents the next line.
_BROKEN = re.compile(rf"(?<=[{_EAST}])[ \t\r\f]*\n\s*(?=[{_EAST}“‘…—])|(?<=[”’…—])[ \t\r\f]*\n\s*(?=[{_EAST}])")
_CODE_SIGN = re.compile(r"[{}();=<>\[\]$]")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_]{2,}")
_RUNNING = re.compile(r"[。！？.!?…][\"'”’」』）)\]]*$")

_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_DOCTYPE = re.compile(r"<!DOCTYPE\s", re.I)
_OWN_ENTITIES = re.compile(r"<!DOCTYPE\s[^>\[]*\[[^\]]*<!ENTITY", re.I)
_HALVES = re.compile(r"&#(?:x(d[89ab][0-9a-f]{2})|(5[56]\d{3}));&#(?:x(d[c-f][0-9a-f]{2})|(5[67]\d{3}));", re.I)
_TAG = r"(?:\s(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^\"'<>])*)?>"
_INLINE_TAGS = re.compile(
    rf"</?(?:a|abbr|b|big|cite|code|em|font|i|ins|label|mark|s|small|span|strike|strong|sub|sup|tt|u){_TAG}", re.I
)
_BOX_TAGS = re.compile(rf"<(/?)(?:div|section|article|center|main|form|blockquote|ul|ol|dl|table|tbody|tr|td|th){_TAG}", re.I)
# The parser follows 2,048 levels and drops what lies deeper.
_DEEPEST = 2000
# Beyond this the article is not looked for: no page that has one is nested so.
_DEEPEST_ARTICLE = 400

_MANY_BLOCKS = 500
_MANY_ELEMENTS = 20_000

_GUTENBERG_START = re.compile(r"\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG", re.I)
_GUTENBERG_END = re.compile(r"\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG|^End of (?:the )?Project Gutenberg(?:'s|’s)?", re.I)

_DATE_NAMES = (
    "article:published_time", "datepublished", "date", "dc.date", "dcterms.date", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dc.date.created", "pubdate", "publishdate", "publish_date", "publication_date", "og:published_time", "parsely-pub-date",
)  # fmt: skip


@dataclass(slots=True)
class Found:
    """One block of a page: its lines with their groups, where it stands, and how much of it is links."""

    kind: str
    level: int
    lines: list[tuple[str, int]]
    element: Element
    size: int
    linked: float
    inner: float
    hints: tuple[int, ...]

    @property
    def squeezed(self) -> str:
        """Its characters without white space and cell marks, for comparing."""
        return "".join("".join(line.split()) for line, _ in self.lines).replace("|", "")


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
    walker = _Walker(first_group, links_within, navigation=article)
    walker.walk(root)
    notes: tuple[str, ...] = ()
    if walker.depth >= _DEEPEST:
        notes = ("its elements are nested too deeply to be told apart; read as plain paragraphs",)
        flat = parse_page(_flattened(text))
        walker = _Walker(first_group, links_within, navigation=article)
        walker.walk(root if flat is None else flat)
    title = _title(root)
    kept = walker.found
    if article and walker.has_surroundings() and walker.depth <= _DEEPEST_ARTICLE:
        kept = _article(walker, text, title or "")
    parts, at = _parts(kept)
    anchors = {name: at[number] for name, number in walker.anchors.items()} if kept is walker.found else {}
    return Page(parts, anchors, title, _published(root), decoded, notes, next(root.iter("script"), None) is not None)


# ── from bytes to elements ──────────────────────────────────────────────────────────────────────


def declared_encoding(data: bytes) -> str | None:
    """The encoding that an XML declaration or a ``meta`` element names.

    >>> declared_encoding(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">')
    'gb2312'
    """
    match = _DECLARED.search(data, 0, 16_384)
    return (match.group(1) or match.group(2)).decode("ascii", "replace") if match else None


def parse_page(text: str) -> Element | None:
    """The root element, tag names without namespaces; None where there is no element at all.

    A page that says it is XHTML is read as such where it is well-formed: ``<title/>`` and ``<script/>`` end where they begin.
    """
    text = whole(_HALVES.sub(_joined, text))
    if text.lstrip().startswith("<?xml") or "http://www.w3.org/1999/xhtml" in text[:3000]:
        root = _parse_xml(text)
        if root is not None:
            return root
    for opening, closing in (("<!--", "-->"), ("<title", "</title"), ("<textarea", "</textarea")):
        # One that is never closed would swallow the rest of the page.
        last = text.lower().rfind(opening) if text.isascii() else _last(text, opening)
        if last >= 0 and closing not in text[last:].lower():
            text = text[:last] + re.sub(r"^<!--|^<\w+[^>]*>?", "", text[last:])
    # What stands behind the end of the body (pages one behind the other) would be dropped.
    text = re.sub(r"</(?:body|html)\s*>", "", text, flags=re.I)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        return None


def _last(text: str, opening: str) -> int:
    """Where a tag last opens, in capitals or not."""
    return max(text.rfind(opening), text.rfind(opening.upper()), text.rfind(opening[:2].upper() + opening[2:]))


def _parse_xml(text: str) -> Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_ENTITY.sub(_numbered, text.lstrip()).encode(), parser)
    except etree.XMLSyntaxError:
        return None
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root if next(root.iter(etree.Entity), None) is None else None


def _numbered(match: re.Match[str]) -> str:
    """A named character of HTML by its number, as XML knows it."""
    name = match.group(1)
    known = None if name in ("amp", "lt", "gt", "quot", "apos") else html5.get(name + ";")
    return "".join(f"&#{ord(c)};" for c in known) if known else match.group()


def _joined(match: re.Match[str]) -> str:
    """A character that was written as the numbers of its two UTF-16 halves."""
    high, low = (int(a, 16) if a else int(b) for a, b in (match.group(1, 2), match.group(3, 4)))
    fits = 0xD800 <= high < 0xDC00 <= low < 0xE000
    return chr(0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00) if fits else match.group()


def _flattened(text: str) -> str:
    """The page without the elements that only nest: a paragraph begins where a box did."""
    return _BOX_TAGS.sub(lambda m: " " if m.group(1) else "<p>", _INLINE_TAGS.sub("", text))


# ── from elements to blocks ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Context:
    """What the elements around a place say of the text there."""

    block: Element
    kind: str = "paragraph"
    level: int = 0
    pre: bool = False
    breaks: bool = False
    link: str = ""
    hints: tuple[int, ...] = ()
    group: int | None = None
    data: bool = False


@dataclass(slots=True)
class _Walker:
    """One pass over the elements in document order, without recursion, that gathers text and cuts it into blocks."""

    groups: int
    links_within: Callable[[str], bool]
    navigation: bool
    found: list[Found] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    strong: list[bool] = field(default_factory=list)
    aside: list[bool] = field(default_factory=list)
    depth: int = 0
    elements: int = 0
    run: list[str] = field(default_factory=list)
    sizes: Counter[str] = field(default_factory=Counter)
    cells: list[str] | None = None

    def walk(self, root: Element) -> None:
        context = _Context(root)
        stack: list[tuple[Element, Iterator[Element], _Context]] = [(root, iter(root), context)]
        self.add(root.text, context)
        while stack:
            element, children, context = stack[-1]
            child = next(children, None)
            if child is None:
                self.end(element, context)
                stack.pop()
                if stack:
                    self.add(element.tail, stack[-1][2])
                continue
            self.elements += 1
            if isinstance(child.tag, str) and not self.passes(child, context):
                inside = self.start(child, context)
                self.add(child.text, inside)
                stack.append((child, iter(child), inside))
                self.depth = max(self.depth, len(stack))
            else:
                self.add(child.tail, context)

    def passes(self, element: Element, context: _Context) -> bool:
        """Whether an element is left out; a line break and an emoji drawn as a picture leave their text."""
        tag = element.tag
        if tag == "br":
            self.add(_BREAK, context)
        elif tag == "img":
            self.add(_emoji(element.get("alt") or ""), context)
        if tag in ("br", "img") or tag in _UNREAD or (tag == "button" and not context.level):
            return True
        if tag in ("html", "body"):
            return False
        if tag == "nav" and not self.navigation:
            return True
        if not element.attrib:
            return bool(tag == "dialog")
        if (
            element.get("hidden") is not None
            or (tag == "dialog" and element.get("open") is None)
            or _HIDDEN.search(element.get("style", ""))
        ):
            if tag in _BLOCKS:
                self.flush(context)
            return True
        words = {*element.get("class", "").lower().split(), element.get("role", "")}
        words.update(word for name in _TYPES for word in element.get(name, "").split())
        return not words.isdisjoint(_PAGE_NUMBERS)

    def start(self, element: Element, context: _Context) -> _Context:
        tag = element.tag
        inside = context
        if tag in _BLOCKS:
            self.flush(context)
            inside = self.enter(element, tag, context)
        elif tag == "a" and (href := element.get("href")):
            inside = replace(context, link="inner" if self.links_within(href) else "outer")
        for name in (element.get("id"), element.get("name") if tag == "a" else None) if element.attrib else ():
            if name:
                self.anchors.setdefault(name, len(self.found))
        if hint := _hint(element, tag):
            self.strong.append(hint != "weak")
            self.aside.append(hint == "aside")
            inside = replace(inside, hints=(*inside.hints, len(self.strong) - 1))
        return inside

    def enter(self, element: Element, tag: str, context: _Context) -> _Context:
        """The context inside a block."""
        inside = replace(context, block=element)
        if (style := element.get("style")) and _KEEPS_BREAKS.search(style):
            inside = replace(inside, breaks=True)
        if tag[0] == "h" and tag[1:].isdigit():
            return replace(inside, kind="heading", level=int(tag[1:]))
        if tag == "pre":
            return replace(inside, pre=True)
        if tag == "blockquote":
            return replace(inside, kind="quote", group=self.grouped(context))
        if tag in ("li", "dt", "dd") and context.kind != "quote":
            return replace(inside, kind="list")
        if tag in ("ul", "ol", "dl"):
            return replace(inside, group=self.grouped(context))
        if tag == "table":
            data = _is_data(element)
            return replace(inside, data=data, group=self.grouped(context) if data else context.group)
        if tag == "tr" and context.data:
            self.cells = []
        return inside

    def grouped(self, context: _Context) -> int:
        """The group of a list, a quotation or a table: that of the one it stands in, or a new one."""
        if context.group is not None:
            return context.group
        self.groups += 1
        return self.groups

    def end(self, element: Element, context: _Context) -> None:
        if self.cells is not None and element.tag in ("td", "th", "tr") and context.data:
            if cell := " ".join(self.collected()):
                self.cells.append(cell)
            if element.tag == "tr":
                cells, self.cells = self.cells, None
                self.emit("table", 0, [(" | ".join(cells), self.grouped(context))] if cells else [], context)
        elif element.tag in _BLOCKS:
            self.flush(context)

    def add(self, text: str | None, context: _Context) -> None:
        """Text of the block that is open."""
        if not text:
            return
        if context.pre:
            text = text.replace(_BREAK, "\n")
        elif context.breaks:
            text = text.replace("\n", _BREAK)
        self.run.append(text)
        size = sum(map(len, text.split()))
        self.sizes["all"] += size
        if context.link:
            self.sizes[context.link] += size

    def collected(self) -> list[str]:
        """The lines gathered since the last block, their white space as a browser shows it; blank ones are empty."""
        text = "".join(self.run)
        self.run = []
        return [_SPACES.sub(" ", line).strip() for line in _BROKEN.sub("", text).split(_BREAK)]

    def flush(self, context: _Context) -> None:
        """The end of a block, at the beginning or end of an element that is one."""
        if self.cells is not None:
            self.run.append(" ")
        elif context.pre and any(self.run):
            self.flush_pre(context)
        elif self.run:
            lines = self.collected()
            if context.level:
                self.emit(
                    "heading", context.level, [(" ".join(filter(None, lines)), context.group or self.next_group())], context
                )
            else:
                self.emit(context.kind, 0, list(self.numbered(lines, context)), context)

    def numbered(self, lines: Iterable[str], context: _Context) -> Iterator[tuple[str, int]]:
        """The lines with words, each with its group: a blank line begins a new one."""
        group = context.group or self.next_group()
        blank = False
        for line in lines:
            if line and blank:
                group = context.group or self.next_group()
            if line:
                yield line, group
            blank = not line

    def next_group(self) -> int:
        self.groups += 1
        return self.groups

    def flush_pre(self, context: _Context) -> None:
        """Preformatted text: prose by the rules of plain text, verse and code line by line."""
        text = "".join(self.run).replace("\r\n", "\n").strip("\n")
        self.run = []
        sizes, self.sizes = self.sizes, Counter()
        if not text.strip():
            return
        marked = next(context.block.iter("code", "samp", "kbd"), None) is not None
        lines = text.split("\n")
        if not marked and reads_as_prose(text):
            first = self.groups + 1
            for block in split_blocks(text):
                body = _BROKEN.sub("", text[block.start : block.end])
                kind = context.kind if block.kind == "paragraph" and context.kind != "heading" else block.kind
                self.groups = max(self.groups, first + block.chunk)
                self.sizes = Counter(all=len(body))
                self.emit(kind, block.level, [(_SPACES.sub(" ", body), first + block.chunk)], context)
            return
        words, signs = len(_WORD.findall(text)), len(_CODE_SIGN.findall(text))
        kind = "code" if marked or words < 4 or signs * 8 > words else context.kind
        self.sizes = sizes
        self.emit(kind, 0, list(self.numbered((line.strip() for line in lines), context)), context)

    def emit(self, kind: str, level: int, lines: list[tuple[str, int]], context: _Context) -> None:
        sizes, self.sizes = self.sizes, Counter()
        lines = [(line, group) for line, group in lines if line]
        if lines:
            size = max(sizes["all"], 1)
            shares = min(1.0, (sizes["outer"] + sizes["inner"]) / size), min(1.0, sizes["inner"] / size)
            self.found.append(Found(kind, level, lines, context.block, size, *shares, context.hints))

    def has_surroundings(self) -> bool:
        """Whether the page has anything around its text; asides alone belong to it."""
        total = sum(f.size for f in self.found)
        hinted = any(not self.aside[h] for f in self.found for h in f.hints)
        return hinted or sum(f.size for f in self.found if f.linked > 0.6 and f.inner < 0.3) > 0.1 * total


def _emoji(alt: str) -> str:
    """The words for a picture where they are an emoji, else nothing.

    >>> _emoji("😀"), _emoji("me at the beach")
    ('😀', '')
    """
    drawn = len(alt) <= 12 and all(unicodedata.category(c) in ("So", "Sk", "Mn", "Me", "Cf") for c in alt)
    return alt if drawn else ""


def _hint(element: Element, tag: str) -> str:
    """Whether an element says it is not the article: ``strong`` by its tag or role, ``aside``, ``weak`` by its name; or ""."""
    if tag in ("body", "html", "main", "article") or (tag not in _BLOCKS and not element.attrib):
        return ""
    role = element.get("role", "").lower()
    if tag in ("nav", "dialog") or role in _ROLES:
        return "strong"
    if tag == "aside":
        kinds = " ".join((role, element.get("class", ""), *(element.get(name, "") for name in _TYPES)))
        return "" if "note" in kinds else "aside"
    if tag == "footer":
        return "" if any(a.tag in ("blockquote", "figure") for a in element.iterancestors()) else "strong"
    if tag == "header" and not any(a.tag in ("article", "main") for a in element.iterancestors()):
        return "strong" if next(element.iter("nav", "form", "ul"), None) is not None else ""
    if tag not in _MAY_BE_AROUND or not element.attrib:
        return ""
    names = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", f"{element.get('class', '')} {element.get('id', '')}").replace("_", "-").lower()
    return "weak" if _AROUND.search(names) else ""


def _is_data(table: Element) -> bool:
    """Whether a table holds data rather than lays out a page: rows of several cells, none of them a text of its own."""
    if table.get("role") in ("presentation", "none"):
        return False
    if (
        next(table.iterdescendants("table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "article"), None)
        is not None
    ):
        return False
    several = False
    for row in table.iterdescendants("tr"):
        cells = list(row.iterchildren("td", "th"))
        filled = sum(1 for cell in cells if any(t.strip() for t in cell.itertext()))
        several |= filled > 1
        if any(
            sum(1 for _ in cell.iterdescendants("p")) > 1 or sum(1 for _ in cell.iterdescendants("br")) > 5 for cell in cells
        ):
            return False
    return several


# ── from blocks to the article ──────────────────────────────────────────────────────────────────


def _article(walker: _Walker, text: str, title: str) -> list[Found]:
    """The blocks of the article: what trafilatura finds, and the running text that stands between it in the same element.

    Where it finds too little of the text that is neither links nor called something else, all of that is kept.
    """
    sizes: Counter[int] = Counter()
    for f in walker.found:
        sizes.update(dict.fromkeys(f.hints, f.size))
    total = sum(f.size for f in walker.found)
    # What a name alone says is not believed of half a page.
    around = {h for h, size in sizes.items() if walker.strong[h] or size < 0.5 * total}
    inside = [f for f in walker.found if around.isdisjoint(f.hints)]
    # Its second opinions take time that grows with the square of the blocks, and beyond this even the first is slow.
    main = _main_text(text, fast=len(inside) > _MANY_BLOCKS) if walker.elements <= _MANY_ELEMENTS else ""
    votes = _votes(inside, main)
    running = [f for f in inside if f.linked < 0.5]
    if sum(f.size for f, voted in zip(inside, votes, strict=True) if voted) < 0.4 * sum(f.size for f in running):
        kept = running
    else:
        kept = _region(inside, votes)
    return _with_title(_without_menus(kept or inside or walker.found), walker.found, title)


def _main_text(text: str, *, fast: bool) -> str:
    """The article by trafilatura, without white space; "" where it finds none."""
    import logging

    import trafilatura

    # What it says of pages it makes nothing of would stand on the user's screen.
    logger = logging.getLogger("trafilatura")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    try:
        main = trafilatura.extract(re.sub(r"^\s*<\?xml[^>]*>", "", text), include_comments=False, fast=fast)
    except Exception:  # its many heuristics stumble over odd pages; then the page is read without them
        main = None
    return "".join((main or "").split()).replace("|", "")


def _votes(blocks: list[Found], main: str) -> list[bool]:
    """Which blocks stand in the text that was found, in its order."""
    votes, at = [], 0
    for f in blocks:
        words = f.squeezed
        found = main.find(words, max(0, at - 2000), at + len(words) + 100_000)
        if found < 0 and len(words) >= 20:
            found = main.find(words)
        if found < 0 and len(words) >= 60:  # a long block with something in the middle left out
            found = main.find(words[:30])
        votes.append(found >= 0)
        if found >= 0 and len(words) >= 20:
            at = found + len(words)
    return votes


def _region(blocks: list[Found], votes: list[bool]) -> list[Found]:
    """The voted blocks, and the others of the element that holds nearly all of them, unless they are links or stray lines."""
    weight: Counter[Element] = Counter()
    for f, voted in zip(blocks, votes, strict=True):
        if voted:
            weight[f.element] += f.size
            for ancestor in f.element.iterancestors():
                weight[ancestor] += f.size
    top = max(weight.values(), default=0)
    # The last in document order of those that hold nearly all is the innermost.
    region = [element for element, size in weight.items() if size >= 0.9 * top]
    innermost = max(region, key=lambda e: sum(1 for _ in e.iterancestors()), default=None)
    within = [f.element is innermost or any(a is innermost for a in f.element.iterancestors()) for f in blocks]
    inner = [i for i, voted in enumerate(votes) if voted and within[i]]
    first, last = (inner[0], inner[-1]) if inner else (0, -1)
    kept: list[Found] = []
    for i in range(len(blocks) - 1, -1, -1):
        f = blocks[i]
        between = first < i < last
        running = f.size >= 15 and bool(_RUNNING.search(f.lines[-1][0]))
        heads = f.kind == "heading" and bool(kept) and kept[-1] is blocks[i + 1]
        if votes[i] or (within[i] and f.linked < 0.5 and (between or running or heads)):
            kept.append(f)
    return kept[::-1]


def _without_menus(kept: list[Found]) -> list[Found]:
    """The blocks without the rows of links, three and more lines, that open or close them."""
    opens, closes = _links_at_the_edge(kept), _links_at_the_edge(kept[::-1])
    return kept[opens : len(kept) - closes] if opens + closes < len(kept) else kept


def _links_at_the_edge(blocks: list[Found]) -> int:
    """How many blocks from the first on are but links to elsewhere; 0 where they are fewer than three lines."""
    row = list(takewhile(lambda f: f.linked > 0.85 and f.inner < 0.3 and f.kind != "heading", blocks))
    return len(row) if sum(len(f.lines) for f in row) >= 3 else 0


def _with_title(kept: list[Found], found: list[Found], title: str) -> list[Found]:
    """The blocks with the page's heading before them, and the few lines under it, where they stand above the article."""
    squeezed = "".join(title.split())
    if not kept or any(f.level == 1 and squeezed.startswith(f.squeezed) for f in kept):
        return kept
    first = next(i for i, f in enumerate(found) if f is kept[0])
    for at in range(first - 1, -1, -1):
        if found[at].level == 1 and squeezed.startswith(found[at].squeezed):
            under = [f for f in found[at + 1 : first] if not f.hints and f.linked < 0.5]
            return [found[at], *(under if len(under) <= 3 else []), *kept]
    return kept


# ── from blocks to parts ────────────────────────────────────────────────────────────────────────


def _parts(found: list[Found]) -> tuple[list[Part], list[int]]:
    """The parts of the blocks, and the number of each block's first."""
    contents = _contents(found)
    parts: list[Part] = []
    at = []
    for i, f in enumerate(found):
        at.append(len(parts))
        kind = "matter" if i in contents else f.kind
        parts += [Part(line, kind, f.level, group=group) for line, group in f.lines]
    return _without_licence(parts), [*at, len(parts)]


def _contents(found: list[Found]) -> set[int]:
    """Numbers of the blocks of a table of contents: four and more lines in a row that only link into the document itself."""
    result: set[int] = set()
    row: list[int] = []
    for i, f in enumerate([*found, None]):
        if f is not None and f.inner > 0.9 and f.kind != "heading":
            row.append(i)
            continue
        if sum(len(found[j].lines) for j in row) >= 4:
            result.update(row)
        row = []
    return result


def _without_licence(parts: list[Part]) -> list[Part]:
    """The parts with what Project Gutenberg puts before and behind a book as matter."""
    start = next((i for i, p in enumerate(parts[: 60 + len(parts) // 10]) if _GUTENBERG_START.search(p.text)), -1)
    end = next((i for i, p in enumerate(parts) if i > start and _GUTENBERG_END.search(p.text)), len(parts))
    return [p if start < i < end else replace(p, kind="matter", level=0) for i, p in enumerate(parts)]


# ── title and date ──────────────────────────────────────────────────────────────────────────────


def _title(root: Element) -> str | None:
    """The words of ``<title>``, else of ``og:title``."""
    for element in root.iter("title"):
        if not any(a.tag == "svg" for a in element.iterancestors()) and (
            words := " ".join("".join(element.itertext()).split())
        ):
            return words
    return next(
        (" ".join(c.split()) for e in root.iter("meta") if e.get("property") == "og:title" and (c := e.get("content"))), None
    )


def _published(root: Element) -> PartialDate | None:
    """The day the page says it was published: in its metadata, its structured data, or its first ``<time>``."""
    named: dict[str, str] = {}
    for element in root.iter("meta"):
        for key in ("property", "name", "itemprop"):
            named.setdefault(element.get(key, "").lower(), element.get("content") or "")
    first = named.get("article:published_time", "")
    candidates = [first, *_structured_dates(root), *(named.get(name, "") for name in _DATE_NAMES)]
    times = [e for e in root.iter("time") if not any(_hint(a, a.tag) for a in e.iterancestors() if isinstance(a.tag, str))]
    marked = [e for e in times if e.get("itemprop", "").lower() == "datepublished" or e.get("pubdate") is not None]
    candidates += [e.get("datetime") or "".join(e.itertext()) for e in (*marked, *times[:1])]
    return next((day for words in candidates if (day := day_of(words))), None)


def day_of(words: str) -> PartialDate | None:
    """The date that metadata holds, if any; one before the year 1000 stands for none, as programs write it.

    >>> day_of("2024-03-05T08:00:00+08:00"), day_of("0101-01-01T00:00:00+00:00")
    (PartialDate(year=2024, month=3, day=5), None)
    """
    words = words.strip()[:60]
    day = (parse_iso(words) or whole_date(words)) if words else None
    return day if day is not None and day.year is not None and day.year >= 1000 else None


def _structured_dates(root: Element) -> Iterator[str]:
    """Every ``datePublished`` of the page's JSON-LD."""
    for script in root.iter("script"):
        if "ld+json" not in script.get("type", ""):
            continue
        try:
            todo: deque[Any] = deque([json.loads(script.text or "null", strict=False)])
        except (ValueError, RecursionError):
            continue
        while todo:
            value = todo.popleft()
            if isinstance(value, dict):
                if isinstance(value.get("datePublished"), str):
                    yield value["datePublished"]
                todo += value.values()
            elif isinstance(value, list):
                todo += value
