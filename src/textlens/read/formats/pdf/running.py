"""Page numbers and running heads and feet: the lines at the pages' edges that stay the same or count with the pages."""

import re
from collections import defaultdict

from textlens.read.formats.pdf.lines import Line
from textlens.read.formats.pdf.setting import leading

_FOLIO = re.compile(
    r"[-–—~·•|(\[\s]*(?:第|page|pg?\.?)?\s*(?P<n>\d{1,4}|[ivxlc]{1,7}|(?<=第)[一二三四五六七八九十百零〇]{1,5})\s*[页頁]?"
    r"\s*(?:[/,，|]|of|共|\s)*(?:\d{1,4})?\s*[页頁]?[-–—~·•|)\]\s]*",
    re.I,
)
_WITH_NUMBER = re.compile(r"(?P<first>\d{1,4})\s*[|·.\s]\s*\D.*|.*\D[|·\s-]\s*(?P<last>\d{1,4})", re.S)
# Behind or before these, a number that counts with the pages is a day's or a chapter's.
_COUNTED = re.compile(
    r"^\d+\s*[年月日天号號回章节節篇周週]|(?:\b(?:day|week|chapter|part|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?|[第年月日周週])\s*\d+$",
    re.I,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_CHINESE_DIGITS = "零一二三四五六七八九"


def remove_running(pages: list[list[Line]], body: float) -> None:
    """Take the page numbers and the running heads and feet out of the pages.

    From the edge inwards, as far as lines run, up to the last one with a gap behind it: a page's text may begin or end alike.
    """
    gap = (1.25 * leading(pages, body) + 0.1) * body
    for downwards in (True, False):
        stacks = [sorted(lines, key=lambda line: line.y, reverse=downwards) for lines in pages]
        reached = dict.fromkeys((n for n, stack in enumerate(stacks) if stack), 0)
        for depth in range(4):
            edges = {n: stacks[n][depth] for n, known in reached.items() if known == depth < len(stacks[n])}
            for n in _running(edges, stacks, body):
                reached[n] = depth + 1
        for n, depth in reached.items():
            stack = stacks[n]
            while 0 < depth < len(stack) and abs(stack[depth - 1].y - stack[depth].y) < gap:
                depth -= 1
            reached[n] = depth
        # Where nothing else is on a page, the others tell how deep it goes.
        deepest = max((depth for n, depth in reached.items() if depth < len(stacks[n])), default=0)
        for n, depth in reached.items():
            for line in stacks[n][: min(depth, deepest)]:
                pages[n].remove(line)


def _running(edges: dict[int, Line], pages: list[list[Line]], body: float) -> set[int]:
    """The pages whose line at the edge stays the same or counts with the pages."""
    same: dict[str, set[int]] = defaultdict(set)
    folios: dict[int, set[int]] = defaultdict(set)
    counting: dict[tuple[str, int], set[int]] = defaultdict(set)
    for n, line in edges.items():
        text = " ".join(line.words.split())
        same[text].add(n)
        if (match := _FOLIO.fullmatch(text)) and (value := _value(match["n"])):
            folios[value - n].add(n)
        elif (
            (match := _WITH_NUMBER.fullmatch(text)) and not _COUNTED.search(text) and line.size <= 1.05 * body and not line.bold
        ):
            counting[match.lastgroup or "", int(match[match.lastgroup or 0]) - n].add(n)
    found: set[int] = set()
    for where in same.values():
        level = sorted(edges[n].y for n in where)[len(where) // 2]
        level_pages = {n for n in where if abs(edges[n].y - level) <= 4}
        if _most(level_pages, edges):
            found |= level_pages
    for difference, where in folios.items():
        # The 1 at the foot of the only page.
        alone = len(pages) == 1 and difference == 1 and all(edges[0].y <= line.y for line in pages[0])
        if len(where) >= 3 or _most(where, edges) or alone:
            found |= where
    for where in counting.values():
        if _most(where, edges):
            found |= where
    return found


def _most(where: set[int], edges: dict[int, Line]) -> bool:
    """Whether these are most of the pages, or most of the left or of the right ones."""
    if len(where) < 2:
        return False
    sides = [n for n in edges if n % 2 == min(where) % 2] if len({n % 2 for n in where}) == 1 else []
    return len(where) >= 0.6 * len(edges) or (len(where) >= 3 and len(where) >= 0.6 * len(sides) > 0)


def _value(number: str) -> int:
    """The number in digits, small Roman or Chinese numerals; 0 where it is none."""
    number = number.lower()
    if number.isdigit():
        return int(number)
    if number[0] in _ROMAN:
        values = [_ROMAN[letter] for letter in number]
        return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
    total = 0
    for tens, unit in re.findall(r"([一二三四五六七八九]?[百十])|([一二三四五六七八九])", number):
        base = {"百": 100, "十": 10}.get(tens[-1:], 1)
        total += base * (_CHINESE_DIGITS.index((tens or unit)[0]) if (tens or unit)[0] in _CHINESE_DIGITS else 1)
    return total
