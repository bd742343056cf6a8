"""A progress bar on standard error: in terminals and notebooks, for long work only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import Any, Literal, TypeVar

Enabled = bool | Literal["auto"]
Item = TypeVar("Item")
DELAY = 1.0  # seconds of work before "auto" shows a bar


@contextmanager
def progress(
    total: int | None,
    *,
    description: str = "",
    enabled: Enabled = "auto",
    unit: str = "sentence",
) -> Iterator[Callable[[int], object]]:
    """Give a function to call with the number of things done since its last call.

    total : how many there are, None if that is not known.
    enabled : True always shows the bar, False never; "auto" shows it in an interactive terminal
        or a notebook once the work has taken a second.

    >>> with progress(10, enabled=False) as advance:
    ...     _ = advance(10)
    """
    if not wanted(enabled):
        yield lambda n: None
        return
    from textlens.show.labels import visible

    with _bar_class()(
        total=total,
        desc=visible(description) or None,
        unit=f" {unit}",
        file=sys.stderr,
        delay=DELAY if enabled == "auto" else 0,
        leave=enabled is True,
        dynamic_ncols=True,
        disable=False,  # the environment variable TQDM_DISABLE still has its say in tqdm
    ) as bar:
        yield bar.update


def track(
    items: Iterable[Item],
    *,
    total: int | None = None,
    description: str = "",
    enabled: Enabled = "auto",
    unit: str = "file",
) -> Iterator[Item]:
    """Yield ``items`` one by one while a bar (see ``progress``) counts them."""
    if total is None and isinstance(items, Sized):
        total = len(items)
    with progress(total, description=description, enabled=enabled, unit=unit) as advance:
        for item in items:
            yield item
            advance(1)


def wanted(enabled: Enabled) -> bool:
    """Tell whether a bar may show: as asked, or for "auto" where a person is watching."""
    if isinstance(enabled, bool):
        return enabled
    if enabled != "auto":
        raise ValueError(f"progress={enabled!r} is not one of 'auto', True, False")
    return in_notebook() or _is_terminal(sys.stderr)


def in_notebook() -> bool:
    """Tell whether this runs in a Jupyter kernel, without importing IPython."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return getattr(shell, "kernel", None) is not None


def _is_terminal(stream: Any) -> bool:
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):  # no standard error (pythonw), or one that is closed
        return False


def _bar_class() -> Any:
    """Return tqdm's bar for this place: a widget where Jupyter can show one, else text."""
    from importlib import import_module
    from importlib.util import find_spec

    widget = in_notebook() and find_spec("ipywidgets") is not None
    base = import_module("tqdm.notebook" if widget else "tqdm.std").tqdm
    # Without tqdm's monitor thread: forking workers beside a thread warns, and may hang.
    return type("ProgressBar", (base,), {"monitor_interval": 0})
