"""Scorers by name: prefixes, and those that other packages add by entry point."""

import pickle
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import textlens
from textlens.options import Options
from textlens.score.protocol import Scorer, Scores, SentenceBatch
from textlens.score.registry import resolve, run, scorers

Package = Callable[..., None]

MODULE = """
import numpy as np
from textlens import Scores

class Calm:
    name, about = "calm", "always a quarter"
    made = 0
    def __init__(self):
        type(self).made += 1
    def score(self, batch):
        return Scores(np.full(len(batch), 0.25))

an_object = Calm()
def factory():
    return Calm()
def broken():
    raise RuntimeError("no model here")
def needs(argument):
    return Calm()
class Wordless:
    pass
number = 3
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """Puts a package of this name with these entry points (``name = value``) on the path, as pip would have left it."""

    def install(name: str, *points: str, module: str = MODULE) -> None:
        site = tmp_path / name
        info = site / f"{name.replace('-', '_')}-1.0.dist-info"
        info.mkdir(parents=True)
        (site / f"{name.replace('-', '_')}.py").write_text(module, encoding="utf-8")
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text("[textlens.scorers]\n" + "\n".join(points) + "\n", encoding="utf-8")
        monkeypatch.syspath_prepend(str(site))

    return install


@pytest.mark.parametrize("what", ["Calm", "an_object", "factory"])
def test_a_package_adds_a_class_an_object_or_a_factory(package: Package, what: str) -> None:
    package(f"calm-{what.lower()}", f"calm = calm_{what.lower()}:{what}")
    assert scorers()["calm"] == f"from the package calm-{what.lower()}"
    frame = textlens.analyze_text("今天下雨。\n\n2024\n\nIt rained.", scorer="calm").sentences
    assert frame["sentiment"].dropna().tolist() == [0.25, 0.25]
    assert set(frame["scorer"]) == {"calm"}


def test_it_is_made_once_for_many_documents(package: Package) -> None:
    package("calm-once", "once = calm_once:Calm")
    first = resolve("once")
    assert resolve("once") is first
    assert sys.modules["calm_once"].Calm.made == 2  # the module's own object, and this one


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("broken", "RuntimeError: no model here"),
        ("needs", "TypeError"),
        ("Wordless", "it gives Wordless, not an object with name, about and score"),
        ("number", "TypeError: 'int' object is not callable"),
        ("absent", "AttributeError"),
    ],
)
def test_a_broken_one_matters_only_when_used(package: Package, what: str, reason: str) -> None:
    name = f"broken-{what.lower()}"
    package(name, f"shaky = {name.replace('-', '_')}:{what}")
    assert "shaky" in scorers()
    assert textlens.analyze_text("好", scorer="vader").sentences is not None
    with pytest.raises(ValueError, match="shaky") as caught:
        resolve("shaky")
    assert name in str(caught.value) and reason in str(caught.value)


def test_a_module_that_fails_at_import_is_named_too(package: Package) -> None:
    package("sick-package", "sick = sick_package:Calm", module="import a_module_that_nobody_has")
    with pytest.raises(ValueError, match=r"scorer='sick' of the package sick-package .*ModuleNotFoundError"):
        resolve("sick")


def test_two_packages_with_one_name(package: Package) -> None:
    package("twin-one", "twin = twin_one:Calm")
    package("twin-two", "twin = twin_two:Calm")
    with pytest.raises(ValueError, match="scorer='twin': the packages twin-") as caught:
        resolve("twin")
    assert "twin-one" in str(caught.value) and "twin-two" in str(caught.value)
    assert "twin-one" in scorers()["twin"] and "twin-two" in scorers()["twin"]


def test_a_name_of_textlens_cannot_be_taken(package: Package) -> None:
    package("usurper", "vader = usurper:Calm")
    assert type(resolve("vader")).__name__ == "VaderScorer"
    assert scorers()["vader"] != "from the package usurper"


def test_the_list_names_what_a_prefix_takes() -> None:
    listed = scorers()
    assert {"textlens", "snownlp", "vader", "lexicon:PATH", "transformers:NAME_OR_PATH", "llm:MODEL"} <= set(listed)
    assert all(about and "\n" not in about for about in listed.values())
    assert "SENDS" in listed["llm:MODEL"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("lexicon:", "lacks its PATH; write 'lexicon:PATH'"),
        ("transformers: ", "lacks its NAME_OR_PATH"),
        ("llm", "lacks its MODEL; write 'llm:MODEL'"),
        ("lexicn:words.csv", "is not known; choose one of lexicon:PATH, llm:MODEL, snownlp, textlens"),
        ("Vader", "is not known; choose one of"),
        ("", "is not known; choose one of"),
        ("vader:x", "is not known; choose one of"),
    ],
)
def test_wrong_names_say_what_would_do(name: str, message: str) -> None:
    with pytest.raises(ValueError, match="scorer=") as caught:
        textlens.analyze_text("好", scorer=name)
    assert repr(name) in str(caught.value) and message in str(caught.value)


def test_a_class_is_no_scorer() -> None:
    from textlens.score.vader import VaderScorer

    with pytest.raises(ValueError, match=r"VaderScorer is a class; give one of its objects"):
        textlens.analyze_text("good", scorer=VaderScorer)
    with pytest.raises(ValueError, match="scorer=3"):
        textlens.analyze_text("good", scorer=3)  # type: ignore[arg-type]


def test_names_go_to_workers_as_they_are() -> None:
    options = Options(scorer="lexicon:words.csv")
    assert pickle.loads(pickle.dumps(options)).scorer == "lexicon:words.csv"


class Made(Scorer):
    """A scorer that gives what it is told."""

    name, about = "made", "up"

    def __init__(self, scores: object) -> None:
        self.scores = scores

    def score(self, batch: SentenceBatch) -> Scores:
        return self.scores  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ([0.1, 0.2], "returned list; score.batch. must return textlens.Scores"),
        (Scores(np.zeros(3)), r"shape \(3,\) for 2 sentences"),
        (Scores(np.array([0.0, 1.5])), "returned 1.5; sentiment lies between -1 and 1"),
        (Scores(np.array([0.0, np.inf])), "returned inf"),
        (Scores(np.zeros(2), ["a"]), "returned 1 names of scorers for 2 sentences"),
        (Scores(np.zeros(2), emotions=np.zeros((2, 3))), r"emotions of shape \(2, 3\)"),
        (Scores(np.zeros(2), emotions=np.full((2, 7), 1.1)), "returned 1.1; an emotion lies between 0 and 1"),
    ],
)
def test_scorers_are_held_to_the_contract(scores: object, message: str) -> None:
    batch = SentenceBatch(["好", "坏"], ["好", "坏"], ["zh", "zh"])
    with pytest.raises(ValueError, match=message):
        run(Made(scores), batch, np.array([True, True]))


def test_what_is_not_readable_has_neither_sentiment_nor_emotion() -> None:
    batch = SentenceBatch(["好", "…"], ["好", "…"], ["zh", "und"])
    scores = run(Made(Scores(np.array([0.5, 0.5]), emotions=np.ones((2, 7)))), batch, np.array([True, False]))
    assert scores.emotions is not None
    assert scores.sentiment[0] == 0.5 and np.isnan(scores.sentiment[1])
    assert np.isnan(scores.emotions[1]).all() and not np.isnan(scores.emotions[0]).any()
