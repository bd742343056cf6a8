"""Day One entries (.doentry): a property list with one entry's text, in Markdown, and the moment it was made.

Tags, the weather, the place and the like are left out. The date is the day where the entry was written, as far as the entry
names its time zone, else the day in UTC.
"""

import datetime as dt
import plistlib
import re
from typing import Any
from xml.parsers.expat import ExpatError
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from textlens.date.partial import PartialDate
from textlens.errors import ReadError
from textlens.read.document import Document, assemble
from textlens.read.file import File
from textlens.read.formats.entries.parts import entry_parts

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"<!ENTITY", re.I)
_DATE = re.compile(r"<date>([^<]*)</date>")
_WHOLE_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# What XML has no way to hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read(file: File) -> Document:
    """The entry.

    Raises:
        ReadError: it is no property list, declares entities, or has no text.
    """
    if file.data.startswith(b"bplist"):
        raise ReadError(file.path, "is a binary property list; convert it first (plutil -convert xml1)")
    declared = _DECLARED.search(file.data[:300])
    decoded = file.decoded(declared.group(1).decode("ascii") if declared else None)
    entry, notes = _entry(file.path, decoded.text)
    text = entry.get("Entry Text")
    if not isinstance(text, str) or not text.strip():
        raise ReadError(file.path, "is empty: the entry has no text")
    date, dated = _day(entry)
    fields = file.fields("dayone", decoded)
    fields["notes"] = (*fields["notes"], *notes, *dated)
    return assemble(file.path, entry_parts(text, date), date=date, date_source="metadata", **fields)


def _entry(name: str, text: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The property list's keys and values, and what had to be mended."""
    if _ENTITY.search(text):
        raise ReadError(name, "declares XML entities, which no journal does; it is not read")
    clean, damaged = _FORBIDDEN.subn("\ufffd", _DECLARATION.sub("", text))
    notes = [f"{damaged} control character{'s' * (damaged != 1)} in the XML, each now U+FFFD"] if damaged else []

    def checked(match: re.Match[str]) -> str:
        """A date that is none, as a string: it must not cost the whole entry."""
        try:
            if _WHOLE_DATE.fullmatch(match.group(1)) and dt.datetime.fromisoformat(match.group(1)[:-1]):
                return match.group()
        except ValueError:
            pass
        return f"<string>{match.group(1)}</string>"

    try:
        found = plistlib.loads(_DATE.sub(checked, clean).encode(errors="replace"), fmt=plistlib.FMT_XML)
    except (ExpatError, ValueError, TypeError, AttributeError, LookupError, plistlib.InvalidFileException) as error:
        raise ReadError(name, f"is no whole Day One entry: its property list is damaged or cut off ({error})") from None
    if not isinstance(found, dict):
        raise ReadError(name, "is no Day One entry: its property list has no keys")
    return found, tuple(notes)


def _day(entry: dict[str, Any]) -> tuple[PartialDate | None, tuple[str, ...]]:
    """The local day, and the note on a date or a time zone that cannot be read."""
    made, zone = entry.get("Creation Date"), entry.get("Time Zone")
    if not isinstance(made, dt.datetime):
        return None, ("the entry has no Creation Date that can be read",)
    notes: tuple[str, ...] = ()
    if isinstance(zone, str) and zone.strip():
        try:
            made = made.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone.strip()))
        except (ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
            notes = (f"the time zone {zone!r} is not known here; the entry has its day in UTC",)
    return PartialDate(made.year, made.month, made.day), notes
