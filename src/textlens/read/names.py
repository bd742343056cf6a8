"""The names of an archive's members: which characters their bytes stand for, and whether they stay within it."""

import re
import struct
import zlib
from collections.abc import Sequence
from zipfile import ZipInfo

from textlens.read.likelihood import bits

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_SAMPLE = 32_000
# What packers write names in: UTF-8 without saying so, what a Chinese Windows has, and what the format itself names.
_CANDIDATES = (
    ("utf-8", "any"), ("utf-8", "zh"), ("gb18030", "zh"), ("cp950", "zh"), ("big5hkscs", "zh"), ("cp437", "any"),
)  # fmt: skip
_CONTROLS = re.compile("[\x00-\x1f\x7f]")
_CLIMBS = re.compile(r"\A/|\A[A-Za-z]:|(?:\A|/)\.\.(?:/|\Z)|\x00")


def decoded_names(infos: Sequence[ZipInfo]) -> list[str]:
    """The members' names as their packer meant them, in the order of the directory, as they stand in it.

    Names that do not say they are UTF-8 are taken for what all of them together most look like.
    """
    names = [_told(info) for info in infos]
    codec = _codec(b"\n".join(name for name in names if isinstance(name, bytes))[:_SAMPLE])
    return [name if isinstance(name, str) else _decoded(name, codec) for name in names]


def _told(info: ZipInfo) -> str | bytes:
    """A member's name; its bytes where nothing says what they stand for."""
    if info.flag_bits & _UTF8_FLAG or info.orig_filename.isascii():
        return info.orig_filename
    raw = info.orig_filename.encode("cp437")
    try:
        return _unicode_path(info.extra, raw) or raw
    except UnicodeDecodeError:
        return raw


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """The name in the extra field that holds it in UTF-8, if there is one and it belongs to this name."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        body = extra[at + 4 : at + 4 + size]
        if kind == _UNICODE_PATH and len(body) > 5 and struct.unpack_from("<L", body, 1)[0] == zlib.crc32(raw):
            return body[5:].decode("utf-8")
        at += 4 + size
    return ""


def _codec(raw: bytes) -> str:
    """The codec whose text takes the fewest bits to write down."""
    costs = {candidate: bits(_decoded(raw, candidate[0]), candidate[1]) for candidate in _CANDIDATES}
    return min(costs, key=lambda candidate: costs[candidate])[0]


def _decoded(raw: bytes, codec: str) -> str:
    return raw.decode(codec, "replace")


def climbs(name: str) -> bool:
    """Whether a name leads out of the archive when it is unpacked: upwards, to the root or a drive, or past a NUL.

    >>> [climbs(name) for name in ("../a.txt", "/a.txt", "C:\\\\a.txt", "b/../a.txt", "a.txt\\0.md", "b/a..txt", "3:30.txt")]
    [True, True, True, True, True, False, False]
    """
    return _CLIMBS.search(name.replace("\\", "/")) is not None


def inside(name: str) -> str:
    """A member's path as a folder would have it: `shown`, with nothing empty or ``.`` in it.

    >>> inside("./2024\\\\三月.md")
    '2024/三月.md'
    """
    return "/".join(part for part in shown(name).split("/") if part not in ("", "."))


def shown(name: str) -> str:
    """The name with forward slashes and with U+FFFD for every control character."""
    return _CONTROLS.sub("\ufffd", name).replace("\\", "/")
