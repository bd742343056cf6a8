"""The lines of a paragraph joined: with a space, with nothing, or as the two halves of a word that a line's end divides."""

import re
from collections.abc import Callable, Iterable, Sequence

from textlens.read.formats.pdf.lines import UNSPACED, Line

#: Marks that are written both with spaces between words and without.
_SHARED = frozenset("“”‘’…—")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_DIVIDED = re.compile(r"(?<![^\W\d_])([^\W\d_]+)([-\u2010\u00ad])$")
_LOWER_WORD = re.compile(r"[^\W\d_]+")
#: First halves of compounds, whose hyphen stays at a line's end unless the document writes the word without it.
_HALVES = frozenset(
    """
    all anti best co cross double eight eighty ever ex far fifty five forty four full good half hard high ill kind large last left
    light little long low middle mid much near never new nine ninety non old one open part post pre quarter right second self semi
    seven seventy short single six sixty small so still strong ten thirty three twenty two ultra vice well wide year
    """.split()  # noqa: SIM905 - a list of them would fill the page
)


def vocabulary(pages: Iterable[Iterable[Line]]) -> set[str]:
    """The words of the document in small letters, those that a line's end divides left out."""
    return {
        word.lower()
        for lines in pages
        for line in lines
        for word in _WORD.findall(line.words)
        if not line.words.endswith(word + "-")
    }


def joined(lines: Sequence[Line], words: set[str]) -> str:
    """The lines of a paragraph as one."""
    text = lines[0].text.lstrip()
    for line in lines[1:]:
        text = _join(text, line.words, words.__contains__)
    return text.strip()


def _join(above: str, below: str, known: Callable[[str], bool]) -> str:
    """Two lines as one.

    >>> def known(word):
    ...     return word in ("wonderful", "sun")
    >>> _join("It was won-", "derful.", known), _join("The sun", "rose.", known), _join("今天下", "雨了。", known)
    ('It was wonderful.', 'The sun rose.', '今天下雨了。')
    """
    text = above.rstrip()
    if not text or not below:
        return text + below
    if (divided := _DIVIDED.search(text)) and below[0].isalnum():
        second = match[0] if (match := _LOWER_WORD.match(below)) else ""
        return (text[:-1] if _divides(divided, second, text, known) else text) + below
    if text[-1] == "—" and len(above) == len(text):
        return text + below
    last, first = bool(UNSPACED.match(text[-1])), bool(UNSPACED.match(below[0]))
    if last and first:
        return text + below
    if last or first:  # a space at the line's end between two scripts is the writer's
        other = below[0] if last else text[-1]
        return text + (" " if len(above) > len(text) and other.isalnum() else "") + below
    if text[-1] in _SHARED and UNSPACED.search(text[-3:]):
        return text + below
    return f"{text} {below}"


def _divides(divided: "re.Match[str]", second: str, text: str, known: Callable[[str], bool]) -> bool:
    """Whether a hyphen at a line's end divides a word, rather than joining two."""
    first, hyphen = divided[1].lower(), divided[2]
    if not second or not second[0].islower():
        return False
    if hyphen == "\u00ad":
        return True
    if known(f"{first}-{second.lower()}") or text[: divided.start()].endswith("-"):
        return False
    if known(first + second.lower()):
        return True
    return not (first in _HALVES or (known(first) and known(second.lower())))
