"""Keep the executors busy until enough replications are done, and keep what is finished."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from simulator.experiment.batches import Dealer
from simulator.experiment.job import BatchJob, BatchResult
from simulator.experiment.protocol import Executor, FailedBatch, Finished


class Progress(Protocol):
    """Whoever wants to know how far the work is."""

    def begin(self, stage: str, world_weeks: float) -> None:
        """Hear that a stage of so many world-weeks begins, or turns out longer than told."""

    def advance(self, world_weeks: float) -> None:
        """Hear that so many world-weeks of the stage are done in all."""


class Silent:
    """Tells nobody."""

    def begin(self, stage: str, world_weeks: float) -> None:
        """Ignore it."""

    def advance(self, world_weeks: float) -> None:
        """Ignore it."""


@dataclass
class Finish:
    """What is finished: results in the order of their jobs, failed batches, whether it was interrupted."""

    results: list[BatchResult] = field(default_factory=list)
    failed: list[FailedBatch] = field(default_factory=list)
    interrupted: bool = False

    def sort(self) -> None:
        """Bring results into the order of replications and points, whichever finished first."""
        self.results.sort(key=lambda result: (result.job.replications, result.job.points))
        self.failed.sort(key=lambda failed: (failed.job.replications, failed.job.points))

    def replications(self) -> tuple[int, ...]:
        """Numbers of the replications that are complete, ascending."""
        return tuple(sorted(number for result in self.results for number in result.job.replications))


class _Meter:
    """Adds up the world-weeks of running and finished batches."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._running: dict[BatchJob, float] = {}
        self._finished = 0.0

    def notify(self, job: BatchJob, world_weeks: float) -> None:
        """Hear how far a running batch is."""
        self._running[job] = world_weeks
        self._progress.advance(self._finished + sum(self._running.values()))

    def end(self, job: BatchJob) -> None:
        """Hear that a batch has ended."""
        self._running.pop(job, None)
        self._finished += job.n_worlds * job.weeks
        self._progress.advance(self._finished + sum(self._running.values()))


Enough = Callable[[Finish], bool]


def replicate(
    dealer: Dealer,
    executor: Executor,
    *,
    looks: Iterable[int] = (),
    enough: Enough | None = None,
    progress: Progress | None = None,
    stage: str = "worlds",
) -> Finish:
    """Run replications in batches until there are as many as wanted, or enough.

    Parameters
    ----------
    dealer
        Deals out the batches; its limit is the number of replications unless `looks` are given.
    executor
        Runs them.
    looks
        Ascending numbers of replications at which `enough` is asked.
    enough
        Tells from the results so far whether to stop.

    Returns
    -------
    What was finished. A Ctrl-C (`KeyboardInterrupt`) ends the work: batches that are complete are kept,
    and ``interrupted`` is set.
    """
    found, meter = Finish(), _Meter(progress or Silent())
    targets = list(looks) or [dealer.limit]
    try:
        for target in targets:
            dealer.limit = target
            whole = dealer.worlds_per_replication * dealer.template.weeks * target
            (progress or Silent()).begin(stage, whole)
            _drain(dealer.next, executor, found, meter, dealer)
            found.sort()
            if enough is not None and enough(found):
                break
    except KeyboardInterrupt:
        found.interrupted = True
        executor.close()
    found.sort()
    return found


def carry_out(
    jobs: Iterable[BatchJob], executor: Executor, *, progress: Progress | None = None, stage: str = "worlds"
) -> Finish:
    """Run given jobs; like `replicate` it keeps what is finished when interrupted."""
    listed = list(jobs)
    found, meter = Finish(), _Meter(progress or Silent())
    (progress or Silent()).begin(stage, float(sum(job.n_worlds * job.weeks for job in listed)))
    left = iter(listed)
    try:
        _drain(lambda: next(left, None), executor, found, meter)
    except KeyboardInterrupt:
        found.interrupted = True
        executor.close()
    found.sort()
    return found


def _drain(
    deal: Callable[[], BatchJob | None],
    executor: Executor,
    found: Finish,
    meter: _Meter,
    dealer: Dealer | None = None,
) -> None:
    """Feed the executor until nothing is left to deal and nothing is running."""
    left = True
    while left or not executor.is_idle:
        while left and executor.has_room:
            job = deal()
            if job is None:
                left = False
            else:
                executor.submit(job)
        if executor.is_idle:
            continue
        for finished in executor.wait(meter.notify):
            _keep(finished, found, meter, dealer)


def _keep(finished: Finished, found: Finish, meter: _Meter, dealer: Dealer | None) -> None:
    meter.end(finished.job)
    if isinstance(finished, FailedBatch):
        found.failed.append(finished)
        return
    found.results.append(finished)
    if dealer is not None:
        dealer.measured(worlds=finished.job.n_worlds, seconds=finished.seconds)
