"""Print what ``textlens analyze`` found: headings and a months table, or tab-separated lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TextIO

from textlens.show.labels import shorten
from textlens.show.values import (
    HALF_BAR,
    LANGUAGES,
    bar,
    bar_scale,
    clean,
    count,
    encodable,
    interval,
    known,
    lines_of,
    signed,
)

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console
    from rich.table import Table

    Records = list[Mapping[str, Any]]

PLAIN_COLUMNS = (
    "row", "doc_id", "title", "label", "lang", "n_sentences", "sentiment", "sentiment_low",
    "sentiment_high", "keywords", "problem", "notes",
)  # fmt: skip
_KEYWORDS_FROM = 84  # terminal width below which keywords are left out


def print_summary(
    documents: pd.DataFrame,
    months: pd.DataFrame,
    *,
    console: Console | None = None,
    file: TextIO | None = None,
    plain: bool | None = None,
) -> None:
    """Print the documents and their months.

    documents, months : frames as in the contract; months without ``doc_id`` are pooled ones.
    console : a rich console to print on; else ``file``; else standard output.
    plain : True for tab-separated lines with one header (``PLAIN_COLUMNS``; ``row`` is "document"
        or "month"), False for headings and tables, None to choose by whether it is a terminal.
    Unknown numbers show as "–". What the output's encoding lacks is written as an escape.
    """
    if console is None:
        from rich.console import Console as RichConsole

        console = RichConsole(file=file or sys.stdout, highlight=False)
    encoding = console.encoding
    if plain if plain is not None else not console.is_terminal:
        for fields in plain_rows(documents, months):
            print(encodable("\t".join(fields), encoding), file=console.file)
        return
    for renderable in _blocks(documents, months, encoding, console.width):
        console.print(renderable, highlight=False)


def plain_rows(documents: pd.DataFrame, months: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """Yield the header, then a row of text fields for each document and each of its months."""
    yield PLAIN_COLUMNS
    by_document = _by_document(months)
    for document in _records(documents):
        yield _plain_row("document", document, label="")
        for month in by_document.get(document.get("doc_id"), ()):
            yield _plain_row("month", month, doc_id=document.get("doc_id"))
    if "doc_id" not in months.columns:
        for month in _records(months):
            yield _plain_row("month", month, doc_id="")


def _plain_row(row: str, record: Mapping[str, Any], **known: Any) -> tuple[str, ...]:
    values = {**record, **known, "row": row}
    numbers = {"sentiment", "sentiment_low", "sentiment_high"}
    return tuple(
        signed(values.get(name), 4) if name in numbers
        else "; ".join(lines_of(values.get(name))) if name in ("problem", "notes")
        else count(values.get(name)) if name == "n_sentences"
        else clean(values.get(name))
        for name in PLAIN_COLUMNS
    )  # fmt: skip


def _blocks(documents: pd.DataFrame, months: pd.DataFrame, encoding: str, width: int) -> Iterator[Any]:
    """Yield what to print, one document after the other."""
    scale, by_document = bar_scale(months), _by_document(months)
    for document in _records(documents):
        yield _heading(document, encoding)
        rows = by_document.get(document.get("doc_id"))
        if rows:
            yield _months_table(rows, scale, encoding, width)
        yield from _remarks(document, encoding)
        yield ""
    if "doc_id" not in months.columns and len(months):
        yield _months_table(_records(months), scale, encoding, width)


def _heading(document: Mapping[str, Any], encoding: str) -> Any:
    """Return the title and a line of facts, as rich Text: markup in a title stays text."""
    from rich.text import Text

    doc_id, title = clean(document.get("doc_id")), clean(document.get("title"))
    heading = Text(encodable(title or doc_id or "document", encoding), style="bold")
    if title and doc_id and title != doc_id:
        heading.append(encodable(f"  {doc_id}", encoding), style="not bold dim")
    n = document.get("n_sentences")
    language = clean(document.get("lang"))
    facts = [
        f"{count(n)} sentence{'' if count(n) == '1' else 's'}",
        LANGUAGES.get(language, language),
        f"sentiment {signed(document.get('sentiment'))} {interval(document)}".rstrip(),
    ]
    heading.append(encodable("\n" + ", ".join(fact for fact in facts if fact), encoding), "not bold")
    return heading


def _months_table(rows: Records, scale: float, encoding: str, width: int) -> Table:
    from rich.table import Table
    from rich.text import Text

    def cell(text: str, style: str = "") -> Text:
        return Text(encodable(text, encoding), style)

    overflow: Any = "ellipsis" if encodable("…", encoding) == "…" else "crop"
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    table.add_column("month", no_wrap=True, overflow=overflow, max_width=18)
    table.add_column("n", justify="right", no_wrap=True)
    table.add_column("sentiment", justify="right", no_wrap=True)
    table.add_column(cell("90 % interval"), no_wrap=True)
    edge = f"{scale:.1f}"
    table.add_column(f"-{edge}{'0':^{2 * (HALF_BAR - len(edge)) - 1}}+{edge}", no_wrap=True)
    with_keywords = width >= _KEYWORDS_FROM
    if with_keywords:
        table.add_column("keywords", no_wrap=True, overflow=overflow, ratio=1)
    for row in rows:
        value = row.get("sentiment")
        color = ("cyan" if float(value or 0) >= 0 else "magenta") if known(value) else ""
        cells = [
            cell(shorten(clean(row.get("label")), 18)),
            cell(count(row.get("n_sentences")), "dim"),
            cell(signed(value), color),
            cell(interval(row), "dim"),
            cell(bar(value, scale, encoding), color),
        ]
        table.add_row(*cells, *([cell(clean(row.get("keywords")))] if with_keywords else []))
    return table


def _remarks(document: Mapping[str, Any], encoding: str) -> Iterator[Any]:
    from rich.text import Text

    for name, word, style in (("problem", "problem", "bold red"), ("notes", "note", "yellow")):
        for line in lines_of(document.get(name)):
            yield Text.assemble((f"{word}: ", style), encodable(line, encoding))


def _records(frame: pd.DataFrame) -> Records:
    records: Any = frame.to_dict(orient="records")
    return list(records)


def _by_document(months: pd.DataFrame) -> Mapping[Any, Records]:
    """Return the rows of each document's months; nothing where they are pooled."""
    if "doc_id" not in months.columns:
        return {}
    parts = months.groupby("doc_id", sort=False, observed=True)
    return {doc_id: _records(part) for doc_id, part in parts}
