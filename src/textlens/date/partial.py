"""A calendar date that may lack its day, month or year."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace

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
