"""What the scorers that ship reach on what was kept from training: the tables of docs/model-card.md.

python training/measure.py --data ../shared/data --scorers textlens textlens-fast textlens-large snownlp vader
"""

import argparse
import csv
import gzip
from pathlib import Path

import numpy as np
from examples import kept
from scipy.stats import spearmanr

from textlens.evaluation.behaviour import pass_rates, text_sentiments
from textlens.identify.script import identify
from textlens.normalise.convert import to_simplified_each
from textlens.normalise.shadow import Shadow
from textlens.score.protocol import SentenceBatch
from textlens.score.registry import resolve, run
from textlens.segment.han import segmenter
from textlens.segment.tokens import tokenize

CODES = dict(zip("jlsafdun", ("joy", "love", "sadness", "anger", "fear", "disgust", "surprise", "neutral"), strict=True))


def narrative(data: Path, scorers: list[str]) -> None:
    """Spearman and emotions on the dev split, each sentence in its passage."""
    with gzip.open(data / "narrative" / "dev.tsv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    names, rows = rows[0], rows[1:]
    column = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    target = (np.array(column["valence"], dtype=float) + np.array(column["valence_2"], dtype=float)) / 6
    hant = [i for i, lang in enumerate(column["lang"]) if lang == "zh-Hant"]
    shadows = list(column["text"])
    for i, text in zip(hant, to_simplified_each([shadows[i] for i in hant]), strict=True):
        shadows[i] = text
    passage = np.cumsum([a != b for a, b in zip(column["passage"], ["", *column["passage"]], strict=False)])
    tokens = tokenize([Shadow(text, 0, None) for text in shadows], segmenter())
    batch = SentenceBatch(column["text"], shadows, [identify(text).lang for text in shadows], passage, tokens)
    for name in scorers:
        scores = run(resolve(name), batch, np.ones(len(rows), dtype=bool))
        value = np.nan_to_num(scores.sentiment)
        line = f"{name:16s} dev"
        for lang in ("zh", "en"):
            here = np.array([x.startswith(lang) for x in column["lang"]])
            line += f"  {lang} {spearmanr(value[here], target[here])[0]:.3f}"
        clear = np.abs(target) >= 0.5
        line += f"  sign of clearly toned {np.mean(np.sign(value[clear]) == np.sign(target[clear])):.3f}"
        if scores.emotions is not None:
            full = np.column_stack([scores.emotions, 1 - scores.emotions.sum(axis=1)])
            named = np.array(list(CODES))[np.nan_to_num(full).argmax(axis=1)]
            right = [a in (b, c) for a, b, c in zip(named, column["emotion"], column["emotion_2"], strict=True)]
            line += f"  emotion {np.mean(right):.3f}"
        print(line, flush=True)


def reviews(data: Path, scorers: list[str]) -> None:
    """Share of reviews whose sentiment has the sign of their label, of the tenth kept from training."""
    sets = (
        ("shopping", "zh_online_shopping_10_cats"),
        ("waimai", "zh_waimai_10k"),
        ("nlpcc14", "zh_nlpcc2014_sc_reviews"),
        ("movie", "en_vader_movie"),
    )
    for label, name in sets:
        with gzip.open(data / "labelled" / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if kept(row["text"]) and row["text"].strip()]
        value = np.array([float(row["label"]) for row in rows])
        positive = value > (0 if label == "movie" else 0.5)
        for scorer in scorers:
            sentiment = np.nan_to_num(text_sentiments([row["text"] for row in rows], scorer))
            print(f"{scorer:16s} {label}: {np.mean((sentiment > 0) == positive):.3f} of {len(rows)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scorers", nargs="+", default=["textlens"])
    options = parser.parse_args()
    narrative(options.data, options.scorers)
    reviews(options.data, options.scorers)
    print(pass_rates(options.scorers).round(3).to_string())


if __name__ == "__main__":
    main()
