"""Blocks and sections: tests/cases/structure.json, and what must be found in the sample documents."""

from functools import cache
from pathlib import Path

import pytest
from case_files import as_parameters, load

import textlens

CASES = load("structure")
SAMPLES = Path(__file__).parents[1] / "data" / "samples"


def blocks(text: str) -> list[list[str]]:
    frame = textlens.analyze_text(text, scorer=lambda batch: [0.0] * len(batch)).paragraphs
    return [list(row) for row in zip(frame["kind"], frame["text"], strict=True)]


@pytest.mark.parametrize("case", as_parameters(CASES))
def test_case(case: dict) -> None:
    assert blocks(case["text"]) == case["blocks"]


def test_the_cases_are_cases() -> None:
    assert len(CASES) >= 40
    assert len({case["text"] for case in CASES}) == len(CASES)
    assert all(case["gloss"] and case.keys() <= {"text", "blocks", "gloss", "known_failure"} for case in CASES)
    assert {kind for case in CASES for kind, _ in case["blocks"]} == {
        *("heading", "paragraph", "list", "table", "quote", "code", "byline", "matter")
    }
    assert sum(case.get("known_failure", False) for case in CASES) <= 3


@pytest.mark.parametrize("break_", ["\r\n", "\r", "\u2028", "\x85"], ids=ascii)
@pytest.mark.parametrize("case", [c for c in CASES if "\r" not in c["text"]], ids=lambda c: c["gloss"])
def test_any_line_break_will_do(case: dict, break_: str) -> None:
    if case.get("known_failure"):
        pytest.skip("a known failure with line feeds already")
    found = blocks(case["text"].replace("\n", break_))
    assert [[kind, text.replace(break_, "\n")] for kind, text in found] == case["blocks"]


# --- sections --------------------------------------------------------------------------------------------------------


def sections(text: str) -> list[tuple[int, str, str]]:
    frame = textlens.analyze_text(text, scorer=lambda batch: [0.0] * len(batch)).sections
    return [(r.level, r.title, text[r.start : r.end]) for r in frame.itertuples()]


def test_a_section_reaches_to_the_next_heading_of_its_level_or_above() -> None:
    text = "前言。\n# 甲\n一。\n## 乙\n二。\n### 丙\n三。\n## 丁\n四。\n# 戊\n五。"
    assert [(level, title) for level, title, _ in sections(text)] == [
        (0, ""),
        (1, "甲"),
        (2, "乙"),
        (3, "丙"),
        (2, "丁"),
        (1, "戊"),
    ]
    assert [body.split("\n")[-1] for _, _, body in sections(text)] == ["前言。", "四。", "三。", "三。", "四。", "五。"]


def test_a_title_is_its_words() -> None:
    [(level, title, _)] = sections("## **三月** [雪](http://a.b) `x` <b>y</b> ##\n正文。")
    assert (level, title) == (2, "三月 雪 x y")


def test_text_without_headings_is_one_section() -> None:
    assert sections("今天下雨。\n\n明天放晴。") == [(0, "", "今天下雨。\n\n明天放晴。")]


# --- the samples -----------------------------------------------------------------------------------------------------


@cache
def sample(name: str) -> textlens.Analysis:
    return textlens.analyze(SAMPLES / name, scorer=lambda batch: [0.0] * len(batch), progress=False)


def of_kind(name: str, kind: str) -> list[str]:
    frame = sample(name).paragraphs
    return frame.loc[frame["kind"] == kind, "text"].tolist()


def outline(name: str) -> list[tuple[int, str]]:
    frame = sample(name).sections
    return list(zip(frame["level"], frame["title"], strict=True))


def test_year_review() -> None:
    name = "year-review-2024.txt"
    assert outline(name) == [(1, "2024年终总结：冰箱门要按一下才关得上"), (2, "关于身体"), (2, "书和电影"), (2, "写给明年")]
    months = [t for t in of_kind(name, "paragraph") if t[:4].partition("月")[0].isdigit() and t.partition("月")[2][:1] in ":："]
    assert [t.partition("月")[0] for t in months] == [str(m) for m in range(1, 13)]
    assert set(sample(name).paragraphs["kind"]) == {"heading", "paragraph"}
    assert "没有下周。" in of_kind(name, "paragraph")
    lines = [line for line in sample(name).text().split("\n") if line.strip()]
    assert sample(name).paragraphs["text"].tolist() == lines


def test_story() -> None:
    name = "story.txt"
    assert outline(name) == [(1, "一支烟宽的河"), (2, "一 科长"), (2, "二 翻译"), (2, "三 三支烟"), (2, "四 四百一十二步")]
    assert of_kind(name, "byline") == ["作者：阮半舟"]
    dialogue = [t for t in of_kind(name, "paragraph") if t.startswith("“")]
    assert len(dialogue) > 30
    assert "“我晓得。”" in dialogue


def test_letter() -> None:
    name = "letter.txt"
    assert outline(name) == [(0, "")]
    assert of_kind(name, "byline") == ["多伦多，一月十七日，半夜"]
    paragraphs = of_kind(name, "paragraph")
    assert paragraphs[0] == "亲爱的老郑："
    assert paragraphs[-3:-1] == ["Yours, still thinner than a chopstick,", "阿文"]
    assert paragraphs[-1].startswith("P.S. ")


def test_feature() -> None:
    name = "feature-night-shift.md"
    assert outline(name)[1:] == [
        (1, "看不懂也沒關係：一位夜班護理師的英文貼文"),
        *[(2, t) for t in ("凌晨兩點以後", "寫給看不懂的人", "七點五十八分", "早餐店的翻譯軟體", "附錄：留一條縫")],
        *[(3, t) for t in ("備註欄", "走廊的燈")],
    ]
    bylines = of_kind(name, "byline")
    assert bylines[0] == "文／林予安　攝影／周墨"
    assert bylines[-2:] == ["作者:蒂爾達．法羅文,2023 年 5 月", "（譯／聞若棠）"]
    attributions = [t for t in bylines if t.startswith("—")]
    assert [t.split(") ")[1] for t in attributions] == [
        *("January 19, 2022", "November 6, 2022", "August 21, 2023", "April 3, 2024", "May 2, 2024")
    ]
    quotes = of_kind(name, "quote")
    assert len(quotes) == len(attributions)
    assert quotes[0].startswith("Third night in a row.")
    kinds = sample(name).paragraphs["kind"].tolist()
    assert all(kinds[i - 1] == "quote" for i, t in enumerate(sample(name).paragraphs["text"]) if t.startswith("— Tammy"))
    matter = of_kind(name, "matter")
    assert matter[0].startswith("---\ntitle:")
    assert matter[-1].startswith("※ 本文人物皆為化名。")
    essay = sample(name).sections.set_index("title").loc["附錄：留一條縫"]
    inside = sample(name).paragraphs["start"].between(essay["start"], essay["end"], inclusive="left")
    assert {"備註欄", "走廊的燈"} <= set(sample(name).paragraphs.loc[inside, "text"])


def test_journal() -> None:
    name = "journal-2023.md"
    days = ["2023-01-14", "2023-02-02", "March 4, 2023", "April 20, 2023", "9 June", "17 July", "2023-12-30"]
    assert outline(name) == [(1, "Journal, 2023"), *[(2, day) for day in days]]
    items = of_kind(name, "list")
    assert [item.split()[0] for item in items] == ["eleven", "one", "one", "a"]
    assert items[0].endswith("never trusted ours)")
    [valve] = of_kind(name, "quote")
    assert valve.count("\n> ") == 2
    paragraphs = of_kind(name, "paragraph")
    assert "New notebook, same me. Ma gave it to me for Christmas with the sticker\nstill on" in paragraphs[0]
    assert paragraphs[0].count("\n") == 3
    assert sum(t.startswith("**") for t in paragraphs) == 2
    assert len(paragraphs) == 20
