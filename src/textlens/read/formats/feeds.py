"""Feeds: RSS 0.9 to 2.0, RDF, Atom, WordPress and Blogger exports; other XML that holds entries or prose.

Items stand in the order of the file, each with its title, date and author; the whole content is preferred over a summary.
HTML within is made text block by block. The encoding is the one the XML declaration names, where the bytes are in it.

Left out on purpose: scripts, styles, pictures and what describes them, comments, categories, links' addresses, the feed's own
description; of exports what is no published post or page (drafts, attachments, menus, readers' comments), counted in the notes.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import unescape
from html.entities import html5
from typing import Any

from textlens.errors import ReadError
from textlens.read.document import Document, Part, assemble, whole
from textlens.read.file import File
from textlens.read.formats.entries import TITLE, Entries, Table, days_of, find_columns, line_parts, listed, reads_as_prose

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_DECLARATION = re.compile(r"\s*<\?xml\s.{0,300}?\?>", re.S)
_DOCTYPE = re.compile(r"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE[^\[>]*(\[)?", re.S)
_QUOTED = re.compile(r"<!\[CDATA\[|<!--")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AND = re.compile(r"&(?!#\d+;|#[xX][0-9a-fA-F]+;|[A-Za-z][\w.-]*;)")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))

_CONTENT_NS = "http://purl.org/rss/1.0/modules/content/"
_OTHER_NS = ("search.yahoo.com/mrss", "itunes.com", "slash", "wellformedweb")
_DATES = ("post_date", "published", "pubdate", "issued", "date", "created", "updated", "modified")
_KIND = re.compile(r"schemas\.google\.com/blogger/2008/kind#(\w+)")
_SHORTCODE = re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist)\b[^\[\]<>]*\]")
_MAIL_NAME = re.compile(r"\S+@\S+\s*\((.+)\)\s*")


def read(file: File) -> Document:
    """The entries of a feed, or the entries or prose of other XML.

    Raises:
        ReadError: it is no XML, declares entities, has no entries, or is neither a feed nor prose.
    """
    declared = _DECLARED.match(file.data)
    decoded = file.decoded(declared[1].decode("ascii") if declared else None)
    fields = file.fields("feed", decoded)
    root, notes = _parse(file, decoded.text)
    entries = Entries()
    entries.notes = [*fields.pop("notes"), *notes]
    items = [e for e in _elements(root) if _local(e) in ("item", "entry")]
    if _is_feed(root):
        title = _title_of(root)
        _add_items(file, entries, root, items)
    else:
        fields["format"] = "xml"
        title = ""
        if not (_add_records(entries, root) or _add_prose(entries, root)):
            raise ReadError(
                file.path, f"is XML (<{_local(root)}>), but neither a feed nor prose; export it as RSS, csv or text instead"
            )
    return assemble(file.path, entries.parts, **fields, title=title or None, notes=tuple(entries.notes))


# ── XML ─────────────────────────────────────────────────────────────────────────────────────────


def _parse(file: File, text: str) -> tuple[Any, list[str]]:
    """The root element, and notes on what had to be mended."""
    from lxml import etree

    start = text.lstrip("\ufeff \t\r\n")
    if not start.startswith("<"):
        raise ReadError(file.path, "is no XML: it does not begin with a tag; name it .txt if it is text")
    text = _DECLARATION.sub("", text, count=1) if start.startswith("<?xml") else start
    doctype = _DOCTYPE.match(text)
    if doctype and doctype[1] and re.search(r"<!ENTITY", text[doctype.end() : _subset_end(text, doctype.end())]):
        raise ReadError(file.path, "declares XML entities of its own, which are not read: they can be made to fill the memory")
    text = _with_characters(text)
    options: dict[str, Any] = {
        "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "encoding": "utf-8",
        "remove_comments": True, "remove_pis": True,
    }  # fmt: skip
    notes = []
    try:
        root = etree.fromstring(whole(text).encode(), etree.XMLParser(**options))
    except etree.XMLSyntaxError as error:
        line, reason = error.lineno, str(error.msg)
        if "huge" in reason.lower() or "excessive depth" in reason.lower():
            raise ReadError(file.path, f"is beyond what an XML file may be (line {line}: {reason[:80]})") from None
        mended = _mended(_ILLEGAL.sub("\ufffd", text))
        root = etree.fromstring(whole(mended).encode(), etree.XMLParser(**options, recover=True))
        if root is None:
            raise ReadError(file.path, f"is no XML that can be mended (line {line}: {reason[:120]})") from None
        notes.append(f"is not well-formed XML (line {line}: {reason[:120]}); what is behind a damaged place may be missing")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise ReadError(file.path, "declares XML entities of its own, which are not read: they can be made to fill the memory")
    return root, notes


def _subset_end(text: str, start: int) -> int:
    """Where the declarations within a document type end, at the latest."""
    end = text.find("]>", start)
    return end if end >= 0 else len(text)


def _with_characters(text: str) -> str:
    """The text with HTML's names of characters (``&nbsp;``), which XML does not know, as these characters."""

    def character(match: re.Match[str]) -> str:
        found = html5.get(f"{match[1]};", "") if match[1] not in _OWN else ""
        return found if found and not set(found) & set("<>&\"'") else match[0]

    if not _ENTITY.search(text):
        return text
    return _outside_quoted(lambda part: _ENTITY.sub(character, part), text)


def _mended(text: str) -> str:
    """The text with ampersands that begin no entity written as XML wants them."""
    return _outside_quoted(lambda part: _BARE_AND.sub("&amp;", part), text)


def _outside_quoted(change: Callable[[str], str], text: str) -> str:
    """The text with what stands outside CDATA sections and comments changed."""
    done = []
    at = 0
    while (opening := _QUOTED.search(text, at)) is not None:
        mark = _ENDS[opening[0]]
        end = text.find(mark, opening.end())
        if end < 0:
            break
        done += [change(text[at : opening.start()]), text[opening.start() : end + len(mark)]]
        at = end + len(mark)
    done.append(change(text[at:]))
    return "".join(done)


def _local(element: Any) -> str:
    """An element's name in small letters, without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _namespace(element: Any) -> str:
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def _elements(root: Any) -> Iterator[Any]:
    return (e for e in root.iter() if isinstance(e.tag, str))


def _children(element: Any, *names: str) -> list[Any]:
    """The children with one of these names, the first name's first; other vocabularies' names are not meant."""
    found = [e for e in element if _local(e) in names and not any(other in _namespace(e) for other in _OTHER_NS)]
    return sorted(found, key=lambda e: names.index(_local(e)))


def _text(element: Any) -> str:
    return "".join(element.itertext()) if element is not None else ""


# ── feeds ───────────────────────────────────────────────────────────────────────────────────────


def _is_feed(root: Any) -> bool:
    return _local(root) in ("rss", "feed", "rdf", "channel") or (_local(root) == "entry" and "tom" in _namespace(root))


def _title_of(root: Any) -> str:
    holder = next(iter(_children(root, "channel")), root)
    title = next(iter(_children(holder, "title")), None)
    return _plain(title) if title is not None else ""


def _add_items(file: File, entries: Entries, root: Any, items: Sequence[Any]) -> None:
    kept, left_out = [], Counter[str]()
    for item in items:
        reason = _unpublished(item)
        if reason:
            left_out[reason] += 1
        else:
            kept.append(item)
    if not kept:
        what = f"only {_counted(left_out)}" if left_out else "no item"
        raise ReadError(file.path, f"is a feed with {what}: there is nothing to read")
    if left_out:
        entries.notes.append(f"left out what is no published post or page: {_counted(left_out)}")
    everyone = _author(root) if _local(root) == "feed" else ""
    written = [_date_of(item) for item in kept]
    dates = days_of(written)
    for item, date in zip(kept, dates.days, strict=True):
        title = next(iter(_children(item, "title")), None)
        entries.add(_body(item), title=_plain(title), date=date, speaker=_author(item) or everyone)
    if dates.unread:
        entries.notes.append(f"no date in {listed([f'item {i + 1} ({written[i][:40]!r})' for i in dates.unread])}")


def _counted(kinds: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())


def _unpublished(item: Any) -> str:
    """What an entry is that is no published post or page; "" for one."""
    kind = _text(next(iter(_children(item, "post_type")), None)).strip()
    status = _text(next(iter(_children(item, "status")), None)).strip()
    if kind and kind not in ("post", "page"):
        return kind
    if kind and status != "publish":
        return f"{kind} ({status or 'no status'})"
    if _text(next(iter(e for e in item.iter() if _local(e) == "draft"), None)).strip().lower() in ("yes", "true"):
        return "draft"
    for category in _children(item, "category"):
        match = _KIND.search(category.get("term", ""))
        if match and match[1] not in ("post", "page"):
            return match[1]
    return ""


def _date_of(item: Any) -> str:
    """The first date that is not empty, as it is written."""
    found = (_text(e).strip() for e in _children(item, *_DATES))
    return next((text for text in found if text and not text.startswith("0000")), "")


def _author(item: Any) -> str:
    for element in _children(item, "creator", "author"):
        name = next(iter(_children(element, "name")), element)
        text = " ".join(_text(name).split())
        match = _MAIL_NAME.fullmatch(text) if len(text) < 300 else None
        if text:
            return match[1] if match else text
    return ""


def _plain(element: Any) -> str:
    """The words of a title: its own characters, HTML's names of characters and tags read once."""
    text = "" if element is None else _text(element).strip()
    if element is not None and element.get("type") == "text":
        return text
    if _TAG.search(text):
        return " ".join(part.text for part in html_parts(text))
    return unescape(text)


def _body(item: Any) -> list[Part]:
    """The parts of an entry's content, or of its summary where it has no content."""
    candidates = [e for e in item if _local(e) == "encoded" and _namespace(e) == _CONTENT_NS]
    candidates += _children(item, "content", "body", "fulltext", "description", "summary", "subtitle")
    exported = bool(_children(item, "post_type"))
    for element in candidates:
        parts = _content(element, exported)
        if parts:
            return parts
    return []


def _content(element: Any, exported: bool) -> list[Part]:
    """The parts of a text construct: markup written as elements, as escaped HTML, or plain text."""
    if any(isinstance(child.tag, str) for child in element):
        return blocks(element)
    text = _text(element)
    kind, mode = element.get("type", ""), element.get("mode", "")
    if kind in ("text", "text/plain") and mode != "escaped":
        return line_parts(text)
    if not kind and _local(element) in ("content", "summary") and "Atom" in _namespace(element) and not _TAG.search(text):
        return line_parts(text)  # Atom's default is text, whatever its ampersands look like
    return html_parts(_SHORTCODE.sub("", text) if exported else text)


# ── HTML within ─────────────────────────────────────────────────────────────────────────────────

_INLINE = (
    "a abbr acronym area audio b base basefont bdi bdo big br button canvas cite code col colgroup data datalist del dfn em embed "
    "font i img input ins kbd label legend link map mark meta meter nav nobr optgroup option output param picture progress q rb rp rt "
    "rtc ruby s samp small source span strike strong sub sup td textarea th time title track tt u var video wbr"
)
_BLOCK_NAMES = (
    "p div li ul ol dl dt dd blockquote h1 h2 h3 h4 h5 h6 pre section article main header footer aside figure figcaption "
    "table thead tbody tfoot tr caption center address form fieldset hr body html summary details"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SILENT = frozenset(
    ("script", "style", "head", "template", "iframe", "object", "noscript", "select", "textarea", "svg", "math")
)
_NAMES = "|".join((*_BLOCKS, *_SILENT, *_INLINE.split()))
# A tag, not a less-than sign: x<y, <3, <g>.
_TAG = re.compile(
    rf"</?(?:(?:{_NAMES})(?![A-Za-z0-9])|[A-Za-z][A-Za-z0-9]*[:-][A-Za-z0-9:-]*)(?:\s+[A-Za-z_:@.-][\w:@.-]*(?:\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'|[^\s\"'<>]+))?)*+\s*/?>|<!--|<!\[|<!DOCTYPE",
    re.A | re.I,
)
_LESS_THAN = re.compile("<")
_CUT_TAG = re.compile(r"<[a-z][a-z0-9]*\s+[a-z-]+=[^<>]*\Z", re.I)
_BREAKING = re.compile(r"<(?:p|br|div|li|tr|h[1-6]|pre)\b", re.I)
_PARAGRAPHED = re.compile(r"<(?:p|br|pre)\b", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_IN_HAN = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])")
_CELLS = frozenset(("td", "th"))


def html_parts(markup: str) -> list[Part]:
    """The blocks of a piece of HTML; without any tag that breaks lines, line breaks do."""
    import lxml.html

    markup = _CUT_TAG.sub("", markup.replace("</>", ""))
    starts = {match.start() for match in _TAG.finditer(markup)}
    markup = _LESS_THAN.sub(lambda m: "<" if m.start() in starts else "&lt;", markup)
    markup = _ILLEGAL.sub("\ufffd", whole(markup))
    if not markup.strip():
        return []
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = lxml.html.document_fromstring(f"<div>{markup}</div>".encode(), parser=parser)
    if any("RESOURCE_LIMIT" in error.type_name for error in parser.error_log):
        return line_parts(unescape(re.sub(r"<[^<>]*>", "\n", markup)))  # nested beyond what lxml reads: the words at least
    written_in_lines = not _BREAKING.search(markup) or ("\n\n" in markup and not _PARAGRAPHED.search(markup))
    return blocks(root, lines=written_in_lines)


def blocks(root: Any, *, lines: bool = False) -> list[Part]:
    """The blocks of an element in reading order: headings (from level 3), list items, quotations, code, table rows, paragraphs.

    Args:
        root: of an lxml tree.
        lines: whether line breaks in the text are line breaks, as where an editor writes no tags for them.
    """
    walk = _Blocks(lines)
    for event, element in _events(root):
        name = _local(element)
        if event == "start":
            walk.open(name)
            walk.write(element.text)
        else:
            walk.close(name)
            if element is not root:
                walk.write(element.tail)
    walk.flush()
    return walk.parts


def _events(root: Any) -> Iterator[tuple[str, Any]]:
    """The starts and ends of elements; what shows no text is passed over, but not the text behind it."""
    stack = [("start", root)]
    while stack:
        event, element = stack.pop()
        silent = not isinstance(element.tag, str) or _local(element) in _SILENT
        if event == "start" and not silent:
            yield event, element
        if event == "end" or silent:
            yield "end", element
            continue
        stack.append(("end", element))
        stack.extend(("start", child) for child in reversed(element))


class _Blocks:
    """Text gathered until its block ends."""

    def __init__(self, lines: bool) -> None:
        self.parts: list[Part] = []
        self.within: Counter[str] = Counter()
        self._buffer: list[str] = []
        self._lines = lines
        self._group = 0
        self._breaks = 0

    def open(self, name: str) -> None:
        if name == "br":
            self.flush()
            self._breaks += 1
            self._group += self._breaks == 2
            return
        if name in _CELLS and "".join(self._buffer).strip():
            self._buffer.append(" | ")
        if name in _BLOCKS:
            self._end()
        self.within[name] += 1

    def close(self, name: str) -> None:
        if name == "br":
            return
        if name in _BLOCKS:
            self._end()
        self.within[name] -= self.within[name] > 0

    def write(self, text: str | None) -> None:
        if not text:
            return
        if self.within["pre"] or self._lines:
            first, *rest = re.split(r"\r\n|\r|\n", text)
            self._buffer.append(first)
            for line in rest:
                self.flush()
                self._group += not line.strip()
                self._buffer.append(line)
        else:
            self._buffer.append(_IN_HAN.sub("", text))

    def _end(self) -> None:
        self.flush()
        self._group += 1

    def flush(self) -> None:
        """Make a part of what is gathered."""
        text = "".join(self._buffer)
        self._buffer.clear()
        text = (text if self.within["pre"] else _SPACES.sub(" ", text)).strip()
        if text:
            self._breaks = 0
            level = next((n for n in range(1, 7) if self.within[f"h{n}"]), 0)
            kind = "heading" if level else self._kind()
            self.parts.append(Part(text, kind, min(6, level + 2) if level else 0, group=self._group))

    def _kind(self) -> str:
        kinds = (("pre", "code"), ("tr", "table"), ("li", "list"), ("blockquote", "quote"))
        return next((kind for name, kind in kinds if self.within[name]), "paragraph")


# ── other XML ───────────────────────────────────────────────────────────────────────────────────


def _add_records(entries: Entries, root: Any) -> bool:
    """Add the entries of XML that is a list of records, told by names for their text and their date; False where it is none."""
    holders = [root, *(child for child in root if isinstance(child.tag, str))]
    for holder in holders:
        counts = Counter(_local(child) for child in holder if isinstance(child.tag, str))
        if not counts:
            continue
        name, count = counts.most_common(1)[0]
        records = [_record(child) for child in holder if _local(child) == name]
        names = list(dict.fromkeys(field for record in records for field in record))
        rows = [[record.get(field) for field in names] for record in records]
        columns = find_columns(names, rows, prose=True)
        if count > 1 and columns is not None and columns.named and columns.date is not None:
            Table(names, rows, [f"{name} {i + 1}" for i in range(count)], columns).add_all(entries)
            return True
    return False


def _record(element: Any) -> dict[str, str]:
    """An element's attributes, the texts of its children by their names, and its own text."""
    record = {str(name).rpartition("}")[2]: str(value) for name, value in element.attrib.items()}
    for child in element:
        if isinstance(child.tag, str):
            name = _local(child)
            record[name] = "\n".join(filter(None, (record.get(name), _text(child).strip())))
    if (element.text or "").strip() and not len(element):
        record.setdefault("text", element.text)
    return record


def _add_prose(entries: Entries, root: Any) -> bool:
    """Add the text of the innermost blocks, elements with words of their own; False where these do not read as prose."""
    parts: list[Part] = []
    if _local(root) == "html":
        parts = [replace(part, level=max(1, part.level - 2) if part.level else 0) for part in blocks(root)]
    else:
        for element in _innermost(root):
            text = " ".join(_text(element).split())
            title = _local(element) in ("title", "head", "heading", "h1", "h2", "h3")
            parts.append(Part(text, "heading", TITLE) if title else Part(text))
    prose = sum(len(part.text) for part in parts if reads_as_prose(part.text))
    if 2 * prose < sum(len(part.text) for part in parts) or not prose:
        return False
    entries.parts += parts
    return True


def _innermost(root: Any) -> Iterator[Any]:
    """The outermost elements that have words of their own between their tags."""
    stack = [root]
    while stack:
        element = stack.pop()
        own = [element.text, *(child.tail for child in element)]
        if any(text and text.strip() for text in own):
            yield element
        else:
            stack.extend(child for child in reversed(element) if isinstance(child.tag, str))
