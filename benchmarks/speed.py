"""What textlens costs, beside the pipeline most people write, in one run.

Run: python benchmarks/speed.py [--text FILE] [--size BYTES] [--rounds N]

Prints, as medians: the start-up of ``import textlens`` over bare Python; ``analyze`` of a 15 KB document cold (a new
process) and warm; and on 1 MB of Chinese the ratio to OpenCC + jieba + SnowNLP paragraph by paragraph, with frames and
tokens. Then the parity with jieba and SnowNLP that makes the comparison fair. Needs the test extra.
Without --text the megabyte is made of words drawn by their frequency in jieba's dictionary: no stretch
repeats, so nothing gains from having been seen before.
"""

import argparse
import functools
import logging
import random
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCORERS = ("snownlp", "textlens", "textlens-fast")
SAMPLE = ROOT / "data" / "samples" / "year-review-2024.txt"


def timed(function: Callable[[], object]) -> float:
    """Seconds one call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def process_seconds(code: str, runs: int = 7) -> float:
    """Median wall time of a new Python process that runs the code, after one uncounted run."""

    def once() -> None:
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)

    once()
    return statistics.median(timed(once) for _ in range(runs))


def written_by_frequency(n_bytes: int, seed: int = 0) -> str:
    """Chinese-looking prose of about n_bytes: dictionary words by frequency, commas, full stops, paragraphs."""
    rng = random.Random(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    lines = Path(jieba.__path__[0], "dict.txt").read_text(encoding="utf-8").splitlines()
    words, weights = [], []
    for line in lines:
        word, frequency, _ = line.split(" ")
        if "\u4e00" <= word[0] <= "\u9fd5":
            words.append(word)
            weights.append(int(frequency))
    drawn = iter(rng.choices(words, weights, k=n_bytes))
    paragraphs, size = [], 0
    while size < n_bytes:
        sentences = []
        for _ in range(rng.randint(1, 6)):
            clauses = ["".join(next(drawn) for _ in range(rng.randint(2, 9))) for _ in range(rng.randint(1, 4))]
            sentences.append("，".join(clauses) + rng.choice("。。。。？！"))
        paragraphs.append("".join(sentences))
        size += len(paragraphs[-1].encode()) + 2
    return "\n\n".join(paragraphs)


def naive(text: str) -> list[float]:
    """The pipeline most people write: a score and words for each paragraph."""
    import jieba
    import opencc
    from snownlp import SnowNLP

    convert = opencc.OpenCC("t2s").convert
    scores = []
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            simplified = convert(paragraph)
            jieba.lcut(simplified)
            scores.append(SnowNLP(simplified).sentiments)
    return scores


def ours(path: Path, scorer: str) -> int:
    """The same with textlens: sentence scores, paragraphs, tokens, as frames."""
    import textlens

    result = textlens.analyze(path, scorer=scorer, progress=False)
    return len(result.sentences) + len(result.paragraphs) + len(result.tokens)


def parity(text: str) -> None:
    """Print how often tokens equal jieba's and scores SnowNLP's."""
    import re

    import jieba
    from snownlp import SnowNLP

    from textlens.score.snownlp_bayes import probabilities
    from textlens.segment.han import segmenter

    runs = re.findall("[\u4e00-\u9fff]+", text)[:5000]
    runs += [run for path in sorted(SAMPLE.parent.iterdir()) for run in re.findall("[\u4e00-\u9fff]+", path.read_text("utf-8"))]
    equal = sum(segmenter().cut(run) == jieba.lcut(run) for run in runs)
    print(f"jieba.lcut parity: {equal} of {len(runs)} Han runs")
    sentences = [s for s in re.split("(?<=[。？！\n])", SAMPLE.read_text("utf-8") + text) if s.strip()][:500]
    apart = max(abs(SnowNLP(s).sentiments - p) for s, p in zip(sentences, probabilities(sentences), strict=True))
    print(f"SnowNLP parity: largest difference {apart:.1e} over {len(sentences)} sentences")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, help="UTF-8 Chinese text to measure on, paragraphs separated by blank lines")
    parser.add_argument("--size", type=int, default=1_000_000, help="bytes to measure on (default 1,000,000)")
    parser.add_argument("--rounds", type=int, default=2, help="times the two pipelines run in turn (default 2)")
    arguments = parser.parse_args()
    logging.getLogger("jieba").setLevel(logging.ERROR)

    bare, imported = process_seconds("pass"), process_seconds("import textlens")
    print(f"import textlens: {1000 * (imported - bare):.0f} ms more than bare Python ({1000 * bare:.0f} ms)")
    with tempfile.TemporaryDirectory() as folder:
        fifteen = Path(folder, "fifteen.txt")
        sample = SAMPLE.read_text("utf-8")
        fifteen.write_text((sample + "\n\n" + sample)[: 15_000 // 3], encoding="utf-8")
        size = fifteen.stat().st_size
        cold = process_seconds(f"import textlens; textlens.analyze({str(fifteen)!r}).sentences") - bare
        import textlens

        textlens.analyze(fifteen)
        warm = statistics.median(timed(lambda: textlens.analyze(fifteen).sentences) for _ in range(15))
        print(f"analyze of {size / 1000:.0f} KB: {cold:.2f} s cold, {1000 * warm:.0f} ms warm (default scorer)")
        text = arguments.text.read_text("utf-8") if arguments.text else written_by_frequency(arguments.size)
        text = text.encode()[: arguments.size].decode("utf-8", "ignore")
        megabyte = Path(folder, "megabyte.txt")
        megabyte.write_text(text, encoding="utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            naive(text[:200])  # each pipeline's models are loaded before the clock starts
            for scorer in SCORERS:
                ours(fifteen, scorer)
            size_mb = len(text.encode()) / 1e6
            for _ in range(arguments.rounds):
                slow = timed(lambda: naive(text))
                print(f"{size_mb:.2f} MB: naive {slow:.1f} s; with frames and tokens")
                for scorer in SCORERS:
                    quick = timed(functools.partial(ours, megabyte, scorer))
                    print(f"  scorer={scorer!r}: {quick:.2f} s, {slow / quick:.0f} times as fast")
            parity(text)


if __name__ == "__main__":
    main()
