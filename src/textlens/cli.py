"""The ``textlens`` command."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from textlens import __version__
from textlens.errors import TextlensError

if TYPE_CHECKING:
    from textlens.analysis import Analysis

#: Exit statuses: everything read; some inputs could not be read; nothing could be done.
OK, SOME_FAILED, NOTHING = 0, 1, 2


class _UsageError(Exception):
    """A command line that makes no sense."""


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line like every other."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing the usage and leaving."""
        raise _UsageError(f"{message} (see '{self.prog} --help')")

    def _print_message(self, message: str, file: Any = None) -> None:
        """Help on any output, whatever it can show."""
        from textlens.show.values import encodable

        stream = file or sys.stderr
        stream.write(encodable(message, getattr(stream, "encoding", None) or "utf-8"))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="textlens", description="How a text feels, where and why: Chinese, English or both.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"textlens {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    analyze = commands.add_parser(
        "analyze", help="sentiment of documents, month by month", allow_abbrev=False,
        description="Analyse documents and print their sentiment, month by month. Nothing leaves this machine unless the scorer is llm:….",
    )  # fmt: skip
    analyze.add_argument("source", nargs="+", metavar="SOURCE", help="a file, a folder or a pattern such as 'notes/*.md'")
    analyze.add_argument("--out", metavar="DIR", help="write every frame into this folder")
    analyze.add_argument(
        "--format", default="csv", metavar="FMT", help="of the files in --out: csv (default), json, parquet, xlsx"
    )
    analyze.add_argument("--plot", metavar="FILE", help="draw the months and the arc into a picture: .png, .svg or .pdf")
    analyze.add_argument("--scorer", default="textlens", metavar="NAME", help="see 'textlens scorers' (default: textlens)")
    analyze.add_argument("--encoding", metavar="CODEC", help="of the files, where finding it by itself goes wrong")
    analyze.add_argument("--date", metavar="DATE", help="the document's own date: 2024, 2024-03 or 2024-03-18")
    analyze.add_argument("--user-words", metavar="FILE", help="a jieba user dictionary: 'word [frequency] [tag]' a line")
    analyze.add_argument("--workers", type=int, default=1, metavar="N", help="processes for many documents (default: 1)")
    analyze.add_argument(
        "--no-progress", dest="progress", action="store_false", default="auto", help="never show a progress bar"
    )
    _add_evaluate(commands)
    commands.add_parser("scorers", help="list the scorers", allow_abbrev=False)
    return parser


def _add_evaluate(commands: "argparse._SubParsersAction[_Parser]") -> None:
    evaluate = commands.add_parser(
        "evaluate", help="compare scorers with readers", allow_abbrev=False,
        description="Compare scorers with the readers of a gold set: the project's own, or a folder or csv of yours.",
    )  # fmt: skip
    evaluate.add_argument("gold", nargs="?", metavar="GOLD", help="a folder with gold_valence.tsv, or a csv of text,valence")
    evaluate.add_argument(
        "--scorer", action="append", metavar="NAME", help="repeat for several (default: textlens, snownlp and vader)"
    )
    evaluate.add_argument("--cases", action="store_true", help="run the behaviour cases instead of the gold")
    evaluate.add_argument("--samples", type=int, default=500, metavar="N", help="bootstrap samples (default: 500)")
    evaluate.add_argument("--out", metavar="FILE", help="write every figure as csv")
    evaluate.add_argument("--plot", metavar="FILE", help="draw the agreement: .png, .svg or .pdf")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit status is 0, 1 (some inputs failed) or 2 (one line on standard error says why)."""
    try:
        arguments = _parser().parse_args(argv)
        status = _COMMANDS[arguments.command](arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        _silence()
        return OK
    except KeyboardInterrupt:
        return _complain("interrupted")
    except (_UsageError, TextlensError, ValueError, ImportError, OSError) as error:
        return _complain(str(error))
    except Exception as error:
        return _complain(f"this is a mistake in textlens, please report it: {type(error).__name__}: {error}")


def _silence() -> None:
    """The reader of a pipe has gone (… | head): nothing more to say, and nothing wrong."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> int:
    """One line on standard error, whatever it can show."""
    from textlens.show.labels import visible
    from textlens.show.values import encodable

    print(encodable(f"textlens: {visible(message)}", sys.stderr.encoding or "utf-8"), file=sys.stderr)
    return NOTHING


def _scorers(arguments: argparse.Namespace) -> int:
    from textlens.score.registry import scorers
    from textlens.show.values import encodable

    found = scorers()
    width = max(map(len, found))
    for name, about in found.items():
        print(encodable(f"{name:{width}}  {about}", sys.stdout.encoding or "utf-8"))
    return OK


def _analyze(arguments: argparse.Namespace) -> int:
    from textlens.api import analyze
    from textlens.save.tables import checked_format
    from textlens.show.table import print_summary

    checked_format(arguments.format)
    if arguments.out and os.path.exists(arguments.out) and not os.path.isdir(arguments.out):
        raise ValueError(f"--out {arguments.out} is a file; give a folder to save into")
    if arguments.plot:
        _check_picture(arguments.plot)
    source = arguments.source[0] if len(arguments.source) == 1 else arguments.source
    result = analyze(
        source,
        scorer=arguments.scorer,
        encoding=arguments.encoding,
        date=arguments.date,
        user_words=arguments.user_words,
        workers=arguments.workers,
        progress=arguments.progress,
    )
    try:
        print_summary(result.documents, result.months)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()  # the reader has seen enough; the files are still wanted
    if arguments.out:
        result.save(arguments.out, arguments.format)
    if arguments.plot:
        _draw(result, arguments.plot)
    failed = result.documents[result.documents["problem"] != ""]
    if failed.empty:
        return OK
    for row in failed.itertuples():
        _complain(f"{row.doc_id}: {row.problem}")
    _complain(f"{len(failed)} of {len(result.documents)} documents could not be read")
    return NOTHING if len(failed) == len(result.documents) else SOME_FAILED


def _evaluate(arguments: argparse.Namespace) -> int:
    from textlens.evaluation import behaviour
    from textlens.evaluation.evaluate import DEFAULT_SCORERS, MEASURES, evaluate
    from textlens.show.evaluation_table import print_evaluation, print_pass_rates

    scorers = arguments.scorer or DEFAULT_SCORERS
    if arguments.plot:
        _check_picture(arguments.plot)
    if arguments.cases:
        if arguments.plot:
            raise ValueError("--plot draws agreement with readers; it does not go with --cases")
        rates = behaviour.pass_rates(scorers, behaviour.read_cases(arguments.gold))
        print_pass_rates(rates)
        if arguments.out:
            rates.to_csv(arguments.out, encoding="utf-8-sig")
        return OK
    evaluation = evaluate(arguments.gold, scorers=scorers, samples=arguments.samples)
    print_evaluation(evaluation.frame, MEASURES)
    if arguments.out:
        evaluation.frame.to_csv(arguments.out, index=False, encoding="utf-8-sig")
    if arguments.plot:
        from matplotlib.figure import Figure

        figure = Figure(figsize=(8, 4.5), layout="constrained", dpi=150)
        evaluation.plot(ax=figure.subplots())
        figure.savefig(arguments.plot)
    return OK


def _check_picture(path: str) -> None:
    """Refuse a picture no backend can write before any work is done."""
    from matplotlib.figure import Figure

    kinds = Figure().canvas.get_supported_filetypes()
    ending = os.path.splitext(path)[1].lstrip(".").lower()
    if ending not in kinds:
        raise ValueError(f"--plot {path}: the ending must name a kind of picture: {', '.join(sorted(kinds))}")
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):
        raise ValueError(f"--plot {path}: there is no folder {folder}")


def _draw(result: "Analysis", path: str) -> None:
    """The months above the arc, or the arc alone where no month is known, without touching pyplot."""
    from matplotlib.figure import Figure

    read = int((result.documents["problem"] == "").sum())
    months = result.months if read == 1 else result.timeline("month")
    dated = bool(months["sentiment"].notna().any())
    figure = Figure(figsize=(9, 8.6 if dated else 4.6), layout="constrained", dpi=150)
    axes = figure.subplots(2 if dated else 1, squeeze=False)[:, 0]
    if dated:
        result.plot_months(ax=axes[0])
    result.plot(ax=axes[-1])
    if dated:
        axes[-1].set_title("")
    figure.savefig(path)


_COMMANDS = {"analyze": _analyze, "evaluate": _evaluate, "scorers": _scorers}
