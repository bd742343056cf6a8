"""A check beside the stages: that nothing written for training repeats the texts the figures are measured on.

    python training/clear.py --data ../shared/data --documents ../shared/docs

Prints every line of `written/` that shares six Chinese characters in a row or five English words with the dev split, the project's
own gold and behaviour cases or a document, and ends with status 1 where there is one.
"""

import argparse
import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HAN, WORDS = 6, 5
_OWN = Path(__file__).parents[1] / "data"
_SUFFIXES = (".md", ".txt", ".htm", ".html", ".json", ".srt", ".xml")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_BETWEEN = re.compile(r"[，,、。 ]")
_WORD = re.compile(r"[a-z']+")


def stretches(text: str) -> set[str]:
    """The stretches of a text that two texts share only when one repeats the other.

    >>> sorted(stretches("今天，真的很累")), sorted(stretches("It was so good."))
    (['今天真的很累'], ['^it was so good$'])
    """
    text = text.lower()
    found = set()
    for run in _HAN_RUN.findall(_BETWEEN.sub("", text)):
        found |= {run[i : i + HAN] for i in range(len(run) - HAN + 1)}
    words = _WORD.findall(text)
    found |= {" ".join(words[i : i + WORDS]) for i in range(len(words) - WORDS + 1)}
    if 3 <= len(words) <= WORDS:  # a short sentence counts as a whole
        found.add("^" + " ".join(words) + "$")
    return found


def measured(data: Path, documents: Path | None) -> Iterator[tuple[str, str]]:
    """Every line that figures are measured on, and where it stands."""
    with gzip.open(data / "narrative" / "dev.tsv.gz", "rt", encoding="utf-8", newline="") as file:
        for line in file:
            yield "dev", line.rstrip("\n").split("\t")[-1]
    for path in (p for folder in (_OWN, documents) if folder for p in sorted(folder.rglob("*"))):
        if path.suffix in _SUFFIXES and path.stem != "README":
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                yield path.name, line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--documents", type=Path)
    options = parser.parse_args()
    where: dict[str, str] = {}
    for name, text in measured(options.data, options.documents):
        where.update(dict.fromkeys(stretches(text), name))
    lines = repeated = 0
    for path in sorted((Path(__file__).parent / "written").glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("##"):
                continue
            lines += 1
            if shared := sorted(s for s in stretches(line.split("\t")[-1]) if s in where):
                repeated += 1
                print(f"{path.name}:{number}: {shared[0]!r} stands in {where[shared[0]]}")
    print(f"{repeated} of {lines} written lines repeat a measured text")
    sys.exit(bool(repeated))


if __name__ == "__main__":
    main()
