"""Dating and months: which paragraphs a document itself places in time, and what is said of each month."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textlens
from textlens.aggregate.interval import group_means, reading_of, spread, t_quantile

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
MONTHS = ["doc_id", "month", "label", "n_paragraphs", "n_sentences", "sentiment", "sentiment_low", "sentiment_high"]
MONTHS += ["emotion", "keywords", "brightest", "darkest"]
BODY = "雨一直下，那是2018年7月以来最冷的一天。外婆来了。"  # rain, the coldest day since July 2018; grandmother came
ENGLISH_BODY = "It rained, the coldest day since July 2018. Grandmother came in March, she said."


def constant(sentences: Sequence[str]) -> list[float]:
    return [0.0] * len(sentences)


def by_length(sentences: Sequence[str]) -> list[float]:
    """A scorer whose numbers differ: every sentence has its own place in -1..1."""
    return [((7 * len(s)) % 41 - 20) / 20 for s in sentences]


def analyze(text: str, scorer: Any = constant, **options: Any) -> textlens.Analysis:
    return textlens.analyze_text(text, scorer=scorer, progress=False, **options)


def month_of(result: textlens.Analysis, opening: str) -> str:
    """Month of the one paragraph that opens so."""
    found = result.paragraphs[result.paragraphs["text"].str.startswith(opening)]
    assert len(found) == 1, opening
    return str(found["month"].iloc[0])


@pytest.fixture(scope="module")
def review() -> textlens.Analysis:
    return textlens.analyze(SAMPLES / "year-review-2024.txt", progress=False)


@pytest.fixture(scope="module")
def feature() -> textlens.Analysis:
    return textlens.analyze(SAMPLES / "feature-night-shift.md", progress=False)


@pytest.fixture(scope="module")
def journal() -> textlens.Analysis:
    return textlens.analyze(SAMPLES / "journal-2023.md", progress=False)


# ── the year review ─────────────────────────────────────────────────────────────────────────────


def test_review_has_twelve_months(review: textlens.Analysis) -> None:
    months = review.months
    assert list(months.columns) == MONTHS
    assert months["label"].tolist() == [f"2024-{n:02d}" for n in range(1, 13)]
    assert months["month"].astype(str).tolist() == months["label"].tolist()
    assert str(months["month"].dtype) == "period[M]"
    assert months["n_paragraphs"].tolist() == [2, 2, 2, 2, 2, 3, 3, 3, 2, 3, 2, 2]
    assert (months["n_sentences"] >= 7).all()


def test_review_paragraphs_stand_in_their_month(review: textlens.Analysis) -> None:
    for opening, month in (
        ("1月: 冰箱门坏了", "2024-01"),
        ("年会上老板宣布", "2024-01"),
        ("医生很年轻", "2024-04"),
        ("没有下周。", "2024-06"),
        ("是星期三早上的事", "2024-06"),
        ("那是2018年的7月", "2024-07"),  # a flashback stays in the month that tells it
        ("我带走了最上面那袋", "2024-07"),
        ("8月：提了离职", "2024-08"),
        ("月底收到 offer", "2024-10"),
        ("房东终于派人来换胶条了", "2024-12"),
    ):
        assert month_of(review, opening) == month


def test_review_leaves_the_rest_undated(review: textlens.Analysis) -> None:
    for opening in (
        "写年终总结的习惯",
        "去年那篇",
        "背景交代",
        "7月，我把头发剪短了",
        "读完六本半",
        "不设十四个指标了",
        "先写到这儿",
    ):
        assert month_of(review, opening) == "NaT"
    topics = review.paragraphs[review.paragraphs["start"] > review.text().index("关于身体")]
    assert topics[["date_start", "date_end", "date_source", "marker", "month"]].isna().all(axis=None)


def test_review_markers(review: textlens.Analysis) -> None:
    paragraphs = review.paragraphs
    dated = paragraphs[paragraphs["date_start"].notna()]
    assert dated["date_source"].unique().tolist() == ["inline"]
    assert dated["marker"].drop_duplicates().tolist() == [f"{n}月" for n in range(1, 13)]
    may = dated[dated["marker"] == "5月"].iloc[0]
    assert (may["date_start"], may["date_end"]) == (pd.Timestamp("2024-05-01"), pd.Timestamp("2024-05-31"))
    assert review.documents.loc[0, "date"] == pd.Timestamp("2024-01-01")


def test_sentences_have_their_paragraphs_month(review: textlens.Analysis) -> None:
    joined = review.sentences.merge(review.paragraphs, on="paragraph_id", suffixes=("", "_p"))
    assert list(map(str, joined["month"])) == list(map(str, joined["month_p"]))
    per_month = review.sentences.groupby("month").size()
    assert per_month.tolist() == review.months["n_sentences"].tolist()


# ── the feature ─────────────────────────────────────────────────────────────────────────────────


def test_feature_dates_quotations_by_their_attribution(feature: textlens.Analysis) -> None:
    quotes = feature.paragraphs[feature.paragraphs["kind"] == "quote"]
    dates = ["2022-01-19", "2022-11-06", "2023-08-21", "2024-04-03", "2024-05-02"]
    assert quotes["date_start"].dt.strftime("%Y-%m-%d").tolist() == dates
    assert quotes["date_end"].tolist() == quotes["date_start"].tolist()
    assert quotes["date_source"].tolist() == ["byline"] * 5
    assert quotes["marker"].tolist()[0] == "January 19, 2022"
    attributions = feature.paragraphs[feature.paragraphs["text"].str.startswith("— Tammy")]
    assert attributions["date_start"].dt.strftime("%Y-%m-%d").tolist() == dates


def test_feature_dates_the_essay_by_its_byline(feature: textlens.Analysis) -> None:
    paragraphs = feature.paragraphs
    essay = paragraphs[paragraphs["month"].astype(str) == "2023-05"]
    assert essay["text"].str[:6].tolist()[:3] == ["作者:蒂爾達", "備註欄", "我在一座三千"]
    assert essay["text"].iloc[-1] == "（譯／聞若棠）"
    assert (essay["date_start"] == pd.Timestamp("2023-05-01")).all()
    assert (essay["date_end"] == pd.Timestamp("2023-05-31")).all()


def test_feature_leaves_the_reporting_undated(feature: textlens.Analysis) -> None:
    # Neither the publication date nor a day within a sentence dates the text.
    for opening in ("基隆的雨有一種本事", "四月三日早上", "四月底，她遞了", "全單位平安", "這是她目前的最後一則", "※ 本文人物"):
        assert month_of(feature, opening) == "NaT"
    assert feature.documents.loc[0, "date"] == pd.Timestamp("2024-05-18")


def test_feature_fills_the_gaps(feature: textlens.Analysis) -> None:
    months = feature.months
    assert months["label"].tolist()[0] == "2022-01" and months["label"].tolist()[-1] == "2024-05"
    assert len(months) == 29
    empty = months[months["n_sentences"] == 0]
    assert len(empty) == 23
    assert (empty["n_paragraphs"] == 0).all() and (empty["keywords"] == "").all()
    assert empty[["sentiment", "sentiment_low", "sentiment_high", "emotion", "brightest", "darkest"]].isna().all(axis=None)
    filled = months[months["n_sentences"] > 0]
    assert filled["n_paragraphs"].tolist() == [1, 1, 4, 1, 1, 1], "attributions do not count"


# ── the journal ─────────────────────────────────────────────────────────────────────────────────


def test_journal_entries(journal: textlens.Analysis) -> None:
    paragraphs = journal.paragraphs
    heads = paragraphs[paragraphs["kind"] == "heading"]["date_start"].dt.strftime("%m-%d").tolist()[1:]
    assert heads == ["01-14", "02-02", "03-04", "04-20", "06-09", "07-17", "12-30"]
    starts = {
        "New notebook": "2023-01-14",
        "In the elevator": "2023-02-02",
        "Do NOT touch": "2023-03-04",
        "Grade school": "2023-04-20",
        "For the record": "2023-06-09",
        "I was furious": "2023-07-17",
        "**September 21.**": "2023-09-21",
        "The blue bathing cap": "2023-09-21",
        "**November 5.**": "2023-11-05",
        "eleven packets": "2023-11-05",
        "I sat there until": "2023-11-05",
        "I looked for the hands": "2023-12-30",
    }
    for opening, day in starts.items():
        row = paragraphs[paragraphs["text"].str.startswith(opening)].iloc[0]
        assert str(row["date_start"])[:10] == str(row["date_end"])[:10] == day
    assert set(paragraphs["date_source"].dropna()) == {"heading", "inline"}


def test_journal_months(journal: textlens.Analysis) -> None:
    months = journal.months
    assert months["label"].tolist() == [f"2023-{n:02d}" for n in range(1, 13)]
    assert months.loc[months["n_sentences"] == 0, "label"].tolist() == ["2023-05", "2023-08", "2023-10"]


# ── every form of marker ────────────────────────────────────────────────────────────────────────

HAN = [
    "〇",
    *"一二三四五六七八九十",
    *(f"十{d}" for d in "一二三四五六七八九"),
    "二十",
    *(f"二十{d}" for d in "一二三四五六七八九"),
]
HAN += ["三十", "三十一"]
ZH, EN = (BODY, ENGLISH_BODY)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def han_year(year: int) -> str:
    return "".join(HAN[int(d)] for d in str(year))


# name -> (the document's entry, whether it writes a day, whether it writes the year)
FORMS: dict[str, tuple[Callable[[dt.date], str], bool, bool]] = {
    "1月:": (lambda d: f"{d.month}月: {ZH}", False, False),
    "1月：": (lambda d: f"{d.month}月：{ZH}", False, False),
    "1 月份：": (lambda d: f"{d.month} 月份：{ZH}", False, False),
    "０１月：": (lambda d: f"{d.month:02d}".translate(FULL_WIDTH) + f"月：{ZH}", False, False),
    "一月：": (lambda d: f"{HAN[d.month]}月：{ZH}", False, False),
    "一月十七日：": (lambda d: f"{HAN[d.month]}月{HAN[d.day]}日：{ZH}", True, False),
    "- 1月：": (lambda d: f"- {d.month}月：{ZH}", False, False),
    "> 1月：": (lambda d: f"> {d.month}月：{ZH}", False, False),
    "**1月**": (lambda d: f"**{d.month}月** {ZH}", False, False),
    "**一月：**": (lambda d: f"**{HAN[d.month]}月：**{ZH}", False, False),
    "## 3 月": (lambda d: f"## {d.month} 月\n\n{ZH}", False, False),
    "## 三月 小标题": (lambda d: f"## {HAN[d.month]}月 月子和程序\n\n{ZH}", False, False),
    "## 三月 初见": (lambda d: f"## {HAN[d.month]}月 初见\n\n{ZH}", False, False),
    "## 🎁 三月：": (lambda d: f"## 🎁 {HAN[d.month]}月：礼物\n\n{ZH}", False, False),
    "### 3月4日 星期六": (lambda d: f"### {d.month}月{d.day}日 星期{'一二三四五六日'[d.weekday()]}\n\n{ZH}", True, False),
    "三月 (a line)": (lambda d: f"{HAN[d.month]}月\n\n- {ZH}\n- {ZH}", False, False),
    "2023年5月12日：": (lambda d: f"{d.year}年{d.month}月{d.day}日：{ZH}", True, True),
    "2023 年 5 月 (heading)": (lambda d: f"## {d.year} 年 {d.month} 月\n\n{ZH}", False, True),
    "二〇二二年三月": (lambda d: f"## {han_year(d.year)}年{HAN[d.month]}月\n\n{ZH}", False, True),
    "二零二二年三月九日": (
        lambda d: f"## {han_year(d.year).replace('〇', '零')}年{HAN[d.month]}月{HAN[d.day]}日\n\n{ZH}",
        True,
        True,
    ),
    "2023-05-12": (lambda d: f"## {d}\n\n{EN}", True, True),
    "2023/5/12": (lambda d: f"# {d.year}/{d.month}/{d.day}\n\n{EN}", True, True),
    "2023.05": (lambda d: f"## {d.year}.{d.month:02d}\n\n{EN}", False, True),
    "2023-05-12:": (lambda d: f"{d}: {EN}", True, True),
    "| 1月 |": (lambda d: f"| {d.month}月 | {ZH} |", False, False),
    "**March 4.**": (lambda d: f"**{d:%B} {d.day}.** {EN}", True, False),
    "**March.**": (lambda d: f"**{d:%B}.** {EN}", False, False),
    "March: ": (lambda d: f"{d:%B}: {EN}", False, False),
    "March - ": (lambda d: f"{d:%B} - {EN}", False, False),
    "March 4, 2023": (lambda d: f"## {d:%B} {d.day}, {d.year}\n\n{EN}", True, True),
    "Mar 4th 2023": (lambda d: f"## {d:%b} {d.day}{ordinal(d.day)} {d.year}\n\n{EN}", True, True),
    "9 June": (lambda d: f"## {d.day} {d:%B}\n\n{EN}", True, False),
    "Friday, 9 June 2023": (lambda d: f"## {d:%A}, {d.day} {d:%B} {d.year}\n\n{EN}", True, True),
    "March 2023": (lambda d: f"## {d:%B} {d.year}\n\n{EN}", False, True),
    "March (a line)": (lambda d: f"{d:%B}\n\n- {EN}\n- {EN}", False, False),
}


def ordinal(day: int) -> str:
    return "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def rendered(days: Sequence[dt.date], forms: Sequence[str]) -> str:
    return "\n\n".join(FORMS[form][0](day) for day, form in zip(days, forms, strict=True)) + "\n"


def expected(day: dt.date, form: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    if FORMS[form][1]:
        return pd.Timestamp(day), pd.Timestamp(day)
    last = calendar.monthrange(day.year, day.month)[1]
    return pd.Timestamp(day.replace(day=1)), pd.Timestamp(day.replace(day=last))


def found_dates(result: textlens.Analysis) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """The dates of the paragraphs that hold the body, in order, repeats within an entry left out."""
    body = result.paragraphs[result.paragraphs["text"].str.contains("2018")]
    pairs = list(zip(body["date_start"], body["date_end"], strict=True))
    return [pair for i, pair in enumerate(pairs) if i == 0 or pair != pairs[i - 1]]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("months", [range(12, 0, -1), [7]], ids=["twelve", "one"])
def test_each_form_of_marker_in_each_month(form: str, months: Sequence[int]) -> None:
    days = [dt.date(2023, month, 2 * month + 4) for month in months]
    result = analyze(rendered(days, [form] * len(days)), date=2023)
    assert found_dates(result) == [expected(day, form) for day in days]
    assert result.documents.loc[0, "notes"] == ""
    assert result.months["label"].tolist() == sorted(f"2023-{month:02d}" for month in months)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_markers_of_a_document_come_back(data: st.DataObject) -> None:
    """Whatever days, in whatever order, in one form or several: each entry has its own date."""
    form = st.sampled_from(sorted(FORMS))
    one = data.draw(form)
    days = data.draw(
        st.lists(st.dates(dt.date(2023, 1, 1), dt.date(2023, 12, 31)), min_size=1, max_size=5, unique_by=lambda d: d.month)
    )
    forms = [one if data.draw(st.booleans()) else data.draw(form) for _ in days]
    if "> 1月：" in forms:  # among markers of the document's own, what is quoted speaks of its own time
        forms = ["> 1月："] * len(days)
    text = rendered(days, forms)
    result = analyze(text, date=2023)
    assert found_dates(result) == [expected(day, f) for day, f in zip(days, forms, strict=True)]
    labels = [f"2023-{n:02d}" for n in range(min(d.month for d in days), max(d.month for d in days) + 1)]
    assert result.months["label"].tolist() == labels
    filled = result.months.loc[result.months["n_sentences"] > 0, "label"].tolist()
    assert filled == sorted({f"2023-{d.month:02d}" for d in days})


@pytest.mark.parametrize("form", [name for name, (_, _, has_year) in FORMS.items() if not has_year])
def test_without_a_year_the_months_keep_their_order(form: str) -> None:
    days = [dt.date(2023, 11, 5), dt.date(2023, 12, 21), dt.date(2023, 2, 3)]
    result = analyze(rendered(days, [form] * 3))
    assert result.paragraphs[["date_start", "date_end", "month"]].isna().all(axis=None)
    assert result.months["month"].isna().all() and len(result.months) == 3
    assert (result.months["n_sentences"] >= 2).all()
    assert result.months["label"].tolist() == list(dict.fromkeys(result.months["label"]))
    assert result.paragraphs["marker"].notna().sum() >= 3


def test_labels_without_a_year_are_the_documents_words() -> None:
    result = analyze(f"十二月：{BODY}\n\n一月：{BODY}\n\n**March 4.** {ENGLISH_BODY}")
    assert result.months["label"].tolist() == ["十二月", "一月", "March 4"]


NO_MARKERS = [
    "7月，我把头发剪短了。",
    "四月三日早上，她正要报告。",
    "三月的雨下个不停。",
    "3个月以后我走了。",
    "一月份的工资还没发，我很生气。",
    "May was wet and cold.",
    "March came in like a lion.",
    "In March 2023 we moved.",
    "2023 was a long year.",
    "五月是最好的月份。",
    "1. 月亮很圆。",
    "3月5日我们出发了。",
]


@pytest.mark.parametrize("text", NO_MARKERS)
def test_what_opens_like_a_month_and_is_none(text: str) -> None:
    result = analyze(f"前言，说几句话。\n\n{text}\n\n后记，再说几句。\n", date=2023)
    assert result.paragraphs["marker"].isna().all()
    assert result.months.empty and list(result.months.columns) == MONTHS


@pytest.mark.parametrize(
    "head", ["四月的雨", "十二个月", "April’s end", "May you live long", "2023", "三月里的小雨", "五月末", "十月初八"]
)
def test_headings_that_are_no_markers(head: str) -> None:
    result = analyze(f"# 文集\n\n## {head}\n\n{BODY}\n", date=2023)
    assert result.paragraphs["marker"].isna().all()


# ── how far a marker reaches ────────────────────────────────────────────────────────────────────


def reach(text: str, **options: Any) -> list[str]:
    """Month of each paragraph, in order."""
    return [str(month)[-2:] if month is not pd.NaT else "-" for month in analyze(text, **options).paragraphs["month"]]


def test_a_heading_reaches_across_its_subheadings() -> None:
    text = f"# 2023\n\n## 一月\n\n{BODY}\n\n### 工作\n\n{BODY}\n\n## 二月\n\n{BODY}\n\n## 感想\n\n{BODY}\n"
    assert reach(text) == ["-", "01", "01", "01", "01", "02", "02", "-", "-"]


def test_a_run_in_marker_ends_at_any_heading() -> None:
    assert reach(f"1月：{BODY}\n\n{BODY}\n\n# 感想\n\n{BODY}\n", date=2023) == ["01", "01", "-", "-"]


def test_days_within_a_month() -> None:
    text = f"## 三月\n\n{BODY}\n\n### 3月5日\n\n{BODY}\n\n### 3月9日\n\n{BODY}\n\n## 四月\n\n{BODY}\n"
    starts = analyze(text, date=2023).paragraphs["date_start"].dt.strftime("%m-%d").tolist()
    assert starts == ["03-01", "03-01", "03-05", "03-05", "03-09", "03-09", "04-01", "04-01"]


def test_a_table_row_speaks_for_itself() -> None:
    result = analyze(f"| 月份 | 事 |\n|---|---|\n| 1月 | 下雪了。 |\n| 2月 | 雪化了。 |\n\n{BODY}\n", date=2023)
    assert [str(m) for m in result.paragraphs["month"]] == ["NaT", "2023-01", "2023-02", "NaT"]


def test_months_in_descending_order() -> None:
    result = analyze(f"## 3月\n\n{BODY}\n\n## 2月\n\n{BODY}\n\n## 1月\n\n{BODY}\n", date=2023)
    assert result.months["label"].tolist() == ["2023-01", "2023-02", "2023-03"]


# ── years ───────────────────────────────────────────────────────────────────────────────────────

ENTRY = f"3月：{BODY}\n"


@pytest.mark.parametrize(
    ("text", "options", "label"),
    [
        (f"2022年终总结\n\n{BODY}\n\n{ENTRY}", {}, "2022-03"),
        (f"# 二〇二二，不二好吗\n\n{ENTRY}", {}, "2022-03"),
        (f"# My 2021 in review\n\nMarch: {ENGLISH_BODY}\n", {}, "2021-03"),
        (f"---\ntitle: 总结\ndate: 2022-12-30\n---\n\n{ENTRY}", {}, "2022-03"),
        (
            f"---\ntitle: 总结\ndate: 2023-01-05\n---\n\n{ENTRY}\n12月：{BODY}\n",
            {},
            "2022-03",
        ),  # published in January, about the year before
        (f"---\ntitle: 2021 总结\ndate: 2023-01-05\n---\n\n{ENTRY}", {}, "2021-03"),
        (f"2022年终总结\n\n{BODY}\n\n{ENTRY}", {"date": 2019}, "2019-03"),  # date= wins
        (f"2022年终总结\n\n{BODY}\n\n2020年3月：{BODY}\n", {"date": 2019}, "2020-03"),  # but not over what is written
        (ENTRY, {"date": "2019-07-01"}, "2019-03"),
        (ENTRY, {"title": "2018年回顾"}, "2018-03"),
        (f"24年3月：{BODY}\n", {}, "2024-03"),
    ],
)
def test_years_are_completed(text: str, options: dict[str, Any], label: str) -> None:
    assert analyze(text, **options).months["label"].tolist()[0] == label


def test_years_of_headings() -> None:
    for head in ("#", "##"):
        below = f"{head}#"
        text = f"{head} 2022\n\n{below} 一月\n\n{BODY}\n\n{head} 2023年\n\n{below} 一月\n\n{BODY}\n"
        months = analyze(text).months
        assert months.loc[months["n_sentences"] > 0, "label"].tolist() == ["2022-01", "2023-01"]


# ── the document's own date ─────────────────────────────────────────────────────────────────────


def dated(tmp_path: Path, name: str, text: str, **options: Any) -> textlens.Analysis:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return textlens.analyze(path, scorer=constant, progress=False, **options)


@pytest.mark.parametrize(
    ("name", "date", "reaches"),
    [
        ("2023-10-14.md", "2023-10-14", True),
        ("2023-10.txt", "2023-10-01", True),
        ("2023年10月.txt", "2023-10-01", True),
        ("20231014.txt", "2023-10-14", True),
        ("日记 2023-10-14.txt", "2023-10-14", True),
        ("diary_2023_10_14.md", "2023-10-14", True),
        ("diary-2023.md", "2023-01-01", False),
        ("2023年终总结.md", "2023-01-01", False),
        ("notes.md", None, False),
        ("v1.2023-99-99.md", None, False),
        ("2023-02-30.md", None, False),
    ],
)
def test_dates_of_file_names(tmp_path: Path, name: str, date: str | None, reaches: bool) -> None:
    result = dated(tmp_path, name, f"{BODY}\n\n{BODY}\n")
    own = result.documents.loc[0, "date"]
    if name.startswith(("v1", "2023-02-30")):  # a year may be read in such a name, a day may not
        assert pd.isna(own) or (own.month, own.day) == (1, 1)
    else:
        assert (None if pd.isna(own) else str(own)[:10]) == date
    assert result.paragraphs["date_start"].notna().all() == reaches
    if reaches:
        assert result.paragraphs["date_source"].unique().tolist() == ["filename"]
        assert result.paragraphs["marker"].isna().all()
        assert result.months["n_sentences"].tolist() == [4]


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("2023-10-14", "2023-10-14", "2023-10-14"),
        ("2023年10月14日", "2023-10-14", "2023-10-14"),
        ("October 2023", "2023-10-01", "2023-10-31"),
        ("2023 年 10 月報報", "2023-10-01", "2023-10-31"),
        ("2023年10月总结", "2023-10-01", "2023-10-31"),
        ("October 2023 recap", "2023-10-01", "2023-10-31"),
    ],
)
def test_a_title_that_is_a_date_reaches_the_paragraphs(title: str, first: str, last: str) -> None:
    result = analyze(f"{BODY}\n\n{BODY}\n", title=title)
    assert result.paragraphs["date_start"].tolist() == [pd.Timestamp(first)] * 2
    assert result.paragraphs["date_end"].tolist() == [pd.Timestamp(last)] * 2
    assert result.paragraphs["date_source"].tolist() == ["title"] * 2


@pytest.mark.parametrize("title", ["A trip in October 2023", "2023 in review", "2023年10月的雨", "十月"])
def test_any_other_title_reaches_nothing(title: str) -> None:
    assert analyze(f"{BODY}\n\n{BODY}\n", title=title).paragraphs["date_start"].isna().all()


def test_front_matter_reaches_nothing_and_is_the_documents_date() -> None:
    result = analyze(f"---\ntitle: 旅行\ndate: 2023-10-14 08:00:00\n---\n\n{BODY}\n")
    assert result.documents.loc[0, "date"] == pd.Timestamp("2023-10-14")
    assert result.paragraphs["date_start"].isna().all() and result.months.empty


def test_a_given_month_or_day_reaches_the_paragraphs(tmp_path: Path) -> None:
    result = dated(tmp_path, "2020-01-01.md", f"{BODY}\n\n5月：{BODY}\n", date="2023-10")
    assert [str(m) for m in result.paragraphs["month"]] == ["2023-10", "2023-05"]
    assert result.paragraphs["date_source"].tolist() == ["given", "inline"]


def test_a_given_year_reaches_nothing() -> None:
    result = analyze(f"{BODY}\n", date=2023)
    assert result.paragraphs["date_start"].isna().all()
    assert result.documents.loc[0, "date"] == pd.Timestamp("2023-01-01")


# ── impossible dates ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("marker", "line"),
    [
        ("2月30日：", 3),
        ("2月29日：", 3),
        ("四月三十一日：", 3),
        ("**February 30.** ", 3),
        ("2023-02-29: ", 3),
        ("## 31 April\n\n", 3),
    ],
)
def test_an_impossible_date_is_noted_and_dates_nothing(marker: str, line: int) -> None:
    result = analyze(f"1月：{BODY}\n\n{marker}{ENGLISH_BODY}\n\n12月：{BODY}\n", date=2023)
    note = result.documents.loc[0, "notes"]
    assert note.startswith(f"line {line}: ") and "2023" in note and ";" not in note
    rows = result.paragraphs[result.paragraphs["text"].str.contains("Grandmother")]
    assert rows["date_start"].isna().all() and rows["marker"].notna().all()
    assert result.months.loc[result.months["n_sentences"] > 0, "label"].tolist() == ["2023-01", "2023-12"]
    assert result.documents.loc[0, "problem"] == ""


def test_a_leap_day_is_possible() -> None:
    result = analyze(f"2月29日：{BODY}\n", date=2024)
    assert result.documents.loc[0, "notes"] == "" and result.months["label"].tolist() == ["2024-02"]


# ── timelines ───────────────────────────────────────────────────────────────────────────────────

DIARY = "## 2023-01-30\n\nGood. Fine.\n\n## 2023-02-01\n\nBad.\n\n## 2023-04-02\n\nSo-so. Well. Hm.\n\n## 2024-01-01\n\nNew.\n"


@pytest.mark.parametrize(
    ("unit", "labels", "counts"),
    [
        ("day", ["2023-01-30", "2023-01-31", "2023-02-01", "2023-02-02"], [2, 0, 1, 0]),
        ("week", ["2023-01-30/2023-02-05", "2023-02-06/2023-02-12"], [3, 0]),
        ("month", ["2023-01", "2023-02", "2023-03", "2023-04"], [2, 1, 0, 3]),
        ("quarter", ["2023Q1", "2023Q2", "2023Q3", "2023Q4", "2024Q1"], [3, 3, 0, 0, 1]),
        ("year", ["2023", "2024"], [6, 1]),
    ],
)
def test_units(unit: str, labels: list[str], counts: list[int]) -> None:
    result = analyze(DIARY)
    timeline = result.timeline(unit)
    assert timeline["label"].tolist()[: len(labels)] == labels
    assert timeline["n_sentences"].tolist()[: len(counts)] == counts
    assert timeline["n_sentences"].sum() == 7
    assert timeline.columns[0] == unit and isinstance(timeline[unit].dtype, pd.PeriodDtype)
    assert timeline[unit].astype(str).tolist() == timeline["label"].tolist()
    by_document = result.timeline(unit, by="doc_id")
    assert list(by_document.columns)[:2] == ["doc_id", unit]
    pd.testing.assert_frame_equal(by_document.drop(columns="doc_id"), timeline[by_document.columns[1:]])


def test_a_month_is_in_no_day_but_in_its_quarter() -> None:
    result = analyze(f"3月：{BODY}\n", date=2023)
    assert result.timeline("day").empty and result.timeline("week").empty
    assert result.timeline("quarter")["label"].tolist() == ["2023Q1"]
    assert result.timeline("year")["n_sentences"].tolist() == [2]


def test_months_are_the_timeline_by_document() -> None:
    result = analyze(DIARY)
    pd.testing.assert_frame_equal(result.months, result.timeline("month", by="doc_id"))


@pytest.mark.parametrize("unit", ["decade", "months", "M", "", None, 3])
def test_a_bad_unit(unit: Any) -> None:
    with pytest.raises(ValueError, match="choose one of day, week, month, quarter, year") as caught:
        analyze(DIARY).timeline(unit)
    assert repr(unit) in str(caught.value)


@pytest.mark.parametrize("by", ["document", "path", True, 1])
def test_a_bad_by(by: Any) -> None:
    with pytest.raises(ValueError, match="'doc_id'"):
        analyze(DIARY).timeline("month", by=by)


@pytest.fixture
def several() -> textlens.Analysis:
    table = pd.DataFrame(
        {
            "text": [f"1月：{BODY}\n\n3月：{BODY}", f"2月：{BODY}", BODY, BODY, f"五月：{BODY}", ""],
            "date": [2023, 2023, "2023-05-20", 2022, None, "2023-01-01"],
        },
        index=["a", "b", "c", "d", "e", "f"],
    )
    return textlens.analyze(table, scorer=by_length, progress=False)


def test_pooled_months(several: textlens.Analysis) -> None:
    pooled = several.timeline("month")
    assert "doc_id" not in pooled.columns
    assert pooled["label"].tolist() == [f"2023-{n:02d}" for n in range(1, 6)]
    assert pooled["n_sentences"].tolist() == [2, 2, 2, 0, 2]
    assert pooled["brightest_doc"].tolist()[:3] == ["a", "b", "a"]


def test_pooled_documents_count_by_their_own_date(several: textlens.Analysis) -> None:
    pooled = several.timeline("year")
    # d is dated by its year alone, which dates no paragraph of its own but places it among others.
    assert pooled["label"].tolist() == ["2022", "2023"]
    assert pooled["n_sentences"].tolist() == [2, 8]
    assert several.timeline("year", by="doc_id")["doc_id"].tolist() == ["a", "b", "c"]


def test_months_of_each_document(several: textlens.Analysis) -> None:
    months = several.months
    assert list(zip(months["doc_id"], months["label"], strict=True)) == [
        ("a", "2023-01"), ("a", "2023-02"), ("a", "2023-03"), ("b", "2023-02"), ("c", "2023-05"), ("e", "五月"),
    ]  # fmt: skip
    assert months["month"].isna().tolist() == [False] * 5 + [True]


def test_nothing_is_changed_by_pooling(several: textlens.Analysis) -> None:
    before = several.paragraphs.copy(deep=True)
    several.timeline("year")
    pd.testing.assert_frame_equal(several.paragraphs, before)


# ── what is said of a month ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("scorer", ["textlens", by_length], ids=["textlens", "function"])
def test_numbers_of_the_months(scorer: Any) -> None:
    result = textlens.analyze(SAMPLES / "year-review-2024.txt", scorer=scorer, progress=False)
    sentences = result.sentences
    reading = reading_of(sentences["scorer"].tolist())
    for row in result.months.itertuples():
        inside = sentences[
            (sentences["month"] == row.month) & sentences["kind"].isin(["paragraph", "list", "quote", "table", "code"])
        ]
        scores = inside.set_index("sentence_id")["sentiment"]
        assert row.n_sentences == len(inside)
        weights = reading.weights(scores.to_numpy(), np.zeros(len(scores), dtype=np.int64), paragraphs=False)
        assert row.sentiment == pytest.approx(np.average(scores, weights=weights))
        assert row.sentiment_low < row.sentiment < row.sentiment_high
        assert (row.brightest, row.darkest) == (scores.idxmax(), scores.idxmin())


def test_brightest_and_darkest_count_within_their_document() -> None:
    table = pd.DataFrame({"text": ["1月：aa. bbbb.", "1月：cccc. dd."], "date": [2023, 2023]})
    result = textlens.analyze(table, scorer=lambda s: [len(x) / 10 for x in s], progress=False)
    assert result.months["brightest"].tolist() == [0, 0] and result.months["darkest"].tolist() == [1, 1]
    assert str(result.months["brightest"].dtype) == "Int64"


def test_keywords_are_one_string(review: textlens.Analysis) -> None:
    words = review.months["keywords"]
    assert all(isinstance(w, str) and 1 <= len(w.split(" ")) <= 5 and w == w.strip() for w in words)
    assert "冰箱门" in " ".join(words) or "胶条" in " ".join(words)
    assert "阿姨" in words[8]  # the swimming teacher of September


def test_keywords_tell_the_months_apart() -> None:
    text = "1月：樱花开了，大家看樱花，写樱花，大家很高兴。\n\n2月：雪山很高，我们爬雪山，拍雪山，大家很高兴。\n"
    words = analyze(text, date=2023).months["keywords"].str.split().tolist()
    assert words[0][0] == "樱花" and words[1][0] == "雪山"


def test_headings_bylines_and_matter_stay_outside_averages() -> None:
    text = "---\ntitle: x\n---\n\n## 1月：好极了\n\n作者：张三\n\n坏。\n\n资料来源：某处\n"

    def scorer(sentences: list[str]) -> list[float]:
        return [-0.5 if s == "坏。" else 1.0 for s in sentences]

    result = analyze(text, scorer, date=2023)
    kinds = result.paragraphs.set_index("kind")["sentiment"]
    assert kinds["heading"] == 1.0 and kinds["byline"] == 1.0 and np.isnan(kinds["matter"]).all()
    month = result.months.iloc[0]
    assert (month["n_paragraphs"], month["n_sentences"], month["sentiment"]) == (1, 1, -0.5)
    assert result.sentences.set_index("sentence_id").loc[month["brightest"], "text"] == "坏。"
    assert result.documents.loc[0, "sentiment"] == -0.5
    assert result.sections["sentiment"].dropna().tolist() == [-0.5]


def test_a_month_without_a_score() -> None:
    month = analyze("1月：好。\n\n2月：坏。", lambda s: [0.5, None], date=2023).months.iloc[1]
    assert month["n_sentences"] == 1 and month[["sentiment", "sentiment_low", "brightest"]].isna().all()


# ── intervals ───────────────────────────────────────────────────────────────────────────────────


def test_t_quantiles() -> None:
    from scipy.stats import t

    df = np.array([1, 2, 3, 4, 7, 12, 29, 30, 31, 33.5, 50, 200, 10_000, 1e9])
    np.testing.assert_allclose(t_quantile(df), t.ppf(0.95, df), rtol=2e-4)
    between = np.linspace(3, 40, 300)
    np.testing.assert_allclose(t_quantile(between), t.ppf(0.95, between), rtol=5e-3)


def test_one_sentence_has_a_finite_interval() -> None:
    row = analyze("1月：好。", lambda s: [0.3], date=2023).months.iloc[0]
    assert -1 <= row["sentiment_low"] < 0.3 < row["sentiment_high"] <= 1
    document = analyze("好。", lambda s: [0.3]).documents.iloc[0]
    assert -1 <= document["sentiment_low"] < 0.3 < document["sentiment_high"] <= 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1, 1), min_size=1, max_size=60), st.floats(0.01, 1))
def test_an_interval_holds_its_mean(scores: list[float], prior: float) -> None:
    values = np.array([*scores, np.nan])
    means = group_means(values, np.zeros(len(values), dtype=np.int64), 2, prior)
    assert means.n.tolist() == [len(scores), 0]
    assert means.mean[0] == pytest.approx(np.clip(np.mean(scores), -1, 1), abs=1e-12)
    assert -1 <= means.low[0] <= means.mean[0] <= means.high[0] <= 1
    assert means.low[0] < means.high[0]
    assert np.isnan([means.mean[1], means.low[1], means.high[1]]).all()


def test_an_interval_narrows_with_more_sentences() -> None:
    rng = np.random.default_rng(5)
    scores = np.clip(rng.normal(0, 0.4, 3000), -1, 1)
    widths = []
    for n in (1, 2, 5, 20, 100, 3000):
        part = group_means(scores[:n], np.zeros(n, dtype=np.int64), 1, spread(scores))
        widths.append(float(part.high[0] - part.low[0]))
    assert widths == sorted(widths, reverse=True) and widths[-1] < 0.03
    assert widths[0] < 2


def test_intervals_cover() -> None:
    """Nine in ten 90 % intervals of months of 6 sentences hold the mean they were drawn from."""
    rng = np.random.default_rng(11)
    groups = np.repeat(np.arange(2000), 6)
    truth = rng.normal(0, 0.15, 2000)
    scores = truth[groups] + rng.normal(0, 0.4, groups.size)
    means = group_means(scores, groups, 2000, 0.4)
    covered = np.mean((means.low <= truth) & (truth <= means.high))
    assert 0.87 <= covered <= 0.95


def test_the_spread_of_few_scores_leans_on_the_usual_one() -> None:
    assert spread(np.array([])) == pytest.approx(0.4)
    assert spread(np.array([0.1, 0.1])) == pytest.approx(0.4 * np.sqrt(3 / 4))
    rng = np.random.default_rng(0)
    assert spread(rng.normal(0, 0.1, 5000)) == pytest.approx(0.1, rel=0.05)
