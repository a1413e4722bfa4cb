"""Where batches run: in this process, or in workers beside it."""

from __future__ import annotations

from collections import deque

from simulator.experiment.job import BatchJob, run_batch
from simulator.experiment.pool import ProcessPool
from simulator.experiment.protocol import Finished, Notify, Run


class InProcess:
    """Runs one batch after the other in this process.

    Parameters
    ----------
    run
        Carries out a job.
    """

    slots = 1

    def __init__(self, run: Run = run_batch) -> None:
        self._run = run
        self._waiting: deque[BatchJob] = deque()

    @property
    def has_room(self) -> bool:
        """Whether another job may be submitted now."""
        return not self._waiting

    @property
    def is_idle(self) -> bool:
        """Whether nothing is waiting."""
        return not self._waiting

    def submit(self, job: BatchJob) -> None:
        """Take a job."""
        self._waiting.append(job)

    def wait(self, notify: Notify) -> list[Finished]:
        """Run the job that was submitted first."""
        job = self._waiting.popleft()
        return [self._run(job, lambda done: notify(job, done))]

    def close(self) -> None:
        """Forget what is waiting."""
        self._waiting.clear()


def executor_for(jobs: int, run: Run = run_batch) -> InProcess | ProcessPool:
    """Choose the executor for a number of jobs: this process for one, a pool for more."""
    return InProcess(run) if jobs == 1 else ProcessPool(jobs, run)
