"""The scorers by name, and the one way to run any of them."""

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from textlens.score.protocol import EMOTIONS, Scorer, Scores, SentenceBatch

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

#: Entry-point group through which other packages add scorers.
ENTRY_POINTS = "textlens.scorers"

# name -> (module, class): loaded when first used.
_BUILT_IN = {
    "textlens": ("textlens.score.routed", "RoutedScorer"),
    "snownlp": ("textlens.score.snownlp", "SnowNLPScorer"),
    "vader": ("textlens.score.vader", "VaderScorer"),
}


def scorers() -> dict[str, str]:
    """Name of every scorer that ``scorer=`` takes, with a line about it.

    >>> sorted(scorers())[:3]
    ['snownlp', 'textlens', 'vader']
    """
    found = {name: _built_in(name).about for name in _BUILT_IN}
    for point in _entry_points():
        found.setdefault(point.name, f"from the package {point.dist.name if point.dist else point.value}")
    return found


def _entry_points() -> "EntryPoints":
    from importlib.metadata import entry_points  # 30 ms that only names from outside need

    return entry_points(group=ENTRY_POINTS)


@lru_cache(maxsize=8)
def _built_in(name: str) -> Scorer:
    module, attribute = _BUILT_IN[name]
    scorer: Scorer = getattr(import_module(module), attribute)()
    return scorer


def resolve(scorer: str | Scorer | Callable[[list[str]], Any]) -> Scorer:
    """The scorer that a name, a scorer object or a function stands for; ``ValueError`` for anything else."""
    if isinstance(scorer, str):
        if scorer in _BUILT_IN:
            return _built_in(scorer)
        for point in _entry_points():
            if point.name == scorer:
                made: Scorer = point.load()()
                return made
        raise ValueError(f"scorer={scorer!r} is not known; choose one of {', '.join(sorted(scorers()))}, or give a function")
    if isinstance(scorer, Scorer) and not isinstance(scorer, type):
        return scorer
    if callable(scorer):
        from textlens.score.custom import CallableScorer

        return CallableScorer(scorer)
    raise ValueError(f"scorer={scorer!r}: give the name of a scorer or a function list[str] -> numbers")


def run(scorer: Scorer, batch: SentenceBatch, readable: np.ndarray) -> Scores:
    """Score a batch and hold the result to the contract.

    Args:
        readable: bool array of shape (n,): whether there is anything to score; False makes the score NaN.

    Raises:
        ValueError: the scorer gave a wrong number of values, or one outside -1..1.
    """
    n = len(batch)
    scores = scorer.score(batch)
    sentiment = np.array(scores.sentiment, dtype=np.float64)
    if sentiment.shape != (n,):
        raise ValueError(f"scorer {scorer.name!r} returned an array of shape {sentiment.shape} for {n} sentences")
    outside = np.flatnonzero(np.abs(sentiment) > 1)
    if outside.size:
        value = sentiment[outside[0]]
        raise ValueError(f"scorer {scorer.name!r} returned {value:g}; sentiment lies between -1 and 1")
    sentiment[~readable] = np.nan
    names = list(scores.scorer) or [scorer.name] * n
    emotions = scores.emotions
    if emotions is not None and np.shape(emotions) != (n, len(EMOTIONS)):
        raise ValueError(f"scorer {scorer.name!r} returned emotions of shape {np.shape(emotions)} for {n} sentences")
    return Scores(sentiment, names, emotions)
