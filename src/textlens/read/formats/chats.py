"""Chats exported as text by WhatsApp, WeChat (and QQ) and LINE, or copied out of Telegram.

Each line of a message is a paragraph of its day and its sender, the lines of a message standing together; names and phone
numbers stay as they are written. What nobody wrote (who joined, what was recalled, pictures left out, the head of the
export) is `matter`. The stamps, the lines that name a day, and the marks of direction (U+200E) around them are left out;
so is the quoting that LINE puts around a message of several lines.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from textlens.date.partial import PartialDate
from textlens.errors import ReadError
from textlens.read.document import Document, Part, assemble
from textlens.read.file import File
from textlens.read.formats.placeholders import NOT_A_NAME, WEATHER, is_added, is_event, split_tail
from textlens.read.formats.stamps import CLOCK, DATE, Stamp, date_of, order_of
from textlens.split.lines import SPACE

_M = "[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
_STAMP = rf"{DATE},?\s{{0,2}}(?:(?:at|um|klo|à|a las|kl\.)\s)?{CLOCK}"
_BRACKETED = re.compile(rf"{_M}\[{_STAMP}\]{_M}\s?{_M}")
_DASHED = re.compile(rf"{_M}{_STAMP}\s[-–—]\s{_M}")
_TELEGRAM = re.compile(rf"{_M}(\S.{{0,79}}?), \[{_STAMP}\]:?\s*")
_DAY = r"(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?"
_NAME_FIRST = re.compile(rf"{_M}(\S.{{0,59}}?)[ \t\u3000（(]{{1,4}}{_DAY}[ T\u3000]{{1,2}}{CLOCK}[)）]?\s*")
_DAY_FIRST = re.compile(rf"{_M}{_DAY}[ T\u3000]{{1,2}}\d{{1,2}}:\d{{2}}:\d{{2}}[ \t]{{1,4}}(\S.{{0,59}}?)\s*")
_STAMP_ALONE = re.compile(rf"{_M}{_DAY}[ \u3000]{{0,2}}(?:(?:星期|周)[一二三四五六日天][ \u3000])?{CLOCK}\s*")
_NAMED = re.compile(r"([^\s:：，。！？,!?][^:：，。！？!?\n]{0,29})[:：]\s*(.*)", re.S)
_RULED_DAY = re.compile(rf"\s*[—–\-=─]{{2,}}\s*{_DAY}\s*[—–\-=─]{{2,}}\s*")
_NAME_TIME = re.compile(r"(\S.{0,59}?)[ \t\u3000]{1,4}\d{1,2}:\d{2}(?::\d{2})?\s*")
_WEEKDAY = r"[（(]?(?:(?:星期|[周週]|[礼禮]拜)?[一二三四五六日天月火水木金土](?:曜日)?|[A-Za-z]{3,9}\.?)[)）]?"
_LINE_DAY = re.compile(rf"{_M}{_DAY}\s?{_WEEKDAY}\s*")
_LINE_DAY_EN = re.compile(rf"{_M}(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}}\.?,?\s(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})\s*")
_LINE_TABBED = re.compile(rf"{_M}{CLOCK}\t(.*)", re.S)
_LINE_SPACED = re.compile(rf"{_M}{CLOCK} (\S.*)", re.S)
_LINE_HEAD = re.compile(rf"{_M}\[LINE\]")
_TWELVE = re.compile(r"\d\s?[AaPp]\.?\s?[Mm]\b")
_SECONDS = re.compile(r"\d:\d{2}:\d{2}")
_ABOUT = re.compile(r"聊天[记記][录錄]|微信|消息[记記][录錄]|WeChat", re.I)
_CLOSED = re.compile(r"[“「『‘\"][^”」』’\"]*$")
_RENAMED = re.compile(
    r"\b(?:changed|created|added|removed|left|joined|turned|renamed|pinned)\b|更改|变更|變更|修改|建立|创建|加入|新增|移除"
)
# How far into a text its format is looked for.
_HEAD_LINES, _HEAD_CHARACTERS = 200, 100_000
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(slots=True)
class _Message:
    """One message: the number of its first line, the day as written, who wrote it ("": an event) and its lines."""

    number: int
    stamp: Stamp | None
    speaker: str
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Chat:
    """What a dialect finds in the lines of a file: those above the first message, and the messages."""

    above: list[str]
    messages: list[_Message]
    dotted: bool = False
    twelve_hours: bool = False
    notes: tuple[str, ...] = ()


def claims(text: str) -> bool:
    """Whether a text is the export of a chat.

    >>> claims("12/05/23, 15:04 - Ann: Hi.\\n12/05/23, 15:05 - Bo: Hello!"), claims("1月：搬家。\\n2月：下雪。")
    (True, False)
    """
    return _dialect(text) is not None


def read(file: File) -> Document:
    """The chat.

    Raises:
        ReadError: the file is no chat of a kind named above.
    """
    decoded = file.decoded()
    dialect = _dialect(decoded.text)
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


def _impossible(messages: Sequence[_Message], dates: Sequence[PartialDate | None]) -> tuple[str, ...]:
    bad = [(m.number, d) for m, d in zip(messages, dates, strict=True) if d is not None and not d.is_possible()]
    if not bad:
        return ()
    number, day = bad[0]
    more = f" (and {len(bad) - 1} more such)" if len(bad) > 1 else ""
    return (f"line {number}: {day.year}-{day.month:02}-{day.day:02} is no date{more}",)


def _parts(chat: _Chat, dates: Sequence[PartialDate | None]) -> Iterator[Part]:
    for line in chat.above:
        yield Part(line, "matter", group=0)
    for group, (message, day) in enumerate(zip(chat.messages, dates, strict=True), 1):
        known = day if day is not None and day.is_possible() else None
        event = not message.speaker or is_event(message.lines, message.speaker)
        for line in message.lines:
            words, tail = ("", line) if event or is_added(line) else split_tail(line)
            yield Part(words.strip(SPACE), "paragraph", 0, known, message.speaker, group=group)
            yield Part(tail.strip(SPACE), "matter", 0, known, message.speaker, group=group)


# ── which dialect ───────────────────────────────────────────────────────────────────────────────

_Dialect = tuple[str, Callable[[Sequence[str]], _Chat]]


def _dialect(text: str) -> _Dialect | None:
    """The name and the parser of the dialect a text's first lines are in, None where it is no chat."""
    lines = text[:_HEAD_CHARACTERS].splitlines()[:_HEAD_LINES]
    for name, likely, parse in (
        ("whatsapp", _is_whatsapp, _whatsapp),
        ("telegram", _is_telegram, _telegram),
        ("line", _is_line, _line),
        ("wechat", _is_wechat, _wechat),
        ("wechat", _is_mailed, _mailed),
        ("wechat", _is_stamped, _stamped),
    ):
        if likely(lines):
            return name, parse
    return None


def _early(lines: Sequence[str], numbers: Sequence[int]) -> bool:
    """Whether the first of these lines has at most five lines of text above it."""
    return bool(numbers) and sum(bool(line.strip(SPACE)) for line in lines[: numbers[0]]) <= 5


def _apart(lines: Sequence[str], numbers: Sequence[int]) -> bool:
    """Whether an empty line stands above nearly all of these, as in a journal."""
    return sum(n == 0 or not lines[n - 1].strip(SPACE) for n in numbers) >= 0.9 * len(numbers)


def _chatty(messages: Sequence[_Message], least: int = 2) -> bool:
    """Whether these look like people writing to each other: they have names, which a program's log or a diary has not."""
    names = Counter(m.speaker for m in messages if m.speaker)
    written = sum(names.values())
    wrong = sum(count for name, count in names.items() if NOT_A_NAME.fullmatch(name.strip(SPACE)))
    # A friend may be called 小雪 (little snow), a diary's days are all called so.
    if written < least or 3 * wrong > written or all(WEATHER.fullmatch(name.strip(SPACE)) for name in names):
        return False
    repeated = len(names) < written
    return repeated or any(a.stamp == b.stamp for a, b in pairwise(messages))


def _is_whatsapp(lines: Sequence[str]) -> bool:
    style = _whatsapp_style(lines)
    numbers = [n for n, line in enumerate(lines) if style.match(line)]
    if not _early(lines, numbers):
        return False
    chat = _whatsapp(lines)
    if any(not m.speaker and is_event(m.lines, "") for m in chat.messages) and any(m.speaker for m in chat.messages):
        return True
    named = sum(bool(m.speaker) for m in chat.messages)
    spaced = style is _BRACKETED and len(numbers) > 1 and _apart(lines, numbers)
    return named >= 2 and 3 * named >= len(numbers) and not spaced and _chatty(chat.messages)


def _is_telegram(lines: Sequence[str]) -> bool:
    numbers = [n for n, line in enumerate(lines) if len(line) < 160 and _TELEGRAM.fullmatch(line)]
    return len(numbers) >= 2 and _early(lines, numbers)


def _is_line(lines: Sequence[str]) -> bool:
    if any(_LINE_HEAD.match(line) for line in lines[:5]):
        return any(_line_day(line) for line in lines) or any(_LINE_TABBED.match(line) for line in lines)
    days = [n for n, line in enumerate(lines) if _line_day(line)]
    if not _early(lines, days):
        return False
    chat = _line(lines)
    spoken = [m for m in chat.messages if m.speaker]
    if any(_LINE_TABBED.match(line) for line in lines):
        return _chatty(spoken)
    # Without tabs it could be anybody's timetable, but for what only LINE writes.
    return _chatty(spoken, 3) and any(is_event(m.lines, m.speaker) for m in chat.messages)


def _is_wechat(lines: Sequence[str]) -> bool:
    chat, numbers = _wechat(lines), _wechat_heads(lines)
    if len(numbers) < 2 or not (_early(lines, numbers) or any(_ABOUT.search(line) for line in lines[:8])):
        return False
    filled = sum(any(line.strip(SPACE) for line in m.lines) for m in chat.messages)
    if filled < 0.8 * len(chat.messages) or not _chatty(chat.messages):
        return False
    same_day = any(a.stamp == b.stamp for a, b in pairwise(chat.messages))
    exact = sum(bool(_SECONDS.search(lines[n])) for n in numbers)
    return same_day or 2 * exact >= len(numbers)


def _is_mailed(lines: Sequence[str]) -> bool:
    days = [n for n, line in enumerate(lines) if len(line) < 80 and _RULED_DAY.fullmatch(line)]
    return _early(lines, days) and sum(bool(m.speaker) for m in _mailed(lines).messages) >= 2


def _is_stamped(lines: Sequence[str]) -> bool:
    alone = [n for n, line in enumerate(lines) if len(line) < 60 and _STAMP_ALONE.fullmatch(line)]
    if not _early(lines, alone) or (len(alone) < 2 and not any(_ABOUT.search(line) for line in lines[:5])):
        return False
    messages = _stamped(lines).messages
    names = Counter(m.speaker for m in messages)
    told = any(_ABOUT.search(line) for line in lines[: alone[0]])
    said = [line for n, line in enumerate(lines) if n > alone[0] and n not in alone and line.strip(SPACE)]
    named = sum(count for name, count in names.items() if name)
    # A diary has one stamp a day, and 早餐：, 午餐： below it.
    days = [match.groups() for n in alone if (match := _STAMP_ALONE.fullmatch(lines[n]))]
    often = any(a == b for a, b in pairwise(days))
    return (told or often) and len(names - Counter({"": names[""]})) >= 2 and 5 * named >= 3 * len(said)


# ── the dialects ────────────────────────────────────────────────────────────────────────────────


def _numbers(groups: Sequence[str | None]) -> Stamp:
    a, b, c = (int(group or 0) for group in groups)
    return a, b, c


def _whatsapp_style(lines: Sequence[str]) -> re.Pattern[str]:
    """The layout of the stamps: what stands in the other within a message was pasted into it."""
    head = lines[:_HEAD_LINES]
    return max((_BRACKETED, _DASHED), key=lambda style: sum(bool(style.match(line)) for line in head))


def _whatsapp(lines: Sequence[str]) -> _Chat:
    style = _whatsapp_style(lines)
    chat = _Chat([], [])
    for n, line in enumerate(lines):
        match = style.match(line)
        if match is None:
            _continue(chat, line)
            continue
        chat.twelve_hours = chat.twelve_hours or bool(_TWELVE.search(match.group()))
        chat.dotted = chat.dotted or "." in match.group(0)[match.start(1) - match.start() : match.start(3) - match.start()]
        speaker, words = _speaker(line[match.end() :])
        chat.messages.append(_Message(n + 1, _numbers(match.groups()), speaker, [words]))
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


def _events(chat: _Chat) -> None:
    """Take events with a colon in them for events: their "sender" has a verb, and wrote once."""
    names = Counter(m.speaker for m in chat.messages)
    for message in chat.messages:
        if message.speaker and names[message.speaker] == 1 and _RENAMED.search(message.speaker):
            message.lines[0] = f"{message.speaker}: {message.lines[0]}"
            message.speaker = ""


def _continue(chat: _Chat, line: str) -> None:
    """A line without a stamp goes on with the message above it."""
    (chat.messages[-1].lines if chat.messages else chat.above).append(line)


def _telegram(lines: Sequence[str]) -> _Chat:
    chat = _Chat([], [])
    for n, line in enumerate(lines):
        match = _TELEGRAM.fullmatch(line) if len(line) < 160 else None
        if match is None:
            _continue(chat, line)
            continue
        chat.twelve_hours = chat.twelve_hours or bool(_TWELVE.search(line))
        chat.dotted = chat.dotted or "." in line[match.start(2) : match.start(4)]
        chat.messages.append(_Message(n + 1, _numbers(match.groups()[1:]), match.group(1)))
    return chat


def _wechat_head(line: str) -> tuple[str, Stamp] | None:
    """Sender and day of a line that is nothing else."""
    if len(line) > 130:
        return None
    if match := _NAME_FIRST.fullmatch(line):
        return match.group(1), _numbers(match.groups()[1:])
    if match := _DAY_FIRST.fullmatch(line):
        return match.group(4), _numbers(match.groups()[:3])
    return None


def _wechat_heads(lines: Sequence[str]) -> list[int]:
    return [n for n, line in enumerate(lines) if _wechat_head(line)]


def _wechat(lines: Sequence[str]) -> _Chat:
    chat = _Chat([], [])
    for n, line in enumerate(lines):
        head = _wechat_head(line)
        if head is None:
            _continue(chat, line)
        else:
            chat.messages.append(_Message(n + 1, head[1], head[0]))
    return chat


def _mailed(lines: Sequence[str]) -> _Chat:
    """What WeChat mails: ruled lines with the day, below them a line with name and time above each message."""
    chat = _Chat([], [])
    day: Stamp | None = None
    for n, line in enumerate(lines):
        short = len(line) < 100
        if short and (ruled := _RULED_DAY.fullmatch(line)):
            day = _numbers(ruled.groups())
        elif day and short and (n == 0 or not lines[n - 1].strip(SPACE)) and (head := _NAME_TIME.fullmatch(line)):
            chat.messages.append(_Message(n + 1, day, head.group(1)))
        else:
            _continue(chat, line)
    return chat


def _stamped(lines: Sequence[str]) -> _Chat:
    """Stamps on lines of their own, ``name: message`` below them."""
    chat = _Chat([], [])
    day: Stamp | None = None
    for n, line in enumerate(lines):
        if len(line) < 60 and (alone := _STAMP_ALONE.fullmatch(line)):
            day = _numbers(alone.groups())
        elif day and (named := _NAMED.fullmatch(line)):
            chat.messages.append(_Message(n + 1, day, named.group(1), [named.group(2)]))
        else:
            _continue(chat, line)
    return chat


def _line_day(line: str) -> Stamp | None:
    """The day a line of a LINE export names, if it does nothing else."""
    if len(line) > 60:
        return None
    if match := _LINE_DAY.fullmatch(line):
        return _numbers(match.groups())
    if match := _LINE_DAY_EN.fullmatch(line):
        weekday, a, b, year = match.group(1), *map(int, match.groups()[1:])
        for month, day in ((a, b), (b, a)):
            if PartialDate(year, month, day).is_possible() and _WEEKDAYS[date(year, month, day).weekday()] == weekday:
                return year, month, day
        return (year, a, b) if a <= 12 else (year, b, a)
    return None


def _line(lines: Sequence[str]) -> _Chat:
    tabbed = any(_LINE_TABBED.match(line) for line in lines)
    head = _LINE_TABBED if tabbed else _LINE_SPACED
    chat = _Chat([], [])
    day: Stamp | None = None
    for n, line in enumerate(lines):
        found = _line_day(line)
        # A date within a message that is quoted is its own.
        if found and not (chat.messages and _is_open(chat.messages[-1])):
            day = found
        elif day and (match := head.match(line)):
            name, _, words = match.group(1).partition("\t" if tabbed else " ")
            speaker, words = (name, words) if words or "\t" in match.group(1) else ("", name)
            chat.messages.append(_Message(n + 1, day, speaker.strip(SPACE), [words]))
        else:
            _continue(chat, line)
    for message in chat.messages:
        _unquote(message)
    if not tabbed:
        _longer_names(chat)
    return chat


def _is_open(message: _Message) -> bool:
    """Whether a message is quoted and its closing mark has not come yet; after an empty line it will not."""
    lines = message.lines
    return (
        lines[0].startswith('"') and not (lines[-1].endswith('"') and (len(lines) > 1 or len(lines[0]) > 1)) and "" not in lines
    )


def _unquote(message: _Message) -> None:
    """Take the quotation marks off a message of several lines, where LINE has put them around it."""
    while message.lines and not message.lines[-1].strip(SPACE):
        message.lines.pop()
    lines = message.lines
    if len(lines) > 1 and lines[0].startswith('"') and lines[-1].rstrip(SPACE).endswith('"'):
        lines[0], lines[-1] = lines[0][1:], lines[-1].rstrip(SPACE)[:-1]
        message.lines = [line.replace('""', '"') for line in lines]


def _longer_names(chat: _Chat) -> None:
    """Where only spaces part name and words, a name is what all messages that begin with it share."""
    names = Counter(m.speaker for m in chat.messages if m.speaker)
    for name in [name for name, count in names.items() if count >= 3]:
        theirs = [m for m in chat.messages if m.speaker == name]
        while all(" " in m.lines[0] for m in theirs) and len({m.lines[0].split(" ", 1)[0] for m in theirs}) == 1:
            for m in theirs:
                more, m.lines[0] = m.lines[0].split(" ", 1)
                m.speaker += f" {more}"
