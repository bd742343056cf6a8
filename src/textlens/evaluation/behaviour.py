"""Behaviour cases: short texts with what must hold for their sentiment, whatever the scorer."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from textlens.errors import NotFoundError, ReadError

if TYPE_CHECKING:
    import pandas as pd

#: What a check demands of the sentiments of a case's texts; a text without a score never passes.
CHECKS: dict[str, tuple[int, Callable[..., bool]]] = {
    "positive": (1, lambda s: s >= 0.05),
    "negative": (1, lambda s: s <= -0.05),
    "neutral": (1, lambda s: abs(s) <= 0.25),
    "higher": (2, lambda a, b: a - b >= 0.05),
    "close": (2, lambda a, b: abs(a - b) <= 0.15),
    "bounded": (2, lambda a, b: abs(b) <= abs(a) + 0.10),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the texts, the check they must pass, and why in plain English (`gloss`)."""

    id: str
    kind: str
    lang: str
    check: str
    texts: tuple[str, ...]
    gloss: str


def project_cases() -> Path:
    """The folder of the project's own cases: inside the installed package, or in the checkout it runs from."""
    for folder in (Path(__file__).parents[1] / "behaviour", Path(__file__).parents[3] / "data" / "behaviour"):
        if folder.is_dir():
            return folder
    raise NotFoundError("the project's behaviour cases", "are not installed; name a folder of JSON files")


def read_cases(source: Any = None) -> list[Case]:
    """Cases of a folder of JSON files or of one file; None for the project's own.

    Raises:
        NotFoundError, ReadError: there is none, or one is damaged; the message says which.
    """
    path = project_cases() if source is None else Path(source)
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise NotFoundError(str(path), "holds no behaviour cases (JSON files)")
    return [case for file in files for case in _read_file(file)]


def _read_file(file: Path) -> list[Case]:
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))
        cases = [Case(e["id"], e["kind"], e["lang"], e["check"], tuple(e["texts"]), e["gloss"]) for e in entries]
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError(str(file), f"holds no behaviour cases: {error!r}") from None
    for case in cases:
        if case.check not in CHECKS or len(case.texts) != CHECKS[case.check][0]:
            raise ReadError(
                str(file), f"{case.id}: check {case.check!r} with {len(case.texts)} texts; checks are {', '.join(CHECKS)}"
            )
    return cases


def run_cases(scorer: Any = "textlens", cases: Sequence[Case] | None = None) -> "pd.DataFrame":
    """Every case with what the scorer says of it.

    Returns:
        One row a case: id, kind, lang, check, passed (bool), sentiment (of the first text), other (of the second, NaN
        where there is none), gloss.
    """
    import pandas as pd

    chosen = read_cases() if cases is None else list(cases)
    texts = [text for case in chosen for text in case.texts]
    values = iter(text_sentiments(texts, scorer))
    rows = []
    for case in chosen:
        own = [float(next(values)) for _ in case.texts]
        passed = not np.isnan(own).any() and CHECKS[case.check][1](*own)
        other = own[1] if len(own) > 1 else float("nan")
        rows.append((case.id, case.kind, case.lang, case.check, bool(passed), own[0], other, case.gloss))
    return pd.DataFrame(rows, columns=["id", "kind", "lang", "check", "passed", "sentiment", "other", "gloss"])


def text_sentiments(texts: Sequence[str], scorer: Any) -> np.ndarray:
    """Mean sentiment of each text's sentences, float64 of shape (n,); all texts go to the scorer in one batch."""
    from textlens.options import Options
    from textlens.pipeline import prepare
    from textlens.read.document import Document
    from textlens.score.protocol import SentenceBatch
    from textlens.score.registry import resolve, run

    prepared = [prepare(Document(str(i), text), Options()) for i, text in enumerate(texts)]
    batches = [p.batch() for p in prepared]
    joined = SentenceBatch.concat(batches)
    readable = np.concatenate([p.sentences.readable for p in prepared]) if prepared else np.zeros(0, dtype=bool)
    scores = run(resolve(scorer), joined, readable).sentiment if len(joined) else np.zeros(0)
    means, at = [], 0
    for batch in batches:
        own = scores[at : at + len(batch)]
        known = own[~np.isnan(own)]
        means.append(known.mean() if known.size else np.nan)
        at += len(batch)
    return np.array(means, dtype=np.float64)


def pass_rates(scorers: Any = ("textlens", "snownlp", "vader"), cases: Sequence[Case] | None = None) -> "pd.DataFrame":
    """Share of cases passed: a row a kind and one for all (``all``), ``n``, and a column a scorer."""
    import pandas as pd

    from textlens.evaluation.evaluate import named_scorers

    chosen = read_cases() if cases is None else list(cases)
    kinds = pd.Series([case.kind for case in chosen])
    columns: dict[str, pd.Series] = {"n": kinds.groupby(kinds).size()}
    totals: dict[str, float] = {"n": len(chosen)}
    for name, scorer in named_scorers(scorers).items():
        passed = run_cases(scorer, chosen)["passed"]
        columns[name] = passed.groupby(kinds).mean()
        totals[name] = float(passed.mean())
    table = pd.DataFrame(columns)
    table.loc["all"] = totals
    return table.astype({"n": int}).rename_axis("kind")
