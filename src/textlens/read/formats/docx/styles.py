"""Paragraph styles, and which kind of part a paragraph is by its style and its own properties."""

import re
from dataclasses import dataclass

from textlens.read.formats.docx.elements import Element, child_of, name_of, number_of, value_of

# Names as Word stores them in every language (English), and as other programs and old files have them.
_HEADING = re.compile(
    r"(?:heading|head|标题|標題|見出し|제목|titre|überschrift|título|titulo|titolo|kop|rubrik|overskrift|заголовок|nagłówek)\s*([1-9])",
    re.I,
)
_TITLES = {"title": 1, "subtitle": 2, "副标题": 2, "副標題": 2} | dict.fromkeys(
    ("标题", "標題", "表題", "titel", "titre", "título", "titolo", "название", "文档标题", "文件標題"), 1
)
_QUOTE = re.compile(
    r"(?:intense |block )?quot(?:e|ation)s?\b|block text|引用|明显引用|明顯引用|鲜明引用|鮮明引文|引文|zitat|citation|cita\b|цитата|引用文",
    re.I,
)
_LIST = re.compile(r"list (?:bullet|number)|列表(?:项目符号|编号)|清單(?:項目符號|編號)", re.I)
_CONTENTS = re.compile(r"toc \d|toc heading|table of figures|contents \d|目录 ?\d|目錄 ?\d", re.I)


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of its paragraphs, its ancestors' word included."""

    names: tuple[str, ...] = ()
    outline: int | None = None
    numbered: bool = False


def styles(root: Element | None) -> dict[str, Style]:
    """Paragraph styles by their ids; "" is the one of paragraphs that name none."""
    raw: dict[str, Element] = {}
    default = ""
    for style in () if root is None else root.iterchildren():
        if name_of(style) == "w:style" and value_of(style, "type") in (None, "paragraph"):
            identity = value_of(style, "styleId") or ""
            raw[identity] = style
            if value_of(style, "default") in ("1", "true", "on"):
                default = identity
    found = {identity: _style(raw, identity) for identity in raw}
    return found | {"": found.get(default, Style())}


def _style(raw: dict[str, Element], identity: str) -> Style:
    names: list[str] = []
    outline: int | None = None
    numbered: bool | None = None
    seen: set[str] = set()
    while identity in raw and identity not in seen:
        seen.add(identity)
        style = raw[identity]
        names.append((value_of(child_of(style, "w:name")) or identity).strip())
        properties = child_of(style, "w:pPr")
        outline = number_of(child_of(properties, "w:outlineLvl")) if outline is None else outline
        numbered = _numbered(properties) if numbered is None else numbered
        identity = value_of(child_of(style, "w:basedOn")) or ""
    return Style(tuple(names), outline, bool(numbered))


def _numbered(properties: Element | None) -> bool | None:
    """Whether paragraph properties number (or bullet) the paragraph; None where they do not say."""
    numbering = child_of(child_of(properties, "w:numPr"), "w:numId")
    return None if numbering is None else number_of(numbering) not in (None, 0)


def kind_of(style: Style, properties: Element | None) -> tuple[str, int]:
    """Kind and heading level of a paragraph with this style and these properties of its own; kind "" is left out."""
    own = number_of(child_of(properties, "w:outlineLvl"))
    outline = style.outline if own is None else own
    if any(_CONTENTS.match(name) for name in style.names):
        return "", 0
    if own is None:  # body text with a heading's style (level 9) has been told so itself
        for name in style.names:
            if level := _TITLES.get(name.lower()) or (int(match[1]) if (match := _HEADING.match(name)) else 0):
                return "heading", min(6, level)
    if outline is not None and 0 <= outline < 9:
        return "heading", min(6, outline + 1)
    if any(_QUOTE.match(name) for name in style.names):
        return "quote", 0
    numbered = _numbered(properties)
    if numbered or (numbered is None and (style.numbered or any(_LIST.match(name) for name in style.names))):
        return "list", 0
    return "paragraph", 0
