"""Word files (.docx; .docm, .dotx and Strict Open XML under that ending too), read from their XML.

Parts come in the order of the body: paragraphs, table rows, the content of controls, and each text box once, behind the
paragraph it hangs on. Footnotes and endnotes follow at the end, as paragraphs in the order they are referred to. A heading is
known by its outline level or its style's name in any of the usual languages, a list item by its numbering, a quotation by its
style. A line break inside a paragraph makes two parts of one group. A row that is a single cell with several paragraphs in it
is a frame around text: these stand as they are. Runs in the fonts Symbol and Wingdings become the characters they look like.

Tracked changes are read as accepted. Left out on purpose: what is deleted, moved away or hidden, comments, numbers of footnotes
and of list items, headers and footers, tables of contents, the hint in an empty content control, field codes (their results
stay), the reading over a character (ruby), optional hyphens, pictures with their descriptions, macros.

The XML is read here and not through python-docx, which knows no insertions, fields, notes or text boxes, gives up on a file
with one broken link, and unpacks every part before any size can be checked.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any

from textlens.date.partial import PartialDate, parse_iso
from textlens.errors import ReadError
from textlens.read.document import Document, Part, assemble
from textlens.read.file import File
from textlens.read.limits import MEGA

if TYPE_CHECKING:
    from lxml.etree import _Element
else:
    _Element = Any

_W = ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
_PREFIXES = dict.fromkeys(_W, "w") | {
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
}
# What only wraps its content; insertions and arrivals are content, deletions and departures are not.
_WRAPPERS = frozenset(
    f"w:{name}" for name in ("sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo")
)
_GONE = frozenset(("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:sdtPr", "w:sectPr", "w:rt"))
_FOREIGN = {"w:altChunk": "an embedded file", "w:subDoc": "a subdocument", "dgm:relIds": "a diagram with its words"}
_CHARACTERS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}

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
#: A heading longer than this is text that somebody gave a heading's style.
_LONGEST_HEADING = 200

_SYMBOL = dict(zip(b"abcdefghijklmnopqrstuvwxyz", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)) | dict(
    zip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)
)
_SYMBOL |= {
    0xA3: "≤",
    0xA5: "∞",
    0xAC: "←",
    0xAE: "→",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB9: "≠",
    0xDE: "⇒",
}
_WINGDINGS = {
    0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x43: "👍", 0x44: "👎", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x9F: "•",
    0xA7: "▪", 0xA8: "☐", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xF3: "⇔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_SYMBOL_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_PRIVATE = re.compile("[\ue000-\uf8ff]")

_DAMAGED = "open it in Word or LibreOffice, let it be repaired, and save it anew"


def read(file: File) -> Document:
    """The parts of a Word file with its title and the day it was made.

    Raises:
        ReadError: it is no Word file, is locked, damaged, over a limit, or without text.
    """
    _refuse_others(file)
    package = _Package.open(file)
    reader = _Reader(package)
    parts = [*reader.body(), *reader.remarks()]
    title, date = _properties(package)
    fields = file.fields("docx")
    return assemble(file.path, parts, **fields, title=title, date=date, date_source="metadata", notes=reader.notes())


def _refuse_others(file: File) -> None:
    """Name what else goes by the ending .docx."""
    data = file.data
    if not data:
        raise ReadError(file.path, "is empty: there is nothing to read")
    if data.startswith(b"PK\x03\x04"):
        return
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadError(file.path, "is password-protected; save it without a password first")
        kind = "an old Word file (.doc)" if "WordDocument".encode("utf-16-le") in data else "an old Office file"
        raise ReadError(file.path, f"is {kind}, whatever its ending says; open it in Word or LibreOffice and save it as .docx")
    # Beside an open file, Office keeps a small one with the name of who has it open.
    if file.name.startswith("~$") or (len(data) == 162 and 0 < data[0] <= 54):
        raise ReadError(file.path, "is the lock that Word lays beside an open file: it holds no text; read the file itself")
    head = data[:512].lstrip().lower()
    if head.startswith(b"{\\rtf"):
        kind = "a rich text file (.rtf)"
    elif head.startswith((b"<!doctype html", b"<html", b"mime-version")):
        kind = "a web page"
    else:
        kind = "no Word file (these begin as zip archives do)"
    raise ReadError(file.path, f"is {kind}, whatever its ending says; open it in Word or LibreOffice and save it as .docx")


class _Damage(ReadError):
    """A member of the archive that cannot be read to its end."""


# --- the archive ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Package:
    """The archive: its members by their names in small letters, and the name of the one that holds the text."""

    file: File
    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    main: str

    @classmethod
    def open(cls, file: File) -> "_Package":
        """The archive, its directory checked against the limits."""
        try:
            archive = zipfile.ZipFile(io.BytesIO(file.data))
            infos = archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError) as error:
            reason = f"is damaged or cut off ({error}): get it anew, or {_DAMAGED}"
            raise ReadError(file.path, reason) from None
        file.limits.check(file.path, "holds {} files", len(infos), "members")
        file.limits.check(file.path, "unpacks to {} bytes", sum(info.file_size for info in infos), "unpacked_bytes")
        members = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}
        package = cls(file, archive, members, "")
        main = next((target for kind, target in package.linked("") if kind == "officeDocument" and target in members), None)
        if main is None and "word/document.xml" not in members:
            raise ReadError(
                file.path, "is a zip archive without a Word document in it; if it is another format, give it its ending"
            )
        return cls(file, archive, members, main or "word/document.xml")

    def stream(self, name: str) -> IO[bytes]:
        """A member, to be read; it never gives more bytes than the directory says, which are checked here."""
        info = self.members[name]
        if info.flag_bits & 1:
            raise ReadError(self.file.path, "is password-protected; save it without a password first")
        # Word packs with deflate; the other packings have no bound on what one read may unpack.
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ReadError(self.file.path, f"is packed in a way Word does not use; {_DAMAGED}")
        if info.file_size > MEGA:  # a small member may well be a hundred times smaller when packed
            ratio = info.file_size // max(1, info.compress_size)
            self.file.limits.check(self.file.path, f"holds {info.filename}, {{}} times its packed size", ratio, "ratio")
        return self.archive.open(info)

    def events(self, name: str) -> Iterator[tuple[str, _Element]]:
        """Begins and ends of the elements of a member, as they are parsed."""
        from lxml import etree

        try:
            with self.stream(name) as stream:
                walk = etree.iterparse(
                    stream, ("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
                )
                for number, (event, element) in enumerate(walk):
                    if not number and element.getroottree().docinfo.internalDTD is not None:
                        raise ReadError(
                            self.file.path, f"declares entities in {name}, which no Word file does: it is not safe to read"
                        )
                    yield event, element
        except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise _Damage(self.file.path, f"is damaged: {name} cannot be read ({error}); {_DAMAGED}"[:300]) from None

    def tree(self, name: str) -> _Element | None:
        """The root element of a member, None where there is no such member."""
        if name not in self.members:
            return None
        root = None
        for _, element in self.events(name):
            root = element if root is None else root
        return root

    def linked(self, name: str) -> list[tuple[str, str]]:
        """What a member ("": the archive) refers to: kind and name; nothing where that is damaged, for the usual names help then."""
        folder, base = posixpath.split(name)
        try:
            root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels").lower())
        except _Damage:
            return []
        found = []
        for link in () if root is None else root.iterchildren():
            if not isinstance(link.tag, str) or link.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "").replace("\\", "/")))
            found.append((link.get("Type", "").rpartition("/")[2], target.lstrip("/").lower()))
        return found


def _properties(package: _Package) -> tuple[str | None, PartialDate | None]:
    """Title and day of creation as the file's properties have them."""
    name = next((target for kind, target in package.linked("") if kind == "core-properties"), "docprops/core.xml")
    try:
        root = package.tree(name)
    except ReadError:
        return None, None  # the text does not depend on them
    known = {} if root is None else {_local(e): (e.text or "").strip() for e in root.iterchildren() if isinstance(e.tag, str)}
    made = parse_iso(known.get("created", ""))
    # A file written by python-docx has the day its template was made until somebody sets another.
    if known.get("description") == "generated by python-docx" and made == PartialDate(2013, 12, 23):
        made = None
    return known.get("title") or None, made


# --- styles -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says of its paragraphs, its ancestors' word included."""

    names: tuple[str, ...] = ()
    outline: int | None = None
    numbered: bool = False


def _styles(root: _Element | None) -> dict[str, _Style]:
    """Paragraph styles by their ids; "" is the one of paragraphs that name none."""
    raw: dict[str, _Element] = {}
    default = ""
    for style in () if root is None else root.iterchildren():
        if _name(style) == "w:style" and _value(style, "type") in (None, "paragraph"):
            identity = _value(style, "styleId") or ""
            raw[identity] = style
            if _value(style, "default") in ("1", "true", "on"):
                default = identity
    found = {identity: _style(raw, identity) for identity in raw}
    return found | {"": found.get(default, _Style())}


def _style(raw: dict[str, _Element], identity: str) -> _Style:
    names: list[str] = []
    outline: int | None = None
    numbered: bool | None = None
    seen: set[str] = set()
    while identity in raw and identity not in seen:
        seen.add(identity)
        style = raw[identity]
        names.append((_value(_child(style, "w:name")) or identity).strip())
        properties = _child(style, "w:pPr")
        outline = _number(_child(properties, "w:outlineLvl")) if outline is None else outline
        numbered = _numbered(properties) if numbered is None else numbered
        identity = _value(_child(style, "w:basedOn")) or ""
    return _Style(tuple(names), outline, bool(numbered))


def _numbered(properties: _Element | None) -> bool | None:
    """Whether paragraph properties number (or bullet) the paragraph; None where they do not say."""
    numbering = _child(_child(properties, "w:numPr"), "w:numId")
    return None if numbering is None else _number(numbering) not in (None, 0)


def _kind(style: _Style, properties: _Element | None) -> tuple[str, int]:
    """Kind and heading level of a paragraph with this style and these properties of its own; kind "" is left out."""
    own = _number(_child(properties, "w:outlineLvl"))
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


# --- the text ---------------------------------------------------------------------------------------------------------


@dataclass
class _Reader:
    """One pass over the document; it remembers the notes referred to, and what it could not read."""

    package: _Package
    styles: dict[str, _Style] = field(init=False)
    groups: int = 0
    carried: str = ""
    referred: dict[tuple[str, str], None] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    symbols: int = 0

    def __post_init__(self) -> None:
        self.targets = dict(self.package.linked(self.package.main))
        self.styles = _styles(self.beside("styles"))

    def notes(self) -> tuple[str, ...]:
        """What stands in the document and could not be read."""
        found = [f"{what} was not read" + (f" ({count} times)" if count > 1 else "") for what, count in self.unread.items()]
        if self.symbols:
            found.append(f"{self.symbols} symbol{'s' * (self.symbols != 1)} of a picture font kept as the font's private codes")
        return tuple(found)

    def beside(self, kind: str) -> _Element | None:
        """What stands beside the text (its styles, its notes); None where there is none, or where it is damaged."""
        name = self.targets.get(kind, f"word/{kind}.xml")
        try:
            return self.package.tree(name)
        except _Damage:
            self.unread[f"{name} is damaged: it"] = 1
            return None

    def body(self) -> Iterator[Part]:
        """The parts of the body, up to where it is damaged; `ReadError` where that is before any text."""
        found = False
        try:
            for part in self.sound_body():
                found = found or bool(part.text.strip())
                yield part
        except _Damage:
            if not found:
                raise
            self.unread["the file is damaged: what stands behind the last paragraph"] = 1
        yield from self.left_over()

    def sound_body(self) -> Iterator[Part]:
        """The parts of the body; each block is dropped when it has been read, so that a long document needs little memory."""
        depth = 0
        inside = False
        for event, element in self.package.events(self.package.main):
            if event == "start":
                depth += 1
                inside = inside or (depth == 2 and _name(element) == "w:body")
                if depth == 1 and _name(element) != "w:document":
                    raise ReadError(
                        self.package.file.path, "is no Word document: it was made by another program of an Office suite"
                    )
                continue
            depth -= 1
            if depth == 2 and inside:
                yield from self.block(element)
                element.clear(keep_tail=False)
                while (before := element.getprevious()) is not None:
                    element.getparent().remove(before)
            elif depth == 1:
                inside = False

    def remarks(self) -> Iterator[Part]:
        """The footnotes and endnotes that the text refers to."""
        for kind in ("footnote", "endnote"):
            wanted = [identity for which, identity in self.referred if which == kind]
            root = self.beside(f"{kind}s") if wanted else None
            bodies = {} if root is None else {_value(e, "id"): e for e in root.iterchildren() if isinstance(e.tag, str)}
            for identity in wanted:
                if identity in bodies:
                    yield from self.blocks(bodies[identity])
                    yield from self.left_over()

    def left_over(self) -> Iterator[Part]:
        """Text whose paragraph mark is deleted, with no paragraph behind it to join."""
        if self.carried.strip():
            yield Part(self.carried)
        self.carried = ""

    def blocks(self, container: _Element) -> Iterator[Part]:
        for child in container.iterchildren():
            yield from self.block(child)

    def block(self, element: _Element) -> Iterator[Part]:
        """The parts of one block of the body, of a cell, of a note or of a text box."""
        name = _name(element)
        if name == "w:p":
            yield from self.paragraph(element)
        elif name == "w:tbl":
            for row in _flat(element, "w:tr"):
                yield from self.row(row)
        elif name == "w:sdt":
            content = _control(element)
            if content is not None:
                yield from self.blocks(content)
        elif name in _WRAPPERS:
            yield from self.blocks(element)
        elif name == "mc:AlternateContent":
            yield from self.blocks(_chosen(element))
        elif name in _FOREIGN:
            self.unread[_FOREIGN[name]] = self.unread.get(_FOREIGN[name], 0) + 1

    def paragraph(self, element: _Element) -> Iterator[Part]:
        """A paragraph's lines, then its text boxes."""
        properties = _child(element, "w:pPr")
        identity = _value(_child(properties, "w:pStyle")) or ""
        kind, level = _kind(self.styles.get(identity) or _Style((identity,) if identity else ()), properties)
        run = _Run(self)
        run.children(element)
        text, self.carried = self.carried + "".join(run.text), ""
        mark = _child(properties, "w:rPr")
        if _child(mark, "w:del") is not None or _child(mark, "w:moveFrom") is not None:
            self.carried = text
        elif kind:
            yield from self.lines(text, kind, level)
        for box in run.boxes:
            yield from self.blocks(box)

    def lines(self, text: str, kind: str, level: int) -> Iterator[Part]:
        """The lines of a paragraph as parts of one group; a heading is one part."""
        if kind == "heading":
            title = " ".join(line.strip() for line in text.split("\n"))
            kind = "heading" if len(title) <= _LONGEST_HEADING else "paragraph"
            text = title if kind == "heading" else text
        self.groups += 1
        for number, line in enumerate(filter(str.strip, text.split("\n"))):
            # Below an item's first line, what stands in it is text.
            yield Part(line, "paragraph" if number and kind == "list" else kind, level * (kind == "heading"), group=self.groups)

    def row(self, row: _Element) -> Iterator[Part]:
        """A table row: one part, or the paragraphs it frames."""
        if _child(_child(row, "w:trPr"), "w:del") is not None:
            return
        cells = []
        for cell in _flat(row, "w:tc"):
            properties = _child(cell, "w:tcPr")
            merge = _child(properties, "w:vMerge")
            covered = merge is not None and _value(merge) in (None, "continue")
            if not covered and _child(properties, "w:cellDel") is None:
                parts = [part for part in self.blocks(cell) if part.text.strip()]
                parts += self.left_over()
                cells.append(parts)
        cells = [parts for parts in cells if parts]
        if len(cells) == 1 and len(cells[0]) > 1:
            yield from cells[0]
        elif cells:
            yield Part(" | ".join(" ".join(part.text.strip() for part in parts) for parts in cells), "table")


class _Run:
    """The words of one paragraph, its line breaks as ``\\n``, with the text boxes that hang on it."""

    def __init__(self, reader: _Reader) -> None:
        self.reader = reader
        self.text: list[str] = []
        self.boxes: list[_Element] = []
        self.codes: list[bool] = []  # for each open field, whether its code is still going on
        self.font: dict[int, str] | None = None

    def children(self, element: _Element) -> None:
        for child in element.iterchildren():
            if isinstance(child.tag, str):
                self.element(child, _name(child))

    def element(self, element: _Element, name: str) -> None:
        if name == "w:r":
            self.run(element)
        elif name in ("w:t", "m:t"):
            self.add((element.text or "").replace("\n", " ").replace("\r", " "))
        elif name in _CHARACTERS:
            self.add(_CHARACTERS[name])
        elif name == "w:sym":
            self.symbol(element)
        elif name == "w:fldChar":
            self.field(_value(element, "fldCharType"))
        elif name in ("w:footnoteReference", "w:endnoteReference"):
            self.reader.referred[name[2:-9], _value(element, "id") or ""] = None
        elif name == "w:txbxContent":
            self.boxes.append(element)
        elif name == "w:sdt":
            content = _control(element)
            if content is not None:
                self.children(content)
        elif name == "mc:AlternateContent":
            self.children(_chosen(element))
        elif name in _FOREIGN:
            self.reader.unread[_FOREIGN[name]] = self.reader.unread.get(_FOREIGN[name], 0) + 1
        elif name not in _GONE and not name.startswith("w:instr") and name not in ("w:delText", "w:delInstrText"):
            self.children(element)

    def run(self, element: _Element) -> None:
        properties = _child(element, "w:rPr")
        hidden = _child(properties, "w:vanish")
        if hidden is not None and _value(hidden) not in ("0", "false", "off"):
            return
        fonts = _child(properties, "w:rFonts")
        self.font = _SYMBOL_FONTS.get((_value(fonts, "ascii") or "").lower()) if fonts is not None else None
        self.children(element)
        self.font = None

    def add(self, text: str) -> None:
        if not any(self.codes):
            self.text.append("".join(self.pictured(c) for c in text) if self.font else text)

    def pictured(self, character: str) -> str:
        """What a character looks like in the picture font of the run."""
        code = ord(character)
        return (self.font or {}).get(code - 0xF000 if code >= 0xF000 else code, character)

    def symbol(self, element: _Element) -> None:
        try:
            code = int(_value(element, "char") or "", 16)
        except ValueError:
            return
        table = _SYMBOL_FONTS.get((_value(element, "font") or "").lower(), {})
        character = table.get(code - 0xF000 if code >= 0xF000 else code) or (chr(code) if 0 < code <= 0x10FFFF else "")
        self.reader.symbols += bool(_PRIVATE.match(character))
        font, self.font = self.font, None
        self.add(character)
        self.font = font

    def field(self, mark: str | None) -> None:
        """Codes lie between ``begin`` and ``separate``; one that is never closed ends with its paragraph."""
        if mark == "begin":
            self.codes.append(True)
        elif mark == "separate" and self.codes:
            self.codes[-1] = False
        elif mark == "end" and self.codes:
            self.codes.pop()


# --- elements ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _short(tag: str) -> str:
    namespace, _, local = tag[1:].rpartition("}")
    return f"{_PREFIXES.get(namespace, '')}:{local}"


def _name(element: _Element) -> str:
    """The element's name with the usual prefix of its namespace; comments and the like have none."""
    return _short(element.tag) if isinstance(element.tag, str) else ""


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: _Element | None, name: str) -> _Element | None:
    return None if element is None else next((child for child in element.iterchildren() if _name(child) == name), None)


def _value(element: _Element | None, attribute: str = "val") -> str | None:
    """A Word attribute of an element."""
    if element is None:
        return None
    return next((value for uri in _W if (value := element.get(f"{{{uri}}}{attribute}")) is not None), None)


def _number(element: _Element | None) -> int | None:
    value = _value(element) or ""
    return int(value) if re.fullmatch(r"\d{1,9}", value) else None


def _control(element: _Element) -> _Element | None:
    """The content of a content control; None of one that shows its hint or gathers a table of contents."""
    properties = _child(element, "w:sdtPr")
    if _child(properties, "w:showingPlcHdr") is not None:
        return None
    gallery = _child(_child(properties, "w:docPartObj"), "w:docPartGallery")
    return None if _value(gallery) == "Table of Contents" else _child(element, "w:sdtContent")


def _chosen(element: _Element) -> _Element:
    """One of the versions of the same content: the new one, else what old programs show."""
    return next((c for name in ("mc:Choice", "mc:Fallback") if (c := _child(element, name)) is not None), element)


def _flat(element: _Element, wanted: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, out of what wraps them."""
    for child in element.iterchildren():
        name = _name(child)
        if name == wanted:
            yield child
        elif name == "w:sdt":
            content = _control(child)
            if content is not None:
                yield from _flat(content, wanted)
        elif name in _WRAPPERS:
            yield from _flat(child, wanted)
