"""Keywords: the words that tell one period from the others."""

import math
from collections import Counter

import numpy as np
import pandas as pd

#: Words a period shows.
N_KEYWORDS = 5
# jieba tags of content words: nouns, verbs, adjectives, idioms, set phrases, foreign words.
_CONTENT = ("n", "v", "a", "i", "l", "j", "z", "eng")
# Function words and bare verbs that carry no topic, in both languages.
_FUNCTION_WORDS = (
    "没有 不是 就是 还是 可以 可能 开始 觉得 知道 时候 东西 事情 感觉 应该 需要 不会 不能 不要 自己 一个 什么 怎么 这样 那样 起来 出来 下来 过来 回来 成为 进行 "
    "有点 有些 能够 只能 不得不 看到 说道 发现 想到 继续 所有 有人 还有 只有 也许 于是 时间 "
    "the and that this with from they them their there then than was were been have has had having will would could should "
    "what when where which while who whom whose why how you your yours she her hers him his its our ours not don't didn't doesn't "
    "for but are did does doing done can can't couldn't wouldn't i'm i've i'd i'll it's that's into onto over under about after before "
    "again all any both each few more most other some such only own same too very just also because until out off here even still "
    "get got went gone going come came one two like much many every never ever way thing things said say says back down made make"
)
_STOP = frozenset(_FUNCTION_WORDS.split())


def keywords(tokens: pd.DataFrame, sentences: pd.DataFrame, group: np.ndarray, n: int) -> list[str]:
    """For each of n groups of sentences, its most telling words, joined by spaces ("" where there are none).

    A word weighs its count times the logarithm of how few of the groups it occurs in (tf-idf, Spärck Jones 1972).
    """
    row_of = {
        key: g for key, g in zip(zip(sentences["doc_id"], sentences["sentence_id"], strict=True), group, strict=True) if g >= 0
    }
    counts: list[Counter[str]] = [Counter() for _ in range(n)]
    wanted = tokens[tokens["is_word"].to_numpy(dtype=bool)]
    for doc_id, sentence_id, word, pos in zip(
        wanted["doc_id"], wanted["sentence_id"], wanted["lookup"], wanted["pos"], strict=True
    ):
        number = row_of.get((doc_id, sentence_id))
        if number is not None and _tells(word, pos):
            counts[number][word] += 1
    spread = Counter(word for count in counts for word in count)
    return [" ".join(_top(count, spread, n)) for count in counts]


def _tells(word: str, pos: str) -> bool:
    if word in _STOP or not pos.startswith(_CONTENT) or (pos in ("nr", "nrt", "nrfg") and len(word) < 2):
        return False
    return len(word) >= 3 if word.isascii() else len(word) >= 2


def _top(count: Counter[str], spread: Counter[str], n: int) -> list[str]:
    def weight(word: str) -> float:
        return count[word] * math.log((n + 1) / spread[word])

    # Ties in order of appearance, which Counter keeps.
    return sorted(count, key=weight, reverse=True)[:N_KEYWORDS]
