"""How many replications go into a batch: about ten seconds of work, measured and not guessed.

The size of a batch changes how often progress is kept and how much memory is needed, and nothing
else: replications are dealt out in order, whole, each with all its alternatives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from simulator.experiment.job import BatchJob

TARGET_SECONDS = 10.0
LARGEST_WORLDS = 96
"""More worlds than this in a batch gain no speed and only take memory."""

FIRST_WORLDS = 8
"""Worlds in a batch while nothing has been measured yet."""


@dataclass
class Dealer:
    """Deals replications out in batches, in order, up to a limit that may be raised.

    Parameters
    ----------
    template
        The job of which each batch is a part; its replications are ignored.
    limit
        Number of replications to deal out.
    slots
        Batches that run side by side.

    Examples
    --------
    >>> dealer = Dealer(BatchJob("s", alternatives=("a", "b")), limit=10)
    >>> dealer.next().replications, dealer.next().replications
    ((0, 1, 2, 3), (4, 5, 6, 7))
    >>> dealer.measured(worlds=4, seconds=40.0)
    >>> dealer.next().replications, dealer.next().replications, dealer.next()
    ((8,), (9,), None)
    """

    template: BatchJob
    limit: int
    slots: int = 1
    dealt: int = 0
    seconds_per_world: float | None = field(default=None, repr=False)

    def measured(self, *, worlds: int, seconds: float) -> None:
        """Learn from a finished batch how long a world takes."""
        self.seconds_per_world = seconds / max(worlds, 1)

    @property
    def worlds_per_replication(self) -> int:
        """Worlds that one replication needs: all alternatives at all points."""
        return len(self.template.alternatives) * len(self.template.points)

    @property
    def size(self) -> int:
        """Replications in the next batch: ten seconds of work, at least one, no more than are left."""
        worlds: float = FIRST_WORLDS
        if self.seconds_per_world is not None:
            worlds = min(TARGET_SECONDS / max(self.seconds_per_world, 1e-9), LARGEST_WORLDS)
        left = self.limit - self.dealt
        fair = -(-left // self.slots)
        return max(1, min(int(worlds // self.worlds_per_replication), fair, left))

    def next(self) -> BatchJob | None:
        """Deal the next batch, or None when the limit is reached."""
        if self.dealt >= self.limit:
            return None
        numbers = tuple(range(self.dealt, self.dealt + self.size))
        self.dealt += len(numbers)
        return replace(self.template, replications=numbers)


def pieces(job: BatchJob, worlds_per_piece: int) -> Iterator[BatchJob]:
    """Cut a job with many points into jobs with fewer, each with all alternatives and replications.

    Examples
    --------
    >>> job = BatchJob("s", alternatives=("a", "b"), replications=(0,), points=((), (("x", 1.0),)))
    >>> [len(piece.points) for piece in pieces(job, 2)]
    [1, 1]
    """
    step = max(1, worlds_per_piece // max(len(job.alternatives) * len(job.replications), 1))
    for start in range(0, len(job.points), step):
        yield replace(job, points=job.points[start : start + step])
