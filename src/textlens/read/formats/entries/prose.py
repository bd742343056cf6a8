"""Whether a value is prose."""

import re

from textlens.read.formats.entries.days import days_of

#: Addresses and markup.
NO_WORDS = re.compile(r"<[^<>]*>|[a-zA-Z][a-zA-Z0-9+.-]{0,20}://\S+|\bwww\.\S+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|[\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W\d_]{2}|\b[aI]\b")
_SENTENCE_END = re.compile(r"[。！？!?….]['\"”’」』)）]*\s*$")


def reads_as_prose(text: str) -> bool:
    """Whether a value is somebody's words and not a name, a number, an address or a date; judged by its beginning.

    >>> [reads_as_prose(t) for t in ("今天下了一天雨。", "We went home early", "app-settings", "https://a.b/c d", "2024年3月5日")]
    [True, True, False, False, False]
    """
    words = NO_WORDS.sub(" ", text[:2000]).strip()
    unspaced = len(_UNSPACED.findall(words))
    spaced = sum(bool(_WORD.search(token)) for token in words.split())
    ended = bool(_SENTENCE_END.search(words)) and (unspaced >= 2 or spaced >= 2)
    if not (ended or unspaced >= 6 or spaced >= 4):
        return False
    return len(words) > 40 or days_of([words]).days[0] is None
