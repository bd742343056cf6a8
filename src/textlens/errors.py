"""The exceptions textlens raises on purpose."""


class TextlensError(Exception):
    """Base of every error that textlens raises about its input."""


class ReadError(TextlensError, ValueError):
    """An input that cannot be read: the message names it, why, and what would do.

    Attributes:
        name: the input as the caller gave it.
        reason: the reason alone, as it stands in ``documents.problem``.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        # An exception with two arguments must say how it is rebuilt, or it cannot leave a worker process.
        return type(self), (self.name, self.reason)


class NotFoundError(ReadError, FileNotFoundError):
    """A path or a pattern that nothing answers to."""
