"""What programs export: subtitles, Day One entries, jrnl journals and chats."""

from __future__ import annotations

import codecs
import datetime as dt
import plistlib
from itertools import pairwise
from pathlib import Path

import pytest
from documents import property_settings
from hypothesis import given
from hypothesis import strategies as st

import textlens
from textlens import ReadError
from textlens.date.partial import PartialDate
from textlens.read.document import Document
from textlens.read.file import File
from textlens.read.formats import chats, jrnl
from textlens.read.reader import read

Row = tuple[str, str, str]


def document(name: str, text: str | bytes, encoding: str | None = None) -> Document:
    return read(File(name, name, text if isinstance(text, bytes) else text.encode(), encoding))


def rows(found: Document) -> list[Row]:
    """Each block's kind, speaker and text."""
    assert found.layout is not None
    blocks, speakers = found.layout.blocks, found.layout.speakers
    for one, two in pairwise(blocks):
        assert one.start < one.end <= two.start < two.end <= len(found.text)
    return [(b.kind, s, found.text[b.start : b.end]) for b, s in zip(blocks, speakers, strict=True)]


def texts(found: Document, kind: str = "paragraph") -> list[str]:
    return [text for k, _, text in rows(found) if k == kind]


def days(found: Document) -> list[str]:
    assert found.layout is not None
    return ["" if d is None else f"{d.year}-{d.month}-{d.day}" for d in found.layout.dates]


def times(found: Document) -> list[float | None]:
    assert found.layout is not None
    return list(found.layout.times)


# ── subtitles ───────────────────────────────────────────────────────────────────────────────────

SRT = (
    "1\n00:00:01,000 --> 00:00:03,500\n{\\an8}<i>I was happy\nthat day.</i>\n\n"
    "2\n00:01:04,250 --> 01:00:05,000\n- Are you?\n- Yes,&nbsp;very.\n\n"
    "3\n00:01:06,000 --> 00:01:07,000\n42\n"
)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\r\r\n"], ids=repr)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_srt_stands_as_it_is(newline: str, codec: str) -> None:
    text = SRT.replace("\n", newline)
    found = document("film.srt", text.encode(codec), "utf-16-le" if codec == "utf-16-le" else None)
    assert found.text == text and found.format == "srt"
    assert texts(found) == [f"{{\\an8}}<i>I was happy{newline}that day.</i>", "- Are you?", "- Yes,&nbsp;very.", "42"]
    assert times(found) == [1.0, 64.25, 64.25, 66.0]
    assert found.layout is not None and [b.chunk for b in found.layout.blocks] == [1, 2, 2, 3]


def test_lines_in_two_languages_are_two_paragraphs() -> None:
    both = "1\n00:00:01,000 --> 00:00:02,000\n我们走吧\nLet us go\n\n2\n00:00:02,000 --> 00:00:03,000\n好的，\n现在就走\nOkay, now\n"
    assert texts(document("x.srt", both)) == ["我们走吧", "Let us go", "好的，\n现在就走", "Okay, now"]


DAMAGED = {
    "no number": ("00:00:01,000 --> 00:00:02,000\nHere.\n\n2\n00:00:03,000 --> 00:00:04,000\nThere.\n", "line 1: the subtitle has no"),
    "no empty line": ("1\n00:00:01,000 --> 00:00:02,000\nHere.\n2\n00:00:03,000 --> 00:00:04,000\nThere.\n", ""),
    "spaces and points": ("1\n0:00:01.5 -> 00: 00: 02\nHere.\n\n2\n00:00:03,000-->00:00:04,000\nThere.\n", ""),
    "unreadable": ("1\n00:00:xx,000 --> 00:00:02,000\nHere.\n\n2\n00:00:03,000 --> 00:00:04,000\nThere.\n", "line 2: '00:00:xx"),
    "impossible": ("1\n00:75:01,000 --> 00:00:02,000\nHere.\n\n2\n00:00:03,000 --> 00:00:04,000\nThere.\n", "line 2: '00:75"),
    "overlap": ("1\n00:00:01,000 --> 00:00:09,000\nHere.\n\n2\n00:00:03,000 --> 00:00:04,000\nThere.\n", "line 6: the subtitle overlaps"),
    "order": ("1\n00:00:05,000 --> 00:00:06,000\nHere.\n\n2\n00:00:03,000 --> 00:00:04,000\nThere.\n", "line 6: the subtitle begins before"),
    "backwards": ("1\n00:00:02,000 --> 00:00:01,000\nHere.\n\n2\n00:00:03,000 --> 00:00:04,000\nThere.\n", "line 2: the subtitle ends before"),
    "cut off": (
        "1\n00:00:01,000 --> 00:00:02,000\nHere.\n\n2\n00:00:03,000 --> 00:00:04,000\nThere.\n\n3\n00:00:05,000 --> 00:0",
        "may be cut off",
    ),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged_subtitles_keep_every_word(damage: str) -> None:
    text, note = DAMAGED[damage]
    found = document("x.srt", text)
    assert texts(found) == ["Here.", "There."]
    assert (note in "; ".join(found.notes)) if note else not found.notes
    if damage in ("unreadable", "impossible"):
        assert times(found)[0] is None


def test_words_with_an_arrow_are_no_time() -> None:
    found = document("x.srt", "1\n00:00:01,000 --> 00:00:02,000\nFrom 5 -> 3 points\nand home --> bed\n")
    assert texts(found) == ["From 5 -> 3 points\nand home --> bed"]


VTT = """WEBVTT - a film

STYLE
::cue { color: red }

NOTE 00:00:00.000 --> 00:00:01.000
nobody says this

intro
00:01.000 --> 00:02.000 align:start position:0%
<v Mary Ann>Hello <b>there</b></v>
<v.loud Bob>Hi!</v>

NOTE
nor this

01:00:03.500 --> 01:00:04.000
NOTED is a word.

REGION
id:fred

01:00:05.000 --> 01:00:06.000
last &amp; least
"""


def test_vtt() -> None:
    found = document("film.vtt", VTT)
    assert found.text == VTT and found.format == "vtt" and not found.notes
    assert rows(found) == [
        ("paragraph", "Mary Ann", "Hello <b>there</b>"),
        ("paragraph", "Bob", "Hi!"),
        ("paragraph", "", "NOTED is a word."),
        ("paragraph", "", "last &amp; least"),
    ]
    assert times(found) == [1.0, 1.0, 3603.5, 3605.0]


def test_rolling_captions_say_each_line_once() -> None:
    said = ["it rained all day", "and nobody came", "so I went home", "and slept"]
    cues = [f"00:00:{2 * n:02}.000 --> 00:00:{2 * n + 2:02}.000\n" + "\n".join(said[max(0, n - 1) : n + 1]) for n in range(4)]
    found = document("talk.vtt", "WEBVTT\n\n" + "\n\n".join(cues) + "\n")
    assert texts(found) == said
    assert texts(found, "matter") == said[:3]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("It rained. I stayed in.\n", "no subtitles"), ("1\n00:00:01,000 --> 00:00:02,000\n\n", "words"), ("", "empty")],
)
def test_subtitles_without_any(text: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        document("x.srt", text)


@property_settings(30)
@given(st.lists(st.text("a今。 \n\r0123456789:,.->|<v>{}W", max_size=30), max_size=12), st.sampled_from(["x.srt", "x.vtt"]))
def test_any_subtitles_are_read_or_refused(pieces: list[str], name: str) -> None:
    text = "00:00:01,000 --> 00:00:02,000\n".join(pieces)
    try:
        found = document(name, text)
    except ReadError as error:
        assert "damaged" not in str(error)
    else:
        assert rows(found) and found.text == text


def test_subtitles_in_the_frames(tmp_path: Path) -> None:
    path = tmp_path / "film.srt"
    path.write_bytes(codecs.BOM_UTF8 + SRT.encode())
    result = textlens.analyze(path, scorer=lambda sentences: [0.0] * len(sentences), progress=False)
    assert result.text() == SRT
    assert result.paragraphs["time"].tolist() == [1.0, 64.25, 64.25, 66.0]
    for row in result.sentences.to_dict("records"):
        assert SRT[row["start"] : row["end"]] == row["text"]
    assert not set(result.tokens["token"]) & {"i", "nbsp"}


# ── Day One ─────────────────────────────────────────────────────────────────────────────────────


def entry(text: str, **more: object) -> bytes:
    made = dt.datetime(2023, 5, 12, 20, 30)
    return plistlib.dumps({"Creation Date": made, "Entry Text": text, "Starred": False, **more})


def test_dayone_is_markdown() -> None:
    found = document("1A.doentry", entry("# 搬家\n\n今天*很*高兴，终于\n把箱子搬完了。\n\n- one\n- two\n"))
    assert rows(found)[0] == ("heading", "", "搬家")
    assert "把箱子搬完了。" in found.text and "*很*" in found.text
    assert texts(found, "list") == ["one", "two"]
    assert found.format == "dayone" and set(days(found)) == {"2023-5-12"}
    assert found.date == PartialDate(2023, 5, 12) and found.date_source == "metadata"


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ({}, "2023-5-12"),
        ({"Time Zone": "Asia/Shanghai"}, "2023-5-13"),
        ({"Time Zone": "America/New_York"}, "2023-5-12"),
        ({"Time Zone": "../../etc/passwd"}, "2023-5-12"),
    ],
)
def test_dayone_has_the_day_where_it_was_written(more: dict[str, str], day: str) -> None:
    found = document("1A.doentry", entry("Late.", **more))
    assert days(found) == [day]
    assert bool(found.notes) == (".." in str(more))


def test_dayone_with_a_date_that_is_none_keeps_its_text() -> None:
    found = document("1A.doentry", entry("Late.").replace(b"2023-05-12T", b"2023-02-31T"))
    assert texts(found) == ["Late."] and days(found) == [""] and "Creation Date" in found.notes[0]


BOMB = b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><plist><dict><key>Entry Text</key><string>&b;</string></dict></plist>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BOMB, "entities"),
        (entry("Late and later.")[:-60], "damaged or cut off"),
        (entry("  "), "no text"),
        (plistlib.dumps({"Creation Date": dt.datetime(2023, 5, 12)}), "no text"),
        (plistlib.dumps(["Entry Text"]), "no keys"),
        (plistlib.dumps({"Entry Text": "a"}, fmt=plistlib.FMT_BINARY), "convert"),
        (b"Dear diary, it rained.", "damaged or cut off"),
    ],
)
def test_what_is_no_dayone_entry(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        document("1A.doentry", data)


# ── jrnl ────────────────────────────────────────────────────────────────────────────────────────

JOURNAL = """[2023-05-12 08:00] Trip to Rome. It rained @travel
all day.

We saw 12 cats.

[2023-05-13 21:30:10] 下雨了。我很高兴。

[2023-05-14 07:00 AM] Home again *
"""


@pytest.mark.parametrize("name", ["diary.journal", "diary.txt", "diary"])
def test_jrnl(name: str) -> None:
    found = document(name, JOURNAL)
    assert found.format == "jrnl" and not found.notes
    assert texts(found)[0] == "Trip to Rome." and "@travel" in found.text and "*" not in found.text
    assert texts(found)[-4:] == ["We saw 12 cats.", "下雨了。", "我很高兴。", "Home again"]
    assert days(found)[-4:] == ["2023-5-12", "2023-5-13", "2023-5-13", "2023-5-14"]


def test_jrnl_without_brackets() -> None:
    text = "2023-05-12 08:00 AM Rain. I slept.\n2023-05-12 was a bad day.\n\n2023-02-30 09:00 PM Sun.\n"
    found = document("diary.txt", text)
    assert texts(found) == ["Rain.", "I slept.", "2023-05-12 was a bad day.", "Sun."]
    assert days(found) == ["2023-5-12"] * 3 + [""]
    assert found.notes == ("line 4: 2023-02-30 is no date",)


def test_jrnl_without_an_entry() -> None:
    with pytest.raises(ReadError, match="no jrnl journal"):
        document("diary.journal", "Dear diary, it rained.\n")


# ── chats ───────────────────────────────────────────────────────────────────────────────────────

WHATSAPP = {
    "android": ("12/05/23, 15:04 - Ann: Hi.\n12/05/23, 15:05 - +852 9123 4567: Rain\nall day\n13/05/23, 09:00 - Ann: Again.\n"),
    "android 12 h": (
        "5/12/23, 3:04\u202fPM - Ann: Hi.\n5/12/23, 3:05\u202fPM - +852 9123 4567: Rain\nall day\n5/13/23, 9:00\u202fAM - Ann: Again.\n"
    ),
    "ios": (
        "[12.05.23, 15:04:09] Ann: Hi.\r\n[12.05.23, 15:05:10] \u202a+852 9123 4567\u202c: Rain\r\nall day\r\n\u200e[13.05.23, 09:00:00] Ann: Again.\r\n"
    ),
    "zh": (
        "2023/5/12 下午3:04 - Ann: Hi.\n2023/5/12 下午3:05 - +852 9123 4567: Rain\nall day\n2023/5/13 上午9:00 - Ann: Again.\n"
    ),
    "zh ios": (
        "[2023/5/12 下午3:04:09] Ann: Hi.\n[2023/5/12 下午3:05:10] +852 9123 4567: Rain\nall day\n[2023/5/13 上午9:00:00] Ann: Again.\n"
    ),
    "telegram": (
        "Ann, [12.05.2023 15:04]\nHi.\n\n+852 9123 4567, [12.05.2023 15:05]\nRain\nall day\n\nAnn, [13.05.2023 09:00]\nAgain.\n"
    ),
    "wechat": (
        "Ann 2023-05-12 15:04:05\nHi.\n\n+852 9123 4567 2023-05-12 15:05:05\nRain\nall day\n\nAnn 2023-05-13 09:00:00\nAgain.\n"
    ),
    "wechat zh": (
        "Ann 2023年5月12日 15:04\nHi.\n\n+852 9123 4567 2023年5月12日 15:05\nRain\nall day\n\nAnn 2023年5月13日 09:00\nAgain.\n"
    ),
    "qq": (
        "2023-05-12 15:04:05 Ann\nHi.\n\n2023-05-12 15:05:05 +852 9123 4567\nRain\nall day\n\n2023-05-13 9:00:00 Ann\nAgain.\n"
    ),
    "wechat mail": (
        "—————  2023-05-12  —————\n\nAnn  15:04\n\nHi.\n\n+852 9123 4567  15:05\n\nRain\nall day\n\n—————  2023-05-13  —————\n\nAnn  09:00\n\nAgain.\n"
    ),
    "wechat stamps": (
        "2023年5月12日 15:04\nAnn：Hi.\n+852 9123 4567：Rain\nall day\n2023年5月12日 15:30\n2023年5月13日 09:00\nAnn：Again.\n"
    ),
    "line": ("2023/05/12（五）\n下午3:04\tAnn\tHi.\n下午3:05\t+852 9123 4567\t\"Rain\nall day\"\n\n2023/05/13（六）\n上午9:00\tAnn\tAgain.\n"),
    "line en": (
        "Fri, 05/12/2023\n03:04PM\tAnn\tHi.\n03:05PM\t+852 9123 4567\t\"Rain\nall day\"\n\nSat, 05/13/2023\n09:00AM\tAnn\tAgain.\n"
    ),
    "line points": ("2023.05.12 星期五\n15:04\tAnn\tHi.\n15:05\t+852 9123 4567\t\"Rain\nall day\"\n\n2023.05.13 星期六\n09:00\tAnn\tAgain.\n"),
}  # fmt: skip


@pytest.mark.parametrize("layout", WHATSAPP)
def test_chats_have_dates_and_speakers(layout: str) -> None:
    found = document("chat.txt", WHATSAPP[layout])
    told = [(s.strip("\u202a\u202c"), t) for _, s, t in rows(found)]
    assert told == [("Ann", "Hi."), ("+852 9123 4567", "Rain"), ("+852 9123 4567", "all day"), ("Ann", "Again.")]
    assert days(found) == ["2023-5-12"] * 3 + ["2023-5-13"]
    assert found.layout is not None
    assert found.layout.blocks[1].chunk == found.layout.blocks[2].chunk != found.layout.blocks[0].chunk
    assert found.format == next((f for f in ("wechat", "line", "telegram") if layout.startswith(f)), None) or (
        found.format == ("wechat" if layout == "qq" else "whatsapp")
    )
    assert not found.notes


@pytest.mark.parametrize(
    ("stamps", "clock", "read_as", "noted"),
    [
        (["05/31/23", "06/01/23"], "15:04", ["2023-5-31", "2023-6-1"], False),
        (["31/05/23", "01/06/23"], "15:04", ["2023-5-31", "2023-6-1"], False),
        (["05/12/23", "06/01/23"], "15:04", ["2023-5-12", "2023-6-1"], False),  # else they would run backwards
        (["05/06/23", "07/06/23"], "15:04", ["2023-6-5", "2023-6-7"], True),
        (["05/06/23", "07/06/23"], "3:04 PM", ["2023-5-6", "2023-7-6"], True),
        (["05.06.23", "07.06.23"], "15:04", ["2023-6-5", "2023-6-7"], False),
        (["2023-06-05", "2023-06-07"], "15:04", ["2023-6-5", "2023-6-7"], False),
        (["30/02/23", "01/03/23"], "15:04", ["", "2023-3-1"], True),
    ],
)
def test_day_and_month_are_told_apart_by_the_whole_file(stamps: list[str], clock: str, read_as: list[str], noted: bool) -> None:
    found = document("chat.txt", "".join(f"{stamp}, {clock} - Ann: Hi.\n" for stamp in stamps))
    assert days(found) == read_as
    assert bool(found.notes) == noted


ADDED = [
    "<Media omitted>",
    "\u200eimage omitted",
    "video omitted",
    "<attached: 0001-PHOTO.jpg>",
    "IMG-1.jpg (file attached)",
    "已省略多媒体档案",
    "<已省略多媒體檔案>",
    "圖片已略去",
    "<省略影音内容>",
    "This message was deleted",
    "You deleted this message",
    "此訊息已被刪除",
    "Missed voice call",
    "Ann left",
    "[图片]",
    "[貼圖]",
]
WRITTEN = [
    "[微笑]",
    "The image omitted nothing.",
    "I left",
    "图片",
    "He joined us.",
    "<3",
    "null and void",
    "照片很好看",
    "[图片很好]",
]


def test_what_the_program_wrote_is_matter() -> None:
    lines = [f"12/05/23, 15:04 - Ann: {line}\n" for line in [*ADDED, *WRITTEN]]
    found = document("chat.txt", "".join(lines))
    assert texts(found) == WRITTEN
    assert texts(found, "matter") == [line.strip("\u200e") for line in ADDED]


def test_events_have_no_speaker() -> None:
    events = [
        "Messages and calls are end-to-end encrypted. No one outside of this chat can read them.",
        'Ann changed the subject from "a: b" to "c"',
        "Bo joined using this group's invite link",
        "Ann changed the group description to: hello",
    ]
    chat = [*events, "Ann: See you at 8 <This message was edited>", "Bo: The time: 8?", "Ann: Yes."]
    found = document("chat.txt", "".join(f"12/05/23, 15:04 - {line}\n" for line in chat))
    assert rows(found) == [
        *(("matter", "", event) for event in events),
        ("paragraph", "Ann", "See you at 8"),
        ("matter", "Ann", "<This message was edited>"),
        ("paragraph", "Bo", "The time: 8?"),
        ("paragraph", "Ann", "Yes."),
    ]


def test_line_head_quotes_and_events() -> None:
    text = (
        "[LINE] 與小雪的聊天記錄\n儲存日期：2023/05/14 10:00\n\n2023/05/12（五）\n"
        '15:04\t小雪\t"第一行\n第二行 ""引號""\n\n是 2023/05/11 說的，我沒忘"\n15:05\t\t小雪已收回訊息\n15:06\tAnn\t"quoted"\n'
    )
    found = document("[LINE]小雪.txt", text)
    assert rows(found)[2:] == [
        ("paragraph", "小雪", "第一行"),
        ("paragraph", "小雪", '第二行 "引號"'),
        ("paragraph", "小雪", "是 2023/05/11 說的，我沒忘"),
        ("matter", "", "小雪已收回訊息"),
        ("paragraph", "Ann", '"quoted"'),
    ]
    assert [kind for kind, _, _ in rows(found)[:2]] == ["matter", "matter"]


def test_line_with_spaces_finds_long_names() -> None:
    text = "[LINE] Chat history with Ann Lee\n2023.05.12 星期五\n" + "".join(
        f"15:0{n} Ann Lee word{n} more\n" for n in range(3)
    )
    assert rows(document("x.txt", text))[1:] == [("paragraph", "Ann Lee", f"word{n} more") for n in range(3)]


def test_a_pasted_chat_stays_inside_its_message() -> None:
    text = "12/05/23, 15:04 - Ann: Look:\n[11.05.23, 10:00:00] Bo: No.\n12/05/23, 15:05 - Bo: I said no.\n12/05/23, 15:06 - Ann: Ok.\n"
    assert ("paragraph", "Ann", "[11.05.23, 10:00:00] Bo: No.") in rows(document("x.txt", text))


NO_EXPORT = {
    "diary": "2023年5月12日 星期五 晴\n今天下雨了。我很高兴。\n\n2023年5月13日 星期六 阴\n妈妈打来电话：问我吃饭没有。\n",
    "diary with hours": "2023年5月12日 21:30\n早餐：粥\n晚餐：面\n\n2023年5月13日 22:10\n早餐：面\n晚餐：粥\n",
    "diary with weather": "晴 2023-05-12 21:30\n今天很好。\n\n小雨 2023-05-12 22:30\n又下雨。\n\n晴 2023-05-13 22:10\n也好。\n",
    "diary with places": "北京 2023年5月12日 21:30\n今天很好。\n\n上海 2023年5月14日 22:10\n也好。\n",
    "one diary entry": "[2023-05-12 08:00] It rained all day and I stayed in.\nI read.\n",
    "year review": "# 2023\n\n1月：搬家。\n2月：下雪了。\n3月 领证\n5月12日：生日\n",
    "times in Markdown": "# 2023-05-12\n\n- 08:00 起床\n- 09:00 work: meetings\n- 2023-05-12 10:00 - Ann: called\n- 2023-05-12 11:00 - Ann: again\n",
    "timetable": "2023.05.12 星期五\n08:00 起床 洗脸\n09:00 工作 开会\n12:00 午饭 吃面\n",
    "screenplay": "INT. KITCHEN - NIGHT\n\nANN: You always do this.\nBO: I know.\nANN: And?\n",
    "log": "2023-05-12 08:00:01 INFO started\n2023-05-12 08:00:02 ERROR stopped: no\n",
    "log in brackets": "[2023-05-12 08:00:01] INFO: started\n[2023-05-12 08:00:02] INFO: stopped\n[2023-05-12 08:00:02] WARN: no\n",
    "log with gaps": "[2023-05-12 08:00:01] INFO: started\n\n[2023-05-12 08:00:02] INFO: stopped\n",
    "posts": "发表于 2023-05-12 15:04:05\n第一篇。\n\n发表于 2023-05-12 16:04:05\n第二篇。\n",
    "lyrics": "[00:12.00] It rained\n[00:15.30] all day\n",
}  # fmt: skip


@pytest.mark.parametrize("name", NO_EXPORT)
def test_what_is_no_export_stays_as_it_is(name: str) -> None:
    text = NO_EXPORT[name]
    assert not chats.claims(text) and not jrnl.claims(text)
    found = document("x.log" if name.startswith("log") else "x.txt", text)
    assert found.text == text and found.layout is None and found.format == "text"


def test_markdown_is_never_an_export() -> None:
    assert document("x.md", WHATSAPP["android"]).layout is None


def test_what_is_no_chat_is_refused_as_one() -> None:
    with pytest.raises(ReadError, match="no chat"):
        chats.read(File("x", "x.txt", b"It rained all day."))


WORDS = st.text(st.characters(exclude_categories=("C", "Z", "Cs"), exclude_characters="\u200e<>[]:"), min_size=1, max_size=20)
MESSAGE = st.tuples(
    st.dates(dt.date(2010, 1, 1), dt.date(2039, 12, 31)),
    st.sampled_from(["Ann", "小雪", "+852 9123 4567", "~ Bo", "Prof. Oak & Co"]),
    st.lists(WORDS.map(lambda w: f"so {w} yes"), min_size=1, max_size=3),
)


@property_settings(30)
@given(st.lists(MESSAGE, min_size=2, max_size=8).map(lambda m: sorted(m, key=lambda one: one[0])), st.booleans())
def test_whatsapp_round_trip(messages: list[tuple[dt.date, str, list[str]]], ios: bool) -> None:
    # One message settles the order of the numbers, another that people are talking.
    messages = [*messages, (dt.date(2040, 1, 31), "Ann", ["so be it"]), (dt.date(2040, 1, 31), "Ann", ["so it is"])]
    head = "[{:%d/%m/%Y}, 15:04:09] {}: {}\n" if ios else "{:%d/%m/%Y}, 15:04 - {}: {}\n"
    found = document("chat.txt", "".join(head.format(day, who, "\n".join(lines)) for day, who, lines in messages))
    assert [(s, t) for _, s, t in rows(found)] == [(who, line) for _, who, lines in messages for line in lines]
    assert days(found) == [f"{day.year}-{day.month}-{day.day}" for day, _, lines in messages for _ in lines]
