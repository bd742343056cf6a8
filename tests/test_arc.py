"""The arc: local linear fits held against statsmodels, and a band held against known truths."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import textlens
from textlens.arc.loess import default_window, noise, smooth, tricube

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
COLUMNS = ["doc_id", "position", "start", "sentiment", "smoothed", "low", "high", "method", "window"]


def waves(n: int, swings: float = 1.0) -> np.ndarray:
    """A smooth course between -0.3 and 0.3."""
    return 0.3 * np.sin(2 * np.pi * swings * np.arange(n) / n)


def autoregressive(rng: np.random.Generator, n: int, phi: float, sd: float) -> np.ndarray:
    """Noise of standard deviation `sd` whose neighbours correlate by `phi`."""
    shocks = rng.normal(0, sd * np.sqrt(1 - phi**2), n + 100)
    values = np.zeros(n + 100)
    for i in range(1, n + 100):
        values[i] = phi * values[i - 1] + shocks[i]
    return values[100:]


def arc_of(scores: list[float | None], **options: Any) -> pd.DataFrame:
    """The arc of a document with one sentence for each score."""
    text = "\n\n".join(f"第{i}天，下雨。" for i in range(len(scores)))
    return textlens.analyze_text(text, scorer=lambda sentences: scores, progress=False).arc(**options)


# ── the fit ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("n", "window"), [(60, 9), (200, 29), (200, 30), (501, 71)])
def test_loess_is_statsmodels_in_the_interior(n: int, window: int) -> None:
    """Ours gives weight to `half` scores on each side; Cleveland's bandwidth is the next one's distance, half + 1.

    lowess takes the k nearest points and gives the farthest weight 0: k = 2 (half + 1) + 1 are our scores and one more
    on each side.
    """
    from statsmodels.nonparametric.smoothers_lowess import lowess

    scores = np.clip(waves(n) + np.random.default_rng(1).normal(0, 0.3, n), -1, 1)
    half = window // 2
    theirs = lowess(scores, np.arange(n, dtype=float), frac=(2 * half + 3) / n, it=0, delta=0.0, return_sorted=False)
    ours = smooth(scores, window, samples=20).smoothed
    inside = slice(half + 1, n - half - 1)
    assert_allclose(ours[inside], theirs[inside], atol=1e-6)
    # At the ends lowess widens the window instead: the two must differ there, or nothing was tested.
    assert np.abs(ours - theirs).max() > 1e-3


@pytest.mark.parametrize("n", [4, 10, 57, 300])
@pytest.mark.parametrize("window", [3, 9, 40, 10_000])
@pytest.mark.parametrize("ends", [(-0.9, 0.9), (0.4, 0.4), (0.8, -0.2)])
def test_a_straight_line_comes_back_to_its_very_ends(n: int, window: int, ends: tuple[float, float]) -> None:
    line = np.linspace(*ends, n)
    assert_allclose(smooth(line, window, samples=20).smoothed, line, atol=1e-9)


def test_a_straight_line_with_gaps() -> None:
    line = np.linspace(-0.9, 0.9, 200)
    gappy = line.copy()
    gappy[np.random.default_rng(0).random(200) < 0.4] = np.nan
    gappy[90:110] = np.nan
    fitted = smooth(gappy, 41, samples=20)
    assert_allclose(fitted.smoothed, line, atol=1e-9)
    assert fitted.window.min() >= 3


def test_by_hand() -> None:
    """A fit at every position by least squares, written out."""
    rng = np.random.default_rng(4)
    scores = rng.uniform(-1, 1, 40)
    scores[rng.random(40) < 0.3] = np.nan
    half = 6
    fitted = smooth(scores, 2 * half + 1, samples=20)
    for i in range(40):
        near = [j for j in range(max(0, i - half), min(40, i + half + 1)) if not np.isnan(scores[j])]
        weights = [(1 - (abs(j - i) / (half + 1)) ** 3) ** 3 for j in near]
        _, level = np.polyfit(np.array(near) - i, scores[near], 1, w=np.sqrt(weights))
        assert fitted.smoothed[i] == pytest.approx(np.clip(level, -1, 1), abs=1e-9)
        assert fitted.window[i] == len(near)


def test_weights() -> None:
    assert_allclose(
        tricube(2), [(1 - (2 / 3) ** 3) ** 3, (1 - (1 / 3) ** 3) ** 3, 1, (1 - (1 / 3) ** 3) ** 3, (1 - (2 / 3) ** 3) ** 3]
    )
    assert (tricube(20) > 0).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.floats(-1, 1), st.just(float("nan"))), max_size=50), st.integers(3, 80))
def test_any_scores_will_do(scores: list[float], window: int) -> None:
    values = np.array(scores, dtype=np.float64)
    fitted = smooth(values, window, samples=20)
    for column in (fitted.smoothed, fitted.low, fitted.high, fitted.window, fitted.edge):
        assert column.shape == values.shape
    known = fitted.smoothed[~np.isnan(fitted.smoothed)]
    assert (np.abs(known) <= 1).all()
    banded = ~np.isnan(fitted.low)
    assert (fitted.low[banded] <= fitted.smoothed[banded]).all() and (fitted.smoothed[banded] <= fitted.high[banded]).all()
    present = ~np.isnan(values)
    assert not np.isnan(fitted.smoothed[present]).any()
    assert banded.sum() == (0 if present.sum() < 3 else (~np.isnan(fitted.smoothed)).sum())


# ── windows and ends ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("n", "window"), [(1, 9), (9, 9), (63, 9), (64, 9), (70, 10), (700, 100), (1057, 151), (10**6, 151)])
def test_the_window_is_a_seventh(n: int, window: int) -> None:
    assert default_window(n) == window


def test_the_window_shrinks_at_the_ends_and_says_so() -> None:
    fitted = smooth(np.random.default_rng(0).uniform(-1, 1, 50), 11, samples=20)
    assert fitted.window.tolist() == [6, 7, 8, 9, 10, *[11] * 40, 10, 9, 8, 7, 6]
    assert fitted.edge.tolist() == [True] * 5 + [False] * 40 + [True] * 5
    assert fitted.high[0] - fitted.low[0] > 1.3 * (fitted.high[25] - fitted.low[25]), "less is known at the ends"


def test_a_window_wider_than_the_document() -> None:
    fitted = smooth(np.random.default_rng(0).uniform(-1, 1, 8), 1000, samples=20)
    assert fitted.window.tolist() == [8] * 8 and fitted.edge.all()


def test_the_window_counts_scored_sentences() -> None:
    scores = np.full(30, 0.2)
    scores[10:16] = np.nan
    assert smooth(scores, 5, samples=20).window[9:17].tolist() == [3, 2, 1, 0, 0, 1, 2, 3]


def test_far_from_any_score_nothing_is_said() -> None:
    scores = np.full(60, np.nan)
    scores[:5] = scores[55:] = 0.5
    fitted = smooth(scores, 9, samples=20)
    assert np.isnan(fitted.smoothed[20:40]).all() and np.isnan(fitted.low[20:40]).all()
    assert_allclose(fitted.smoothed[:5], 0.5)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_the_shortest_documents(n: int) -> None:
    scores: list[float | None] = [0.5, -0.5, 0.25][:n]
    arc = arc_of(scores) if n else textlens.analyze_text("", scorer=lambda s: []).arc()
    assert len(arc) == n and list(arc.columns)[: len(COLUMNS)] == COLUMNS
    if n < 3:
        assert_allclose(arc["smoothed"], np.array(scores, dtype=float))
        assert arc["low"].isna().all() and arc["high"].isna().all()
    else:
        assert (arc["low"] < arc["smoothed"]).all() and (arc["smoothed"] < arc["high"]).all()


def test_no_score_at_all() -> None:
    arc = arc_of([None] * 5)
    assert arc[["sentiment", "smoothed", "low", "high"]].isna().all(axis=None)
    assert arc["window"].tolist() == [0] * 5 and len(arc) == 5


# ── the band ────────────────────────────────────────────────────────────────────────────────────


def coverage(truth: np.ndarray, phi: float, *, series: int, level: float = 0.90, seed: int = 7) -> float:
    """Share of all positions of all series at which the band holds the truth."""
    rng = np.random.default_rng(seed)
    held = []
    for number in range(series):
        scores = np.clip(truth + autoregressive(rng, len(truth), phi, 0.25), -1, 1)
        fitted = smooth(scores, default_window(len(truth)), level=level, samples=200, seed=number)
        held.append(np.mean((fitted.low <= truth) & (truth <= fitted.high)))
    return float(np.mean(held))


@pytest.mark.parametrize("swings", [0.0, 1.0, 2.0])
@pytest.mark.parametrize("phi", [0.0, 0.3, 0.5])
def test_the_band_covers(swings: float, phi: float) -> None:
    assert 0.84 <= coverage(waves(200, swings), phi, series=40) <= 0.98


def test_the_band_covers_with_correlated_noise() -> None:
    """The case of record: n = 200, AR(1) noise with phi 0.3 around a sine, 60 series."""
    assert 0.80 <= coverage(waves(200), 0.3, series=60) <= 0.97


@pytest.mark.parametrize("n", [40, 800])
def test_the_band_covers_short_and_long_documents(n: int) -> None:
    assert 0.83 <= coverage(waves(n), 0.3, series=60) <= 0.985


def test_the_level_is_what_it_says() -> None:
    found = [coverage(waves(200), 0.3, series=60, level=level) for level in (0.5, 0.8, 0.95)]
    assert_allclose(found, [0.5, 0.8, 0.95], atol=0.08)


def test_the_noise_is_measured_beside_the_course() -> None:
    rng = np.random.default_rng(3)
    for phi in (0.0, 0.3, 0.6):
        found = [noise(waves(400) + autoregressive(rng, 400, phi, 0.25)) for _ in range(40)]
        variance, correlation = np.mean(found, axis=0)
        assert variance == pytest.approx(0.25**2, rel=0.12)
        assert correlation == pytest.approx(phi, abs=0.06)


def test_noise_of_nothing() -> None:
    assert noise(np.full(50, 0.3)) == (0.0, 0.0)
    assert noise(np.array([np.nan] * 9)) == (0.0, 0.0)
    assert noise(np.array([0.2, np.nan, np.nan, np.nan, 0.6])) == (pytest.approx(0.08), 0.0)


def test_equal_scores_leave_no_doubt() -> None:
    fitted = smooth(np.full(40, 0.3), 9, samples=20)
    assert_allclose(fitted.low, 0.3, atol=1e-9)
    assert_allclose(fitted.high, 0.3, atol=1e-9)


def test_the_band_widens_with_noise_level_and_narrows_with_the_window() -> None:
    rng = np.random.default_rng(9)
    shocks = rng.normal(0, 0.1, 300)

    def width(scores: np.ndarray, window: int = 41, level: float = 0.9) -> float:
        fitted = smooth(scores, window, level=level)
        return float(np.mean(fitted.high - fitted.low))

    assert width(2 * shocks) == pytest.approx(2 * width(shocks))
    assert width(shocks, 21) > width(shocks, 81)
    assert width(shocks, level=0.5) < width(shocks, level=0.9) < width(shocks, level=0.99)


def test_the_seed_decides() -> None:
    scores = np.random.default_rng(2).uniform(-1, 1, 120)
    first, again, other = (smooth(scores, 17, samples=50, seed=seed) for seed in (1, 1, 2))
    assert_array_equal(first.low, again.low)
    assert_array_equal(first.high, again.high)
    assert (first.low != other.low).any()
    assert_array_equal(first.smoothed, other.smoothed)


# ── the frame ───────────────────────────────────────────────────────────────────────────────────


def test_the_frame() -> None:
    result = textlens.analyze(SAMPLES, progress=False)
    arc = result.arc(samples=40)
    assert list(arc.columns)[: len(COLUMNS)] == COLUMNS
    body = result.sentences[~result.sentences["kind"].isin(["heading", "byline", "matter"])]
    assert arc["doc_id"].tolist() == body["doc_id"].tolist()
    assert arc["start"].tolist() == body["start"].tolist()
    assert_array_equal(arc["sentiment"], body["sentiment"])
    for doc_id, part in arc.groupby("doc_id"):
        alone = textlens.analyze(SAMPLES / doc_id, progress=False).arc(samples=40)
        # Batched otherwise, products of float32 matrices round otherwise.
        pd.testing.assert_frame_equal(part.reset_index(drop=True), alone, rtol=1e-5, atol=1e-6)
        assert part["position"].between(0, 1).all() and part["position"].is_monotonic_increasing
        spans = body[body["doc_id"] == doc_id]
        middles = (spans["start"] + spans["end"]) / 2 / len(result.text(doc_id))
        assert_allclose(part["position"], middles)
    assert arc["method"].unique().tolist() == ["loess"]
    assert arc[["smoothed", "low", "high"]].stack().between(-1, 1).all()


def test_options_reach_the_fit() -> None:
    scores: list[float | None] = list(np.random.default_rng(0).uniform(-1, 1, 60))
    arc = arc_of(scores, window=21, level=0.5, samples=30, seed=3)
    fitted = smooth(np.array(scores, dtype=float), 21, level=0.5, samples=30, seed=3)
    assert_array_equal(arc["low"], fitted.low)
    assert arc["window"].max() == 21
    assert arc["edge"].tolist() == fitted.edge.tolist()
    assert arc_of(scores)["window"].max() == 9


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *[("window", v) for v in (0, 2, -5, 9.5, "9", True)],
        *[("level", v) for v in (0, 1, -0.1, 90, "0.9", None, True, float("nan"))],
        *[("samples", v) for v in (0, 19, 100.0, "400", None, True)],
        *[("seed", v) for v in (-1, 0.5, "0", None)],
    ],
)
def test_bad_options(option: str, value: Any) -> None:
    with pytest.raises(ValueError, match=rf"^{option}={value!r}: give"):
        arc_of([0.1, 0.2, 0.3, 0.4], **{option: value})


def test_numpy_numbers_are_numbers() -> None:
    arc = arc_of([0.1, 0.2, 0.3, 0.4], window=np.int64(3), level=np.float64(0.8), samples=np.int32(20), seed=np.int64(1))
    assert len(arc) == 4


def test_a_long_document_in_time() -> None:
    scores = np.clip(np.random.default_rng(0).normal(0, 0.4, 50_000), -1, 1)
    began = time.process_time()
    fitted = smooth(scores, default_window(50_000))
    assert time.process_time() - began < 15
    assert np.isfinite(fitted.low).all()


def test_memory_does_not_grow_with_the_samples() -> None:
    import tracemalloc

    def peak(samples: int) -> int:
        tracemalloc.start()
        smooth(np.linspace(-1, 1, 10_000), 151, samples=samples)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(800) < 1.2 * peak(200) < 400e6
