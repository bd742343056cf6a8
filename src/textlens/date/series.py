"""Which doubtful markers count: those that stand among others of their kind, in order."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from textlens.date.markers import Marker
from textlens.split.blocks import Block

# How many of a kind it takes before they are a calendar and no chance.
_ENOUGH = {"heading": 3, "list": 3, "table": 3, "paragraph": 5}
_ENOUGH_GLUED = 6
_QUESTIONS = re.compile(r"(?m)^\W*(?:Q(?:[5-9]|1\d)\b|A[1-9]?\s?[:：])|^\W*Q[1-4]\b.*[?？]\s*\W*$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A marker that the block `number` carries itself, and its source: ``heading``, ``inline`` or ``byline``."""

    number: int
    marker: Marker
    source: str


def confirm(text: str, blocks: Sequence[Block], candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without a doubt, and those whose doubt their neighbours remove."""
    sure = [c for c in candidates if not c.marker.weak]
    told = [c for c in sure if blocks[c.number].kind != "quote"]
    # What a quotation says of other times is its own affair where the document has markers itself.
    sure = told if told else sure
    claimed = {_when(c) for c in sure}
    groups: dict[tuple[str, str, str], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        kind = blocks[candidate.number].kind
        if candidate.marker.weak and kind in _ENOUGH:
            groups[kind, candidate.marker.weak, _unit(candidate)].append(candidate)
    confirmed = list(sure)
    headed = {_when(c) for c in candidates if c.source == "heading"}
    for (kind, weak, unit), members in groups.items():
        if kind == "heading" and weak == "glued":
            fresh = [c for c in members if _when(c) not in claimed]
            heads = [c for c in sure if c.source == "heading" and _unit(c) == unit]
            confirmed += fresh if _is_series(text, sorted([*fresh, *heads], key=lambda c: c.number), kind, "") else []
        elif weak == "comma":
            fresh = [c for c in members if _when(c) not in claimed]
            confirmed += fresh if len(headed) >= 2 else []
        elif weak in ("day", "dashed day", "point day", "point days", "closing") and kind == "heading":
            inside = [c for c in members if _inside(blocks, sure, c)]
            confirmed += members if _is_series(text, members, kind, weak) else inside
        elif weak in ("loose", "glued") and len(claimed) >= _ENOUGH[kind]:
            continue  # where markers are set off, what is not is prose
        elif _is_series(text, members, kind, weak):
            confirmed += [c for c in members if _when(c) not in claimed]
    return sorted(confirmed, key=lambda c: c.number)


def _unit(candidate: Candidate) -> str:
    """Members of a series are of one unit, and days in prose of one form: a chronicle keeps to its own."""
    date, form = candidate.marker.date, candidate.marker.form
    if form.startswith("point"):
        return "point"
    day = f"day {form}" if candidate.marker.weak == "loose" else "day"
    return "week" if date.weeks else "month" if date.day is None else day


def _when(candidate: Candidate) -> tuple[int, ...]:
    """What orders markers of a document, known year or not."""
    date = candidate.marker.date
    first = date.first
    return (first.year or 0, first.month or 0, first.day or 0, date.weeks[0] if date.weeks else 0, date.month or 0)


def _is_series(text: str, members: Sequence[Candidate], kind: str, weak: str) -> bool:
    """Whether there are enough, each once, and all but a few in order, forwards or backwards."""
    keys = [_when(c) for c in members]
    enough = 2 if weak == "closing" else _ENOUGH_GLUED if weak == "glued" else _ENOUGH[kind]
    if len(set(keys)) < enough or len(keys) > 2 * len(set(keys)):
        return False
    if weak in ("day", "dashed day", "point day") and not any((c.marker.date.day or 0) > 12 for c in members):
        return False  # the numbers of chapters
    if weak == "quarter" and _QUESTIONS.search(text):
        return False
    steps = [b > a for a, b in pairwise(keys) if a != b]
    forwards = sum(steps)
    return min(forwards, len(steps) - forwards) <= max(1, len(steps) // 6)


def _inside(blocks: Sequence[Block], sure: Sequence[Candidate], candidate: Candidate) -> bool:
    """Whether the last sure heading above names the month of this day."""
    above = [c for c in sure if c.number < candidate.number and c.source == "heading"]
    if not above or blocks[above[-1].number].level >= blocks[candidate.number].level:
        return False
    outer = above[-1].marker.date
    return outer.day is None and outer.month == candidate.marker.date.month
