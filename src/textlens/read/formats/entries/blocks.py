"""The blocks of an HTML element: headings, paragraphs, list items, quotations, code, rows of tables."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from textlens.read.document import Part

_BLOCK_LIST = (
    "p div li ul ol dl dt dd blockquote h1 h2 h3 h4 h5 h6 pre section article main header footer aside figure figcaption "
    "table thead tbody tfoot tr caption center address form fieldset hr body html summary details"
)
#: Elements that stand on lines of their own.
BLOCK_NAMES = frozenset(_BLOCK_LIST.split())
#: Elements whose text is not shown.
SILENT = frozenset(("script", "style", "head", "template", "iframe", "object", "noscript", "select", "textarea", "svg", "math"))
_SPACES = re.compile(r"[ \t\r\n\f]+")
_IN_HAN = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])")
_CELLS = frozenset(("td", "th"))


def local_name(element: Any) -> str:
    """An element's name in small letters, without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def blocks(root: Any, *, lines: bool = False) -> list[Part]:
    """The blocks of an element in reading order: headings (from level 3), list items, quotations, code, table rows, paragraphs.

    Args:
        root: of an lxml tree.
        lines: whether line breaks in the text are line breaks, as where an editor writes no tags for them.
    """
    walk = _Blocks(lines)
    for event, element in _events(root):
        name = local_name(element)
        if event == "start":
            walk.open(name)
            walk.write(element.text)
        else:
            walk.close(name)
            if element is not root:
                walk.write(element.tail)
    walk.flush()
    return walk.parts


def _events(root: Any) -> Iterator[tuple[str, Any]]:
    """The starts and ends of elements; what shows no text is passed over, but not the text behind it."""
    stack = [("start", root)]
    while stack:
        event, element = stack.pop()
        silent = not isinstance(element.tag, str) or local_name(element) in SILENT
        if event == "start" and not silent:
            yield event, element
        if event == "end" or silent:
            yield "end", element
            continue
        stack.append(("end", element))
        stack.extend(("start", child) for child in reversed(element))


class _Blocks:
    """Text gathered until its block ends."""

    def __init__(self, lines: bool) -> None:
        self.parts: list[Part] = []
        self.within: Counter[str] = Counter()
        self._buffer: list[str] = []
        self._lines = lines
        self._group = 0
        self._breaks = 0

    def open(self, name: str) -> None:
        if name == "br":
            self.flush()
            self._breaks += 1
            self._group += self._breaks == 2
            return
        if name in _CELLS and "".join(self._buffer).strip():
            self._buffer.append(" | ")
        if name in BLOCK_NAMES:
            self._end()
        self.within[name] += 1

    def close(self, name: str) -> None:
        if name == "br":
            return
        if name in BLOCK_NAMES:
            self._end()
        self.within[name] -= self.within[name] > 0

    def write(self, text: str | None) -> None:
        if not text:
            return
        if self.within["pre"] or self._lines:
            first, *rest = re.split(r"\r\n|\r|\n", text)
            self._buffer.append(first)
            for line in rest:
                self.flush()
                self._group += not line.strip()
                self._buffer.append(line)
        else:
            self._buffer.append(_IN_HAN.sub("", text))

    def _end(self) -> None:
        self.flush()
        self._group += 1

    def flush(self) -> None:
        """Make a part of what is gathered."""
        text = "".join(self._buffer)
        self._buffer.clear()
        text = (text if self.within["pre"] else _SPACES.sub(" ", text)).strip()
        if text:
            self._breaks = 0
            level = next((n for n in range(1, 7) if self.within[f"h{n}"]), 0)
            kind = "heading" if level else self._kind()
            self.parts.append(Part(text, kind, min(6, level + 2) if level else 0, group=self._group))

    def _kind(self) -> str:
        kinds = (("pre", "code"), ("tr", "table"), ("li", "list"), ("blockquote", "quote"))
        return next((kind for name, kind in kinds if self.within[name]), "paragraph")
