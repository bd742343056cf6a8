"""Gold: documents with the valence readers gave their sentences, paragraphs and months."""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from textlens.errors import NotFoundError, ReadError

#: Valence of gold runs from -SCALE to SCALE; textlens' sentiment is valence / SCALE.
SCALE = 3.0


@dataclass(frozen=True, slots=True)
class Spans:
    """Half-open spans of a document and their valence in -3..3: arrays of shape (n,)."""

    start: np.ndarray
    end: np.ndarray
    valence: np.ndarray

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One document of the gold.

    Attributes:
        name: what the gold calls it. kind: its kind (a folder's name or the first word of the file's), for grouping.
        path: where the document lies; None for a text given inline.
        text: the text of an inline document.
        sentences, paragraphs: spans with valence.
        months: ``YYYY-MM`` to valence.
        readers: two independent passes over the sentences, float64 of shape (n, 2), or None.
        paragraph_readers, month_readers: the same over paragraphs and months.
        emotions: the emotion both passes gave each sentence, "" where they differ or none is given.
    """

    name: str
    kind: str
    path: Path | None
    text: str
    sentences: Spans
    paragraphs: Spans
    months: dict[str, float] = field(default_factory=dict)
    readers: np.ndarray | None = None
    paragraph_readers: np.ndarray | None = None
    month_readers: np.ndarray | None = None
    emotions: tuple[str, ...] = ()


def project_gold() -> Path:
    """The folder of the project's own gold: inside the installed package, or in the checkout it runs from."""
    inside = Path(__file__).parents[1] / "gold"
    beside = Path(__file__).parents[3] / "data" / "gold"
    for folder in (inside, beside):
        if (folder / "gold_valence.tsv").is_file():
            return folder
    raise NotFoundError("the project's gold", "is not installed; name a gold folder or a csv of text,valence")


def read_gold(source: Any = None) -> list[GoldDocument]:
    """Read gold: None for the project's own, a folder with ``gold_valence.tsv``, or a csv with columns text and valence.

    Raises:
        NotFoundError, ReadError: there is no such gold, or it is damaged; the message says where.
    """
    path = project_gold() if source is None else Path(source)
    if path.is_dir():
        return _read_folder(path)
    if path.is_file():
        return _read_csv(path)
    raise NotFoundError(str(path), "no such gold; give a folder with gold_valence.tsv or a csv of text,valence")


def _rows(path: Path, n_columns: int) -> dict[str, list[list[str]]]:
    """Rows of a tab-separated file without header, by document; none where there is no such file."""
    by_document: dict[str, list[list[str]]] = defaultdict(list)
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.reader(file, delimiter="\t"), 1):
                if len(row) < n_columns:
                    raise ReadError(str(path), f"line {number} has {len(row)} columns, not {n_columns}")
                by_document[row[0]].append(row[1:])
    return by_document


def _spans(rows: list[list[str]], path: Path) -> Spans:
    try:
        return Spans(
            np.array([int(row[0]) for row in rows], dtype=np.int64),
            np.array([int(row[1]) for row in rows], dtype=np.int64),
            np.array([float(row[2]) for row in rows], dtype=np.float64),
        )
    except ValueError as error:
        raise ReadError(str(path), f"holds a span or valence that is no number: {error}") from None


def _read_folder(folder: Path) -> list[GoldDocument]:
    tables = {name: _rows(folder / f"gold_{name}.tsv", n) for name, n in (("valence", 4), ("paragraph", 4), ("month", 3))}
    passes = _rows(folder / "passes.tsv", 7)
    wholes = _rows(folder / "passes_whole.tsv", 5)
    names = list(dict.fromkeys(name for table in tables.values() for name in table))
    if not names:
        raise ReadError(str(folder), "holds no gold: gold_valence.tsv is missing or empty")
    documents = []
    for name in names:
        sentences = _spans(tables["valence"].get(name, []), folder / "gold_valence.tsv")
        paragraphs = _spans(tables["paragraph"].get(name, []), folder / "gold_paragraph.tsv")
        months = {month: float(valence) for month, valence in tables["month"].get(name, [])}
        whole = {row[1]: [float(row[2]), float(row[3])] for row in wholes.get(name, []) if row[0] in ("paragraph", "month")}
        readers, emotions = _readers(passes.get(name, []), sentences)
        documents.append(
            GoldDocument(
                name=name,
                kind=_kind(name),
                path=folder / name,
                text="",
                sentences=sentences,
                paragraphs=paragraphs,
                months=months,
                readers=readers,
                paragraph_readers=_both(whole, [f"{a}-{b}" for a, b in zip(paragraphs.start, paragraphs.end, strict=True)]),
                month_readers=_both(whole, list(months)),
                emotions=emotions,
            )
        )
    return documents


def _readers(rows: list[list[str]], sentences: Spans) -> tuple[np.ndarray | None, tuple[str, ...]]:
    """The two passes in the order of the sentences: columns start, end, valence 1, valence 2, emotion 1, emotion 2."""
    if not rows:
        return None, ()
    by_span = {(int(row[0]), int(row[1])): row[2:] for row in rows}
    found = [by_span.get((int(a), int(b))) for a, b in zip(sentences.start, sentences.end, strict=True)]
    values = [[float(row[0]), float(row[1])] if row else [np.nan, np.nan] for row in found]
    emotions = tuple(row[2] if row and row[2] == row[3] else "" for row in found)
    return np.array(values), emotions


def _both(whole: dict[str, list[float]], keys: list[str]) -> np.ndarray | None:
    """The two passes over these wholes, float64 of shape (n, 2); None where one is missing."""
    return np.array([whole[key] for key in keys]).reshape(-1, 2) if all(key in whole for key in keys) else None


def _kind(name: str) -> str:
    """``reviews/zh_2022.md`` is of the kind reviews, ``documents/diary-baker.txt`` a diary."""
    path = Path(name)
    return path.stem.split("-")[0] if path.parent.name in ("", "documents") else path.parent.name


def _read_csv(path: Path) -> list[GoldDocument]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = reader.fieldnames or []
        if "text" not in columns or "valence" not in columns:
            raise ReadError(str(path), f"needs the columns text and valence; it has {', '.join(columns) or 'none'}")
        rows = [(row["text"], row["valence"]) for row in reader]
    try:
        values = [float(value) for _, value in rows]
    except (TypeError, ValueError) as error:
        raise ReadError(str(path), f"holds a valence that is no number: {error}") from None
    if not values:
        raise ReadError(str(path), "holds no rows")
    # Valence in -1..1 and in -3..3 are both in use; only the calibration depends on which.
    factor = SCALE if max(map(abs, values)) <= 1 else 1.0
    nothing = Spans(*(np.zeros(0, dtype=np.int64),) * 2, np.zeros(0))
    documents = []
    for number, ((text, _), value) in enumerate(zip(rows, values, strict=True)):
        span = Spans(np.array([0]), np.array([len(text)]), np.array([value * factor]))
        documents.append(GoldDocument(f"{path.name}:{number}", path.stem, None, text, span, nothing))
    return documents
