"""The parts of the arc plot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textlens.show.canvas import DASHES, GREY, LINES, numbers, padded_limit
from textlens.show.labels import shorten
from textlens.show.ticks import set_place_ticks, width_points

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes

    from textlens.show.fonts import FontChoice

    Places = list[tuple[float, str]]

_MAX_LEGEND = 12
_MAX_BANDS = 3  # bands of more documents than this hide each other


def split_documents(arc: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return (name, rows) of every document, in order; the name is "" without a ``doc_id``."""
    if "doc_id" not in arc.columns:
        return [("", arc)]
    return [(str(name), part) for name, part in arc.groupby("doc_id", sort=False, observed=True)]


def month_starts(arc: pd.DataFrame, months: pd.DataFrame | None) -> Places:
    """Return (position, label) of each month's first row in ``months``."""
    if months is None:
        return []
    column = next((name for name in ("label", "month") if name in months.columns), None)
    if column is None or "start" not in months.columns:
        raise ValueError(
            "months= needs the columns start, and label or month; pass result.paragraphs "
            f"(got: {', '.join(map(str, months.columns))})"
        )
    return _places(arc, months.dropna(subset=[column]).drop_duplicates(column), column)


def section_starts(arc: pd.DataFrame, sections: pd.DataFrame | None) -> Places:
    """Return (position, title) of each section."""
    if sections is None:
        return []
    if not {"title", "start"} <= set(sections.columns):
        raise ValueError(f"sections= needs the columns title and start (got: {', '.join(map(str, sections.columns))})")
    # What stands before the first heading is a section without a title.
    return _places(arc, sections[sections["title"].fillna("") != ""], "title")


def seconds_of(arc: pd.DataFrame) -> float | None:
    """Return how long a document with a clock lasts, in seconds; None where a sentence has no time."""
    if "time" not in arc.columns:
        return None
    times = numbers(arc, "time")
    last = float(times.max()) if len(times) else float("nan")
    return last if last > 0 else None  # NaN is not


def clock(seconds: float) -> str:
    """Return a time of day or of a film as a reader writes it.

    >>> clock(75.4), clock(3700)
    ('1:15', '1:01:40')
    """
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _places(arc: pd.DataFrame, frame: pd.DataFrame, column: str) -> Places:
    """Map code-point offsets to positions along the arc; offsets beyond its ends are clipped."""
    import numpy as np

    frame = frame.sort_values("start", kind="stable")
    start, position = numbers(arc, "start"), numbers(arc, "position")
    order = np.argsort(start, kind="stable")
    places = np.interp(numbers(frame, "start"), start[order], position[order])
    return [(float(x), str(text)) for x, text in zip(places, frame[column], strict=True)]


def draw_line(ax: Axes, part: pd.DataFrame, number: int, *, of: int, label: str) -> None:
    """Draw document ``number`` of ``of``: smoothed line and band; alone, a dot a sentence too."""
    import numpy as np

    alone = of == 1

    x, y = numbers(part, "position"), numbers(part, "smoothed")
    color, dashes = LINES[number % len(LINES)], DASHES[number // len(LINES) % len(DASHES)]
    if alone:
        many = min(1.0, 400 / len(part))
        ax.plot(
            x,
            numbers(part, "sentiment"),
            linestyle="none",
            marker="o",
            markersize=2 + 2 * many,
            markeredgewidth=0,
            color=GREY,
            alpha=0.15 + 0.3 * many,
            rasterized=len(part) > 2000,  # vector dots would make an SVG of many megabytes
            zorder=1.5,
        )
    if of <= _MAX_BANDS:
        low, high = numbers(part, "low"), numbers(part, "high")
        ax.fill_between(x, low, high, color=color, alpha=0.22 if alone else 0.1, linewidth=0, zorder=2)
    edge = _edge(part)
    beside = edge | np.append(edge[1:], False) | np.insert(edge[:-1], 0, False)
    ax.plot(
        x,
        np.where(edge, np.nan, y),
        color=color,
        linewidth=2.2 if alone else 1.8,
        linestyle=dashes,
        solid_capstyle="round",
        label=label or None,
        zorder=3,
    )
    if edge.any():
        thin = np.where(beside, y, np.nan)  # one row further in, so that the lines meet
        ax.plot(x, thin, color=color, linewidth=1.2, linestyle=(0, (4, 2.5)), zorder=3)


def _edge(part: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.bool_]]:
    import numpy as np

    if "edge" not in part.columns:
        return np.zeros(len(part), dtype=bool)
    return part["edge"].to_numpy(dtype="bool", na_value=False)


def arc_limit(arc: pd.DataFrame, *, alone: bool) -> float:
    """Return the half-height of the y axis: all of the lines and bands, 95 % of the dots."""
    import numpy as np

    lines = np.concatenate([numbers(arc, name) for name in ("smoothed", "low", "high")])
    if not alone:
        return padded_limit(lines, 1.4)  # room for the legend
    limit = padded_limit(lines, 1.15)
    dots = np.abs(numbers(arc, "sentiment"))
    dots = dots[np.isfinite(dots)]
    return max(limit, padded_limit(np.quantile(dots, [0.95]), 1.05)) if dots.size else limit


def mark_places(
    ax: Axes, months: Places, sections: Places, texts: list[str], font: FontChoice, *, seconds: float | None = None
) -> None:
    """Put months (else sections, else times or percentages) below the plot, sections above beside months.

    texts : the drawable labels: the months', then the sections'. seconds : how long a document with a clock lasts.
    """
    below, above = (months, sections) if months else (sections, [])
    labels = texts[: len(below)], texts[len(below) :]
    if below:
        set_place_ticks(ax, [x for x, _ in below], labels[0], font, width=width_points(ax))
    else:
        shares = (0, 0.25, 0.5, 0.75, 1)
        ax.set_xticks(
            shares,
            labels=[f"{share:.0%}".replace("%", " %") if seconds is None else clock(share * seconds) for share in shares],
        )
        for label in ax.get_xticklabels():
            label.set(**font.text_options())
    for x, _ in sections:
        ax.axvline(x, color=GREY, linewidth=0.7, alpha=0.45, linestyle=(0, (1, 3)), zorder=1)
    if above:
        top = ax.secondary_xaxis("top")
        set_place_ticks(top, [x for x, _ in above], labels[1], font, width=width_points(ax))
        top.spines["top"].set_visible(False)


def arc_bands(arc: pd.DataFrame) -> bool:
    """Tell whether bands are drawn: few documents, and an interval known."""
    few = "doc_id" not in arc.columns or arc["doc_id"].nunique() <= _MAX_BANDS
    return few and bool((numbers(arc, "high") > numbers(arc, "low")).any())


def arc_caption(arc: pd.DataFrame, limit: float, *, alone: bool, timed: bool = False) -> list[str]:
    """Say what the axis, the dots, the line and the band are, and how many dots lie beyond the y axis."""
    beyond = int((abs(numbers(arc, "sentiment")) > limit).sum())
    line = "line"
    if "method" in arc.columns and arc["method"].nunique() == 1:
        line += f": {arc['method'].dropna().iloc[0]}"
        if "window" in arc.columns and arc["window"].nunique() == 1:
            line += f", window {arc['window'].dropna().iloc[0]:g}"
    parts = ["time" if timed else "position in the document"]
    if alone:
        parts.append("dots: sentences" + (f" ({beyond} beyond the axis)" if beyond else ""))
    parts.append(line)
    parts += ["band: 90 % interval"] if arc_bands(arc) else []
    parts += ["dashed: near an end"] if alone and _edge(arc).any() else []
    return parts


def add_legend(ax: Axes, documents: int, font: FontChoice) -> None:
    """Name the lines; past 12 documents the legend says how many more there are."""
    handles, names = ax.get_legend_handles_labels()
    names = [shorten(name, 28) for name in names]
    if documents > _MAX_LEGEND:
        handles, names = handles[:_MAX_LEGEND], names[:_MAX_LEGEND]
        names[-1] += f"  (and {documents - _MAX_LEGEND} more)"
    # Beside the plot only where a layout engine makes room for it: else it would be cut off.
    beside = documents > 4 and ax.figure.get_layout_engine() is not None
    place = {"loc": "center left", "bbox_to_anchor": (1.0, 0.5)} if beside else {"loc": "upper center"}
    legend = ax.legend(
        handles,
        names,
        fontsize="small",
        ncols=1 if beside else 4,
        framealpha=0.7,
        edgecolor="none",
        **place,
    )
    for text in legend.get_texts():
        text.set(**font.text_options())
