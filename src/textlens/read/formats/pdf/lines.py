"""The lines of a PDF's page, put together from the pieces of text that pypdf finds on it."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

_HAN = r"\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: What is written without spaces: Han, kana, Bopomofo, their punctuation, full-width forms.
UNSPACED = re.compile(rf"[{_HAN}\u3000-\u312f\u31a0-\u31ff\ufe30-\ufe4f\uff01-\uffef]")
_STRETCHED = re.compile(rf"(?<=[{_HAN}，。、；：！？]) (?=[{_HAN}，。、；：！？])")
_FONT_FORMS = {ord(c): unicodedata.normalize("NFKC", c) for c in map(chr, (*range(0xFB00, 0xFB07), *range(0x2F00, 0x2FD6)))}
#: Control characters, which no text has.
UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_RAISED = re.compile(r"\[?(\d{1,3}|[①-⑳*†‡])\]?")
#: A raised number or sign as it stands in a line's text, between two control characters.
WRAPPED_MARK = re.compile("\x01([^\x02]*)\x02")
_BOLD = re.compile(r"bold|black|heavy|demi(?!light)|simhei|stheiti|黑体|黑體", re.I)
_NARROW, _BROAD = frozenset("fijlrtI.,;:'!|()[]-`’‘ "), frozenset("mwMW@%…")


@dataclass(slots=True, eq=False)
class Line:
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
        """Its text without the spaces around it."""
        return self.text.strip()

    @property
    def start(self) -> float:
        """Where its first word begins, behind spaces of its own."""
        return self.x + ems(self.text[: len(self.text) - len(self.text.lstrip())]) * self.size

    @property
    def end(self) -> float:
        """About where it ends: the widths of the letters are guessed."""
        return self.x + ems(self.text.rstrip()) * self.size


@lru_cache(maxsize=8192)
def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF" or UNSPACED.match(character):
        return 1.0
    if character in _NARROW:
        return 0.28
    return 0.8 if character in _BROAD else 0.67 if character.isupper() else 0.5


def ems(text: str) -> float:
    """About how wide a text is, in units of its size."""
    return sum(map(_em, text))


@dataclass
class Visitor:
    """Gathers the pieces of text that pypdf finds on a page into lines."""

    page: int
    sheet: float
    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    heavy: int = 0
    at: tuple[float, float] = (0.0, 0.0)

    def __call__(self, text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        """Take a stretch of text as pypdf hands it over: with the matrices that place it, its font and its size."""
        for number, piece in enumerate(text.split("\n")):
            if number:
                self.flush()
            if piece.strip():
                self.add(piece, cm, tm, font, size)
            elif piece and self.pieces:
                self.pieces.append(piece)

    def add(self, piece: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        """Put a piece at the end of the line, or begin the next one with it where it stands lower or higher."""
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
            piece = UNREADABLE.sub("\ufffd", piece)
        self.pieces.append(piece)
        self.sizes[size] += len(piece)
        self.heavy += len(piece) * bool(_BOLD.search(font_name(font)))

    def flush(self) -> None:
        """End the line."""
        text = "".join(self.pieces).translate(_FONT_FORMS)
        if text.strip():
            if len(_STRETCHED.findall(text)) * 3 > len(UNSPACED.findall(text)) > 2:
                text = _STRETCHED.sub("", text)
            size = max(self.sizes, key=lambda size: (self.sizes[size], size))
            bold = self.heavy >= 0.9 * self.sizes.total()
            self.lines.append(Line(text, self.page, *self.at, size, bold, self.sheet))
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


def font_name(font: Any) -> str:
    """The font's name without the six letters that stand before that of a subset."""
    name = str(font.get("/BaseFont", "")) if hasattr(font, "get") else ""
    return name.rpartition("+")[2]
