"""The numbers behind SnowNLP 0.12.3's sentiment, loaded once, on first use.

``tables/snownlp.npz`` is built by ``tools/build_snownlp_tables.py`` (which
describes the file) from the data in the SnowNLP wheel, MIT-licensed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]

FIRST_HAN, LAST_HAN = "\u4e00", "\u9fa5"
START = 0  # the id of the sentence start; its only tag is 0
STOP = -1  # the row of a stop word in Classifier.rows

_PATH = Path(__file__).parent / "tables" / "snownlp.npz"


def exact_log(values: Floats) -> Floats:
    """Natural logs, same shape (1-D), by :func:`math.log`.

    NumPy's own logarithm may differ from the C library's in the last bit, which
    is enough to turn a tie between two segmentations the other way.
    """
    return np.fromiter(map(math.log, values.tolist()), np.float64, values.size)


@dataclass(frozen=True)
class NGrams:
    """Tag counts of character n-grams.

    ``keys``: int32 (n,), ascending, parent row * ``width`` + last character id.
    Row i owns the entries ``starts[i]:starts[i + 1]`` (int32, (n + 1,)), each a
    base-4 number of tags (``tags``, uint8) and a count (``counts``, uint16).
    """

    width: int
    keys: Ints
    starts: Ints
    tags: Ints
    counts: Ints

    def find(self, parents: Ints, last: Ints) -> Ints:
        """The row of each (parent row, last id), int32 of their shape; -1 if none."""
        wanted = (parents * self.width + last).astype(np.int32)  # parent -1: below 0
        rows = np.searchsorted(self.keys, wanted)
        rows[rows == len(self.keys)] = 0
        return np.where(self.keys[rows] == wanted, rows, -1).astype(np.int32)

    def entries(self, rows: Ints) -> tuple[Ints, Ints]:
        """The entries of *rows* (-1: none): their numbers, and each one's place in *rows*."""
        places = np.flatnonzero(rows >= 0)
        first = self.starts[rows[places]]
        ways = self.starts[rows[places] + 1] - first
        ahead = np.cumsum(ways) - ways
        numbers = np.repeat(first - ahead, ways) + np.arange(ways.sum())
        return numbers, np.repeat(places, ways)


@dataclass(frozen=True)
class Segmenter:
    """The hidden Markov model, over tags b, m, e, s = 0..3.

    ``ids``: int32, character id by code point - U+4E00 (``unknown`` if never seen).
    ``uni_counts``, ``uni_shares`` (l1 * count / total), ``uni_logs`` (its log, -inf
    for 0): float64 (unknown + 1, 4) by id and tag.  ``bi_index``: int32, ascending,
    16 * bigram row + tags of each bigram entry.  ``l2``, ``l3``: weights.
    """

    unknown: int
    ids: Ints
    uni_counts: Floats
    uni_shares: Floats
    uni_logs: Floats
    bi: NGrams
    bi_index: Ints
    tri: NGrams
    l2: float
    l3: float


@dataclass(frozen=True)
class Classifier:
    """Naive Bayes: log probabilities, column 0 for negative and 1 for positive.

    ``rows``: word -> row of ``logs`` (float64, (n + 1, 2)); STOP for a stop word.
    The last row, ``unseen``, is for all other words.  ``prior``: float64 (2,).
    """

    rows: dict[str, int]
    unseen: int
    logs: Floats
    prior: Floats


@dataclass(frozen=True)
class Tables:
    """Everything SnowNLP's sentiment needs."""

    segmenter: Segmenter
    classifier: Classifier


def _trie(arrays: dict[str, Any], name: str, width: int) -> NGrams:
    """One level of the file's trie."""
    fan, last = arrays[f"{name}_fan"], arrays[f"{name}_last"]
    keys = np.repeat(np.arange(fan.size, dtype=np.int32) * width, fan)
    starts = np.zeros(last.size + 1, np.int32)
    np.cumsum(arrays[f"{name}_ways"].astype(np.int32), out=starts[1:])
    return NGrams(width, keys + last, starts, arrays[f"{name}_tags"], arrays[f"{name}_count"])


def _segmenter(arrays: dict[str, Any]) -> Segmenter:
    """The segmenter's arrays, expanded for look-up."""
    l1, l2, l3, total = arrays["scalars"][:4].tolist()
    chars, uni = arrays["chars"], arrays["uni"]
    unknown = chars.size + 1
    ids = np.full(ord(LAST_HAN) - ord(FIRST_HAN) + 1, unknown, np.int32)
    ids[chars - ord(FIRST_HAN)] = np.arange(1, unknown)
    counts = np.vstack([uni, np.zeros((1, 4))])
    shares = l1 * (counts / total)
    logs = np.full(shares.shape, -np.inf)
    logs[shares > 0] = exact_log(shares[shares > 0])
    width = unknown + 1
    bi, tri = _trie(arrays, "bi", width), _trie(arrays, "tri", width)
    rows = np.repeat(np.arange(len(bi.keys), dtype=np.int32) * 16, arrays["bi_ways"])
    return Segmenter(unknown, ids, counts, shares, logs, bi, rows + bi.tags, tri, l2, l3)


def _classifier(arrays: dict[str, Any]) -> Classifier:
    """The classifier's counts as logs; a word never seen in a class counts as 1."""
    total, *sums = arrays["scalars"][4:].tolist()
    words = arrays["words"].tobytes().decode().split("\n")
    columns = []
    for counts, size in zip((arrays["neg"], arrays["pos"]), sums, strict=True):
        values, where = np.unique(np.append(np.maximum(counts, 1), 1), return_inverse=True)
        columns.append(exact_log(values / size)[where])
    rows = dict(zip(words, range(len(words)), strict=True))
    rows |= dict.fromkeys(arrays["stops"].tobytes().decode().split("\n"), STOP)
    prior = np.array([math.log(size) - math.log(total) for size in sums])
    return Classifier(rows, len(words), np.stack(columns, axis=1), prior)


@cache
def load() -> Tables:
    """The tables, read on the first call (some tens of milliseconds)."""
    with np.load(_PATH, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    return Tables(_segmenter(arrays), _classifier(arrays))
