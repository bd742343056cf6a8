"""Chats exported as text by WhatsApp, WeChat (and QQ) and LINE, or copied out of Telegram.

Each line of a message is a paragraph of its day and its sender, the lines of a message standing together; names and phone
numbers stay as they are written. What nobody wrote (who joined, what was recalled, pictures left out, the head of the
export) is `matter`. The stamps, the lines that name a day, and the marks of direction (U+200E) around them are left out;
so is the quoting that LINE puts around a message of several lines.
"""

from collections.abc import Iterator, Sequence

from textlens.date.partial import PartialDate
from textlens.errors import ReadError
from textlens.read.document import Document, Part, assemble
from textlens.read.file import File
from textlens.read.formats.chats.dialects import dialect_of
from textlens.read.formats.chats.messages import Chat, Message
from textlens.read.formats.chats.placeholders import is_added, is_event, split_tail
from textlens.read.formats.chats.stamps import date_of, order_of
from textlens.split.lines import SPACE


def claims(text: str) -> bool:
    """Whether a text is the export of a chat.

    >>> claims("12/05/23, 15:04 - Ann: Hi.\\n12/05/23, 15:05 - Bo: Hello!"), claims("1月：搬家。\\n2月：下雪。")
    (True, False)
    """
    return dialect_of(text) is not None


def read(file: File) -> Document:
    """The chat.

    Raises:
        ReadError: the file is no chat of a kind named above.
    """
    decoded = file.decoded()
    dialect = dialect_of(decoded.text)
    if dialect is None:
        raise ReadError(file.path, "is no chat that WhatsApp, WeChat, LINE or Telegram exports as text")
    name, parse = dialect
    chat = parse(decoded.text.splitlines())
    stamps = [message.stamp for message in chat.messages if message.stamp is not None]
    order, notes = order_of(stamps, twelve_hours=chat.twelve_hours, dotted=chat.dotted)
    dates = [date_of(m.stamp, order) if m.stamp is not None else None for m in chat.messages]
    fields = file.fields(name, decoded)
    fields["notes"] = (*fields["notes"], *notes, *chat.notes, *_impossible(chat.messages, dates))
    return assemble(file.path, _parts(chat, dates), **fields)


def _impossible(messages: Sequence[Message], dates: Sequence[PartialDate | None]) -> tuple[str, ...]:
    bad = [(m.number, d) for m, d in zip(messages, dates, strict=True) if d is not None and not d.is_possible()]
    if not bad:
        return ()
    number, day = bad[0]
    more = f" (and {len(bad) - 1} more such)" if len(bad) > 1 else ""
    return (f"line {number}: {day.year}-{day.month:02}-{day.day:02} is no date{more}",)


def _parts(chat: Chat, dates: Sequence[PartialDate | None]) -> Iterator[Part]:
    for line in chat.above:
        yield Part(line, "matter", group=0)
    for group, (message, day) in enumerate(zip(chat.messages, dates, strict=True), 1):
        known = day if day is not None and day.is_possible() else None
        event = not message.speaker or is_event(message.lines, message.speaker)
        for line in message.lines:
            words, tail = ("", line) if event or is_added(line) else split_tail(line)
            yield Part(words.strip(SPACE), "paragraph", 0, known, message.speaker, group=group)
            yield Part(tail.strip(SPACE), "matter", 0, known, message.speaker, group=group)
