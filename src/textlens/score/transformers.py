"""``transformers:NAME_OR_PATH``: any sequence classifier in the format of Hugging Face, run on this machine."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np

from textlens.score.protocol import Scores, SentenceBatch
from textlens.score.transformers_labels import emotion_columns, given_values, label_values, unknown_labels
from textlens.score.transformers_model import load_classifier

#: What may follow a ``?`` in the name.
OPTIONS = ("labels", "script", "device")
Labels = Sequence[float] | Mapping[str, float]


class TransformersScorer:
    """A classifier's probabilities, turned into sentiment by what its labels mean.

    Sentiment is the mean of the labels' values, weighted by their probabilities. A sentence longer than the model reads goes
    in overlapping windows; its sentiment is the mean of theirs, weighted by tokens. Emotions are filled where the labels
    are emotions (those without a label with 0).

    Args:
        model: folder of a model, or its name on the Hugging Face hub (nothing but the name is sent there, and only where the
            model is not on this machine yet); options may follow: ``?labels=-1,0,1&script=hans&device=cuda``.
        labels: sentiment of each class, in the model's order or by label; for a model with a single output, the two outputs
            that stand for -1 and 1. None: by the labels' names.
        script: ``original`` gives the model the sentences as they stand, ``hans`` their Simplified shadow.
        device: where torch computes.

    Raises:
        ImportError: the extra ``transformers`` is not installed.
        ValueError: the model cannot be loaded, has no safetensors, or its labels do not say what they mean.
    """

    about = (
        "a classifier from a folder or the Hugging Face hub, run here (safetensors only, no remote code; extra 'transformers')"
    )

    def __init__(
        self, model: str | Path, *, labels: Labels | None = None, script: str = "original", device: str = "cpu"
    ) -> None:
        self.name = f"transformers:{model}"
        path, options = _parse(str(model), self.name)
        if "labels" in options:
            labels = _floats(options["labels"], self.name)
        self.script = options.get("script", script)
        if self.script not in ("original", "hans"):
            raise ValueError(f"scorer={self.name!r}: script={self.script!r} is neither 'original' nor 'hans'")
        self._classifier = load_classifier(path, options.get("device", device))
        names = self._classifier.labels
        self._regression = len(names) == 1
        self._values = _ends(labels, self.name) if self._regression else _class_values(labels, names, self.name)
        self._emotions = None if self._regression else emotion_columns(names)

    def score(self, batch: SentenceBatch) -> Scores:
        """Sentiment of each sentence, and its emotions where the labels are emotions."""
        texts = list(batch.shadow if self.script == "hans" else batch.text)
        windows = self._classifier.windows(texts)
        columns = [self._sentiment(windows.outputs)]
        if self._emotions is not None:
            columns += list(np.clip(windows.outputs @ self._emotions, 0, 1).T)
        with np.errstate(invalid="ignore"):  # a sentence without a token has no window: 0 / 0 is NaN, as it should be
            total = np.bincount(windows.owner, windows.tokens, minlength=len(texts))
            means = [np.bincount(windows.owner, windows.tokens * column, minlength=len(texts)) / total for column in columns]
        return Scores(np.clip(means[0], -1, 1), emotions=np.stack(means[1:], axis=1) if len(means) > 1 else None)

    def _sentiment(self, outputs: np.ndarray) -> np.ndarray:
        """Sentiment of each window, float64 of shape (n,) in -1..1."""
        if self._regression:
            low, high = self._values
            return np.asarray(np.clip(2 * (outputs[:, 0] - low) / (high - low) - 1, -1, 1))
        shares = outputs / np.maximum(outputs.sum(axis=1, keepdims=True), np.finfo(np.float64).tiny)
        return np.asarray(shares @ self._values)


def _class_values(labels: Labels | None, names: Sequence[str], name: str) -> np.ndarray:
    values = label_values(names) if labels is None else given_values(labels, names, name)
    if values is None:
        raise unknown_labels(names, name)
    return values


def _ends(labels: Labels | None, name: str) -> np.ndarray:
    """The outputs of a model with a single one that stand for -1 and for 1."""
    ends = (
        [-1.0, 1.0]
        if labels is None
        else [float(value) for value in (labels.values() if isinstance(labels, Mapping) else labels)]
    )
    if len(ends) != 2 or ends[0] == ends[1]:
        raise ValueError(
            f"scorer={name!r}: this model has one output; give labels=LOWEST,HIGHEST, the outputs that stand for -1 and 1"
        )
    return np.array(ends)


def _parse(model: str, name: str) -> tuple[str, dict[str, str]]:
    """(folder or hub name, options) of what stands behind ``transformers:``."""
    path, _, query = model.partition("?")
    options = dict(parse_qsl(query, keep_blank_values=True))
    unknown = sorted(set(options) - set(OPTIONS))
    if unknown:
        raise ValueError(f"scorer={name!r}: unknown option {unknown[0]!r}; the options are {', '.join(OPTIONS)}")
    return path, options


def _floats(text: str, name: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise ValueError(f"scorer={name!r}: labels={text!r} is not a list of numbers such as -1,0,1") from None
