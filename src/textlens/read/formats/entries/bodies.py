"""The parts of an entry's words: its lines, or the blocks of the HTML it is written in."""

import re
from html import unescape

from textlens.read.document import Part, whole
from textlens.read.formats.entries.blocks import BLOCK_NAMES, SILENT, blocks
from textlens.split.lines import BREAK

_BREAKS = re.compile(rf"\r\n|[{BREAK}]")
_HTML = re.compile(r"</(?:p|div|li|ul|ol|blockquote|h[1-6]|span|a)>|<br\s*/?>|<p>", re.I)
_INLINE = (
    "a abbr acronym area audio b base basefont bdi bdo big br button canvas cite code col colgroup data datalist del dfn em embed "
    "font i img input ins kbd label legend link map mark meta meter nav nobr optgroup option output param picture progress q rb rp rt "
    "rtc ruby s samp small source span strike strong sub sup td textarea th time title track tt u var video wbr"
)
_NAMES = "|".join((*BLOCK_NAMES, *SILENT, *_INLINE.split()))
#: A tag, not a less-than sign: x<y, <3, <g>.
TAG = re.compile(
    rf"</?(?:(?:{_NAMES})(?![A-Za-z0-9])|[A-Za-z][A-Za-z0-9]*[:-][A-Za-z0-9:-]*)(?:\s+[A-Za-z_:@.-][\w:@.-]*(?:\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'|[^\s\"'<>]+))?)*+\s*/?>|<!--|<!\[|<!DOCTYPE",
    re.A | re.I,
)
_LESS_THAN = re.compile("<")
_CUT_TAG = re.compile(r"<[a-z][a-z0-9]*\s+[a-z-]+=[^<>]*\Z", re.I)
_BREAKING = re.compile(r"<(?:p|br|div|li|tr|h[1-6]|pre)\b", re.I)
_PARAGRAPHED = re.compile(r"<(?:p|br|pre)\b", re.I)
#: What XML does not allow.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def body_parts(body: str) -> list[Part]:
    """The paragraphs of an entry, split at line breaks; what is written in HTML is split at its blocks, where lxml is there."""
    if _HTML.search(body):
        try:
            return html_parts(body)
        except ImportError:  # the words are all there without it, among their tags
            return line_parts(body)
    return line_parts(body)


def line_parts(text: str) -> list[Part]:
    """A paragraph for each line; lines without a blank one between them stand together."""
    parts = []
    group = 0
    for line in _BREAKS.split(text):
        if line.strip():
            parts.append(Part(line, group=group))
        else:
            group += 1
    return parts


def html_parts(markup: str) -> list[Part]:
    """The blocks of a piece of HTML; without any tag that breaks lines, line breaks do."""
    import lxml.html

    markup = _CUT_TAG.sub("", markup.replace("</>", ""))
    starts = {match.start() for match in TAG.finditer(markup)}
    markup = _LESS_THAN.sub(lambda m: "<" if m.start() in starts else "&lt;", markup)
    markup = ILLEGAL.sub("\ufffd", whole(markup))
    if not markup.strip():
        return []
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = lxml.html.document_fromstring(f"<div>{markup}</div>".encode(), parser=parser)
    if any("RESOURCE_LIMIT" in error.type_name for error in parser.error_log):
        return line_parts(unescape(re.sub(r"<[^<>]*>", "\n", markup)))  # nested beyond what lxml reads: the words at least
    written_in_lines = not _BREAKING.search(markup) or ("\n\n" in markup and not _PARAGRAPHED.search(markup))
    return blocks(root, lines=written_in_lines)
