"""Messages as a dialect finds them in the lines of a file, and whether they look like people writing to each other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from textlens.read.formats.chats.placeholders import NOT_A_NAME, WEATHER
from textlens.read.formats.chats.stamps import Stamp
from textlens.split.lines import SPACE

#: So many lines of a text tell its dialect.
HEAD_LINES = 200


@dataclass(slots=True)
class Message:
    """One message: the number of its first line, the day as written, who wrote it ("": an event) and its lines."""

    number: int
    stamp: Stamp | None
    speaker: str
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Chat:
    """What a dialect finds in the lines of a file: those above the first message, and the messages."""

    above: list[str]
    messages: list[Message]
    dotted: bool = False
    twelve_hours: bool = False
    notes: tuple[str, ...] = ()


def early(lines: Sequence[str], numbers: Sequence[int]) -> bool:
    """Whether the first of these lines has at most five lines of text above it."""
    return bool(numbers) and sum(bool(line.strip(SPACE)) for line in lines[: numbers[0]]) <= 5


def apart(lines: Sequence[str], numbers: Sequence[int]) -> bool:
    """Whether an empty line stands above nearly all of these, as in a journal."""
    return sum(n == 0 or not lines[n - 1].strip(SPACE) for n in numbers) >= 0.9 * len(numbers)


def chatty(messages: Sequence[Message], least: int = 2) -> bool:
    """Whether these look like people writing to each other: they have names, which a program's log or a diary has not."""
    names = Counter(m.speaker for m in messages if m.speaker)
    written = sum(names.values())
    wrong = sum(count for name, count in names.items() if NOT_A_NAME.fullmatch(name.strip(SPACE)))
    # A friend may be called 小雪 (little snow), a diary's days are all called so.
    if written < least or 3 * wrong > written or all(WEATHER.fullmatch(name.strip(SPACE)) for name in names):
        return False
    repeated = len(names) < written
    return repeated or any(a.stamp == b.stamp for a, b in pairwise(messages))


def go_on(chat: Chat, line: str) -> None:
    """A line without a stamp goes on with the message above it."""
    (chat.messages[-1].lines if chat.messages else chat.above).append(line)
