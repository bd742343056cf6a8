"""VADER, wrapped once: its compound score for English, and the sum of valences behind it."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from textlens.score.protocol import Scores, SentenceBatch

#: VADER squashes a sum of valences s to s / sqrt(s² + 15) (Hutto and Gilbert 2014).
_ALPHA = 15.0


@cache
def _analyzer() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


def compound(texts: Sequence[str]) -> np.ndarray:
    """VADER's compound score of each text, float64 of shape (n,) in -1..1 (rounded to 4 digits by VADER)."""
    analyzer = _analyzer()
    return np.array([analyzer.polarity_scores(text)["compound"] for text in texts], dtype=np.float64)


def valence_sum(texts: Sequence[str]) -> np.ndarray:
    """The sum of VADER's word valences before it was squashed, float64 of shape (n,)."""
    squashed = np.clip(compound(texts), -0.9999, 0.9999)
    return np.asarray(squashed * np.sqrt(_ALPHA / (1.0 - squashed**2)))


class VaderScorer:
    """VADER's compound score, sentence by sentence; English only, NaN elsewhere."""

    name = "vader"
    about = "VADER's compound score as it is; English only"

    def score(self, batch: SentenceBatch) -> Scores:
        """Score the English sentences of the batch."""
        rows = [i for i, lang in enumerate(batch.lang) if lang == "en"]
        sentiment = np.full(len(batch), np.nan)
        sentiment[rows] = compound([batch.shadow[i] for i in rows])
        return Scores(sentiment)
