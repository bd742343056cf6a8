"""Tables: csv, tsv and xlsx; each row is one entry.

A csv file's delimiter and quoting are the ones under which its rows have the same number of fields. Rows above the one with the
column names are paragraphs without a date. A row with more fields than there are columns has delimiters in its text and is
joined there; a line of one field that cannot be a row goes on with the row above; both are noted.

Of a workbook all sheets with text are read, each below its name where there are several. What formulas stand for is what was
last computed. Left out on purpose: charts, comments, formats, columns beyond the 256th, and see `entries`.
"""

from textlens.read.document import Document
from textlens.read.file import File
from textlens.read.formats.tables.delimited import read_delimited
from textlens.read.formats.tables.workbook import OLE, read_workbook


def read(file: File) -> Document:
    """The entries of a table.

    Raises:
        ReadError: it is damaged, locked, over a limit, or has no text.
    """
    if file.data.startswith((b"PK\x03\x04", OLE)) or file.ending == ".xlsx":
        return read_workbook(file)
    return read_delimited(file)
