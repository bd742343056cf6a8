"""The scorer ``lexicon:PATH``: reading word lists, and negation, degree and contrast in both languages."""

import math
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textlens
from textlens.errors import NotFoundError
from textlens.identify.script import identify
from textlens.score.lexicon import PAD, LexiconScorer
from textlens.score.lexicon_file import read_lexicon
from textlens.score.protocol import SentenceBatch
from textlens.score.registry import resolve
from textlens.score.shifters import ROWS, TABLE

WORDS = {
    "高兴": 2, "快乐": 2, "喜欢": 2, "幸福": 2, "好": 1, "漂亮": 1, "难过": -2, "痛苦": -2, "累": -1, "打call": 1, "破涕为笑": 1,
    "happy": 2, "love": 2, "good": 1, "like": 1, "pretty": 1, "success": 1, "sad": -2, "bad": -1, "tired": -1, "no": -0.5,
    "over the moon": 2, ":)": 1, "❤": 2, "👍": 1, "T_T": -2,
}  # fmt: skip

# VADER's constants, and five levels of degree in its steps.
N, EXTREME, VERY, MORE, SLIGHTLY, HARDLY = -0.74, 1.586, 1.293, 1.1465, 0.707, 0.414
MILD, SUPERLATIVE, LESS, MOST = 1 / VERY, 1.25, 0.5, 1.5


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("lexicon") / "words.csv"
    file.write_text("word,value\n" + "".join(f"{word},{value}\n" for word, value in WORDS.items()), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def scorer(path: Path) -> LexiconScorer:
    return LexiconScorer(path)


def score(scorer: LexiconScorer, *texts: str) -> list[float]:
    batch = SentenceBatch(texts, texts, [identify(text).lang for text in texts])
    return [float(value) for value in scorer.score(batch).sentiment]


def written(tmp_path: Path, content: str | bytes, name: str = "words.csv") -> str:
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(file)


# ── shifters: (sentence, gloss, [(value, weight) of each hit]) ──────────────────────────────────

NEGATION = [
    ("我高兴", "I am happy", [(1, 1)]),
    ("我不高兴", "I am not happy", [(N, 1)]),
    ("他没有快乐", "he has no joy", [(N, 1)]),
    ("他不喜欢我", "he does not like me", [(N, 1)]),
    ("他从来不快乐", "he is never happy", [(N, 1)]),
    ("我并不觉得快乐", "I do not feel happy: over a verb of feeling", [(N, 1)]),
    ("没有给我带来快乐", "it has not brought me joy: four words on", [(N, 1)]),
    ("没有一个人在那里等着我高兴", "nobody there waits for me to be happy: too far", [(1, 1)]),
    ("别难过", "don't be sad", [(-N, 1)]),
    ("不要难过", "don't be sad", [(-N, 1)]),
    ("毫不难过", "not sad in the least", [(-N, 1)]),
    ("我感觉不到幸福", "I cannot feel happiness", [(N, 1)]),
    ("高兴不起来", "cannot get happy: the negator comes after", [(N, 1)]),
    ("没有痛苦和难过", "without pain and grief: over 'and'", [(-N, 1), (-N, 1)]),
    ("没有痛苦、难过", "the enumeration comma is no clause's end", [(-N, 1), (-N, 1)]),
    ("不高兴，难过", "unhappy, sad: the comma is", [(N, 1), (-1, 1)]),
    ("不，我很高兴", "no, I am very happy", [(1, VERY)]),
    ("没有：快乐", "none: joy", [(1, 1)]),
    ("不是不高兴", "not unhappy", [(N * N, 1)]),
    ("没有什么比这更让我高兴", "nothing makes me gladder", [(1, MORE)]),
    ("好久不见，真高兴", "long time no see, so glad", [(1, VERY)]),
    ("我唔高兴", "Cantonese: I am not glad", [(N, 1)]),
    ("没有人不喜欢他", "nobody does not like him", [(N * N, 1)]),
    ("并非不好", "by no means not good", [(N * N / 2, 1)]),
    ("不得不难过", "cannot but be sad: no negation at all", [(-1, 1)]),
    ("不仅高兴，而且快乐", "not only glad but happy", [(1, 1), (1, 1)]),
    ("他忍不住高兴", "he could not help being glad", [(1, 1)]),
    ("不好意思", "excuse me: no word of the list", []),
    ("好不好？", "all right? (a question says neither)", []),
    ("你开不开心，高不高兴？", "are you glad? (likewise)", []),
    ("你喜欢不喜欢他", "do you like him or not", []),
    ("我从来没有这么高兴过", "I have never been so glad", [(1, SUPERLATIVE)]),
    ("很久没有这么快乐了", "not been so happy for long", [(1, SUPERLATIVE)]),
    ("很久没有快乐过了", "not been happy for long", [(N, 1)]),
    ("我都高兴不了", "I cannot be glad", [(N, 1)]),
    ("I am not happy.", "", [(N, 1)]),
    ("I don't like it.", "", [(N / 2, 1)]),
    ("I DON’T LOVE IT", "curly apostrophe, capitals", [(N, 1)]),
    ("He never ever was good", "", [(N / 2, 1)]),
    ("It was not the day I was happy.", "too far", [(1, 1)]),
    ("I don't think that it is good", "over a verb of opinion", [(N / 2, 1)]),
    ("not, I say, happy", "a comma between", [(1, 1)]),
    ("I am happy. Not sad.", "", [(1, 1), (-N, 1)]),
    ("no good", "a shifter that is in the list shifts", [(N / 2, 1)]),
    ("no, good", "and counts itself where it has nothing to shift", [(-0.25, 1), (0.5, 1)]),
    ("He isn't not happy", "", [(N * N, 1)]),
    ("not happy or sad", "", [(N, 1), (-N, 1)]),
    ("not a good success", "same orientation: the negation goes on", [(N / 2, 1), (N / 2, 1)]),
    ("I don't like sad films", "other orientation: it does not", [(N / 2, 1), (-1, 1)]),
    ("not only good but also happy", "", [(0.5, 1), (1, 1)]),
    ("anything but happy", "", [(N, 1)]),
    ("nothing but love", "", [(1, 1)]),
    ("I have never felt this happy", "", [(1, SUPERLATIVE)]),
    ("I have never felt happy", "", [(N, 1)]),
    ("without love", "", [(N, 1)]),
]

DEGREE = [
    ("我很高兴", "I am very glad", [(1, VERY)]),
    ("太高兴了", "so glad: jieba keeps 太高兴 whole", [(1, VERY)]),
    ("最快乐的一天", "the happiest day", [(1, EXTREME)]),
    ("我更高兴", "I am gladder", [(1, MORE)]),
    ("有点累", "a bit tired: jieba keeps it whole", [(-0.5, SLIGHTLY)]),
    ("稍微有点难过", "just a bit sad: two words of degree", [(-1, SLIGHTLY * SLIGHTLY)]),
    ("勉强快乐", "hardly happy", [(1, HARDLY)]),
    ("高兴极了", "extremely glad: degree comes after", [(1, EXTREME)]),
    ("高兴得很", "very glad indeed", [(1, EXTREME)]),
    ("快乐得不得了", "happy beyond measure", [(1, EXTREME)]),
    ("累死了", "dead tired: jieba cuts 累死 and 了", [(-0.5, EXTREME)]),
    ("心情好多了", "much better: jieba cuts 好多 and 了", [(0.5, VERY)]),
    ("好多人", "many people: no word of the list", []),
    ("好难过", "so sad: 好 is degree here", [(-1, VERY)]),
    ("他很好", "he is very good: and a word of the list here", [(0.5, VERY)]),
    ("不太高兴", "not very glad: milder than not glad", [(N, MILD)]),
    ("不是很高兴", "not very glad", [(N, MILD)]),
    ("很不高兴", "very unhappy: stronger", [(N, VERY)]),
    ("有点不高兴", "a bit unhappy", [(N, SLIGHTLY)]),
    ("一点也不高兴", "not a bit glad: stronger", [(N, EXTREME)]),
    ("没有一点快乐", "without a bit of joy: stronger", [(N, 1 / SLIGHTLY)]),
    ("未必高兴", "not necessarily glad", [(N, MILD)]),
    ("再好不过了", "couldn't be better", [(0.5, EXTREME)]),
    ("I am very happy", "", [(1, VERY)]),
    ("extremely sad", "", [(-1, EXTREME)]),
    ("a little bit sad", "", [(-1, SLIGHTLY)]),
    ("less happy", "", [(1, HARDLY)]),
    ("this happy day", "no degree without a negator", [(1, 1)]),
    ("It isn't that good", "", [(N / 2, MILD)]),
    ("好得让人不想走", "so good one would not leave: jieba keeps 好得 whole", [(0.5, 1)]),
    ("pretty good", "degree", [(0.5, VERY)]),
    ("a pretty girl", "a word of the list", [(0.5, 1)]),
    ("I love it so much", "degree comes after", [(1, VERY)]),
    ("so much love", "", [(1, VERY)]),
    ("very, happy", "a comma between", [(1, 1)]),
    ("not very happy", "", [(N, MILD)]),
    ("really not happy", "", [(N, VERY)]),
    ("not happy at all", "", [(N, VERY)]),
    ("hardly happy", "", [(N, MILD)]),
    ("这个 really good", "mixed: this is really good", [(0.5, VERY)]),
    ("我今天 not very happy", "mixed: today I am not very happy", [(N, MILD)]),
    ("我很 happy", "mixed: I am very happy", [(1, VERY)]),
]

CONTRAST = [
    ("我很累，但是高兴", "I am very tired, but glad", [(-0.5, VERY * LESS), (1, MOST)]),
    ("他好，可是我难过", "he is well, yet I am sad", [(0.5, LESS), (-1, MOST)]),
    ("他高兴，不过累", "he is glad, though tired", [(1, LESS), (-0.5, MOST)]),
    ("虽然累，但是高兴", "although tired, I am glad", [(-0.5, LESS), (1, MOST)]),
    ("尽管累，我高兴", "although tired, I am glad: no 'but'", [(-0.5, LESS), (1, MOST)]),
    ("我高兴，虽然累", "I am glad, although tired", [(1, MOST), (-0.5, LESS)]),
    ("但我高兴", "but I am glad: nothing to outweigh", [(1, 1)]),
    ("不高兴但是不难过", "not glad but not sad: no negation crosses", [(N, LESS), (-N, MOST)]),
    ("不是难过，而是高兴", "not sad but glad", [(-N, LESS), (1, MOST)]),
    ("I am tired but happy", "", [(-0.5, LESS), (1, MOST)]),
    ("good, however sad", "", [(0.5, LESS), (-1, MOST)]),
    ("Although I was tired, I was happy.", "", [(-0.5, LESS), (1, MOST)]),
    ("I was happy, although tired.", "", [(1, MOST), (-0.5, LESS)]),
    ("I like it, but", "what is retracted counts less", [(0.5, LESS)]),
    ("不 happy 但是 love", "mixed: not happy but love", [(N, LESS), (1, MOST)]),
]


@pytest.mark.parametrize(("sentence", "gloss", "hits"), [*NEGATION, *DEGREE, *CONTRAST], ids=lambda value: str(value)[:24])
def test_shifters(scorer: LexiconScorer, sentence: str, gloss: str, hits: list[tuple[float, float]]) -> None:
    found = [(hit.value, hit.weight) for hit in scorer.hits([sentence])[0]]
    assert found == [pytest.approx(pair, abs=1e-9) for pair in hits], gloss
    expected = sum(v * w for v, w in hits) / (sum(w for _, w in hits) + PAD)
    assert score(scorer, sentence) == [pytest.approx(expected, abs=1e-12)]


@pytest.mark.parametrize(
    ("sentence", "gloss", "words"),
    [
        ("他为你打call", "he cheers you on", ["打call"]),
        ("她破涕为笑", "she smiled through her tears", ["破涕为笑"]),
        ("I was Over The Moon!", "", ["over the moon"]),
        ("今天:)", "today :)", [":)"]),
        ("晚安❤️👍🏽", "good night, with a variation selector and a skin tone", ["❤", "👍"]),
        ("考试没过T_T", "failed the exam", ["t_t"]),
        ("ＧＯＯＤ", "full width", ["good"]),
        ("a badminton match", "no part of a word", []),
        ("高兴兴", "jieba takes the word before the rest", ["高兴"]),
    ],
)
def test_entries_of_every_kind_are_found(scorer: LexiconScorer, sentence: str, gloss: str, words: list[str]) -> None:
    hits = scorer.hits([sentence])[0]
    assert [hit.text for hit in hits] == words, gloss
    assert all(hit.text[0] == sentence[hit.start].lower() or hit.text == "good" for hit in hits)


def test_question_marks_change_nothing(scorer: LexiconScorer) -> None:
    assert score(scorer, "你高兴？", "happy?") == score(scorer, "你高兴。", "happy.")


def test_the_score_does_not_grow_with_length(scorer: LexiconScorer) -> None:
    once, padded, often = score(scorer, "我高兴", "我和昨天一样坐在窗边看着外面的雨，高兴", "我高兴，" * 200)
    assert once == padded == 0.5
    assert 0.5 < often < 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, *list(TABLE)[::7], "，", " ", "我", "the", "。"]), max_size=30).map("".join))
def test_every_score_is_bounded_and_the_same_in_any_batch(scorer: LexiconScorer, text: str) -> None:
    alone = score(scorer, text)
    assert -1 < alone[0] < 1
    assert score(scorer, "我很高兴", text, "not good") == [score(scorer, "我很高兴")[0], *alone, score(scorer, "not good")[0]]


def test_no_hit_is_neutral_and_no_word_is_missing(path: Path) -> None:
    frame = textlens.analyze_text("今天下雨。\n\n2024\n\n我不高兴。\n\nIt rained.", scorer=f"lexicon:{path}").sentences
    values = dict(zip(frame["text"], frame["sentiment"], strict=True))
    assert values["今天下雨。"] == values["It rained."] == 0.0
    assert values["我不高兴。"] == pytest.approx(N / 2)
    assert math.isnan(values["2024"])
    assert set(frame["scorer"]) == {f"lexicon:{path}"}


def test_traditional_and_simplified_text_and_entries_agree(tmp_path: Path) -> None:
    file = written(tmp_path, "開心,1\n難過,-1\n")
    traditional, simplified = (
        textlens.analyze_text(text, scorer=f"lexicon:{file}").sentences["sentiment"].tolist()
        for text in ("我們不開心。後來她難過極了。", "我们不开心。后来她难过极了。")
    )
    assert traditional == simplified == [pytest.approx(N / 2), pytest.approx(-EXTREME / (EXTREME + 1))]


# ── files ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("word,value\n高兴,2\nnot bad,1\nSAD,-4\n", "a.csv"),
        ("高兴,2\nnot bad,1\nSad,-4", "a.csv"),
        ("\ufeff词语,分值,来源\r\n高兴,2,甲\r\nnot bad,1,乙\r\nsad,-4,\r\n", "a.csv"),
        ('"高兴",2\n"not bad",1\n\nsad,-4\n', "a.csv"),
        ("高兴\t2\tn\nnot bad\t1\nsad\t-4\n", "a.tsv"),
        ("term\tscore\n高兴\t2\nnot  bad\t1\nsad\t-4\n", "a.txt"),
        ("高兴 2\nnot bad 1\n\n  sad   -4\n", "a.txt"),
        ("高兴;2\nnot bad;1\nsad;-4\nsad;-4\n", "a.csv"),
        ("高興,2\nnot bad,1\nsad,-4e0\n", "a.csv"),
    ],
)
def test_every_form_of_file_says_the_same(tmp_path: Path, content: str, name: str) -> None:
    assert read_lexicon(written(tmp_path, content, name)) == {"高兴": 0.5, "not bad": 0.25, "sad": -1.0}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "holds no entry"),
        ("\n \n", "holds no entry"),
        ("word,value\n", "holds no entry"),
        ("好,1\n坏,x\n", "line 2: 'x', the value of '坏', is not a number"),
        ("好,1\n坏,nan\n", "line 2: 'nan'"),
        ("好,1\n坏,\n", "line 2: ''"),
        ("好,一\n坏,-1\n", "line 1: '一', the value of '好', is not a number; a heading must be 'word,value'"),
        ("好,1\n坏\n", "line 2: '坏' has no value"),
        ("好\n", "line 1: '好' has no value"),
        ("好,1\n,2\n", "line 2 has no word"),
        ("好,1\n坏,-1\n好,2\n", "line 3 gives '好' the value 2, but line 1 gave it 1"),
        ("好,0\n坏,0\n", "every value is 0"),
        (b"good,1\n\xba\xc3,1\n", "line 2 is not UTF-8"),
    ],
)
def test_a_wrong_file_says_where(tmp_path: Path, content: str | bytes, message: str) -> None:
    file = written(tmp_path, content)
    with pytest.raises(ValueError, match=r"scorer='lexicon:") as caught:
        read_lexicon(file)
    assert message in str(caught.value) and file in str(caught.value)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"lexicon:.*gone\.csv.*no such file"):
        textlens.analyze_text("好", scorer=f"lexicon:{tmp_path / 'gone.csv'}")
    with pytest.raises(ValueError, match="cannot be read"):
        resolve(f"lexicon:{tmp_path}")


def test_words_written_in_several_ways_get_the_mean_and_a_warning(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match=r"1 word\(s\).*:P 2 \(line 1\), :p 1 \(line 2\)"):
        assert read_lexicon(written(tmp_path, ":P,2\n:p,1\nsad,-3\n")) == {":p": 0.5, "sad": -1.0}


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    file = written(tmp_path, "good,1\nbad,-2\n")
    assert score(LexiconScorer(file), "good") == [0.25]
    Path(file).write_text("good,-2\nbad,-2\nugly,-1\n", encoding="utf-8")
    assert score(LexiconScorer(file), "good") == [-0.5]


def test_workers_resolve_it_by_name(tmp_path: Path, path: Path) -> None:
    for name, text in (("a.txt", "我不高兴。"), ("b.txt", "I am very happy.")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    alone, together = (
        textlens.analyze(tmp_path, scorer=f"lexicon:{path}", workers=workers, progress=False) for workers in (1, 2)
    )
    np.testing.assert_array_equal(alone.sentences["sentiment"], together.sentences["sentiment"])


def test_the_tables_hold_no_stray_space_or_capital() -> None:
    for row in ROWS.values():
        assert row.reach >= 1
    for word, shift in TABLE.items():
        assert word == word.strip().lower() and "  " not in word
        assert not (shift.negates and not shift.reach)
        assert not shift.close or shift.before or shift.this_much, word


def test_nothing_warns_on_ordinary_lists(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read_lexicon(str(path))
