"""The parts of the month-by-month plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textlens.show.canvas import GREY, NEGATIVE, POSITIVE

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes

    from textlens.show.canvas import Values
    from textlens.show.fonts import FontChoice

    Slots = np.ndarray[Any, np.dtype[np.int64]]


def check_months(months: pd.DataFrame, any_sentiment: bool) -> None:
    """Raise a ValueError that says what is missing where ``months`` cannot be drawn."""
    if not len(months):
        raise ValueError("no paragraph of this document carries a month; pass date= or plot the arc with result.plot()")
    if "doc_id" in months.columns and months["doc_id"].nunique() > 1:
        raise ValueError(
            f"months holds {months['doc_id'].nunique()} documents; pool them first with "
            'result.timeline("month"), or pass the rows of one'
        )
    if not any_sentiment:
        raise ValueError("no month has a sentence with sentiment; result.months shows what was found")


def slots_of(months: pd.DataFrame) -> tuple[Slots, int | None]:
    """Return each row's place on the x axis, and the calendar month (0 = January) at place 0.

    With a month in every row, places are months from the first; else the rows' order, and None.
    """
    import numpy as np
    import pandas as pd

    order = np.arange(len(months), dtype=np.int64)
    if "month" not in months.columns or months["month"].isna().any():
        return order, None
    periods = pd.PeriodIndex(months["month"])
    ordinals = periods.year.to_numpy() * 12 + periods.month.to_numpy() - 1
    # Weeks or quarters pooled by timeline() may share a month; rows out of order are the caller's.
    if periods.freqstr != "M" or (np.diff(ordinals) <= 0).any():
        return order, None
    return ordinals - ordinals[0], int(ordinals[0] % 12)


def month_labels(months: pd.DataFrame, labels: Sequence[str] | None) -> list[str]:
    """Return one label a row: those given, else ``label``, else the month itself."""
    if labels is not None:
        if len(labels) != len(months):
            raise ValueError(f"labels has {len(labels)} items, months has {len(months)} rows")
        return [str(label) for label in labels]
    column = next((name for name in ("label", "month") if name in months.columns), None)
    if column is None:
        return [str(number) for number in range(1, len(months) + 1)]
    return months[column].astype("object").where(months[column].notna(), "").map(str).tolist()


def draw_points(ax: Axes, x: Slots, y: Values, low: Values, high: Values, *, negative: bool, size: float) -> None:
    """Draw months of one sign: full circles above zero, open ones below (plain in grey too)."""
    color = NEGATIVE if negative else POSITIVE
    ax.bar(x, y, width=0.62, color=color, alpha=0.16, linewidth=0, zorder=1.5)
    ax.vlines(x, low, high, color=color, linewidth=2, zorder=3)
    ax.plot(
        x,
        y,
        linestyle="none",
        marker="o",
        color=color,
        markerfacecolor="white" if negative else color,
        markeredgewidth=1.6,
        markersize=size,
        zorder=4,
    )


def write_counts(ax: Axes, slots: Slots, counts: Slots, font: FontChoice) -> None:
    """Write each month's number of sentences in small grey digits along the bottom."""
    size = 7 if len(slots) <= 18 else 6
    for number, (slot, count) in enumerate(zip(slots, counts, strict=True)):
        ax.text(
            slot,
            0.012,
            f"n={count}" if number == 0 else f"{count}",
            transform=ax.get_xaxis_transform(),
            ha="center",
            va="bottom",
            fontsize=size,
            color=GREY,
            zorder=5,
            **font.text_options(),
        )
