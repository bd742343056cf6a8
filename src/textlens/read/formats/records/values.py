"""JSON values out of a file's text: one, one a line, or several behind one another; where that fails, why and in which line."""

import json
import re
from collections.abc import Iterator
from typing import Any

from textlens.errors import ReadError
from textlens.read.file import File
from textlens.read.formats.entries.collection import listed
from textlens.read.formats.records.shapes import DEEPEST

#: What Twitter's archive writes before the list of tweets.
_ASSIGNMENT = re.compile(r"\s*(?:window\.[\w.]+|(?:var|let|const)\s+\w+)\s*=\s*")
_LINES = frozenset((".jsonl", ".ndjson"))
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|-?Infinity|NaN', re.S)


class _Refused(ValueError):
    """What JSON does not allow, or leaves open: a number that is none, a key that stands twice."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Refused("a key stands twice in one object")
    return found


def _constant(name: str) -> Any:
    raise _Refused(f"{name} is no JSON value")


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)


def values_of(file: File, text: str, notes: list[str]) -> Any:
    """The file's value; the values of its lines as a list."""
    text = text.lstrip("\ufeff")
    assigned = _ASSIGNMENT.match(text)
    start = assigned.end() if assigned else len(text) - len(text.lstrip())
    end = len(text.rstrip("; \t\r\n")) if assigned else len(text)
    try:
        value, stop = _decoded(text, start, end)
        if not text[stop:end].strip():
            return value
        if file.ending not in _LINES and text[stop:end].lstrip()[0] not in '{["':
            raise json.JSONDecodeError("Extra data", text, stop + len(text[stop:]) - len(text[stop:].lstrip()))
    except json.JSONDecodeError as error:
        if file.ending not in _LINES:
            raise ReadError(file.path, _reason(text, error.pos, error.msg)) from None
    except _Refused as error:
        if file.ending not in _LINES:
            raise ReadError(file.path, f"is not valid JSON: {_where(text, str(error))}") from None
    except ValueError as error:  # a number of thousands of digits
        raise ReadError(file.path, f"is not valid JSON: {str(error)[:120]}") from None
    except RecursionError:
        raise ReadError(file.path, f"is nested too deeply: more than {DEEPEST} levels") from None
    return _lines(file, text, notes)


def _decoded(text: str, start: int, end: int) -> tuple[Any, int]:
    value, stop = _DECODER.raw_decode(text if end == len(text) else text[:end], start)
    return value, stop


def _lines(file: File, text: str, notes: list[str]) -> list[Any]:
    """The values of a file with one a line, or of one with several behind one another."""
    found: list[Any] = []
    bad: list[str] = []
    lines = [(i, line) for i, line in enumerate(text.split("\n"), 1) if line.strip()]
    for i, line in lines:
        try:
            found.append(_DECODER.decode(line.strip()))
        except (ValueError, RecursionError) as error:
            reason = str(error).partition(":")[0] if not isinstance(error, RecursionError) else "nested too deeply"
            bad.append(f"line {i} ({reason})")
    if len(bad) * 2 <= len(lines):
        if bad:
            notes.append(f"no valid JSON, left out: {listed(bad)}")
        return found
    if file.ending in _LINES and not _follow(text):
        raise ReadError(file.path, f"is not valid JSON, one value a line: {listed(bad)}")
    try:
        return list(_stream(text))
    except json.JSONDecodeError as error:
        raise ReadError(file.path, _reason(text, error.pos, error.msg)) from None
    except ValueError as error:
        raise ReadError(file.path, f"is not valid JSON: {_where(text, str(error))}") from None


def _follow(text: str) -> bool:
    """Whether values of several lines each stand behind one another."""
    try:
        return bool(list(_stream(text)))
    except (ValueError, RecursionError):
        return False


def _stream(text: str) -> Iterator[Any]:
    at = 0
    while True:
        at += len(text[at : at + 1000]) - len(text[at : at + 1000].lstrip(" \t\r\n,"))
        if at >= len(text):
            return
        if text[at] in " \t\r\n,":
            continue
        value, at = _DECODER.raw_decode(text, at)
        yield value


def _reason(text: str, at: int, message: str) -> str:
    """What is wrong with a file at a place, and where that is."""
    line = text.count("\n", 0, at) + 1
    before = text[max(0, at - 200) : at].rstrip()
    behind = text[at : at + 200].lstrip()
    if not behind:
        return f"is not valid JSON: it ends too early, in line {line}; it looks truncated"
    if message.startswith(("Unterminated string", "Invalid control character")) and '"' not in text[at + 1 :]:
        return f"is not valid JSON: a string that begins in line {line} never ends; it looks truncated"
    if (before.endswith(",") and behind[0] in "]}") or re.match(r",\s*[\]}]", behind):
        return f"is not valid JSON: a comma before the closing bracket in line {line}; remove it"
    if message.startswith("Extra data"):
        return f"is not valid JSON: more text behind its end, in line {line}"
    return f"is not valid JSON: {message.lower()} in line {line}"


def _where(text: str, reason: str) -> str:
    """The reason for which a value was refused, with the line in which it stands."""
    keys: list[set[str] | None] = []
    last = ""
    for match in _TOKEN.finditer(text):
        token = match[0]
        line = text.count("\n", 0, match.start()) + 1 if token[0] in "-NI" else 0
        if line and token in reason:
            return f"{reason} (line {line}); write null"
        if token in "{[":
            keys.append(set() if token == "{" else None)
        elif token in "}]" and keys:
            keys.pop()
        elif token == ":" and keys and (known := keys[-1]) is not None:
            name = json.loads(last, strict=False) if last.startswith('"') else last
            if name in known and reason.startswith("a key"):
                line = text.count("\n", 0, match.start()) + 1
                return f"the key {name!r:.60} stands twice in one object (line {line}); only one of them can be meant"
            known.add(name)
        last = token
    return reason
