"""What a scorer is: something that turns a batch of sentences into numbers between -1 and 1."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

if TYPE_CHECKING:
    from textlens.segment.tokens import Tokens

#: The seven emotions, in the order of the columns of the sentences frame and of `Scores.emotions`.
EMOTIONS = ("joy", "love", "sadness", "anger", "fear", "disgust", "surprise")


@dataclass(frozen=True, slots=True)
class SentenceBatch:
    """Sentences to score, possibly of several documents, in document order.

    Attributes:
        text: the sentences as users see them.
        shadow: the same without markup and in Simplified script; what dictionaries and models read.
        lang: ``zh``, ``en``, ``mixed`` or ``und`` for each.
        paragraph: int64 array of shape (n,), the number of each sentence's paragraph, not falling; None where every
            sentence stands for itself.
        tokens: the sentences' tokens, their `sentence` counted in this batch; None where nobody cut them.
        passage: int64 array of shape (n,), the number of each sentence's passage, not falling: paragraphs of one section under one
            date. None where every paragraph stands for itself. A scorer may look at the sentences beside one in its passage, and
            at no others.
    """

    text: Sequence[str]
    shadow: Sequence[str]
    lang: Sequence[str]
    paragraph: np.ndarray | None = None
    tokens: "Tokens | None" = None
    passage: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.text)

    @classmethod
    def concat(cls, batches: "Sequence[SentenceBatch]") -> "SentenceBatch":
        """One batch of several, in their order; paragraphs, tokens and passages where all have them."""
        return cls(
            [text for batch in batches for text in batch.text],
            [shadow for batch in batches for shadow in batch.shadow],
            [lang for batch in batches for lang in batch.lang],
            _counted_on([batch.paragraph for batch in batches]),
            _joined_tokens(batches),
            _counted_on([batch.passage for batch in batches]),
        )

    def take(self, rows: Sequence[int]) -> "SentenceBatch":
        """The sentences with these row numbers, without paragraphs, tokens and passages."""
        text, shadow, lang = ([column[i] for i in rows] for column in (self.text, self.shadow, self.lang))
        return SentenceBatch(text, shadow, lang)


def _counted_on(numbers: Sequence[np.ndarray | None]) -> np.ndarray | None:
    """The numbers of several batches in one row, each batch's above those before it; None where one has none."""
    parts, offset = [], 0
    for part in numbers:
        if part is None:
            return None
        parts.append(part + offset)
        offset += int(part[-1]) + 1 if len(part) else 0
    return np.concatenate(parts) if parts else None


def _joined_tokens(batches: Sequence[SentenceBatch]) -> "Tokens | None":
    from textlens.segment.tokens import Tokens

    parts = [batch.tokens for batch in batches if batch.tokens is not None]
    if not parts or len(parts) < len(batches):
        return None
    before = np.cumsum([0, *map(len, batches)])
    return Tokens(
        sentence=np.concatenate([part.sentence + at for part, at in zip(parts, before.tolist(), strict=False)]),
        start=np.concatenate([part.start for part in parts]),
        end=np.concatenate([part.end for part in parts]),
        lookup=[form for part in parts for form in part.lookup],
        tag=[tag for part in parts for tag in part.tag],
        is_word=np.concatenate([part.is_word for part in parts]),
    )


@dataclass(frozen=True, slots=True)
class Contributions:
    """What each token adds to its sentence's sentiment: a sentence's tokens and its base add up to it.

    Attributes:
        tokens: float64 array of shape (t,), in the order of the batch's tokens.
        base: float64 array of shape (n,): what a sentence is worth before any of its tokens is read.
    """

    tokens: np.ndarray
    base: np.ndarray


@dataclass(frozen=True, slots=True)
class Scores:
    """What a scorer says of a batch of n sentences.

    Attributes:
        sentiment: float64 array of shape (n,), -1 (very negative) to 1 (very positive); NaN where the scorer does
            not read the sentence.
        scorer: who scored each sentence, n names; empty where it is the scorer itself throughout.
        emotions: float64 array of shape (n, 7) in 0..1 in the order of `EMOTIONS`, or None where it gives none.
    """

    sentiment: np.ndarray
    scorer: Sequence[str] = field(default=())
    emotions: np.ndarray | None = None
    contributions: Contributions | None = None

    def rows(self, start: int, end: int, tokens: tuple[int, int] = (0, 0)) -> "Scores":
        """The scores of the sentences start..end-1 of the batch, whose tokens are tokens[0]..tokens[1]-1."""
        emotions = None if self.emotions is None else self.emotions[start:end]
        added = self.contributions
        if added is not None:
            added = Contributions(added.tokens[slice(*tokens)], added.base[start:end])
        return Scores(self.sentiment[start:end], self.scorer[start:end], emotions, added)


@runtime_checkable
class Scorer(Protocol):
    """Anything with a name, a line about itself and `score`. Must give a sentence the same score in any batch."""

    name: str
    about: str

    def score(self, batch: SentenceBatch) -> Scores:
        """Scores of the batch, in its order."""
        ...
