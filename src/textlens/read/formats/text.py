"""Plain text and Markdown: the decoded file exactly as it is, a byte-order mark dropped.

A text file may be the export of a chat or a journal: then it is read as such.
"""

from textlens.read.document import Document
from textlens.read.file import File
from textlens.read.formats import chats, jrnl

_MARKDOWN = frozenset((".md", ".markdown", ".mdown", ".mkd"))
# Endings under which exports come.
_ANYTHING = frozenset((".txt", ".text", ".log", ""))


def read(file: File) -> Document:
    """The decoded text; `ReadError` where it is none."""
    decoded = file.decoded()
    if file.ending in _ANYTHING:
        if chats.claims(decoded.text):
            return chats.read(file)
        if jrnl.claims(decoded.text):
            return jrnl.read(file)
    format = "markdown" if file.ending in _MARKDOWN else "text"
    return Document(text=decoded.text, **file.fields(format, decoded))
