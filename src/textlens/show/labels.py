"""Turn untrusted text (titles, file names, keywords) into labels that are safe to show."""

from __future__ import annotations

import re
import unicodedata

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# CSI sequences (colours, cursor moves) and OSC sequences (window title, links), 7- and 8-bit.
_ESCAPES = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?")
_JOINERS = "\u200c\u200d"  # Persian letters and emoji families need them; they move nothing
_SPACES = re.compile(r"\s+")
_CHINESE_MONTH = re.compile(
    r"(?:(?P<year>\d{4})\s*年\s*)?"
    r"(?P<month>正|元|冬|[腊臘]|十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])\s*月份?"
)
_NUMERALS = {c: i for i, c in enumerate("一二三四五六七八九十", 1)}
_NUMERALS |= {"正": 1, "元": 1, "十一": 11, "冬": 11, "十二": 12, "腊": 12, "臘": 12}
_YEAR_MONTH = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})|年(?P<han>\d{1,2})月)")
_EXTENSION = re.compile(r"\.\w{1,5}$")


def visible(text: object) -> str:
    """Return ``text`` as one line with nothing in it that steers a terminal or the reading order.

    Escape sequences, control characters and format characters (bidi overrides, zero-width
    spaces, tags) go; line breaks and tabs become a space; a lone surrogate becomes U+FFFD.

    >>> visible("a\\x1b[31mb\\u202ec\\nd")
    'abc d'
    """
    kept = []
    for char in _ESCAPES.sub("", str(text)):
        category = unicodedata.category(char)
        if char.isspace():
            kept.append(" ")
        elif category == "Cs":
            kept.append("\ufffd")
        elif category not in ("Cc", "Cf") or char in _JOINERS:
            kept.append(char)
    return _SPACES.sub(" ", "".join(kept)).strip()


def display_width(text: str) -> int:
    """Return the width of ``text`` in terminal cells: 2 for a Chinese character, 1 for a letter.

    >>> display_width("三月 Mar")
    8
    """
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if unicodedata.combining(char) or char in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def shorten(text: str, cells: int) -> str:
    """Return ``text``, cut to at most ``cells`` terminal cells with an ellipsis where it is longer.

    >>> shorten("第一章 春天的日记", 9)
    '第一章…'
    """
    if display_width(text) <= cells:
        return text
    kept, used = "", 0
    for char in text:
        used += _cells(char)
        if used > cells - 1:
            break
        kept += char
    return kept.rstrip() + "…" if kept.strip() else "…"


def is_han(char: str) -> bool:
    """Tell whether ``char`` is a Chinese character (a Han ideograph, any extension)."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
        or char in "々〇"
    )


def has_han(text: str) -> bool:
    """Tell whether ``text`` holds a Chinese character."""
    return any(is_han(char) for char in text)


def year_and_month(label: str) -> tuple[str, str] | None:
    """Split a label that is a year and a month into what stands on an axis for each.

    >>> year_and_month("2024-03"), year_and_month("2024年3月"), year_and_month("三月")
    (('2024', 'Mar'), ('2024年', '3月'), None)
    """
    match = _YEAR_MONTH.fullmatch(label.strip())
    if match is None:
        return None
    if match["han"]:
        return f"{match['year']}年", f"{int(match['han'])}月"
    month = int(match["month"])
    return (match["year"], MONTH_NAMES[month - 1]) if 1 <= month <= 12 else None


def english_month(label: str) -> str | None:
    """Return a Chinese month label in ASCII, or None where ``label`` is not one.

    >>> english_month("十二月"), english_month("2024年3月"), english_month("春天")
    ('Dec', '2024-03', None)
    """
    match = _CHINESE_MONTH.fullmatch(label.strip())
    if match is None:
        return None
    word = match["month"]
    month = int(word) if word.isdigit() else _NUMERALS[word]
    return f"{match['year']}-{month:02d}" if match["year"] else MONTH_NAMES[month - 1]


def ascii_name(text: str, fallback: str) -> str:
    """Return the ASCII words of ``text``, or ``fallback`` where no word is left.

    >>> ascii_name("我的日记 2024.md", "document 1"), ascii_name("日记.md", "document 1")
    ('2024.md', 'document 1')
    """
    kept = _SPACES.sub(" ", "".join(c if " " <= c <= "~" else " " for c in text)).strip(" -_/:,;()[]")
    kept = kept.replace(" .", ".")
    stem = _EXTENSION.sub("", kept)
    return kept if any(char.isalnum() for char in stem) else fallback
