"""Stage 5: the sentences that were read for this project, found again in the data by their hashes.

    python training/passages.py --data ../shared/data --work build

`readings.tsv.gz` (id, hash, language, valence, emotion) holds no text. Writes WORK/passages.tsv: id, language, text.
"""

import argparse
import gzip
import hashlib
import json
import lzma
from collections.abc import Iterator
from pathlib import Path

from textlens.options import Options
from textlens.pipeline import prepare
from textlens.read.document import Document
from textlens.split.sentences import split_sentences

HERE = Path(__file__).parent


def hashed(text: str) -> str:
    """Twelve hexadecimal digits of a sentence, white space made one."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


def readings() -> list[list[str]]:
    """Rows of the readings: id, hash, language, valence, emotion."""
    with gzip.open(HERE / "readings.tsv.gz", "rt", encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file]


def sentences(data: Path) -> Iterator[str]:
    """Every sentence of the unlabelled texts."""
    with lzma.open(data / "unlabelled" / "blogs.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            text = json.loads(line)["text"]
            yield from (text[a:b] for a, b in prepare(Document("post", text), Options()).sentences.spans)
    for name in ("zh_hans", "zh_hant", "en"):
        with lzma.open(data / "unlabelled" / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
            for line in file:
                text = line.strip()
                yield from (text[a:b] for a, b in split_sentences(text, 0, len(text)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    rows = readings()
    wanted = {row[1] for row in rows}
    found: dict[str, str] = {}
    for sentence in sentences(options.data):
        key = hashed(sentence)
        if key in wanted:
            found[key] = " ".join(sentence.split())
    lines = [f"{row[0]}\t{row[2]}\t{found[row[1]]}\n" for row in rows if row[1] in found]
    (options.work / "passages.tsv").write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} of {len(rows)} sentences found")


if __name__ == "__main__":
    main()
