"""The package as a whole: importing it costs nothing and changes nothing; its names are there."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import textlens

PUBLIC = {
    "__version__", "analyze", "analyze_text", "load", "scorers", "Analysis", "Scorer", "SentenceBatch", "Scores",
    "ReadError", "TextlensError",
}  # fmt: skip
HEAVY = ["pandas", "numpy", "jieba", "rjieba", "opencc", "matplotlib", "scipy", "rich", "tqdm", "pyarrow", "openpyxl"]
HEAVY += ["vaderSentiment", "snownlp", "torch", "transformers"]

PROBE = """
import json, logging, sys, warnings
before = list(warnings.filters), list(logging.root.handlers), logging.root.level, set(logging.root.manager.loggerDict)
signals = __import__("signal")
handlers = [signals.getsignal(s) for s in (signals.SIGINT, signals.SIGTERM)]
hooks = sys.excepthook, sys.displayhook, sys.stdout, sys.stderr, sys.getrecursionlimit()
opened = []
sys.addaudithook(lambda event, args: opened.append(event) if event in ("socket.connect", "subprocess.Popen") else None)
import textlens
{more}
after = list(warnings.filters), list(logging.root.handlers), logging.root.level, set(logging.root.manager.loggerDict)
print(json.dumps({{
    "modules": sorted(sys.modules),
    "warnings": before[0] == after[0], "logging": before[1:] == after[1:],
    "signals": handlers == [signals.getsignal(s) for s in (signals.SIGINT, signals.SIGTERM)],
    "hooks": hooks == (sys.excepthook, sys.displayhook, sys.stdout, sys.stderr, sys.getrecursionlimit()),
    "outside": opened,
}}))
"""


def probe(more: str = "") -> dict[str, Any]:
    """What a fresh interpreter is like after `import textlens`."""
    code = PROBE.format(more=more)
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def imported() -> dict[str, Any]:
    return probe("dir(textlens)\ntextlens.__version__")


def test_importing_loads_nothing_heavy(imported: dict[str, Any]) -> None:
    assert "textlens" in imported["modules"]
    assert [name for name in HEAVY if name in imported["modules"]] == []
    assert [name for name in imported["modules"] if name.startswith("textlens.")] == []


def test_importing_changes_nothing(imported: dict[str, Any]) -> None:
    assert imported["warnings"] and imported["logging"] and imported["signals"] and imported["hooks"]
    assert imported["outside"] == []


def test_errors_and_the_command_line_load_nothing_heavy() -> None:
    found = probe("textlens.ReadError\nfrom textlens import TextlensError\nimport textlens.cli")
    assert [name for name in HEAVY if name in found["modules"]] == []


def test_using_it_sends_nothing_and_starts_nothing() -> None:
    found = probe('textlens.analyze_text("今天很好。Fine day.", progress=False).months')
    assert found["outside"] == [], "a diary stays on the machine"
    assert found["signals"] and found["hooks"]
    assert "matplotlib" not in found["modules"] and "jieba" not in found["modules"] and "snownlp" not in found["modules"]


def test_public_names() -> None:
    assert set(textlens.__all__) >= PUBLIC and len(textlens.__all__) == len(set(textlens.__all__))
    for name in textlens.__all__:
        assert getattr(textlens, name) is not None
    assert textlens.analyze is textlens.analyze, "found once and kept"
    namespace: dict[str, Any] = {}
    exec("from textlens import *", namespace)
    assert set(namespace) >= set(textlens.__all__) - {"__version__"}


def test_every_public_thing_says_what_it_is() -> None:
    for name in set(textlens.__all__) - {"__version__"}:
        assert (getattr(textlens, name).__doc__ or "").strip(), name
    for name in ("months", "arc", "plot", "plot_months", "save", "text", "timeline", "documents", "sentences"):
        assert getattr(textlens.Analysis, name).__doc__, name


def test_dir_lists_the_public_names() -> None:
    assert set(dir(textlens)) >= set(textlens.__all__)
    assert dir(textlens) == sorted(dir(textlens))


def test_an_unknown_name() -> None:
    with pytest.raises(AttributeError, match="module 'textlens' has no attribute 'analyse'"):
        textlens.analyse  # type: ignore[attr-defined]  # noqa: B018
    assert not hasattr(textlens, "pandas")


def test_typed() -> None:
    assert (Path(textlens.__file__).parent / "py.typed").is_file()


def test_the_version_is_the_installed_one() -> None:
    assert metadata.version("textlens") == textlens.__version__


def test_every_module_imports_and_says_what_it_is_for() -> None:
    root = Path(textlens.__file__).parent
    names = [".".join(("textlens", *path.relative_to(root).with_suffix("").parts)) for path in sorted(root.rglob("*.py"))]
    names = [name.removesuffix(".__init__") for name in names if not name.endswith("__main__")]
    assert len(names) > 40
    for name in names:
        assert importlib.import_module(name).__doc__, name


def test_errors_are_what_people_catch() -> None:
    from textlens.errors import NotFoundError

    assert issubclass(textlens.ReadError, (ValueError,)) and issubclass(textlens.ReadError, textlens.TextlensError)
    assert issubclass(NotFoundError, FileNotFoundError) and issubclass(NotFoundError, textlens.ReadError)
