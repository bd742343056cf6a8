"""The rows of a table, and the one among the first that has the names of the columns."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textlens.read.formats.entries.cells import is_blank, text_of
from textlens.read.formats.entries.days import days_of
from textlens.read.formats.entries.names import is_known
from textlens.read.formats.entries.prose import reads_as_prose

#: The row of column names is looked for in so many.
HEAD = 10
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows with where each stands, for notes."""

    cells: list[list[Any]]
    where: list[str]


def _header(rows: Sequence[Sequence[Any]]) -> int | None:
    """Number of the row with the names of the columns; None where the table begins with its first entry."""
    scores = [_is_header(row) * sum(map(is_known, row)) for row in rows[:HEAD]]
    if scores and max(scores) >= 2:
        return scores.index(max(scores))
    if not rows or not _is_header(rows[0]):
        return None
    if scores[0]:
        return 0
    # Names nobody knows: all cells are short and different, and below some of them stand dates, numbers or much longer texts.
    for i, name in enumerate(rows[0]):
        below = [row[i] for row in rows[1:200] if i < len(row) and not is_blank(row[i])]
        dated = below and not days_of(below, named=False).unread
        numbers = below and all(not isinstance(cell, str) or re.fullmatch(r"[-+\d.,:%\s]+", cell) for cell in below)
        longer = sum(len(text_of(cell)) for cell in below) > 4 * len(text_of(name)) * len(below)
        if below and len(rows[0]) > 1 and (dated or numbers or (longer and any(map(reads_as_prose, map(text_of, below))))):
            return 0
    return None


def _is_header(row: Sequence[Any]) -> bool:
    """Whether a row may be the names of columns."""
    names = [cell for cell in row if not is_blank(cell)]
    if not names or any(not isinstance(name, str) or len(name) > _LONGEST_NAME for name in names):
        return False
    if len(set(names)) < len(names) or any(re.fullmatch(r"[-+\d.,:/%\s]+", name) for name in names):
        return False
    known = sum(map(is_known, names))
    return known > 0 or not any(days_of([name]).days[0] or re.search(r"[。！？!.]\s*$", name) for name in names)


def without_header(rows: Rows) -> tuple[list[Any], list[list[Any]], Rows]:
    """Names of the columns ("" where unknown), the rows above them, the rows below."""
    at = _header(rows.cells)
    if at is None:
        widths = Counter(len(row) for row in rows.cells)
        return [""] * max(widths, default=0), [], rows
    below = Rows(rows.cells[at + 1 :], rows.where[at + 1 :])
    return [text_of(name).strip() for name in rows.cells[at]], rows.cells[:at], below
