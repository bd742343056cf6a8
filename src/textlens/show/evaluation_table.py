"""Print an evaluation or pass rates: a table on a terminal, tab-separated lines in a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TextIO

from textlens.show.values import encodable, known

if TYPE_CHECKING:
    import pandas as pd


def _figure(value: Any, measure: str) -> str:
    if not known(value):
        return "–"
    return f"{value:.0f}" if measure == "speed" else f"{value:.2f}"


def _cell(row: Any, measure: str) -> str:
    """A value with its interval under it in brackets, where it has one."""
    if row is None:
        return "–"
    text = _figure(row.value, measure)
    return f"{text} [{_figure(row.low, measure)}, {_figure(row.high, measure)}]" if known(row.low) else text


def print_evaluation(
    frame: pd.DataFrame, measures: dict[str, str], *, file: TextIO | None = None, plain: bool | None = None
) -> None:
    """Print a row a scorer and a column a measure for all documents, then agreement by kind and language.

    frame : the frame of an `Evaluation`; in a pipe (``plain``) it is printed whole, tab-separated.
    """
    from rich.console import Console
    from rich.table import Table

    console = Console(file=file or sys.stdout, highlight=False)
    if plain if plain is not None else not console.is_terminal:
        print("\t".join(frame.columns), file=console.file)
        for row in frame.itertuples(index=False):
            fields = [f"{v:.4f}" if isinstance(v, float) and known(v) else "" if isinstance(v, float) else str(v) for v in row]
            print(encodable("\t".join(fields), console.encoding), file=console.file)
        return
    scorers = list(dict.fromkeys(frame["scorer"]))
    found = {(r.scorer, r.group, r.measure): r for r in frame.itertuples(index=False)}
    whole = Table(title="all documents: value [90 % interval]", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for name in ("measure", *scorers):
        whole.add_column(name)
    for measure in measures:
        if any((s, "all", measure) in found for s in scorers):
            whole.add_row(f"{measure}", *(_cell(found.get((s, "all", measure)), measure) for s in scorers))
    console.print(whole)
    groups = [g for g in dict.fromkeys(frame["group"]) if g != "all"]
    if groups:
        parts = Table(title="\nsentences (Spearman) by kind and language", title_justify="left", box=None, padding=(0, 2, 0, 0))
        for name in ("group", "documents", *scorers):
            parts.add_column(name)
        for group in groups:
            rows: list[Any] = [found.get((s, group, "sentence")) for s in scorers]
            number = max((int(r.n) for r in rows if r is not None), default=0)
            if number:
                parts.add_row(group, str(number), *(_cell(row, "sentence") for row in rows))
        console.print(parts)
    for measure, about in measures.items():
        console.print(f"{measure}: {about}", style="dim")


def print_pass_rates(table: pd.DataFrame, *, file: TextIO | None = None, plain: bool | None = None) -> None:
    """Print the share of behaviour cases passed: a row a kind, a column a scorer."""
    from rich.console import Console
    from rich.table import Table

    console = Console(file=file or sys.stdout, highlight=False)
    names = [str(c) for c in table.columns]
    columns = [[f"{value:.0%}" for value in table[name]] for name in names[1:]]
    rows = [list(row) for row in zip(map(str, table.index), map(str, table["n"].tolist()), *columns, strict=True)]
    if plain if plain is not None else not console.is_terminal:
        for fields in (["kind", *names], *rows):
            print(encodable("\t".join(fields), console.encoding), file=console.file)
        return
    shown = Table(title="behaviour cases passed", title_justify="left", box=None, padding=(0, 2, 0, 0))
    shown.add_column("kind")
    for name in names:
        shown.add_column(name, justify="right")
    for fields in rows:
        shown.add_row(*fields, style="bold" if fields[0] == "all" else "")
    console.print(shown)
