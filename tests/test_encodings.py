"""Finding the encoding of a text: told apart, refused, declared wrongly, damaged, private use, sure to a degree."""

from __future__ import annotations

import codecs
import random
import time
from functools import cache
from pathlib import Path

import pytest
from documents import english, mixed, property_settings, sentence
from hypothesis import given
from hypothesis import strategies as st

from textlens import ReadError
from textlens.read.encoding import Decoded, decode
from textlens.read.file import File, replaced_note
from textlens.read.likelihood import bits

# A cold day: the stove, a neighbour who brings soup, a letter.
HANS = "天冷了，炉子还没有修好。隔壁的阿姨端来一碗汤，说：“趁热喝。”我想起去年冬天写的那封信，一直没有寄出去。\n"
HANT = "天冷了，爐子還沒有修好。隔壁的阿姨端來一碗湯，說：「趁熱喝。」我想起去年冬天寫的那封信，一直沒有寄出去。\n"
CANTONESE = "今日好凍，個爐仲未整好。隔籬嘅阿姨拎咗碗湯嚟，話：「趁熱飲啦。」我諗起舊年冬天寫嗰封信，一直都冇寄出去㗎。\n"
ENGLISH = "It was cold, and the stove – well, I’d meant to fix it. Renée from next door brought “just a little” soup… £0.\n"
JAPANESE = "今日は寒かったけれど、ストーブはまだ直っていない。隣の人がスープを持ってきて「温かいうちに飲んでね」と言った。\n"
KOREAN = "오늘은 추웠지만 난로는 아직 고치지 못했다. 옆집 아주머니가 국을 가져와서 따뜻할 때 먹으라고 말했다.\n"
RUSSIAN = "Сегодня было холодно, а печку так и не починили. Соседка принесла суп и сказала: ешь, пока горячий.\n"

UNICODE = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
CHINESE = {"zh": ("gb18030", "gbk", *UNICODE), "tw": ("big5hkscs", "cp950", "gb18030", "gbk", *UNICODE)}


@cache
def writes(codec: str, character: str) -> bytes:
    """The character in the codec if that gives it back, of Big5 only if its two kinds agree on it."""
    kinds = ("big5hkscs", "cp950") if codec in ("big5hkscs", "cp950") else (codec,)
    data = {character.encode(kind, "ignore") for kind in kinds}
    found = data.pop()
    return found if not data and all(found.decode(kind) == character for kind in kinds) else b""


def held(text: str, codec: str) -> str:
    """What of the text the codec can write."""
    return "".join(c for c in text if writes(codec, c))


def up_to(text: str, codec: str, size: int) -> bytes:
    """At least so many bytes of the text, over and over."""
    data = text.encode(codec)
    return data * -(-size // len(data))


# ── told apart ──────────────────────────────────────────────────────────────────────────────────


@property_settings(60)
@given(st.data())
def test_any_chinese_of_100_bytes_reads_back(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(sorted(CHINESE)))
    codec = data.draw(st.sampled_from(CHINESE[language]))
    written = "\n".join(data.draw(st.lists(sentence(language), min_size=2, max_size=5)))
    text = held(written.lstrip("\ufeff"), codec)
    while len(text.encode(codec)) < 100:
        text += held(data.draw(sentence(language)), codec)
    assert decode(text.encode(codec), "x").text == text


@property_settings(25)
@given(st.sampled_from(("cp1252", "gb18030", *UNICODE)), st.lists(english(), min_size=2, max_size=5))
def test_any_english_of_100_bytes_reads_back(codec: str, sentences: list[str]) -> None:
    text = held(" ".join(sentences), codec) + " I wasn't there – “a naïve” café, she’d said, and so it was for a hundred bytes."
    text = held(text, "cp1252")
    assert decode(text.encode(codec), "x").text == text


@property_settings(25)
@given(st.sampled_from(("gb18030", "big5hkscs", "cp950", "utf-8", "utf-16-be")), st.lists(mixed(), min_size=2, max_size=5))
def test_any_mixture_of_100_bytes_reads_back(codec: str, sentences: list[str]) -> None:
    text = held("\n".join(sentences), codec)
    text += held(HANT if codec in ("big5hkscs", "cp950") else HANS, codec)
    assert decode(text.encode(codec), "x").text == text


@pytest.mark.parametrize("codec", ["gb18030", "big5hkscs", "utf-8", "utf-16-le", "utf-32-be"])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_text_cut_within_a_character(codec: str, cut: int) -> None:
    text = CANTONESE[:-1]
    whole = len(text[:-1].encode(codec))
    data = text.encode(codec)[: whole + cut]
    assert decode(data, "x").text.rstrip("\ufffd") in (text[:-1], text)


@pytest.mark.parametrize(("codec", "found"), [("big5hkscs", "big5hkscs"), ("gb18030", "gb18030")])
def test_what_only_hong_kong_has(codec: str, found: str) -> None:
    decoded = decode(CANTONESE.encode(codec), "x")
    assert (decoded.text, decoded.encoding) == (CANTONESE, found)


def test_the_signs_that_tell_the_two_big5_apart_may_stand_far_down() -> None:
    text = HANT * 700 + "門票€35～40。\n"
    decoded = decode(text.encode("cp950"), "x")
    assert decoded.text == text and decoded.encoding == "cp950"


def test_chinese_at_the_end_of_a_long_english_file() -> None:
    text = "Plain words, nothing else in them at all.\n" * 9000 + "好累，今天什么都没有做。\n"
    assert decode(text.encode("gb18030"), "x").text == text


def test_a_character_that_is_valid_utf8_by_accident() -> None:
    text = "The word is 平 and it means flat.\n"  # C6 BD, in UTF-8 a letter of a Zhuang alphabet
    assert text.encode("gb18030").decode("utf-8") != text
    assert decode(text.encode("gb18030"), "x").text == text
    for kept in ("We met at the café.\n", "naïve, Zoë", "Привет", "Ünü", "½ ° §"):
        assert decode(kept.encode(), "x").text == kept


@pytest.mark.parametrize("codec", ["gb18030", "big5hkscs", "utf-8"])
def test_rare_characters_are_no_noise(codec: str) -> None:
    text = "魑魅魍魎、饕餮、蹁躚、鸕鶿鵜鶘、鶺鴒鷓鴣、氤氳馥郁、齟齬齷齪、蘧蒢戚施"
    assert decode(text.encode(codec), "x").text == text


@pytest.mark.parametrize("text", ["<p class='a'>{}</p>\n", "| 12:30 | {} | 1,280.00 |\n", "- [ ] **{}**\n"])
@pytest.mark.parametrize("codec", ["gb18030", "cp950"])
def test_little_chinese_among_marks_and_numbers(text: str, codec: str) -> None:
    page = "".join(text.format(HANT[i : i + 3]) for i in range(0, 30, 3))
    assert decode(page.encode(codec), "x").text == page


# ── byte-order marks ────────────────────────────────────────────────────────────────────────────


def test_the_mark_of_utf16_before_a_nul_is_not_that_of_utf32() -> None:
    text = "\x00" + HANS * 3
    decoded = decode(codecs.BOM_UTF16_LE + text.encode("utf-16-le"), "x")
    assert (decoded.text, decoded.encoding) == (text, "utf-16-le")
    assert decode(codecs.BOM_UTF32_LE + HANS.encode("utf-32-le"), "x").encoding == "utf-32-le"


# ── refused ─────────────────────────────────────────────────────────────────────────────────────

FOREIGN = [
    (JAPANESE, "cp932", "Shift-JIS (Japanese)"),
    (JAPANESE, "euc_jp", "EUC-JP (Japanese)"),
    (JAPANESE, "iso2022_jp", "ISO-2022-JP (Japanese)"),
    (KOREAN, "euc_kr", "EUC-KR or cp949 (Korean)"),
    (KOREAN + "뷁, 똠방각하!\n", "cp949", "EUC-KR or cp949 (Korean)"),
    (RUSSIAN, "cp1251", "windows-1251 (Russian)"),
    (RUSSIAN, "koi8_r", "KOI8-R (Russian)"),
]


@pytest.mark.parametrize(("text", "codec", "name"), FOREIGN, ids=[case[1] for case in FOREIGN])
@pytest.mark.parametrize("size", [40, 100, 5000])
def test_a_language_that_is_not_read_is_named(text: str, codec: str, name: str, size: int) -> None:
    data = text.encode(codec)[:size] if size == 40 else up_to(text, codec, size)
    with pytest.raises(ReadError) as caught:
        decode(data, "x.txt")
    assert f"looks like {name}, which textlens does not read" in caught.value.reason
    assert "encoding=" in caught.value.reason
    assert decode(data, "x.txt", encoding=codec).text.startswith(text[:5])


@pytest.mark.parametrize("text", [JAPANESE, KOREAN, RUSSIAN], ids=["ja", "ko", "ru"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig"])
def test_in_utf8_every_language_comes_through(text: str, codec: str) -> None:
    assert decode(text.encode(codec), "x").text == text


def test_another_single_byte_codec_is_not_garbled() -> None:
    polish = "Zażółć gęślą jaźń, proszę państwa. Wczoraj padał deszcz i było mi bardzo źle, że cię tu nie było.\n"
    with pytest.raises(ReadError, match="an encoding textlens does not know"):
        decode(polish.encode("cp1250"), "x")
    assert decode(polish.encode("cp1250"), "x", declared="windows-1250").text == polish


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x1f\x8b\x08" + bytes(40), "gzip"),
        (b"\xfd7zXZ\x00" + bytes(40), "xz"),
        (b"Rar!\x1a\x07" + bytes(40), "rar"),
        (rb"{\rtf1\ansi Hello.}", "RTF"),
        (bytes(random.Random(1).choices(range(256), k=5000)), "binary"),
        (bytes(random.Random(2).choices(range(0x80, 0x100), k=300)), "binary"),
    ],
)
def test_what_is_no_text(data: bytes, what: str) -> None:
    with pytest.raises(ReadError, match=what):
        decode(data, "x")


# ── declared ────────────────────────────────────────────────────────────────────────────────────

DECLARED = [
    (HANS, "gb18030", "iso-8859-1"),
    (HANS, "gb18030", "big5"),
    (HANS, "gb18030", "utf-8"),
    (HANS, "gb18030", "utf-16"),
    (HANS, "gb18030", "windows-1251"),
    (HANS, "gb18030", "cp936"),
    (HANT, "big5", "gb2312"),
    (HANT, "gb18030", "big5"),
    (HANS, "utf-8", "gbk"),
    (ENGLISH, "cp1252", "utf-8"),
    (ENGLISH, "cp1252", "gb2312"),
    (ENGLISH, "cp1252", "us-ascii"),
    (ENGLISH, "utf-8", "utf-16"),
    ("© 2024, café\n", "utf-8", "iso-8859-1"),
    ("© 2024, café\n", "utf-8", "gbk"),
    *[(HANS, "gb18030", name) for name in ("nonsense", "base64", "idna", "undefined", "unicode_escape", "", "a\x00b")],
]


@pytest.mark.parametrize(("text", "codec", "declared"), DECLARED, ids=[f"{case[1]}-not-{case[2]!r}" for case in DECLARED])
def test_a_wrong_declaration_does_not_win(text: str, codec: str, declared: str) -> None:
    text = held(text, codec)
    assert decode(text.encode(codec), "x", declared=declared).text == text


RIGHT = [
    ("日记", "gb18030", "gb2312"),  # two characters, which alone could be anything
    ("日記", "big5", "Big5"),
    ("日記", "cp932", "Shift_JIS"),
    ("é à", "mac_roman", "macintosh"),
    ("Ψ", "cp1253", "windows-1253"),
    (JAPANESE, "euc_jp", "EUC-JP"),
    (JAPANESE, "iso2022_jp", "iso-2022-jp"),
    (RUSSIAN, "koi8_r", "koi8-r"),
    (HANS, "hz", "hz-gb-2312"),
]


@pytest.mark.parametrize(("text", "codec", "declared"), RIGHT, ids=[case[2] for case in RIGHT])
def test_a_right_declaration_decides(text: str, codec: str, declared: str) -> None:
    page = f"<title>{text}</title>"
    assert decode(page.encode(codec), "x", declared=declared).text == page


def test_the_caller_wins_over_a_declaration() -> None:
    assert decode("é".encode("cp1252"), "x", encoding="cp1252", declared="koi8-r").text == "é"


# ── damage ──────────────────────────────────────────────────────────────────────────────────────


DAMAGED = [(HANS, "gb18030"), (HANT, "big5hkscs"), (HANS, "utf-8"), (ENGLISH, "cp1252")]


@pytest.mark.parametrize(("text", "codec"), DAMAGED, ids=[case[1] for case in DAMAGED])
def test_one_damaged_byte_in_a_hundred(text: str, codec: str) -> None:
    rng = random.Random(7)
    data = bytearray(up_to(text, codec, 8000))
    for at in rng.sample(range(len(data)), len(data) // 100):
        data[at] = rng.randrange(1, 256)
    decoded = decode(bytes(data), "x")
    assert decoded.encoding == codec
    assert decoded.text.count("\ufffd") == decoded.replaced
    assert sum(line + "\n" == text for line in decoded.text.split("\n")) > 10


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_first_undecodable_byte_has_its_place(codec: str, newline: str) -> None:
    before = (HANS + HANS).replace("\n", newline).encode(codec)
    decoded = decode(before + b"\xff\n" + HANS.encode(codec) + b"\xff\n", "x")
    assert (decoded.replaced, decoded.first_byte, decoded.text[decoded.first_at]) == (2, len(before), "\ufffd")
    assert replaced_note(decoded) == (
        f"2 bytes could not be decoded as {codec}, each now U+FFFD, the first in line 3, at byte {len(before)}",
    )


def test_the_place_counts_the_mark_and_not_the_replacement_characters_of_the_file() -> None:
    decoded = decode(codecs.BOM_UTF8 + "他说\ufffd。\n好".encode() + b"\xff", "x")
    assert (decoded.replaced, decoded.first_byte, decoded.first_at) == (1, 19, 6)
    assert "line 2, at byte 19" in replaced_note(decoded)[0]


def test_private_use_is_noted(tmp_path: Path) -> None:
    text = f"{HANS}第一行\ue000，\ue585，\U000f0001。\n"
    for codec in ("utf-8", "gb18030"):
        file = File("x", "x.txt", text.encode(codec))
        decoded = file.decoded()
        assert decoded.text == text
        (note,) = file.fields("text", decoded)["notes"]
        assert note.startswith("3 private-use characters") and note.endswith("the first (U+E000) in line 2")
    assert replaced_note(decode(HANS.encode(), "x")) == ()
    assert replaced_note(Decoded("\ue001", "utf-8", 1.0, 0))[0].startswith("1 private-use character,")


# ── how sure, how fast ──────────────────────────────────────────────────────────────────────────


def test_certainty_grows_with_what_there_is_to_go_by() -> None:
    sure = [decode(HANT[:n].encode("big5"), "x").certainty for n in (1, 2, 3, 30)]
    assert sure == sorted(sure) and sure[0] < 0.9 < 0.999 < sure[-1] <= 1
    assert decode(b"plain", "x").certainty == 1


def test_the_right_codec_takes_fewer_bits() -> None:
    for text, right, wrong in ((HANS, "gb18030", "big5hkscs"), (HANT, "big5hkscs", "gb18030")):
        data = text.encode(right)
        assert bits(data.decode(right), "zh") < 0.75 * bits(data.decode(wrong, "replace"), "zh")


@pytest.mark.parametrize("codec", ["gb18030", "cp950", "utf-16-le"])
def test_a_megabyte_is_quick(codec: str) -> None:
    data = up_to(HANT, codec, 1_000_000)
    start = time.process_time()
    assert decode(data, "x").encoding in (codec, "big5hkscs")
    assert time.process_time() - start < 1
