"""WeChat and QQ: copied out of the window, as WeChat mails it, or with stamps on lines of their own."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from textlens.read.formats.chats.messages import Chat, Message, chatty, early, go_on
from textlens.read.formats.chats.stamps import CLOCK, DAY, MARKS, Stamp, numbers_of
from textlens.split.lines import SPACE

_NAME_FIRST = re.compile(rf"{MARKS}(\S.{{0,59}}?)[ \t\u3000（(]{{1,4}}{DAY}[ T\u3000]{{1,2}}{CLOCK}[)）]?\s*")
_DAY_FIRST = re.compile(rf"{MARKS}{DAY}[ T\u3000]{{1,2}}\d{{1,2}}:\d{{2}}:\d{{2}}[ \t]{{1,4}}(\S.{{0,59}}?)\s*")
_STAMP_ALONE = re.compile(rf"{MARKS}{DAY}[ \u3000]{{0,2}}(?:(?:星期|周)[一二三四五六日天][ \u3000])?{CLOCK}\s*")
_NAMED = re.compile(r"([^\s:：，。！？,!?][^:：，。！？!?\n]{0,29})[:：]\s*(.*)", re.S)
_RULED_DAY = re.compile(rf"\s*[—–\-=─]{{2,}}\s*{DAY}\s*[—–\-=─]{{2,}}\s*")
_NAME_TIME = re.compile(r"(\S.{0,59}?)[ \t\u3000]{1,4}\d{1,2}:\d{2}(?::\d{2})?\s*")
_SECONDS = re.compile(r"\d:\d{2}:\d{2}")
_ABOUT = re.compile(r"聊天[记記][录錄]|微信|消息[记記][录錄]|WeChat", re.I)


def is_copied(lines: Sequence[str]) -> bool:
    """Whether these are messages with a line of name and time above each."""
    chat, numbers = copied(lines), _heads(lines)
    if len(numbers) < 2 or not (early(lines, numbers) or any(_ABOUT.search(line) for line in lines[:8])):
        return False
    filled = sum(any(line.strip(SPACE) for line in m.lines) for m in chat.messages)
    if filled < 0.8 * len(chat.messages) or not chatty(chat.messages):
        return False
    same_day = any(a.stamp == b.stamp for a, b in pairwise(chat.messages))
    exact = sum(bool(_SECONDS.search(lines[n])) for n in numbers)
    return same_day or 2 * exact >= len(numbers)


def is_mailed(lines: Sequence[str]) -> bool:
    """Whether these are messages as WeChat mails them."""
    days = [n for n, line in enumerate(lines) if len(line) < 80 and _RULED_DAY.fullmatch(line)]
    return early(lines, days) and sum(bool(m.speaker) for m in mailed(lines).messages) >= 2


def is_stamped(lines: Sequence[str]) -> bool:
    """Whether these are messages below stamps on lines of their own."""
    alone = [n for n, line in enumerate(lines) if len(line) < 60 and _STAMP_ALONE.fullmatch(line)]
    if not early(lines, alone) or (len(alone) < 2 and not any(_ABOUT.search(line) for line in lines[:5])):
        return False
    messages = stamped(lines).messages
    names = Counter(m.speaker for m in messages)
    told = any(_ABOUT.search(line) for line in lines[: alone[0]])
    said = [line for n, line in enumerate(lines) if n > alone[0] and n not in alone and line.strip(SPACE)]
    named = sum(count for name, count in names.items() if name)
    # A diary has one stamp a day, and 早餐：, 午餐： below it.
    days = [match.groups() for n in alone if (match := _STAMP_ALONE.fullmatch(lines[n]))]
    often = any(a == b for a, b in pairwise(days))
    return (told or often) and len(names - Counter({"": names[""]})) >= 2 and 5 * named >= 3 * len(said)


def _head(line: str) -> tuple[str, Stamp] | None:
    """Sender and day of a line that is nothing else."""
    if len(line) > 130:
        return None
    if match := _NAME_FIRST.fullmatch(line):
        return match.group(1), numbers_of(match.groups()[1:])
    if match := _DAY_FIRST.fullmatch(line):
        return match.group(4), numbers_of(match.groups()[:3])
    return None


def _heads(lines: Sequence[str]) -> list[int]:
    return [n for n, line in enumerate(lines) if _head(line)]


def copied(lines: Sequence[str]) -> Chat:
    """Messages with a line of name and time above each."""
    chat = Chat([], [])
    for n, line in enumerate(lines):
        head = _head(line)
        if head is None:
            go_on(chat, line)
        else:
            chat.messages.append(Message(n + 1, head[1], head[0]))
    return chat


def mailed(lines: Sequence[str]) -> Chat:
    """What WeChat mails: ruled lines with the day, below them a line with name and time above each message."""
    chat = Chat([], [])
    day: Stamp | None = None
    for n, line in enumerate(lines):
        short = len(line) < 100
        if short and (ruled := _RULED_DAY.fullmatch(line)):
            day = numbers_of(ruled.groups())
        elif day and short and (n == 0 or not lines[n - 1].strip(SPACE)) and (head := _NAME_TIME.fullmatch(line)):
            chat.messages.append(Message(n + 1, day, head.group(1)))
        else:
            go_on(chat, line)
    return chat


def stamped(lines: Sequence[str]) -> Chat:
    """Stamps on lines of their own, ``name: message`` below them."""
    chat = Chat([], [])
    day: Stamp | None = None
    for n, line in enumerate(lines):
        if len(line) < 60 and (alone := _STAMP_ALONE.fullmatch(line)):
            day = numbers_of(alone.groups())
        elif day and (named := _NAMED.fullmatch(line)):
            chat.messages.append(Message(n + 1, day, named.group(1), [named.group(2)]))
        else:
            go_on(chat, line)
    return chat
