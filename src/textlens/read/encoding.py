"""From bytes to text: which encoding a file is in, how sure that is, and what could not be decoded."""

import codecs
import re
from dataclasses import dataclass

from textlens.errors import ReadError

# The most frequent characters of modern Chinese prose in both scripts and a few marks: text decoded with the wrong
# codec holds hardly any of them.
_FREQUENT = frozenset(
    "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後作里裡"
    "用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實日月很吃"
    "把手爱愛老吗嗎吧啊呢，。、？！：；“”「」（）《》…—　"
)
_MAGIC = {
    b"PK\x03\x04": "a zip archive (docx, xlsx and epub files are such)",
    b"%PDF": "a PDF file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
    b"Rar!": "a rar archive",
    b"7z\xbc\xaf": "a 7z archive",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HANDLER = "textlens.one_per_byte"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded text, the codec, how sure the choice is (0..1), and how many bytes became U+FFFD."""

    text: str
    encoding: str
    certainty: float
    replaced: int


def _one_per_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\ufffd" * (error.end - error.start), error.end


def _decode(data: bytes, encoding: str) -> tuple[str, int]:
    """The text, and the number of bytes that became U+FFFD, one each."""
    try:
        return data.decode(encoding), 0
    except UnicodeDecodeError:
        codecs.register_error(_HANDLER, _one_per_byte)
        text = data.decode(encoding, _HANDLER)
        return text, text.count("\ufffd")


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """Decode a file's bytes; the caller's encoding wins, else a byte-order mark, strict UTF-8, then what reads like text.

    Raises:
        ReadError: the file is empty, is no text, or cannot be decoded as the caller says.
    """
    if not data:
        raise ReadError(name, "is empty: there is nothing to read")
    for bom, codec in _BOMS:
        if data.startswith(bom) and (encoding is None or _same(encoding, codec)):
            text, replaced = _decode(data[len(bom) :], codec)
            return _checked(Decoded(text, codec, 1.0, replaced), name)
    if encoding is not None:
        return _checked(_as_told(data, name, encoding), name)
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise ReadError(name, f"is {kind}, not text; save it as text or Markdown (UTF-8) first")
    return _checked(_find(data, name), name)


def _same(encoding: str, codec: str) -> bool:
    told = codecs.lookup(encoding).name
    return told.replace("-", "").replace("_", "").replace("sig", "") in (codec.replace("-", ""), codec.replace("-", "")[:5])


def _as_told(data: bytes, name: str, encoding: str) -> Decoded:
    text, replaced = _decode(data, encoding)
    if replaced and (replaced > 0.01 * len(data) or _is_utf8(data)):
        hint = "it is valid UTF-8" if _is_utf8(data) else "leave encoding out to have it found"
        raise ReadError(name, f"is not {encoding}: {replaced} of {len(data)} bytes cannot be decoded ({hint})")
    return Decoded(text, codecs.lookup(encoding).name, 1.0, replaced)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _find(data: bytes, name: str) -> Decoded:
    if b"\x00" in data:
        wide = _find_utf16(data)
        if wide is not None:
            return wide
        if data.count(b"\x00") > 0.001 * len(data) + 2:
            raise ReadError(name, "is a binary file, not text")
    if _is_utf8(data):
        return Decoded(data.decode("utf-8"), "utf-8", 1.0, 0)
    candidates = [_judge(data, codec) for codec in ("gb18030", "big5hkscs")]
    text, replaced = _decode(data, "utf-8")
    intact = sum(c > "\x7f" for c in text) - replaced
    if intact > 4 * replaced:
        candidates.append(Decoded(text, "utf-8", intact / (intact + replaced), replaced))
    best = max(candidates, key=lambda c: c.certainty)
    high = sum(b > 0x7F for b in data) / len(data)
    if best.certainty < 0.2 and high < 0.2:
        western, replaced = _decode(data, "cp1252")
        if replaced <= 0.1 * high * len(data):
            return Decoded(western, "cp1252", 0.6, replaced)
    if best.certainty < 0.05:
        raise ReadError(name, "is a binary file or in an encoding textlens does not know; give encoding= if it is text")
    return best


def _judge(data: bytes, codec: str) -> Decoded:
    """How much of the text this codec makes of the data reads like Chinese, as the certainty."""
    text, replaced = _decode(data, codec)
    foreign = [c for c in text if c > "\x7f"]
    frequent = sum(c in _FREQUENT for c in foreign) / max(1, len(foreign))
    private = sum("\ue000" <= c <= "\uf8ff" or c > "\uffff" for c in foreign) / max(1, len(foreign))
    broken = replaced / max(1, len(foreign))
    return Decoded(text, codec, max(0.0, min(1.0, 2.5 * frequent) - 3 * broken - private), replaced)


def _find_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a byte-order mark: ASCII spaces, digits and line ends leave their zero bytes on one side."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    for codec, here, there in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if here > 4 * there and here >= 1 and len(data) % 2 == 0:
            text, replaced = _decode(data, codec)
            readable = sum(c.isalnum() or c.isspace() or c in _FREQUENT for c in text)
            if replaced <= 0.01 * len(text) and readable >= 0.7 * len(text):
                return Decoded(text, codec, 0.9, replaced)
    return None


def _checked(decoded: Decoded, name: str) -> Decoded:
    """Refuse what decodes but is no text."""
    if len(_CONTROLS.findall(decoded.text)) > 0.02 * len(decoded.text) + 2:
        raise ReadError(name, "is a binary file, not text")
    if not decoded.text.strip("\ufeff \t\r\n\u3000\x00"):
        raise ReadError(name, "is empty: it holds nothing but white space")
    return decoded
