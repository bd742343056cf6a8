"""``llm:MODEL``: a language model behind an OpenAI-compatible endpoint. The one scorer that sends text away."""

import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from textlens.identify.script import identify
from textlens.score.llm_cache import RatingCache
from textlens.score.llm_endpoint import Endpoint, RequestFailed
from textlens.score.llm_prompt import MalformedAnswer, Rating
from textlens.score.protocol import EMOTIONS, Scores, SentenceBatch

#: Sentences, and characters, of one request; with the answer they fit a window of 4096 tokens, the least that servers give.
SENTENCES, CHARACTERS = 20, 2000
#: Tries of one request, the seconds before the second (doubled before each further one), and the longest wait.
TRIES, BACKOFF, LONGEST_WAIT = 4, 1.0, 60.0
#: Tries where answers come but are malformed: at temperature 0 they rarely change.
TRIES_MALFORMED = 2
#: Seconds for one request: a large model on a small machine takes its time.
TIMEOUT = 180.0
#: Batches that fail one after the other, halves counted, before the rest is not sent: more than the halves of one batch.
GIVE_UP = 10


class LLMScorer:
    """A language model's ratings, asked for in batches of numbered sentences at temperature 0.

    The endpoint is the one that TEXTLENS_LLM_BASE_URL or OPENAI_BASE_URL names (there is no default), the key that in
    TEXTLENS_LLM_API_KEY or OPENAI_API_KEY (not needed on this machine). A warning says where sentences go before the
    first goes. Each different sentence is sent once, one without anything to read never; with TEXTLENS_LLM_CACHE naming a
    file, its rating is remembered there (hashes and numbers only).

    A request that fails is tried again after a while, then its batch is halved. What still has no rating is NaN, and
    one warning counts it. Sentences are data to the model, but a model can be fooled: a sentence may sway the ratings of
    its batch, never more.

    Args:
        model: the model's name at the endpoint.
        tries: how often a request is tried at most.
        backoff: seconds before the second try, doubled before each further one; a server's Retry-After goes before it.
        timeout: seconds for one try.
        progress: called with (sentences done, sentences to do) after each batch.

    Raises:
        ImportError: the extra ``llm`` is not installed.
        ValueError: the endpoint or its key is not set, or the cache cannot be used.
    """

    about = "a language model behind any OpenAI-compatible endpoint: SENDS EVERY SENTENCE THERE; extra 'llm'"

    def __init__(
        self,
        model: str,
        *,
        tries: int = TRIES,
        backoff: float = BACKOFF,
        timeout: float = TIMEOUT,
        progress: Callable[[int, int], object] | None = None,
    ) -> None:
        self.name = f"llm:{model}"
        self.tries, self.backoff, self.progress = tries, backoff, progress
        self._endpoint = Endpoint(model, self.name, timeout)
        self._cache = RatingCache.from_environment(model)

    def score(self, batch: SentenceBatch) -> Scores:
        """Sentiment of each sentence, and its emotion where the model gave one."""
        readable = [text if identify(shadow).readable else None for text, shadow in zip(batch.text, batch.shadow, strict=True)]
        ratings = self._rate(list(dict.fromkeys(text for text in readable if text is not None)))
        found = [None if text is None else ratings.get(text) for text in readable]
        sentiment = np.array([np.nan if rating is None else rating[0] for rating in found], dtype=np.float64)
        return Scores(sentiment, emotions=_emotions(found))

    def _rate(self, sentences: list[str]) -> dict[str, Rating]:
        """The ratings of different sentences, those without one left out."""
        ratings = self._cache.find(sentences) if self._cache else {}
        unknown = [sentence for sentence in sentences if sentence not in ratings]
        errand = _Errand(self._endpoint, self.tries, self.backoff)
        try:
            for part in _batches(unknown):
                found = errand.rate(part)
                ratings |= found
                if self._cache and found:
                    self._cache.keep(found)
                errand.done += len(part)
                if self.progress is not None:
                    self.progress(errand.done, len(unknown))
        finally:
            self._endpoint.close()
        if errand.lost:
            reasons = ", ".join(f"{count} × {reason}" for reason, count in errand.lost.most_common())
            warnings.warn(
                f"scorer {self.name!r}: {errand.lost.total()} of {len(sentences)} different sentences got no rating and are NaN ({reasons})",
                UserWarning,
                stacklevel=2,
            )
        return ratings


class _Errand:
    """The requests of one call of `LLMScorer.score`, and what came of them.

    Attributes:
        done: sentences that were tried.
        lost: how many sentences got no rating, by reason.
    """

    def __init__(self, endpoint: Endpoint, tries: int, backoff: float) -> None:
        self._endpoint, self._tries, self._backoff = endpoint, tries, backoff
        self._failures = 0  # batches that failed one after the other
        self.done = 0
        self.lost: Counter[str] = Counter()

    def rate(self, sentences: Sequence[str]) -> dict[str, Rating]:
        """The ratings of one batch, in halves where the whole fails."""
        if self._failures >= GIVE_UP:
            self.lost["not sent after too many failures"] += len(sentences)
            return {}
        try:
            ratings = dict(zip(sentences, self._ask(sentences), strict=True))
        except (RequestFailed, MalformedAnswer) as error:
            self._failures += 1
            if len(sentences) == 1:
                self.lost[str(error)] += 1
                return {}
            half = len(sentences) // 2
            return self.rate(sentences[:half]) | self.rate(sentences[half:])
        self._failures = 0
        return ratings

    def _ask(self, sentences: Sequence[str]) -> list[Rating]:
        """One batch, tried again after a growing while where that may help."""
        tried = 0
        while True:
            tried += 1
            pause = self._backoff * 2 ** (tried - 1)
            try:
                return self._endpoint.rate(sentences)
            except RequestFailed as error:
                if tried >= self._tries or not error.passing:
                    raise
                pause = pause if error.wait is None else error.wait
            except MalformedAnswer:
                if tried >= min(self._tries, TRIES_MALFORMED):
                    raise
            time.sleep(min(LONGEST_WAIT, pause))


def _batches(sentences: Sequence[str]) -> Iterator[list[str]]:
    """Batches of at most `SENTENCES` and, but for a single long sentence, `CHARACTERS`."""
    batch: list[str] = []
    for sentence in sentences:
        if batch and (len(batch) == SENTENCES or sum(map(len, batch)) + len(sentence) > CHARACTERS):
            yield batch
            batch = []
        batch.append(sentence)
    if batch:
        yield batch


def _emotions(ratings: Sequence[Rating | None]) -> np.ndarray | None:
    """1 for a sentence's emotion and 0 for the others, shape (n, 7); NaN where it has none; None where no sentence has."""
    emotions = np.full((len(ratings), len(EMOTIONS)), np.nan)
    for row, rating in zip(emotions, ratings, strict=True):
        if rating is not None and rating[1] is not None:
            row[:] = 0.0
            if rating[1] >= 0:
                row[rating[1]] = 1.0
    return None if np.isnan(emotions).all() else emotions
