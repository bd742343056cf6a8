"""From what the caller gives to a list of inputs: a file, a folder, a glob, a list of these, or a DataFrame."""

import glob
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textlens.date.markers import whole_date
from textlens.date.partial import PartialDate, from_object, parse_iso
from textlens.errors import NotFoundError, ReadError
from textlens.read.reader import TEXT_ENDINGS, UNREAD_ENDINGS, Document, from_string, read_file, whole

if TYPE_CHECKING:
    import pandas as pd

_TEXT_COLUMNS = ("text", "content", "body", "post", "entry", "message", "正文", "内容", "內容", "文本")
_DATE_COLUMNS = ("date", "datetime", "created_at", "time", "timestamp", "日期", "时间", "時間")


NOTHING_READABLE = f"holds no file textlens reads ({', '.join(sorted(TEXT_ENDINGS))})"


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to analyse: a file still to be read, or a document already in memory."""

    doc_id: str
    path: Path | None = None
    document: Document | None = None

    def read(self, encoding: str | None) -> Document:
        """The document; `ReadError` where it cannot be read."""
        if self.document is not None:
            if not self.document.text.strip():
                raise ReadError(self.doc_id, "has no text")
            return self.document
        if self.path is None:
            raise ReadError(self.doc_id, "has no text")
        if self.path.is_dir():
            raise ReadError(str(self.path), NOTHING_READABLE)
        return read_file(self.path, self.doc_id, encoding)


def resolve(source: Any, *, text_column: str | None, date_column: str | None) -> tuple[list[Input], bool]:
    """The inputs a source stands for, in its order, and whether it named exactly one file.

    Raises:
        NotFoundError: a path or glob that matches nothing.
        ReadError: a folder without readable files.
        ValueError, TypeError: a source of another kind, or a column that is not there.
    """
    if _is_frame(source):
        return _from_frame(source, text_column, date_column), False
    if text_column is not None or date_column is not None:
        raise ValueError("text_column= and date_column= go with a DataFrame; this source is none")
    if isinstance(source, (str, os.PathLike)):
        name = _name(source)
        paths = list(_paths(name))
        single = _is_file(name)
    elif isinstance(source, Iterable) and not isinstance(source, (bytes, bytearray)):
        items = list(source)
        wrong = [item for item in items if not isinstance(item, (str, os.PathLike))]
        if wrong:
            raise TypeError(
                f"a list of sources holds {wrong[0]!r:.60}; every entry must be a path (use analyze_text for a text)"
            )
        if not items:
            raise ValueError("the list of sources is empty; give at least one path")
        paths, single = [p for item in items for p in _paths(_name(item), listed=True)], False
    else:
        kind = type(source).__name__
        raise TypeError(f"source is {kind}; give a path, a glob, a list of these, or a DataFrame (analyze_text takes a string)")
    if single:
        return [Input(whole(paths[0].name), paths[0])], True
    return [Input(doc_id, path) for doc_id, path in zip(_doc_ids(paths), paths, strict=True)], False


def _name(source: "str | os.PathLike[str]") -> str:
    """The path or pattern as text, ``~`` replaced by the home folder."""
    name = os.fspath(source)
    if isinstance(name, bytes):
        name = os.fsdecode(name)
    if not name.strip():
        raise ValueError(f"source is {name!r}; give a path, a glob, a list of these, or a DataFrame")
    return os.path.expanduser(name)


def _is_file(name: str) -> bool:
    """Whether something other than a folder has this name, a pipe or a broken link too."""
    return os.path.lexists(name) and not os.path.isdir(name)


def _paths(name: str, *, listed: bool = False) -> Iterator[Path]:
    if _is_file(name):
        yield Path(name)
    elif os.path.isdir(name):
        yield from _members(Path(name), listed=listed)
    elif glob.has_magic(name) and not _is_prose(name):
        matches = sorted(
            p for p in glob.glob(name, recursive=True) if not os.path.isdir(p) and not _is_hidden(os.path.basename(p))
        )
        if not matches and not listed:
            raise NotFoundError(name, "no file matches this pattern")
        yield from map(Path, matches or [name])
    elif listed:
        yield Path(name)  # a missing entry of a list is one bad input among several
    else:
        hint = "give text itself to textlens.analyze_text" if _is_prose(name) else "check the path"
        raise NotFoundError(" ".join(name.split())[:60] + "…" if _is_prose(name) else name, f"no such file or folder ({hint})")


def _is_prose(name: str) -> bool:
    """Whether what was given for a path is a text: it has lines, ends like a sentence, or is longer than names are.

    >>> _is_prose("好！/2024-*.md"), _is_prose("今天下雨了。我很高兴。"), _is_prose("It rained all day. I stayed in.")
    (False, True, True)
    """
    ends = re.search(r"[。！？]|[a-z][.!?](?:\s|$)", name) and not re.search(r"\.\w{1,8}$", name)
    return "\n" in name or len(name) > 200 or bool(ends)


def _members(folder: Path, *, listed: bool = False) -> list[Path]:
    """The documents of a folder and its subfolders, sorted; hidden ones and links to folders are left out.

    A folder with nothing readable among several sources stands for itself: reading it says what is wrong.
    """
    found = []
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            ending = os.path.splitext(name)[1].lower()
            if not _is_hidden(name) and (ending in TEXT_ENDINGS or ending in UNREAD_ENDINGS):
                found.append(Path(root, name))
    if not any(p.suffix.lower() in TEXT_ENDINGS for p in found):
        if listed:
            return [folder]
        raise ReadError(str(folder), NOTHING_READABLE)
    return sorted(found, key=lambda p: p.relative_to(folder).parts)


def _is_hidden(name: str) -> bool:
    """Whether a file is hidden, or the lock that Office lays beside an open one."""
    return name.startswith((".", "~$"))


def _doc_ids(paths: list[Path]) -> list[str]:
    """The paths relative to their common folder, with forward slashes; repeats get ``#2``, ``#3``, …"""
    absolute = [os.path.abspath(p) for p in paths]
    try:
        common = os.path.commonpath([os.path.dirname(p) for p in absolute])
    except ValueError:  # different drives
        common = ""
    names = [Path(os.path.relpath(p, common)).as_posix() if common else Path(p).as_posix() for p in absolute]
    return _unique([whole(name) for name in names])


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    taken = set(names)
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        label = name if seen[name] == 1 else f"{name}#{seen[name]}"
        while seen[name] > 1 and label in taken:
            seen[name] += 1
            label = f"{name}#{seen[name]}"
        taken.add(label)
        result.append(label)
    return result


def _is_frame(source: Any) -> bool:
    # Without importing pandas for a caller who gives a path.
    return hasattr(source, "columns") and hasattr(source, "itertuples")


def _column(frame: "pd.DataFrame", named: str | None, usual: tuple[str, ...], option: str) -> int | None:
    """Number of the column with this name or one of the usual names; ``ValueError`` where the named one is not there."""
    columns = [str(c) for c in frame.columns]
    if named is not None:
        if str(named) not in columns:
            raise ValueError(f"{option}={named!r}: the DataFrame has the columns {', '.join(columns)}")
        return columns.index(str(named))
    lower = [c.lower() for c in columns]
    return next((lower.index(name) for name in usual if name in lower), None)


def _text_column(frame: "pd.DataFrame", named: str | None) -> int:
    """The named column, one with a usual name, or the only one that holds strings."""
    found = _column(frame, named, _TEXT_COLUMNS, "text_column")
    if found is not None:
        return found
    strings = [i for i in range(frame.shape[1]) if any(isinstance(v, str) for v in frame.iloc[:, i])]
    if len(strings) != 1:
        raise ValueError(f"text_column= is needed: which of {', '.join(map(str, frame.columns))} holds the text?")
    return strings[0]


def _from_frame(frame: "pd.DataFrame", text_column: str | None, date_column: str | None) -> list[Input]:
    if not len(frame):
        raise ValueError("the DataFrame has no rows")
    texts = frame.iloc[:, _text_column(frame, text_column)].tolist()
    at = _column(frame, date_column, _DATE_COLUMNS, "date_column")
    dates = frame.iloc[:, at].tolist() if at is not None else [None] * len(frame)
    inputs = []
    for doc_id, text, date in zip(_unique([whole(str(index)) for index in frame.index]), texts, dates, strict=True):
        day = _day(date)
        lacking = day is None and not _is_missing(date)
        notes = (f"{frame.columns[at]} holds {date!r}, which is no date",) if at is not None and lacking else ()
        document = from_string(doc_id, text if isinstance(text, str) else "", format="frame", date=day, notes=notes)
        inputs.append(Input(doc_id, document=document))
    return inputs


def _is_missing(value: Any) -> bool:
    """Whether a cell is None, NaN, NaT, pandas.NA or blank."""
    return value is None or str(value).strip() in ("", "nan", "NaT", "<NA>")


def _day(value: Any) -> PartialDate | None:
    """The date in a cell: a date, a month, a year, or text that is one of these."""
    if _is_missing(value):
        return None
    if not isinstance(value, str):
        return from_object(value)
    return parse_iso(value.replace("/", "-")) or whole_date(value)
