"""Entries: the rows of a table or a list of posts as parts of one document, each with its date, its author and its title.

Columns are found by their names, in English and Chinese, and by what they hold. A cell's date is the day as it is written: its
time zone is left alone; seconds and milliseconds since 1970, which name no zone, are counted in UTC.

Left out on purpose: columns that are neither text nor date, author nor title (numbers, ids, addresses, states). A left-out
column that holds prose is named in the notes.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from textlens.date.markers import whole_date
from textlens.date.numerals import number, year
from textlens.date.partial import PartialDate, from_object
from textlens.read.document import Part
from textlens.split.lines import BREAK

#: Day 0 of Excel's serial numbers (the one that makes all since March 1900 right).
EXCEL = dt.date(1899, 12, 30)
#: Level of an entry's title.
TITLE = 2


def _words(text: str) -> tuple[str, ...]:
    """The words of a list kept as one string."""
    return tuple(text.split())


# Best first; names are compared without case, spaces, hyphens and underscores.
_TEXT = _words(
    "fulltext text contenttext content body bodytext selftext contenthtml bodyhtml post postcontent entry entrytext message messagetext "
    "tweet tweettext weibo note notes comment commenttext review reviewtext journal diary story answer reply caption description summary "
    "正文 微博正文 微博内容 微博內容 内容 內容 正文内容 全文 文本 文字 日记 日記 日记内容 日記內容 博文 文章 帖子 评论 評論 评论内容 評論內容 留言 消息 讯息 訊息 描述 摘要"
)
_DATE = _words(
    "isodate dateiso date datetime createdat created creationdate createddate datecreated createdtime creationtime createtime createdutc "
    "createdtimestamp publishedat published publishedon datepublished publisheddate publishdate publicationdate pubdate postedat posted "
    "postdate dateposted postedon writtenat entrydate sentat sent 日期 发布时间 發布時間 發佈時間 发布日期 發布日期 发表时间 發表時間 发表日期 写作日期 创建时间 建立時間 "
    "创建日期 发送时间 發送時間 评论时间 時間 时间 日子 day when timestamp time timestampms ts datetaken readabledate localdate utc "
    "updatedat updated modified modifieddate lastmodified 更新时间 修改时间 更新時間 修改時間"
)
_SPEAKER = _words(
    "author speaker user username authorname screenname nickname sender sendername from by creator postedby displayname name 作者 昵称 暱稱 "
    "用户昵称 用户名 用户名称 用戶名 用户 用戶 博主 发言人 發言人 发送人 发送者 發送者 发布者 發布者 发言者 评论者 姓名 名字"
)
_HEADING = _words("title headline subject posttitle entrytitle heading 标题 標題 题目 題目 主题 主題")
_NAMED = {
    role: {name: rank for rank, name in enumerate(names)}
    for role, names in (("text", _TEXT), ("date", _DATE), ("speaker", _SPEAKER), ("title", _HEADING))
}
# A longer name that has one of these in it may be what it says, if its cells bear it out.
_PART_OF_NAME = {
    "text": re.compile("text|content|body|message|正文|内容|內容|文本"),
    "date": re.compile("date|time|created|published|posted|日期|时间|時間"),
}
_NAME_NOISE = re.compile(r"[\s_\-:：*#\"']+|[(（][^()（）]*[)）]")

_BLANK = frozenset(("", "nan", "nat", "null", "none", "<na>", "n/a", "-", "—", "0000-00-00 00:00:00", "0000-00-00"))
_SAMPLE = 400
_LISTED = 5

_BREAKS = re.compile(rf"\r\n|[{BREAK}]")
_HTML = re.compile(r"</(?:p|div|li|ul|ol|blockquote|h[1-6]|span|a)>|<br\s*/?>|<p>", re.I)
_NO_WORDS = re.compile(r"<[^<>]*>|[a-zA-Z][a-zA-Z0-9+.-]{0,20}://\S+|\bwww\.\S+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|[\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W\d_]{2}|\b[aI]\b")
_SENTENCE_END = re.compile(r"[。！？!?….]['\"”’」』)）]*\s*$")


def key(name: Any) -> str:
    """A column's name as it is compared: the last part of a path, in small letters, without spaces and marks.

    >>> key("Created_At"), key("user.screen_name"), key("发布时间（UTC）")
    ('createdat', 'screenname', '发布时间')
    """
    return _NAME_NOISE.sub("", str(name).rpartition(".")[2] or str(name)).lower()


def is_known(name: Any) -> bool:
    """Whether a cell is the usual name of a column."""
    return isinstance(name, str) and any(key(name) in names for names in _NAMED.values())


def is_blank(cell: Any) -> bool:
    """Whether a cell is empty or holds what programs write for that."""
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in _BLANK) or cell != cell


def text_of(cell: Any) -> str:
    """A cell as text; "" where it holds nothing."""
    if cell is None or cell != cell:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def reads_as_prose(text: str) -> bool:
    """Whether a value is somebody's words and not a name, a number, an address or a date; judged by its beginning.

    >>> [reads_as_prose(t) for t in ("今天下了一天雨。", "We went home early", "app-settings", "https://a.b/c d", "2024年3月5日")]
    [True, True, False, False, False]
    """
    words = _NO_WORDS.sub(" ", text[:2000]).strip()
    unspaced = len(_UNSPACED.findall(words))
    spaced = sum(bool(_WORD.search(token)) for token in words.split())
    ended = bool(_SENTENCE_END.search(words)) and (unspaced >= 2 or spaced >= 2)
    if not (ended or unspaced >= 6 or spaced >= 4):
        return False
    return len(words) > 40 or days_of([words]).days[0] is None


# ── dates ───────────────────────────────────────────────────────────────────────────────────────

_WIDE = str.maketrans("０１２３４５６７８９：／－．　", "0123456789:/-. ")
_MONTHS = {m: i for i, m in enumerate(_words("jan feb mar apr may jun jul aug sep oct nov dec"), 1)}
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?,?\s+)?"
_HAN_NUMBER = "[0-9〇零○一二三四五六七八九十廿卅]"
# The time of day, the zone and the day of the week that may stand behind a date.
_REST = re.compile(
    r"(?:[\sTZ,，.:：+\-−()（）\[\]\d]|[AaPp]\.?[Mm]\.?|\b[A-Z]{2,5}\b|\bat\b|[A-Z][a-z]+/[A-Z][A-Za-z_]+"
    r"|上午|下午|凌晨|清晨|早上|早晨|中午|傍晚|晚上|[時时點点分秒]|(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6})*"
)
_FORMS = tuple(
    re.compile(pattern + r"(?P<rest>(?!\d).*)", re.S | re.I)
    for pattern in (
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?=T|$)",
        rf"(?P<year>{_HAN_NUMBER}{{4}})\s*年(?:\s*(?P<month>{_HAN_NUMBER}{{1,3}})\s*月(?:\s*(?P<day>{_HAN_NUMBER}{{1,3}})\s*[日号號]?)?)?",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.]+(?:of\s+)?{_MONTH}[,\s\-/.]+(?P<year>\d{{4}}|\d\d)",
        rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        # Twitter's and ctime's: the year comes last.
        rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})\s+\d\d:\d\d(?::\d\d)?(?:\s+[A-Z]{{2,5}}|\s+[+-]\d{{4}})?\s+(?P<year>\d{{4}})",
        rf"{_MONTH},?\s+(?P<year>\d{{4}})",
    )
)
_THREE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d?)(?!\d)(?P<rest>.*)", re.S)
_NUMBER = re.compile(r"\d{4,19}(?:\.\d+)?")
_CLOCK = re.compile(r"\d[AaPp]\.?[Mm]\b|\s[AaPp]\.?[Mm]\b")
# Which of three numbers is the year, the month, the day; the first is taken where several would do.
_ORDERS = {"day/month/year": (2, 1, 0), "month/day/year": (2, 0, 1), "year/month/day": (0, 1, 2)}
_LONGEST = 60
_LAST_STAMP = 4_200_000_000  # early in 2103


@dataclass(frozen=True, slots=True)
class Days:
    """The days in a column's cells: one or None for each, the numbers of those that hold something else, and what is doubtful."""

    days: list[PartialDate | None]
    unread: list[int]
    doubt: str = ""


def days_of(cells: Sequence[Any], *, epoch: dt.date = EXCEL, named: bool = True) -> Days:
    """The days that a column's cells name; day and month stand in the order that all cells of the column allow.

    Args:
        cells: as the file has them: text, numbers, dates.
        epoch: day 0 of serial numbers.
        named: whether the column is known to hold dates; without that a number must be unmistakable.

    >>> days_of(["01/03/2024", "25/03/2024"]).days[0], days_of([1709636400]).days[0], days_of(["soon"]).unread
    (PartialDate(year=2024, month=3, day=1), PartialDate(year=2024, month=3, day=5), [0])
    """
    days: list[PartialDate | None] = [None] * len(cells)
    unread: list[int] = []
    open_cells: dict[int, tuple[str, str, str]] = {}
    written: list[str] = []
    for i, cell in enumerate(cells):
        if is_blank(cell):
            continue
        if isinstance(cell, str):
            text = cell.translate(_WIDE).strip()
            three = _THREE.fullmatch(text) if len(text) <= _LONGEST else None
            if three and _REST.fullmatch(three["rest"]):
                open_cells[i] = (three[1], three[3], three[4])
                written.append(text)
                continue
            days[i] = _from_text(text, epoch, named)
        elif isinstance(cell, (int, float)):
            days[i] = None if isinstance(cell, bool) else _from_number(cell, epoch, named)
        elif not isinstance(cell, (dt.time, dt.timedelta)):
            days[i] = from_object(cell)
        if days[i] is None:
            unread.append(i)
    doubt = ""
    if open_cells:
        order, doubt = _order(list(open_cells.values()), written)
        for i, three_numbers in open_cells.items():
            choices = [order] if order else list(_ORDERS.values())
            days[i] = next((day for o in choices if (day := _in_order(three_numbers, o))), None)
            if days[i] is None:
                unread.append(i)
    return Days(days, sorted(unread), doubt)


def _order(cells: list[tuple[str, str, str]], written: list[str]) -> tuple[tuple[int, int, int] | None, str]:
    """The order of three numbers that all cells allow, None where none does, and what is doubtful about it.

    A cell that is no date in any order has no say.
    """
    cells = [cell for cell in cells if any(_in_order(cell, order) for order in _ORDERS.values())]
    if not cells:
        return None, ""
    allowed = {
        name: [day for cell in cells if (day := _in_order(cell, order))]
        for name, order in _ORDERS.items()
        if all(_in_order(cell, order) for cell in cells)
    }
    if not allowed:
        return None, "no one order of day and month fits all dates; each is read as it can be"
    if len({tuple(days) for days in allowed.values()}) == 1:
        return _ORDERS[next(iter(allowed))], ""
    chosen = next(iter(allowed))
    running = [name for name, days in allowed.items() if len(set(days)) > 2 and _runs(days)]
    if "month/day/year" in allowed and any(_CLOCK.search(text) for text in written):
        chosen = "month/day/year"  # where clocks have 12 hours the month comes first
    elif len(running) == 1:
        chosen = running[0]
    return _ORDERS[chosen], f"dates like {written[0]:.40} can be {' or '.join(allowed)}; read as {chosen}"


def _runs(days: list[PartialDate]) -> bool:
    """Whether days stand in the order of the calendar, or in its reverse."""
    spans = [span[0] for day in days if (span := day.span())]
    return all(a <= b for a, b in pairwise(spans)) or all(a >= b for a, b in pairwise(spans))


def _in_order(cell: tuple[str, str, str], order: tuple[int, int, int]) -> PartialDate | None:
    years, months, days = (cell[i] for i in order)
    if (len(cell[2]) == 4 and order[0] != 2) or len(months) > 2 or len(days) > 2 or len(years) == 1:
        return None
    return _possible(_century(years), int(months), int(days))


def _century(text: str) -> int:
    """A year of two digits as the nearest to our time: 1970 to 2069."""
    value = int(text)
    return value if len(text) > 2 else value + (2000 if value < 70 else 1900)


def _possible(years: int | None, months: int | None, days: int | None) -> PartialDate | None:
    date = PartialDate(years, months, days)
    return date if date.is_possible() and (years or 1) >= 1 else None


def _from_text(text: str, epoch: dt.date, named: bool) -> PartialDate | None:
    """The day that a cell of text consists of."""
    if len(text) > _LONGEST:
        return None
    if _NUMBER.fullmatch(text):
        found = _from_number(float(text), epoch, named)
        if found is not None:
            return found
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is None or not _REST.fullmatch(match["rest"]):
            continue
        parts = match.groupdict()
        month = (_MONTHS.get(parts["month"][:3].lower()) or number(parts["month"])) if parts["month"] else None
        day = parts.get("day")
        years = _century(parts["year"]) if parts["year"].isdigit() else year(parts["year"])
        return _possible(years, month, number(day) if day else None)
    return whole_date(text) if not text.isascii() or text[:1].isalpha() else None


def _from_number(value: float, epoch: dt.date, named: bool) -> PartialDate | None:
    """The day that a number is: a date written without marks, seconds since 1970 or finer, a spreadsheet's day, a year."""
    if value != value or abs(value) > 1e19:
        return None
    whole = int(value)
    if 17_000_101 <= whole <= 22_001_231 and whole == value:
        return _possible(whole // 10_000, whole // 100 % 100, whole % 100)
    for unit in (1, 1_000, 1_000_000, 1_000_000_000):
        if (100_000_000 if named else 1_000_000_000) * unit <= value < _LAST_STAMP * unit:
            return from_object(dt.datetime.fromtimestamp(whole // unit, dt.UTC))
    if not named:
        return None
    if 10_000 <= value < 73_051:  # 1927 to 2099
        return from_object(epoch + dt.timedelta(days=whole))
    if whole != value:
        return None
    if 170_001 <= whole <= 220_012:
        return _possible(whole // 100, whole % 100, None)
    return PartialDate(whole) if 1000 <= whole <= 2999 else None


# ── columns ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what.

    Attributes:
        text: numbers of the columns with the entry's words; the first that is not blank in a row counts.
        date, speaker, title: their numbers, None where there is none.
        named: whether the text column is known by its name.
        left_out: columns with prose that are none of these.
    """

    text: tuple[int, ...]
    date: int | None = None
    speaker: int | None = None
    title: int | None = None
    named: bool = False
    left_out: tuple[int, ...] = ()


def find_columns(names: Sequence[Any], rows: Sequence[Sequence[Any]], *, prose: bool = False) -> Columns | None:
    """The columns by their names, else by what they hold; None where no column holds text.

    Args:
        names: of the columns, "" where unknown; ``user.name`` is a name within another.
        rows: cells; short rows lack the last ones.
        prose: whether a text column must read as prose if its name does not say that it is one.
    """
    sample = rows[:: max(1, len(rows) // _SAMPLE)]
    columns = [[row[i] for row in sample if i < len(row) and not is_blank(row[i])] for i in range(len(names))]
    texts = _by_name("text", names, [i for i, cells in enumerate(columns) if _letters(cells)])
    title = next(iter(_by_name("title", names, [i for i, cells in enumerate(columns) if _letters(cells)])), None)
    dates = _by_name("date", names, [i for i, cells in enumerate(columns) if cells])
    share = {i: _dated(columns[i], named=i in dates) for i in range(len(names)) if i not in texts and i != title}
    date = next((i for i in dates if share.get(i, 0) >= 0.5), None)
    if date is None:
        date = next((i for i in _in_name("date", names) if share.get(i, 0) >= 0.5), None)
    if date is None:
        dated = [i for i in share if share[i] >= 0.8]
        date = max(dated, key=lambda i: share[i], default=next((i for i in dates if i in share), None))
    speaker = next((i for i in _by_name("speaker", names, range(len(names))) if i != date and _is_naming(columns[i])), None)
    free = [i for i in range(len(names)) if i not in texts and i not in (date, speaker, title) and share.get(i, 0) < 0.8]
    free = [i for i in free if _letters(columns[i])]
    named = bool(texts)
    if not texts:
        candidates = [i for i in _in_name("text", names) if i in free and _prose(columns[i])] or free
        if prose:
            candidates = [i for i in candidates if _prose(columns[i])]
        texts = sorted(candidates, key=lambda i: -_letters(columns[i]))[:1]
        if not texts and title is not None and (not prose or _prose(columns[title])):
            texts, title = [title], None
    if not texts:
        return None
    main = next(i for i in texts if _letters(columns[i]) * 10 >= max(_letters(columns[j]) for j in texts))
    spare = [i for i in texts if i != main and _prose(columns[i])]
    left_out = tuple(i for i in free if i not in texts and _prose(columns[i]))
    left_out += tuple(i for i in spare if _is_other(sample, main, i))
    return Columns((main, *spare), date, speaker, title, named, left_out)


def _by_name(role: str, names: Sequence[Any], among: Sequence[int]) -> list[int]:
    """The columns with a usual name of a role, the best first; a name within others counts less."""
    ranks = _NAMED[role]
    found = [(str(names[i]).count("."), ranks[key(names[i])], i) for i in among if key(names[i]) in ranks]
    return [i for _, _, i in sorted(found)]


def _in_name(role: str, names: Sequence[Any]) -> list[int]:
    """The columns whose name has a usual one in it."""
    return [i for i, name in enumerate(names) if _PART_OF_NAME[role].search(key(name))]


def _letters(cells: Sequence[Any]) -> float:
    """Mean number of letters in the texts of a column, addresses and markup not counted; 0 where it has none."""
    texts = [_NO_WORDS.sub(" ", cell[:2000]) for cell in cells if isinstance(cell, str)]
    return sum(sum(map(str.isalpha, text)) for text in texts) / len(cells) if cells else 0.0


def _dated(cells: Sequence[Any], *, named: bool) -> float:
    """Which share of a column's cells are dates."""
    return 1 - len(days_of(cells, named=named).unread) / len(cells) if cells else 0.0


def _is_naming(cells: Sequence[Any]) -> bool:
    """Whether cells are short enough to be names."""
    return bool(cells) and sum(len(text_of(cell)) for cell in cells) <= 40 * len(cells)


def _is_other(rows: Sequence[Sequence[Any]], main: int, other: int) -> bool:
    """Whether a second text column says something else than the first in some row where both do."""
    for row in rows:
        said, more = (re.sub(r"<[^<>]*>|[\W_]+", "", text_of(row[i])) if i < len(row) else "" for i in (main, other))
        if said and more and more[:60] not in said and said[:60] not in more:
            return True
    return False


def _prose(cells: Sequence[Any]) -> bool:
    """Whether half of a column or more reads as prose."""
    return 2 * sum(isinstance(cell, str) and reads_as_prose(cell) for cell in cells) >= max(1, len(cells))


# ── entries ─────────────────────────────────────────────────────────────────────────────────────


class Entries:
    """Collects entries in reading order; `parts` and `notes` are what it has."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.notes: list[str] = []
        self._groups = 0

    def heading(self, text: str, level: int, date: PartialDate | None = None, speaker: str = "") -> None:
        """Add a heading."""
        if text.strip():
            self.parts.append(Part(text, "heading", level, date, speaker))

    def add(self, body: str | Sequence[Part], *, title: str = "", date: PartialDate | None = None, speaker: str = "") -> None:
        """Add one entry.

        Args:
            body: its words, split at line breaks (HTML by its blocks), or its parts; groups are numbered anew.
            title: its title; where it has no other words, they are these, and where it opens with them, they are not said twice.
            date, speaker: of all its parts.
        """
        parts = body_parts(body) if isinstance(body, str) else [part for part in body if part.text.strip()]
        title = " ".join(title.split())
        if title and not parts:
            parts = [Part(title, group=0)]
        elif title and not _opens_with(" ".join(parts[0].text.split()), title):
            self.heading(title, TITLE, date, speaker)
        first = self._groups
        for part in parts:
            group = first + (part.group or 0)
            self._groups = max(self._groups, group + 1)
            self.parts.append(replace(part, date=date, speaker=speaker, group=group))


def _opens_with(line: str, title: str) -> bool:
    """Whether an entry's title is nothing but its first line, or the beginning of that."""
    stem = title.rstrip(".… ")
    return line == title or (stem != title and bool(stem) and line.startswith(stem))


def body_parts(body: str) -> list[Part]:
    """The paragraphs of an entry, split at line breaks; what is written in HTML is split at its blocks, where lxml is there."""
    if _HTML.search(body):
        try:
            from textlens.read.formats.feeds import html_parts
        except ImportError:  # the words are all there without it, among their tags
            return line_parts(body)
        return html_parts(body)
    return line_parts(body)


def line_parts(text: str) -> list[Part]:
    """A paragraph for each line; lines without a blank one between them stand together."""
    parts = []
    group = 0
    for line in _BREAKS.split(text):
        if line.strip():
            parts.append(Part(line, group=group))
        else:
            group += 1
    return parts


class Table:
    """The rows of a table, ready to be added one by one.

    Args:
        names: of the columns, "" where unknown.
        rows: their cells; short rows lack the last ones.
        where: where each row stands, for notes: ``line 5``.
        columns: which of them hold what.
        epoch: day 0 of serial numbers.
    """

    def __init__(
        self,
        names: Sequence[Any],
        rows: Sequence[Sequence[Any]],
        where: Sequence[str],
        columns: Columns,
        epoch: dt.date = EXCEL,
    ) -> None:
        self.names, self.rows, self.where, self.columns = names, rows, where, columns
        cells = [self._cell(i, columns.date) for i in range(len(rows))]
        self.dates = days_of(cells, epoch=epoch)
        self._unread = [f"{where[i]} ({text_of(cells[i])[:40]!r})" for i in self.dates.unread]

    def _cell(self, i: int, column: int | None) -> Any:
        return self.rows[i][column] if column is not None and column < len(self.rows[i]) else None

    def add(self, entries: Entries, i: int, date: PartialDate | None = None) -> bool:
        """Add row `i`, of the given date where it has none itself; False where it has no text."""
        body = next((text for column in self.columns.text if (text := text_of(self._cell(i, column))).strip()), "")
        named = [self._cell(i, column) for column in (self.columns.title, self.columns.speaker)]
        title, speaker = ("" if is_blank(cell) else text_of(cell).strip() for cell in named)
        if not (body or title):
            return False
        entries.add(body, title=title, date=self.dates.days[i] or date, speaker=speaker)
        return True

    def add_all(self, entries: Entries) -> None:
        """Add all rows, and the notes on them."""
        lacking = [
            self.where[i]
            for i in range(len(self.rows))
            if not self.add(entries, i) and any(not is_blank(cell) for cell in self.rows[i])
        ]
        entries.notes += self.notes(lacking)

    def notes(self, lacking: Sequence[str] = ()) -> list[str]:
        """What is doubtful about the dates, which cells are none, which rows (`lacking`) have no text, what is left out."""
        found = []
        if self.dates.doubt:
            found.append(self.dates.doubt)
        if self._unread:
            found.append(f"no date in {listed(self._unread)}")
        without = [self.where[i] for i, date in enumerate(self.dates.days) if date is not None and date.year is None]
        if without:
            found.append(f"no year in the date of {listed(without)}")
        if lacking:
            found.append(f"no text in {listed(lacking)}")
        if self.columns.left_out:
            names = [str(self.names[i]) or f"column {i + 1}" for i in self.columns.left_out]
            found.append(f"text left out, as another column is the entries' own: {listed(names)}")
        return found


def listed(items: Sequence[str]) -> str:
    """The first few of a list, and how many more there are.

    >>> listed(["line 2", "line 5"]), listed([str(n) for n in range(9)])
    ('line 2, line 5', '0, 1, 2, 3, 4 and 4 more')
    """
    more = len(items) - _LISTED
    return ", ".join(items[:_LISTED]) + (f" and {more} more" if more > 0 else "")
