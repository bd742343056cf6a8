"""A scorer made of any function ``list[str] -> sequence of float``."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from textlens.score.protocol import Scores, SentenceBatch


class CallableScorer:
    """Calls a user's function with the sentences as they stand in the text.

    The function gets every sentence exactly once, in document order, possibly in several batches, and returns as
    many numbers in -1..1 (None or NaN where it has none).
    """

    about = "a function of yours"

    def __init__(self, function: Callable[[list[str]], Sequence[float]]) -> None:
        self.function = function
        self.name = getattr(function, "__name__", type(function).__name__)

    def score(self, batch: SentenceBatch) -> Scores:
        """Call the function with the sentences of the batch."""
        values: Any = self.function(list(batch.text))
        try:
            values = list(values)
            sentiment = np.array([np.nan if v is None else float(v) for v in values], dtype=np.float64)
        except (TypeError, ValueError):
            raise ValueError(
                f"scorer {self.name!r} returned {values!r:.80}; it must return one number in -1..1 for each sentence"
            ) from None
        if len(sentiment) != len(batch):
            raise ValueError(
                f"scorer {self.name!r} returned {len(sentiment)} values for {len(batch)} sentences; it must return one each"
            )
        return Scores(sentiment)
