"""jieba, wrapped once: the words of runs that hold Han characters, with jieba's part-of-speech tags.

The work is done by rjieba, which gives the tokens of ``jieba.lcut`` ten times faster; every dictionary in use is an
instance of our own, never the global one that other code may have changed.
"""

import re
import sys
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np

# jieba cuts only these; any other Han character is a word of its own (rjieba's class is wider).
_JIEBA_HAN = re.compile("[\u4e00-\u9fd5A-Za-z0-9]+")
_NOT_JIEBA = re.compile("[^\u4e00-\u9fd5A-Za-z0-9\n]")
_SIGN = "。"
_BETWEEN = "\n"


def _read_dictionary(path: str) -> list[tuple[str, int | None, str | None]]:
    """Entries of a jieba user dictionary: ``word [frequency] [tag]`` a line, UTF-8."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"user_words={path!r} cannot be read as a UTF-8 jieba dictionary: {error}") from None
    entries = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = re.fullmatch(r"(.+?)(?: (\d+))?(?: ([a-z]+))?", line.strip())
        if match is None or " " in match.group(1):
            raise ValueError(f"user_words={path!r}, line {number}: {line.strip()!r} is not 'word [frequency] [tag]'")
        entries.append((match.group(1), int(match.group(2)) if match.group(2) else None, match.group(3)))
    return entries


@lru_cache(maxsize=4)
def segmenter(user_words: tuple[str, ...] = (), user_dict: str | None = None) -> "Segmenter":
    """The segmenter for these user words; loading the dictionary takes 0.1 s, once."""
    entries: list[tuple[str, int | None, str | None]] = [(word, None, None) for word in user_words]
    if user_dict is not None:
        entries += _read_dictionary(user_dict)
    return Segmenter(entries)


def _dictionary() -> Any:
    """A dictionary of our own. Importing rjieba makes one: where nobody can have changed it, loading a second is spared."""
    untouched = "rjieba" not in sys.modules
    import rjieba

    # Nobody can change it later either: who imports rjieba next gets a module, and a dictionary, of their own.
    return sys.modules.pop("rjieba") if untouched else rjieba.Jieba()


class Segmenter:
    """jieba with its dictionary and the user's words in both scripts."""

    def __init__(self, entries: Sequence[tuple[str, int | None, str | None]]) -> None:
        from textlens.normalise.convert import to_simplified_each

        self._jieba: Any = _dictionary()
        simplified = to_simplified_each([word for word, _, _ in entries])
        self.other_words: tuple[str, ...] = ()
        self._tags: dict[str, str] = {}  # rjieba keeps the old tag of a word it has
        for (word, frequency, tag), shadow in zip(entries, simplified, strict=True):
            for form in dict.fromkeys((word, shadow)):
                if tag:
                    self._tags[form] = tag
                if _JIEBA_HAN.fullmatch(form):
                    self._jieba.add_word(form, frequency, tag)
                else:  # jieba never sees such a form whole: the token rules match it
                    self.other_words += (form,)

    def cut(self, run: str) -> list[str]:
        """Words of a run (no white space in it) as ``jieba.lcut(run)`` gives them."""
        return self.tag(run, [(0, len(run))])[1]

    def tag(self, text: str, runs: Sequence[tuple[int, int]]) -> tuple[np.ndarray, list[str], list[str]]:
        """Words of the runs text[a:b], in order, with jieba's tags.

        Returns:
            Their offsets in the text (int64 array), the words, and their tags (``n``, ``v``, ``a``, ``eng``, …).
        """
        if not runs:
            return np.zeros(0, dtype=np.int64), [], []
        joined = _BETWEEN.join([text[a:b] for a, b in runs])
        # A sign in place of what jieba cannot hold makes both cut there, and keeps every offset.
        known = _NOT_JIEBA.sub(_SIGN, joined)
        every, classes = zip(*self._jieba.tag(known), strict=True)
        length = np.fromiter(map(len, every), dtype=np.int64, count=len(every))
        kept = [word != _BETWEEN for word in every]
        begin = (np.cumsum(length) - length)[kept]
        words, tags = list(compress(every, kept)), [tag or "x" for tag in compress(classes, kept)]
        if self._tags:
            tags = list(map(self._tags.get, words, tags))
        if known != joined:
            words = [joined[b] if word == _SIGN else word for b, word in zip(begin.tolist(), words, strict=True)]
        run_lengths = np.array([b - a for a, b in runs], dtype=np.int64)
        run_begin = np.cumsum(run_lengths + 1) - run_lengths - 1
        run_start = np.array([a for a, _ in runs], dtype=np.int64)
        run = np.searchsorted(run_begin, begin, side="right") - 1
        return run_start[run] + begin - run_begin[run], words, tags
