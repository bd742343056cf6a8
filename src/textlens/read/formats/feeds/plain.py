"""XML that is no feed: a list of records, or prose."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from textlens.read.document import Part
from textlens.read.formats.entries.blocks import blocks, local_name
from textlens.read.formats.entries.collection import TITLE, Entries
from textlens.read.formats.entries.columns import find_columns
from textlens.read.formats.entries.prose import reads_as_prose
from textlens.read.formats.entries.table import Table
from textlens.read.formats.feeds.tree import text_within


def add_records(entries: Entries, root: Any) -> bool:
    """Add the entries of XML that is a list of records, told by names for their text and their date; False where it is none."""
    holders = [root, *(child for child in root if isinstance(child.tag, str))]
    for holder in holders:
        counts = Counter(local_name(child) for child in holder if isinstance(child.tag, str))
        if not counts:
            continue
        name, count = counts.most_common(1)[0]
        records = [_record(child) for child in holder if local_name(child) == name]
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
            name = local_name(child)
            record[name] = "\n".join(filter(None, (record.get(name), text_within(child).strip())))
    if (element.text or "").strip() and not len(element):
        record.setdefault("text", element.text)
    return record


def add_prose(entries: Entries, root: Any) -> bool:
    """Add the text of the innermost blocks, elements with words of their own; False where these do not read as prose."""
    parts: list[Part] = []
    if local_name(root) == "html":
        parts = [replace(part, level=max(1, part.level - 2) if part.level else 0) for part in blocks(root)]
    else:
        for element in _innermost(root):
            text = " ".join(text_within(element).split())
            title = local_name(element) in ("title", "head", "heading", "h1", "h2", "h3")
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
