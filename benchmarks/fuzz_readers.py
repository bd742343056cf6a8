"""Damaged files: whatever the bytes, a reader gives a sound document or says why it cannot, in bounded time and memory.

Run: python benchmarks/fuzz_readers.py [--count N] [--seed S] [--minutes M] [--formats NAMES] [--only NUMBER] [--save DIR]

Small valid files of every format are made here, then damaged: bits flipped, stretches cut out, doubled, moved in from another
format or filled with one character, numbers and markup made absurd, members of zip packages edited, endings exchanged. Each
goes through `textlens.read.reader.read` (an archive through `textlens.read.sources.resolve`) in a worker process that is
killed when it hangs. A failure is: any error but `ReadError`; a document whose blocks do not lie in its text in order, or
that has half characters in it; a message with a line break in it; more than a second a KB; more than 20 times the input
and 200 MB of memory. Printed too, and no failure: errors of other kinds that `read` turned into a `ReadError`.
Input NUMBER of a seed is always the same bytes; ``--only`` runs one again and shows the whole error.
Memory is measured where the system tells it (not on Windows).
"""

import argparse
import importlib.util
import io
import itertools
import json
import multiprocessing
import pickle
import random
import re
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

from textlens import ReadError
from textlens.read.document import Document
from textlens.read.file import File
from textlens.read.kinds import KINDS
from textlens.read.reader import read
from textlens.read.sources import resolve

SECONDS_PER_KB = 1.0
LEAST_SECONDS = 1.0
MEMORY_TIMES, MEMORY_BYTES = 20, 200_000_000

# What the samples say, in Simplified, Traditional and English: a day of rain, a lost dog, a call from mother.
LINES = (
    "三月的最后一天，雨从早上一直下到晚上。我没有带伞。",
    "隔壁的狗丟了，小女孩哭了一整天；晚上有人把牠送回來。",
    "My mother called. “You always do this,” she said, and we laughed…",
    "妈妈问我吃饭没有。我说吃了，其实锅里的面还没有煮。😀",
)
DAYS = ("2023-03-30", "2023-03-31", "2023-04-02", "2023-04-05")
NASTY = tuple(
    token.encode()
    for token in (
        "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "&#0;", "&#xD800;", "&#1114112;", "]]>", "<![CDATA[", "<!--", "-->", "<a", "</a>", "{{", "\\ud800",
        "\\u0000", "NaN", "1e999", "-1", "9" * 400, "0", "2024-02-30", "0000-00-00", "99999-12-31", "24:61:61,999", "-->", '"', "'", "\0", "\ufeff",
        "\u202e", "\u2028", "%PDF", "endobj", "stream", "PK\x03\x04", "../", "\r", "\t", "encoding='utf-7'", "charset=idna", "[2023-13-45 99:99]",
        "WEBVTT", "&nbsp", "<p>" * 30, "[[" * 30, "null", "true", "/Length -5", "/Filter /FlateDecode", "0 0 obj", "xmlns:a='b'", "<br>" * 20,
    )
)  # fmt: skip
RUNS = b"([{<*`>\"'\\ \n\t\0\xff\xe5a0-&;=/"


# ── small valid files ───────────────────────────────────────────────────────────────────────────


def fixed(data: bytes) -> bytes:
    """A zip package with the same bytes in every run: neither the clock nor the packer's order is in it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.endswith(("core.xml", "app.xml")):
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z?", b"2023-04-01T08:00:00Z", content)
            new.writestr(zipfile.ZipInfo(info.filename), content, info.compress_type)
    return stream.getvalue()


def zipped(members: dict[str, bytes | str], stored: tuple[str, ...] = ()) -> bytes:
    """A zip of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            method = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return stream.getvalue()


def html() -> bytes:
    paragraphs = "".join(f"<h2>{day}</h2><p>{line}<br>{line} <b>bold</b></p>" for day, line in zip(DAYS, LINES, strict=True))
    table = "<table><tr><th>日</th><th>心情</th></tr><tr><td>一</td><td>好</td></tr></table><ul><li>One.</li><li>二。</li></ul>"
    head = "<meta charset=utf-8><title>三月</title><script>if (a<b) { go() }</script>"
    return f"<!DOCTYPE html><html lang=zh><head>{head}</head><body><nav><a href=/>Home</a></nav><article>{paragraphs}{table}</article></body></html>".encode()


def docx() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading("三月", 1)
    for line in LINES:
        document.add_paragraph(line).add_run(" And so on.").bold = True
    document.add_paragraph("One.", style="List Bullet")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "日", "好"
    stream = io.BytesIO()
    document.save(stream)
    return fixed(stream.getvalue())


def epub() -> bytes:
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>三月</dc:title><dc:date>2023-03-30</dc:date></metadata><manifest>"
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="b"/><itemref idref="a"/></spine></package>'
    )
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><h1>章</h1><p>{}</p></body></html>'
    container = (
        '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    members: dict[str, bytes | str] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OEBPS/content.opf": opf,
    }
    members |= {f"OEBPS/{name}.xhtml": page.format(line) for name, line in zip("ab", LINES, strict=False)}
    return zipped(members, stored=("mimetype",))


def pdf(*, packed: bool = False) -> bytes:
    """Two pages, one font, an outline of objects as simple programs write them."""
    pages = [
        f"BT /F1 12 Tf 72 720 Td 14 TL ({line}) Tj T* (It rained and rained.) Tj ET".encode()
        for line in ("One day.", "Next day.")
    ]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R 6 0 R] /Count 2 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, content in enumerate(pages):
        extra, body = (b"/Filter /FlateDecode ", zlib.compress(content)) if packed else (b"", content)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % (5 + 2 * number)
        )
        objects.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (extra, len(body), body))
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def xlsx() -> bytes:
    import datetime as dt

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["date", "text", "mood"])
    for day, line in zip(DAYS, LINES, strict=True):
        sheet.append([dt.date.fromisoformat(day), line, 3.5])
    book.create_sheet("other").append(["A few words more."])
    stream = io.BytesIO()
    book.save(stream)
    return fixed(stream.getvalue())


def feed(kind: str) -> bytes:
    rows = list(zip(DAYS, LINES, strict=True))
    if kind == "atom":
        entries = "".join(
            f"<entry><title>{d}</title><updated>{d}T08:00:00Z</updated><content type='html'>&lt;p&gt;{t}</content></entry>"
            for d, t in rows
        )
        return f"<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>{entries}</feed>".encode()
    items = "".join(
        f"<item><title>{d}</title><pubDate>Fri, 31 Mar 2023 08:00:00 GMT</pubDate><description><![CDATA[<p>{t}</p>]]></description></item>"
        for d, t in rows
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()


def doentry() -> bytes:
    import plistlib

    return plistlib.dumps(
        {"Creation Date": "2023-03-31T08:00:00Z", "Entry Text": "\n".join(LINES), "Tags": ["rain"], "UUID": "A0"}
    )


@cache
def samples() -> dict[str, tuple[tuple[str, bytes], ...]]:
    """Files by format, as (name, bytes); formats whose reader or packages are not there are left out."""
    rows = list(zip(DAYS, LINES, strict=True))
    plain = "\n\n".join(f"{day}\n{line}" for day, line in rows)
    table = "date,text\n" + "".join(f'{day},"{line}"\n' for day, line in rows)
    entries = [{"date": day, "text": line, "tags": ["a"], "n": {"m": [1, None]}} for day, line in rows]
    srt = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n<i>{line}</i>\n\n" for n, line in enumerate(LINES, 1))
    chat = "".join(f"[31/03/2023, 08:0{n}:00] {who}: {line}\n" for n, (who, line) in enumerate(zip("ABAB", LINES, strict=True)))
    makers: dict[str, Callable[[], list[tuple[str, bytes]]]] = {
        "text": lambda: [("a.txt", plain.encode()), ("g.txt", plain.encode("gb18030")), ("w.txt", b"\xff\xfe" + plain.encode("utf-16-le"))],
        "markdown": lambda: [("a.md", f"---\ntitle: 三月\n---\n# 三月\n\n{plain}\n\n- *one*\n- `two`\n\n> quote\n\n```\ncode\n```\n".encode())],
        "html": lambda: [("a.html", html())],
        "docx": lambda: [("a.docx", docx())],
        "epub": lambda: [("a.epub", epub())],
        "pdf": lambda: [("a.pdf", pdf()), ("p.pdf", pdf(packed=True))],
        "srt": lambda: [("a.srt", srt.encode())],
        "vtt": lambda: [("a.vtt", ("WEBVTT\n\nNOTE x\n\n" + srt.replace(",", ".")).encode())],
        "csv": lambda: [("a.csv", table.encode()), ("a.tsv", table.replace(",", "\t").encode("utf-16"))],
        "xlsx": lambda: [("a.xlsx", xlsx())],
        "json": lambda: [
            ("a.json", json.dumps({"entries": entries}, ensure_ascii=False).encode()),
            ("a.jsonl", "\n".join(json.dumps(entry) for entry in entries).encode()),
        ],
        "feed": lambda: [("a.rss", feed("rss")), ("a.atom", feed("atom")), ("a.xml", feed("rss"))],
        "dayone": lambda: [("a.doentry", doentry())],
        "jrnl": lambda: [("a.journal", "".join(f"[{day} 08:00] {line} @rain\n\n" for day, line in rows).encode())],
        "chat": lambda: [("chat.txt", chat.encode())],
        "zip": lambda: [("a.zip", zipped({"a.txt": plain, "二/b.md": plain, "in.zip": zipped({"c.srt": srt}), "d.html": html()}))],
    }  # fmt: skip
    there = {kind.name: kind for kind in KINDS}
    found = {}
    for name, make in makers.items():
        kind = there.get(name)
        needed = (*kind.needs, f"textlens.read.formats.{kind.module}") if kind else ()
        if all(importlib.util.find_spec(module) for module in needed):
            found[name] = tuple(make())
    return found


# ── damage ──────────────────────────────────────────────────────────────────────────────────────


def stretch(rng: random.Random, data: bytes, most: int = 2_000) -> tuple[int, int]:
    """A part of the data: where it begins and ends."""
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + int(rng.expovariate(1 / 40)) % most)


def flip(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 4, 30)) if data else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut(rng: random.Random, data: bytes) -> bytes:
    start, end = stretch(rng, data)
    return rng.choice((data[:start], data[start:], data[:start] + data[end:], data[:start] + data[end:]))


def double(rng: random.Random, data: bytes) -> bytes:
    start, end = stretch(rng, data)
    return data[:end] + data[start:end] * rng.choice((1, 2, 50)) + data[end:]


def insert_run(rng: random.Random, data: bytes) -> bytes:
    start, end = stretch(rng, data)
    run = bytes([rng.choice(RUNS)]) * rng.choice((1, 10, 1_000, 20_000))
    return data[:start] + run + data[rng.choice((start, end)) :]


def insert_token(rng: random.Random, data: bytes) -> bytes:
    start, end = stretch(rng, data)
    return data[:start] + rng.choice(NASTY) * rng.choice((1, 1, 1, 300)) + data[rng.choice((start, end)) :]


def absurd_number(rng: random.Random, data: bytes) -> bytes:
    numbers = list(re.finditer(rb"\d+", data))
    if not numbers:
        return data
    found = rng.choice(numbers)
    return data[: found.start()] + rng.choice((b"0", b"-1", b"4294967295", b"9" * 30, b"9" * 5_000, b"")) + data[found.end() :]


def splice(rng: random.Random, data: bytes) -> bytes:
    """The beginning of this with the end of another, or a part of another in the middle."""
    _, other = rng.choice([row for rows in samples().values() for row in rows])
    at, start, end = rng.randrange(len(data) + 1), *stretch(rng, other)
    return rng.choice((data[:at] + other[start:], data[:at] + other[start:end] + data[at:]))


DAMAGE = (flip, flip, cut, cut, double, insert_run, insert_token, insert_token, absurd_number, splice)


def damaged_package(rng: random.Random, data: bytes) -> bytes:
    """A zip whose members were edited, dropped, renamed or doubled, and packed again rightly."""
    stream = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            members = [(info.filename, old.read(info)) for info in old.infolist()]
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, RuntimeError):
        return data
    at = rng.randrange(len(members)) if members else 0
    with zipfile.ZipFile(stream, "w") as new, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the name that is there twice
        for number, (member, content) in enumerate(members):
            name = member
            if number == at:
                act = rng.randrange(8)
                if act == 0:
                    continue
                if act == 1:
                    name = rng.choice(
                        ("../x.txt", "/x.txt", "x\0y.txt", members[0][0], members[-1][0], name.upper(), "a/" * 50 + "x.txt")
                    )
                elif act == 2:
                    new.writestr(zipfile.ZipInfo(name), content)
                elif act == 3:
                    content += bytes(3_000_000)
                else:
                    content = rng.choice(DAMAGE)(rng, content)
            new.writestr(zipfile.ZipInfo(name), content, rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))
    return stream.getvalue()


def damaged(seed: int, number: int, formats: tuple[str, ...] = ()) -> tuple[str, str, bytes]:
    """One input, always the same for the same numbers: the format it is made of, its name and its bytes."""
    rng = random.Random(f"{seed}/{number}")
    names = [name for name in samples() if not formats or name in formats]
    format = names[number % len(names)]
    name, data = rng.choice(samples()[format])
    if data.startswith(b"PK") and rng.random() < 0.6:
        for _ in range(rng.choice((1, 1, 2))):
            data = damaged_package(rng, data)
    if not data.startswith(b"PK") or rng.random() < 0.4:
        for _ in range(rng.choice((0, 1, 1, 1, 2, 5))):
            data = rng.choice(DAMAGE)(rng, data)
    if rng.random() < 0.1:
        name = f"a.{rng.choice(['txt', 'md', 'html', 'docx', 'epub', 'pdf', 'srt', 'vtt', 'csv', 'tsv', 'xlsx', 'json', 'jsonl', 'rss', 'xml', 'doentry', 'journal', 'zip', 'log'])}"
    return format, name, data


# ── what must hold ──────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Outcome:
    """What became of one input."""

    number: int
    format: str
    size: int
    read: bool = False
    seconds: float = 0.0
    grown: int = 0
    failures: list[str] = field(default_factory=list)
    stumbled: str = ""


def unsound(document: object) -> Iterator[str]:
    """What is wrong with a document."""
    if not isinstance(document, Document):
        yield f"no document but {type(document).__name__}"
        return
    text = document.text
    for name in ("text", "doc_id", "path", "name", "title"):
        value = getattr(document, name)
        if value is not None and re.search("[\ud800-\udfff]", value):
            yield f"half a character in {name}"
    if not text.strip():
        yield "no text"
    if not all(isinstance(note, str) for note in document.notes):
        yield "a note that is no string"
    if pickle.loads(pickle.dumps(document)) != document:
        yield "another document after pickling"
    layout = document.layout
    if layout is None:
        return
    if len({len(layout.blocks), len(layout.dates), len(layout.speakers), len(layout.times)}) > 1:
        yield "a layout whose columns differ in length"
    at = 0
    for block in layout.blocks:
        if not at <= block.start < block.end <= len(text):
            yield f"block {block.start}:{block.end} after {at}, in a text of {len(text)}"
            return
        at = block.end
        if not 0 <= block.level <= 6 or not text[block.start : block.end].strip():
            yield f"block {block.start}:{block.end} of level {block.level} is {text[block.start : block.end]!r:.60}"


def documents(name: str, data: bytes, folder: Path) -> Iterator[Callable[[], Document]]:
    """The documents in a file, each still to be read."""
    if not name.endswith(".zip"):
        yield lambda: read(File(name, name, data))
        return
    path = folder / name
    path.write_bytes(data)
    yield from [(lambda entry=entry: entry.read(None)) for entry in resolve(path, text_column=None, date_column=None)[0]]  # type: ignore[misc]


def peak() -> int:
    """The most memory this process has had so far, in bytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def tried(seed: int, number: int, formats: tuple[str, ...], folder: Path) -> Outcome:
    """Read one damaged input, and check what comes of it."""
    format, name, data = damaged(seed, number, formats)
    outcome = Outcome(number, format, len(data))
    before, start = peak(), time.process_time()
    try:
        for document in documents(name, data, folder):
            try:
                outcome.failures += unsound(document())
                outcome.read = True
            except ReadError as error:
                if not error.reason.strip() or "\n" in str(error) or len(error.reason) > 1_000:
                    outcome.failures.append(f"message {str(error)!r:.200}")
                if error.__cause__ is not None:
                    last = traceback.extract_tb(error.__cause__.__traceback__)[-1]
                    outcome.stumbled = f"{type(error.__cause__).__name__} at {Path(last.filename).name}:{last.lineno}"
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        outcome.failures.append(f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}: {error}"[:200])
    outcome.seconds, outcome.grown = time.process_time() - start, peak() - before
    if outcome.seconds > LEAST_SECONDS + SECONDS_PER_KB * len(data) / 1_000:
        outcome.failures.append(f"{outcome.seconds:.1f} s for {len(data):,} bytes")
    if outcome.grown > MEMORY_TIMES * len(data) + MEMORY_BYTES:
        outcome.failures.append(f"{outcome.grown / 1e6:.0f} MB for {len(data):,} bytes")
    return outcome


def run(numbers: Iterator[int], seed: int, formats: tuple[str, ...] = ()) -> Iterator[Outcome]:
    """The outcome of every input, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            yield tried(seed, number, formats, Path(folder))


def serve(connection: Connection, seed: int, formats: tuple[str, ...]) -> None:
    """Answer every number with an outcome, until there is no more."""
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        for warm in range(-2 * len(samples()), 0):  # what is imported at first use is no input's memory
            tried(seed, warm, formats, Path(folder))
        connection.send(None)
        while (number := connection.recv()) is not None:
            connection.send(tried(seed, number, formats, Path(folder)))


class Worker:
    """A process that reads one input at a time, and a new one where that was killed or has grown."""

    def __init__(self, seed: int, formats: tuple[str, ...]) -> None:
        self.arguments = (seed, formats)
        self.process: multiprocessing.process.BaseProcess | None = None

    def start(self) -> None:
        """Begin a process, and wait until it is warm."""
        context = multiprocessing.get_context("spawn")
        self.ours, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, *self.arguments), daemon=True)
        self.process.start()
        theirs.close()
        self.ours.recv()
        self.grown = 0

    def stop(self) -> None:
        """End the process, if there is one."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.ours.close()
            self.process = None

    def outcome(self, number: int) -> Outcome:
        """What becomes of one input, hanging and crashing too."""
        if self.process is None:
            self.start()
        format, _, data = damaged(self.arguments[0], number, self.arguments[1])
        self.ours.send(number)
        seconds = 4 * (LEAST_SECONDS + SECONDS_PER_KB * len(data) / 1_000) + 10
        try:
            if self.ours.poll(seconds):
                outcome: Outcome = self.ours.recv()
                self.grown += outcome.grown
                if self.grown > 50_000_000:  # a peak would hide the next one below it
                    self.stop()
                return outcome
            failure = f"hangs: not done after {seconds:.0f} s"
        except EOFError:
            failure = "the process crashed"
        self.stop()
        return Outcome(number, format, len(data), failures=[failure], seconds=seconds)


def summary(outcomes: list[Outcome], seed: int) -> str:
    """A table of the formats, the slowest and hungriest inputs, errors in disguise, and every failure."""
    lines = [f"{'format':10}{'inputs':>8}{'read':>8}{'refused':>9}{'disguised':>11}{'failed':>8}{'slowest':>10}{'memory':>9}"]
    for format in dict.fromkeys(outcome.format for outcome in outcomes):
        rows = [outcome for outcome in outcomes if outcome.format == format]
        counts = [
            len(rows),
            sum(o.read for o in rows),
            sum(not o.read for o in rows),
            sum(bool(o.stumbled) for o in rows),
            sum(bool(o.failures) for o in rows),
        ]
        slowest, most = max(o.seconds for o in rows), max(o.grown for o in rows)
        lines.append("{:10}{:8}{:8}{:9}{:11}{:8}{:8.2f} s{:6.0f} MB".format(format, *counts, slowest, most / 1e6))
    slow = sorted(outcomes, key=lambda o: -o.seconds)[:5]
    lines.append("slowest: " + ", ".join(f"#{o.number} {o.format} {o.seconds:.2f} s for {o.size:,} bytes" for o in slow))
    disguised = Counter((o.format, o.stumbled) for o in outcomes if o.stumbled)
    first = {(o.format, o.stumbled): o.number for o in reversed(outcomes) if o.stumbled}
    lines += [
        f"disguised {count:5} times: {row[0]}: {row[1]} (--seed {seed} --only {first[row]})"
        for row, count in disguised.most_common(40)
    ]
    lines += [f"FAILED {o.format}: {failure} (--seed {seed} --only {o.number})" for o in outcomes for failure in o.failures]
    return "\n".join(lines)


def show(seed: int, number: int, formats: tuple[str, ...], save: Path | None) -> None:
    """Run one input again, with the whole error."""
    format, name, data = damaged(seed, number, formats)
    print(f"#{number} of seed {seed}: {format} as {name}, {len(data):,} bytes")
    if save is not None:
        save.mkdir(parents=True, exist_ok=True)
        (save / f"{seed}-{number}-{name}").write_bytes(data)
    with tempfile.TemporaryDirectory() as folder:
        try:
            for document in documents(name, data, Path(folder)):
                try:
                    found = document()
                    print(f"{found.format}: {found.text[:200]!r} {found.notes} {list(unsound(found))}")
                except ReadError:
                    traceback.print_exc()
        finally:
            print(summary(list(run(iter([number]), seed, formats)), seed))


def main() -> None:
    """Damage, read, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, help="inputs to make (default 2,000, or as many as the minutes allow)")
    parser.add_argument("--seed", type=int, default=0, help="which inputs (default 0)")
    parser.add_argument("--minutes", type=float, help="stop after so long")
    parser.add_argument("--formats", default="", help="names of formats, with commas (default: all)")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="run one input again and show the error")
    parser.add_argument("--save", type=Path, metavar="DIR", help="with --only: write the input there")
    arguments = parser.parse_args()
    formats = tuple(filter(None, arguments.formats.split(",")))
    unknown = set(formats) - set(samples())
    if unknown:
        parser.error(f"unknown formats {', '.join(sorted(unknown))}; there are {', '.join(samples())}")
    if arguments.only is not None:
        show(arguments.seed, arguments.only, formats, arguments.save)
        return
    end = time.monotonic() + 60 * arguments.minutes if arguments.minutes else None
    count = arguments.count if arguments.count or end else 2_000
    worker = Worker(arguments.seed, formats)
    outcomes: list[Outcome] = []
    try:
        for number in itertools.count() if count is None else range(count):
            if end is not None and time.monotonic() > end:
                break
            outcomes.append(worker.outcome(number))
            for failure in outcomes[-1].failures:
                print(f"#{number} {outcomes[-1].format}: {failure}", flush=True)
    finally:
        worker.stop()
    print(summary(outcomes, arguments.seed))
    sys.exit(any(outcome.failures for outcome in outcomes))


if __name__ == "__main__":
    main()
