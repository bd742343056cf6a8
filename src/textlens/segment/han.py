"""jieba, wrapped once: the words of runs that hold Han characters, with jieba's part-of-speech tags.

The work is done by rjieba, which gives the tokens of ``jieba.lcut`` ten times faster; every dictionary in use is an
instance of our own, never the global one that other code may have changed.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

# jieba cuts only these; any other Han character is a word of its own (rjieba's class is wider).
_JIEBA_HAN = re.compile("([\u4e00-\u9fd5A-Za-z0-9]+)")
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


class Segmenter:
    """jieba with its dictionary and the user's words in both scripts."""

    def __init__(self, entries: Sequence[tuple[str, int | None, str | None]]) -> None:
        import rjieba

        from textlens.normalise.convert import to_simplified_each

        self._jieba: Any = rjieba.Jieba()
        simplified = to_simplified_each([word for word, _, _ in entries])
        self.other_words: tuple[str, ...] = ()
        for (word, frequency, tag), shadow in zip(entries, simplified, strict=True):
            for form in dict.fromkeys((word, shadow)):
                if _JIEBA_HAN.fullmatch(form):
                    self._jieba.add_word(form, frequency, tag)
                else:  # jieba never sees such a form whole: the token rules match it
                    self.other_words += (form,)

    def cut(self, runs: Sequence[str]) -> list[list[str]]:
        """Words of each run as ``jieba.lcut(run)`` gives them; a run must not hold white space."""
        return [[word for word, _ in run] for run in self._split(self._pieces(runs), self._cut_with_empty_tags)]

    def count(self, runs: Sequence[str]) -> list[int]:
        """Number of words of each run."""
        return [len(run) for run in self._split(self._pieces(runs), self._cut_with_empty_tags)]

    def tag(self, runs: Sequence[str]) -> list[list[tuple[str, str]]]:
        """The same words with jieba's tags (``n``, ``v``, ``a``, ``eng``, …; ``x`` where it has none)."""
        return self._split(self._pieces(runs), self._tag)

    def _cut_with_empty_tags(self, text: str) -> list[tuple[str, str]]:
        return [(word, "") for word in self._jieba.cut(text)]

    def _tag(self, text: str) -> list[tuple[str, str]]:
        tagged: list[tuple[str, str]] = self._jieba.tag(text)
        return tagged

    @staticmethod
    def _pieces(runs: Sequence[str]) -> list[list[str]]:
        """Each run split where jieba itself would stop: at Han characters its dictionary cannot hold."""
        return [[p for p in _JIEBA_HAN.split(run) if p] for run in runs]

    @staticmethod
    def _split(pieces: list[list[str]], cut: Any) -> list[list[tuple[str, str]]]:
        known = [piece for run in pieces for piece in run if _JIEBA_HAN.match(piece)]
        words = iter(cut(_BETWEEN.join(known)) if known else ())
        result = []
        for run in pieces:
            tokens: list[tuple[str, str]] = []
            for piece in run:
                if not _JIEBA_HAN.match(piece):
                    tokens += [(character, "x") for character in piece]
                    continue
                length = 0
                while length < len(piece):
                    word, tag = next(words)
                    if word == _BETWEEN:
                        continue
                    tokens.append((word, tag))
                    length += len(word)
            result.append(tokens)
        return result
