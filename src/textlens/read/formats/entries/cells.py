"""The cells of a table: what counts as empty, and what they say as text."""

from typing import Any

_BLANK = frozenset(("", "nan", "nat", "null", "none", "<na>", "n/a", "-", "—", "0000-00-00 00:00:00", "0000-00-00"))


def is_blank(cell: Any) -> bool:
    """Whether a cell is empty or holds what programs write for that."""
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in _BLANK) or cell != cell


def text_of(cell: Any) -> str:
    """A cell as text; "" where it holds nothing."""
    if cell is None or cell != cell:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
