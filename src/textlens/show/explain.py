"""Why a sentence has its score: its tokens with what each adds, as a frame that a notebook shows in colour."""

from html import escape
from typing import Any, ClassVar

import pandas as pd

from textlens.show.html import FAINT, NEGATIVE, POSITIVE
from textlens.show.values import signed

# Contributions at which a word's colour is full; a clearly toned sentence rarely has a word beyond it.
_FULL = 0.35


class Explanation(pd.DataFrame):
    """The tokens of one sentence with their `contribution`; a notebook shows the sentence coloured above them.

    Attributes:
        base: what the sentence is worth before any of its tokens is read; ``base + contribution.sum()`` is `sentiment`.
        sentiment: the sentence's score, -1..1.
        text: the sentence as it stands in the document.
        offset: offset of the sentence in the document's text.
    """

    _metadata: ClassVar[list[str]] = ["base", "sentiment", "text", "offset"]
    base: float
    sentiment: float
    text: str
    offset: int

    @property
    def _constructor(self) -> Any:
        # A part of the table is a plain frame: what it adds up to would no longer be the sentiment.
        return pd.DataFrame

    @classmethod
    def of(cls, sentence: "pd.Series[Any]", tokens: pd.DataFrame) -> "Explanation":
        """The explanation of a row of the sentences frame by its rows of the tokens frame."""
        made = cls(tokens.reset_index(drop=True))
        made.base, made.sentiment = float(sentence["base"]), float(sentence["sentiment"])
        made.text, made.offset = str(sentence["text"]), int(sentence["start"])
        return made

    def _repr_html_(self) -> str:
        table: Any = pd.DataFrame(self)
        return explanation_html(self) + (table._repr_html_() or "")


def explanation_html(explanation: Explanation) -> str:
    """The sentence with each token in the colour of what it adds, and the sum below. All text is escaped."""
    text, parts, at = explanation.text, list[str](), 0
    spans = explanation[["start", "end"]].to_numpy() - explanation.offset
    for (start, end), added in zip(spans.tolist(), explanation["contribution"].tolist(), strict=True):
        parts += [escape(text[at:start]), _coloured(text[start:end], added)]
        at = end
    parts.append(escape(text[at:]))
    words = explanation.sentiment - explanation.base
    total = (
        f"sentiment {signed(explanation.sentiment)} = base {signed(explanation.base)} and words {signed(words)}"
        if words == words
        else "no sentiment: nothing to read"
    )
    return (
        '<div style="font-size:14px;line-height:1.9">'
        f'<p style="margin:0">{"".join(parts)}</p>'
        f'<p style="margin:2px 0 6px 0;font-size:12px;color:{FAINT}">{total}</p></div>'
    )


def _coloured(token: str, contribution: float) -> str:
    strength = min(1.0, abs(contribution) / _FULL) if contribution == contribution else 0.0
    if strength < 0.06:
        return escape(token)
    alpha = f"{round(25 + 150 * strength):02x}"
    colour = (POSITIVE if contribution > 0 else NEGATIVE) + alpha
    return (
        f'<span title="{signed(contribution, 3)}" style="background:{colour};border-radius:3px;padding:1px 0">'
        f"{escape(token)}</span>"
    )
