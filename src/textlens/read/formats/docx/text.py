"""The text of a Word file: one pass over its body, then the notes that it refers to."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from textlens.errors import ReadError
from textlens.read.document import Part
from textlens.read.formats.docx.elements import (
    FOREIGN,
    WRAPPERS,
    Element,
    child_of,
    chosen,
    content_of,
    flat,
    name_of,
    value_of,
)
from textlens.read.formats.docx.package import Damage, Package
from textlens.read.formats.docx.styles import Style, kind_of, styles
from textlens.read.formats.docx.words import Words

#: A heading longer than this is text that somebody gave a heading's style.
_LONGEST_HEADING = 200


@dataclass
class Reader:
    """One pass over the document; it remembers the notes referred to, and what it could not read."""

    package: Package
    styles: dict[str, Style] = field(init=False)
    groups: int = 0
    carried: str = ""
    referred: dict[tuple[str, str], None] = field(default_factory=dict)
    unread: Counter[str] = field(default_factory=Counter)
    symbols: int = 0

    def __post_init__(self) -> None:
        self.targets = dict(self.package.linked(self.package.main))
        self.styles = styles(self.beside("styles"))

    def notes(self) -> tuple[str, ...]:
        """What stands in the document and could not be read."""
        found = [f"{what} was not read" + (f" ({count} times)" if count > 1 else "") for what, count in self.unread.items()]
        if self.symbols:
            found.append(f"{self.symbols} symbol{'s' * (self.symbols != 1)} of a picture font kept as the font's private codes")
        return tuple(found)

    def beside(self, kind: str) -> Element | None:
        """What stands beside the text (its styles, its notes); None where there is none, or where it is damaged."""
        name = self.targets.get(kind, f"word/{kind}.xml")
        try:
            return self.package.tree(name)
        except Damage:
            self.unread[f"{name} is damaged: it"] = 1
            return None

    def body(self) -> Iterator[Part]:
        """The parts of the body, up to where it is damaged; `ReadError` where that is before any text."""
        found = False
        try:
            for part in self.sound_body():
                found = found or bool(part.text.strip())
                yield part
        except Damage:
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
                inside = inside or (depth == 2 and name_of(element) == "w:body")
                if depth == 1 and name_of(element) != "w:document":
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
            bodies = {} if root is None else {value_of(e, "id"): e for e in root.iterchildren() if isinstance(e.tag, str)}
            for identity in wanted:
                if identity in bodies:
                    yield from self.blocks(bodies[identity])
                    yield from self.left_over()

    def left_over(self) -> Iterator[Part]:
        """Text whose paragraph mark is deleted, with no paragraph behind it to join."""
        if self.carried.strip():
            yield Part(self.carried)
        self.carried = ""

    def blocks(self, container: Element) -> Iterator[Part]:
        """The parts of all the blocks in something."""
        for child in container.iterchildren():
            yield from self.block(child)

    def block(self, element: Element) -> Iterator[Part]:
        """The parts of one block of the body, of a cell, of a note or of a text box."""
        name = name_of(element)
        if name == "w:p":
            yield from self.paragraph(element)
        elif name == "w:tbl":
            for row in flat(element, "w:tr"):
                yield from self.row(row)
        elif name == "w:sdt":
            content = content_of(element)
            if content is not None:
                yield from self.blocks(content)
        elif name in WRAPPERS:
            yield from self.blocks(element)
        elif name == "mc:AlternateContent":
            yield from self.blocks(chosen(element))
        elif name in FOREIGN:
            self.unread[FOREIGN[name]] += 1

    def paragraph(self, element: Element) -> Iterator[Part]:
        """A paragraph's lines, then its text boxes."""
        properties = child_of(element, "w:pPr")
        identity = value_of(child_of(properties, "w:pStyle")) or ""
        kind, level = kind_of(self.styles.get(identity) or Style((identity,) if identity else ()), properties)
        words = Words(element)
        self.referred |= dict.fromkeys(words.referred)
        self.unread.update(words.unread)
        self.symbols += words.symbols
        text, self.carried = self.carried + words.text, ""
        mark = child_of(properties, "w:rPr")
        if child_of(mark, "w:del") is not None or child_of(mark, "w:moveFrom") is not None:
            self.carried = text
        elif kind:
            yield from self.lines(text, kind, level)
        for box in words.boxes:
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

    def row(self, row: Element) -> Iterator[Part]:
        """A table row: one part, or the paragraphs it frames."""
        if child_of(child_of(row, "w:trPr"), "w:del") is not None:
            return
        cells = []
        for cell in flat(row, "w:tc"):
            properties = child_of(cell, "w:tcPr")
            merge = child_of(properties, "w:vMerge")
            covered = merge is not None and value_of(merge) in (None, "continue")
            if not covered and child_of(properties, "w:cellDel") is None:
                parts = [part for part in self.blocks(cell) if part.text.strip()]
                parts += self.left_over()
                cells.append(parts)
        cells = [parts for parts in cells if parts]
        if len(cells) == 1 and len(cells[0]) > 1:
            yield from cells[0]
        elif cells:
            yield Part(" | ".join(" ".join(part.text.strip() for part in parts) for parts in cells), "table")
