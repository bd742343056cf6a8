"""The trained scorers: tokens to pieces, windows of neighbouring sentences through the network, numbers back to tokens."""

from functools import lru_cache
from importlib.resources import files
from itertools import chain

import numpy as np

from textlens.score.model.forms import Vocabulary
from textlens.score.model.network import Block, Network, Ngrams, begins
from textlens.score.protocol import Contributions, Scores, SentenceBatch
from textlens.segment.tokens import Tokens, tokenize

#: Pieces a window holds: paragraphs of a passage are read together as far as they fit; a longer one is cut between sentences.
ROOM = 320
#: The longest a sentence is read; what follows adds nothing (a sentence of more than about 400 characters).
LONGEST = 250
#: Raw scores are pressed softly into this before the tanh: no sentence is read as beyond tanh of it (0.80), however often or
#: loudly something is said.
REACH = 1.1
_EMBEDDING = "embedding.npz"


@lru_cache(maxsize=1)
def _embedding() -> tuple[Vocabulary, np.ndarray, np.ndarray]:
    """Vocabulary, int8 embedding and its scales, which all the networks share."""
    with (files("textlens.score") / "tables" / _EMBEDDING).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        entries = bytes(arrays["entries"]).decode("utf-8").split("\n")
        return Vocabulary(entries), arrays["embedding"], arrays["scale"]


@lru_cache(maxsize=4)
def load(name: str) -> Network:
    """The network with this name; its weights are read when it is first used."""
    _, embedding, scale = _embedding()
    with (files("textlens.score") / "tables" / f"{name}.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:

        def weight(key: str) -> np.ndarray:
            """A matrix stored as int8 with a scale for each output."""
            return np.ascontiguousarray(arrays[key].astype(np.float32) * arrays[f"{key}_scale"])

        blocks = [
            Block(**{part: weight(f"{part}{i}") for part in ("up", "wider", "down")}) for i in range(int(arrays["blocks"]))
        ]
        return Network(
            embedding, scale, weight("widen"), blocks, int(arrays["around"]), arrays["ends"], arrays["share"], arrays["share_bias"],
            arrays["value"], arrays["value_bias"], Ngrams(arrays["unigrams"], arrays["bigrams"], float(arrays["ngram_scale"])),
        )  # fmt: skip


def pieces_of(tokens: Tokens, vocabulary: Vocabulary, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The pieces of tokens in order: their numbers, the token each belongs to, and its sentence; int64 arrays."""
    # Each different token is cut once; the rest is arithmetic on where its pieces lie.
    place = {lookup: i for i, lookup in enumerate(dict.fromkeys(tokens.lookup))}
    cut = [vocabulary.read(lookup) for lookup in place]
    length = np.fromiter(map(len, cut), dtype=np.int64, count=len(cut))
    pieces = np.fromiter(chain.from_iterable(cut), dtype=np.int64, count=int(length.sum()))
    which = np.fromiter(map(place.__getitem__, tokens.lookup), dtype=np.int64, count=len(tokens))
    size = length[which]
    owner = np.repeat(np.arange(len(tokens)), size)
    begin = (np.cumsum(length) - length)[which] - (np.cumsum(size) - size)
    numbers = pieces[np.repeat(begin, size) + np.arange(len(owner))]
    sentence = tokens.sentence[owner]
    # What comes after the first LONGEST pieces of a sentence is not read.
    first = np.searchsorted(sentence, np.arange(n))
    kept = np.arange(len(sentence)) - first[sentence] < LONGEST
    return numbers[kept], owner[kept], sentence[kept]


def read_together(sentence: np.ndarray, paragraph: np.ndarray, passage: np.ndarray, room: int = ROOM) -> np.ndarray:
    """Numbers of what goes into one window, for each sentence: paragraphs of a passage, whole, in stretches of about one length.

    Args:
        sentence: sentence of each piece, not falling.
        paragraph, passage: those of each sentence, not falling.
    """
    if not len(paragraph):
        return paragraph
    opens = begins(paragraph)
    sizes = np.add.reduceat(np.bincount(sentence, minlength=len(paragraph)), opens)
    owners = passage[opens]
    first = begins(owners)
    several = np.diff(first, append=len(owners))
    totals = np.add.reduceat(sizes, first)
    shares = np.repeat(totals / np.maximum(1, -(-totals // room)), several)
    before = np.cumsum(sizes) - sizes
    inside = before - np.repeat(before[first], several)
    stretch = (inside + sizes / 2) // np.maximum(1, shares)
    groups, group, filled, last = [], -1, 0, None
    for size, *here in zip(sizes.tolist(), owners.tolist(), stretch.tolist(), strict=True):
        if here != last or filled + size > room:
            group, filled, last = group + 1, 0, here
        filled += size
        groups.append(group)
    return np.repeat(groups, np.diff(opens, append=len(paragraph)))


def windows_of(sentence: np.ndarray, paragraph: np.ndarray, room: int = ROOM) -> np.ndarray:
    """Where windows of at most `room` pieces begin: a paragraph is one, a long one is cut evenly between sentences.

    Args:
        sentence: sentence of each piece, not falling.
        paragraph: paragraph of each sentence, not falling.
    """
    if not len(sentence):
        return np.zeros(1, dtype=np.int64)
    first = begins(sentence)
    ends = np.append(first[1:], len(sentence))
    owner = paragraph[sentence[first]]
    starts: list[int] = []
    at = 0
    while at < len(first):
        stop = int(np.searchsorted(owner, owner[at], side="right"))
        total = int(ends[stop - 1] - first[at])
        share = total / -(-total // room)
        starts.append(int(first[at]))
        for i in range(at + 1, stop):
            # A cut where the window is full, or where it has its even share already.
            if ends[i] - starts[-1] > room or (ends[i] + first[i]) / 2 - starts[-1] > share:
                starts.append(int(first[i]))
        at = stop
    return np.array([*starts, len(sentence)], dtype=np.int64)


def on_scale(raw: np.ndarray) -> np.ndarray:
    """Raw scores as sentiment within tanh(REACH) of 0: never falling, and nearly their tanh where they are small."""
    return np.asarray(np.tanh(REACH * np.tanh(raw / REACH)))


class ModelScorer:
    """A trained network as a scorer."""

    name = "textlens"
    about = "the default: a small trained network for Chinese, English and both mixed; seven emotions; says what each word adds"
    network = "textlens"

    def score(self, batch: SentenceBatch) -> Scores:
        """Read the sentences of each passage together, as many as a window holds."""
        from textlens.normalise.shadow import Shadow
        from textlens.segment.han import segmenter

        n = len(batch)
        tokens = batch.tokens
        if tokens is None:
            tokens = tokenize([Shadow(text, 0, None) for text in batch.shadow], segmenter())
        paragraph = np.arange(n) if batch.paragraph is None else np.asarray(batch.paragraph)
        vocabulary, _, _ = _embedding()
        pieces, owner, sentence = pieces_of(tokens, vocabulary, n)
        network = load(self.network)
        if batch.passage is not None:
            paragraph = read_together(sentence, paragraph, np.asarray(batch.passage))
        raw, logits, added = network.read(pieces, sentence, n, windows_of(sentence, paragraph))
        empty = np.bincount(sentence, minlength=n) == 0
        bias = float(network.value_bias[0])
        start = float(on_scale(np.array(bias)))
        sentiment, base = on_scale(raw), np.full(n, start)
        # The pieces' shares of the raw score, stretched so that they add up to the way from the base to the score.
        way = raw - bias
        with np.errstate(invalid="ignore", divide="ignore"):
            slope = np.where(np.abs(way) > 1e-7, (sentiment - base) / way, (1 - start**2) * (1 - np.tanh(bias / REACH) ** 2))
        of_token = np.bincount(owner, weights=added * slope[sentence], minlength=len(tokens))
        logits = np.exp(logits - logits.max(axis=1, keepdims=True))
        emotions = logits[:, :7] / logits.sum(axis=1, keepdims=True)
        sentiment[empty], emotions[empty] = np.nan, np.nan
        contributions = None if batch.tokens is None else Contributions(of_token, base)
        return Scores(sentiment, emotions=emotions, contributions=contributions)


class FastScorer(ModelScorer):
    """The same with smaller matrices, for corpora."""

    name = "textlens-fast"
    about = "for corpora: the default's smaller pupil; understatement, slang and what a body says are lost on it more often"
    network = "textlens-fast"
