"""Stage 7: the encoder learns to fill in masked words, and how words feel from what stands around them.

    python training/pretrain.py --work build --minutes 60

Saves WORK/pretrained.pt every two minutes and goes on from it when started again with --resume.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from network import Encoder, Shape, count, norm, rate
from torch import nn

LENGTH, WINDOWS = 128, 64
MASK = 1
#: How often each corpus is seen against the others, beside its length.
WEIGHT = {
    "blogs": 3.0, "zh_hans": 0.7, "zh_hant": 0.5, "en": 0.6, "narrative_train": 4.0,
    "zh_online_shopping_10_cats": 0.6, "zh_waimai_10k": 0.6, "zh_nlpcc2014_sc_reviews": 1.0, "narrative_dev": 0.0,
}  # fmt: skip
NEGATIVES = 5000


class Text:
    """Windows of LENGTH pieces, drawn from the corpora by weight."""

    def __init__(self, work: Path, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.corpora, weights = [], []
        for path in sorted((work / "ids").glob("*.npy")):
            weight = WEIGHT.get(path.stem, 1.0)
            numbers = np.load(path)
            numbers = numbers[numbers >= 0]
            if weight and len(numbers) > 2 * LENGTH:
                self.corpora.append(numbers)
                weights.append(weight * len(numbers))
                print(f"{path.stem}: {len(numbers) / 1e6:.2f} M", flush=True)
        self.share = np.array(weights) / sum(weights)
        self.orders: list[list[int]] = [[] for _ in self.corpora]

    def window(self, c: int) -> np.ndarray:
        """The next window of a corpus; each is gone through in a new random order with a new offset."""
        if not self.orders[c]:
            n = len(self.corpora[c]) // LENGTH - 1
            first = int(self.rng.integers(LENGTH))
            self.orders[c] = (first + LENGTH * self.rng.permutation(n)).tolist()
        at = self.orders[c].pop()
        return self.corpora[c][at : at + LENGTH]

    def batch(self) -> np.ndarray:
        return np.stack([self.window(c) for c in self.rng.choice(len(self.corpora), WINDOWS, p=self.share)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--inner", type=int, default=1024)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--name", default="pretrained")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--stop-after", type=float, default=0, help="stop after so many minutes of this run, for later")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    work: Path = options.work
    target = work / f"{options.name}.pt"
    vectors = torch.from_numpy(np.load(work / "vectors.npy"))
    shape = Shape(len(vectors), vectors.shape[1], options.width, options.layers, options.width // 64, options.inner)
    vectors = vectors / vectors.pow(2).mean().sqrt()
    encoder = Encoder(shape, vectors)
    predict = nn.Linear(shape.width, shape.embedding, bias=False)
    feel = nn.Linear(shape.width, 1)
    nn.init.zeros_(feel.weight)
    gain, offset = nn.Parameter(torch.tensor(1.0)), nn.Parameter(torch.zeros(shape.vocabulary))
    counts = np.array(
        [max(1, int(line.split("\t")[1])) for line in (work / "counts.tsv").read_text(encoding="utf-8").splitlines()]
    )
    draw = torch.from_numpy(counts.astype(np.float64) ** 0.6)
    draw[:2] = 0
    valence = torch.zeros(shape.vocabulary)
    known = torch.zeros(shape.vocabulary, dtype=torch.bool)
    if (work / "valence.npy").exists():
        raw = np.load(work / "valence.npy")
        known = torch.from_numpy(~np.isnan(raw))
        valence = torch.from_numpy(np.nan_to_num(raw)).float()
        print(f"{int((valence != 0).sum())} words with a valence", flush=True)
    matrices = [p for block in encoder.blocks for p in block.parameters()]
    others = [encoder.widen.weight, predict.weight, feel.weight, feel.bias, gain, offset]
    muon = torch.optim.Muon(matrices, lr=0.02, momentum=0.95, weight_decay=0.02, adjust_lr_fn="match_rms_adamw")
    for group in muon.param_groups:
        group["lr"] = 0.004
    adam = torch.optim.AdamW(
        [{"params": others, "lr": 1e-3}, {"params": [encoder.embedding.weight], "lr": 1e-3}],
        betas=(0.9, 0.98),
        weight_decay=0.0,
        fused=True,
    )
    optimizers = [(muon, [0.004]), (adam, [1e-3, 1e-3])]
    text = Text(work, seed=int(time.time()) if options.resume else 1)
    print(count(encoder), flush=True)
    step, spent, seen = 0, 0.0, 0
    state_of = {"encoder": encoder, "predict": predict, "feel": feel}
    if options.resume:
        saved = torch.load(target, weights_only=True)
        for key, module in state_of.items():
            module.load_state_dict(saved[key])
        gain.data, offset.data = saved["gain"], saved["offset"]
        muon.load_state_dict(saved["muon"])
        adam.load_state_dict(saved["adam"])
        step, spent, seen = saved["step"], saved["spent"], saved["seen"]

    def save() -> None:
        saved = {key: module.state_dict() for key, module in state_of.items()}
        saved |= {"gain": gain.data, "offset": offset.data, "muon": muon.state_dict(), "adam": adam.state_dict()}
        saved |= {"step": step, "spent": spent, "seen": seen, "shape": shape.as_dict()}
        torch.save(saved, target.with_suffix(".part"))
        target.with_suffix(".part").rename(target)

    sentence = torch.arange(WINDOWS)[:, None].expand(WINDOWS, LENGTH)  # each window as one sentence; nothing is padding
    generator = torch.Generator().manual_seed(step + 7)
    began = last = time.perf_counter()
    spent_before = spent
    running, felt, shown, logged = 0.0, 0.0, 0, began
    while spent < options.minutes * 60 and not (options.stop_after and time.perf_counter() - began > options.stop_after * 60):
        pieces = torch.from_numpy(text.batch().astype(np.int64))
        chance = torch.where(valence[pieces] != 0, 0.35, 0.13)
        hidden = torch.rand(pieces.shape, generator=generator) < chance
        dice = torch.rand(pieces.shape, generator=generator)
        given = torch.where(hidden & (dice < 0.88), MASK, pieces)
        target_pieces = pieces[hidden]
        scale = rate(spent / (options.minutes * 60))
        for optimizer, rates in optimizers:
            for group, base in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = base * scale
        state = encoder(given, sentence)[hidden.reshape(-1)]
        guess = F.linear(state, predict.weight.to(state.dtype))
        sampled = torch.multinomial(draw, NEGATIVES, replacement=True, generator=generator)
        candidates, place = torch.unique(torch.cat([target_pieces, sampled]), return_inverse=True)
        weights = norm(encoder.embedding(candidates))
        logits = (guess @ weights.to(guess.dtype).T).float() * (gain * shape.embedding**-0.5) + offset[candidates]
        loss = F.cross_entropy(logits, place[: len(target_pieces)])
        total = loss
        if bool(known.any()):
            judged = known[target_pieces]
            error = (feel(state.float())[:, 0] - valence[target_pieces])[judged].square()
            weight = torch.where(valence[target_pieces][judged] != 0, 1.0, 0.25)
            feeling = (error * weight).sum() / weight.sum()
            total = loss + 1.0 * feeling
            felt += float(feeling)
        for optimizer, _ in optimizers:
            optimizer.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(others, 1.0)
        for optimizer, _ in optimizers:
            optimizer.step()
        step += 1
        seen += pieces.numel()
        running += float(loss)
        shown += 1
        now = time.perf_counter()
        spent = spent_before + now - began
        if now - logged > 20 or step < 4:
            print(
                f"step {step} {seen / 1e6:.1f} M loss {running / shown:.3f} feel {felt / shown:.4f} lr {scale:.2f} {WINDOWS * LENGTH * shown / (now - logged):.0f}/s {spent / 60:.1f} min",
                flush=True,
            )
            running, felt, shown, logged = 0.0, 0.0, 0, now
        if now - last > 120:
            save()
            last = now
    save()


if __name__ == "__main__":
    main()
