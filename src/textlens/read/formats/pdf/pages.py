"""The lines of every page, with notes on pages, pictures and fonts that could not be read."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textlens.errors import ReadError
from textlens.read.file import File
from textlens.read.formats.pdf.lines import Line, Visitor, font_name

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")


def read_pages(file: File, reader: "PdfReader") -> tuple[list[list[Line]], list[str]]:
    """The lines of each page, and what to note of pages that could not be read."""
    pages: list[list[Line]] = []
    failed: list[int] = []
    pictures: list[int] = []
    mute: dict[str, None] = {}
    error = ""
    size = 0
    for number in range(len(reader.pages)):
        visitor = Visitor(number, 0.0)
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


def _unknown(file: File, pages: list[list[Line]], mute: Iterable[str]) -> list[str]:
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
            found[font_name(font).lstrip("/") or "?"] = None
    return found
