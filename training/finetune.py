"""Stage 8: the pre-trained encoder learns sentiment and emotions.

    python training/finetune.py --work build --name teacher1 --seed 1

Each window is a stretch of consecutive sentences of a passage, so the model sees neighbours; labelled rows stand alone. A
sentence's score is tanh(base + sum of share x value over its pieces): additive, so contributions can be told. (The package presses
the sum into a reach before the tanh, which is left out here.)
Saves WORK/NAME.pt and prints Spearman on the dev split after each epoch.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from examples import DOMAINS
from network import Encoder, Shape, count
from scipy.stats import spearmanr
from torch import Tensor, nn

from textlens.score.model.scorer import ROOM

#: Weight of a row's valence and of its emotions in the loss.
VALENCE = {"narrative": 1.0, "reading": 1.0, "written": 1.0, "shopping": 0.4, "waimai": 0.7, "nlpcc14": 1.6, "cvas": 0.5, "cvap": 0.3,
           "cvaw": 0.15, "tweets": 0.6, "amazon": 0.5, "movie": 0.9, "sst": 0.5, "emotions": 0.12}  # fmt: skip
#: Share of a domain's rows seen in an epoch, where it is not all.
SEEN = {"shopping": 0.4, "waimai": 0.8, "emotions": 0.15}
EMOTION = {"narrative": 0.12, "reading": 0.12, "written": 0.12, "emotions": 0.04}
#: Forms that end a clause.
CLAUSE_ENDS = (",", ".", ":", "!", "?", ";", "…", "—", "--", "——", "!!", "??", "?!", "~", "~~")
IN_DOMAIN = 3  # the first domains, whose scale is the scale
#: Domains whose zero is not that of the scale; all others share it, so that a score's sign is what their labels say.
OWN_ZERO = {DOMAINS.index(name) for name in ("cvaw", "sst", "emotions")}
TWO_CLASSES = {DOMAINS.index(name) for name in ("shopping", "waimai", "nlpcc14")}


class Model(nn.Module):
    """Encoder and heads: valence and emotion logits of each sentence of the windows."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.encoder = Encoder(shape)
        self.share = nn.Linear(shape.width, 2)
        self.value = nn.Linear(shape.width, 1)
        self.emotion = nn.Linear(shape.width, 8)
        self.gain = nn.Parameter(torch.ones(len(DOMAINS)))
        self.offset = nn.Parameter(torch.zeros(len(DOMAINS)))
        nn.init.zeros_(self.share.weight)
        nn.init.zeros_(self.value.weight)

    def heads(self, state: Tensor, sentence: Tensor, n: int) -> tuple[Tensor, Tensor]:
        """Raw valence (n,) and emotion logits (n, 8) from the pieces' states (t, width) and their sentence numbers (t,)."""
        weight = self.share(state).clamp(-12, 12).exp()
        total = torch.zeros(n, 2).index_add(0, sentence, weight)
        share = weight / total[sentence]
        raw = torch.zeros(n).index_add(0, sentence, share[:, 0] * self.value(state)[:, 0])
        emotion = torch.zeros(n, 8).index_add(0, sentence, share[:, 1:] * self.emotion(state))
        return raw, emotion

    def forward(self, pieces: Tensor, sentence: Tensor, n: int, kind: torch.dtype = torch.bfloat16) -> tuple[Tensor, Tensor]:
        mask = sentence >= 0
        state = self.encoder(pieces, sentence, kind).float()
        return self.heads(state, sentence[mask], n)


def pooling(model: Model, blocks: int, entries: list[str]) -> Model:
    """The network with its blocks, with or without attention, replaced by blocks that see means.

    `up` and `down` of the old blocks are kept, `wider` begins at zero, and further blocks begin without effect.
    """
    old = model.encoder.shape
    if old.pooled or blocks < old.layers:
        raise SystemExit(
            f"--pooled {blocks} would drop blocks of the start, which has {old.layers} and {old.pooled} that see means"
        )
    ends = tuple(i for i, entry in enumerate(entries) if entry in CLAUSE_ENDS)
    new = Model(replace(old, layers=0, heads=0, pooled=blocks, ends=ends))
    weights = {key: weight for key, weight in model.state_dict().items() if key in new.state_dict()}
    new.load_state_dict(weights, strict=False)
    for block, pooled in zip(model.encoder.blocks, new.encoder.pooled, strict=False):
        pooled.up.load_state_dict(block.up.state_dict())
        pooled.down.load_state_dict(block.down.state_dict())
        nn.init.zeros_(pooled.wider.weight)
    return new


class Examples:
    def __init__(self, work: Path, name: str = "examples") -> None:
        arrays = np.load(work / f"{name}.npz")
        self.pieces, self.end = arrays["pieces"], arrays["end"]
        self.begin = np.concatenate([[0], self.end[:-1]])
        self.size = self.end - self.begin
        self.group, self.domain, self.target = arrays["group"], arrays["domain"].astype(np.int64), arrays["target"]
        self.emotion, self.split, self.lang = arrays["emotion"], arrays["split"], arrays["lang"]
        self.vocabulary = (work / "vocabulary.txt").read_bytes().rstrip(b"\n").count(b"\n") + 1

    def windows(
        self, rows: np.ndarray, rng: np.random.Generator | None, room: int = ROOM, alone: float = 0.35
    ) -> list[list[int]]:
        """Rows cut into windows of consecutive sentences of a group; with `rng` at random places."""
        found: list[list[int]] = []
        current: list[int] = []
        filled, limit = 0, room
        for row in rows.tolist():
            size = int(self.size[row])
            if current and (self.group[row] != self.group[current[-1]] or row != current[-1] + 1 or filled + size > limit):
                found.append(current)
                current, filled = [], 0
                if rng is not None:
                    limit = 1 if rng.random() < alone else int(rng.integers(room // 4, room + 1))
            current.append(row)
            filled += size
        if current:
            found.append(current)
        return found

    def batches(self, windows: list[list[int]], tokens: int, rng: np.random.Generator | None) -> list[list[list[int]]]:
        length = np.array([sum(int(self.size[r]) for r in w) for w in windows])
        order = np.argsort(length + (rng.uniform(0, 8, len(length)) if rng is not None else 0), kind="stable")
        found: list[list[list[int]]] = [[]]
        longest = 0
        for i in order.tolist():
            longest = max(longest, int(length[i]))
            if found[-1] and longest * (len(found[-1]) + 1) > tokens:
                found.append([])
                longest = int(length[i])
            found[-1].append(windows[i])
        if rng is not None:
            rng.shuffle(found)
        return found

    def tensors(self, batch: list[list[int]]) -> tuple[Tensor, Tensor, np.ndarray]:
        rows = np.array([r for w in batch for r in w])
        longest = max(sum(int(self.size[r]) for r in w) for w in batch)
        pieces = np.zeros((len(batch), longest), dtype=np.int64)
        sentence = np.full((len(batch), longest), -1, dtype=np.int64)
        number = 0
        for i, window in enumerate(batch):
            at = 0
            for row in window:
                n = int(self.size[row])
                pieces[i, at : at + n] = self.pieces[self.begin[row] : self.end[row]]
                sentence[i, at : at + n] = number
                number += 1
                at += n
        return torch.from_numpy(pieces), torch.from_numpy(sentence), rows


def with_taught(examples: Examples, work: Path) -> Examples:
    """The examples and, as if they had been read, the unlabelled sentences with what `distil.py --label` says of them."""
    unlabelled, said = Examples(work, "seen_examples"), np.load(work / "seen.npz")
    if len(said["raw"]) != len(unlabelled.end):
        raise SystemExit("seen.npz is not of these sentences: run distil.py --label again")
    shifts = {"begin": len(examples.pieces), "end": len(examples.pieces), "group": int(examples.group.max()) + 1}
    unlabelled.target, unlabelled.emotion = np.tanh(said["raw"]), said["emotion"]
    unlabelled.domain = np.full(len(unlabelled.end), DOMAINS.index("reading"))
    for name in ("pieces", "begin", "end", "size", "group", "domain", "target", "emotion", "split", "lang"):
        added = getattr(unlabelled, name) + shifts.get(name, 0)
        setattr(examples, name, np.concatenate([getattr(examples, name), added]))
    return examples


def masked(pieces: Tensor, share: float) -> Tensor:
    """The windows with this share of their pieces masked on average, from none to twice as many in each; a masked comma ends no clause."""
    if not share:
        return pieces
    return torch.where(torch.rand(pieces.shape) < share * torch.rand(len(pieces), 1) * 2, 1, pieces)


def predict(model: Model, examples: Examples, rows: np.ndarray, room: int = ROOM) -> tuple[np.ndarray, np.ndarray]:
    """Raw valence and emotion logits of the rows, in their order."""
    raw = np.zeros(len(examples.end), dtype=np.float32)
    emotion = np.zeros((len(examples.end), 8), dtype=np.float32)
    model.eval()
    with torch.no_grad():
        for batch in examples.batches(examples.windows(rows, None, room), 8000, None):
            pieces, sentence, at = examples.tensors(batch)
            r, e = model(pieces, sentence, len(at))
            raw[at], emotion[at] = r.numpy(), e.numpy()
    model.train()
    return raw[rows], emotion[rows]


def report(
    model: Model,
    examples: Examples,
    kept: bool = False,
    room: int = ROOM,
    beside: Callable[[np.ndarray], np.ndarray] | None = None,
) -> str:
    """Dev Spearman by language, and with `kept` the sign accuracy on what was kept from training.

    `beside` says what something beside the model adds to the raw scores of given rows.
    """
    parts = []
    dev = np.flatnonzero(examples.split == 1)
    raw, emotion = predict(model, examples, dev, room)
    raw = raw if beside is None else raw + beside(dev)
    for lang, name in ((0, "zh"), (1, "en")):
        here = examples.lang[dev] == lang
        parts.append(f"{name} {spearmanr(raw[here], examples.target[dev][here])[0]:.4f}")
    error = np.sqrt(np.mean((np.tanh(raw) - examples.target[dev]) ** 2))
    right = np.mean(examples.emotion[dev][np.arange(len(dev)), emotion.argmax(1)] > 0)
    parts.append(f"rmse {error:.3f} emotion {right:.3f}")
    if kept:
        for name in ("shopping", "waimai", "nlpcc14", "movie"):
            d = DOMAINS.index(name)
            rows = np.flatnonzero((examples.split == 2) & (examples.domain == d))
            raw, _ = predict(model, examples, rows)
            raw = raw if beside is None else raw + beside(rows)
            z = raw * float(model.gain[d].detach())
            true = examples.target[rows]
            parts.append(f"{name} {np.mean((z > 0) == (true > 0)):.3f} (sign alone {np.mean((raw > 0) == (true > 0)):.3f})")
    return " ".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", default="teacher1")
    parser.add_argument("--start", default="pretrained")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument(
        "--stop", type=int, help="ends after this many epochs, while the rate is still high: for means of weights"
    )
    parser.add_argument("--labelled", type=float, default=1.0, help="multiplies the share of labelled rows seen in an epoch")
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--embedding-rate", type=float, default=2e-4)
    parser.add_argument("--muon", type=float, default=0.0, help="above 0 the encoder's matrices learn by Muon, at this rate")
    parser.add_argument("--weigh", nargs="*", default=[], help="DOMAIN=NUMBER: multiplies the weight of a kind of examples")
    parser.add_argument("--layers", type=int, default=4, help="of an encoder made from the word vectors alone")
    parser.add_argument("--pooled", type=int, help="this many blocks that see means take the place of the blocks of the start")
    parser.add_argument(
        "--taught", action="store_true", help="learns from WORK/seen.npz as well (distil.py --label), as if it were readings"
    )
    parser.add_argument("--drop", type=float, default=0.1)
    parser.add_argument(
        "--leave-out", nargs="*", default=[], choices=DOMAINS, help="kinds of examples not to learn from (ablations)"
    )
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    work: Path = options.work
    examples = with_taught(Examples(work), work) if options.taught else Examples(work)
    if options.start == "vectors":
        vectors = torch.from_numpy(np.load(work / "vectors.npy"))
        model = Model(Shape(len(vectors), vectors.shape[1], layers=options.layers))
        model.encoder.embedding.weight.data.copy_(vectors / vectors.pow(2).mean().sqrt())
    else:
        saved = torch.load(work / f"{options.start}.pt", weights_only=True)
        model = Model(Shape(**saved["shape"]))
        if "model" in saved:  # a teacher that goes on
            model.load_state_dict(saved["model"])
        else:
            model.encoder.load_state_dict(saved["encoder"])
            model.value.weight.data.copy_(saved["feel"]["weight"])
    if options.pooled:
        model = pooling(model, options.pooled, (work / "vocabulary.txt").read_text(encoding="utf-8").split("\n"))
    print(count(model), flush=True)
    embedding = [model.encoder.embedding.weight]
    body = {name: p for name, p in model.named_parameters() if "embedding" not in name and name not in ("gain", "offset")}
    matrices = [p for name, p in body.items() if options.muon and name.startswith("encoder.")]
    others = [p for name, p in body.items() if not (options.muon and name.startswith("encoder."))]
    optimisers: list[torch.optim.Optimizer] = [torch.optim.AdamW(
        [{"params": others, "lr": options.rate, "weight_decay": 0.02}, {"params": embedding, "lr": options.embedding_rate, "weight_decay": 0.0},
         {"params": [model.gain, model.offset], "lr": 3e-3, "weight_decay": 0.0}], betas=(0.9, 0.98), fused=True,
    )]  # fmt: skip
    if matrices:
        optimisers.append(torch.optim.Muon(matrices, lr=options.muon, weight_decay=0.02, adjust_lr_fn="match_rms_adamw"))
    groups = [(group, group["lr"]) for optimiser in optimisers for group in optimiser.param_groups]
    valence = torch.tensor([VALENCE[name] for name in DOMAINS])
    for domain, factor in (item.split("=") for item in options.weigh):
        valence[DOMAINS.index(domain)] *= float(factor)
    emotional = torch.tensor([EMOTION.get(name, 0.0) for name in DOMAINS])
    left_out = [DOMAINS.index(name) for name in options.leave_out]
    train = np.flatnonzero((examples.split == 0) & ~np.isin(examples.domain, left_out))
    inside, outside = train[examples.domain[train] < IN_DOMAIN], train[examples.domain[train] >= IN_DOMAIN]
    two = torch.tensor([d in TWO_CLASSES for d in range(len(DOMAINS))])
    zero = torch.tensor([float(d in OWN_ZERO) for d in range(len(DOMAINS))])
    averaged = {name: p.detach().clone() for name, p in model.named_parameters()}
    began = time.perf_counter()
    steps = 0
    for epoch in range(options.stop or options.epochs):
        share = np.array([SEEN.get(name, 1.0) for name in DOMAINS])[examples.domain[outside]] * options.labelled
        chosen = np.sort(np.concatenate([inside, outside[rng.random(len(outside)) < share]]))
        batches = examples.batches(examples.windows(chosen, rng), 6000, rng)
        total, seen = 0.0, 0
        for number, batch in enumerate(batches):
            done = (epoch + number / len(batches)) / options.epochs
            scale = min(1.0, done / 0.03) * (1 - done) ** 0.8 + 0.01
            for group, base in groups:
                group["lr"] = base * scale
            pieces, sentence, rows = examples.tensors(batch)
            pieces = masked(pieces, options.drop)
            raw, emotion = model(pieces, sentence, len(rows))
            domain = torch.from_numpy(examples.domain[rows])
            target = torch.from_numpy(examples.target[rows])
            own = domain >= IN_DOMAIN
            z = torch.where(own, raw * model.gain[domain] + (model.offset * zero)[domain], raw)
            known = ~torch.isnan(target)
            target = target.nan_to_num()
            squared = (torch.tanh(z) - target).square()
            logistic = F.softplus(-2 * target * z) * 0.5
            each = torch.where(two[domain], logistic, squared) * valence[domain] * known
            wanted = torch.from_numpy(examples.emotion[rows])
            crossed = -(wanted * F.log_softmax(emotion, -1)).sum(-1) * emotional[domain]
            loss = (each.sum() + crossed.sum()) / max(1.0, float((valence[domain] * known).sum()))
            for optimiser in optimisers:
                optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(body.values(), 1.0)
            for optimiser in optimisers:
                optimiser.step()
            steps += 1
            keep = min(0.998, steps / (steps + 20))
            if steps % 4 == 0:
                keep = keep**4
                with torch.no_grad():
                    for name, p in model.named_parameters():
                        averaged[name].lerp_(p, 1 - keep)
            total += float(loss.detach())
            seen += int((sentence >= 0).sum())
        last = {name: p.detach().clone() for name, p in model.named_parameters()}
        model.load_state_dict(averaged, strict=False)
        print(
            f"epoch {epoch + 1} loss {total / len(batches):.4f} {seen / 1e6:.2f} M pieces {(time.perf_counter() - began) / 60:.1f} min | {report(model, examples, epoch >= options.epochs - 2)}",
            flush=True,
        )
        torch.save({"model": model.state_dict(), "shape": model.encoder.shape.as_dict()}, work / f"{options.name}.pt")
        if epoch < options.epochs - 1:
            model.load_state_dict(last, strict=False)


if __name__ == "__main__":
    main()
