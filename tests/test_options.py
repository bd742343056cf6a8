"""Options: keyword-only, checked before any work, refused by name with what would do."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import textlens
from textlens.date.partial import PartialDate
from textlens.options import Options, check_date, check_encoding, check_user_words

TEXT = "1月：下雪了。\n\n2月：雪化了。\n"  # it snowed; the snow melted
ANALYZE = ["scorer", "encoding", "date", "user_words", "text_column", "date_column", "workers", "progress"]
ANALYZE_TEXT = ["title", "date", "scorer", "user_words", "progress"]


def constant(sentences: Sequence[str]) -> list[float]:
    return [0.0] * len(sentences)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "notes.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.mark.parametrize(("function", "names"), [(textlens.analyze, ANALYZE), (textlens.analyze_text, ANALYZE_TEXT)])
def test_options_are_the_contracts_and_keyword_only(function: Callable[..., Any], names: list[str]) -> None:
    first, *options = inspect.signature(function).parameters.values()
    assert first.kind is first.POSITIONAL_OR_KEYWORD
    assert [option.name for option in options[: len(names)]] == names
    assert all(option.kind is option.KEYWORD_ONLY for option in options)
    with pytest.raises(TypeError):
        function("source", "textlens")
    with pytest.raises(TypeError, match="colour"):
        function("source", colour="red")


@pytest.mark.parametrize("method", [textlens.Analysis.arc, textlens.Analysis.plot, textlens.Analysis.plot_months])
def test_methods_take_keywords(method: Callable[..., Any]) -> None:
    options = list(inspect.signature(method).parameters.values())[1:]
    assert options and all(option.kind in (option.KEYWORD_ONLY, option.VAR_KEYWORD) for option in options)


def test_unknown_options_of_plot() -> None:
    with pytest.raises(TypeError, match="colour"):
        textlens.analyze_text(TEXT, scorer=constant).plot(colour="red")


BAD = [
    ("scorer", "senta", ["'senta'", "textlens", "snownlp", "vader", "function"]),
    ("scorer", 5, ["5", "function"]),
    ("scorer", None, ["None", "function"]),
    ("date", "soon", ["'soon'", "2024-03"]),
    ("date", "2024-13", ["'2024-13'", "month"]),
    ("date", "2024-02-30", ["'2024-02-30'", "day"]),
    ("date", "03/18/2024", ["03/18/2024"]),
    ("date", "", ["''"]),
    ("date", 12.5, ["12.5"]),
    ("date", True, ["True"]),
    ("date", 0, ["0"]),
    ("date", 20240318, ["20240318"]),
    ("date", [2024], ["[2024]"]),
    ("user_words", "no/such/dictionary.txt", ["no/such/dictionary.txt", "no such file", "jieba"]),
    ("user_words", [""], ["''", "non-empty"]),
    ("user_words", ["好", 5], ["5"]),
    ("user_words", 5, ["5", "list of words"]),
    ("user_words", b"x", ["list of words"]),
    ("progress", "yes", ["'yes'", "'auto'", "True", "False"]),
    ("progress", None, ["None", "'auto'"]),
    ("progress", 1, ["1", "'auto'"]),
]
FILES_ONLY = [
    ("encoding", "klingon", ["'klingon'", "gb18030"]),
    ("encoding", "", ["''", "gb18030"]),
    ("encoding", "rot13", ["'rot13'"]),
    ("encoding", "base64", ["'base64'"]),
    ("encoding", "utf\x008", ["codec"]),
    ("encoding", 8, ["8"]),
    ("workers", 0, ["0", "1 or more"]),
    ("workers", -1, ["-1", "1 or more"]),
    ("workers", 1.5, ["1.5"]),
    ("workers", True, ["True"]),
    ("workers", "2", ["'2'"]),
    ("workers", None, ["None"]),
]


@pytest.mark.parametrize(("option", "value", "words"), BAD + FILES_ONLY, ids=[f"{o}-{v}" for o, v, _ in BAD + FILES_ONLY])
def test_a_bad_value_of_analyze(path: Path, option: str, value: Any, words: list[str]) -> None:
    with pytest.raises(ValueError, match=rf"^{option}") as caught:
        textlens.analyze(path, **{option: value})
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize(("option", "value", "words"), BAD, ids=[f"{o}-{v}" for o, v, _ in BAD])
def test_a_bad_value_of_analyze_text(option: str, value: Any, words: list[str]) -> None:
    with pytest.raises(ValueError, match=rf"^{option}") as caught:
        textlens.analyze_text(TEXT, **{option: value})
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize(("option", "value"), [("encoding", "klingon"), ("date", "soon"), ("scorer", "senta"), ("workers", 0)])
def test_options_are_checked_before_the_source(option: str, value: Any) -> None:
    with pytest.raises(ValueError, match=option):
        textlens.analyze("no/such/file.txt", **{option: value})


@pytest.mark.parametrize("title", [5, ["x"], b"x"])
def test_a_title_is_a_string(title: Any) -> None:
    with pytest.raises(TypeError, match="title="):
        textlens.analyze_text(TEXT, title=title)


def test_the_title_is_the_documents() -> None:
    assert textlens.analyze_text(TEXT, title="雪", scorer=constant).documents.loc[0, "title"] == "雪"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (None, None),
        (2024, PartialDate(2024)),
        (np.int64(2024), PartialDate(2024)),
        ("2024", PartialDate(2024)),
        ("2024-03", PartialDate(2024, 3)),
        ("2024-3-8", PartialDate(2024, 3, 8)),
        ("2024-03-18", PartialDate(2024, 3, 18)),
        ("2024-02-29", PartialDate(2024, 2, 29)),
        (dt.date(2024, 3, 18), PartialDate(2024, 3, 18)),
        (dt.datetime(2024, 3, 18, 12), PartialDate(2024, 3, 18)),
        (pd.Timestamp("2024-03-18"), PartialDate(2024, 3, 18)),
        (pd.Period("2024-03", "M"), PartialDate(2024, 3)),
        (np.datetime64("2024-03-18"), PartialDate(2024, 3, 18)),
    ],
    ids=str,
)
def test_dates(date: Any, expected: PartialDate | None) -> None:
    assert check_date(date) == expected


def test_no_time_is_no_date() -> None:
    with pytest.raises(ValueError, match="NaT"):
        check_date(pd.NaT)


@pytest.mark.parametrize("date", [2024, "2024", "2024-05", dt.date(2024, 5, 1)])
def test_a_date_completes_the_months(date: Any) -> None:
    assert textlens.analyze_text(TEXT, date=date, scorer=constant).months["label"].tolist() == ["2024-01", "2024-02"]


@pytest.mark.parametrize("encoding", [None, "utf-8", "UTF8", "gb18030", "big5hkscs", "latin-1"])
def test_encodings(encoding: str | None) -> None:
    assert check_encoding(encoding) == encoding


def test_user_words(tmp_path: Path) -> None:
    assert check_user_words(None) == ((), None)
    assert check_user_words(["乙", "甲", "甲 "]) == (("乙", "甲"), None)
    assert check_user_words({"甲"}) == (("甲",), None)
    dictionary = tmp_path / "words.txt"
    dictionary.write_text("夜班护士 100 n\n", encoding="utf-8")
    assert check_user_words(dictionary) == check_user_words(str(dictionary)) == ((), str(dictionary))


def test_user_words_reach_the_tokens(tmp_path: Path) -> None:
    text, word = "我喜欢银杏茶馆子。", "银杏茶馆子"  # a name no dictionary has
    dictionary = tmp_path / "words.txt"
    dictionary.write_text(f"{word} 100000 n\n", encoding="utf-8")
    plain = textlens.analyze_text(text, scorer=constant).tokens["token"].tolist()
    assert word not in plain
    for user_words in ([word], dictionary):
        tokens = textlens.analyze_text(text, user_words=user_words, scorer=constant).tokens["token"].tolist()
        assert word in tokens
    # One call's words are not the next one's.
    assert textlens.analyze_text(text, scorer=constant).tokens["token"].tolist() == plain


@pytest.mark.parametrize("progress", ["auto", True, False])
def test_progress_is_no_part_of_the_result(path: Path, progress: Any, capsys: pytest.CaptureFixture[str]) -> None:
    result = textlens.analyze([path, path], scorer=constant, progress=progress)
    assert len(result.documents) == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert bool(written.err) == (progress is True)


def test_options_are_frozen_and_cross_processes() -> None:
    import pickle

    options = Options(encoding="utf-8", date=PartialDate(2024), user_words=("甲",))
    assert pickle.loads(pickle.dumps(options)) == options
    with pytest.raises(AttributeError):
        options.encoding = "ascii"  # type: ignore[misc]
