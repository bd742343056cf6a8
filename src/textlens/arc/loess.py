"""LOESS over a sequence of sentence scores, with a bootstrap band.

Local linear regression with tricube weights (Cleveland 1979) in a window of fixed width, which shrinks at both ends
because there is nothing beyond them. Neighbouring sentences feel alike, and the residuals of a fit do not show it: the
fit has taken out the very swings that make it err. So the noise is measured by differences of scores some sentences
apart, which no fit has touched (Hall and Van Keilegom 2003), drawn anew as a first-order autoregression, and fitted again.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from textlens.aggregate.interval import student

# Fewer scores than this do not tell how neighbours correlate.
_TELLING = 20


@dataclass(frozen=True, slots=True)
class Smooth:
    """The smoothed sequence, its band, and how many scores each fit saw; arrays of shape (n,)."""

    smoothed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    window: np.ndarray
    edge: np.ndarray


def tricube(half: int) -> np.ndarray:
    """Weights of the distances -half..half; 0 only beyond them."""
    distance = np.arange(-half, half + 1) / (half + 1)
    return np.asarray((1 - np.abs(distance) ** 3) ** 3)


def _convolve(rows: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Each row correlated with the kernel, same length; zeros beyond the ends."""
    n, width = rows.shape[-1], len(kernel)
    size = 1 << (n + width - 1).bit_length()
    product = np.fft.rfft(rows, size) * np.fft.rfft(kernel[::-1], size)
    return np.asarray(np.fft.irfft(product, size)[..., width // 2 : width // 2 + n])


class LocalLinear:
    """Local linear fits at every position of a sequence in which some scores are missing."""

    def __init__(self, present: np.ndarray, half: int) -> None:
        self.present = present
        weights = tricube(half)
        distance = np.arange(-half, half + 1, dtype=np.float64)
        self._kernels = (weights, weights * distance)
        seen = present.astype(np.float64)
        s0, s1, s2 = (_convolve(seen, k) for k in (weights, weights * distance, weights * distance**2))
        determinant = s0 * s2 - s1**2
        # Too few neighbours for a slope: a weighted mean is all there is.
        flat = determinant <= 1e-9 * np.maximum(1.0, s0 * s2)
        with np.errstate(divide="ignore", invalid="ignore"):
            self._a = np.where(flat, 1 / s0, s2 / determinant)
            self._b = np.where(flat, 0.0, -s1 / determinant)
        blind = s0 <= 1e-9
        self._a[blind] = np.nan
        self.window = np.rint(_convolve(seen, np.ones(2 * half + 1))).astype(np.int64)

    def fit(self, scores: np.ndarray) -> np.ndarray:
        """Smoothed scores; `scores` of shape (..., n) must be 0 where missing."""
        level, slope = self._kernels
        fitted: np.ndarray = self._a * _convolve(scores, level) + self._b * _convolve(scores, slope)
        return fitted


def default_window(n: int) -> int:
    """Sentences a fit looks at: a seventh of the document, at least 9 and at most 151."""
    return int(min(max(9, round(n / 7)), 151))


def smooth(scores: np.ndarray, window: int, *, level: float = 0.90, samples: int = 400, seed: int = 0) -> Smooth:
    """LOESS with a pointwise band.

    Args:
        scores: float64 array of shape (n,), NaN where a sentence has none.
        window: width of the window in sentences.
        level: share of the true arc's points that the band should cover, 0..1.
        samples: bootstrap samples behind the band.
        seed: of the resampling; the same seed gives the same band.
    """
    n = len(scores)
    present = ~np.isnan(scores)
    count = int(present.sum())
    if count == 0:
        nothing = np.full(n, np.nan)
        return Smooth(nothing, nothing, nothing, np.zeros(n, dtype=np.int64), np.ones(n, dtype=bool))
    half = max(1, min(window, 2 * n - 1) // 2)
    fits = LocalLinear(present, half)
    smoothed = fits.fit(np.where(present, scores, 0.0))
    low, high = _band(scores, smoothed, fits, level, samples, seed)
    position = np.arange(n)
    edge = (position < half) | (position >= n - half)
    smoothed, low, high = (np.clip(values, -1.0, 1.0) for values in (smoothed, low, high))
    return Smooth(smoothed, low, high, fits.window, edge)


def noise(scores: np.ndarray) -> tuple[float, float]:
    """Variance of the scores around their smooth course, and the correlation of neighbours (0..0.8).

    Half the mean squared difference of scores m apart is the variance, less the covariance at m; the course itself hardly
    moves in between. At some distance the covariance is gone, at a distance of 1 it is what is missing.
    """
    count = int((~np.isnan(scores)).sum())
    last = max(1, min(round(count**0.5), count // 2))
    first = min(round(count**0.4), last) or 1
    apart = _half_squares(scores, range(first, last + 1)) or _half_squares(scores, range(1, len(scores)))
    if not apart or count < _TELLING:
        return apart, 0.0
    together = _half_squares(scores, range(1, 2)) or apart
    return apart, min(max(0.0, 1 - together / apart), 0.8)


def _half_squares(scores: np.ndarray, distances: range) -> float:
    """Half the mean squared difference of scores at these distances, 0 where no two stand so."""
    squares = [(scores[m:] - scores[:-m]) ** 2 for m in distances]
    found = np.concatenate(squares) if squares else np.zeros(0)
    found = found[~np.isnan(found)]
    return float(found.mean() / 2) if found.size else 0.0


def _band(
    scores: np.ndarray, smoothed: np.ndarray, fits: LocalLinear, level: float, samples: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the pointwise band: how far fits of noise like the document's stray from zero."""
    count = int(fits.present.sum())
    if count < 3:
        unknown = np.full(len(scores), np.nan)
        return unknown, unknown
    variance, correlation = noise(scores)
    rng = np.random.default_rng(seed)
    squares = np.zeros(len(scores))
    step = max(1, 2_000_000 // len(scores))
    for first in range(0, samples, step):
        drawn = _autoregression(rng, (min(step, samples - first), len(scores)), correlation)
        squares += (fits.fit(drawn * fits.present) ** 2).sum(axis=0)
    error = np.sqrt(variance * squares / samples)
    # The noise itself is but estimated, from about one independent stretch in five sentences (found by simulation).
    half = student(NormalDist().inv_cdf((1 + level) / 2), np.array(max(3.0, count / 5))) * error
    return smoothed - half, smoothed + half


def _autoregression(rng: np.random.Generator, shape: tuple[int, int], correlation: float) -> np.ndarray:
    """Rows of normal noise of variance 1 whose neighbours correlate so, the last with the first as well."""
    n = shape[1]
    frequency = np.exp(-2j * np.pi * np.fft.rfftfreq(n))
    gain = np.sqrt(1 - correlation**2) / np.abs(1 - correlation * frequency)
    return np.asarray(np.fft.irfft(np.fft.rfft(rng.standard_normal(shape)) * gain, n))
