"""PDF files: the text layer, its lines put together into the paragraphs they were.

Pages come in order, lines in the order the file draws them. A new paragraph is known by its indentation, by the gap above it,
or by a line above that ends before its last word had to; across a page or column break by all of these but the gap. English
lines are joined with a space, and a hyphen at a line's end goes where it divides a word (not where the document writes the
word with it, nor between two of its words); Chinese lines are joined with nothing. What is set larger than the text, or bold on
a line of its own, is a heading; its level is its size's rank. A line that opens with a bullet or a number is a list item.
Footnotes (smaller, numbered, at the foot of a page) follow at the end. Ligatures and Kangxi radicals, which only fonts use, become the
letters and characters they stand for; so do letter-spaced Chinese lines become words again.

Left out on purpose: page numbers and running heads and feet (a line at the edge of most pages that stays the same or counts
with them), the lines of a table of contents, numbers of footnotes and of list items, annotations, form fields, pictures.
Text set in vertical lines is taken as the file draws it.
"""

import io
import logging
import math
import re
import threading
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from textlens.date.partial import PartialDate
from textlens.errors import ReadError
from textlens.read.document import Document, Part, assemble
from textlens.read.file import File

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_HAN = r"\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: What is written without spaces: Han, kana, Bopomofo, their punctuation, full-width forms.
_UNSPACED = re.compile(rf"[{_HAN}\u3000-\u312f\u31a0-\u31ff\ufe30-\ufe4f\uff01-\uffef“”‘’…—]")
_CERTAINLY_UNSPACED = re.compile(rf"[{_HAN}\u3000-\u312f\u31a0-\u31ff\ufe30-\ufe4f\uff01-\uffef]")
_STRETCHED = re.compile(rf"(?<=[{_HAN}，。、；：！？]) (?=[{_HAN}，。、；：！？])")
_FONT_FORMS = {ord(c): unicodedata.normalize("NFKC", c) for c in map(chr, (*range(0xFB00, 0xFB07), *range(0x2F00, 0x2FD6)))}
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")

_ENDS = re.compile(r"[。！？!?….:：～~][\"'”’」』）)\]】》]*$")
_BULLET = re.compile(r"[•▪◦●○■□‣·➢❑\uf0b7\uf0a7\uf06c\uf0d8\uf06e\uf0fc]\s*(?=\S)|[-–*]\s+(?=\S)")
_NUMBER = re.compile(r"\d{1,3}[.)]\s+(?=\S)|\d{1,3}[、．]\s*(?=\S)|[(（]\d{1,2}[)）]\s*(?=\S)")
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,}|·{4,})\s*(?:\d+|[ivxlc]+)\s*$")
_MARK = re.compile(r"(?:\[\d{1,3}\]|\d{1,3}[.)]?|[①-⑳*†‡※])\s*(?=\S)")
_RAISED = re.compile(r"\[?(\d{1,3}|[①-⑳*†‡])\]?")
_WRAPPED_MARK = re.compile("\x01([^\x02]*)\x02")

_FOLIO = re.compile(
    r"[-–—~·•|(\[\s]*(?:第|page|pg?\.?)?\s*(?P<n>\d{1,4}|[ivxlc]{1,7}|(?<=第)[一二三四五六七八九十百零〇]{1,5})\s*[页頁]?"
    r"\s*(?:[/,，|]|of|共|\s)*(?:\d{1,4})?\s*[页頁]?[-–—~·•|)\]\s]*",
    re.I,
)
_WITH_NUMBER = re.compile(r"(?P<first>\d{1,4})\s*[|·.\s]\s*\D.*|.*\D[|·\s-]\s*(?P<last>\d{1,4})", re.S)
# Behind or before these, a number that counts with the pages is a day's or a chapter's.
_COUNTED = re.compile(
    r"^\d+\s*[年月日天号號回章节節篇周週]|(?:\b(?:day|week|chapter|part|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?|[第年月日周週])\s*\d+$",
    re.I,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_CHINESE_DIGITS = "零一二三四五六七八九"
_BOLD = re.compile(r"bold|black|heavy|demi(?!light)|simhei|stheiti|黑体|黑體", re.I)

_NARROW, _BROAD = frozenset("fijlrtI.,;:'!|()[]-`’‘ "), frozenset("mwMW@%…")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_DIVIDED = re.compile(r"([^\W\d_]+)([-\u2010\u00ad])$")
_LOWER_WORD = re.compile(r"[^\W\d_]+")
#: First halves of compounds, whose hyphen stays at a line's end unless the document writes the word without it.
_HALVES = frozenset(
    """
    all anti best co cross double eight eighty ever ex far fifty five forty four full good half hard high ill kind large last left
    light little long low middle mid much near never new nine ninety non old one open part post pre quarter right second self semi
    seven seventy short single six sixty small so still strong ten thirty three twenty two ultra vice well wide year
    """.split()  # noqa: SIM905 - a list of them would fill the page
)

_JUNK_TITLES = re.compile(r"untitled.*|\(?anonymous\)?|\(?unspecified\)?|document\d*|文档\d*|无标题.*", re.I)
_OFFICE_TITLE = re.compile(r"microsoft (?:word|powerpoint|office word) - (.*?)(?:\.(?:docx?|pptx?|rtf|txt))?", re.I)
_DATE = re.compile(r"(?:D:)?\s*(\d{4})(?:(\d{2})(?:(\d{2}))?)?")


def read(file: File) -> Document:
    """The paragraphs of a PDF's text layer with its title and the day it was made.

    Raises:
        ReadError: it is no PDF, is locked, damaged, over a limit, or holds only pictures.
    """
    if not file.data:
        raise ReadError(file.path, "is empty: there is nothing to read")
    if b"%PDF" not in file.data[:1024]:
        raise ReadError(file.path, "is no PDF, whatever its ending says; give it the ending of its format, or get it anew")
    with _Warnings() as warnings:
        reader, state = _opened(file)
        pages, notes = _pages(file, reader)
        title, date = _properties(reader)
    parts = list(_parts(pages))
    fields = file.fields("pdf")
    found = (*state, *notes, *warnings.notes())
    return assemble(file.path, parts, **fields, title=title, date=date, date_source="metadata", notes=found)


class _Warnings(logging.Handler):
    """Gathers what pypdf warns of while this thread reads one file, so that it stands in the notes and not on the screen."""

    # Said of many sound files too.
    _USUAL = re.compile(r"wrong pointing object|multiple definitions|rotated text|annotation", re.I)

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.found: dict[str, None] = {}

    def __enter__(self) -> "_Warnings":
        logging.getLogger("pypdf").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("pypdf").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        message = " ".join(record.getMessage().split())
        if record.thread == self.thread and not self._USUAL.search(message):
            self.found[message[:120]] = None

    def notes(self) -> tuple[str, ...]:
        """The first five messages, in which pypdf tells what it mended or passed over."""
        more = len(self.found) - 5
        return (
            *(f"pypdf: {message}" for message in list(self.found)[:5]),
            *((f"pypdf: {more} more such",) if more > 0 else ()),
        )


def _mended(data: bytes) -> bytes | None:
    """A file whose end is missing, with one that names its catalogue; pypdf then looks for the objects. None where it has none."""
    catalog = re.search(rb"(\d+)\s+(\d+)\s+obj\s*<<(?:(?!endobj).)*?/Type\s*/Catalog", data, re.S)
    if catalog is None or b"/Encrypt" in data:
        return None
    return data + b"\ntrailer << /Root %b %b R >>\nstartxref\n0\n%%%%EOF\n" % catalog.groups()


def _opened(file: File) -> tuple["PdfReader", list[str]]:
    """The file, decrypted where no password is needed, its number of pages within the limit, and what to note of its state."""
    from pypdf.errors import DependencyError

    notes: list[str] = []
    try:
        try:
            reader, count = _reader(file, file.data)
        except (ReadError, DependencyError):
            raise
        except Exception:
            mended = _mended(file.data)
            if mended is None:
                raise
            reader, count = _reader(file, mended)
            notes.append("the end of the file is missing or damaged: what is left of it was read")
    except ReadError:
        raise
    except DependencyError:
        hint = "pip install cryptography, or save it without encryption first"
        raise ReadError(file.path, f"is encrypted (AES), and reading that needs a package more: {hint}") from None
    except Exception as error:  # a damaged file makes pypdf stumble anywhere
        reason = f"is a damaged or cut-off PDF file ({type(error).__name__}: {error})"[:200] + "; get it anew"
        raise ReadError(file.path, reason) from error
    file.limits.check(file.path, "has {} pages", count, "pages")
    if not count:
        raise ReadError(file.path, "is a damaged or cut-off PDF file: it has no pages; get it anew")
    return reader, notes


def _reader(file: File, data: bytes) -> tuple["PdfReader", int]:
    """What pypdf makes of the bytes, and its number of pages."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadError(file.path, "is password-protected; save it without a password first")
    return reader, len(reader.pages)


def _properties(reader: "PdfReader") -> tuple[str | None, PartialDate | None]:
    """Title and day of creation as the file's properties have them; what programs write where nobody gave a title is none."""
    try:
        metadata = reader.metadata
        title = str((metadata and metadata.get("/Title")) or "").strip("\x00 \t\r\n")
        made = str((metadata and metadata.get("/CreationDate")) or "")
    except Exception:  # the text does not depend on them
        return None, None
    if match := _OFFICE_TITLE.fullmatch(title):
        title = match[1]
    match = _DATE.match(made)
    day = PartialDate(*(int(g) if g else None for g in match.groups())) if match else None
    usable = title and not _JUNK_TITLES.fullmatch(title) and not _UNREADABLE.search(title)
    return (" ".join(title.split()) if usable else None), (day if day and day.is_possible() else None)


# --- lines ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Line:
    """A line as the page shows it; lengths in points, `y` growing upwards, both turned so that the line runs to the right."""

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool
    #: How wide the page is.
    sheet: float

    @property
    def words(self) -> str:
        return self.text.strip()

    @property
    def start(self) -> float:
        """Where its first word begins, behind spaces of its own."""
        return self.x + _ems(self.text[: len(self.text) - len(self.text.lstrip())]) * self.size

    @property
    def end(self) -> float:
        """About where it ends: the widths of the letters are guessed."""
        return self.x + _ems(self.text.rstrip()) * self.size


@lru_cache(maxsize=8192)
def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF" or _CERTAINLY_UNSPACED.match(character):
        return 1.0
    if character in _NARROW:
        return 0.28
    return 0.8 if character in _BROAD else 0.67 if character.isupper() else 0.5


def _ems(text: str) -> float:
    """About how wide a text is, in units of its size."""
    return sum(map(_em, text))


@dataclass
class _Visitor:
    """Gathers the pieces of text that pypdf finds on a page into lines."""

    page: int
    sheet: float
    lines: list[_Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    heavy: int = 0
    at: tuple[float, float] = (0.0, 0.0)

    def __call__(self, text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        for number, piece in enumerate(text.split("\n")):
            if number:
                self.flush()
            if piece.strip():
                self.add(piece, cm, tm, font, size)
            elif piece and self.pieces:
                self.pieces.append(piece)

    def add(self, piece: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        at, scale = _placed(cm, tm)
        size = round(abs(size) * scale, 2) or 1.0
        largest = max(self.sizes, default=0.0)
        if self.pieces and size >= 0.8 * largest and abs(at[1] - self.at[1]) > 0.8 * max(size, largest):
            self.flush()
            largest = 0.0
        if not self.pieces or size > 1.25 * largest:  # a raised letter does not say where the line stands
            self.at = (self.at[0] if self.pieces else at[0], at[1])
        if self.pieces and size < 0.8 * largest and (raised := _RAISED.fullmatch(piece.strip())):
            piece = f"\x01{raised[0]}\x02"
        else:
            piece = _UNREADABLE.sub("\ufffd", piece)
        self.pieces.append(piece)
        self.sizes[size] += len(piece)
        self.heavy += len(piece) * bool(_BOLD.search(_font_name(font)))

    def flush(self) -> None:
        """End the line."""
        text = "".join(self.pieces).translate(_FONT_FORMS)
        if text.strip():
            if len(_STRETCHED.findall(text)) * 3 > len(_CERTAINLY_UNSPACED.findall(text)) > 2:
                text = _STRETCHED.sub("", text)
            size = max(self.sizes, key=lambda size: (self.sizes[size], size))
            bold = self.heavy >= 0.9 * self.sizes.total()
            self.lines.append(_Line(text, self.page, *self.at, size, bold, self.sheet))
        self.pieces, self.sizes, self.heavy = [], Counter(), 0


def _placed(cm: Sequence[float], tm: Sequence[float]) -> tuple[tuple[float, float], float]:
    """Where a piece begins, as if its line ran to the right, and by how much its size is scaled."""
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    along = (tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3])
    scale = math.hypot(tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
    if abs(along[0]) >= abs(along[1]):
        return ((x, y) if along[0] >= 0 else (-x, -y)), scale
    return ((y, -x) if along[1] > 0 else (-y, x)), scale


def _font_name(font: Any) -> str:
    """The font's name without the six letters that stand before that of a subset."""
    name = str(font.get("/BaseFont", "")) if hasattr(font, "get") else ""
    return name.rpartition("+")[2]


def _pages(file: File, reader: "PdfReader") -> tuple[list[list[_Line]], list[str]]:
    """The lines of each page, and what to note of pages that could not be read."""
    pages: list[list[_Line]] = []
    failed: list[int] = []
    pictures: list[int] = []
    mute: dict[str, None] = {}
    error = ""
    size = 0
    for number in range(len(reader.pages)):
        visitor = _Visitor(number, 0.0)
        try:
            page = reader.pages[number]
            visitor.sheet = abs(float(page.mediabox.width))
            page.extract_text(visitor_text=visitor)
            visitor.flush()
            if not visitor.lines and _has_picture(page):
                pictures.append(number + 1)
            mute |= _mute_fonts(page) if visitor.lines else {}
        except Exception as stumble:  # one damaged page does not stop the others
            failed.append(number + 1)
            error = error or f"{type(stumble).__name__}: {stumble}"[:120]
            visitor.lines = []
        size += sum(len(line.text) for line in visitor.lines)
        file.limits.check(file.path, "unpacks to {} characters and more", size, "unpacked_bytes")
        pages.append(visitor.lines)
    if len(failed) == len(pages):
        raise ReadError(file.path, f"is damaged: no page of it can be read ({error}); get it anew")
    if not any(pages) and pictures:
        raise ReadError(file.path, "holds no text, only pictures of it: a scanned PDF; run OCR on it first")
    notes = [f"{_numbers(failed)} could not be read ({error})"] if failed else []
    if pictures:
        notes.append(f"{_numbers(pictures)} hold{'s' * (len(pictures) == 1)} a picture but no text")
    return pages, notes + _unknown(file, pages, mute)


def _unknown(file: File, pages: list[list[_Line]], mute: Iterable[str]) -> list[str]:
    """What to note of characters that the fonts give no meaning; `ReadError` where these are most of the text."""
    text = "".join(line.text for lines in pages for line in lines)
    unknown = len(_UNKNOWN.findall(text))
    if unknown * 2 > len(text):
        raise ReadError(file.path, "has fonts that do not say which characters they show; run OCR on it first")
    notes = [f"{unknown} character{'s' * (unknown != 1)} of the text have no meaning in its fonts"] if unknown else []
    names = ", ".join(list(mute)[:3])
    return notes + ([f"fonts that do not say which characters they show: {names}; text in them may be wrong"] if names else [])


def _numbers(pages: Sequence[int]) -> str:
    """Page numbers for a note.

    >>> _numbers([2, 3, 4, 9])
    'pages 2-4, 9'
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    shown = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return ("page " if len(pages) == 1 else "pages ") + ", ".join(shown[:20]) + ", …" * (len(shown) > 20)


def _resources(page: "PageObject", kind: str) -> list[Any]:
    """The page's fonts (``/Font``) or pictures and forms (``/XObject``)."""
    resources = page.get("/Resources")
    entries = resources.get_object().get(kind) if resources is not None else None
    return [entry.get_object() for entry in entries.get_object().values()] if entries is not None else []


def _has_picture(page: "PageObject") -> bool:
    return any(entry.get("/Subtype") in ("/Image", "/Form") for entry in _resources(page, "/XObject"))


def _mute_fonts(page: "PageObject") -> dict[str, None]:
    """Names of the page's fonts that number their glyphs and do not say which characters they are."""
    found: dict[str, None] = {}
    for font in _resources(page, "/Font"):
        if font.get("/Encoding") in ("/Identity-H", "/Identity-V") and "/ToUnicode" not in font:
            found[_font_name(font).lstrip("/") or "?"] = None
    return found


# --- running heads, footnotes -----------------------------------------------------------------------------------------


def _remove_running(pages: list[list[_Line]], body: float) -> None:
    """Take the page numbers and the running heads and feet out of the pages.

    From the edge inwards, as far as lines run, up to the last one with a gap behind it: a page's text may begin or end alike.
    """
    gap = (1.25 * _leading(pages, body) + 0.1) * body
    for downwards in (True, False):
        stacks = [sorted(lines, key=lambda line: line.y, reverse=downwards) for lines in pages]
        reached = dict.fromkeys((n for n, stack in enumerate(stacks) if stack), 0)
        for depth in range(4):
            edges = {n: stacks[n][depth] for n, known in reached.items() if known == depth < len(stacks[n])}
            for n in _running(edges, stacks, body):
                reached[n] = depth + 1
        for n, depth in reached.items():
            stack = stacks[n]
            while 0 < depth < len(stack) and abs(stack[depth - 1].y - stack[depth].y) < gap:
                depth -= 1
            reached[n] = depth
        # Where nothing else is on a page, the others tell how deep it goes.
        deepest = max((depth for n, depth in reached.items() if depth < len(stacks[n])), default=0)
        for n, depth in reached.items():
            for line in stacks[n][: min(depth, deepest)]:
                pages[n].remove(line)


def _running(edges: dict[int, _Line], pages: list[list[_Line]], body: float) -> set[int]:
    """The pages whose line at the edge stays the same or counts with the pages."""
    same: dict[str, set[int]] = defaultdict(set)
    folios: dict[int, set[int]] = defaultdict(set)
    counting: dict[tuple[str, int], set[int]] = defaultdict(set)
    for n, line in edges.items():
        text = " ".join(line.words.split())
        same[text].add(n)
        if (match := _FOLIO.fullmatch(text)) and (value := _value(match["n"])):
            folios[value - n].add(n)
        elif (
            (match := _WITH_NUMBER.fullmatch(text)) and not _COUNTED.search(text) and line.size <= 1.05 * body and not line.bold
        ):
            counting[match.lastgroup or "", int(match[match.lastgroup or 0]) - n].add(n)
    found: set[int] = set()
    for where in same.values():
        level = sorted(edges[n].y for n in where)[len(where) // 2]
        level_pages = {n for n in where if abs(edges[n].y - level) <= 4}
        if _most(level_pages, edges):
            found |= level_pages
    for difference, where in folios.items():
        # The 1 at the foot of the only page.
        alone = len(pages) == 1 and difference == 1 and all(edges[0].y <= line.y for line in pages[0])
        if len(where) >= 3 or _most(where, edges) or alone:
            found |= where
    for where in counting.values():
        if _most(where, edges):
            found |= where
    return found


def _most(where: set[int], edges: dict[int, _Line]) -> bool:
    """Whether these are most of the pages, or most of the left or of the right ones."""
    if len(where) < 2:
        return False
    sides = [n for n in edges if n % 2 == min(where) % 2] if len({n % 2 for n in where}) == 1 else []
    return len(where) >= 0.6 * len(edges) or (len(where) >= 3 and len(where) >= 0.6 * len(sides) > 0)


def _value(number: str) -> int:
    """The number in digits, small Roman or Chinese numerals; 0 where it is none."""
    number = number.lower()
    if number.isdigit():
        return int(number)
    if number[0] in _ROMAN:
        values = [_ROMAN[letter] for letter in number]
        return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
    total = 0
    for tens, unit in re.findall(r"([一二三四五六七八九]?[百十])|([一二三四五六七八九])", number):
        base = {"百": 100, "十": 10}.get(tens[-1:], 1)
        total += base * (_CHINESE_DIGITS.index((tens or unit)[0]) if (tens or unit)[0] in _CHINESE_DIGITS else 1)
    return total


def _take_footnotes(pages: list[list[_Line]], body: float) -> tuple[list[Part], set[str]]:
    """Take the footnotes out of the pages: their paragraphs, and their marks."""
    found: list[list[_Line]] = []
    marks: set[str] = set()
    for lines in pages:
        block: list[_Line] = []
        for line in sorted(lines, key=lambda line: line.y):
            if line.size >= 0.93 * body:
                break
            block.insert(0, line)
        first = next((n for n, line in enumerate(block) if _MARK.match(line.words)), None)
        # A small line above the first mark is the rest of a note that began on the page before.
        if first is None or (first and not found) or len(block) == len(lines):
            continue
        for number, line in enumerate(block):
            if (mark := _MARK.match(line.words)) and number >= first:
                marks.add(re.sub(r"[^\d①-⑳*†‡※]", "", mark[0]))
                found.append([replace(line, text=line.words[mark.end() :])])
            else:
                found[-1].append(line)
            lines.remove(line)
    words = _vocabulary(found)
    return [Part(_joined(note, words)) for note in found], marks


# --- paragraphs -------------------------------------------------------------------------------------------------------


def _body_size(pages: Iterable[Iterable[_Line]]) -> float:
    """The size most of the text is set in."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=12.0)


def _parts(pages: list[list[_Line]]) -> Iterator[Part]:
    """The parts of the whole document."""
    body = _body_size(pages)
    _remove_running(pages, body)
    footnotes, marks = _take_footnotes(pages, body)
    for lines in pages:
        for line in lines:
            line.text = _WRAPPED_MARK.sub(lambda found: "" if found[1].strip("[]") in marks else found[1], line.text)
    contents = [line for lines in pages for line in lines if _LEADERS.search(line.text)]
    if len(contents) >= 3:
        gone = set(map(id, contents))
        pages = [[line for line in lines if id(line) not in gone] for lines in pages]
    words = _vocabulary(pages)
    paragraphs = _Setting.measure(pages, body).paragraphs(pages)
    levels = _levels(paragraphs, body)
    for paragraph, level in zip(paragraphs, levels, strict=True):
        text = _joined(paragraph, words)
        if level:
            yield Part(text, "heading", level)
        elif mark := _BULLET.match(text) or _NUMBER.match(text):
            yield Part(text[mark.end() :], "list")
        else:
            yield Part(text)
    yield from footnotes


def _levels(paragraphs: list[list[_Line]], body: float) -> list[int]:
    """The heading level of each paragraph, 0 where it is text: the rank of its size, bold text of the text's size last."""
    lines = [line for paragraph in paragraphs for line in paragraph]
    bold_matters = sum(len(line.text) for line in lines if line.bold) * 5 < 2 * sum(len(line.text) for line in lines)
    ranks: list[float] = []
    for number, paragraph in enumerate(paragraphs):
        size = max(line.size for line in paragraph)
        text = "".join(line.words for line in paragraph)
        long = _ems(text) > (60 if size > 1.12 * body else 30)
        last = number + 1 == len(paragraphs)
        if size > 1.12 * body and not long and any(c.isalnum() for c in text):
            ranks.append(round(size * 2) / 2)
        elif (
            bold_matters
            and all(line.bold for line in paragraph)
            and not long
            and not last
            and not re.search("[。，,;；]$", text)
        ):
            ranks.append(min(round(size * 2) / 2, body))
        else:
            ranks.append(0.0)
    order = sorted(set(ranks) - {0.0}, reverse=True)
    return [min(6, order.index(rank) + 1) if rank else 0 for rank in ranks]


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a document is set: its size, its columns' left edges on each page, how wide they are, and how far apart the lines stand."""

    body: float
    lefts: list[list[float]]
    width: float
    leading: float

    @classmethod
    def measure(cls, pages: list[list[_Line]], body: float) -> "_Setting":
        lefts = _left_edges(pages, body)
        setting = cls(body, lefts, 0.0, 0.0)
        plain = [line for lines in pages for line in lines if abs(line.size - body) <= 0.1 * body]
        return replace(setting, width=setting.measured(plain), leading=_leading(pages, body))

    def measured(self, plain: list[_Line]) -> float:
        """How wide the columns are: as the lines that are full show it, or no less than most of what the margins leave."""
        if not plain:
            return 0.0
        widths = [line.end - self.left(line) for line in plain]
        widest = sorted(widths)[int(0.95 * (len(widths) - 1))]
        full = [line for line, width in zip(plain, widths, strict=True) if width >= 0.92 * widest]
        wrapped = sum(not _ENDS.search(line.words) for line in full) * 2 > len(full) > max(2, 0.2 * len(plain))
        edges = self.lefts[plain[0].page]
        room = edges[1] - edges[0] if len(edges) > 1 else plain[0].sheet - 2 * edges[0]
        return widest if wrapped else max(widest, 0.75 * room)

    def left(self, line: _Line) -> float:
        """The left edge of the column the line stands in."""
        edges = self.lefts[line.page]
        return max((edge for edge in edges if edge <= line.x + 1), default=min(edges))

    def indent(self, line: _Line) -> float:
        """How far the line is indented, in units of the text's size."""
        return (line.start - self.left(line)) / self.body

    def paragraphs(self, pages: list[list[_Line]]) -> list[list[_Line]]:
        """The lines of each paragraph."""
        found: list[list[_Line]] = []
        for lines in pages:
            for line in lines:
                if found and not self.begins(found[-1], line):
                    found[-1].append(line)
                else:
                    found.append([line])
        return found

    def begins(self, paragraph: list[_Line], line: _Line) -> bool:
        """Whether a line begins a paragraph, rather than going on with the one above it."""
        above = paragraph[-1]
        if abs(above.size - line.size) > 0.1 * max(above.size, line.size):
            return True
        ended = bool(_ENDS.search(above.words))
        room = self.room(above, line)
        item = bool(_BULLET.match(paragraph[0].words) or _NUMBER.match(paragraph[0].words))
        if _BULLET.match(line.words) or (_NUMBER.match(line.words) and (ended or item or room > 0)):
            return True
        drop = (above.y - line.y) / line.size
        beside = above.page == line.page and drop > 0
        if beside and drop > max(1.25 * self.leading, self.leading + 0.3):
            return True
        if above.size > 1.12 * self.body:
            return not beside  # a heading of several lines
        here, before = self.indent(line), self.indent(above)
        if item and here > self.indent(paragraph[0]) + 0.3 and (beside or not ended):
            return False
        if here > max(0.8, before + 0.5):
            return True
        if before > here + 0.5 and len(paragraph) > 1 and beside:
            return True  # an indented block is over
        if here > 0.8 and ended and len(paragraph) == 1 and not item and before > 0.8:
            return True  # one indented line below another: two paragraphs of one line
        if above.bold != line.bold and room > 0:
            return True
        return room > (0 if ended else 0.1 * self.width) and not (not ended and line.words[:1].islower())

    def room(self, above: _Line, line: _Line) -> float:
        """How much of the next word's place the line above left empty, more than setting lines needs; in points."""
        first = line.words[:1] if _CERTAINLY_UNSPACED.match(line.words) else line.words.split(maxsplit=1)[0]
        latin = not _CERTAINLY_UNSPACED.search(above.words)
        slack = 0.08 * self.width if latin else 1.2 * self.body
        return self.width - (above.end - self.left(above)) - _ems(first[:20]) * line.size - slack


def _leading(pages: Iterable[Iterable[_Line]], body: float) -> float:
    """How far apart the lines of a paragraph stand, in units of the text's size."""
    plain = [line for lines in pages for line in lines if abs(line.size - body) <= 0.1 * body]
    drops = [(above.y - below.y) / body for above, below in pairwise(plain) if above.page == below.page]
    gaps = sorted(drop for drop in drops if 0.95 <= drop <= 4)
    return gaps[len(gaps) // 10] if gaps else 1.2


def _left_edges(pages: list[list[_Line]], body: float) -> list[list[float]]:
    """Where the columns of each page begin, from the left."""
    found = [_edges([line.x for line in lines], body) for lines in pages]
    # Left and right pages may have other margins, which few pages do not tell from indentation.
    for side in (found[::2], found[1::2]) if len(found) >= 8 else (found,):
        firsts = Counter(edges[0] for edges in side if edges)
        usual = min((x for x, count in firsts.items() if count * 5 >= firsts.total()), default=0.0)
        for edges in side:
            # A page of short paragraphs only shows where these begin.
            if not edges or 0 < edges[0] - usual <= 5 * body:
                edges[:1] = [usual]
    return found


def _edges(starts: list[float], body: float) -> list[float]:
    """Where several lines begin, that far apart that it is no indentation; else where the first of them does."""
    counts = Counter(round(x) for x in starts)
    often = sorted(x for x, count in counts.items() if count >= max(2, len(starts) // 10))
    edges: list[float] = []
    for x in often or sorted(counts)[:1]:
        if not edges or x - edges[-1] > 10 * body:
            edges.append(x)
    return edges


# --- words ------------------------------------------------------------------------------------------------------------


def _vocabulary(pages: Iterable[Iterable[_Line]]) -> set[str]:
    """The words of the document in small letters, those that a line's end divides left out."""
    return {
        word.lower()
        for lines in pages
        for line in lines
        for word in _WORD.findall(line.words)
        if not line.words.endswith(word + "-")
    }


def _joined(lines: Sequence[_Line], words: set[str]) -> str:
    """The lines of a paragraph as one."""
    text = lines[0].text.lstrip()
    for line in lines[1:]:
        text = _join(text, line.words, words.__contains__)
    return text.strip()


def _join(above: str, below: str, known: Callable[[str], bool]) -> str:
    """Two lines as one.

    >>> def known(word):
    ...     return word in ("wonderful", "sun")
    >>> _join("It was won-", "derful.", known), _join("The sun", "rose.", known), _join("今天下", "雨了。", known)
    ('It was wonderful.', 'The sun rose.', '今天下雨了。')
    """
    text = above.rstrip()
    if not text or not below:
        return text + below
    if (divided := _DIVIDED.search(text)) and below[0].isalnum():
        second = match[0] if (match := _LOWER_WORD.match(below)) else ""
        return (text[:-1] if _divides(divided, second, text, known) else text) + below
    if text[-1] == "—" and len(above) == len(text):
        return text + below
    last, first = bool(_CERTAINLY_UNSPACED.match(text[-1])), bool(_CERTAINLY_UNSPACED.match(below[0]))
    if last and first:
        return text + below
    if last or first:  # a space at the line's end between two scripts is the writer's
        other = below[0] if last else text[-1]
        return text + (" " if len(above) > len(text) and other.isalnum() else "") + below
    if _UNSPACED.match(text[-1]) and _CERTAINLY_UNSPACED.search(text[-3:]):
        return text + below
    return f"{text} {below}"


def _divides(divided: "re.Match[str]", second: str, text: str, known: Callable[[str], bool]) -> bool:
    """Whether a hyphen at a line's end divides a word, rather than joining two."""
    first, hyphen = divided[1].lower(), divided[2]
    if not second or not second[0].islower():
        return False
    if hyphen == "\u00ad":
        return True
    if known(f"{first}-{second.lower()}") or text[: divided.start()].endswith("-"):
        return False
    if known(first + second.lower()):
        return True
    return not (first in _HALVES or (known(first) and known(second.lower())))
