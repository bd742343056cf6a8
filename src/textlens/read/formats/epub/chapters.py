"""The pages of a book's chapters, with the headings that only its table of contents knows."""

import re
from collections import Counter
from dataclasses import replace
from zipfile import BadZipFile

from textlens.errors import ReadError
from textlens.read.document import Part
from textlens.read.file import replaced_note
from textlens.read.formats.epub.container import Container
from textlens.read.formats.epub.contents import Title
from textlens.read.formats.html import Page, read_page

_OUTWARD = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


def read_chapter(container: Container, path: str, first_group: int) -> tuple[Page | None, list[str]]:
    """A chapter's page, None where it cannot be read or is blank, and what was wrong with it."""
    try:
        data = container.read(path)
        if data is None:
            return None, [f"{path} is missing from the archive"]
        if not data.strip():
            return None, [f"{path} is blank"]
        file = replace(container.file.inner(path, data), encoding=None)
        page = read_page(file, article=False, first_group=first_group, links_within=lambda href: not _OUTWARD.match(href))
    except BadZipFile as error:
        return None, [f"{path} is damaged and left out: {error}"]
    except ReadError as error:
        if error.name == container.file.path:  # a limit, a lock: of the whole book
            raise
        return None, [f"{path} is left out: it {error.reason}"]
    return page, [f"{path}: {note}" for note in (*replaced_note(page.decoded), *page.notes)]


def titled(pages: list[tuple[Page, list[Title]]]) -> list[Part]:
    """The parts of all pages, each page with its titles from the table of contents."""
    levels = _levels(pages)
    return [part for page, titles in pages for part in _titled(page, titles, levels)]


def _levels(pages: list[tuple[Page, list[Title]]]) -> dict[int, int]:
    """The level that chapters with headings of their own open with, by their depth in the table of contents."""
    opening: dict[int, Counter[int]] = {}
    for page, titles in pages:
        level = next((p.level for p in page.parts if p.kind == "heading"), 0)
        if level and titles:
            opening.setdefault(titles[0].depth, Counter())[level] += 1
    return {depth: levels.most_common(1)[0][0] for depth, levels in opening.items()}


def _titled(page: Page, titles: list[Title], levels: dict[int, int]) -> list[Part]:
    """The parts of a page, with the headings that only the table of contents knows where it has none of its own."""
    parts = page.parts
    if not parts or any(p.kind == "heading" for p in parts):
        return parts
    placed = sorted(((page.anchors.get(title.place, 0), title) for title in titles), key=lambda p: p[0], reverse=True)
    for at, title in placed:
        level = levels.get(title.depth, title.depth)
        same = next((n for n in (1, 2, 3) if _squeezed(parts[at : at + n]) == "".join(title.words.split())), 0)
        written = [replace(p, kind="heading", level=level) for p in parts[at : at + same]]
        parts = [*parts[:at], *(written or [Part(title.words, "heading", level)]), *parts[at + same :]]
    return parts


def _squeezed(parts: list[Part]) -> str:
    """Their characters without white space, for comparing."""
    return "".join("".join(p.text.split()) for p in parts)
