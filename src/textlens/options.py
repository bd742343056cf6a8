"""One frozen object with every option, passed all the way down."""

import codecs
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from textlens.date.partial import PartialDate, from_object, parse_iso

Progress = bool | Literal["auto"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller asked for, checked once. Picklable, so a worker process gets the same object.

    Attributes:
        scorer: name of a registered scorer (a callable scorer stays with the caller).
        encoding: codec the caller insists on, or None to find it.
        date: the document's own date as the caller gives it: a year, a month or a day.
        user_words: words added to the segmenter's dictionary, sorted and without repeats.
        user_dict: path of a jieba user dictionary, or None.
    """

    scorer: str = "textlens"
    encoding: str | None = None
    date: PartialDate | None = None
    user_words: tuple[str, ...] = ()
    user_dict: str | None = None


def check_encoding(encoding: Any) -> str | None:
    """Name of a text codec, or None; ``ValueError`` where Python knows no such codec."""
    if encoding is None:
        return None
    if not isinstance(encoding, str):
        raise ValueError(f"encoding={encoding!r}: give the name of a codec such as 'utf-8', 'gb18030' or 'big5hkscs'")
    try:
        info = codecs.lookup(encoding)
    except (LookupError, UnicodeError, ValueError):
        info = None
    if info is None or not getattr(info, "_is_text_encoding", True):
        known = "'utf-8', 'gb18030' or 'big5hkscs'"
        raise ValueError(f"encoding={encoding!r} is not a codec Python knows; use one such as {known}")
    return encoding


def check_date(date: Any) -> PartialDate | None:
    """The caller's ``date=``: a year, ``YYYY-MM``, ``YYYY-MM-DD`` or a date object."""
    if date is None:
        return None
    parsed = parse_iso(date) if isinstance(date, str) else from_object(date)
    if parsed is None:
        raise ValueError(f"date={date!r} is not a date; give a year (2024), a month ('2024-03') or a day ('2024-03-18')")
    return parsed


def check_user_words(user_words: Any) -> tuple[tuple[str, ...], str | None]:
    """Split ``user_words=`` into (words, path of a jieba dictionary); one of the two is empty."""
    if user_words is None:
        return (), None
    if isinstance(user_words, (str, os.PathLike)):
        path = os.fspath(user_words)
        if not os.path.isfile(path):
            raise ValueError(f"user_words={path!r}: no such file; give a list of words or the path of a jieba dictionary")
        return (), path
    if isinstance(user_words, (bytes, bytearray)) or not isinstance(user_words, Iterable):
        raise ValueError(f"user_words={user_words!r}: give a list of words or the path of a jieba dictionary")
    words = list(user_words)
    for word in words:
        if not isinstance(word, str) or not word.strip():
            raise ValueError(f"user_words holds {word!r}; every entry must be a word (a non-empty string)")
    return tuple(sorted({word.strip() for word in words})), None


def check_progress(progress: Any) -> Progress:
    """``"auto"``, True or False."""
    if isinstance(progress, bool):
        return progress
    if isinstance(progress, str) and progress == "auto":
        return "auto"
    raise ValueError(f"progress={progress!r}: give 'auto', True or False")


def check_workers(workers: Any) -> int:
    """A number of worker processes, at least 1."""
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < 1:
        raise ValueError(f"workers={workers!r}: give a whole number of processes, 1 or more")
    return workers
