"""Agreement between a scorer and readers, as numbers."""

from collections.abc import Sequence

import numpy as np

#: Spans at least this far from neutral (valence, of 3) count as clearly toned.
CLEARLY_TONED = 1.0


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 0, ties sharing their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts + 1) / 2)[inverse])


def pearson(a: np.ndarray, b: np.ndarray) -> float:
    """Pearson's correlation; 0 where one side is constant, NaN for fewer than two values."""
    if len(a) < 2:
        return float("nan")
    if np.ptp(a) < 1e-12 or np.ptp(b) < 1e-12:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def spearman(a: np.ndarray, b: np.ndarray) -> float:
    """Spearman's rank correlation, ties sharing ranks.

    >>> round(spearman(np.array([1.0, 2, 3]), np.array([1.0, 3, 2])), 2)
    0.5
    """
    return pearson(ranks(a), ranks(b)) if len(a) >= 2 else float("nan")


def rolling_mean(values: np.ndarray, window: int) -> np.ndarray:
    """Centred rolling mean that shrinks at the ends; the window is in sentences."""
    half = window // 2
    total = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    low, high = np.maximum(0, at - half), np.minimum(len(values), at + half + 1)
    return np.asarray((total[high] - total[low]) / (high - low))


def arc_correlation(predicted: np.ndarray, gold: np.ndarray) -> float:
    """Pearson's correlation of the two arcs: rolling means over a tenth of the document, at least five sentences."""
    window = max(5, len(gold) // 10)
    return pearson(rolling_mean(predicted, window), rolling_mean(gold, window))


def sign_accuracy(predicted: np.ndarray, gold: np.ndarray) -> float:
    """Share of the clearly toned spans whose sign is right; NaN where none is clearly toned."""
    toned = np.abs(gold) >= CLEARLY_TONED
    return float(np.mean(predicted[toned] * gold[toned] > 0)) if toned.any() else float("nan")


def macro_f1(predicted: Sequence[str], gold: Sequence[str]) -> float:
    """Mean F1 over the emotions that the gold holds; NaN where it holds none."""
    labels = sorted(set(gold))
    scores = []
    for label in labels:
        hits = sum(p == g == label for p, g in zip(predicted, gold, strict=True))
        found, held = sum(p == label for p in predicted), sum(g == label for g in gold)
        scores.append(2 * hits / (found + held) if found + held else 0.0)
    return float(np.mean(scores)) if scores else float("nan")


def calibration_error(predicted: np.ndarray, gold: np.ndarray, bins: int = 10) -> float:
    """How far the mean of readers lies from the score, over equally filled bins of the score (both in -1..1)."""
    if len(predicted) < bins:
        return float("nan")
    order = np.argsort(predicted, kind="stable")
    gaps = [(len(part), abs(predicted[part].mean() - gold[part].mean())) for part in np.array_split(order, bins)]
    return float(sum(n * gap for n, gap in gaps) / len(predicted))
