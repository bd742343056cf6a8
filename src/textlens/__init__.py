"""textlens: how a text feels, where and why, in Chinese, English or both.

>>> import textlens
>>> result = textlens.analyze_text("今天真开心。The rain never stopped, and I hated it.")
>>> list(result.sentences["text"])
['今天真开心。', 'The rain never stopped, and I hated it.']
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# Public name -> module that defines it. Importing textlens itself must stay cheap (no pandas, no model),
# so each name is imported when it is first used.
_PUBLIC = {
    "analyze": "textlens.api",
    "analyze_text": "textlens.api",
    "load": "textlens.save.store",
    "scorers": "textlens.score.registry",
    "evaluate": "textlens.evaluation.evaluate",
    "Evaluation": "textlens.evaluation.evaluate",
    "Analysis": "textlens.analysis",
    "Scorer": "textlens.score.protocol",
    "SentenceBatch": "textlens.score.protocol",
    "Scores": "textlens.score.protocol",
    "ReadError": "textlens.errors",
    "TextlensError": "textlens.errors",
}

__all__ = ["__version__", *_PUBLIC]

if TYPE_CHECKING:
    from textlens.analysis import Analysis as Analysis
    from textlens.api import analyze as analyze
    from textlens.api import analyze_text as analyze_text
    from textlens.errors import ReadError as ReadError
    from textlens.errors import TextlensError as TextlensError
    from textlens.evaluation.evaluate import Evaluation as Evaluation
    from textlens.evaluation.evaluate import evaluate as evaluate
    from textlens.save.store import load as load
    from textlens.score.protocol import Scorer as Scorer
    from textlens.score.protocol import Scores as Scores
    from textlens.score.protocol import SentenceBatch as SentenceBatch
    from textlens.score.registry import scorers as scorers


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'textlens' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_PUBLIC[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_PUBLIC})
