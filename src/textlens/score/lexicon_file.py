"""A user's word list: from a file of words and values to a dictionary of values in -1..1."""

import csv
import math
import re
import unicodedata
import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from textlens.errors import NotFoundError
from textlens.identify.script import document_script, han_script
from textlens.normalise.convert import to_simplified_each

Entry = tuple[int, str, float]  # line, word, value

#: Names by which a first line is known as a heading rather than as an entry with a damaged number.
_WORD_HEADS = "|word|words|term|terms|token|entry|lemma|phrase|emoji|text|词|词语|单词|词汇|詞|詞語|單詞|詞彙|表情|"
_VALUE_HEADS = (
    "|value|values|score|valence|sentiment|polarity|weight|rating|mean|值|分|分数|分值|得分|情感|情感值|情感分|极性|强度|权重|數值|分數|"
    "極性|強度|權重|"
)
# Variation selectors and skin tones: ❤️ and ❤, 👍🏽 and 👍 are one entry.
_EMOJI_VARIANTS = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_FORM = "one 'word,value' (csv), word and value with a tab between (tsv), or 'word value' a line"


def fold(text: str) -> str:
    """The form in which entries and tokens are compared: NFKC, lower case, one kind of apostrophe, plain emoji.

    >>> fold("ＤＯＮ’T"), fold("❤️") == fold("❤")
    ("don't", True)
    """
    return _EMOJI_VARIANTS.sub("", unicodedata.normalize("NFKC", text).lower().replace("’", "'"))


def read_lexicon(path: str) -> dict[str, float]:
    """Word or phrase (folded, Simplified) -> value in -1..1, the file's values divided by the largest in size.

    Args:
        path: a UTF-8 file, with or without a byte-order mark: csv or tsv (the first two columns; a heading is optional) or
            lines ``word value``. Values are on any scale whose 0 is neutral.

    Warns:
        UserWarning: words that differ only in case, width or script have several values; each gets the mean.

    Raises:
        NotFoundError: there is no such file.
        ValueError: it is a folder, not UTF-8, empty, a line is no entry, or two lines give one word different values; the
            message says which line.
    """
    file = Path(path).expanduser()
    try:
        status = file.stat()
    except (OSError, ValueError):
        raise NotFoundError(f"scorer='lexicon:{path}'", f"no such file; give {_FORM}") from None
    return _read(path, file.absolute(), status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _read(path: str, file: Path, changed: int, size: int) -> dict[str, float]:
    """The file as it stood at `changed`; kept, because a worker asks for it with every document."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _wrong(path, f"line {line} is not UTF-8; save the file as UTF-8") from None
    except OSError as error:
        raise _wrong(path, f"cannot be read: {error.strerror}") from None
    entries = [(number, word, _number(path, number, word, value)) for number, word, value in _rows(path, text)]
    if not entries:
        raise _wrong(path, f"holds no entry; give {_FORM}")
    largest = max(abs(value) for _, _, value in entries)
    if largest == 0:
        raise _wrong(path, "every value is 0; nothing would have a sentiment")
    forms = _simplified([word for _, word, _ in entries])
    return {form: value / largest for form, value in _merged(path, entries, forms).items()}


def _merged(path: str, entries: list[Entry], forms: list[str]) -> dict[str, float]:
    """One value for each form: the mean where it is written in several ways (:-P and :-p, 鹹 and 咸) with several values."""
    found: dict[str, dict[str, Entry]] = {}
    for (number, word, value), form in zip(entries, forms, strict=True):
        if not form:
            raise _wrong(path, f"line {number} has no word before its value")
        first, _, known = found.setdefault(form, {}).setdefault(word, (number, word, value))
        if known != value:
            raise _wrong(
                path, f"line {number} gives {word!r} the value {value:g}, but line {first} gave it {known:g}; keep one of them"
            )
    several = [list(ways.values()) for ways in found.values() if len({value for _, _, value in ways.values()}) > 1]
    if several:
        shown = "; ".join(
            ", ".join(f"{word} {value:g} (line {number})" for number, word, value in ways) for ways in several[:3]
        )
        warnings.warn(
            f"lexicon:{path}: {len(several)} word(s) with several values, written in ways that differ only in case, width or script, get the mean: {shown}"
            f"{' …' if len(several) > 3 else ''}",
            UserWarning,
            stacklevel=2,
        )
    return {form: sum(value for _, _, value in ways.values()) / len(ways) for form, ways in found.items()}


def _wrong(path: str, problem: str) -> ValueError:
    return ValueError(f"scorer='lexicon:{path}': {problem}")


def _rows(path: str, text: str) -> Iterator[tuple[int, str, str]]:
    """(line, word, value) of every line with something in it, the heading left out."""
    lines = re.split(r"\r\n|\r|\n", text)
    first = next((line for line in lines if line.strip()), "")
    separator = next((sign for sign in "\t,;" if sign in first), None)
    heading_possible = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        fields = _fields(line, separator)
        if len(fields) < 2:
            raise _wrong(path, f"line {number}: {line.strip()!r:.60} has no value; give {_FORM}")
        word, value = fields[0].strip(), fields[1].strip()
        heading = (
            heading_possible
            and not _is_number(value)
            and (f"|{word.lower()}|" in _WORD_HEADS or f"|{value.lower()}|" in _VALUE_HEADS)
        )
        heading_possible = False
        if not heading:
            yield number, word, value


def _fields(line: str, separator: str | None) -> list[str]:
    if separator is None:
        return line.rsplit(maxsplit=1)
    if separator == "\t":
        return line.split("\t")
    try:
        return next(csv.reader([line], delimiter=separator))
    except csv.Error:
        return line.split(separator)


def _is_number(value: str) -> bool:
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False


def _number(path: str, number: int, word: str, value: str) -> float:
    if not _is_number(value):
        hint = "; a heading must be 'word,value'" if number == 1 else ""
        raise _wrong(path, f"line {number}: {value!r:.40}, the value of {word!r:.40}, is not a number{hint}")
    return float(value)


def _simplified(words: list[str]) -> list[str]:
    """The words as the shadow of a text would hold them: Traditional ones Simplified, all folded, one space at most."""
    usual = document_script("".join(words))
    scripts = [usual if script == "Hani" else script for script in map(han_script, words)]
    converted = iter(to_simplified_each([word for word, script in zip(words, scripts, strict=True) if script == "Hant"]))
    forms = [next(converted) if script == "Hant" else word for word, script in zip(words, scripts, strict=True)]
    return [" ".join(fold(form).split()) for form in forms]
