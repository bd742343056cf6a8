"""Sentences of Chinese and English prose, as offsets.

A sentence keeps its terminator and the closing quotes and brackets after it. Nothing is cut inside brackets, nor inside a
Chinese quotation unless the quotation is long; a speech tag stays with a speech that ends in ``？”`` or ``！”``.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from textlens.identify.faces import IN_BRACKETS, TRAILING
from textlens.identify.script import EMOJI
from textlens.split.lines import BREAK, QUOTE_MARK, SPACE
from textlens.split.markup import FOOTNOTE, INERT, REFERENCE, TARGET

#: Longest Chinese quotation, in code points, that stays one sentence although it holds several.
QUOTE_LIMIT = 60
#: Longest bracket, in code points, inside which nothing is cut.
BRACKET_LIMIT = 200
#: A stretch without any terminator is cut at a comma or a space after this many code points.
SENTENCE_LIMIT = 1000

_EVENT = re.compile(r"(?:[。！？?｡]|!(?!\[\D|(?<=<!)--))+|…+|\.{2,}|\.|[“”「」『』（）()【】〔〕\[\]《》‘’]")
_OPEN = dict(zip("“「『（(【〔[《‘", "”」』）)】〕]》’", strict=True))
_CLOSE = set("”」』）)】〕]》’")
_TERMINATORS = set("。！？!?｡….")
_BRACKETS = "（(【〔[《"
_CJK_QUOTES = "“‘「『"
_TAIL = re.compile(
    rf"(?:\]{TARGET}|\]{REFERENCE}|{FOOTNOTE}|</[A-Za-z][\w-]*>|<br ?/?>|[。！？?｡…]|!(?!\[\D|(?<=<!)--)|\.(?=[.)\]\"'”’])|[”’」』）)\]】〕》\"'*_~`]|(?<=[。！？!?｡…”」』])[\ufe0f\u200d])*"
)
_SAYS = re.compile(
    r"[^。！？!?…“「『\n，,]{0,12}?(?:说|說|道|问|問|喊|叫|笑|答|想|嚷|吼|骂|罵|嘟囔|嘀咕|应|應|喃喃|念|唸|写|寫)(?P<more>[道了着著]{0,2}[，,：:])?(?=(?(more)|[道了着著]{0,2}(?:[。！？!?]|$)))"
)
_LOWER_AFTER = re.compile(r"[ \t\r\n]*[a-z]")
_ABBREVIATION = re.compile(
    r"(?:^|[^A-Za-z])(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|Sr|Jr|Rev|Hon|Gen|Col|Capt|Lt|Sgt|Gov|Sen|Rep|Messrs|Mme|Mlle|ed|eds|vs|viz|cf|al|approx|est"
    r"|Mt|Ave|Blvd|Rd|Inc|Ltd|Co|Corp|e\.g|i\.e|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)$"
)
# "No. 5", but also "No."
_COUNTED = re.compile(r"(?:^|[^A-Za-z])(?:Nos?|Vol|Figs?|Eq|Chap|Sec|Art|pp?|ch)$")
_SOFT_ABBREVIATION = re.compile(
    r"(?:^|[^A-Za-z])(?:a\.m|p\.m|U\.S(?:\.A)?|U\.K|U\.N|D\.C|Ph\.D|etc|Inc|Ltd|Co|[A-Z](?:\.[A-Z])+)$"
)
_INITIAL = re.compile(r"(?:^|[\s(“\"'])[A-Z]$")
_STARTER = re.compile(
    r"\s+[\"'“‘(]?(?:The|A|An|I|He|She|We|They|You|It|This|That|These|Those|But|And|So|My|His|Her|Our|In|On|At|If|When|Then|There|What|No|Not|Now)\b"
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef<>\"”」]+|(?<![\w.+-])[A-Z0-9_.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.I,
)
_APOSTROPHE = re.compile(r"[A-Za-z]’[A-Za-z]")
_MAY_BE_INERT = re.compile(r"[<{]|\]\(|!\[|\[\^")
_KAOMOJI = re.compile(IN_BRACKETS)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[^\W_]")
_FACE_SIGN = re.compile(r"[^\s\d.,;:/%+()（）-]")
_PICTURES = rf"(?:[{EMOJI}][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)+"
# What shows a feeling behind the terminator belongs to the sentence, unless the next one opens with it.
_SYMBOL_TAIL = re.compile(rf"{_PICTURES}|[ \t]*(?:{_PICTURES}|{TRAILING})(?=\s|$)")
_BREAK = re.compile(f"[{BREAK}]")
_QUOTE = re.compile(QUOTE_MARK)
_CUT_NEAR = re.compile(r"[，,；;、\s]")


Span = tuple[int, int]


def _protected(text: str, start: int, end: int) -> list[Span]:
    """Spans in which no character is a terminator or a bracket: addresses, bracketed faces, pictures and other markup."""
    spans = [m.span() for m in INERT.finditer(text, start, end)] if _MAY_BE_INERT.search(text, start, end) else []
    for match in _URL.finditer(text, start, end):
        a, b = match.span()
        while b > a and text[b - 1] in ".,;:!?'":  # an address's last full stop belongs to the sentence
            b -= 1
        spans.append((a, b))
    spans += [m.span() for m in _KAOMOJI.finditer(text, start, end) if _FACE_SIGN.search(m.group()[1:-1])]
    return _outermost(spans)


def _outermost(spans: Sequence[Span]) -> list[Span]:
    """Those spans that lie in no other, sorted."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _holding(spans: Sequence[Span], at: int) -> Span | None:
    """The span that `at` stands inside."""
    i = bisect_right(spans, at, key=itemgetter(0)) - 1
    return spans[i] if i >= 0 and at < spans[i][1] else None


def _shields(text: str, events: Sequence[re.Match[str]]) -> list[Span]:
    """Quotations and brackets inside which nothing is cut; a mark without its partner shields nothing."""
    stack: list[tuple[str, int]] = []
    spans = []
    for event in events:
        mark = event.group()
        if mark in _OPEN:
            stack.append((mark, event.start()))
        elif mark in _CLOSE and not _APOSTROPHE.match(text, event.start() - 1):
            depth = next((d for d in range(len(stack) - 1, max(-1, len(stack) - 9), -1) if _OPEN[stack[d][0]] == mark), -1)
            if depth >= 0:
                if _is_shield(text, stack[depth][1], event.end()):
                    spans.append((stack[depth][1], event.end()))
                del stack[depth:]
    return _outermost(spans)


def _is_shield(text: str, a: int, b: int) -> bool:
    if text[a] in _CJK_QUOTES:
        return b - a <= QUOTE_LIMIT and (text[a] not in "“‘" or bool(re.search(r"[\u3400-\u9fff]", text[a:b])))
    return text[a] in _BRACKETS and b - a <= BRACKET_LIMIT


def _is_aside(text: str, bracket: Span, begin: int, close: int) -> bool:
    """Whether a bracket closes in the middle of the sentence that began at `begin`: 我笑了（真的！）然后睡了."""
    if text[bracket[0]] not in _BRACKETS or bracket[1] - bracket[0] > QUOTE_LIMIT or not _HAN.match(text, close):
        return False
    return text[bracket[0]] == "《" or not _is_blank(text, begin, bracket[0])


def _is_blank(text: str, start: int, end: int) -> bool:
    return not text[start:end].strip(SPACE)


def _full_stop_ends(text: str, start: int, at: int, stop: int, close: int, end: int, *, casual: bool) -> bool:
    """Whether the full stop(s) at [at, stop) end a sentence of a Latin script."""
    before = text[max(start, at - 12) : at]
    after = text[close : min(end, close + 24)]
    if not after[0].isspace():
        # Glued: only before Chinese, and not inside a number or a name such as node.js.
        return bool(re.match(r"[\u3400-\u9fff“「『（]", after)) and bool(re.search(r"[A-Za-z\u3400-\u9fff\"'”’)]$", before))
    if _LOWER_AFTER.match(after) and (not casual or stop - at >= 2):
        return False
    if stop - at >= 2:
        return True
    if _SOFT_ABBREVIATION.search(before):
        return bool(_STARTER.match(after))
    if (_ABBREVIATION.search(before) and close == stop) or _INITIAL.search(before):
        return False
    if _COUNTED.search(before) and after.lstrip()[:1].isdigit():
        return False
    return not re.search(r"(?:^|\n)\s*\d{1,3}$", text[max(start, at - 5) : at])


def _ellipsis_ends(text: str, start: int, at: int, after: str, quoted: bool) -> bool:
    """An ellipsis ends a sentence unless it only marks a pause: what went before must be able to stand alone."""
    if re.match(r"\s*[“「『]|[ \t]*[\r\n]|\s+[A-Z]", after):
        return True
    sofar = re.split(r"[。！？!?…\n]", text[max(start, at - 40) : at])[-1]
    return not quoted and len(sofar) >= 6 and not after.lstrip()[:1].islower()


def _is_end(text: str, start: int, at: int, stop: int, close: int, end: int, *, casual: bool) -> bool:
    """Whether the terminator at [at, stop), whose closing marks reach to `close`, ends its sentence."""
    if close >= end:
        return True
    after = text[close : min(end, close + 24)]
    if after[0] in "，,、；;：:":
        return False
    quoted = text[close - 1] in "”」』’\"'" and close > stop
    if text[at] == ".":
        return _full_stop_ends(text, start, at, stop, close, end, casual=casual)
    if text[at] == "…":
        return _ellipsis_ends(text, start, at, after, quoted)
    if quoted:
        tag = _SAYS.match(after)
        if tag and (tag.group("more") is None or text[stop - 1] not in "。｡"):
            return False
        return not _LOWER_AFTER.match(after)
    if text[at:stop].isascii() and re.match(r"[A-Za-z0-9=/&]", after):
        return False  # inside something typed together: err != nil, a?b=c
    return not (text[at:stop].isascii() and not casual and _LOWER_AFTER.match(after))


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Offsets at which a sentence of text[start:end] ends, its closing marks included."""
    protected = _protected(text, start, end)
    events = [e for e in _EVENT.finditer(text, start, end) if not _holding(protected, e.start())]
    shields = _shields(text, events)
    first = _LETTER.search(text, start, end)
    casual = first is not None and first.group().islower()  # somebody who never presses shift
    reached = close = start
    for event in events:
        at, stop = event.span()
        if at < reached or text[at] not in _TERMINATORS:
            continue
        if stop > close:  # else it stands in the tail of the one before, and shares its end
            close = _TAIL.match(text, stop, end).end()  # type: ignore[union-attr]  # it matches the empty string too
        shield = _holding(shields, at)
        if shield and (close < shield[1] or _is_aside(text, shield, reached, close)):
            continue
        if _is_end(text, reached, at, stop, close, end, casual=casual):
            symbols = _SYMBOL_TAIL.match(text, close, end)
            reached = symbols.end() if symbols else close
            yield reached


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut what is longer than the limit at a comma or a space, or at the limit itself."""
    while end - start > SENTENCE_LIMIT:
        near = list(_CUT_NEAR.finditer(text, start + SENTENCE_LIMIT // 2, start + SENTENCE_LIMIT))
        cut = near[-1].end() if near else start + SENTENCE_LIMIT
        yield start, cut
        start = cut
    yield start, end


def _trim(text: str, start: int, end: int) -> Span:
    """The span without the white space around it, and without the mark that opens a quotation's line."""
    first = start
    while start < end and text[start] in SPACE:
        start += 1
    if start < end and text[start] == ">" and _BREAK.search(text, first, start) and (mark := _QUOTE.match(text, start, end)):
        return _trim(text, mark.end(), end)
    while end > start and text[end - 1] in SPACE:
        end -= 1
    return start, end


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Half-open spans of the sentences in text[start:end], without the white space around them.

    A stretch without a word or digit (an emoji, a face, a stray bracket) belongs to the sentence before it.

    >>> t = "“真的吗？”她问。Dr. Wu smiled... “走吧！”他们走了……"
    >>> [t[a:b] for a, b in split_sentences(t)]
    ['“真的吗？”她问。', 'Dr. Wu smiled...', '“走吧！”', '他们走了……']
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    at = start
    for stop in [*_ends(text, start, end), end]:
        a, b = _trim(text, at, stop)
        if a < b:
            if spans and not _WORD.search(text, a, b):
                spans[-1] = (spans[-1][0], b)
            else:
                spans.append((a, b))
        at = stop
    return [_trim(text, a, b) for span in spans for a, b in _bounded(text, *span)]
