"""Stage 1: every text as lines of forms, tokenised exactly as the library does it.

    python training/corpus.py --data ../shared/data --work build

Writes to WORK/forms: one line a paragraph for unlabelled text (a blank line between documents) and one line a sentence for
annotated and labelled text, forms joined by a space, in the order of the source.
"""

import argparse
import csv
import gzip
import json
import lzma
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

from textlens.identify.script import han_script
from textlens.normalise.convert import to_simplified_each
from textlens.normalise.shadow import Shadow
from textlens.options import Options
from textlens.pipeline import prepare
from textlens.read.document import Document
from textlens.score.model.forms import forms
from textlens.segment.han import segmenter
from textlens.segment.tokens import tokenize

CHUNK = 400


def tokenise(lines: list[str], convert: bool) -> list[str]:
    """Each line as its forms joined by a space."""
    if convert:
        lines = to_simplified_each(lines)
    tokens = tokenize([Shadow(line, 0, None) for line in lines], segmenter())
    found: list[list[str]] = [[] for _ in lines]
    for sentence, form in zip(tokens.sentence.tolist(), forms(tokens.lookup), strict=True):
        found[sentence].append(form.replace(" ", ""))
    return [" ".join(line) for line in found]


def tokenise_post(text: str) -> list[str]:
    """The paragraphs of a Markdown post as forms; program code and matter are left out."""
    prepared = prepare(Document("post", text), Options())
    sentences = prepared.sentences
    lines: dict[int, list[str]] = {}
    tokens = sentences.tokens
    for sentence, form in zip(tokens.sentence.tolist(), forms(tokens.lookup), strict=True):
        lines.setdefault(int(sentences.block[sentence]), []).append(form.replace(" ", ""))
    return [" ".join(line) for line in lines.values()]


def _paragraphs(job: tuple[str, list[str], bool]) -> list[str]:
    _, lines, convert = job
    return tokenise([line.strip() for line in lines], convert)


def _posts(job: tuple[str, list[str], bool]) -> list[str]:
    found: list[str] = []
    for line in job[1]:
        post = json.loads(line)
        found += [f"\t{post['repo']} {post['lang'][:2]}", *tokenise_post(post["text"]), ""]
    return found


def _chunks(path: Path, convert: bool) -> Iterator[tuple[str, list[str], bool]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        while chunk := list(islice(file, CHUNK)):
            yield path.name, chunk, convert


def unlabelled(data: Path, out: Path, pool: ProcessPoolExecutor) -> None:
    for name, work in (
        ("blogs.jsonl.xz", _posts),
        ("zh_hans.txt.xz", _paragraphs),
        ("zh_hant.txt.xz", _paragraphs),
        ("en.txt.xz", _paragraphs),
    ):
        began = time.perf_counter()
        target = out / (name.split(".")[0] + ".txt")
        if target.exists():
            continue
        with open(target.with_suffix(".part"), "w", encoding="utf-8") as file:
            jobs = _chunks(data / "unlabelled" / name, "hant" in name)
            while some := list(islice(jobs, 64)):
                for lines in pool.map(work, some):
                    file.write("\n".join(lines) + "\n")
        target.with_suffix(".part").rename(target)
        print(f"{name}: {target.stat().st_size / 1e6:.0f} MB of forms, {time.perf_counter() - began:.0f} s", flush=True)


def annotated(data: Path, out: Path) -> None:
    for part in ("train", "dev"):
        with gzip.open(data / "narrative" / f"{part}.tsv.gz", "rt", encoding="utf-8", newline="") as file:
            rows = [line.rstrip("\n").split("\t") for line in file][1:]
        texts = [row[-1] for row in rows]
        hant = [i for i, row in enumerate(rows) if row[2] == "zh-Hant"]
        for i, text in zip(hant, to_simplified_each([texts[i] for i in hant]), strict=True):
            texts[i] = text
        (out / f"narrative_{part}.txt").write_text("\n".join(tokenise(texts, False)) + "\n", encoding="utf-8")
        print(part, len(texts), flush=True)
    for path in sorted((data / "labelled").glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            texts = [" ".join(row["text"].split()) for row in csv.DictReader(file)]
        if path.name.startswith("zh"):
            hant = [i for i, text in enumerate(texts) if han_script(text) == "Hant"]
            for i, text in zip(hant, to_simplified_each([texts[i] for i in hant]), strict=True):
                texts[i] = text
        (out / (path.name.split(".")[0] + ".txt")).write_text("\n".join(tokenise(texts, False)) + "\n", encoding="utf-8")
        print(path.name, len(texts), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    out = options.work / "forms"
    out.mkdir(parents=True, exist_ok=True)
    annotated(options.data, out)
    with ProcessPoolExecutor(2) as pool:
        unlabelled(options.data, out, pool)


if __name__ == "__main__":
    main()
