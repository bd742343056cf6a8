"""Date markers: the words by which a heading or the start of a paragraph says when."""

import re
from dataclasses import dataclass

from textlens.date.grammar import Found, parse
from textlens.date.partial import PartialDate
from textlens.date.span import DateSpan

_TAG = r"</?(?:b|strong|em|i|u|span|font|p|summary|h[1-6]|time|mark)(?:\s[^<>]*)?>"
# Emoji, brackets and bold type may stand before a marker; quotation marks and titles' brackets make it somebody's words.
_LEAD = re.compile(rf"(?:{_TAG}|[^\w\s「『“\"'(（《〈<@$¥￥#]|<(?=\d{{4}}-\d\d-\d\d)|_|\d\ufe0f?\u20e3|[\s\ufe0f\u200d])*")
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.(?!\d+\.)|[、)）])\s*|[一二三四五六七八九十]{1,3}、\s*|[（(][一二三四五六七八九十\d]{1,2}[)）]\s*)"
)
_GENRES = "日记|日記|周记|週記|周報|週報|周报|月记|月記|月报|月報|随笔|隨筆|Weekly|Monthly|Daily|Journal|Diary|weekly|diary|journal|daily"
_GENRES += "|Review|Recap|Summary|Update|Notes"
_GENRE_FIRST = re.compile(rf"(?:{_GENRES})(?:\s+(?:Review|Notes?|Report|Log|Update))?[\s,，:：|｜·•_#-]+")
# What may stand between a marker and the words it introduces.
_RUN_IN = re.compile(
    rf"\s*(?:{_TAG})?(?:[(（][^()（）\n]{{1,16}}[)）])?\s*(?:[:：|｜】」]|\](?!\()|[-–—]{{1,2}}(?=\s)|—{{1,2}}|--|\*\*\s*[:：]?|__\s*[:：]?|[.]\s?\*\*|$)"
)
_HEAD_STOP = re.compile(r"\s*$|[\s:：,，、|｜\-–—·•.~～（(「【*_/\])】<!！。]")
# After a month these make it prose: April's, 三月的, 5月是.
_NOT_HEAD = re.compile(
    r"\s?(?:的|是|里|裡|间|間|份的|开始|開始|起)|中旬|底|初|末|以来|以來|之前|之后|之後|前后|前後|['’]s\b|\s(?:19|20)\d\d年"
)
# Names and sayings that open with a month: a band, a revolution, a film, feasts of the old calendar.
_NAMES = re.compile(
    r"五月天|五月花|[四五]月物[语語]|四月是你|四月一日|十月革命|十月[围圍]城|十月[怀懷]胎|三月三|八月十五|九月九|七月半|七月流火|七月[与與]安生|六月[飞飛]?雪"
    r"|[五八][月][节節]|十二月党|十二月黨|(?:May\s+(?:Day|Fourth|the\s)|April\s+Fool|March\s+Madness|August\s+Rush|June\s+Carter)"
)
_PLAN_WORDS = r"(?:的)?(?:计划|計劃|計畫|目标|目標|展望|规划|規劃|预告|預告|待办|待辦|[Pp]lans?|[Gg]oals?|[Tt]o-?dos?)"
_PLAN = re.compile(rf"[\s:：]*{_PLAN_WORDS}\W*$")
_NEXT_MONTH = re.compile(rf"(?:下个?月|下個月|來月|来月|次月)(?:.{{0,6}}{_PLAN_WORDS}|$)|(?i:next month)", re.S)
_WEATHER = re.compile(
    r"[\s,，、.。]{1,2}(?:晴|阴|陰|多云|多雲|[小中大暴阵陣雷]?雨|[小中大暴]?雪|雾|霧|霾|台风|颱風|(?i:sunny|cloudy|rainy?|snow|overcast))"
)
_LOOSE = re.compile(r"[\s\u3000,，、]")
_GLUED = re.compile(r"[\u3400-\u9fff]")
_CARD = re.compile(r"[^*_\n]{0,20}(?:\*\*|__)")
# What a title may say beside its date and still be nothing but the name of an entry: 2024年3月月报, March 2024 recap.
_GENRE = (
    r"(?:的?(?:个人|個人)?(?:月?[报報]{1,2}|[月周週日](?:度)?(?:[记記志誌]|[报報]|总结|總結|小结|小結|回顾|回顧|复盘|複盤|刊)"
    r"|随笔|隨筆|总结|總結|小结|小結|回顾|回顧|复盘|複盤|流水账|流水帳|记录|記錄|手记|手記)"
    r"|(?i:(?:monthly |weekly |daily )?(?:review|recap|journal|diary|notes?|summary|report|update|log|entry|favou?rites)))"
)
_PAD = r"[\s.。()（）\[\]【】:：|｜_#·•—–-]*"
_ENTRY = re.compile(rf"{_PAD}(?:{_GENRE})?{_PAD}(?:[(（][^()（）]{{1,12}}[)）])?$")
_WITH_SUBTITLE = re.compile(rf"{_PAD}{_GENRE}\s*[:：|｜—–-]|\s*[:：|｜]")

#: Forms that something else is written in just as often; alone they say nothing, several in order do.
WEAK_FORMS = frozenset(
    ("zh nth quarter", "point days", "day", "dashed day", "point day", "half", "quarter", "zh season", "season", "zh week")
)
WEAK_FORMS |= {"week", "compact day"}


@dataclass(frozen=True, slots=True)
class Marker:
    """A date marker found at [start, end) of the document, as far as it is written out.

    `weak` names the doubt, if any: such a marker counts only among others of its kind (`series.confirm`).
    """

    start: int
    end: int
    date: DateSpan
    form: str = ""
    weak: str = ""


def _lead(text: str, start: int, end: int) -> int:
    if text[start : start + 1].isalpha():  # nearly every paragraph, and the pattern is dear
        return start
    match = _LEAD.match(text, start, end)
    return match.end() if match else start


def _doubt(text: str, at: int, found: Found) -> str:
    """Why the form by itself is no proof of a date, "" where it is one."""
    if found.form not in WEAK_FORMS or found.weekday:
        return ""
    if found.form == "week":  # W18 is nothing else; Week 3 may be of a course
        return "" if found.date.year is not None or text[at + 1 : at + 2].isdigit() else "week"
    return "" if found.date.year is not None and found.form != "compact day" else found.form


def heading_marker(text: str, start: int, end: int) -> Marker | None:
    """The marker a heading opens with: ``一月 月子``, ``🎁 十二月：``, ``2023.05``, ``March 4, 2024``.

    >>> heading_marker("四月，疫情", 0, 5).weak, heading_marker("四月的雨", 0, 4), heading_marker("十二个月", 0, 4)
    ('comma', None, None)
    """
    at = _lead(text, start, end)
    found = parse(text, at, end)
    for skip in (_GENRE_FIRST, _NUMBERED):
        before = skip.match(text, at, end)
        if before and (found is None or (skip is _NUMBERED and _doubt(text, at, found))):
            inner = parse(text, before.end(), end)
            if inner is not None:
                at, found = before.end(), inner
    if found is None:
        return _closing_of_heading(text, start, end)
    if _NAMES.match(text, at, end) and found.date.day is None:
        return None
    stop, after = found.end, text[found.end : end]
    if _NOT_HEAD.match(after) or _PLAN.match(after):
        return None
    weak = _doubt(text, at, found)
    if not (stop >= end or _HEAD_STOP.match(after)):
        if found.form not in ("zh month", "zh day") or not _GLUED.match(after):
            return None
        weak = "glued"
    if found.date.day is None and re.match(r"\s?[，,、]", after):
        weak = weak or "comma"
    if found.form.startswith(("en", "season")) and re.match(r"\s+\w", after) and not _ENTRY.match(after):
        if re.match(r"\s+[a-z]", after):
            return None  # "May was wet" is prose
        if found.date.day is None and found.date.year is None:
            weak = "named"  # "April Fools" is a name, "April Moving house" an entry
    return Marker(at, stop, found.date, found.form, weak)


def _closing_of_heading(text: str, start: int, end: int) -> Marker | None:
    """The date a heading closes with, in brackets or behind a bar: ``东京（2023.05）``, ``Moving | March 2023``."""
    opening = max((text.rfind(mark, start, end) for mark in "(（【[|｜"), default=-1)
    if opening <= start:
        return None
    at = opening + 1
    while at < end and text[at] == " ":
        at += 1
    found = parse(text, at, end)
    if found is None or found.form in WEAK_FORMS or not re.match(r"\s*[)）】\]]?\W*$", text[found.end : end]):
        return None
    if found.date.day is None and found.date.year is None and found.form != "zh month":
        return None
    return Marker(at, found.end, found.date, found.form, "closing")


def run_in_marker(text: str, start: int, end: int) -> Marker | None:
    """The marker a paragraph opens with, set off by a colon, a dash or bold type (``1月: …``, ``**June 3.** …``), or is.

    >>> run_in_marker("1月: 下雪", 0, 6).weak, run_in_marker("7月，我走了", 0, 6).weak, run_in_marker("7月的雨", 0, 4)
    ('', 'loose', None)
    """
    at = _lead(text, start, end)
    found = parse(text, at, end)
    if found is None or (found.date.day is None and _NAMES.match(text, at, end)):
        return None
    stop, after = found.end, text[found.end : min(end, found.end + 40)]
    weak = _doubt(text, at, found)
    if not _set_off(text[start:stop], text[start:at], found, after):
        weak = _looseness(found, after)
        if not weak:
            return None
    return Marker(at, stop, found.date, found.form, weak)


def _looseness(found: Found, after: str) -> str:
    """How little divides a date from the words behind it: a gap or a comma (``loose``), nothing (``glued``); "" where prose goes on."""
    if found.form.startswith("en"):
        return "loose" if re.match(r",?\s+[A-Z]", after) else ""
    if not found.form.startswith(("zh", "iso", "day", "point")) or _NOT_HEAD.match(after):
        return ""
    return "loose" if _LOOSE.match(after) else "glued" if found.form == "zh month" and _GLUED.match(after) else ""


def _set_off(whole: str, before: str, found: Found, after: str) -> bool:
    """Whether a mark, a day of the week or the weather divides a date from the words behind it."""
    if before.rstrip().endswith(("**", "__")) and _CARD.match(after):
        return True
    if not after or (_RUN_IN.match(after) and not after.lstrip().startswith("**")):
        return True
    if re.match(r"-\s", after):  # "January- Decided to …"
        return True
    if found.form.startswith("en"):
        # Nobody writes a sentence of nothing but a date: "4 June. Whitby.", "_3 May. Bistritz._--Left Munich".
        return bool(re.match(r"\.(?:_|\s+[A-Z\"“])|[._]{0,3}(?:--|—)", ("." if whole.endswith(".") else "") + after))
    if found.date.day is None:
        return False
    beside = found.weekday or bool(_WEATHER.match(after))
    return beside and (bool(re.match(r"[>\]]?(?:[\s,，、。.]|$)", after)) or whole.endswith((")", "）")))


def closing_marker(text: str, start: int, end: int) -> Marker | None:
    """The last date in a byline or attribution: ``— Ann (@ann) March 4, 2024``, ``作者:…,2023 年 5 月``."""
    found = None
    at = start
    while at < end:
        here = None if at > start and _inside_word(text, at) else parse(text, at, end)
        date = here.date if here is not None else None
        if here is None or date is None:
            at += 1
            continue
        exact = date.month is not None and (date.year is not None or date.day is not None)
        if exact and date.is_possible() and here.form not in WEAK_FORMS:
            found = Marker(at, here.end, date, here.form)
        at = here.end
    return found


def _inside_word(text: str, at: int) -> bool:
    """Whether a word of letters or digits goes on at `at`; Chinese is written without gaps."""
    before, here = text[at - 1], text[at]
    return before.isascii() and here.isascii() and before.isalnum() and here.isalnum()


def is_plan(text: str, start: int, end: int) -> bool:
    """Whether a heading announces what the next month is to bring, which this month's entry does not tell.

    >>> is_plan("🎯 下個月的目標", 0, 8), is_plan("本月目標", 0, 4)
    (True, False)
    """
    return bool(_NEXT_MONTH.match(text, _lead(text, start, end), end))


def whole_span(text: str) -> DateSpan | None:
    """The date or range that a title or a file name consists of, beside the name of a genre; None where it says more.

    >>> whole_span("2024-W52-12").span()[0].isoformat(), whole_span("2023年10月的雨")
    ('2024-12-23', None)
    """
    at = _lead(text, 0, len(text))
    found = parse(text, at, len(text))
    if found is None:
        before = _GENRE_FIRST.match(text, at)
        found = parse(text, before.end(), len(text)) if before else None
    if found is None:
        return None
    rest = text[found.end :]
    entry = _ENTRY.match(rest) or (found.date.year is not None and _WITH_SUBTITLE.match(rest)) or _diary_head(found, rest)
    doubtful = _doubt(text, at, found) not in ("", "zh week", "week", "compact day")
    return found.date if entry and not doubtful and found.date.is_possible() else None


def _diary_head(found: Found, rest: str) -> bool:
    """Whether a title that goes on behind its day is a diary entry's: with the day of the week or the weather."""
    return found.date.day is not None and (found.weekday or bool(_WEATHER.match(rest)))


def whole_date(text: str) -> PartialDate | None:
    """The one date that a title, a file name or a cell consists of (``2024 年 3 月月報`` too), or None.

    >>> whole_date("2023-10-14"), whole_date("a trip in 2023")
    (PartialDate(year=2023, month=10, day=14), None)
    """
    span = whole_span(text)
    return span.first if span is not None and span.first == span.last and span.first.month is not None else None
