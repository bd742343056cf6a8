"""How far a marker reaches: from markers to a date for each block."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textlens.date.markers import Marker, closing_marker, heading_marker, run_in_marker
from textlens.date.years import DocumentDate, base_year, year_in
from textlens.split.blocks import Block

# Level of a run-in marker: below every heading's.
_RUN_IN = 7
_BOLD = re.compile(r"[^\w*]*(?:\*\*[^*\n]{1,40}\*\*|__[^_\n]{1,40}__)")


@dataclass(frozen=True, slots=True)
class Placed:
    """The marker that dates a block, and where it stands: ``heading``, ``inline``, ``byline`` or a document's own source."""

    marker: Marker
    source: str


@dataclass(slots=True)
class _Reach:
    """A marker in force since `block`: it ends at a heading of `level` or above."""

    placed: Placed
    level: int
    block: int = -1


def _markers(text: str, blocks: Sequence[Block]) -> list[Placed | None]:
    """The marker each block carries itself."""
    found: list[Placed | None] = []
    for block in blocks:
        placed = None
        if block.kind == "heading" and (marker := heading_marker(text, block.start, block.end)):
            placed = Placed(marker, "heading")
        elif block.kind in ("paragraph", "list", "quote", "table") and (marker := run_in_marker(text, block.start, block.end)):
            placed = Placed(marker, "inline")
        elif block.kind == "byline" and (marker := closing_marker(text, block.start, block.end)):
            placed = Placed(marker, "byline")
        elif block.kind == "byline" and (marker := run_in_marker(text, block.start, block.end)):
            placed = Placed(marker, "inline")  # a month alone on its line
        found.append(placed)
    return found


def _above(blocks: Sequence[Block], i: int) -> list[int]:
    """The quotation that an attribution under it dates: the quote blocks just above, up to the last byline."""
    rows = []
    for j in range(i - 1, -1, -1):
        if blocks[j].kind != "quote":
            break
        rows.append(j)
    return rows


def place(text: str, blocks: Sequence[Block]) -> list[Placed | None]:
    """The marker in force at each block, or None.

    A heading's marker reaches to the next heading of its level or above, across sub-headings; a run-in marker to the next marker
    or heading; an attribution dates the quotation above it, any other dated byline what follows up to the next
    heading of its section's level.
    """
    own = _markers(text, blocks)
    placed: list[Placed | None] = [None] * len(blocks)
    reach: _Reach | None = None
    section_level = 0
    for i, block in enumerate(blocks):
        mark = own[i]
        if block.kind == "heading":
            if reach is not None and block.level <= reach.level:
                reach = None
            if mark is not None:
                reach = _Reach(mark, block.level)
            section_level = block.level
        elif block.kind == "byline" and mark is not None and mark.source == "byline":
            quoted = _above(blocks, i)
            for j in [*quoted, i]:
                placed[j] = mark
            starts_essay = not quoted and any(b.kind == "heading" for b in blocks[:i]) and i + 1 < len(blocks)
            if starts_essay and i > 1 and blocks[i - 1].kind == "heading" and _first_heading(blocks) < i - 1:
                reach = _Reach(mark, section_level)
            continue
        elif block.kind == "matter":
            continue
        elif mark is not None and block.kind == "table":
            placed[i] = mark  # a row speaks for itself
        elif mark is not None:
            # Headings cannot nest inside a run-in marker: any of them ends it.
            reach = _Reach(mark, _RUN_IN, i)
        elif reach is not None and reach.level == _RUN_IN and _bold_opening(text, block):
            # Its own kind ends it too: **Thanks.** after **December.** is another topic.
            reach = None if _bold_opening(text, blocks[reach.block]) else reach
        if placed[i] is None and reach is not None:
            placed[i] = reach.placed
    return placed


def _bold_opening(text: str, block: Block) -> bool:
    """Whether a paragraph opens with a title in bold type."""
    return bool(_BOLD.match(text, block.start, block.end))


def _first_heading(blocks: Sequence[Block]) -> int:
    return next(i for i, b in enumerate(blocks) if b.kind == "heading")


def complete_years(
    text: str, blocks: Sequence[Block], placed: Sequence[Placed | None], title: str, stem: str, own: DocumentDate
) -> list[Placed | None]:
    """The same markers with their years filled in: from the headings above them, else from the document."""
    months = [p.marker.date.month for p in placed if p is not None and p.marker.date.month]
    base = base_year(text, title, stem, own, max(months, default=None))
    named_years = [year_in(text[b.start : b.end]) for b in blocks if b.kind == "heading" and b.level == 1]
    # One heading of the first level is the document's title, of which `base_year` knows; several are parts, a year each.
    highest = 1 if sum(y is not None for y in named_years) > 1 else 2
    completed: list[Placed | None] = []
    trail: dict[int, int] = {}
    for block, mark in zip(blocks, placed, strict=True):
        if block.kind == "heading":
            trail = {level: y for level, y in trail.items() if level < block.level}
            named = year_in(text[block.start : block.end])
            if named is not None:
                trail[block.level] = named
        if mark is None or mark.marker.date.year is not None:
            completed.append(mark)
            continue
        inherited = trail[max(trail)] if trail and max(trail) >= highest else base
        date = mark.marker.date.with_year(inherited)
        completed.append(replace(mark, marker=replace(mark.marker, date=date)))
    return completed
