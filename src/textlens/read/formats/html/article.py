"""Which blocks of a page are its article: trafilatura's opinion, corrected by what the elements say of themselves."""

import logging
import re
from collections import Counter
from itertools import takewhile

from textlens.read.formats.html.blocks import Found
from textlens.read.formats.html.elements import Hint
from textlens.read.formats.html.tree import Element
from textlens.read.formats.html.walk import Walker

_MANY_BLOCKS = 500
_MANY_ELEMENTS = 20_000
# Beyond this the article is not looked for: no page that has one is nested so.
_DEEPEST_ARTICLE = 400
_RUNNING = re.compile(r"[。！？.!?…][\"'”’」』）)\]]*$")


def article_blocks(walker: Walker, text: str, title: str) -> list[Found]:
    """The blocks of the article: what trafilatura finds, and the running text that stands between it in the same element.

    Where it finds too little of the text that is neither links nor called something else, all of that is kept; where nothing
    stands around the article, every block is.
    """
    if walker.depth > _DEEPEST_ARTICLE or not _has_surroundings(walker.found):
        return walker.found
    sizes: Counter[Hint] = Counter()
    for f in walker.found:
        sizes.update(dict.fromkeys(f.hints, f.size))
    total = sum(f.size for f in walker.found)
    # What a name alone says is not believed of half a page.
    around = {hint for hint, size in sizes.items() if hint.sign != "weak" or size < 0.5 * total}
    inside = [f for f in walker.found if around.isdisjoint(f.hints)]
    # Its second opinions take time that grows with the square of the blocks, and beyond this even the first is slow.
    main = _main_text(text, fast=len(inside) > _MANY_BLOCKS) if walker.elements <= _MANY_ELEMENTS else ""
    votes = _votes(inside, main)
    running = [f for f in inside if f.linked < 0.5]
    if sum(f.size for f, voted in zip(inside, votes, strict=True) if voted) < 0.4 * sum(f.size for f in running):
        kept = running
    else:
        kept = _region(inside, votes)
    return _with_title(_without_menus(kept or inside or walker.found), walker.found, title)


def _has_surroundings(found: list[Found]) -> bool:
    """Whether a page has anything around its text; asides alone belong to it."""
    total = sum(f.size for f in found)
    hinted = any(hint.sign != "aside" for f in found for hint in f.hints)
    return hinted or sum(f.size for f in found if f.linked > 0.6 and f.inner < 0.3) > 0.1 * total


def _main_text(text: str, *, fast: bool) -> str:
    """The article by trafilatura, without white space; "" where it finds none."""
    import trafilatura

    # What it says of pages it makes nothing of would stand on the user's screen.
    logger = logging.getLogger("trafilatura")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    try:
        main = trafilatura.extract(re.sub(r"^\s*<\?xml[^>]*>", "", text), include_comments=False, fast=fast)
    except Exception:  # its many heuristics stumble over odd pages; then the page is read without them
        main = None
    return "".join((main or "").split()).replace("|", "")


def _votes(blocks: list[Found], main: str) -> list[bool]:
    """Which blocks stand in the text that was found, in its order."""
    votes, at = [], 0
    for f in blocks:
        words = f.squeezed
        found = main.find(words, max(0, at - 2000), at + len(words) + 100_000)
        if found < 0 and len(words) >= 20:
            found = main.find(words)
        if found < 0 and len(words) >= 60:  # a long block with something in the middle left out
            found = main.find(words[:30])
        votes.append(found >= 0)
        if found >= 0 and len(words) >= 20:
            at = found + len(words)
    return votes


def _region(blocks: list[Found], votes: list[bool]) -> list[Found]:
    """The voted blocks, and the others of the element that holds nearly all of them, unless they are links or stray lines."""
    weight: Counter[Element] = Counter()
    for f, voted in zip(blocks, votes, strict=True):
        if voted:
            weight[f.element] += f.size
            for ancestor in f.element.iterancestors():
                weight[ancestor] += f.size
    top = max(weight.values(), default=0)
    # The last in document order of those that hold nearly all is the innermost.
    region = [element for element, size in weight.items() if size >= 0.9 * top]
    innermost = max(region, key=lambda e: sum(1 for _ in e.iterancestors()), default=None)
    within = [f.element is innermost or any(a is innermost for a in f.element.iterancestors()) for f in blocks]
    inner = [i for i, voted in enumerate(votes) if voted and within[i]]
    first, last = (inner[0], inner[-1]) if inner else (0, -1)
    kept: list[Found] = []
    for i in range(len(blocks) - 1, -1, -1):
        f = blocks[i]
        between = first < i < last
        running = f.size >= 15 and bool(_RUNNING.search(f.lines[-1][0]))
        heads = f.kind == "heading" and bool(kept) and kept[-1] is blocks[i + 1]
        if votes[i] or (within[i] and f.linked < 0.5 and (between or running or heads)):
            kept.append(f)
    return kept[::-1]


def _without_menus(kept: list[Found]) -> list[Found]:
    """The blocks without the rows of links, three and more lines, that open or close them."""
    opens, closes = _links_at_the_edge(kept), _links_at_the_edge(kept[::-1])
    return kept[opens : len(kept) - closes] if opens + closes < len(kept) else kept


def _links_at_the_edge(blocks: list[Found]) -> int:
    """How many blocks from the first on are but links to elsewhere; 0 where they are fewer than three lines."""
    row = list(takewhile(lambda f: f.linked > 0.85 and f.inner < 0.3 and f.kind != "heading", blocks))
    return len(row) if sum(len(f.lines) for f in row) >= 3 else 0


def _with_title(kept: list[Found], found: list[Found], title: str) -> list[Found]:
    """The blocks with the page's heading before them, and the few lines under it, where they stand above the article."""
    squeezed = "".join(title.split())
    if not kept or any(f.level == 1 and squeezed.startswith(f.squeezed) for f in kept):
        return kept
    first = next(i for i, f in enumerate(found) if f is kept[0])
    for at in range(first - 1, -1, -1):
        if found[at].level == 1 and squeezed.startswith(found[at].squeezed):
            under = [f for f in found[at + 1 : first] if not f.hints and f.linked < 0.5]
            return [found[at], *(under if len(under) <= 3 else []), *kept]
    return kept
