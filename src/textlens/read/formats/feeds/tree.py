"""Ways about an XML tree in which names count without their namespaces."""

from collections.abc import Iterator
from typing import Any

from textlens.read.formats.entries.blocks import local_name

_OTHER_NS = ("search.yahoo.com/mrss", "itunes.com", "slash", "wellformedweb")


def namespace(element: Any) -> str:
    """An element's namespace, "" where it has none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def elements(root: Any) -> Iterator[Any]:
    """An element and all within it, without comments and the like."""
    return (e for e in root.iter() if isinstance(e.tag, str))


def children(element: Any, *names: str) -> list[Any]:
    """The children with one of these names, the first name's first; other vocabularies' names are not meant."""
    found = [e for e in element if local_name(e) in names and not any(other in namespace(e) for other in _OTHER_NS)]
    return sorted(found, key=lambda e: names.index(local_name(e)))


def text_within(element: Any) -> str:
    """All text within an element; "" for None."""
    return "".join(element.itertext()) if element is not None else ""
