"""From text to blocks: front matter, headings, paragraphs, lists, quotes, tables, code, bylines and notes.

A block is what becomes a row of the paragraphs frame. The parser works line by line on offsets: it never builds a
new text. Outer markup (``#``, ``-``, ``>``, ``|``) stays outside a block, inner markup stays in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from textlens.split.frontmatter import front_matter_end
from textlens.split.lines import BREAK, QUOTE_MARK, SPACE, Line, lines, width
from textlens.split.markup import IMAGE, SHORTCODE, TAG
from textlens.split.patterns import is_byline, is_date_line, is_source_note
from textlens.split.wrapping import Wrapping

# A fence may say what is in it; tildes and colons around prose are ornament.
_FENCE = re.compile(r"(`{3,})\s*[^`\n]*$|(~{3,}|:{3,})[ \t]*(?:[A-Za-z{][ -~]*)?$")
_ATX = re.compile(r"(#{1,6})(?:[ \t\u3000]+|(?=#?$)|(?<=##)(?=[^#\s]))(.*?)(?:[ \t]+#+)?$")
_SETEXT = re.compile(r"=+$|-{2,}$")
_RULE = re.compile(r"(?:[-*_=~+#·•—–―─━☆★◇◆○●※]\s*){3,}$|-{3,}$")
_QUOTE = re.compile(QUOTE_MARK)
_BULLET = re.compile(r"(?:[-*+•·‣▪◦●○■□–][ \t\u3000]+|\d{1,3}[.)][ \t]+|\d{1,3}[、．]\s*)(?:\[[ xX]\][ \t]+)?(?=\S)")
_DEFINITION = re.compile(r"\[[^\]^][^\]]*\]:\s*\S+.*$")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")
_TABLE_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?$|\|?\s*:?-{2,}:?\s*\|?$")
_BARE_MARKUP = re.compile(rf"(?:{IMAGE}|{TAG}|{SHORTCODE}|\[TOC\]|\[toc\])(?:[^\S{BREAK}]*(?:{IMAGE}|{TAG}|{SHORTCODE}))*")
_CODE_SIGN = re.compile(r"[{}();=<>\[\]]|^\s*(?:import|def|return|for|if|from|var|let|const|function|class|echo|sudo|\$)\b")
_ENDS = re.compile(r"[。！？!?….:：;；][\"'”’」』）)\]]*$")
# Behind a date, what makes the line a sentence: 6月1日，孩子们唱歌。 A place, a day of the week or the weather does not.
_DATED_PROSE = re.compile(
    r"[，, ]\s*(?![于於写寫记記]|星期|[礼禮]拜|[周週]|[晴阴陰多雨雪])[\u3400-\u9fff]{3,}[^，,]*[。.]$|,\s+[a-z]+\s[^,]*\.$"
)
_AROUND_CELLS = "|" + SPACE
_HAN_OR_WORD = re.compile(r"[\u3400-\u9fff]|[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Block:
    """A span of the text with its kind (see the contract); `level` is a heading's, `bare` says it wore no mark.

    `chunk` counts the groups of lines that stood together (no blank line between), so that an attribution can find
    its quotation.
    """

    start: int
    end: int
    kind: str
    level: int = 0
    bare: bool = False
    chunk: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    """A group of neighbouring lines of one kind, before it is known which of them belong together."""

    kind: str
    lines: tuple[Line, ...]
    level: int = 0
    chunk: int = 0


class _Parser:
    """One pass over the lines that yields pieces; a small state machine, kept in one place."""

    def __init__(self, text: str, all_lines: list[Line]) -> None:
        self.text = text
        self.lines = all_lines
        self.pieces: list[_Piece] = []
        self.open: list[Line] = []
        self.open_kind = ""
        self.chunk = 0

    def body(self, line: Line) -> str:
        return self.text[line.start : line.end]

    def behind(self, line: Line, mark: re.Match[str]) -> Line:
        """The line without the mark it opens with."""
        rest = self.body(line)[mark.end() :].lstrip(SPACE)
        return replace(line, start=line.end - len(rest))

    def flush(self) -> None:
        if self.open:
            self.pieces.append(_Piece(self.open_kind, tuple(self.open), chunk=self.chunk))
        self.open = []

    def add(self, kind: str, line: Line, level: int = 0) -> None:
        """A piece of its own."""
        self.flush()
        if line.end > line.start:
            self.pieces.append(_Piece(kind, (line,), level, self.chunk))

    def extend(self, kind: str, line: Line, *, fresh: bool = False) -> None:
        """One more line of the open piece, or the first of a new one."""
        if fresh or kind != self.open_kind:
            self.flush()
        self.open_kind = kind
        if line.end > line.start:
            self.open.append(line)

    def parse(self, first: int) -> list[_Piece]:
        i = first
        while i < len(self.lines):
            i = self.step(i)
        self.flush()
        return self.pieces

    def step(self, i: int) -> int:
        """Take the line `i` (and what belongs to it); return the next line's number."""
        line = self.lines[i]
        body = self.body(line)
        if not body:
            self.flush()
            self.chunk += 1
            return i + 1
        if body.startswith(("`", "~", ":")) and (match := _FENCE.match(body)):
            return self.fence(i, match.group(1) or match.group(2))
        if body.startswith("<!--"):
            return self.comment(i)
        if body[0] == "#" and (match := _ATX.match(body)) and line.indent < 4:
            start = line.start + match.start(2)
            self.add("heading", Line(start, line.start + match.end(2), 0), len(match.group(1)))
            return i + 1
        if len(self.open) == 1 and self.open_kind == "paragraph" and _SETEXT.match(body) and self.heads_setext(body):
            head = self.open.pop()
            self.add("heading", head, 1 if body[0] == "=" else 2)
            return i + 1
        after = i + 1 if _RULE.match(body) and not body[0].isalnum() else self.bare_markup(i)
        if after > i:
            self.flush()
            if after > i + 1 and body.startswith("{"):  # a picture with its caption, written over several lines
                self.pieces.append(_Piece("matter", tuple(self.lines[i:after]), chunk=self.chunk))
            self.chunk += 1
            return after
        if body[0] == "[" and _DEFINITION.match(body) and not _FOOTNOTE.match(body):
            self.extend("matter", line)
            return i + 1
        if self.is_table(i, body):
            if not _TABLE_RULE.match(body):
                self.add("table", self.trim_pipes(line))
            return i + 1
        return self.prose(i, line, body)

    def bare_markup(self, i: int) -> int:
        """Number of the line behind the tags and pictures that fill whole lines from `i` on; `i` where there is text."""
        match = _BARE_MARKUP.match(self.text, self.lines[i].start)
        if match is None:
            return i
        last = i
        while last + 1 < len(self.lines) and self.lines[last].end < match.end():
            last += 1
        return last + 1 if self.lines[last].end == match.end() else i

    def prose(self, i: int, line: Line, body: str) -> int:
        """A line of a quote, of a list or of running text."""
        if match := _QUOTE.match(body):
            inner = self.behind(line, match)
            inner_body = self.body(inner)
            bullet = _BULLET.match(inner_body)
            if not inner_body or ((bare := _BARE_MARKUP.match(inner_body)) and bare.end() == len(inner_body)):
                self.flush()
            else:
                if bullet:
                    inner = self.behind(inner, bullet)
                self.extend("quote", inner, fresh=bool(bullet))
            return i + 1
        if (match := _BULLET.match(body)) and not self.is_numbered_prose(body) and not self.breaks_off(body):
            self.extend("list", self.behind(line, match), fresh=True)
            return i + 1
        if match := _FOOTNOTE.match(body):
            self.extend("paragraph", self.behind(line, match), fresh=True)
            return i + 1
        if self.open_kind == "list" and self.open and line.indent >= 2:
            self.extend("list", line)
        elif self.open_kind in ("list", "quote") and self.open:
            # A lazy continuation: the wrapping rule decides later whether it belongs to the item.
            self.open.append(line)
        else:
            self.extend("paragraph", line)
        return i + 1

    @staticmethod
    def is_numbered_prose(body: str) -> bool:
        """`3. ` opens a list, but a date such as `3.14` or a lone number does not."""
        return bool(re.match(r"\d{1,3}[.、．]\s*\d", body)) and not re.match(r"\d{1,3}\.\s+\d+\S*\s+\S", body)

    def breaks_off(self, body: str) -> bool:
        """Whether what opens like a numbered item goes on with the wrapped line above: she was / 42. Then."""
        if self.open_kind != "paragraph" or not self.open or not (number := re.match(r"\d+", body)) or int(number.group()) < 2:
            return False
        above = self.body(self.open[-1])
        return width(above) >= 30 and not _ENDS.search(above)

    def heads_setext(self, rule: str) -> bool:
        head = self.body(self.open[0])
        return width(head) <= 80 and (rule[0] == "=" or len(rule) >= 3) and head[-1] not in "。！？!?…”」.;；，,"

    def fence(self, i: int, mark: str) -> int:
        """A fenced stretch: code, or prose somebody put between fences."""
        self.flush()
        if mark[0] == ":":  # an admonition: its content is ordinary text
            return i + 1
        end = i + 1
        while end < len(self.lines) and not self.closes(end, mark):
            end += 1
        inner = [line for line in self.lines[i + 1 : end] if line.end > line.start]
        if end == len(self.lines) and inner and reads_as_prose(self.text[inner[0].start : inner[-1].end]):
            return i + 1  # never closed: a diary does not become code to its end
        if inner:
            self.pieces.append(_Piece("code", tuple(inner), chunk=self.chunk))
        return min(end + 1, len(self.lines))

    def closes(self, i: int, mark: str) -> bool:
        """Whether the line is the other end of the fence that `mark` opened."""
        body = self.body(self.lines[i])
        return body.startswith(mark) and not body.strip(mark[0])

    def comment(self, i: int) -> int:
        """An HTML comment, over as many lines as it takes; text after its end on the last line is kept.

        One that is never closed is over at the end of its line.
        """
        self.flush()
        begin = self.lines[i].start
        close = self.text.find("-->", begin + 4)
        stop = self.lines[i].end if close < 0 else close + 3
        end = i
        while end + 1 < len(self.lines) and self.lines[end].end < stop:
            end += 1
        self.pieces.append(_Piece("matter", (Line(begin, min(stop, self.lines[end].end), 0),), chunk=self.chunk))
        rest = self.text[stop : self.lines[end].end]
        if rest.strip(SPACE):
            offset = stop + len(rest) - len(rest.lstrip(SPACE))
            self.extend("paragraph", Line(offset, self.lines[end].end, 0), fresh=True)
        return end + 1

    def is_table(self, i: int, body: str) -> bool:
        if body[0] == "|" and body.count("|") >= 2:
            return True
        if "|" not in body:
            return False
        near = self.lines[max(0, i - 1) : i + 2]
        return any("|" in (b := self.body(n)) and _TABLE_RULE.match(b) for n in near) or (
            bool(self.pieces) and self.pieces[-1].kind == "table" and self.pieces[-1].chunk == self.chunk
        )

    def trim_pipes(self, line: Line) -> Line:
        start, end = line.start, line.end
        while start < end and self.text[start] in _AROUND_CELLS:
            start += 1
        while end > start and self.text[end - 1] in _AROUND_CELLS:
            end -= 1
        return Line(start, end, 0)


def reads_as_prose(text: str) -> bool:
    """Whether the content of a code fence is a diary rather than a program.

    >>> reads_as_prose("今天下雨，哪儿也没去。"), reads_as_prose("for i in range(3): print(i)")
    (True, False)
    """
    words = len(_HAN_OR_WORD.findall(text))
    signs = len(_CODE_SIGN.findall(text))
    sentences = len(re.findall(r"[。！？，]|[a-z][.!?](?:\s|$)|[a-z],\s", text))
    return words >= 4 and sentences >= 1 and signs * 8 <= words


def _code_blocks(piece: _Piece, text: str) -> Iterator[Block]:
    whole = Block(piece.lines[0].start, piece.lines[-1].end, "code", chunk=piece.chunk)
    if not reads_as_prose(text[whole.start : whole.end]):
        yield whole
        return
    for line in piece.lines:
        yield Block(line.start, line.end, "code", chunk=piece.chunk)


def split_blocks(text: str) -> list[Block]:
    """Every block of a text, in order, disjoint.

    >>> [(b.kind, "# 一月\\n\\n下雪了。"[b.start:b.end]) for b in split_blocks("# 一月\\n\\n下雪了。")]
    [('heading', '一月'), ('paragraph', '下雪了。')]
    """
    all_lines = lines(text)
    first, matter_end = front_matter_end(text, all_lines)
    blocks = [Block(next(line.start for line in all_lines if line.end > line.start), matter_end, "matter")] if first else []
    pieces = _Parser(text, all_lines).parse(first)
    wrapping = Wrapping.measure(text, [p.lines for p in pieces if p.kind in ("paragraph", "quote", "list")])
    for piece in pieces:
        if piece.kind == "code":
            blocks += _code_blocks(piece, text)
        elif piece.kind in ("paragraph", "quote", "list"):
            for group in wrapping.join(text, piece.lines, item=piece.kind == "list"):
                kind = piece.kind if piece.kind != "list" or group[0] is piece.lines[0] else "paragraph"
                blocks.append(classify(text, Block(group[0].start, group[-1].end, kind, chunk=piece.chunk), len(group)))
        else:
            blocks += [Block(piece.lines[0].start, piece.lines[-1].end, piece.kind, piece.level, chunk=piece.chunk)]
    return blocks


def classify(text: str, block: Block, n_lines: int) -> Block:
    """The block as a byline, a line with a date or a source note, where it is one whatever stands around it."""
    body = text[block.start : block.end]
    if n_lines == 1 and len(body) <= 120 and block.kind in ("paragraph", "quote"):
        if is_byline(body, quoted=block.kind == "quote"):
            return replace(block, kind="byline")
        if block.kind == "paragraph" and is_date_line(body) and not _DATED_PROSE.search(body):
            return replace(block, kind="dateline")
    if block.kind == "paragraph" and is_source_note(body):
        return replace(block, kind="matter")
    return block
