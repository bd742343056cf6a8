"""From bytes to text: which encoding a file is in, how sure that is, and what could not be decoded."""

import codecs
import math
import re
from dataclasses import dataclass, replace

from textlens.errors import ReadError
from textlens.read.likelihood import bits, is_strange, noise_bits

_MAGIC = {
    b"PK\x03\x04": "a zip archive (docx, xlsx and epub files are such)",
    b"%PDF": "a PDF file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF87a": "a GIF picture",
    b"GIF89a": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"{\\rtf": "an RTF document",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
    b"Rar!\x1a": "a rar archive",
    b"7z\xbc\xaf": "a 7z archive",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    ("\ufeff".encode("gb18030"), "gb18030"),
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A codec, the languages it is tried for, the bits held against it beforehand, and its name if textlens does not read it."""

    codec: str
    languages: tuple[str, ...]
    against: float = 0.0
    refused: str = ""

    @property
    def is_wide(self) -> bool:
        return self.codec.startswith(("utf-16", "utf-32"))

    def cost(self, text: str) -> float:
        """Bits of what the codec makes of the bytes, in the language it reads best in."""
        unfinished = 3 if self.is_wide or self.codec in ("utf-8", "gb18030") else 1
        return min(bits(text, language, unfinished) for language in self.languages)


# The bits are judged: Chinese and Western codecs are what people bring, UTF-16 without a mark is rare. Where two cost the
# same the first wins; Microsoft's Big5 has the euro and the full-width tilde that Hong Kong's lacks.
_CANDIDATES = (
    _Candidate("utf-8", ("zh", "en", "any")),
    _Candidate("gb18030", ("zh",)),
    _Candidate("big5hkscs", ("zh",)),
    _Candidate("cp950", ("zh",)),
    _Candidate("cp1252", ("en",)),
    _Candidate("utf-16-le", ("zh", "en"), 6),
    _Candidate("utf-16-be", ("zh", "en"), 8),
    _Candidate("utf-32-le", ("zh", "en"), 8),
    _Candidate("utf-32-be", ("zh", "en"), 8),
    _Candidate("cp932", ("ja",), 6, "Shift-JIS (Japanese)"),
    _Candidate("euc_jp", ("ja",), 8, "EUC-JP (Japanese)"),
    _Candidate("cp949", ("ko",), 6, "EUC-KR or cp949 (Korean)"),
    _Candidate("cp1251", ("ru",), 6, "windows-1251 (Russian)"),
    _Candidate("koi8_u", ("ru",), 8, "KOI8-R (Russian)"),
)
_SEVEN_BIT = (
    (b"\x1b$B", "ISO-2022-JP (Japanese)"),
    (b"\x1b$@", "ISO-2022-JP (Japanese)"),
    (b"\x1b$)C", "ISO-2022-KR (Korean)"),
)
_SEVEN_BIT_CODECS = ("hz", "iso2022")
# Codecs that files name, and the superset that such files are commonly written in.
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso8859-1": "cp1252", "ascii": "cp1252", "shift_jis": "cp932",
    "euc_kr": "cp949", "koi8-r": "koi8_u", "utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8",
}  # fmt: skip
_LABELS = {
    "x-gbk": "gbk",
    "x-x-big5": "big5",
    "x-sjis": "shift_jis",
    "gb-2312": "gb2312",
    "cp-936": "gbk",
    "macintosh": "mac_roman",
}
# Python's codecs for other things than files.
_NO_FILES = frozenset(("unicode-escape", "raw-unicode-escape", "utf-7", "idna", "punycode", "mbcs", "oem", "undefined"))
# So many bits speak for what the file itself declares: wrong declarations are not rare, but rarer than unusual words.
_DECLARED = 30.0
# So many bits speak for an encoding against noise.
_NOISE = 14.0
# Valid UTF-8 is another codec's by accident only where it is a few characters, and the other reads better by so many bits.
_FEW, _BETTER, _BETTER_DECLARED = 6, 7.0, 2.0
# Characters depend on one another: what the sum of their bits says is worth that much of it (fitted with benchmarks/encodings.py).
_WORTH = 0.55
_SAMPLE = 32_000
# A candidate that is so many bits behind after so many bytes is given up.
_GLANCE, _HOPELESS = 600, 300.0
_FOREIGN_LINE = re.compile(rb"[\x80-\xff][^\n]*\n?")
# What a byte undecodable in Hong Kong's Big5 as well says less than its bits for Microsoft's.
_DAMAGE = 10.0
_RARE_HAN = re.compile("[\u3400-\u4dbf\U00020000-\U0003ffff]")
_HANDLER = "textlens.one_per_byte"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded text and what is known of it.

    Attributes:
        text: without a byte-order mark.
        encoding: the codec.
        certainty: how sure the choice is, 0..1.
        replaced: number of bytes that could not be decoded; each is one U+FFFD in the text.
        first_byte: where the first of them is, in bytes from the beginning of the file; -1 where there is none.
        first_at: the same in characters of the text.
    """

    text: str
    encoding: str
    certainty: float
    replaced: int
    first_byte: int = -1
    first_at: int = -1


def _one_per_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\ufffd" * (error.end - error.start), error.end


def _decode(data: bytes, encoding: str, skipped: int = 0, certainty: float = 1.0) -> Decoded:
    """The bytes after those skipped, each undecodable one as U+FFFD."""
    body = data[skipped:]
    try:
        return Decoded(body.decode(encoding), encoding, certainty, 0)
    except UnicodeDecodeError as error:
        codecs.register_error(_HANDLER, _one_per_byte)
        text = body.decode(encoding, _HANDLER)
        replaced = text.count("\ufffd") - _written(body, encoding)
        before = body[: error.start].decode(encoding, "ignore")
        return Decoded(text, encoding, certainty, replaced, skipped + error.start, len(before))


def _written(data: bytes, encoding: str) -> int:
    """How many U+FFFD the file holds itself."""
    try:
        return data.count("\ufffd".encode(encoding))
    except UnicodeEncodeError:
        return 0


def decode(data: bytes, name: str, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """Decode a file's bytes: the caller's encoding wins, else a byte-order mark, strict UTF-8, then what reads like text.

    An encoding that the file itself declares is believed unless its text plainly reads better in another.

    Raises:
        ReadError: the file is empty, is no text, is in an encoding of a language textlens does not read, or cannot be
            decoded as the caller says.
    """
    if not data:
        raise ReadError(name, "is empty: there is nothing to read")
    mark, codec = _byte_order_mark(data)
    if encoding is not None and not (codec and _same(encoding, codec)):
        return _checked(_as_told(data, name, encoding), name)
    if codec:
        return _checked(_decode(data, codec, len(mark)), name)
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise ReadError(name, f"is {kind}, not text; save it as text or Markdown (UTF-8) first")
    return _checked(_find(data, name, _wider(declared)), name)


def _byte_order_mark(data: bytes) -> tuple[bytes, str]:
    """The mark a file begins with and its codec; both empty where it has none."""
    mark, codec = next(((bom, codec) for bom, codec in _BOMS if data.startswith(bom)), (b"", ""))
    # UTF-16's mark before a NUL begins like UTF-32's, but the rest is no UTF-32.
    if codec == "utf-32-le" and _decode(data[: _SAMPLE + 4], codec, 4).replaced > 3:
        return codecs.BOM_UTF16_LE, "utf-16-le"
    return mark, codec


def _wider(declared: str | None) -> str:
    """The codec for a declared encoding, a superset where it is commonly named for its subset; empty for none or one unknown."""
    if declared is None:
        return ""
    label = declared.strip().lower()
    try:
        found = codecs.lookup(_LABELS.get(label.replace("_", "-"), label))
    except (LookupError, ValueError):
        return ""
    if found.name in _NO_FILES or not getattr(found, "_is_text_encoding", True):  # base64 and zip are codecs too
        return ""
    return _WIDER.get(found.name, found.name)


def _same(encoding: str, codec: str) -> bool:
    """Whether the caller's encoding is the one a byte-order mark tells of."""
    told = codecs.lookup(encoding).name.replace("-", "").replace("_", "").replace("sig", "")
    return told in (codec.replace("-", ""), codec.replace("-", "")[:5])


def _as_told(data: bytes, name: str, encoding: str) -> Decoded:
    found = _decode(data, codecs.lookup(encoding).name)
    hint = "its byte-order mark tells: leave encoding out" if any(data.startswith(bom) for bom, _ in _BOMS) else (
        "it is valid UTF-8" if _is_utf8(data) else "leave encoding out to have it found"
    )  # fmt: skip
    replaced = found.replaced
    if replaced > 1 and (replaced > 0.01 * len(data) or _is_utf8(data)):
        raise ReadError(name, f"is not {encoding}: {replaced} of {len(data)} bytes cannot be decoded ({hint})")
    if _has_controls(found.text):
        raise ReadError(name, f"is not {encoding}: decoded so, it is no text ({hint})")
    return _unmarked(found)


def _unmarked(found: Decoded) -> Decoded:
    if not found.text.startswith("\ufeff"):
        return found
    return replace(found, text=found.text[1:], first_at=max(-1, found.first_at - 1))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _find(data: bytes, name: str, declared: str) -> Decoded:
    """The codec whose text takes the fewest bits to write down; one the file declares has an advantage."""
    if data.isascii() and b"\x1b$" in data and not declared.startswith(_SEVEN_BIT_CODECS):
        for escape, refused in _SEVEN_BIT:
            if escape in data:
                raise _not_read(name, refused)
    zeros = data.count(0)
    if not zeros and _is_utf8(data):
        return _valid(data, name, declared)
    costs = _costs(data, declared, wide=bool(zeros))
    best = min(costs, key=lambda c: costs[c])
    if zeros and not best.is_wide:
        if zeros > 0.001 * len(data) + 2:
            raise ReadError(name, "is a binary file, not text")
        if _is_utf8(data):
            return _decode(data, "utf-8")
    sample = _telling(data)
    noise = noise_bits(sample) + _NOISE
    if costs[best] > noise and (best.is_wide or _is_noise(_decode(sample, best.codec))):
        raise ReadError(name, "is a binary file or in an encoding textlens does not know; give encoding= if it is text")
    if best.refused and best.codec != declared:
        raise _not_read(name, best.refused)
    return _unmarked(_decode(data, best.codec, 0, _certainty(sample, best, costs, noise)))


def _not_read(name: str, refused: str) -> ReadError:
    return ReadError(name, f"looks like {refused}, which textlens does not read; give encoding= if it is something else")


def _valid(data: bytes, name: str, declared: str) -> Decoded:
    """Valid UTF-8: that is no accident, but for a few characters of two bytes that read better in another codec."""
    found = _decode(data, "utf-8")
    if data.isascii():
        if declared.startswith(_SEVEN_BIT_CODECS):
            told = _decode(data, declared)
            return found if told.replaced else told
        return found
    foreign = [c for c in found.text if c > "\x7f"] if len(data) < _SAMPLE else []
    if not 0 < len(foreign) <= _FEW or max(foreign) > "\u07ff":
        return found
    costs = {c: v for c, v in _costs(data, "").items() if not c.is_wide}
    utf8 = next(c for c in costs if c.codec == "utf-8")
    costs[utf8] = replace(utf8, languages=("zh", "en", "ru")).cost(found.text)
    best = min(costs, key=lambda c: costs[c])
    certainty = _certainty(data, best, costs, noise_bits(data) + _NOISE)
    better = _BETTER_DECLARED if best.codec == declared else _BETTER
    if best.refused or costs[utf8] - costs[best] < better:
        return replace(found, certainty=certainty if best is utf8 else max(0.5, 1.0 - certainty))
    return _decode(data, best.codec, 0, certainty)


def _telling(data: bytes) -> bytes:
    """The beginning of a file, or of its lines that are not ASCII alone: no codec here has a line feed within a character."""
    if len(data) <= _SAMPLE or data.count(0, 0, _SAMPLE):
        return data[:_SAMPLE]
    pieces: list[bytes] = []
    size = 0
    for line in _FOREIGN_LINE.finditer(data):
        start = max(data.rfind(b"\n", 0, line.start()) + 1, line.start() - 40)
        pieces.append(data[start : min(line.end(), start + _SAMPLE - size)])
        size += len(pieces[-1])
        if size >= _SAMPLE:
            break
    return b"".join(pieces)


def _costs(data: bytes, declared: str, *, wide: bool = False) -> dict[_Candidate, float]:
    """Bits for each candidate that the beginning of the sample leaves possible, all of the same bytes."""
    tried = [c for c in _CANDIDATES if not c.is_wide or wide or len(data) <= _SAMPLE]
    if declared and all(c.codec != declared for c in tried):
        tried.append(_Candidate(declared, ("any", "zh", "en")))
    sample = _telling(data)
    if len(sample) > _GLANCE:
        glance = {c: _cost(sample[:_GLANCE], c, declared) for c in tried}
        tried = [c for c in tried if glance[c] < min(glance.values()) + _HOPELESS]
    costs = {candidate: _cost(sample, candidate, declared) for candidate in tried}
    _settle_big5(data, costs)
    return costs


def _cost(sample: bytes, candidate: _Candidate, declared: str) -> float:
    try:
        text = _decode(sample, candidate.codec).text
    except ValueError:  # a declared codec that knows no error handlers
        return math.inf
    told = candidate.codec == declared or (declared == "big5hkscs" and candidate.codec == "cp950")
    return candidate.cost(text) + (-_DECLARED if told else candidate.against)


def _settle_big5(data: bytes, costs: dict[_Candidate, float]) -> None:
    """Where Big5 wins, the signs of the whole file tell which of the two it is.

    Damage makes rare characters of Hong Kong's, which must not speak for the other one.
    """
    both = {c: v for c, v in costs.items() if c.codec in ("big5hkscs", "cp950")}
    level = min(both.values(), default=math.inf)
    if len(both) < 2 or level > min(costs.values()):
        return
    hongkong, microsoft = both
    read = {c: _decode(data, c.codec) for c in both}
    if read[hongkong].text == read[microsoft].text:
        return
    apart = bits(_RARE_HAN.sub("\ufffd", read[microsoft].text), "zh") - bits(_RARE_HAN.sub("\ufffd", read[hongkong].text), "zh")
    apart += _DAMAGE * read[hongkong].replaced
    costs |= {hongkong: level + max(0.0, -apart), microsoft: level + max(0.0, apart)}


def _is_noise(decoded: Decoded) -> bool:
    """Whether the text has what noise has and rare characters of a real one have not: undecodable bytes, private and unassigned."""
    foreign = [c for c in decoded.text if c > "\x7f"]
    strange = decoded.replaced + sum(map(is_strange, foreign))
    return len(foreign) > 0.02 * len(decoded.text) and strange > 0.01 * len(foreign)


def _certainty(data: bytes, best: _Candidate, costs: dict[_Candidate, float], noise: float) -> float:
    """How probable the best candidate is among them all and noise; two that make the same text of the bytes are one."""
    text = _decode(data, best.codec).text
    others = [noise]
    for candidate, cost in costs.items():
        near = cost - costs[best] < 40.0 / _WORTH
        if candidate is not best and near and _decode(data, candidate.codec).text != text:
            others.append(cost)
    return float(1.0 / (1.0 + sum(2.0 ** min(60.0, _WORTH * (costs[best] - cost)) for cost in others)))


def _has_controls(text: str) -> bool:
    return len(_CONTROLS.findall(text)) > 0.02 * len(text) + 2


def _checked(decoded: Decoded, name: str) -> Decoded:
    """Refuse what decodes but is no text."""
    if _has_controls(decoded.text):
        raise ReadError(name, "is a binary file, not text")
    if not decoded.text.strip("\ufeff \t\r\n\u3000\x00"):
        raise ReadError(name, "is empty: it holds nothing but white space")
    return decoded
