"""Draw how closely scorers agree with readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from textlens.show.canvas import drawable_texts, new_axes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

#: Measures of agreement that share the axis from -1 (opposite) to 1 (the same), in the order of the figure.
AGREEMENT = {"sentence": "sentences", "arc": "arcs", "paragraph": "paragraphs", "month": "months"}
# Colour-blind safe (Okabe and Ito 2008), and markers that differ in grey.
_STYLES = (("#0072B2", "o"), ("#D55E00", "s"), ("#009E73", "^"), ("#CC79A7", "D"), ("#E69F00", "v"), ("#56B4E9", "P"))


def plot_evaluation(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A point with its interval for each scorer and measure of agreement; the readers' own agreement as a line.

    frame : the frame of an `Evaluation`.
    """
    rows = frame[(frame["group"] == "all") & frame["measure"].isin(list(AGREEMENT))]
    if rows.empty:
        raise ValueError("the evaluation holds no measure of agreement over all documents: the gold has too few sentences")
    axes = ax if ax is not None else new_axes()
    scorers = [name for name in dict.fromkeys(rows["scorer"]) if name != "readers"]
    labels, font = drawable_texts([("scorer", name) for name in scorers])
    measures = [name for name in AGREEMENT if (rows["measure"] == name).any()]
    for number, scorer in enumerate(scorers):
        own = rows[rows["scorer"] == scorer].set_index("measure").reindex(measures)
        at = np.arange(len(measures)) + (number - (len(scorers) - 1) / 2) * min(0.18, 0.7 / len(scorers))
        colour, marker = _STYLES[number % len(_STYLES)]
        value = own["value"].to_numpy(dtype=float)
        error = np.clip(
            np.stack([value - own["low"].to_numpy(dtype=float), own["high"].to_numpy(dtype=float) - value]), 0, None
        )
        axes.errorbar(
            at,
            value,
            yerr=np.nan_to_num(error),
            fmt=marker,
            color=colour,
            label=labels[number],
            capsize=0,
            elinewidth=2,
            markersize=7,
        )
    readers = rows[rows["scorer"] == "readers"].set_index("measure")["value"].reindex(measures)
    known = np.flatnonzero(readers.notna())
    if known.size:
        ceiling = readers.to_numpy(dtype=float)[known]
        axes.hlines(
            ceiling, known - 0.42, known + 0.42, color="#666666", linestyle="--", linewidth=1.2, label="readers with each other"
        )
    axes.axhline(0, color="#888888", linewidth=1)
    axes.set_xticks(np.arange(len(measures)), [AGREEMENT[name] for name in measures])
    axes.set_xlim(-0.5, len(measures) - 0.5)
    axes.set_ylim(min(-0.1, axes.get_ylim()[0]), 1.02)
    axes.set_ylabel("correlation with readers")
    legend = axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    for text in legend.get_texts():
        text.set(**font.text_options())
    return axes
