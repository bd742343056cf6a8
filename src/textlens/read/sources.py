"""From what the caller gives to a list of inputs: a file, a folder, a glob, a list of these, or a DataFrame."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textlens.date.markers import whole_date
from textlens.date.partial import PartialDate, from_object, parse_iso
from textlens.errors import ReadError
from textlens.read.archive import Member, members
from textlens.read.document import Document, from_string, whole
from textlens.read.limits import from_environment
from textlens.read.paths import NOTHING_READABLE, closed, is_archive, is_file, is_input, named, path_name
from textlens.read.reader import read, read_file

if TYPE_CHECKING:
    import pandas as pd

_TEXT_COLUMNS = ("text", "content", "body", "post", "entry", "message", "正文", "内容", "內容", "文本")
_DATE_COLUMNS = ("date", "datetime", "created_at", "time", "timestamp", "日期", "时间", "時間")


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to analyse: a file or a member of an archive still to be read, or a document already in memory. Picklable.

    Attributes:
        path: where it lies, None for a document in memory.
        member: the member of an archive that it is, if it is one.
        problem: why it cannot be read, where that is known already.
    """

    doc_id: str
    path: Path | None = None
    document: Document | None = None
    member: Member | None = None
    problem: str = ""

    def read(self, encoding: str | None) -> Document:
        """The document; `ReadError` where it cannot be read."""
        if self.document is not None:
            if not self.document.text.strip():
                raise ReadError(self.doc_id, "has no text")
            return self.document
        if self.path is None:
            raise ReadError(self.doc_id, "has no text")
        if self.problem:
            raise ReadError(str(self.path), self.problem)
        if self.member is not None:
            document = read(self.member.load(self.doc_id, encoding, from_environment()))
            return replace(document, notes=(*document.notes, *self.member.notes))
        if self.path.is_dir():
            raise ReadError(str(self.path), closed(self.path) or NOTHING_READABLE)
        return read_file(self.path, self.doc_id, encoding)


def resolve(source: Any, *, text_column: str | None, date_column: str | None) -> tuple[list[Input], bool]:
    """The inputs a source stands for, in its order, and whether it named exactly one document.

    An archive of documents is its members, as a folder is its files; alone and unreadable, it is one document that is not read.

    Raises:
        NotFoundError: a path or glob that matches nothing.
        ReadError: a folder without readable files, or one that may not be opened.
        ValueError, TypeError: a source of another kind, a column that is not there, or a limit that is no number.
    """
    if _is_frame(source):
        return _from_frame(source, text_column, date_column), False
    if text_column is not None or date_column is not None:
        raise ValueError("text_column= and date_column= go with a DataFrame; this source is none")
    from_environment()  # a limit that is no number is a mistake of the caller's, not of a file
    if isinstance(source, (str, os.PathLike)):
        name = path_name(source)
        paths = list(named(name))
        single = is_file(name)
    elif isinstance(source, Iterable) and not isinstance(source, (bytes, bytearray)):
        items = list(source)
        wrong = [item for item in items if not isinstance(item, (str, os.PathLike))]
        if wrong:
            raise TypeError(
                f"a list of sources holds {wrong[0]!r:.60}; every entry must be a path (use analyze_text for a text)"
            )
        if not items:
            raise ValueError("the list of sources is empty; give at least one path")
        paths, single = [p for item in items for p in named(path_name(item), listed=True)], False
    else:
        kind = type(source).__name__
        raise TypeError(f"source is {kind}; give a path, a glob, a list of these, or a DataFrame (analyze_text takes a string)")
    if single:
        inputs = _expanded(whole(paths[0].name), paths[0], alone=True)
        return _told_apart(inputs), len(inputs) == 1 and inputs[0].member is None
    pairs = zip(_doc_ids(paths), paths, strict=True)
    return _told_apart([entry for doc_id, path in pairs for entry in _expanded(doc_id, path)]), False


def _expanded(doc_id: str, path: Path, *, alone: bool = False) -> list[Input]:
    """The inputs in a file: its members where it is an archive of documents, else the file itself."""
    found = None
    try:
        if is_archive(path):
            found = members(path, is_input, from_environment())
    except ReadError as error:
        return [Input(doc_id, path, problem=error.reason)]
    if found is None:
        return [Input(doc_id, path)]
    return [Input(whole(m.name if alone else f"{doc_id}/{m.name}"), m.path, member=m) for m in found]


def _doc_ids(paths: list[Path]) -> list[str]:
    """The paths relative to their common folder, with forward slashes."""
    absolute = [os.path.abspath(p) for p in paths]
    try:
        common = os.path.commonpath([os.path.dirname(p) for p in absolute])
    except ValueError:  # different drives
        common = ""
    names = [Path(os.path.relpath(p, common)).as_posix() if common else Path(p).as_posix() for p in absolute]
    return [whole(name) for name in names]


def _told_apart(inputs: list[Input]) -> list[Input]:
    """The inputs, no two of one doc_id."""
    return [replace(entry, doc_id=doc_id) for entry, doc_id in zip(inputs, _unique([i.doc_id for i in inputs]), strict=True)]


def _unique(names: list[str]) -> list[str]:
    """The names, every one but the first of several that are the same with ``#2``, ``#3``, … after it."""
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
