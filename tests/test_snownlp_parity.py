"""textlens.score.snownlp_bayes gives SnowNLP's own numbers.

The real package is slow (about 10,000 characters a second), so each text is cut by
it once and the words are shared by all tests.
"""

from __future__ import annotations

import importlib
import random
import re
import warnings
from dataclasses import dataclass
from math import log
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from textlens.score import snownlp_bayes, snownlp_tables

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
TOLERANCE = 1e-9
OTHERS = [
    *"abcXYZ0189 \t\n\u3000\u00a0\x1c.,!?-_'\"/é한か",
    *"，。！？、（）“”…—😀👍🏽〇㐀𠮷\u4dff\u9fa6\ufeff",
]


@dataclass(frozen=True)
class Reference:
    """Texts, and what the real SnowNLP makes of them."""

    texts: list[str]
    words: list[list[str]]
    odds: list[float]
    counts: list[int]
    probabilities: list[float]


def package() -> ModuleType:
    """The real thing; its old-style string escapes warn when they are compiled."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("snownlp")


def sample_sentences() -> list[str]:
    """Every sentence of every sample file."""
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted(SAMPLES.iterdir()))
    return [s for s in re.split(r"(?<=[。！？!?])|(?<=[.;；] )|\n", text) if s.strip()]


def generated() -> list[str]:
    """Random strings of every awkward kind."""
    rng = random.Random(20240229)
    model = snownlp_tables.load()
    known = [chr(0x4E00 + i) for i in np.flatnonzero(model.segmenter.ids < model.segmenter.unknown)]
    common = list("的一是在不了有和人这中大为上个国我以要他她说好坏吃店小很")
    rare = [chr(0x4E00 + i) for i in np.flatnonzero(model.segmenter.ids == model.segmenter.unknown)]
    words = [w for w, row in model.classifier.rows.items() if row >= 0]
    stops = [w for w, row in model.classifier.rows.items() if row < 0]

    def draw(pool: list[str], low: int, high: int) -> str:
        return "".join(rng.choices(pool, k=rng.randint(low, high)))

    texts = [draw(known, 1, 25) for _ in range(80)]
    texts += [draw(common, 1, 25) for _ in range(80)]
    texts += [draw(rare, 1, 6) for _ in range(60)]
    texts += [draw(known + rare, 1, 20) for _ in range(60)]
    texts += [draw(common * 5 + rare[::300] + OTHERS, 1, 40) for _ in range(100)]
    texts += [draw(OTHERS, 1, 12) for _ in range(60)]
    texts += [draw(words, 1, 8) for _ in range(120)]
    texts += [draw(stops, 1, 5) for _ in range(40)]
    texts += [rng.choice(known + rare) * rng.randint(1, 30) for _ in range(60)]
    return texts


def long_texts() -> list[str]:
    """3,000 characters: broken up, in one piece, of one kind."""
    rng = random.Random(7)
    prose = "".join(sample_sentences())
    han = "".join(re.findall("[\u4e00-\u9fa5]", prose))
    start = rng.randrange(len(prose) - 3000)
    return [
        prose[start : start + 3000],
        (han * 2)[:3000],
        "失望，" * 1000,
        "温馨，" * 1000,
        "！ a" * 1000,
    ]


@pytest.fixture(scope="module")
def real() -> Reference:
    """The texts with their reference values."""
    package()
    from snownlp import SnowNLP, normal, sentiment

    texts = [t for t in sample_sentences() + generated() + long_texts() if t]
    words = [SnowNLP(text).words for text in texts]
    bayes = sentiment.classifier.classifier
    kept = [normal.filter_stop(line) for line in words]

    def joint(line: list[str], name: str) -> float:
        total = log(bayes.d[name].getsum()) - log(bayes.total)
        for word in line:
            total += log(bayes.d[name].freq(word))
        return total

    odds = [joint(line, "pos") - joint(line, "neg") for line in kept]
    labels = [bayes.classify(line) for line in kept]
    values = [p if label == "pos" else 1 - p for label, p in labels]
    return Reference(texts, words, odds, [len(line) for line in kept], values)


def test_enough_texts(real: Reference) -> None:
    assert len(sample_sentences()) > 200
    assert len(real.texts) > 800


def test_public_property(real: Reference) -> None:
    """The reference built from shared words is what SnowNLP itself returns."""
    from snownlp import SnowNLP

    short = [i for i, text in enumerate(real.texts) if len(text) < 60][::12]
    assert [SnowNLP(real.texts[i]).sentiments for i in short] == [real.probabilities[i] for i in short]


def test_words(real: Reference) -> None:
    assert snownlp_bayes.segment(real.texts) == real.words


def test_probabilities(real: Reference) -> None:
    got = snownlp_bayes.probabilities(real.texts)
    blank = np.array([not text.strip() for text in real.texts])
    assert np.isnan(got[blank]).all()
    expected = np.array(real.probabilities)
    np.testing.assert_allclose(got[~blank], expected[~blank], rtol=0, atol=TOLERANCE)
    assert got.dtype == np.float64


def test_log_odds(real: Reference) -> None:
    odds, counts = snownlp_bayes.log_odds(real.texts)
    np.testing.assert_allclose(odds, real.odds, rtol=0, atol=TOLERANCE)
    assert counts.tolist() == real.counts
    assert counts.dtype == np.int64


def test_saturation(real: Reference) -> None:
    """Past exp's range SnowNLP returns exactly 0 or 1; so do we, without a warning."""
    odds = np.array(real.odds)
    expected = np.array(real.probabilities)
    got = snownlp_bayes.probabilities(real.texts)
    assert (odds > 710).any()
    assert (odds < -710).any()
    assert (got[odds > 710] == 1.0).all()
    assert (got[odds < -710] == 0.0).all()
    far = np.abs(odds) > 710
    assert (got[far] == expected[far]).all()


def test_one_by_one(real: Reference) -> None:
    """A text's score does not depend on its neighbours, nor on the order."""
    together = snownlp_bayes.log_odds(real.texts)[0]
    assert [snownlp_bayes.log_odds([t])[0][0] for t in real.texts[::25]] == together[::25].tolist()
    assert snownlp_bayes.log_odds(real.texts[::-1])[0].tolist() == together[::-1].tolist()


@pytest.mark.parametrize(("chunk", "block"), [(40, 7), (1000, 1), (10**9, 10**9)])
def test_sizes_do_not_matter(real: Reference, monkeypatch: pytest.MonkeyPatch, chunk: int, block: int) -> None:
    monkeypatch.setattr(snownlp_bayes, "_CHUNK", chunk)
    monkeypatch.setattr(snownlp_bayes, "_BLOCK", block)
    assert snownlp_bayes.segment(real.texts[::3]) == real.words[::3]


def test_blank() -> None:
    blank = ["", " ", "\n\t\u3000", "\u00a0"]
    assert np.isnan(snownlp_bayes.probabilities(blank)).all()
    odds, counts = snownlp_bayes.log_odds(blank)
    assert odds.tolist() == [snownlp_bayes.prior_log_odds()] * 4
    assert counts.tolist() == [0] * 4
    assert snownlp_bayes.segment(blank) == [[]] * 4
    assert snownlp_bayes.probabilities([]).shape == (0,)
    assert snownlp_bayes.segment([]) == []


def test_lone_surrogate() -> None:
    assert snownlp_bayes.segment(["很好\ud800吃"]) == [["很", "好", "\ud800", "吃"]]


def test_big_single_run(real: Reference) -> None:
    """One run of 100,000 characters: nothing lost, and it begins as its start does."""
    run = next(t for t in real.texts if re.fullmatch("[\u4e00-\u9fa5]{3000}", t))
    big = (run * 34)[:100_000]
    [words] = snownlp_bayes.segment([big])
    assert "".join(words) == big
    expected = real.words[real.texts.index(run)]
    assert words[: len(expected) - 20] == expected[:-20]
