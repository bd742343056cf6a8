"""Keys as places in a file, and as dates."""

import re

from textlens.date.grammar import MONTHS
from textlens.date.numerals import number
from textlens.date.partial import PartialDate
from textlens.read.formats.entries.days import days_of

_MONTH_NAME = re.compile(
    r"(?i)(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?"
)

#: The keys that lead to a place in a file.
Path = tuple[str, ...]


def step(name: str) -> str:
    """A key as part of a path: keys that are dates or numbers stand for one place."""
    return "*" if name[:1].isdigit() or days_of([name]).days[0] is not None or _MONTH_NAME.fullmatch(name) else name


def dotted(path: Path) -> str:
    """A place for people to read: ``user.posts``."""
    return ".".join(part for part in path if part != "*") or "a list"


def dates_of(keys: list[str], within: PartialDate | None) -> dict[str, PartialDate]:
    """The dates that the keys of a mapping are, four in five or more of them; months within a year, days within a month."""
    if within is not None and within.day is None:
        found = {name: date for name in keys if (date := _part_of(name, within)) is not None}
    else:
        days = days_of(keys).days
        found = {name: date for name, date in zip(keys, days, strict=True) if date is not None and _is_told(name)}
    return found if found and 5 * len(found) >= 4 * len(keys) else {}


def _is_told(name: str) -> bool:
    """Whether a key that can be a date is more than some number."""
    return not name.isdecimal() or (len(name) == 4 and 1800 <= int(name) <= 2100) or len(name) in (8, 10, 13)


def _part_of(name: str, within: PartialDate) -> PartialDate | None:
    """A month of a year or a day of a month, written alone or in full."""
    text = name.strip()
    month = _MONTH_NAME.fullmatch(text)
    value = MONTHS[month[1].lower()] if month else number(re.sub(r"[月日号號]$", "", text))
    if value is not None and value <= 31:
        date = PartialDate(within.year, value) if within.month is None else PartialDate(within.year, within.month, value)
        return date if date.is_possible() else None
    return days_of([text]).days[0]
