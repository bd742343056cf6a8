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

import re
from collections.abc import Iterator

from textlens.errors import ReadError
from textlens.read.document import Document, Part, assemble
from textlens.read.file import File
from textlens.read.formats.pdf.footnotes import take_footnotes
from textlens.read.formats.pdf.lines import Line
from textlens.read.formats.pdf.opening import Warnings, opened, properties
from textlens.read.formats.pdf.pages import read_pages
from textlens.read.formats.pdf.paragraphs import gathered, heading_levels, item_mark
from textlens.read.formats.pdf.running import remove_running
from textlens.read.formats.pdf.setting import body_size, measured
from textlens.read.formats.pdf.words import joined, vocabulary

__all__ = ["read"]

#: The dots and the page number behind an entry of a table of contents.
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,}|·{4,})\s*(?:\d+|[ivxlc]+)\s*$")


def read(file: File) -> Document:
    """The paragraphs of a PDF's text layer with its title and the day it was made.

    Raises:
        ReadError: it is no PDF, is locked, damaged, over a limit, or holds only pictures.
    """
    if not file.data:
        raise ReadError(file.path, "is empty: there is nothing to read")
    if b"%PDF" not in file.data[:1024]:
        raise ReadError(file.path, "is no PDF, whatever its ending says; give it the ending of its format, or get it anew")
    with Warnings() as warnings:
        reader, state = opened(file)
        pages, notes = read_pages(file, reader)
        title, date = properties(reader)
    parts = list(_parts(pages))
    fields = file.fields("pdf")
    found = (*state, *notes, *warnings.notes())
    return assemble(file.path, parts, **fields, title=title, date=date, date_source="metadata", notes=found)


def _parts(pages: list[list[Line]]) -> Iterator[Part]:
    """The parts of the whole document."""
    body = body_size(pages)
    remove_running(pages, body)
    footnotes = take_footnotes(pages, body)
    contents = [line for lines in pages for line in lines if _LEADERS.search(line.text)]
    if len(contents) >= 3:
        gone = set(map(id, contents))
        pages = [[line for line in lines if id(line) not in gone] for lines in pages]
    words = vocabulary(pages)
    paragraphs = gathered(pages, measured(pages, body))
    for paragraph, level in zip(paragraphs, heading_levels(paragraphs, body), strict=True):
        text = joined(paragraph, words)
        if level:
            yield Part(text, "heading", level)
        elif mark := item_mark(text):
            yield Part(text[mark.end() :], "list")
        else:
            yield Part(text)
    yield from footnotes
