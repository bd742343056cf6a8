"""Stage 3: texts as piece numbers, and word vectors of the pieces (skip-gram, gensim).

    python training/vectors.py --work build

Writes WORK/ids/NAME.npy (int32: piece numbers, -1 behind a paragraph, -2 behind a document) and WORK/vectors.npy
(float32, one row an entry of the vocabulary).
"""

import argparse
import time
from pathlib import Path

import numpy as np
from gensim.models import Word2Vec

from textlens.score.model.forms import Vocabulary

PARAGRAPH, DOCUMENT = -1, -2
#: How often the word vectors see each corpus in an epoch: what users bring counts most.
REPEAT = {"blogs": 2, "narrative_train": 2}
SIZE = 128


def encode(path: Path, vocabulary: Vocabulary) -> np.ndarray:
    numbers: list[int] = []
    pieces = vocabulary.pieces
    blog = path.name == "blogs.txt"
    with open(path, encoding="utf-8") as file:
        for line in file:
            if blog and line.startswith("\t"):
                continue
            words = line.split()
            if words:
                for word in words:
                    numbers += pieces(word)
                numbers.append(PARAGRAPH)
            elif numbers:
                numbers.append(DOCUMENT)
    return np.array(numbers, dtype=np.int32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    options = parser.parse_args()
    work: Path = options.work
    vocabulary = Vocabulary((work / "vocabulary.txt").read_text(encoding="utf-8").splitlines())
    (work / "ids").mkdir(exist_ok=True)
    with open(work / "vectors.txt", "w") as corpus:
        for path in sorted((work / "forms").glob("*.txt")):
            numbers = encode(path, vocabulary)
            np.save(work / "ids" / f"{path.stem}.npy", numbers)
            print(path.stem, len(numbers), f"unknown {np.mean(numbers == 2):.4f}", flush=True)
            if path.stem == "narrative_dev":
                continue
            paragraphs = [p.tolist() for p in np.split(numbers, np.flatnonzero(numbers == PARAGRAPH))]
            for _ in range(REPEAT.get(path.stem, 1)):
                for paragraph in paragraphs:
                    if paragraph:
                        corpus.write(" ".join(str(n) for n in paragraph if n >= 0) + "\n")
    began = time.perf_counter()
    model = Word2Vec(
        corpus_file=str(work / "vectors.txt"),
        vector_size=SIZE, window=5, sg=1, negative=5, sample=1e-4, min_count=5, epochs=options.epochs, workers=2, seed=1,
    )  # fmt: skip
    vectors = np.random.default_rng(1).normal(0, 0.05, (len(vocabulary), SIZE)).astype(np.float32)
    for key, row in model.wv.key_to_index.items():
        vectors[int(key)] = model.wv.vectors[row]
    np.save(work / "vectors.npy", vectors)
    print(f"vectors {vectors.shape}, {len(model.wv)} trained, {time.perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
