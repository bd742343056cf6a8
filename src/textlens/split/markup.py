"""Inner markup: the spans of a text that are Markdown or HTML and no words."""

import re
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from textlens.split.lines import BREAK

# Each form ends where another of its kind could begin, so that no unclosed one is read to the end from every place.
COMMENT = r"<!--(?:[^<-]++|-(?!->)|<(?!!--))*+-->"
TARGET = rf"\([^(){BREAK}]*(?:\([^(){BREAK}]*\)[^(){BREAK}]*)*\)"
REFERENCE = rf"\[[^\[\]{BREAK}]*\]"
_LABEL = rf"(?:[^\[\]{BREAK}]|{REFERENCE})*"
IMAGE = rf"!\[{_LABEL}\](?:{TARGET}|{REFERENCE})|!\[{REFERENCE}\]"
SHORTCODE = rf"\{{\{{[<%][^{{}}]*[>%]\}}\}}|\{{%(?:[^%{{]++|%(?!\}})|\{{(?!%))*+%\}}|\{{:[^{{}}{BREAK}]*\}}"
_TAGS = (
    "a abbr address article aside audio b bdi bdo big blockquote body br button canvas caption center cite code col colgroup dd "
    "del details dfn div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i "
    "iframe img input ins kbd label legend li link main map mark meta nav noscript object ol option p param picture pre q rp "
    "rt ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td template "
    "textarea tfoot th thead time tr track tt u ul var video wbr"
)
_ATTRIBUTES = rf"[^<>{BREAK}]*(?:(?:\r\n|[{BREAK}])[^<>{BREAK}]+)*"
#: A tag of HTML, or one that can be nothing else: <Inception> is a film.
TAG = (
    rf"</?(?i:{'|'.join(_TAGS.split())})(?:\s{_ATTRIBUTES})?/?>|</[A-Za-z][A-Za-z0-9_.:-]*>|<[a-z][a-z0-9_.:-]*>"
    rf"|<[A-Za-z][A-Za-z0-9_.:-]*(?:(?:\s{_ATTRIBUTES})?/|\s[^<>={BREAK}]*={_ATTRIBUTES})>"
)
FOOTNOTE = r"\[\^[^\[\]\s]{1,64}\]"
#: Markup whose content is no text of the document: no sentence ends in it.
INERT = re.compile(rf"{COMMENT}|{IMAGE}|(?<=\]){TARGET}|{SHORTCODE}|{TAG}|{FOOTNOTE}")

# Each alternative names how its parts leave the shadow: a group "cut…" vanishes, "gap…" leaves a space.
_MARKUP = re.compile(
    rf"""
    (?P<gap_comment>{COMMENT})
  | (?P<gap_image>{IMAGE})
  | (?P<gap_footnote>{FOOTNOTE}:?)
  | (?P<cut_wiki>\[\[(?:[^\[\]|{BREAK}]*\|)?)(?=[^\[\]{BREAK}]*\]\](?!\((?:https?:|[/.\#])))
  | (?P<cut_open>\[)(?P<label>{_LABEL})(?P<cut_target>\]{TARGET}|\]{REFERENCE})
  | (?P<cut_wiki_end>\]\])
  | (?P<gap_short>{SHORTCODE})
  | (?P<gap_tag>{TAG})
  | (?P<cut_angle><)(?P<address>https?://[^\s<>]+|[\w.+-]+@[\w.-]+)(?P<cut_angle_end>>)
  | (?P<gap_entity>&(?:nbsp|ensp|emsp|thinsp|amp|lt|gt|quot|apos|copy|mdash|ndash|hellip|middot|[lr][ds]quo|\#\d{{1,6}}|\#x[0-9A-Fa-f]{{1,6}});)
  | (?P<face>\*_+\*|(?<=(?P<eye>[-^;.=TQUux]))_+(?=(?P=eye))|(?<=>)_+(?=<)|(?<=[oO0])_+(?=[oO0]))
  | (?P<cut_strong>(?<!\\)\*{{1,3}}|(?<![A-Za-z0-9_\\])_{{1,3}}(?=[^\s_])|(?<=\S)_{{1,3}}(?![A-Za-z0-9_])|~~|==)
  | (?P<cut_code>`+)
    """,
    re.X,
)
_PARAGRAPH = re.compile(rf"(?:\r\n|[{BREAK}])[^\S{BREAK}]*[{BREAK}]")
# Every markup begins with one of these: looking for them first is ten times faster on plain prose.
_HOT = re.compile(r"[!\[\]{<&*_~=`]")


@dataclass(frozen=True, slots=True)
class Markup:
    """Sorted, disjoint spans of inner markup as two int64 arrays, and whether each leaves a gap between words."""

    starts: np.ndarray
    ends: np.ndarray
    gaps: np.ndarray

    def within(self, start: int, end: int) -> list[tuple[int, int, bool]]:
        """The spans that lie in [start, end), as (start, end, leaves a gap)."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        # A span that began before `start` can still reach into it.
        if first and self.ends[first - 1] > start:
            first -= 1
        return [(max(start, int(self.starts[i])), min(end, int(self.ends[i])), bool(self.gaps[i])) for i in range(first, last)]


def _delimiter_pairs(marks: list[tuple[int, int]], text: str, breaks: np.ndarray) -> list[tuple[int, int]]:
    """Those emphasis marks that open and close a stretch within one paragraph: a lone `*` is text."""
    kept: list[tuple[int, int]] = []
    pending: dict[str, tuple[int, int]] = {}
    paragraph = -1
    for start, end in marks:
        here = int(np.searchsorted(breaks, start))
        if here != paragraph:
            pending.clear()
            paragraph = here
        mark = text[start:end]
        before, after = text[start - 1 : start], text[end : end + 1]
        opener = pending.get(mark)
        if opener is not None and before and not before.isspace() and start > opener[1]:
            kept += [opener, (start, end)]
            del pending[mark]
        elif after and not after.isspace() and not (before.isascii() and before.isalnum()):
            pending[mark] = (start, end)
        elif opener is not None and not before.strip():
            pending.pop(mark)
    return kept


def find_markup(text: str) -> Markup:
    """Every span of inner markup of a text.

    >>> m = find_markup("**重**要，see [this](http://a.b)")
    >>> [("**重**要，see [this](http://a.b)"[s:e]) for s, e in zip(m.starts, m.ends)]
    ['**', '**', '[', '](http://a.b)']
    """
    spans: list[tuple[int, int, bool]] = []
    emphasis: list[tuple[int, int]] = []
    at = 0
    length = len(text)
    while at < length:
        hot = _HOT.search(text, at)
        if hot is None:
            break
        match = _MARKUP.match(text, hot.start())
        if match is None:
            at = hot.end()
            continue
        at = max(match.end(), hot.end())
        for name in match.re.groupindex:
            if not name.startswith(("cut", "gap")) or match.start(name) < 0:
                continue
            span = match.span(name)
            if name in ("cut_strong", "cut_code"):
                emphasis.append(span)
            elif span[1] > span[0]:
                spans.append((*span, name.startswith("gap")))
        if match.start("cut_open") >= 0:  # the label of a link may hold emphasis of its own
            inner = find_markup(match.group("label")) if len(match.group("label")) > 2 else None
            if inner is not None:
                base = match.start("label")
                spans += [
                    (int(s) + base, int(e) + base, bool(g))
                    for s, e, g in zip(inner.starts, inner.ends, inner.gaps, strict=True)
                ]
    breaks = np.array([m.start() for m in _PARAGRAPH.finditer(text)], dtype=np.int64)
    spans += [(*span, False) for span in _delimiter_pairs(emphasis, text, breaks)]
    spans.sort()
    kept: list[tuple[int, int, bool]] = []
    for piece in spans:
        if not kept or piece[0] >= kept[-1][1]:
            kept.append(piece)
    return Markup(
        np.array([s for s, _, _ in kept], dtype=np.int64),
        np.array([e for _, e, _ in kept], dtype=np.int64),
        np.array([g for _, _, g in kept], dtype=bool),
    )
