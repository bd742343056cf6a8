"""Records: json and jsonl. A list of objects is a list of entries, wherever in the file it stands; so is a mapping from days.

Without either, every string that reads as prose is a paragraph, in the order of the file, its key a heading above it. Left out on
purpose: numbers, ids, addresses and states; of a file with entries also the prose outside them, which the notes name.
"""

from textlens.errors import ReadError
from textlens.read.document import Document, assemble, whole
from textlens.read.file import File
from textlens.read.formats.entries.collection import Entries
from textlens.read.formats.records.reading import Reading
from textlens.read.formats.records.values import values_of


def read(file: File) -> Document:
    """The entries of a file, or its prose.

    Raises:
        ReadError: it is no valid JSON (the line is named), is nested too deeply, or holds no text.
    """
    decoded = file.decoded()
    fields = file.fields("json", decoded)
    entries = Entries()
    entries.notes = list(fields.pop("notes"))
    value = values_of(file, decoded.text, entries.notes)
    Reading(file, entries).add(value)
    if not entries.parts:
        raise ReadError(file.path, "holds no text: no string in it reads as prose")
    title = value.get("title") if isinstance(value, dict) and entries.parts[0].text != value.get("title") else None
    title = whole(title).strip() if isinstance(title, str) else None
    return assemble(file.path, entries.parts, **fields, title=title or None, notes=tuple(entries.notes))
