"""Where the last entry of a document ends: nothing below says so, but the entries before show what one looks like."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from textlens.date.completion import Placed
from textlens.split.blocks import Block

#: Level of a run-in marker: below every heading's.
RUN_IN = 7
# So many entries show what an entry of the document looks like.
_ENTRIES = 4
# And so many of one paragraph each, that the last is of one too.
_MANY = 8
_RULE = re.compile(r"(?m)^[ \t]*(?:(?:[-*_=][ \t]*){3,}|<hr[^>]*>)[ \t]*$")
_CLOSING = re.compile(
    r"\W*(?:[\w\s]{0,8}?(?:总结|總結|结语|結語|尾声|尾聲|后记|後記|写在最后|寫在最後|最后|最後|展望|致谢|致謝|感谢|感謝|新年|新的一年|明年|来年|來年)"
    r"|(?i:conclusions?|looking (?:ahead|forward|back)|next year|final (?:thoughts|words)|closing|thanks|in summary|the year ahead|resolutions?))"
)
# How a paragraph behind the last month opens that looks back on all of them.
_FAREWELL = re.compile(
    r"\W*(?:总之|總之|总的来说|總的來說|总而言之|回顾(?:这|過去|过去|整)|回顧|这一年|這一年|就这样|就這樣|写在最后|寫在最後|最后，|最後，|再见，?\s?20|再見，?\s?20|新的一年|明年|愿新的"
    r"|(?i:all in all|overall,|in summary|so that was|that was (?:my )?(?:20\d\d|the year)|here'?s to|looking (?:back|ahead|forward)|next year|happy new year))"
)


def last_entry_end(text: str, blocks: Sequence[Block], markers: Mapping[int, Placed]) -> dict[int, int]:
    """Marker's block -> block at which its entry ends, of the last marker: nothing below says where it does.

    It is taken to be like the others. Where those never go beyond a list, a paragraph or a rule, what comes behind one belongs
    to nobody's month.
    """
    rows = [i for i, mark in markers.items() if mark.source != "byline" and blocks[i].kind not in ("table", "code")]
    if not rows:
        return {}
    last = rows[-1]
    alike = [i for i in rows if blocks[i].kind == blocks[last].kind and blocks[i].level == blocks[last].level]
    end = _section_end(blocks, last)
    entries = [range(a, min(b, _section_end(blocks, a))) for a, b in pairwise(alike)]
    if len(entries) < _ENTRIES:
        return {}
    stop = end
    for i in range(last + 1, end):
        if _foreign(text, blocks, entries, last, i):
            stop = i
            break
    return {last: stop} if stop < end else {}


def _foreign(text: str, blocks: Sequence[Block], entries: Sequence[range], last: int, i: int) -> bool:
    """Whether the block `i` behind the last marker is something that no entry before has."""
    block = blocks[i]
    if block.kind == "heading":
        known = [text[blocks[j].start : blocks[j].end] for e in entries for j in e[1:] if blocks[j].kind == "heading"]
        if blocks[last].bare and not block.bare and not known:
            return True
        return bool(_CLOSING.match(text, block.start, block.end)) and text[block.start : block.end] not in known
    if _ruled(text, blocks, i) and not any(_ruled(text, blocks, j) for e in entries for j in e[1:]):
        return True
    if blocks[last].kind == "heading" and not blocks[last].bare:
        return False  # what stands under a marked heading is its own
    kinds = {blocks[j].kind for e in entries for j in e[1:]}
    if not kinds and len(entries) >= _MANY:
        return True
    if kinds and all(blocks[j].chunk == blocks[e[0]].chunk for e in entries for j in e):
        return block.chunk != blocks[last].chunk
    if kinds and "paragraph" not in kinds:
        return block.kind not in kinds
    return block.kind == "paragraph" and bool(_FAREWELL.match(text, block.start, block.end))


def _ruled(text: str, blocks: Sequence[Block], i: int) -> bool:
    """Whether a rule divides the block from the one above it."""
    return i > 0 and bool(_RULE.search(text, blocks[i - 1].end, blocks[i].start))


def _section_end(blocks: Sequence[Block], i: int) -> int:
    """Number of the first block behind the section in which a marker's entry stands."""
    level = blocks[i].level if blocks[i].kind == "heading" else RUN_IN
    for j in range(i + 1, len(blocks)):
        if blocks[j].kind == "heading" and blocks[j].level <= level:
            return j
    return len(blocks)
