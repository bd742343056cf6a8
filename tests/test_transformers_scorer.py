"""The scorer ``transformers:NAME_OR_PATH``, with tiny models made here; no network."""

import json
import math
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import textlens
from textlens.score.protocol import EMOTIONS, SentenceBatch
from textlens.score.registry import resolve
from textlens.score.transformers_labels import label_values

CHARACTERS = "我你他很不高兴難难过快乐今天下雨了，。！abcdefghij"
POSITIONS = 16  # the tiny models' limit, [CLS] and [SEP] included
NAMES = ("negative", "neutral", "positive")


# ── labels: plain functions, no model ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("labels", "values"),
    [
        (["negative", "neutral", "positive"], [-1, 0, 1]),
        (["POSITIVE", "NEGATIVE"], [1, -1]),
        (["neg", "pos"], [-1, 1]),
        (["消极", "积极"], [-1, 1]),
        (["负面", "中性", "正面"], [-1, 0, 1]),
        (["1 star", "2 stars", "3 stars", "4 stars", "5 stars"], [-1, -0.5, 0, 0.5, 1]),
        (["star 1", "star 3"], [-1, 1]),
        (["Very Negative", "Negative", "Neutral", "Positive", "Very Positive"], [-1, -0.5, 0, 0.5, 1]),
        (["very_negative", "negative", "positive", "very-positive"], [-1, -0.5, 0.5, 1]),
        (["joy", "sadness", "anger", "surprise", "neutral", "love"], [1, -1, -1, 0, 0, 1]),
        (["LABEL_0", "LABEL_1"], None),
        (["0", "1"], None),
        (["positive", "LABEL_1"], None),
        (["very", "not"], None),
        (["1 star", "1 star"], None),
    ],
)
def test_labels_say_what_they_mean(labels: list[str], values: list[float] | None) -> None:
    found = label_values(labels)
    assert (None if found is None else found.tolist()) == values


# ── models ──────────────────────────────────────────────────────────────────────────────────────

Maker = Callable[..., str]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    """Makes a tiny BERT with these labels in a folder of its own, random but the same every time."""
    torch, transformers = pytest.importorskip("torch"), pytest.importorskip("transformers")
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(CHARACTERS), *(f"##{c}" for c in "abcdefghij")]

    def make_one(labels: tuple[str, ...] = NAMES, **settings: Any) -> str:
        folder = tmp_path_factory.mktemp("model")
        torch.manual_seed(7)
        config = transformers.BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=16,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=POSITIONS,
            id2label=dict(enumerate(labels)),
            label2id={label: i for i, label in enumerate(labels)},
            initializer_range=0.6,  # wide enough for the outputs to differ
            **settings,
        )
        model = transformers.BertForSequenceClassification(config)
        model.save_pretrained(folder, safe_serialization=True)
        (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
        settings_of_tokenizer = {"tokenizer_class": "BertTokenizer", "do_lower_case": True}
        (folder / "tokenizer_config.json").write_text(json.dumps(settings_of_tokenizer), encoding="utf-8")
        return str(folder)

    transformers.utils.logging.disable_progress_bar()
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # models this small lose time to more
    yield make_one
    torch.set_num_threads(threads)
    transformers.utils.logging.enable_progress_bar()


@pytest.fixture(scope="module")
def folder(make: Maker) -> str:
    return make()


def scored(scorer: Any, *texts: str) -> list[float]:
    batch = SentenceBatch(texts, texts, ["zh"] * len(texts))
    return [float(value) for value in scorer.score(batch).sentiment]


def probabilities(folder: str, text: str) -> np.ndarray:
    """The classes' probabilities for a text of the vocabulary's characters, by the model alone, without textlens."""
    import torch
    import transformers

    model = transformers.AutoModelForSequenceClassification.from_pretrained(folder, local_files_only=True).eval()
    vocabulary = (Path(folder) / "vocab.txt").read_text(encoding="utf-8").split("\n")
    ids = [vocabulary.index("[CLS]"), *(vocabulary.index(c) for c in text), vocabulary.index("[SEP]")]
    with torch.inference_mode():
        return np.asarray(torch.softmax(model(input_ids=torch.tensor([ids])).logits[0].double(), -1).numpy())


def test_sentiment_is_the_mean_of_the_labels_values(folder: str) -> None:
    scorer = resolve(f"transformers:{folder}")
    for text in ("我很高兴。", "他不高兴", "今天下雨了！"):
        low, _, high = probabilities(folder, text)
        assert scored(scorer, text) == [pytest.approx(high - low, abs=1e-5)]


def test_labels_in_another_order_or_language_map_alike(make: Maker) -> None:
    folder = make(("积极", "消极", "中性"))
    high, low, _ = probabilities(folder, "我很难过")
    assert scored(resolve(f"transformers:{folder}"), "我很难过") == [pytest.approx(high - low, abs=1e-5)]


def test_unnamed_labels_must_be_given(make: Maker) -> None:
    folder = make(("LABEL_0", "LABEL_1"))
    with pytest.raises(ValueError, match=r"LABEL_0, LABEL_1.*\?labels=-1,1'"):
        resolve(f"transformers:{folder}")
    low, high = probabilities(folder, "我很难过")
    expected = [pytest.approx(high - low, abs=1e-5)]
    assert scored(resolve(f"transformers:{folder}?labels=-1,1"), "我很难过") == expected
    from textlens.score.transformers import TransformersScorer

    assert scored(TransformersScorer(folder, labels=[-1, 1]), "我很难过") == expected
    assert scored(TransformersScorer(folder, labels={"LABEL_1": 1, "LABEL_0": -1}), "我很难过") == expected


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?labels=-1,1", "2 labels given for 3 classes"),
        ("?labels=-2,0,1", "between -1 and 1"),
        ("?labels=a,b,c", "not a list of numbers"),
        ("?label=1", "unknown option 'label'; the options are labels, script, device"),
        ("?script=latin", "script='latin'"),
        ("?device=nowhere", "cannot be loaded"),
    ],
)
def test_wrong_options_are_named(folder: str, query: str, message: str) -> None:
    with pytest.raises(ValueError, match="scorer='transformers:") as caught:
        resolve(f"transformers:{folder}{query}")
    assert message in str(caught.value)


def test_a_regression_is_clipped_or_scaled(make: Maker) -> None:
    import torch
    import transformers

    folder = make(("score",))
    model = transformers.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.fill_(4.0)
    model.save_pretrained(folder)
    assert scored(resolve(f"transformers:{folder}"), "我") == [1.0]
    assert scored(resolve(f"transformers:{folder}?labels=1,5"), "我") == [pytest.approx(0.5)]
    assert scored(resolve(f"transformers:{folder}?labels=5,1"), "我") == [pytest.approx(-0.5)]
    assert scored(resolve(f"transformers:{folder}?labels=5,9"), "我") == [-1.0]
    with pytest.raises(ValueError, match="labels=LOWEST,HIGHEST"):
        resolve(f"transformers:{folder}?labels=1,2,3")


def test_a_long_sentence_is_the_mean_of_its_windows_by_tokens(folder: str) -> None:
    text = "".join(CHARACTERS[i * i % 20] for i in range(40)).replace("，", "我")
    room, overlap = POSITIONS - 2, 3  # a quarter of the room
    starts = [0]
    while starts[-1] + room < len(text):
        starts.append(starts[-1] + room - overlap)
    windows = [text[start : start + room] for start in starts]
    assert len(windows) > 2 and len(windows[-1]) < room
    values = [float(p[2] - p[0]) for p in (probabilities(folder, window) for window in windows)]
    expected = np.average(values, weights=[len(window) for window in windows])
    scorer = resolve(f"transformers:{folder}")
    assert scored(scorer, text) == [pytest.approx(expected, abs=1e-5)]
    assert abs(expected - values[0]) > 1e-3  # a text that is cut off would be seen


def test_a_sentence_has_the_same_score_in_any_batch(folder: str) -> None:
    scorer = resolve(f"transformers:{folder}")
    texts = [CHARACTERS[i : i + 1 + i * 7 % 30] for i in range(20)]
    together, backwards = scored(scorer, *texts), scored(scorer, *reversed(texts))
    alone = [scored(scorer, text)[0] for text in texts]
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_allclose(backwards[::-1], alone, atol=1e-5)
    assert scored(scorer, *texts) == together
    assert scored(scorer) == []


def test_text_without_tokens_has_no_score(folder: str) -> None:
    first, second = scored(resolve(f"transformers:{folder}"), "", "我")
    assert math.isnan(first) and not math.isnan(second)


def test_the_model_reads_the_original_unless_told_otherwise(folder: str) -> None:
    batch = SentenceBatch(["我很難过"], ["我很难过"], ["zh"])
    original, shadow = (resolve(f"transformers:{folder}{query}").score(batch).sentiment[0] for query in ("", "?script=hans"))
    assert [original] == [pytest.approx(scored(resolve(f"transformers:{folder}"), "我很難过")[0], abs=1e-6)]
    assert shadow == pytest.approx(scored(resolve(f"transformers:{folder}"), "我很难过")[0], abs=1e-6)
    assert original != shadow


def test_emotion_labels_fill_the_columns(make: Maker) -> None:
    folder = make(("sadness", "joy", "love", "anger", "fear", "surprise"))
    sentences = textlens.analyze_text("我很高兴。\n\n2024", scorer=f"transformers:{folder}").sentences
    sadness, joy, love, anger, fear, surprise = probabilities(folder, "我很高兴。")
    row = sentences.iloc[0]
    expected = [joy, love, sadness, anger, fear, 0.0, surprise]
    assert [row[name] for name in EMOTIONS] == [pytest.approx(value, abs=1e-5) for value in expected]
    assert row["sentiment"] == pytest.approx(joy + love - sadness - anger - fear, abs=1e-5)
    assert row["scorer"] == f"transformers:{folder}"


def test_independent_labels_are_weighed_against_each_other(make: Maker) -> None:
    folder = make(("joy", "sadness"), problem_type="multi_label_classification")
    odds = 1 / (1 / probabilities(folder, "我很高兴") - 1)  # softmax over two: p / (1 - p) is exp of the difference
    value = scored(resolve(f"transformers:{folder}"), "我很高兴")[0]
    assert -1 < value < 1 and np.sign(value) == np.sign(odds[0] - 1)


# ── refusals ────────────────────────────────────────────────────────────────────────────────────


def test_pickled_weights_are_refused(folder: str, tmp_path: Path) -> None:
    import torch

    copy = Path(shutil.copytree(folder, tmp_path / "pickled"))
    (copy / "model.safetensors").unlink()
    torch.save({}, copy / "pytorch_model.bin")
    with pytest.raises(ValueError, match=r"only as pytorch_model\.bin, which can run code.*safetensors"):
        resolve(f"transformers:{copy}")


def test_code_in_a_models_folder_is_not_run(folder: str, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "remote"))
    config = json.loads((copy / "config.json").read_text(encoding="utf-8"))
    config |= {
        "model_type": "mine",
        "auto_map": {"AutoConfig": "mine.Config", "AutoModelForSequenceClassification": "mine.Model"},
    }
    (copy / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (copy / "mine.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", encoding="utf-8")
    with pytest.raises(ValueError, match="cannot be loaded"):
        resolve(f"transformers:{copy}")
    assert not (tmp_path / "ran").exists()


def test_a_model_without_a_trained_head_is_refused(folder: str, tmp_path: Path) -> None:
    import transformers

    copy = Path(shutil.copytree(folder, tmp_path / "headless"))
    transformers.AutoModelForSequenceClassification.from_pretrained(folder).bert.save_pretrained(copy)
    with pytest.raises(ValueError, match="no trained classifier: its weights lack classifier"):
        resolve(f"transformers:{copy}")


def test_folders_without_a_model_and_wrong_paths(tmp_path: Path) -> None:
    pytest.importorskip("transformers")
    with pytest.raises(ValueError, match="holds no model"):
        resolve(f"transformers:{tmp_path}")
    with pytest.raises(ValueError, match="there is no such folder"):
        resolve(f"transformers:{tmp_path / 'gone'}")
    with pytest.raises(ValueError, match="there is no such folder"):
        resolve("transformers:./gone")


def test_a_name_that_is_not_on_this_machine_asks_the_hub_last(monkeypatch: pytest.MonkeyPatch) -> None:
    transformers = pytest.importorskip("transformers")
    asked = []

    def refuse(path: str, **options: Any) -> None:
        asked.append(options["local_files_only"])
        assert options["trust_remote_code"] is False
        raise OSError(f"{path} is not there")

    monkeypatch.setattr(transformers.AutoConfig, "from_pretrained", refuse)
    with pytest.raises(ValueError, match=r"transformers:nobody/nothing' cannot be loaded.*not there"):
        resolve("transformers:nobody/nothing")
    assert asked == [True, False]


def test_missing_packages_name_the_extra(folder: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")  # one that is not loaded yet
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ImportError, match=r"pip install 'textlens\[transformers\]'"):
        resolve(f"transformers:{copy}")
