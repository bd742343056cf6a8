"""From the blocks of a page to the parts of a document, with tables of contents and a book's licence as matter."""

import re
from dataclasses import replace

from textlens.read.document import Part
from textlens.read.formats.html.blocks import Found

_GUTENBERG_START = re.compile(r"\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG", re.I)
_GUTENBERG_END = re.compile(r"\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG|^End of (?:the )?Project Gutenberg(?:'s|’s)?", re.I)


def block_parts(found: list[Found]) -> tuple[list[Part], list[int]]:
    """The parts of the blocks, and the number of each block's first."""
    contents = _contents(found)
    parts: list[Part] = []
    at = []
    for i, f in enumerate(found):
        at.append(len(parts))
        kind = "matter" if i in contents else f.kind
        parts += [Part(line, kind, f.level, group=group) for line, group in f.lines]
    return _without_licence(parts), [*at, len(parts)]


def _contents(found: list[Found]) -> set[int]:
    """Numbers of the blocks of a table of contents: four and more lines in a row that only link into the document itself."""
    result: set[int] = set()
    row: list[int] = []
    for i, f in enumerate([*found, None]):
        if f is not None and f.inner > 0.9 and f.kind != "heading":
            row.append(i)
            continue
        if sum(len(found[j].lines) for j in row) >= 4:
            result.update(row)
        row = []
    return result


def _without_licence(parts: list[Part]) -> list[Part]:
    """The parts with what Project Gutenberg puts before and behind a book as matter."""
    start = next((i for i, p in enumerate(parts[: 60 + len(parts) // 10]) if _GUTENBERG_START.search(p.text)), -1)
    end = next((i for i, p in enumerate(parts) if i > start and _GUTENBERG_END.search(p.text)), len(parts))
    return [p if start < i < end else replace(p, kind="matter", level=0) for i, p in enumerate(parts)]
