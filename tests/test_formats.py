"""One article in five formats, and what a format says beside its words on the way to the frames."""

import csv
import io
import json
from collections.abc import Callable
from html import escape
from pathlib import Path

import pandas as pd
import pytest
from documents import property_settings
from hypothesis import given
from hypothesis import strategies as st
from made_files import CHINESE, ENGLISH, Article, book, set_article, word_article, xhtml

import textlens
from textlens.read.file import File
from textlens.read.reader import read

for package in ("docx", "lxml", "pypdf", "trafilatura"):
    pytest.importorskip(package)


def analyze(path: Path) -> textlens.Analysis:
    return textlens.analyze(path, scorer=lambda batch: [0.0] * len(batch), progress=False)


def markdown(article: Article) -> bytes:
    marks = {"title": "# ", "heading": "## "}
    return "\n\n".join(marks.get(kind, "") + text for kind, text in article).encode()


def elements(article: Article) -> str:
    tags = {"title": "h1", "heading": "h2"}
    return "".join(f"<{tags.get(kind, 'p')}>{escape(text)}</{tags.get(kind, 'p')}>\n" for kind, text in article)


MAKERS = {
    "article.md": markdown,
    "article.html": lambda article: f"<html><body>{elements(article)}</body></html>".encode(),
    "article.docx": word_article,
    "article.epub": lambda article: book({"a.xhtml": xhtml(elements(article))}),
    "article.pdf": lambda article: set_article(article, indented=True),
}


@pytest.mark.parametrize("article", [CHINESE, ENGLISH], ids=["Chinese", "English"])
def test_an_article_has_the_same_paragraphs_in_every_format(tmp_path: Path, article: Article) -> None:
    expected = [["paragraph" if kind == "paragraph" else "heading", text] for kind, text in article]
    for name, make in MAKERS.items():
        path = tmp_path / name
        path.write_bytes(make(article))
        result = analyze(path)
        assert result.paragraphs[["kind", "text"]].to_numpy().tolist() == expected, name
        assert all(result.text()[r.start : r.end] == r.text for r in result.sentences.itertuples())


def test_messages_have_a_day_and_a_speaker_and_are_no_headings(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    lines = ("12/05/23, 15:04 - Ann: Home", "12/05/23, 15:05 - Bo: How was it? I waited the whole day for you to write.",
             "13/05/23, 09:00 - Ann: Lovely")  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8")
    rows = analyze(path).paragraphs
    assert rows["kind"].eq("paragraph").all() and rows["speaker"].tolist() == ["Ann", "Bo", "Ann"]
    assert rows["date_start"].dt.strftime("%m-%d").tolist() == ["05-12", "05-12", "05-13"]
    assert rows["date_source"].eq("column").all()


def test_cues_have_their_second(tmp_path: Path) -> None:
    path = tmp_path / "film.srt"
    path.write_text(
        "1\n00:00:02,500 --> 00:00:04,000\n<i>Hello</i> there.\n\n2\n00:01:00,000 --> 00:01:02,000\n你好。\n", encoding="utf-8"
    )
    result = analyze(path)
    spoken = result.paragraphs[result.paragraphs["n_sentences"] > 0]
    assert spoken["time"].tolist() == [2.5, 60.0] and spoken["speaker"].eq("").all()
    assert result.text() == path.read_text(encoding="utf-8")


def test_speaker_and_time_survive_saving(tmp_path: Path) -> None:
    path = tmp_path / "film.srt"
    path.write_text("1\n00:00:02,500 --> 00:00:04,000\nHello there.\n", encoding="utf-8")
    result = analyze(path)
    result.save(tmp_path / "saved")
    pd.testing.assert_frame_equal(textlens.load(tmp_path / "saved").paragraphs, result.paragraphs)


# ── any text, there and back ────────────────────────────────────────────────────────────────────


def as_csv(paragraphs: list[str]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows([["text"], *([text] for text in paragraphs)])
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(paragraphs: list[str]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for text in ("text", *paragraphs):
        book.active.append([text])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_feed(paragraphs: list[str]) -> bytes:
    items = "".join(f"<item><description>{escape(escape(text))}</description></item>" for text in paragraphs)
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def as_article(paragraphs: list[str]) -> Article:
    return [("paragraph", text) for text in paragraphs]


WRITERS: dict[str, Callable[[list[str]], bytes]] = {
    "a.txt": lambda paragraphs: "\n\n".join(paragraphs).encode(),
    "a.html": lambda paragraphs: f'<meta charset="utf-8"><body>{elements(as_article(paragraphs))}'.encode(),
    "a.docx": lambda paragraphs: word_article(as_article(paragraphs)),
    "a.epub": lambda paragraphs: book({"a.xhtml": xhtml(elements(as_article(paragraphs)))}),
    "a.csv": as_csv,
    "a.xlsx": as_xlsx,
    "a.json": lambda paragraphs: json.dumps([{"text": text} for text in paragraphs], ensure_ascii=False).encode(),
    "a.jsonl": lambda paragraphs: "\n".join(json.dumps({"text": text}) for text in paragraphs).encode(),
    "a.rss": as_feed,
}
# Prose with what formats give a meaning of their own: tags, quotation marks, separators, formulas.
WORDS = st.sampled_from(
    [*"我你的雨很好，。！？；“”「」𠮷éß😀", "rain", "<b>", "&amp;", '"', ",", "'", "=1+1", "a_b", "C++", "50%", "…", "|"]
)
PARAGRAPH = st.lists(WORDS, min_size=1, max_size=14).map(lambda words: "今天" + " ".join(words) + "了一整天雨。")


@pytest.mark.parametrize("name", WRITERS)
@property_settings(25)
@given(paragraphs=st.lists(PARAGRAPH, min_size=2, max_size=6, unique=True))
def test_any_text_comes_back(name: str, paragraphs: list[str]) -> None:
    document = read(File(name, name, WRITERS[name](paragraphs)))
    assert [line for line in document.text.split("\n") if line] == paragraphs


def test_the_arc_of_a_film_has_the_time_on_its_axis(tmp_path: Path) -> None:
    path = tmp_path / "film.srt"
    cues = [f"{n}\n00:{n:02}:00,000 --> 00:{n:02}:05,000\nLine {n} is here.\n" for n in range(1, 21)]
    path.write_text("\n".join(cues), encoding="utf-8")
    result = textlens.analyze(path, scorer=lambda batch: [0.1 * (n % 3) for n in range(len(batch))], progress=False)
    arc = result.arc(samples=20)
    assert arc["time"].tolist() == [60.0 * n for n in range(1, 21)]
    ax = result.plot()
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0:00", "5:00", "10:00", "15:00", "20:00"]
    plain = tmp_path / "plain.txt"
    plain.write_text("今天下雨。明天不下。", encoding="utf-8")
    assert analyze(plain).arc(samples=20)["time"].isna().all()
