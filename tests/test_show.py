"""Plots, terminal tables, notebook HTML and progress bars."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
import time
import types
import warnings
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from textlens.show import fonts, progress
from textlens.show.html import MAX_ROWS, analysis_html
from textlens.show.labels import has_han, visible
from textlens.show.plots import plot_arc, plot_months
from textlens.show.table import PLAIN_COLUMNS, print_summary

MONTHS = [f"{n}月" for n in (*"一二三四五六七八九十", "十一", "十二")]
CHINESE = "我的日记第章春天" + "".join(MONTHS)
NAN = float("nan")


# ── material ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(autouse=True)
def agg() -> Iterator[None]:
    """Draw without a window; no figure of one test reaches the next."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    yield
    plt.close("all")


@pytest.fixture
def tiny_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A font file with the Chinese characters of these tests and nothing else, not even digits."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from matplotlib.font_manager import fontManager

    def square() -> Any:
        pen = TTGlyphPen(None)
        pen.moveTo((100, 0))
        for point in ((100, 800), (900, 800), (900, 0)):
            pen.lineTo(point)
        pen.closePath()
        return pen.glyph()

    names = {ord(char): f"u{ord(char):x}" for char in sorted(set(CHINESE))}
    order = [".notdef", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: square() for name in order})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (1000, 100)))
    builder.setupHorizontalHeader(ascent=900, descent=-100)
    builder.setupNameTable({"familyName": "Tiny Han", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    path = tmp_path / "tiny.ttf"
    builder.save(path)
    monkeypatch.setattr(fontManager, "ttflist", list(fontManager.ttflist))
    monkeypatch.setenv("TEXTLENS_FONT", str(path))
    return path


@pytest.fixture
def no_chinese_font(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that has only the font matplotlib ships."""
    monkeypatch.delenv("TEXTLENS_FONT", raising=False)
    monkeypatch.setattr(fonts, "installed_families", lambda: frozenset({fonts.BUNDLED}))
    monkeypatch.setattr(fonts, "_adopt_new_fonts", lambda: 0)
    fonts._families_drawing.cache_clear()
    yield
    fonts._families_drawing.cache_clear()


def months_frame(n: int = 12, *, gaps: tuple[int, ...] = (), undated: bool = False) -> pd.DataFrame:
    """n months from January 2024, alternating around zero; ``gaps`` have no sentence."""
    sentiment = np.where(np.arange(n) % 2, -0.2, 0.3)
    frame = pd.DataFrame(
        {
            "month": pd.period_range("2024-01", periods=n, freq="M"),
            "n_paragraphs": 2,
            "n_sentences": np.arange(n) + 5,
            "sentiment": sentiment,
            "sentiment_low": sentiment - 0.1,
            "sentiment_high": sentiment + 0.1,
            "keywords": "公园 朋友",
        }
    )
    frame.insert(1, "label", MONTHS[:n] if undated else frame["month"].astype(str))
    if undated:
        frame["month"] = pd.PeriodIndex([pd.NaT] * n, freq="M")
    frame.loc[list(gaps), ["sentiment", "sentiment_low", "sentiment_high"]] = NAN
    frame.loc[list(gaps), "n_sentences"] = 0
    return frame


def arc_frame(n: int = 60, doc_id: str = "我的日记.md") -> pd.DataFrame:
    position = np.linspace(0, 1, n)
    smoothed = 0.3 * np.sin(6 * position)
    return pd.DataFrame(
        {
            "doc_id": doc_id,
            "position": position,
            "start": np.arange(n) * 10,
            "sentiment": np.where(np.arange(n) % 7 == 0, np.nan, smoothed + 0.1),
            "smoothed": smoothed,
            "low": smoothed - 0.1,
            "high": smoothed + 0.1,
            "method": "loess",
            "window": 9,
            "edge": (position < 0.1) | (position > 0.9),
        }
    )


def documents_frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "doc_id": ["日记.md", "bad.txt"],
            "title": ["[bold]我的[/bold]\x1b[31m日记\u202e", None],
            "lang": ["zh", "und"],
            "n_sentences": [120, 0],
            "sentiment": [0.213, NAN],
            "sentiment_low": [0.1, NAN],
            "sentiment_high": [0.3, NAN],
            "problem": ["", "the file is empty"],
            "notes": ["line 3:\t2024-02-30 is no date", ""],
        }
    )


def draw(ax: Any) -> None:
    """Draw the figure as a file would be; every warning (a missing glyph!) is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax.figure.canvas.draw()


def tick_labels(ax: Any) -> list[str]:
    return [label.get_text() for label in ax.get_xticklabels()]


def points(ax: Any) -> list[tuple[float, float]]:
    """The month markers, left to right."""
    marked = [line for line in ax.lines if line.get_marker() == "o"]
    return sorted((x, y) for line in marked for x, y in zip(*line.get_data(), strict=True))


# ── fonts ───────────────────────────────────────────────────────────────────────────────────────


def test_named_font_file_wins_and_the_bundled_font_fills_in(tiny_font: Path) -> None:
    choice = fonts.find_font("我的日记 2024 −1")
    assert choice.families == ("Tiny Han", fonts.BUNDLED)
    assert (choice.missing, choice.chinese) == (frozenset(), True)


@pytest.mark.usefixtures("no_chinese_font")
def test_named_font_that_is_not_there_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTLENS_FONT", "/nowhere/font.ttf")
    with pytest.warns(UserWarning, match=r"/nowhere/font\.ttf"):
        assert fonts.find_font("abc").families == (fonts.BUNDLED,)


def test_glyphs_are_looked_up_not_believed(tiny_font: Path) -> None:
    """鬱 (gloomy) is not in the named font: it must not count as drawn by it."""
    fonts.find_font("日")
    assert fonts.covered("Tiny Han", "日鬱") == {"日"}


def test_missing_letters_become_dots_and_missing_marks_go() -> None:
    choice = fonts.FontChoice((fonts.BUNDLED,), frozenset("鬱🧋"))
    assert choice.drawable("a鬱b🧋") == "a·b"


@pytest.mark.usefixtures("no_chinese_font")
def test_no_chinese_font_is_noticed() -> None:
    choice = fonts.find_font("日记 abc")
    assert not choice.chinese
    assert choice.missing == {"日", "记"}
    assert fonts.find_font("abc").chinese


def test_fonts_of_this_machine() -> None:
    choice = fonts.find_font("这是日记")
    if not choice.chinese:
        pytest.skip("no Chinese font installed here")
    assert choice.families[-1] == fonts.BUNDLED
    assert not choice.missing
    assert not any("resort" in family.lower() for family in choice.families)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=30))
def test_any_title_draws_without_a_missing_glyph(title: str) -> None:
    from matplotlib.figure import Figure

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the hint on machines without a Chinese font
        ax = plot_months(months_frame(2), ax=Figure().subplots(), title=title)
    draw(ax)


# ── month by month ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("tiny_font")
def test_chinese_months_draw_without_warnings() -> None:
    ax = plot_months(months_frame(undated=True), title=r"我的日记 $\frac{5 and $6 🧋")
    draw(ax)
    assert tick_labels(ax) == MONTHS
    assert ax.get_title().startswith(r"我的日记 $\frac{5 and $6")
    assert ax.get_ylabel() == "sentiment (-1 … +1)"


@pytest.mark.usefixtures("no_chinese_font")
def test_without_a_chinese_font_labels_are_english() -> None:
    with pytest.warns(UserWarning, match="TEXTLENS_FONT") as caught:
        ax = plot_months(months_frame(undated=True), title="我的日记")
    draw(ax)
    assert tick_labels(ax)[:2] == ["Jan", "Feb"]
    assert ax.get_title() == "document 1"
    assert len(caught) == 1
    assert caught[0].filename == __file__  # points at the caller, not into the library


@pytest.mark.usefixtures("no_chinese_font")
def test_ascii_part_of_a_chinese_title_stays() -> None:
    with pytest.warns(UserWarning, match="No installed font"):
        ax = plot_months(months_frame(3), title="我的日记 2024.md")
    assert ax.get_title() == "2024.md"


def test_gaps_break_the_line_and_have_no_marker() -> None:
    ax = plot_months(months_frame(6, gaps=(2, 3)))
    line = next(line for line in ax.lines if line.get_marker() == "None" and len(line.get_xdata()) == 6)
    assert np.isnan(line.get_ydata()).tolist() == [False, False, True, True, False, False]
    assert [x for x, _ in points(ax)] == [0, 1, 4, 5]


def test_months_left_out_of_the_frame_are_gaps_too() -> None:
    ax = plot_months(months_frame(6).drop(index=[2, 3]))
    assert [x for x, _ in points(ax)] == [0, 1, 4, 5]


def test_year_stands_once_a_year() -> None:
    labels = tick_labels(plot_months(months_frame(14)))
    assert labels[:2] == ["Jan\n2024", "Feb"]
    assert labels[12:] == ["Jan\n2025", "Feb"]


def test_many_months_are_thinned_on_the_calendar() -> None:
    labels = tick_labels(plot_months(months_frame(60)))
    assert len(labels) < 30
    assert {label.split("\n")[0] for label in labels} <= {"Jan", "Apr", "Jul", "Oct"}
    assert [label.split("\n")[1] for label in labels if "\n" in label] == [
        "2024", "2025", "2026", "2027", "2028",
    ]  # fmt: skip


def test_labels_do_not_overlap(tiny_font: Path) -> None:
    for frame in (months_frame(18), months_frame(30), months_frame(undated=True)):
        ax = plot_months(frame)
        draw(ax)
        boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
        assert all(a.x1 <= b.x0 for a, b in pairwise(boxes))


def test_minus_signs_and_zero_are_on_the_axis(tiny_font: Path) -> None:
    import matplotlib.pyplot as plt

    fonts.find_font("日")  # makes the family known
    with plt.rc_context({"font.family": "Tiny Han", "axes.unicode_minus": True}):
        ax = plot_months(months_frame())
        draw(ax)  # the user's font has neither digits nor a minus sign
    texts = [label.get_text() for label in ax.get_yticklabels()]
    assert "0" in texts
    assert "\u22120.20" in texts


def test_y_limits_are_symmetric_around_the_data() -> None:
    low, high = plot_months(months_frame()).get_ylim()
    assert low == -high
    assert 0.4 < high < 0.6


def test_a_month_without_an_interval_is_still_a_point() -> None:
    frame = months_frame(3)
    frame.loc[1, ["sentiment_low", "sentiment_high"]] = NAN
    ax = plot_months(frame)
    draw(ax)
    assert len(points(ax)) == 3


def test_own_labels() -> None:
    ax = plot_months(months_frame(3), labels=["a", "b", "c"])
    assert tick_labels(ax) == ["a", "b", "c"]
    with pytest.raises(ValueError, match="labels has 1 items, months has 3 rows"):
        plot_months(months_frame(3), labels=["a"])


def test_nothing_to_plot_says_what_is_missing() -> None:
    with pytest.raises(ValueError, match=r"carries a month; pass date= .*result\.plot\(\)"):
        plot_months(months_frame(0))
    with pytest.raises(ValueError, match="no month has a sentence"):
        plot_months(months_frame(3, gaps=(0, 1, 2)))
    two = pd.concat([months_frame(2).assign(doc_id=name) for name in "ab"])
    with pytest.raises(ValueError, match="2 documents; pool them"):
        plot_months(two)


def test_failing_plot_leaves_no_figure() -> None:
    import matplotlib.pyplot as plt

    with pytest.raises(ValueError, match="month"):
        plot_months(months_frame(0))
    assert plt.get_fignums() == []


# ── the arc ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("tiny_font")
def test_arc_with_chinese_sections_draws_without_warnings() -> None:
    sections = pd.DataFrame({"title": ["第一章", "第二章", "第三章"], "start": [0, 200, 205]})
    ax = plot_arc(arc_frame(), sections=sections)
    draw(ax)
    assert ax.get_title() == "我的日记.md"
    assert tick_labels(ax) == ["第一章", "第二章"]  # the third would lie on the second
    assert ax.get_xticks()[1] == pytest.approx(20 / 59)


@pytest.mark.usefixtures("no_chinese_font")
def test_arc_without_a_chinese_font() -> None:
    sections = pd.DataFrame({"title": ["第一章", "第二章"], "start": [0, 300]})
    with pytest.warns(UserWarning, match="No installed font"):
        ax = plot_arc(arc_frame(), sections=sections)
    draw(ax)
    assert tick_labels(ax) == ["section 1", "section 2"]


def test_arc_months_come_from_a_frame_of_paragraphs() -> None:
    month = pd.PeriodIndex(["2024-01", "2024-01", None, "2024-02"], freq="M")
    paragraphs = pd.DataFrame({"month": month, "start": [0, 50, 100, 300]})
    assert tick_labels(plot_arc(arc_frame(doc_id="a"), months=paragraphs)) == ["Jan\n2024", "Feb"]
    with pytest.raises(ValueError, match=r"months= needs .*paragraphs"):
        plot_arc(arc_frame(), months=months_frame(2))


def test_sections_and_months_together_draw() -> None:
    sections = pd.DataFrame({"title": ["One", "Two"], "start": [0, 300]})
    month = pd.PeriodIndex(["2024-01", "2024-02"], freq="M")
    ax = plot_arc(
        arc_frame(doc_id="a"),
        sections=sections,
        months=pd.DataFrame({"month": month, "start": [0, 300]}),
    )
    draw(ax)
    assert tick_labels(ax) == ["Jan\n2024", "Feb"]
    assert tick_labels(ax.child_axes[0]) == ["One", "Two"]


def test_edges_are_dashed_and_meet_the_line() -> None:
    arc = arc_frame(doc_id="a")
    ax = plot_arc(arc)
    dashed = next(line for line in ax.lines if line.get_linestyle() == "--")
    solid = next(line for line in ax.lines if line.get_linewidth() == 2.2)
    drawn = [np.isfinite(line.get_ydata()) for line in (dashed, solid)]
    assert (drawn[1] == ~arc["edge"]).all()
    assert (drawn[0] | drawn[1]).all()
    assert (drawn[0] & drawn[1]).sum() == 2


def test_several_documents_have_a_legend_and_no_dots() -> None:
    both = pd.concat([arc_frame(doc_id="a"), arc_frame(doc_id="b")])
    ax = plot_arc(both)
    draw(ax)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b"]
    assert not [line for line in ax.lines if line.get_marker() == "o"]


def test_a_long_legend_says_how_many_more() -> None:
    ax = plot_arc(pd.concat([arc_frame(20, doc_id=f"d{i}") for i in range(15)]))
    texts = [text.get_text() for text in ax.get_legend().get_texts()]
    assert len(texts) == 12
    assert texts[-1] == "d11  (and 3 more)"


def test_dots_beyond_the_axis_are_counted() -> None:
    arc = arc_frame(100, doc_id="a").assign(sentiment=0.1)
    arc.loc[[10, 20], "sentiment"] = 1.0
    assert "(2 beyond the axis)" in plot_arc(arc).get_xlabel()


def test_empty_arc() -> None:
    for arc in (arc_frame(0), arc_frame().assign(smoothed=NAN)):
        with pytest.raises(ValueError, match="no sentence has a sentiment"):
            plot_arc(arc)


@pytest.mark.parametrize("plot, frame", [(plot_months, months_frame()), (plot_arc, arc_frame())])
def test_given_axes_are_used_without_pyplot_and_frames_stay(plot: Any, frame: pd.DataFrame, tiny_font: Path) -> None:
    import matplotlib as mpl
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

    before, params = frame.copy(deep=True), dict(mpl.rcParams)
    ax = Figure().subplots()
    assert plot(frame, ax=ax) is ax
    draw(ax)
    assert plt.get_fignums() == []
    assert_frame_equal(frame, before)
    assert dict(mpl.rcParams) == params
    own = plot(frame)
    assert own.figure.get_size_inches().tolist() == [8, 4.5]


# ── the terminal ────────────────────────────────────────────────────────────────────────────────


def printed(width: int = 100, **options: Any) -> str:
    from rich.console import Console

    months = months_frame(3, gaps=(1,)).assign(doc_id="日记.md")
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=False, color_system=None)
    print_summary(documents_frame(), months, console=console, **options)
    return stream.getvalue()


def test_plain_output_can_be_cut() -> None:
    lines = printed().splitlines()
    fields = [line.split("\t") for line in lines]
    assert fields[0] == list(PLAIN_COLUMNS)
    assert {len(row) for row in fields} == {len(PLAIN_COLUMNS)}
    assert [row[0] for row in fields[1:]] == ["document", "month", "month", "month", "document"]
    months = [dict(zip(PLAIN_COLUMNS, row, strict=True)) for row in fields if row[0] == "month"]
    assert [m["label"] for m in months] == ["2024-01", "2024-02", "2024-03"]
    assert float(months[0]["sentiment"]) == 0.3
    assert (months[1]["n_sentences"], months[1]["sentiment"]) == ("0", "–")
    assert "\x1b" not in "".join(lines)


def test_pooled_months_stand_after_the_documents() -> None:
    stream = io.StringIO()
    print_summary(documents_frame(), months_frame(2), file=stream)
    assert [line.split("\t")[0] for line in stream.getvalue().splitlines()[1:]] == [
        "document", "document", "month", "month",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_tables_fit_the_terminal(width: int) -> None:
    from rich.cells import cell_len

    text = printed(width, plain=False)
    assert max(map(cell_len, text.splitlines())) <= width
    assert "120 sentences, Chinese, sentiment +0.21 [+0.10, +0.30]" in " ".join(text.split())
    assert "problem: the file is empty" in text
    assert "note: line 3: 2024-02-30 is no date" in text
    assert ("公园" in text) == (width >= 120)
    january = next(line for line in text.splitlines() if line.startswith("2024-01"))
    assert "+0.30" in january
    assert "|████" in january


@pytest.mark.parametrize("plain", [True, False])
def test_untrusted_titles_print_literally(plain: bool) -> None:
    text = printed(plain=plain)
    assert "[bold]我的[/bold]日记" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "gbk", "utf-8"])
@pytest.mark.parametrize("plain", [True, False])
def test_any_output_encoding_works(encoding: str, plain: bool) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)  # errors="strict", as a redirected stdout
    months = months_frame(3, gaps=(1,)).assign(doc_id="日记.md", keywords="长" * 80)
    print_summary(documents_frame(), months, file=stream, plain=plain)
    stream.flush()
    text = raw.getvalue().decode(encoding)
    assert ("日记.md" if encoding in ("gbk", "utf-8") else "\\u65e5\\u8bb0.md") in text


@settings(max_examples=200)
@given(st.text())
def test_visible_text_is_one_harmless_line(text: str) -> None:
    import unicodedata

    shown = visible(text)
    kinds = {unicodedata.category(char) for char in shown if char not in "\u200c\u200d"}
    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert visible(shown) == shown
    shown.encode("utf-8")


# ── the notebook ────────────────────────────────────────────────────────────────────────────────


class Tags(HTMLParser):
    """Collects the tags and the text of a fragment, and checks that it closes what it opens."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.text = ""
        self.feed(fragment)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_of_one_document_shows_its_months() -> None:
    document = documents_frame().head(1).assign(title="<script>alert('x')</script>")
    months = months_frame(15).assign(doc_id="日记.md", label="<b>&</b>")
    fragment = analysis_html(document, months, pd.DataFrame(index=range(120)))
    tags = Tags(fragment)
    assert tags.open == []
    assert set(tags.seen) <= {"div", "p", "b", "table", "thead", "tbody", "tr", "th", "td"}
    assert "http" not in fragment
    assert "<script>alert('x')</script>: 120 sentences, 1 month" in tags.text
    assert tags.text.count("<b>&</b>") == MAX_ROWS
    assert "… and 3 more months" in tags.text


def test_html_of_several_documents() -> None:
    fragment = analysis_html(documents_frame(), months_frame(0), pd.DataFrame(index=range(1)))
    text = Tags(fragment).text
    assert "2 documents: 1 sentence, 1 could not be read" in text
    assert "+0.21" in text
    assert "–" in text
    assert "more" not in text


def test_html_of_nothing() -> None:
    empty = documents_frame().head(0)
    assert "0 documents" in Tags(analysis_html(empty, months_frame(0), empty)).text


# ── progress ────────────────────────────────────────────────────────────────────────────────────


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run_progress(enabled: Any) -> None:
    with progress.progress(3, description="scoring", enabled=enabled) as advance:
        for _ in range(3):
            time.sleep(0.06)  # tqdm draws at most every 0.1 s
            advance(1)


def test_progress_is_silent_in_a_pipe(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "DELAY", 0.0)
    run_progress("auto")
    assert list(progress.track("abc")) == list("abc")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "enabled, delay, shown",
    [("auto", 0.001, True), ("auto", 60.0, False), (True, 60.0, True), (False, 0.0, False)],
)
def test_progress_in_a_terminal(enabled: Any, delay: float, shown: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "DELAY", delay)
    run_progress(enabled)
    assert ("scoring" in stream.getvalue()) == shown


def test_progress_starts_no_thread(capsys: pytest.CaptureFixture[str]) -> None:
    before = threading.active_count()
    with progress.progress(3, enabled=True):
        assert threading.active_count() == before
    assert capsys.readouterr().err


def test_progress_without_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    run_progress("auto")


def test_progress_in_a_notebook_without_widgets_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    real = importlib.util.find_spec
    kernel = types.SimpleNamespace(get_ipython=lambda: types.SimpleNamespace(kernel=object()))
    monkeypatch.setitem(sys.modules, "IPython", kernel)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ipywidgets" else real(name))
    assert progress.wanted("auto")
    assert progress._bar_class().__mro__[1].__module__ == "tqdm.std"


def test_progress_names_a_bad_value() -> None:
    with pytest.raises(ValueError, match="progress='yes' is not one of 'auto', True, False"):
        run_progress("yes")


# ── import ──────────────────────────────────────────────────────────────────────────────────────


def test_nothing_heavy_at_import() -> None:
    code = (
        "import textlens.show.plots, textlens.show.table, textlens.show.html, "
        "textlens.show.progress, sys; "
        "print({'matplotlib', 'rich', 'tqdm', 'pandas', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_chinese_labels_of_these_tests_are_chinese() -> None:
    assert all(map(has_han, MONTHS))
