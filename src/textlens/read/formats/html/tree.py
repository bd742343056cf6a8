"""From the bytes of a page to its elements, however broken its markup is."""

import re
from html.entities import html5
from typing import Any

from lxml import etree

from textlens.read.document import whole

#: An element of the tree; lxml has no types of its own.
Element = Any

_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_HALVES = re.compile(r"&#(?:x(d[89ab][0-9a-f]{2})|(5[56]\d{3}));&#(?:x(d[c-f][0-9a-f]{2})|(5[67]\d{3}));", re.I)
_TAG = r"(?:\s(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^\"'<>])*)?>"
_INLINE_TAGS = re.compile(
    rf"</?(?:a|abbr|b|big|cite|code|em|font|i|ins|label|mark|s|small|span|strike|strong|sub|sup|tt|u){_TAG}", re.I
)
_BOX_TAGS = re.compile(rf"<(/?)(?:div|section|article|center|main|form|blockquote|ul|ol|dl|table|tbody|tr|td|th){_TAG}", re.I)


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
        root = _parse_xhtml(text)
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


def parse_xml(data: bytes, *, encoding: str | None = None, recover: bool = False) -> Element | None:
    """The root element of XML, tag names without namespaces; None where there is none.

    Args:
        data: the XML; no entity in it is followed, and nothing is fetched.
        encoding: how it is encoded, whatever it says; None to believe it.
        recover: whether to make the best of what is not well-formed.
    """
    parser = etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=recover,
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


def _parse_xhtml(text: str) -> Element | None:
    """The root element of a well-formed page, all of whose entities are known."""
    root = parse_xml(_ENTITY.sub(_numbered, text.lstrip()).encode(), encoding="utf-8")
    return None if root is None or next(root.iter(etree.Entity), None) is not None else root


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


def flattened(text: str) -> str:
    """The page without the elements that only nest: a paragraph begins where a box did."""
    return _BOX_TAGS.sub(lambda m: " " if m.group(1) else "<p>", _INLINE_TAGS.sub("", text))
