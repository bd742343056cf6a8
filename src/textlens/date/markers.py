"""Date markers: the words by which a heading or the start of a paragraph says when."""

import re
from dataclasses import dataclass

from textlens.date.numerals import number, year
from textlens.date.partial import PartialDate

_MONTHS = {m: i for i, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_N = r"[0-9０-９〇零一二三四五六七八九十廿]"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(?![a-z])\.?"
)
_WEEKDAY = r"(?:[ ,，]*[(（]?(?:(?:周|星期|週|礼拜|禮拜)[一二三四五六日天]|[一二三四五六日]|(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?)\b[)）]?)?"
_BEFORE_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s+)?"
_FORMS = (
    rf"(?P<zy>{_N}{{2,4}})\s?年\s?(?P<zm>{_N}{{1,3}})\s?月份?(?:\s?(?P<zd>{_N}{{1,3}})\s?[日号號])?",
    rf"(?P<mm>{_N}{{1,3}})\s?月\s?(?P<md>{_N}{{1,3}})\s?[日号號]",
    rf"(?P<om>{_N}{{1,3}})\s?月份?",
    r"(?P<iy>(?:19|20)\d\d)(?P<sep>[-/.])(?P<im>\d{1,2})(?:(?P=sep)(?P<id>\d{1,2}))?(?![\d.-])",
    rf"{_BEFORE_WEEKDAY}(?P<em>{_MONTH})\s+(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<ey>\d{{4}}))?",
    rf"{_BEFORE_WEEKDAY}(?P<fd>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<fm>{_MONTH})(?:,?\s+(?P<fy>\d{{4}}))?",
    rf"(?P<gm>{_MONTH})(?:,?\s+(?P<gy>\d{{4}}))?",
)
_DATE = re.compile("(?:" + "|".join(_FORMS) + ")" + _WEEKDAY)
_LEAD = re.compile(r"(?:[^\w\s「『“\"'(（《<@]|[\s\ufe0f\u200d])*")
# What may stand between a marker and the words it introduces.
_RUN_IN = re.compile(r"\s*(?:[:：|｜]|[-–—]{1,2}(?=\s)|\*\*\s*[:：]?|__\s*[:：]?|[.]\s?\*\*|$)")
_HEAD_STOP = re.compile(r"\s*$|[\s:：,，、|｜\-–—·•.~～（(「【*_]")
# After a month these make it prose: April's, 三月的, 5月是.
_NOT_HEAD = re.compile(r"\s?(?:的|是|里|裡)|中旬|底|初|末|以来|以來|之前|之后|之後|['’]s\b")
# What a title may say beside its date and still be nothing but the name of an entry: 2024年3月月报, March 2024 recap.
_GENRE = re.compile(
    r"[\s.。()（）:：|｜_-]*(?:的?(?:个人|個人)?(?:月?[报報]{1,2}|月[记記]|[周週][记記报報]|日[记記]|随笔|隨筆|总结|總結|小结|小結|回顾|回顧|复盘|複盤)"
    r"|(?:monthly |weekly |daily )?(?:review|recap|journal|diary|notes?|summary|report|update|log|entry))?[\s.。()（）_-]*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A date marker found at [start, end) of the document, as far as it is written out."""

    start: int
    end: int
    date: PartialDate


def _date_of(match: re.Match[str]) -> PartialDate | None:
    group = match.groupdict()
    if group["zy"]:
        found = PartialDate(year(group["zy"]), number(group["zm"]), number(group["zd"]) if group["zd"] else None)
        if found.year is None:
            return None
    elif group["mm"]:
        found = PartialDate(None, number(group["mm"]), number(group["md"]))
    elif group["om"]:
        found = PartialDate(None, number(group["om"]))
    elif group["iy"]:
        found = PartialDate(int(group["iy"]), int(group["im"]), int(group["id"]) if group["id"] else None)
    else:
        name = group["em"] or group["fm"] or group["gm"]
        day = group["ed"] or group["fd"]
        in_year = group["ey"] or group["fy"] or group["gy"]
        found = PartialDate(int(in_year) if in_year else None, _MONTHS[name[:3].lower()], int(day) if day else None)
    return found if found.month is not None and (found.is_possible() or _is_slip(found)) else None


def _is_slip(date: PartialDate) -> bool:
    """Whether somebody meant a day and wrote one that the calendar does not have: 30 February, 31 April, 32 May.

    It is a marker all the same (what stands under it is no longer the entry before), only without a date.
    """
    return date.month is not None and 1 <= date.month <= 12 and date.day is not None and 1 <= date.day <= 39


def _match(text: str, start: int, end: int) -> tuple[re.Match[str], PartialDate] | None:
    lead = _LEAD.match(text, start, end)
    at = lead.end() if lead else start
    match = _DATE.match(text, at, end)
    if match is None:
        return None
    date = _date_of(match)
    return (match, date) if date else None


def heading_marker(text: str, start: int, end: int) -> Marker | None:
    """The marker a heading opens with: ``一月 月子``, ``🎁 十二月：``, ``2023.05``, ``March 4, 2024``.

    >>> heading_marker("四月，疫情", 0, 5).date.month, heading_marker("四月的雨", 0, 4), heading_marker("十二个月", 0, 4)
    (4, None, None)
    """
    found = _match(text, start, end)
    if found is None:
        return None
    match, date = found
    stop = match.end()
    if _NOT_HEAD.match(text, stop, end) or not (stop >= end or _HEAD_STOP.match(text[stop:end])):
        return None
    if match.group("gm") and stop < end and re.match(r"\s+[a-z]", text[stop:end]):
        return None  # "May was wet" is prose
    return Marker(match.start(), stop, date)


def run_in_marker(text: str, start: int, end: int) -> Marker | None:
    """The marker a paragraph opens with, set off by a colon, a dash or bold type (``1月: …``, ``**June 3.** …``), or is.

    >>> run_in_marker("1月: 下雪", 0, 6).date.month, run_in_marker("7月，我走了", 0, 6)
    (1, None)
    """
    found = _match(text, start, end)
    if found is None:
        return None
    match, date = found
    stop = match.end()
    bold = text[start : match.start()].rstrip().endswith(("**", "__"))
    after = text[stop : min(end, stop + 24)]
    if bold and re.match(r"[^*_\n]{0,20}(?:\*\*|__)", after):
        return Marker(match.start(), stop, date)
    if stop >= end or (_RUN_IN.match(after) and not after.lstrip().startswith("**")):
        return Marker(match.start(), stop, date)
    if re.match(r"-\s", after):  # "January- Decided to …"
        return Marker(match.start(), stop, date)
    return None


def closing_marker(text: str, start: int, end: int) -> Marker | None:
    """The last date in a byline or attribution: ``— Ann (@ann) March 4, 2024``, ``作者:…,2023 年 5 月``."""
    found = None
    for match in _DATE.finditer(text, start, end):
        date = _date_of(match)
        if date is not None and date.is_possible() and (date.year is not None or date.day is not None):
            found = Marker(match.start(), match.end(), date)
    return found


def whole_date(text: str) -> PartialDate | None:
    """The date that a title or a file name consists of (``2024 年 3 月月報`` too), or None.

    >>> whole_date("2023-10-14"), whole_date("a trip in 2023")
    (PartialDate(year=2023, month=10, day=14), None)
    """
    found = _match(text, 0, len(text))
    if found is None or not _GENRE.fullmatch(text, found[0].end()):
        return None
    return found[1] if found[1].is_possible() else None
