"""Scores of wholes from the scores of their sentences, with 90 % intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

#: Share of the intervals that should cover the mean of what the sentences were drawn from.
LEVEL = 0.90
# A group's spread is estimated from its own sentences and from the document's, which counts like this many of them:
# two sentences that happen to agree say little about how far a third would lie.
_PRIOR = 3.0
#: Spread of sentence scores where a document has too few to tell: the standard deviation over the narrative training
#: sentences of valence / 3.
USUAL_SPREAD = 0.4
# 95 % quantiles of Student's t for 1 to 30 degrees of freedom (any table of the t distribution).
_T95 = np.array(
    [
        *(6.3138, 2.9200, 2.3534, 2.1318, 2.0150, 1.9432, 1.8946, 1.8595, 1.8331, 1.8125),
        *(1.7959, 1.7823, 1.7709, 1.7613, 1.7531, 1.7459, 1.7396, 1.7341, 1.7291, 1.7247),
        *(1.7207, 1.7171, 1.7139, 1.7109, 1.7081, 1.7056, 1.7033, 1.7011, 1.6991, 1.6973),
    ]
)


_Z95 = 1.6448536269514722  # 95 % quantile of the normal distribution


@dataclass(frozen=True, slots=True)
class Reading:
    """How the sentences of a whole make up its score, and how far off that is from what readers say of the whole.

    A sentence weighs ``(abs(score) + 0.1) ** power``: a reader remembers what was strong. In a paragraph its weight grows
    towards the end by the share `last`: paragraphs turn at their end. `shared` and `own` are variances: of the error that all
    sentences of a whole have in common, and of that which each has by itself.
    """

    power: float = 0.0
    last: float = 0.0
    shared: float = 0.0
    own: float = 0.0

    def weights(self, scores: np.ndarray, groups: np.ndarray, *, paragraphs: bool) -> np.ndarray:
        """Weight of each score; the order of a group's scores is that of the text."""
        weights = (np.abs(scores) + 0.1) ** self.power
        if paragraphs and self.last and len(groups):
            order = np.argsort(groups, kind="stable")
            sizes = np.bincount(groups)
            rank = np.empty(len(groups))
            rank[order] = np.arange(len(groups)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
            weights = weights * (1 + self.last * (rank / np.maximum(sizes[groups] - 1, 1)) ** 2)
        return np.asarray(weights)


#: A plain mean with the sample's spread: what fits a scorer of whose error nothing is known.
PLAIN = Reading()
#: Of the scorers that ship, fitted to readers' judgements of whole passages of real texts (training/wholes.py). Texts that say what
#: they feel without naming it are read worse than that: see the model card.
READINGS = {
    "textlens": Reading(power=0.75, last=0.6, shared=0.062, own=0.005),
    "textlens-fast": Reading(power=0.75, last=0.6, shared=0.074, own=0.005),
}


def reading_of(scorers: Sequence[str]) -> Reading:
    """The reading that fits the scorers of a document's sentences; a plain one where they are not one and the same."""
    names = set(scorers)
    return READINGS.get(names.pop(), PLAIN) if len(names) == 1 else PLAIN


@dataclass(frozen=True, slots=True)
class Means:
    """Per group: number of scored sentences, their mean, and the ends of its 90 % interval (NaN where none is scored)."""

    n: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


def t_quantile(df: np.ndarray) -> np.ndarray:
    """95 % quantile of Student's t for each (possibly fractional) number of degrees of freedom, at least 1."""
    df = np.maximum(np.asarray(df, dtype=np.float64), 1.0)
    # Between whole numbers the quantile is all but linear in 1/df.
    table = np.interp(-1.0 / df, -1.0 / np.arange(1, 31), _T95)
    return np.where(df <= 30, table, student(_Z95, df))


def student(z: float, df: np.ndarray) -> np.ndarray:
    """The quantile of Student's t where the normal's is z: exact to five digits beyond 30 degrees of freedom.

    The expansion in 1/df of Abramowitz and Stegun 26.7.5; at 3 degrees of freedom the 95 % quantile is 2 % too small.

    >>> student(1.96, np.array([5.0, 1e9])).round(2).tolist()
    [2.55, 1.96]
    """
    df = np.asarray(df, dtype=np.float64)
    return np.asarray(z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2))


def spread(scores: np.ndarray) -> float:
    """Standard deviation of a document's scored sentences, drawn towards the usual one where they are few."""
    scores = scores[~np.isnan(scores)]
    deviations = float(((scores - scores.mean()) ** 2).sum()) if scores.size else 0.0
    return float(np.sqrt((deviations + _PRIOR * USUAL_SPREAD**2) / (max(0, scores.size - 1) + _PRIOR)))


def group_means(
    scores: np.ndarray,
    groups: np.ndarray,
    n_groups: int,
    prior_spread: float,
    reading: Reading = PLAIN,
    *,
    paragraphs: bool = False,
) -> Means:
    """Score and interval of each group.

    Args:
        scores: float64 array of shape (n,), NaN where there is none.
        groups: int array of shape (n,), 0..n_groups-1; negative ones are left out.
        prior_spread: the document's standard deviation, from `spread`.
        reading: how sentences make up the whole.
        paragraphs: whether the groups are paragraphs.
    """
    kept = ~np.isnan(scores) & (groups >= 0)
    values, index = scores[kept], groups[kept]
    n = np.bincount(index, minlength=n_groups)
    weight = reading.weights(values, index, paragraphs=paragraphs)
    with np.errstate(invalid="ignore", divide="ignore"):
        total = np.bincount(index, weights=weight, minlength=n_groups)
        mean = np.bincount(index, weights=values * weight, minlength=n_groups) / total
        if reading.own:
            effective = total**2 / np.bincount(index, weights=weight**2, minlength=n_groups)
            half = _Z95 * np.sqrt(reading.shared + reading.own / effective)
        else:
            deviations = np.bincount(index, weights=(values - mean[index]) ** 2, minlength=n_groups)
            df = n - 1 + _PRIOR
            half = t_quantile(df) * np.sqrt((deviations + _PRIOR * prior_spread**2) / df / n)
    empty = n == 0
    mean, half = np.where(empty, np.nan, mean), np.where(empty, np.nan, half)
    mean = np.clip(mean, -1.0, 1.0)
    return Means(n, mean, np.clip(mean - half, -1.0, 1.0), np.clip(mean + half, -1.0, 1.0))
