"""What both plots share: drawable texts, a new figure, the finishing touches."""

from __future__ import annotations

import sys
import warnings
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textlens.show.font_names import missing_font_hint
from textlens.show.fonts import FontChoice, find_font
from textlens.show.labels import ascii_name, english_month, has_han, shorten, visible
from textlens.show.ticks import text_points, width_points

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes

    Values = np.ndarray[Any, np.dtype[np.float64]]

# Okabe and Ito's colours: told apart with every kind of colour vision.
POSITIVE, NEGATIVE = "#0072B2", "#D55E00"
LINES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
DASHES: tuple[Any, ...] = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (6, 2, 1.5, 2)))
GREY = "#8c8c8c"  # mid grey: legible on a white and on a dark background
CAPTION_POINTS = 8.0
_LONGEST_TITLE = 72  # cells
_OWN_WORDS = "sentiment (-1 … +1) 0123456789 n=%·\u2212"  # what the plots write themselves


def drawable_texts(texts: Sequence[tuple[str, object]]) -> tuple[list[str], FontChoice]:
    """Return texts that can be drawn on this machine, and the font that draws them.

    texts : pairs of what the text names ("month", "document", "section") and the text.
    Without any Chinese font, Chinese texts become English ("Jan", "document 1") with a UserWarning.
    """
    words = [(kind, visible(text)) for kind, text in texts]
    font = find_font(_OWN_WORDS + "".join(text for _, text in words))
    if not font.chinese:
        warnings.warn(missing_font_hint(), UserWarning, stacklevel=_level_of_caller())
        words = _in_english(words)
        font = find_font(_OWN_WORDS + "".join(text for _, text in words))
    return [font.drawable(text) for _, text in words], font


def _level_of_caller() -> int:
    """Return the ``stacklevel`` of the first caller outside this package, as seen from ours."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("textlens."):
        level, frame = level + 1, frame.f_back
    return level


def _in_english(texts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    english, seen = [], Counter[str]()
    for kind, text in texts:
        seen[kind] += 1
        if has_han(text):
            month = english_month(text) if kind == "month" else None
            english.append((kind, month or ascii_name(text, f"{kind} {seen[kind]}")))
        else:
            english.append((kind, text))
    return english


def new_axes() -> Axes:
    """Return the Axes of a new pyplot figure, 8 x 4.5 inches, that lays itself out."""
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(8, 4.5), layout="constrained")[1]


def numbers(frame: pd.DataFrame, column: str) -> Values:
    """Return a column as floats: NaN where it is missing, or where the frame has no such column."""
    import numpy as np

    if column not in frame.columns:
        return np.full(len(frame), np.nan)
    return frame[column].to_numpy(dtype="float64", na_value=np.nan)


def padded_limit(values: Values, pad: float) -> float:
    """Return the half-height of a y axis around zero for ``values``, within 0.1 and 1.1."""
    import numpy as np

    known = np.abs(values[np.isfinite(values)])
    return float(np.clip(known.max() * pad if known.size else 1.0, 0.1, 1.1))


def wrap_caption(parts: Sequence[str], points: float) -> str:
    """Join ``parts`` with middle dots into lines at most ``points`` wide."""
    lines = [parts[0]]
    for part in parts[1:]:
        joined = f"{lines[-1]}  ·  {part}"
        if text_points(joined, CAPTION_POINTS) > points:
            lines.append(part)
        else:
            lines[-1] = joined
    return "\n".join(lines)


def finish(ax: Axes, title: str, caption: Sequence[str], font: FontChoice) -> None:
    """Write the title and the small grey line below the axis; take away what carries no data."""
    ax.set_title(shorten(title, _LONGEST_TITLE), **font.text_options())
    lines = wrap_caption(caption, width_points(ax))
    ax.set_xlabel(lines, fontsize=CAPTION_POINTS, color=GREY, **font.text_options())
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="y", color=GREY, alpha=0.2, linewidth=0.6)
    ax.set_axisbelow(True)
