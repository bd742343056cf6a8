"""The shadow: a sentence as matching sees it, each of its characters tied to one of the original.

The shadow drops inner markup, invisible characters and line breaks inside a word, and is Simplified. The original
text never changes: users see its spans.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textlens.normalise.convert import to_simplified_each
from textlens.split.lines import QUOTE_MARK
from textlens.split.markup import Markup

# A line break in hard-wrapped text, with the indent or the quote marks that open the next line.
_BREAK = re.compile(
    r"[^\S\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029])[ \t\u3000]*(?:"
    + QUOTE_MARK
    + ")?"
)
_DROPPED = re.compile("[\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad\u180e\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1b\x7f]")
_SPECIAL = re.compile(
    "[\n\r\x00-\x08\x0b-\x1f\x7f\x85\u00ad\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]"
)
_JOINS = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]")


@dataclass(frozen=True, slots=True)
class Shadow:
    """The shadow of one sentence.

    Attributes:
        text: what is matched and scored.
        start: offset of the sentence in the document.
        at: int64 array, the document offset of each shadow character; None where it is start, start + 1, …
    """

    text: str
    start: int
    at: np.ndarray | None

    def offset(self, i: int) -> int:
        """Document offset of the shadow's character `i`."""
        return self.start + i if self.at is None else int(self.at[i])


def _cuts(text: str, start: int, end: int, marks: list[tuple[int, int, bool]]) -> list[tuple[int, int, str]]:
    """What leaves the shadow of text[start:end]: (start, end, what stands in its place)."""
    cuts = [(a, b, " " if gap else "") for a, b, gap in marks]
    if _SPECIAL.search(text, start, end):
        for match in _BREAK.finditer(text, start, end):
            before, after = text[max(start, match.start() - 1) : match.start()], text[match.end() : min(end, match.end() + 1)]
            glued = bool(_JOINS.match(before) and _JOINS.match(after))
            cuts.append((*match.span(), "" if glued else " "))
        cuts += [(*match.span(), "") for match in _DROPPED.finditer(text, start, end)]
        cuts.sort(key=lambda c: (c[0], -c[1]))
    return cuts


def _strip(text: str, start: int, end: int, cuts: list[tuple[int, int, str]]) -> tuple[str, np.ndarray]:
    """The text without its cuts, and the document offset of each character left."""
    parts: list[str] = []
    offsets: list[np.ndarray] = []
    at = start
    for a, b, filler in cuts:
        if b <= at:
            continue
        a = max(a, at)
        parts += [text[at:a], filler]
        offsets += [np.arange(at, a), np.full(len(filler), a)]
        at = b
    parts.append(text[at:end])
    offsets.append(np.arange(at, end))
    return "".join(parts), np.concatenate(offsets).astype(np.int64)


def strip_markup(text: str, spans: Sequence[tuple[int, int]], markup: Markup) -> list[Shadow]:
    """The sentences at `spans` without markup and invisible characters, still in their own script."""
    shadows = []
    plain = len(markup.starts) == 0 and not _SPECIAL.search(text)
    for start, end in spans:
        cuts = [] if plain else _cuts(text, start, end, markup.within(start, end))
        if cuts:
            stripped, at = _strip(text, start, end, cuts)
            shadows.append(Shadow(stripped, start, at))
        else:
            shadows.append(Shadow(text[start:end], start, None))
    return shadows


def simplify(shadows: Sequence[Shadow], scripts: Sequence[str]) -> list[Shadow]:
    """Shadows with Traditional sentences turned Simplified; Simplified ones pass through unchanged."""
    chosen = [i for i, script in enumerate(scripts) if script == "Hant"]
    converted = to_simplified_each([shadows[i].text for i in chosen])
    result = list(shadows)
    for i, text in zip(chosen, converted, strict=True):
        result[i] = Shadow(text, shadows[i].start, shadows[i].at)
    return result
