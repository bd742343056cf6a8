"""The paragraphs of one journal entry, in Markdown or plain."""

import re
from collections.abc import Iterator

from textlens.date.partial import PartialDate
from textlens.read.document import Part
from textlens.split.blocks import split_blocks
from textlens.split.lines import BREAK

_WIDE = "[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]"
_INSIDE_WIDE = re.compile(rf"(?<={_WIDE})[ \t]*(?:\r\n|[{BREAK}])[ \t\u3000]*(?={_WIDE})")


def entry_parts(text: str, date: PartialDate | None, first_group: int = 0) -> Iterator[Part]:
    """One entry's paragraphs, Markdown or plain, all of its date.

    Args:
        text: the entry.
        date: the day it was written, if known.
        first_group: number of the first group of lines that stand together.
    """
    for block in split_blocks(text):
        words = _INSIDE_WIDE.sub("", text[block.start : block.end])
        kind = "paragraph" if block.kind == "dateline" else block.kind
        yield Part(words, kind, block.level, date, group=first_group + block.chunk)
