"""The elements of Word's XML: their names and values, and the wrappers around them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element: TypeAlias = _Element
else:
    Element = Any

_W = ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
_PREFIXES = dict.fromkeys(_W, "w") | {
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
}
#: What only wraps its content; insertions and arrivals are content, deletions and departures are not.
WRAPPERS = frozenset(
    f"w:{name}" for name in ("sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo")
)
#: What holds text that is not read, and what to call it.
FOREIGN = {"w:altChunk": "an embedded file", "w:subDoc": "a subdocument", "dgm:relIds": "a diagram with its words"}


@lru_cache(maxsize=1024)
def _short(tag: str) -> str:
    namespace, _, local = tag[1:].rpartition("}")
    return f"{_PREFIXES.get(namespace, '')}:{local}"


def name_of(element: Element) -> str:
    """The element's name with the usual prefix of its namespace; comments and the like have none."""
    return _short(element.tag) if isinstance(element.tag, str) else ""


def local_name(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child_of(element: Element | None, name: str) -> Element | None:
    """The first child of this name."""
    return None if element is None else next((child for child in element.iterchildren() if name_of(child) == name), None)


def value_of(element: Element | None, attribute: str = "val") -> str | None:
    """A Word attribute of an element."""
    if element is None:
        return None
    return next((value for uri in _W if (value := element.get(f"{{{uri}}}{attribute}")) is not None), None)


def number_of(element: Element | None) -> int | None:
    """The whole number that an element's value is; None where it is none."""
    value = value_of(element) or ""
    return int(value) if re.fullmatch(r"\d{1,9}", value) else None


def content_of(element: Element) -> Element | None:
    """The content of a content control; None of one that shows its hint or gathers a table of contents."""
    properties = child_of(element, "w:sdtPr")
    if child_of(properties, "w:showingPlcHdr") is not None:
        return None
    gallery = child_of(child_of(properties, "w:docPartObj"), "w:docPartGallery")
    return None if value_of(gallery) == "Table of Contents" else child_of(element, "w:sdtContent")


def chosen(element: Element) -> Element:
    """One of the versions of the same content: the new one, else what old programs show."""
    return next((c for name in ("mc:Choice", "mc:Fallback") if (c := child_of(element, name)) is not None), element)


def flat(element: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, out of what wraps them."""
    for child in element.iterchildren():
        name = name_of(child)
        if name == wanted:
            yield child
        elif name == "w:sdt":
            content = content_of(child)
            if content is not None:
                yield from flat(content, wanted)
        elif name in WRAPPERS:
            yield from flat(child, wanted)
