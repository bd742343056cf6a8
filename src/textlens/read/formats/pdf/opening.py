"""A PDF file opened: mended and decrypted where that goes, what pypdf warns of kept for the notes, its properties."""

import io
import logging
import re
import threading
from typing import TYPE_CHECKING

from textlens.date.partial import PartialDate
from textlens.errors import ReadError
from textlens.read.file import File
from textlens.read.formats.pdf.lines import UNREADABLE

if TYPE_CHECKING:
    from pypdf import PdfReader

_JUNK_TITLES = re.compile(r"untitled.*|\(?anonymous\)?|\(?unspecified\)?|document\d*|文档\d*|无标题.*", re.I)
_OFFICE_TITLE = re.compile(r"microsoft (?:word|powerpoint|office word) - (.*?)(?:\.(?:docx?|pptx?|rtf|txt))?", re.I)
_DATE = re.compile(r"(?:D:)?\s*(\d{4})(?:(\d{2})(?:(\d{2}))?)?")


class Warnings(logging.Handler):
    """Gathers what pypdf warns of while this thread reads one file, so that it stands in the notes and not on the screen."""

    # Said of many sound files too.
    _USUAL = re.compile(r"wrong pointing object|multiple definitions|rotated text|annotation", re.I)

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.found: dict[str, None] = {}

    def __enter__(self) -> "Warnings":
        logging.getLogger("pypdf").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("pypdf").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        message = " ".join(record.getMessage().split())
        if record.thread == self.thread and not self._USUAL.search(message):
            self.found[message[:120]] = None

    def notes(self) -> tuple[str, ...]:
        """The first five messages, in which pypdf tells what it mended or passed over."""
        more = len(self.found) - 5
        return (
            *(f"pypdf: {message}" for message in list(self.found)[:5]),
            *((f"pypdf: {more} more such",) if more > 0 else ()),
        )


def _mended(data: bytes) -> bytes | None:
    """A file whose end is missing, with one that names its catalogue; pypdf then looks for the objects. None where it has none."""
    catalog = re.search(rb"(\d+)\s+(\d+)\s+obj\s*<<(?:(?!endobj).)*?/Type\s*/Catalog", data, re.S)
    if catalog is None or b"/Encrypt" in data:
        return None
    return data + b"\ntrailer << /Root %b %b R >>\nstartxref\n0\n%%%%EOF\n" % catalog.groups()


def opened(file: File) -> tuple["PdfReader", list[str]]:
    """The file, decrypted where no password is needed, its number of pages within the limit, and what to note of its state."""
    from pypdf.errors import DependencyError

    notes: list[str] = []
    try:
        try:
            reader, count = _reader(file, file.data)
        except (ReadError, DependencyError):
            raise
        except Exception:
            mended = _mended(file.data)
            if mended is None:
                raise
            reader, count = _reader(file, mended)
            notes.append("the end of the file is missing or damaged: what is left of it was read")
    except ReadError:
        raise
    except DependencyError:
        hint = "pip install cryptography, or save it without encryption first"
        raise ReadError(file.path, f"is encrypted (AES), and reading that needs a package more: {hint}") from None
    except Exception as error:  # a damaged file makes pypdf stumble anywhere
        reason = f"is a damaged or cut-off PDF file ({type(error).__name__}: {error})"[:200] + "; get it anew"
        raise ReadError(file.path, reason) from error
    file.limits.check(file.path, "has {} pages", count, "pages")
    if not count:
        raise ReadError(file.path, "is a damaged or cut-off PDF file: it has no pages; get it anew")
    return reader, notes


def _reader(file: File, data: bytes) -> tuple["PdfReader", int]:
    """What pypdf makes of the bytes, and its number of pages."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadError(file.path, "is password-protected; save it without a password first")
    return reader, len(reader.pages)


def properties(reader: "PdfReader") -> tuple[str | None, PartialDate | None]:
    """Title and day of creation as the file's properties have them; what programs write where nobody gave a title is none."""
    try:
        metadata = reader.metadata
        title = str((metadata and metadata.get("/Title")) or "").strip("\x00 \t\r\n")
        made = str((metadata and metadata.get("/CreationDate")) or "")
    except Exception:  # the text does not depend on them
        return None, None
    if match := _OFFICE_TITLE.fullmatch(title):
        title = match[1]
    match = _DATE.match(made)
    day = PartialDate(*(int(g) if g else None for g in match.groups())) if match else None
    usable = title and not _JUNK_TITLES.fullmatch(title) and not UNREADABLE.search(title)
    return (" ".join(title.split()) if usable else None), (day if day and day.is_possible() else None)
