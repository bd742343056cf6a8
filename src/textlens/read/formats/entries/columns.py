"""Which column of a table is which: its text, its dates, its authors, its titles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textlens.read.formats.entries.cells import is_blank, text_of
from textlens.read.formats.entries.days import days_of
from textlens.read.formats.entries.names import by_name, in_name
from textlens.read.formats.entries.prose import NO_WORDS, reads_as_prose

_SAMPLE = 400


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what.

    Attributes:
        text: numbers of the columns with the entry's words; the first that is not blank in a row counts.
        date, speaker, title: their numbers, None where there is none.
        named: whether the text column is known by its name.
        left_out: columns with prose that are none of these.
    """

    text: tuple[int, ...]
    date: int | None = None
    speaker: int | None = None
    title: int | None = None
    named: bool = False
    left_out: tuple[int, ...] = ()


def find_columns(names: Sequence[Any], rows: Sequence[Sequence[Any]], *, prose: bool = False) -> Columns | None:
    """The columns by their names, else by what they hold; None where no column holds text.

    Args:
        names: of the columns, "" where unknown; ``user.name`` is a name within another.
        rows: cells; short rows lack the last ones.
        prose: whether a text column must read as prose if its name does not say that it is one.
    """
    sample = rows[:: max(1, len(rows) // _SAMPLE)]
    columns = [[row[i] for row in sample if i < len(row) and not is_blank(row[i])] for i in range(len(names))]
    texts = by_name("text", names, [i for i, cells in enumerate(columns) if _letters(cells)])
    title = next(iter(by_name("title", names, [i for i, cells in enumerate(columns) if _letters(cells)])), None)
    dates = by_name("date", names, [i for i, cells in enumerate(columns) if cells])
    share = {i: _dated(columns[i], named=i in dates) for i in range(len(names)) if i not in texts and i != title}
    date = next((i for i in dates if share.get(i, 0) >= 0.5), None)
    if date is None:
        date = next((i for i in in_name("date", names) if share.get(i, 0) >= 0.5), None)
    if date is None:
        dated = [i for i in share if share[i] >= 0.8]
        date = max(dated, key=lambda i: share[i], default=next((i for i in dates if i in share), None))
    speaker = next((i for i in by_name("speaker", names, range(len(names))) if i != date and _is_naming(columns[i])), None)
    free = [i for i in range(len(names)) if i not in texts and i not in (date, speaker, title) and share.get(i, 0) < 0.8]
    free = [i for i in free if _letters(columns[i])]
    named = bool(texts)
    if not texts:
        candidates = [i for i in in_name("text", names) if i in free and _prose(columns[i])] or free
        if prose:
            candidates = [i for i in candidates if _prose(columns[i])]
        texts = sorted(candidates, key=lambda i: -_letters(columns[i]))[:1]
        if not texts and title is not None and (not prose or _prose(columns[title])):
            texts, title = [title], None
    if not texts:
        return None
    main = next(i for i in texts if _letters(columns[i]) * 10 >= max(_letters(columns[j]) for j in texts))
    spare = [i for i in texts if i != main and _prose(columns[i])]
    left_out = tuple(i for i in free if i not in texts and _prose(columns[i]))
    left_out += tuple(i for i in spare if _is_other(sample, main, i))
    return Columns((main, *spare), date, speaker, title, named, left_out)


def _letters(cells: Sequence[Any]) -> float:
    """Mean number of letters in the texts of a column, addresses and markup not counted; 0 where it has none."""
    texts = [NO_WORDS.sub(" ", cell[:2000]) for cell in cells if isinstance(cell, str)]
    return sum(sum(map(str.isalpha, text)) for text in texts) / len(cells) if cells else 0.0


def _dated(cells: Sequence[Any], *, named: bool) -> float:
    """Which share of a column's cells are dates."""
    return 1 - len(days_of(cells, named=named).unread) / len(cells) if cells else 0.0


def _is_naming(cells: Sequence[Any]) -> bool:
    """Whether cells are short enough to be names."""
    return bool(cells) and sum(len(text_of(cell)) for cell in cells) <= 40 * len(cells)


def _is_other(rows: Sequence[Sequence[Any]], main: int, other: int) -> bool:
    """Whether a second text column says something else than the first in some row where both do."""
    for row in rows:
        said, more = (re.sub(r"<[^<>]*>|[\W_]+", "", text_of(row[i])) if i < len(row) else "" for i in (main, other))
        if said and more and more[:60] not in said and said[:60] not in more:
            return True
    return False


def _prose(cells: Sequence[Any]) -> bool:
    """Whether half of a column or more reads as prose."""
    return 2 * sum(isinstance(cell, str) and reads_as_prose(cell) for cell in cells) >= max(1, len(cells))
