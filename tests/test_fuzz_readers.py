"""Some of the damaged files of benchmarks/fuzz_readers.py: every reader gives a sound document or says why it cannot."""

import importlib.util
import itertools
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from textlens import ReadError
from textlens.read.document import Document, Layout
from textlens.read.file import File
from textlens.read.formats import text as text_reader
from textlens.read.reader import read
from textlens.split.blocks import Block

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "fuzz_readers.py"


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz_readers", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


def test_the_undamaged_files_are_read(fuzz: ModuleType, tmp_path: Path) -> None:
    for name, data in itertools.chain.from_iterable(fuzz.samples().values()):
        for document in fuzz.documents(name, data, tmp_path):
            found = document()
            assert list(fuzz.unsound(found)) == []
            assert "rained" in found.text if name.endswith(".pdf") else "三月的最后一天" in found.text, name


def test_damaged_files(fuzz: ModuleType) -> None:
    outcomes = list(fuzz.run(iter(range(320)), 20))
    assert not any(outcome.failures for outcome in outcomes), fuzz.summary(outcomes, 20)
    assert not [o for o in outcomes if "Warning" in o.stumbled], fuzz.summary(outcomes, 20)
    # Damage that leaves everything or nothing readable tests nothing.
    made = Counter(outcome.format for outcome in outcomes)
    readable = Counter(outcome.format for outcome in outcomes if outcome.read)
    assert set(made) == set(fuzz.samples()) and min(made.values()) >= 19
    assert 0.3 * len(outcomes) < readable.total() < 0.95 * len(outcomes)


def test_an_input_is_known_by_its_number(fuzz: ModuleType) -> None:
    first = [fuzz.damaged(3, number) for number in range(40)]
    fuzz.samples.cache_clear()
    assert [fuzz.damaged(3, number) for number in range(40)] == first
    assert fuzz.damaged(4, 1) != first[1]


@pytest.mark.parametrize(
    ("text", "blocks", "said"),
    [
        ("ab", [(0, 3)], "block 0:3 after 0"),
        ("ab cd", [(3, 5), (0, 2)], "block 0:2 after 5"),
        ("ab", [(1, 1)], "block 1:1"),
        ("ab  ", [(2, 4)], "is '  '"),
        ("a\ud800b", [(0, 3)], "half a character in text"),
        (" \n", [], "no text"),
    ],
)
def test_an_unsound_document_is_found(fuzz: ModuleType, text: str, blocks: list[tuple[int, int]], said: str) -> None:
    none = (None,) * len(blocks)
    layout = Layout(tuple(Block(a, b, "paragraph", 0) for a, b in blocks), none, ("",) * len(blocks), none)
    document = Document("x", text, layout=layout)
    assert any(said in found for found in fuzz.unsound(document))
    assert any(
        "differ in length" in found for found in fuzz.unsound(replace(document, layout=replace(layout, times=(*none, 1.0))))
    )


def test_another_error_of_a_reader_becomes_a_read_error_that_is_counted(
    fuzz: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(file: File) -> Document:
        raise KeyError("odd\nkey\ud800")

    monkeypatch.setattr(text_reader, "read", stumble)
    with pytest.raises(ReadError, match=r"x\.txt: cannot be read as text: it is damaged \(KeyError: ") as caught:
        read(File("x.txt", "x.txt", b"Good."))
    assert "\n" not in str(caught.value) and "\ud800" not in str(caught.value)
    outcome = next(iter(fuzz.run(iter([0]), 0, ("text",))))
    assert outcome.stumbled.startswith("KeyError at test_fuzz_readers.py") and not outcome.failures


@pytest.mark.parametrize(("error", "said"), [(RecursionError(), "nested too deeply"), (MemoryError(), "more memory")])
def test_what_a_file_asks_too_much_of(monkeypatch: pytest.MonkeyPatch, error: Exception, said: str) -> None:
    def stumble(file: File) -> Document:
        raise error

    monkeypatch.setattr(text_reader, "read", stumble)
    with pytest.raises(ReadError, match=said):
        read(File("x.txt", "x.txt", b"Good."))
