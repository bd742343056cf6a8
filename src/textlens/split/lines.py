"""The lines of a text as offsets, and how wide they look."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# What looks like nothing: besides white space, characters of no width that editors and phones leave behind.
INVISIBLE = "\ufeff\u200b\u200c\u200e\u200f\u2060\u00ad\u180e\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
SPACE = "".join({c for c in map(chr, range(0x3001)) if c.isspace() or unicodedata.category(c) == "Cc"} | set(INVISIBLE))

#: What ends a line, for character classes of regular expressions.
BREAK = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
#: What opens a line of a quotation; >_< is a face.
QUOTE_MARK = r"(?!>[_.﹏ω]+<|> <)(?:>[ \t]?)+"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: [start, end) without its surrounding white space, `indent` columns of white space before it."""

    start: int
    end: int
    indent: int


@lru_cache(maxsize=65536)
def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def width(text: str) -> int:
    """Columns a terminal gives the text: two for a full-width character, one for any other.

    >>> width("年终 review")
    11
    """
    if text.isascii():
        return len(text)
    return len(text) + sum(map(_wide, text))


def wider(text: str, columns: int) -> bool:
    """Whether the text takes more columns than that; a long one is not measured."""
    return len(text) > columns or width(text) > columns


def lines(text: str) -> list[Line]:
    """Every line of the text; an empty one has start == end."""
    found = []
    at = 0
    for raw in text.splitlines(keepends=True):
        left = raw.lstrip(SPACE)
        lead = len(raw) - len(left)
        body = left.rstrip(SPACE)
        start = at + lead if body else at
        found.append(Line(start, start + len(body), width(raw[:lead].expandtabs(4)) if body else 0))
        at += len(raw)
    return found
