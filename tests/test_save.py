"""Saving and loading: what comes back equals what went in, whatever the text and the format."""

from __future__ import annotations

import csv
import importlib.util
import json
import math
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import textlens
from textlens import ReadError

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
FRAMES = ["documents", "sections", "paragraphs", "sentences", "tokens", "months"]
FORMATS = ["csv", "json", "parquet", "xlsx"]
NASTY = (
    "=1+1 是公式吗？\r\n"  # leading characters that spreadsheets take for formulas
    "\r\n"
    '+86 is a number, "quoted", and, with, commas.\r\n'
    "\r\n"
    "-1 度，很冷。\r\r"
    "@all 大家好！\n\n"
    "'单引号 opens this one; a tab\there, a null \x00 there, bell \x07, escape \x1b[31m, unit \x1f separators.\n\n"
    "一行\r\n接一行, wrapped at the end of the line,\r\nand once more \x0b vertical, \x0c form feed, \x85 next line, \u2028 line separator.\n\n"
    "😀👨‍👩‍👧‍👦🏳️‍🌈 emoji, 𠮷 beyond the plane, \ufeff a mark, \u202e reversed \u202c, \ufffd lost, \ud83d half.\n\n"
    "#N/A\n\nTRUE\n\n007\n\nnan\n\nNone\n\n1e5\n\n2024-01-01\n\n_x000D_ and _x0041_ are no escapes.\n\n"
    + "长" * 2_000
    + "。\n\n"
    + "x" * 40_000
    + '\n\n1月：雪。\n\n- 2月30日：坏日子。\n\n| a | "b" |\n|---|---|\n| 3月 | 好，真好 |\n'
)


def varied(sentences: Sequence[str]) -> list[float | None]:
    """Numbers that no format may round, and some that are missing."""
    return [None if len(s) % 7 == 0 else math.sin(len(s)) for s in sentences]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for path in SAMPLES.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "void.txt").write_bytes(b"")
    (folder / '=cmd|\' 文件, "x".txt').write_text("今天很好。\n", encoding="gb18030")
    (folder / "damaged.md").write_bytes('# 标题, "引"\n\n坏\n\n二〇二二年三月：好。'.encode() + b"\xff\n")
    return folder


@pytest.fixture(scope="module")
def samples(folder: Path) -> textlens.Analysis:
    """All samples together, a file that cannot be read, and names that need quoting."""
    return textlens.analyze(folder, date=2023, progress=False)


@pytest.fixture(scope="module")
def nasty() -> textlens.Analysis:
    table = pd.DataFrame({"text": pd.Series([NASTY, None, "Fine.\n\n好。", NASTY[:400]], dtype=object)})
    table.index = pd.Index(['=a,b\n"c"', "missing", "3", " \x01"])
    return textlens.analyze(table, scorer=varied, date=2024, progress=False)


def assert_same(loaded: textlens.Analysis, saved: textlens.Analysis) -> None:
    for name in FRAMES:
        assert_frame_equal(getattr(loaded, name), getattr(saved, name), check_exact=True, obj=name)
    assert_frame_equal(loaded.arc(samples=20), saved.arc(samples=20), check_exact=True)
    assert_frame_equal(loaded.timeline("quarter"), saved.timeline("quarter"), check_exact=True)
    read = saved.documents.loc[saved.documents["problem"] == "", "doc_id"]
    assert {d: loaded.text(d) for d in read} == {d: saved.text(d) for d in read}


def require(format: str) -> None:
    if format in ("parquet", "xlsx"):
        pytest.importorskip({"parquet": "pyarrow", "xlsx": "openpyxl"}[format])


@pytest.mark.parametrize("which", ["samples", "nasty"])
@pytest.mark.parametrize("format", FORMATS)
def test_what_comes_back_equals_what_went_in(tmp_path: Path, format: str, which: str, request: pytest.FixtureRequest) -> None:
    require(format)
    result: textlens.Analysis = request.getfixturevalue(which)
    result.save(tmp_path / "out" / "deep", format=format)
    loaded = textlens.load(str(tmp_path / "out" / "deep"))
    assert_same(loaded, result)


def test_a_loaded_result_is_saved_like_any_other(tmp_path: Path, nasty: textlens.Analysis) -> None:
    nasty.save(tmp_path / "one", format="csv")
    textlens.load(tmp_path / "one").save(tmp_path / "two", format="json")
    assert_same(textlens.load(tmp_path / "two"), nasty)


def test_the_nasty_document_is_nasty(nasty: textlens.Analysis) -> None:
    texts = nasty.paragraphs["text"].tolist()
    assert {t[0] for t in texts} >= set("=+-@'#")
    assert any("\r\n" in t for t in texts) and any("\x00" in t for t in texts) and any(len(t) > 32_767 for t in texts)
    assert nasty.documents["problem"].tolist() == ["", "has no text", "", ""]
    assert "2月30日" in nasty.documents.loc[0, "notes"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("source", ["", "---\ntitle: x\n---\n", "。"])
def test_next_to_nothing(tmp_path: Path, format: str, source: str) -> None:
    require(format)
    result = textlens.analyze_text(source, scorer=varied)
    result.save(tmp_path, format=format)
    assert_same(textlens.load(tmp_path), result)


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_but_failures(tmp_path: Path, format: str) -> None:
    require(format)
    result = textlens.analyze([tmp_path / "a.txt", tmp_path / "b.txt"], progress=False)
    result.save(tmp_path / "out", format=format)
    loaded = textlens.load(tmp_path / "out")
    assert_same(loaded, result)
    assert loaded.documents["problem"].str.contains("no such file").all()


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.text(max_size=30), min_size=1, max_size=3),
    st.lists(st.text(max_size=6), min_size=3, max_size=3),
    st.sampled_from(["csv", "json", "xlsx"]),
)
def test_any_text_comes_back(texts: list[str], names: list[str], format: str) -> None:
    import tempfile

    require(format)
    table = pd.DataFrame({"text": pd.Series(texts, dtype=object)}).set_axis(names[: len(texts)])
    result = textlens.analyze(table, scorer=varied, progress=False)
    with tempfile.TemporaryDirectory() as folder:
        result.save(folder, format=format)
        assert_same(textlens.load(folder), result)


def test_a_loaded_result_works(tmp_path: Path) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib.figure import Figure

    saved = textlens.analyze(SAMPLES / "year-review-2024.txt", progress=False)
    saved.save(tmp_path)
    loaded = textlens.load(tmp_path)
    axes = Figure().subplots(2)
    assert loaded.plot(ax=axes[0], samples=20).get_title(loc="left") == saved.plot(ax=axes[1], samples=20).get_title(loc="left")
    loaded.plot_months(ax=Figure().subplots())
    assert repr(loaded) == repr(saved) and loaded._repr_html_() == saved._repr_html_()
    assert loaded.text() == saved.text()


# ── the files ───────────────────────────────────────────────────────────────────────────────────


def test_csv_opens_in_excel(tmp_path: Path, nasty: textlens.Analysis) -> None:
    nasty.save(tmp_path)
    files = sorted(p.name for p in tmp_path.glob("*.csv"))
    assert files == [f"{name}.csv" for name in sorted([*FRAMES, "arc"])]
    for file in files:
        data = (tmp_path / file).read_bytes()
        assert data.startswith(b"\xef\xbb\xbf") and not data.startswith(b"\xef\xbb\xbf\xef\xbb\xbf")
    with (tmp_path / "paragraphs.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == list(nasty.paragraphs.columns)
    assert [row[header.index("text")] for row in rows] == nasty.paragraphs["text"].tolist()
    months = pd.read_csv(tmp_path / "months.csv")
    assert months["label"].tolist() == nasty.months["label"].tolist()


def test_json_is_a_list_of_records(tmp_path: Path, samples: textlens.Analysis) -> None:
    samples.save(tmp_path, format="json")
    records = json.loads((tmp_path / "months.json").read_bytes())
    assert [r["label"] for r in records] == samples.months["label"].tolist()
    assert records[0]["month"] == str(samples.months["month"].iloc[0])
    assert {type(r["sentiment"]) for r in records} == {float, type(None)}


def test_parquet_is_read_by_pandas(tmp_path: Path, samples: textlens.Analysis) -> None:
    require("parquet")
    samples.save(tmp_path, format="parquet")
    frame = pd.read_parquet(tmp_path / "sentences.parquet")
    assert frame["text"].tolist() == samples.sentences["text"].tolist()
    assert frame["sentiment"].equals(samples.sentences["sentiment"])


def test_xlsx_holds_text_and_no_formula(tmp_path: Path, nasty: textlens.Analysis) -> None:
    require("xlsx")
    nasty.save(tmp_path, format="xlsx")
    frame = pd.read_excel(tmp_path / "paragraphs.xlsx", dtype=str, keep_default_na=False)
    assert frame["text"][0] == "=1+1 是公式吗？"
    assert frame["text"].str.len().max() == 32_767
    with zipfile.ZipFile(tmp_path / "paragraphs.xlsx") as book:
        assert b"<f>" not in b"".join(book.read(name) for name in book.namelist() if "sheet" in name)


def test_saving_again_replaces(tmp_path: Path) -> None:
    for text in ("First.", "Second. 第三。"):
        result = textlens.analyze_text(text, scorer=varied)
        result.save(tmp_path)
        assert_same(textlens.load(tmp_path), result)


def test_saving_leaves_the_result_alone(tmp_path: Path, samples: textlens.Analysis) -> None:
    before = samples.paragraphs.copy(deep=True)
    samples.save(tmp_path)
    assert_frame_equal(samples.paragraphs, before)


def test_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    result = textlens.analyze_text("Fine.", scorer=varied)
    result.save("~/out")
    assert (tmp_path / "out" / "textlens.json").is_file()
    assert_same(textlens.load("~/out"), result)


# ── errors ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format", ["CSV", "xls", "", "feather", None, 5])
def test_unknown_formats(tmp_path: Path, samples: textlens.Analysis, format: Any) -> None:
    with pytest.raises(ValueError, match="choose one of csv, json, parquet, xlsx") as caught:
        samples.save(tmp_path / "out", format=format)
    assert repr(format) in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("format", "module", "extra"), [("parquet", "pyarrow", "parquet"), ("xlsx", "openpyxl", "formats")])
def test_a_missing_extra_is_named(
    tmp_path: Path, samples: textlens.Analysis, monkeypatch: pytest.MonkeyPatch, format: str, module: str, extra: str
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == module else real(name, *rest))
    with pytest.raises(ImportError, match=rf"needs {module}: pip install 'textlens\[{extra}\]'"):
        samples.save(tmp_path / "out", format=format)
    assert not (tmp_path / "out").exists()
    (tmp_path / "textlens.json").write_text(json.dumps({"layout": 1, "format": format, "frames": []}))
    (tmp_path / "texts.json").write_text("{}")
    with pytest.raises(ImportError, match=rf"textlens\[{extra}\]"):
        textlens.load(tmp_path)


def test_more_rows_than_a_sheet_has(tmp_path: Path, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require("xlsx")
    from dataclasses import replace

    from textlens.save import tables

    monkeypatch.setitem(tables.FORMATS, "xlsx", replace(tables.FORMATS["xlsx"], rows=3))
    with pytest.raises(ValueError, match=r"holds 3 rows and tokens has .*; use csv or parquet"):
        textlens.load(saved).save(tmp_path / "out", format="xlsx")
    assert not (tmp_path / "out").exists()


def test_saving_over_a_file(tmp_path: Path, samples: textlens.Analysis) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ValueError, match="is a file; give a folder"):
        samples.save(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("source", [None, 5])
def test_a_folder_is_a_path(samples: textlens.Analysis, source: Any) -> None:
    with pytest.raises(TypeError):
        samples.save(source)
    with pytest.raises(TypeError):
        textlens.load(source)


def test_loading_from_nowhere(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such folder"):
        textlens.load(tmp_path / "nowhere")
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReadError, match="no such folder"):
        textlens.load(tmp_path / "file")
    with pytest.raises(ReadError, match=r"no complete saved result: textlens\.json is missing"):
        textlens.load(tmp_path)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    textlens.analyze_text("1月：今天很好。Fine day.", scorer=varied, date=2024).save(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["textlens.json", "texts.json", "documents.csv", "sentences.csv", "tokens.csv"])
def test_a_missing_file_is_named(saved: Path, name: str) -> None:
    (saved / name).unlink()
    with pytest.raises(ReadError, match=f"{name} is missing") as caught:
        textlens.load(saved)
    assert str(saved) in str(caught.value)


@pytest.mark.parametrize("name", ["months.csv", "arc.csv"])
def test_what_follows_from_the_rest_may_be_missing(saved: Path, name: str) -> None:
    (saved / name).unlink()
    assert textlens.load(saved).months["label"].tolist() == ["2024-01"]


DAMAGE = {
    "textlens.json": ["", "{", "[]", "5", "null", "\x00", '{"layout": 1}', "é"],
    "texts.json": ["", "{", "[]", "5", "null", '{"other": "x"}', '{"text": 5}'],
    "sentences.csv": ["", "a,b\r\n1,2\r\n", "\x00\x00", "doc_id\r\ntext\r\n"],
    "documents.csv": ["", "a\r\n"],
}


@pytest.mark.parametrize(("name", "content"), [(name, content) for name, contents in DAMAGE.items() for content in contents])
def test_a_damaged_file(saved: Path, name: str, content: str) -> None:
    (saved / name).write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match=r"damaged|another version") as caught:
        textlens.load(saved)
    assert str(saved) in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize("cut", [3, 200, -40])
def test_a_csv_cut_short(saved: Path, cut: int) -> None:
    path = saved / "tokens.csv"
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ReadError, match="damaged"):
        textlens.load(saved)


@pytest.mark.parametrize("format", ["parquet", "xlsx"])
@pytest.mark.parametrize("content", [b"", b"junk", b"PK\x03\x04 junk", b"PAR1junk"])
def test_a_damaged_binary_file(tmp_path: Path, format: str, content: bytes) -> None:
    require(format)
    textlens.analyze_text("Fine.", scorer=varied).save(tmp_path, format=format)
    (tmp_path / f"sentences.{format}").write_bytes(content)
    with pytest.raises(ReadError, match="damaged"):
        textlens.load(tmp_path)


def test_a_later_layout_is_refused(saved: Path) -> None:
    manifest = json.loads((saved / "textlens.json").read_bytes())
    (saved / "textlens.json").write_text(json.dumps({**manifest, "layout": 99}))
    with pytest.raises(ReadError, match="another version of textlens"):
        textlens.load(saved)
