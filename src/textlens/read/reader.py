"""From a path or the bytes of a file to a document, whatever its format."""

from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from textlens.errors import ReadError
from textlens.read.document import Document, whole
from textlens.read.file import File, load
from textlens.read.kinds import ENDINGS, UNREAD, Reader, kind_of
from textlens.read.limits import Limits, from_environment


def is_read(ending: str) -> bool:
    """Whether a file with this ending is a document, one that gets a row only to say that it is not read too."""
    return ending in ENDINGS or ending in UNREAD or ending in _added()


def read_file(path: Path, doc_id: str, encoding: str | None, limits: Limits | None = None) -> Document:
    """Read one file by its kind, within the limits given or those of the environment.

    Raises:
        ReadError: the file cannot be read; the message says why and what would do.
    """
    return read(load(path, doc_id, encoding, limits or from_environment()))


def read(file: File) -> Document:
    """The document in a file's bytes: by another package's reader for its ending, or by what the bytes are.

    Raises:
        ReadError: the file cannot be read, whatever the reason; no other error comes from what is in a file.
    """
    added = _added().get(file.ending)
    kind = None if added else kind_of(file)
    try:
        reader: Reader = added.load() if added else kind.reader(file)  # type: ignore[union-attr]
        return reader(file)
    except ReadError:
        raise
    except RecursionError:
        raise ReadError(file.path, "is nested too deeply to be read") from None
    except MemoryError:
        raise ReadError(file.path, "takes more memory to read than there is") from None
    except Exception as error:  # whatever a parser stumbles over in a damaged file must not stop the other files
        what = file.ending if kind is None else kind.name
        said = whole(" ".join(f"{type(error).__name__}: {error}".split()))
        raise ReadError(file.path, f"cannot be read as {what}: it is damaged ({said:.200})") from error


@lru_cache(maxsize=1)
def _added() -> dict[str, EntryPoint]:
    """Readers of other packages: entry points of the group ``textlens.readers``, each named by the ending it reads (``.rtf``)."""
    return {point.name.lower(): point for point in entry_points(group="textlens.readers")}
