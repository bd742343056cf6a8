"""Bare headings: short lines without a mark that head what follows, and the sections all headings open."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textlens.split.blocks import Block
from textlens.split.lines import wider, width
from textlens.split.markup import FOOTNOTE
from textlens.split.patterns import is_only_month, opens_dated

_NUMBERED = re.compile(
    r"(?:第[0-9〇零一二三四五六七八九十百千两]{1,6}[章节節回卷部篇幕集]|[一二三四五六七八九十]{1,3}(?:[、．.　 ]|$)|[（(][一二三四五六七八九十0-9]{1,3}[)）]"
    r"|(?:Chapter|CHAPTER|Part|PART|Book|BOOK)\s+[\dIVXLCivxlc]+\b|[IVXLC]{1,6}\.?$|\d{1,3}$|序[章言幕]?$|尾[声聲]$|楔子|后记$|後記$)"
)
_YEAR = re.compile(r"(?:19|20)\d\d ?年?")
# Where years stand on lines of their own, one may have a name: 2017 - Going home
_NAMED_YEAR = re.compile(r"(?:19|20)\d\d ?年?(?: ?[-–—:：](?! ?\d) ?[^\n。！？!?….，,；;]{1,30})?")
_NOT_A_HEAD = re.compile(r"[。！？!?….,，、;；:：~～—”」』’]\W*$|^[“「『\"'‘(（—–•·@/|]|https?://|\w@\w|[=<>{}]")
_TERMINAL = re.compile(r"[。！？!?….][\"'”’」』）)\W]*$")
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*$|__([^_\n]+)__$")
_FOOTNOTES = re.compile(rf"(?:{FOOTNOTE})+$")
_WORDLIKE = re.compile(r"[^\W_]")
# A date's line goes on: with more than its day of the week, the weather or a place.
_GOES_ON = re.compile(r"\S\s*[:：]\s*\S|[日号號月份\d][\s，,、]+[^\s\d（(]{2,}|[日号號月份][^\W\d]{3,}")
# So many bare dates make a calendar of a document.
_ENOUGH_DATES = 3
# So many years on lines of their own make a chronicle of it.
_ENOUGH_YEARS = 2
_CONTENT = ("paragraph", "list", "quote", "table", "code", "dateline", "byline")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the span to the end of the last block before the next heading of its level or above.

    `level` is 1 to 6; 0 is the text before the first heading. `block` is the number of the heading's block, -1 there.
    """

    level: int
    title: str
    start: int
    end: int
    block: int


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a document looks like, which decides how willingly a short line is taken for a heading.

    `dates` counts the lines that are dates alone, `first_date` is the block of the first (or the number of blocks);
    `years` those that are years alone and have a date behind them.
    """

    marked: int
    verse: float
    dates: int
    first_date: int
    years: int


def _is_short(text: str, block: Block) -> bool:
    body = text[block.start : block.end]
    return not wider(body, 44) and "\n" not in body


def _measure(text: str, blocks: Sequence[Block]) -> _Shape:
    prose = [b for b in blocks if b.kind == "paragraph"]
    loose = [_is_short(text, b) and not _TERMINAL.search(text[b.start : b.end]) for b in prose]
    # A heading stands alone among longer paragraphs; the lines of verse, lyrics and lists stand together.
    together = sum(
        here and (before or after) for before, here, after in zip([False, *loose], loose, [*loose[1:], False], strict=False)
    )
    dates = [i for i, b in enumerate(blocks) if b.kind == "dateline"]
    return _Shape(
        marked=sum(b.kind == "heading" for b in blocks),
        verse=together / max(1, len(prose)),
        dates=len(dates),
        first_date=dates[0] if dates else len(blocks),
        years=sum(
            _YEAR.fullmatch(text, b.start, b.end) is not None and _before_date(text, blocks, i) for i, b in enumerate(blocks)
        ),
    )


def _words(text: str, block: Block) -> str:
    """The text of a block without the footnotes' numbers at its end."""
    return _FOOTNOTES.sub("", text[block.start : block.end])


def _looks_like_head(text: str, block: Block) -> bool:
    body = _words(text, block)
    if "\n" in body or not _WORDLIKE.search(body):
        return False
    if (number := _NUMBERED.match(body)) and not wider(body, 60) and (number.end() == len(body) or not _TERMINAL.search(body)):
        return True
    if wider(body, 44) or _NOT_A_HEAD.search(body):
        return False
    words = body.split()
    latin = body.isascii() or (len(re.findall(r"[A-Za-z]+", body)) >= 3 and not re.search(r"[\u3400-\u9fff]", body))
    return not latin or (len(words) <= 8 and not body[0].islower())


def _before_date(text: str, blocks: Sequence[Block], i: int) -> bool:
    """Whether the block behind `i` opens with a date: a year over its months signs no text and is no figure of a table."""
    return i + 1 < len(blocks) and opens_dated(text, blocks[i + 1].start, blocks[i + 1].end)


def _is_year(text: str, blocks: Sequence[Block], i: int, shape: _Shape) -> bool:
    """Whether block `i` is one of several years over their months, with or without a name."""
    if shape.years < _ENOUGH_YEARS or blocks[i].kind not in ("paragraph", "heading"):
        return False
    year = _YEAR if shape.marked >= 2 else _NAMED_YEAR
    return year.fullmatch(text, blocks[i].start, blocks[i].end) is not None and _before_date(text, blocks, i)


def _heads(text: str, blocks: Sequence[Block], i: int, shape: _Shape) -> bool:
    """Whether the paragraph block `i` is a bare heading, by itself and by its neighbours."""
    block = blocks[i]
    if i + 1 >= len(blocks):
        return False
    if _is_year(text, blocks, i, shape):
        return True
    if not _looks_like_head(text, block):
        return False
    following = blocks[i + 1]
    if following.kind == "dateline" and shape.first_date < i:
        return False  # between two dates it is all the entry there is
    if following.kind not in _CONTENT and following.kind != "heading":
        return False
    body, below = text[block.start : block.end], text[following.start : following.end]
    bold = bool(_BOLD.match(body))
    numbered = bool(_NUMBERED.match(body))
    if shape.marked >= 2 and not bold:
        return False
    if numbered:
        return True
    above = blocks[i - 1] if i else None
    alone = above is None or above.chunk != block.chunk or above.kind in ("heading", "matter")
    if not alone:
        return False
    # Right on top of its text, a head is one only where that is plainly a paragraph.
    glued = following.chunk == block.chunk and not bold
    if glued and not (len(below) >= 20 and width(below) >= 3 * width(body) and _TERMINAL.search(below)):
        return False
    if above is not None and text[above.start : above.end].endswith((",", "，")):
        return False  # the name under "Yours,"
    if shape.verse > 0.4 and not bold:
        return False  # verse, lyrics, a list of names
    return (
        width(below) >= 1.5 * width(body) or bool(_TERMINAL.search(below)) or following.kind in ("list", "byline", "dateline")
    )


def _title(text: str, blocks: Sequence[Block]) -> int:
    """Number of the block that is the document's title though it wears no mark, or -1."""
    first = next((i for i, b in enumerate(blocks) if b.kind != "matter"), None)
    if first is None or first + 1 >= len(blocks) or blocks[first].kind != "paragraph":
        return -1
    block, following = blocks[first], blocks[first + 1]
    body = _words(text, block)
    if (
        "\n" in body
        or wider(body, 80)
        or re.search(r"[。！!….,，、;；:：—]$", body)
        or any(b.kind == "heading" for b in blocks)
    ):
        return -1
    if not _WORDLIKE.search(body) or body.startswith(("“", "「", "『", '"', "‘", "(", "（", "—")):
        return -1
    below = text[following.start : following.end]
    apart = following.chunk != block.chunk or following.kind == "byline"
    longer = width(below) >= 1.5 * width(body) or following.kind in ("byline", "heading")
    return first if apart and longer and len(blocks) >= 3 else -1


def resolve_headings(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The same blocks with bare headings named as such, and lone dates as headings or bylines."""
    shape = _measure(text, blocks)
    title = _title(text, blocks)
    signs = _dates_sign(text, blocks, shape)
    listed = _dated_lines(text, blocks)
    resolved: list[Block] = []
    level = 1
    for i, block in enumerate(blocks):
        if block.kind == "heading":
            level = block.level
            resolved.append(block)
        elif i == title:
            resolved.append(replace(block, kind="heading", level=1, bare=True))
        elif i in listed:
            resolved.append(replace(block, kind="paragraph"))
        elif block.kind == "dateline":
            resolved.append(replace(block, kind="byline") if signs else _date_line(blocks, i, shape))
        elif block.kind == "paragraph" and _heads(text, blocks, i, shape):
            below = min(6, level + 1) if shape.marked else 2
            if _is_year(text, blocks, i, shape) and blocks[i + 1].kind == "heading":
                below = blocks[i + 1].level  # as high as its months
            resolved.append(replace(block, kind="heading", level=below, bare=True))
        else:
            resolved.append(block)
    return _below_dates(text, resolved, shape)


def _dated_lines(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """The lines of a chronicle: short ones that open with a date and go on, two or more in a row (5月 领证 / 8月 买房)."""
    goes_on = [
        b.kind in ("paragraph", "dateline")
        and opens_dated(text, b.start, b.end)
        and _GOES_ON.search(text, b.start, b.end) is not None
        for b in blocks
    ]
    beside = zip([False, *goes_on], goes_on, [*goes_on[1:], False], strict=False)
    return frozenset(i for i, (before, here, after) in enumerate(beside) if here and (before or after))


def _below_dates(text: str, blocks: list[Block], shape: _Shape) -> list[Block]:
    """Bare headings between bare dates stand below them: a month's topics, not the month's successors."""
    bare = [i for i, b in enumerate(blocks) if b.kind == "heading" and b.bare]
    dates = [i for i in bare if opens_dated(text, blocks[i].start, blocks[i].end)]
    if len(dates) < _ENOUGH_DATES:
        return blocks
    level, dated = blocks[dates[0]].level, set(dates)
    below = {
        i
        for i in bare
        if blocks[i].level == level
        and i not in dated
        and (dates[0] < i < dates[-1] or i - 1 in dated)
        and not _is_year(text, blocks, i, shape)
    }
    return [replace(b, level=min(6, level + 1)) if i in below else b for i, b in enumerate(blocks)]


def _dates_sign(text: str, blocks: Sequence[Block], shape: _Shape) -> bool:
    """Whether the dates on lines of their own stand under their texts: nothing, or a heading, comes behind them."""
    lines = [i for i, b in enumerate(blocks) if b.kind == "dateline" and not is_only_month(text, b.start, b.end)]
    if len(lines) < 2 or not any(b.kind == "paragraph" and len(_words(text, b)) > 20 for b in blocks[: lines[0]]):
        return False
    ends = sum(i + 1 == len(blocks) or blocks[i + 1].kind == "heading" or _heads(text, blocks, i + 1, shape) for i in lines)
    return ends * 4 >= 3 * len(lines)


def _date_line(blocks: Sequence[Block], i: int, shape: _Shape) -> Block:
    """A date alone on its line heads the entry below it, or signs the text above it."""
    block = blocks[i]
    above = blocks[i - 1] if i else None
    below = blocks[i + 1] if i + 1 < len(blocks) else None
    heads = below is not None and below.kind in ("paragraph", "list", "quote") and (above is None or above.chunk != block.chunk)
    if heads and shape.dates >= 2:
        return replace(block, kind="heading", level=2, bare=True)
    return replace(block, kind="byline")


def sections(text: str, blocks: Sequence[Block]) -> tuple[list[Section], list[int]]:
    """The sections of a document, and for each block the number of the innermost section it stands in.

    Text before the first heading is a section of level 0 without a title.
    """
    heads = [i for i, b in enumerate(blocks) if b.kind == "heading"]
    found: list[Section] = []
    if blocks and (not heads or heads[0] > 0):
        stop = blocks[heads[0] - 1].end if heads else blocks[-1].end
        found.append(Section(0, "", blocks[0].start, stop, -1))
    for n, i in enumerate(heads):
        block = blocks[i]
        after = next((blocks[j - 1].end for j in heads[n + 1 :] if blocks[j].level <= block.level), blocks[-1].end)
        found.append(Section(block.level, _plain(text[block.start : block.end]), block.start, after, i))
    number = {section.block: n for n, section in enumerate(found)}
    current = 0
    owner = []
    for i in range(len(blocks)):
        current = number.get(i, current)
        owner.append(current)
    return found, owner


def _plain(title: str) -> str:
    """A heading's words without the marks around them."""
    from textlens.split.markup import find_markup

    marks = find_markup(title)
    parts, at = [], 0
    for start, end in zip(marks.starts, marks.ends, strict=True):
        parts.append(title[at:start])
        at = int(end)
    return " ".join("".join([*parts, title[at:]]).split())
