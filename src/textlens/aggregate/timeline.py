"""Calendar time: sentiment by day, week, month, quarter or year."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from textlens.aggregate.interval import Reading, group_means, reading_of, spread
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


@dataclass(frozen=True, slots=True)
class _ByDays(Reading):
    """A reading in which a sentence weighs by the share of its days that lie in the period."""

    share: np.ndarray = field(default_factory=lambda: np.ones(0))

    def weights(self, scores: np.ndarray, groups: np.ndarray, *, paragraphs: bool) -> np.ndarray:
        """Weight of each score, which `share` goes along with."""
        return np.asarray(Reading.weights(self, scores, groups, paragraphs=paragraphs) * self.share)


def in_periods(paragraphs: pd.DataFrame, freq: str, *, over_several: bool) -> pd.DataFrame:
    """The dated paragraphs, a row for each period they count in: its ordinal in ``period``, their ``share`` of days in it.

    A span over several periods counts in none, or with `over_several` in each by its days there.
    """
    dated = paragraphs[paragraphs["date_start"].notna()]
    starts, ends = (dated[name].to_numpy(dtype="datetime64[D]") for name in ("date_start", "date_end"))
    first = pd.PeriodIndex(starts, freq=freq).asi8
    n = pd.PeriodIndex(ends, freq=freq).asi8 - first + 1
    if not over_several:
        n = np.where(n == 1, 1, 0)
    row = np.repeat(np.arange(len(dated)), n)
    ordinals = first[row] + np.arange(len(row)) - np.repeat(np.cumsum(n) - n, n)
    calendar = periods(ordinals, freq)
    begin = np.maximum(calendar.start_time.to_numpy(dtype="datetime64[D]"), starts[row])
    close = np.minimum(calendar.end_time.to_numpy(dtype="datetime64[D]"), ends[row])
    days = (close - begin).astype(np.int64) + 1
    whole = (ends - starts).astype(np.int64)[row] + 1
    return dated.iloc[row].assign(period=ordinals, share=days / whole)


def timeline(
    paragraphs: pd.DataFrame,
    sentences: pd.DataFrame,
    tokens: pd.DataFrame,
    unit: str,
    *,
    by_document: bool,
    over_several: bool = False,
) -> pd.DataFrame:
    """A row a period from the first to the last that has a paragraph, gaps included.

    Headings, bylines and matter are left out. `paragraphs` carries ``date_start`` and ``date_end``; where a document's
    markers have no year, its rows follow the markers in order with the period missing. `over_several`: see `in_periods`.
    """
    freq = check_unit(unit)
    body = paragraphs[~paragraphs["kind"].isin(OUTSIDE_AVERAGES)]
    groups = [(d, part) for d, part in body.groupby("doc_id", sort=False)] if by_document else [(None, body)]
    parts = []
    for doc_id, part in groups:
        rows = _dated_rows(in_periods(part, freq, over_several=over_several), freq)
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


def _dated_rows(dated: pd.DataFrame, freq: str) -> list[tuple[int | None, str, pd.DataFrame]]:
    """(ordinal, label, paragraphs) of each period from the first to the last."""
    if dated.empty:
        return []
    ordinals = dated["period"].to_numpy()
    members = {int(ordinals[rows[0]]): dated.iloc[rows] for rows in dated.groupby(ordinals).indices.values()}
    span = range(int(ordinals.min()), int(ordinals.max()) + 1)
    labels = periods(np.array(span, dtype=np.int64), freq).astype(str)
    nothing = dated.iloc[:0]
    return [(ordinal, label, members.get(ordinal, nothing)) for ordinal, label in zip(span, labels, strict=True)]


def _marker_rows(part: pd.DataFrame) -> list[tuple[int | None, str, pd.DataFrame]]:
    """(None, marker's words, paragraphs) of each marker without a year, in order."""
    marked = part[part["marker"].notna() & part["date_start"].isna()].assign(share=1.0)
    return [(None, re.sub(r"[\s:：.]+$", "", str(words)), rows) for words, rows in marked.groupby("marker", sort=False)]


def _summarise(
    rows: Sequence[tuple[int | None, str, pd.DataFrame]], doc_id: Any, sentences: pd.DataFrame, tokens: pd.DataFrame
) -> dict[str, list[Any]]:
    place: dict[tuple[Any, int], list[tuple[int, float]]] = defaultdict(list)
    for number, (_, _, members) in enumerate(rows):
        for d, p, share in zip(members["doc_id"], members["paragraph_id"], members["share"], strict=True):
            place[d, int(p)].append((number, share))
    keys = zip(sentences["doc_id"], sentences["paragraph_id"], strict=True)
    counted = [(i, number, share) for i, (d, p) in enumerate(keys) for number, share in place.get((d, int(p)), ())]
    at, group = (np.array([entry[k] for entry in counted], dtype=np.int64) for k in (0, 1))
    shares = np.array([entry[2] for entry in counted], dtype=np.float64)
    every = sentences["sentiment"].to_numpy(dtype=np.float64)
    scores = every[at]
    own = (sentences["doc_id"] == doc_id).to_numpy() if doc_id is not None else np.ones(len(sentences), dtype=bool)
    outside = sentences["kind"].isin(OUTSIDE_AVERAGES).to_numpy()
    reading = reading_of(sentences["scorer"].tolist())
    if (shares != 1).any():
        reading = _ByDays(reading.power, reading.last, reading.shared, reading.own, shares[~np.isnan(scores)])
    means = group_means(scores, group, len(rows), spread(every[own & ~outside]), reading)
    extremes = _extremes(scores, group, len(rows))
    ids, docs, felt = (sentences[name].to_numpy()[at].tolist() for name in ("sentence_id", "doc_id", "emotion"))
    # What is said of several periods tells none of them from the others.
    telling = np.full(len(sentences), -1, dtype=np.int64)
    telling[at[shares == 1]] = group[shares == 1]
    return {
        "doc_id": [doc_id] * len(rows), "month": [ordinal for ordinal, _, _ in rows], "label": [label for _, label, _ in rows],
        "n_paragraphs": [len(members) for _, _, members in rows], "n_sentences": np.bincount(group, minlength=len(rows)).tolist(),
        "sentiment": list(means.mean), "sentiment_low": list(means.low), "sentiment_high": list(means.high),
        "emotion": _emotions(felt, group, shares, len(rows)),
        "keywords": keywords(tokens, sentences, telling, len(rows)),
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


def _emotions(emotions: Sequence[Any], group: np.ndarray, shares: np.ndarray, n: int) -> list[str | None]:
    """The most frequent emotion of each group other than neutral, None where no sentence has one."""
    counts: list[dict[str, float]] = [defaultdict(float) for _ in range(n)]
    for name, number, share in zip(emotions, group.tolist(), shares.tolist(), strict=True):
        if isinstance(name, str):
            counts[number][name] += share
    result: list[str | None] = []
    for count in counts:
        telling = {name: weight for name, weight in count.items() if name != "neutral"}
        result.append(max(telling, key=lambda name: telling[name]) if telling else "neutral" if count else None)
    return result
