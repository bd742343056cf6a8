"""Frames made from document results: columns first, one frame at the end."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from textlens.frames.columns import DOCUMENTS, PARAGRAPHS, SECTIONS, SENTENCES, TOKENS, make
from textlens.pipeline import DocumentResult, majority_language
from textlens.score.protocol import EMOTIONS
from textlens.segment.han import segmenter
from textlens.segment.tokens import tokenize

Columns = dict[str, list[Any]]


def _stacked(parts: Sequence[Columns], schema: dict[str, str]) -> pd.DataFrame:
    return make({name: [v for part in parts for v in part[name]] for name in schema}, schema)


def month_ordinal(start: Any, end: Any) -> int | None:
    """Months since January 1970 where the span of days lies in one month, else None."""
    if start is None or (start.year, start.month) != (end.year, end.month):
        return None
    return int((start.year - 1970) * 12 + start.month - 1)


def block_dates(result: DocumentResult) -> list[tuple[Any, Any, str | None, str | None]]:
    """(first day, last day, source, marker's words) of each block; None where it has none."""
    prepared = result.prepared
    own = prepared.date
    fallback: tuple[Any, Any, str | None, str | None] = (None, None, None, None)
    if own.reaches and own.date is not None and (span := own.date.span()) is not None:
        fallback = (*span, own.source, None)
    text = prepared.document.text
    dates = []
    for block, mark in zip(prepared.blocks, prepared.placed, strict=True):
        if mark is None:
            dates.append((None, None, None, None) if block.kind == "matter" else fallback)
            continue
        days = mark.marker.date.span() or (None, None)
        dates.append((*days, mark.source, text[mark.marker.start : mark.marker.end]))
    return dates


def documents(results: Sequence[DocumentResult | tuple[Any, ...]]) -> pd.DataFrame:
    """The documents frame; an entry that failed is (doc_id, path, problem)."""
    return _stacked([_document(r) if isinstance(r, DocumentResult) else _failed(*r) for r in results], DOCUMENTS)


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
    row: Columns = {name: [""] if dtype not in ("float64", "int64", "datetime64[s]") else [np.nan] for name, dtype in DOCUMENTS.items()}
    row |= {"doc_id": [doc_id], "path": [path], "problem": [problem], "lang": ["und"], "date": [None], "date_end": [None]}
    return row | {"n_chars": [0], "n_paragraphs": [0], "n_sentences": [0]}


def sections(results: Sequence[DocumentResult]) -> pd.DataFrame:
    """The sections frame."""
    return _stacked([_sections(r) for r in results], SECTIONS)


def _sections(result: DocumentResult) -> Columns:
    p, means = result.prepared, result.of_sections
    n = len(p.sections)
    starts = np.array([a for a, _ in p.sentences.spans], dtype=np.int64)
    return {
        "doc_id": [p.document.doc_id] * n, "section_id": list(range(n)), "level": [s.level for s in p.sections],
        "title": [s.title for s in p.sections], "start": [s.start for s in p.sections], "end": [s.end for s in p.sections],
        "n_sentences": [int(((starts >= s.start) & (starts < s.end)).sum()) for s in p.sections],
        "sentiment": list(means.mean), "sentiment_low": list(means.low), "sentiment_high": list(means.high),
    }  # fmt: skip


def paragraphs(results: Sequence[DocumentResult]) -> pd.DataFrame:
    """The paragraphs frame: one row a block."""
    return _stacked([_paragraphs(r) for r in results], PARAGRAPHS)


def _paragraphs(result: DocumentResult) -> Columns:
    p, means = result.prepared, result.of_paragraphs
    n = len(p.blocks)
    text = p.document.text
    dates = block_dates(result)
    members: list[list[int]] = [[] for _ in range(n)]
    for i, block in enumerate(p.sentences.block.tolist()):
        members[block].append(i)
    langs = [majority_language([p.sentences.lang[i] for i in rows], [int(p.sentences.n_tokens[i]) for i in rows]) for rows in members]
    return {
        "doc_id": [p.document.doc_id] * n, "paragraph_id": list(range(n)), "start": [b.start for b in p.blocks],
        "end": [b.end for b in p.blocks], "text": [text[b.start : b.end] for b in p.blocks], "kind": [b.kind for b in p.blocks],
        "section_id": p.owner, "lang": langs, "script": [_script(p.sentences.script, rows) for rows in members],
        "date_start": [d[0] for d in dates], "date_end": [d[1] for d in dates], "date_source": [d[2] for d in dates],
        "marker": [d[3] for d in dates], "month": [month_ordinal(d[0], d[1]) for d in dates],
        "n_sentences": [len(rows) for rows in members], "sentiment": list(means.mean),
        "sentiment_low": list(means.low), "sentiment_high": list(means.high), "emotion": _group_emotions(result, members),
    }  # fmt: skip


def _script(scripts: Sequence[str], rows: Sequence[int]) -> str:
    """Script of most of a paragraph's sentences; a sentence without letters has no say."""
    telling = [scripts[i] for i in rows if scripts[i] != "Zyyy"]
    return max(dict.fromkeys(telling), key=telling.count) if telling else "Zyyy"


def _strongest(emotions: np.ndarray) -> list[str | None]:
    """Name of the strongest emotion of each row; neutral below a half, None where there are no numbers."""
    return [None if np.isnan(row).any() else EMOTIONS[int(row.argmax())] if row.max() >= 0.5 else "neutral" for row in emotions]


def _group_emotions(result: DocumentResult, members: Sequence[Sequence[int]]) -> list[str | None]:
    if result.emotions is None:
        return [None] * len(members)
    means = [result.emotions[list(rows)].mean(axis=0) if len(rows) else np.full(len(EMOTIONS), np.nan) for rows in members]
    return _strongest(np.array(means))


def sentences(results: Sequence[DocumentResult]) -> pd.DataFrame:
    """The sentences frame."""
    return _stacked([_sentences(r) for r in results], SENTENCES)


def _sentences(result: DocumentResult) -> Columns:
    p = result.prepared
    s = p.sentences
    n = len(s)
    text = p.document.text
    blocks = s.block.tolist()
    months = [month_ordinal(d[0], d[1]) for d in block_dates(result)]
    emotions = result.emotions if result.emotions is not None else np.full((n, len(EMOTIONS)), np.nan)
    return {
        "doc_id": [p.document.doc_id] * n, "paragraph_id": blocks, "sentence_id": list(range(n)),
        "start": [a for a, _ in s.spans], "end": [b for _, b in s.spans], "text": [text[a:b] for a, b in s.spans],
        "kind": [p.blocks[b].kind for b in blocks], "lang": s.lang, "script": s.script, "month": [months[b] for b in blocks],
        "n_tokens": s.n_tokens.tolist(), "sentiment": result.sentiment.tolist(), "emotion": _strongest(emotions),
        **{name: emotions[:, k].tolist() for k, name in enumerate(EMOTIONS)}, "scorer": list(result.scorer),
    }  # fmt: skip


def tokens(results: Sequence[DocumentResult], user_words: tuple[str, ...], user_dict: str | None) -> pd.DataFrame:
    """The tokens frame."""
    return _stacked([_tokens(r, user_words, user_dict) for r in results], TOKENS)


def _tokens(result: DocumentResult, user_words: tuple[str, ...], user_dict: str | None) -> Columns:
    p = result.prepared
    text = p.document.text
    rows: Columns = {name: [] for name in TOKENS}
    for number, found in enumerate(tokenize(p.sentences.shadows, segmenter(user_words, user_dict), tagged=True)):
        rows["sentence_id"] += [number] * len(found)
        rows["token_id"] += range(len(found))
        rows["start"] += [t.start for t in found]
        rows["end"] += [t.end for t in found]
        rows["token"] += [text[t.start : t.end] for t in found]
        rows["lookup"] += [t.lookup for t in found]
        rows["pos"] += [t.tag for t in found]
        rows["lang"] += [t.lang for t in found]
        rows["is_word"] += [t.is_word for t in found]
    n = len(rows["start"])
    return rows | {"doc_id": [p.document.doc_id] * n, "contribution": [np.nan] * n}
