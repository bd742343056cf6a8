"""Which neighbouring lines are one paragraph: hard-wrapped text against one paragraph a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textlens.split.lines import Line, width
from textlens.split.patterns import is_byline

_TERMINAL = re.compile(r"[。！？!?….：:；;][\"'”’」』）)\]】》*_]*$")
_LATIN_END = re.compile(r"[A-Za-z0-9,;'’)\]*_-]$")
_LOWER = re.compile(r"[\"'“‘(*_\[]*[a-z]")
_LATIN_START = re.compile(r"[\"'“‘(*_\[]*[A-Za-z0-9]")
_FIRST_WORD = re.compile(r"[\x21-\x7e]*")
_RUN_IN = re.compile(r"\*\*[^*\n]{1,30}\*\*")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a document breaks its lines: `columns` it wraps at, or 0 where each line is a paragraph."""

    columns: int

    @classmethod
    def measure(cls, text: str, groups: Sequence[Sequence[Line]]) -> "Wrapping":
        """Look at every line that another line follows: wrapped lines are about equally long and end anywhere."""
        inner = [line for group in groups for line in group[:-1]]
        if len(inner) < 3:
            return cls(0)
        widths = np.array([width(text[line.start : line.end]) + line.indent for line in inner])
        columns = int(np.percentile(widths, 95))
        if not 30 <= columns <= 132:
            return cls(0)
        full = widths >= 0.8 * columns
        open_ended = [not _TERMINAL.search(text[line.start : line.end]) for line in inner]
        wrapped = full.mean() >= 0.5 and np.mean([o for o, f in zip(open_ended, full, strict=True) if f]) >= 0.5
        return cls(columns if wrapped else 0)

    def join(self, text: str, group: Sequence[Line], *, item: bool = False) -> list[list[Line]]:
        """The lines of a group, gathered into paragraphs; `item` says that the first opens a list item.

        A line that is a byline, or opens with a bold run-in title, always begins a paragraph of its own.
        """
        paragraphs: list[list[Line]] = []
        for i, line in enumerate(group):
            before = group[i - 1] if i else None
            if before is not None and self._continues(text, before, line, group[0], item=item):
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
        return paragraphs

    def _continues(self, text: str, before: Line, line: Line, first: Line, *, item: bool) -> bool:
        above, below = text[before.start : before.end], text[line.start : line.end]
        if _RUN_IN.match(below) or is_byline(above, quoted=False) or is_byline(below, quoted=False):
            return False
        if self.columns:
            if line.indent >= 2 and line.indent > first.indent and before is not first:
                return False
            if line.indent >= 2 and line.indent >= before.indent > 0 and _TERMINAL.search(above):
                return False
            if line.indent > before.indent and line.indent >= 2 and text[line.start - 1] == "\u3000":
                return False
            room = self.columns - width(above) - before.indent
            first_word = width(_FIRST_WORD.match(below).group()) if below[0].isascii() else 2  # type: ignore[union-attr]
            if room <= first_word + 4:
                return True
        if above.endswith(("\\", "  ")):
            return True
        if not _LATIN_END.search(above) or _TERMINAL.search(above):
            return False
        if item and line.indent >= 2 and line.indent > first.indent and _LOWER.match(below):
            return True  # the rest of the item, hanging under it
        # Markdown prose in a Latin script, broken where the writer felt like it.
        return width(above) >= (30 if _LOWER.match(below) else 50) and bool(_LATIN_START.match(below))
