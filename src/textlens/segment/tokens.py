"""From sentences to tokens with offsets: jieba for Han runs, rules of our own for everything else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from textlens.identify.script import EMOJI, HAN, LATIN
from textlens.normalise.shadow import Shadow
from textlens.segment.han import Segmenter, segmenter

_EMOJI_TOKEN = (
    rf"(?:[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3"
    rf"|[{EMOJI}][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\u20e3\U000e0020-\U000e007f]*"
    rf"(?:\u200d[{EMOJI}\u2640\u2642][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*)*)"
)
_MARK = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u20d0-\u20f0\ufe00-\ufe0f"
_RULES = rf"""
    (?P<url>(?:https?://|ftp://|www\.)[^\s\u3000-\u303f{HAN}\uff00-\uffef<>"”“」]*[^\s\u3000-\u303f{HAN}\uff00-\uffef<>"”“」.,;:!?)\]'])
  | (?P<email>[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)
  | (?P<handle>(?<![\w])@[A-Za-z0-9_]{{2,}}(?:-[A-Za-z0-9_]+)*)
  | (?P<hashtag>(?<![\w#])\#[A-Za-z_][A-Za-z0-9_]*|(?<![\w#])\#[A-Za-z0-9_{HAN}]+\#)
  | (?P<emoji>{_EMOJI_TOKEN})
  | (?P<abbreviation>(?<![A-Za-z])(?:[A-Za-z]\.){{2,}})
  | (?P<number>(?<![A-Za-z\d.])(?:(?<!\w)[+-])?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)+%?|(?<![A-Za-z\d.])\d{{1,3}}(?:,\d{{3}})+%?|(?<![A-Za-z\d])\d+(?:[./:-]\d+)+%?|(?<![A-Za-z])\d+%)
  | (?P<word>[{LATIN}][{LATIN}{_MARK}\d]*(?:['’.&_+-][{LATIN}\d][{LATIN}{_MARK}\d]*)+(?:\+\+|\#)?|[A-Za-z](?:\+\+|\#)(?![A-Za-z]))
  | (?P<han>[{HAN}A-Za-z0-9]*[{HAN}][{HAN}A-Za-z0-9]*)
  | (?P<plain>[{LATIN}][{LATIN}{_MARK}\d]*|\d+)
  | (?P<other>[^\W\d_][\w{_MARK}]*)
  | (?P<sign>…+|\.{{2,}}|—+|-{{2,}}|～+|~+|[。！？!?]+|.)
"""
_ANY_HAN = re.compile(f"[{HAN}]")
_ANY_LATIN = re.compile(f"[{LATIN}]")
_WORDLIKE = re.compile(r"[^\W_]")
#: Kinds whose tokens count as words.
_WORD_KINDS = frozenset({"abbreviation", "handle", "hashtag", "number", "word", "han", "plain", "other", "user"})
_TAGS = {"number": "m", "word": "eng", "abbreviation": "eng", "plain": "eng", "other": "eng", "handle": "eng", "hashtag": "eng", "url": "eng", "email": "eng"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: [start, end) in the document, its form in the shadow, jieba's tag ("" where none was asked for)."""

    start: int
    end: int
    lookup: str
    tag: str
    is_word: bool

    @property
    def lang(self) -> str:
        """``zh`` for a token with a Han character, ``en`` for one with a Latin letter, else ``und``."""
        return "zh" if _ANY_HAN.search(self.lookup) else "en" if self.is_word and _ANY_LATIN.search(self.lookup) else "und"


@lru_cache(maxsize=8)
def _pattern(other_words: tuple[str, ...]) -> re.Pattern[str]:
    """The token rules; user words that no rule or dictionary could hold whole come first."""
    rules = _RULES
    if other_words:
        choices = "|".join(re.escape(word) for word in sorted(other_words, key=len, reverse=True))
        rules = rf"(?P<user>{choices.replace(' ', chr(92) + ' ')})|" + rules
    return re.compile(rules, re.X | re.S)


def _stretches(text: str, pattern: re.Pattern[str]) -> list[tuple[str, int, int]]:
    """(kind, start, end) of each stretch a rule matches; white space matches none."""
    spans = []
    at = 0
    length = len(text)
    while at < length:
        match = pattern.match(text, at)
        if match is None:  # pragma: no cover - the last rule takes any character
            at += 1
            continue
        kind = match.lastgroup or "sign"
        start, at = match.span()
        if kind == "han" and at < length and text[at] in "'’.,&_+-:/%":
            # What ends the run may go on behind an apostrophe, a hyphen or a point: 我don't知道, 只要3.14元.
            tail = re.search(r"(?:[A-Za-z][A-Za-z0-9]*|[0-9]+)$", text[start:at])
            if tail and (longer := pattern.match(text, start + tail.start())) and longer.end() > at:
                at = start + tail.start()
        if kind == "sign" and text[start].isspace():
            continue
        spans.append((kind, start, at))
    return spans


def tokenize(shadows: Sequence[Shadow], segmenter: Segmenter, *, tagged: bool = False) -> list[list[Token]]:
    """Tokens of each sentence, in order; white space and markup are none.

    `lookup` is what dictionaries are asked for: the Simplified form, Latin words in lower case.
    """
    pattern = _pattern(segmenter.other_words)
    cut = [_stretches(shadow.text, pattern) for shadow in shadows]
    runs = [shadow.text[a:b] for shadow, spans in zip(shadows, cut, strict=True) for kind, a, b in spans if kind == "han"]
    words = iter(segmenter.tag(runs) if tagged else [[(w, "") for w in run] for run in segmenter.cut(runs)])
    result = []
    for shadow, spans in zip(shadows, cut, strict=True):
        tokens: list[Token] = []
        for kind, a, b in spans:
            if kind == "han":
                for word, tag in next(words):
                    tokens.append(_token(shadow, a, a + len(word), "han", tag))
                    a += len(word)
            else:
                tokens.append(_token(shadow, a, b, kind, _TAGS.get(kind, "x") if tagged else ""))
        result.append(tokens)
    return result


def _token(shadow: Shadow, a: int, b: int, kind: str, tag: str) -> Token:
    form = shadow.text[a:b]
    is_word = kind in _WORD_KINDS and bool(_WORDLIKE.search(form))
    return Token(shadow.offset(a), shadow.offset(b - 1) + 1, form.lower(), tag, is_word)


def count_tokens(shadows: Sequence[Shadow], user_words: tuple[str, ...], user_dict: str | None) -> np.ndarray:
    """Number of tokens of each sentence, int64 of shape (n,): what `tokenize` would make, without making it."""
    words = segmenter(user_words, user_dict)
    pattern = _pattern(words.other_words)
    kinds = [_stretches(shadow.text, pattern) for shadow in shadows]
    runs = [shadow.text[a:b] for shadow, spans in zip(shadows, kinds, strict=True) for kind, a, b in spans if kind == "han"]
    lengths = iter(words.count(runs))
    return np.array([sum(next(lengths) if kind == "han" else 1 for kind, _, _ in spans) for spans in kinds], dtype=np.int64)
