"""The forms in which a date is written, a row each: a pattern, and how its groups make a span.

Groups are named ``y`` (year), ``roc`` (year of the Republic), ``m``, ``d``, ``q`` (quarter), ``w`` (week), … ; a ``2`` behind a name
says that it belongs to the end of a range.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date as _day

from textlens.date.numerals import ordinal, year
from textlens.date.partial import PartialDate
from textlens.date.span import DateSpan

_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: The number of a month by the first three letters of its English name, in small letters.
MONTHS = {name: i for i, name in enumerate(_SHORT, 1)}
_SEASONS = {
    **dict.fromkeys(("spring", "春"), (3, 5)),
    **dict.fromkeys(("summer", "夏"), (6, 8)),
    **dict.fromkeys(("autumn", "fall", "秋"), (9, 11)),
    **dict.fromkeys(("winter", "冬"), (12, 2)),
}
_COUNTS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "上": 1, "前": 1}
_COUNTS |= {"下": 2, "后": 2, "後": 2}

Groups = Mapping[str, str | None]
Maker = Callable[[Groups], DateSpan | None]


@dataclass(frozen=True, slots=True)
class Found:
    """A date found up to `end`; `form` names the row, `weekday` says whether a day of the week stands beside it."""

    end: int
    date: DateSpan
    form: str
    weekday: bool = False


# ── pieces of patterns ──────────────────────────────────────────────────────────────────────────

_D = "[0-9０-９]"
_HAN_DIGIT = "〇○零一二三四五六七八九"
_N = rf"(?:{_D}{{1,2}}(?!{_D})|[{_HAN_DIGIT}十廿卅元]{{1,3}})"
_ROC = rf"(?:民国|民國)\s?(?P<roc#>{_D}{{1,3}}|[{_HAN_DIGIT}十百元]{{1,6}})"
_Y = rf"(?:{_ROC}|(?:公元|西元)?\s?(?P<y#>{_D}{{4}}|{_D}{{2}}|[一二][{_HAN_DIGIT}]{{3}}|[〇零一二][{_HAN_DIGIT}]))\s?年\s?"
# A range may be written with any dash, with spaces or without.
_TO = r"\s*(?:[-–—~～〜－]{1,2}|至|到)\s*"
# Where the dash also stands inside the dates, it must stand apart.
_TO_APART = r"(?:\s+[-–—－]{1,2}\s+|\s*(?:[~～〜–—]|至|到|to)\s*)"
_TO_ENGLISH = r"(?:\s*[-–—~]{1,2}\s*|\s+(?:to|through|until|till)\s+)"
_NAMED = "January|February|March|April|May|June|July|August|September|October|November|December"
_NAMED = "|".join([_NAMED, "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec"])
_EM = rf"(?P<em#>(?:{_NAMED}|{_NAMED.upper()})(?![A-Za-z]))\.?"
_ED = r"(?P<d#>\d{1,2})(?:st|nd|rd|th)?(?![\d\w])"
_EY = r"(?:,?\s+(?:of\s+)?(?P<y#>(?:1[7-9]|20)\d\d)(?!\d))"
_EWD = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?,?\s+)?"
_ISO_Y = r"(?P<y#>(?:19|20)\d\d)"
_WEEKDAY = re.compile(
    r"[ ,，、\u3000]*[(（\[【]?\s?(?:(?:周|星期|週|礼拜|禮拜)[一二三四五六日天]|(?<=[(（])[一二三四五六日]\s?(?=[)）])"
    r"|(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?(?![a-z])\.?)\s?[)）\]】]?"
)
_TIME = re.compile(
    r"(?:[T,，]|\s)\s?\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?:\.\d+)?(?:\s?[AaPp]\.?[Mm]\b\.?)?(?:Z|\s?[+-]\d\d:?\d\d)?"
)


def _named(piece: str, suffix: str = "") -> str:
    return piece.replace("#", suffix)


# ── from groups to spans ────────────────────────────────────────────────────────────────────────


def _year(groups: Groups, suffix: str = "") -> int | None:
    era = groups.get(f"roc{suffix}")
    if era:
        count = ordinal(era)
        return None if count is None else 1911 + count
    written = groups.get(f"y{suffix}")
    return year(written) if written else None


def _count(groups: Groups, name: str) -> int | None:
    written = groups.get(name)
    return ordinal(written) if written else None


def _month(groups: Groups, suffix: str = "") -> int | None:
    if name := groups.get(f"em{suffix}"):
        return MONTHS[name[:3].lower()]
    return _count(groups, f"m{suffix}")


def _numbers(groups: Groups) -> DateSpan | None:
    """A date, or a range whose ends may borrow a year or a month from each other."""
    y, m = _year(groups), _month(groups)
    y2, m2 = _year(groups, "2"), _month(groups, "2")
    d, d2 = _count(groups, "d"), _count(groups, "d2")
    if any(groups.get(k) and v is None for k, v in (("d", d), ("d2", d2), ("m", m), ("m2", m2), ("y", y), ("y2", y2))):
        return None
    if not any(groups.get(k) for k in ("m2", "em2", "d2", "y2")):
        return _meant(DateSpan.of(PartialDate(y, m, d)))
    m, m2 = m if m is not None else m2, m2 if m2 is not None else m
    later = DateSpan(PartialDate(None, m, d), PartialDate(None, m2, d2)).over_new_year
    if y is None and y2 is not None:
        y = y2 - later
    elif y2 is None and y is not None:
        y2 = y + later
    return _meant(DateSpan(PartialDate(y, m, d), PartialDate(y2, m2, d2)))


def _meant(date: DateSpan) -> DateSpan | None:
    """The date if there is one or somebody slipped (30 February, 12/18 - 18/31), None where it is no date at all.

    A slip is a marker all the same (what stands under it is no longer the entry before), only without a date.
    """
    first, last = date.first, date.last
    if first.month is None or not 1 <= first.month <= 12 or (first.day is not None and not 1 <= first.day <= 39):
        return None
    if last.day is not None and not 1 <= last.day <= 39:
        return None
    return date if last.month is not None and (1 <= last.month <= 12 or (first != last and first.day is not None)) else None


def _pair(groups: Groups) -> DateSpan | None:
    """Two months that are neighbours and share one sign: 三四月份."""
    m, m2 = _month(groups), _month(groups, "2")
    y = _year(groups)
    return DateSpan(PartialDate(y, m), PartialDate(y, m2)) if m is not None and m2 == m + 1 else None


def _months_of(y: int | None, first: int, last: int) -> DateSpan:
    return DateSpan(PartialDate(y, first), PartialDate(y + (last < first) if y is not None else None, last))


def _part(groups: Groups, length: int) -> DateSpan | None:
    """A quarter or a half of a year, or several in a row."""
    count = [groups.get("q"), groups.get("q2") or groups.get("q")]
    numbers = [_COUNTS.get(c.lower()) or ordinal(c) if c else None for c in count]
    first, last = numbers
    if first is None or last is None or not 1 <= first <= last <= 12 // length:
        return None
    return _months_of(_year(groups), length * (first - 1) + 1, length * last)


def _quarter(groups: Groups) -> DateSpan | None:
    return _part(groups, 3)


def _half(groups: Groups) -> DateSpan | None:
    return _part(groups, 6)


def _season(groups: Groups) -> DateSpan | None:
    """A season of the northern hemisphere, as meteorologists count: winter is December to February."""
    return _months_of(_year(groups), *_SEASONS[(groups["s"] or "").lower()])


def _week(groups: Groups) -> DateSpan | None:
    """ISO weeks; of two dashed numbers the second is a month where the week touches it (2024-W52-12)."""
    y, first = _year(groups), _count(groups, "w")
    last = _count(groups, "w2") if groups.get("w2") else first
    if first is None or last is None:
        return None
    if groups.get("dash") and len(groups["w2"] or "") == 1:
        return _week_day(y, first, last)
    date = DateSpan(PartialDate(y), PartialDate(y), (first, first))
    if groups.get("dash") and last <= 12 and (days := date.span()) and last in {d.month for d in days}:
        return date
    date = DateSpan(PartialDate(y), PartialDate(y), (first, last))
    return date if 1 <= first <= 53 and 1 <= last <= 53 else None


def _week_day(y: int | None, week: int, weekday: int) -> DateSpan | None:
    """The day of an ISO week date: 2024-W52-3."""
    try:
        day = _day.fromisocalendar(y or 0, week, weekday)
    except ValueError:
        return None
    return DateSpan.of(PartialDate(day.year, day.month, day.day))


# ── the forms ───────────────────────────────────────────────────────────────────────────────────

_Y1, _Y2 = _named(_Y), _named(_Y, "2")
_EM1, _EM2, _ED1, _ED2 = _named(_EM), _named(_EM, "2"), _named(_ED), _named(_ED, "2")
_EY1, _EY2 = _named(_EY), _named(_EY, "2")
_WD = r"(?:[(（](?:周|星期|週)?[一二三四五六日天][)）])?"
_CN_WEEK = r"(?:个|個)?(?:周|週|星期|礼拜|禮拜)(?![一二三四五六日天末])"
_ENGLISH_SEASON = r"(?P<s>Spring|Summer|Autumn|Fall|Winter|SPRING|SUMMER|AUTUMN|FALL|WINTER)(?![A-Za-z])"

#: name -> (pattern, what its groups make); where several match, the longest counts.
FORMS: dict[str, tuple[re.Pattern[str], Maker]] = {
    name: (re.compile(pattern), maker)
    for name, pattern, maker in (
        (
            "zh days",
            rf"(?:{_Y1})?(?P<m>{_N})\s?月\s?(?P<d>{_N})\s?[日号號]?{_WD}{_TO}(?:{_Y2})?(?:(?P<m2>{_N})\s?月\s?)?(?P<d2>{_N})\s?[日号號]{_WD}",
            _numbers,
        ),
        (
            "zh months",
            rf"(?:{_Y1})?(?P<m>{_N})\s?(?:月份?)?{_TO}(?:{_Y2})?(?P<m2>{_N})\s?月(?:份)?(?!\s?{_N}\s?[日号號])",
            _numbers,
        ),
        ("zh pair", rf"(?:{_Y1})?(?P<m>[一二三四五六七八九])、?(?P<m2>[二三四五六七八九十])月份?", _pair),
        ("zh day", rf"(?:{_Y1})?(?P<m>{_N})\s?月\s?(?P<d>{_N})\s?[日号號]", _numbers),
        ("zh month", rf"(?:{_Y1})?(?P<m>{_N})\s?月份?", _numbers),
        ("zh dotted month", rf"{_named(_ISO_Y)}[./-](?P<m>\d{{1,2}})\s?月份?", _numbers),
        ("zh quarter", rf"(?:{_Y1})?第?\s?(?P<q>[一二三四1-4])(?:{_TO}第?(?P<q2>[一二三四1-4]))?\s?季度", _quarter),
        ("zh nth quarter", rf"(?:{_Y1})?第\s?(?P<q>[一二三四1-4])\s?季(?!度)", _quarter),
        ("zh half", rf"(?:{_Y1})?(?P<q>[上下前后後])半年", _half),
        ("zh season", rf"(?P<full>{_Y1})?的?(?P<s>[春夏秋冬])(?:天|季|日)?(?![一-鿿])", _season),
        ("zh week", rf"(?:{_Y1})?第\s?(?P<w>{_N})(?:\s?(?:{_CN_WEEK})?{_TO}第?\s?(?P<w2>{_N}))?\s?{_CN_WEEK}", _week),
        (
            "slashed days",
            rf"{_named(_ISO_Y)}(?P<sep>[/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}}){_WD}{_TO}"
            rf"(?:{_named(_ISO_Y, '2')}(?P=sep))?(?:(?P<m2>\d{{1,2}})(?P=sep))?(?P<d2>\d{{1,2}})(?![\d/.])",
            _numbers,
        ),
        (
            "iso days",
            rf"{_named(_ISO_Y)}-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}}){_WD}{_TO_APART}"
            rf"(?:{_named(_ISO_Y, '2')}-)?(?:(?P<m2>\d{{1,2}})-)?(?P<d2>\d{{1,2}})(?![\d-])",
            _numbers,
        ),
        (
            "slashed months",
            rf"{_named(_ISO_Y)}(?P<sep>[/.])(?P<m>\d{{1,2}}){_TO}(?:{_named(_ISO_Y, '2')}(?P=sep))?(?P<m2>\d{{1,2}})(?![\d/.])",
            _numbers,
        ),
        ("iso months", rf"{_named(_ISO_Y)}-(?P<m>\d\d){_TO_APART}(?:{_named(_ISO_Y, '2')}-)?(?P<m2>\d\d)(?![\d-])", _numbers),
        ("iso day", rf"{_named(_ISO_Y)}(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?![\d.-]\d|\d)", _numbers),
        ("iso month", rf"{_named(_ISO_Y)}[-/.](?P<m>\d{{1,2}})(?![\d./-]\d|\d)", _numbers),
        ("compact day", r"(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)", _numbers),
        ("dotted day", r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)(?!\d)", _numbers),
        ("days", rf"(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}}){_WD}{_TO}(?:(?P<m2>\d{{1,2}})/)?(?P<d2>\d{{1,2}})(?![\d/])", _numbers),
        (
            "point days",
            rf"(?P<m>\d{{1,2}})\.(?P<d>\d{{1,2}}){_WD}{_TO}(?P<m2>\d{{1,2}})\.(?P<d2>\d{{1,2}})(?![\d.%])",
            _numbers,
        ),
        ("day", r"(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/%])", _numbers),
        ("dashed day", r"(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\d/.%-])", _numbers),
        ("point day", r"(?P<m>\d{1,2})\.(?P<d>\d{1,2})(?![\d.%])", _numbers),
        ("iso week", rf"{_named(_ISO_Y)}-?\s?[Ww](?P<w>\d{{1,2}})(?:(?P<dash>-)[Ww]?(?P<w2>\d{{1,2}}))?(?!\d)", _week),
        (
            "week",
            rf"W(?:EEK|eek|k)?s?\s?#?(?P<w>\d{{1,2}})(?:\s*[-–—~/&]\s*[Ww]?(?:eek\s?)?(?P<w2>\d{{1,2}}))?(?!\d){_EY1}?",
            _week,
        ),
        ("en days", rf"{_EWD}{_EM1}\s+{_ED1}{_EY1}?{_TO_ENGLISH}{_EWD}(?:{_EM2}\s+)?{_ED2}{_EY2}?", _numbers),
        ("en days first", rf"{_EWD}{_ED1}{_TO_ENGLISH}{_ED2}\s+(?:of\s+)?{_EM1}{_EY1}?", _numbers),
        ("en days apart", rf"{_EWD}{_ED1}\s+{_EM1}{_EY1}?{_TO_ENGLISH}{_EWD}{_ED2}\s+{_EM2}{_EY2}?", _numbers),
        ("en months", rf"{_EM1}{_EY1}?(?:{_TO_ENGLISH}|\s*[/&]\s*|\s+and\s+){_EM2}{_EY2}?", _numbers),
        ("en day", rf"{_EWD}{_EM1}\s+{_ED1}{_EY1}?", _numbers),
        ("en first day", rf"{_EWD}{_ED1}\s+(?:of\s+)?{_EM1}{_EY1}?", _numbers),
        ("en month", rf"{_EM1}{_EY1}?", _numbers),
        ("year en month", rf"{_named(_ISO_Y)},?\s+{_EM1}(?!\s+\d)", _numbers),
        ("quarter", rf"Q(?P<q>[1-4])(?:{_TO}Q?(?P<q2>[1-4]))?(?!\d)(?:\s*[,/'’-]?\s*(?P<y>(?:19|20)\d\d))?(?!\d)", _quarter),
        ("year quarter", rf"{_named(_ISO_Y)}\s?[年/-]?\s?Q(?P<q>[1-4])(?:{_TO}Q?(?P<q2>[1-4]))?(?!\d)", _quarter),
        ("en quarter", rf"(?P<q>(?i:first|second|third|fourth)|1st|2nd|3rd|4th)\s+(?i:quarter)(?![a-z]){_EY1}?", _quarter),
        ("half", r"H(?P<q>[12])(?!\d)(?:\s*[,/'’-]?\s*(?P<y>(?:19|20)\d\d))?(?!\d)", _half),
        ("year half", rf"{_named(_ISO_Y)}\s?[年/-]?\s?H(?P<q>[12])(?!\d)", _half),
        (
            "en half",
            r"(?P<q>(?i:first|second)|1st|2nd)\s+(?i:half)(?:\s+(?:of\s+)?(?:the\s+year\b|(?P<y>(?:19|20)\d\d)(?!\d)))",
            _half,
        ),
        ("season", rf"{_ENGLISH_SEASON}{_EY1}?", _season),
        ("year season", rf"{_named(_ISO_Y)}\s+{_ENGLISH_SEASON}", _season),
    )
}
# What a date can begin with; nearly all prose ends here.
_OPENS = re.compile(
    rf"{_D}|[{_HAN_DIGIT}十廿元第春夏秋冬]|[上下前后後]半年|民国|民國|公元|西元|[QH][1-4]|W(?:EEK|eek|k)?s?\s?#?\d"
    rf"|(?:{'|'.join(s.title() for s in _SHORT)}|{'|'.join(_SHORT).upper()})"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*[.,]?\s|(?i:first|second|third|fourth)\s|(?i:spring|summer|autumn|fall|winter)(?![a-z])"
)
_CLOSES = re.compile(r"\s*[)）】\]]")
_BESIDE = re.compile(r"\s*[:：,，]?\s*[(（【\[]?\s*")


def parse(text: str, at: int, end: int) -> Found | None:
    """The longest date that begins at `at`, with the day of the week and the time beside it, or None.

    >>> parse("2013 年 6 月", 0, 10).date.first, parse("4 ~ 6 月", 0, 7).date.last.month
    (PartialDate(year=2013, month=6, day=None), 6)
    >>> parse("三个月", 0, 3) is None
    True
    """
    if _OPENS.match(text, at, end) is None:
        return None
    best: Found | None = None
    for form, (pattern, make) in FORMS.items():
        match = pattern.match(text, at, end)
        if match is None or (best is not None and match.end() <= best.end):
            continue
        date = make(match.groupdict())
        if date is not None and _stands_alone(text, match, end):
            best = Found(match.end(), date, form)
    if best is None:
        return None
    return _with_neighbours(text, best, end)


def _stands_alone(text: str, match: re.Match[str], end: int) -> bool:
    """Whether no digit goes on where digits end."""
    stop = match.end()
    return not (stop < end and text[stop].isdigit() and text[stop - 1].isdigit())


def _with_neighbours(text: str, found: Found, end: int) -> Found:
    """The date with its day of the week, its time, or the days that brackets behind a longer time give."""
    if found.date.first.day is None:
        opening = _BESIDE.match(text, found.end, end)
        bracket = opening is not None and opening.end() > found.end and opening.group().strip()[-1:] in tuple("(（【[")
        inner = (
            parse(text, opening.end(), end) if opening and (bracket or found.date.weeks) and opening.end() > found.end else None
        )
        several = inner is not None and inner.date.first != inner.date.last
        if inner is not None and inner.date.first.day is not None and (several or (bracket and found.date.weeks)):
            date = DateSpan(inner.date.first, inner.date.last, found.date.weeks).with_year(found.date.year)
            close = _CLOSES.match(text, inner.end, end)
            return Found(close.end() if close else inner.end, date, "with days")
    if found.date.first.day is None:
        return found
    weekday = _WEEKDAY.match(text, found.end, end)
    stop = found.end + len(text[found.end : weekday.end()].rstrip()) if weekday else found.end
    clock = _TIME.match(text, stop, end)
    if clock is not None:
        stop = clock.end()
    return Found(stop, found.date, found.form, weekday is not None)
