"""LOESS over a sequence of sentence scores, with a block-bootstrap band.

Local linear regression with tricube weights (Cleveland 1979) in a window of fixed width, which shrinks at both ends
because there is nothing beyond them. As the fit is linear in the scores, the band re-fits resampled residuals by
convolution. Residuals are resampled in blocks, because neighbouring sentences feel alike (Künsch 1989).
"""

from dataclasses import dataclass

import numpy as np


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
        #: Weight of a score in its own fit (the leverage), shape (n,).
        self.leverage = np.where(present, weights[half] * self._a, 0.0)
        self.window = np.rint(_convolve(seen, np.ones(2 * half + 1))).astype(np.int64)

    def fit(self, scores: np.ndarray) -> np.ndarray:
        """Smoothed scores; `scores` of shape (..., n) must be 0 where missing."""
        level, slope = self._kernels
        fitted: np.ndarray = self._a * _convolve(scores, level) + self._b * _convolve(scores, slope)
        return fitted


def block_length(n: int) -> int:
    """Length of the resampled blocks, in sentences: grows with the cube root of n (Hall, Horowitz and Jing 1995)."""
    return max(1, min(n, round(1.75 * n ** (1 / 3))))


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
    clipped = (np.clip(values, -1.0, 1.0) for values in (smoothed, low, high))
    return Smooth(*clipped, fits.window, edge)


def _band(
    scores: np.ndarray, smoothed: np.ndarray, fits: LocalLinear, level: float, samples: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the pointwise band: quantiles of the error that re-fitting resampled residuals makes."""
    rows = np.flatnonzero(fits.present)
    count = len(rows)
    if count < 3:
        unknown = np.full(len(scores), np.nan)
        return unknown, unknown
    # A residual is too small by the share that its own score had in the fit.
    residuals = (scores[rows] - smoothed[rows]) / np.sqrt(np.clip(1 - fits.leverage[rows], 0.05, 1.0))
    residuals -= residuals.mean()
    block = block_length(count)
    rng = np.random.default_rng(seed)
    n_blocks = -(-count // block)
    errors = np.empty((samples, len(scores)), dtype=np.float32)
    step = max(1, 2_000_000 // len(scores))
    for first in range(0, samples, step):
        size = min(step, samples - first)
        # Blocks wrap around, so that every residual is drawn equally often.
        starts = rng.integers(0, count, size=(size, n_blocks, 1))
        picks = ((starts + np.arange(block)) % count).reshape(size, -1)[:, :count]
        drawn = np.zeros((size, len(scores)))
        drawn[:, rows] = residuals[picks]
        errors[first : first + size] = fits.fit(drawn)
    lower, upper = np.quantile(errors, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return smoothed - upper, smoothed - lower
