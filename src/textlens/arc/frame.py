"""The arc as a frame."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from textlens.arc.loess import default_window, smooth
from textlens.frames.columns import ARC, make
from textlens.pipeline import OUTSIDE_AVERAGES


def arc_frame(
    sentences: pd.DataFrame,
    paragraphs: pd.DataFrame,
    texts: Mapping[str, str],
    *,
    window: int | None,
    level: float,
    samples: int,
    seed: int,
) -> pd.DataFrame:
    """The arcs of all documents, one below the other; see `Analysis.arc`."""
    _check(window, level, samples, seed)
    body = sentences[~sentences["kind"].isin(OUTSIDE_AVERAGES)]
    times = paragraphs.set_index(["doc_id", "paragraph_id"])["time"].dropna()
    parts = []
    for doc_id, rows in body.groupby("doc_id", sort=False):
        scores = rows["sentiment"].to_numpy(dtype=np.float64)
        fitted = smooth(scores, window or default_window(len(rows)), level=level, samples=samples, seed=seed)
        middle = (rows["start"].to_numpy() + rows["end"].to_numpy()) / 2
        parts.append(
            {
                "doc_id": [doc_id] * len(rows), "position": middle / len(texts[str(doc_id)]), "start": rows["start"].to_numpy(),
                "sentiment": scores, "smoothed": fitted.smoothed, "low": fitted.low, "high": fitted.high,
                "method": ["loess"] * len(rows), "window": fitted.window, "edge": fitted.edge, "time": _times(rows, times),
            }
        )  # fmt: skip
    return make({name: [value for part in parts for value in part[name]] for name in ARC}, ARC)


def _times(rows: pd.DataFrame, times: "pd.Series[float]") -> np.ndarray:
    """The second at which each sentence's paragraph begins, NaN where nothing says so."""
    if not len(times):
        return np.full(len(rows), np.nan)
    return times.reindex(pd.MultiIndex.from_frame(rows[["doc_id", "paragraph_id"]])).to_numpy(dtype=np.float64)


def _check(window: Any, level: Any, samples: Any, seed: Any) -> None:
    """``ValueError`` for an option that makes no sense, naming it and what would."""
    if window is not None and not _is_count(window, 3):
        raise ValueError(f"window={window!r}: give a number of sentences, 3 or more")
    if isinstance(level, bool) or not isinstance(level, (int, float, np.floating)) or not 0 < level < 1:
        raise ValueError(f"level={level!r}: give a share between 0 and 1, such as 0.9")
    if not _is_count(samples, 20):
        raise ValueError(f"samples={samples!r}: give a number of bootstrap samples, 20 or more")
    if not _is_count(seed, 0):
        raise ValueError(f"seed={seed!r}: give a whole number, 0 or more")


def _is_count(value: Any, least: int) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool) and int(value) >= least
