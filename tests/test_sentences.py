"""Sentences, case by case: tests/cases/sentences.json says what a reader would call one."""

import pytest
from case_files import as_parameters, load

from textlens.split.sentences import BRACKET_LIMIT, QUOTE_LIMIT, SENTENCE_LIMIT, split_sentences

CASES = load("sentences")


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize("case", as_parameters(CASES))
def test_case(case: dict) -> None:
    assert sentences(case["text"]) == case["sentences"]


def test_the_cases_are_cases() -> None:
    assert len(CASES) >= 90
    assert len({case["text"] for case in CASES}) == len(CASES)
    assert all(case["gloss"] and case.keys() <= {"text", "sentences", "gloss", "known_failure"} for case in CASES)
    assert sum(case.get("known_failure", False) for case in CASES) <= 5


@pytest.mark.parametrize("case", [c for c in CASES if len(c["sentences"]) > 1], ids=lambda c: c["gloss"])
def test_a_part_of_a_text_splits_as_it_does_alone(case: dict) -> None:
    """`start` and `end` are bounds: what stands outside them does not matter."""
    text = f"前面。{case['text']}后面。"
    inside = split_sentences(text, 3, 3 + len(case["text"]))
    assert [(a - 3, b - 3) for a, b in inside] == split_sentences(case["text"])


@pytest.mark.parametrize("left, right", ["“”", "「」", "『』", "‘’"])
def test_a_quotation_stays_whole_up_to_the_limit(left: str, right: str) -> None:
    inner = "我不去。" * ((QUOTE_LIMIT - 2) // 4)
    short = f"他说：{left}{inner[: QUOTE_LIMIT - 2]}{right}"
    assert len(sentences(short)) == 1
    assert len(sentences(f"他说：{left}{inner}我真的不去。{right}")) > 5


def test_a_bracket_stays_whole_up_to_the_limit() -> None:
    inner = "真的。" * ((BRACKET_LIMIT - 2) // 3)
    assert len(sentences(f"他来了（{inner}）")) == 1
    assert len(sentences(f"他来了（{inner}真的不骗你。）")) > 50


@pytest.mark.parametrize("text", ["我" * 3500, "我很好，" * 900, "word " * 700, "的" * 999 + "，" + "了" * 1200])
def test_what_never_ends_is_cut_at_the_limit(text: str) -> None:
    parts = sentences(text)
    assert max(map(len, parts)) <= SENTENCE_LIMIT
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")
    if "，" in text[:900]:
        assert all(part.endswith("，") for part in parts)


def test_both_scripts_split_alike() -> None:
    """Speech tags are known in Traditional characters too."""
    assert sentences("「真的嗎？」她說。「走吧！」老譚問道，「去哪？」") == [
        "「真的嗎？」她說。",
        "「走吧！」老譚問道，「去哪？」",
    ]
