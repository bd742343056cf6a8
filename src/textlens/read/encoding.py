"""From bytes to text: which encoding a file is in, how sure that is, and what could not be decoded."""

import codecs
import re
from dataclasses import dataclass

from textlens.errors import ReadError
from textlens.read.likelihood import chinese, western

_MAGIC = {
    b"PK\x03\x04": "a zip archive (docx, xlsx and epub files are such)",
    b"%PDF": "a PDF file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF87a": "a GIF picture",
    b"GIF89a": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old Office file",
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
# Where two look equally likely, the first wins; Microsoft's Big5 has the euro and the full-width tilde that Hong Kong's lacks.
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be", "cp1252")
_SAMPLE = 300_000
_UNLIKELY = 0.15
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
        return text, text.count("\ufffd") - _written(data, encoding)


def _written(data: bytes, encoding: str) -> int:
    """How many U+FFFD the file holds itself."""
    try:
        return data.count("\ufffd".encode(encoding))
    except UnicodeEncodeError:
        return 0


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """Decode a file's bytes; the caller's encoding wins, else a byte-order mark, strict UTF-8, then what reads like text.

    Raises:
        ReadError: the file is empty, is no text, or cannot be decoded as the caller says.
    """
    if not data:
        raise ReadError(name, "is empty: there is nothing to read")
    mark, codec = next(((bom, codec) for bom, codec in _BOMS if data.startswith(bom)), (b"", ""))
    if encoding is not None and not (codec and _same(encoding, codec)):
        return _checked(_as_told(data, name, encoding), name)
    if codec:
        text, replaced = _decode(data[len(mark) :], codec)
        return _checked(Decoded(text, codec, 1.0, replaced), name)
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise ReadError(name, f"is {kind}, not text; save it as text or Markdown (UTF-8) first")
    return _checked(_find(data, name), name)


def _same(encoding: str, codec: str) -> bool:
    """Whether the caller's encoding is the one a byte-order mark tells of."""
    told = codecs.lookup(encoding).name.replace("-", "").replace("_", "").replace("sig", "")
    return told in (codec.replace("-", ""), codec.replace("-", "")[:5])


def _as_told(data: bytes, name: str, encoding: str) -> Decoded:
    text, replaced = _decode(data, encoding)
    hint = "its byte-order mark tells: leave encoding out" if any(data.startswith(bom) for bom, _ in _BOMS) else (
        "it is valid UTF-8" if _is_utf8(data) else "leave encoding out to have it found"
    )  # fmt: skip
    if replaced > 1 and (replaced > 0.01 * len(data) or _is_utf8(data)):
        raise ReadError(name, f"is not {encoding}: {replaced} of {len(data)} bytes cannot be decoded ({hint})")
    if _has_controls(text):
        raise ReadError(name, f"is not {encoding}: decoded so, it is no text ({hint})")
    return Decoded(text.removeprefix("\ufeff"), codecs.lookup(encoding).name, 1.0, replaced)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _find(data: bytes, name: str) -> Decoded:
    """The codec whose text looks most like somebody's, judged by the beginning of the file."""
    zeros = data.count(b"\x00")
    if not zeros and _is_utf8(data):
        return Decoded(data.decode("utf-8"), "utf-8", 1.0, 0)
    sample = data[:_SAMPLE]
    likely = {codec: _likelihood(sample, codec) for codec in _CANDIDATES}
    codec = max(likely, key=lambda c: likely[c])
    if zeros and (likely[codec] < _UNLIKELY or not codec.startswith("utf-16")):
        if zeros > 0.001 * len(data) + 2:
            raise ReadError(name, "is a binary file, not text")
        if _is_utf8(data):
            return Decoded(data.decode("utf-8"), "utf-8", 1.0, 0)
    if likely[codec] < _UNLIKELY:
        raise ReadError(name, "is a binary file or in an encoding textlens does not know; give encoding= if it is text")
    text, replaced = _decode(data, codec)
    return Decoded(text.removeprefix("\ufeff"), codec, min(1.0, likely[codec]), replaced)


def _likelihood(data: bytes, codec: str) -> float:
    if codec.startswith("utf-16") and len(data) % 2:
        return 0.0
    text, replaced = _decode(data, codec)
    if codec.startswith("utf-16"):  # without a byte-order mark it is rare, and numbers in binary files can look like it
        return chinese(text, codec, replaced) - _UNLIKELY
    if codec == "utf-8":
        intact = sum(c > "\x7f" for c in text) - replaced
        return 2.0 * intact / (intact + replaced) if intact > replaced else 0.0
    if codec == "cp1252":
        return western(text)
    return chinese(text, codec, replaced)


def _has_controls(text: str) -> bool:
    return len(_CONTROLS.findall(text)) > 0.02 * len(text) + 2


def _checked(decoded: Decoded, name: str) -> Decoded:
    """Refuse what decodes but is no text."""
    if _has_controls(decoded.text):
        raise ReadError(name, "is a binary file, not text")
    if not decoded.text.strip("\ufeff \t\r\n\u3000\x00"):
        raise ReadError(name, "is empty: it holds nothing but white space")
    return decoded
