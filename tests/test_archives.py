"""Archives, folders as people and programs leave them, limits, and texts made to break things."""

import io
import os
import pickle
import random
import re
import socket
import struct
import sys
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import textlens
from textlens import ReadError
from textlens.read.limits import LIMITS, Limits, from_environment
from textlens.read.paths import is_input
from textlens.read.sources import resolve
from textlens.read.unpack import Entry, directory, unpack

SENTENCE = "今天下雨，我没有带伞。"  # it rained today and I had no umbrella


def constant(sentences: Sequence[str]) -> list[float]:
    return [0.0] * len(sentences)


def analyze(source: Any, **options: Any) -> textlens.Analysis:
    options.setdefault("scorer", constant)
    return textlens.analyze(source, progress=False, **options)


def problems(result: textlens.Analysis) -> dict[str, str]:
    return dict(zip(result.documents["doc_id"], result.documents["problem"], strict=True))


def write(path: Path, data: bytes | str = SENTENCE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members, in this order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data, method)
    return stream.getvalue()


def named_raw(raw: bytes, flags: int = 0, extra: bytes = b"") -> bytes:
    """An archive of one member whose name is exactly these bytes."""
    data = zipped((zipfile.ZipInfo("n" * len(raw)), SENTENCE))
    data = data.replace(b"n" * len(raw), raw)
    at = data.index(b"PK\x01\x02")
    local = data[:6] + struct.pack("<H", flags) + data[8:at]
    entry = data[at : at + 8] + struct.pack("<H", flags) + data[at + 10 : at + 30] + struct.pack("<H", len(extra))
    end = data.index(b"PK\x05\x06")
    middle = entry + data[at + 32 : end] + extra
    return local + middle + data[end : end + 12] + struct.pack("<L", len(middle)) + data[end + 16 :]


def patched(data: bytes, offset: int, value: bytes, *, in_directory: bool = True) -> bytes:
    """An archive with other bytes at this place of its first member's entry (or of its own header)."""
    at = data.index(b"PK\x01\x02" if in_directory else b"PK\x03\x04") + offset
    return data[:at] + value + data[at + len(value) :]


# ── what an archive is ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """An archive as people have them."""
    members = ["b.md", "a.TXT", "2024/三月.md", "2024/一月.txt", "2024/deep/er/x.markdown", "old.rtf"]
    left_out = ["photo.jpg", ".hidden.md", "~$b.md", "__MACOSX/._b.md", "2024/.trash/old.txt", "README", "2024/"]
    return write(tmp_path / "notes.zip", zipped(*[(name, f"{name} 今天很好。") for name in [*left_out, *members]]))


MEMBERS = ["2024/deep/er/x.markdown", "2024/一月.txt", "2024/三月.md", "a.TXT", "b.md", "old.rtf"]


def test_an_archive_is_its_members(notes: Path) -> None:
    result = analyze(notes)
    assert result.documents["doc_id"].tolist() == MEMBERS
    assert result.documents["path"].tolist() == [str(notes / name) for name in MEMBERS]
    assert result.documents["format"].tolist()[:5] == ["markdown", "text", "markdown", "text", "markdown"]
    assert result.text("2024/三月.md") == "2024/三月.md 今天很好。"
    found = problems(result)
    assert ".rtf" in found.pop("old.rtf") and not any(found.values())


def test_an_archive_reads_like_the_folder_it_was_packed_from(notes: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(notes) as archive:
        archive.extractall(tmp_path / "unpacked")
    here, there = analyze(notes), analyze(tmp_path / "unpacked")
    assert here.documents["doc_id"].tolist() == there.documents["doc_id"].tolist()
    assert here.sentences.equals(there.sentences)


def test_in_a_folder_or_list_an_archive_stands_in_its_place(notes: Path, tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "z.txt")
    ids = ["a.txt", *(f"notes.zip/{name}" for name in MEMBERS), "z.txt"]
    assert analyze(tmp_path).documents["doc_id"].tolist() == ids
    assert analyze([notes]).documents["doc_id"].tolist() == ids[1:-1]
    assert analyze(str(tmp_path / "*.zip")).documents["doc_id"].tolist() == ids[1:-1]


def test_in_worker_processes(notes: Path, tmp_path: Path) -> None:
    write(tmp_path / "nest.zip", zipped(("in.zip", zipped(("x.txt", SENTENCE), ("y.txt", SENTENCE))), ("bad.txt", b"")))
    inputs, single = resolve(tmp_path, text_column=None, date_column=None)
    assert not single
    assert [entry.doc_id for entry in inputs[:3]] == ["nest.zip/bad.txt", "nest.zip/in.zip/x.txt", "nest.zip/in.zip/y.txt"]
    for entry in pickle.loads(pickle.dumps(inputs[1:-1])):
        assert entry.read(None).doc_id == entry.doc_id


def test_only_a_document_is_a_single_source(notes: Path, tmp_path: Path) -> None:
    one = write(tmp_path / "one.zip", zipped(("a.txt", SENTENCE)))
    assert resolve(one, text_column=None, date_column=None)[1] is False
    assert resolve(write(tmp_path / "a.txt"), text_column=None, date_column=None)[1] is True
    bad = write(tmp_path / "bad.zip", zipped(("a.txt", b"")))
    assert "empty" in problems(analyze(bad))["a.txt"]


def test_an_archive_is_known_by_its_bytes(tmp_path: Path) -> None:
    data = zipped(("a.txt", SENTENCE), ("b.txt", SENTENCE))
    for name in ("notes.txt", "notes.backup", "notes"):
        assert analyze(write(tmp_path / name, data)).documents["doc_id"].tolist() == ["a.txt", "b.txt"]
    behind_a_program = write(tmp_path / "unpack.zip", b"MZ a program that unpacks itself" + data)
    assert len(analyze(behind_a_program).documents) == 2


@pytest.mark.parametrize(
    "member", ["word/document.xml", "xl/workbook.xml", "META-INF/container.xml", "[Content_Types].xml", "mimetype"]
)
def test_a_document_that_is_an_archive_inside_is_one_document(tmp_path: Path, member: str) -> None:
    for name in ("letter.zip", "letter.txt"):
        path = write(tmp_path / name, zipped((member, "<a/>"), ("notes.txt", SENTENCE)))
        inputs, single = resolve(path, text_column=None, date_column=None)
        assert single and inputs[0].member is None
        with pytest.raises(ReadError):
            analyze(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("size", [1, 65_536, 150_000])
def test_every_usual_packing(method: int, size: int) -> None:
    data = random.Random(size).randbytes(size) if size > 1 else b"x"
    stream = io.BytesIO(zipped(("a.txt", data), ("b.txt", data * 2), method=method))
    for info, wanted in zip(directory(stream, "x", LIMITS), (data, data * 2), strict=True):
        assert unpack(stream, Entry.of(info, info.filename), "x") == wanted


# ── names ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("日记.txt", "gbk"),  # diary
        ("2024年总结/三月.md", "gbk"),
        ("新建文本文档.txt", "gbk"),  # what Windows calls a new file
        ("誠品/雜記.txt", "cp950"),
        ("日记／僜.txt", "gbk"),  # the second byte of the last character is a backslash
        ("日记.txt", "utf-8"),
        ("café.txt", "cp437"),
        ("Größe und Länge.txt", "cp437"),
        ("naïve résumé.txt", "utf-8"),
        ("plain.txt", "ascii"),
    ],
)
def test_names_that_do_not_say_their_encoding(tmp_path: Path, name: str, codec: str) -> None:
    result = analyze(write(tmp_path / "x.zip", named_raw(name.encode(codec))))
    assert problems(result) == {name: ""}


def test_a_name_given_twice_in_two_encodings(tmp_path: Path) -> None:
    raw = "日记.txt".encode("shift_jis", "replace")
    body = struct.pack("<BL", 1, zlib.crc32(raw)) + "日记.txt".encode()
    result = analyze(write(tmp_path / "x.zip", named_raw(raw, extra=struct.pack("<HH", 0x7075, len(body)) + body)))
    assert result.documents["doc_id"].tolist() == ["日记.txt"]


def test_backslashes_and_dots_in_names(tmp_path: Path) -> None:
    result = analyze(
        write(tmp_path / "x.zip", zipped(("2024\\a.txt", SENTENCE), ("./b.txt", SENTENCE), ("c//d.txt", SENTENCE)))
    )
    assert problems(result) == {"2024/a.txt": "", "b.txt": "", "c/d.txt": ""}


CLIMBING = [
    "../up.txt",
    "a/../../up.txt",
    "/etc/motd.txt",
    "C:\\evil.txt",
    "C:evil.txt",
    "..\\up.txt",
    "\\\\host\\x.txt",
    "a.txt\0.md",
    "..",
]


@pytest.mark.parametrize("name", CLIMBING)
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path / "up.txt", "outside")
    inner = tmp_path / "inner"
    path = write(inner / "x.zip", zipped((zipfile.ZipInfo("good.txt"), SENTENCE)))
    raw = named_raw(name.encode())
    path.write_bytes(raw)
    before = sorted(tmp_path.rglob("*"))
    [(doc_id, problem)] = problems(analyze(path)).items()
    assert "leads out of the archive" in problem and "\0" not in doc_id
    assert sorted(tmp_path.rglob("*")) == before


def test_one_that_leads_out_does_not_stop_the_others(tmp_path: Path) -> None:
    found = problems(analyze(write(tmp_path / "x.zip", zipped(("../a.txt", "x"), ("b.txt", SENTENCE), ("/c.sh", "x")))))
    assert found.pop("b.txt") == "" and set(found) == {"../a.txt", "/c.sh"} and all(found.values())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_all_read(tmp_path: Path) -> None:
    result = analyze(write(tmp_path / "x.zip", zipped(("a.txt", "First."), ("a.txt", "Second."))))
    assert [result.text("a.txt"), result.text("a.txt#2")] == ["First.", "Second."]
    assert result.documents["notes"].tolist() == ["the archive holds 2 files of this name"] * 2


def test_a_link_within_an_archive(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    found = problems(analyze(write(tmp_path / "x.zip", zipped((link, "/etc/passwd"), ("a.txt", SENTENCE)))))
    assert found["a.txt"] == "" and "is a link" in found["link.txt"]


# ── damage ──────────────────────────────────────────────────────────────────────────────────────

GOOD = zipped(("a.txt", SENTENCE * 50), ("b.txt", SENTENCE))
DAMAGED = {
    "encrypted": (patched(GOOD, 8, b"\x01\x00"), "password-protected"),
    "method 9": (patched(GOOD, 10, b"\x09\x00"), "number 9"),
    "method AES": (patched(GOOD, 8, b"\x01\x00\x63\x00"), "password-protected"),
    "checksum": (patched(GOOD, 16, b"\0\0\0\0"), "checksum"),
    "content": (patched(GOOD, 40, b"\xff\xff\xff", in_directory=False), "damaged"),
    "larger than said": (patched(GOOD, 24, struct.pack("<L", 10)), "damaged"),
    "smaller than said": (patched(GOOD, 24, struct.pack("<L", 5_000)), "damaged"),
    "header": (patched(GOOD, 0, b"XXXX", in_directory=False), "header is missing"),
    "offset": (patched(GOOD, 42, b"\xff\xff\xff\x00"), "header is missing"),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_member_does_not_stop_the_others(tmp_path: Path, kind: str) -> None:
    data, reason = DAMAGED[kind]
    found = problems(analyze(write(tmp_path / "x.zip", data)))
    assert reason in found["a.txt"] and found["b.txt"] == ""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (zipped(), "is an empty archive"),
        (GOOD[:-30], "directory at its end is missing"),
        (GOOD[:60], "directory at its end is missing"),
        (b"PK\x03\x04", "directory at its end is missing"),
        (b"Sorry, page not found.", "is no zip archive"),
        (zipped(("photo.jpg", b"x")), "holds no file textlens reads"),
        (named_raw(b"\xff\xfe.txt", flags=0x800), "directory"),
    ],
    ids=["no bytes", "no members", "cut", "cut early", "begun", "a page", "pictures", "bad UTF-8"],
)
def test_an_archive_that_cannot_be_read(tmp_path: Path, data: bytes, reason: str) -> None:
    path = write(tmp_path / "folder" / "x.zip", data)
    with pytest.raises(ReadError, match=reason) as caught:
        analyze(path)
    assert caught.value.name == str(path) and "\n" not in str(caught.value)
    write(tmp_path / "folder" / "good.txt")
    found = problems(analyze(tmp_path / "folder"))
    assert list(found) == ["good.txt", "x.zip"] and found["good.txt"] == "" and reason in found["x.zip"]


def test_no_cut_or_flipped_byte_raises_another_error(tmp_path: Path) -> None:
    path, chance = tmp_path / "x.zip", random.Random(0)
    cut = [GOOD[:length] for length in range(0, len(GOOD), 3)]
    flipped = [bytearray(GOOD) for _ in range(300)]
    for data in flipped:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    read = 0
    for data in [*cut, *flipped]:
        path.write_bytes(data)
        for entry in resolve(path, text_column=None, date_column=None)[0]:
            try:
                entry.read(None)
                read += 1
            except ReadError as error:
                assert data in flipped or "damaged" in str(error) or "empty" in str(error)
    assert read > 100


def test_a_member_that_changed_since(tmp_path: Path) -> None:
    path = write(tmp_path / "x.zip", GOOD)
    inputs, _ = resolve(path, text_column=None, date_column=None)
    path.write_bytes(GOOD[:40])
    with pytest.raises(ReadError, match=r"x\.zip.a\.txt: is damaged"):
        inputs[0].read(None)
    path.unlink()
    with pytest.raises(ReadError, match="cannot be read: No such file"):
        inputs[0].read(None)


# ── limits ──────────────────────────────────────────────────────────────────────────────────────


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = write(tmp_path / "x.zip", zipped(("bomb.txt", bytes(30_000_000)), ("a.txt", SENTENCE)))
    found = problems(analyze(path))
    assert "times its size; the limit ratio is 200 (set TEXTLENS_MAX_RATIO" in found["bomb.txt"] and found["a.txt"] == ""


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_bomb_that_lies_is_stopped_on_the_way(tmp_path: Path, method: int) -> None:
    data = zipped(("bomb.txt", bytes(5_000_000)), method=method)
    path = write(tmp_path / "x.zip", patched(data, 24, struct.pack("<L", 1_000)))
    tracemalloc.start()
    try:
        found = problems(analyze(path))
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()
    assert "damaged" in found["bomb.txt"]


def test_a_small_member_may_be_packed_well(tmp_path: Path) -> None:
    assert problems(analyze(write(tmp_path / "x.zip", zipped(("a.txt", "Good.\n" + "\n" * 90_000))))) == {"a.txt": ""}


@pytest.mark.parametrize(
    ("variable", "value", "refused"),
    [
        ("FILE_BYTES", "300", ["x.zip"]),
        ("MEMBERS", "2", ["x.zip"]),
        ("UNPACKED_BYTES", "60", ["b.txt", "in.zip"]),
        ("DEPTH", "0", ["in.zip"]),
    ],
)
def test_a_limit_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, refused: list[str]
) -> None:
    inner = zipped(("c.txt", SENTENCE))
    path = write(tmp_path / "x.zip", zipped(("a.txt", SENTENCE), ("b.txt", SENTENCE * 2), ("in.zip", inner)))
    assert list(problems(analyze(path))) == ["a.txt", "b.txt", "in.zip/c.txt"]
    monkeypatch.setenv(f"TEXTLENS_MAX_{variable}", value)
    found = problems(analyze([path, write(tmp_path / "good.txt")]))
    over = {name.removeprefix("x.zip/"): reason for name, reason in found.items() if reason}
    assert list(over) == refused and found["good.txt"] == ""
    for reason in over.values():
        assert f"the limit {variable.lower()} is {value} (set TEXTLENS_MAX_{variable} to allow more)" in reason


def test_a_file_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTLENS_MAX_FILE_BYTES", "1_000")
    with pytest.raises(ReadError, match=r"holds 3,300 bytes; the limit file_bytes is 1,000 \(set TEXTLENS_MAX_FILE_BYTES"):
        analyze(write(tmp_path / "long.txt", SENTENCE * 100))


def test_every_limit_has_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    assert from_environment() == LIMITS
    for number, name in enumerate(Limits.__dataclass_fields__, start=3):
        monkeypatch.setenv(f"TEXTLENS_MAX_{name.upper()}", str(number))
    assert from_environment() == Limits(3, 4, 5, 6, 7, 8)


@pytest.mark.parametrize("value", ["", "lots", "-1", "0", "1.5", "10MB"])
def test_a_limit_that_is_no_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TEXTLENS_MAX_RATIO", value)
    with pytest.raises(
        ValueError, match=re.escape(f"TEXTLENS_MAX_RATIO={value!r}: give a whole number of at least 1")
    ) as caught:
        analyze(write(tmp_path / "a.txt"))
    assert not isinstance(caught.value, ReadError)


# ── archives within archives ────────────────────────────────────────────────────────────────────


def test_an_archive_within_an_archive(tmp_path: Path) -> None:
    one = zipped(("y.txt", SENTENCE), ("x.txt", "Good."), ("bad.txt", b""))
    two = zipped(("deeper.zip", one), ("z.txt", SENTENCE))
    path = write(
        tmp_path / "x.zip",
        zipped(("m.txt", SENTENCE), ("in.zip", one), ("in2.zip", two), ("cut.zip", one[:50]), ("no.zip", "no")),
    )
    result = analyze(path)
    found = problems(result)
    assert list(found) == [
        "cut.zip", "in.zip/bad.txt", "in.zip/x.txt", "in.zip/y.txt", "in2.zip/deeper.zip", "in2.zip/z.txt", "m.txt", "no.zip",
    ]  # fmt: skip
    assert {name for name, problem in found.items() if not problem} == {
        "in.zip/x.txt",
        "in.zip/y.txt",
        "in2.zip/z.txt",
        "m.txt",
    }
    assert "lies 2 archives deep; the limit depth is 1" in found["in2.zip/deeper.zip"]
    assert "damaged" in found["cut.zip"] and "is no zip archive" in found["no.zip"]
    assert result.text("in.zip/x.txt") == "Good."


def test_many_archives_within_one_are_one_sum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped(("a.txt", SENTENCE * 1_000))
    path = write(tmp_path / "x.zip", zipped(*[(f"{n}.zip", inner) for n in range(5)]))
    monkeypatch.setenv("TEXTLENS_MAX_UNPACKED_BYTES", "70_000")
    read = [name for name, problem in problems(analyze(path)).items() if not problem]
    assert read == ["0.zip/a.txt", "1.zip/a.txt"]


def test_only_one_inner_archive_is_kept_and_none_afterwards(tmp_path: Path) -> None:
    from textlens.read.archive import _nested

    inner = zipped(*[(f"{n}.txt", SENTENCE) for n in range(20)])
    analyze(write(tmp_path / "x.zip", zipped(("a.zip", inner), ("b.zip", inner))))
    assert _nested.cache_info().currsize == 0


def test_many_members_are_read_one_at_a_time(tmp_path: Path) -> None:
    path = write(tmp_path / "x.zip", zipped(*[(f"{n:04}.txt", "Good.") for n in range(1_000)]))
    start = time.process_time()
    inputs, _ = resolve(path, text_column=None, date_column=None)
    assert all(entry.document is None for entry in inputs)
    assert [entry.read(None).text for entry in inputs] == ["Good."] * 1_000
    assert time.process_time() - start < 4


# ── folders ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("pattern", ["", "**/*.txt", "**"])
def test_links_that_lead_back_up(tmp_path: Path, pattern: str) -> None:
    for name in ("a/one.txt", "b/two.txt"):
        write(tmp_path / name)
    for folder in ("a", "b"):
        for number in range(3):
            (tmp_path / folder / f"loop{number}").symlink_to(tmp_path)
    (tmp_path / "a" / "self.txt").symlink_to(tmp_path / "a" / "self.txt")
    (tmp_path / "a" / "copy.txt").symlink_to(tmp_path / "b" / "two.txt")
    found = problems(analyze(str(tmp_path / pattern)))
    assert list(found) == ["a/copy.txt", "a/one.txt", "a/self.txt", "b/two.txt"]
    assert "symbolic links" in found.pop("a/self.txt") and not any(found.values())


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Makes a folder one that may not be opened, for root too."""
    real = os.scandir

    def refuse(folder: Path) -> None:
        def scandir(path: Any = ".") -> Any:
            if Path(path) == folder:
                raise PermissionError(13, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(os, "scandir", scandir)

    return refuse


def test_a_subfolder_one_may_not_open_is_a_row(tmp_path: Path, refusing: Callable[[Path], None]) -> None:
    for name in ("a.txt", "locked/b.txt", "z/c.txt"):
        write(tmp_path / name)
    refusing(tmp_path / "locked")
    found = problems(analyze(tmp_path))
    assert found == {"a.txt": "", "locked": "cannot be opened: permission denied", "z/c.txt": ""}


def test_a_folder_one_may_not_open(tmp_path: Path, refusing: Callable[[Path], None]) -> None:
    write(tmp_path / "locked" / "a.txt")
    refusing(tmp_path / "locked")
    with pytest.raises(ReadError, match="locked: cannot be opened: permission denied"):
        analyze(tmp_path / "locked")
    assert problems(analyze([tmp_path / "locked"])) == {"locked": "cannot be opened: permission denied"}


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX") or not hasattr(os, "mkfifo"), reason="no such files here")
def test_pipes_and_sockets_are_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    os.mkfifo("pipe.zip")
    os.mkfifo("pipe.txt")
    write(tmp_path / "good.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.md")
        found = problems(analyze(tmp_path))
    assert found.pop("good.txt") == ""
    assert found == dict.fromkeys(("pipe.txt", "pipe.zip", "socket.md"), "is not a regular file")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such file here")
def test_a_device_never_ends_and_is_not_begun() -> None:
    with pytest.raises(ReadError, match="is not a regular file"):
        analyze("/dev/zero")


@pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode elsewhere")
def test_names_that_are_no_unicode(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    for name in (b"\xb0\xa1.txt", b"\xb0\xa2.txt", b"good.txt"):
        Path(os.fsdecode(folder + b"/" + name)).write_text(SENTENCE, encoding="utf-8")
    Path(os.fsdecode(folder + b"/\xff.zip")).write_bytes(GOOD)
    result = analyze(tmp_path)
    assert result.documents["doc_id"].tolist() == ["good.txt", "��.txt", "��.txt#2", "�.zip/a.txt", "�.zip/b.txt"]
    assert not any(problems(result).values())
    result.documents.to_csv(tmp_path / "out.csv", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "taken"),
    [("a.txt", True), ("b/a.MD", True), ("~$a.docx", False), (".a.txt", False), ("__MACOSX/a.txt", False), (".b/a.txt", False),
     ("a.jpg", False), ("a", False), ("a.zip", True), ("~a.txt", True), ("a~$.txt", True), ("_chat.txt", True)],
)  # fmt: skip
def test_what_is_left_out(name: str, taken: bool) -> None:
    assert is_input(name) is taken


def test_folders_that_lie_very_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.txt")
    depth = 1_100  # more than calls may lie in each other
    try:
        for _ in range(depth):
            os.mkdir("d")
            os.chdir("d")
        assert problems(analyze(tmp_path)) == {"a.txt": ""}
    finally:
        while not os.path.samefile(".", tmp_path):
            os.chdir("..")
            os.rmdir("d")


# ── texts made to break things ──────────────────────────────────────────────────────────────────


def assert_offsets(result: textlens.Analysis) -> None:
    for frame, column in (("paragraphs", "text"), ("sentences", "text"), ("tokens", "token")):
        for row in getattr(result, frame).to_dict("records"):
            assert result.text(row["doc_id"])[row["start"] : row["end"]] == row[column]


def timed(path: Path, seconds: float) -> textlens.Analysis:
    start = time.process_time()
    result = analyze(path)
    assert time.process_time() - start < seconds
    return result


def test_two_megabytes_in_one_line(tmp_path: Path) -> None:
    text = "好" * 700_000
    result = timed(write(tmp_path / "x.txt", text), 15)
    assert result.text() == text and len(result.paragraphs) == 1
    assert "".join(result.sentences["text"]) == text


def test_300_000_blank_lines(tmp_path: Path) -> None:
    result = timed(write(tmp_path / "x.txt", f"{SENTENCE}\n" + "\n \r\n" * 150_000 + "The end."), 15)
    assert result.paragraphs["text"].tolist() == [SENTENCE, "The end."]


ODD = {
    "NUL": "We went\x00 home.\n" + "It rained all day and the boat did not leave the harbour, so we stayed.\n" * 20,
    "controls": "\x07".join(["It rained. "] * 3) + "It rained all day long and nobody came to see us. " * 20,
    "bidi": "\u202eIt rained.\u202c \u2066今天\u2069下雨。\u200f Good \u061cday.\n",
    "invisible": "\u200b今\u200c天\u200d很\ufeff好。\u2060\u00ad Go\u00adod.\n\u180e\n",
    "newlines": "One.\r\n\rTwo.\n\r\nThree.\x0b四。\x0c五。\x1c六。\x85七。\u2028八。\u2029九。\r",
    "combining": "e\u0301" + "\u0301" * 500 + " is odd. 好\u20e3。\n",
    "tags": "\U000e0001\U000e0061🏴\U000e0067\U000e007f 好。\n",
    "beyond": "𠮷野家很好吃。\U0010ffff\ufffe\uffff 好。\n",
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_characters_keep_their_places(tmp_path: Path, kind: str) -> None:
    result = analyze(write(tmp_path / "x.txt", ODD[kind]))
    assert result.text() == ODD[kind]
    assert len(result.sentences) > 0
    assert_offsets(result)


def test_lone_surrogates_in_a_file(tmp_path: Path) -> None:
    text = f"{SENTENCE}\n" * 20 + "好\ud83d。\n"
    result = analyze(write(tmp_path / "x.txt", text.encode("utf-8", "surrogatepass")))
    assert result.text() == text.replace("\ud83d", "\ufffd" * 3)
    assert "3 bytes could not be decoded" in result.documents.loc[0, "notes"]
    assert_offsets(result)
    wide = analyze(write(tmp_path / "y.txt", b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass")))
    assert wide.text().startswith(SENTENCE) and "\ud83d" not in wide.text()
    assert_offsets(wide)
