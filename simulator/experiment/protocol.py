"""What every executor can be asked: room for another job, what has finished, is everything done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from simulator.experiment.job import Advance, BatchJob, BatchResult

Run = Callable[[BatchJob, Advance | None], BatchResult]
Notify = Callable[[BatchJob, float], None]


@dataclass(frozen=True)
class FailedBatch:
    """A batch whose worker was killed twice; its replications are missing from the results."""

    job: BatchJob
    reason: str


Finished = BatchResult | FailedBatch


class Executor(Protocol):
    """What runs batches."""

    @property
    def slots(self) -> int:
        """Batches that can run side by side."""

    @property
    def has_room(self) -> bool:
        """Whether another job may be submitted now."""

    @property
    def is_idle(self) -> bool:
        """Whether nothing is running or waiting."""

    def submit(self, job: BatchJob) -> None:
        """Take a job."""

    def wait(self, notify: Notify) -> list[Finished]:
        """Wait for something to happen; report progress on the way; give what has finished."""

    def close(self) -> None:
        """Stop whatever is running."""
