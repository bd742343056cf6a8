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

from textlens.errors import ReadError
from textlens.read.document import Document, assemble
from textlens.read.file import File
from textlens.read.formats.docx.package import Package, properties
from textlens.read.formats.docx.text import Reader

__all__ = ["read"]


def read(file: File) -> Document:
    """The parts of a Word file with its title and the day it was made.

    Raises:
        ReadError: it is no Word file, is locked, damaged, over a limit, or without text.
    """
    _refuse_others(file)
    package = Package.open(file)
    reader = Reader(package)
    parts = [*reader.body(), *reader.remarks()]
    title, date = properties(package)
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
