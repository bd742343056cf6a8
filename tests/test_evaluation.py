"""Evaluation: the measures, the gold, and that broken scorers are told apart."""

import random

import numpy as np
import pandas as pd
import pytest
from case_files import load
from scipy import stats

from textlens.errors import NotFoundError, ReadError
from textlens.evaluation import measures as m
from textlens.evaluation.behaviour import CHECKS, Case, pass_rates, read_cases, run_cases
from textlens.evaluation.evaluate import MEASURES, READERS, evaluate
from textlens.evaluation.gold import read_gold

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("n", [2, 3, 50])
def test_rank_correlation_is_scipys_with_ties(n: int) -> None:
    a, b = RNG.integers(-3, 4, n).astype(float), RNG.integers(-3, 4, n).astype(float)
    a[0], b[-1] = 9.0, 9.0  # never constant
    assert m.spearman(a, b) == pytest.approx(stats.spearmanr(a, b).statistic, abs=1e-12)


def test_constant_side_has_no_agreement_and_too_few_values_none() -> None:
    assert m.spearman(np.zeros(5), np.arange(5.0)) == 0.0
    assert np.isnan(m.spearman(np.zeros(1), np.zeros(1)))


def test_rolling_mean_shrinks_at_the_ends() -> None:
    assert m.rolling_mean(np.array([1.0, 2, 3, 4, 5]), 3).tolist() == [1.5, 2, 3, 4, 4.5]


def test_sign_accuracy_counts_clear_tones_only() -> None:
    assert m.sign_accuracy(np.array([0.5, -0.5, 0.5]), np.array([2.0, 2.0, -0.5])) == 0.5


def test_macro_f1_by_hand() -> None:
    predicted, gold = ["joy", "joy", "fear"], ["joy", "fear", "fear"]
    assert m.macro_f1(predicted, gold) == pytest.approx((2 / 3 + 2 / 3) / 2)


def test_calibration_is_zero_for_the_truth() -> None:
    gold = RNG.uniform(-1, 1, 500)
    assert m.calibration_error(gold, gold) == pytest.approx(0)
    assert m.calibration_error(gold / 2, gold) > 0.2


def _gold_folder(
    tmp_path, rows="doc.txt\t0\t5\t2\ndoc.txt\t5\t10\t-2\ndoc.txt\t10\t14\t0\ndoc.txt\t14\t18\t3\ndoc.txt\t18\t22\t-3\n"
):
    (tmp_path / "doc.txt").write_text("今天真好。明天真糟。很普通。太好了！糟透了。", encoding="utf-8")
    (tmp_path / "gold_valence.tsv").write_text(rows, encoding="utf-8")
    return tmp_path


def test_perfect_reversed_and_random_scorers_of_a_small_gold(tmp_path) -> None:
    folder = _gold_folder(tmp_path)
    values = {"今天真好。": 0.6, "明天真糟。": -0.6, "很普通。": 0.0, "太好了！": 0.9, "糟透了。": -0.9}

    def perfect(sentences: list[str]) -> list[float]:
        return [values[s] for s in sentences]

    def backwards(sentences: list[str]) -> list[float]:
        return [-values[s] for s in sentences]

    table = evaluate(folder, scorers=[perfect, backwards], samples=10).table
    assert table.loc["perfect", "sentence"] == pytest.approx(1)
    assert table.loc["backwards", "sentence"] == pytest.approx(-1)
    assert table.loc["perfect", "sign"] == 1
    assert list(table.columns) == list(MEASURES)


def test_csv_of_text_and_valence(tmp_path) -> None:
    path = tmp_path / "own.csv"
    pd.DataFrame({"text": ["I love this.", "I hate this.", "It is a table."], "valence": [0.9, -0.9, 0.0]}).to_csv(
        path, index=False
    )
    row = evaluate(path, scorers="vader", samples=5).table.loc["vader"]
    assert row["pooled"] == pytest.approx(1)
    assert row["sign"] == 1


@pytest.mark.parametrize(
    ("name", "content", "error", "words"),
    [
        ("nothing.csv", None, NotFoundError, "no such gold"),
        ("bad.csv", "text,label\na,1\n", ReadError, "text and valence"),
        ("bad2.csv", "text,valence\na,many\n", ReadError, "no number"),
    ],
)
def test_damaged_gold_says_so(tmp_path, name, content, error, words) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(error, match=words):
        evaluate(tmp_path / name)


def test_damaged_gold_folder_names_the_line(tmp_path) -> None:
    with pytest.raises(ReadError, match="line 2"):
        read_gold(_gold_folder(tmp_path, "doc.txt\t0\t5\t2\ndoc.txt\t5\n"))


def test_unknown_scorer_is_refused(tmp_path) -> None:
    with pytest.raises(ValueError, match="no-such"):
        evaluate(_gold_folder(tmp_path), scorers="no-such")


def constant(sentences: list[str]) -> list[float]:
    return [0.2] * len(sentences)


def by_length(sentences: list[str]) -> list[float]:
    return [min(1.0, len(s) / 100) for s in sentences]


def at_random(sentences: list[str]) -> list[float]:
    return [random.Random(s).uniform(-1, 1) for s in sentences]


@pytest.fixture(scope="module")
def whole():
    """The project's gold with the default scorer, its opposite, and three that know nothing."""
    import textlens
    from textlens.score.protocol import Scores

    class Reversed:
        name, about = "reversed", "the default with its sign turned"

        def score(self, batch):
            from textlens.score.registry import resolve

            return Scores(-resolve("textlens").score(batch).sentiment)

    assert textlens.scorers()
    return evaluate(scorers=["textlens", "snownlp", "vader", Reversed(), constant, by_length, at_random], samples=50).table


def test_broken_scorers_are_told_apart_by_the_gold(whole) -> None:
    best = whole.loc["textlens", ["sentence", "pooled", "arc"]]
    assert (best > 0.1).all()
    for name in ("constant", "by_length", "at_random", "reversed"):
        assert (whole.loc[name, ["sentence", "pooled"]] < best[["sentence", "pooled"]] - 0.1).all(), name
    assert (whole.loc["reversed", ["sentence", "pooled"]] < -0.1).all()
    assert whole.loc["reversed", "sign"] < 0.5 < whole.loc["textlens", "sign"] + 0.1


def test_readers_agree_with_each_other(whole) -> None:
    assert whole.loc[READERS, "pooled"] >= 0.8


def test_the_open_gold_is_as_large_as_it_says() -> None:
    documents = read_gold()
    assert len(documents) >= 40
    assert sum(len(d.sentences) for d in documents) >= 1500
    assert sum(len(d.paragraphs) for d in documents) >= 300
    assert sum(len(d.months) for d in documents) >= 90
    kinds = {d.kind for d in documents}
    assert kinds >= {"diary", "review", "feature", "column", "letter", "fiction", "chat"}
    readers = np.concatenate([d.readers for d in documents])
    assert m.pearson(readers[:, 0], readers[:, 1]) >= 0.85
    for d in documents:
        text = d.path.read_text(encoding="utf-8")
        assert (d.sentences.end <= len(text)).all() and (d.sentences.start < d.sentences.end).all()
        assert (np.abs(d.sentences.valence) <= 3).all()


def test_cases_are_many_glossed_and_unlike_each_other() -> None:
    cases = read_cases()
    assert len(cases) >= 400
    assert len({case.id for case in cases}) == len(cases)
    assert all(case.gloss.isascii() or len(case.gloss) > 5 for case in cases)
    assert {case.lang for case in cases} >= {"zh-Hans", "zh-Hant", "en", "mixed"}
    assert {case.check for case in cases} == set(CHECKS)


def test_pass_rates_tell_broken_scorers_apart() -> None:
    rates = pass_rates(["textlens", constant, by_length, at_random])
    total = rates.loc["all"]
    assert total["textlens"] > max(total["constant"], total["by_length"], total["at_random"]) + 0.05
    assert rates.loc["length", "by_length"] < 0.5  # growth with length
    assert rates.loc["degree", "constant"] == 0  # no order
    assert rates.loc["names", "at_random"] < 0.5  # no invariance


def test_each_check_can_pass_and_fail() -> None:
    def scored(sentences: list[str]) -> list[float]:
        return [float(s.split()[0]) for s in sentences]

    texts = {
        "positive": (("0.5 a",), ("0.0 a",)),
        "negative": (("-0.5 a",), ("0.5 a",)),
        "neutral": (("0.1 a",), ("0.9 a",)),
        "higher": (("0.5 a", "0.1 b"), ("0.1 a", "0.5 b")),
        "close": (("0.5 a", "0.45 b"), ("0.5 a", "-0.5 b")),
        "bounded": (("0.5 a", "0.55 b"), ("0.5 a", "0.9 b")),
    }
    for check, (good, bad) in texts.items():
        cases = [Case(f"{check}-{i}", "k", "en", check, pair, "g") for i, pair in enumerate((good, bad))]
        assert run_cases(scored, cases)["passed"].tolist() == [True, False], check


def test_damaged_cases_say_so(tmp_path) -> None:
    (tmp_path / "a.json").write_text(
        '[{"id": "x", "kind": "k", "lang": "en", "check": "sunny", "texts": ["a"], "gloss": "g"}]', encoding="utf-8"
    )
    with pytest.raises(ReadError, match="sunny"):
        read_cases(tmp_path)


def test_the_default_passes_the_cases_it_is_known_to_pass_and_no_others() -> None:
    """Strict both ways: a case that begins to fail is a loss, one that begins to pass leaves the list of known failures."""
    known = set(load("behaviour_failures"))
    rows = run_cases("textlens")
    failed = set(rows.loc[~rows["passed"], "id"])
    assert failed - known == set(), "these passed before"
    assert known - failed == set(), "these pass now: take them from the list"
    assert rows["passed"].mean() >= 0.85
