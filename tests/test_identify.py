"""Language and script: of a sentence by itself, and of one that has to ask its document."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from documents import converter

import textlens
from textlens.identify import telling
from textlens.identify.script import HONG_KONG, document_script, han_script, identify

ROOT = Path(__file__).parents[1]

#: text, lang, script (Hani: the document decides), what it says or why it is here
CASES = [
    ("她看着显著的变化，没有说话。", "zh", "Hans", "she watched the marked change without a word"),
    ("她看著顯著的變化，沒有說話。", "zh", "Hant", "the same in Traditional"),
    ("你好", "zh", "Hani", "hello: the same in both scripts"),
    ("他在家吃水果，很高。", "zh", "Hani", "nothing telling: he eats fruit at home, is tall"),
    ("皇后在后面", "zh", "Hani", "后 is used in both scripts, 面 too"),
    ("几只台子，很干", "zh", "Hani", "几 干 台 all exist in Traditional too"),
    ("我愛你，国家", "zh", "Hani", "one telling character of each script: a tie"),
    ("我愛你，我的國家、国家", "zh", "Hant", "two to one"),
    ("佢哋嘅嘢好靚，唔該晒。", "zh", "Hant", "Cantonese in Traditional: their things are pretty, thanks"),
    ("我哋唔系好想返工啊，点算？", "zh", "Hans", "Cantonese in Simplified"),
    ("衞星裏的係數", "zh", "Hant", "Hong Kong's variants"),
    ("他看着温水，很愉悦", "zh", "Hani", "着 温 悦 are Hong Kong's forms too"),
    ("他看着電，脱了", "zh", "Hant", "the same beside one that tells"),
    ("〇〇年々好", "zh", "Hani", "〇 and 々 are Han"),
    ("𠮷野家", "zh", "Hani", "a character outside the basic plane"),
    ("It's fine, really.", "en", "Latn", "plain English"),
    ("café naïve résumé", "en", "Latn", "three words with accents are too few to tell"),
    ("OK", "en", "Latn", "one word"),
    ("HELLO WORLD THIS IS LOUD", "en", "Latn", "capitals"),
    ("I don’t know why she’s gone.", "en", "Latn", "curly apostrophes"),
    ("Ｆｕｌｌ　ｗｉｄｔｈ　ｌｅｔｔｅｒｓ", "en", "Latn", "full-width Latin"),
    ("今天的 meeting 真的 long 到破防。", "mixed", "Hani", "English words throughout a Chinese sentence"),
    ("my 房东 believes heating is a state of mind", "en", "Hans", "one Chinese word in an English sentence"),
    ("In November I hung twelve 香肠 on the balcony，第二天剩十一根。", "mixed", "Hans", "half and half"),
    ("我把 Excel 关了。", "zh", "Hans", "one English word in a Chinese sentence"),
    ("昨天 Tammy Wen 和 Joan Lee 一起来的，我们聊了很久。", "zh", "Hans", "English names in a Chinese sentence"),
    ("我在读 Pride and Prejudice 这本书，写得真好，昨天看到半夜。", "zh", "Hans", "a book's title"),
    ("今日はとても楽しかったです。", "und", "Zyyy", "Japanese: it was great fun today"),
    ("昨日東京駅で友達に会った", "und", "Hant", "Japanese with many Han characters: met a friend at Tokyo station"),
    ("오늘은 정말 즐거웠어요.", "und", "Zyyy", "Korean: today was fun"),
    ("Сегодня было очень весело.", "und", "Zyyy", "Russian: today was great fun"),
    ("Σήμερα ήταν ωραία.", "und", "Zyyy", "Greek: today was nice"),
    ("วันนี้สนุกมาก", "und", "Zyyy", "Thai: today was fun"),
    ("Aujourd'hui nous étions très contents de la journée.", "und", "Latn", "French: we were very happy with the day"),
    ("Ich bin heute nicht in die Schule gegangen und das war gut.", "und", "Latn", "German: I did not go to school today"),
    ("Hoy me gusta mucho vivir con los amigos de la escuela.", "und", "Latn", "Spanish: I like living with friends"),
    ("……", "und", "Zyyy", "only marks"),
    ("12,345 + 67%", "und", "Zyyy", "only numbers"),
    ("🎉🎉", "und", "Zyyy", "only emoji"),
    ("", "und", "Zyyy", "nothing"),
]


@pytest.mark.parametrize("text, lang, script, gloss", CASES, ids=[c[3] for c in CASES])
def test_case(text: str, lang: str, script: str, gloss: str) -> None:
    found = identify(text)
    assert (found.lang, found.script) == (lang, script)


@pytest.mark.parametrize(
    "text, readable",
    [
        *[("好", True), ("ok", True), ("🎉", True), (":-)", True), ("(￣▽￣)", True), (">_<", True), ("T_T", True)],
        *[("ಠ_ಠ", True), ("ʕ•ᴥ•ʔ", True), ("8-)", True), ("(-:", True), ("QAQ", True), ("(*/ω＼*)", True)],
        *[("……", False), ("2024", False), ("", False), ("——", False), ("(1)", False), ("か", False), ("Весело", False)],
        *[("Весело 🎉", True), ("je ne sais pas qui est dans la maison", False)],
    ],
    ids=ascii,
)
def test_readable_is_a_word_an_emoji_or_an_emoticon(text: str, readable: bool) -> None:
    assert identify(text).readable is readable


@pytest.mark.parametrize("text", ["", "hello", "你好", "我愛你，国家"])
def test_a_document_that_does_not_tell_is_simplified(text: str) -> None:
    assert document_script(text) == "Hans"


def test_a_sentence_without_telling_characters_takes_its_documents_script() -> None:
    for telling_one, script in (("她们说话。", "Hans"), ("她們說話。", "Hant")):
        frame = textlens.analyze_text(f"你好。{telling_one}很好！Fine. ……", scorer=lambda s: [0.0] * len(s)).sentences
        assert frame["script"].tolist()[:3] == [script] * 3
        assert frame["script"].tolist()[3] == "Latn"


def test_a_sentence_keeps_its_own_script_in_a_document_of_the_other() -> None:
    text = "她們說話。他們笑了，車開走了。她们说话。"
    assert textlens.analyze_text(text, scorer=lambda s: [0.0] * len(s)).sentences["script"].tolist() == ["Hant", "Hant", "Hans"]


def test_a_document_of_two_languages_is_mixed() -> None:
    text = "今天下雨，我们在家里坐着。It rained and we stayed at home all day. 明天再说吧，反正不着急。"
    result = textlens.analyze_text(text, scorer=lambda s: [0.0] * len(s))
    assert result.documents["lang"].tolist() == ["mixed"]
    assert result.sentences["lang"].tolist() == ["zh", "en", "zh"]


# --- the telling characters ------------------------------------------------------------------------------------------


def tool() -> ModuleType:
    """tools/build_telling_characters.py, which is no package."""
    spec = importlib.util.spec_from_file_location("build_telling_characters", ROOT / "tools" / "build_telling_characters.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tool_makes_the_same_characters_again() -> None:
    build = tool()
    gb2312 = build.codec_characters("gb2312", range(0xB0, 0xF8))
    frequent_big5 = build.codec_characters("big5", range(0xA4, 0xC7))
    big5 = build.codec_characters("big5hkscs", range(0x81, 0xFF))
    assert "".join(sorted(build.changed(gb2312 - frequent_big5, "s2tw"))) == telling.HANS
    assert "".join(sorted(build.changed(big5 - gb2312, "t2s"))) == telling.HANT


def test_the_tool_writes_the_same_file_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    build = tool()
    monkeypatch.setattr(build, "OUT", tmp_path / "telling.py")
    build.main()
    assert capsys.readouterr().out
    assert (tmp_path / "telling.py").read_text(encoding="utf-8") == Path(telling.__file__).read_text(encoding="utf-8")


def test_no_character_tells_both_scripts() -> None:
    assert not set(telling.HANS) & set(telling.HANT)
    assert set(telling.HANS).isdisjoint("后里台几干只皇面了的")
    assert {"们", "说", "发", "见", "这"} <= set(telling.HANS)
    assert {"們", "說", "發", "聽", "這"} <= set(telling.HANT)


def test_what_hong_kong_writes_too_tells_nothing() -> None:
    keeps = converter("s2hk").convert
    assert "".join(c for c in telling.HANS if keeps(c) == c) == HONG_KONG
    assert {han_script(c) for c in HONG_KONG} == {"Hani"}


@pytest.mark.parametrize("hans, hant", [("发展", "發展"), ("听见", "聽見"), ("车门", "車門"), ("龙龟", "龍龜")])
def test_pairs(hans: str, hant: str) -> None:
    assert (han_script(hans), han_script(hant)) == ("Hans", "Hant")
