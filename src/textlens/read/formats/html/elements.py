"""What an element says of the text in it: whether it is a block, is left out, is data, or stands around the article."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from textlens.read.formats.html.tree import Element


def _words(names: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(names.split())


#: Elements that end the block before them and are blocks of their own.
BLOCKS = _words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup p pre search section summary table tbody "
    "td tfoot th thead tr ul"
)
#: Elements whose text nobody reads.
UNREAD = _words(
    "head script style template noscript noframes iframe object embed applet video audio canvas svg select textarea datalist input "
    "title meta link rt rp rtc annotation annotation-xml xml map progress meter"
)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
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

#: How an element says that it is not the article.
Sign = Literal["strong", "aside", "weak"]


@dataclass(frozen=True, slots=True, eq=False)
class Hint:
    """One element that says it is not the article: by its tag or role (``strong``), as an ``aside``, or by its name (``weak``)."""

    sign: Sign


def hint(element: Element) -> Hint | None:
    """What an element says against being the article, if anything."""
    sign = _sign(element, element.tag)
    return Hint(sign) if sign else None


def _sign(element: Element, tag: str) -> Sign | Literal[""]:
    """How an element says it is not the article; "" where it does not."""
    if tag in ("body", "html", "main", "article") or (tag not in BLOCKS and not element.attrib):
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


def is_hidden(element: Element) -> bool:
    """Whether an element with attributes is not shown."""
    if element.get("hidden") is not None or (element.tag == "dialog" and element.get("open") is None):
        return True
    return _HIDDEN.search(element.get("style", "")) is not None


def is_page_number(element: Element) -> bool:
    """Whether an element marks a page of a printed edition."""
    words = {*element.get("class", "").lower().split(), element.get("role", "")}
    words.update(word for name in _TYPES for word in element.get(name, "").split())
    return not words.isdisjoint(_PAGE_NUMBERS)


def is_data(table: Element) -> bool:
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


def emoji(alt: str) -> str:
    """The words for a picture where they are an emoji, else nothing.

    >>> emoji("😀"), emoji("me at the beach")
    ('😀', '')
    """
    drawn = len(alt) <= 12 and all(unicodedata.category(c) in ("So", "Sk", "Mn", "Me", "Cf") for c in alt)
    return alt if drawn else ""
