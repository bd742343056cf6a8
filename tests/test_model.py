"""The trained scorers: what they read, the network's arithmetic, contributions, explanations, wholes."""

import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textlens
from textlens.aggregate.interval import PLAIN, READINGS, Reading, group_means, reading_of
from textlens.identify.faces import family
from textlens.score.model.forms import Vocabulary, form, forms
from textlens.score.model.network import Block, Network, Ngrams, Places, bigram_rows, divisor
from textlens.score.model.scorer import (
    LONGEST,
    REACH,
    ROOM,
    FastScorer,
    ModelScorer,
    _embedding,
    load,
    on_scale,
    pieces_of,
    read_together,
    windows_of,
)
from textlens.score.protocol import EMOTIONS, SentenceBatch
from textlens.segment.tokens import Tokens

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
TABLES = Path(textlens.__file__).parent / "score" / "tables"
NAMES = [name for name in ("textlens", "textlens-fast") if name in textlens.scorers()]
TONED = {
    "今天特别开心，终于见到了多年未见的老朋友。": 1,
    "谢谢大家一直以来的支持，我真的很感动。": 1,
    "外婆走了，我哭了整整一夜。": -1,
    "这个项目彻底失败了，我觉得自己一无是处。": -1,
    "I love this place; it was the happiest summer of my life.": 1,
    "It was a horrible, exhausting week and I cried every night.": -1,
    "這家店的服務爛透了，再也不會來。": -1,
    "今天的 presentation 超级顺利，老板还夸了我，好开心！": 1,
}


# ── forms and vocabulary ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("好", "好"), ("…", "…"), ("……", "…"), ("。。。", "…"), ("！", "!"), ("！！！", "!!"), ("？！", "?!"), ("，", ","),
        ("12", "<num>"), ("3.14", "<num>"), ("50%", "<num>"), ("2024-01-02", "<num>"), ("3岁", "3岁"), ("t恤", "t恤"),
        ("@someone", "<at>"), ("#tag", "<tag>"), ("#话题#", "<tag>"), ("https://a.org/x", "<url>"), ("a@b.org", "<url>"),
        ("can’t", "can't"), ("noooooo", "noo"), ("1st", "1st"), ("~", "~"), ("～～～", "~~"),
        ("🥰", "😍"), ("❤", "❤️"), ("🧡", "❤️"), ("👍🏽", "👍"), ("😮‍💨", "😮‍💨"), ("🥳", "🎉"), ("🤬", "😡"), ("📍", "📍"), (":-(", "😞"), (":)", "😄"), ("t_t", "😭"), ("(´;ω;`)", "😭"),
    ],
)  # fmt: skip
def test_form(token: str, expected: str) -> None:
    assert form(token) == expected


def test_what_stands_for_emoji_is_known() -> None:
    known = set(_embedding()[0].entries)
    assert {family(one) for one in "🥰🧡😀😹🥳👌😿🥺😔😫🤬😨😳😒🤨🙂"} <= known
    assert all(family(family(one)) == family(one) for one in "🥰🧡😀😹🥳👌😿🥺😔😫🤬😨😳😒🤨🙂📍")


@given(st.text(min_size=1, max_size=12))
def test_a_form_is_never_empty_and_settles(token: str) -> None:
    made = form(token.lower())
    assert made
    if not made.startswith("<"):
        assert form(made) == made or len(form(made)) <= len(made)


def test_forms_of_many_are_those_of_each() -> None:
    tokens = ["好", "！！", "don’t", "好", "2024"]
    assert forms(tokens) == [form(token) for token in tokens]


ENTRIES = ["<unk>", "<num>", "开", "心", "开心", "果", "happy", "##ness", "##es", "un", "the"]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("开心", ["开心"]), ("开心果", ["开心", "果"]), ("心开", ["心", "开"]), ("开鬱", ["开", "<unk>"]), ("happyness", ["happy", "##ness"]),
        ("happyx", ["happy"]), ("xyz", ["<unk>"]), ("☂", ["<unk>"]), ("unhappy", ["<unk>"]),
    ],
)  # fmt: skip
def test_pieces(word: str, pieces: list[str]) -> None:
    vocabulary = Vocabulary(ENTRIES)
    assert [vocabulary.entries[i] for i in vocabulary.pieces(word)] == pieces


@given(st.text(alphabet="开心果鬱abchapynes#'", min_size=1, max_size=40))
@settings(max_examples=300, deadline=None)
def test_every_form_has_a_few_pieces(word: str) -> None:
    pieces = Vocabulary(ENTRIES).pieces(word)
    assert 1 <= len(pieces) <= 6 and all(0 <= piece < len(ENTRIES) for piece in pieces)


def test_what_ships_names_nobody_and_opens_without_pickle() -> None:
    vocabulary, embedding, scale = _embedding()
    assert embedding.dtype == np.int8 and embedding.shape[0] == len(vocabulary) == len(scale)
    assert len(set(vocabulary.entries)) == len(vocabulary)
    for entry in vocabulary.entries:
        assert not re.search(r"https?:|www\.|\w@\w|^@.|^\d{3,}$", entry), entry
    for path in TABLES.glob("*.npz"):
        with np.load(path, allow_pickle=False) as arrays:
            assert all(arrays[key].dtype != object for key in arrays.files)
    assert sum(path.stat().st_size for path in TABLES.glob("*.npz") if path.name != "snownlp.npz") < 20e6


# ── the network ─────────────────────────────────────────────────────────────────────────────────


def small_network(around: int, blocks: int, seed: int = 0) -> Network:
    rng = np.random.default_rng(seed)

    def weight(*shape: int) -> np.ndarray:
        return rng.normal(0, 0.3, shape).astype(np.float32)

    return Network(
        rng.integers(-127, 128, (30, 4)).astype(np.int8), rng.uniform(0.01, 0.02, 30).astype(np.float32), weight(4 * (2 * around + 1), 8),
        [Block(weight(8, 16), weight(40, 16), weight(16, 8)) for _ in range(blocks)], around, np.array([1, 2]),
        weight(8, 2), weight(2), weight(8, 9), weight(9), small_ngrams(seed),
    )  # fmt: skip


def small_ngrams(seed: int = 0) -> Ngrams:
    rng = np.random.default_rng(seed)
    return Ngrams(rng.integers(-127, 128, 30).astype(np.int8), rng.integers(-127, 128, 64).astype(np.int8), 0.01)


def by_hand(network: Network, pieces: list[int], clause: list[int], sentence: list[int]) -> np.ndarray:
    """The states of one window, written as loops over pieces; `clause` and `sentence` number those of each piece from 0."""

    def norm(v: np.ndarray) -> np.ndarray:
        return (v - v.mean()) / np.sqrt(v.var() + 1e-5)

    e = [norm(network.embedding[p].astype(float) * network.scale[p]) for p in pieces]
    n, a, width = len(pieces), network.around, 8
    nothing = np.zeros(4)
    x = [np.concatenate([e[j] if 0 <= j < n else nothing for j in range(i - a, i + a + 1)]) @ network.widen for i in range(n)]

    def mean(of: list[np.ndarray], numbers: list[int], wanted: int) -> np.ndarray:
        chosen = [v for v, number in zip(of, numbers, strict=True) if number == wanted]
        return np.mean(chosen, axis=0) if chosen else np.zeros(width)

    for block in network.blocks:
        y = [norm(v) for v in x]
        seen = [
            np.concatenate([*(mean(y, clause, c + step) for step in (0, -1, 1)), mean(y, sentence, s), np.mean(y, axis=0)])
            for c, s in zip(clause, sentence, strict=True)
        ]
        x = [v + np.maximum(n @ block.up + w @ block.wider, 0) @ block.down for v, n, w in zip(x, y, seen, strict=True)]
    return np.array([norm(v) for v in x])


# Pieces 1 and 2 end a clause; sentences are lists of clauses.
WINDOWS = [[[[3, 7, 1], [9, 29, 2, 1], [4]], [[5, 2]]], [[[5]]], [[[2, 2], [8]], [[6, 6]], [[1], [0]]]]


@pytest.mark.parametrize(("around", "blocks"), [(0, 0), (2, 0), (0, 1), (1, 2), (2, 3)])
def test_the_network_is_its_formula(around: int, blocks: int) -> None:
    network = small_network(around, blocks)
    windows = [[p for sentence in window for clause in sentence for p in clause] for window in WINDOWS]
    sentences = [[i for i, sentence in enumerate(window) for clause in sentence for _ in clause] for window in WINDOWS]
    clauses = [
        [i for i, clause in enumerate(clause for sentence in window for clause in sentence) for _ in clause]
        for window in WINDOWS
    ]
    different, rows = np.unique([p for window in windows for p in window], return_inverse=True)
    number = [10 * i + s for i, window in enumerate(sentences) for s in window]
    places = Places(np.isin(different, network.ends)[rows], np.array(number), np.repeat(range(3), list(map(len, windows))))
    states = network.states(rows, places, network.widened(different))
    expected = [by_hand(network, w, c, s) for w, c, s in zip(windows, clauses, sentences, strict=True)]
    np.testing.assert_allclose(states, np.concatenate(expected), atol=2e-4)


@pytest.mark.parametrize(("around", "blocks"), [(0, 0), (0, 2), (2, 1)])
@pytest.mark.parametrize("room", [1, 9, 1000])
def test_a_window_is_read_the_same_alone_and_among_others(
    monkeypatch: pytest.MonkeyPatch, around: int, blocks: int, room: int
) -> None:
    monkeypatch.setattr("textlens.score.model.network._ROOM", room)
    network = small_network(around, blocks)
    pieces = np.array([3, 1, 7, 7, 2, 9, 4, 1, 5, 5, 5, 8, 1, 6])
    sentence = np.repeat([0, 1, 2, 3], [5, 3, 2, 4])
    together = network.read(pieces, sentence, 4, np.array([0, 8, 10, 14]))[0]
    alone = [
        network.read(pieces[a:b], sentence[a:b] - sentence[a], len(set(sentence[a:b])), np.array([0, b - a]))[0]
        for a, b in ((0, 8), (8, 10), (10, 14))
    ]
    np.testing.assert_allclose(together, np.concatenate(alone), atol=1e-5)
    # Sentences of one window see each other: what is near in the first layer, means in the blocks.
    apart = network.read(pieces[:5], sentence[:5], 1, np.array([0, 5]))[0][0]
    assert (abs(apart - together[0]) > 1e-3) == (around + blocks > 0)


@pytest.mark.parametrize("pieces", [[[3]], [[3, 7, 3], [7], [29, 0, 5, 5]], [list(range(30)), [4]], [[], [1, 2], []], []])
def test_ngrams_are_their_formula(pieces: list[list[int]]) -> None:
    ngrams = small_ngrams()
    flat = np.array([p for sentence in pieces for p in sentence], dtype=np.int64)
    owner = np.repeat(np.arange(len(pieces)), [len(sentence) for sentence in pieces])
    added = ngrams.added(flat, owner, len(pieces))
    assert added.shape == flat.shape
    for number, sentence in enumerate(pieces):
        total = sum(int(ngrams.unigrams[p]) for p in sentence)
        total += sum(int(ngrams.bigrams[bigram_rows(np.array(pair), 64)[0]]) for pair in itertools.pairwise(sentence))
        assert added[owner == number].sum() == pytest.approx(total * 0.01 / max(1, len(sentence) ** 0.5, len(sentence) / 4))


def test_a_bigram_adds_to_both_of_its_pieces() -> None:
    ngrams = small_ngrams()
    row = bigram_rows(np.array([3, 7]), 64)[0]
    alone = Ngrams(np.zeros(30, dtype=np.int8), np.where(np.arange(64) == row, 100, 0).astype(np.int8), 0.01)
    assert alone.added(np.array([3, 7]), np.zeros(2, dtype=int), 1) == pytest.approx([0.5 / 2**0.5] * 2)
    assert not alone.added(np.array([3, 7]), np.array([0, 1]), 2).any()  # not across the end of a sentence
    assert ngrams.added(np.array([3]), np.zeros(1, dtype=int), 1) == pytest.approx([ngrams.unigrams[3] * 0.01])


def test_what_is_repeated_adds_no_more_than_four_times_its_mean() -> None:
    ones = Ngrams(np.full(30, 1, dtype=np.int8), np.zeros(64, dtype=np.int8), 1.0)
    totals = [ones.added(np.zeros(n, dtype=int), np.zeros(n, dtype=int), 1).sum() for n in (1, 4, 16, 17, 64, 250)]
    assert totals == pytest.approx([1, 2, 4, 4, 4, 4])
    assert divisor(np.array([0, 1])).tolist() == [1, 1]


@given(st.lists(st.integers(0, 100_000), min_size=2, max_size=30), st.sampled_from([1, 2, 1 << 10, 1 << 21]))
def test_rows_of_bigrams_lie_in_their_table(pieces: list[int], size: int) -> None:
    rows = bigram_rows(np.array(pieces), size)
    assert len(rows) == len(pieces) - 1 and ((rows >= 0) & (rows < size)).all()


def test_rows_of_bigrams_are_those_the_tables_were_made_with() -> None:
    # Tables are filled in training and read here: another hash would make noise of them.
    assert bigram_rows(np.array([3, 7, 71_350, 0]), 1 << 21).tolist() == [422_243, 353_164, 360_525]


def test_rows_of_bigrams_tell_order_and_hardly_collide() -> None:
    one = np.arange(2000)
    pairs = np.stack([np.repeat(one[:40], 40), np.tile(one[:40], 40)], axis=1)
    rows = np.array([bigram_rows(pair, 1 << 21)[0] for pair in pairs])
    assert len(np.unique(rows)) > 1590


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.integers(0, 3), st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_reading_adds_up(sizes: list[int], seed: int, blocks: int) -> None:
    network = small_network(1, blocks, seed)
    rng = np.random.default_rng(seed)
    sentence = np.repeat(np.arange(len(sizes)), sizes)
    pieces = rng.integers(0, 30, len(sentence))
    windows = windows_of(sentence, np.arange(len(sizes)) // 3, room=12)
    raw, emotions, added = network.read(pieces, sentence, len(sizes), windows)
    np.testing.assert_allclose(raw, network.value_bias[0] + np.bincount(sentence, weights=added), atol=1e-9)
    assert emotions.shape == (len(sizes), 8) and np.isfinite(emotions).all()


@given(
    st.lists(st.tuples(st.integers(1, 70), st.booleans()), min_size=1, max_size=40),
    st.integers(20, 160),
)
@settings(max_examples=200, deadline=None)
def test_windows(sentences: list[tuple[int, bool]], room: int) -> None:
    sizes = [size for size, _ in sentences]
    paragraph = np.cumsum([opens for _, opens in sentences])
    sentence = np.repeat(np.arange(len(sizes)), sizes)
    windows = windows_of(sentence, paragraph, room)
    assert windows[0] == 0 and windows[-1] == len(sentence) and (np.diff(windows) > 0).all()
    for a, b in itertools.pairwise(windows):
        inside = np.unique(sentence[a:b])
        assert len(set(paragraph[inside])) == 1, "a window is of one paragraph"
        assert b - a <= room or len(inside) == 1, "only a single sentence may be longer than the room"
        assert b - a == sum(sizes[i] for i in inside), "no sentence is cut"


@given(
    st.lists(st.tuples(st.integers(0, 70), st.booleans(), st.booleans()), min_size=1, max_size=40),
    st.integers(20, 160),
)
@settings(max_examples=200, deadline=None)
def test_what_is_read_together(sentences: list[tuple[int, bool, bool]], room: int) -> None:
    sizes = np.array([size for size, _, _ in sentences])
    passage = np.cumsum([opens for _, _, opens in sentences])
    paragraph = np.cumsum([opens or above for _, opens, above in sentences])
    together = read_together(np.repeat(np.arange(len(sizes)), sizes), paragraph, passage, room)
    assert len(together) == len(sizes) and (np.diff(together) >= 0).all()
    for number in np.unique(together):
        inside = together == number
        assert len(set(passage[inside])) == 1, "nothing is read with another passage"
        assert sizes[inside].sum() <= room or len(set(paragraph[inside])) == 1, (
            "only a single paragraph may be longer than the room"
        )
    for number in np.unique(paragraph):
        assert len(set(together[paragraph == number])) == 1, "no paragraph is parted"


def test_short_paragraphs_of_a_passage_are_read_in_stretches_of_one_length() -> None:
    sentence = np.repeat(np.arange(40), 10)
    together = read_together(sentence, np.arange(40), np.zeros(40, dtype=np.int64), 160)
    assert np.bincount(together).max() - np.bincount(together).min() <= 1 and together[-1] == 2


def test_a_long_paragraph_is_cut_evenly() -> None:
    sentence = np.repeat(np.arange(34), 10)
    assert np.diff(windows_of(sentence, np.zeros(34, dtype=np.int64), 160)).max() <= 120


def test_what_is_too_long_is_read_as_far_as_it_goes() -> None:
    vocabulary, _, _ = _embedding()
    n = LONGEST + 50
    tokens = Tokens(
        np.repeat([0, 1], [n, 2]),
        np.arange(n + 2),
        np.arange(1, n + 3),
        ["好"] * (n + 2),
        ["a"] * (n + 2),
        np.ones(n + 2, bool),
    )
    pieces, owner, sentence = pieces_of(tokens, vocabulary, 2)
    assert (sentence == 0).sum() == LONGEST and (sentence == 1).sum() == 2
    assert owner[-1] == n + 1 and len(pieces) == LONGEST + 2
    frame = textlens.analyze_text("好" * 5000 + "。").sentences
    assert frame["sentiment"].dropna().between(-1, 1).all()


@given(st.lists(st.floats(-30, 30), min_size=2, max_size=20))
def test_the_scale_keeps_order_and_sign_and_ends_where_it_says(raw: list[float]) -> None:
    scaled = on_scale(np.sort(raw))
    assert (np.diff(scaled) >= 0).all() and (np.abs(scaled) <= np.tanh(REACH)).all()
    assert (np.sign(scaled) == np.sign(np.sort(raw))).all()
    small = np.linspace(-0.3, 0.3, 61)
    np.testing.assert_allclose(on_scale(small), np.tanh(small), atol=0.01)


# ── scores ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("text", "sign"), TONED.items())
def test_clearly_toned(name: str, text: str, sign: int) -> None:
    value = textlens.analyze_text(text, scorer=name).sentences["sentiment"].mean()
    assert value * sign > 0.15


@pytest.mark.parametrize("name", NAMES)
def test_one_scale_and_no_made_up_zeros(name: str) -> None:
    frame = textlens.analyze_text("\n\n".join([*TONED, "……", "※", "好", "OK"]), scorer=name).sentences
    assert frame["sentiment"].dropna().between(-1, 1).all()
    silent = frame["text"].isin(["……", "※"])
    assert frame.loc[silent, ["sentiment", *EMOTIONS]].isna().all().all() and frame.loc[~silent, "sentiment"].notna().all()
    emotions = frame.loc[~silent, list(EMOTIONS)]
    assert emotions.to_numpy().min() >= 0 and (emotions.sum(axis=1) <= 1 + 1e-9).all()
    assert set(frame["emotion"].dropna()) <= {*EMOTIONS, "neutral"}
    assert (frame["scorer"] == name).all()


def test_the_strongest_emotion_is_named_or_neutral() -> None:
    frame = textlens.analyze(SAMPLES / "year-review-2024.txt").sentences.dropna(subset=["sentiment"])
    values = frame[list(EMOTIONS)]
    neutral = 1 - values.sum(axis=1)
    expected = np.where(values.max(axis=1) < neutral, "neutral", values.idxmax(axis=1))
    assert (frame["emotion"] == expected).all() and frame["emotion"].nunique() > 3


@pytest.mark.parametrize("name", NAMES)
def test_both_scripts_give_one_score(name: str) -> None:
    import opencc

    lines = [text for text in TONED if re.search("[\u4e00-\u9fff]", text) and "這" not in text]
    twins = [opencc.OpenCC("s2tw").convert(text) for text in lines]
    one, other = (textlens.analyze_text("\n\n".join(x), scorer=name).sentences["sentiment"] for x in (lines, twins))
    np.testing.assert_allclose(one, other, atol=1e-5)


def test_a_sentence_is_read_with_its_section_and_no_further() -> None:
    sentence, quarrel = "然后他就走了。", "我们大吵了一架，他骂我是废物，我一直在哭。"
    alone = textlens.analyze_text(sentence).sentences["sentiment"].iloc[0]
    for between in ("", "\n\n"):
        beside = textlens.analyze_text(quarrel + between + sentence).sentences["sentiment"].iloc[1]
        assert beside < alone - 0.02, "its neighbours colour it, in its paragraph and in the one before"
    for between in ("\n\n## 后来\n\n", "\n\n3月：", "\n\n2024年3月5日\n\n"):
        last = textlens.analyze_text("2月：" + quarrel + between + sentence).sentences["sentiment"].iloc[-1]
        own = (
            textlens.analyze_text(between.strip("\n") + "\n" * between.endswith("\n") + sentence)
            .sentences["sentiment"]
            .iloc[-1]
        )
        assert last == pytest.approx(own, abs=1e-5), f"what stands before {between!r} does not"


@pytest.mark.parametrize("name", NAMES)
def test_the_same_alone_and_among_others(name: str) -> None:
    scorer = ModelScorer() if name == "textlens" else FastScorer()
    texts = [*TONED, "好", "a", "x" * 300, "日" * 700]
    together = textlens.analyze(pd.DataFrame({"text": texts}), scorer=name, progress=False).sentences["sentiment"].to_numpy()
    alone = [textlens.analyze_text(text, scorer=name).sentences["sentiment"].iloc[0] for text in texts]
    np.testing.assert_allclose(together, alone, atol=1e-5)
    plain = SentenceBatch(texts, texts, ["zh"] * len(texts))
    np.testing.assert_allclose(
        scorer.score(plain).sentiment, [*alone[:6], scorer.score(plain).sentiment[6], *alone[7:]], atol=1e-5
    )
    # In one document the paragraphs of a section are read together, and colour each other.
    joined = textlens.analyze_text("\n\n".join(texts), scorer=name).sentences["sentiment"]
    assert 1e-3 < np.abs(joined - alone).max() < 0.4


# ── contributions and explanations ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".txt", ".md")))
def test_contributions_add_up(name: str, sample: str) -> None:
    result = textlens.analyze(SAMPLES / sample, scorer=name)
    sums = result.tokens.groupby("sentence_id")["contribution"].sum(min_count=1)
    frame = result.sentences.set_index("sentence_id").dropna(subset=["sentiment"])
    np.testing.assert_allclose(frame["base"] + sums.reindex(frame.index), frame["sentiment"], atol=1e-6)
    assert frame["base"].nunique() == 1


@pytest.mark.parametrize("size", [0.0, 1e-9, 1e-7, 1e-3])
def test_contributions_add_up_where_words_say_next_to_nothing(monkeypatch: pytest.MonkeyPatch, size: float) -> None:
    network = load("textlens")
    quiet = replace(network, value=network.value * size, ngrams=replace(network.ngrams, scale=network.ngrams.scale * size))
    monkeypatch.setattr("textlens.score.model.scorer.load", lambda name: quiet)
    result = textlens.analyze_text("今天特别开心，终于见到了老朋友。")
    added = result.tokens["contribution"]
    assert result.sentences["base"].dtype == np.float64
    assert added.sum() == pytest.approx((result.sentences["sentiment"] - result.sentences["base"]).iloc[0], rel=1e-3, abs=1e-15)
    assert added.abs().max() <= size * 10 and (size == 0) == (not added.any())


@pytest.mark.parametrize("name", NAMES)
def test_contributions_are_faithful(name: str) -> None:
    """Without the three words that add most, nine in ten clearly toned sentences are less so, where they stand."""
    result = textlens.analyze(SAMPLES, scorer=name, progress=False)
    words = dict(tuple(result.tokens[result.tokens["is_word"]].groupby(["doc_id", "sentence_id"])))
    texts, rows = [], []
    for row in result.sentences[result.sentences["sentiment"].abs() >= 0.35].itertuples():
        own = words[(row.doc_id, row.sentence_id)]
        if len(own) < 5:
            continue
        strongest = own.loc[(np.sign(row.sentiment) * own["contribution"]).sort_values(ascending=False).index[:3]]
        without = result.text(row.doc_id)
        for start, end in sorted(zip(strongest["start"], strongest["end"], strict=True), reverse=True):
            without = without[:start] + without[end:]
        texts.append(without)
        rows.append(row)
    again = textlens.analyze(pd.DataFrame({"text": texts}), scorer=name, progress=False).sentences
    less = []
    for row, (_, frame) in zip(rows, again.groupby("doc_id", sort=False), strict=True):
        now = frame["sentiment"].loc[(frame["start"] - row.start).abs().idxmin()]
        less.append(np.sign(row.sentiment) * now < abs(row.sentiment))
    assert len(less) >= 30
    assert np.mean(less) >= 0.9


def test_explain() -> None:
    result = textlens.analyze_text("外婆走了，我<b>哭</b>了一夜。\n\n今天很开心！😀")
    for sentence in result.sentences.itertuples():
        found = result.explain(sentence.sentence_id)
        assert isinstance(found, pd.DataFrame) and list(found.columns) == list(result.tokens.columns)
        assert found.base + found["contribution"].sum() == pytest.approx(found.sentiment, abs=1e-6)
        assert found.sentiment == sentence.sentiment
        assert "".join(found["token"]) == re.sub(r"\s|</?b>", "", sentence.text)
    html = result.explain(0)._repr_html_()
    assert "&lt;b&gt;" in html and "<b>哭" not in html and "background:" in html

    class Text(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found = ""

        def handle_data(self, data: str) -> None:
            self.found += data

    parser = Text()
    parser.feed(html)
    assert parser.found.startswith(result.sentences["text"].iloc[0]), "the sentence is shown as it stands"
    assert not isinstance(result.explain(0).head(1), type(result.explain(0))), "a part of it adds up to nothing"


def test_explain_says_what_it_needs(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("今天很开心。", encoding="utf-8")
    both = textlens.analyze(tmp_path, progress=False)
    with pytest.raises(ValueError, match="doc_id="):
        both.explain(0)
    assert both.explain(0, doc_id="b.txt").sentiment > 0
    with pytest.raises(KeyError, match=r"no sentence 7 .* 0 to 0"):
        both.explain(7, doc_id="b.txt")
    with pytest.raises(KeyError, match="no document 'c'"):
        both.explain(0, doc_id="c")
    with pytest.raises(ValueError, match="'vader' does not say"):
        textlens.analyze_text("I am happy.", scorer="vader").explain(0)
    assert textlens.analyze_text("……\n\n好").explain(0)["contribution"].isna().all()


def test_explain_works_on_what_was_saved(tmp_path: Path) -> None:
    result = textlens.analyze_text("今天很开心，虽然下雨了。")
    result.save(tmp_path / "saved")
    found = textlens.load(tmp_path / "saved").explain(0)
    assert found.base + found["contribution"].sum() == pytest.approx(found.sentiment, abs=1e-6)


# ── wholes ──────────────────────────────────────────────────────────────────────────────────────


def test_a_plain_reading_is_the_mean() -> None:
    rng = np.random.default_rng(0)
    scores, groups = rng.uniform(-1, 1, 60), rng.integers(0, 5, 60)
    means = group_means(scores, groups, 5, 0.4)
    np.testing.assert_allclose(means.mean, [scores[groups == g].mean() for g in range(5)])


def test_strong_sentences_and_endings_weigh_more() -> None:
    reading = Reading(power=0.75, last=0.6, shared=0.01, own=0.05)
    one = np.zeros(4, dtype=np.int64)

    def score(*values: float, paragraphs: bool = True) -> float:
        return float(group_means(np.array(values), one[: len(values)], 1, 0.4, reading, paragraphs=paragraphs).mean[0])

    assert score(0.9, 0.0, 0.0, paragraphs=False) > 0.3, "more than its third"
    assert score(0.0, 0.0, 0.9) > score(0.9, 0.0, 0.0) > 0
    assert score(0.0, 0.0, 0.9, paragraphs=False) == pytest.approx(score(0.9, 0.0, 0.0, paragraphs=False))
    assert score(0.5, 0.5, 0.5) == pytest.approx(0.5) and score(-0.5, 0.5, paragraphs=False) == pytest.approx(0)


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=30), st.sampled_from([PLAIN, *READINGS.values()]))
@settings(max_examples=100, deadline=None)
def test_a_whole_lies_among_its_sentences(values: list[float], reading: Reading) -> None:
    scores = np.array(values)
    means = group_means(scores, np.zeros(len(scores), dtype=np.int64), 1, 0.4, reading, paragraphs=True)
    assert scores.min() - 1e-9 <= means.mean[0] <= scores.max() + 1e-9
    assert -1 <= means.low[0] <= means.mean[0] <= means.high[0] <= 1


def test_more_sentences_make_an_interval_narrower() -> None:
    reading = READINGS["textlens"]
    widths = []
    for n in (1, 4, 20, 100):
        means = group_means(np.full(n, 0.1), np.zeros(n, dtype=np.int64), 1, 0.4, reading)
        widths.append(float(means.high[0] - means.low[0]))
    assert widths == sorted(widths, reverse=True) and widths[-1] > 0.1


def test_reading_of() -> None:
    assert reading_of(["textlens"] * 3) is READINGS["textlens"]
    assert reading_of(["textlens", "vader"]) is PLAIN and reading_of(["mine"]) is PLAIN and reading_of([]) is PLAIN


def test_networks_are_kept() -> None:
    assert load("textlens") is load("textlens")
    assert LONGEST <= ROOM  # no sentence is longer than a window
