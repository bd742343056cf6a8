"""Find an installed font that draws the labels, so that Chinese never shows as boxes.

Nothing is set globally: callers pass the chosen families to the artists they make.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from textlens.show.font_names import (
    BLANK_FONTS,
    CJK_HINTS,
    FONT_VARIABLE,
    OTHER_CJK,
    SIMPLIFIED,
    TRADITIONAL,
    TRADITIONAL_SIGNS,
)
from textlens.show.labels import has_han, is_han

BUNDLED = "DejaVu Sans"  # ships with matplotlib: Latin, the minus sign, some monochrome emoji

_MAX_SCANNED = 400
_MAX_ADOPTED = 40


@dataclass(frozen=True)
class FontChoice:
    """Font families that draw a text.

    families : in matplotlib's fallback order; every one is installed, the last is DejaVu Sans.
    missing : the characters that none of them draws.
    chinese : False where the text has Chinese characters and no installed font draws any of them.
    """

    families: tuple[str, ...]
    missing: frozenset[str] = frozenset()
    chinese: bool = True

    def drawable(self, text: str) -> str:
        """Return ``text`` with missing letters as middle dots and other missing marks gone."""
        return "".join(
            char if char not in self.missing else "·" if unicodedata.category(char)[0] in "LN" else "" for char in text
        )

    def text_options(self) -> dict[str, Any]:
        """Return options for a matplotlib ``Text``: the families, and ``$`` as a plain sign."""
        return {"fontfamily": list(self.families), "parse_math": False, "usetex": False}


def find_font(text: str) -> FontChoice:
    """Choose installed fonts that draw every character of ``text``, as far as any does.

    The environment variable ``TEXTLENS_FONT`` (a font file or a family) comes first, then a font
    the user set in ``rcParams``, then the known CJK families in the order for the text's script,
    then any installed font that has the characters.
    """
    families: list[str] = []
    left = frozenset(char for char in text if not char.isspace())
    for first in (*_named_family(), *_own_families()):
        families.append(first)
        left -= covered(first, left)
    left -= covered(BUNDLED, left)
    for _ in range(3):  # a rare character may need a second or third font
        wanted = frozenset(char for char in left if unicodedata.category(char)[0] in "LNP")
        family = _best_family(wanted, text)
        if family is None:
            break
        families.append(family)
        left -= covered(family, left)
    ordered = dict.fromkeys([*families, BUNDLED])
    han = {char for char in text if is_han(char)}
    return FontChoice(tuple(ordered), left, chinese=not han or not han <= left)


def covered(family: str, chars: Iterable[str]) -> frozenset[str]:
    """Return those of ``chars`` that ``family`` draws (none where it is not installed)."""
    if family not in installed_families():
        return frozenset()
    path, index = _regular_face(family)
    return _drawn(path, index, "".join(sorted(chars)))


def _regular_face(family: str) -> tuple[str, int]:
    """Return the file and index of the upright face nearest to normal weight."""
    from matplotlib.font_manager import fontManager, weight_dict

    def distance(entry: Any) -> tuple[bool, float]:
        weight = weight_dict.get(entry.weight, entry.weight)
        return entry.style != "normal", abs(float(weight) - 400)

    # Not findfont(): it logs a warning for each family that lacks the normal weight.
    face = min((entry for entry in fontManager.ttflist if entry.name == family), key=distance)
    return face.fname, getattr(face, "index", 0)  # only matplotlib 3.11 lists more than face 0


def installed_families() -> frozenset[str]:
    """Return the names of the families that matplotlib knows."""
    from matplotlib.font_manager import fontManager

    return frozenset(entry.name for entry in fontManager.ttflist)


@lru_cache(maxsize=1024)
def _drawn(path: str, index: int, chars: str) -> frozenset[str]:
    """Return those of ``chars`` that the face at ``path`` has, provided that it has outlines."""
    from matplotlib.ft2font import FT2Font

    options: Any = {"face_index": index} if index else {}
    try:
        font = FT2Font(path, **options)
        found = [char for char in chars if font.get_char_index(ord(char))]
        probe = next((char for char in found if unicodedata.category(char)[0] in "LN"), None)
        if probe is not None:
            font.load_char(ord(probe))
            if not len(font.get_path()[0]):  # a bitmap-only font draws nothing here
                return frozenset()
    except (OSError, RuntimeError, ValueError):
        return frozenset()
    return frozenset(found)


def _named_family() -> tuple[str, ...]:
    """Return the family that ``TEXTLENS_FONT`` names, if it is there."""
    named = os.environ.get(FONT_VARIABLE, "").strip()
    if not named:
        return ()
    if named in installed_families():
        return (named,)
    family = _add_file(named) if os.path.isfile(named) else None
    if family is None:
        import warnings

        warnings.warn(
            f"{FONT_VARIABLE} is {named!r}: neither a font file nor an installed font family. It is not used.",
            UserWarning,
            stacklevel=2,
        )
        return ()
    return (family,)


def _add_file(path: str) -> str | None:
    """Make the font file at ``path`` known to matplotlib; return its family."""
    from matplotlib.font_manager import fontManager

    known = next((entry.name for entry in fontManager.ttflist if entry.fname == path), None)
    if known is not None:
        return known
    before = len(fontManager.ttflist)
    try:
        fontManager.addfont(path)
    except (OSError, RuntimeError, ValueError, NotImplementedError):
        return None
    return fontManager.ttflist[before].name


def _own_families() -> tuple[str, ...]:
    """Return the installed families that the user set in rcParams; none for the default."""
    import matplotlib as mpl

    settings: Any = mpl.rcParams
    installed = installed_families()
    chosen: list[str] = []
    for name in settings["font.family"]:
        generic = settings.get(f"font.{name}", [name])
        chosen += [family for family in generic if family in installed][:1]
    return () if chosen[:1] == [BUNDLED] else tuple(chosen)


def _best_family(wanted: frozenset[str], text: str) -> str | None:
    """Return the family that draws most of ``wanted``: the first that draws all, else the best."""
    if not wanted:
        return None
    by_script = (
        (*TRADITIONAL, *SIMPLIFIED, *OTHER_CJK) if TRADITIONAL_SIGNS & set(text) else (*SIMPLIFIED, *TRADITIONAL, *OTHER_CJK)
    )
    best, most = None, 0
    for families in _candidates(by_script, wanted):
        for family in families:
            found = len(covered(family, wanted))
            if found == len(wanted):
                return family
            if found > most:
                best, most = family, found
        if best is not None:
            return best
    return None


def _candidates(listed: tuple[str, ...], wanted: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Yield families to try, in order; the search through all fonts runs only when reached."""
    yield listed
    for char in sorted(wanted)[:3]:
        yield _families_drawing(char)


@lru_cache(maxsize=64)
def _families_drawing(char: str) -> tuple[str, ...]:
    """Return the installed families that draw ``char``, likely ones first; looks at 400 at most."""
    if has_han(char):
        _adopt_new_fonts()
    families = (name for name in installed_families() if not name.lower().startswith(BLANK_FONTS))
    ordered = sorted(families, key=lambda name: (not _looks_cjk(name), "mono" in name.lower(), name))
    return tuple(family for family in ordered[:_MAX_SCANNED] if char in covered(family, (char,)))


@lru_cache(maxsize=1)
def _adopt_new_fonts() -> int:
    """Add CJK fonts installed since matplotlib made its font list, which it does not renew."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {entry.fname for entry in fontManager.ttflist}
    new = [path for path in findSystemFonts() if path not in known and _looks_cjk(os.path.basename(path))]
    return sum(_add_file(path) is not None for path in sorted(new)[:_MAX_ADOPTED])


def _looks_cjk(name: str) -> bool:
    return not name.isascii() or any(hint in name.lower() for hint in CJK_HINTS)
