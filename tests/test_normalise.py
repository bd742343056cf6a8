"""The Simplified shadow: what it says, where it leads back to, and that the script of a text changes no score."""

import random
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from case_files import load
from documents import DID, HOW, WHO, traditional

import textlens
from textlens.identify.script import document_script
from textlens.normalise.convert import to_simplified, to_simplified_each
from textlens.normalise.shadow import Shadow, simplify, strip_markup
from textlens.split.markup import find_markup

ROOT = Path(__file__).parents[1]
AMBIGUOUS = load("ambiguous")
CJK = [(0x2E80, 0x2FDF), (0x3000, 0x303F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)]


def lookups(text: str) -> list[str]:
    return textlens.analyze_text(text, scorer=lambda batch: [0.0] * len(batch)).tokens["lookup"].tolist()


def shadow(text: str) -> Shadow:
    """The shadow of the whole text as one Traditional sentence."""
    return simplify(strip_markup(text, [(0, len(text))], find_markup(text)), ["Hant"])[0]


# --- what the shadow says --------------------------------------------------------------------------------------------

SIMPLIFIED = [
    "显著",
    "看着",
    "著名",
    "著作",
    "编著",
    "着急",
    "乾隆",
    "乾坤",
    "里",
    "里面",
    "公里",
    "邻里",
    "后",
    "后来",
    "皇后",
    "干",
    "干净",
    "面",
    "面条",
    "台",
    "台风",
    "只",
    "只有",
    "松",
    "云",
    "斗",
    "谷",
    "征",
    "准",
    "余",
    "范",
    "发",
    "头发",
    "瞭望",
    "狼藉",
    "藉",
    "覆盖",
    "回复",
    "沈",
    "于",
    "他",
    "她",
    "它",
    "你",
    "您",
    "么",
    "什么",
    "钟",
    "游",
    "周",
    "制造",
    "系",
    "借口",
    "吃",
]


@pytest.mark.parametrize("word", SIMPLIFIED)
def test_simplified_passes_through(word: str) -> None:
    """Also a word that OpenCC, asked, would change (显著 into 显着)."""
    text = f"这里说：{word}。"
    assert "".join(lookups(text)) == text
    assert "".join(lookups(f"你好。{word}。这里说。")) == f"你好。{word}。这里说。", "a sentence that does not tell"


@pytest.mark.parametrize(
    ("written", "simplified", "gloss"),
    [
        ("看著", "看着", "looking at"),
        ("著名", "著名", "famous"),
        ("著急", "着急", "worried"),
        ("顯著", "显著", "notable"),
        ("裡面", "里面", "inside"),
        ("後來", "后来", "afterwards"),
        ("皇后", "皇后", "empress"),
        ("衞生", "卫生", "hygiene, as Hong Kong writes it"),
        ("裏面", "里面", "inside, as Hong Kong writes it"),
        ("乾隆", "乾隆", "an emperor"),
        ("乾淨", "干净", "clean"),
        ("頭髮", "头发", "hair"),
        ("發現", "发现", "to discover"),
        ("麵包", "面包", "bread"),
        ("什麼", "什么", "what"),
        ("臺灣", "台湾", "Taiwan"),
        ("瞭解", "了解", "to understand"),
        ("狼藉", "狼藉", "in a mess"),
        ("藉口", "借口", "excuse"),
        ("穿著", "穿着", "wearing"),
        ("看著書", "看着书", "reading a book: OpenCC sees the word 著書 in it"),
        ("背著書包", "背着书包", "carrying a satchel"),
        ("貼著白膠布", "贴着白胶布", "stuck over with white tape"),
        ("他著書立說", "他著书立说", "he wrote books"),
        ("去看著名畫家", "去看著名画家", "to see a famous painter"),
        ("看著作", "看著作", "to look at the works"),
    ],
)
def test_traditional_becomes_simplified(written: str, simplified: str, gloss: str) -> None:
    assert to_simplified(written) == simplified, gloss
    assert "".join(lookups(f"這裡說：{written}。")) == f"这里说：{simplified}。", gloss


def test_the_text_itself_stays() -> None:
    result = textlens.analyze_text("她看著**裡**面。")
    assert result.sentences["text"].tolist() == ["她看著**裡**面。"]
    assert result.tokens["token"].tolist() == ["她", "看著", "**裡**面"[2:], "。"]
    assert result.tokens["lookup"].tolist() == ["她", "看着", "里面", "。"]


def test_many_sentences_at_once_are_the_same_as_one_by_one() -> None:
    texts = ["她看", "著名的", "", "衞生", "后", "來乾", "淨"]
    assert to_simplified_each(texts) == [to_simplified(text) for text in texts]
    assert to_simplified_each([]) == []


# --- lengths ---------------------------------------------------------------------------------------------------------


def test_no_character_changes_its_length() -> None:
    characters = [chr(c) for first, last in CJK for c in range(first, last + 1)]
    converted = to_simplified("\n".join(characters)).split("\n")
    assert len(characters) > 100_000
    assert [c for c, to in zip(characters, converted, strict=True) if len(to) != 1] == []
    assert sum(c != to for c, to in zip(characters, converted, strict=True)) > 3_000


def phrases() -> list[str]:
    """200 Traditional phrases: the clauses of the word lists."""
    rng = random.Random(20240903)
    return [traditional(rng.choice(WHO) + rng.choice(HOW) + rng.choice(DID)) for _ in range(200)]


def test_no_phrase_changes_its_length() -> None:
    found = phrases()
    assert [p for p in found if len(to_simplified(p)) != len(p)] == []
    assert sum(to_simplified(p) != p for p in found) > 100


# --- offsets ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("她看著我。", "她看着我。"),
        ("**重**要，這[裡面](http://a.b/c_d)說", "重要，这里面说"),
        ("*著*名這`裡`", "著名这里"),
        ("這是一段很長的文\n字，在這裡換\n行。", "这是一段很长的文字，在这里换行。"),
        ("這是一段很長的文\r\n字，在這裡換行。", "这是一段很长的文字，在这里换行。"),
        ("這裡，\r\n　　換行", "这里，换行"),
        ("這裡 one\ntwo 說", "这里 one two 说"),
        ("這裡 one\r\ntwo 說", "这里 one two 说"),
        ("> 這是一段很長的文\n> 字", "> 这是一段很长的文字"),
        ("後\u200b來\ufeff看\u2060著\u00ad", "后来看着"),
        ("後<b>來</b>", "后 来 "),
        ("衞\u200d生", "卫\u200d生"),
        ("\ufeff**\u200b裡\n面**", "里面"),
    ],
)
def test_shadow_offsets(text: str, expected: str) -> None:
    found = shadow(text)
    assert found.text == expected
    offsets = [found.offset(i) for i in range(len(found.text))]
    assert offsets == sorted(offsets) and all(0 <= offset < len(text) for offset in offsets)
    for character, offset in zip(found.text, offsets, strict=True):
        assert character == " " or to_simplified(text[offset]) == character or (character, text[offset]) == ("著", "著")


def test_offsets_within_a_document() -> None:
    lines = [
        "外婆年輕的時候在這座城市的東邊開過一家小小的麵館，她說那時候的日子很",
        "長，她**看**\u200b著門口的人來來去去，一年又一年，誰也沒有想過會離開，可是這",
        "裡後來拆了，街上的人也都搬走了，麵館的門關著，只有那隻貓還在門口等她回",
        "來，一直等到冬天，等到鄰居把牠抱走，等到誰也不再記得有過這麼一家麵館，",
        "也不記得她。",
    ]
    text = "前文。\r\n\r\n" + "\r\n".join(lines)
    result = textlens.analyze_text(text)
    rows = {row.lookup: text[row.start : row.end] for row in result.tokens.itertuples()}
    assert rows["看着"] == "看**\u200b著" and rows["这里"] == "這\r\n裡" and rows["后来"] == "後來"
    for row in result.tokens.itertuples():
        assert text[row.start : row.end] == row.token


# --- twins -----------------------------------------------------------------------------------------------------------

SAMPLES = [ROOT / "data" / "samples" / name for name in ("year-review-2024.txt", "story.txt", "letter.txt")]


def simplified_gold() -> list[Path]:
    """Those of the gold documents that hold Han characters and are Simplified by the characters that tell."""
    paths = sorted((ROOT / "data" / "gold" / "documents").iterdir())
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    return [
        path for path, text in texts.items() if any("\u4e00" <= c <= "\u9fff" for c in text) and document_script(text) == "Hans"
    ]


def generated() -> list[str]:
    """200 paragraphs of two to five Simplified sentences."""
    rng = random.Random(20241103)

    def sentence() -> str:
        clauses = [rng.choice(WHO) + rng.choice([*HOW, ""]) + rng.choice(DID) for _ in range(rng.randint(1, 3))]
        return rng.choice(["{}。", "{}！", "{}？", "“{}。”", "老谭说：“{}！”", "{}……"]).format("，".join(clauses))

    return ["".join(sentence() for _ in range(rng.randint(2, 5))) for _ in range(200)]


@cache
def texts() -> dict[str, str]:
    found = {path.name: path.read_text(encoding="utf-8") for path in [*SAMPLES, *simplified_gold()]}
    return found | {"generated": "\n\n".join(generated())}


@cache
def frames(name: str, scorer: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    text = texts()[name]
    twin = traditional(text)
    assert len(twin) == len(text) and twin != text
    results = [textlens.analyze_text(script, scorer=scorer) for script in (text, twin)]
    one, other = (r.sentences.merge(r.paragraphs[["paragraph_id", "section_id"]], "left", "paragraph_id") for r in results)
    return one, other


def excused(simplified: str, traditional_twin: str) -> bool:
    return any(case["simplified"] in simplified and case["traditional"] in traditional_twin for case in AMBIGUOUS)


NAMES = [path.name for path in [*SAMPLES, *simplified_gold()]]


@pytest.mark.parametrize("scorer", ["textlens", "textlens-fast", "snownlp"])
@pytest.mark.parametrize("name", [*NAMES, "generated"])
def test_twins_have_one_sentiment(name: str, scorer: str) -> None:
    hans, hant = frames(name, scorer)
    assert len(hans) == len(hant)
    for column in ("start", "end", "lang", "kind"):
        assert hans[column].tolist() == hant[column].tolist(), column
    assert not hans["sentiment"].isna().all()
    a, b = hans["sentiment"].to_numpy(), hant["sentiment"].to_numpy()
    # Products of matrices may differ in their last digits with what else is in a batch.
    differ = np.flatnonzero(~np.isclose(a, b, rtol=0, atol=0 if scorer == "snownlp" else 1e-5, equal_nan=True))
    # A word lost colours what is read with it: the section.
    read_with = "sentence_id" if scorer == "snownlp" else "section_id"
    wholes = [frame.groupby(read_with)["text"].transform("".join) for frame in (hans, hant)]
    assert [hans["text"][i] for i in differ if not excused(wholes[0][i], wholes[1][i])] == []


def test_there_is_enough_to_compare() -> None:
    assert len(simplified_gold()) >= 25
    hans, hant = frames("generated", "textlens")
    assert len(hans) > 500 and set(hans["script"]) == {"Hans"} and set(hant["script"]) == {"Hant"}


def test_what_is_excused_is_opencc_s_own_loss() -> None:
    """Each case is what OpenCC's s2tw makes of it, what tw2s cannot bring back, and what some text above holds."""
    import opencc

    back = opencc.OpenCC("tw2s").convert
    whole = "\n".join(texts().values())
    assert len(AMBIGUOUS) <= 10
    for case in AMBIGUOUS:
        assert set(case) == {"simplified", "traditional", "gloss"} and case["gloss"]
        assert traditional(case["simplified"]) == case["traditional"]
        assert back(case["traditional"]) != case["simplified"]
        assert to_simplified(case["traditional"]) != case["simplified"]
        assert case["simplified"] in whole, "an excuse nobody needs"
