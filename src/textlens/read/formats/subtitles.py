"""Subtitles (SubRip .srt, WebVTT .vtt): the decoded file exactly as it is, a block for what each cue says.

Numbers, cue names, timing lines, the head of a vtt file, its NOTE, STYLE and REGION blocks and the tag that names a speaker
(``<v Ann>``, which becomes `Layout.speakers`) lie outside the blocks; other tags (``{\\an8}``, ``<i>``) stay in them. A cue is
one block, unless its lines are several people's (each opens with a dash or a voice tag) or one text in two languages.
Captions that roll repeat the line before: the repetition is `matter`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from textlens.errors import ReadError
from textlens.read.document import Document, Layout
from textlens.read.file import File
from textlens.split.blocks import Block, classify
from textlens.split.lines import SPACE

# Some converters write \r\r\n: one break, not a line and an empty one.
_LINE = re.compile(r"([^\r\n]*)(?:\r*\n|\r|\Z)")
_ARROW = re.compile(r"\s*(?:-+\s?-*|[–—=]+)>\s*|\s*→\s*")
_CLOCK = re.compile(r"(?:(\d{1,4})\s?[:：]\s?)?(\d{1,3})\s?[:：]\s?(\d{1,3})(?:\s?[,.:，]\s?(\d{1,6}))?(?!\s?[\d:：])")
_LOOKS_TIMED = re.compile(
    r"\s*\d[\d\s:：;,.，]*\d\s*(?:-+\s?-*>|[–—=]+>|→)\s*\d|\s*\d[^\n]*\d\s*-->|[^\n]{0,60}-->\s*\d{1,3}:\d|\s*\d\d?:\d\d:\d\d\S*\s*-->"
)
_HAS_CLOCK = re.compile(r"\d\s?[:：;]\s?\d|\d[.,]\d{3}\b")
_NUMBER = re.compile(r"\d{1,9}\Z")
_ASIDE = re.compile(r"(?:NOTE(?=[ \t]|\Z)|STYLE[ \t]*\Z|REGION[ \t]*\Z)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]*)>")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>]*>|\{\\[^{}]*\}")
_DASH = re.compile(r"(?:\{\\[^{}]*\}|<[^<>]*>)*[-–—‐]\s*[^\s\-–—‐]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
# Of the cues, how many must repeat the one before for a file to be taken for rolling captions.
_ROLLING = 0.3


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    number: int

    @property
    def words(self) -> str:
        return self.text.strip(SPACE)


@dataclass(frozen=True, slots=True)
class _Cue:
    """A timing line, the times it gives in seconds (None where it cannot be read) and the lines below it."""

    timing: _Line
    begin: float | None
    end: float | None
    lines: tuple[_Line, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """What one person says in a cue."""

    block: Block
    speaker: str
    time: float | None


def read(file: File) -> Document:
    """The file with its cues as paragraphs.

    Raises:
        ReadError: it has no cue, or none with words.
    """
    decoded = file.decoded()
    text = decoded.text
    vtt = text.lstrip(SPACE)[:6] == "WEBVTT" or (file.ending == ".vtt" and not text.lstrip(SPACE)[:1].isdigit())
    head, cues = _cues(text, vtt=vtt)
    if not cues:
        raise ReadError(
            file.path, "holds no subtitles: no line tells a time such as 00:00:01,000 --> 00:00:02,500; name it .txt to read it"
        )
    said = [_Said(block, "", None) for block in _head(text, head)]
    rolling = _rolling(cues)
    bilingual = _is_bilingual(cues)
    speaking = len(said)
    for number, cue in enumerate(cues):
        repeated = _repeated(cues[number - 1], cue) if rolling and number else 0
        said += _blocks(text, cue, number + 1, repeated, bilingual=bilingual)
    if len(said) == speaking:
        raise ReadError(file.path, "is empty: none of its subtitles has any words")
    layout = Layout(
        tuple(one.block for one in said),
        (None,) * len(said),
        tuple(one.speaker for one in said),
        tuple(one.time for one in said),
    )
    fields = file.fields("vtt" if vtt else "srt", decoded)
    fields["notes"] = (*fields["notes"], *_notes(cues, vtt=vtt))
    return Document(text=text, layout=layout, **fields)


def _lines(text: str) -> list[_Line]:
    found = [_Line(match.start(), match.group(1), n) for n, match in enumerate(_LINE.finditer(text), 1)]
    return found[:-1] if found and not found[-1].text else found


def _cues(text: str, *, vtt: bool) -> tuple[list[_Line], list[_Cue]]:
    """The lines above the first cue, and the cues; what a vtt file says beside them is left out."""
    lines = _without_asides(_lines(text)) if vtt else _lines(text)
    timed = [i for i, line in enumerate(lines) if "-" in line.text or ">" in line.text or "→" in line.text]
    timed = [i for i in timed if _is_timed(lines[i].text)]
    heads: list[int] = []
    last = None
    for n, at in enumerate(timed):
        number = _head_of(lines, at, timed[n - 1] if n else -1, last, vtt=vtt)
        heads.append(number)
        if number < at and _NUMBER.match(lines[number].words):
            last = int(lines[number].words)
    cues = []
    for n, at in enumerate(timed):
        stop = heads[n + 1] if n + 1 < len(timed) else len(lines)
        cues.append(_Cue(lines[at], *_times(lines[at].text), tuple(lines[at + 1 : stop]), heads[n] < at))
    return lines[: heads[0]] if heads else [], cues


def _is_timed(line: str) -> bool:
    """Whether a line tells when a cue is shown, be it illegibly."""
    return len(line) < 300 and bool(_LOOKS_TIMED.match(line)) and bool(_HAS_CLOCK.search(line))


def _without_asides(lines: Sequence[_Line]) -> list[_Line]:
    """The lines of a vtt file without its head and its NOTE, STYLE and REGION blocks, each up to the next empty line."""
    kept: list[_Line] = []
    aside = head = bool(lines) and lines[0].words.startswith("WEBVTT")
    empty = True
    for line in lines:
        if aside:
            # The empty line after the head is forgotten now and then.
            aside = bool(line.words) and not (head and _is_timed(line.text))
        elif empty and _ASIDE.match(line.words):
            aside, head = True, False
        if not aside:
            kept.append(line)
        empty = not line.words
    return kept


def _head_of(lines: Sequence[_Line], at: int, previous: int, last: int | None, *, vtt: bool) -> int:
    """Number of the line that opens the cue timed by the line `at`: its number or name, or that line itself."""
    above = at - 1
    if above <= previous:
        return at
    if not lines[above].words and above - 1 > previous and _is_next(lines[above - 1], last):
        above -= 1  # an empty line between number and time
    words = lines[above].words
    apart = above - 1 <= previous or not lines[above - 1].words
    if _NUMBER.match(words):
        # Right below the time before, a number may be all that is said.
        return above if above - 1 > previous or previous < 0 or _is_next(lines[above], last) else at
    return above if vtt and words and apart and above - 1 > previous else at


def _is_next(line: _Line, last: int | None) -> bool:
    """Whether the line is the number that follows the last one."""
    return bool(_NUMBER.match(line.words)) and last is not None and int(line.words) == last + 1


def _times(line: str) -> tuple[float | None, float | None]:
    """Begin and end of a timing line in seconds, None where one cannot be read."""
    arrow = _ARROW.search(line)
    if arrow is None:
        return None, None
    # A number or a name may have got in front of the first time, settings stand behind the second.
    before = [match for match in _CLOCK.finditer(line, 0, arrow.start()) if not line[match.end() : arrow.start()].strip(SPACE)]
    return _seconds(before[-1] if before else None), _seconds(_CLOCK.match(line, arrow.end()))


def _seconds(match: re.Match[str] | None) -> float | None:
    if match is None:
        return None
    hours, minutes, seconds, part = match.groups()
    if int(minutes) > 59 or int(seconds) > 59:
        return None
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + (int(part) / 10 ** len(part) if part else 0.0)


def _head(text: str, lines: Sequence[_Line]) -> Iterator[Block]:
    """What stands above the first cue, as matter."""
    for line in lines:
        if line.words and not _NUMBER.match(line.words):
            start = text.index(line.words, line.start)
            yield Block(start, start + len(line.words), "matter")


def _blocks(text: str, cue: _Cue, chunk: int, repeated: int, *, bilingual: bool) -> Iterator[_Said]:
    """What is said in a cue, block by block; its first lines, `repeated` of them, were said before."""
    groups: list[list[_Line]] = []
    kinds: list[str] = []
    fresh = True
    for number, line in enumerate(cue.lines):
        if not _plain(line.text):
            fresh = fresh or not line.words
            continue
        kind = "matter" if number < repeated else "paragraph"
        before = groups[-1][-1].text if groups else ""
        apart = fresh or kind != kinds[-1] or bool(_DASH.match(line.words)) or (bilingual and _other_script(before, line.text))
        if apart:
            groups.append([])
            kinds.append(kind)
        groups[-1].append(line)
        fresh = False
    for group, kind in zip(groups, kinds, strict=True):
        end = group[-1].start + len(group[-1].text)
        for start, stop, speaker in _voices(text, group[0].start, end):
            block = Block(start, stop, kind, chunk=chunk)
            found = classify(text, block, 1) if kind == "paragraph" and not speaker else block
            # A date on the screen is no head of what follows it.
            yield _Said(block if found.kind == "dateline" else found, speaker, cue.begin)


def _voices(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The stretches of a text between voice tags, each with its speaker, without the space and closing tags around them."""
    at, speaker = start, ""
    for tag in [*_VOICE.finditer(text, start, end), None]:
        stop = tag.start() if tag else end
        a, b = at, stop
        while a < b and text[a] in SPACE:
            a += 1
        while True:
            while b > a and text[b - 1] in SPACE:
                b -= 1
            if speaker and text.endswith("</v>", a, b):
                b -= len("</v>")
            else:
                break
        if _plain(text[a:b]):
            yield a, b, speaker
        if tag:
            at, speaker = tag.end(), tag.group(1).strip(SPACE)


def _plain(line: str) -> str:
    """A line's words without tags."""
    return _TAG.sub("", line).replace("&nbsp;", " ").strip(SPACE)


def _other_script(above: str, below: str) -> bool:
    """Whether one of two lines is Chinese and the other is in Latin letters."""
    above, below = _plain(above), _plain(below)
    first, second = bool(_HAN.search(above)), bool(_HAN.search(below))
    return first != second and bool(_LATIN.search(below if first else above))


def _is_bilingual(cues: Sequence[_Cue]) -> bool:
    """Whether the cues give their text in two languages, a line each."""
    several = [words for cue in cues if len(words := [line.text for line in cue.lines if _plain(line.text)]) > 1]
    both = sum(any(_other_script(a, b) for a, b in pairwise(words)) for words in several)
    return 0 < len(several) <= 2 * both


def _said(cue: _Cue) -> list[str]:
    return [words for line in cue.lines if (words := _plain(line.text))]


def _repeated(before: _Cue, cue: _Cue) -> int:
    """How many lines the cue opens with that the cue before ended with; empty ones among them count."""
    old, new = _said(before), _said(cue)
    shared = next((n for n in range(min(len(old), len(new)), 0, -1) if old[-n:] == new[:n]), 0)
    at = 0
    while shared:
        shared -= bool(_plain(cue.lines[at].text))
        at += 1
    return at


def _rolling(cues: Sequence[_Cue]) -> bool:
    """Whether these are captions that roll: many cues begin with the line the cue before ended with, the moment it ended."""
    found = 0
    for before, cue in pairwise(cues):
        if before.end is not None and cue.begin is not None and abs(cue.begin - before.end) < 0.05:
            found += _repeated(before, cue) > 0
    return found >= 2 and found >= _ROLLING * (len(cues) - 1)


def _notes(cues: Sequence[_Cue], *, vtt: bool) -> Iterator[str]:
    """What looks damaged in the times and numbers."""
    for cue in cues:
        if cue.begin is None or cue.end is None:
            yield f"line {cue.timing.number}: {cue.timing.words[:60]!r} is no time that can be read"
    timed = [(c.begin, c.end, c.timing.number) for c in cues if c.begin is not None and c.end is not None]
    pairs = list(pairwise(timed))
    yield from _counted("ends before it begins", "end before they begin", [n for begin, end, n in timed if end < begin])
    early = [n for (before, _, _), (begin, _, n) in pairs if begin < before]
    yield from _counted("begins before the one above it", "begin before the one above them", early)
    over = [n for (before, end, _), (begin, _, n) in pairs if before <= begin < end]
    yield from _counted("overlaps the one above it", "overlap the one above them", over)
    if not vtt:
        yield from _counted("has no number", "have no number", [cue.timing.number for cue in cues if not cue.numbered])
    if not _said(cues[-1]):
        yield f"line {cues[-1].timing.number}: the last subtitle has no words; the file may be cut off"


def _counted(one: str, many: str, numbers: Sequence[int]) -> Iterator[str]:
    if len(numbers) == 1:
        yield f"line {numbers[0]}: the subtitle {one}"
    elif numbers:
        yield f"{len(numbers)} subtitles {many}, the first in line {numbers[0]}"
