"""Print how far the two passes over the open gold agree.

Run: python tools/gold_agreement.py
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from textlens.evaluation.measures import pearson, spearman

GOLD = Path(__file__).parents[1] / "data" / "gold"


def rows(name: str) -> Iterator[list[str]]:
    """Rows of one of the gold's tables."""
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def main() -> None:
    """Print agreement on sentences, emotions and wholes."""
    sentences = list(rows("passes.tsv"))
    first, second = np.array([[float(r[3]), float(r[4])] for r in sentences]).T
    same = np.mean([r[5] == r[6] for r in sentences])
    apart = np.abs(first - second)
    documents = {r[0] for r in sentences}
    print(f"documents {len(documents)}, sentences {len(sentences)}")
    print(f"sentences: Pearson {pearson(first, second):.3f}, Spearman {spearman(first, second):.3f}, emotions equal {same:.3f}")
    print(f"apart by 2 or more: {np.mean(apart >= 2):.3f}; by 3 or more: {int(np.sum(apart >= 3))} sentences")
    for unit in ("paragraph", "month", "document"):
        pairs = np.array([[float(r[3]), float(r[4])] for r in rows("passes_whole.tsv") if r[1] == unit])
        print(f"{unit}s: {len(pairs)}, Pearson {pearson(*pairs.T):.3f}")


if __name__ == "__main__":
    main()
