"""Calendar time: sentiment by day, week, month, quarter or year."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from textlens.aggregate.interval import group_means, spread
from textlens.aggregate.keywords import keywords
from textlens.frames.columns import MONTHS, column, periods
from textlens.pipeline import OUTSIDE_AVERAGES

#: Calendar units and the pandas period each stands for (weeks begin on Monday).
UNITS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q-DEC", "year": "Y-DEC"}


def check_unit(unit: str) -> str:
    """The pandas frequency of a unit."""
    if unit not in UNITS:
        raise ValueError(f"unit={unit!r} is not a calendar unit; choose one of {', '.join(UNITS)}")
    return UNITS[unit]


def paragraph_periods(paragraphs: pd.DataFrame, freq: str) -> pd.Series:
    """The period each paragraph lies in, NaT where its span lies in none or in several."""
    first = pd.PeriodIndex(paragraphs["date_start"].to_numpy(), freq=freq)
    last = pd.PeriodIndex(paragraphs["date_end"].to_numpy(), freq=freq)
    inside = np.asarray(first.asi8 == last.asi8)
    return pd.Series(first, index=paragraphs.index).where(inside)


def timeline(
    paragraphs: pd.DataFrame, sentences: pd.DataFrame, tokens: pd.DataFrame, unit: str, *, by_document: bool
) -> pd.DataFrame:
    """A row a period from the first to the last that has a paragraph, gaps included.

    Headings, bylines and matter are left out. `paragraphs` carries ``date_start`` and ``date_end``; where a document's
    markers have no year, its rows follow the markers in order with the period missing.
    """
    freq = check_unit(unit)
    body = paragraphs[~paragraphs["kind"].isin(OUTSIDE_AVERAGES)]
    body = body.assign(period=paragraph_periods(body, freq))
    groups = [(d, part) for d, part in body.groupby("doc_id", sort=False)] if by_document else [(None, body)]
    parts = []
    for doc_id, part in groups:
        rows = _dated_rows(part, freq)
        if not rows and by_document and unit == "month":
            rows = _marker_rows(part)
        if rows:
            parts.append(_summarise(rows, doc_id, sentences, tokens))
    schema = dict(MONTHS) if by_document else {k: v for k, v in MONTHS.items() if k != "doc_id"}
    schema["month"] = f"period[{freq}]"
    merged = {name: [v for part in parts for v in part[name]] for name in schema}
    frame = pd.DataFrame({name: column(merged[name], dtype) for name, dtype in schema.items()})
    if not by_document:
        for end in ("brightest", "darkest"):
            frame[f"{end}_doc"] = column([v for part in parts for v in part[f"{end}_doc"]], MONTHS["doc_id"])
    return frame.rename(columns={"month": unit})


def _dated_rows(part: pd.DataFrame, freq: str) -> list[tuple[int | None, str, pd.DataFrame]]:
    """(ordinal, label, paragraphs) of each period from the first to the last."""
    dated = part[part["period"].notna()]
    if dated.empty:
        return []
    ordinals = pd.PeriodIndex(dated["period"], freq=freq).asi8
    members = {int(ordinals[rows[0]]): dated.iloc[rows] for rows in dated.groupby(ordinals).indices.values()}
    span = range(int(ordinals.min()), int(ordinals.max()) + 1)
    labels = periods(np.array(span, dtype=np.int64), freq).astype(str)
    nothing = dated.iloc[:0]
    return [(ordinal, label, members.get(ordinal, nothing)) for ordinal, label in zip(span, labels, strict=True)]


def _marker_rows(part: pd.DataFrame) -> list[tuple[int | None, str, pd.DataFrame]]:
    """(None, marker's words, paragraphs) of each marker without a year, in order."""
    marked = part[part["marker"].notna() & part["date_start"].isna()]
    return [(None, re.sub(r"[\s:：.]+$", "", str(words)), rows) for words, rows in marked.groupby("marker", sort=False)]


def _summarise(
    rows: Sequence[tuple[int | None, str, pd.DataFrame]], doc_id: Any, sentences: pd.DataFrame, tokens: pd.DataFrame
) -> dict[str, list[Any]]:
    place = {
        (d, int(p)): number
        for number, (_, _, members) in enumerate(rows)
        for d, p in zip(members["doc_id"], members["paragraph_id"], strict=True)
    }
    keys = list(zip(sentences["doc_id"], sentences["paragraph_id"], strict=True))
    group = np.array([place.get((d, int(p)), -1) for d, p in keys], dtype=np.int64)
    scores = sentences["sentiment"].to_numpy(dtype=np.float64)
    own = (sentences["doc_id"] == doc_id).to_numpy() if doc_id is not None else np.ones(len(sentences), dtype=bool)
    outside = sentences["kind"].isin(OUTSIDE_AVERAGES).to_numpy()
    means = group_means(scores, group, len(rows), spread(scores[own & ~outside]))
    extremes = _extremes(scores, group, len(rows))
    ids, docs = sentences["sentence_id"].tolist(), sentences["doc_id"].tolist()
    filled = np.bincount(group[group >= 0], minlength=len(rows))
    return {
        "doc_id": [doc_id] * len(rows), "month": [ordinal for ordinal, _, _ in rows], "label": [label for _, label, _ in rows],
        "n_paragraphs": [len(members) for _, _, members in rows], "n_sentences": filled.tolist(),
        "sentiment": list(means.mean), "sentiment_low": list(means.low), "sentiment_high": list(means.high),
        "emotion": _emotions(sentences["emotion"].tolist(), group, len(rows)),
        "keywords": keywords(tokens, sentences, group, len(rows)),
        "brightest": [None if i is None else ids[i] for _, i in extremes],
        "darkest": [None if i is None else ids[i] for i, _ in extremes],
        "brightest_doc": [None if i is None else docs[i] for _, i in extremes],
        "darkest_doc": [None if i is None else docs[i] for i, _ in extremes],
    }  # fmt: skip


def _extremes(scores: np.ndarray, group: np.ndarray, n: int) -> list[tuple[int | None, int | None]]:
    """Row of the lowest and of the highest sentence of each group, the first of equals; None where none is scored."""
    ends: list[list[int | None]] = []
    for sign in (1, -1):
        rows = np.flatnonzero((group >= 0) & ~np.isnan(scores))
        rows = rows[np.lexsort((rows, sign * scores[rows], group[rows]))]
        numbers, first = np.unique(group[rows], return_index=True)
        found: list[int | None] = [None] * n
        for number, row in zip(numbers.tolist(), rows[first].tolist(), strict=True):
            found[number] = row
        ends.append(found)
    return list(zip(*ends, strict=True))


def _emotions(emotions: Sequence[Any], group: np.ndarray, n: int) -> list[str | None]:
    """The most frequent emotion of each group other than neutral, None where no sentence has one."""
    counts = [Counter[str]() for _ in range(n)]
    for name, number in zip(emotions, group, strict=True):
        if number >= 0 and isinstance(name, str):
            counts[number][name] += 1
    result: list[str | None] = []
    for count in counts:
        telling = [(k, v) for k, v in count.most_common() if k != "neutral"]
        result.append(telling[0][0] if telling else "neutral" if count else None)
    return result
