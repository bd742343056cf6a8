"""Feeds: RSS 0.9 to 2.0, RDF, Atom, WordPress and Blogger exports; other XML that holds entries or prose.

Items stand in the order of the file, each with its title, date and author; the whole content is preferred over a summary.
HTML within is made text block by block. The encoding is the one the XML declaration names, where the bytes are in it.

Left out on purpose: scripts, styles, pictures and what describes them, comments, categories, links' addresses, the feed's own
description; of exports what is no published post or page (drafts, attachments, menus, readers' comments), counted in the notes.
"""

import re

from textlens.errors import ReadError
from textlens.read.document import Document, assemble
from textlens.read.file import File
from textlens.read.formats.entries.blocks import local_name
from textlens.read.formats.entries.collection import Entries
from textlens.read.formats.feeds.items import add_items, is_feed, title_of
from textlens.read.formats.feeds.parsing import parse
from textlens.read.formats.feeds.plain import add_prose, add_records
from textlens.read.formats.feeds.tree import elements

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")


def read(file: File) -> Document:
    """The entries of a feed, or the entries or prose of other XML.

    Raises:
        ReadError: it is no XML, declares entities, has no entries, or is neither a feed nor prose.
    """
    declared = _DECLARED.match(file.data)
    decoded = file.decoded(declared[1].decode("ascii") if declared else None)
    fields = file.fields("feed", decoded)
    root, notes = parse(file, decoded.text)
    entries = Entries()
    entries.notes = [*fields.pop("notes"), *notes]
    if is_feed(root):
        title = title_of(root)
        add_items(file, entries, root, [e for e in elements(root) if local_name(e) in ("item", "entry")])
    else:
        fields["format"] = "xml"
        title = ""
        if not (add_records(entries, root) or add_prose(entries, root)):
            raise ReadError(
                file.path, f"is XML (<{local_name(root)}>), but neither a feed nor prose; export it as RSS, csv or text instead"
            )
    return assemble(file.path, entries.parts, **fields, title=title or None, notes=tuple(entries.notes))
