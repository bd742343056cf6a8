"""Front matter: the ``key: value`` head of a document."""

import re

from textlens.split.lines import Line

_KEY = re.compile(r"([A-Za-z_][\w-]*)\s*[:=]\s*(.*)$")
# What else a line of front matter can open with: a list, a comment, the rest of a value.
_GOES_ON = "-#[]{}\"',"
_KNOWN = frozenset(
    [
        "title",
        "date",
        "categories",
        "category",
        "tags",
        "layout",
        "description",
        "author",
        "slug",
        "lang",
        "updated",
        "lastmod",
        "permalink",
        "draft",
    ]
)


def front_matter_end(text: str, lines: list[Line]) -> tuple[int, int]:
    """(number of lines the front matter takes, offset of its end); (0, 0) where there is none.

    ``---`` or ``+++`` fences, and the form some blog engines write: keys first, closed by a lone ``---``. A line that is
    neither a key nor the rest of a value is prose, and what looked like a fence a rule.
    """
    first = next((i for i, line in enumerate(lines[:5]) if line.end > line.start), None)
    if first is None:
        return 0, 0
    body = text[lines[first].start : lines[first].end]
    fenced = body in ("---", "+++")
    if not fenced and not ((match := _KEY.match(body)) and match.group(1).lower() in _KNOWN):
        return 0, 0
    begin = first + fenced
    keys, quote = 0, ""
    for i in range(begin, min(len(lines), first + 300)):
        line = lines[i]
        body = text[line.start : line.end]
        if body in ("---", "+++", "..."):
            return (i + 1, line.end) if keys else (0, 0)
        match = _KEY.match(body)
        if quote:
            quote = "" if body.endswith(quote) else quote
        elif match:
            keys += 1
            quote = _open_quote(match.group(2))
        elif (not body and i == begin) or (body and body[0] not in _GOES_ON and not line.indent):
            return 0, 0
    return 0, 0


def _open_quote(value: str) -> str:
    """The quotation mark that opens a value and does not close it on its line."""
    mark = value[:1]
    return mark if mark in ('"', "'") and (len(value) == 1 or not value.endswith(mark)) else ""


def front_matter_fields(text: str) -> dict[str, str]:
    """The top-level ``key: value`` pairs of a front matter, keys in lower case, quotes removed.

    Values that go over several lines are left out: only titles and dates are looked for here.

    >>> front_matter_fields('---\\ntitle: "二月"\\ndate: 2024-02-03\\n---')
    {'title': '二月', 'date': '2024-02-03'}
    """
    fields: dict[str, str] = {}
    for line in text.splitlines():
        match = _KEY.match(line)
        if not match or not match.group(2).strip():
            continue
        value = match.group(2).strip()
        if len(value) >= 2 and value[0] in "\"'" and value[-1] == value[0]:
            value = value[1:-1]
        fields.setdefault(match.group(1).lower(), value)
    return fields
