"""Which year a document's months belong to when they do not say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from textlens.date.markers import whole_date
from textlens.date.numerals import year
from textlens.date.partial import PartialDate, parse_iso

_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?![\d])|([一二][〇零○一二三四五六七八九]{3})|(?<!\d)(\d\d)\s?年(?!前|后|後)")
_OWN = re.compile(
    r"(?:(?P<a>(?:19|20)\d\d|二[〇零○][〇零○一二三四五六七八九]{2})\s?年?[的度]?\s?(?:年度|年终|年終|年末|年底|个人|個人)?\s?(?:总结|總結|回顾|回顧|复盘|複盤|盘点|盤點|review|Review|recap|in Review|in review))"
)
_FILE_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)|(?<!\d)((?:19|20)\d\d)[-_.](\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """A document's own date, where it was found, and whether it dates the paragraphs (a title or name that is a date)."""

    date: PartialDate | None
    source: str = ""
    reaches: bool = False


def year_in(text: str) -> int | None:
    """The first year a title or heading names, or None.

    >>> year_in("2024年终总结"), year_in("二〇二二，不二好吗"), year_in("读书笔记")
    (2024, 2022, None)
    """
    match = _YEAR.search(text)
    if match is None:
        return None
    return year(match.group(1) or match.group(2) or match.group(3))


def file_date(stem: str) -> tuple[PartialDate | None, bool]:
    """The date in a file's name, and whether the name is nothing but that date."""
    whole = whole_date(stem)
    if whole is not None and whole.year is not None:
        return whole, True
    match = _FILE_DATE.search(stem)
    if match:
        groups = match.groups()
        parts = groups[:3] if groups[0] else (*groups[3:], None)
        date = PartialDate(*(int(p) if p else None for p in parts))
        if date.is_possible():
            return date, date.day is not None
    found = year_in(stem)
    return (PartialDate(found), False) if found else (None, False)


def document_date(given: PartialDate | None, fields: Mapping[str, str], stem: str, title: str) -> DocumentDate:
    """A document's own date: given, front matter, file name or title, in this order; the first that has one.

    Only a title or a file name that is itself a day or a month (or a month or day the caller gives) reaches the paragraphs.
    """
    if given is not None:
        return DocumentDate(given, "given", given.month is not None)
    named, is_name = file_date(stem)
    titled = whole_date(title)
    if titled is not None and titled.year is not None:
        return DocumentDate(titled, "title", True)
    if named is not None and is_name:
        return DocumentDate(named, "filename", True)
    front = parse_iso(fields.get("date", "").replace("/", "-"))
    if front is not None:
        return DocumentDate(front, "front matter")
    if named is not None:
        return DocumentDate(named, "filename")
    in_title = year_in(title)
    return DocumentDate(PartialDate(in_title), "title") if in_title else DocumentDate(None)


def base_year(text: str, title: str, stem: str, own: DocumentDate, latest_month: int | None) -> int | None:
    """The year that completes months without one: title, the text's own words, file name, then the document's date.

    A review published early in a year is about the year before: where the months run past the publication
    month, the year is the one before it.
    """
    if own.source == "given" and own.date is not None and own.date.year is not None:
        return own.date.year
    for found in (year_in(title), _named_year(text), year_in(stem)):
        if found is not None:
            return found
    if own.date is None or own.date.year is None:
        return None
    published = own.date.month
    late = published is not None and latest_month is not None and latest_month > published and published <= 6
    return own.date.year - 1 if late else own.date.year


def _named_year(text: str) -> int | None:
    match = _OWN.search(text[:20000])
    return year(match.group("a")) if match else None
