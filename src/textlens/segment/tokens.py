"""From sentences to tokens with offsets: jieba for Han runs, rules of our own for everything else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from textlens.identify.faces import FACE
from textlens.identify.script import EMOJI, HAN, LATIN
from textlens.normalise.shadow import Shadow
from textlens.segment.han import Segmenter

_EMOJI_TOKEN = (
    rf"(?:[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3"
    rf"|[{EMOJI}][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\u20e3\U000e0020-\U000e007f]*"
    rf"(?:\u200d[{EMOJI}\u2640\u2642][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*)*)"
)
# The rules are read with white space left out.
_FACE = FACE.replace(" ", r"\ ").replace("#", r"\#").replace("\u3000", r"\u3000")
_MARK = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u20d0-\u20f0\ufe00-\ufe0f"
_RULES = rf"""
    (?P<run>[{HAN}][{HAN}A-Za-z0-9]*)
  | (?P<face>{_FACE})
  | (?P<mark>[，、：；“”「」『』（）《》]|[。！？!?]+|…+|—+)
  | (?P<url>(?:https?://|ftp://|www\.)[^\s\u3000-\u303f{HAN}\uff00-\uffef<>"”“」]*[^\s\u3000-\u303f{HAN}\uff00-\uffef<>"”“」.,;:!?)\]'])
  | (?P<email>[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)
  | (?P<handle>(?<![A-Za-z0-9_])@[A-Za-z0-9_]{{2,}}(?:-[A-Za-z0-9_]+)*)
  | (?P<hashtag>(?<![A-Za-z0-9_#])\#[A-Za-z_][A-Za-z0-9_]*|(?<![A-Za-z0-9_#])\#[A-Za-z0-9_{HAN}]+\#)
  | (?P<emoji>{_EMOJI_TOKEN})
  | (?P<abbreviation>(?<![A-Za-z])(?:[A-Za-z]\.){{2,}})
  | (?P<number>(?<![A-Za-z\d.])(?:(?<!\w)[+-])?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)+%?|(?<![A-Za-z\d.])\d{{1,3}}(?:,\d{{3}})+%?|(?<![A-Za-z\d])\d+(?:[./:-]\d+)+%?|(?<![A-Za-z])\d+%)
  | (?P<word>[{LATIN}][{LATIN}{_MARK}\d]*(?:['’.&_+-][{LATIN}\d][{LATIN}{_MARK}\d]*)+(?:\+\+|\#)?|[A-Za-z](?:\+\+|\#)(?![A-Za-z])|\d+(?:st|nd|rd|th|s)(?![A-Za-z\d]))
  | (?P<han>[A-Za-z0-9]+[{HAN}][{HAN}A-Za-z0-9]*)
  | (?P<plain>[{LATIN}][{LATIN}{_MARK}\d]*|\d+)
  | (?P<other>[^\W\d_][\w{_MARK}]*)
  | (?P<sign>\.{{2,}}|-{{2,}}|～+|~+|.)
"""
_ANY_HAN = re.compile(f"[{HAN}]")
_ANY_LATIN = re.compile(f"[{LATIN}]")
#: Kinds whose tokens count as words, and the tag of each kind that jieba does not tag.
_WORD_KINDS = frozenset({"abbreviation", "handle", "hashtag", "number", "word", "han", "run", "plain", "other", "user"})
_TAGS = {"number": "m", "abbreviation": "eng", "word": "eng", "plain": "eng", "other": "eng"} | dict.fromkeys(
    ("handle", "hashtag", "url", "email", "user"), "eng"
)
_HAN_KINDS = ("run", "han")
# What ends a Han run may go on behind an apostrophe, a hyphen or a point: 我don't知道, 只要3.14元.
_GOES_ON = frozenset("'’.,&_+-:/%@#")
_RUN_TAIL = re.compile(r"(?:[A-Za-z][A-Za-z0-9]*|[0-9]+)$")
_WORDLIKE = re.compile(r"[^\W_]")
_BETWEEN = "\n"
# Full-width letters and digits are cut and looked up as the plain ones.
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_NARROW = {ord(wide): ord(wide) - 0xFEE0 for wide in map(chr, range(0xFF10, 0xFF5B)) if wide.isalnum()}


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a document's sentences, in order, as parallel sequences of length n.

    Attributes:
        sentence: int64 array, number of the sentence each token stands in.
        start, end: int64 arrays, half-open offsets in the document.
        lookup: form dictionaries are asked for: Simplified, Latin words in lower case.
        tag: jieba's part-of-speech tag, ``x`` for signs and emoji.
        is_word: bool array; signs, emoji and addresses are no words.
    """

    sentence: np.ndarray
    start: np.ndarray
    end: np.ndarray
    lookup: list[str]
    tag: list[str]
    is_word: np.ndarray

    def __len__(self) -> int:
        return len(self.lookup)

    def lang(self) -> list[str]:
        """``zh`` for a token with Han characters, ``en`` for one with Latin letters, else ``und``."""
        known = {
            form: "zh" if _ANY_HAN.search(form) else "en" if _ANY_LATIN.search(form) else "und" for form in set(self.lookup)
        }
        return [known[form] for form in self.lookup]


def _tag(kind: str, form: str) -> str:
    """The tag of a stretch that jieba does not cut."""
    if kind == "plain" and form.isdecimal():
        return "m"
    return "x" if kind == "user" and _ANY_HAN.search(form) else _TAGS.get(kind, "x")


@lru_cache(maxsize=8)
def _pattern(other_words: tuple[str, ...]) -> re.Pattern[str]:
    """The token rules; user words that no rule or dictionary could hold whole come first."""
    rules = _RULES
    if other_words:
        choices = "|".join(re.escape(word) for word in sorted(other_words, key=len, reverse=True))
        inside = f"[{HAN}A-Za-z0-9]*"
        rules = rf"(?P<user>{choices})|" + rules.replace(inside, rf"(?:(?!{choices})[{HAN}A-Za-z0-9])*", 1)
    return re.compile(rules, re.X | re.S)


def _stretches(text: str, pattern: re.Pattern[str]) -> list[tuple[str, int, int]]:
    """(kind, start, end) of each stretch that a rule matches; white space is none."""
    spans: list[tuple[str, int, int]] = []
    at, length = 0, len(text)
    while at < length:
        for match in pattern.finditer(text, at):
            kind = match.lastgroup or "sign"
            start, at = match.span()
            if kind == "sign" and text[start].isspace():
                continue
            if kind in _HAN_KINDS and at < length and text[at] in _GOES_ON and (tail := _RUN_TAIL.search(text, start, at)):
                longer = pattern.match(text, tail.start())
                if longer and longer.end() > at and tail.start() > start:
                    # The run ends before the word that goes on; matching starts again there.
                    at = tail.start()
                    spans.append((kind, start, at))
                    break
            spans.append((kind, start, at))
        else:
            break
    return spans


def tokenize(shadows: Sequence[Shadow], segmenter: Segmenter) -> Tokens:
    """Tokens of a document's sentences; white space and markup are none.

    All sentences are cut in one go: their shadows are joined by line feeds, which no token crosses.
    """
    joined = _BETWEEN.join(shadow.text for shadow in shadows)
    if _WIDE.search(joined):
        joined = joined.translate(_NARROW)
    lengths = np.array([len(shadow.text) for shadow in shadows], dtype=np.int64)
    sentence_starts = np.cumsum(lengths + 1) - lengths - 1
    stretches = _stretches(joined, _pattern(segmenter.other_words))
    han = [(a, b) for kind, a, b in stretches if kind in _HAN_KINDS]
    starts, words, tags = segmenter.tag(joined, han)
    rest = [(kind, a, b) for kind, a, b in stretches if kind not in _HAN_KINDS]
    begin = np.concatenate([starts, np.array([a for _, a, _ in rest], dtype=np.int64)])
    size = np.array([*map(len, words), *(b - a for _, a, b in rest)], dtype=np.int64)
    forms = words + [joined[a:b] for _, a, b in rest]
    tags = tags + [_tag(kind, joined[a:b]) for kind, a, b in rest]
    word = [True] * len(words) + [kind in _WORD_KINDS and bool(_WORDLIKE.search(joined, a, b)) for kind, a, b in rest]
    order = np.argsort(begin, kind="stable")
    begin, size = begin[order], size[order]
    places = order.tolist()
    offsets = _offsets(shadows, lengths)
    return Tokens(
        sentence=np.searchsorted(sentence_starts, begin, side="right") - 1,
        start=offsets[begin],
        end=offsets[begin + size - 1] + 1 if len(begin) else offsets[:0],
        lookup=list(map(str.lower, map(forms.__getitem__, places))),
        tag=list(map(tags.__getitem__, places)),
        is_word=np.array(word, dtype=bool)[order],
    )


def _offsets(shadows: Sequence[Shadow], lengths: np.ndarray) -> np.ndarray:
    """Document offset of every character of the joined shadows; the joints hold -1."""
    total = int(lengths.sum()) + max(0, len(shadows) - 1)
    offsets = np.full(total, -1, dtype=np.int64)
    at = 0
    for shadow, length in zip(shadows, lengths.tolist(), strict=True):
        offsets[at : at + length] = np.arange(shadow.start, shadow.start + length) if shadow.at is None else shadow.at
        at += length + 1
    return offsets
