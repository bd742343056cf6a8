"""A calendar date that may lack its day, month or year."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any

_ISO = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?\s*", re.S)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """Year, month (1-12) and day (1-31) as far as they are known; None where they are not.

    >>> PartialDate(2024, 2).span()
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def is_possible(self) -> bool:
        """Whether the calendar has such a date; 29 February passes where the year is not known."""
        if self.year is not None and not 1 <= self.year <= 9999:
            return False
        if self.month is None:
            return self.day is None
        if not 1 <= self.month <= 12:
            return False
        last = calendar.monthrange(self.year or 2000, self.month)[1]
        return self.day is None or 1 <= self.day <= last

    def with_year(self, year: int | None) -> "PartialDate":
        """The same date with its year filled in where it lacks one."""
        return self if self.year is not None else replace(self, year=year)

    def span(self) -> tuple[dt.date, dt.date] | None:
        """First and last calendar day, inclusive; None without a year or where no such day exists."""
        if self.year is None or not self.is_possible():
            return None
        if self.month is None:
            return dt.date(self.year, 1, 1), dt.date(self.year, 12, 31)
        last = calendar.monthrange(self.year, self.month)[1]
        return dt.date(self.year, self.month, self.day or 1), dt.date(self.year, self.month, self.day or last)


def parse_iso(text: str) -> PartialDate | None:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` (a time of day after it is left alone), else None.

    >>> parse_iso("2024-03")
    PartialDate(year=2024, month=3, day=None)
    """
    match = _ISO.fullmatch(text)
    if not match:
        return None
    date = PartialDate(*(int(g) if g else None for g in match.groups()))
    return date if date.is_possible() else None


def from_object(value: Any) -> PartialDate | None:
    """The date that a value other than text stands for: a year, a date, a pandas Period or timestamp; else None.

    >>> from_object(2024), from_object(dt.date(2024, 3, 18)), from_object(float("nan"))
    (PartialDate(year=2024, month=None, day=None), PartialDate(year=2024, month=3, day=18), None)
    """
    if isinstance(value, bool) or value is None:
        return None
    if type(value).__name__ == "datetime64":  # numpy's own, which has no year to ask for
        return parse_iso(str(value))
    if hasattr(value, "freqstr"):  # a Period is as exact as its unit
        unit = value.freqstr[0]
        return PartialDate(value.year, value.month if unit not in "YAQ" else None, value.day if unit not in "YAQMW" else None)
    if hasattr(value, "year") and hasattr(value, "month"):
        return PartialDate(value.year, value.month, getattr(value, "day", None)) if value == value else None
    number = float(value) if hasattr(value, "__float__") else float("nan")
    return parse_iso(f"{int(number):04d}") if number.is_integer() else None
