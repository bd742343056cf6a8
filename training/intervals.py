"""Stage 14: whether the intervals of paragraphs and months are as wide as they say, on gold that no training has seen.

    python training/intervals.py --scorers textlens textlens-fast --gold FOLDER

Without --gold, on the project's own. Prints the share of the wholes whose readers lie in the interval, as it is and as it would be,
were `shared` and `own` of `READINGS` fitted on every other document and tried on the rest.
"""

import argparse
from dataclasses import replace

import numpy as np

from textlens.aggregate import interval
from textlens.evaluation.gold import SCALE, read_gold
from textlens.evaluation.predict import Predicted, predict

# Small enough that no bound is cut off at -1 or 1.
_SMALL = 1e-6


def errors_of(predicted: list[Predicted]) -> tuple[np.ndarray, np.ndarray]:
    """Errors of the wholes (paragraphs, then months) and 1 / the effective number of their sentences."""
    errors, inverse = [], []
    for p in predicted:
        months = np.array(list(p.document.months.values()))
        for value, bounds, gold in (
            (p.paragraphs, p.paragraph_bounds, p.document.paragraphs.valence),
            (p.months, p.month_bounds, months),
        ):
            if len(gold):
                errors.append(value - gold / SCALE)
                inverse.append(((bounds[:, 1] - bounds[:, 0]) / 2 / interval._Z95) ** 2 / _SMALL)
    error, share = np.concatenate(errors), np.concatenate(inverse)
    known = ~np.isnan(error) & ~np.isnan(share)
    return error[known], share[known]


def fit(error: np.ndarray, share: np.ndarray) -> tuple[float, float]:
    """`shared` and `own`: likeliest in proportion for normal errors, then stretched until 90 % are covered."""
    best, likely = (0.05, 0.05), -np.inf
    for shared in np.geomspace(0.005, 0.3, 40):
        for own in np.geomspace(0.005, 0.5, 40):
            variance = shared + own * share
            value = -0.5 * np.sum(np.log(variance) + error**2 / variance)
            if value > likely:
                best, likely = (float(shared), float(own)), value
    needed = np.quantile(error**2 / (best[0] + best[1] * share), interval.LEVEL) / interval._Z95**2
    return best[0] * needed, best[1] * needed


def coverage(error: np.ndarray, share: np.ndarray, shared: float, own: float) -> float:
    return float(np.mean(np.abs(error) <= interval._Z95 * np.sqrt(shared + own * share)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scorers", nargs="+", default=["textlens", "textlens-fast"])
    parser.add_argument("--gold", help="a folder with gold_valence.tsv")
    options = parser.parse_args()
    documents = sorted(read_gold(options.gold), key=lambda d: d.name)
    for name in options.scorers:
        now = interval.READINGS[name]
        interval.READINGS[name] = replace(now, shared=0.0, own=_SMALL)
        predicted = predict(documents, name)
        interval.READINGS[name] = now
        halves = [errors_of(predicted[i::2]) for i in (0, 1)]
        for i, (here, there) in enumerate((halves, halves[::-1])):
            shared, own = fit(*here)
            covered = [coverage(*half, shared, own) for half in (here, there)]
            print(
                f"{name}: half {i + 1} ({len(here[0])} wholes): shared {shared:.3f} own {own:.3f}, covers {covered[0]:.3f} of it, {covered[1]:.3f} of the other"
            )
        everything = [np.concatenate(parts) for parts in zip(*halves, strict=True)]
        print(f"{name}: as it is {coverage(*everything, now.shared, now.own):.3f} of {len(everything[0])}")


if __name__ == "__main__":
    main()
