"""What a scorer is: something that turns a batch of sentences into numbers between -1 and 1."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np

#: The seven emotions, in the order of the columns of the sentences frame and of `Scores.emotions`.
EMOTIONS = ("joy", "love", "sadness", "anger", "fear", "disgust", "surprise")


@dataclass(frozen=True, slots=True)
class SentenceBatch:
    """Sentences to score, possibly of several documents, in document order.

    Attributes:
        text: the sentences as users see them.
        shadow: the same without markup and in Simplified script; what dictionaries and models read.
        lang: ``zh``, ``en``, ``mixed`` or ``und`` for each.
    """

    text: Sequence[str]
    shadow: Sequence[str]
    lang: Sequence[str]

    def __len__(self) -> int:
        return len(self.text)

    @classmethod
    def concat(cls, batches: "Sequence[SentenceBatch]") -> "SentenceBatch":
        """One batch of several, in their order."""
        return cls(
            [text for batch in batches for text in batch.text],
            [shadow for batch in batches for shadow in batch.shadow],
            [lang for batch in batches for lang in batch.lang],
        )

    def take(self, rows: Sequence[int]) -> "SentenceBatch":
        """The sentences with these row numbers."""
        return SentenceBatch(*([column[i] for i in rows] for column in (self.text, self.shadow, self.lang)))


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

    def rows(self, start: int, end: int) -> "Scores":
        """The scores of the sentences start..end-1 of the batch."""
        emotions = None if self.emotions is None else self.emotions[start:end]
        return Scores(self.sentiment[start:end], self.scorer[start:end], emotions)


@runtime_checkable
class Scorer(Protocol):
    """Anything with a name, a line about itself and `score`. Must give a sentence the same score in any batch."""

    name: str
    about: str

    def score(self, batch: SentenceBatch) -> Scores:
        """Scores of the batch, in its order."""
        ...
