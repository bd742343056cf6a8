"""Every span of every frame points at its own text, and nothing that is text is left out."""

import re
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from documents import documents, property_settings
from hypothesis import example, given
from hypothesis import strategies as st

import textlens

SAMPLES = sorted((Path(__file__).parents[1] / "data" / "samples").iterdir())

#: The contract's columns; a frame may have more behind them.
COLUMNS = {
    "documents": "doc_id path format encoding title date lang n_chars n_paragraphs n_sentences sentiment sentiment_low "
    "sentiment_high problem notes",
    "sections": "doc_id section_id level title start end n_sentences sentiment sentiment_low sentiment_high",
    "paragraphs": "doc_id paragraph_id start end text kind section_id lang script date_start date_end date_source marker month "
    "n_sentences sentiment sentiment_low sentiment_high emotion",
    "sentences": "doc_id paragraph_id sentence_id start end text kind lang script month n_tokens sentiment emotion joy love "
    "sadness anger fear disgust surprise scorer",
    "tokens": "doc_id sentence_id token_id start end token lookup pos lang is_word contribution",
    "months": "doc_id month label n_paragraphs n_sentences sentiment sentiment_low sentiment_high emotion keywords brightest darkest",
    "arc": "doc_id position start sentiment smoothed low high method window",
}
KINDS = {"heading", "paragraph", "list", "table", "quote", "code", "byline", "matter"}

# --- what is no text, written down a second time ---------------------------------------------------------------------

_TARGET = r"\((?:[^()\n]|\([^()\n]*\))*\)"
_INLINE = [
    r"<!--.*?-->",
    rf"!\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\](?:{_TARGET}|\[[^\[\]\n]*\])",  # an image, its description included
    r"!\[\[[^\]\n]*\]\]",
    r"\[\^[^\]\s]+\]:?",  # a footnote's number
    rf"\]{_TARGET}",  # where a link leads
    r"\[\[(?:[^\]\|\n]*\|)?",  # a wiki link's page
    r"\](?=\])|(?<=\])\]",  # its end, before which a link may begin at once: [[page]][link](address)
    r"\]\[[^\[\]\n]*\]",
    r"\[",
    r"\{\{[<%].*?[>%]\}\}|\{%.*?%\}|\{:[^}\n]*\}",  # a site generator's own
    r"<[A-Za-z][^<>\s]*\s[^<>]*=[^<>]*>|</?(?:a|b|br|details|div|i|img|p|s|span|summary)\b[^<>]*>",
    r"<(?=https?://|[\w.+-]+@)|(?<=\S)>",  # around an address
    r"&(?:nbsp|ensp|emsp|thinsp);",
    r"[*_~=`]",
    r"\s+(?:>[ \t]?)+",  # the mark of a quotation's next line
    r"\s+",
]
INLINE = re.compile("|".join(f"(?:{form})" for form in _INLINE), re.S)
OUTER = re.compile(
    r"""^[^\w\n]*\d{1,3}[.)、．][ \t]*  # a numbered item
      | ^[^\w\n]*?(?:`{3,}[^`\n]*|(?:~{3,}|:{3,})[A-Za-z0-9+\#.{}="' -]*)$  # a fence
      | ^[^\w\n]*\[[ xX]\]                                       # a task
      | ^[^\w\n]*?\[(?:TOC|toc)\][ \t]*$
    """,
    re.X | re.M,
)
#: Signs of which a rule between sections can consist (and a broken character).
RULE = set("\ufffd-*_=~+#·•—–―─━☆★◇◆○●※.。…|>:")


def invisible(character: str) -> bool:
    """White space, control and format characters, and half of a surrogate pair."""
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn", "Co")


def no_text(text: str, *patterns: re.Pattern[str]) -> list[bool]:
    """For each character whether it is white space, invisible, or stands in one of the patterns."""
    lines = "".join("\n" if c in "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029" else c for c in text)
    found = [invisible(c) for c in text]
    for pattern in patterns:
        for match in pattern.finditer(lines):
            found[slice(*match.span())] = [True] * len(match.group())
    return found


def left_out(text: str, spans: list[tuple[int, int]]) -> str:
    """The letters, digits and pictures of the text outside the spans and outside markup."""
    gone = no_text(text, INLINE, OUTER)
    for start, end in spans:
        gone[start:end] = [True] * (end - start)
    rest = (c for c, g in zip(text, gone, strict=True) if not g and c not in RULE)
    return "".join(c for c in rest if c.isalnum() or unicodedata.category(c) == "So")


def analysed(text: str) -> textlens.Analysis:
    """The text analysed without the cost of a scorer."""
    return textlens.analyze_text(text, scorer=lambda batch: [0.0] * len(batch))


# --- the checks ------------------------------------------------------------------------------------------------------


def check_columns(result: textlens.Analysis) -> None:
    for name, columns in COLUMNS.items():
        frame = result.arc() if name == "arc" else getattr(result, name)
        expected = columns.split()
        assert list(frame.columns[: len(expected)]) == expected, name
        assert list(frame.index) == list(range(len(frame))), name


def rows(frame: pd.DataFrame, names: str) -> list[tuple]:
    """The columns with these names, as plain tuples."""
    return list(zip(*(frame[name].tolist() for name in names.split()), strict=True))


def check_paragraphs(result: textlens.Analysis) -> None:
    text, frame = result.text(), result.paragraphs
    assert frame["paragraph_id"].tolist() == list(range(len(frame)))
    counts = Counter(result.sentences["paragraph_id"].tolist())
    at = 0
    for number, start, end, words, kind, n_sentences in rows(frame, "paragraph_id start end text kind n_sentences"):
        assert text[start:end] == words == words.strip()
        assert at <= start < end <= len(text)
        assert kind in KINDS
        assert n_sentences == counts[number]
        assert kind != "matter" or not n_sentences
        at = end


def check_sections(result: textlens.Analysis) -> None:
    paragraphs = rows(result.paragraphs, "start end kind section_id")
    starts = result.sentences["start"].tolist()
    sections = rows(result.sections, "section_id start end level n_sentences")
    before = 0
    for number, (section_id, start, end, level, n_sentences) in enumerate(sections):
        assert section_id == number
        assert before <= start < end <= len(result.text())
        assert 0 <= level <= 6
        assert n_sentences == sum(start <= at < end for at in starts)
        before = start
    heads = [start for start, _, kind, _ in paragraphs if kind == "heading"]
    assert [start for _, start, _, level, _ in sections if level] == heads
    for start, end, _, section_id in paragraphs:
        assert sections[section_id][1] <= start < end <= sections[section_id][2]


def check_sentences(result: textlens.Analysis) -> None:
    text, frame = result.text(), result.sentences
    paragraphs = rows(result.paragraphs, "start end kind")
    assert frame["sentence_id"].tolist() == list(range(len(frame)))
    at = 0
    for owner, start, end, words, kind, lang, script in rows(frame, "paragraph_id start end text kind lang script"):
        first, last, paragraph_kind = paragraphs[owner]
        assert text[start:end] == words == words.strip().strip("\ufeff\u200b\u3000")
        assert max(at, first) <= start < end <= last
        assert kind == paragraph_kind
        assert lang in ("zh", "en", "mixed", "und")
        assert script in ("Hans", "Hant", "Latn", "Zyyy")
        at = end


def check_nothing_left_out(result: textlens.Analysis) -> None:
    skipped = [
        (start, end)
        for start, end, kind, n_sentences in rows(result.paragraphs, "start end kind n_sentences")
        if kind == "matter" or (kind == "code" and not n_sentences)
    ]
    assert left_out(result.text(), rows(result.sentences, "start end") + skipped) == ""


def check_tokens(result: textlens.Analysis) -> None:
    text, gap = result.text(), no_text(result.text(), INLINE)
    tokens = rows(result.tokens, "sentence_id start end token lookup")
    at = 0
    for number, first, last, n_tokens in rows(result.sentences, "sentence_id start end n_tokens"):
        mine = tokens[at : at + n_tokens]
        end = first
        for owner, start, stop, token, lookup in mine:
            assert owner == number
            assert text[start:stop] == token == token.strip() != ""
            assert lookup == lookup.strip() != ""
            assert end <= start < stop <= last
            assert all(gap[end:start]), (text[end:start], text[first:last])
            end = stop
        assert all(gap[end:last]), (text[end:last], text[first:last])
        at += n_tokens
    assert at == len(tokens)


def check(result: textlens.Analysis) -> None:
    check_paragraphs(result)
    check_sections(result)
    check_sentences(result)
    check_nothing_left_out(result)
    check_tokens(result)


# --- the tests -------------------------------------------------------------------------------------------------------


@property_settings(120)
@given(documents())
@example("")
@example(" \n\u3000\ufeff\n")
@example("[[a page.png]][房東](https://example.com/a_b)")
def test_generated_documents(text: str) -> None:
    check(analysed(text))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_samples(path: Path) -> None:
    result = textlens.analyze(path, scorer=lambda batch: [0.0] * len(batch), progress=False)
    assert result.text() == path.read_text(encoding="utf-8")
    assert len(result.sentences) > 50
    check_columns(result)
    check(result)


@property_settings(80)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
@example("")
@example(" \t\r\n\u3000")
@example("\ufeff")
def test_any_string_is_analysed(text: str) -> None:
    check(analysed(text))


@property_settings(50)
@given(st.text(st.sampled_from([*"#>-*+=_`~|[]()<>!:.。！？“”‘’「」…—1、a我 \t\n\r\u3000"]), max_size=80))
def test_any_pile_of_marks_is_analysed(text: str) -> None:
    check(analysed(text))


@property_settings(30)
@given(documents())
def test_the_default_scorer_is_total(text: str) -> None:
    """No scorer is left out of the promise: sentiment lies in -1..1, or is missing where there is nothing to read."""
    sentiment = textlens.analyze_text(text).sentences["sentiment"].dropna()
    assert sentiment.between(-1, 1).all()


@property_settings(15)
@given(documents())
def test_same_text_same_frames(text: str) -> None:
    first, second = analysed(text), analysed(text)
    for name in ("documents", "sections", "paragraphs", "sentences", "tokens", "months"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))


def test_token_ids_count_within_the_document() -> None:
    assert analysed("好。很好。").tokens["token_id"].tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("text", ["", " ", "\n\n\u3000\t\r\n", "\ufeff", "\u200b\u200b"])
def test_empty_texts_have_empty_frames(text: str) -> None:
    result = analysed(text)
    assert result.text() == text
    assert len(result.documents) == 1
    assert result.documents["lang"].tolist() == ["und"]
    for name in ("sections", "paragraphs", "sentences", "tokens", "months"):
        assert len(getattr(result, name)) == 0
    check_columns(result)


@pytest.mark.parametrize(
    "piece",
    [
        *"[(<*_`~=“”「」（…。!#>-|:{1我a",
        "<!--",
        "{%",
        "{{<",
        "。」",
        "...",
        "![",
        "](",
        "[^",
        "- ",
        "> ",
        "1. ",
        "# ",
        "a.",
        "a@",
        "+-",
        "a\n",
        "我，",
        ">_<",
        "<a ",
        "**a",
        "⁦",
    ],
    ids=ascii,
)
def test_no_text_takes_for_ever(piece: str) -> None:
    """20,000 characters of anything take a moment: no rule looks at the rest of the text from every place."""
    text = piece * (20_000 // len(piece))
    began = time.process_time()
    assert len(analysed(text).tokens) >= 0
    assert time.process_time() - began < 5


def test_the_checks_can_fail() -> None:
    """The second description of markup is not so wide that it forgives everything."""
    assert left_out("一。二。", [(0, 2)]) == "二"
    assert left_out("- 1. 二 [三](http://四.com) ![五](六.png) <b>七</b>", []) == "二三七"
    assert left_out("🎉 ok", [(2, 4)]) == "🎉"
    assert no_text("我** \n> 的<Inception>", INLINE).index(False, 1) == 7
