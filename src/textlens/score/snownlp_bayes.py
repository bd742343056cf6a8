"""SnowNLP 0.12.3's sentiment, many texts at a time.

Gives the numbers of ``SnowNLP(text).sentiments``: a character-tagging trigram
model cuts each run of Han characters into words, white space cuts the rest, stop
words go, and naive Bayes trained on product reviews weighs what is left.

Equal runs are cut once; all others are laid side by side, position by position
(column ``offset[p] + r`` holds character p of run r, longest run first), so that a
step of the Viterbi search is one operation over every run still going.  Sums and
comparisons keep SnowNLP's order, so rounding and ties come out as they do there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, repeat

import numpy as np

from textlens.score.snownlp_tables import (
    FIRST_HAN,
    LAST_HAN,
    START,
    STOP,
    Floats,
    Ints,
    Segmenter,
    exact_log,
    load,
)

_PIECE = re.compile(f"[{FIRST_HAN}-{LAST_HAN}]+|[^\\s{FIRST_HAN}-{LAST_HAN}]+")
_CHUNK = 200_000  # Han characters laid out at a time
_BLOCK = 16_384  # columns whose (64, columns) transition scores exist at a time


@dataclass(frozen=True)
class _Layout:
    """Runs side by side; per column: position, previous column, id, bigram row.

    ``going``: int64 (steps + 1,), runs with a character at each step, then 0;
    ``offset``: int64 (steps + 1,), first column of each step.
    """

    going: Ints
    offset: Ints
    step: Ints
    before: Ints
    ids: Ints
    pairs: Ints


def _lay_out(model: Segmenter, text: str, lengths: Ints) -> tuple[_Layout, Ints]:
    """The layout of the runs joined in *text*, and the column of each character."""
    steps = np.arange(lengths.max() + 1)
    going = lengths.size - np.searchsorted(np.sort(lengths), steps, side="right")
    offset = np.concatenate([[0], np.cumsum(going)])[: steps.size]
    rank = np.empty(lengths.size, np.int64)
    rank[np.argsort(-lengths, kind="stable")] = np.arange(lengths.size)
    step = np.arange(len(text)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    row = np.repeat(rank, lengths)
    column = offset[step] + row
    code_points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    step_at, before, ids = (np.empty(len(text), np.int64) for _ in range(3))
    step_at[column] = step
    before[column] = np.where(step > 0, offset[step - 1] + row, -1)
    ids[column] = model.ids[code_points - ord(FIRST_HAN)]
    pairs = model.bi.find(np.where(before < 0, START, ids[before]), ids)
    return _Layout(going, offset, step_at, before, ids, pairs), column


def _transitions(model: Segmenter, lay: _Layout, columns: slice) -> Floats:
    """Log probability of each tag after each pair of tags, (4, 4, 4, columns)."""
    before, ids, pairs = lay.before[columns], lay.ids[columns], lay.pairs[columns]
    start = model.bi.find(np.array([START]), np.array([START]))[0]
    left = np.where(before < 0, START, lay.ids[before])
    left_pairs = np.where(before < 0, start, lay.pairs[before])

    share = np.tile(model.uni_shares[ids].T, (4, 1))  # by 4 * t2 + t3
    logs = np.tile(model.uni_logs[ids].T, (4, 1))
    entry, at = model.bi.entries(pairs)
    tags = model.bi.tags[entry]
    counts = model.uni_counts[left[at], tags >> 2]
    both = share[tags, at] + model.l2 * model.bi.counts[entry] / counts
    share[tags, at] = both
    logs[tags, at] = exact_log(both)

    scores = np.empty((64, ids.size))  # by 16 * t1 + 4 * t2 + t3
    scores.reshape(4, 16, -1)[:] = logs
    entry, at = model.tri.entries(model.tri.find(left_pairs, ids))
    tags = model.tri.tags[entry]
    parent = np.searchsorted(model.bi_index, left_pairs[at] * np.int32(16) + (tags >> 2))
    counts = model.bi.counts[parent].astype(np.float64)
    scores[tags, at] = exact_log(share[tags & 15, at] + model.l3 * model.tri.counts[entry] / counts)
    return scores.reshape(4, 4, 4, -1)


def _pass_unknown(scores: Floats, step: Ints, unknown: Ints) -> None:
    """Let characters the model never saw through at no cost, in place.

    SnowNLP keeps the last predecessor there, which is tag 3 two back (but the
    start at the first two steps), and not the best.
    """
    scores[..., unknown] = -np.inf
    scores[0][..., unknown[step[unknown] < 2]] = 0.0
    scores[3][..., unknown[step[unknown] >= 2]] = 0.0


def _blocks(offset: Ints) -> Iterator[tuple[int, int]]:
    """Ranges of steps of about _BLOCK columns (a single step may have more)."""
    first, last = 0, offset.size - 1
    while first < last:
        fits = int(np.searchsorted(offset, offset[first] + _BLOCK, side="right")) - 1
        yield first, max(first + 1, fits)
        first = max(first + 1, fits)


def _search(model: Segmenter, lay: _Layout) -> tuple[Ints, Ints]:
    """Viterbi, forward.

    Returns uint8 (columns, 16), the best tag two back for each state 4 * t1 + t2
    of a column, and int64 (runs,), the best state of each run's last character.
    """
    back = np.empty((lay.ids.size, 16), np.uint8)
    final = np.empty(lay.going[0], np.int64)
    best = np.full((4, 4, lay.going[0]), -np.inf)
    best[START, START] = 0.0
    for first, last in _blocks(lay.offset):
        columns = slice(int(lay.offset[first]), int(lay.offset[last]))
        scores = _transitions(model, lay, columns)
        unknown = np.flatnonzero(lay.ids[columns] == model.unknown)
        _pass_unknown(scores, lay.step[columns], unknown)
        worse = np.empty((3, 4, 4, columns.stop - columns.start), np.bool_)
        for step in range(first, last):
            runs, begin = int(lay.going[step]), int(lay.offset[step]) - columns.start
            here = slice(begin, begin + runs)
            paths = best[:, :, None, :runs] + scores[..., here]
            best = paths.max(axis=0)
            np.less(paths[:3], best, out=worse[..., here])
            ended = int(lay.going[step + 1])
            if ended < runs:  # first of the best states, t2 varying slowest
                ends = best[..., ended:].swapaxes(0, 1).reshape(16, -1).argmax(axis=0)
                final[ended:runs] = (ends & 3) * 4 + (ends >> 2)
        bits = worse.view(np.uint8)  # the first candidate that is not worse
        chosen = bits[0] * (1 + bits[1] * (1 + bits[2]))
        chosen[..., unknown[lay.step[columns][unknown] >= 2]] = 3
        back[columns] = chosen.reshape(16, -1).T
    return back, final


def _follow(lay: _Layout, back: Ints, final: Ints) -> Ints:
    """The tag of each column, uint8, by following *back* from the *final* states."""
    tags = np.empty(lay.ids.size, np.uint8)
    flat, state = back.ravel(), final
    for step in range(lay.going.size - 2, -1, -1):
        runs, begin = int(lay.going[step]), int(lay.offset[step])
        now = state[:runs]
        tags[begin : begin + runs] = now & 3
        origin = flat[np.arange(begin, begin + runs) * 16 + now]
        state[:runs] = origin * np.int64(4) + (now >> 2)
    return tags


def _cut(runs: Sequence[str]) -> Iterator[list[str]]:
    """The words of each run of Han characters."""
    model = load().segmenter
    text, lengths = "".join(runs), np.array([len(run) for run in runs])
    lay, column = _lay_out(model, text, lengths)
    tags = _follow(lay, *_search(model, lay))[column]
    begins = (tags == 0) | (tags == 3)  # at b and s, and after e
    begins[1:] |= tags[:-1] == 2
    ends = np.cumsum(lengths)
    begins[ends - lengths] = True
    cuts = [*np.flatnonzero(begins).tolist(), len(text)]
    words = [text[a:b] for a, b in pairwise(cuts)]
    first = 0
    for last in np.cumsum(begins)[ends - 1].tolist():
        yield words[first:last]
        first = last


def _cut_all(runs: Sequence[str]) -> dict[str, list[str]]:
    """The words of each run, runs being taken some _CHUNK characters at a time."""
    if not runs:
        return {}
    sizes = np.cumsum([len(run) for run in runs])
    words: dict[str, list[str]] = {}
    for group in np.split(np.arange(len(runs)), np.flatnonzero(np.diff(sizes // _CHUNK)) + 1):
        chunk = [runs[i] for i in group.tolist()]
        words.update(zip(chunk, _cut(chunk), strict=True))
    return words


def segment(texts: Sequence[str]) -> list[list[str]]:
    """The words of each text, as ``SnowNLP(text).words`` has them (stop words too)."""
    pieces = [_PIECE.findall(text) for text in texts]
    known = dict.fromkeys(piece for line in pieces for piece in line)
    cut = _cut_all([piece for piece in known if FIRST_HAN <= piece[0] <= LAST_HAN])
    return [[word for piece in line for word in cut.get(piece, (piece,))] for line in pieces]


def _class_logs(texts: Sequence[str]) -> tuple[Floats, Ints]:
    """Log p(class, words), float64 (n, 2), and the number of words that count, (n,)."""
    model = load().classifier
    lines = segment(texts)
    rows = map(model.rows.get, chain.from_iterable(lines), repeat(model.unseen))
    row = np.array(list(rows), np.int64)
    sizes = np.array([len(line) for line in lines], np.int64)
    text = np.repeat(np.arange(len(lines)), sizes)
    row, text = row[row != STOP], text[row != STOP]
    counts = np.bincount(text, minlength=len(lines)).astype(np.int64)
    # bincount adds in order of appearance: the prior, then the words, as SnowNLP does.
    where = np.concatenate([np.arange(len(lines)), text])
    logs = np.empty((len(lines), 2))
    for k, prior in enumerate(model.prior):
        weights = np.concatenate([np.full(len(lines), prior), model.logs[row, k]])
        logs[:, k] = np.bincount(where, weights, minlength=len(lines))
    return logs, counts


def prior_log_odds() -> float:
    """Log p(positive) - log p(negative) of a text without words (about 0.105)."""
    neg, pos = load().classifier.prior.tolist()
    return float(pos - neg)


def log_odds(texts: Sequence[str]) -> tuple[Floats, Ints]:
    """SnowNLP's evidence for "positive".

    Returns float64 (n,), log p(positive | words) - log p(negative | words), the
    class prior included, any finite number; and int64 (n,), the number of words
    behind it, stop words left out (0: only the prior is left).
    """
    logs, counts = _class_logs(texts)
    return logs[:, 1] - logs[:, 0], counts


def probabilities(texts: Sequence[str]) -> Floats:
    """``SnowNLP(text).sentiments`` of each text, float64 (n,), in [0, 1].

    0 is negative and 1 positive; a text that is empty or all white space is nan
    (there SnowNLP fails or gives its prior).
    """
    odds, _ = log_odds(texts)
    larger = 1.0 / (1.0 + np.exp(-np.abs(odds)))
    blank = np.array([not text.strip() for text in texts], np.bool_)
    return np.where(blank, np.nan, np.where(odds > 0, larger, 1.0 - larger))
