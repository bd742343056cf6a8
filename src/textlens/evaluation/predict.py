"""What a scorer says of the gold's spans."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from textlens.evaluation.gold import GoldDocument, Spans
from textlens.read.document import Document


@dataclass(frozen=True, slots=True)
class Predicted:
    """A scorer's numbers for one gold document.

    `sentences`, `paragraphs` and `months` are float64 arrays aligned with the gold (NaN where the scorer has none);
    the bounds are the ends of its intervals; `emotions` its emotion for each sentence, "" where it gives none.
    """

    document: GoldDocument
    lang: str
    sentences: np.ndarray
    paragraphs: np.ndarray
    paragraph_bounds: np.ndarray
    months: np.ndarray
    month_bounds: np.ndarray
    emotions: tuple[str, ...]
    seconds: float
    n_chars: int


def overlap_weights(spans: Spans, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Characters each gold span shares with each of the library's spans, shape (gold, library)."""
    shared = np.minimum(ends[None, :], spans.end[:, None]) - np.maximum(starts[None, :], spans.start[:, None])
    return np.asarray(np.clip(shared, 0, None).astype(np.float64))


def _weighted(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Mean of the values by weight for each row; NaN where no weighed value is known."""
    known = weights * ~np.isnan(values)
    total = known.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(total > 0, (known @ np.nan_to_num(values)) / total, np.nan))


def predict(documents: Sequence[GoldDocument], scorer: Any) -> list[Predicted]:
    """Analyse every gold document with a scorer; a document that cannot be read raises."""
    return [_predict(document, scorer) for document in documents]


def _predict(gold: GoldDocument, scorer: Any) -> Predicted:
    from textlens.analysis import Analysis
    from textlens.options import Options
    from textlens.pipeline import finish, prepare
    from textlens.read.reader import read_file
    from textlens.score.registry import resolve, run

    document = read_file(gold.path, gold.name, None) if gold.path is not None else Document(gold.name, gold.text)
    resolved = resolve(scorer)
    start = time.perf_counter()
    prepared = prepare(document, Options())
    result = Analysis.of([finish(prepared, run(resolved, prepared.batch(), prepared.sentences.readable))])
    sentences, paragraphs, months = result.sentences, result.paragraphs, result.months
    seconds = time.perf_counter() - start
    weights = overlap_weights(gold.sentences, sentences["start"].to_numpy(), sentences["end"].to_numpy())
    whole = overlap_weights(gold.paragraphs, paragraphs["start"].to_numpy(), paragraphs["end"].to_numpy())
    ends = ("sentiment_low", "sentiment_high")
    by_month = months.assign(key=months["month"].astype(str)).drop_duplicates("key").set_index("key").reindex(list(gold.months))
    names = sentences["emotion"].tolist()
    return Predicted(
        document=gold,
        lang=str(result.documents["lang"].iloc[0]),
        sentences=_weighted(sentences["sentiment"].to_numpy(dtype=float), weights),
        paragraphs=_weighted(paragraphs["sentiment"].to_numpy(dtype=float), whole),
        paragraph_bounds=np.stack([_weighted(paragraphs[end].to_numpy(dtype=float), whole) for end in ends], axis=1),
        months=by_month["sentiment"].to_numpy(dtype=float),
        month_bounds=by_month[list(ends)].to_numpy(dtype=float),
        emotions=tuple(_emotion(names, row) for row in weights),
        seconds=seconds,
        n_chars=len(document.text),
    )


def _emotion(names: Sequence[Any], weights: np.ndarray) -> str:
    """The emotion of the library's sentence that shares most with a gold sentence."""
    if not len(weights) or weights.max() <= 0:
        return ""
    name = names[int(weights.argmax())]
    return name if isinstance(name, str) else ""
