"""Valence shifters at work: from the words of a sentence to hits, each with its shifted value and its weight."""

from collections.abc import Sequence
from dataclasses import dataclass

from textlens.score.shifters import AFTER_CONTRAST, BEFORE_CONTRAST, DEGREE_REACH, NEGATION, SUPERLATIVE, VERY, Shift

_NOTHING = Shift()


@dataclass(frozen=True, slots=True)
class Item:
    """A word, phrase or sign of a sentence.

    Attributes:
        text: as dictionaries hold it.
        start, end: half-open offsets in the shadow.
        value: of the lexicon, -1..1, or None.
        shift: what it does to others, or None.
        ends_clause: whether it is a sign that no shifter reaches over.
    """

    text: str
    start: int
    end: int
    value: float | None = None
    shift: Shift | None = None
    ends_clause: bool = False


@dataclass(slots=True)
class Hit:
    """A word of the lexicon in a sentence.

    Attributes:
        text, start, end: as in `Item`.
        value: what it says here, -1..1, after negation.
        weight: how much it counts, above 0: degree and contrast are in it.
        negated: whether a negator reached it.
    """

    text: str
    start: int
    end: int
    value: float
    weight: float
    negated: bool


@dataclass(slots=True)
class _Scope:
    """What is open at one place of a clause: negators and degrees waiting for their word.

    `left` and `degree_left` count the words they still reach; `outer` holds degrees in front of the negators (很不),
    `inner` those behind (不很). `held` says that a hit has just taken the negation, which goes on if the next word is
    linked to it: ``next`` to it, over a ``join`` or over a ``link``; `sign` is that of the hit's own value.
    """

    negators: int = 0
    left: int = 0
    reach: int = 0
    ever: bool = False
    this_much: bool = False
    outer: float = 1.0
    inner: float = 1.0
    degree_left: int = 0
    held: str = ""
    sign: float = 0.0

    def negate(self, shift: Shift) -> None:
        """A negator opens its reach; what strengthened it counts for the word it finds."""
        self.negators += 1
        self.ever, self.this_much = self.ever or shift.ever, False
        self.left = self.reach = shift.reach
        self.outer *= self.inner * (shift.before or 1.0)
        self.inner = 1.0

    def strengthen(self, shift: Shift, factor: float) -> None:
        """A word of degree waits for its word."""
        self.this_much |= shift.this_much
        if self.negators and shift.at_all:
            self.outer *= factor
        else:
            self.inner *= factor
            self.degree_left = DEGREE_REACH

    def take(self, value: float) -> tuple[float, float, bool]:
        """(value, weight, negated) of a hit here."""
        if self.held and not (self.held == "link" or value * self.sign > 0):
            self.negators = 0
        if self.ever and self.this_much:
            self.negators, self.inner = 0, SUPERLATIVE
        negated = self.negators > 0
        weight = self.outer * (1 / self.inner if negated else self.inner)
        result = value * NEGATION**self.negators, weight, negated
        self.outer = self.inner = 1.0
        self.ever = self.this_much = False
        self.held, self.sign, self.left = "next", value, self.reach
        return result

    def pass_word(self, shift: Shift) -> None:
        """A word that is neither hit nor shifter goes by."""
        self.left = 2 * self.reach if shift.carries else self.left - 1
        self.degree_left -= 1
        if self.negators and self.left <= 0:
            self.negators, self.ever, self.outer = 0, False, 1.0
        if self.inner != 1.0 and self.degree_left <= 0:
            self.inner, self.this_much = 1.0, False


def _finds_its_word(items: Sequence[Item], i: int) -> bool:
    """Whether a shifter with a sentiment of its own (no, pretty, 好, 死) has something to shift; else it is a hit."""
    shift = items[i].shift or _NOTHING
    if shift.negates:
        for item in items[i + 1 : i + 1 + shift.reach]:
            if item.ends_clause:
                return False
            if item.value is not None:
                return True
        return False
    if (shift.after or shift.negates_after) and i > 0 and items[i - 1].value is not None:
        return True
    return bool(shift.before) and _is_shiftable(items, i + 1)


def _is_shiftable(items: Sequence[Item], i: int) -> bool:
    """Whether the item i is a word of the lexicon or begins what shifts one."""
    if i >= len(items):
        return False
    shift = items[i].shift or _NOTHING
    return items[i].value is not None or shift.negates or bool(shift.before)


def _asks(items: Sequence[Item], i: int) -> bool:
    """Whether the hit i repeats the word before its negator, as questions do: 喜欢不喜欢, 开不开心."""
    if i < 2:
        return False
    word, negator, first = items[i], items[i - 1], items[i - 2]
    glued = first.end == negator.start and negator.end == word.start
    return glued and bool(negator.shift and negator.shift.asks) and word.text.startswith(first.text)


class _Reader:
    """Reads the items of one sentence from left to right."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.scope = _Scope()
        self.hits: list[Hit] = []
        self.conceded: list[bool] = []
        self.since_hit = -1  # words since the last hit of the clause, -1 where it has none
        self.turn = 0  # number of hits before the last contrast
        self.conceding = False

    def read(self) -> list[Hit]:
        for i, item in enumerate(self.items):
            if item.ends_clause:
                self._open_clause()
                self.conceding = False
            elif item.value is not None and not _finds_its_word(self.items, i):
                self._connect(item.shift or _NOTHING)
                self._hit(i, item.value)
            else:
                self._shift(i, item.shift or _NOTHING)
        self._weigh()
        return self.hits

    def _open_clause(self) -> None:
        self.scope, self.since_hit = _Scope(), -1

    def _connect(self, shift: Shift) -> bool:
        """Let a contrast or a concession open its clause; whether it is one."""
        if shift.contrast:
            self.turn, self.conceding = len(self.hits), False
        elif shift.concedes:
            self.conceding = True
        else:
            return False
        self._open_clause()
        return True

    def _hit(self, i: int, value: float) -> None:
        if _asks(self.items, i):
            if self.hits and self.hits[-1].start == self.items[i - 2].start:
                self.hits.pop()
                self.conceded.pop()
            self._open_clause()
            return
        item = self.items[i]
        self.hits.append(Hit(item.text, item.start, item.end, *self.scope.take(value)))
        self.conceded.append(self.conceding)
        self.since_hit = 0

    def _shift(self, i: int, shift: Shift) -> None:
        if self._connect(shift) or self._behind(i, shift):
            return
        scope = self.scope
        if scope.held and (shift.links or shift.joins):
            scope.held = "link" if shift.links else "join"
            return
        if scope.held and not shift.before:
            self.scope = scope = _Scope()
        degree = shift.before or (VERY if shift.this_much and scope.negators else 0.0)
        if shift.negates:
            scope.negate(shift)
        elif degree and not (shift.close and not _is_shiftable(self.items, i + 1)):
            scope.strengthen(shift, degree)
        elif shift.at_all and scope.negators:
            scope.outer *= VERY
        else:
            scope.pass_word(shift)
        if self.since_hit >= 0:
            self.since_hit += 1

    def _behind(self, i: int, shift: Shift) -> bool:
        """Let a word act on the hit before it; whether it did."""
        if self.since_hit < 0:
            return False
        last = self.hits[-1]
        if shift.negates_after and self.since_hit == 0:
            last.value, last.negated = last.value * NEGATION, True
        elif shift.at_all and last.negated and not shift.before:
            last.weight *= VERY
        elif shift.after and self.since_hit <= shift.after_reach and not (shift.before and _is_shiftable(self.items, i + 1)):
            last.weight *= 1 / shift.after if last.negated else shift.after
        else:
            return False
        return True

    def _weigh(self) -> None:
        """Put contrast and concession into the weights."""
        any_conceded = any(self.conceded)
        for i, (hit, conceded) in enumerate(zip(self.hits, self.conceded, strict=True)):
            if conceded or i < self.turn:
                hit.weight *= BEFORE_CONTRAST
            elif self.turn or any_conceded:
                hit.weight *= AFTER_CONTRAST


def read_hits(items: Sequence[Item]) -> list[Hit]:
    """The hits of one sentence, in order, with what its shifters make of them."""
    if all(item.value is None for item in items):
        return []
    return _Reader(items).read()
