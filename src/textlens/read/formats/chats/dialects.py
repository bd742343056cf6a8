"""Which dialect a text is in, by its first lines."""

from collections.abc import Callable, Sequence

from textlens.read.formats.chats import line, telegram, wechat, whatsapp
from textlens.read.formats.chats.messages import HEAD_LINES, Chat

_HEAD_CHARACTERS = 100_000

#: A dialect's name and what parses it.
Dialect = tuple[str, Callable[[Sequence[str]], Chat]]


def dialect_of(text: str) -> Dialect | None:
    """The name and the parser of the dialect a text's first lines are in, None where it is no chat."""
    lines = text[:_HEAD_CHARACTERS].splitlines()[:HEAD_LINES]
    for name, likely, parse in (
        ("whatsapp", whatsapp.is_whatsapp, whatsapp.parse),
        ("telegram", telegram.is_telegram, telegram.parse),
        ("line", line.is_line, line.parse),
        ("wechat", wechat.is_copied, wechat.copied),
        ("wechat", wechat.is_mailed, wechat.mailed),
        ("wechat", wechat.is_stamped, wechat.stamped),
    ):
        if likely(lines):
            return name, parse
    return None
