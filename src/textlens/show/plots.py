"""Draw the month-by-month sentiment and the emotional arc on matplotlib Axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textlens.show.canvas import GREY, drawable_texts, finish, new_axes, numbers, padded_limit
from textlens.show.draw_arc import (
    add_legend,
    arc_caption,
    arc_limit,
    draw_line,
    mark_places,
    month_starts,
    seconds_of,
    section_starts,
    split_documents,
)
from textlens.show.draw_months import (
    check_months,
    draw_points,
    month_labels,
    slots_of,
    write_counts,
)
from textlens.show.ticks import set_month_ticks, set_sentiment_axis

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_MAX_COUNTS = 36  # months whose numbers of sentences still fit beside each other


def plot_months(
    months: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    labels: Sequence[str] | None = None,
) -> Axes:
    """Draw the month-by-month sentiment: a point a month with its 90 % interval.

    months : one row a month (``month``, ``label``, ``n_sentences``, ``sentiment``,
        ``sentiment_low``, ``sentiment_high``; sentiment from -1 to +1), of one document or pooled.
        Months without a sentence stay empty and break the line. Where a ``month`` is missing,
        the rows stand in their order.
    ax : where to draw; a new figure of 8 x 4.5 inches if None.
    title : the heading, "Sentiment by month" if None.
    labels : one a row, in place of ``label``.
    """
    import numpy as np

    sentiment, low, high = (numbers(months, name) for name in ("sentiment", "sentiment_low", "sentiment_high"))
    counts = np.nan_to_num(numbers(months, "n_sentences")).astype(int)
    has = np.isfinite(sentiment) & (counts > 0)
    check_months(months, bool(has.any()))
    slots, calendar = slots_of(months)
    names = month_labels(months, labels)
    heading = "Sentiment by month" if title is None else title
    (heading, *names), font = drawable_texts([("document", heading), *(("month", name) for name in names)])
    ax = new_axes() if ax is None else ax

    line = np.full(slots.max() + 1, np.nan)
    line[slots[has]] = sentiment[has]
    ax.axhline(0, color=GREY, linewidth=1, zorder=1)
    ax.plot(np.arange(len(line)), line, color=GREY, linewidth=1.2, zorder=2)
    size = 6.5 if len(line) <= _MAX_COUNTS else 4
    for negative in (False, True):
        chosen = has & ((sentiment < 0) == negative)
        draw_points(
            ax,
            slots[chosen],
            sentiment[chosen],
            low[chosen],
            high[chosen],
            negative=negative,
            size=size,
        )
    air = max(0.6, (5 - len(line)) / 2)  # a lone month is not blown up to the whole width
    ax.set_xlim(-air, len(line) - 1 + air)
    drawn = np.concatenate([sentiment[has], low[has], high[has]])
    set_sentiment_axis(ax, padded_limit(drawn, 1.25), font)
    set_month_ticks(ax, slots.tolist(), names, font, calendar=calendar)
    caption = ["bars: 90 % interval"]
    if len(line) <= _MAX_COUNTS:
        write_counts(ax, slots, counts, font)
        caption.append("small numbers: sentences")
    finish(ax, heading, caption, font)
    return ax


def plot_arc(
    arc: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    sections: pd.DataFrame | None = None,
    months: pd.DataFrame | None = None,
) -> Axes:
    """Draw the smoothed emotional arc with its uncertainty band over the sentences.

    arc : one row a sentence (``position`` from 0 to 1 along the document, ``start``,
        ``sentiment``, ``smoothed``, ``low``, ``high``; optional ``doc_id``, ``method``,
        ``window`` and ``edge``, True where the smoother has text on one side only: drawn dashed;
        ``time`` in seconds: where each row has one, as in subtitles, the axis is the time).
        Several documents become one line each, without dots.
    ax : where to draw; a new figure of 8 x 4.5 inches if None.
    title : the heading; the document's name if None.
    sections : ticks at section starts (``title``, ``start``; used with a single document only).
    months : ticks where months begin (``start``, and ``label`` or ``month``; e.g. ``paragraphs``;
        used with a single document only). With both, sections stand above the plot.
    """
    import numpy as np

    if not len(arc) or not np.isfinite(numbers(arc, "smoothed")).any():
        raise ValueError("the arc is empty: no sentence has a sentiment")
    documents = split_documents(arc)
    alone = len(documents) == 1
    seconds = seconds_of(arc) if alone else None
    if seconds is not None:
        arc = arc.assign(position=arc["time"] / seconds).sort_values("position", kind="stable")
        documents = split_documents(arc)
    month_marks = month_starts(arc, months) if alone else []
    section_marks = section_starts(arc, sections) if alone else []
    heading = title if title is not None else (documents[0][0] if alone else "Emotional arcs")
    texts, font = drawable_texts(
        [
            ("document", heading),
            *(("document", name) for name, _ in documents if not alone),
            *(("month", label) for _, label in month_marks),
            *(("section", label) for _, label in section_marks),
        ]
    )
    ax = new_axes() if ax is None else ax

    ax.axhline(0, color=GREY, linewidth=1, zorder=1)
    for number, (_, part) in enumerate(documents):
        draw_line(ax, part, number, of=len(documents), label="" if alone else texts[1 + number])
    ax.set_xlim(-0.01, 1.01)
    limit = arc_limit(arc, alone=alone)
    set_sentiment_axis(ax, limit, font)
    marks = texts[1:] if alone else []
    mark_places(ax, month_marks, section_marks, marks, font, seconds=seconds)
    finish(ax, texts[0], arc_caption(arc, limit, alone=alone, timed=seconds is not None), font)
    if not alone:
        add_legend(ax, len(documents), font)
    return ax
