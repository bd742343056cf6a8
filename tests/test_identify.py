"""Language and script of a sentence, and the characters that tell the script."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

import textlens
from textlens.identify import telling
from textlens.identify.script import document_script, has_symbols, identify

TOOL = Path(__file__).parents[1] / "tools" / "build_telling_characters.py"

#: (text, lang, script, what it says); Hani stands for Han characters that do not tell.
SENTENCES = [
    ("今天心情很好。", "zh", "Hani", "I feel good today"),
    ("昨天下雨了，我没出门。", "zh", "Hans", "it rained yesterday, I stayed in"),
    ("著名的显微镜专家", "zh", "Hans", "a famous expert on microscopes"),
    ("乾隆皇后在里面", "zh", "Hani", "the Qianlong emperor's empress is inside: no character tells"),
    ("這裡的風景很漂亮。", "zh", "Hant", "the view here is pretty"),
    ("她看著我說沒關係", "zh", "Hant", "she looked at me and said never mind"),
    ("香港衞生署", "zh", "Hani", "Hong Kong's Department of Health"),
    ("佢哋唔知", "zh", "Hani", "Cantonese: they do not know"),
    ("佢哋唔知點解咁嘅。", "zh", "Hant", "Cantonese: they do not know why"),
    ("佢哋唔知点解。", "zh", "Hans", "Cantonese in Simplified characters"),
    ("〇", "zh", "Hani", "zero"),
    ("𠮷", "zh", "Hani", "a character beyond the basic plane"),
    ("It's fine.", "en", "Latn", ""),
    ("ok", "en", "Latn", ""),
    ("ＯＫ", "en", "Latn", "full-width letters"),
    ("The café was naïve and déjà vu.", "en", "Latn", "English with accents"),
    ("Mr. Rowling wrote Harry Potter.", "en", "Latn", "names and no function word"),
    ("Los Angeles, San Diego and La Jolla are in California.", "en", "Latn", "Spanish names"),
    ("No, so do I, as we all do.", "en", "Latn", "words other languages have too"),
    ("The man will die in the den.", "en", "Latn", "words German has too"),
    ("I love it :D", "en", "Latn", "words beside a face"),
    # both languages
    ("今天的 meeting 真的 long 到破防", "mixed", "Hani", "today's meeting was so long I broke"),
    ("我当时真的 so happy, really over the moon, 你知道的", "mixed", "Hans", "I was really so happy, you know"),
    ("我看完了 and then I cried all night", "mixed", "Hani", "I read it to the end and…"),
    # names and terms in Chinese
    ("昨天 John 和 Mary 来家里吃饭。", "zh", "Hans", "John and Mary came for dinner"),
    ("我和 Tom Hanks、Brad Pitt 吃饭", "zh", "Hans", "I had dinner with two actors"),
    ("他们去看了 Harry Potter 的展览，回来非常兴奋。", "zh", "Hans", "they saw an exhibition"),
    ("老板在 New York 出差，下周一才回来。", "zh", "Hans", "the boss is in New York"),
    ("今天收到了一个 offer，特别开心。", "zh", "Hans", "I got an offer"),
    ("我在 Google 上班已经三年了。", "zh", "Hans", "three years at Google"),
    ("Mary 笑了。", "zh", "Hani", "Mary smiled"),
    # Chinese terms in English
    ("I ate 饺子 for dinner with my family tonight.", "en", "Hans", "dumplings"),
    ("My 房東 believes that heating is a state of mind.", "en", "Hant", "landlord"),
]  # fmt: skip

FOREIGN = [
    ("今日はとても楽しかったです。", "Japanese"),
    ("ありがとう", "Japanese"),
    ("東京へ行きました。", "Japanese"),
    ("私は学生です", "Japanese"),
    ("カラオケ", "Japanese"),
    ("これはtestです", "Japanese"),
    ("오늘은 정말 행복했어요.", "Korean"),
    ("Я очень счастлив сегодня.", "Russian"),
    ("Привет", "Russian"),
    ("Γειά σου Κόσμε", "Greek"),
    ("مرحبا بالعالم", "Arabic"),
    ("สวัสดีครับ", "Thai"),
    ("Je ne suis pas content de cette journée.", "French"),
    ("Il fait très beau aujourd'hui à Paris.", "French"),
    ("C'est la vie mon ami Pierre.", "French"),
    ("J'adore les chiens et les chats.", "French"),
    ("Das ist ein sehr schöner Tag für uns.", "German"),
    ("Heute ist das Wetter wirklich schlecht geworden.", "German"),
    ("Meine Mutter kocht jeden Sonntag Suppe.", "German"),
    ("Ich liebe dich von ganzem Herzen.", "German"),
    ("No me gusta el tiempo de hoy.", "Spanish"),
    ("Me encanta vivir en esta ciudad tan bonita.", "Spanish"),
    ("Hoy hace mucho calor en Madrid.", "Spanish"),
    ("Mañana vamos a la playa con amigos.", "Spanish"),
]

FACES = """
😀 🎉🎉 ❤ 👍🏽 🇨🇦 👨‍👩‍👧‍👦 :-) :) :( ;) :D :P XD =) <3 T_T QAQ QwQ O_O >_< ^_^ (￣▽￣)ノ （＾▽＾） (╯°□°）╯︵┻━┻ (≧▽≦) (^o^) (T_T) (｡•́︿•̀｡)
(´･ω･`) (๑•̀ㅂ•́)و✧ ヽ(✿ﾟ▽ﾟ)ノ ¯\\_(ツ)_/¯ ಠ_ಠ ʕ•ᴥ•ʔ ヾ(≧▽≦*)o
""".split()

NOTHING = [
    "……", "！！！", "？", "——", "。", "123", "3.14", "50%", "3.14 50%", "2024-01-02", "12:30", "8/3", "8-3", "8)", "１２３", "100 %", "$5", "(1)",
    "(2024-05)", "（100%）", "(50-60)", "(?)", "（！）", "#1", "(+3)",
]  # fmt: skip


@pytest.mark.parametrize(("text", "lang", "script", "gloss"), SENTENCES)
def test_language_and_script(text: str, lang: str, script: str, gloss: str) -> None:
    found = identify(text)
    assert (found.lang, found.script, found.readable) == (lang, script, True), gloss


@pytest.mark.parametrize(("text", "language"), FOREIGN)
def test_other_languages(text: str, language: str) -> None:
    assert (identify(text).lang, identify(text).readable) == ("und", False), language
    frame = textlens.analyze_text(text).sentences
    assert set(frame["lang"]) == {"und"}
    assert frame["sentiment"].isna().all()


@pytest.mark.parametrize("text", FACES)
def test_faces_alone(text: str) -> None:
    found = identify(text)
    assert (found.lang, found.script, found.readable) == ("und", "Zyyy", True)
    assert has_symbols(text)
    frame = textlens.analyze_text(text).sentences
    assert frame["lang"].tolist() == ["und"]
    assert frame["sentiment"].between(-1, 1).all()


@pytest.mark.parametrize("text", ["-_-", "=_="])
def test_faces_that_look_like_a_rule(text: str) -> None:
    assert identify(text).readable and identify(text).lang == "und"
    assert textlens.analyze_text(f"{text} 好累").sentences["lang"].tolist() == ["zh"]


@pytest.mark.parametrize("text", NOTHING)
def test_signs_and_numbers_alone(text: str) -> None:
    found = identify(text)
    assert (found.lang, found.script, found.readable) == ("und", "Zyyy", False)
    assert np.isnan(textlens.analyze_text(f"好的。\n\n{text}\n\n好的。").sentences["sentiment"][1])


@pytest.mark.parametrize(
    ("document", "script"),
    [("你好。這裡很漂亮。你好嗎？", "Hant"), ("你好。这里很漂亮。你好！", "Hans"), ("你好。皇后在里面。", "Hans")],
    ids=["Traditional", "Simplified", "neither"],
)
def test_a_sentence_that_does_not_tell_takes_its_document_s_script(document: str, script: str) -> None:
    assert identify("你好。").script == "Hani"
    assert document_script(document) == script
    assert set(textlens.analyze_text(document).sentences["script"]) == {script}


def test_a_sentence_that_tells_keeps_its_script() -> None:
    frame = textlens.analyze_text("這裡很漂亮。他說對嗎？这边没有。Fine.\n\n……").sentences
    assert frame["script"].tolist() == ["Hant", "Hant", "Hans", "Latn", "Zyyy"]


def test_telling_characters_are_what_the_tool_computes() -> None:
    spec = importlib.util.spec_from_file_location("build_telling_characters", TOOL)
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    frequent = tool.codec_characters("big5", range(0xA4, 0xC7))
    gb2312 = tool.codec_characters("gb2312", range(0xB0, 0xF8))
    big5 = tool.codec_characters("big5hkscs", range(0x81, 0xFF))
    assert "".join(sorted(tool.changed(gb2312 - frequent, "s2tw"))) == telling.HANS
    assert "".join(sorted(tool.changed(big5 - gb2312, "t2s"))) == telling.HANT
    assert Path(telling.__file__).resolve() == tool.OUT.resolve()


def test_telling_characters() -> None:
    assert not set(telling.HANS) & set(telling.HANT)
    for neither in "后里著乾干面只台松云谷斗征准余范你好的":
        assert neither not in telling.HANS + telling.HANT, neither
    assert set("显说这们") <= set(telling.HANS) and set("顯說這們裡") <= set(telling.HANT)
