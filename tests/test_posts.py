"""Rows, records and feeds: each entry's text, date, author and title, whatever table or export it comes in."""

import codecs
import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

import pytest
from documents import property_settings
from hypothesis import given
from hypothesis import strategies as st

import textlens
from textlens import ReadError
from textlens.date.partial import PartialDate
from textlens.read.document import Document
from textlens.read.file import File
from textlens.read.formats.entries.columns import find_columns
from textlens.read.formats.entries.days import days_of
from textlens.read.limits import LIMITS, Limits
from textlens.read.reader import read

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("lxml")


def opened(data: str | bytes, name: str, limits: Limits = LIMITS) -> Document:
    raw = data.encode() if isinstance(data, str) else data
    return read(File(name, name, raw, limits=limits))


def entries(document: Document) -> list[tuple[str, str, str]]:
    """Text, day and author of each part."""
    layout = document.layout
    assert layout is not None
    texts = [document.text[block.start : block.end] for block in layout.blocks]
    return list(zip(texts, [day(date) for date in layout.dates], layout.speakers, strict=True))


def texts(document: Document) -> list[str]:
    return [text for text, _, _ in entries(document)]


def kinds(document: Document) -> list[tuple[str, int]]:
    assert document.layout is not None
    return [(block.kind, block.level) for block in document.layout.blocks]


def day(date: PartialDate | None) -> str:
    return "" if date is None else "-".join(f"{n:02}" for n in (date.year, date.month, date.day) if n is not None)


def noted(document: Document) -> str:
    return "; ".join(document.notes)


# ── dates ───────────────────────────────────────────────────────────────────────────────────────

DATES = [
    ("2024-03-05", "2024-03-05"),
    ("2024-03-05T23:30:00+08:00", "2024-03-05"),
    ("2024-03-05T23:30:00Z", "2024-03-05"),
    ("2024-3-5 10:20:00.123 UTC", "2024-03-05"),
    ("2024/3/1", "2024-03-01"),
    ("２０２４／３／１", "2024-03-01"),
    ("2024年3月1日", "2024-03-01"),
    ("2024年3月1日 星期五 下午3:05", "2024-03-01"),
    ("二〇二四年三月五日", "2024-03-05"),
    ("民國113年3月5日", "2024-03-05"),
    ("25/03/2024", "2024-03-25"),
    ("03/25/2024", "2024-03-25"),
    ("25.3.24", "2024-03-25"),
    ("1709636400", "2024-03-05"),
    (1709636400, "2024-03-05"),
    (1709636400000, "2024-03-05"),
    ("1709636400.000100", "2024-03-05"),
    (45356, "2024-03-05"),
    ("20240305", "2024-03-05"),
    ("20240305T101112Z", "2024-03-05"),
    ("Tue, 05 Mar 2024 11:42:48 +0000", "2024-03-05"),
    ("05 Mar 24 11:42 GMT", "2024-03-05"),
    ("Wed Oct 10 20:19:24 +0000 2018", "2018-10-10"),
    ("March 5th, 2024 at 10:22 PM", "2024-03-05"),
    ("2024-03", "2024-03"),
    ("2024", "2024"),
    (dt.datetime(2024, 3, 5, 23, 59), "2024-03-05"),
]


@pytest.mark.parametrize(("cell", "expected"), DATES, ids=[str(cell) for cell, _ in DATES])
def test_a_cell_is_a_date(cell: Any, expected: str) -> None:
    found = days_of([cell])
    assert [day(date) for date in found.days] == [expected] and not found.unread


@pytest.mark.parametrize(
    "cell", ["soon", "2024-02-30", "31/31/2024", "2024-03-05 we left", "12:30", True, 7, dt.time(3), 1e300]
)
def test_a_cell_is_no_date(cell: Any) -> None:
    assert days_of([cell]).unread == [0]


def test_empty_cells_are_no_wrong_dates() -> None:
    assert days_of(["", None, float("nan"), "NaT", " "]).unread == []


@pytest.mark.parametrize(
    ("cells", "expected", "doubt"),
    [
        (["01/03/2024", "25/03/2024"], ["2024-03-01", "2024-03-25"], ""),
        (["03/01/2024", "03/25/2024"], ["2024-03-01", "2024-03-25"], ""),
        (["01/03/2024", "02/03/2024"], ["2024-03-01", "2024-03-02"], "read as day/month/year"),
        (["3/1/2024 3:04 PM"], ["2024-03-01"], "read as month/day/year"),
        (["03/11/2024", "03/12/2024", "04/01/2024"], ["2024-03-11", "2024-03-12", "2024-04-01"], "read as month/day/year"),
        (["03/03/2024"], ["2024-03-03"], ""),
        (["24/3/1", "24/12/31"], ["2024-03-01", "2024-12-31"], ""),
        (["25/03/2024", "03/25/2024"], ["2024-03-25", "2024-03-25"], "no one order"),
    ],
)
def test_day_and_month_by_the_whole_column(cells: list[str], expected: list[str], doubt: str) -> None:
    found = days_of(cells)
    assert [day(date) for date in found.days] == expected
    assert doubt in found.doubt and bool(doubt) == bool(found.doubt)


@property_settings(40)
@given(st.lists(st.dates(dt.date(1970, 1, 1), dt.date(2068, 12, 31)), min_size=1, max_size=8), st.data())
def test_every_way_of_writing_a_day_is_read(days: list[dt.date], data: st.DataObject) -> None:
    forms = ("%Y-%m-%d", "%Y/%m/%d %H:%M", "%Y年%m月%d日", "%a, %d %b %Y %H:%M:%S +0000", "%d %B %Y", "%Y%m%d", "%d-%b-%y")
    form = data.draw(st.sampled_from(forms))
    assert [date and date.span() for date in days_of([d.strftime(form) for d in days]).days] == [(d, d) for d in days]


# ── columns ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "names",
    [
        ("date", "author", "title", "text"), ("Created_At", "user.name", "Subject", "Full Text"), ("日期", "作者", "标题", "内容"),
        ("发布时间", "昵称", "題目", "微博正文"), ("時間", "暱稱", "標題", "內容"), ("timestamp", "from", "headline", "message"),
    ],
)  # fmt: skip
def test_columns_by_name(names: tuple[str, ...]) -> None:
    document = opened(",".join(names) + "\n2024-03-05,Ann,雨天,今天下雨。\n", "posts.csv")
    assert entries(document) == [("雨天", "2024-03-05", "Ann"), ("今天下雨。", "2024-03-05", "Ann")]
    assert kinds(document) == [("heading", 2), ("paragraph", 0)]


def test_columns_by_what_they_hold() -> None:
    rows = [["7", "2024-03-05", "https://a.example/" + "x" * 99, "It rained all day long."], ["8", "2024-03-06", "-", "Fine."]]
    found = find_columns(["", "", "", ""], rows)
    assert found is not None and (found.text, found.date) == ((3,), 1)


def test_a_name_without_dates_gives_way_to_a_column_with() -> None:
    document = opened("text,date,when\nWe went home.,x,2024-03-05\nWe stayed.,y,2024-03-06\n", "posts.csv")
    assert [date for _, date, _ in entries(document)] == ["2024-03-05", "2024-03-06"]


def test_a_date_without_a_year_is_noted() -> None:
    document = opened("date,text\n3月5日,今天很好。\n", "posts.csv")
    assert "no year in the date of line 2" in noted(document)


def test_other_prose_is_named_in_the_notes() -> None:
    document = opened("text,answer\nWe all went home early.,I stayed behind with the dog.\n", "posts.csv")
    assert texts(document) == ["We all went home early."] and "answer" in noted(document)


# ── csv ─────────────────────────────────────────────────────────────────────────────────────────

ROWS = [["2024-03-05", "Ann", "I went home, then slept; then\tate."], ["2024-03-06", "Bo", '她说："好。"\n第二段，在这里。']]


def written(rows: Iterable[Iterable[str]], delimiter: str, newline: str = "\n") -> str:
    return newline.join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows) + newline


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("head", [[], [["date", "author", "text"]]])
def test_delimiters(delimiter: str, newline: str, head: list[list[str]]) -> None:
    found = entries(opened(written([*head, *ROWS], delimiter, newline), "posts.csv"))
    assert [text for text, _, _ in found] == ["I went home, then slept; then\tate.", '她说："好。"', "第二段，在这里。"]
    assert [date for _, date, _ in found] == ["2024-03-05", "2024-03-06", "2024-03-06"]
    assert not head or [name for _, _, name in found] == ["Ann", "Bo", "Bo"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_encodings(codec: str) -> None:
    rows = "日期,內容\n2024-03-05,今天下雨了，我和媽媽在家裡看書，心情很好。\n2024-03-06,今天出太陽，我們去公園玩了一天。\n"
    assert texts(opened(rows.replace("，", "、").encode(codec), "posts.csv"))[1] == "今天出太陽、我們去公園玩了一天。"


def test_excels_own_separator_line() -> None:
    document = opened("sep=;\ntext;date\nFine, really;2024-03-05\n", "posts.csv")
    assert entries(document) == [("Fine, really", "2024-03-05", "")]


def test_backslashes_before_quotation_marks() -> None:
    rows = 'date,text\n2024-03-05,"He said \\"no, never\\", twice"\n2024-03-06,"Fine, then"\n'
    assert texts(opened(rows, "posts.csv")) == ['He said "no, never", twice', "Fine, then"]


def test_a_field_larger_than_the_csv_module_allows() -> None:
    import csv

    before = csv.field_size_limit()
    document = opened(f'date,text\n2024-03-05,"{"很好，" * 50_000}"\n', "posts.csv")
    assert len(document.text) == 150_000 and csv.field_size_limit() == before


def test_one_column() -> None:
    assert texts(opened("text\nI am happy, really.\nNo, not at all, no.\n", "posts.csv")) == [
        "I am happy, really.",
        "No, not at all, no.",
    ]
    assert texts(opened('今天很好。\n"明天, 再说"\n', "posts.csv")) == ["今天很好。", "明天, 再说"]


def test_ragged_rows_keep_their_words() -> None:
    rows = (
        "date,text\n2024-03-01,I went home, then slept, long\n2024-03-02,First line\nand a second one\n2024-03-03\nsoon,Fine.\n"
    )
    document = opened(rows, "posts.csv")
    assert entries(document) == [
        ("I went home, then slept, long", "2024-03-01", ""),
        ("First line", "2024-03-02", ""),
        ("and a second one", "2024-03-02", ""),
        ("Fine.", "", ""),
    ]
    for note in ("joined in the text: line 2", "the row above: line 4", "no text in line 5", "no date in line 6 ('soon')"):
        assert note in noted(document)


def test_a_quotation_mark_that_is_never_closed() -> None:
    rows = 'date,text\n2024-03-01,"Never closed\n2024-03-02,Fine day.\n2024-03-03,"Quiet, too"\n'
    document = opened(rows, "posts.csv")
    assert texts(document) == ['"Never closed', "Fine day.", "Quiet, too"] and "do not match in line 2" in noted(document)


def test_rows_above_the_header_are_read() -> None:
    document = opened("My export\n\ndate,likes,text\n2024-03-05,3,Fine.\n", "posts.csv")
    assert entries(document) == [("My export", "", ""), ("Fine.", "2024-03-05", "")]


def test_line_numbers_count_lines_within_fields() -> None:
    document = opened('date,text\n2024-03-05,"a\n\nb"\nsoon,Fine.\n', "posts.csv")
    assert "line 5 ('soon')" in noted(document)
    assert document.layout is not None and len({block.chunk for block in document.layout.blocks}) == 3


def test_a_title_that_is_the_beginning_of_the_text_is_said_once() -> None:
    document = opened("title,text\nWe went…,We went home.\nAlone,\nFine.,Fine.\n", "posts.csv")
    assert texts(document) == ["We went home.", "Alone", "Fine."]


@pytest.mark.parametrize(
    ("data", "reason"), [("", "empty"), ("date,text\n", "no text"), ("a,b\n1,2\n3,4\n", "no column of text")]
)
def test_a_table_without_text(data: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        opened(data, "posts.csv")


FIELD = st.text(st.sampled_from("ab 我，,;\"\n\t'|."), max_size=30)


@property_settings(50)
@given(
    st.lists(st.tuples(st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)), FIELD), min_size=1, max_size=6),
    st.sampled_from(",;\t"),
)
def test_what_is_quoted_comes_back(rows: list[tuple[dt.date, str]], delimiter: str) -> None:
    table = written([["date", "text"], *([date.isoformat(), f"好{text}"] for date, text in rows)], delimiter)
    expected = [(line.strip(), str(date), "") for date, text in rows for line in f"好{text}".split("\n") if line.strip()]
    assert entries(opened(table, "posts.csv")) == expected


# ── xlsx ────────────────────────────────────────────────────────────────────────────────────────


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook() -> None:
    rows = [
        ["日期", "正文", "作者"],
        [dt.datetime(2024, 3, 5), "今天很好。\n第二段。", "小明"],
        [45357, "不好。", None],
        ["soon", "Fine.", None],
    ]
    document = opened(workbook({"Empty": [], "Numbers": [[1, 2]], "Diary": rows}), "diary.xlsx")
    assert entries(document) == [
        ("今天很好。", "2024-03-05", "小明"),
        ("第二段。", "2024-03-05", "小明"),
        ("不好。", "2024-03-06", ""),
        ("Fine.", "", ""),
    ]
    assert document.format == "xlsx" and "row 4 ('soon')" in noted(document)


def test_sheets_are_sections() -> None:
    rows = [["date", "text"], [dt.date(2024, 3, 5), "We went out."]]
    document = opened(workbook({"March": rows, "Other": [["text"], ["We stayed in."]]}), "diary.xlsx")
    assert texts(document) == ["March", "We went out.", "Other", "We stayed in."]
    assert kinds(document)[0] == kinds(document)[2] == ("heading", 1)


def test_serial_numbers_from_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["date", "text"])
    book.active.append([43894, "Fine."])
    stream = io.BytesIO()
    book.save(stream)
    assert entries(opened(stream.getvalue(), "old.xlsx")) == [("Fine.", "2024-03-05", "")]


def test_locked_damaged_and_mistaken_workbooks() -> None:
    good = workbook({"Diary": [["text"], ["Fine day."]]})
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    cases = [
        (ole + "EncryptedPackage".encode("utf-16-le"), "password-protected; save it without"),
        (ole, "old Excel file"),
        (good[: len(good) // 2], "damaged or truncated"),
        (b"", "empty"),
        (b"date,text\n", "named .csv"),
    ]
    for data, reason in cases:
        with pytest.raises(ReadError, match=reason):
            opened(data, "diary.xlsx")


def packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO(workbook({"Diary": [["text"], ["Fine day."]]}))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_one_string_in_many_cells_is_bounded() -> None:
    """A workbook by hand: a long shared string that a thousand cells point to."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "/xl/workbook.xml": "sheet.main",
        "/xl/worksheets/sheet1.xml": "worksheet",
        "/xl/sharedStrings.xml": "sharedStrings",
    }
    types = "".join(
        f'<Override PartName="{name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 1001))
    members = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">{default}{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">'
        '<sheets><sheet name="D" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si><t>{"A fine day. " * 100}</t></si></sst>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in members.items():
            archive.writestr(name, xml)
    assert len(texts(opened(stream.getvalue(), "strings.xlsx"))) == 1000
    with pytest.raises(ReadError, match=r"1,200,000 characters; the limit unpacked_bytes"):
        opened(stream.getvalue(), "strings.xlsx", Limits(unpacked_bytes=1_000_000))


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    with pytest.raises(ReadError, match="limit ratio is 200"):
        opened(packed({"xl/media/zeros.bin": bytes(20_000_000)}), "bomb.xlsx")
    with pytest.raises(ReadError, match="limit unpacked_bytes"):
        opened(packed({"a.bin": bytes(2_000_000)}), "bomb.xlsx", Limits(unpacked_bytes=1_000_000))
    with pytest.raises(ReadError, match="limit members"):
        opened(packed({f"{n}.bin": b"x" for n in range(30)}), "bomb.xlsx", Limits(members=20))
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    for data in (bomb, bomb.decode().encode("utf-16")):
        with pytest.raises(ReadError, match="declares XML entities"):
            opened(packed({"xl/extra.xml": data}), "bomb.xlsx")


# ── json ────────────────────────────────────────────────────────────────────────────────────────

POSTS = [
    {"text": "今天很好。", "created_at": "2024-03-05T10:00:00Z", "user": {"name": "Ann"}},
    {"text": "Bad.", "created_at": "soon"},
]
READ = [("今天很好。", "2024-03-05", "Ann"), ("Bad.", "", "")]


@pytest.mark.parametrize(
    "value",
    [
        POSTS,
        {"tweets": POSTS},
        {"data": {"items": POSTS, "count": 2}},
        [{"tweet": post} for post in POSTS],
        {"a1": POSTS[0], "b2": POSTS[1]},
    ],
)
def test_objects_wherever_they_stand(value: Any) -> None:
    document = opened(json.dumps(value), "posts.json")
    assert entries(document) == READ and "entry 2 ('soon')" in noted(document)


def test_lines_of_json() -> None:
    lines = [json.dumps(post, ensure_ascii=False) for post in POSTS]
    document = opened("\n".join([lines[0], '{"text": "cut', lines[1], ""]), "posts.jsonl")
    assert entries(document) == READ and "line 2" in noted(document)
    assert entries(opened("\n".join(lines), "posts.json")) == READ
    with pytest.raises(ReadError, match="one value a line: line 1"):
        opened("{a}\n{b}\n", "posts.jsonl")


def test_a_diary_of_items() -> None:
    items = [
        {"content": f"{n}日 晴。上午寄信一封。", "iso_date": f"1912-05-{n:02}", "date_raw": f"一九一二年五月{n}日"}
        for n in (5, 6)
    ]
    document = opened(json.dumps({"title": "日记", "count": 2, "items": items}), "diary.json")
    assert [date for _, date, _ in entries(document)] == ["1912-05-05", "1912-05-06"]
    assert document.title == "日记" and document.notes == ()


def test_a_day_one_export() -> None:
    entry = {
        "uuid": "A1", "creationDate": "2024-03-05T20:00:00Z", "timeZone": "Asia/Shanghai", "text": "# 早上\n\n今天很好。",
        "photos": [{"md5": "0cc175b9", "type": "jpeg"}], "weather": {"conditionsDescription": "Mostly Cloudy"},
    }  # fmt: skip
    document = opened(json.dumps({"metadata": {"version": "1.0"}, "entries": [entry]}), "Journal.json")
    assert entries(document) == [("早上", "2024-03-06", ""), ("今天很好。", "2024-03-06", "")]
    assert kinds(document)[0] == ("heading", 2)


@pytest.mark.parametrize(
    "value",
    [
        {"2024-03-05": "一", "2024-03-06": "二"}, {"diary": {"2024年3月5日": "一", "2024年3月6日": "二"}},
        {"2024": {"3": {"5": "一", "6": "二"}}}, {"2024": {"March": {"05": "一", "06": "二"}}}, {"2024年": {"三月": {"五日": ["一"], "六日": ["二"]}}},
        {"2024-03-05": {"text": "一", "mood": 3}, "2024-03-06": {"text": "二", "mood": 4}}, {"2024": {"03": [{"date": "2024-03-05", "text": "一"}, {"date": "2024-03-06", "text": "二"}]}},
    ],
)  # fmt: skip
def test_mappings_from_days(value: Any) -> None:
    assert entries(opened(json.dumps(value), "diary.json")) == [("一", "2024-03-05", ""), ("二", "2024-03-06", "")]


def test_tables_in_json() -> None:
    columns = {"text": {"0": "One.", "1": "Two."}, "date": {"0": 1709636400000, "1": 1709722800000}}
    split = {"columns": ["date", "text"], "index": [0, 1], "data": [["2024-03-05", "One."], ["2024-03-06", "Two."]]}
    for value in (columns, {name: list(cells.values()) for name, cells in columns.items()}, split):
        assert entries(opened(json.dumps(value), "frame.json")) == [("One.", "2024-03-05", ""), ("Two.", "2024-03-06", "")]


def test_strings_and_prose_anywhere() -> None:
    assert texts(opened('["今天很好。", "好", ""]', "a.json")) == ["今天很好。", "好"]
    value = {
        "id": "x-17",
        "about": {"intro": "This is how it all began.", "n": 3},
        "parts": ["It went on for years.", "Then it stopped."],
    }
    document = opened(json.dumps(value), "a.json")
    assert texts(document) == ["intro", "This is how it all began.", "parts", "It went on for years.", "Then it stopped."]
    assert [kind for kind, _ in kinds(document)] == ["heading", "paragraph", "heading", "paragraph", "paragraph"]


def test_answers_follow_their_post_and_what_is_left_out_is_named() -> None:
    posts = [
        {"text": "Fine.", "date": "2024-03-05", "comments": [{"body": "Yes.", "by": "Bo", "date": "2024-03-06"}]},
        {"text": "So."},
    ]
    document = opened(json.dumps({"posts": posts, "settings": {"hint": "Please do not share this file."}}), "a.json")
    assert entries(document) == [("Fine.", "2024-03-05", ""), ("Yes.", "2024-03-06", "Bo"), ("So.", "", "")]
    assert "settings.hint" in noted(document)


def test_html_and_cut_texts_within_json() -> None:
    message = {"date": "2024-03-05", "from": "Ann", "text": ["See ", {"type": "link", "text": "a.example"}, ", please."]}
    toot = {"date": "2024-03-06", "from": "Bo", "text": "<p>One &amp; two</p><p>Three<br>Four</p>"}
    document = opened(json.dumps({"name": "Ann", "messages": [message, toot]}), "result.json")
    assert texts(document) == ["See a.example, please.", "One & two", "Three", "Four"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ('{"a": "We went out.",\n "a": "We came back."}', r"'a' stands twice.*line 2"),
        ('[{"text":\n NaN}]', r"NaN.*line 2"),
        ('[{"text":\n -Infinity}]', r"-Infinity.*line 2"),
        ('[{"text": "x"},\n]', r"comma before the closing bracket in line [12]"),
        ('[{"text": "We went ho', "truncated"),
        ('[{"text": "We went home."}', "ends too early, in line 1"),
        ('{"text": "x"}\n}', "line 2"),
        ("[" * 100_000, "nested too deeply"),
        ("[" * 500 + "]" * 500, "nested too deeply"),
        ("", "empty"),
        ("{}", "no text"),
        ('{"n": 1' + "0" * 5000 + "}", "not valid JSON"),
    ],
)
def test_broken_json(data: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        opened(data, "broken.json")


def test_half_characters_in_json_are_noted() -> None:
    document = opened('[{"text": "Fine \\ud83d day.", "author": "\\udc00"}]', "a.json")
    assert entries(document) == [("Fine \ufffd day.", "", "\ufffd")] and "half character" in noted(document)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["text", "date", "2024", "3", "a"]), inner, max_size=4)
    ),
    max_leaves=15,
)


@property_settings(50)
@given(JSON)
def test_any_json_is_read_or_refused(value: Any) -> None:
    from textlens.read.formats.records import read as read_records

    try:
        entries(read_records(File("a.json", "a.json", json.dumps(value).encode())))
    except ReadError:
        pass


# ── feeds ───────────────────────────────────────────────────────────────────────────────────────

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>午後紅茶</title><description>Just another blog about this and that.</description>
<item><title>雨天 &amp; 晴天</title><pubDate>Tue, 05 Mar 2024 23:42:48 +0800</pubDate><dc:creator>莉莉</dc:creator>
<description>A summary that is shorter.</description>
<content:encoded><![CDATA[<p>今天下雨，我很高興。</p><script>alert("no")</script>
<blockquote>她說：「好。」<br/>我也說好 &amp;amp; 笑了。</blockquote><ul><li>一個蘋果</li></ul><h2>之後</h2><p>1 &lt; 2</p>]]></content:encoded></item>
<item><pubDate>soon</pubDate><description>&lt;p&gt;Fine &amp;amp; good.&lt;/p&gt;</description></item>
</channel></rss>"""


@pytest.mark.parametrize(
    ("codec", "declared"), [("utf-8", "UTF-8"), ("big5", "BIG5"), ("gb18030", "gb2312"), ("utf-16", "utf-16")]
)
def test_rss(codec: str, declared: str) -> None:
    document = opened(RSS.format(encoding=declared).encode(codec), "feed.xml")
    blocks = [(*kind, text) for kind, text in zip(kinds(document), texts(document), strict=True)]
    assert blocks == [
        ("heading", 2, "雨天 & 晴天"),
        ("paragraph", 0, "今天下雨，我很高興。"),
        ("quote", 0, "她說：「好。」"),
        ("quote", 0, "我也說好 &amp; 笑了。"),
        ("list", 0, "一個蘋果"),
        ("heading", 4, "之後"),
        ("paragraph", 0, "1 < 2"),
        ("paragraph", 0, "Fine & good."),
    ]
    assert entries(document)[6][1:] == ("2024-03-05", "莉莉") and entries(document)[7][1:] == ("", "")
    assert document.title == "午後紅茶" and document.format == "feed" and "item 2 ('soon')" in noted(document)


def test_atom_old_and_new() -> None:
    new = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title><author><name>Ann</name></author>
    <entry><title type="html">Rain &amp;amp; sun</title><updated>2024-03-07T00:00:00Z</updated><published>2024-03-05T23:00:00-08:00</published>
    <summary>Short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It <b>rained</b>.</p><p>Then not.</p></div></content></entry>
    <entry><title>Two</title><updated>2024-03-06T00:00:00Z</updated><author><name>Bo</name></author><content type="text">a &lt;b&gt; c</content></entry>
    </feed>"""
    document = opened(new, "notes.atom")
    assert entries(document) == [
        ("Rain & sun", "2024-03-05", "Ann"),
        ("It rained.", "2024-03-05", "Ann"),
        ("Then not.", "2024-03-05", "Ann"),
        ("Two", "2024-03-06", "Bo"),
        ("a <b> c", "2024-03-06", "Bo"),
    ]
    old = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>散文</title><entry><title mode="escaped" type="text/html">花</title>
    <issued>2005-12-30T21:30:00+08:00</issued><content type="text/html" mode="escaped">&lt;div&gt;紅色的花。&lt;br&gt;&lt;br&gt;很美。&lt;/div&gt;</content></entry></feed>"""
    assert entries(opened(old, "old.xml")) == [
        ("花", "2005-12-30", ""),
        ("紅色的花。", "2005-12-30", ""),
        ("很美。", "2005-12-30", ""),
    ]


def test_rdf_and_rss_091() -> None:
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel><title>T</title></channel><item><title>One</title><dc:date>2004-03-05T08:00Z</dc:date><description>Fine day.</description></item></rdf:RDF>"""
    assert entries(opened(rdf, "a.rdf.xml")) == [("One", "2004-03-05", ""), ("Fine day.", "2004-03-05", "")]
    rss = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">
    <rss version="0.91"><channel><title>T</title><item><description>Caf&eacute; I &lt;3 it.</description></item></channel></rss>"""
    assert texts(opened(rss, "a.rss")) == ["Café I <3 it."]


def test_a_wordpress_export() -> None:
    def item(kind: str, status: str, text: str) -> str:
        return f"""<item><title>T {text}</title><pubDate>Wed, 06 Mar 2024 01:00:00 +0000</pubDate><dc:creator>ann</dc:creator>
        <content:encoded><![CDATA[{text} one.
still one.\n\n[caption id="1"]Two.[/caption]]]></content:encoded><wp:post_date>2024-03-05 20:00:00</wp:post_date>
        <wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>
        <wp:comment><wp:comment_content>Not mine.</wp:comment_content></wp:comment></item>"""

    items = [
        ("post", "publish", "Post"),
        ("post", "draft", "Draft"),
        ("attachment", "inherit", "Picture"),
        ("page", "publish", "Page"),
    ]
    export = f"""<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:wp="http://wordpress.org/export/1.2/"><channel>{"".join(item(*i) for i in items)}</channel></rss>"""
    document = opened(export, "export.xml")
    assert texts(document) == ["T Post", "Post one.", "still one.", "Two.", "T Page", "Page one.", "still one.", "Two."]
    assert {(date, name) for _, date, name in entries(document)} == {("2024-03-05", "ann")}
    assert "1 post (draft)" in noted(document) and "1 attachment" in noted(document)


def test_entities_are_refused() -> None:
    for head in (
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    ):
        with pytest.raises(ReadError, match="declares XML entities"):
            opened(
                f'<?xml version="1.0"?><!-- x -->{head}<rss><channel><item><title>&b;</title></item></channel></rss>', "a.xml"
            )


def test_a_broken_feed_is_mended_and_says_so() -> None:
    cut = "<rss><channel><item><description>Tom & Jerry ran.</description></item><item><description>They ran on and"
    document = opened(cut, "a.xml")
    assert texts(document) == ["Tom & Jerry ran.", "They ran on and"] and "not well-formed XML (line 1" in noted(document)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<rss><channel><title>T</title></channel></rss>", "no item"),
        ("<config><item key='a'>17</item><path>/usr/bin</path></config>", "neither a feed nor prose"),
        ("just text", "no XML"),
        ("", "empty"),
    ],
)
def test_xml_that_is_not_read(data: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        opened(data, "a.xml")


def test_other_xml() -> None:
    prose = (
        "<book><title>Rain</title><chapter><p>It <i>rained</i> all day long.</p><p>Then the sun came out.</p></chapter></book>"
    )
    document = opened(prose, "book.xml")
    assert texts(document) == ["Rain", "It rained all day long.", "Then the sun came out."] and document.format == "xml"
    assert kinds(document)[0] == ("heading", 2)
    messages = (
        '<smses><sms date="1709636400000" body="今天很好。" contact_name="x"/><sms date="1709722800000" body="Fine."/></smses>'
    )
    assert entries(opened(messages, "sms.xml")) == [("今天很好。", "2024-03-05", ""), ("Fine.", "2024-03-06", "")]


def test_what_looks_like_a_tag_in_html() -> None:
    from textlens.read.formats.entries.bodies import html_parts

    assert [part.text for part in html_parts("x<y and y>z <g>, I <3 it<br>2 < 3<p>done <a href='x")] == [
        "x<y and y>z <g>, I <3 it",
        "2 < 3",
        "done",
    ]
    deep = "<div>" * 5000 + "deep" + "</div>" * 5000
    assert [part.text for part in html_parts(deep)] == ["deep"]


@property_settings(100)
@given(st.text(st.sampled_from("ab<>&;/= 'p\"!-我。\n"), max_size=60))
def test_no_letter_of_html_like_text_is_lost(text: str) -> None:
    from textlens.read.formats.entries.bodies import html_parts

    found = "".join(part.text for part in html_parts(text))
    assert found.count("我") == text.count("我") or "<!" in text or "=" in text


# ── through the whole ───────────────────────────────────────────────────────────────────────────


def test_entries_become_months(tmp_path: Any) -> None:
    (tmp_path / "posts.csv").write_bytes(
        codecs.BOM_UTF8 + "日期,作者,正文\n2024-03-05,小明,今天很好。\n2024-04-06,小红,不好。\n".encode()
    )
    result = textlens.analyze(tmp_path / "posts.csv", scorer=lambda sentences: [0.0] * len(sentences), progress=False)
    rows = result.paragraphs
    assert [str(month) for month in rows["month"]] == ["2024-03", "2024-04"] and rows["speaker"].tolist() == ["小明", "小红"]
    assert result.documents.loc[0, "format"] == "csv" and result.documents.loc[0, "problem"] == ""
