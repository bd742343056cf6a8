"""Which lines make up a paragraph, and which paragraphs are headings."""

import re

from textlens.read.formats.pdf.lines import UNSPACED, Line, ems
from textlens.read.formats.pdf.setting import ENDS, Setting

_BULLET = re.compile(r"[•▪◦●○■□‣·➢❑\uf0b7\uf0a7\uf06c\uf0d8\uf06e\uf0fc]\s*(?=\S)|[-–*]\s+(?=\S)")
_NUMBER = re.compile(r"\d{1,3}[.)]\s+(?=\S)|\d{1,3}[、．]\s*(?=\S)|[(（]\d{1,2}[)）]\s*(?=\S)")


def item_mark(text: str) -> re.Match[str] | None:
    """The bullet or number that a list item opens with, and the space behind it."""
    return _BULLET.match(text) or _NUMBER.match(text)


def gathered(pages: list[list[Line]], setting: Setting) -> list[list[Line]]:
    """The lines of each paragraph."""
    found: list[list[Line]] = []
    for lines in pages:
        for line in lines:
            if found and not _begins(found[-1], line, setting):
                found[-1].append(line)
            else:
                found.append([line])
    return found


def _begins(paragraph: list[Line], line: Line, setting: Setting) -> bool:
    """Whether a line begins a paragraph, rather than going on with the one above it."""
    above = paragraph[-1]
    if abs(above.size - line.size) > 0.1 * max(above.size, line.size):
        return True
    ended = bool(ENDS.search(above.words))
    room = _room(above, line, setting)
    item = bool(item_mark(paragraph[0].words))
    if _BULLET.match(line.words) or (_NUMBER.match(line.words) and (ended or item or room > 0)):
        return True
    drop = (above.y - line.y) / line.size
    beside = above.page == line.page and drop > 0
    if beside and drop > max(1.25 * setting.leading, setting.leading + 0.3):
        return True
    if above.size > 1.12 * setting.body:
        return not beside  # a heading of several lines
    here, before = setting.indent(line), setting.indent(above)
    if item and here > setting.indent(paragraph[0]) + 0.3 and (beside or not ended):
        return False
    if here > max(0.8, before + 0.5):
        return True
    if before > here + 0.5 and len(paragraph) > 1 and beside:
        return True  # an indented block is over
    if here > 0.8 and ended and len(paragraph) == 1 and not item and before > 0.8:
        return True  # one indented line below another: two paragraphs of one line
    if above.bold != line.bold and room > 0:
        return True
    return room > (0 if ended else 0.1 * setting.width) and not (not ended and line.words[:1].islower())


def _room(above: Line, line: Line, setting: Setting) -> float:
    """How much of the next word's place the line above left empty, more than setting lines needs; in points."""
    first = line.words[:1] if UNSPACED.match(line.words) else line.words.split(maxsplit=1)[0]
    latin = not UNSPACED.search(above.words)
    slack = 0.08 * setting.width if latin else 1.2 * setting.body
    return setting.width - (above.end - setting.left(above)) - ems(first[:20]) * line.size - slack


def heading_levels(paragraphs: list[list[Line]], body: float) -> list[int]:
    """The heading level of each paragraph, 0 where it is text: the rank of its size, bold text of the text's size last."""
    lines = [line for paragraph in paragraphs for line in paragraph]
    bold_matters = sum(len(line.text) for line in lines if line.bold) * 5 < 2 * sum(len(line.text) for line in lines)
    ranks: list[float] = []
    for number, paragraph in enumerate(paragraphs):
        size = max(line.size for line in paragraph)
        text = "".join(line.words for line in paragraph)
        long = ems(text) > (60 if size > 1.12 * body else 30)
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
