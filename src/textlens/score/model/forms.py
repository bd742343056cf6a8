"""What the model reads in place of a token: one form for spellings that mean the same, none for what is private."""

import re
from collections.abc import Iterable, Sequence

from textlens.identify.faces import family

#: Stand-ins for tokens whose letters say nothing about feeling, or that name someone.
NUMBER, ADDRESS, HANDLE, TAG, UNKNOWN = "<num>", "<url>", "<at>", "<tag>", "<unk>"
# Tokens whose pieces a vocabulary remembers.
_REMEMBERED = 200_000
_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"https?://|ftp://|www\.|[^@\s]+@[^@\s]+\.")
_LATIN = re.compile(r"[a-z]")
_LONG = re.compile(r"([a-z])\1{2,}")
_WIDTH = str.maketrans("，。！？：；（）～－‘’＂“”「」『』〝〞｡､【】〈〉《》", ',.!?:;()~-\'\'""""""""".,[]<><>')


def form(lookup: str) -> str:
    """The form of one token, given as its `lookup`.

    >>> [form(token) for token in ("很", "！！！", "。。。", "2024", "don’t", "sooooo", "@someone", "https://a.org")]
    ['很', '!!', '…', '<num>', "don't", 'soo', '<at>', '<url>']
    """
    if len(lookup) == 1 and lookup.isalpha():
        return lookup
    if not lookup.isalnum() and (standing := family(lookup)) != lookup:
        return standing
    if _LATIN.search(lookup):
        if _ADDRESS.match(lookup):
            return ADDRESS
        if lookup[0] == "@":
            return HANDLE
        if lookup[0] == "#":
            return TAG
        if _DIGIT.match(lookup) and not _LATIN.search(lookup[-1]):
            return NUMBER
        return _LONG.sub(r"\1\1", lookup.replace("’", "'"))
    if _DIGIT.search(lookup) and not any(c > "\u2fff" for c in lookup):
        return NUMBER
    if lookup[0] == "#":
        return TAG
    if lookup[0].isalnum():
        return lookup
    plain = lookup.translate(_WIDTH)
    if len(plain) > 1:
        if set(plain) <= {".", "…"}:
            return "…"
        if set(plain) <= {"!", "?", "."}:
            return "?!" if {"!", "?"} <= set(plain) else "!!" if "!" in plain else "??"
        if len(set(plain)) == 1:
            return plain[:2]
    return plain


def forms(lookups: Iterable[str]) -> list[str]:
    """The forms of many tokens; each different one is worked out once."""
    known: dict[str, str] = {}
    found = []
    for lookup in lookups:
        made = known.get(lookup)
        if made is None:
            made = known[lookup] = form(lookup)
        found.append(made)
    return found


class Vocabulary:
    """The forms a model knows, and the pieces that others are read as.

    A Han word it does not know is read as the longest known words from the left, a Latin one as its longest known beginning
    and known endings (``##ness``), anything else as one unknown piece.
    """

    def __init__(self, entries: Sequence[str]) -> None:
        self.entries = list(entries)
        self._id = {entry: i for i, entry in enumerate(self.entries)}
        self._unknown = self._id[UNKNOWN]
        self._read: dict[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self.entries)

    def read(self, lookup: str) -> tuple[int, ...]:
        """The pieces of a token, given as its `lookup`."""
        found = self._read.get(lookup)
        if found is None:
            found = self.pieces(form(lookup).replace(" ", ""))
            if len(self._read) < _REMEMBERED:
                self._read[lookup] = found
        return found

    def pieces(self, form: str) -> tuple[int, ...]:
        """The numbers of the pieces of a form, one or more."""
        number = self._id.get(form)
        return (number,) if number is not None else self._cut(form)

    def _cut(self, form: str) -> tuple[int, ...]:
        """A form the vocabulary lacks, cut into known pieces from the left, the longest first; at most six."""
        if not form[0].isalnum():
            return (self._unknown,)
        latin = bool(_LATIN.search(form[0]))
        pieces: list[int] = []
        at = 0
        while at < len(form) and len(pieces) < 6:
            shortest = at + (3 if latin and not at else 1)
            for end in range(min(len(form), at + 12), shortest - 1, -1):
                number = self._id.get(("##" if latin and at else "") + form[at:end])
                if number is not None:
                    pieces.append(number)
                    at = end
                    break
            else:
                if latin:
                    break
                pieces.append(self._unknown)
                at += 1
        return tuple(pieces) or (self._unknown,)
