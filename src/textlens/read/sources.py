"""From what the caller gives to a list of inputs: a file, a folder, a glob, a list of these, or a DataFrame."""

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textlens.date.partial import PartialDate, parse_iso
from textlens.errors import NotFoundError, ReadError
from textlens.read.reader import TEXT_ENDINGS, UNREAD_ENDINGS, Document, read_file

if TYPE_CHECKING:
    import pandas as pd

_TEXT_COLUMNS = ("text", "content", "body", "post", "entry", "message", "正文", "内容", "內容", "文本")
_DATE_COLUMNS = ("date", "datetime", "created_at", "time", "timestamp", "日期", "时间", "時間")


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
        assert self.path is not None
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
        paths = list(_paths(os.fspath(source)))
        single = len(paths) == 1 and Path(os.fspath(source)).is_file()
    elif isinstance(source, Iterable) and not isinstance(source, (bytes, bytearray)):
        items = list(source)
        wrong = next((item for item in items if not isinstance(item, (str, os.PathLike))), None)
        if wrong is not None:
            raise TypeError(f"a list of sources holds {wrong!r:.60}; every entry must be a path (use analyze_text for a text)")
        if not items:
            raise ValueError("the list of sources is empty; give at least one path")
        paths, single = [p for item in items for p in _paths(os.fspath(item), listed=True)], False
    else:
        raise TypeError(f"source is {type(source).__name__}; give a path, a glob, a list of these, or a DataFrame (analyze_text takes a string)")
    if single:
        return [Input(paths[0].name, paths[0])], True
    return [Input(doc_id, path) for doc_id, path in zip(_doc_ids(paths), paths, strict=True)], False


def _paths(source: str, *, listed: bool = False) -> Iterator[Path]:
    path = Path(source).expanduser()
    if os.path.lexists(path) and not path.is_dir():
        yield path
    elif path.is_dir():
        yield from _members(path)
    elif glob.has_magic(source):
        matches = sorted(p for p in glob.glob(os.path.expanduser(source), recursive=True) if os.path.isfile(p))
        if not matches:
            raise NotFoundError(source, "no file matches this pattern")
        yield from map(Path, matches)
    elif listed:
        yield path  # a missing entry of a list is one bad input among several
    else:
        hint = "give text itself to textlens.analyze_text" if "\n" in source or len(source) > 200 else "check the path"
        raise NotFoundError(source if len(source) <= 200 else source[:60] + "…", f"no such file or folder ({hint})")


def _members(folder: Path) -> list[Path]:
    """The documents of a folder and its subfolders, sorted; hidden ones and links to folders are left out."""
    found = []
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            ending = os.path.splitext(name)[1].lower()
            if not name.startswith((".", "~$")) and (ending in TEXT_ENDINGS or ending in UNREAD_ENDINGS):
                found.append(Path(root, name))
    if not any(p.suffix.lower() in TEXT_ENDINGS for p in found):
        raise ReadError(str(folder), f"holds no file textlens reads ({', '.join(sorted(TEXT_ENDINGS))})")
    return sorted(found, key=lambda p: p.relative_to(folder).parts)


def _doc_ids(paths: list[Path]) -> list[str]:
    """The paths relative to their common folder, with forward slashes; repeats get ``#2``, ``#3``, …"""
    absolute = [os.path.abspath(p) for p in paths]
    try:
        common = os.path.commonpath([os.path.dirname(p) for p in absolute])
    except ValueError:  # different drives
        common = ""
    names = [Path(os.path.relpath(p, common)).as_posix() if common else Path(p).as_posix() for p in absolute]
    return _unique(names)


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


def _column(frame: "pd.DataFrame", named: str | None, usual: tuple[str, ...], option: str) -> str | None:
    columns = [str(c) for c in frame.columns]
    if named is not None:
        if named not in columns:
            raise ValueError(f"{option}={named!r}: the DataFrame has the columns {', '.join(columns)}")
        return named
    lower = {c.lower(): c for c in columns}
    return next((lower[name] for name in usual if name in lower), None)


def _from_frame(frame: "pd.DataFrame", text_column: str | None, date_column: str | None) -> list[Input]:
    text_name = _column(frame, text_column, _TEXT_COLUMNS, "text_column")
    if text_name is None:
        strings = [str(c) for c in frame.columns if frame[c].map(lambda v: isinstance(v, str)).any()]
        if len(strings) != 1:
            raise ValueError(f"text_column= is needed: which of {', '.join(map(str, frame.columns))} holds the text?")
        text_name = strings[0]
    date_name = _column(frame, date_column, _DATE_COLUMNS, "date_column")
    if not len(frame):
        raise ValueError("the DataFrame has no rows")
    ids = _unique([str(index) for index in frame.index])
    texts = frame[text_name].tolist()
    dates = frame[date_name].tolist() if date_name is not None else [None] * len(ids)
    inputs = []
    for doc_id, text, date in zip(ids, texts, dates, strict=True):
        day, note = _day(date)
        notes = (f"{date_name} holds {date!r}, which is no date",) if note else ()
        document = Document(doc_id, text if isinstance(text, str) else "", format="frame", date=day, notes=notes)
        inputs.append(Input(doc_id, document=document))
    return inputs


def _day(value: Any) -> tuple[PartialDate | None, bool]:
    """The date in a cell, and whether there was something that is none."""
    if value is None or value != value:
        return None, False
    if hasattr(value, "year") and hasattr(value, "month"):
        return PartialDate(value.year, value.month, getattr(value, "day", None)), False
    parsed = parse_iso(str(value).strip().replace("/", "-")) if isinstance(value, str) else None
    return parsed, parsed is None
