"""A file that remembers ratings, so that no sentence is sent twice: hashes and numbers, never text."""

import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from textlens.score.llm_prompt import PROMPT_VERSION, Rating

#: Environment variable that names the file; without it nothing is kept.
VARIABLE = "TEXTLENS_LLM_CACHE"
_WAIT = 30.0  # seconds for another process that writes
_TABLES = """
create table if not exists salt (only_one integer primary key check (only_one = 1), value blob not null);
create table if not exists rating (key blob primary key, sentiment real not null, emotion integer) without rowid;
"""


class RatingCache:
    """Ratings by salted SHA-256 hashes of model, prompt version and sentence.

    The salt is drawn when the file is made and lies in it: who has the file can test a guess, but tables of hashes
    made elsewhere are of no use.

    Raises:
        ValueError: the file cannot be opened, or is no such cache.
    """

    def __init__(self, path: str, model: str) -> None:
        self.path = Path(path).expanduser()
        self.model = model
        with self._open() as connection:
            connection.execute("insert or ignore into salt values (1, ?)", (secrets.token_bytes(32),))
            self._salt = bytes(connection.execute("select value from salt").fetchone()[0])

    @classmethod
    def from_environment(cls, model: str) -> "RatingCache | None":
        """The cache in the file that TEXTLENS_LLM_CACHE names, or None."""
        path = os.environ.get(VARIABLE, "").strip()
        return cls(path, model) if path else None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept when the block ends well; it is closed in any case."""
        try:
            if not self.path.exists():
                self.path.touch(mode=0o600)
            connection = sqlite3.connect(self.path, timeout=_WAIT)
        except (OSError, sqlite3.Error) as error:
            raise ValueError(f"{VARIABLE}={str(self.path)!r} cannot be opened: {error}") from None
        try:
            with connection:
                connection.executescript(_TABLES)
                yield connection
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{VARIABLE}={str(self.path)!r} is not a cache that textlens can use: {error}") from None
        finally:
            connection.close()

    def _key(self, sentence: str) -> bytes:
        return hashlib.sha256(self._salt + json.dumps([self.model, PROMPT_VERSION, sentence]).encode()).digest()

    def find(self, sentences: Sequence[str]) -> dict[str, Rating]:
        """The ratings of those sentences that have one."""
        found: dict[str, Rating] = {}
        with self._open() as connection:
            for sentence in sentences:
                row = connection.execute(
                    "select sentiment, emotion from rating where key = ?", (self._key(sentence),)
                ).fetchone()
                if row is not None:
                    found[sentence] = float(row[0]), None if row[1] is None else int(row[1])
        return found

    def keep(self, ratings: Mapping[str, Rating]) -> None:
        """Remember these ratings."""
        rows = [(self._key(sentence), sentiment, emotion) for sentence, (sentiment, emotion) in ratings.items()]
        with self._open() as connection:
            connection.executemany("insert or replace into rating values (?, ?, ?)", rows)
