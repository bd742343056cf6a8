"""The shapes of JSON values: lists of objects, tables written by columns, objects within objects, entries of Day One."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from textlens.read.document import Part
from textlens.read.formats.entries.columns import find_columns
from textlens.read.formats.entries.days import days_of
from textlens.read.formats.entries.names import is_known, key
from textlens.read.formats.entries.parts import entry_parts as markdown_parts

#: How many levels a value may have.
DEEPEST = 100


def is_entry(value: Mapping[str, Any]) -> bool:
    """Whether an object is one entry by itself: it has a text with a usual name, and no other prose or list of objects."""
    if records_of(value) is not None or any(records_of(inner) is not None for inner in value.values()):
        return False
    flat = flattened(value)
    columns = find_columns(list(flat), [list(flat.values())], prose=True)
    return columns is not None and columns.named and not columns.left_out


def records_of(value: Any) -> list[tuple[str, Any]] | None:
    """The objects of a list of objects, or of a mapping whose values are alike, each with its key; None where it is neither."""
    if isinstance(value, list):
        objects = sum(isinstance(inner, dict) for inner in value)
        return [("", inner) for inner in value] if objects and 2 * objects >= len(value) else None
    if isinstance(value, dict) and value and all(isinstance(inner, dict) and inner for inner in value.values()):
        shared = set.intersection(*(set(inner) for inner in value.values()))
        dated = not days_of(list(value), named=False).unread
        texts = {name for name in shared if all(isinstance(inner[name], str) for inner in value.values())}
        columns = find_columns(list(texts), [[inner[name] for name in texts] for inner in value.values()]) if texts else None
        if columns is not None and columns.named and (len(value) > 1 or dated):
            return list(value.items())
    return None


def transposed(value: Any) -> Any:
    """A table written column by column, or as columns and rows, as a list of objects; anything else as it is."""
    if not isinstance(value, dict) or not any(map(is_known, value)):
        if isinstance(value, dict) and set(value) >= {"columns", "data"} and isinstance(value["columns"], list):
            names, rows = value["columns"], value["data"]
            if isinstance(rows, list) and all(isinstance(row, list) and len(row) == len(names) for row in rows):
                return [dict(zip(map(str, names), row, strict=True)) for row in rows]
        return value
    columns = list(value.values())
    if len(columns) < 2:
        return value
    if all(isinstance(c, dict) and c.keys() == columns[0].keys() for c in columns):
        columns = [list(c.values()) for c in columns]
    if not all(isinstance(c, list) and len(c) == len(columns[0]) for c in columns):
        return value
    if any(isinstance(cell, (dict, list)) for c in columns for cell in c):
        return value
    return [dict(zip(value, row, strict=True)) for row in zip(*columns, strict=True)]


def is_day_one(record: dict[str, Any]) -> bool:
    """Whether an object is an entry of Day One's export, whose text is Markdown."""
    return record.keys() >= {"creationDate", "uuid", "text"} and isinstance(record["text"], str)


def localised(record: Any) -> Any:
    """A Day One entry with the day it had where it was written; its date is in UTC, the time zone beside it."""
    if not (isinstance(record, dict) and is_day_one(record) and isinstance(zone := record.get("timeZone"), str)):
        return record
    try:
        made = dt.datetime.fromisoformat(str(record["creationDate"]))
        return {**record, "creationDate": made.astimezone(ZoneInfo(zone.strip())).date().isoformat()}
    except (ValueError, OSError, OverflowError, ZoneInfoNotFoundError):
        return record


def markdown_of(text: str) -> list[Part]:
    """The blocks of an entry in Markdown; its headings stand below those of entries."""
    return [replace(part, level=min(6, part.level + 1) if part.level else 0) for part in markdown_parts(text, None)]


def flattened(record: Any) -> dict[str, Any]:
    """An object's values by their names, those of objects within it by names with dots; lists of strings as text."""
    flat: dict[str, Any] = {}
    stack: list[tuple[str, Any]] = [("", record)]
    while stack:
        name, value = stack.pop()
        if name.count(".") > DEEPEST:
            continue
        if isinstance(value, dict):
            stack.extend((f"{name}.{k.replace('.', '_')}" if name else k, v) for k, v in reversed(value.items()))
        elif isinstance(value, list):
            text = _pieces(value)
            if text:
                flat[name] = text
            elif key(name).removesuffix("s") == "author":
                flat[f"{name}.name"] = ", ".join(str(a["name"]) for a in value if isinstance(a, dict) and a.get("name"))
        else:
            flat[name or "text"] = value
    return flat


def _pieces(value: list[Any]) -> str:
    """The text of a list of strings, a line each; of one whose strings are cut by objects with a text (links, names), in one."""
    if value and all(isinstance(inner, str) for inner in value):
        return "\n".join(value)
    pieces = [inner if isinstance(inner, str) else inner.get("text") if isinstance(inner, dict) else None for inner in value]
    if any(isinstance(inner, str) for inner in value) and all(isinstance(piece, str) for piece in pieces):
        return "".join(filter(None, pieces))
    return ""
