"""The words of one paragraph, out of its runs, fields and controls."""

import re

from textlens.read.formats.docx.elements import FOREIGN, Element, child_of, chosen, content_of, name_of, value_of
from textlens.read.formats.docx.symbols import pictured, pictures

# What holds no words of the text: deletions and departures, properties, readings over characters.
_GONE = frozenset(("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:sdtPr", "w:sectPr", "w:rt"))
_CHARACTERS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_PRIVATE = re.compile("[\ue000-\uf8ff]")


class Words:
    """The words of one paragraph, its line breaks as ``\\n``, and what hangs on it.

    Attributes:
        pieces: the words, piece by piece.
        boxes: the contents of its text boxes.
        referred: kind and number of the notes it refers to.
        unread: what stands in it and could not be read.
        symbols: characters of picture fonts that were kept as the font's private codes.
    """

    def __init__(self, paragraph: Element) -> None:
        self.pieces: list[str] = []
        self.boxes: list[Element] = []
        self.referred: list[tuple[str, str]] = []
        self.unread: list[str] = []
        self.symbols = 0
        self._codes: list[bool] = []  # for each open field, whether its code is still going on
        self._font: dict[int, str] = {}
        self._children(paragraph)

    @property
    def text(self) -> str:
        """The words as one."""
        return "".join(self.pieces)

    def _children(self, element: Element) -> None:
        for child in element.iterchildren():
            if isinstance(child.tag, str):
                self._read(child, name_of(child))

    def _read(self, element: Element, name: str) -> None:
        if name == "w:r":
            self._run(element)
        elif name in ("w:t", "m:t"):
            self._add((element.text or "").replace("\n", " ").replace("\r", " "))
        elif name in _CHARACTERS:
            self._add(_CHARACTERS[name])
        elif name == "w:sym":
            self._symbol(element)
        elif name == "w:fldChar":
            self._field(value_of(element, "fldCharType"))
        elif name in ("w:footnoteReference", "w:endnoteReference"):
            self.referred.append((name[2:-9], value_of(element, "id") or ""))
        elif name == "w:txbxContent":
            self.boxes.append(element)
        elif name == "w:sdt":
            content = content_of(element)
            if content is not None:
                self._children(content)
        elif name == "mc:AlternateContent":
            self._children(chosen(element))
        elif name in FOREIGN:
            self.unread.append(FOREIGN[name])
        elif name not in _GONE and not name.startswith("w:instr") and name not in ("w:delText", "w:delInstrText"):
            self._children(element)

    def _run(self, element: Element) -> None:
        properties = child_of(element, "w:rPr")
        hidden = child_of(properties, "w:vanish")
        if hidden is not None and value_of(hidden) not in ("0", "false", "off"):
            return
        self._font = pictures(value_of(child_of(properties, "w:rFonts"), "ascii"))
        self._children(element)
        self._font = {}

    def _add(self, text: str) -> None:
        if not any(self._codes):
            self.pieces.append("".join(pictured(ord(c), self._font) or c for c in text) if self._font else text)

    def _symbol(self, element: Element) -> None:
        try:
            code = int(value_of(element, "char") or "", 16)
        except ValueError:
            return
        look = pictured(code, pictures(value_of(element, "font")))
        character = look or (chr(code) if 0 < code <= 0x10FFFF else "")
        self.symbols += bool(_PRIVATE.match(character))
        font, self._font = self._font, {}
        self._add(character)
        self._font = font

    def _field(self, mark: str | None) -> None:
        """Codes lie between ``begin`` and ``separate``; one that is never closed ends with its paragraph."""
        if mark == "begin":
            self._codes.append(True)
        elif mark == "separate" and self._codes:
            self._codes[-1] = False
        elif mark == "end" and self._codes:
            self._codes.pop()
