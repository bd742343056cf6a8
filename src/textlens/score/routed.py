"""The default scorer for now: each sentence to the scorer of its language, on one scale.

Chinese words are weighed by SnowNLP's log-odds, English words and emoji by VADER's valences. Both are averaged over the
words, so that a score does not grow with length, and each average is mapped to -1..1 by a curve fitted to
annotated sentences.
"""

import re

import numpy as np

from textlens.identify.script import HAN
from textlens.score.protocol import Scores, SentenceBatch

_HAN_RUN = re.compile(f"[{HAN}]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# sentiment = gain * tanh(slope * (average - centre)), averages taken over (words + pad): least squares to readers'
# valence / 3 on annotated narrative sentences (tools/fit_routed_scale.py). A weak scorer gets a small gain: what it
# says is what readers can be expected to say.
_CHINESE = {"pad": 8.0, "centre": 0.091, "slope": 3.17, "gain": 0.188}
_ENGLISH = {"pad": 8.0, "centre": 0.0, "slope": 3.80, "gain": 0.575}


def _curve(average: np.ndarray, *, pad: float, centre: float, slope: float, gain: float) -> np.ndarray:
    return np.asarray(gain * np.tanh(slope * (average - centre)))


class RoutedScorer:
    """SnowNLP's words for Chinese, VADER's for English and emoji, both for mixed sentences, on one scale."""

    name = "textlens"
    about = "the default: SnowNLP's word weights for Chinese, VADER's for English, averaged over words, on one scale"

    def score(self, batch: SentenceBatch) -> Scores:
        """Weigh the Chinese and the English words of each sentence."""
        n = len(batch)
        chinese, n_chinese = self._chinese(batch)
        english, n_english = self._english(batch)
        total = n_chinese + n_english
        with np.errstate(invalid="ignore", divide="ignore"):
            sentiment = (np.nan_to_num(chinese) * n_chinese + np.nan_to_num(english) * n_english) / total
        names = [
            "textlens:" + "+".join(name for name, count in (("snownlp", n_chinese[i]), ("vader", n_english[i])) if count)
            if total[i]
            else ""
            for i in range(n)
        ]
        return Scores(sentiment, [name or self.name for name in names])

    def _chinese(self, batch: SentenceBatch) -> tuple[np.ndarray, np.ndarray]:
        from textlens.score.snownlp_bayes import log_odds, prior_log_odds

        rows = [i for i, text in enumerate(batch.shadow) if _HAN_RUN.search(text)]
        average, words = np.full(len(batch), np.nan), np.zeros(len(batch))
        if rows:
            # Only the Han characters: SnowNLP would count every Latin word and mark as one it does not know.
            odds, _ = log_odds([" ".join(_HAN_RUN.findall(batch.shadow[i])) for i in rows])
            words[rows] = [sum(map(len, _HAN_RUN.findall(batch.shadow[i]))) / 1.6 for i in rows]
            average[rows] = (odds - prior_log_odds()) / (words[rows] + _CHINESE["pad"])
        return _curve(average, **_CHINESE), words

    def _english(self, batch: SentenceBatch) -> tuple[np.ndarray, np.ndarray]:
        from textlens.identify.script import has_symbols
        from textlens.score.vader import valence_sum

        rest = [_HAN_RUN.sub(" ", text) for text in batch.shadow]
        words = np.array([len(_WORD.findall(text)) + 2 * has_symbols(text) for text in rest], dtype=np.float64)
        rows = np.flatnonzero(words)
        average = np.full(len(batch), np.nan)
        if rows.size:
            average[rows] = valence_sum([rest[i] for i in rows]) / (words[rows] + _ENGLISH["pad"])
        return _curve(average, **_ENGLISH), words
