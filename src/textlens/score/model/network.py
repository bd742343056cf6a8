"""The trained network in numpy: pieces in, one number and seven emotions a sentence out.

A window of consecutive sentences goes through an embedding, a few blocks of attention and a gate-free feed-forward, and two
additive heads: a sentence's raw score is ``base + sum(share * value)`` over its pieces, so what each piece adds is known. Beside
it stands a linear model of n-grams, which remembers what a small network has no room for ("wide and deep", Cheng et al. 2016).
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
    """Weights of one block, each of shape (inputs, outputs), float32; `mix` and `out` are those of its attention, if any."""

    up: np.ndarray
    down: np.ndarray
    mix: np.ndarray | None = None
    out: np.ndarray | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """An encoder and its heads.

    Attributes:
        embedding: int8 array (vocabulary, e); `scale`: float32 array (vocabulary,) that restores it.
        widen: float32 array ((2 * around + 1) * e, width): the first layer sees `around` pieces on each side.
        blocks: the blocks in order.
        heads: number of attention heads; around: see `widen`.
        share: float32 array (width, 2) and `share_bias` (2,): the weights of pieces for the score and for the emotions.
        value: float32 array (width, 9) and `value_bias` (9,): raw score and eight emotion logits.
        ngrams: the linear model beside it, which adds to the raw score.
    """

    embedding: np.ndarray
    scale: np.ndarray
    widen: np.ndarray
    blocks: Sequence[Block]
    heads: int
    around: int
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

    def states(self, pieces: np.ndarray, mask: np.ndarray, widened: np.ndarray) -> np.ndarray:
        """States of the pieces of windows: rows of `widened` (w, n) and bool array (w, n) to float32 array (w, n, width)."""
        n, around = pieces.shape[1], self.around
        padded = np.pad(np.where(mask, pieces, -1), ((0, 0), (around, around)), constant_values=-1)
        x = widened[0][padded[:, :n]]
        for place in range(1, 2 * around + 1):
            x += widened[place][padded[:, place : place + n]]
        bias = self._bias(mask) if any(block.mix is not None for block in self.blocks) else None
        for block in self.blocks:
            if block.mix is not None and block.out is not None and bias is not None:
                x = x + self._attend(_norm(x) @ block.mix, bias) @ block.out
            inner = _norm(x) @ block.up
            np.maximum(inner, 0, out=inner)
            x += inner @ block.down
        return _norm(np.asarray(x))

    def _bias(self, mask: np.ndarray) -> np.ndarray:
        """What falls with the distance of two pieces, (1 or w, heads, n, n); nothing looks at padding."""
        n = mask.shape[1]
        steps = np.abs(np.arange(n)[None] - np.arange(n)[:, None])
        slopes = 2.0 ** -(np.arange(self.heads) + 1.0)
        bias = (-2 * slopes[:, None, None] * np.log2(1 + steps)).astype(np.float32)[None]
        if mask.all():
            return np.asarray(bias)
        return np.asarray(bias + np.where(mask, np.float32(0), np.float32(-1e4))[:, None, None])

    def _attend(self, mixed: np.ndarray, bias: np.ndarray) -> np.ndarray:
        """Attention over queries, keys and values side by side: (w, n, 3 * width) to (w, n, width)."""
        w, n, width = mixed.shape
        size = width // 3 // self.heads
        query, key, value = mixed.reshape(w, n, 3, self.heads, size).transpose(2, 0, 3, 1, 4)
        share = np.matmul(query * np.float32(size**-0.5), key.transpose(0, 1, 3, 2))
        share += bias
        # Taking out each row's maximum would cost a pass; scores stay far below what float32 can hold.
        np.exp(np.minimum(share, 60, out=share), out=share)
        mixed = np.matmul(share, value)
        mixed /= share.sum(axis=-1, keepdims=True)  # there are fewer values than shares to divide
        return np.asarray(mixed.transpose(0, 2, 1, 3).reshape(w, n, width // 3))

    def read(
        self, pieces: np.ndarray, sentence: np.ndarray, n: int, windows: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Scores of n sentences.

        Args:
            pieces: int array (t,), the pieces of all sentences in order.
            sentence: int array (t,), number of each piece's sentence, not falling.
            windows: int array (k + 1,), where each window of pieces begins, and t.

        Returns:
            Raw scores (n,), emotion logits (n, 8) and what each piece adds to its sentence's raw score (t,), float64.
        """
        different, place_of = np.unique(pieces, return_inverse=True)
        widened = self.widened(different)
        shares = np.zeros((len(pieces), 2))
        values = np.zeros((len(pieces), 9))
        length = np.diff(windows)
        order = np.argsort(length, kind="stable")
        at = 0
        while at < len(order):
            stop = at + 1
            while stop < len(order) and (stop + 1 - at) * length[order[stop]] <= _ROOM:
                stop += 1
            chosen = order[at:stop]
            longest = int(length[chosen[-1]])
            place = np.arange(longest)[None] + windows[chosen][:, None]
            mask = np.arange(longest)[None] < length[chosen][:, None]
            states = self.states(place_of[np.minimum(place, len(pieces) - 1)], mask, widened)[mask]
            here = place[mask]
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
