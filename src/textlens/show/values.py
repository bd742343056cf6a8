"""Write sentiment, intervals, counts and remarks as text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from textlens.show.labels import visible

if TYPE_CHECKING:
    import pandas as pd

LANGUAGES = {
    "zh": "Chinese",
    "en": "English",
    "mixed": "Chinese and English",
    "und": "nothing to read",
}
UNKNOWN = "–"
HALF_BAR = 8  # cells on each side of zero


def bar(value: Any, scale: float, encoding: str = "utf-8") -> str:
    """Return a bar of 17 cells from zero in the middle; full length on one side at ``scale``.

    >>> bar(0.5, 1.0), bar(-0.25, 1.0)
    ('        |████    ', '      ██|        ')
    """
    if not known(value):
        return ""
    full, left, right = "█▐▌" if encodable("█▐▌", encoding) == "█▐▌" else "#  "
    halves = round(min(abs(value) / scale, 1.0) * HALF_BAR * 2)
    blocks, half = full * (halves // 2), halves % 2
    if value < 0:
        return f"{(left if half else '') + blocks:>{HALF_BAR}}|{'':{HALF_BAR}}"
    return f"{'':{HALF_BAR}}|{blocks + (right if half else ''):<{HALF_BAR}}"


def bar_scale(months: pd.DataFrame) -> float:
    """Return the sentiment at which a bar is full: the largest of the months, rounded up to 0.1."""
    known = months["sentiment"].dropna().abs() if "sentiment" in months.columns else ()
    largest = float(max(known, default=0.0))
    return min(1.0, max(0.1, math.ceil(round(largest, 6) * 10) / 10))


def signed(value: Any, decimals: int = 2) -> str:
    """Return a sentiment with its sign, "–" where it is unknown; never "-0.00".

    >>> signed(0.318), signed(-0.001), signed(float("nan"))
    ('+0.32', '0.00', '–')
    """
    if not known(value):
        return UNKNOWN
    text = f"{value:+.{decimals}f}"
    return text[1:] if float(text) == 0 else text


def interval(record: Mapping[str, Any]) -> str:
    """Return "[low, high]", or nothing where there is no interval."""
    low, high = record.get("sentiment_low"), record.get("sentiment_high")
    return f"[{signed(low)}, {signed(high)}]" if known(low) and known(high) else ""


def count(value: Any) -> str:
    """Return a whole number as text, "–" where it is unknown."""
    return str(int(value)) if known(value) else UNKNOWN


def clean(value: Any) -> str:
    """Return a value as one safe line of text; nothing for a missing one."""
    return "" if _is_missing(value) else visible(value)


def lines_of(value: Any) -> list[str]:
    """Return the remarks in ``value``: text (one a line) or a sequence of texts."""
    parts: Iterable[Any] = value.splitlines() if isinstance(value, str) else () if _is_scalar(value) else value
    return [line for line in map(clean, parts) if line]


def encodable(text: str, encoding: str) -> str:
    """Return ``text`` with what ``encoding`` cannot write as an ASCII stand-in or an escape."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.replace(UNKNOWN, "-").replace("…", "...")
        return text.encode(encoding, "backslashreplace").decode(encoding)
    except LookupError:
        return text.encode("ascii", "backslashreplace").decode("ascii")
    return text


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str) or not hasattr(value, "__iter__")


def _is_missing(value: Any) -> bool:
    """Tell None, NaN, NaT and pandas.NA; a sequence is none of them."""
    import pandas as pd

    return _is_scalar(value) and bool(pd.isna(value))


def known(value: Any) -> bool:
    """Tell a number from None, NaN and pandas.NA."""
    try:
        return math.isfinite(value)
    except TypeError:
        return False
