"""The main job: `analyze` and `analyze_text`."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from textlens.analysis import Analysis
from textlens.errors import ReadError
from textlens.options import (
    Options,
    Progress,
    check_date,
    check_encoding,
    check_progress,
    check_user_words,
    check_workers,
)
from textlens.pipeline import DocumentResult, Failure, Prepared, analyse_document, finish, prepare
from textlens.read.document import from_string, whole
from textlens.read.sources import Input, resolve
from textlens.score.protocol import Scorer, Scores, SentenceBatch
from textlens.score.registry import resolve as resolve_scorer
from textlens.score.registry import run

#: Sentences gathered over documents before the scorer is called.
BATCH = 8192

ScorerLike = str | Scorer | Callable[[list[str]], Any]


def analyze(
    source: Any,
    *,
    scorer: ScorerLike = "textlens",
    encoding: str | None = None,
    date: Any = None,
    user_words: Any = None,
    text_column: str | None = None,
    date_column: str | None = None,
    workers: int = 1,
    progress: Progress = "auto",
) -> Analysis:
    """Read, split, score and date one document or many.

    Args:
        source: a file, a folder, a glob, a list of these, or a DataFrame (a row is a document).
        scorer: a name from `textlens.scorers()`, a `Scorer`, or a function ``list[str] -> sequence of float`` in -1..1.
        encoding: codec of the files; found by itself where None.
        date: the document's own date: a year, ``"YYYY-MM"`` or a day. Completes months that lack a year.
        user_words: words for the segmenter, or the path of a jieba dictionary.
        text_column: column of a DataFrame that holds the text.
        date_column: column of a DataFrame that holds each document's date.
        workers: processes to use; with more than 1, many documents are analysed side by side.
        progress: ``"auto"`` shows a bar on long work in a terminal or notebook, True always, False never.

    Raises:
        ReadError: a single file that cannot be read, a missing path, a folder with nothing to read.
        ValueError: an option's value is not one of the valid ones.
    """
    options = _options(scorer, encoding, date, user_words)
    shown = check_progress(progress)
    n_workers = check_workers(workers)
    resolved = resolve_scorer(scorer)
    inputs, single = resolve(source, text_column=text_column, date_column=date_column)
    if single:
        return Analysis.of(list(_in_batches([inputs[0]], options, resolved, raising=True)))
    from textlens.show.progress import track

    if n_workers > 1 and isinstance(scorer, str) and len(inputs) > 1:
        entries = _in_processes(inputs, options, min(n_workers, len(inputs)))
    else:
        entries = _in_batches(inputs, options, resolved)
    return Analysis.of(list(track(entries, total=len(inputs), description="analyzing", enabled=shown)))


def analyze_text(
    text: str,
    *,
    title: str | None = None,
    date: Any = None,
    scorer: ScorerLike = "textlens",
    user_words: Any = None,
    progress: Progress = "auto",
) -> Analysis:
    """Analyse one string; its ``doc_id`` is ``text``. The options are those of `analyze`.

    >>> import textlens
    >>> textlens.analyze_text("1月: 下雪了。\\n\\n2月: 雪化了。", date=2024).months["label"].tolist()
    ['2024-01', '2024-02']
    """
    if not isinstance(text, str):
        raise TypeError(f"text is {type(text).__name__}, not a string; textlens.analyze takes paths and DataFrames")
    if title is not None and not isinstance(title, str):
        raise TypeError(f"title={title!r} is not a string")
    check_progress(progress)
    options = _options(scorer, None, date, user_words)
    resolved = resolve_scorer(scorer)
    prepared = prepare(from_string("text", text, title=None if title is None else whole(title)), options)
    scores = run(resolved, prepared.batch(), prepared.sentences.readable)
    return Analysis.of([finish(prepared, scores)])


def _options(scorer: ScorerLike, encoding: Any, date: Any, user_words: Any) -> Options:
    words, path = check_user_words(user_words)
    return Options(
        scorer=scorer if isinstance(scorer, str) else "textlens",
        encoding=check_encoding(encoding),
        date=check_date(date),
        user_words=words,
        user_dict=path,
    )


def _in_batches(
    inputs: Iterable[Input], options: Options, scorer: Scorer, *, raising: bool = False
) -> Iterator[DocumentResult | Failure]:
    """Documents in order, their sentences scored in batches that go over documents."""
    waiting: list[Prepared | Failure] = []
    size = 0
    for entry in inputs:
        try:
            prepared = prepare(entry.read(options.encoding), options)
        except ReadError as error:
            if raising:
                raise
            waiting.append(_failure(entry, error))
            continue
        waiting.append(prepared)
        size += len(prepared.sentences)
        if size >= BATCH:
            yield from _scored(waiting, scorer)
            waiting, size = [], 0
    yield from _scored(waiting, scorer)


def _scored(waiting: list[Prepared | Failure], scorer: Scorer) -> Iterator[DocumentResult | Failure]:
    import numpy as np

    documents = [w for w in waiting if isinstance(w, Prepared)]
    batches = [d.batch() for d in documents]
    joined = SentenceBatch.concat(batches)
    readable = np.concatenate([d.sentences.readable for d in documents]) if documents else np.zeros(0, dtype=bool)
    scores = run(scorer, joined, readable) if len(joined) else Scores(np.zeros(0))
    at = token = 0
    for entry in waiting:
        if not isinstance(entry, Prepared):
            yield entry
            continue
        n, t = len(entry.sentences), len(entry.sentences.tokens)
        yield finish(entry, scores.rows(at, at + n, (token, token + t)))
        at, token = at + n, token + t


def _in_processes(inputs: list[Input], options: Options, workers: int) -> Iterator[DocumentResult | Failure]:
    """Documents in order, each analysed whole in a worker process."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # A fresh interpreter a worker: forking a process that holds threads (a notebook, a progress bar) can hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_one, inputs, [options] * len(inputs), chunksize=max(1, min(16, len(inputs) // (4 * workers))))


def _one(entry: Input, options: Options) -> DocumentResult | Failure:
    try:
        return analyse_document(entry.read(options.encoding), options)
    except ReadError as error:
        return _failure(entry, error)


def _failure(entry: Input, error: ReadError) -> Failure:
    return entry.doc_id, whole(str(entry.path or "")), whole(error.reason)
