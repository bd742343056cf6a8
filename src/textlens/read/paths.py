"""From what a path or a pattern says to the files it names: one, those of a folder, those that match."""

import glob
import os
import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from textlens.errors import NotFoundError, ReadError
from textlens.read.kinds import PACKED, UNREAD, ZIP_MAGIC, endings
from textlens.read.reader import is_read

NOTHING_READABLE = f"holds no file textlens reads ({endings()})"


def path_name(source: "str | os.PathLike[str]") -> str:
    """The path or pattern as text, ``~`` replaced by the home folder."""
    name = os.fspath(source)
    if isinstance(name, bytes):
        name = os.fsdecode(name)
    if not name.strip():
        raise ValueError(f"source is {name!r}; give a path, a glob, a list of these, or a DataFrame")
    return os.path.expanduser(name)


def is_file(name: str) -> bool:
    """Whether something other than a folder has this name, a pipe or a broken link too."""
    return os.path.lexists(name) and not os.path.isdir(name)


def named(name: str, *, listed: bool = False) -> Iterator[Path]:
    """The files that a path or a pattern names; as an entry of a list, itself where it names none.

    Raises:
        NotFoundError: there is no such file, and nothing matches.
        ReadError: a folder without readable files, or one that may not be opened.
    """
    if is_file(name):
        yield Path(name)
    elif os.path.isdir(name):
        yield from _members(Path(name), listed=listed)
    elif glob.has_magic(name) and not _is_prose(name):
        matches = sorted(p for p in _matching(name) if _is_shown(os.path.basename(p)) and not os.path.isdir(p))
        if not matches and not listed:
            raise NotFoundError(name, "no file matches this pattern")
        yield from map(Path, matches or [name])
    elif listed:
        yield Path(name)  # a missing entry of a list is one bad input among several
    else:
        hint = "give text itself to textlens.analyze_text" if _is_prose(name) else "check the path"
        raise NotFoundError(" ".join(name.split())[:60] + "…" if _is_prose(name) else name, f"no such file or folder ({hint})")


def _is_prose(name: str) -> bool:
    """Whether what was given for a path is a text: it has lines, ends like a sentence, or is longer than names are.

    >>> _is_prose("好！/2024-*.md"), _is_prose("今天下雨了。我很高兴。"), _is_prose("It rained all day. I stayed in.")
    (False, True, True)
    """
    ends = re.search(r"[。！？]|[a-z][.!?](?:\s|$)", name) and not re.search(r"\.\w{1,8}$", name)
    return "\n" in name or len(name) > 200 or bool(ends)


def _matching(pattern: str) -> list[str]:
    """What matches a pattern; where it goes into subfolders, hidden ones and links to folders are left out, as in a folder."""
    parts = Path(pattern).parts
    if "**" not in parts:
        return glob.glob(pattern)
    fixed = next(number for number, part in enumerate(parts) if glob.has_magic(part))
    base = Path(*parts[:fixed])
    # The library's own search follows links, and never ends where two of them lead back up.
    return [str(path) for path in _files(base)[0] if _fits(path.relative_to(base).parts, parts[fixed:])]


def _fits(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether the parts of a path are those of a pattern, where ``**`` stands for any number of folders.

    >>> _fits(["2024", "deep", "三月.md"], ["**", "*.md"]), _fits(["三月.md"], ["**", "*.md"]), _fits(["a", "b.md"], ["*.md"])
    (True, True, False)
    """
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_fits(parts[start:], pattern[1:]) for start in range(len(parts) + 1))
    return bool(parts) and fnmatch(parts[0], pattern[0]) and _fits(parts[1:], pattern[1:])


def _members(folder: Path, *, listed: bool) -> list[Path]:
    """The documents of a folder and its subfolders, sorted.

    A folder that may not be opened, and one with nothing readable among several sources, stands for itself: reading it says
    what is wrong.
    """
    files, refused = _files(folder)
    found = [path for path in files if is_input(path.name)]
    if not refused and not any(path.suffix.lower() not in UNREAD for path in found):
        refused = [folder]
    if refused == [folder] and not listed:
        raise ReadError(str(folder), closed(folder) or NOTHING_READABLE)
    if refused == [folder]:
        return [folder]
    return sorted(found + refused, key=lambda path: path.relative_to(folder).parts)


def _files(folder: Path) -> tuple[list[Path], list[Path]]:
    """The files of a folder and its subfolders, and the folders that may not be opened; neither hidden ones nor links to folders."""
    files: list[Path] = []
    refused: list[Path] = []
    waiting = [folder]
    while waiting:  # not by recursion: folders can lie deeper in each other than calls may
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                shown = [entry for entry in entries if _is_shown(entry.name)]
        except OSError:
            refused.append(here)
            continue
        waiting += [Path(entry.path) for entry in shown if entry.is_dir(follow_symlinks=False)]
        files += [Path(entry.path) for entry in shown if not os.path.isdir(entry.path)]
    return files, refused


def closed(folder: Path) -> str:
    """Why a folder's files cannot be listed, "" where they can."""
    try:
        with os.scandir(folder):
            return ""
    except PermissionError:
        return "cannot be opened: permission denied"
    except OSError as error:
        return f"cannot be opened: {error.strerror or error}"


def is_input(name: str) -> bool:
    """Whether a file with this path within a folder or an archive is an input: nothing on it is hidden, its ending is read."""
    return all(map(_is_shown, name.split("/"))) and is_read(os.path.splitext(name)[1].lower())


def _is_shown(name: str) -> bool:
    """Whether a file or folder is neither hidden nor left by a program: Office's lock of an open file, what macOS packs along."""
    return not name.startswith((".", "~$")) and name != "__MACOSX"


def is_archive(path: Path) -> bool:
    """Whether a file is a zip archive by its ending, or by its first bytes where no ending says it is a packed document."""
    ending = path.suffix.lower()
    try:
        if ending in PACKED or ending in UNREAD or not path.is_file():
            return False
        with path.open("rb") as file:
            return ending == ".zip" or file.read(len(ZIP_MAGIC)) == ZIP_MAGIC
    except (OSError, ValueError):  # reading it says what is wrong
        return False
