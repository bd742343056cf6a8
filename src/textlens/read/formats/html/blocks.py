"""The text of a page as it comes in, cut into blocks: their lines, the white space in them, and how much of each is links."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from textlens.read.formats.html.elements import Hint
from textlens.read.formats.html.tree import Element
from textlens.split.blocks import reads_as_prose, split_blocks

#: Stands in the text where ``<br>`` breaks a line.
BREAK = "\x00"
_SPACES = re.compile(r"[ \t\n\r\f]+")
_EAST = "\u2e80-\u303f\u3041-\u30ff\u3105-\u312f\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
# A line break of the source between East Asian characters is no space, whatever indents the next line.
_BROKEN = re.compile(rf"(?<=[{_EAST}])[ \t\r\f]*\n\s*(?=[{_EAST}“‘…—])|(?<=[”’…—])[ \t\r\f]*\n\s*(?=[{_EAST}])")
_CODE_SIGN = re.compile(r"[{}();=<>\[\]$]")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_]{2,}")


@dataclass(slots=True)
class Found:
    """One block of a page: its lines with their groups, where it stands, and how much of it is links."""

    kind: str
    level: int
    lines: list[tuple[str, int]]
    element: Element
    size: int
    linked: float
    inner: float
    hints: tuple[Hint, ...]

    @property
    def squeezed(self) -> str:
        """Its characters without white space and cell marks, for comparing."""
        return "".join("".join(line.split()) for line, _ in self.lines).replace("|", "")


@dataclass(frozen=True, slots=True)
class Context:
    """What the elements around a place say of the text there.

    Attributes:
        block: the block it stands in.
        kind: what that block is.
        level: its level, where it is a heading.
        pre: whether all its white space counts.
        breaks: whether its line breaks do.
        link: ``inner`` in a link within the document, ``outer`` in another.
        hints: the elements around it that say they are not the article.
        group: the group of the list, quotation or table it stands in.
        data: whether that table holds data.
    """

    block: Element
    kind: str = "paragraph"
    level: int = 0
    pre: bool = False
    breaks: bool = False
    link: str = ""
    hints: tuple[Hint, ...] = ()
    group: int | None = None
    data: bool = False


@dataclass(slots=True)
class Blocks:
    """Gathers the text of one block after the other.

    Attributes:
        groups: how many groups of lines there are.
        found: the blocks so far.
    """

    groups: int
    found: list[Found] = field(default_factory=list)
    _run: list[str] = field(default_factory=list)
    _sizes: Counter[str] = field(default_factory=Counter)
    _cells: list[str] | None = None

    def group(self, context: Context) -> int:
        """The group of what stands here: that of the list, quotation or table around it, or a new one."""
        if context.group is not None:
            return context.group
        self.groups += 1
        return self.groups

    def add(self, text: str | None, context: Context) -> None:
        """Text of the block that is open."""
        if not text:
            return
        if context.pre:
            text = text.replace(BREAK, "\n")
        elif context.breaks:
            text = text.replace("\n", BREAK)
        self._run.append(text)
        size = sum(map(len, text.split()))
        self._sizes["all"] += size
        if context.link:
            self._sizes[context.link] += size

    @property
    def in_row(self) -> bool:
        """Whether a row of a table of data is open."""
        return self._cells is not None

    def begin_row(self) -> None:
        """A row of a table of data begins: until it ends, blocks in its cells are but words."""
        self._cells = []

    def end_cell(self) -> None:
        """The text so far is a cell of the row, if one is open."""
        if self._cells is not None and (cell := " ".join(self._lines())):
            self._cells.append(cell)

    def end_row(self, context: Context) -> None:
        """The row, if one is open, is a block of one line."""
        self.end_cell()
        cells, self._cells = self._cells, None
        if cells is not None:
            self._emit("table", 0, [(" | ".join(cells), self.group(context))] if cells else [], context)

    def flush(self, context: Context) -> None:
        """The end of a block, at the beginning or end of an element that is one."""
        if self._cells is not None:
            self._run.append(" ")
        elif self._run and context.pre:
            self._flush_pre(context)
        elif self._run:
            lines = self._lines()
            if context.level:
                self._emit("heading", context.level, [(" ".join(filter(None, lines)), self.group(context))], context)
            else:
                self._emit(context.kind, 0, list(self._numbered(lines, context)), context)

    def _lines(self) -> list[str]:
        """The lines gathered since the last block, their white space as a browser shows it; blank ones are empty."""
        text = "".join(self._run)
        self._run = []
        return [_SPACES.sub(" ", line).strip() for line in _BROKEN.sub("", text).split(BREAK)]

    def _numbered(self, lines: Iterable[str], context: Context) -> Iterator[tuple[str, int]]:
        """The lines with words, each with its group: a blank line begins a new one."""
        group = self.group(context)
        blank = False
        for line in lines:
            if line and blank:
                group = self.group(context)
            if line:
                yield line, group
            blank = not line

    def _flush_pre(self, context: Context) -> None:
        """Preformatted text: prose by the rules of plain text, verse and code line by line."""
        text = "".join(self._run).replace("\r\n", "\n").strip("\n")
        self._run = []
        sizes, self._sizes = self._sizes, Counter()
        if not text.strip():
            return
        marked = next(context.block.iter("code", "samp", "kbd"), None) is not None
        lines = text.split("\n")
        if not marked and reads_as_prose(text):
            first = self.groups + 1
            for block in split_blocks(text):
                body = _BROKEN.sub("", text[block.start : block.end])
                kind = context.kind if block.kind == "paragraph" and context.kind != "heading" else block.kind
                self.groups = max(self.groups, first + block.chunk)
                self._sizes = Counter(all=len(body))
                self._emit(kind, block.level, [(_SPACES.sub(" ", body), first + block.chunk)], context)
            return
        words, signs = len(_WORD.findall(text)), len(_CODE_SIGN.findall(text))
        kind = "code" if marked or words < 4 or signs * 8 > words else context.kind
        self._sizes = sizes
        self._emit(kind, 0, list(self._numbered((line.strip() for line in lines), context)), context)

    def _emit(self, kind: str, level: int, lines: list[tuple[str, int]], context: Context) -> None:
        """The block that ends here, if it has words."""
        sizes, self._sizes = self._sizes, Counter()
        lines = [(line, group) for line, group in lines if line]
        if lines:
            size = max(sizes["all"], 1)
            shares = min(1.0, (sizes["outer"] + sizes["inner"]) / size), min(1.0, sizes["inner"] / size)
            self.found.append(Found(kind, level, lines, context.block, size, *shares, context.hints))
