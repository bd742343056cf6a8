"""The rows of a table as entries, once it is known which column is which."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from textlens.date.partial import PartialDate
from textlens.read.formats.entries.cells import is_blank, text_of
from textlens.read.formats.entries.collection import Entries, listed
from textlens.read.formats.entries.columns import Columns
from textlens.read.formats.entries.days import EXCEL, days_of


class Table:
    """The rows of a table, ready to be added one by one.

    Args:
        names: of the columns, "" where unknown.
        rows: their cells; short rows lack the last ones.
        where: where each row stands, for notes: ``line 5``.
        columns: which of them hold what.
        epoch: day 0 of serial numbers.
    """

    def __init__(
        self,
        names: Sequence[Any],
        rows: Sequence[Sequence[Any]],
        where: Sequence[str],
        columns: Columns,
        epoch: dt.date = EXCEL,
    ) -> None:
        self.names, self.rows, self.where, self.columns = names, rows, where, columns
        cells = [self._cell(i, columns.date) for i in range(len(rows))]
        self.dates = days_of(cells, epoch=epoch)
        self._unread = [f"{where[i]} ({text_of(cells[i])[:40]!r})" for i in self.dates.unread]

    def _cell(self, i: int, column: int | None) -> Any:
        return self.rows[i][column] if column is not None and column < len(self.rows[i]) else None

    def add(self, entries: Entries, i: int, date: PartialDate | None = None) -> bool:
        """Add row `i`, of the given date where it has none itself; False where it has no text."""
        body = next((text for column in self.columns.text if (text := text_of(self._cell(i, column))).strip()), "")
        named = [self._cell(i, column) for column in (self.columns.title, self.columns.speaker)]
        title, speaker = ("" if is_blank(cell) else text_of(cell).strip() for cell in named)
        if not (body or title):
            return False
        entries.add(body, title=title, date=self.dates.days[i] or date, speaker=speaker)
        return True

    def add_all(self, entries: Entries) -> None:
        """Add all rows, and the notes on them."""
        lacking = [
            self.where[i]
            for i in range(len(self.rows))
            if not self.add(entries, i) and any(not is_blank(cell) for cell in self.rows[i])
        ]
        entries.notes += self.notes(lacking)

    def notes(self, lacking: Sequence[str] = ()) -> list[str]:
        """What is doubtful about the dates, which cells are none, which rows (`lacking`) have no text, what is left out."""
        found = []
        if self.dates.doubt:
            found.append(self.dates.doubt)
        if self._unread:
            found.append(f"no date in {listed(self._unread)}")
        without = [self.where[i] for i, date in enumerate(self.dates.days) if date is not None and date.year is None]
        if without:
            found.append(f"no year in the date of {listed(without)}")
        if lacking:
            found.append(f"no text in {listed(lacking)}")
        if self.columns.left_out:
            names = [str(self.names[i]) or f"column {i + 1}" for i in self.columns.left_out]
            found.append(f"text left out, as another column is the entries' own: {listed(names)}")
        return found
