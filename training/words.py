"""Stage 4: how words feel, laid out by the vocabulary.

    python training/words.py --work build

Writes WORK/valence.npy: float32, one number an entry, -1..1; 0 for a word that was read and carries nothing, NaN for one not read.
"""

import argparse
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True)
    work: Path = parser.parse_args().work
    number = {entry: i for i, entry in enumerate((work / "vocabulary.txt").read_text(encoding="utf-8").splitlines())}
    valence = np.full(len(number), np.nan, dtype=np.float32)
    for word in (HERE / "words_read.txt").read_text(encoding="utf-8").split():
        if word in number:
            valence[number[word]] = 0
    for line in (HERE / "words.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        word, value, _ = line.split("\t")
        if word in number:
            valence[number[word]] = int(value) / 4
    np.save(work / "valence.npy", valence)
    print(f"{np.nansum(valence != 0):.0f} words with a feeling of {np.sum(~np.isnan(valence))} read")


if __name__ == "__main__":
    main()
