"""The items of RSS and Atom feeds."""

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape
from typing import Any

from textlens.errors import ReadError
from textlens.read.document import Part
from textlens.read.file import File
from textlens.read.formats.entries.blocks import blocks, local_name
from textlens.read.formats.entries.bodies import TAG, html_parts, line_parts
from textlens.read.formats.entries.collection import Entries, listed
from textlens.read.formats.entries.days import days_of
from textlens.read.formats.feeds.exports import SHORTCODE, counted, unpublished
from textlens.read.formats.feeds.tree import children, namespace, text_within

_CONTENT_NS = "http://purl.org/rss/1.0/modules/content/"
_DATES = ("post_date", "published", "pubdate", "issued", "date", "created", "updated", "modified")
_MAIL_NAME = re.compile(r"\S+@\S+\s*\((.+)\)\s*")


def is_feed(root: Any) -> bool:
    """Whether the root of a tree is that of a feed, or of one entry of Atom."""
    return local_name(root) in ("rss", "feed", "rdf", "channel") or (local_name(root) == "entry" and "tom" in namespace(root))


def title_of(root: Any) -> str:
    """The title of a feed."""
    holder = next(iter(children(root, "channel")), root)
    title = next(iter(children(holder, "title")), None)
    return _plain(title) if title is not None else ""


def add_items(file: File, entries: Entries, root: Any, items: Sequence[Any]) -> None:
    """Add what is published; `ReadError` where nothing is."""
    kept, left_out = [], Counter[str]()
    for item in items:
        reason = unpublished(item)
        if reason:
            left_out[reason] += 1
        else:
            kept.append(item)
    if not kept:
        what = f"only {counted(left_out)}" if left_out else "no item"
        raise ReadError(file.path, f"is a feed with {what}: there is nothing to read")
    if left_out:
        entries.notes.append(f"left out what is no published post or page: {counted(left_out)}")
    everyone = _author(root) if local_name(root) == "feed" else ""
    written = [_date_of(item) for item in kept]
    dates = days_of(written)
    for item, date in zip(kept, dates.days, strict=True):
        title = next(iter(children(item, "title")), None)
        entries.add(_body(item), title=_plain(title), date=date, speaker=_author(item) or everyone)
    if dates.unread:
        entries.notes.append(f"no date in {listed([f'item {i + 1} ({written[i][:40]!r})' for i in dates.unread])}")


def _date_of(item: Any) -> str:
    """The first date that is not empty, as it is written."""
    found = (text_within(e).strip() for e in children(item, *_DATES))
    return next((text for text in found if text and not text.startswith("0000")), "")


def _author(item: Any) -> str:
    for element in children(item, "creator", "author"):
        name = next(iter(children(element, "name")), element)
        text = " ".join(text_within(name).split())
        match = _MAIL_NAME.fullmatch(text) if len(text) < 300 else None
        if text:
            return match[1] if match else text
    return ""


def _plain(element: Any) -> str:
    """The words of a title: its own characters, HTML's names of characters and tags read once."""
    text = "" if element is None else text_within(element).strip()
    if element is not None and element.get("type") == "text":
        return text
    if TAG.search(text):
        return " ".join(part.text for part in html_parts(text))
    return unescape(text)


def _body(item: Any) -> list[Part]:
    """The parts of an entry's content, or of its summary where it has no content."""
    candidates = [e for e in item if local_name(e) == "encoded" and namespace(e) == _CONTENT_NS]
    candidates += children(item, "content", "body", "fulltext", "description", "summary", "subtitle")
    exported = bool(children(item, "post_type"))
    for element in candidates:
        parts = _content(element, exported)
        if parts:
            return parts
    return []


def _content(element: Any, exported: bool) -> list[Part]:
    """The parts of a text construct: markup written as elements, as escaped HTML, or plain text."""
    if any(isinstance(child.tag, str) for child in element):
        return blocks(element)
    text = text_within(element)
    kind, mode = element.get("type", ""), element.get("mode", "")
    if kind in ("text", "text/plain") and mode != "escaped":
        return line_parts(text)
    if not kind and local_name(element) in ("content", "summary") and "Atom" in namespace(element) and not TAG.search(text):
        return line_parts(text)  # Atom's default is text, whatever its ampersands look like
    return html_parts(SHORTCODE.sub("", text) if exported else text)
