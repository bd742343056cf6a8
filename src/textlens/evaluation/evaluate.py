"""Scorers side by side: a frame of measures with bootstrap intervals, and the readers' ceiling."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from textlens.evaluation import measures as m
from textlens.evaluation.gold import SCALE, GoldDocument, Spans, read_gold
from textlens.evaluation.predict import Predicted, predict

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

#: Name of the row that holds the readers' agreement with each other.
READERS = "readers"
#: Level of the bootstrap intervals.
LEVEL = 0.90
#: What is compared where nothing else is asked for.
DEFAULT_SCORERS = ("textlens", "snownlp", "vader")
_FEWEST = 5  # a document with fewer gold sentences has no rank correlation of its own

#: Measure -> what it says; the order of tables.
MEASURES = {
    "sentence": "Spearman over a document's sentences, mean over documents",
    "arc": "Pearson of the arcs (rolling mean over a tenth), mean over documents",
    "pooled": "Spearman over all sentences together",
    "sign": "share of clearly toned sentences with the right sign",
    "paragraph": "Pearson over whole paragraphs",
    "month": "Pearson over a document's months, mean over documents",
    "emotion": "macro F1 over emotions both readers gave",
    "coverage": "share of paragraphs and months whose 90 % interval holds the readers' valence",
    "calibration": "mean gap between score and readers, in sentiment (lower is better)",
    "unscored": "share of sentences without a score (they count as 0 above)",
    "speed": "thousand characters a second, frames included",
}


@dataclass(frozen=True)
class Evaluation:
    """The result of `evaluate`.

    Attributes:
        frame: one row a scorer, group and measure: scorer, group, measure, value, low, high (90 % bootstrap over
            documents), n (what the value rests on: documents, sentences, paragraphs or months).
    """

    frame: "pd.DataFrame"

    @cached_property
    def table(self) -> "pd.DataFrame":
        """The values of the group ``all``: a row a scorer, a column a measure."""
        rows = self.frame[self.frame["group"] == "all"]
        order = list(dict.fromkeys(self.frame["scorer"]))
        return rows.pivot(index="scorer", columns="measure", values="value").reindex(index=order, columns=list(MEASURES))

    def plot(self, *, ax: "Axes | None" = None) -> "Axes":
        """Agreement with readers by scorer, with intervals. Returns matplotlib Axes."""
        from textlens.show.draw_evaluation import plot_evaluation

        return plot_evaluation(self.frame, ax=ax)

    def _repr_html_(self) -> str:
        return str(self.table.round(3).to_html(na_rep="–"))


def evaluate(gold: Any = None, *, scorers: Any = DEFAULT_SCORERS, samples: int = 500, seed: int = 0) -> Evaluation:
    """Compare scorers with readers.

    Args:
        gold: None for the project's own gold, a folder with ``gold_valence.tsv`` (and optionally paragraphs, months,
            passes), or a csv with columns text and valence.
        scorers: one scorer or several: names, functions, scorer objects; or a mapping of names to these.
        samples: bootstrap samples over documents behind each interval.
        seed: of the bootstrap.

    Raises:
        NotFoundError, ReadError: the gold is not there or damaged.
        ValueError: an unknown scorer.
    """
    import pandas as pd

    if isinstance(samples, bool) or not isinstance(samples, int) or samples < 1:
        raise ValueError(f"samples={samples!r}: give a number of bootstrap samples, 1 or more")
    documents = read_gold(gold)
    rows: list[dict[str, Any]] = []
    for name, scorer in named_scorers(scorers).items():
        rows += _rows(name, predict(documents, scorer), samples, seed)
    if any(document.readers is not None for document in documents):
        rows += _rows(READERS, [_reader(document) for document in documents if document.readers is not None], samples, seed)
    return Evaluation(pd.DataFrame(rows, columns=["scorer", "group", "measure", "value", "low", "high", "n"]))


def named_scorers(scorers: Any) -> dict[str, Any]:
    """Scorers by the names their rows carry: of one scorer, of several, or as the caller named them."""
    if isinstance(scorers, dict):
        return dict(scorers)
    several = [scorers] if isinstance(scorers, str) or callable(scorers) or hasattr(scorers, "score") else list(scorers)
    return {_name_of(scorer): scorer for scorer in several}


def _name_of(scorer: Any) -> str:
    if isinstance(scorer, str):
        return scorer
    return str(getattr(scorer, "name", None) or getattr(scorer, "__name__", type(scorer).__name__))


def _reader(document: GoldDocument) -> Predicted:
    """The second reader as if it were a scorer; its gold is the first reader."""
    assert document.readers is not None
    first, second = document.readers.T
    nothing, no_bounds = np.zeros((0, 2)), np.zeros((0, 2))
    paragraphs = document.paragraph_readers if document.paragraph_readers is not None else nothing
    months = document.month_readers if document.month_readers is not None else nothing
    spans = replace(document.sentences, valence=first)
    sized = document.paragraphs if len(paragraphs) else Spans(*(document.sentences.start[:0],) * 2, np.zeros(0))
    by_first = replace(
        document,
        sentences=spans,
        paragraphs=replace(sized, valence=paragraphs[:, 0]),
        months=dict(zip(document.months, months[:, 0].tolist(), strict=False)),
        emotions=(),
    )
    return Predicted(
        by_first, "", second / SCALE, paragraphs[:, 1] / SCALE, no_bounds, months[:, 1] / SCALE, no_bounds, (), 0.0, 0
    )


def _groups(predicted: Sequence[Predicted]) -> dict[str, list[Predicted]]:
    """All documents, each kind, and each language."""
    groups: dict[str, list[Predicted]] = {"all": list(predicted)}
    for p in predicted:
        groups.setdefault(f"kind: {p.document.kind}", []).append(p)
        if p.lang:
            groups.setdefault(f"language: {p.lang}", []).append(p)
    return groups


def _rows(name: str, predicted: Sequence[Predicted], samples: int, seed: int) -> list[dict[str, Any]]:
    rows = []
    for group, members in _groups(predicted).items():
        for measure in MEASURES:
            value, n, of_sample = _measure(measure, members)
            if n == 0:
                continue
            low, high = _bootstrap(of_sample, len(members), samples if measure != "speed" else 0, seed)
            rows.append({"scorer": name, "group": group, "measure": measure, "value": value, "low": low, "high": high, "n": n})
    return rows


def _bootstrap(of_sample: Callable[[np.ndarray], float], n: int, samples: int, seed: int) -> tuple[float, float]:
    """Ends of the interval over documents drawn with replacement; NaN for a single document."""
    if n < 2 or samples < 1:
        return float("nan"), float("nan")
    rng = np.random.default_rng(seed)
    values = np.array([of_sample(rng.integers(0, n, n)) for _ in range(samples)])
    values = values[~np.isnan(values)]
    if not values.size:
        return float("nan"), float("nan")
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _measure(measure: str, members: Sequence[Predicted]) -> tuple[float, int, Callable[[np.ndarray], float]]:
    """(value, what it rests on, the value of a sample of documents given by their numbers)."""
    everyone = np.arange(len(members))
    if measure in ("sentence", "arc", "month"):
        each = np.array([_of_document(measure, p) for p in members])
        known = int((~np.isnan(each)).sum())

        def mean(rows: np.ndarray) -> float:
            values = each[rows]
            values = values[~np.isnan(values)]
            return float(values.mean()) if values.size else float("nan")

        return mean(everyone), known, mean
    parts = [_pairs(measure, p) for p in members]
    pooled = _POOLED[measure]

    def over(rows: np.ndarray) -> float:
        chosen = [parts[i] for i in rows]
        return pooled(*(np.concatenate(side) for side in zip(*chosen, strict=True)))

    return over(everyone), sum(len(part[0]) for part in parts), over


def _of_document(measure: str, p: Predicted) -> float:
    gold = p.document.sentences.valence
    if measure == "month":
        values = np.array(list(p.document.months.values()))
        return m.pearson(np.nan_to_num(p.months), values) if len(values) >= 3 else float("nan")
    if len(gold) < _FEWEST:
        return float("nan")
    scores = np.nan_to_num(p.sentences)
    return m.spearman(scores, gold) if measure == "sentence" else m.arc_correlation(scores, gold)


def _pairs(measure: str, p: Predicted) -> tuple[np.ndarray, np.ndarray]:
    """What a pooled measure compares in one document: the scorer's side and the readers'."""
    gold = p.document
    if measure == "paragraph":
        return np.nan_to_num(p.paragraphs), gold.paragraphs.valence
    if measure == "coverage":
        bounds = np.concatenate([p.paragraph_bounds, p.month_bounds])
        if not len(bounds):
            return np.zeros(0), np.zeros(0)
        valence = np.concatenate([gold.paragraphs.valence, np.array(list(gold.months.values()))]) / SCALE
        known = ~np.isnan(bounds).any(axis=1)
        inside = (bounds[known, 0] <= valence[known]) & (valence[known] <= bounds[known, 1])
        return inside.astype(float), valence[known]
    if measure == "unscored":
        return np.isnan(p.sentences).astype(float), gold.sentences.valence
    if measure == "emotion":
        kept = (
            [(e, g) for e, g in zip(p.emotions, gold.emotions, strict=True) if g] if gold.emotions and any(p.emotions) else []
        )
        return np.array([e for e, _ in kept], dtype=object), np.array([g for _, g in kept], dtype=object)
    if measure == "speed":
        return (np.array([p.n_chars], dtype=float), np.array([p.seconds])) if p.n_chars else (np.zeros(0), np.zeros(0))
    return np.nan_to_num(p.sentences), gold.sentences.valence


_POOLED: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "pooled": m.spearman,
    "sign": m.sign_accuracy,
    "paragraph": m.pearson,
    "emotion": lambda predicted, gold: m.macro_f1(list(predicted), list(gold)),
    "coverage": lambda inside, _: float(inside.mean()) if inside.size else float("nan"),
    "calibration": lambda predicted, gold: m.calibration_error(predicted, gold / SCALE),
    "unscored": lambda missing, _: float(missing.mean()) if missing.size else float("nan"),
    "speed": lambda chars, seconds: float(chars.sum() / seconds.sum() / 1000) if seconds.sum() else float("nan"),
}
