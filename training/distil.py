"""Stages 9 and 10: small networks learn from the teachers, on the teachers' view of unlabelled text and on the annotated sentences.

    python training/distil.py --work build --label teacher1 teacher2
    python training/distil.py --work build --name student --width 192 --layers 2 --heads 3 --inner 512 --around 1
    python training/distil.py --work build --name student-fast --width 128 --layers 1 --heads 0 --inner 256 --around 2

The first command writes WORK/seen.npz: sentences of unlabelled paragraphs with the mean of the teachers' raw scores and emotions,
and the same for the annotated and labelled ones. The students share the first teacher's embedding, as it is shipped (int8).
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from export import quantise
from finetune import DOMAINS, IN_DOMAIN, Examples, Model, masked, predict, report
from network import Shape, count
from torch import nn

from textlens.score.model.scorer import LONGEST

#: Sentences taken of each corpus.
SENTENCES = {"blogs": 250_000, "zh_hans": 50_000, "zh_hant": 35_000, "en": 45_000}
_ENDS = (".", "!", "?", "!!", "??", "?!", "…")
#: Labelled domains whose labels are a judgement of the row.
RATED = [DOMAINS.index(name) for name in ("shopping", "waimai", "nlpcc14", "movie", "tweets", "amazon")]
#: Short sets of labels, which may be gone through more often (--again) and are believed more than the teachers are.
SHORT = [DOMAINS.index(name) for name in ("nlpcc14", "movie")]
_CLOSING = ('"', "'", ")", "]")


def sentences_of(numbers: np.ndarray, ends: set[int], closing: set[int]) -> list[list[list[int]]]:
    """Paragraphs of a corpus as lists of sentences of pieces."""
    found = []
    for paragraph in np.split(numbers, np.flatnonzero(numbers < 0)):
        pieces = paragraph[paragraph >= 0].tolist()
        sentences: list[list[int]] = [[]]
        ended = False
        for piece in pieces:
            if ended and piece not in closing and piece not in ends:
                sentences.append([])
                ended = False
            sentences[-1].append(piece)
            ended = ended or piece in ends
        if pieces:
            found.append(sentences)
    return found


def gather(work: Path, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Sentences of unlabelled paragraphs, as in `examples.npz`."""
    entries = (work / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
    number = {entry: i for i, entry in enumerate(entries)}
    ends, closing = {number[e] for e in _ENDS if e in number}, {number[e] for e in _CLOSING if e in number}
    pieces: list[int] = []
    end: list[int] = []
    group: list[int] = []
    groups = 0
    for name, wanted in SENTENCES.items():
        paragraphs = sentences_of(np.load(work / "ids" / f"{name}.npy"), ends, closing)
        taken = 0
        for i in rng.permutation(len(paragraphs)).tolist():
            sentences = [s[:LONGEST] for s in paragraphs[i][:40]]
            groups += 1
            for sentence in sentences:
                pieces += sentence
                end.append(len(pieces))
                group.append(groups)
            taken += len(sentences)
            if taken >= wanted:
                break
    n = len(end)
    return {
        "pieces": np.array(pieces, dtype=np.int32), "end": np.array(end), "group": np.array(group, dtype=np.int32),
        "domain": np.zeros(n, dtype=np.int8), "target": np.full(n, np.nan, dtype=np.float32), "lang": np.zeros(n, dtype=np.int8),
        "emotion": np.zeros((n, 8), dtype=np.float32), "split": np.zeros(n, dtype=np.int8),
    }  # fmt: skip


def open_model(path: Path) -> Model:
    saved = torch.load(path, weights_only=True)
    model = Model(Shape(**saved["shape"]))
    model.load_state_dict(saved["model"])
    return model


def label(work: Path, teachers: list[str], unlabelled_only: bool) -> None:
    rng = np.random.default_rng(5)
    np.savez(work / "seen_examples.npz", **gather(work, rng))
    models = [open_model(work / f"{name}.pt") for name in teachers]
    sources = {"seen": "seen_examples"} if unlabelled_only else {"seen": "seen_examples", "known": "examples"}
    for name, source in sources.items():
        examples = Examples(work, source)
        rows = np.arange(len(examples.end))
        if name == "known":  # of the labelled rows a pupil sees every fifth
            inside = examples.domain < IN_DOMAIN
            rows = rows[(examples.split == 0) & (inside | (rng.random(len(rows)) < 0.2))]
        began = time.perf_counter()
        raw, emotion = np.zeros(len(rows)), np.zeros((len(rows), 8))
        for model in models:
            r, e = predict(model, examples, rows)
            raw += r / len(models)
            emotion += torch.from_numpy(e).softmax(-1).numpy() / len(models)
        np.savez(work / f"{name}.npz", rows=rows, raw=raw.astype(np.float32), emotion=emotion.astype(np.float32))
        print(name, len(rows), f"{time.perf_counter() - began:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--label", nargs="+")
    parser.add_argument("--unlabelled-only", action="store_true", help="--label leaves out WORK/known.npz")
    parser.add_argument("--name", default="student")
    parser.add_argument("--teacher", default="teacher1")
    parser.add_argument("--again", type=int, default=0, help="further rounds an epoch over short sets of labels")
    parser.add_argument("--resume", help="a pupil that goes on learning")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument(
        "--embedding-rate", type=float, default=0.0, help="above 0 the embedding learns too: a teacher's pupil that teaches"
    )
    parser.add_argument("--drop", type=float, default=0.0, help="share of pieces masked, as when teachers learn")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    for name in ("width", "layers", "heads", "inner", "around"):
        parser.add_argument(
            f"--{name}", type=int, default={"width": 192, "layers": 2, "heads": 3, "inner": 512, "around": 1}[name]
        )
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    work: Path = options.work
    if options.label:
        label(work, options.label, options.unlabelled_only)
        return
    rng = np.random.default_rng(options.seed)
    teacher = open_model(work / f"{options.teacher}.pt")
    shape = Shape(
        teacher.encoder.shape.vocabulary,
        teacher.encoder.shape.embedding,
        options.width,
        options.layers,
        options.heads,
        options.inner,
        options.around,
    )
    model = Model(shape)
    embedding = model.encoder.embedding.weight
    if options.embedding_rate:
        embedding.data.copy_(teacher.encoder.embedding.weight.data)
    else:
        values, scale = quantise(teacher.encoder.embedding.weight.detach().numpy(), 0)
        embedding.data.copy_(torch.from_numpy(values * scale))
        embedding.requires_grad_(False)
    model.gain.data.copy_(teacher.gain.data)
    model.offset.data.copy_(teacher.offset.data)
    if options.resume:  # its embedding stays the teacher's, of whatever teacher it was a pupil
        learned = torch.load(work / f"{options.resume}.pt", weights_only=True)["model"]
        del learned["encoder.embedding.weight"]
        missing, unknown = model.load_state_dict(learned, strict=False)
        if unknown or missing != ["encoder.embedding.weight"]:
            raise SystemExit(f"{options.resume} has another shape: {missing} {unknown}")
    print(count(model), flush=True)
    unlabelled, annotated = Examples(work, "seen_examples"), Examples(work)
    soft_u, soft_a = dict(np.load(work / "seen.npz")), dict(np.load(work / "known.npz"))
    taught = np.tanh(soft_u["raw"])
    # The annotated sentences: what the teachers say and what readers said, each counting half where there is a reader.
    raw = np.zeros(len(annotated.end), dtype=np.float32)
    emotion = np.zeros((len(annotated.end), 8), dtype=np.float32)
    raw[soft_a["rows"]], emotion[soft_a["rows"]] = np.tanh(soft_a["raw"]), soft_a["emotion"]
    inside = np.flatnonzero((annotated.split == 0) & (annotated.domain < IN_DOMAIN))
    # What was written for this project was written against the teachers' faults: there the writer counts most.
    trust = np.where(annotated.domain[inside] == DOMAINS.index("written"), 0.3, 0.6).astype(np.float32)
    raw[inside] = trust * raw[inside] + (1 - trust) * annotated.target[inside]
    emotion[inside] = 0.6 * emotion[inside] + 0.4 * annotated.emotion[inside]
    outside = soft_a["rows"][annotated.domain[soft_a["rows"]] >= IN_DOMAIN]
    # Reviews and ratings have labels of their own, which count beside the teachers', or alone where these were not asked.
    rated = np.flatnonzero((annotated.split == 0) & np.isin(annotated.domain, RATED))
    asked = np.isin(rated, outside)
    believed = np.where(np.isin(annotated.domain[rated], SHORT), 0.35, 0.5)
    mixed = believed * raw[rated] + (0.8 - believed) * annotated.target[rated]
    raw[rated] = np.where(asked, mixed, 0.6 * annotated.target[rated])
    parameters = [p for p in model.parameters() if p is not embedding]
    learned_by = [{"params": parameters, "lr": options.rate, "weight_decay": 0.01}]
    if options.embedding_rate:
        learned_by.append({"params": [embedding], "lr": options.embedding_rate, "weight_decay": 0.0})
    adam = torch.optim.AdamW(learned_by, betas=(0.9, 0.98), fused=True)
    rates = [group["lr"] for group in adam.param_groups]
    averaged = {name: p.detach().clone() for name, p in model.named_parameters() if p.requires_grad}
    began = time.perf_counter()
    steps = 0
    for epoch in range(options.epochs):
        work_list: list[tuple[Examples, np.ndarray, np.ndarray, list[list[int]]]] = []
        rows_u = np.arange(len(unlabelled.end))
        for windows in unlabelled.batches(unlabelled.windows(rows_u, rng), 8000, rng):
            work_list.append((unlabelled, taught, soft_u["emotion"], windows))
        some = rated[rng.random(len(rated)) < 0.6]
        chosen = np.unique(np.concatenate([inside, outside, some]))
        for windows in annotated.batches(annotated.windows(chosen, rng), 8000, rng):
            work_list.append((annotated, raw, emotion, windows))
        again = np.flatnonzero((annotated.split == 0) & np.isin(annotated.domain, SHORT))
        for _ in range(options.again):
            for windows in annotated.batches(annotated.windows(again, rng), 8000, rng):
                work_list.append((annotated, raw, emotion, windows))
        rng.shuffle(work_list)
        total = 0.0
        for number, (examples, score, feelings, windows) in enumerate(work_list):
            done = (epoch + number / len(work_list)) / options.epochs
            for group, rate in zip(adam.param_groups, rates, strict=True):
                group["lr"] = rate * (min(1.0, done / 0.02) * (1 - done) + 0.005)
            pieces, sentence, rows = examples.tensors(windows)
            predicted, logits = model(masked(pieces, options.drop), sentence, len(rows))
            squared = (torch.tanh(predicted) - torch.from_numpy(score[rows])).square().mean()
            # A row without emotions (all zero) says nothing of them.
            crossed = -(torch.from_numpy(feelings[rows]) * F.log_softmax(logits, -1)).sum(-1).mean()
            loss = squared + 0.05 * crossed
            adam.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            adam.step()
            steps += 1
            if steps % 4 == 0:
                keep = min(0.998, steps / (steps + 20)) ** 4
                with torch.no_grad():
                    for name, p in model.named_parameters():
                        if name in averaged:
                            averaged[name].lerp_(p, 1 - keep)
            total += float(squared.detach())
        last = {name: p.detach().clone() for name, p in model.named_parameters()}
        model.load_state_dict(averaged, strict=False)
        print(
            f"epoch {epoch + 1} mse {total / len(work_list):.4f} {(time.perf_counter() - began) / 60:.1f} min | {report(model, annotated, epoch == options.epochs - 1)}",
            flush=True,
        )
        torch.save({"model": model.state_dict(), "shape": shape.as_dict()}, work / f"{options.name}.pt")
        if epoch < options.epochs - 1:
            model.load_state_dict(last, strict=False)


if __name__ == "__main__":
    main()
