"""The arc as a frame."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from textlens.arc.loess import default_window, smooth
from textlens.frames.columns import ARC, make
from textlens.pipeline import DocumentResult


def arc_frame(results: Sequence[DocumentResult], *, window: int | None, level: float, samples: int, seed: int) -> pd.DataFrame:
    """The arcs of all documents, one below the other; see `Analysis.arc`."""
    if window is not None and (isinstance(window, bool) or not isinstance(window, (int, np.integer)) or window < 3):
        raise ValueError(f"window={window!r}: give a number of sentences, 3 or more")
    if not 0 < level < 1:
        raise ValueError(f"level={level!r}: give a share between 0 and 1, such as 0.9")
    if isinstance(samples, bool) or not isinstance(samples, (int, np.integer)) or samples < 20:
        raise ValueError(f"samples={samples!r}: give a number of bootstrap samples, 20 or more")
    columns: dict[str, list[Any]] = {name: [] for name in ARC}
    for result in results:
        rows = np.flatnonzero(result.counted)
        spans = np.array(result.prepared.sentences.spans, dtype=np.int64).reshape(-1, 2)[rows]
        scores = result.sentiment[rows]
        smoothed = smooth(scores, window or default_window(len(rows)), level=level, samples=samples, seed=seed)
        columns["doc_id"] += [result.prepared.document.doc_id] * len(rows)
        columns["position"] += (spans.mean(axis=1) / max(1, len(result.prepared.document.text))).tolist() if len(rows) else []
        columns["start"] += spans[:, 0].tolist()
        columns["sentiment"] += scores.tolist()
        for name in ("smoothed", "low", "high", "window", "edge"):
            columns[name] += getattr(smoothed, name).tolist()
        columns["method"] += ["loess"] * len(rows)
    return make(columns, ARC)
