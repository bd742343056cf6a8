"""Footnotes: smaller lines at the foot of a page, of which the first begins with a mark."""

import re
from dataclasses import replace

from textlens.read.document import Part
from textlens.read.formats.pdf.lines import WRAPPED_MARK, Line
from textlens.read.formats.pdf.words import joined, vocabulary

_MARK = re.compile(r"(?:\[\d{1,3}\]|\d{1,3}[.)]?|[①-⑳*†‡※])\s*(?=\S)")


def take_footnotes(pages: list[list[Line]], body: float) -> list[Part]:
    """Take the footnotes out of the pages, and their marks out of the text: one part for each."""
    found: list[list[Line]] = []
    marks: set[str] = set()
    for lines in pages:
        block: list[Line] = []
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
    words = vocabulary(found)
    parts = [Part(joined(note, words)) for note in found]
    for lines in pages:
        for line in lines:
            line.text = WRAPPED_MARK.sub(lambda raised: "" if raised[1].strip("[]") in marks else raised[1], line.text)
    return parts
