"""LINE: lines that name a day, below them ``time, name, words`` with tabs or spaces between."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from textlens.date.partial import PartialDate
from textlens.read.formats.chats.messages import Chat, Message, chatty, early, go_on
from textlens.read.formats.chats.placeholders import is_event
from textlens.read.formats.chats.stamps import CLOCK, DAY, MARKS, Stamp, numbers_of
from textlens.split.lines import SPACE

_WEEKDAY = r"[（(]?(?:(?:星期|[周週]|[礼禮]拜)?[一二三四五六日天月火水木金土](?:曜日)?|[A-Za-z]{3,9}\.?)[)）]?"
_DAY_LINE = re.compile(rf"{MARKS}{DAY}\s?{_WEEKDAY}\s*")
_DAY_LINE_EN = re.compile(rf"{MARKS}(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}}\.?,?\s(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})\s*")
_TABBED = re.compile(rf"{MARKS}{CLOCK}\t(.*)", re.S)
_SPACED = re.compile(rf"{MARKS}{CLOCK} (\S.*)", re.S)
_TITLE = re.compile(rf"{MARKS}\[LINE\]")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def is_line(lines: Sequence[str]) -> bool:
    """Whether a text with these first lines is LINE's."""
    if any(_TITLE.match(line) for line in lines[:5]):
        return any(_day_of(line) for line in lines) or any(_TABBED.match(line) for line in lines)
    days = [n for n, line in enumerate(lines) if _day_of(line)]
    if not early(lines, days):
        return False
    chat = parse(lines)
    spoken = [m for m in chat.messages if m.speaker]
    if any(_TABBED.match(line) for line in lines):
        return chatty(spoken)
    # Without tabs it could be anybody's timetable, but for what only LINE writes.
    return chatty(spoken, 3) and any(is_event(m.lines, m.speaker) for m in chat.messages)


def _day_of(line: str) -> Stamp | None:
    """The day a line of a LINE export names, if it does nothing else."""
    if len(line) > 60:
        return None
    if match := _DAY_LINE.fullmatch(line):
        return numbers_of(match.groups())
    if match := _DAY_LINE_EN.fullmatch(line):
        weekday, a, b, year = match.group(1), *map(int, match.groups()[1:])
        for month, day in ((a, b), (b, a)):
            if PartialDate(year, month, day).is_possible() and _WEEKDAYS[date(year, month, day).weekday()] == weekday:
                return year, month, day
        return (year, a, b) if a <= 12 else (year, b, a)
    return None


def parse(lines: Sequence[str]) -> Chat:
    """The messages."""
    tabbed = any(_TABBED.match(line) for line in lines)
    head = _TABBED if tabbed else _SPACED
    chat = Chat([], [])
    day: Stamp | None = None
    for n, line in enumerate(lines):
        found = _day_of(line)
        # A date within a message that is quoted is its own.
        if found and not (chat.messages and _is_open(chat.messages[-1])):
            day = found
        elif day and (match := head.match(line)):
            name, _, words = match.group(1).partition("\t" if tabbed else " ")
            speaker, words = (name, words) if words or "\t" in match.group(1) else ("", name)
            chat.messages.append(Message(n + 1, day, speaker.strip(SPACE), [words]))
        else:
            go_on(chat, line)
    for message in chat.messages:
        _unquote(message)
    if not tabbed:
        _longer_names(chat)
    return chat


def _is_open(message: Message) -> bool:
    """Whether a message is quoted and its closing mark has not come yet; after an empty line it will not."""
    lines = message.lines
    return (
        lines[0].startswith('"') and not (lines[-1].endswith('"') and (len(lines) > 1 or len(lines[0]) > 1)) and "" not in lines
    )


def _unquote(message: Message) -> None:
    """Take the quotation marks off a message of several lines, where LINE has put them around it."""
    while message.lines and not message.lines[-1].strip(SPACE):
        message.lines.pop()
    lines = message.lines
    if len(lines) > 1 and lines[0].startswith('"') and lines[-1].rstrip(SPACE).endswith('"'):
        lines[0], lines[-1] = lines[0][1:], lines[-1].rstrip(SPACE)[:-1]
        message.lines = [line.replace('""', '"') for line in lines]


def _longer_names(chat: Chat) -> None:
    """Where only spaces part name and words, a name is what all messages that begin with it share."""
    names = Counter(m.speaker for m in chat.messages if m.speaker)
    for name in [name for name, count in names.items() if count >= 3]:
        theirs = [m for m in chat.messages if m.speaker == name]
        while all(" " in m.lines[0] for m in theirs) and len({m.lines[0].split(" ", 1)[0] for m in theirs}) == 1:
            for m in theirs:
                more, m.lines[0] = m.lines[0].split(" ", 1)
                m.speaker += f" {more}"
