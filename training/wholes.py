"""Stage 12: how sentences make up a whole, and how far off the whole's score is: the figures of `READINGS` in aggregate/interval.py.

    python training/wholes.py --work build --model textlens

Uses passages kept from training: whole paragraphs and passages that were judged as wholes (`wholes.tsv`: name, judgement -3..3,
emotion, the ids of its sentences), and stretches of the dev split.
"""

import argparse
from pathlib import Path

import numpy as np
from distil import open_model
from finetune import Examples, predict
from intervals import coverage, fit
from ngrams import added
from scipy.stats import pearsonr

from textlens.aggregate.interval import READINGS, Reading
from textlens.score.model.scorer import on_scale


def whole(scores: np.ndarray, reading: Reading) -> tuple[float, float]:
    """The score of a whole and the effective number of its sentences."""
    weight = reading.weights(scores, np.zeros(len(scores), dtype=np.int64), paragraphs=True)
    return float((scores * weight).sum() / weight.sum()), float(weight.sum() ** 2 / (weight**2).sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", default="textlens")
    parser.add_argument("--scorer", choices=READINGS, default="textlens", help="whose figures as they are now to try")
    options = parser.parse_args()
    work: Path = options.work
    examples = Examples(work)
    model = open_model(work / f"{options.model}.pt")
    rows = np.flatnonzero((examples.split == 3) | (examples.split == 1))
    score = np.full(len(examples.end), np.nan)
    score[rows] = on_scale(predict(model, examples, rows)[0] + added(work, options.model, examples, rows))
    place = dict(line.split("\t") for line in (work / "reading_rows.tsv").read_text(encoding="utf-8").splitlines())
    parts, truth, own = [], [], []
    for line in (Path(__file__).parent / "wholes.tsv").read_text(encoding="utf-8").splitlines():
        _, value, _, ids = line.split("\t")
        numbers = [int(place[i]) for i in ids.split() if i in place]
        if numbers and not np.isnan(score[numbers]).any():
            parts.append(score[numbers])
            own.append(examples.target[numbers])
            truth.append(float(value) / 3)
    y = np.array(truth)
    short = np.array([len(p) < 13 for p in parts])
    print(f"{len(y)} wholes kept from training, {int(short.sum())} of them paragraphs")
    for power in (0.0, 0.5, 0.75, 1.0):
        for last in (0.0, 0.6):
            reading = Reading(power=power, last=last)
            line = f"power {power} last {last}:"
            for name, values in (("model", parts), ("readers' sentences", own)):
                x = np.array([whole(v, reading)[0] for v in values])
                line += f"  {name} r {pearsonr(x[short], y[short])[0]:.3f} / {pearsonr(x[~short], y[~short])[0]:.3f}"
                line += f" slope {np.sum(x * y) / np.sum(x * x):.2f} rmse {np.sqrt(np.mean((x - y) ** 2)):.3f}"
            print(line)
    reading = READINGS[options.scorer]
    dev = np.flatnonzero(examples.split == 1)
    groups = np.split(dev, np.flatnonzero(np.diff(examples.group[dev])) + 1)
    for size in (1, 2, 3, 5, 10):
        errors, effective = [], []
        for group in groups:
            for at in range(0, len(group) - size + 1, size):
                rows = group[at : at + size]
                a, n = whole(score[rows], reading)
                b, _ = whole(examples.target[rows], reading)
                errors.append(a - b)
                effective.append(n)
        print(
            f"stretches of {size}: variance of the error {np.var(errors):.4f}, mean {np.mean(errors):+.3f}, effective {np.mean(effective):.2f}"
        )
    scored = [whole(p, reading) for p in parts]
    misses, share = np.array([x for x, _ in scored]) - y, np.array([1 / n for _, n in scored])
    shared, own = fit(misses, share)
    print(
        f"for 90 % of them: shared {shared:.3f} own {own:.3f}; as it is {coverage(misses, share, reading.shared, reading.own):.3f}"
    )
    print(
        f"wholes: variance of the error {np.mean(misses[short] ** 2):.4f} (paragraphs) {np.mean(misses[~short] ** 2):.4f} (passages)"
    )


if __name__ == "__main__":
    main()
