"""Build ``src/textlens/score/tables/snownlp.npz`` from the installed snownlp.

Usage::

    python tools/build_snownlp_tables.py [OUTPUT.npz]

Source: the data files shipped inside the SnowNLP 0.12.3 wheel (the trained
segmenter, the trained sentiment classifier and the stop-word list).  SnowNLP is
MIT-licensed (Copyright (c) Rui Wang); its notice applies to the numbers in the
table.  The files are Python ``marshal`` dumps, which is why they are read here,
once, from a package that is already installed, and never at run time.

Layout, which :mod:`textlens.score.snownlp_tables` reads back.  A character is an
id: 0 is the sentence start, 1..len(chars) the Han characters the segmenter knows;
a tag is 0..3 for b, m, e, s (the start has tag 0).  Characters outside
U+4E00..U+9FA5 never reach the segmenter, so n-grams holding one are left out.

==================  =======  ====================================================
chars               uint16   code points, ascending
uni                 int32    (1 + len(chars), 4) tag counts of each id
bi_fan, bi_last     uint16   followers of each id: how many, and their ids
bi_ways, bi_tags    uint8    tag pairs of each bigram: how many, and 4*t1 + t2
bi_count            uint16   count of each tag pair
tri_fan, tri_last   uint16   followers of each bigram (a trie: rows are bigrams)
tri_ways, tri_tags  uint8    tag triples: how many, and 16*t1 + 4*t2 + t3
tri_count           uint16   count of each tag triple
scalars             float64  l1, l2, l3, sum of unigram counts, and the
                             classifier's total, negative total, positive total
words, stops        uint8    UTF-8 text, one word a line, sorted
neg, pos            int32    count of each word in each class (0: never seen)
==================  =======  ====================================================
"""

from __future__ import annotations

import gzip
import importlib.util
import marshal
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

OUTPUT = Path(__file__).resolve().parents[1] / "src/textlens/score/tables/snownlp.npz"
TAGS = {"BOS": 0, "b": 0, "m": 1, "e": 2, "s": 3}
# Deflating these saves little, and inflating them would be half of the load time.
STORED = {"bi_last", "tri_last", "tri_tags", "words"}
Arrays = dict[str, np.ndarray]


def package_folder() -> Path:
    """Where snownlp is installed; it is found, not imported (that takes seconds)."""
    spec = importlib.util.find_spec("snownlp")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("snownlp is not installed")
    return Path(spec.submodule_search_locations[0])


def read_marshal(path: Path) -> dict[str, Any]:
    """One of snownlp's model files, gzipped or not."""
    raw = path.read_bytes()
    if raw.startswith(b"\x1f\x8b"):
        raw = gzip.decompress(raw)
    model: dict[str, Any] = marshal.loads(raw)
    return model


def narrow(values: np.ndarray, dtype: type[np.unsignedinteger[Any]]) -> np.ndarray:
    """*values* as *dtype*, refusing to wrap around."""
    if values.size and int(values.max()) > np.iinfo(dtype).max:
        raise SystemExit(f"a count does not fit in {dtype.__name__}")
    return values.astype(dtype)


def encode(counts: Mapping[Any, int], ids: Mapping[str, int]) -> np.ndarray:
    """(n, 2k+1) int64 rows: k ids, k tags, count; sorted; known characters only."""
    rows = [
        [*(ids[c] for c, _ in gram), *(TAGS[t] for _, t in gram), count]
        for gram, count in counts.items()
        if count and all(c in ids for c, _ in gram)
    ]
    return np.array(sorted(rows), dtype=np.int64)


def level(rows: np.ndarray, parents: np.ndarray, name: str) -> tuple[Arrays, np.ndarray]:
    """One trie level: its arrays, and the (m, k) id n-grams that are its rows."""
    k = rows.shape[1] // 2
    grams, ways = np.unique(rows[:, :k], axis=0, return_counts=True)
    place = {tuple(p): i for i, p in enumerate(parents.tolist())}
    parent = [place[tuple(p)] for p in grams[:, :-1].tolist()]
    tags = rows[:, k:-1] @ (4 ** np.arange(k - 1, -1, -1))
    arrays = {
        f"{name}_fan": narrow(np.bincount(parent, minlength=len(parents)), np.uint16),
        f"{name}_last": narrow(grams[:, -1], np.uint16),
        f"{name}_ways": narrow(ways, np.uint8),
        f"{name}_tags": narrow(tags, np.uint8),
        f"{name}_count": narrow(rows[:, -1], np.uint16),
    }
    return arrays, grams


def segmenter_arrays(model: dict[str, Any]) -> Arrays:
    """The n-gram counts of the segmenter's hidden Markov model."""
    tagged = {char for char, _ in model["uni"]["d"]}
    chars = sorted(c for c in tagged if "\u4e00" <= c <= "\u9fa5")
    ids = {"": 0} | {c: i for i, c in enumerate(chars, 1)}
    uni = np.zeros((len(ids), 4), dtype=np.int32)
    for (char, tag), count in model["uni"]["d"].items():
        if char in ids:
            uni[ids[char], TAGS[tag]] = count
    bi, pairs = level(encode(model["bi"]["d"], ids), np.arange(len(ids))[:, None], "bi")
    tri, _ = level(encode(model["tri"]["d"], ids), pairs, "tri")
    code_points = np.array([ord(c) for c in chars], dtype=np.uint16)
    tables: Arrays = {"chars": code_points, "uni": uni}
    return tables | bi | tri


def blob(words: list[str]) -> np.ndarray:
    """The words as one array of UTF-8 bytes, a line each."""
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def classifier_arrays(model: dict[str, Any]) -> Arrays:
    """The classifier's word counts (which already include its add-one smoothing)."""
    neg, pos = model["d"]["neg"]["d"], model["d"]["pos"]["d"]
    # A word with white space in it is never looked up: the segmenter yields none.
    words = sorted(w for w in neg.keys() | pos.keys() if w.split() == [w])
    return {
        "words": blob(words),
        "neg": np.array([neg.get(w, 0) for w in words], dtype=np.int32),
        "pos": np.array([pos.get(w, 0) for w in words], dtype=np.int32),
    }


def build(folder: Path) -> Arrays:
    """Every array of the table, from the package's folder."""
    seg = read_marshal(folder / "seg" / "seg.marshal.3")
    nb = read_marshal(folder / "sentiment" / "sentiment.marshal.3")
    stops = (folder / "normal" / "stopwords.txt").read_text(encoding="utf-8")
    scalars = [seg["l1"], seg["l2"], seg["l3"], seg["uni"]["total"], nb["total"]]
    scalars += [nb["d"]["neg"]["total"], nb["d"]["pos"]["total"]]
    stop_words = sorted({s.strip() for s in stops.splitlines()} - {""})
    rest: Arrays = {"stops": blob(stop_words), "scalars": np.array(scalars, dtype=np.float64)}
    return segmenter_arrays(seg) | classifier_arrays(nb) | rest


def write(output: Path, arrays: Arrays) -> None:
    """An npz archive with a fixed date in it, so that equal arrays give equal bytes."""
    with zipfile.ZipFile(output, "w") as archive:
        for name, array in arrays.items():
            member = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            stored = name in STORED
            member.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            with archive.open(member, "w") as file:
                np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)


def main() -> None:
    """Write the table."""
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT
    arrays = build(package_folder())
    output.parent.mkdir(parents=True, exist_ok=True)
    write(output, arrays)
    print(f"{output}: {output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
