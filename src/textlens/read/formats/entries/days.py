"""The days that cells name: dates in any usual way of writing, seconds since 1970, a spreadsheet's serial numbers.

A column is read as a whole, for only all its cells together tell the day from the month.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from textlens.date.grammar import MONTHS
from textlens.date.markers import whole_date
from textlens.date.numerals import number, year
from textlens.date.partial import PartialDate, from_object
from textlens.read.formats.entries.cells import is_blank

#: Day 0 of Excel's serial numbers (the one that makes all since March 1900 right).
EXCEL = dt.date(1899, 12, 30)

_WIDE = str.maketrans("０１２３４５６７８９：／－．　", "0123456789:/-. ")
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?,?\s+)?"
_HAN_NUMBER = "[0-9〇零○一二三四五六七八九十廿卅]"
# The time of day, the zone and the day of the week that may stand behind a date.
_REST = re.compile(
    r"(?:[\sTZ,，.:：+\-−()（）\[\]\d]|[AaPp]\.?[Mm]\.?|\b[A-Z]{2,5}\b|\bat\b|[A-Z][a-z]+/[A-Z][A-Za-z_]+"
    r"|上午|下午|凌晨|清晨|早上|早晨|中午|傍晚|晚上|[時时點点分秒]|(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6})*"
)
_FORMS = tuple(
    re.compile(pattern + r"(?P<rest>(?!\d).*)", re.S | re.I)
    for pattern in (
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?=T|$)",
        rf"(?P<year>{_HAN_NUMBER}{{4}})\s*年(?:\s*(?P<month>{_HAN_NUMBER}{{1,3}})\s*月(?:\s*(?P<day>{_HAN_NUMBER}{{1,3}})\s*[日号號]?)?)?",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.]+(?:of\s+)?{_MONTH}[,\s\-/.]+(?P<year>\d{{4}}|\d\d)",
        rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        # Twitter's and ctime's: the year comes last.
        rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})\s+\d\d:\d\d(?::\d\d)?(?:\s+[A-Z]{{2,5}}|\s+[+-]\d{{4}})?\s+(?P<year>\d{{4}})",
        rf"{_MONTH},?\s+(?P<year>\d{{4}})",
    )
)
_THREE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d?)(?!\d)(?P<rest>.*)", re.S)
_NUMBER = re.compile(r"\d{4,19}(?:\.\d+)?")
_CLOCK = re.compile(r"\d[AaPp]\.?[Mm]\b|\s[AaPp]\.?[Mm]\b")
# Which of three numbers is the year, the month, the day; the first is taken where several would do.
_ORDERS = {"day/month/year": (2, 1, 0), "month/day/year": (2, 0, 1), "year/month/day": (0, 1, 2)}
_LONGEST = 60
_LAST_STAMP = 4_200_000_000  # early in 2103


@dataclass(frozen=True, slots=True)
class Days:
    """The days in a column's cells: one or None for each, the numbers of those that hold something else, and what is doubtful."""

    days: list[PartialDate | None]
    unread: list[int]
    doubt: str = ""


def days_of(cells: Sequence[Any], *, epoch: dt.date = EXCEL, named: bool = True) -> Days:
    """The days that a column's cells name; day and month stand in the order that all cells of the column allow.

    Args:
        cells: as the file has them: text, numbers, dates.
        epoch: day 0 of serial numbers.
        named: whether the column is known to hold dates; without that a number must be unmistakable.

    >>> days_of(["01/03/2024", "25/03/2024"]).days[0], days_of([1709636400]).days[0], days_of(["soon"]).unread
    (PartialDate(year=2024, month=3, day=1), PartialDate(year=2024, month=3, day=5), [0])
    """
    days: list[PartialDate | None] = [None] * len(cells)
    unread: list[int] = []
    open_cells: dict[int, tuple[str, str, str]] = {}
    written: list[str] = []
    for i, cell in enumerate(cells):
        if is_blank(cell):
            continue
        if isinstance(cell, str):
            text = cell.translate(_WIDE).strip()
            three = _THREE.fullmatch(text) if len(text) <= _LONGEST else None
            if three and _REST.fullmatch(three["rest"]):
                open_cells[i] = (three[1], three[3], three[4])
                written.append(text)
                continue
            days[i] = _from_text(text, epoch, named)
        elif isinstance(cell, (int, float)):
            days[i] = None if isinstance(cell, bool) else _from_number(cell, epoch, named)
        elif not isinstance(cell, (dt.time, dt.timedelta)):
            days[i] = from_object(cell)
        if days[i] is None:
            unread.append(i)
    doubt = ""
    if open_cells:
        order, doubt = _order(list(open_cells.values()), written)
        for i, three_numbers in open_cells.items():
            choices = [order] if order else list(_ORDERS.values())
            days[i] = next((day for o in choices if (day := _in_order(three_numbers, o))), None)
            if days[i] is None:
                unread.append(i)
    return Days(days, sorted(unread), doubt)


def _order(cells: list[tuple[str, str, str]], written: list[str]) -> tuple[tuple[int, int, int] | None, str]:
    """The order of three numbers that all cells allow, None where none does, and what is doubtful about it.

    A cell that is no date in any order has no say.
    """
    cells = [cell for cell in cells if any(_in_order(cell, order) for order in _ORDERS.values())]
    if not cells:
        return None, ""
    allowed = {
        name: [day for cell in cells if (day := _in_order(cell, order))]
        for name, order in _ORDERS.items()
        if all(_in_order(cell, order) for cell in cells)
    }
    if not allowed:
        return None, "no one order of day and month fits all dates; each is read as it can be"
    if len({tuple(days) for days in allowed.values()}) == 1:
        return _ORDERS[next(iter(allowed))], ""
    chosen = next(iter(allowed))
    running = [name for name, days in allowed.items() if len(set(days)) > 2 and _runs(days)]
    if "month/day/year" in allowed and any(_CLOCK.search(text) for text in written):
        chosen = "month/day/year"  # where clocks have 12 hours the month comes first
    elif len(running) == 1:
        chosen = running[0]
    return _ORDERS[chosen], f"dates like {written[0]:.40} can be {' or '.join(allowed)}; read as {chosen}"


def _runs(days: list[PartialDate]) -> bool:
    """Whether days stand in the order of the calendar, or in its reverse."""
    spans = [span[0] for day in days if (span := day.span())]
    return all(a <= b for a, b in pairwise(spans)) or all(a >= b for a, b in pairwise(spans))


def _in_order(cell: tuple[str, str, str], order: tuple[int, int, int]) -> PartialDate | None:
    years, months, days = (cell[i] for i in order)
    if (len(cell[2]) == 4 and order[0] != 2) or len(months) > 2 or len(days) > 2 or len(years) == 1:
        return None
    return _possible(_century(years), int(months), int(days))


def _century(text: str) -> int:
    """A year of two digits as the nearest to our time: 1970 to 2069."""
    value = int(text)
    return value if len(text) > 2 else value + (2000 if value < 70 else 1900)


def _possible(years: int | None, months: int | None, days: int | None) -> PartialDate | None:
    date = PartialDate(years, months, days)
    return date if date.is_possible() and (years or 1) >= 1 else None


def _from_text(text: str, epoch: dt.date, named: bool) -> PartialDate | None:
    """The day that a cell of text consists of."""
    if len(text) > _LONGEST:
        return None
    if _NUMBER.fullmatch(text):
        found = _from_number(float(text), epoch, named)
        if found is not None:
            return found
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is None or not _REST.fullmatch(match["rest"]):
            continue
        parts = match.groupdict()
        month = (MONTHS.get(parts["month"][:3].lower()) or number(parts["month"])) if parts["month"] else None
        day = parts.get("day")
        years = _century(parts["year"]) if parts["year"].isdigit() else year(parts["year"])
        return _possible(years, month, number(day) if day else None)
    return whole_date(text) if not text.isascii() or text[:1].isalpha() else None


def _from_number(value: float, epoch: dt.date, named: bool) -> PartialDate | None:
    """The day that a number is: a date written without marks, seconds since 1970 or finer, a spreadsheet's day, a year."""
    if value != value or abs(value) > 1e19:
        return None
    whole = int(value)
    if 17_000_101 <= whole <= 22_001_231 and whole == value:
        return _possible(whole // 10_000, whole // 100 % 100, whole % 100)
    for unit in (1, 1_000, 1_000_000, 1_000_000_000):
        if (100_000_000 if named else 1_000_000_000) * unit <= value < _LAST_STAMP * unit:
            return from_object(dt.datetime.fromtimestamp(whole // unit, dt.UTC))
    if not named:
        return None
    if 10_000 <= value < 73_051:  # 1927 to 2099
        return from_object(epoch + dt.timedelta(days=whole))
    if whole != value:
        return None
    if 170_001 <= whole <= 220_012:
        return _possible(whole // 100, whole % 100, None)
    return PartialDate(whole) if 1000 <= whole <= 2999 else None
