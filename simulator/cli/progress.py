"""A progress bar on a terminal, and nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
