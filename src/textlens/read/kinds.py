"""Which format a file is in: by its first bytes, and by its ending where these leave it open."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO

from textlens.errors import ReadError
from textlens.read.archive import package
from textlens.read.document import Document
from textlens.read.file import File
from textlens.read.unpack import directory

#: A reader: one file's document; `ReadError` where it cannot be read.
Reader = Callable[[File], Document]


@dataclass(frozen=True, slots=True)
class Kind:
    """A format: its name, the endings that go with it, the module that reads it (``read(file)``) and what that needs."""

    name: str
    endings: tuple[str, ...]
    module: str
    needs: tuple[str, ...] = ()

    def reader(self, file: File) -> Reader:
        """The function that reads it; `ReadError` naming the extra where a package is missing."""
        try:
            for package in self.needs:
                import_module(package)
        except ImportError:
            hint = "pip install 'textlens[formats]'"
            raise ReadError(file.path, f"reading {self.name} files needs the packages of an extra: {hint}") from None
        found: Reader = import_module(f"textlens.read.formats.{self.module}").read
        return found


KINDS = (
    Kind("text", (".txt", ".text"), "text"),
    Kind("markdown", (".md", ".markdown", ".mdown", ".mkd"), "text"),
    Kind("html", (".html", ".htm", ".xhtml"), "html", ("lxml", "trafilatura")),
    Kind("docx", (".docx",), "docx", ("lxml",)),
    Kind("epub", (".epub",), "epub", ("lxml",)),
    Kind("pdf", (".pdf",), "pdf", ("pypdf",)),
    Kind("srt", (".srt",), "subtitles"),
    Kind("vtt", (".vtt",), "subtitles"),
    Kind("csv", (".csv", ".tsv"), "tables"),
    Kind("xlsx", (".xlsx",), "tables", ("openpyxl",)),
    Kind("json", (".json", ".jsonl", ".ndjson"), "records"),
    Kind("feed", (".rss", ".atom", ".xml"), "feeds", ("lxml",)),
    Kind("dayone", (".doentry",), "dayone"),
    Kind("jrnl", (".journal",), "jrnl"),
)
_BY_NAME = {kind.name: kind for kind in KINDS}
_BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}
#: Endings a folder is searched for.
ENDINGS = frozenset(_BY_ENDING) | {".zip"}
#: Endings of files that hold a document but that no reader takes: they get a row that says so, and are not passed over.
UNREAD = frozenset((".doc", ".odt", ".rtf", ".mobi", ".azw3", ".xls", ".pages"))

#: What begins a zip archive, whatever it is called.
ZIP_MAGIC = b"PK\x03\x04"
# Endings of documents that are zip archives inside: such a file is never taken for an archive of documents.
PACKED = frozenset((".docx", ".xlsx", ".epub"))

# Where an archive's directory is broken, its members' own headers still tell what it was.
_ZIP_MEMBERS = ((b"word/document.xml", "docx"), (b"xl/workbook.xml", "xlsx"), (b"mimetypeapplication/epub+zip", "epub"))


def endings() -> str:
    """The endings textlens reads, for messages."""
    return ", ".join(sorted(ENDINGS))


def kind_of(file: File) -> Kind:
    """The format of a file.

    Raises:
        ReadError: it is in a format textlens does not read.
    """
    ending = file.ending
    by_content = _by_bytes(file)
    if by_content is not None:
        return _BY_NAME[by_content]
    if ending in UNREAD:
        raise ReadError(file.path, f"textlens does not read {ending} files; save it as text, Markdown (UTF-8) or docx first")
    return _BY_ENDING.get(ending, _BY_NAME["text"])


def _by_bytes(file: File) -> str | None:
    """The format that the bytes prove, whatever the file is called; None where they leave it open."""
    data = file.data
    if data.startswith(b"%PDF"):
        return "pdf"
    if not data.startswith(ZIP_MAGIC):
        return None
    try:
        infos = directory(BytesIO(data), file.path, file.limits)
    except ReadError:
        return next((name for member, name in _ZIP_MEMBERS if member in data), None)
    return package(info.filename for info in infos) or None
