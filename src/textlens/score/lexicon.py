"""``lexicon:PATH``: a user's own words and values, with negation, degree and contrast, in Chinese and English."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np

from textlens.identify.script import HAN
from textlens.normalise.shadow import Shadow
from textlens.score.lexicon_file import fold, read_lexicon
from textlens.score.protocol import Scores, SentenceBatch
from textlens.score.shifters import CLAUSE_SIGNS, TABLE
from textlens.score.shifting import Hit, Item, read_hits
from textlens.segment.han import segmenter
from textlens.segment.tokens import tokenize

#: Weight of the neutral hit that every sentence is given beside its own. One hit alone gets half its value: the half
#: count that Lowe, Benoit, Mikhaylov and Laver (2011) add to both sides of a log ratio of positive and negative words.
PAD = 1.0
#: Tokens over which a phrase of the tables, or of a lexicon without longer ones, may go.
PHRASE = 5
_FOR_JIEBA = re.compile(f"(?=.*[{HAN}])[{HAN}A-Za-z0-9]{{2,}}")
_HAN_ONLY = re.compile(f"[{HAN}]{{2,8}}")

Span = tuple[str, int, int]


class LexiconScorer:
    """The mean of the values of a sentence's words, each as its valence shifters leave it, drawn to 0 by `PAD`.

    A sentence with hits of value v and weight w (see `textlens.score.shifting`) gets sum(w v) / (sum(w) + PAD), which lies
    within -1..1 and does not grow with length; one without a hit gets 0.

    Args:
        path: the word list; see `textlens.score.lexicon_file.read_lexicon`.

    Raises:
        NotFoundError, ValueError: the file is missing, or a line of it is wrong.
    """

    about = "a word list of your own ('word,value' a line), with negation, degree and contrast; Chinese and English"

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self.name = f"lexicon:{self.path}"
        self._matcher = _matcher(tuple(read_lexicon(self.path).items()))

    def score(self, batch: SentenceBatch) -> Scores:
        """Sentiment of each sentence, by its shadow; 0 where it holds no word of the list."""
        return Scores(np.array([mean(hits) for hits in self.hits(batch.shadow)], dtype=np.float64))

    def hits(self, shadows: Sequence[str]) -> list[list[Hit]]:
        """The words of the list in each shadow, with the value and the weight each has there."""
        return [read_hits(items) for items in self._matcher.items(shadows)]


def mean(hits: Sequence[Hit]) -> float:
    """Weighted mean of the hits and a neutral one of weight `PAD`; 0 without a hit.

    >>> mean([Hit("good", 0, 4, 1.0, 1.0, negated=False)])
    0.5
    """
    return sum(hit.value * hit.weight for hit in hits) / (sum(hit.weight for hit in hits) + PAD)


@lru_cache(maxsize=4)
def _matcher(entries: tuple[tuple[str, float], ...]) -> "Matcher":
    return Matcher(dict(entries))


class Matcher:
    """Finds lexicon entries and shifters in the tokens of sentences, the longest first."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self.values = values
        self._segmenter = segmenter(tuple(sorted(word for word in values if _FOR_JIEBA.fullmatch(word))))
        self._phrase = max([PHRASE, *map(len, self._tokens(list(values)))])
        self._longest: dict[str, int] = {}  # first character -> length of the longest entry
        for word in (*values, *TABLE):
            self._longest[word[0]] = max(self._longest.get(word[0], 0), len(word))
        self._parts = lru_cache(maxsize=50_000)(self._cut)  # the same few words again and again

    def items(self, shadows: Sequence[str]) -> list[list[Item]]:
        """Words, phrases and signs of each sentence, in order."""
        return [self._merge(spans) for spans in self._tokens(shadows)]

    def _tokens(self, texts: Sequence[str]) -> list[list[Span]]:
        """(folded token, start, end) for each text."""
        texts = [text.replace("\n", " ") for text in texts]
        tokens = tokenize([Shadow(text, 0, None) for text in texts], self._segmenter)
        folded = {form: fold(form) for form in set(tokens.lookup)}
        spans: list[list[Span]] = [[] for _ in texts]
        for sentence, start, end, form in zip(
            tokens.sentence.tolist(), tokens.start.tolist(), tokens.end.tolist(), tokens.lookup, strict=True
        ):
            spans[sentence].append((folded[form], start, end))
        return spans

    def _merge(self, spans: list[Span]) -> list[Item]:
        items: list[Item] = []
        i = 0
        while i < len(spans):
            count, text = self._longest_at(spans, i)
            parts: list[str] | None = None
            if count < 2:
                wide = _across(spans, i)
                parts = self._parts(wide, len(spans[i][0])) if wide else None
                count = 2 if parts else 1
                if not parts and not text:
                    parts = self._parts(spans[i][0])
            start = spans[i][1]
            end = spans[i + count - 1][2]
            if parts:
                for part in parts:
                    items.append(self._item(part, start, start + len(part)))
                    start += len(part)
            else:
                items.append(self._item(text or spans[i][0], start, end))
            i += count
        return items

    def _item(self, text: str, start: int, end: int) -> Item:
        value = self.values.get(text)
        return Item(text, start, end, value, TABLE.get(text), value is None and (text[:1] in CLAUSE_SIGNS or text == "--"))

    def _longest_at(self, spans: list[Span], i: int) -> tuple[int, str]:
        """(tokens, text) of the longest entry or shifter that begins at token i; (0, "") where there is none."""
        text, start, end = spans[i]
        limit = self._longest.get(text[:1], 0)
        best = (1, text) if text in self.values or text in TABLE else (0, "")
        for k in range(i + 1, min(i + self._phrase, len(spans))):
            form, start, after = spans[k]
            text += form if start == end else " " + form
            end = after
            if len(text) > limit:
                break
            if text in self.values or text in TABLE:
                best = (k - i + 1, text)
        return best

    def _cut(self, word: str, across: int | None = None) -> list[str] | None:
        """A Han word cut into entries, shifters and light words (太高兴 into 太 and 高兴), or None.

        It must hold an entry of two characters, or an entry beside a shifter or 得; `across` is a place where no cut may be.
        """
        if not _HAN_ONLY.fullmatch(word):
            return None
        for parts in self._covers(word):
            hits = [part for part in parts if part in self.values]
            shifts = any(part not in hits and (not TABLE[part].light or TABLE[part].complement) for part in parts)
            if (
                hits
                and len(parts) > 1
                and (shifts or max(map(len, hits)) > 1)
                and across not in set(accumulate(map(len, parts)))
            ):
                return parts
        return None

    def _covers(self, word: str) -> Iterator[list[str]]:
        """Every way to put the word together from entries, shifters and light words, longer first parts first."""
        if not word:
            yield []
        for size in range(len(word), 0, -1):
            if word[:size] in self.values or word[:size] in TABLE:
                yield from ([word[:size], *rest] for rest in self._covers(word[size:]))


def _across(spans: list[Span], i: int) -> str:
    """Token i and the next one as one string where nothing stands between; else an empty one."""
    if i + 1 < len(spans) and spans[i][2] == spans[i + 1][1]:
        return spans[i][0] + spans[i + 1][0]
    return ""
