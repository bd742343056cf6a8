"""How a document is set: the size of its text, its columns, and how far apart its lines stand."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from textlens.read.formats.pdf.lines import Line

#: How a line ends that may be the last of its paragraph.
ENDS = re.compile(r"[。！？!?….:：～~][\"'”’」』）)\]】》]*$")


def body_size(pages: Iterable[Iterable[Line]]) -> float:
    """The size most of the text is set in."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=12.0)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: its size, its columns' left edges on each page, how wide they are, and how far apart the lines stand."""

    body: float
    lefts: list[list[float]]
    width: float
    leading: float

    def left(self, line: Line) -> float:
        """The left edge of the column the line stands in."""
        edges = self.lefts[line.page]
        return max((edge for edge in edges if edge <= line.x + 1), default=min(edges))

    def indent(self, line: Line) -> float:
        """How far the line is indented, in units of the text's size."""
        return (line.start - self.left(line)) / self.body


def measured(pages: list[list[Line]], body: float) -> Setting:
    """How a document is set, with most of its text in this size."""
    setting = Setting(body, _left_edges(pages, body), 0.0, leading(pages, body))
    return replace(setting, width=_width(_plain(pages, body), setting))


def leading(pages: Iterable[Iterable[Line]], body: float) -> float:
    """How far apart the lines of a paragraph stand, in units of the text's size."""
    drops = [(above.y - below.y) / body for above, below in pairwise(_plain(pages, body)) if above.page == below.page]
    gaps = sorted(drop for drop in drops if 0.95 <= drop <= 4)
    return gaps[len(gaps) // 10] if gaps else 1.2


def _plain(pages: Iterable[Iterable[Line]], body: float) -> list[Line]:
    """The lines of the text's size."""
    return [line for lines in pages for line in lines if abs(line.size - body) <= 0.1 * body]


def _width(plain: list[Line], setting: Setting) -> float:
    """How wide the columns are: as the lines that are full show it, or no less than most of what the margins leave."""
    if not plain:
        return 0.0
    widths = [line.end - setting.left(line) for line in plain]
    widest = sorted(widths)[int(0.95 * (len(widths) - 1))]
    full = [line for line, width in zip(plain, widths, strict=True) if width >= 0.92 * widest]
    wrapped = sum(not ENDS.search(line.words) for line in full) * 2 > len(full) > max(2, 0.2 * len(plain))
    edges = setting.lefts[plain[0].page]
    room = edges[1] - edges[0] if len(edges) > 1 else plain[0].sheet - 2 * edges[0]
    return widest if wrapped else max(widest, 0.75 * room)


def _left_edges(pages: list[list[Line]], body: float) -> list[list[float]]:
    """Where the columns of each page begin, from the left."""
    found = [_edges([line.x for line in lines], body) for lines in pages]
    # Left and right pages may have other margins, which few pages do not tell from indentation.
    for side in (found[::2], found[1::2]) if len(found) >= 8 else (found,):
        firsts = Counter(edges[0] for edges in side if edges)
        usual = min((x for x, count in firsts.items() if count * 5 >= firsts.total()), default=0.0)
        for edges in side:
            # A page of short paragraphs only shows where these begin.
            if not edges or 0 < edges[0] - usual <= 5 * body:
                edges[:1] = [usual]
    return found


def _edges(starts: list[float], body: float) -> list[float]:
    """Where several lines begin, that far apart that it is no indentation; else where the first of them does."""
    counts = Counter(round(x) for x in starts)
    often = sorted(x for x, count in counts.items() if count >= max(2, len(starts) // 10))
    edges: list[float] = []
    for x in often or sorted(counts)[:1]:
        if not edges or x - edges[-1] > 10 * body:
            edges.append(x)
    return edges
