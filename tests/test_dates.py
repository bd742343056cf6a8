"""The grammar of dates: every form of marker and look-alike, years, reach, and what holds whatever the dates are."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from case_files import as_parameters, load
from hypothesis import given, settings
from hypothesis import strategies as st

import textlens
from textlens.date.grammar import FORMS, parse
from textlens.date.markers import heading_marker
from textlens.date.numerals import ordinal
from textlens.date.partial import PartialDate
from textlens.date.scope import date_blocks
from textlens.date.span import DateSpan
from textlens.date.years import DocumentDate
from textlens.split.blocks import split_blocks
from textlens.split.headings import resolve_headings

CASES = load("dates")
BODY = "雨一直下，哪儿也没去，书看了一半，茶也凉了。"  # rain all day; half a book, cold tea
Days = tuple[dt.date, dt.date]


def constant(sentences: list[str]) -> list[float]:
    return [0.0] * len(sentences)


def analyze(text: str, scorer: Any = constant, **options: Any) -> textlens.Analysis:
    return textlens.analyze_text(text, scorer=scorer, progress=False, **options)


def days(label: str | None) -> Days | None:
    """First and last day of a label: ``2023-05``, ``2023-05-12`` or two of these with ``/`` between."""
    if label is None:
        return None
    ends = [PartialDate(*map(int, part.split("-"))).span() for part in label.split("/")]
    assert ends[0] is not None and ends[-1] is not None
    return ends[0][0], ends[-1][1]


def body_dates(result: textlens.Analysis) -> list[Days | None]:
    """The dates of everything but headings, bylines and matter."""
    rows = result.paragraphs[~result.paragraphs["kind"].isin(["heading", "byline", "matter"])]
    return [
        None if pd.isna(first) else (first.date(), last.date())
        for first, last in zip(rows["date_start"], rows["date_end"], strict=True)
    ]


# ── cases ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("case", as_parameters(CASES["markers"]))
def test_markers(case: dict[str, Any], tmp_path: Path) -> None:
    options = {k: case[k] for k in ("date", "title") if k in case}
    if "file" in case:
        path = tmp_path / f"{case['file']}.md"
        path.write_text(case["text"], encoding="utf-8")
        result = textlens.analyze(path, scorer=constant, progress=False, **options)
    else:
        result = analyze(case["text"], **options)
    assert body_dates(result) == [days(label) for label in case["expect"]]


@pytest.mark.parametrize("case", as_parameters(CASES["lookalikes"]))
def test_lookalikes(case: dict[str, Any]) -> None:
    """What looks like a marker dates nothing, and moves no boundary of those around it."""
    text = ("## " if case.get("heading") else "") + case["text"]
    alone = analyze(f"前言，说几句话。\n\n{text}\n\n{BODY}\n\n后记，再说几句。\n", date=2023).paragraphs
    assert alone["marker"].isna().all() and alone["date_start"].isna().all()
    if not case.get("alone"):
        inside = analyze(f"# 5月\n\n{BODY}\n\n{text}\n\n{BODY}\n\n# 6月\n\n{BODY}\n", date=2023).paragraphs
        months = inside["month"].astype(str).tolist()
        assert months == ["2023-05"] * (len(months) - 2) + ["2023-06"] * 2


def test_there_are_enough_cases() -> None:
    assert len(CASES["markers"]) >= 250 and len(CASES["lookalikes"]) >= 150
    everything = CASES["markers"] + CASES["lookalikes"]
    assert len({case["id"] for case in everything}) == len({case["text"] + str(case) for case in everything}) == len(everything)
    assert all(case["gloss"] for case in everything)


# ── any date in any form ────────────────────────────────────────────────────────────────────────

HAN = ["〇", *"一二三四五六七八九十"]
HAN += [f"十{d}" for d in "一二三四五六七八九"] + ["二十"] + [f"二十{d}" for d in "一二三四五六七八九"] + ["三十", "三十一"]


def han(number: int) -> str:
    return "".join(HAN[int(digit)] for digit in str(number))


DATE_FORMS: dict[str, Callable[[dt.date], str]] = {
    "2023-05-12": str,
    "2023/5/12": lambda d: f"{d.year}/{d.month}/{d.day}",
    "2023.05.12": lambda d: f"{d:%Y.%m.%d}",
    "2023年5月12日": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "2023 年 5 月 12 號": lambda d: f"{d.year} 年 {d.month} 月 {d.day} 號",
    "二〇二三年五月十二日": lambda d: f"{han(d.year)}年{HAN[d.month]}月{HAN[d.day]}日",
    "民國112年5月12日": lambda d: f"民國{d.year - 1911}年{d.month}月{d.day}日",
    "May 12, 2023": lambda d: f"{d:%B} {d.day}, {d.year}",
    "12 May 2023": lambda d: f"{d.day} {d:%B} {d.year}",
    "Fri, 12 May 2023": lambda d: f"{d:%a}, {d.day} {d:%b} {d.year}",
    "2023-W19-5": lambda d: "{}-W{:02d}-{}".format(*d.isocalendar()),
    "2023-05-12 周五": lambda d: f"{d} 周{'一二三四五六日'[d.weekday()]}",
    "2023-05-12 08:30": lambda d: f"{d} 08:30",
}
MONTH_FORMS: dict[str, Callable[[dt.date], str]] = {
    "2023年5月": lambda d: f"{d.year}年{d.month}月",
    "2023 年 5 月份": lambda d: f"{d.year} 年 {d.month} 月份",
    "二〇二三年五月": lambda d: f"{han(d.year)}年{HAN[d.month]}月",
    "民國112年5月": lambda d: f"民國{d.year - 1911}年{d.month}月",
    "2023-05": lambda d: f"{d:%Y-%m}",
    "2023.5": lambda d: f"{d.year}.{d.month}",
    "May 2023": lambda d: f"{d:%B} {d.year}",
    "2023 May": lambda d: f"{d.year} {d:%b}",
}
RANGE_FORMS: dict[str, Callable[[dt.date, dt.date], str]] = {
    "iso": lambda a, b: f"{a} ~ {b}",
    "slashes": lambda a, b: f"{a:%Y/%m/%d} - {b:%Y/%m/%d}",
    "zh": lambda a, b: f"{a.year}年{a.month}月{a.day}日-{b.year}年{b.month}月{b.day}日",
    "en": lambda a, b: f"{a:%b} {a.day}, {a.year} – {b:%b} {b.day}, {b.year}",
}
some_day = st.dates(dt.date(1990, 1, 1), dt.date(2049, 12, 31))


@settings(max_examples=300, deadline=None)
@given(some_day, st.sampled_from(sorted(DATE_FORMS)))
def test_a_day_comes_back(day: dt.date, form: str) -> None:
    written = DATE_FORMS[form](day)
    found = parse(written, 0, len(written))
    assert found is not None and found.end == len(written)
    assert found.date.span() == (day, day)


@settings(max_examples=200, deadline=None)
@given(some_day, st.sampled_from(sorted(MONTH_FORMS)))
def test_a_month_comes_back(day: dt.date, form: str) -> None:
    written = MONTH_FORMS[form](day)
    found = parse(written, 0, len(written))
    assert found is not None and found.end == len(written)
    assert found.date.span() == days(f"{day:%Y-%m}")


@settings(max_examples=200, deadline=None)
@given(some_day, st.integers(1, 400), st.sampled_from(sorted(RANGE_FORMS)))
def test_a_range_comes_back(first: dt.date, length: int, form: str) -> None:
    last = first + dt.timedelta(length)
    written = RANGE_FORMS[form](first, last)
    found = parse(written, 0, len(written))
    assert found is not None and found.end == len(written)
    assert found.date.span() == (first, last)


@settings(max_examples=100, deadline=None)
@given(st.integers(1990, 2049), st.integers(1, 4), st.sampled_from(["Q{q} {y}", "{y}Q{q}", "{y}年第{q}季度"]))
def test_a_quarter_comes_back(year: int, quarter: int, form: str) -> None:
    written = form.format(y=year, q=quarter)
    found = parse(written, 0, len(written))
    assert found is not None
    last = calendar.monthrange(year, 3 * quarter)[1]
    assert found.date.span() == (dt.date(year, 3 * quarter - 2, 1), dt.date(year, 3 * quarter, last))


@settings(max_examples=100, deadline=None)
@given(some_day, st.sampled_from(["{y}-W{w:02d}", "{y}年第{w}周", "W{w} {y}", "Week {w}, {y}"]))
def test_a_week_comes_back(day: dt.date, form: str) -> None:
    year, week, _ = day.isocalendar()
    written = form.format(y=year, w=week)
    found = parse(written, 0, len(written))
    assert found is not None
    span = found.date.span()
    assert span is not None and span[0] <= day <= span[1] and (span[1] - span[0]).days == 6


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789〇一二三四五六七八九十廿百年月日周週季第-/. ~W上半民國Q()", max_size=14))
def test_nothing_crashes(text: str) -> None:
    found = parse(text, 0, len(text))
    if found is not None:
        assert 0 < found.end <= len(text)
        found.date.is_possible()
        found.date.with_year(2023).span()
    heading_marker(text, 0, len(text))
    analyze(f"{text}\n\n{BODY}", title=text, date=2023)


@given(st.integers(1, 31))
def test_numerals(number: int) -> None:
    assert ordinal(HAN[number]) == ordinal(str(number)) == ordinal(f"{number:02d}") == number


def test_every_form_is_met() -> None:
    """No row of the grammar is without a case that needs it."""
    met = set()
    for case in CASES["markers"]:
        for line in [*case["text"].split("\n"), case.get("title", ""), case.get("file", "")]:
            for start in range(len(line)):
                found = parse(line, start, len(line))
                if found is not None:
                    met.add(found.form)
    assert set(FORMS) <= met


# ── what holds for any document ─────────────────────────────────────────────────────────────────

HEADS: dict[str, Callable[[int], str]] = {
    "## 3月": lambda m: f"## {m}月\n\n",
    "## 三月 标题": lambda m: f"## {HAN[m]}月 标题\n\n",
    "3月：": lambda m: f"{m}月：",
    "**March.**": lambda m: f"**{dt.date(2023, m, 1):%B}.** ",
    "- 三月：": lambda m: f"- {HAN[m]}月：",
    "2023.03": lambda m: f"## 2023.{m:02d}\n\n",
}
months_in_order = st.permutations(range(1, 13)).flatmap(lambda order: st.integers(2, 12).map(lambda n: list(order[:n])))


def months_of(text: str) -> dict[str, str]:
    """Opening of each paragraph that names its own month in words -> the month it was given."""
    rows = analyze(text, date=2023).paragraphs
    said = rows["text"].str.extract(r"写于第(\d+)个月")[0]
    return {n: str(month) for n, month in zip(said, rows["month"], strict=True) if isinstance(n, str)}


@settings(max_examples=40, deadline=None)
@given(months_in_order, st.sampled_from(sorted(HEADS)))
def test_shuffled_months_keep_their_paragraphs(order: list[int], form: str) -> None:
    text = "\n\n".join(f"{HEADS[form](m)}写于第{m}个月。{BODY}" for m in order) + "\n"
    assert months_of(text) == {str(m): f"2023-{m:02d}" for m in order}


PROSE = [
    "那是2018年7月的事，3月8日我们才第一次见面，5月1日又分开。",  # flashback with three dates
    "前年3月8日，我在海边。三个月以后，也就是6月1日，我又去了一次。",
    "7月，我把头发剪短了，12月又长了回来。",
    "今年5月12日他打来电话，说10月再来，结果等到了年底。",
    "In March 2018 we moved; by June 3 we had left again, and 2019 was no better.",
    "《四月物语》看了两遍，五月天听了一年，十一没有出门。",
]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_paragraph_of_prose_moves_no_boundary(data: st.DataObject) -> None:
    order = data.draw(months_in_order)
    form = data.draw(st.sampled_from(sorted(set(HEADS) - {"- 三月："})))
    parts = [f"{HEADS[form](m)}写于第{m}个月。{BODY}" for m in order]
    at = data.draw(st.integers(0, len(parts) - 1))
    before = months_of("\n\n".join(parts))
    parts.insert(at, data.draw(st.sampled_from(PROSE)))
    assert months_of("\n\n".join(parts)) == before


def test_dating_is_fast() -> None:
    """A megabyte of prose takes less than a tenth of what its segmentation takes."""
    from textlens.normalise.shadow import simplify, strip_markup
    from textlens.segment.han import segmenter
    from textlens.segment.tokens import tokenize
    from textlens.split.markup import find_markup

    paragraph = "那是2018年7月以来最冷的一天，外婆来了，她带了三个月的米，说12月再来。我们坐着，听雨，谁也不说话。" * 4
    text = (paragraph + "\n\n") * (350_000 // len(paragraph))  # 1 MB as UTF-8
    blocks = resolve_headings(text, split_blocks(text))
    shadows = simplify(strip_markup(text, [(b.start, b.end) for b in blocks], find_markup(text)), ["Hans"] * len(blocks))
    cut = segmenter((), None)
    began = time.process_time()
    tokenize(shadows, cut)
    segmented = time.process_time()
    date_blocks(text, blocks, "", "", DocumentDate(None))
    assert time.process_time() - segmented < 0.1 * (segmented - began)


# ── spans ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("first", "last", "possible"),
    [
        (PartialDate(2023, 12, 28), PartialDate(2024, 1, 3), True),
        (PartialDate(2023, 5, 10), PartialDate(2023, 5, 3), False),
        (PartialDate(2023, 5, 10), PartialDate(2024, 5, 3), True),
        (PartialDate(2023, 2, 30), PartialDate(2023, 3, 1), False),
        (PartialDate(2023, 12, 18), PartialDate(2023, 18, 31), False),
        (PartialDate(None, 2, 29), PartialDate(None, 2, 29), True),
    ],
)
def test_possible_spans(first: PartialDate, last: PartialDate, possible: bool) -> None:
    date = DateSpan(first, last)
    assert date.is_possible() == possible
    assert (date.span() is not None) == (possible and first.year is not None)


@pytest.mark.parametrize(
    ("head", "noted", "dated"),
    [
        ("12/18 - 18/31", True, False),
        ("W51-52 (12/18 - 18/31)", True, True),
        ("2月30日", True, False),
        ("5/10 - 5/3", True, False),
        ("12/28 - 01/03", False, True),
    ],
)
def test_what_no_calendar_has_is_noted(head: str, noted: bool, dated: bool) -> None:
    result = analyze(f"## 1月\n\n{BODY}\n\n## {head}\n\n{BODY}\n", date=2023)
    notes = result.documents.loc[0, "notes"]
    assert (notes.startswith("line 5: ") and head in notes) == noted
    assert (body_dates(result)[1] is not None) == dated
    assert body_dates(result)[0] == days("2023-01")


# ── the document's own date ─────────────────────────────────────────────────────────────────────


def test_a_file_name_says_nothing_of_the_title(tmp_path: Path) -> None:
    path = tmp_path / "2023-05-12.md"
    path.write_text(f"# 仓库管理\n\n{BODY}\n", encoding="utf-8")
    rows = textlens.analyze(path, scorer=constant, progress=False).paragraphs
    assert rows["date_start"].isna().tolist() == [True, False]


MONTHS = "\n\n".join(f"{m}月：{BODY}" for m in (2, 3, 5, 8))


@pytest.mark.parametrize(
    ("opening", "year"),
    [
        ("2011年记事：", 2011),
        ("2010年，一年比一年忙。", 2010),
        ("2019 年一下子就到头了。", 2019),
        ("写给我自己的2014，也写给以后的人。", 2014),
        ("告別二〇二二，記一筆流水帳。", 2022),
        ("2016 was a strange one.", 2016),
        ("Goodbye 2009, and thanks.", 2009),
        # a year that dates an event, or one of several, is not the year of the review
        ("从2018年之后就没有写过这种东西了。", None),
        ("2011年初搬了一次家，又搬了回来。", None),
        ("2018年和2019年都没有写。", None),
        ("2015级的同学都毕业了。", None),
        ("告别2014，走过2015。", None),
        ("告别2014，迎接2015。", 2014),
        ("2019年我毕业了，到现在已经五年了。", None),
        ("2019年，我毕业了，到现在已经五年了。", None),
        ("2020年中我搬了家。", None),
        ("2018年以及2019年都没有写。", None),
        ("2023年，我写过一篇。今年是2024年，又写一篇。", None),
        ("我的2000块钱没有了。", None),
        ("走过2000公里，回到家。", None),
        ("In 2012, I moved. This year I came back.", None),
        ("My 2020–21 season was long.", None),
        ("My 1999 self would laugh.", None),
        ("今年事情不多。", None),
    ],
)
def test_the_opening_says_the_year_of_the_months(opening: str, year: int | None) -> None:
    months = analyze(f"{opening}\n\n{MONTHS}\n").months
    months = months[months["n_sentences"] > 0]
    if year is None:
        assert months["month"].isna().all() and len(months) == 4
    else:
        assert months["month"].astype(str).tolist() == [f"{year}-{m:02d}" for m in (2, 3, 5, 8)]


def test_a_title_or_a_date_of_its_own_is_believed_before_the_opening() -> None:
    text = f"2019年，什么都变了。\n\n{MONTHS}\n"
    assert analyze(text, date=2020).months["month"].iloc[0] == pd.Period("2020-02")
    assert analyze(f"# 2020年终总结\n\n{text}").months["month"].iloc[0] == pd.Period("2020-02")


@pytest.mark.parametrize("year", ["## {}", "{}", "## {}年", "{}年"])
@pytest.mark.parametrize("month", ["## {} - 搬家", "{}"])
def test_months_behind_a_year_on_a_line_of_its_own_are_its_months(year: str, month: str) -> None:
    parts = []
    for y, months in ((2016, ("November",)), (2017, ("January", "May")), (2018, ("February",))):
        parts.append(year.format(y))
        parts += [f"{month.format(m)}\n\n{BODY}" for m in months]
    rows = analyze("\n\n".join(parts) + "\n").paragraphs
    found = [str(m) for m, text in zip(rows["month"], rows["text"], strict=True) if text == BODY]
    assert found == ["2016-11", "2017-01", "2017-05", "2018-02"]


def test_an_opening_says_nothing_against_years_of_the_months_themselves() -> None:
    text = f"2010年，我来到北京。\n\n2015年3月：{BODY}\n\n" + "\n\n".join(f"{m}月：{BODY}" for m in (4, 5, 6))
    assert analyze(text).months["month"].astype(str).tolist() == ["2015-03", "2015-04", "2015-05", "2015-06"]


@pytest.mark.parametrize(
    ("text", "options", "months"),
    [
        # a year that is no chronicle's: a book, a look back, against the title or the caller; dates and ranges are no lone years
        ("# 2023年读书总结\n\n## 3月\n\nB\n\n## 1984\n\nC\n\n## 4月\n\nB", {}, ["2023-03", "2023-04"]),
        ("## 1月\n\nB\n\n## 1984\n\nC\n\n## 2月\n\nB", {}, ["NaT", "NaT"]),
        ("# 2024年终总结\n\n## 2023：去年的目标\n\nC\n\n## 一月\n\nB\n\n## 二月\n\nB", {}, ["2024-01", "2024-02"]),
        ("## 2023 - goals\n\nC\n\n## January\n\nB\n\n## March\n\nB", {"date": 2024}, ["2024-01", "2024-03"]),
        ("# 日记\n\n## 2016-2018\n\nC\n\n## 2月\n\nB\n\n## 3月\n\nB", {}, ["NaT", "NaT"]),
        ("## 2023-12-30\n\nC\n\n## 1月3日\n\nB\n\n## 1月4日\n\nB", {}, ["2024-01", "2024-01"]),
    ],
)
def test_not_every_heading_with_a_year_dates_the_months_behind_it(text: str, options: Any, months: list[str]) -> None:
    text = re.sub(r"\b[BC]\b", lambda m: BODY if m[0] == "B" else "别的事情，写在这里。", text)
    rows = analyze(text + "\n", **options).paragraphs
    assert [str(m) for m, t in zip(rows["month"], rows["text"], strict=True) if t == BODY] == months


@pytest.mark.parametrize(
    "text",
    [
        "# 诗集\n\n## 甲\n\nB\n\n1989年\n\n## 乙\n\nB\n\n1988年\n\n## 丙\n\nB",  # signed with a year
        "第一章 出门\n\nB\n\n1998年\n\n第二章 回家\n\nB\n\n1999年\n\n第三章 又出门\n\nB",
        "# 第一章\n\nB\n\n1949年\n\nB\n\n1950年\n\nB\n\n# 第二章\n\nB",
        "公司年报\n\nB\n\n年份\n2019\n2020\n2021\n收入\n100\n200\n300\n\nB",  # figures of a table
    ],
)
def test_a_year_without_months_behind_it_is_no_heading(text: str) -> None:
    rows = analyze(text.replace("B", BODY) + "\n").paragraphs
    assert not rows.loc[rows["kind"] == "heading", "text"].str.contains(r"^(?:19|20)\d\d").any()


def test_a_named_year_among_years_alone_is_a_heading() -> None:
    text = f"2016\n\nMarch - work\n\n{BODY}\n\n2017 - A quiet one\n\nMay - rest\n\n{BODY}\n\n2018\n\nJune - again\n\n{BODY}\n"
    rows = analyze(text).paragraphs
    assert rows.loc[rows["text"] == "2017 - A quiet one", "kind"].tolist() == ["heading"]
    assert [str(m) for m, t in zip(rows["month"], rows["text"], strict=True) if t == BODY] == ["2016-03", "2017-05", "2018-06"]


def test_plans_for_the_next_month_are_not_this_months() -> None:
    text = f"---\ntitle: 2024 年 3 月報報\n---\n\n{BODY}\n\n## 本月目標回顧\n\n{BODY}\n\n## 🎯 下個月的目標\n\n{BODY}\n"
    assert body_dates(analyze(text)) == [days("2024-03"), days("2024-03"), None]
    weekly = f"---\ntitle: 2024-W12\n---\n\n{BODY}\n\n## Next Week Plan\n\n{BODY}\n"
    assert body_dates(analyze(weekly)) == [days("2024-03-18/2024-03-24")] * 2


def test_a_picture_over_several_lines_has_its_months_date() -> None:
    rows = analyze(f'## 3月\n\n{{{{< figure\n  src="a.jpg"\n  caption="海"\n>}}}}\n\n{BODY}\n', date=2023).paragraphs
    assert rows["kind"].tolist() == ["heading", "matter", "paragraph"]
    assert rows["date_start"].notna().all()


# ── units, spans over several, several documents ────────────────────────────────────────────────

RANGES = f"## 2023-02-13 ~ 2023-03-12\n\n{BODY}\n\n## Q2 2023\n\n{BODY}{BODY}\n\n## 2023-07-01\n\n{BODY}\n"


@pytest.mark.parametrize(
    ("unit", "labels", "counts"),
    [
        ("day", ["2023-07-01"], [1]),
        ("week", ["2023-06-26/2023-07-02"], [1]),
        ("month", ["2023-07"], [1]),
        ("quarter", ["2023Q1", "2023Q2", "2023Q3"], [1, 2, 1]),
        ("year", ["2023"], [4]),
    ],
)
def test_a_span_over_several_periods_is_in_none(unit: str, labels: list[str], counts: list[int]) -> None:
    timeline = analyze(RANGES).timeline(unit)
    assert timeline["label"].tolist() == labels
    assert timeline["n_sentences"].tolist() == counts


@pytest.mark.parametrize(
    ("unit", "labels", "counts"),
    [
        ("month", [f"2023-{m:02d}" for m in range(2, 8)], [1, 1, 2, 2, 2, 1]),
        ("quarter", ["2023Q1", "2023Q2", "2023Q3"], [1, 2, 1]),
        ("year", ["2023"], [4]),
    ],
)
@pytest.mark.parametrize("by", [None, "doc_id"])
def test_a_span_is_spread_when_asked(unit: str, labels: list[str], counts: list[int], by: str | None) -> None:
    timeline = analyze(RANGES).timeline(unit, by=by, spread=True)
    assert timeline["label"].tolist() == labels
    assert timeline["n_sentences"].tolist() == counts
    assert timeline[unit].astype(str).tolist() == labels


def test_spread_days_and_weeks() -> None:
    result = analyze(RANGES)
    by_day = result.timeline("day", spread=True)
    assert (by_day["label"].iloc[0], by_day["label"].iloc[-1]) == ("2023-02-13", "2023-07-01")
    assert len(by_day) == 139 and by_day["n_sentences"].sum() == 28 + 2 * 91 + 1
    assert result.timeline("week", spread=True)["n_sentences"].tolist()[:4] == [1, 1, 1, 1]


def test_spread_weighs_by_days() -> None:
    def scorer(sentences: list[str]) -> list[float]:
        return [0.5 if "good" in s else -0.5 for s in sentences]

    text = "## 2023-01-01 ~ 2023-02-28\n\nA good day.\n\n## 2023-02-01 ~ 2023-02-28\n\nA bad day.\n"
    months = analyze(text, scorer).timeline("month", spread=True)
    share = 28 / 59
    assert months["sentiment"].tolist() == pytest.approx([0.5, (0.5 * share - 0.5) / (share + 1)])
    assert (months["sentiment_low"] <= months["sentiment"]).all() and (months["sentiment"] <= months["sentiment_high"]).all()
    assert months["brightest"].tolist() == [1, 1]
    assert "bad" in months["keywords"].iloc[1] and months["keywords"].iloc[0] == ""


def test_spread_changes_nothing_where_no_span_is_over_several() -> None:
    result = analyze("".join(f"## 2023-{m:02d}\n\n{BODY}\n\n" for m in range(1, 13)))
    pd.testing.assert_frame_equal(result.timeline("month"), result.timeline("month", spread=True))


def test_months_never_spread() -> None:
    result = analyze(RANGES)
    pd.testing.assert_frame_equal(result.months, result.timeline("month", by="doc_id"))
    assert result.months["label"].tolist() == ["2023-07"]


def test_several_documents_make_one_timeline(tmp_path: Path) -> None:
    """A folder of daily notes is a year, in order of date whatever the files are called."""
    for name, text in {
        "2023-03-02.md": BODY,
        "b.md": f"---\ntitle: 2023-01-05\n---\n\n{BODY}",
        "a.md": f"## 2023年2月\n\n{BODY}",
        "z_2023-W01.md": BODY,
        "notes.md": f"---\ndate: 2023-05-01\n---\n\n{BODY}",
    }.items():
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    result = textlens.analyze(tmp_path, scorer=constant, progress=False)
    months = result.timeline("month")
    assert months["label"].tolist() == [f"2023-{m:02d}" for m in range(1, 6)]
    assert months["n_sentences"].tolist() == [2, 1, 1, 0, 1]
    assert result.timeline("week")["label"].iloc[0] == "2023-01-02/2023-01-08"
