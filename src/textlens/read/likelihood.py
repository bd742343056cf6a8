"""How much decoded bytes look like text somebody wrote: what decides between codecs that could all be meant."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

# The most frequent characters of modern Chinese prose in both scripts and a few marks: text decoded with the wrong
# codec holds hardly any of them.
FREQUENT = frozenset(
    "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後作里裡"
    "用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實日月很吃"
    "把手爱愛老吗嗎吧啊呢，。、？！：；“”「」（）《》…—‘’·～　"
)
# A Western letter stands in a word of ASCII letters, a capital only at a word's beginning; quotation marks stand anywhere.
_WESTERN = re.compile(
    "(?<=[A-Za-z'’])[à-öø-ÿßœšž]{1,2}(?![À-ÿŒœŠšŽž])|(?<![A-Za-zÀ-ÿŒœŠšŽž])[À-ÖØ-ÞŒŠŽà-öø-ÿœšž](?=[A-Za-z'’])"
    "|[‘’“”–—…•‹›«»„‚™®©\xa0](?![¡-¿])|(?<=[0-9] )[°€£§]|(?<=[0-9])[°€£]|[€£§](?=\\s?[0-9])|[¿¡](?=[A-Za-z])"
)
# So much do the first few characters weigh against the order of frequency that the codec's own table is in.
_FEW = 4.0


def chinese(text: str, codec: str, replaced: int) -> float:
    """Likelihood that the text is Chinese decoded rightly: 1 or more for prose, below 0.2 for the wrong codec.

    Args:
        text: the decoded text.
        codec: what decoded it.
        replaced: number of bytes that could not be decoded.
    """
    counts = Counter(text)
    if not codec.startswith("utf-16"):  # there ASCII tells as much as anything: the wrong byte order has none
        counts = Counter({c: n for c, n in counts.items() if c > "\x7f"})
    total = max(1, counts.total())
    frequent = sum(n for c, n in counts.items() if c in FREQUENT or " " <= c <= "~" or c in "\t\n\r")
    strange = sum(n for c, n in counts.items() if c != "\ufffd" and _is_strange(c))
    usual = sum(n * _usual(c, codec) for c, n in counts.items())
    share = (frequent + 0.5 * _FEW * usual / total) / (total + _FEW)
    return 2.5 * share - 3.0 * replaced / total - strange / total


def _is_strange(character: str) -> bool:
    """Whether hardly anybody writes the character: unassigned, private, a control or beyond the basic plane (no emoji)."""
    return unicodedata.category(character) in ("Cn", "Co", "Cc") or (character > "\uffff" and not _is_emoji(character))


def _is_emoji(character: str) -> bool:
    return "\U0001f000" <= character <= "\U0001faff"


@lru_cache(maxsize=8192)
def _usual(character: str, codec: str) -> float:
    """1 where the code's own table has the character in its part for everyday use, less for any other Han character."""
    table, last, trail = ("cp950", b"\xc6\x7e", 0x40) if codec in ("big5hkscs", "cp950") else ("gbk", b"\xd7\xf9", 0xA1)
    try:
        code = character.encode(table)
        everyday = len(code) == 1 or (b"\xa1" <= code <= last and code[1] >= trail)
    except UnicodeEncodeError:
        everyday = _is_emoji(character)
    return 1.0 if everyday else 0.25 if "\u4e00" <= character <= "\u9fff" else 0.0


def western(text: str) -> float:
    """Likelihood that the text is a Western language decoded rightly as Windows-1252, 0..0.6.

    >>> western("naïve café — “déjà vu”"), western("½ñÌìÕæ¿ªÐÄ")
    (0.6, 0.0)
    """
    foreign = sum(c > "\x7f" for c in text)
    return 0.6 * sum(len(found) for found in _WESTERN.findall(text)) / max(1, foreign)
