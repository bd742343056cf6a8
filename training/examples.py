"""Stage 6: every annotated, labelled and written sentence as pieces with its targets.

    python training/examples.py --data ../shared/data --work build

Writes WORK/examples.npz: `pieces` (int32, all sentences end to end), `end` (n,), `group` (n,: sentences of one passage, in order,
share a number), `domain` (n,: place in `DOMAINS`), `target` (n,: valence or label in -1..1, NaN where none), `emotion` (n, 8, rows sum
to 1 or 0), `split` (n,: 0 train, 1 dev, 2 and 3 kept from training), `lang` (n,: 0 zh, 1 en).
"""

import argparse
import csv
import gzip
import hashlib
from pathlib import Path

import numpy as np
from corpus import tokenise
from passages import readings

from textlens.identify.script import han_script
from textlens.normalise.convert import to_simplified_each
from textlens.score.model.forms import Vocabulary
from textlens.score.model.scorer import LONGEST

CODES = "jlsafdun"  # joy, love, sadness, anger, fear, disgust, surprise, neutral
DOMAINS = (
    "narrative",
    "reading",
    "written",
    "shopping",
    "waimai",
    "nlpcc14",
    "cvas",
    "cvap",
    "cvaw",
    "tweets",
    "amazon",
    "movie",
    "sst",
    "emotions",
)
_WORDS = {
    "j": [
        "joy",
        "amusement",
        "approval",
        "caring",
        "desire",
        "excitement",
        "optimism",
        "pride",
        "relief",
        "happy",
        "happiness",
        "like",
        "relaxed",
        "positive-other",
        "gratefulness",
        "anticipation",
    ],
    "l": ["love", "gratitude", "admiration", "trust", "grateful"],
    "s": ["sadness", "disappointment", "grief", "remorse", "sad", "depress"],
    "a": ["anger", "annoyance", "disapproval", "angry"],
    "f": ["fear", "nervousness", "embarrassment", "worried", "anxiety"],
    "d": ["disgust"],
    "u": ["surprise", "confusion", "curiosity", "realization", "astonished"],
    "n": ["neutral", "none"],
}
CODE_OF = {word: code for code, words in _WORDS.items() for word in words}
SIGN = {"j": 1.0, "l": 1.0, "s": -1.0, "a": -1.0, "f": -1.0, "d": -1.0, "n": 0.0}


class Table:
    """Rows on their way to the arrays."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.pieces: list[int] = []
        self.end: list[int] = []
        self.columns: dict[str, list] = {name: [] for name in ("group", "domain", "target", "emotion", "split", "lang")}
        self.groups = 0
        self.names: dict[str, int] = {}

    def add(self, line: str, *, new: bool, domain: str, target: float, codes: str, split: int, lang: str) -> None:
        """One sentence, given as its line of forms; `new` opens a group."""
        found: list[int] = []
        for form in line.split():
            found += self.vocabulary.pieces(form)
        if not found:
            return
        self.groups += new
        self.pieces += found[:LONGEST]
        self.end.append(len(self.pieces))
        emotion = np.zeros(8, dtype=np.float32)
        for code in codes:
            emotion[CODES.index(code)] += 1 / len(codes)
        for name, value in zip(
            self.columns, (self.groups, DOMAINS.index(domain), target, emotion, split, lang == "en"), strict=True
        ):
            self.columns[name].append(value)


def kept(text: str) -> bool:
    """Whether a labelled row belongs to the tenth kept from training; the same text always does or never."""
    return hashlib.sha256("".join(text.split()).encode()).digest()[0] < 26


def narrative(table: Table, data: Path, work: Path) -> None:
    for part, split in (("train", 0), ("dev", 1)):
        lines = (work / "forms" / f"narrative_{part}.txt").read_text(encoding="utf-8").split("\n")
        with gzip.open(data / "narrative" / f"{part}.tsv.gz", "rt", encoding="utf-8", newline="") as file:
            rows = [line.rstrip("\n").split("\t") for line in file]
        names = rows[0]
        last = ""
        for line, cells in zip(lines, rows[1:], strict=False):
            row = dict(zip(names, cells, strict=True))
            second = row.get("valence_2")
            value = (float(row["valence"]) + float(second if second is not None else row["valence"])) / 6
            codes = row["emotion"] + row.get("emotion_2", "")
            table.add(
                line or "…",
                new=row["passage"] != last,
                domain="narrative",
                target=value,
                codes=codes,
                split=split,
                lang=row["lang"][:2],
            )
            last = row["passage"]


def reading(table: Table, work: Path) -> None:
    """Passages read for this project: WORK/passages.tsv has their text."""
    judged = {row[0]: row for row in readings()}
    rows = [line.split("\t") for line in (work / "passages.tsv").read_text(encoding="utf-8").splitlines()]
    lines = tokenise(_simplified([row[2] for row in rows], [row[1] == "zh-Hant" for row in rows]), False)
    last = ""
    for (name, lang, _), line in zip(rows, lines, strict=True):
        value, code = judged[name][3:5]
        passage = name.split("-")[0]
        # Every eighth of the first passages is kept: whole paragraphs of them were judged as well (wholes.py).
        split = 3 if passage[0] == "x" and int(passage[1:]) % 8 == 0 else 0
        table.add(
            line or "…", new=passage != last, domain="reading", target=int(value) / 3, codes=code, split=split, lang=lang[:2]
        )
        table.names[name] = len(table.end) - 1
        last = passage


def _simplified(texts: list[str], convert: list[bool]) -> list[str]:
    chosen = [i for i, c in enumerate(convert) if c]
    result = list(texts)
    for i, text in zip(chosen, to_simplified_each([texts[i] for i in chosen]), strict=True):
        result[i] = text
    return result


def written(table: Table, folder: Path) -> None:
    """Sentences written for this project: single ones, and files of passages, parted by lines that begin with ##."""
    for path in sorted(folder.glob("*.tsv")):
        rows, fresh, new = [], [], True
        lines = path.read_text(encoding="utf-8").splitlines()
        passages = any(line.startswith("##") for line in lines)
        for line in lines:
            if line.startswith("##"):
                new = True
                continue
            cells = line.split("\t")
            if len(cells) == 5 and cells[4].strip() and set(cells[2]) <= set(CODES) and cells[2]:
                rows.append(cells)
                fresh.append(new or not passages)
                new = False
        texts = _simplified([row[4] for row in rows], [han_script(row[4]) == "Hant" for row in rows])
        for row, line, opens in zip(rows, tokenise(texts, False), fresh, strict=True):
            table.add(
                line,
                new=opens,
                domain="written",
                target=max(-1, min(1, int(row[1]) / 3)),
                codes=row[2][0],
                split=0,
                lang="en" if row[0] == "en" else "zh",
            )


def labelled(table: Table, data: Path, work: Path) -> None:
    def rows(name: str) -> list[tuple[str, dict[str, str]]]:
        lines = (work / "forms" / f"{name}.txt").read_text(encoding="utf-8").split("\n")
        with gzip.open(data / "labelled" / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
            return list(zip(lines, csv.DictReader(file), strict=False))

    for name, domain in (
        ("zh_online_shopping_10_cats", "shopping"),
        ("zh_waimai_10k", "waimai"),
        ("zh_nlpcc2014_sc_reviews", "nlpcc14"),
    ):
        for line, row in rows(name):
            split = 2 if kept(row["text"]) else 0
            table.add(line, new=True, domain=domain, target=2 * float(row["label"]) - 1, codes="", split=split, lang="zh")
    for name, domain, middle, half in (
        ("zh_cvas", "cvas", 5, 4), ("zh_cvap_phrases", "cvap", 5, 4), ("zh_cvaw_words", "cvaw", 5, 4), ("en_vader_tweets", "tweets", 0, 4),
        ("en_vader_amazon", "amazon", 0, 4), ("en_vader_movie", "movie", 0, 4), ("en_sst_sentence_score", "sst", 0.5, 0.5),
    ):  # fmt: skip
        for line, row in rows(name):
            split = 2 if domain == "movie" and kept(row["text"]) else 0
            value = max(-1.0, min(1.0, (float(row["label"]) - middle) / half))
            table.add(line, new=True, domain=domain, target=value, codes="", split=split, lang=name[:2])
    for name in (
        "zh_nlpcc2013_weibo_sentence", "zh_nlpcc2014_weibo_sentence", "zh_smp2020_virus", "zh_cped_dialog_valid_test",
        "zh_xed_subtitles_projected", "en_goemotions", "en_xed_subtitles", "en_tweeteval_emotion",
    ):  # fmt: skip
        for line, row in rows(name):
            words = row["label"].replace(",", "|").split("|")
            codes = "".join(sorted({CODE_OF[w.strip()] for w in words if w.strip() in CODE_OF}))
            if row["label"] in ("positive", "negative"):
                target = 1.0 if row["label"] == "positive" else -1.0
            else:
                signs = {SIGN[c] for c in codes if c in SIGN}
                target = signs.pop() if len(signs) == 1 else np.nan
            if codes or not np.isnan(target):
                table.add(line, new=True, domain="emotions", target=target, codes=codes, split=0, lang=name[:2])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    work: Path = options.work
    table = Table(Vocabulary((work / "vocabulary.txt").read_text(encoding="utf-8").splitlines()))
    narrative(table, options.data, work)
    reading(table, work)
    written(table, Path(__file__).parent / "written")
    labelled(table, options.data, work)
    c = table.columns
    arrays = {
        "pieces": np.array(table.pieces, dtype=np.int32), "end": np.array(table.end, dtype=np.int64),
        "group": np.array(c["group"], dtype=np.int32), "domain": np.array(c["domain"], dtype=np.int8),
        "target": np.array(c["target"], dtype=np.float32), "emotion": np.array(c["emotion"], dtype=np.float32),
        "split": np.array(c["split"], dtype=np.int8), "lang": np.array(c["lang"], dtype=np.int8),
    }  # fmt: skip
    np.savez(work / "examples.npz", **arrays)
    (work / "reading_rows.tsv").write_text("".join(f"{name}\t{row}\n" for name, row in table.names.items()), encoding="utf-8")
    for number, name in enumerate(DOMAINS):
        here = arrays["domain"] == number
        print(
            name,
            int(here.sum()),
            "dev",
            int((arrays["split"][here] == 1).sum()),
            "kept",
            int((arrays["split"][here] == 2).sum()),
        )


if __name__ == "__main__":
    main()
