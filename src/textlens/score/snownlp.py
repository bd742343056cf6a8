"""SnowNLP's own sentiment, mapped from 0..1 to -1..1."""

import numpy as np

from textlens.score.protocol import Scores, SentenceBatch


class SnowNLPScorer:
    """SnowNLP's probability p of "positive" as 2p - 1, sentence by sentence; Chinese only, NaN elsewhere."""

    name = "snownlp"
    about = "SnowNLP's own numbers mapped to -1..1; Chinese only"

    def score(self, batch: SentenceBatch) -> Scores:
        """Score the Chinese and mixed sentences of the batch."""
        from textlens.score.snownlp_bayes import probabilities

        rows = [i for i, lang in enumerate(batch.lang) if lang in ("zh", "mixed")]
        sentiment = np.full(len(batch), np.nan)
        if rows:
            sentiment[rows] = 2.0 * probabilities([batch.shadow[i] for i in rows]) - 1.0
        return Scores(sentiment)
