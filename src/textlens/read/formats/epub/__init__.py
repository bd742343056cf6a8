"""EPUB books: the chapters of the spine in its order, each a section.

A chapter's heading is its own (``h1`` to ``h6``); where it has none, what the table of contents (``nav`` or ``toc.ncx``) calls
it is put before it. Chapters that the book says are beside the text (``linear="no"``: notes, answers) come last. The publication
date is the document's. An encoding the caller gives is not used: every chapter declares its own.

Left out on purpose: the table of contents that programs read (``nav``, ncx), pages without text (covers), pictures, styles, and
what `textlens.read.formats.html` leaves out of any page but an article's surroundings. A page of links to the chapters is matter.
"""

from collections import Counter

from textlens.errors import ReadError
from textlens.read.document import Document, assemble
from textlens.read.file import File
from textlens.read.formats.epub.chapters import read_chapter, titled
from textlens.read.formats.epub.container import Container
from textlens.read.formats.epub.contents import Title, chapter_titles
from textlens.read.formats.epub.package import Package, refuse_locked
from textlens.read.formats.html import Page


def read(file: File) -> Document:
    """The book's text in reading order.

    Raises:
        ReadError: it is no EPUB, is copy-protected, asks for more than the limits allow, or none of its chapters can be read.
    """
    container = Container.of(file)
    package = Package.of(container)
    spine = package.spine()
    refuse_locked(container, {chapter.path for chapter in spine})
    titles = chapter_titles(container, package)
    left_out = package.navigation
    pages: list[tuple[Page, list[Title]]] = []
    notes: list[str] = []
    group = 0
    for chapter in sorted(spine, key=lambda c: not c.linear):
        if chapter.path not in left_out:
            page, said = read_chapter(container, chapter.path, group)
            notes += said
            if page is not None:
                pages.append((page, titles.get(chapter.path, [])))
                group = max((p.group or 0 for p in page.parts[-1:]), default=group)
    parts = titled(pages)
    if not spine:
        raise ReadError(file.path, "names no chapters in its spine; get the file again")
    if not parts and notes:
        raise ReadError(file.path, f"has no chapter that can be read: {notes[0]}")
    fields = file.fields("epub")
    if pages:
        fields["encoding"] = Counter(page.decoded.encoding for page, _ in pages).most_common(1)[0][0]
        fields["certainty"] = min(page.decoded.certainty for page, _ in pages)
    return assemble(
        file.path, parts, **fields, title=package.title, date=package.date, date_source="metadata", notes=tuple(notes)
    )
