"""What a page says of itself: its title, and the day it was published."""

import json
from collections import deque
from collections.abc import Iterator
from typing import Any

from textlens.date.markers import whole_date
from textlens.date.partial import PartialDate, parse_iso
from textlens.read.formats.html.elements import hint
from textlens.read.formats.html.tree import Element

_DATE_NAMES = (
    "article:published_time", "datepublished", "date", "dc.date", "dcterms.date", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dc.date.created", "pubdate", "publishdate", "publish_date", "publication_date", "og:published_time", "parsely-pub-date",
)  # fmt: skip


def page_title(root: Element) -> str | None:
    """The words of ``<title>``, else of ``og:title``."""
    for element in root.iter("title"):
        if not any(a.tag == "svg" for a in element.iterancestors()) and (
            words := " ".join("".join(element.itertext()).split())
        ):
            return words
    return next(
        (" ".join(c.split()) for e in root.iter("meta") if e.get("property") == "og:title" and (c := e.get("content"))), None
    )


def published(root: Element) -> PartialDate | None:
    """The day the page says it was published: in its metadata, its structured data, or its first ``<time>``."""
    named: dict[str, str] = {}
    for element in root.iter("meta"):
        for key in ("property", "name", "itemprop"):
            named.setdefault(element.get(key, "").lower(), element.get("content") or "")
    first = named.get("article:published_time", "")
    candidates = [first, *_structured_dates(root), *(named.get(name, "") for name in _DATE_NAMES)]
    times = [e for e in root.iter("time") if not any(hint(a) for a in e.iterancestors() if isinstance(a.tag, str))]
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
