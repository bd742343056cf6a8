"""The columns of every frame, in order, with their dtypes: the one place that names them."""

from typing import Any

import numpy as np
import pandas as pd

from textlens.score.protocol import EMOTIONS

#: pandas 3 has a string dtype of its own; before that, strings were objects.
TEXT = "str" if int(pd.__version__.split(".")[0]) >= 3 else "object"
DAY = "datetime64[s]"
MONTH = "period[M]"

_MEANS = {"sentiment": "float64", "sentiment_low": "float64", "sentiment_high": "float64"}

DOCUMENTS = {
    "doc_id": TEXT, "path": TEXT, "format": TEXT, "encoding": TEXT, "title": TEXT, "date": DAY, "lang": TEXT,
    "n_chars": "int64", "n_paragraphs": "int64", "n_sentences": "int64", **_MEANS, "problem": TEXT, "notes": TEXT,
    "date_end": DAY, "encoding_certainty": "float64",
}  # fmt: skip
SECTIONS = {
    "doc_id": TEXT, "section_id": "int64", "level": "int64", "title": TEXT, "start": "int64", "end": "int64",
    "n_sentences": "int64", **_MEANS,
}  # fmt: skip
PARAGRAPHS = {
    "doc_id": TEXT, "paragraph_id": "int64", "start": "int64", "end": "int64", "text": TEXT, "kind": TEXT,
    "section_id": "int64", "lang": TEXT, "script": TEXT, "date_start": DAY, "date_end": DAY, "date_source": TEXT,
    "marker": TEXT, "month": MONTH, "n_sentences": "int64", **_MEANS, "emotion": TEXT, "speaker": TEXT, "time": "float64",
}  # fmt: skip
SENTENCES = {
    "doc_id": TEXT, "paragraph_id": "int64", "sentence_id": "int64", "start": "int64", "end": "int64", "text": TEXT,
    "kind": TEXT, "lang": TEXT, "script": TEXT, "month": MONTH, "n_tokens": "int64", "sentiment": "float64",
    "emotion": TEXT, **dict.fromkeys(EMOTIONS, "float64"), "scorer": TEXT, "base": "float64",
}  # fmt: skip
TOKENS = {
    "doc_id": TEXT, "sentence_id": "int64", "token_id": "int64", "start": "int64", "end": "int64", "token": TEXT,
    "lookup": TEXT, "pos": TEXT, "lang": TEXT, "is_word": "bool", "contribution": "float64",
}  # fmt: skip
MONTHS = {
    "doc_id": TEXT, "month": MONTH, "label": TEXT, "n_paragraphs": "int64", "n_sentences": "int64", **_MEANS,
    "emotion": TEXT, "keywords": TEXT, "brightest": "Int64", "darkest": "Int64",
}  # fmt: skip
ARC = {
    "doc_id": TEXT, "position": "float64", "start": "int64", "sentiment": "float64", "smoothed": "float64",
    "low": "float64", "high": "float64", "method": TEXT, "window": "int64", "edge": "bool", "time": "float64",
}  # fmt: skip

#: The frames everything else is derived from, by name.
BASE_FRAMES = {
    "documents": DOCUMENTS,
    "sections": SECTIONS,
    "paragraphs": PARAGRAPHS,
    "sentences": SENTENCES,
    "tokens": TOKENS,
}
#: Text columns that may be missing; in all others an empty text is "".
NULLABLE = frozenset({"date_source", "marker", "emotion"})


def is_period(dtype: str) -> bool:
    """Whether the dtype is a calendar period."""
    return dtype.startswith("period[")


def period_ordinal(text: str, dtype: str) -> int:
    """The number pandas gives the period that a text such as ``2024-03`` names."""
    return int(pd.Period(text, freq=dtype[7:-1]).ordinal)


def periods(ordinals: np.ndarray, freq: str) -> pd.PeriodIndex:
    """The periods with these numbers; pandas' own mark for a missing one is kept."""
    made: pd.PeriodIndex = pd.PeriodIndex.from_ordinals(ordinals, freq=freq)  # type: ignore[attr-defined]  # not in the stubs
    return made


def column(values: Any, dtype: str) -> pd.Series:
    """A column of one dtype. Missing text is None (pandas 2) or NaN (pandas 3), a missing date NaT."""
    if dtype == TEXT:
        return pd.Series(values, dtype=TEXT)
    if dtype == DAY:
        return pd.Series(np.array([v if v is not None else "NaT" for v in values], dtype="datetime64[s]"))
    if is_period(dtype):
        return pd.Series(periods(_ordinals(values), dtype[7:-1]))
    if dtype == "Int64":
        return pd.Series(pd.array(values, dtype="Int64"))
    return pd.Series(np.asarray(values, dtype=dtype))


def _ordinals(values: Any) -> np.ndarray:
    missing = np.iinfo(np.int64).min  # pandas' own mark for NaT
    return np.array([missing if v is None else v for v in values], dtype=np.int64)


def make(columns: dict[str, Any], schema: dict[str, str]) -> pd.DataFrame:
    """A frame of the schema's columns in its order."""
    return pd.DataFrame({name: column(columns[name], dtype) for name, dtype in schema.items()})
