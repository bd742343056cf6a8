"""How far a marker reaches: from markers to a date for each block."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from textlens.date.completion import Placed, with_years
from textlens.date.entries import RUN_IN, last_entry_end
from textlens.date.markers import closing_marker, heading_marker, is_plan, run_in_marker
from textlens.date.series import Candidate, confirm
from textlens.date.span import DateSpan
from textlens.date.years import DocumentDate
from textlens.split.blocks import Block, reads_as_prose
from textlens.split.patterns import is_date_line

_BOLD = re.compile(r"[^\w*]*(?:\*\*[^*\n]{1,40}\*\*|__[^_\n]{1,40}__)")
_KEPT_IN = ("paragraph", "list", "quote", "table")


@dataclass(frozen=True, slots=True)
class _Reach:
    """A marker in force since `block`: it ends at a heading of `level` or above, or before the block `stop`."""

    placed: Placed
    level: int
    block: int
    stop: int


def date_blocks(text: str, blocks: Sequence[Block], title: str, stem: str, own: DocumentDate) -> list[Placed | None]:
    """What the document itself says of each block's time, None where it says nothing.

    A heading's marker reaches to the next heading of its level or above, across sub-headings; a run-in marker to the next
    one or to a heading; the narrowest in force counts. An attribution dates the quotation above it, a date under
    its text that text, any other dated byline what follows. Where nothing is in force, a document that is one entry by its title
    or name dates its blocks.
    """
    candidates = confirm(text, blocks, _candidates(text, blocks))
    if not candidates and not own.reaches:
        return [None] * len(blocks)
    markers = with_years(text, blocks, candidates, title, stem, own)
    placed = _place(text, blocks, markers)
    if own.reaches and own.date is not None:
        _add_own(text, blocks, placed, own.date, own.source)
    return placed


def _candidates(text: str, blocks: Sequence[Block]) -> list[Candidate]:
    """The marker each block carries itself, doubtful ones included."""
    found = []
    for i, block in enumerate(blocks):
        marker, source = None, "inline"
        if block.kind == "heading":
            marker, source = heading_marker(text, block.start, block.end), "heading"
        elif block.kind in _KEPT_IN or (block.kind == "code" and reads_as_prose(text[block.start : block.end])):
            marker = run_in_marker(text, block.start, block.end)
        elif block.kind == "byline":
            marker, source = closing_marker(text, block.start, block.end), "byline"
            if marker is None:
                marker, source = run_in_marker(text, block.start, block.end), "inline"  # a month alone on its line
        if marker is not None:
            found.append(Candidate(i, marker, source))
    return found


def _days(date: DateSpan) -> tuple[dt.date, dt.date] | None:
    """Its days, in some year where its own is not known: enough to say which of two is within the other."""
    return date.with_year(2024).span()


def _within(inner: DateSpan, outer: DateSpan) -> bool:
    a, b = _days(inner), _days(outer)
    return a is not None and b is not None and b[0] <= a[0] and a[1] <= b[1] and a != b


def _narrowest(reaches: Sequence[_Reach]) -> Placed:
    """The marker of the shortest span in force; of equals the last."""
    best = reaches[-1]
    for reach in reversed(reaches):
        here, shortest = _days(reach.placed.date), _days(best.placed.date)
        if here is not None and shortest is not None and here[1] - here[0] < shortest[1] - shortest[0]:
            best = reach
    return best.placed


def _place(text: str, blocks: Sequence[Block], markers: dict[int, Placed]) -> list[Placed | None]:
    """The marker in force at each block."""
    placed: list[Placed | None] = [None] * len(blocks)
    stops = last_entry_end(text, blocks, markers)
    signs = _signatures(text, blocks, markers)
    reaches: list[_Reach] = []
    section_level = 0
    for i, block in enumerate(blocks):
        mark = markers.get(i)
        reaches = [reach for reach in reaches if reach.stop > i]
        if block.kind == "heading":
            reaches = [reach for reach in reaches if reach.level < block.level]
            section_level = block.level
            if mark is not None:
                reaches = [r for r in reaches if _within(mark.date, r.placed.date)]
                reaches.append(_Reach(mark, block.level, i, stops.get(i, len(blocks))))
            elif reaches and is_plan(text, block.start, block.end):
                reaches = []
        elif block.kind == "byline" and mark is not None and mark.source == "byline":
            above = _quoted(blocks, i) or (_signed(blocks, markers, i) if i in signs else [])
            for j in [*above, i]:
                placed[j] = mark
            if not above and i not in signs and _starts_essay(blocks, i):
                reaches.append(_Reach(mark, section_level, i, len(blocks)))
            continue
        elif block.kind == "matter":
            placed[i] = _narrowest(reaches) if reaches and _shows(text, block) else None
            continue
        elif mark is not None and block.kind == "table":
            placed[i] = mark  # a row speaks for itself
            continue
        elif mark is not None:
            reaches = [r for r in reaches if _within(mark.date, r.placed.date)]
            reaches.append(_Reach(mark, RUN_IN, i, stops.get(i, len(blocks))))
        elif reaches and reaches[-1].level == RUN_IN and _leaves(text, blocks, reaches[-1].block, i):
            reaches = [reach for reach in reaches if reach.level < RUN_IN]
        if reaches:
            placed[i] = _narrowest(reaches)
    return placed


def _shows(text: str, block: Block) -> bool:
    """Whether matter is part of the page: a picture with its caption, not a comment or a note on sources."""
    return text.startswith(("{{", "{%"), block.start)


def _leaves(text: str, blocks: Sequence[Block], first: int, i: int) -> bool:
    """Whether the block `i` has nothing more to do with the run-in marker of the block `first`."""
    opener, block = blocks[first], blocks[i]
    if opener.kind == "code":
        return block.kind != "code" or block.chunk != opener.chunk
    if _BOLD.match(text, block.start, block.end) and block.kind == "paragraph":
        # Its own kind ends it too: **Thanks.** after **December.** is another topic.
        return bool(_BOLD.match(text, opener.start, opener.end))
    if opener.kind == "list" and block.kind == "paragraph" and block.chunk != blocks[i - 1].chunk:
        indented = text[: block.start].rpartition("\n")[2]
        return not indented.strip(" \t") and len(indented.expandtabs(4)) < 2 and opener.end - opener.start > 16
    return False


def _quoted(blocks: Sequence[Block], i: int) -> list[int]:
    """The quotation that an attribution under it dates: the quote blocks just above, up to the last byline."""
    rows = []
    for j in range(i - 1, -1, -1):
        if blocks[j].kind != "quote":
            break
        rows.append(j)
    return rows


def _starts_essay(blocks: Sequence[Block], i: int) -> bool:
    """Whether a dated byline stands right under a heading other than the document's title."""
    first = next((j for j, b in enumerate(blocks) if b.kind == "heading"), i)
    return i + 1 < len(blocks) and i > 1 and blocks[i - 1].kind == "heading" and first < i - 1


def _signatures(text: str, blocks: Sequence[Block], markers: dict[int, Placed]) -> frozenset[int]:
    """The dates that stand under their texts: two or more, each under a text of its own, the last with none behind it."""
    lines = [
        i
        for i, m in markers.items()
        if m.source == "byline" and is_date_line(text[blocks[i].start : blocks[i].end].strip("*_ "))
    ]
    under = [i for i in lines if i and blocks[i - 1].kind not in ("heading", "matter", "byline")]
    ends = [i for i in under if i + 1 == len(blocks) or blocks[i + 1].kind in ("heading", "byline", "matter")]
    return frozenset(under) if len(ends) >= 2 and len(ends) * 4 >= 3 * len(lines) else frozenset()


def _signed(blocks: Sequence[Block], markers: dict[int, Placed], i: int) -> list[int]:
    """The text above a date that signs it, its heading included."""
    rows = []
    for j in range(i - 1, -1, -1):
        if blocks[j].kind == "matter" or (j in markers and markers[j].source == "byline"):
            break
        rows.append(j)
        if blocks[j].kind == "heading":
            break
    return rows


def _add_own(text: str, blocks: Sequence[Block], placed: list[Placed | None], date: DateSpan, source: str) -> None:
    """The document's own date where nothing else is in force; plans for the next month are not this month's."""
    own = Placed(date, source)
    monthly = date.first == date.last and date.day is None and date.weeks is None
    planned = 0
    started = False
    for i, block in enumerate(blocks):
        heading = block.kind == "heading"
        if heading and planned and block.level <= planned:
            planned = 0
        if heading and monthly and not planned and is_plan(text, block.start, block.end):
            planned = block.level
        # A file's name says nothing of the line that names the document.
        names = heading and not started and block.level == 1 and source != "title"
        started = started or block.kind != "matter"
        if placed[i] is None and not planned and not names and (block.kind != "matter" or _shows(text, block)):
            placed[i] = own
