"""How much a file may ask for before it is refused: the bounds that keep a hostile or broken file from eating the machine."""

import os
from dataclasses import dataclass, fields
from functools import lru_cache

from textlens.errors import ReadError

MEGA = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one input; what exceeds one is refused with a message that names it.

    Each can be set by an environment variable: ``TEXTLENS_MAX_FILE_BYTES`` for `file_bytes`, and so on.

    Attributes:
        file_bytes: size of a file as it lies on the disk.
        unpacked_bytes: size of everything unpacked from one archive (a zip, docx, epub or xlsx is one).
        ratio: how many times larger than its packed size an archive's member may be.
        members: files in one archive.
        depth: archives within archives.
        pages: pages of a PDF.
    """

    file_bytes: int = 500 * MEGA
    unpacked_bytes: int = 500 * MEGA
    ratio: int = 200
    members: int = 20_000
    depth: int = 1
    pages: int = 20_000

    def excess(self, what: str, found: int, bound: str) -> str:
        """What to say of a number that is over a bound, or "" where it is not.

        >>> Limits(pages=5).excess("has {} pages", 9, "pages")
        'has 9 pages; the limit pages is 5 (set TEXTLENS_MAX_PAGES to allow more)'
        """
        allowed: int = getattr(self, bound)
        if found <= allowed:
            return ""
        return f"{what.format(f'{found:,}')}; the limit {bound} is {allowed:,} (set {variable(bound)} to allow more)"

    def check(self, name: str, what: str, found: int, bound: str) -> None:
        """Refuse what is over a bound.

        Args:
            name: the input, for the message.
            what: what was counted, with its verb: ``holds {} files``.
            found: how many there are.
            bound: name of the attribute that says how many may be.

        Raises:
            ReadError: more was found than the bound allows.
        """
        reason = self.excess(what, found, bound)
        if reason:
            raise ReadError(name, reason)


#: What is used where neither the caller nor the environment names others.
LIMITS = Limits()


def variable(bound: str) -> str:
    """Name of the environment variable that sets a bound."""
    return f"TEXTLENS_MAX_{bound.upper()}"


def from_environment() -> Limits:
    """The limits that the environment variables set.

    Raises:
        ValueError: a variable holds something other than a whole number.
    """
    return _parsed(tuple(os.environ.get(variable(field.name)) for field in fields(Limits)))


@lru_cache(maxsize=8)
def _parsed(values: tuple[str | None, ...]) -> Limits:
    names = [field.name for field in fields(Limits)]
    given = {name: _number(name, value) for name, value in zip(names, values, strict=True) if value is not None}
    return Limits(**given)


def _number(bound: str, value: str) -> int:
    least = 0 if bound == "depth" else 1
    try:
        number = int(value)
    except ValueError:
        number = -1
    if number < least:
        raise ValueError(f"{variable(bound)}={value!r}: give a whole number of at least {least}")
    return number
