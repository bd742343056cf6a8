"""Stage 11: a linear model of n-grams beside a network, fitted to what the network leaves of the annotated sentences.

    python training/ngrams.py --work build --model student1 student2 --shares 0.4 0.6 --name textlens

Writes WORK/NAME.pt, the mean of the models, and WORK/NAME_ngrams.npz: `unigrams` (vocabulary,) and `bigrams` (`ROWS`,), float32,
which add to the raw score, their sum divided by what `divisor` says. Ridge regression on the residuals in
units of sentiment (Gauss-Newton, two steps). A bigram counts only where at least `SOURCES` training sentences hold it.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from distil import open_model
from finetune import DOMAINS, Examples, Model, predict, report
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import lsqr

from textlens.score.model.network import bigram_rows, divisor

ROWS, SOURCES, RIDGE = 1 << 21, 5, 10.0
#: Weight of a row in the fit. Labels say less than readers do of the scale, so that their size is taken down as well.
WEIGHT = {"narrative": 2.0, "reading": 1.0, "written": 1.0, "shopping": 0.3, "waimai": 0.5, "nlpcc14": 1.0, "cvas": 0.5, "cvap": 0.3,
          "tweets": 0.5, "amazon": 0.4, "movie": 1.0}  # fmt: skip
LABEL_SIZE = 0.8
#: Share of what readers leave that is believed: part of it is of the sources, and says nothing of texts from elsewhere.
BELIEVED = 0.2


def features(examples: Examples, rows: np.ndarray) -> csr_matrix:
    """Pieces and pairs of the rows' sentences: sparse float32 matrix (rows, vocabulary and ROWS)."""
    size = examples.size[rows]
    row = np.repeat(np.arange(len(rows)), size)
    at = np.arange(size.sum()) + np.repeat(examples.begin[rows] - (np.cumsum(size) - size), size)
    pieces = examples.pieces[at].astype(np.int64)
    within = row[1:] == row[:-1]
    vocabulary = examples.vocabulary
    column = np.concatenate([pieces, bigram_rows(pieces, ROWS)[within] + vocabulary])
    row = np.concatenate([row, row[:-1][within]])
    value = (1 / divisor(size))[row].astype(np.float32)
    return csr_matrix((value, (row, column)), shape=(len(rows), vocabulary + ROWS))


def added(work: Path, name: str, examples: Examples, rows: np.ndarray) -> np.ndarray:
    """What the n-grams fitted to a model add to the raw scores of the rows."""
    with np.load(work / f"{name}_ngrams.npz") as tables:
        return np.asarray(features(examples, rows) @ np.concatenate([tables["unigrams"], tables["bigrams"]]))


def mean_of(work: Path, names: list[str], shares: list[float]) -> Model:
    """The model whose weights are the weighted mean of others of one training."""
    models = [open_model(work / f"{name}.pt") for name in names]
    weights = [model.state_dict() for model in models]
    models[0].load_state_dict(
        {key: sum(share * w[key] for w, share in zip(weights, shares, strict=True)) for key in weights[0]}
    )
    return models[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", nargs="+", required=True)
    parser.add_argument("--shares", nargs="+", type=float, default=[1.0])
    parser.add_argument("--name", required=True)
    parser.add_argument("--embedding", help="a model whose embedding it takes, which both scorers share")
    options = parser.parse_args()
    work: Path = options.work
    examples = Examples(work)
    model = mean_of(work, options.model, options.shares)
    if options.embedding:
        model.encoder.embedding.weight.data.copy_(open_model(work / f"{options.embedding}.pt").encoder.embedding.weight.data)
    weight = np.array([WEIGHT.get(name, 0.0) for name in DOMAINS])
    read = DOMAINS.index("written") + 1
    train = np.flatnonzero((examples.split == 0) & (weight[examples.domain] > 0) & ~np.isnan(examples.target))
    root = np.sqrt(weight[examples.domain[train]])
    matrix = features(examples, train)
    often = matrix.getnnz(axis=0) >= SOURCES
    often[: examples.vocabulary] = True
    matrix = matrix @ diags(often.astype(np.float32))
    matrix.eliminate_zeros()
    raw = predict(model, examples, train)[0].astype(np.float64)
    own = np.tanh(raw) + BELIEVED * (examples.target[train] - np.tanh(raw))
    target = np.where(examples.domain[train] < read, own, LABEL_SIZE * examples.target[train])
    print(options.name, report(model, examples, True), flush=True)
    found = np.zeros(matrix.shape[1])
    for _ in range(2):
        score = np.tanh(raw + matrix @ found)
        slope = diags(root * (1 - score**2)) @ matrix
        found = lsqr(slope, root * (target - score) + slope @ found, damp=RIDGE**0.5, iter_lim=40)[0]
    print("with n-grams", report(model, examples, True, beside=lambda rows: features(examples, rows) @ found), flush=True)
    found = found.astype(np.float32)
    torch.save({"model": model.state_dict(), "shape": model.encoder.shape.as_dict()}, work / f"{options.name}.pt")
    np.savez(work / f"{options.name}_ngrams.npz", unigrams=found[: examples.vocabulary], bigrams=found[examples.vocabulary :])


if __name__ == "__main__":
    main()
