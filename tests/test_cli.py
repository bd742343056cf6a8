"""The command: what it prints where, the files it writes, and its exit status."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import textlens
from textlens.cli import main
from textlens.show.table import PLAIN_COLUMNS

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
REVIEW = str(SAMPLES / "year-review-2024.txt")


@pytest.fixture
def diary(tmp_path: Path) -> str:
    path = tmp_path / "日记.txt"
    path.write_text("1月：今天下雨，很难过。\n\n2月：放晴了，真高兴！\n", encoding="utf-8")
    return str(path)


def run(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, as a shell would start it."""
    environment = {**os.environ, "PYTHONWARNINGS": "error", **options.pop("env", {})}
    command = [sys.executable, "-m", "textlens", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=60, env=environment, check=False, **options)


def complains(capsys: pytest.CaptureFixture[str], *words: str) -> None:
    """One line on standard error with these words, nothing on standard output."""
    out, err = capsys.readouterr()
    assert err.startswith("textlens: ") and err.endswith("\n") and err.count("\n") == 1, err
    assert "Traceback" not in err and out == ""
    for word in words:
        assert word in err, err


# ── what is printed ─────────────────────────────────────────────────────────────────────────────


def test_a_table_in_a_terminal_is_plain_in_a_pipe(diary: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", diary, "--date", "2024"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    rows = [line.split("\t") for line in out.splitlines()]
    assert rows[0] == list(PLAIN_COLUMNS)
    assert all(len(row) == len(PLAIN_COLUMNS) for row in rows)
    assert [row[0] for row in rows[1:]] == ["document", "month", "month"]
    assert [row[3] for row in rows[2:]] == ["2024-01", "2024-02"]
    assert {row[1] for row in rows[1:]} == {"日记.txt"}
    assert "\x1b" not in out


def test_numbers_are_those_of_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", REVIEW]) == 0
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out), delimiter="\t", quoting=csv.QUOTE_NONE))
    months = textlens.analyze(REVIEW, progress=False).months
    found = [row for row in table if row["row"] == "month"]
    assert [row["label"] for row in found] == months["label"].tolist()
    assert [float(row["sentiment"]) for row in found] == pytest.approx(months["sentiment"].tolist(), abs=1e-4)
    assert [row["keywords"] for row in found] == months["keywords"].tolist()


def test_several_sources(diary: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", diary, REVIEW, str(SAMPLES / "*.md")]) == 0
    out, err = capsys.readouterr()
    documents = [line.split("\t")[1] for line in out.splitlines() if line.startswith("document\t")]
    assert [Path(name).name for name in documents] == [
        "日记.txt",
        "year-review-2024.txt",
        "feature-night-shift.md",
        "journal-2023.md",
    ]
    assert err == ""


def test_options_reach_the_analysis(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes("三月：银杏茶馆子很好。".encode("gb18030"))
    words = tmp_path / "words.txt"
    words.write_text("银杏茶馆子 100000 n\n", encoding="utf-8")
    options = ["--scorer", "snownlp", "--encoding", "gb18030", "--date", "2021", "--user-words", str(words), "--no-progress"]
    assert main(["analyze", str(path), "--out", str(tmp_path / "out"), "--workers", "1", *options]) == 0
    loaded = textlens.load(tmp_path / "out")
    assert loaded.months["label"].tolist() == ["2021-03"]
    assert loaded.sentences["scorer"].tolist() == ["snownlp"]
    assert "银杏茶馆子" in loaded.tokens["token"].tolist()
    assert loaded.documents["encoding"].tolist() == ["gb18030"]


def test_workers_and_repeats(diary: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[int] = []
    real = textlens.analyze
    monkeypatch.setattr(
        "textlens.api.analyze",
        lambda source, **options: real(source, **{**options, "workers": asked.append(options["workers"]) or 1}),
    )
    assert main(["analyze", diary, diary, "--workers", "2"]) == 0
    assert asked == [2] and "日记.txt#2" in capsys.readouterr().out


def test_the_list_of_scorers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scorers"]) == 0
    out, err = capsys.readouterr()
    assert [line.split()[0] for line in out.splitlines()] == list(textlens.scorers())
    assert err == ""


@pytest.mark.parametrize("arguments", [["--help"], ["analyze", "--help"], ["scorers", "--help"], ["--version"]])
def test_help_and_version_on_any_output(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", output)
    with pytest.raises(SystemExit) as left:
        main(arguments)
    output.seek(0)
    assert left.value.code == 0 and "textlens" in output.read()
    assert capsys.readouterr().err == ""


def test_help_says_which_scorer_sends_text_away(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["analyze", "--help"])
    assert "Nothing leaves this machine" in " ".join(capsys.readouterr().out.split())


# ── files ───────────────────────────────────────────────────────────────────────────────────────


def test_out_writes_every_frame(diary: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "results" / "deep"
    assert main(["analyze", diary, "--out", str(out), "--date", "2024"]) == 0
    names = {"documents", "sections", "paragraphs", "sentences", "tokens", "months", "arc"}
    assert {path.stem for path in out.glob("*.csv")} == names
    assert textlens.load(out).months["label"].tolist() == ["2024-01", "2024-02"]


def test_out_in_another_format(diary: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", diary, "--out", str(tmp_path / "out"), "--format", "json"]) == 0
    assert (tmp_path / "out" / "sentences.json").is_file() and not list((tmp_path / "out").glob("*.csv"))


@pytest.mark.parametrize("ending", ["PNG", "svg"])
def test_plot(tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / f"arc.{ending}"
    assert main(["analyze", REVIEW, "--plot", str(picture)]) == 0
    data = picture.read_bytes()
    assert len(data) > 10_000
    assert data[:8] == b"\x89PNG\r\n\x1a\n" if ending.lower() == "png" else data[:5] in (b"<?xml", b"%PDF-")
    assert capsys.readouterr().err == ""


def test_plot_of_several_documents_without_a_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [write(tmp_path / f"{n}.txt", f"1月：今天很好。\n\n2月：第{n}天，下雨了，难过。\n".encode()) for n in range(2)]
    assert main(["analyze", *paths, "--plot", str(tmp_path / "arc.png")]) == 0
    assert (tmp_path / "arc.png").stat().st_size > 10_000


def test_plot_beside_a_bad_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [
        write(tmp_path / "旅行.md", "---\ndate: 2024-03-05\n---\n\n今天很好。\n".encode()),
        write(tmp_path / "void.txt", b""),
    ]
    assert main(["analyze", *paths, "--plot", str(tmp_path / "arc.png")]) == 1
    assert (tmp_path / "arc.png").stat().st_size > 10_000


def test_plot_without_months(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", str(SAMPLES / "story.txt"), "--plot", str(tmp_path / "arc.png")]) == 0
    assert (tmp_path / "arc.png").stat().st_size > 10_000


# ── what goes wrong ─────────────────────────────────────────────────────────────────────────────


def write(path: Path, data: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return str(path)


def test_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", str(tmp_path / "没有.md")]) == 2
    complains(capsys, "没有.md", "no such file or folder")


@pytest.mark.parametrize("pattern", ["*.rst", "nowhere/*.md"])
def test_a_pattern_without_match(tmp_path: Path, pattern: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", str(tmp_path / pattern)]) == 2
    complains(capsys, pattern, "no file matches")


def test_a_folder_without_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "photo.jpg", b"\xff\xd8\xff")
    assert main(["analyze", str(tmp_path)]) == 2
    complains(capsys, str(tmp_path), "holds no file textlens reads", ".md", ".txt")


@pytest.mark.parametrize(
    ("name", "data", "options", "words"),
    [
        ("empty.txt", b"", [], ["empty.txt", "is empty"]),
        ("binary.txt", bytes(range(256)) * 9, [], ["binary.txt", "binary"]),
        ("letter.rtf", b"{\\rtf1 Hello.}", [], ["letter.rtf", "textlens does not read"]),
        (
            "x.txt",
            "今天下雨，我没有出门。".encode("gb18030"),
            ["--encoding", "utf-8"],
            ["x.txt", "is not utf-8", "leave encoding out"],
        ),
        ("x.txt", "今天下雨。".encode(), ["--encoding", "ascii"], ["x.txt", "is not ascii", "valid UTF-8"]),
    ],
)
def test_a_file_that_cannot_be_read(
    tmp_path: Path, name: str, data: bytes, options: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", write(tmp_path / name, data), *options]) == 2
    complains(capsys, *words)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--scorer", "senta"], ["scorer='senta'", "textlens", "snownlp"]),
        (["--date", "soon"], ["date='soon'", "2024-03"]),
        (["--date", "2024-02-30"], ["2024-02-30"]),
        (["--encoding", "klingon"], ["encoding='klingon'", "gb18030"]),
        (["--format", "xls"], ["format='xls'", "csv, json, parquet, xlsx"]),
        (["--plot", "arc.docx"], ["--plot arc.docx", "png", "svg"]),
        (["--plot", "arc"], ["--plot arc", "png"]),
        (["--plot", "no/such/folder/arc.png"], ["no/such/folder"]),
        (["--workers", "0"], ["workers=0"]),
        (["--workers", "many"], ["--workers", "'many'"]),
        (["--user-words", "nowhere.txt"], ["nowhere.txt", "no such file"]),
        (["--colour", "red"], ["--colour"]),
        (["--sco", "vader"], ["--sco"]),
        (["--out"], ["--out", "expected one argument"]),
    ],
)
def test_bad_options(diary: str, options: list[str], words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", diary, *options]) == 2
    complains(capsys, *words)


@pytest.mark.parametrize(
    ("arguments", "word"), [([], "COMMAND"), (["analyse", "x"], "analyse"), (["analyze"], "SOURCE"), (["--nope"], "--help")]
)
def test_bad_commands(arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    complains(capsys, word)


def test_out_over_a_file(diary: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", diary, "--out", write(tmp_path / "mine", b"mine")]) == 2
    complains(capsys, "is a file")
    assert (tmp_path / "mine").read_bytes() == b"mine"


def test_nothing_to_draw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "x.txt", "今天很好。".encode())
    assert main(["analyze", path, "--scorer", "vader", "--plot", str(tmp_path / "arc.png")]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "no sentence has a sentiment" in err


def test_one_bad_file_among_several(diary: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    void = write(tmp_path / "void.txt", b"")
    assert main(["analyze", diary, void, str(tmp_path / "nowhere.md"), "--out", str(tmp_path / "out")]) == 1
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert len(lines) == 3 and all(line.startswith("textlens: ") for line in lines)
    assert "void.txt: is empty" in lines[0] and "nowhere.md: no such file" in lines[1]
    assert lines[2] == "textlens: 2 of 3 documents could not be read"
    assert [line.split("\t")[1] for line in out.splitlines() if line.startswith("document")] == [
        "日记.txt",
        "void.txt",
        "nowhere.md",
    ]
    assert len(textlens.load(tmp_path / "out").documents) == 3


def test_a_folder_with_a_bad_file(diary: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "void.txt", b"")
    assert main(["analyze", str(tmp_path)]) == 1
    assert "1 of 2 documents" in capsys.readouterr().err


def test_nothing_but_bad_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", str(tmp_path / "a.md"), str(tmp_path / "b.md")]) == 2
    assert "2 of 2 documents could not be read" in capsys.readouterr().err


def test_notes_do_not_change_the_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", write(tmp_path / "x.txt", "今天很好。".encode() + b"\xff"), "--date", "2024"]) == 0
    out, err = capsys.readouterr()
    assert "1 byte could not be decoded" in out and err == ""


def test_no_traceback_even_of_our_own_mistakes(
    diary: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*arguments: Any, **options: Any) -> None:
        raise RuntimeError("oh\nno")

    monkeypatch.setattr("textlens.api.analyze", broken)
    assert main(["analyze", diary]) == 2
    complains(capsys, "please report it: RuntimeError: oh no")


def test_interrupted(diary: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(*arguments: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("textlens.api.analyze", stopped)
    assert main(["analyze", diary]) == 2
    complains(capsys, "interrupted")


def test_a_name_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", str(tmp_path / "a\x1b[31mb\u202ec.md")]) == 2
    complains(capsys, "abc.md")


# ── in a process of its own ─────────────────────────────────────────────────────────────────────


def test_version_as_a_module() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout.decode().split(), done.stderr) == (0, ["textlens", textlens.__version__], b"")


def test_a_bad_file_in_a_process(tmp_path: Path) -> None:
    done = run("analyze", tmp_path / "nowhere.md")
    assert done.returncode == 2 and done.stdout == b""
    assert done.stderr.count(b"\n") == 1 and done.stderr.startswith(b"textlens: ")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_an_output_that_has_no_chinese(diary: str, encoding: str) -> None:
    done = run("analyze", diary, str(Path(diary).parent / "没有.md"), env={"PYTHONIOENCODING": encoding})
    assert done.returncode == 1
    out, err = done.stdout.decode(encoding), done.stderr.decode(encoding)
    assert "\\u65e5\\u8bb0.txt" in out and "Traceback" not in err
    assert "\\u6ca1\\u6709.md" in err and err.count("\n") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no head there")
def test_a_reader_that_leaves_early() -> None:
    command = f"'{sys.executable}' -m textlens analyze '{SAMPLES}' | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False)
    header, status = done.stdout.decode().splitlines()
    assert header.split("\t") == list(PLAIN_COLUMNS)
    assert (status, done.stderr) == ("0", b"")


def test_the_installed_command(diary: str) -> None:
    from importlib.metadata import entry_points

    (point,) = entry_points(group="console_scripts", name="textlens")
    assert point.load() is main


def test_main_takes_the_command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    arguments: Sequence[str] = ["textlens", "scorers"]
    monkeypatch.setattr(sys, "argv", list(arguments))
    assert main() == 0 and capsys.readouterr().out
