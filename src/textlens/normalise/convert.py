"""OpenCC, wrapped once: Traditional characters to Simplified, one for one."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

#: A character no document holds between two sentences, because sentences never hold a line feed in their shadow.
_BETWEEN = "\n"

# OpenCC knows 著书, 著作 and the like, and so leaves 看著书 as it stands: behind these verbs it is the particle.
_PARTICLE = re.compile(
    r"(?<=[看背抱拿沿跟随听翻穿戴贴缠盯捧提握读望对向顺朝靠坐站躺蹲哭笑想披围挂放堆摆闻踩护夹带])著(?=书|白|作业|录音)"
)
# And a work is no particle: 专著, 论著 (but 讨论着).
_WORK = re.compile(r"(?<=[专土卓昭遗原])着|(?<=(?<!翻)译)着|(?<=(?<![讨争议谈辩评])论)着")
# Taiwan's forms that OpenCC leaves, or turns into ones the mainland does not use.
_LEFT = str.maketrans("揹伕暱", "背夫昵")
_WORDS = {"想像": "想象", "座标": "坐标", "薰陶": "熏陶", "薰染": "熏染", "利欲薰心": "利欲熏心"}
_WORD = re.compile("|".join(_WORDS))


@cache
def _converter(config: str) -> Any:
    import opencc

    return opencc.OpenCC(config)


def _convert(text: str, config: str) -> str:
    converted: str = _converter(config).convert(text)
    if len(converted) != len(text):
        # No phrase of these configurations changes a length today; should one ever do, fall back to single
        # characters, which cannot move an offset.
        parts = (_converter(config).convert(c) for c in text)
        converted = "".join(p if len(p) == 1 else c for p, c in zip(parts, text, strict=True))
    return converted


def to_simplified(text: str) -> str:
    """Simplified twin of a Traditional text, of the same length in code points.

    Taiwan's variants first (``tw2s`` tells 看著 from 著名), then what only Hong Kong writes (衞, 裏).

    >>> to_simplified("她看著著名的衞星")
    '她看着著名的卫星'
    """
    converted = _convert(_convert(text, "tw2s"), "hk2s").translate(_LEFT)
    converted = _WORK.sub("著", _PARTICLE.sub("着", converted))
    return _WORD.sub(lambda word: _WORDS[word.group()], converted)


def to_simplified_each(texts: Sequence[str]) -> list[str]:
    """`to_simplified` for many sentences in one call; none may hold a line feed."""
    if not texts:
        return []
    return to_simplified(_BETWEEN.join(texts)).split(_BETWEEN)
