"""A progress bar on a terminal, and nothing in a pipe."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

from simulator.experiment.running import Progress, Silent

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


class _OnTerminal:
    """Draws each stage as a bar."""

    def __init__(self, bar: Bar, words: dict[str, str]) -> None:
        self._bar = bar
        self._words = words
        self._tasks: dict[str, TaskID] = {}
        self._stage = ""

    def begin(self, stage: str, world_weeks: float) -> None:
        """Start a bar, or lengthen it."""
        self._stage = stage
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(self._words.get(stage, stage), total=world_weeks)
        self._bar.update(self._tasks[stage], total=world_weeks)

    def advance(self, world_weeks: float) -> None:
        """Move the bar."""
        self._bar.update(self._tasks[self._stage], completed=world_weeks)


@contextmanager
def shown(words: dict[str, str]) -> Iterator[Progress]:
    """Show progress while the block runs, if somebody watches.

    Parameters
    ----------
    words
        What to call each stage.
    """
    if not sys.stderr.isatty():
        yield Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _OnTerminal(bar, words)


@contextmanager
def stop_is_said(line: str) -> Iterator[None]:
    """Answer a Ctrl-C at once with a line on the error stream; the stop itself takes its usual way.

    Parameters
    ----------
    line
        What to say.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def answer(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with suppress(OSError, ValueError):  # the stream may be closed; it may also be in use just now,
            os.write(sys.stderr.fileno(), f"{line}\n".encode())  # which a direct write does not mind
        signal.default_int_handler(number, frame)

    before = signal.signal(signal.SIGINT, answer)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
