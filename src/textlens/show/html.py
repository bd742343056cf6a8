"""The small table that a notebook shows for an analysis."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from textlens.show.labels import shorten
from textlens.show.values import LANGUAGES, bar_scale, clean, count, interval, known, signed

if TYPE_CHECKING:
    import pandas as pd

MAX_ROWS = 12
# Mid-tone colours and no background of our own: legible on a white and on a dark notebook.
POSITIVE, NEGATIVE, FAINT = "#3d8fd1", "#d9722e", "#8c8c8c"
_CELL = "padding:2px 10px 2px 0;text-align:left;white-space:nowrap"
_NUMBER = "padding:2px 10px 2px 0;text-align:right;font-variant-numeric:tabular-nums"


def analysis_html(documents: pd.DataFrame, months: pd.DataFrame, sentences: pd.DataFrame) -> str:
    """Return an HTML fragment: a caption with counts and a table of at most 12 rows.

    One document with months shows its months; otherwise the documents show. No scripts, nothing
    fetched; all text is escaped.
    """
    by_month = len(documents) == 1 and len(months) > 0
    frame = months if by_month else documents
    rows: Any = frame.head(MAX_ROWS).to_dict(orient="records")
    scale = bar_scale(frame)
    head = "".join(
        f'<th style="{_CELL};color:{FAINT};font-weight:normal">{name}</th>'
        for name in (
            "month" if by_month else "document",
            "sentences",
            "sentiment",
            "90 % interval",
            "",
        )
    )
    body = "".join(_row(row, scale, by_month) for row in rows)
    more = len(frame) - len(rows)
    kind = "month" if by_month else "document"
    return (
        '<div style="font-size:13px;line-height:1.4">'
        f"<p style='margin:0 0 4px 0'>{_caption(documents, months, sentences)}</p>"
        '<table style="border-collapse:collapse;border:none;background:transparent">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        + (f"<p style='margin:4px 0;color:{FAINT}'>… and {_plural(more, f'more {kind}')}</p>" if more else "")
        + "</div>"
    )


def _caption(documents: pd.DataFrame, months: pd.DataFrame, sentences: pd.DataFrame) -> str:
    """Return "<b>title</b>: n sentences, language, sentiment", or the counts of many documents."""
    n = f"{_plural(len(sentences), 'sentence')}"
    dated = len(months) if "doc_id" not in months.columns else _distinct(months, "label")
    spans = f", {_plural(dated, 'month')}" if dated else ""
    if len(documents) != 1:
        bad = int((documents["problem"].map(clean) != "").sum()) if "problem" in documents.columns else 0
        unread = f", {bad} could not be read" if bad else ""
        return f"<b>{_plural(len(documents), 'document')}</b>: {n}{spans}{unread}"
    document = documents.iloc[0].to_dict()
    name = shorten(clean(document.get("title")) or clean(document.get("doc_id")), 60)
    language = clean(document.get("lang"))
    facts = [
        n + spans,
        LANGUAGES.get(language, language),
        f"sentiment {signed(document.get('sentiment'))}",
    ]
    problem = clean(document.get("problem"))
    facts += [f"problem: {problem}"] if problem else []
    return f"<b>{escape(name)}</b>: " + escape(", ".join(fact for fact in facts if fact))


def _row(row: Mapping[str, Any], scale: float, by_month: bool) -> str:
    name = clean(row.get("label")) if by_month else clean(row.get("doc_id")) or clean(row.get("title"))
    cells = (
        (_CELL, escape(shorten(name, 40))),
        (_NUMBER, count(row.get("n_sentences"))),
        (_NUMBER, signed(row.get("sentiment"))),
        (f"{_CELL};color:{FAINT}", escape(interval(row))),
        (f"{_CELL};width:160px", _bar(row.get("sentiment"), scale)),
    )
    return "<tr>" + "".join(f'<td style="{style}">{text}</td>' for style, text in cells) + "</tr>"


def _bar(value: Any, scale: float) -> str:
    """Return a bar from zero in the middle of 160 pixels; nothing for an unknown sentiment."""
    if not known(value):
        return ""
    length = min(abs(float(value)) / scale, 1.0) * 50
    side, color = ("left", POSITIVE) if value >= 0 else ("right", NEGATIVE)
    zero = f"position:absolute;left:50%;top:-2px;width:1px;height:14px;background:{FAINT}"
    fill = f"position:absolute;{side}:50%;width:{length:.1f}%;height:10px;background:{color}"
    return f'<div style="position:relative;width:160px;height:10px"><div style="{fill}"></div><div style="{zero}"></div></div>'


def _distinct(frame: pd.DataFrame, column: str) -> int:
    return int(frame[column].nunique()) if column in frame.columns else len(frame)


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
