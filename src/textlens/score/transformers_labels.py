"""What a classifier's labels say: from the names of its classes to sentiment and emotions."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from textlens.score.protocol import EMOTIONS

# Sentiment of labels that classifiers use. The emotions are those of GoEmotions, in the positive, negative and ambiguous
# groups of its paper (Demszky et al. 2020), whole steps because no finer scale is theirs.
_SENTIMENT = {
    -1.0: (
        "negative|neg|very negative|消极|负面|负向|负|贬义|差评|悲观|bad|anger|annoyance|disappointment|disapproval|disgust|embarrassment|"
        "fear|grief|nervousness|remorse|sadness|sad|angry|hate|愤怒|生气|厌恶|恐惧|害怕|悲伤|伤心|难过|低落"
    ),
    0.0: "neutral|neu|mixed|中性|中立|无情绪|other|surprise|confusion|curiosity|realization|惊讶|惊奇|其他",
    1.0: (
        "positive|pos|very positive|积极|正面|正向|正|褒义|好评|乐观|good|admiration|amusement|approval|caring|desire|excitement|gratitude|"
        "joy|love|optimism|pride|relief|happy|happiness|like|喜悦|高兴|快乐|开心|喜欢|喜爱|喜好|爱"
    ),
}
# The column of the sentences frame that a label fills.
_EMOTION = {
    "joy": "joy|happy|happiness|喜悦|高兴|快乐|开心",
    "love": "love|喜爱|爱",
    "sadness": "sadness|sad|grief|悲伤|伤心|难过|低落",
    "anger": "anger|angry|annoyance|愤怒|生气",
    "fear": "fear|nervousness|恐惧|害怕",
    "disgust": "disgust|厌恶",
    "surprise": "surprise|惊讶|惊奇",
}
_STARS = re.compile(r"(\d) ?(?:stars?|星)|stars? ?(\d)")


def _plain(label: str) -> str:
    return " ".join(re.split(r"[\s_-]+", label.strip().casefold()))


def label_values(labels: Sequence[str]) -> np.ndarray | None:
    """Sentiment of each class by its label, float64 of shape (k,) in -1..1; None where one does not say.

    >>> label_values(["NEGATIVE", "neutral", "积极"]).tolist(), label_values(["LABEL_0", "LABEL_1"])
    ([-1.0, 0.0, 1.0], None)
    >>> label_values([f"{n} stars" for n in range(1, 6)]).tolist()
    [-1.0, -0.5, 0.0, 0.5, 1.0]
    """
    plain = [_plain(label) for label in labels]
    stars = [_STARS.fullmatch(label) for label in plain]
    if all(stars) and len(set(plain)) > 1:
        steps = np.array([float(match[1] or match[2]) for match in stars if match])
        return np.asarray(2 * (steps - steps.min()) / (steps.max() - steps.min()) - 1)
    graded = any(label in ("very negative", "very positive") for label in plain)
    values = []
    for label in plain:
        known = next((value for value, names in _SENTIMENT.items() if label in names.split("|")), None)
        if known is None:
            return None
        values.append(known / 2 if graded and label in ("negative", "positive") else known)
    return np.array(values)


def emotion_columns(labels: Sequence[str]) -> np.ndarray | None:
    """Which class fills which emotion, float64 of 0 and 1, shape (k, 7); None unless three emotions or more have a class."""
    plain = [_plain(label) for label in labels]
    columns = np.array([[float(label in _EMOTION[name].split("|")) for name in EMOTIONS] for label in plain])
    return columns if (columns.sum(axis=0) > 0).sum() >= 3 else None


def given_values(given: Sequence[float] | Mapping[str, float], labels: Sequence[str], name: str) -> np.ndarray:
    """The caller's sentiment of each class, float64 of shape (k,).

    Args:
        given: one value in -1..1 for each class, in the order of `labels`, or a value for each label.
        name: the scorer's name, for messages.

    Raises:
        ValueError: not as many values as classes, an unknown label, or a value outside -1..1.
    """
    if isinstance(given, Mapping):
        if set(given) != set(labels):
            raise ValueError(
                f"scorer={name!r}: labels={dict(given)!r} must give a value to each of {', '.join(map(repr, labels))}"
            )
        values = np.array([float(given[label]) for label in labels])
    else:
        values = np.array([float(value) for value in given])
    if len(values) != len(labels):
        raise ValueError(f"scorer={name!r}: {len(values)} labels given for {len(labels)} classes ({', '.join(labels)})")
    if not (np.abs(values) <= 1).all():
        raise ValueError(f"scorer={name!r}: labels={values.tolist()} must lie between -1 and 1")
    return values


def unknown_labels(labels: Sequence[str], name: str) -> ValueError:
    """The error for labels that do not say what they mean, with an example of how to give it."""
    k = len(labels)
    example = ",".join(f"{2 * i / max(1, k - 1) - 1:.2g}" for i in range(k))
    return ValueError(
        f"scorer={name!r}: the classes of this model are named {', '.join(labels)}, which does not say what they mean; give the "
        f"sentiment of each, in this order, as in '{name}{'&' if '?' in name else '?'}labels={example}'"
    )
