"""What a marker says: the stretch from one calendar date to another, each as far as it is written."""

import datetime as dt
from dataclasses import dataclass, replace

from textlens.date.partial import PartialDate

# From a later month to an earlier one goes over New Year, but hardly by more than this: else somebody slipped.
_LONGEST_OVER_NEW_YEAR = 190


@dataclass(frozen=True, slots=True)
class DateSpan:
    """From `first` to `last`, both included; one date is a span from itself to itself.

    `weeks` are ISO 8601 weeks: what is meant where `first` says nothing but a year, and what holds where the days written
    beside them do not exist.

    >>> DateSpan.of(PartialDate(2023, 5)).span()
    (datetime.date(2023, 5, 1), datetime.date(2023, 5, 31))
    >>> DateSpan(PartialDate(None, 12, 28), PartialDate(None, 1, 3)).with_year(2023).span()
    (datetime.date(2023, 12, 28), datetime.date(2024, 1, 3))
    """

    first: PartialDate
    last: PartialDate
    weeks: tuple[int, int] | None = None

    @classmethod
    def of(cls, date: PartialDate) -> "DateSpan":
        """The span of one date."""
        return cls(date, date)

    @property
    def year(self) -> int | None:
        """The year it begins in, None where it is not known."""
        return self.first.year

    @property
    def month(self) -> int | None:
        """The month it ends in, where it names one."""
        return self.last.month

    @property
    def day(self) -> int | None:
        """The day it begins with, where it names one."""
        return self.first.day

    @property
    def over_new_year(self) -> bool:
        """Whether it ends soon after New Year, earlier in the calendar than it begins: 12/28 - 01/03, Nov - Feb."""
        begin, end = self.first.month, self.last.month
        if begin is None or end is None:
            return self.weeks is not None and self.weeks[1] < self.weeks[0]
        days = 30.4 * (end - begin) + (self.last.day or 31) - (self.first.day or 1)
        return days < 0 and end <= 12 and days + 365 <= _LONGEST_OVER_NEW_YEAR

    def is_possible(self) -> bool:
        """Whether the dates that are written exist; unlike `span` it wants no year."""
        if not (self.first.is_possible() and self.last.is_possible()):
            return False
        if self.first.month is None and self.weeks is not None:
            return 1 <= self.weeks[0] <= 53 and 1 <= self.weeks[1] <= 53 and self._days(self.year or 2020) is not None
        return self.year is None or self._days(self.year) is not None

    def with_year(self, year: int | None, *, backwards: bool = False) -> "DateSpan":
        """The same with its year filled in where it lacks one; `backwards`: `year` is the one it ends in."""
        if self.first.year is not None or year is None:
            return self
        if self.weeks is not None and self.first.month is not None:
            backwards = self.weeks[0] == 1 and self.first.month == 12
        begins = year - 1 if backwards and (self.over_new_year or self.weeks is not None) else year
        ends = begins + 1 if self.over_new_year and self.first.month is not None else begins
        return replace(self, first=self.first.with_year(begins), last=self.last.with_year(ends))

    def span(self) -> tuple[dt.date, dt.date] | None:
        """First and last calendar day, inclusive; None without a year or where no such days exist."""
        return None if self.year is None else self._days(self.year)

    def _days(self, year: int) -> tuple[dt.date, dt.date] | None:
        begin, end = self.first.with_year(year).span(), self.last.with_year(year).span()
        if self.first.month is not None and begin is not None and end is not None and begin[0] <= end[1]:
            return begin[0], end[1]
        if self.weeks is None:
            # A year alone is a span too: it is what a caller or a file name may give.
            return begin if self.first.month is None and self.first == self.last else None
        try:
            opens = dt.date.fromisocalendar(year, self.weeks[0], 1)
            over = self.weeks[1] < self.weeks[0]
            return opens, dt.date.fromisocalendar(year + over, self.weeks[1], 7)
        except ValueError:
            return None
