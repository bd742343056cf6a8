"""Tokens: jieba's own words in Han runs, rules for everything else, and offsets that put the sentence together again."""

import importlib
import random
import re
import subprocess
import sys
import unicodedata
import warnings
from functools import cache
from itertools import accumulate
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import textlens
from textlens.identify.faces import FACE, family
from textlens.identify.script import HAN
from textlens.segment.han import segmenter
from textlens.split.markup import find_markup

SAMPLES = sorted((Path(__file__).parents[1] / "data" / "samples").iterdir())
#: A stretch of Han characters, ASCII letters and digits with a Han character in it.
RUN = re.compile(f"(?=[A-Za-z0-9]*[{HAN}])[{HAN}A-Za-z0-9]+")
#: Han characters that jieba's dictionary and its model do not know.
RARE = [*map(chr, range(0x9FD6, 0xA000)), *map(chr, range(0x3400, 0x4DC0)), *"〇々" * 300, "𠮷", "𠀀", "豈"]


@cache
def jieba_package() -> ModuleType:
    """The package under comparison; it warns when it is compiled and talks when it loads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package = importlib.import_module("jieba")
        importlib.import_module("jieba.posseg")
    package.setLogLevel(60)
    return package


def fresh() -> Any:
    """A jieba tokenizer of its own."""
    tokenizer = jieba_package().Tokenizer()
    tokenizer.initialize()
    return tokenizer


@cache
def jieba() -> Any:
    """A jieba tokenizer that nobody changes."""
    return fresh()


def tokens(text: str, **options: Any) -> list[str]:
    return textlens.analyze_text(text, scorer=lambda batch: [0.0] * len(batch), **options).tokens["token"].tolist()


@cache
def sample(path: Path) -> textlens.Analysis:
    return textlens.analyze(path, scorer=lambda batch: [0.0] * len(batch), progress=False)


# --- parity with jieba -----------------------------------------------------------------------------------------------


def different(runs: list[str], tokenizer: Any, cut: Any) -> list[tuple[str, list[str], list[str]]]:
    """The runs that the two cut in different ways, each with both."""
    return [(run, cut(run), tokenizer.lcut(run)) for run in runs if cut(run) != tokenizer.lcut(run)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_parity_on_samples(path: Path) -> None:
    runs = RUN.findall(path.read_text(encoding="utf-8"))
    assert different(runs, jieba(), segmenter().cut) == []


@cache
def lines() -> list[str]:
    """5,000 lines: words of jieba's dictionary by their frequency, any Han characters, ASCII letters and digits."""
    rng = random.Random(20241103)
    words = [word for word, count in sorted(jieba().FREQ.items()) if count]
    weights = list(accumulate(jieba().FREQ[word] for word in words))
    ascii_characters = "abcdefgxyzABCXYZ0123456789"

    def part() -> str:
        kind = rng.random()
        if kind < 0.5:
            return rng.choices(words, cum_weights=weights)[0]
        if kind < 0.62:
            return rng.choice(words)
        if kind < 0.76:
            return "".join(chr(rng.randint(0x4E00, 0x9FFF)) for _ in range(rng.randint(1, 4)))
        if kind < 0.86:
            return rng.choice(RARE)
        if kind < 0.96:
            return "".join(rng.choices(ascii_characters, k=rng.randint(1, 5)))
        return rng.choice(" ，。.-%")

    return ["".join(part() for _ in range(rng.randint(1, 14))) for _ in range(5000)]


def test_parity_on_generated_lines() -> None:
    runs = [run for line in lines() for run in RUN.findall(line)]
    assert len(runs) > 4500
    assert sum(any(c in run for c in RARE) for run in runs) > 500
    assert sum(bool(re.search("[A-Za-z0-9]", run)) for run in runs) > 1000
    assert different(runs, jieba(), segmenter().cut) == []


def test_parity_of_all_runs_at_once() -> None:
    """Runs go to the segmenter together; none changes its neighbours."""
    runs = [run for line in lines()[:1000] for run in RUN.findall(line)]
    text = "，".join(runs)
    ends = list(accumulate(len(run) + 1 for run in runs))
    spans = [(end - len(run) - 1, end - 1) for run, end in zip(runs, ends, strict=True)]
    begin, words, tags = segmenter().tag(text, spans)
    assert words == [word for run in runs for word in jieba().lcut(run)]
    assert all(text[a : a + len(word)] == word for a, word in zip(begin.tolist(), words, strict=True))
    assert len(tags) == len(words) and all(tags)


def test_tags_are_jieba_s() -> None:
    text = sample(SAMPLES[-1]).text()
    dictionary_tags = {}
    with Path(jieba_package().__file__).with_name("dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, _, tag = line.split()
            dictionary_tags[word] = tag
    _, words, tags = segmenter().tag(text, [m.span() for m in RUN.finditer(text)])
    known = [(word, tag) for word, tag in zip(words, tags, strict=True) if word in dictionary_tags]
    assert len(known) > 1500
    assert [pair for pair in known if pair[1] != dictionary_tags[pair[0]]] == []


def test_the_comparison_can_fail() -> None:
    assert different(["我爱北京天安门"], jieba(), lambda run: list(run)) != []


# --- user words ------------------------------------------------------------------------------------------------------

WORDS = [
    "冰箱门",
    "珍珠圆子",
    "老谭",
    "躺平",
    "i人",
    "李阿姨",
    "的人",
    "在家里",
    "今天天气",
    "ChatGPT",
    "Z世代",
    "江大桥",
    "绷不住",
    "生日快乐歌",
    "3C",
    "永远的神",
]
FILL = [
    "我",
    "你",
    "的",
    "在",
    "今天",
    "天气",
    "很好",
    "家里",
    "人",
    "上海",
    "长江",
    "大桥",
    "南京市",
    "们",
    "了",
    "不",
    "是",
    "生日",
    "快乐",
    "abc",
    "3",
    "2024",
    "OK",
    "一个",
    "真的",
]
DICTIONARY = (
    "\ufeff冰箱门 100 n\n老谭 nr\n珍珠圆子\n绷不住 3\n\n云计算 5\r\n李小福 2 nr\ni人 3 n\n韩玉赏鉴 3 nz\n八一双鹿 3 nz\n"
    "在家里 0 v\n今天天气 1\n躺平 200000 v\n江大桥 20000"
)


def runs_with(words: tuple[str, ...], n: int) -> list[str]:
    rng = random.Random(7)
    made = (
        "".join(rng.choice(list(words) if rng.random() < 0.5 else FILL) for _ in range(rng.randint(1, 10)))
        for _ in range(2 * n)
    )
    return [run for run in made if RUN.fullmatch(run) and any(word in run for word in words)][:n]


def test_user_words_as_jieba_add_word() -> None:
    tokenizer = fresh()
    for word in sorted(WORDS):
        tokenizer.add_word(word)
    runs = runs_with(tuple(WORDS), 800)
    assert len(runs) == 800
    assert different(runs, tokenizer, segmenter(tuple(sorted(WORDS))).cut) == []
    assert len(different(runs, jieba(), segmenter(tuple(sorted(WORDS))).cut)) > 400, "the words change something"


def test_user_dictionary_as_jieba_load_userdict(tmp_path: Path) -> None:
    path = tmp_path / "user.txt"
    path.write_text(DICTIONARY, encoding="utf-8", newline="")
    tokenizer = fresh()
    with path.open("rb") as file:  # jieba itself would leave it open
        tokenizer.load_userdict(file)
    words = [line.split()[0] for line in DICTIONARY.lstrip("\ufeff").splitlines() if line]
    runs = runs_with(tuple(words), 800)
    assert different(runs, tokenizer, segmenter(user_dict=str(path)).cut) == []
    assert len(different(runs, jieba(), segmenter(user_dict=str(path)).cut)) > 400
    frame = textlens.analyze_text("老谭在躺平。", user_words=path).tokens
    assert list(zip(frame["token"], frame["pos"], strict=True)) == [("老谭", "nr"), ("在", "p"), ("躺平", "v"), ("。", "x")]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("他买了珍珠圆子", "珍珠圆子"),
        ("這是老譚說的", "老譚"),
        ("这是老谭说的", "老譚"),
        ("这样学machine learning吗", "machine learning"),
        ("去卡拉 OK 唱歌", "卡拉 OK"),
        ("他写㐀字很快", "㐀字"),
        ("在𠮷野家吃", "𠮷野家"),
        ("用C++11写的", "C++11"),
        ("a so-called T恤party", "T恤party"),
    ],
)
def test_a_user_word_is_one_token(text: str, word: str) -> None:
    found = textlens.analyze_text(f"你好，{text}。", user_words=[word]).tokens
    form = word if word in text else word.replace("譚", "谭")
    assert form in found["token"].tolist()
    assert (found["pos"] != "").all()
    assert form not in tokens(f"你好，{text}。")


# --- one token each --------------------------------------------------------------------------------------------------

ONE_TOKEN = [
    "a",
    "I",
    "don't",
    "don’t",
    "it’s",
    "O'Brien's",
    "rock'n'roll",
    "naïve",
    "café",
    "Zoë",
    "été",
    "wi-fi",
    "well-known",
    "mother-in-law",
    "node.js",
    "v2.0.1",
    "AT&T",
    "C++",
    "C#",
    "iPhone15",
    "GPT-4o",
    "B2B",
    "3rd",
    "21st",
    "90s",
    "ＯＫ",
    "U.S.",
    "e.g.",
    "a.m.",
    "https://example.com/fridge-notes-2024",
    "http://a.b/c_(d)?e=f&g=1#h",
    "www.example.org/x",
    "ann@example.com",
    "ann.lee+x@example.co.uk",
    "@tammy_after2am",
    "#nightshift",
    "#年终总结#",
    "3",
    "2024",
    "3.14",
    "1,234",
    "1,234.50",
    "11.99",
    "50%",
    "12.5%",
    "2024-01-02",
    "12:30",
    "1/2",
    "１２３",
    "😀",
    "❤",
    "☀️",
    "🇨🇦",
    "1️⃣",
    "#️⃣",
    "👍🏽",
    "👨\u200d👩\u200d👧\u200d👦",
    "❤️\u200d🔥",
    "🏳️\u200d🌈",
    "👩🏽\u200d🚀",
    "🧑\u200d🤝\u200d🧑",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "……",
    "——",
    "！！！",
    "?!",
    "...",
]


@pytest.mark.parametrize("token", ONE_TOKEN)
@pytest.mark.parametrize("frame", ["see {} then", "看 {} 了", "（{}）"])
def test_one_token(token: str, frame: str) -> None:
    assert token in tokens(frame.format(token))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("只要3.14元", "只要 3.14 元"),
        ("涨了12.5%，共1,234元", "涨 了 12.5% ， 共 1,234 元"),
        ("涨了3%吗", "涨 了 3% 吗"),
        ("我don't知道", "我 don't 知道"),
        ("我don’t知道", "我 don’t 知道"),
        ("给ann@example.com发信", "给 ann@example.com 发信"),
        ("看www.example.com吧", "看 www.example.com 吧"),
        ("发到https://a.b/c吧", "发到 https://a.b/c 吧"),
        ("见https://a.b/c。好", "见 https://a.b/c 。 好"),
        ("转@tammy 看", "转 @tammy 看"),
        ("今天#年终总结#来了", "今天 #年终总结# 来 了"),
        ("学C#语言", "学 C# 语言"),
        ("会C++吗", "会 C++ 吗"),
        ("爱❤你", "爱 ❤ 你"),
        ("真棒🇨🇦🇹🇼！", "真棒 🇨🇦 🇹🇼 ！"),
        ("3D电影，T恤", "3D 电影 ， T恤"),
        ("在2024年3月", "在 2024 年 3 月"),
        ("(see https://a.b/c).", "( see https://a.b/c ) ."),
        ("Dr. Smith's dog", "Dr . Smith's dog"),
        ("她说：“走！”", "她 说 ： “ 走 ！ ”"),
        ("**重**要 [這個](http://a.b) `x`", "重**要 這個 x"),
    ],
)
def test_tokens_of_a_sentence(text: str, expected: str) -> None:
    assert tokens(text) == expected.split(" ")


# --- the frame -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_tokens_give_back_the_sentence(path: Path) -> None:
    result = sample(path)
    text = result.text()
    markup = find_markup(text)
    marked = set()
    for start, end in zip(markup.starts.tolist(), markup.ends.tolist(), strict=True):
        marked |= set(range(start, end))
    rows = result.tokens
    assert [text[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == rows["token"].tolist()
    assert not rows["token"].str.strip().eq("").any() and rows["token"].str.strip().eq(rows["token"]).all()
    parts = dict(list(rows.groupby("sentence_id")))
    for sentence in result.sentences.itertuples():
        at, rebuilt = sentence.start, ""
        for row in parts[sentence.sentence_id].itertuples():
            between = range(at, row.start)
            assert all(text[i].isspace() or i in marked or _is_quote_mark(text, i) for i in between), text[at : row.start]
            assert not set(range(row.start, row.end)) <= marked, "no token is markup"
            rebuilt += text[at : row.start] + row.token
            at = row.end
        assert all(text[i].isspace() or i in marked for i in range(at, sentence.end))
        assert rebuilt + text[at : sentence.end] == sentence.text


def _is_quote_mark(text: str, i: int) -> bool:
    """Whether the character is the > that opens the next line of a quotation."""
    return text[i] == ">" and not text[text.rfind("\n", 0, i) + 1 : i].strip("> ")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_counts_and_forms(path: Path) -> None:
    result = sample(path)
    rows = result.tokens
    sizes = rows.groupby("sentence_id").size().reindex(result.sentences["sentence_id"], fill_value=0)
    assert result.sentences["n_tokens"].tolist() == sizes.tolist()
    assert rows["token_id"].tolist() == list(range(len(rows)))
    assert (rows["lookup"] == rows["lookup"].str.lower()).all()
    assert (rows["pos"] != "").all()
    han = rows[rows["token"].str.contains(f"[{HAN}]")]
    assert not (han["pos"] == "eng").any() and (han["lang"] == "zh").all() and han["is_word"].all()
    latin = rows[rows["token"].str.fullmatch("[A-Za-z]+")]
    assert (latin["pos"] == "eng").all() and (latin["lang"] == "en").all() and latin["is_word"].all()
    assert set(rows.loc[rows["token"].str.fullmatch(r"\d+"), "pos"]) <= {"m"}
    signs = rows[rows["token"].map(lambda token: all(unicodedata.category(c)[0] in "PS" for c in token))]
    assert len(signs) > 100 and not signs["is_word"].any() and set(signs["pos"]) == {"x"}


def test_lookup_is_simplified_and_lower_case() -> None:
    frame = textlens.analyze_text("她看著ChatGPT說IT’S 顯著的。").tokens
    assert frame["lookup"].tolist() == ["她", "看着", "chatgpt", "说", "it’s", "显著", "的", "。"]
    assert frame["token"].tolist() == ["她", "看著", "ChatGPT", "說", "IT’S", "顯著", "的", "。"]


# --- dictionaries of other code --------------------------------------------------------------------------------------

SENTENCE = "我昨天去了绷得住小店买珍珠圆子，今天天气不错。"


def test_the_global_jieba_dictionary_is_untouched() -> None:
    package = jieba_package()
    package.initialize()
    before = dict(package.dt.FREQ), package.dt.total, dict(package.dt.user_word_tag_tab)
    tokens(SENTENCE, user_words=["绷得住小店", "今天天气"])
    assert (package.dt.FREQ, package.dt.total, package.dt.user_word_tag_tab) == before
    assert tokens(SENTENCE) != tokens(SENTENCE, user_words=["绷得住小店", "今天天气"])


CHANGE = """
def change():
    import rjieba
    rjieba.add_word("绷得住小店", 10**7, "n")
    assert rjieba.cut("绷得住小店") == ["绷得住小店"]

def tokens():
    import textlens
    return textlens.analyze_text(SENTENCE, scorer=lambda b: [0.0] * len(b)).tokens["token"].tolist()

"""


def test_other_code_cannot_change_the_tokens() -> None:
    expected = tokens(SENTENCE)
    orders = [
        "change(); a = tokens(); b = a",
        "a = tokens(); change(); b = tokens()",
        "import textlens; change(); a = b = tokens()",
    ]
    for order in orders:
        script = f"SENTENCE = {SENTENCE!r}\n{CHANGE}\n{order}\nassert a == b == {expected!r}, (a, b)"
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, f"{order}: {done.stderr}"


def test_user_words_of_one_analysis_do_not_reach_the_next() -> None:
    plain = tokens(SENTENCE)
    assert "绷得住小店" in tokens(SENTENCE, user_words=["绷得住小店"])
    assert tokens(SENTENCE) == plain
    assert "绷得住小店" not in tokens(SENTENCE, user_words=["珍珠圆子"])


# --- faces and full-width letters ------------------------------------------------------------------------------------

FACES = [
    *(":)", ":-(", ":'(", ";P", "XD", "^_^", "^^", "T_T", "-_-", "= =", ">_<", "<3", "</3", "O_O", ":3", "¯\\_(ツ)_/¯"),
    *("(´;ω;`)", "ヽ(✿ﾟ▽ﾟ)ノ", "(＾▽＾)", "(╥﹏╥)", "(≧▽≦)", "(T_T)", "(￣▽￣)", "(¬_¬)", "(╯°□°）╯︵┻━┻", "（＞﹏＜）"),
]


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("around", ["今天{}", "so it goes {}", "{} 到家了", "累{}。"])
def test_a_face_is_one_token_and_no_word(face: str, around: str) -> None:
    text = around.format(face)
    if text[:1] == "累" and face[0] in "XTO":  # letters behind a Han character are letters
        text = text.replace("累", "累 ")
    frame = textlens.analyze_text(text, scorer=lambda batch: [0.0] * len(batch)).tokens
    assert face in frame["token"].tolist()
    at = frame["token"].tolist().index(face)
    assert text[frame["start"][at] : frame["end"][at]] == face


@pytest.mark.parametrize(
    "text",
    [
        *(
            "(价格¥30元)",
            "f(x)=3",
            "注意:(这是一处)",
            "see http://a.b/c",
            "(...)",
            "（一）",
            "at 3:30",
            "(x >= y)",
            "A:(B)",
            "（见下）(2020-2021)",
        ),
        *(
            "21(°C)",
            "a<3",
            "x = (y * z)",
            "key=[1]",
            "10:(3)",
            "T-T test",
            "（…）",
            "(*)",
            "x/y",
            "std::cout",
            "（甲・乙）",
            "(^2)",
            "n:/m",
        ),
    ],
)
def test_signs_that_are_no_face_stay_apart(text: str) -> None:
    pattern = re.compile(FACE)
    assert not pattern.search(text)
    assert not any(family(token) != token for token in tokens(text))


@pytest.mark.parametrize("text", ["３月的ＷｉＦｉ坏了", "我考了第１名", "ＧＯＯＤ ｍｏｒｎｉｎｇ", "用Ｃ＋＋写的"])
def test_full_width_letters_are_cut_and_looked_up_as_the_plain_ones(text: str) -> None:
    plain = unicodedata.normalize("NFKC", text)
    wide, narrow = (textlens.analyze_text(t, scorer=lambda batch: [0.0] * len(batch)).tokens for t in (text, plain))
    if "＋" not in text:
        assert wide["lookup"].tolist() == narrow["lookup"].tolist()
    assert [text[a:b] for a, b in zip(wide["start"], wide["end"], strict=True)] == wide["token"].tolist()
