"""The dates that chats stamp their messages with: how they are written, and which number is the day."""

import re
from collections.abc import Sequence
from itertools import pairwise

from textlens.date.partial import PartialDate

#: Three numbers as they stand in the file.
Stamp = tuple[int, int, int]

_PARTS_OF_DAY = "上午|下午|凌晨|清晨|早上|中午|傍晚|晚上|午前|午後|오전|오후"
#: A date in numbers, three groups, for a regular expression: 12/05/23, 2023-05-12, 12. 5. 2023, 2023年5月12日.
DATE = r"(\d{4}|\d{1,2})(?:[./-][ ]?|年)(\d{1,2})(?:[./-][ ]?|月)(\d{4}|\d{1,2})[.日]?"
#: A time of day, no groups: 15:04, 3:04:09 PM, 下午3:04, 15.04.
CLOCK = rf"(?:(?:{_PARTS_OF_DAY})\s?)?\d{{1,2}}[:.：]\d{{2}}(?:[:.：]\d{{2}})?(?:\s?[AaPp]\.?\s?[Mm]\.?(?![A-Za-z]))?"
#: A date and a time of day, with the groups of the date.
STAMP = rf"{DATE},?\s{{0,2}}(?:(?:at|um|klo|à|a las|kl\.)\s)?{CLOCK}"
#: A day, year first: three groups.
DAY = r"(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?"
#: A clock of twelve hours.
TWELVE = re.compile(r"\d\s?[AaPp]\.?\s?[Mm]\b")
#: The marks of direction that programs lay around what they write.
MARKS = "[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"


def numbers_of(groups: Sequence[str | None]) -> Stamp:
    """The three numbers that a stamp's groups hold, 0 for one that is not there."""
    a, b, c = (int(group or 0) for group in groups)
    return a, b, c


def _read(stamp: Stamp, order: str) -> tuple[int, int, int]:
    """Year, month and day of a stamp in an order; a year of four digits shows itself."""
    written = dict(zip("ymd" if stamp[0] > 99 else order, stamp, strict=True))
    year = written["y"]
    return (year + 2000 if year < 100 else year), written["m"], written["d"]


def date_of(stamp: Stamp, order: str) -> PartialDate:
    """The date of a stamp whose numbers stand in the order ``ymd``, ``dmy`` or ``mdy``; it may be impossible.

    >>> date_of((5, 12, 23), "mdy")
    PartialDate(year=2023, month=5, day=12)
    """
    return PartialDate(*_read(stamp, order))


def order_of(stamps: Sequence[Stamp], *, twelve_hours: bool, dotted: bool) -> tuple[str, tuple[str, ...]]:
    """The order of the numbers in a file's stamps, and a note where that is a guess.

    A number above 12 tells; where none is, the order in which the days come one after the other; where both readings rise
    alike, the day comes first, unless the clock has twelve hours, as where the month comes first.

    Args:
        stamps: as they follow one another.
        twelve_hours: whether the times have AM and PM.
        dotted: whether dots part the numbers, which nobody writes who puts the month first.

    >>> order_of([(3, 31, 24), (4, 1, 24)], twelve_hours=False, dotted=False)
    ('mdy', ())
    """
    short = [stamp for stamp in stamps if stamp[0] <= 99]
    if not short:
        return "ymd", ()
    if any(a > 31 for a, _, _ in short):
        return "ymd", ()
    first, second = sum(a > 12 for a, _, _ in short), sum(b > 12 for _, b, _ in short)
    if first and second:
        order = "dmy" if first >= second else "mdy"
        return order, (f"the dates are written in two orders; most read as {_NAMES[order]}",)
    if first or second or dotted:
        return ("mdy" if second else "dmy"), ()
    falls = {order: sum(a > b for a, b in pairwise(_read(s, order) for s in short)) for order in ("dmy", "mdy")}
    if falls["dmy"] != falls["mdy"]:
        return min(falls, key=lambda order: falls[order]), ()
    order = "mdy" if twelve_hours else "dmy"
    if all(a == b for a, b, _ in short):
        return order, ()
    return order, (f"the dates do not tell the day from the month; they are read as {_NAMES[order]}",)


_NAMES = {"dmy": "day/month/year", "mdy": "month/day/year", "ymd": "year/month/day"}
