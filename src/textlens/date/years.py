"""Which year a document's months belong to when they do not say, and the document's own date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from textlens.date.grammar import parse
from textlens.date.markers import whole_span
from textlens.date.numerals import year
from textlens.date.partial import PartialDate, parse_iso
from textlens.date.span import DateSpan

# A year of two digits is one only where no length of time can be meant: 22年总结, not ten years (10年).
_TWO_DIGITS = r"(?<!\d)(\d\d)\s?年(?=\s?(?:度|终|終|末|底|总结|總結|回顾|回顧|复盘|複盤|小结|小結|[1-9]\d?\s?月|[上下]半年))"
_YEAR = re.compile(
    rf"(?<![\d.])((?:19|20)\d\d)(?![\d]|\s?(?:元|块|塊|多|字|人|米|万|萬|个|個|次|[kKwW]m?\b))|([一二][〇零○一二三四五六七八九]{{3}})|{_TWO_DIGITS}"
)
_ROC = re.compile(r"(?:民国|民國)\s?(?P<n>1[01]\d|[89]\d)\s?年?")
_FULL_YEAR = r"(?:19|20)\d\d|二[〇零○][〇零○一二三四五六七八九]{2}"
_OWN = re.compile(
    rf"(?:(?P<a>{_FULL_YEAR})\s?年?[的度]?\s?(?:年度|年终|年終|年末|年底|个人|個人)?\s?(?:总结|總結|回顾|回顧|复盘|複盤|盘点|盤點|review|Review|recap|in Review|in review))"
)
_ONLY_YEAR = re.compile(rf"\W*(?:{_FULL_YEAR})(?!\d)\s?年?(?:\s?[-–—:：](?!\s*\d).*|\W*)")
# How the first lines of a review say which year it is about: it stands alone, or a pause or the year's own course comes behind it.
# 2011年初, 2018年之后, 2019年我毕业了 only date an event.
_NO_MONTH = r"(?!\s*[\d一二三四五六七八九十]+\s*[月年])"
_OPENS = re.compile(
    rf"\W*(?:({_FULL_YEAR})\s?年{_NO_MONTH}(?=\W|$|一|就|[过過][得去]|[记記紀纪]|流水)|({_FULL_YEAR})(?=\W*$)"
    rf"|((?:19|20)\d\d)(?=\s(?:was|is|has|felt|started|began|ended|went)\b))",
    re.M,
)
_ABOUT = re.compile(
    rf"(?:我的|[属屬]于[^，。\s]{{0,6}}的|自己的|我[们們]的|告别|告別|再见|再見|回首|回望|走过|走過|送走|[过過]去的)\s?({_FULL_YEAR})(?!\d)"
    rf"(?:\s?年{_NO_MONTH}(?![代初春夏秋冬底末中前后後之以上下级級届屆])|(?=\s*(?:[，,。.！!？?：:；;]|$)))"
    r"|\b(?i:my|our|goodbye|farewell|back (?:at|on)|the year of)\s((?:19|20)\d\d)(?=\s*(?:$|[.,:;!?])|\s(?:was|has|in review|recap|review)\b)",
    re.M,
)
# What tells of a time long gone.
_LONG_AGO = re.compile(r"到现在|到現在|至今|如今|那一?年|出生|当时|當時|当年|當年|\bago\b|\b(?i:this year)\b")
_WELCOMED = re.compile(r"(?:你好|您好|迎接|迎来|迎來|(?i:hello|hi|hey|welcome))\W*$")
_PUBLISHED = ("date", "published", "publishdate", "published_date", "pubdate", "pubdatetime", "created", "create_time")
_GREETING = re.compile(r"\W*(?:你好|您好|迎接|(?i:hello|hi|hey|welcome))\W*(?:19|20)\d\d")
_FILE_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)|(?<!\d)((?:19|20)\d\d)[-_.](\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """A document's own date, where it was found, and whether it dates the paragraphs (a title or name that is a date)."""

    date: DateSpan | None
    source: str = ""
    reaches: bool = False

    @classmethod
    def of(cls, date: PartialDate, source: str, *, reaches: bool = False) -> "DocumentDate":
        """The same for a single date."""
        return cls(DateSpan.of(date), source, reaches)


def year_in(text: str) -> int | None:
    """The first year a title or heading names, or None.

    >>> year_in("2024年终总结"), year_in("二〇二二，不二好吗"), year_in("民國112年回顧"), year_in("我的10年")
    (2024, 2022, 2023, None)
    """
    era = _ROC.search(text)
    if era is not None:
        return 1911 + int(era.group("n"))
    match = _YEAR.search(text)
    return _year_of(match) if match is not None else None


def _year_of(match: re.Match[str]) -> int | None:
    """The year of a match of which one group, whichever, took part."""
    return year(next(text for text in match.groups() if text))


def is_year(heading: str) -> bool:
    """Whether a heading is a year, or a year and its name.

    >>> is_year("## 2016"), is_year("二〇一六年"), is_year("2017 - Going home"), is_year("2016 goals")
    (True, True, True, False)
    """
    return _ONLY_YEAR.fullmatch(heading) is not None


def file_date(stem: str) -> tuple[DateSpan | None, bool]:
    """The date in a file's name, and whether the name is that of an entry: nothing but a date, or a date behind a name.

    A date before a name (``2024-01-05-my-year``) is when a post was published.

    >>> file_date("week_2024-W52-12")[1], file_date("2024-01-05-my-year")[1]
    (True, False)
    """
    whole = whole_span(stem)
    if whole is not None and whole.year is not None:
        return whole, True
    name = stem.replace("_", "-")
    for start in (m.start() for m in re.finditer(r"(?<![^\W_])(?=\d{4})", name)):
        found = parse(name, start, len(name))
        if found is not None and found.end == len(name) and found.date.year is not None and found.date.is_possible():
            return found.date, found.date.day is not None or found.date.weeks is not None
    match = _FILE_DATE.search(stem)
    if match:
        groups = match.groups()
        parts = groups[:3] if groups[0] else (*groups[3:], None)
        date = PartialDate(*(int(p) if p else None for p in parts))
        if date.is_possible():
            return DateSpan.of(date), False
    named = year_in(stem)
    return (DateSpan.of(PartialDate(named)), False) if named else (None, False)


def document_date(
    given: PartialDate | None, fields: Mapping[str, str], stem: str, title: str, *, first_of_several: bool = False
) -> DocumentDate:
    """A document's own date: given, title, file name or front matter, in this order; the first that has one.

    Only a title or a file name that is itself a day, a week or a month (or a month or day the caller gives) reaches the
    paragraphs; a title that is but the first of several headings (one a day, one a month) is no more than they are.
    """
    if given is not None:
        return DocumentDate.of(given, "given", reaches=given.month is not None)
    named, is_name = file_date(stem)
    published = next((fields[name] for name in _PUBLISHED if name in fields), "")
    front = parse_iso(published.strip(" \"'").replace("/", "-"))
    titled = None if first_of_several else whole_span(title)
    if titled is not None and titled.year is None and front is not None:
        titled = _before(titled, front)
    if titled is not None and titled.year is not None:
        return DocumentDate(titled, "title", True)
    if named is not None and is_name:
        return DocumentDate(named, "filename", True)
    if front is not None:
        return DocumentDate.of(front, "front matter")
    if named is not None:
        return DocumentDate(named, "filename")
    in_title = year_in(title)
    return DocumentDate.of(PartialDate(in_title), "title") if in_title else DocumentDate(None)


def _before(titled: DateSpan, front: PartialDate) -> DateSpan:
    """A title's day, week or month in the year in which it was the last before the publication."""
    published = front.span()
    if published is None or front.month is None or front.year is None:
        return titled
    for candidate in (titled.with_year(front.year), titled.with_year(front.year - 1)):
        days = candidate.span()
        if days is not None and days[0] <= published[1]:
            return candidate
    return titled


def base_year(text: str, title: str, stem: str, own: DocumentDate, latest_month: int | None) -> int | None:
    """The year that completes months without one: title, the text's own words, file name, then the document's date.

    A review published early in a year is about the year before: where the months run past the publication
    month, the year is the one before it.
    """
    if own.source == "given" and own.date is not None and own.date.year is not None:
        return own.date.year
    for found in (_year_of_title(title), _named_year(text), _year_of_name(stem)):
        if found is not None:
            return found
    if own.date is None or own.date.year is None:
        return None
    published = own.date.month
    late = published is not None and latest_month is not None and latest_month > published and published <= 6
    return own.date.year - 1 if late else own.date.year


def opening_year(opening: str) -> int | None:
    """The year that the first lines of a review are about, or None where they name none, or others beside it.

    >>> opening_year("2011年记事："), opening_year("告别2014，"), opening_year("从2018年之后就没写过"), opening_year("2011年初搬了家")
    (2011, 2014, None, None)
    """
    if _LONG_AGO.search(opening):
        return None
    matches = [m for m in (_OPENS.match(opening), *_ABOUT.finditer(opening)) if m is not None]
    about = {_year_of(m) for m in matches}
    named = {
        _year_of(match)
        for match in _YEAR.finditer(opening)
        if not _WELCOMED.search(opening, 0, match.start())  # the year to come
    }
    return about.pop() if len(about) == 1 and named <= about else None


def _year_of_title(title: str) -> int | None:
    """The year a title names; one that greets a year looks back on the year before (你好，2024)."""
    named = year_in(title)
    return named - 1 if named is not None and _GREETING.match(title) else named


def _year_of_name(stem: str) -> int | None:
    """The year a file name names, other than as part of the day on which a post was published."""
    return year_in(_FILE_DATE.sub(" ", stem, count=1) if re.match(r"\d{4}[-_.]?\d\d[-_.]?\d\d[-_.]\w", stem) else stem)


def _named_year(text: str) -> int | None:
    match = _OWN.search(text[:20000])
    return year(match.group("a")) if match else None
