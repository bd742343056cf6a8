"""The trained network in numpy: pieces in, one number and seven emotions a sentence out.

A window of consecutive sentences goes through an embedding, a few feed-forward blocks and two additive heads: a sentence's raw
score is ``base + sum(share * value)`` over its pieces, so what each piece adds is known. A block sees, beside each piece, the
means of its clause, of the clauses before and after, of its sentence and of its window (nested "deep sets", Zaheer et al. 2017);
means are worked out once a clause, where attention would compare every two pieces. Beside it stands a linear model of n-grams,
which remembers what a small network has no room for ("wide and deep", Cheng et al. 2016).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Pieces worked on at once: enough for fast matrix products, few enough to stay in a processor's cache.
_ROOM = 1024


def _norm(x: np.ndarray) -> np.ndarray:
    # The means as a product: several times as fast as a reduction over short rows.
    x = x - x @ np.full((x.shape[-1], 1), 1 / x.shape[-1], dtype=x.dtype)
    x /= np.sqrt(np.einsum("...i,...i->...", x, x)[..., None] / x.shape[-1] + 1e-5)
    return x


def begins(numbers: np.ndarray) -> np.ndarray:
    """Where each stretch of one number begins, in numbers that do not fall; there is at least one."""
    return np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))


def bigram_rows(pieces: np.ndarray, size: int) -> np.ndarray:
    """Rows, in a table of `size` (a power of two), of each piece but the last with the one after it: int64 (t - 1,)."""
    p = pieces.astype(np.uint64)
    mixed = (p[:-1] * np.uint64(0x9E3779B97F4A7C15) + p[1:]) * np.uint64(0xC2B2AE3D27D4EB4F)
    return (mixed >> np.uint64(65 - size.bit_length())).astype(np.int64)


def divisor(n: np.ndarray) -> np.ndarray:
    """What the sum of the n-grams of sentences of n pieces is divided by: float64, at least 1.

    The root of n: two bad words say more than one, though not twice as much. Beyond 16 pieces in proportion to n: what is
    said over and over says no more.
    """
    return np.asarray(np.maximum(np.sqrt(np.maximum(n, 1)), n / 4))


@dataclass(frozen=True, slots=True)
class Ngrams:
    """A linear model of pieces and of pairs of neighbouring ones.

    Attributes:
        unigrams: int8 array (vocabulary,), what each piece adds; bigrams: int8 array (a power of two,), what pairs add, by hash.
        scale: one number that restores both.
    """

    unigrams: np.ndarray
    bigrams: np.ndarray
    scale: float

    def added(self, pieces: np.ndarray, sentence: np.ndarray, n: int) -> np.ndarray:
        """What each piece adds to the raw score of its sentence, half of each of its pairs included: float64 (t,)."""
        found = self.unigrams[pieces] * self.scale
        within = sentence[1:] == sentence[:-1]
        half = np.where(within, self.bigrams[bigram_rows(pieces, len(self.bigrams))], 0) * (self.scale / 2)
        found[:-1] += half
        found[1:] += half
        return np.asarray(found / divisor(np.bincount(sentence, minlength=n))[sentence])


@dataclass(frozen=True, slots=True)
class Block:
    """Weights of one block, float32: `up` (width, inner) reads a piece, `down` (inner, width) adds to it, and `wider`
    (5 * width, inner) reads the means of its clause, of the clause before, of the one after, of its sentence and of its window.
    """

    up: np.ndarray
    wider: np.ndarray
    down: np.ndarray


class Places:
    """The clauses, sentences and windows of some pieces, at least one.

    Args:
        ending: bool array (t,), which pieces end a clause; of several in a row the last one ends it.
        sentence, window: int arrays (t,), those of each piece, not falling; a sentence lies in one window.
    """

    def __init__(self, ending: np.ndarray, sentence: np.ndarray, window: np.ndarray) -> None:
        opens = np.ones(len(ending), dtype=bool)
        opens[1:] = (sentence[1:] != sentence[:-1]) | (ending[:-1] & ~ending[1:])
        self.window = window
        self._clause = np.cumsum(opens) - 1
        self._begin = np.flatnonzero(opens)
        self._size = np.diff(self._begin, append=len(ending))[:, None].astype(np.float32)
        self._levels = [self._level(number[self._begin], self._size) for number in (sentence, window)]
        self._inside = (np.diff(window[self._begin]) == 0)[:, None]

    @staticmethod
    def _level(number: np.ndarray, size: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Where each stretch of one number begins among the clauses, its size in pieces, and which stretch each clause is in."""
        begin = begins(number)
        owner = np.repeat(np.arange(len(begin)), np.diff(begin, append=len(number)))
        return begin, np.add.reduceat(size, begin, axis=0), owner

    def read(self, x: np.ndarray, wider: np.ndarray) -> np.ndarray:
        """What `wider` makes of the means of x (t, width) around each piece: (t, inner)."""
        clause, before, after, *levels = np.split(wider, 5)
        total = np.add.reduceat(x, self._begin, axis=0)
        mean = total / self._size
        found = mean @ clause
        # The clause before and the one after, within the window.
        found[1:] += (mean[:-1] @ before) * self._inside
        found[:-1] += (mean[1:] @ after) * self._inside
        for (begin, size, owner), matrix in zip(self._levels, levels, strict=True):
            found += (np.add.reduceat(total, begin, axis=0) / size @ matrix)[owner]
        return np.asarray(found[self._clause])


@dataclass(frozen=True, slots=True)
class Network:
    """An encoder and its heads.

    Attributes:
        embedding: int8 array (vocabulary, e); `scale`: float32 array (vocabulary,) that restores it.
        widen: float32 array ((2 * around + 1) * e, width): the first layer sees `around` pieces on each side.
        blocks: the blocks in order; around: see `widen`.
        ends: int array, numbers of the pieces that end a clause.
        share: float32 array (width, 2) and `share_bias` (2,): the weights of pieces for the score and for the emotions.
        value: float32 array (width, 9) and `value_bias` (9,): raw score and eight emotion logits.
        ngrams: the linear model beside it, which adds to the raw score.
    """

    embedding: np.ndarray
    scale: np.ndarray
    widen: np.ndarray
    blocks: Sequence[Block]
    around: int
    ends: np.ndarray
    share: np.ndarray
    share_bias: np.ndarray
    value: np.ndarray
    value_bias: np.ndarray
    ngrams: Ngrams

    def widened(self, pieces: np.ndarray) -> np.ndarray:
        """What each of k different pieces brings to the first layer, by its place there: float32 (2 * around + 1, k + 1, width).

        The last row of each place is zero: what stands beyond the window brings nothing.
        """
        x = _norm(self.embedding[pieces] * self.scale[pieces][:, None])
        width = self.widen.shape[1]
        found = np.zeros((2 * self.around + 1, len(pieces) + 1, width), dtype=np.float32)
        for place, matrix in zip(found, np.split(self.widen, len(found)), strict=True):
            np.matmul(x, matrix, out=place[:-1])
        return found

    def states(self, rows: np.ndarray, places: Places, widened: np.ndarray) -> np.ndarray:
        """States of t pieces, given as rows of `widened` (t,) and their places: float32 (t, width)."""
        x = widened[self.around][rows]
        for step in range(1, self.around + 1):
            same = places.window[step:] == places.window[:-step]
            x[step:] += widened[self.around - step][np.where(same, rows[:-step], -1)]
            x[:-step] += widened[self.around + step][np.where(same, rows[step:], -1)]
        for block in self.blocks:
            y = _norm(x)
            inner = y @ block.up
            inner += places.read(y, block.wider)
            np.maximum(inner, 0, out=inner)
            x += inner @ block.down
        return _norm(x)

    def read(
        self, pieces: np.ndarray, sentence: np.ndarray, n: int, windows: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Scores of n sentences.

        Args:
            pieces: int array (t,), the pieces of all sentences in order.
            sentence: int array (t,), number of each piece's sentence, not falling.
            windows: int array (k + 1,), where each window of pieces begins, and t; a window holds whole sentences.

        Returns:
            Raw scores (n,), emotion logits (n, 8) and what each piece adds to its sentence's raw score (t,), float64.
        """
        different, rows = np.unique(pieces, return_inverse=True)
        widened, ending = self.widened(different), np.isin(different, self.ends)[rows]
        window = np.repeat(np.arange(len(windows) - 1), np.diff(windows))
        shares = np.zeros((len(pieces), 2))
        values = np.zeros((len(pieces), 9))
        at = 0
        while at < len(pieces):
            # As many windows as there is room for, and at least one.
            following = np.searchsorted(windows, at, side="right")
            stop = int(windows[max(following, np.searchsorted(windows, at + _ROOM, side="right") - 1)])
            here = slice(at, stop)
            states = self.states(rows[here], Places(ending[here], sentence[here], window[here]), widened)
            shares[here] = states @ self.share + self.share_bias
            values[here] = states @ self.value
            at = stop
        weight = np.exp(np.clip(shares, -12, 12))
        total = np.stack([np.bincount(sentence, weights=weight[:, k], minlength=n) for k in range(2)], axis=1)
        share = weight / np.maximum(total, 1e-300)[sentence]
        added = share[:, 0] * values[:, 0] + self.ngrams.added(pieces, sentence, n)
        raw = self.value_bias[0] + np.bincount(sentence, weights=added, minlength=n)
        emotions = np.stack(
            [np.bincount(sentence, weights=share[:, 1] * values[:, k + 1], minlength=n) for k in range(8)], axis=1
        )
        return raw, emotions + self.value_bias[1:], added
