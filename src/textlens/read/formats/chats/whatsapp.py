"""WhatsApp: a stamp before each message, in brackets or with a dash behind it, then ``name: words``."""

import re
from collections import Counter
from collections.abc import Sequence

from textlens.read.formats.chats.messages import HEAD_LINES, Chat, Message, apart, chatty, early, go_on
from textlens.read.formats.chats.placeholders import is_event
from textlens.read.formats.chats.stamps import MARKS, STAMP, TWELVE, numbers_of

_BRACKETED = re.compile(rf"{MARKS}\[{STAMP}\]{MARKS}\s?{MARKS}")
_DASHED = re.compile(rf"{MARKS}{STAMP}\s[-–—]\s{MARKS}")
_CLOSED = re.compile(r"[“「『‘\"][^”」』’\"]*$")
_RENAMED = re.compile(
    r"\b(?:changed|created|added|removed|left|joined|turned|renamed|pinned)\b|更改|变更|變更|修改|建立|创建|加入|新增|移除"
)


def is_whatsapp(lines: Sequence[str]) -> bool:
    """Whether a text with these first lines is WhatsApp's: it has senders, and what only a chat has."""
    style = _style(lines)
    numbers = [n for n, line in enumerate(lines) if style.match(line)]
    if not early(lines, numbers):
        return False
    chat = parse(lines)
    if any(not m.speaker and is_event(m.lines, "") for m in chat.messages) and any(m.speaker for m in chat.messages):
        return True
    named = sum(bool(m.speaker) for m in chat.messages)
    spaced = style is _BRACKETED and len(numbers) > 1 and apart(lines, numbers)
    return named >= 2 and 3 * named >= len(numbers) and not spaced and chatty(chat.messages)


def _style(lines: Sequence[str]) -> re.Pattern[str]:
    """The layout of the stamps: what stands in the other within a message was pasted into it."""
    head = lines[:HEAD_LINES]
    return max((_BRACKETED, _DASHED), key=lambda style: sum(bool(style.match(line)) for line in head))


def parse(lines: Sequence[str]) -> Chat:
    """The messages."""
    style = _style(lines)
    chat = Chat([], [])
    for n, line in enumerate(lines):
        match = style.match(line)
        if match is None:
            go_on(chat, line)
            continue
        chat.twelve_hours = chat.twelve_hours or bool(TWELVE.search(match.group()))
        chat.dotted = chat.dotted or "." in match.group(0)[match.start(1) - match.start() : match.start(3) - match.start()]
        speaker, words = _speaker(line[match.end() :])
        chat.messages.append(Message(n + 1, numbers_of(match.groups()), speaker, [words]))
    _events(chat)
    return chat


def _speaker(body: str) -> tuple[str, str]:
    """Sender and words of what follows a stamp; an event has no sender."""
    at = body.find(": ")
    if at < 0 and body.endswith(":"):
        at = len(body) - 1
    # A colon inside quotation marks belongs to the name of a group.
    if not 0 < at <= 120 or _CLOSED.search(body[:at]):
        return "", body
    return body[:at], body[at + 2 :]


def _events(chat: Chat) -> None:
    """Take events with a colon in them for events: their "sender" has a verb, and wrote once."""
    names = Counter(m.speaker for m in chat.messages)
    for message in chat.messages:
        if message.speaker and names[message.speaker] == 1 and _RENAMED.search(message.speaker):
            message.lines[0] = f"{message.speaker}: {message.lines[0]}"
            message.speaker = ""
