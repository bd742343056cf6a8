"""Scorers: what reaches them, what may come back, and what every score must hold to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import textlens
from textlens import Scores, SentenceBatch

EMOTIONS = ["joy", "love", "sadness", "anger", "fear", "disgust", "surprise"]
HAPPY, SAD = "今天真开心，一切都很顺利。", "他很难过，哭了一整夜。"  # a happy day; he was sad and cried all night
GLAD, BAD = "What a wonderful, happy day!", "It was a horrible, miserable night."
MIXED = "今天的 meeting 很 boring 但是 lunch 真的很好吃。"  # the meeting was boring but lunch was good
NOTHING = ["……", "***", "123", "——", "（）"]
SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"


def sentiments(text: str, scorer: Any = "textlens") -> list[float]:
    return textlens.analyze_text(text, scorer=scorer, progress=False).sentences["sentiment"].tolist()


def score(sentence: str, scorer: Any = "textlens") -> float:
    frame = textlens.analyze_text(sentence, scorer=scorer, progress=False).sentences
    assert len(frame) == 1, frame["text"].tolist()
    return float(frame.loc[0, "sentiment"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Several documents; one cannot be read, one is all markup."""
    texts = {
        "a.md": "# 一月\n\n今天下雨。我没有出门。\n\n```\nfor i in range(3): print(i)\n```\n",
        "b.txt": "",
        "c.txt": "Rain again. I stayed in. 很无聊。\n\n……\n",
        "d.md": "---\ntitle: x\n---\n\n![](a.png)\n",
        "e.txt": "\n".join(f"第{n}天，还是下雨。" for n in range(12)),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


# ── functions ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("batch", [1, 2, 5, 10_000])
def test_a_function_gets_every_sentence_once_in_order(folder: Path, monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    monkeypatch.setattr("textlens.api.BATCH", batch)
    calls: list[list[str]] = []

    def scorer(sentences: list[str]) -> list[float]:
        assert type(sentences) is list and all(type(s) is str for s in sentences)
        calls.append(list(sentences))
        return [len(s) / 1000 for s in sentences]

    frame = textlens.analyze(folder, scorer=scorer, progress=False).sentences
    assert [s for call in calls for s in call] == frame["text"].tolist()
    assert all(calls) and (len(calls) > 1) == (batch < 10)
    readable = frame["text"] != "……"
    assert frame["sentiment"][readable].tolist() == [len(s) / 1000 for s in frame["text"][readable]]
    assert frame["sentiment"][~readable].isna().all() and (~readable).sum() == 1


def test_no_sentence_no_call() -> None:
    def scorer(sentences: list[str]) -> list[float]:
        raise AssertionError("called with nothing")

    assert textlens.analyze_text("---\ntitle: x\n---\n", scorer=lambda s: [0.0] * len(s)).sentences.empty
    assert textlens.analyze(pd.DataFrame({"text": ["---\ntitle: x\n---\n"]}), scorer=scorer).sentences.empty


def test_the_function_may_spoil_its_argument() -> None:
    def scorer(sentences: list[str]) -> list[float]:
        values = [0.5] * len(sentences)
        sentences.clear()
        return values

    assert sentiments(HAPPY, scorer) == [0.5]


@pytest.mark.parametrize(
    "made",
    [
        lambda n: [0.25] * n,
        lambda n: (0.25,) * n,
        lambda n: np.full(n, 0.25),
        lambda n: np.full(n, 0.25, dtype=np.float32),
        lambda n: pd.Series([0.25] * n),
        lambda n: (0.25 for _ in range(n)),
        lambda n: [np.float64(0.25)] * n,
    ],
    ids=["list", "tuple", "array", "float32", "series", "generator", "numpy floats"],
)
def test_any_sequence_of_numbers_will_do(made: Callable[[int], Any]) -> None:
    assert sentiments(HAPPY + SAD, lambda s: made(len(s))) == [0.25, 0.25]


@pytest.mark.parametrize("value", [-1, 1, 0, 1.0, True])
def test_the_ends_of_the_scale_are_in(value: float) -> None:
    assert sentiments(HAPPY, lambda s: [value]) == [float(value)]


@pytest.mark.parametrize("value", [None, float("nan"), np.nan])
def test_none_is_unknown(value: Any) -> None:
    frame = textlens.analyze_text(HAPPY + SAD, scorer=lambda s: [0.5, value]).sentences
    assert frame["sentiment"][0] == 0.5 and np.isnan(frame["sentiment"][1])


@pytest.mark.parametrize(
    ("scorer", "message"),
    [
        (lambda s: [0.0], "returned 1 values for 2 sentences"),
        (lambda s: [0.0] * (len(s) + 1), "returned 3 values for 2 sentences"),
        (lambda s: [], "returned 0 values"),
        (lambda s: [0.0, 1.01], "1.01; sentiment lies between -1 and 1"),
        (lambda s: [0.0, -7], "-7; sentiment lies between"),
        (lambda s: [0.0, float("inf")], "inf; sentiment lies between"),
        (lambda s: ["good", "bad"], "one number in -1..1 for each sentence"),
        (lambda s: [{"label": "POSITIVE", "score": 0.99}] * 2, "one number in -1..1"),
        (lambda s: None, "one number in -1..1"),
        (lambda s: 0.5, "one number in -1..1"),
        (lambda s: [[0.1], [0.2, 0.3]], "one number in -1..1"),
    ],
)
def test_what_a_function_may_not_return(scorer: Any, message: str) -> None:
    with pytest.raises(ValueError, match="returned") as caught:
        textlens.analyze_text(HAPPY + SAD, scorer=scorer)
    assert message in str(caught.value)
    assert "<lambda>" in str(caught.value), "the message names the scorer"


def test_a_mistake_inside_the_function_stays_visible() -> None:
    def scorer(sentences: list[str]) -> list[float]:
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        textlens.analyze_text(HAPPY, scorer=scorer)


def test_the_function_is_named_in_the_frame() -> None:
    def my_scorer(sentences: list[str]) -> list[float]:
        return [0.0] * len(sentences)

    assert textlens.analyze_text(HAPPY, scorer=my_scorer).sentences["scorer"].tolist() == ["my_scorer"]


@pytest.mark.parametrize("make", [lambda: str.upper, lambda: Wrong, lambda: Wrong(), lambda: 1j])
def test_what_is_no_scorer(make: Callable[[], Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        textlens.analyze_text(HAPPY, scorer=make())


class Wrong:
    """Has a name and no score."""

    name = "wrong"


# ── scorer objects ──────────────────────────────────────────────────────────────────────────────


class Fixed:
    """A scorer with emotions of its own and two names."""

    name = "fixed"
    about = "a scorer of these tests"

    def __init__(self, emotions: Any = None) -> None:
        self.emotions = emotions
        self.batches: list[SentenceBatch] = []

    def score(self, batch: SentenceBatch) -> Scores:
        """0.1 for Chinese, 0.2 for everything else."""
        self.batches.append(batch)
        sentiment = np.array([0.1 if lang == "zh" else 0.2 for lang in batch.lang])
        return Scores(sentiment, [f"fixed:{lang}" for lang in batch.lang], self.emotions)


def test_a_scorer_object() -> None:
    scorer = Fixed()
    assert isinstance(scorer, textlens.Scorer)
    frame = textlens.analyze_text("**臺灣**真好。Fine.", scorer=scorer).sentences
    assert frame["sentiment"].tolist() == [0.1, 0.2]
    assert frame["scorer"].tolist() == ["fixed:zh", "fixed:en"]
    (batch,) = scorer.batches
    assert list(batch.text) == frame["text"].tolist()
    assert list(batch.lang) == ["zh", "en"]
    assert "台湾" in batch.shadow[0] and "*" not in batch.shadow[0], "the shadow is plain and Simplified"
    assert len(batch.take([1])) == 1 and batch.take([1]).text[0] == "Fine."


def test_emotions_of_a_scorer() -> None:
    table = np.array([[0.9, 0, 0, 0, 0, 0, 0.6], [0.1, 0.1, 0.3, 0, 0, 0, 0]])
    result = textlens.analyze_text("真好。Fine.", scorer=Fixed(table))
    assert result.sentences[EMOTIONS].to_numpy().tolist() == table.tolist()
    assert result.sentences["emotion"].tolist() == ["joy", "neutral"]
    assert result.paragraphs["emotion"].tolist() == ["joy"]  # the mean: joy 0.5


def test_emotions_of_the_wrong_shape() -> None:
    with pytest.raises(ValueError, match=r"'fixed' returned emotions of shape \(1, 7\) for 2 sentences"):
        textlens.analyze_text("真好。Fine.", scorer=Fixed(np.zeros((1, 7))))


class Misshapen(Fixed):
    def score(self, batch: SentenceBatch) -> Scores:
        return Scores(np.zeros((len(batch), 1)))


def test_sentiment_of_the_wrong_shape() -> None:
    with pytest.raises(ValueError, match=r"'fixed' returned an array of shape \(1, 1\)"):
        textlens.analyze_text(HAPPY, scorer=Misshapen())


@pytest.mark.parametrize("scorer", ["vader", "snownlp", lambda s: [0.5] * len(s)], ids=["vader", "snownlp", "function"])
def test_without_emotions_they_are_missing(scorer: Any) -> None:
    result = textlens.analyze_text(f"{HAPPY}{GLAD}", scorer=scorer)
    assert result.sentences[EMOTIONS].isna().all(axis=None)
    assert result.sentences["emotion"].isna().all() and result.paragraphs["emotion"].isna().all()
    assert result.tokens["contribution"].isna().all()
    assert result.sentences[EMOTIONS].dtypes.eq("float64").all()


def test_scores_are_copied() -> None:
    kept = np.array([0.5, 0.5])
    frame = textlens.analyze_text("真好。\n\n……", scorer=lambda s: kept).sentences
    assert np.isnan(frame["sentiment"][1]) and kept.tolist() == [0.5, 0.5]


# ── nothing to read ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("scorer", ["textlens", "snownlp", "vader", Fixed(), lambda s: [1.0] * len(s)], ids=str)
@pytest.mark.parametrize("text", NOTHING)
def test_nothing_to_read_is_nan(scorer: Any, text: str) -> None:
    frame = textlens.analyze_text(f"前文。\n\n{text}\n\n后文。", scorer=scorer).sentences
    rows = frame[frame["lang"] == "und"]
    assert rows["sentiment"].isna().all()
    assert not frame[frame["lang"] == "zh"].empty
    result = textlens.analyze_text(text, scorer=scorer)
    assert result.documents["sentiment"].isna().all()


@pytest.mark.parametrize("text", ["😀", "好的 🙂", ":-)", "🎉🎉🎉"])
def test_emoji_are_something_to_read(text: str) -> None:
    assert sentiments(text, lambda s: [0.5] * len(s)) == [0.5]


@pytest.mark.parametrize(
    ("scorer", "reads", "not_reads"), [("snownlp", [HAPPY, SAD], [GLAD, BAD]), ("vader", [GLAD, BAD], [HAPPY, SAD])]
)
def test_one_language_scorers(scorer: str, reads: list[str], not_reads: list[str]) -> None:
    for text in reads:
        assert -1 <= score(text, scorer) <= 1
    assert score(reads[0], scorer) > score(reads[1], scorer)
    for text in not_reads:
        assert np.isnan(score(text, scorer))
    assert textlens.analyze_text("".join(not_reads), scorer=scorer).documents["sentiment"].isna().all()


def test_snownlp_and_vader_are_the_originals() -> None:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    assert score(BAD, "vader") == SentimentIntensityAnalyzer().polarity_scores(BAD)["compound"]
    # SnowNLP("他很难过，哭了一整夜。").sentiments, mapped from 0..1 to -1..1; its package is held against in another file.
    from textlens.score.snownlp_bayes import probabilities

    assert score(SAD, "snownlp") == pytest.approx(2 * probabilities([SAD])[0] - 1)
    assert score("他很難過，哭了一整夜。", "snownlp") == score(SAD, "snownlp"), "the Simplified shadow is read"


# ── the default ─────────────────────────────────────────────────────────────────────────────────


def test_names_of_the_default() -> None:
    names = textlens.analyze_text(f"{HAPPY}\n\n{GLAD}\n\n{MIXED}\n\n……").sentences["scorer"].tolist()
    assert names[:3] == ["textlens"] * 3


def test_the_default_tells_good_from_bad() -> None:
    assert score(HAPPY) > score(SAD)
    assert score(GLAD) > 0 > score(BAD)
    assert score(GLAD) - score(BAD) > 0.2


@pytest.mark.parametrize(
    "clause",
    ["我很开心，", "他非常难过，", "太糟糕了，", "I am so happy, ", "it was a horrible mess, ", "我 really 很 happy，"],
)
@pytest.mark.parametrize("scorer", ["textlens"])
def test_a_score_does_not_grow_with_length(clause: str, scorer: str) -> None:
    text = "\n\n".join((clause * n).rstrip("， ,") + "." for n in range(1, 41))
    frame = textlens.analyze_text(text, scorer=scorer).sentences
    values = frame.groupby("paragraph_id")["sentiment"].mean().abs().to_numpy()
    assert len(values) == 40 and (values <= 1).all()
    assert values[9:].max() - values[9:].min() < 0.15, "ten times or forty times said: the same feeling"
    assert values.max() < 0.75
    assert values.max() - values[0] < 0.15, "said again it adds little"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from([HAPPY, SAD, GLAD, BAD, MIXED, "好。", "雨😀", "OK"]), min_size=1, max_size=12),
    st.sampled_from(["textlens", "snownlp", "vader"]),
)
def test_a_score_is_the_same_in_any_batch(lines: list[str], scorer: str) -> None:
    alone = {line: score(line, scorer) for line in set(lines)}
    # The default reads a document's neighbouring paragraphs together, but never two documents.
    frame = textlens.analyze(pd.DataFrame({"text": lines}), scorer=scorer, progress=False).sentences
    together = frame["sentiment"].to_numpy()
    # A matrix product may round otherwise in another batch: the last of seven digits.
    np.testing.assert_allclose(together, [alone[line] for line in lines], rtol=0, atol=1e-5 if scorer == "textlens" else 0)


@pytest.mark.parametrize("batch", [1, 30, 200])
def test_batches_do_not_change_the_samples(monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    whole = textlens.analyze(SAMPLES, progress=False).sentences
    monkeypatch.setattr("textlens.api.BATCH", batch)
    assert_frame_equal(textlens.analyze(SAMPLES, progress=False).sentences, whole, rtol=0, atol=1e-5)
    assert whole["sentiment"].dropna().between(-1, 1).all() and len(whole) > 500


# ── several processes ───────────────────────────────────────────────────────────────────────────


def test_workers_change_nothing(tmp_path: Path) -> None:
    for number, path in enumerate(sorted(SAMPLES.iterdir())):
        (tmp_path / f"{number}{path.suffix}").write_bytes(path.read_bytes())
    (tmp_path / "void.txt").write_bytes(b"")
    options: dict[str, Any] = {"user_words": ["冰箱门"], "date": 2023, "progress": False}
    one, two = (textlens.analyze(tmp_path, workers=n, **options) for n in (1, 2))
    for name in ("documents", "sections", "paragraphs", "sentences", "tokens", "months"):
        assert_frame_equal(getattr(two, name), getattr(one, name), rtol=0, atol=1e-5)
    assert {d: two.text(d) for d in two.sentences["doc_id"].unique()} == {
        d: one.text(d) for d in one.sentences["doc_id"].unique()
    }
    assert "empty" in two.documents.set_index("doc_id").loc["void.txt", "problem"]


def test_a_function_works_with_workers(folder: Path) -> None:
    counted: list[int] = []

    def scorer(sentences: list[str]) -> list[float]:
        counted.append(len(sentences))
        return [0.0] * len(sentences)

    frame = textlens.analyze(folder, scorer=scorer, workers=2, progress=False).sentences
    assert sum(counted) == len(frame)


# ── names ───────────────────────────────────────────────────────────────────────────────────────


class Plugged(Fixed):
    name = "plugged"


def fake_points(monkeypatch: pytest.MonkeyPatch, *points: Any) -> None:
    def entry_points(*, group: str) -> Sequence[Any]:
        return points if group == "textlens.scorers" else ()

    monkeypatch.setattr("importlib.metadata.entry_points", entry_points)


def test_packages_add_scorers(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []

    def point(name: str) -> Any:
        return SimpleNamespace(
            name=name,
            value=f"{name}:Scorer",
            dist=SimpleNamespace(name=f"pkg-{name}"),
            load=lambda: loaded.append(name) or Plugged,
        )

    fake_points(monkeypatch, point("moody"), point("vader"))
    found = textlens.scorers()
    assert found["moody"] == "from the package pkg-moody"
    assert "pkg-vader" not in found["vader"], "a package cannot take a built-in name"
    assert loaded == [], "listing loads nothing"
    assert textlens.analyze_text(GLAD, scorer="moody").sentences["sentiment"].tolist() == [0.2]
    assert loaded == ["moody"]
    assert score(BAD, "vader") < 0
    with pytest.raises(ValueError, match=r"'mooody' is not known; choose one of .*moody"):
        textlens.analyze_text(GLAD, scorer="mooody")


def test_the_list_of_scorers() -> None:
    found = textlens.scorers()
    assert {"textlens", "snownlp", "vader"} <= set(found)
    assert all(about and "\n" not in about for about in found.values())
    found.clear()
    assert textlens.scorers(), "the caller's copy"
