"""XML as a tree: entities are refused, what is not well-formed is mended."""

import re
from collections.abc import Callable
from html.entities import html5
from typing import Any

from textlens.errors import ReadError
from textlens.read.document import whole
from textlens.read.file import File
from textlens.read.formats.entries.bodies import ILLEGAL

_DECLARATION = re.compile(r"\s*<\?xml\s.{0,300}?\?>", re.S)
_DOCTYPE = re.compile(r"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE[^\[>]*(\[)?", re.S)
_QUOTED = re.compile(r"<!\[CDATA\[|<!--")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AND = re.compile(r"&(?!#\d+;|#[xX][0-9a-fA-F]+;|[A-Za-z][\w.-]*;)")
_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DECLARES = "declares XML entities of its own, which are not read: they can be made to fill the memory"


def parse(file: File, text: str) -> tuple[Any, list[str]]:
    """The root element, and notes on what had to be mended."""
    from lxml import etree

    start = text.lstrip("\ufeff \t\r\n")
    if not start.startswith("<"):
        raise ReadError(file.path, "is no XML: it does not begin with a tag; name it .txt if it is text")
    text = _DECLARATION.sub("", text, count=1) if start.startswith("<?xml") else start
    doctype = _DOCTYPE.match(text)
    if doctype and doctype[1] and re.search(r"<!ENTITY", text[doctype.end() : _subset_end(text, doctype.end())]):
        raise ReadError(file.path, _DECLARES)
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
        mended = _mended(ILLEGAL.sub("\ufffd", text))
        root = etree.fromstring(whole(mended).encode(), etree.XMLParser(**options, recover=True))
        if root is None:
            raise ReadError(file.path, f"is no XML that can be mended (line {line}: {reason[:120]})") from None
        notes.append(f"is not well-formed XML (line {line}: {reason[:120]}); what is behind a damaged place may be missing")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise ReadError(file.path, _DECLARES)
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
