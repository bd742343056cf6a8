"""Fit the curves that put SnowNLP's and VADER's word averages on one scale (src/textlens/score/routed.py).

Run: python tools/fit_routed_scale.py NARRATIVE.tsv.gz
The table has the columns lang (zh-Hans, zh-Hant, en), valence (-3..3) and text. Needs scipy.
"""

import csv
import gzip
import re
import sys

import numpy as np
from scipy.optimize import least_squares
from scipy.stats import spearmanr

from textlens.identify.script import HAN
from textlens.normalise.convert import to_simplified
from textlens.score.snownlp_bayes import log_odds, prior_log_odds
from textlens.score.vader import valence_sum

PAD = 8.0
HAN_RUN = re.compile(f"[{HAN}]+")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def fit(average: np.ndarray, valence: np.ndarray, *, centred: bool) -> None:
    """Print the least-squares curve and how well its order agrees with the readers'."""

    def error(q: np.ndarray) -> np.ndarray:
        return np.asarray(q[1] * np.tanh(q[0] * (average - (0.0 if centred else q[2]))) - valence)

    slope, gain, centre = least_squares(error, [1.0, 0.5, 0.0], bounds=([0.1, 0.05, -3], [20, 1, 3])).x
    rank = spearmanr(average, valence)[0]
    print(f"centre {0.0 if centred else centre:.3f}  slope {slope:.2f}  gain {gain:.3f}  Spearman {rank:.3f}  n {len(average)}")


def main() -> None:
    """Fit both languages."""
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    chinese = [r for r in rows if r["lang"].startswith("zh")]
    shadow = [to_simplified(r["text"]) if r["lang"] == "zh-Hant" else r["text"] for r in chinese]
    runs = [HAN_RUN.findall(text) for text in shadow]
    odds, _ = log_odds([" ".join(run) for run in runs])
    words = np.array([sum(map(len, run)) / 1.6 for run in runs])
    fit((odds - prior_log_odds()) / (words + PAD), np.array([float(r["valence"]) / 3 for r in chinese]), centred=False)
    english = [r for r in rows if r["lang"] == "en"]
    words = np.array([len(WORD.findall(r["text"])) for r in english])
    average = valence_sum([r["text"] for r in english]) / (words + PAD)
    fit(average, np.array([float(r["valence"]) / 3 for r in english]), centred=True)


if __name__ == "__main__":
    main()
