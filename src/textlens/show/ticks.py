"""Place readable tick labels: months, section titles, signed numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textlens.show.labels import display_width, shorten, year_and_month

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from textlens.show.fonts import FontChoice

_LONGEST = 16  # cells of a tick label before it is cut
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def set_month_ticks(
    ax: Axes,
    positions: Sequence[int],
    labels: Sequence[str],
    font: FontChoice,
    *,
    calendar: int | None,
) -> list[int]:
    """Label the x axis month by month, thinned or turned so that labels do not touch.

    positions : whole slots on the axis, ascending; labels : one for each.
    calendar : the month (0 = January) at position 0, or None on an axis without a calendar; with
    one, thinned labels fall on January, April, July, October.
    Returns the positions that got a label.
    """
    slot = width_points(ax) / (positions[-1] - positions[0] + 1)
    split = [year_and_month(label) for label in labels]
    turned = False
    if calendar is not None and all(split):
        widest = max(text_points(pair[1]) for pair in split if pair)
        step = next((s for s in _MONTH_STEPS if s * slot >= widest), _MONTH_STEPS[-1])
        kept = [i for i, x in enumerate(positions) if (x + calendar) % step == 0]
        shown = with_year_once([labels[i] for i in kept])
    else:
        short = [shorten(label, _LONGEST) for label in labels]
        widest = max(map(text_points, short))
        fits = slot >= widest
        # Turned labels need a line's height each, but short ones read better thinned.
        turned = not fits and (max(map(display_width, short)) > 8 or len(labels) <= 18)
        step = math.ceil((1.6 * _font_points() if turned else widest) / slot)
        kept = list(range(0, len(short), max(1, step)))
        shown = [short[i] for i in kept]
    places = [positions[i] for i in kept]
    _set_ticks(ax, places, shown, font, turned=turned)
    ax.set_xticks([x for x in positions if x not in set(places)], minor=True)
    return places


def set_place_ticks(ax: Any, positions: Sequence[float], labels: Sequence[str], font: FontChoice, *, width: float) -> None:
    """Label uneven places (sections, months within a document), leaving out what would overlap.

    ax : an Axes or a secondary axis whose x runs from 0 to 1; width : of it, in points.
    """
    kept: list[int] = []
    edge = -math.inf  # right edge of the last label kept, in points
    calendar = all(year_and_month(label) for label in labels)
    for i, (x, label) in enumerate(zip(positions, labels, strict=True)):
        half = text_points("2024" if calendar else shorten(label, _LONGEST)) / 2
        if x * width - half >= edge:
            kept.append(i)
            edge = x * width + half
    shown = [labels[i] for i in kept]
    shown = with_year_once(shown) if calendar else [shorten(label, _LONGEST) for label in shown]
    _set_ticks(ax, [positions[i] for i in kept], shown, font)


def with_year_once(labels: Sequence[str]) -> list[str]:
    """Show the year only where it changes, on a second line; other labels stay as they are.

    >>> with_year_once(["2024-11", "2024-12", "2025-01"])
    ['Nov\\n2024', 'Dec', 'Jan\\n2025']
    """
    split = [year_and_month(label) for label in labels]
    shown, last = [], None
    for label, pair in zip(labels, split, strict=True):
        if pair is None or not all(split):
            shown.append(label)
            continue
        year, month = pair
        shown.append(month if year == last else f"{month}\n{year}")
        last = year
    return shown


def set_sentiment_axis(ax: Axes, limit: float, font: FontChoice) -> None:
    """Make y run from ``-limit`` to ``+limit`` with signed ticks, zero among them."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    minus = "-" if "\u2212" in font.missing else "\u2212"

    def signed(value: float, _position: int | None = None) -> str:
        text = f"{value:+.2f}"
        return "0" if float(text) == 0 else text.replace("-", minus)

    ax.set_ylim(-limit, limit)
    ax.yaxis.set_major_locator(MaxNLocator(nbins=8, symmetric=True, steps=[1, 2, 2.5, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(signed))
    ax.tick_params(axis="y", labelfontfamily=list(font.families))
    ax.set_ylabel("sentiment (-1 … +1)", **font.text_options())


def _set_ticks(
    ax: Any,
    positions: Sequence[float],
    labels: Sequence[str],
    font: FontChoice,
    *,
    turned: bool = False,
) -> None:
    turn = {"rotation": 40, "ha": "right", "rotation_mode": "anchor"} if turned else {}
    ax.set_xticks(list(positions), labels=[font.drawable(label) for label in labels])
    for label in ax.get_xticklabels():
        label.set(**font.text_options(), **turn)


def width_points(ax: Any) -> float:
    """Return the width of the axes in points (1/72 inch), as far as known before layout."""
    figure = ax.figure
    return float(ax.get_window_extent().width / figure.dpi * 72) or 1.0


def text_points(text: str, size: float | None = None) -> float:
    """Estimate the width of ``text`` in points, with a little air; no need to be exact.

    size : font size in points; that of x tick labels if None.
    """
    wide = display_width(text) - len(text)
    ems = wide + 0.55 * (len(text) - wide) + 0.4
    return ems * (_font_points() if size is None else size)


def _font_points() -> float:
    import matplotlib as mpl
    from matplotlib.font_manager import FontProperties

    return float(FontProperties(size=mpl.rcParams["xtick.labelsize"]).get_size_in_points())
