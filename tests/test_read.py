"""Reading: which bytes become which text, and which files, folders, globs, lists and DataFrames become which documents."""

from __future__ import annotations

import codecs
import datetime as dt
import os
import random
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textlens
from textlens import ReadError
from textlens.read.encoding import decode

# Simplified: a day of rain, a dog that was lost and found, a call from mother.
HANS = (
    "三月的最后一天，雨从早上一直下到晚上。我没有带伞，站在地铁口等了二十分钟，身边的人一个一个跑进雨里。\n"
    "隔壁的狗丢了，小女孩哭了一整天；晚上有人把它送回来，她抱着狗，说什么也不肯放手。\n"
    "妈妈打来电话，问我吃饭没有。我说吃了，其实锅里的面还没有煮。她说：“你总是这样，让人担心。”\n"
    "我们为这件事吵过许多次，可是今天我忽然觉得，能有人为你担心，也算是一种运气。\n"
    "这个月的工作还是那么多，会议一个接着一个，真正做完的只有两件。经理笑着说辛苦了，我笑着说应该的。\n"
)
# The same in Traditional script.
HANT = (
    "三月的最後一天，雨從早上一直下到晚上。我沒有帶傘，站在捷運口等了二十分鐘，身邊的人一個一個跑進雨裡。\n"
    "隔壁的狗丟了，小女孩哭了一整天；晚上有人把牠送回來，她抱著狗，說什麼也不肯放手。\n"
    "媽媽打來電話，問我吃飯沒有。我說吃了，其實鍋裡的麵還沒有煮。她說：「你總是這樣，讓人擔心。」\n"
    "我們為這件事吵過許多次，可是今天我忽然覺得，能有人為你擔心，也算是一種運氣。\n"
    "這個月的工作還是那麼多，會議一個接著一個，真正做完的只有兩件。經理笑著說辛苦了，我笑著說應該的。\n"
)
# Hong Kong: characters that only Big5-HKSCS has.
HKSCS = "佢哋琴晚嚟咗我屋企食飯，啲餸好好味，大家都好開心㗎。我媽話：「你哋得閒就嚟啦，唔好客氣喎。」\n"
ENGLISH = (
    "It rained from morning till night, and I’d left my umbrella at the café on Rue Gérard.\n"
    "“You always do this,” my mother said — she was right, of course… The naïve part is that I was surprised.\n"
    "The neighbours’ dog came home at ten. The girl wouldn’t let go of it, and she cried and laughed at once.\n"
    "Señora Núñez brought us half a cake, and for £3 I bought the other half back from her.\n"
    "Work is work: meetings all day, two things done, and über-polite e-mails about the rest.\n"
)
SIZES = (100, 1000, 5000)
NAMES = {HANS: "Hans", HANT: "Hant", HKSCS: "Hong Kong", ENGLISH: "en"}


def constant(sentences: Sequence[str]) -> list[float]:
    """A scorer that costs nothing."""
    return [0.0] * len(sentences)


def sized(text: str, codec: str, size: int) -> str:
    """The text over and over, numbered, up to about `size` bytes of the codec, cut between characters."""
    whole = "".join(f"{n}\n{text}" for n in range(1 + size // len(text.encode(codec))))
    kept, used = [], 0
    for character in whole[2:]:
        used += len(character.encode(codec))
        if used > size:
            break
        kept.append(character)
    return "".join(kept)


def analyze(source: Any, **options: Any) -> textlens.Analysis:
    options.setdefault("scorer", constant)
    return textlens.analyze(source, progress=False, **options)


def write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def problems(result: textlens.Analysis) -> dict[str, str]:
    return dict(zip(result.documents["doc_id"], result.documents["problem"], strict=True))


def assert_offsets(result: textlens.Analysis) -> None:
    """The contract's promise in every frame that has a text."""
    for frame, column in (("paragraphs", "text"), ("sentences", "text"), ("tokens", "token")):
        for row in getattr(result, frame).to_dict("records"):
            assert result.text(row["doc_id"])[row["start"] : row["end"]] == row[column]


# ── encodings ───────────────────────────────────────────────────────────────────────────────────

CASES = [
    *[(HANS, codec, codec) for codec in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")],
    (HANS, "gbk", "gb18030"),
    *[(HANT, codec, codec) for codec in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")],
    *[(HANT, codec, "big5hkscs") for codec in ("big5", "cp950", "big5hkscs")],
    (HKSCS, "big5hkscs", "big5hkscs"),
    *[(ENGLISH, codec, codec) for codec in ("utf-8", "cp1252", "utf-16-le", "utf-16-be")],
]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("source", "codec", "found"), CASES, ids=[f"{NAMES[c[0]]}-{c[1]}" for c in CASES])
def test_encoding_is_found(tmp_path: Path, source: str, codec: str, found: str, size: int) -> None:
    text = sized(source, codec, size)
    result = analyze(write(tmp_path / "diary.txt", text.encode(codec)))
    row = result.documents.iloc[0]
    assert result.text() == text
    assert row["encoding"] == found
    assert row["notes"] == "" and row["problem"] == ""
    assert 0.15 <= row["encoding_certainty"] <= 1
    assert row["n_chars"] == len(text)


MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
    "gb18030": "\ufeff".encode("gb18030"),
}


@pytest.mark.parametrize("text", [HANS, HANT, ENGLISH, "a"], ids=["zh-Hans", "zh-Hant", "en", "one letter"])
@pytest.mark.parametrize("codec", MARKS)
@pytest.mark.parametrize("told", [False, True])
def test_byte_order_mark_decides_and_is_dropped(tmp_path: Path, text: str, codec: str, told: bool) -> None:
    path = write(tmp_path / "x.txt", MARKS[codec] + text.encode(codec))
    result = analyze(path, encoding=codec if told else None)
    assert result.text() == text
    assert result.documents.loc[0, "encoding"] == codec
    assert result.documents.loc[0, "encoding_certainty"] == 1


def test_only_one_mark_is_dropped(tmp_path: Path) -> None:
    result = analyze(write(tmp_path / "x.txt", codecs.BOM_UTF8 + "\ufeff今天。".encode()))
    assert result.text() == "\ufeff今天。"


@pytest.mark.parametrize("told", ["utf-8", "UTF8", "utf-8-sig", "utf_8"])
def test_utf8_by_any_name(tmp_path: Path, told: str) -> None:
    path = write(tmp_path / "x.txt", codecs.BOM_UTF8 + HANS.encode())
    assert analyze(path, encoding=told).text() == HANS


@pytest.mark.parametrize(("text", "codec"), [(HANS, "gb18030"), (HANT, "big5"), (HANT, "gb18030")])
@pytest.mark.parametrize("start", [0, 7, 33, 60])
@pytest.mark.parametrize("length", [12, 25, 50])
def test_gb_and_big5_are_told_apart_in_a_line(text: str, codec: str, start: int, length: int) -> None:
    part = text[start : start + length]
    decoded = decode(part.encode(codec), "x")
    assert decoded.text == part


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("---\ntitle: 2025-W11\ntags:\n  - weekly\n  - 周記\ncategories: life\nlayout: post\n---\n", "big5"),
        ("---\ntitle: 2025-W11\ntags:\n  - weekly\n  - 周记\ncategories: life\nlayout: post\n---\n", "gb18030"),
        ("Bus home. 好累. The driver sang all the way and nobody stopped him.\n", "gb18030"),
        ("We ate “soup”. It’s late — good night…\n", "gb18030"),
        ("The octopus 🐙 replied to my mother at last, and she was pleased.\n", "gb18030"),
    ],
    ids=["front matter big5", "front matter gb", "two characters", "curly quotes in gb", "emoji in gb"],
)
def test_few_foreign_characters_among_english(text: str, codec: str) -> None:
    # Two Chinese characters (好累: so tired) in a page of ASCII were taken for accented letters.
    assert decode(text.encode(codec), "x").text == text


def test_windows_big5_signs() -> None:
    text = HANT + "真的假的～門票要價€35，約翰‧史密斯也去。"  # really? the ticket is €35, John Smith goes too
    assert decode(text.encode("cp950"), "x").text == text


def test_utf16_chinese_whose_characters_end_in_zero() -> None:
    text = "一　科长\n　　一天，老庞说：“走！”\n"  # U+4E00 and U+3000 have zero bytes on the other side than ASCII
    for codec in ("utf-16-le", "utf-16-be"):
        assert decode(text.encode(codec), "x").text == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_any_zero_byte(codec: str) -> None:
    text = "".join(c for c in HANS if b"\x00" not in c.encode(codec))
    assert len(text) > 200
    assert decode(text.encode(codec), "x").text == text


# ── bytes that cannot be decoded ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", [HANS, ENGLISH], ids=["zh", "en"])
@pytest.mark.parametrize("bad", [b"\xff", b"\x80", b"\xc3", b"\xff\xfe\xfd"])
def test_a_bad_byte_becomes_one_replacement_character(tmp_path: Path, text: str, bad: bytes) -> None:
    at = text.index("\n") + 1  # at the start of the second line
    path = write(tmp_path / "damaged.txt", text[:at].encode() + bad + text[at:].encode())
    result = analyze(path)
    assert result.text() == text[:at] + "\ufffd" * len(bad) + text[at:]
    row = result.documents.iloc[0]
    assert row["encoding"] == "utf-8"
    count = "1 byte " if len(bad) == 1 else f"{len(bad)} bytes "
    assert row["notes"].startswith(count) and "line 2" in row["notes"]
    assert row["problem"] == ""
    assert_offsets(result)


def test_replacement_characters_of_the_file_itself_are_not_counted() -> None:
    data = "他说\ufffd\ufffd。她没有回答，转身走了。".encode()
    assert decode(data, "x").replaced == 0
    assert decode(data + b"\xff", "x").replaced == 1


@pytest.mark.parametrize(("text", "codec", "found"), [(HANS, "gb18030", "gb18030"), (HANT, "big5", "big5hkscs")])
def test_a_bad_byte_in_chinese_codecs(tmp_path: Path, text: str, codec: str, found: str) -> None:
    path = write(tmp_path / "x.txt", text.encode(codec) + b"\xff\n" + text.encode(codec))
    result = analyze(path)
    assert result.text() == text + "\ufffd\n" + text
    assert result.documents.loc[0, "encoding"] == found
    assert result.documents.loc[0, "notes"].startswith("1 byte ")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_bad_byte_keeps_the_rest_in_its_place(data: st.DataObject) -> None:
    """Whatever is damaged, what comes before is untouched and the count is that of U+FFFD."""
    encoded = HANS.encode()
    # Not at the very start: there a few bytes are another format's signature or a byte-order mark.
    at = data.draw(st.integers(1, len(encoded) - 1))
    junk = data.draw(st.binary(min_size=1, max_size=3).filter(lambda b: b"\x00" not in b))
    decoded = decode(encoded[:at] + junk + encoded[at:], "x")
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(encoded[:at].decode(errors="ignore"))
    assert decoded.text.endswith(encoded[at + 3 :].decode(errors="ignore").lstrip("\ufffd"))
    assert decoded.text.count("\ufffd") == decoded.replaced


# ── the caller's encoding ───────────────────────────────────────────────────────────────────────


def test_the_given_encoding_wins(tmp_path: Path) -> None:
    path = write(tmp_path / "x.txt", "naïve café".encode("cp1252"))
    assert analyze(path, encoding="mac_roman").text() == "naïve café".encode("cp1252").decode("mac_roman")
    assert analyze(path, encoding="latin-1").documents.loc[0, "encoding"] == "iso8859-1"


@pytest.mark.parametrize(
    ("data", "told", "mend"),
    [
        (HANS.encode("gb18030"), "utf-8", "leave encoding out"),
        (HANT.encode("big5"), "utf-8", "leave encoding out"),
        (HANS.encode(), "ascii", "valid UTF-8"),
        (HANS.encode(), "big5", "valid UTF-8"),
        (HANS.encode(), "gb18030", "valid UTF-8"),
        (codecs.BOM_UTF16_LE + HANS.encode("utf-16-le"), "utf-8", "byte-order mark"),
        (codecs.BOM_UTF16_LE + ENGLISH.encode("utf-16-le"), "cp1252", "byte-order mark"),
    ],
)
def test_a_wrong_encoding_says_what_would_do(tmp_path: Path, data: bytes, told: str, mend: str) -> None:
    path = write(tmp_path / "x.txt", data)
    with pytest.raises(ReadError) as caught:
        analyze(path, encoding=told)
    assert "x.txt" in str(caught.value) and told in str(caught.value) and mend in str(caught.value)


def test_one_bad_byte_is_no_wrong_encoding(tmp_path: Path) -> None:
    path = write(tmp_path / "x.txt", b"Caf\xe9 closed. " + "雨。".encode())
    result = analyze(path, encoding="utf-8")
    assert result.text() == "Caf\ufffd closed. 雨。"
    assert result.documents.loc[0, "notes"].startswith("1 byte ")


# ── newlines ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x85"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "gb18030"])
def test_newlines_stand_as_they_are(tmp_path: Path, newline: str, codec: str) -> None:
    text = newline.join(["第一段，今天下雨。", "", "第二段，明天不下。", ""])
    result = analyze(write(tmp_path / "x.txt", text.encode(codec)))
    assert result.text() == text
    assert result.paragraphs["text"].tolist() == ["第一段，今天下雨。", "第二段，明天不下。"]
    assert_offsets(result)


def test_mixed_newlines(tmp_path: Path) -> None:
    text = "One.\r\n\r\nTwo.\rThree.\n\nFour.\r\n"
    result = analyze(write(tmp_path / "x.md", text))
    assert result.text() == text
    assert "".join(result.sentences["text"]) == "One.Two.Three.Four."
    assert_offsets(result)


# ── files that cannot be read ───────────────────────────────────────────────────────────────────

UNREADABLE = {
    "empty.txt": (b"", "empty"),
    "blank.txt": ("  \r\n\u3000\n".encode(), "white space"),
    "mark.txt": (codecs.BOM_UTF8, "white space"),
    "binary.txt": (bytes(range(256)) * 20, "binary"),
    "zeros.txt": (b"abc\x00\x01\x02def" * 50, "binary"),
    "noise.txt": (bytes(random.Random(0).choices(range(0x80, 0x100), k=2000)), "binary"),
    "picture.md": (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
    "archive.txt": (b"PK\x03\x04" + bytes(100), "zip"),
    "paper.txt": (b"%PDF-1.7\n", "PDF"),
    "letter.odt": (b"PK\x03\x04" + bytes(100), ".odt"),
    "letter.rtf": (b"{\\rtf1 Hello.}", ".rtf"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_file_says_why(tmp_path: Path, name: str) -> None:
    data, reason = UNREADABLE[name]
    path = write(tmp_path / name, data)
    with pytest.raises(ReadError, match=reason) as caught:
        analyze(path)
    assert caught.value.name == str(path) and reason in caught.value.reason
    assert "\n" not in str(caught.value)


def test_among_others_an_unreadable_file_is_a_row(tmp_path: Path) -> None:
    for name, (data, _) in UNREADABLE.items():
        write(tmp_path / name, data)
    write(tmp_path / "good.md", "Fine day.")
    result = analyze(tmp_path)
    found = problems(result)
    assert list(found) == sorted([*UNREADABLE, "good.md"])
    assert found.pop("good.md") == ""
    for name, problem in found.items():
        assert UNREADABLE[name][1] in problem
    assert list(result.sentences["doc_id"]) == ["good.md"]
    failed = result.documents[result.documents["problem"] != ""]
    assert (failed["n_sentences"] == 0).all() and failed["sentiment"].isna().all()
    assert failed["path"].tolist() == [str(tmp_path / name) for name in failed["doc_id"]]


def test_control_characters_in_a_text_are_text(tmp_path: Path) -> None:
    text = "page one\x0cpage two\x1b and on it goes for some time\n"
    assert analyze(write(tmp_path / "x.txt", text)).text() == text


@pytest.mark.parametrize("source", ["nowhere.txt", "nowhere/", "a/b/c.md", Path("nowhere.md")])
def test_a_missing_path_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: Any) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match="no such file or folder") as caught:
        analyze(source)
    assert isinstance(caught.value, ReadError)
    assert str(source) in str(caught.value) and "check the path" in str(caught.value)


@pytest.mark.parametrize(
    "source", [HANS * 20, "It rained. I stayed in.", "今天下雨了。", "*x* " * 100, "~~~ " * 200, "a\x00b\n"]
)
def test_a_text_in_place_of_a_path(source: str) -> None:
    with pytest.raises(ReadError, match="analyze_text") as caught:
        analyze(source)
    assert len(str(caught.value)) < 200 and "\n" not in str(caught.value)


@pytest.mark.parametrize("source", ["", "  ", []])
def test_nothing_given(source: Any) -> None:
    with pytest.raises(ValueError, match="give"):
        analyze(source)


@pytest.mark.parametrize("source", [None, 5, 2.5, b"diary.txt", bytearray(b"x"), object(), True])
def test_another_kind_of_source(source: Any) -> None:
    with pytest.raises(TypeError, match="give a path"):
        analyze(source)


@pytest.mark.parametrize("item", [None, 5, ["nested.txt"], b"x"])
def test_another_kind_of_entry(item: Any) -> None:
    with pytest.raises(TypeError, match="every entry must be a path"):
        analyze(["a.txt", item])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    write(tmp_path / "good.txt", "Fine day.")
    seen: list[Any] = []

    def work() -> None:
        for source in (pipe, [pipe], tmp_path, str(tmp_path / "*.txt")):
            try:
                seen.append(problems(analyze(source)))
            except ReadError as error:
                seen.append(error.reason)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(20)
    assert not thread.is_alive(), "reading waits for the pipe"
    regular = "is not a regular file"
    both = {"good.txt": "", "pipe.txt": regular}
    assert seen == [regular, {"pipe.txt": regular}, both, both]


@pytest.mark.skipif(sys.platform == "win32" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="root reads everything")
def test_a_file_one_may_not_open(tmp_path: Path) -> None:
    path = write(tmp_path / "secret.txt", "Hush.")
    path.chmod(0)
    with pytest.raises(ReadError, match="permission denied"):
        analyze(path)


def test_a_refused_file_names_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "locked.txt", "Hush.")

    def refuse(self: Path, mode: str) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ReadError, match=r"locked\.txt: cannot be opened: permission denied"):
        analyze(path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_broken_link(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    with pytest.raises(ReadError, match="no such file"):
        analyze(tmp_path / "gone.txt")


# ── folders, globs, lists ───────────────────────────────────────────────────────────────────────


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder as people have them."""
    folder = tmp_path / "notes"
    for name in ("b.md", "a.TXT", "2024/三月.md", "2024/一月.txt", "2024/deep/er/x.markdown"):
        write(folder / name, f"{name} 今天很好。")
    for name in (".hidden.md", "~$lock.md", ".git/config.md", "2024/.trash/old.txt", "photo.jpg", "script.py", "README"):
        write(folder / name, "not a document")
    write(folder / "letter.rtf", b"{\\rtf1 Hello.}")
    return folder


def test_a_folder_is_its_documents(notes: Path) -> None:
    result = analyze(notes)
    expected = ["2024/deep/er/x.markdown", "2024/一月.txt", "2024/三月.md", "a.TXT", "b.md", "letter.rtf"]
    assert result.documents["doc_id"].tolist() == expected
    assert result.documents["format"].tolist()[:5] == ["markdown", "text", "markdown", "text", "markdown"]
    found = problems(result)
    assert ".rtf" in found.pop("letter.rtf") and not any(found.values())
    assert list(dict.fromkeys(result.sentences["doc_id"])) == expected[:5]


def test_a_folder_with_a_trailing_slash(notes: Path) -> None:
    assert analyze(f"{notes}{os.sep}").documents["doc_id"].tolist() == analyze(notes).documents["doc_id"].tolist()


@pytest.mark.parametrize("names", [[], ["photo.jpg"], ["letter.rtf"], [".hidden.txt"]])
def test_a_folder_without_text(tmp_path: Path, names: list[str]) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    for name in names:
        write(folder / name, "x")
    with pytest.raises(ReadError, match=r"holds no file textlens reads \(.*\.md.*\.txt"):
        analyze(folder)
    good = write(tmp_path / "good.txt", "Fine day.")
    found = problems(analyze([good, folder]))
    assert found["good.txt"] == "" and "holds no file" in found["empty"]


def test_globs(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert analyze(str(notes / "*.md")).documents["doc_id"].tolist() == ["b.md"]
    everything = analyze(str(notes / "**" / "*.*")).documents["doc_id"].tolist()
    assert "2024/三月.md" in everything and "photo.jpg" in everything and ".hidden.md" not in everything
    monkeypatch.chdir(notes)
    assert analyze("2024/*月.*").documents["doc_id"].tolist() == ["一月.txt", "三月.md"]
    with pytest.raises(FileNotFoundError, match=r"\*\.rst: no file matches"):
        analyze("*.rst")


def test_a_name_with_brackets_is_no_glob(tmp_path: Path) -> None:
    path = write(tmp_path / "[2024] 日记*.txt", "今天很好。")
    assert analyze(path).documents["doc_id"].tolist() == ["[2024] 日记*.txt"]


def test_lists(notes: Path) -> None:
    sources = [notes / "b.md", str(notes / "nowhere.md"), notes / "2024" / "三月.md", notes / "b.md", notes / "*.rst"]
    found = problems(analyze(sources))
    assert list(found) == ["b.md", "nowhere.md", "2024/三月.md", "b.md#2", "*.rst"]
    assert "no such file" in found["nowhere.md"] and "no such file" in found["*.rst"]
    assert found["b.md"] == found["b.md#2"] == ""


def test_a_list_of_folders_and_globs(notes: Path) -> None:
    result = analyze([notes / "2024", str(notes / "*.md")])
    assert result.documents["doc_id"].tolist() == ["2024/deep/er/x.markdown", "2024/一月.txt", "2024/三月.md", "b.md"]


def test_generators_and_tuples(notes: Path) -> None:
    paths = sorted(notes.glob("*.md"))
    assert analyze(path for path in paths if path.name == "b.md").documents["doc_id"].tolist() == ["b.md"]
    assert analyze((notes / "b.md", notes / "a.TXT")).documents["doc_id"].tolist() == ["b.md", "a.TXT"]


def test_repeats_never_share_a_name(tmp_path: Path) -> None:
    one, two = write(tmp_path / "a", "One day."), write(tmp_path / "a#2", "Two days.")
    ids = analyze([one, one, two, one]).documents["doc_id"].tolist()
    assert ids[0] == "a" and len(set(ids)) == 4 and "a#2" in ids


def test_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    write(tmp_path / "diary.txt", "今天很好。")
    write(tmp_path / "void.txt", "")
    assert analyze("~/diary.txt").documents["doc_id"].tolist() == ["diary.txt"]
    with pytest.raises(ReadError, match="empty"):
        analyze("~/void.txt")


def test_a_single_file_has_its_name(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(notes)
    row = analyze("2024/三月.md").documents.iloc[0]
    assert row["doc_id"] == "三月.md" and row["path"] == str(Path("2024/三月.md"))


# ── DataFrames ──────────────────────────────────────────────────────────────────────────────────


def frame(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(columns)


@pytest.mark.parametrize("name", ["text", "Content", "BODY", "正文", "內容"])
def test_the_text_column_is_found_by_its_name(name: str) -> None:
    result = analyze(pd.DataFrame({"author": ["Ann", "Bo"], name: ["Good.", "不好。"]}))
    assert [result.text("0"), result.text("1")] == ["Good.", "不好。"]
    assert result.documents["format"].tolist() == ["frame", "frame"]


def test_the_only_text_column_is_taken() -> None:
    assert analyze(frame(n=[1, 2], words=["Good.", None])).text("0") == "Good."


def test_a_named_column_wins() -> None:
    result = analyze(frame(text=["no", "no"], diary=["Yes.", "是。"]), text_column="diary")
    assert result.text("1") == "是。"


@pytest.mark.parametrize("option", ["text_column", "date_column"])
def test_a_missing_column_names_the_others(option: str) -> None:
    with pytest.raises(ValueError, match=f"{option}='nope'.*a, text"):
        analyze(frame(a=[1], text=["x"]), **{option: "nope"})


def test_several_text_columns_need_a_name() -> None:
    with pytest.raises(ValueError, match="text_column= is needed: which of a, b"):
        analyze(frame(a=["x"], b=["y"]))


def test_no_rows() -> None:
    with pytest.raises(ValueError, match="no rows"):
        analyze(frame(text=[]))


@pytest.mark.parametrize("option", ["text_column", "date_column"])
def test_columns_go_with_dataframes(notes: Path, option: str) -> None:
    with pytest.raises(ValueError, match="go with a DataFrame"):
        analyze(notes, **{option: "text"})


def test_numbered_columns() -> None:
    table = pd.DataFrame([["Good.", "2024-03-05"]])
    result = analyze(table, text_column="0", date_column="1")
    assert result.text() == "Good." and result.documents.loc[0, "date"] == pd.Timestamp("2024-03-05")


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, "", "  \n", 7])
def test_rows_without_text(missing: Any) -> None:
    result = analyze(frame(text=["Good.", missing, "Bad."]))
    assert problems(result) == {"0": "", "1": "has no text", "2": ""}
    assert result.sentences["doc_id"].tolist() == ["0", "2"]


def test_the_index_names_the_documents() -> None:
    table = frame(text=["Good.", "Bad.", "So-so."]).set_axis(["ann", "bo", "ann"])
    assert analyze(table).documents["doc_id"].tolist() == ["ann", "bo", "ann#2"]


DATES = [
    ("2024-03-05", "2024-03-05", "2024-03-05"),
    ("2024/3/5", "2024-03-05", "2024-03-05"),
    ("2024-03-05T10:30:00", "2024-03-05", "2024-03-05"),
    ("2024年3月5日", "2024-03-05", "2024-03-05"),
    ("March 5, 2024", "2024-03-05", "2024-03-05"),
    (dt.date(2024, 3, 5), "2024-03-05", "2024-03-05"),
    (dt.datetime(2024, 3, 5, 12), "2024-03-05", "2024-03-05"),
    (pd.Timestamp("2024-03-05 23:59"), "2024-03-05", "2024-03-05"),
    (np.datetime64("2024-03-05"), "2024-03-05", "2024-03-05"),
    ("2024-03", "2024-03-01", "2024-03-31"),
    (pd.Period("2024-03", "M"), "2024-03-01", "2024-03-31"),
    (pd.Period("2024-03-05", "D"), "2024-03-05", "2024-03-05"),
]


@pytest.mark.parametrize(("value", "first", "last"), DATES, ids=[str(d[0]) for d in DATES])
def test_dates_of_a_column(value: Any, first: str, last: str) -> None:
    result = analyze(frame(text=["Good."], date=pd.Series([value], dtype=object)))
    row = result.paragraphs.iloc[0]
    assert (row["date_start"], row["date_end"]) == (pd.Timestamp(first), pd.Timestamp(last))
    assert row["date_source"] == "column"
    assert str(row["month"]) == "2024-03"
    assert result.documents.loc[0, "date"] == pd.Timestamp(first)


@pytest.mark.parametrize("value", [2024, 2024.0, "2024"])
def test_a_year_in_a_column_dates_no_paragraph(value: Any) -> None:
    result = analyze(frame(text=["Good.\n\n3月：好。"], year=[value]), date_column="year")
    assert [str(month) for month in result.paragraphs["month"]] == ["NaT", "2024-03"]
    assert result.documents.loc[0, "date"] == pd.Timestamp("2024-01-01")


@pytest.mark.parametrize("value", [None, float("nan"), pd.NaT, pd.NA, ""])
def test_no_date_in_a_cell(value: Any) -> None:
    result = analyze(frame(text=["Good."], date=pd.Series([value], dtype=object)))
    assert result.documents.loc[0, "notes"] == "" and result.documents["date"].isna().all()


@pytest.mark.parametrize("value", ["soon", "2024-13-01", "2024-02-30", True, float("inf"), [1]])
def test_an_impossible_date_in_a_cell_is_noted(value: Any) -> None:
    result = analyze(frame(text=["Good."], when=pd.Series([value], dtype=object)), date_column="when")
    assert "which is no date" in result.documents.loc[0, "notes"] and "when" in result.documents.loc[0, "notes"]
    assert result.documents.loc[0, "problem"] == ""


def test_a_datetime_column() -> None:
    result = analyze(frame(text=["Good.", "Bad."], date=pd.to_datetime(["2024-03-05", None])))
    assert [str(date)[:10] for date in result.documents["date"]] == ["2024-03-05", "NaT"]


def test_the_frame_is_left_alone() -> None:
    table = frame(text=["Good."], date=["2024-03-05"])
    before = table.copy(deep=True)
    analyze(table)
    pd.testing.assert_frame_equal(table, before)


# ── strings ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", [HANS, "\ufeff" + HANT, "a\r\nb\rc\n", "", "\x00", "  ", "。"])
def test_a_string_is_taken_as_it_is(text: str) -> None:
    result = textlens.analyze_text(text, scorer=constant)
    assert result.text() == result.text("text") == text
    row = result.documents.iloc[0]
    assert row["doc_id"] == "text" and row["path"] == "" and row["n_chars"] == len(text)
    assert_offsets(result)


def test_half_characters_are_replaced_and_noted() -> None:
    result = textlens.analyze_text("今天\ud83d很好。\udc00", title="\udcff日记", scorer=constant)
    assert result.text() == "今天\ufffd很好。\ufffd"
    assert result.documents.loc[0, "notes"].startswith("2 half characters")
    assert result.documents.loc[0, "title"] == "\ufffd日记"
    assert_offsets(result)
    table = analyze(pd.DataFrame({"text": pd.Series(["Fine \ud83d day."], dtype=object)}))
    assert table.text() == "Fine \ufffd day." and "1 half character " in table.documents.loc[0, "notes"]


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text elsewhere")
def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    for name, data in (("日记.txt".encode("gb18030"), "今天。".encode()), ("空.txt".encode("gb18030"), b"")):
        Path(os.fsdecode(folder + b"/" + name)).write_bytes(data)
    result = analyze(tmp_path)
    assert result.documents["problem"].str.contains("empty").tolist().count(True) == 1
    assert all(name.endswith(".txt") and "\ufffd" in name for name in result.documents["doc_id"])
    assert result.text(result.sentences.loc[0, "doc_id"]) == "今天。"


@pytest.mark.parametrize("text", [None, b"bytes", 5, Path("x.txt"), ["a"]])
def test_only_a_string_is_a_text(text: Any) -> None:
    with pytest.raises(TypeError, match="not a string"):
        textlens.analyze_text(text)


def test_texts_by_name(notes: Path) -> None:
    result = analyze(notes)
    with pytest.raises(ValueError, match="doc_id= is needed: there are 5 documents"):
        result.text()
    with pytest.raises(KeyError, match="nope"):
        result.text("nope")
    assert result.text("b.md") == "b.md 今天很好。"


def test_errors_cross_processes() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(ReadError("a.txt", "is empty")))
    assert (error.name, error.reason, str(error)) == ("a.txt", "is empty", "a.txt: is empty")
