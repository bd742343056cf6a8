"""Stage 13: a network from torch to the int8 tables the package ships.

python training/export.py --work build --model textlens --embedding
"""

import argparse
from pathlib import Path

import numpy as np
import torch

TABLES = Path(__file__).parents[1] / "src" / "textlens" / "score" / "tables"


def quantise(weight: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """int8 values and the float32 scale of each slice along `axis`."""
    scale = np.abs(weight).max(axis=1 - axis, keepdims=True) / 127
    scale = np.maximum(scale, 1e-12).astype(np.float32)
    return np.round(weight / scale).astype(np.int8), scale


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--embedding", action="store_true", help="write the shared embedding as well")
    options = parser.parse_args()
    saved = torch.load(options.work / f"{options.model}.pt", weights_only=True)
    weights = {key: weight.float().numpy() for key, weight in saved["model"].items()}
    if options.embedding:
        embedding, scale = quantise(weights["encoder.embedding.weight"], 0)
        entries = (options.work / "vocabulary.txt").read_bytes().rstrip(b"\n")
        np.savez_compressed(
            TABLES / "embedding.npz", embedding=embedding, scale=scale[:, 0], entries=np.frombuffer(entries, dtype=np.uint8)
        )
    shape = saved["shape"]
    if shape["layers"] or not shape["pooled"]:
        raise SystemExit(
            f"{options.model} has no blocks that see means, or others besides, which the package does not read: finetune.py --pooled"
        )
    arrays: dict[str, np.ndarray] = {
        "blocks": np.array(shape["pooled"]),
        "around": np.array(shape["around"]),
        "ends": np.array(shape["ends"], dtype=np.int64),
    }

    def add(key: str, weight: np.ndarray) -> None:
        arrays[key], scale = quantise(np.ascontiguousarray(weight.T), 1)
        arrays[f"{key}_scale"] = scale[0]

    add("widen", weights["encoder.widen.weight"])
    for i in range(shape["pooled"]):
        for part in ("up", "wider", "down"):
            add(f"{part}{i}", weights[f"encoder.pooled.{i}.{part}.weight"])
    arrays["share"], arrays["share_bias"] = weights["share.weight"].T, weights["share.bias"]
    arrays["value"] = np.concatenate([weights["value.weight"], weights["emotion.weight"]]).T
    arrays["value_bias"] = np.concatenate([weights["value.bias"], weights["emotion.bias"]])
    with np.load(options.work / f"{options.model}_ngrams.npz") as ngrams:
        scale = max(float(np.abs(weight).max()) for weight in ngrams.values()) / 127
        arrays |= {key: np.round(weight / scale).astype(np.int8) for key, weight in ngrams.items()}
    arrays["ngram_scale"] = np.array(scale, dtype=np.float32)
    np.savez_compressed(TABLES / f"{options.model}.npz", **arrays)
    print({path.name: path.stat().st_size for path in TABLES.glob("*.npz")})


if __name__ == "__main__":
    main()
