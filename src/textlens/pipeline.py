"""One document, from text to columns: the way every document takes, here, in a worker process or on a cluster.

`analyse_document` is a pure function of a document and options. It is cut in two so that a scorer can get the
sentences of many documents in one batch: `prepare` (split, identify, normalise, date), then the scores, then `finish`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from textlens.aggregate.interval import Means, group_means, reading_of, spread
from textlens.date.completion import Placed
from textlens.date.scope import date_blocks
from textlens.date.span import DateSpan
from textlens.date.years import DocumentDate, document_date
from textlens.identify.script import document_script, identify
from textlens.normalise.shadow import Shadow, simplify, strip_markup
from textlens.options import Options
from textlens.read.document import Document
from textlens.score.protocol import Contributions, Scores, SentenceBatch
from textlens.segment.han import segmenter
from textlens.segment.tokens import Tokens, tokenize
from textlens.split.blocks import Block, reads_as_prose, split_blocks
from textlens.split.frontmatter import front_matter_fields
from textlens.split.headings import Section, resolve_headings, sections
from textlens.split.markup import Markup, find_markup
from textlens.split.sentences import split_sentences

#: An input that could not be read: (doc_id, path, problem).
Failure = tuple[str, str, str]
# Formats whose blocks are known and whose text still has tags or Markdown in it.
_MARKED = frozenset(("srt", "vtt", "dayone", "jrnl"))
#: Kinds whose sentences are scored but kept out of averages.
OUTSIDE_AVERAGES = frozenset({"heading", "byline", "matter"})


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a document as parallel sequences of length n.

    `script` is final; `readable` says whether there is a word, an emoji or an emoticon to score.
    """

    spans: list[tuple[int, int]]
    block: np.ndarray
    lang: list[str]
    script: list[str]
    readable: np.ndarray
    shadows: list[Shadow]
    tokens: Tokens
    n_tokens: np.ndarray

    def __len__(self) -> int:
        return len(self.spans)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document split, identified, normalised and dated, waiting for its scores."""

    document: Document
    title: str
    date: DocumentDate
    lang: str
    blocks: list[Block]
    sections: list[Section]
    owner: list[int]
    placed: list[Placed | None]
    sentences: Sentences

    def batch(self) -> SentenceBatch:
        """What a scorer gets of this document."""
        s = self.sentences
        text = self.document.text
        shadows = [shadow.text for shadow in s.shadows]
        passage = self._passages()[s.block] if len(s) else s.block
        return SentenceBatch([text[a:b] for a, b in s.spans], shadows, s.lang, s.block, s.tokens, passage)

    def _passages(self) -> np.ndarray:
        """The passage of each block, int64: a new one begins with a section, a date, and at and after a heading."""
        keys = [
            (owner, placed and placed.date, block.kind == "heading")
            for owner, placed, block in zip(self.owner, self.placed, self.blocks, strict=True)
        ]
        return np.cumsum([False, *(a != b for a, b in pairwise(keys))], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """A document with its scores and the means over its parts; frames are made of these."""

    prepared: Prepared
    sentiment: np.ndarray
    scorer: Sequence[str]
    emotions: np.ndarray | None
    contributions: Contributions | None
    counted: np.ndarray
    of_paragraphs: Means
    of_sections: Means
    of_document: Means
    notes: tuple[str, ...] = field(default=())


def prepare(document: Document, options: Options) -> Prepared:
    """Everything about a document that does not need a score."""
    text = document.text
    layout = document.layout
    blocks = split_blocks(text) if layout is None else list(layout.blocks)
    if layout is None or not layout.entries:
        blocks = resolve_headings(text, blocks)
    # Extracted text has no marks of its own: a star in a Word file is a star.
    markup = find_markup(text) if layout is None or document.format in _MARKED else find_markup("")
    found, owner = sections(text, blocks)
    sentences = _sentences(text, blocks, markup, options)
    fields = front_matter_fields(text[blocks[0].start : blocks[0].end]) if blocks and blocks[0].kind == "matter" else {}
    first = next((s for s in found if s.level == 1), None)
    title = document.title or fields.get("title") or (first.title if first else "")
    several = sum(s.level == 1 for s in found) > 1 and not (document.title or fields.get("title"))
    own = document_date(options.date, fields, document.name, title, first_of_several=several)
    if document.date is not None and options.date is None:
        told = document.date_source == "column"
        if told or not own.reaches:  # when a file was made says less than a title that is a day
            own = DocumentDate.of(document.date, document.date_source, reaches=told and document.date.month is not None)
    placed = date_blocks(text, blocks, title, document.name, own)
    if layout is not None:
        placed = [p if day is None else Placed(DateSpan.of(day), "column") for p, day in zip(placed, layout.dates, strict=True)]
    return Prepared(document, title, own, _language(sentences, blocks), blocks, found, owner, placed, sentences)


def _block_spans(text: str, block: Block) -> list[tuple[int, int]]:
    """The sentences of one block; matter and program code have none."""
    if block.kind == "matter" or (block.kind == "code" and not reads_as_prose(text[block.start : block.end])):
        return []
    if block.kind != "table":
        return split_sentences(text, block.start, block.end)
    spans, at = [], block.start
    while at <= block.end:
        pipe = text.find("|", at, block.end)
        stop = pipe if pipe >= 0 else block.end
        spans += split_sentences(text, at, stop)
        at = stop + 1
    return spans


def _sentences(text: str, blocks: Sequence[Block], markup: Markup, options: Options) -> Sentences:
    spans: list[tuple[int, int]] = []
    owner: list[int] = []
    for number, block in enumerate(blocks):
        found = _block_spans(text, block)
        spans += found
        owner += [number] * len(found)
    stripped = strip_markup(text, spans, markup)
    # A stretch that is nothing but markup (a picture inside a paragraph) is no sentence.
    kept = [i for i, shadow in enumerate(stripped) if shadow.text.strip()]
    stripped = [stripped[i] for i in kept]
    identities = [identify(shadow.text) for shadow in stripped]
    usual = document_script("".join(shadow.text for shadow in stripped))
    scripts = [usual if identity.script == "Hani" else identity.script for identity in identities]
    shadows = simplify(stripped, scripts)
    tokens = tokenize(shadows, segmenter(options.user_words, options.user_dict))
    return Sentences(
        spans=[spans[i] for i in kept],
        block=np.array([owner[i] for i in kept], dtype=np.int64),
        lang=[identity.lang for identity in identities],
        script=scripts,
        readable=np.array([identity.readable for identity in identities], dtype=bool),
        shadows=shadows,
        tokens=tokens,
        n_tokens=np.bincount(tokens.sentence, minlength=len(kept)),
    )


def majority_language(langs: Sequence[str], weights: Sequence[int]) -> str:
    """Language of a whole: its parts by length; ``mixed`` where the lesser language has a quarter or more."""
    total = {"zh": 0.0, "en": 0.0}
    for lang, weight in zip(langs, weights, strict=True):
        if lang == "mixed":
            total["zh"] += weight / 2
            total["en"] += weight / 2
        elif lang in total:
            total[lang] += weight
    both = total["zh"] + total["en"]
    if not both:
        return "und"
    if min(total.values()) >= 0.25 * both:
        return "mixed"
    return max(total, key=lambda lang: total[lang])


def _language(sentences: Sentences, blocks: Sequence[Block]) -> str:
    return majority_language(sentences.lang, sentences.n_tokens.tolist())


def finish(prepared: Prepared, scores: Scores) -> DocumentResult:
    """The document with its scores, and their means over paragraphs, sections and the whole."""
    outside = np.array([block.kind in OUTSIDE_AVERAGES for block in prepared.blocks], dtype=bool)
    block = prepared.sentences.block
    counted = ~outside[block] if len(block) else np.zeros(0, dtype=bool)
    sentiment = scores.sentiment
    averaged = np.where(counted, sentiment, np.nan)
    typical = spread(averaged)
    starts = np.array([a for a, _ in prepared.sentences.spans], dtype=np.int64)
    reading = reading_of(scores.scorer)

    def whole(part: np.ndarray) -> Means:
        return group_means(part, np.zeros(len(part), dtype=np.int64), 1, typical, reading)

    parts = [whole(averaged[slice(*np.searchsorted(starts, (s.start, s.end)))]) for s in prepared.sections]
    return DocumentResult(
        prepared=prepared,
        sentiment=sentiment,
        scorer=scores.scorer,
        emotions=scores.emotions,
        contributions=scores.contributions,
        counted=counted,
        # A heading's or byline's own row shows its own score, so here every sentence counts for its block.
        of_paragraphs=group_means(sentiment, block, len(prepared.blocks), typical, reading, paragraphs=True),
        of_sections=_stack(parts),
        of_document=whole(averaged),
        notes=(*prepared.document.notes, *_date_notes(prepared)),
    )


def _stack(parts: Sequence[Means]) -> Means:
    if not parts:
        empty = np.zeros(0)
        return Means(empty.astype(np.int64), empty, empty, empty)
    return Means(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("n", "mean", "low", "high")))


def _date_notes(prepared: Prepared) -> tuple[str, ...]:
    """Markers whose date the calendar does not have once their year is known."""
    text = prepared.document.text
    notes = []
    for mark in dict.fromkeys(p.marker for p in prepared.placed if p is not None and p.marker is not None):
        date = mark.date
        if date.year is not None and not date.is_possible():
            line = text.count("\n", 0, mark.start) + 1
            dated = "" if date.span() is None else "; its week dates it"
            notes.append(f"line {line}: {text[mark.start : mark.end]!r} is no date of {date.year}{dated}")
    return tuple(notes)


def analyse_document(document: Document, options: Options) -> DocumentResult:
    """One document through every stage with a scorer known by name. Pure: same input, same result, in any process."""
    from textlens.score.registry import resolve, run

    prepared = prepare(document, options)
    return finish(prepared, run(resolve(options.scorer), prepared.batch(), prepared.sentences.readable))
