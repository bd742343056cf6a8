"""The years of markers that lack one: from the headings above them, the document, or the markers beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textlens.date.markers import Marker
from textlens.date.series import Candidate
from textlens.date.span import DateSpan
from textlens.date.years import DocumentDate, base_year, is_year, opening_year, year_in
from textlens.split.blocks import Block

# So many markers show which year a document is about.
_ENOUGH = 4
# The first words of a document, in code points, that may say so.
_OPENING = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """The date of a block, where it comes from, and the marker that says it (None for the document's own date)."""

    date: DateSpan
    source: str
    marker: Marker | None = None


def with_years(
    text: str, blocks: Sequence[Block], candidates: Sequence[Candidate], title: str, stem: str, own: DocumentDate
) -> dict[int, Placed]:
    """The markers by block, their years filled in: from the headings above them, the document, or the markers beside them."""
    base = base_year(text, title, stem, own, max((c.marker.date.month or 0 for c in candidates), default=None))
    if base is None and len(candidates) >= _ENOUGH and all(c.marker.date.year is None for c in candidates):
        first = next((b for b in blocks[: candidates[0].number] if b.kind == "paragraph"), None)
        base = opening_year(text[first.start : first.end][:_OPENING]) if first is not None else None
    candidates = _without_flashbacks(candidates, base)
    named = {i: year_in(text[b.start : b.end]) for i, b in enumerate(blocks) if b.kind == "heading"}
    # One heading of the first level is the document's title, of which `base_year` knows; several are parts, a year each.
    highest = 1 if sum(y is not None and blocks[i].level == 1 for i, y in named.items()) > 1 else 2
    only_published = own.source == "front matter" or base is None
    trail: dict[int, int] = {}
    # In a chronicle the months behind a year that stands alone are its own, at the same level too.
    lone = [i for i, y in named.items() if y is not None and is_year(text[blocks[i].start : blocks[i].end])]
    opens = bool(lone) and bool(candidates) and lone[0] < candidates[0].number
    alone = set(lone) if opens and own.source != "given" and (base is None or len(lone) > 1) else set()
    held: set[int] = set()
    seen = 0
    placed: dict[int, Placed] = {}
    for n, candidate in enumerate(candidates):
        for i in range(seen, candidate.number + 1):
            if blocks[i].kind == "heading":
                here = blocks[i].level
                kept = held if i == candidate.number else ()
                trail = {level: y for level, y in trail.items() if level < here or (level == here and level in kept)}
                if (found := named[i]) is not None:
                    trail[here] = found
                    held = held | {here} if i in alone else held - {here}
        seen = candidate.number + 1
        date = candidate.marker.date
        if date.year is None:
            if trail and max(trail) >= highest:
                year: int | None = trail[max(trail)]
            elif own.reaches and own.date is not None and date.month is not None:
                year = _year_within(date, own.date, base)
            else:
                beside = _year_beside(candidates, n) if only_published and not _names_year(title, text, stem, own) else None
                year = beside if beside is not None else base
            date = date.with_year(year, backwards=date.over_new_year and _opens_year(candidates, n))
        placed[candidate.number] = Placed(date, candidate.source, replace(candidate.marker, date=date))
    return placed


def _names_year(title: str, text: str, stem: str, own: DocumentDate) -> bool:
    """Whether the document says by more than its day of publication which year it is about."""
    return base_year(text, title, stem, DocumentDate(None), None) is not None


def _year_within(date: DateSpan, whole: DateSpan, base: int | None) -> int | None:
    """The year in which a day lies within the entry it stands in: 12/30 in the week that begins 2025."""
    days = whole.span()
    if days is None:
        return base
    for year in (days[0].year, days[1].year):
        inner = date.with_year(year).span()
        if inner is not None and days[0] <= inner[0] <= days[1]:
            return year
    return base if base is not None else days[0].year


def _year_beside(candidates: Sequence[Candidate], n: int) -> int | None:
    """The year of the next marker above that names one, or else below; over New Year it is the one before or after."""
    here = candidates[n].marker.date.month
    for others, step in ((range(n - 1, -1, -1), 1), (range(n + 1, len(candidates)), -1)):
        year, month = None, here
        for i in others:
            date = candidates[i].marker.date
            if date.month is None or month is None:
                continue
            # From December to January a list goes on into the next year; a list in reverse goes back.
            year = (year or 0) + (step if month - date.month <= -6 else -step if month - date.month >= 6 else 0)
            month = date.month
            if date.year is not None:
                return date.year + year if year is not None else date.year
    return None


def _opens_year(candidates: Sequence[Candidate], n: int) -> bool:
    """Whether the markers nearest to one over New Year are of the new year: then that is the year it ends in."""
    for i in (n - 1, n + 1, n - 2, n + 2):
        date = candidates[i].marker.date if 0 <= i < len(candidates) else None
        if date is not None and date.month is not None and not date.over_new_year:
            return date.month <= 6
    return False


def _without_flashbacks(candidates: Sequence[Candidate], base: int | None) -> list[Candidate]:
    """Without a paragraph's lone date of other years than all the rest: 2018年7月：… inside a review of 2023."""
    years = [c.marker.date.year or base for c in candidates if c.source != "byline"]
    if len(years) < _ENOUGH:
        return list(candidates)
    usual = max(set(years), key=years.count)
    return [
        c
        for c in candidates
        if c.source != "inline"
        or usual is None
        or (y := c.marker.date.year) is None
        or abs(y - usual) < 2
        or years.count(y) > 1
        or y + 1 in years
        or y - 1 in years
    ]
