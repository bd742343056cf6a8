"""Frames made from document results: columns first, one frame at the end."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from textlens.frames.columns import DOCUMENTS, PARAGRAPHS, SECTIONS, SENTENCES, TOKENS, make
from textlens.pipeline import DocumentResult, Failure, majority_language
from textlens.score.protocol import EMOTIONS

Columns = dict[str, Any]
Entries = Sequence[DocumentResult | Failure]


def _read(entries: Entries) -> list[DocumentResult]:
    return [entry for entry in entries if isinstance(entry, DocumentResult)]


def _stacked(parts: Sequence[Columns], schema: dict[str, str]) -> pd.DataFrame:
    return make({name: _joined([part[name] for part in parts]) for name in schema}, schema)


def _joined(parts: Sequence[Any]) -> Any:
    """One column of several documents: arrays stay arrays, lists become one list."""
    if len(parts) == 1:
        return parts[0]
    if parts and isinstance(parts[0], np.ndarray):
        return np.concatenate(parts)
    return [value for part in parts for value in part]


def month_ordinal(start: Any, end: Any) -> int | None:
    """Months since January 1970 where the span of days lies in one month, else None."""
    if start is None or (start.year, start.month) != (end.year, end.month):
        return None
    return int((start.year - 1970) * 12 + start.month - 1)


def block_dates(result: DocumentResult) -> list[tuple[Any, Any, str | None, str | None]]:
    """(first day, last day, source, marker's words) of each block; None where it has none."""
    text = result.prepared.document.text
    dates: list[tuple[Any, Any, str | None, str | None]] = []
    for mark in result.prepared.placed:
        if mark is None:
            dates.append((None, None, None, None))
            continue
        days = mark.date.span() or (None, None)
        dates.append((*days, mark.source, text[mark.marker.start : mark.marker.end] if mark.marker else None))
    return dates


def documents(entries: Entries) -> pd.DataFrame:
    """The documents frame: a row for every input, read or not."""
    return _stacked([_document(e) if isinstance(e, DocumentResult) else _failed(*e) for e in entries], DOCUMENTS)


def _document(result: DocumentResult) -> Columns:
    p, means = result.prepared, result.of_document
    span = p.date.date.span() if p.date.date is not None else None
    return {
        "doc_id": [p.document.doc_id], "path": [p.document.path], "format": [p.document.format],
        "encoding": [p.document.encoding], "title": [p.title], "date": [span[0] if span else None], "lang": [p.lang],
        "n_chars": [len(p.document.text)], "n_paragraphs": [len(p.blocks)], "n_sentences": [len(p.sentences)],
        "sentiment": [means.mean[0]], "sentiment_low": [means.low[0]], "sentiment_high": [means.high[0]],
        "problem": [""], "notes": ["; ".join(result.notes)], "date_end": [span[1] if span else None],
        "encoding_certainty": [p.document.certainty],
    }  # fmt: skip


def _failed(doc_id: str, path: str, problem: str) -> Columns:
    row: Columns = {
        name: [""] if dtype not in ("float64", "int64", "datetime64[s]") else [np.nan] for name, dtype in DOCUMENTS.items()
    }
    row |= {"doc_id": [doc_id], "path": [path], "problem": [problem], "lang": ["und"], "date": [None], "date_end": [None]}
    return row | {"n_chars": [0], "n_paragraphs": [0], "n_sentences": [0]}


def sections(entries: Entries) -> pd.DataFrame:
    """The sections frame."""
    return _stacked([_sections(r) for r in _read(entries)], SECTIONS)


def _sections(result: DocumentResult) -> Columns:
    p, means = result.prepared, result.of_sections
    n = len(p.sections)
    starts = np.array([a for a, _ in p.sentences.spans], dtype=np.int64)
    return {
        "doc_id": [p.document.doc_id] * n, "section_id": list(range(n)), "level": [s.level for s in p.sections],
        "title": [s.title for s in p.sections], "start": [s.start for s in p.sections], "end": [s.end for s in p.sections],
        "n_sentences": [int(np.diff(np.searchsorted(starts, (s.start, s.end)))[0]) for s in p.sections],
        "sentiment": means.mean, "sentiment_low": means.low, "sentiment_high": means.high,
    }  # fmt: skip


def paragraphs(entries: Entries) -> pd.DataFrame:
    """The paragraphs frame: one row a block."""
    return _stacked([_paragraphs(r) for r in _read(entries)], PARAGRAPHS)


def _paragraphs(result: DocumentResult) -> Columns:
    p, means = result.prepared, result.of_paragraphs
    n = len(p.blocks)
    text = p.document.text
    dates, layout = block_dates(result), p.document.layout
    members: list[list[int]] = [[] for _ in range(n)]
    for i, block in enumerate(p.sentences.block.tolist()):
        members[block].append(i)
    langs = [
        majority_language([p.sentences.lang[i] for i in rows], [int(p.sentences.n_tokens[i]) for i in rows]) for rows in members
    ]
    return {
        "doc_id": [p.document.doc_id] * n, "paragraph_id": np.arange(n), "start": [b.start for b in p.blocks],
        "end": [b.end for b in p.blocks], "text": [text[b.start : b.end] for b in p.blocks], "kind": [b.kind for b in p.blocks],
        "section_id": p.owner, "lang": langs, "script": [_script(p.sentences.script, rows) for rows in members],
        "date_start": [d[0] for d in dates], "date_end": [d[1] for d in dates], "date_source": [d[2] for d in dates],
        "marker": [d[3] for d in dates], "month": [month_ordinal(d[0], d[1]) for d in dates],
        "n_sentences": [len(rows) for rows in members], "sentiment": means.mean,
        "sentiment_low": means.low, "sentiment_high": means.high, "emotion": _group_emotions(result, members),
        "speaker": layout.speakers if layout else [""] * n,
        "time": [np.nan if t is None else t for t in layout.times] if layout else np.full(n, np.nan),
    }  # fmt: skip


def _script(scripts: Sequence[str], rows: Sequence[int]) -> str:
    """Script of most of a paragraph's sentences; a sentence without letters has no say."""
    telling = [scripts[i] for i in rows if scripts[i] != "Zyyy"]
    return max(dict.fromkeys(telling), key=telling.count) if telling else "Zyyy"


def _strongest(emotions: np.ndarray) -> list[str | None]:
    """Name of the strongest emotion of each row, None where there are no numbers.

    Neutral is what is left of 1; it wins where it is more than the strongest.
    """
    if not len(emotions):
        return []
    missing = np.isnan(emotions).any(axis=1)
    filled = np.nan_to_num(emotions)
    neutral = filled.max(axis=1) < 1 - filled.sum(axis=1)
    names = np.where(neutral, "neutral", np.array(EMOTIONS)[filled.argmax(axis=1)])
    return [None if gone else str(name) for gone, name in zip(missing.tolist(), names.tolist(), strict=True)]


def _group_emotions(result: DocumentResult, members: Sequence[Sequence[int]]) -> list[str | None]:
    if result.emotions is None:
        return [None] * len(members)
    means = [result.emotions[list(rows)].mean(axis=0) if len(rows) else np.full(len(EMOTIONS), np.nan) for rows in members]
    return _strongest(np.array(means))


def sentences(entries: Entries) -> pd.DataFrame:
    """The sentences frame."""
    return _stacked([_sentences(r) for r in _read(entries)], SENTENCES)


def _sentences(result: DocumentResult) -> Columns:
    p = result.prepared
    s = p.sentences
    n = len(s)
    text = p.document.text
    blocks = s.block.tolist()
    months = [month_ordinal(d[0], d[1]) for d in block_dates(result)]
    emotions = result.emotions if result.emotions is not None else np.full((n, len(EMOTIONS)), np.nan)
    return {
        "doc_id": [p.document.doc_id] * n, "paragraph_id": s.block, "sentence_id": np.arange(n),
        "start": [a for a, _ in s.spans], "end": [b for _, b in s.spans], "text": [text[a:b] for a, b in s.spans],
        "kind": [p.blocks[b].kind for b in blocks], "lang": s.lang, "script": s.script, "month": [months[b] for b in blocks],
        "n_tokens": s.n_tokens, "sentiment": result.sentiment, "emotion": _strongest(emotions),
        **{name: emotions[:, k] for k, name in enumerate(EMOTIONS)}, "scorer": list(result.scorer),
        "base": np.full(n, np.nan) if result.contributions is None else result.contributions.base,
    }  # fmt: skip


def tokens(entries: Entries) -> pd.DataFrame:
    """The tokens frame."""
    return _stacked([_tokens(r) for r in _read(entries)], TOKENS)


def _tokens(result: DocumentResult) -> Columns:
    p = result.prepared
    text = p.document.text
    t = p.sentences.tokens
    n = len(t)
    starts, ends = t.start.tolist(), t.end.tolist()
    return {
        "doc_id": [p.document.doc_id] * n, "sentence_id": t.sentence, "token_id": np.arange(n),
        "start": t.start, "end": t.end, "token": [text[a:b] for a, b in zip(starts, ends, strict=True)], "lookup": t.lookup,
        "pos": t.tag, "lang": t.lang(), "is_word": t.is_word,
        "contribution": np.full(n, np.nan) if result.contributions is None else result.contributions.tokens,
    }  # fmt: skip


#: Frame name -> what makes it of document results.
BUILDERS = {"documents": documents, "sections": sections, "paragraphs": paragraphs, "sentences": sentences, "tokens": tokens}
