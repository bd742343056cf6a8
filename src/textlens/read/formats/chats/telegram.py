"""Telegram: ``name, [stamp]:`` on a line of its own above each message."""

import re
from collections.abc import Sequence

from textlens.read.formats.chats.messages import Chat, Message, early, go_on
from textlens.read.formats.chats.stamps import MARKS, STAMP, TWELVE, numbers_of

_TELEGRAM = re.compile(rf"{MARKS}(\S.{{0,79}}?), \[{STAMP}\]:?\s*")


def is_telegram(lines: Sequence[str]) -> bool:
    """Whether a text with these first lines was copied out of Telegram."""
    numbers = [n for n, line in enumerate(lines) if len(line) < 160 and _TELEGRAM.fullmatch(line)]
    return len(numbers) >= 2 and early(lines, numbers)


def parse(lines: Sequence[str]) -> Chat:
    """The messages."""
    chat = Chat([], [])
    for n, line in enumerate(lines):
        match = _TELEGRAM.fullmatch(line) if len(line) < 160 else None
        if match is None:
            go_on(chat, line)
            continue
        chat.twelve_hours = chat.twelve_hours or bool(TWELVE.search(line))
        chat.dotted = chat.dotted or "." in line[match.start(2) : match.start(4)]
        chat.messages.append(Message(n + 1, numbers_of(match.groups()[1:]), match.group(1)))
    return chat
