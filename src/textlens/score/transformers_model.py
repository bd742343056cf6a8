"""torch and transformers, wrapped once: loading a sequence classifier, and its outputs for windows of text."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

#: Tokens of a batch, padding included; windows of like length share one.
BATCH_TOKENS = 4096
#: Part of a window that the next one repeats, so that no word stands only at an edge.
OVERLAP = 0.25
#: Length of windows, in tokens, for models that state no limit.
LIMIT = 512
_PICKLED = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl", "*.h5", "*.msgpack")
Loaded = tuple[Any, Any, Any, list[str]]
_HUB_NAME = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)?")


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of some texts, in order; a text without a token has none.

    Attributes:
        owner: int64 array of shape (n,), the number of the text.
        tokens: float64 array of shape (n,), how many tokens of the text a window holds.
        outputs: float64 array of shape (n, k), a probability for each class, or the one number of a regression.
    """

    owner: np.ndarray
    tokens: np.ndarray
    outputs: np.ndarray


@dataclass(frozen=True, slots=True)
class Classifier:
    """A loaded model with its tokenizer; `limit` is the longest window in tokens, `specials` how many of them only frame it."""

    torch: Any
    tokenizer: Any
    model: Any
    limit: int
    specials: int
    labels: tuple[str, ...]

    def windows(self, texts: Sequence[str]) -> Windows:
        """Every window of every text through the model. Nothing is cut off: what is too long goes on in the next window."""
        if not texts:
            return Windows(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros((0, len(self.labels))))
        encoded = self.tokenizer(
            list(texts),
            truncation=True,
            max_length=self.limit,
            stride=int((self.limit - self.specials) * OVERLAP),
            return_overflowing_tokens=True,
        )
        lengths = np.array([len(ids) for ids in encoded["input_ids"]], dtype=np.int64)
        kept = np.flatnonzero(lengths > self.specials)
        outputs = np.zeros((len(lengths), len(self.labels)))
        for rows in self._batches(lengths, kept):
            outputs[rows] = self._run({key: [encoded[key][row] for row in rows] for key in self._inputs(encoded)})
        owner = np.array(encoded["overflow_to_sample_mapping"], dtype=np.int64)
        return Windows(owner[kept], (lengths[kept] - self.specials).astype(np.float64), outputs[kept])

    def _inputs(self, encoded: Any) -> list[str]:
        return [key for key in ("input_ids", "attention_mask", "token_type_ids") if key in encoded]

    def _batches(self, lengths: np.ndarray, kept: np.ndarray) -> Iterator[list[int]]:
        """Rows of like length together, the longest first."""
        rows = kept[np.argsort(-lengths[kept], kind="stable")].tolist()
        while rows:
            # Without a padding token a window must go alone.
            size = max(1, BATCH_TOKENS // int(lengths[rows[0]])) if self.tokenizer.pad_token_id is not None else 1
            yield rows[:size]
            rows = rows[size:]

    def _run(self, inputs: dict[str, list[list[int]]]) -> np.ndarray:
        """Outputs of one batch, float64 of shape (rows, k)."""
        torch, config = self.torch, self.model.config
        filler = {"input_ids": self.tokenizer.pad_token_id or 0, "token_type_ids": self.tokenizer.pad_token_type_id}
        width = max(map(len, inputs["input_ids"]))
        left = self.tokenizer.padding_side == "left"
        padded = {}
        for key, rows in inputs.items():
            gaps = [[filler.get(key, 0)] * (width - len(row)) for row in rows]
            whole = [gap + row if left else row + gap for gap, row in zip(gaps, rows, strict=True)]
            padded[key] = torch.tensor(whole, device=self.model.device)
        with torch.inference_mode():
            logits = self.model(**padded).logits.double()
            if len(self.labels) == 1:
                outputs = logits
            elif getattr(config, "problem_type", None) == "multi_label_classification":
                outputs = torch.sigmoid(logits)
            else:
                outputs = torch.softmax(logits, dim=-1)
        return np.asarray(outputs.cpu().numpy())


def load_classifier(path: str, device: str = "cpu") -> Classifier:
    """The classifier in a folder or of this name on the Hugging Face hub; kept, because workers ask for it often.

    The hub is asked only for what is not on this machine yet.

    Raises:
        ImportError: torch, transformers or safetensors is missing.
        ValueError: it cannot be loaded, has only pickled weights, or no trained head.
    """
    folder = Path(path).expanduser()
    if folder.is_dir():
        _check_folder(folder)
        changed = max(file.stat().st_mtime_ns for file in folder.iterdir())
        return _load(str(folder.absolute()), changed, device)
    if folder.exists() or not _HUB_NAME.fullmatch(path):
        raise ValueError(
            f"scorer='transformers:{path}': there is no such folder, and no model of the Hugging Face hub has such a name"
        )
    return _load(path, 0, device)


def _check_folder(folder: Path) -> None:
    """Refuse a folder without safetensors before anything in it is opened."""
    if any(folder.glob("*.safetensors")):
        return
    pickled = sorted(file.name for pattern in _PICKLED for file in folder.glob(pattern))
    if pickled:
        raise ValueError(
            f"scorer='transformers:{folder}': the folder holds its weights only as {pickled[0]}, which can run code when it is loaded; textlens reads "
            "safetensors only: save the model again with model.save_pretrained(folder, safe_serialization=True)"
        )
    raise ValueError(f"scorer='transformers:{folder}': the folder holds no model (no *.safetensors file)")


@lru_cache(maxsize=2)
def _load(path: str, changed: int, device: str) -> Classifier:
    """The classifier as it stood at `changed`."""
    name = f"transformers:{path}"
    try:
        torch, transformers = import_module("torch"), import_module("transformers")
        import_module("safetensors")
    except ImportError as error:
        raise ImportError(
            f"scorer={name!r} needs {error.name}; install it with: pip install 'textlens[transformers]'"
        ) from error
    try:
        config, tokenizer, model, absent = _fetch(transformers, path)
        model = model.float().eval().to(device)
    except Exception as error:
        reason = " ".join(str(error).split())[:300]
        raise ValueError(
            f"scorer={name!r} cannot be loaded (safetensors only, no remote code): {type(error).__name__}: {reason}"
        ) from error
    if absent:
        raise ValueError(
            f"scorer={name!r} is no trained classifier: its weights lack {', '.join(absent[:3])}; give a model fine-tuned for classification"
        )
    if not tokenizer.is_fast:
        raise ValueError(f"scorer={name!r}: its tokenizer has no fast form (tokenizer.json), which long sentences need")
    labels = tuple(str(config.id2label[i]) for i in range(config.num_labels))
    return Classifier(
        torch, tokenizer, model, _limit(tokenizer, model), tokenizer.num_special_tokens_to_add(pair=False), labels
    )


def _fetch(transformers: Any, path: str) -> Loaded:
    """What `_from_pretrained` gives: from this machine, else from the hub."""
    try:
        with _without_bars(transformers):
            return _from_pretrained(transformers, path, local=True)
    except OSError:
        if Path(path).is_dir():
            raise
    return _from_pretrained(transformers, path, local=False)


def _from_pretrained(transformers: Any, path: str, *, local: bool) -> Loaded:
    """Config, tokenizer, model, and the names of weights that the files lack."""
    safely = {"trust_remote_code": False, "local_files_only": local}
    config = transformers.AutoConfig.from_pretrained(path, **safely)
    tokenizer = transformers.AutoTokenizer.from_pretrained(path, **safely)
    model, found = transformers.AutoModelForSequenceClassification.from_pretrained(
        path, config=config, use_safetensors=True, output_loading_info=True, **safely
    )
    return config, tokenizer, model, sorted(map(str, [*found["missing_keys"], *found["mismatched_keys"]]))


@contextmanager
def _without_bars(transformers: Any) -> Iterator[None]:
    """Keep transformers from drawing bars for files that are already here."""
    logging = transformers.utils.logging
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _limit(tokenizer: Any, model: Any) -> int:
    """The longest window in tokens: the tokenizer's limit or the model's positions, whichever is less."""
    limits = [tokenizer.model_max_length] if tokenizer.model_max_length < 1e9 else []
    positions = getattr(model.config, "max_position_embeddings", None)
    if positions:
        # RoBERTa numbers positions from behind its padding index.
        tables = [part for name, part in model.named_modules() if name.endswith("position_embeddings")]
        offset = max([0, *(table.padding_idx + 1 for table in tables if getattr(table, "padding_idx", None) is not None)])
        limits.append(positions - offset)
    return int(min(limits, default=LIMIT))
