"""The scorers by name, and the one way to run any of them."""

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from textlens.score.protocol import EMOTIONS, Contributions, Scorer, Scores, SentenceBatch

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

#: Entry-point group through which other packages add scorers: a `Scorer`, or a class or function that makes one when it is
#: called without arguments. A name of textlens itself cannot be taken.
ENTRY_POINTS = "textlens.scorers"


class _Place(NamedTuple):
    """Where a scorer's class is, loaded when first used; `argument` is what its name takes behind a colon."""

    module: str
    attribute: str
    argument: str = ""

    def load(self) -> Any:
        return getattr(import_module(self.module), self.attribute)


_BUILT_IN = {
    "textlens": _Place("textlens.score.model.scorer", "ModelScorer"),
    "textlens-fast": _Place("textlens.score.model.scorer", "FastScorer"),
    "snownlp": _Place("textlens.score.snownlp", "SnowNLPScorer"),
    "vader": _Place("textlens.score.vader", "VaderScorer"),
}
_PREFIXED = {
    "lexicon": _Place("textlens.score.lexicon", "LexiconScorer", "PATH"),
    "transformers": _Place("textlens.score.transformers", "TransformersScorer", "NAME_OR_PATH"),
    "llm": _Place("textlens.score.llm", "LLMScorer", "MODEL"),
}


def scorers() -> dict[str, str]:
    """Name of every scorer that ``scorer=`` takes, with a line about it; capitals stand for what you give.

    >>> sorted(name for name in scorers() if ":" in name)
    ['lexicon:PATH', 'llm:MODEL', 'transformers:NAME_OR_PATH']
    """
    found = {name: str(place.load().about) for name, place in _BUILT_IN.items()}
    found |= {f"{prefix}:{place.argument}": str(place.load().about) for prefix, place in _PREFIXED.items()}
    for name, points in _plugins().items():
        packages = " and ".join(map(_package, points))
        found.setdefault(
            name, f"from the package {packages}" if len(points) == 1 else f"not usable: the packages {packages} both add it"
        )
    return found


def _plugins() -> "dict[str, list[EntryPoint]]":
    """The scorers of other packages by name; more than one entry where several packages chose the same."""
    from importlib.metadata import entry_points  # 30 ms that only names from outside need

    found: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group=ENTRY_POINTS):
        if point not in found.setdefault(point.name, []):
            found[point.name].append(point)
    return found


def _package(point: "EntryPoint") -> str:
    return str(point.dist.name) if point.dist else point.value


@lru_cache(maxsize=8)
def _built_in(name: str) -> Scorer:
    scorer: Scorer = _BUILT_IN[name].load()()
    return scorer


@lru_cache(maxsize=8)
def _plugin(name: str, path: tuple[str, ...]) -> Scorer | None:
    """The scorer a package adds under this name, or None; made once for one ``sys.path``."""
    points = _plugins().get(name, [])
    if not points:
        return None
    packages = [_package(point) for point in points]
    if len(points) > 1:
        raise ValueError(
            f"scorer={name!r}: the packages {' and '.join(packages)} both add a scorer of this name; uninstall one of them"
        )
    try:
        made: Any = points[0].load()
        if isinstance(made, type) or not isinstance(made, Scorer):
            made = made()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise ValueError(
            f"scorer={name!r} of the package {packages[0]} ({points[0].value}) cannot be used: {reason}"
        ) from error
    if not isinstance(made, Scorer) or isinstance(made, type):
        raise ValueError(
            f"scorer={name!r} of the package {packages[0]} ({points[0].value}) cannot be used: it gives {type(made).__name__}, "
            "not an object with name, about and score(batch)"
        )
    return made


def resolve(scorer: str | Scorer | Callable[[list[str]], Any]) -> Scorer:
    """The scorer that a name, a scorer object or a function stands for.

    Names alone can go to worker processes, each of which resolves them for every document: what is slow to make is kept.

    Raises:
        ValueError: it is none of these; the message lists the names.
        ImportError: its packages are not installed; the message names the extra.
    """
    if isinstance(scorer, str):
        return _by_name(scorer)
    if isinstance(scorer, type) and callable(getattr(scorer, "score", None)):
        raise ValueError(f"scorer={scorer.__name__} is a class; give one of its objects: {scorer.__name__}(…)")
    if isinstance(scorer, Scorer):
        return scorer
    if callable(scorer):
        from textlens.score.custom import CallableScorer

        return CallableScorer(scorer)
    raise ValueError(f"scorer={scorer!r}: give the name of a scorer or a function list[str] -> numbers")


def _by_name(name: str) -> Scorer:
    import sys

    if name in _BUILT_IN:
        return _built_in(name)
    prefix, _, argument = name.partition(":")
    if prefix in _PREFIXED:
        place = _PREFIXED[prefix]
        if not argument.strip():
            raise ValueError(f"scorer={name!r} lacks its {place.argument}; write '{prefix}:{place.argument}'")
        made: Scorer = place.load()(argument)
        return made
    found = _plugin(name, tuple(sys.path))
    if found is None:
        raise ValueError(f"scorer={name!r} is not known; choose one of {', '.join(sorted(scorers()))}, or give a function")
    return found


def run(scorer: Scorer, batch: SentenceBatch, readable: np.ndarray) -> Scores:
    """Score a batch and hold the result to the contract.

    Args:
        readable: bool array of shape (n,): whether there is anything to score; False makes the score NaN.

    Raises:
        ValueError: the scorer gave something other than `Scores`, a wrong number of values, or one outside its range.
    """
    n = len(batch)
    scores: Any = scorer.score(batch)
    if not isinstance(scores, Scores):
        raise ValueError(f"scorer {scorer.name!r} returned {type(scores).__name__}; score(batch) must return textlens.Scores")
    sentiment = np.array(scores.sentiment, dtype=np.float64)
    if sentiment.shape != (n,):
        raise ValueError(f"scorer {scorer.name!r} returned an array of shape {sentiment.shape} for {n} sentences")
    _check_range(scorer.name, "sentiment", sentiment, -1.0)
    sentiment[~readable] = np.nan
    names = list(scores.scorer) or [scorer.name] * n
    if len(names) != n:
        raise ValueError(f"scorer {scorer.name!r} returned {len(names)} names of scorers for {n} sentences")
    added = scores.contributions
    if added is not None:
        expected = len(batch.tokens) if batch.tokens is not None else 0
        if added.tokens.shape != (expected,) or added.base.shape != (n,):
            shapes = f"{added.tokens.shape} and {added.base.shape} for {expected} tokens and {n} sentences"
            raise ValueError(f"scorer {scorer.name!r} returned contributions of shape {shapes}")
        lost = np.isnan(sentiment)
        of_token = np.where(lost[batch.tokens.sentence] if batch.tokens is not None else False, np.nan, added.tokens)
        added = Contributions(of_token, np.where(lost, np.nan, added.base))
    if scores.emotions is None:
        return Scores(sentiment, names, contributions=added)
    emotions = np.array(scores.emotions, dtype=np.float64)
    if emotions.shape != (n, len(EMOTIONS)):
        raise ValueError(f"scorer {scorer.name!r} returned emotions of shape {emotions.shape} for {n} sentences")
    _check_range(scorer.name, "an emotion", emotions, 0.0)
    emotions[~readable] = np.nan
    return Scores(sentiment, names, emotions, added)


def _check_range(name: str, what: str, values: np.ndarray, lowest: float) -> None:
    """``ValueError`` where a value (NaN apart) is outside lowest..1."""
    outside = values[(values < lowest) | (values > 1)]
    if outside.size:
        raise ValueError(f"scorer {name!r} returned {outside[0]:g}; {what} lies between {lowest:g} and 1")
