"""Executors: the same results in one process and in several, and what happens when workers are lost."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from simulator.errors import RuleError, RunError
from simulator.experiment.batches import Dealer
from simulator.experiment.executors import InProcess, executor_for
from simulator.experiment.job import BatchJob
from simulator.experiment.pool import ProcessPool
from simulator.experiment.running import Finish, carry_out, replicate
from tests.unit.experiment import pretend_runs

JOB = BatchJob("pretend", alternatives=("a", "b"), weeks=3)


def finished(executor: InProcess | ProcessPool, job: BatchJob = JOB, replications: int = 6) -> Finish:
    with contextlib.closing(executor):
        return replicate(Dealer(job, limit=replications, slots=6), executor)


def one_by_one(run: Callable[..., object], jobs: int = 2) -> ProcessPool:
    return ProcessPool(jobs, run)  # type: ignore[arg-type]


def test_a_pool_finds_what_one_process_finds() -> None:
    alone, pooled = finished(InProcess(pretend_runs.quick)), finished(one_by_one(pretend_runs.quick))
    assert alone.replications() == pooled.replications() == (0, 1, 2, 3, 4, 5)
    for mine, theirs in zip(alone.results, pooled.results, strict=True):
        assert mine.job == theirs.job
        np.testing.assert_array_equal(mine.outcomes["revenue"], theirs.outcomes["revenue"])


def test_one_job_runs_in_this_process() -> None:
    assert isinstance(executor_for(1), InProcess)
    with contextlib.closing(executor_for(2)) as pool:
        assert pool.slots == 2


def test_the_batch_of_a_killed_worker_is_tried_once_more(tmp_path: Path) -> None:
    found = finished(one_by_one(pretend_runs.killed_once), BatchJob(str(tmp_path), alternatives=("a",)))
    assert (tmp_path / "killed").exists()
    assert found.replications() == (0, 1, 2, 3, 4, 5)
    assert found.failed == []


def test_a_batch_that_kills_its_worker_twice_is_recorded_and_the_rest_goes_on() -> None:
    found = finished(one_by_one(pretend_runs.always_killed))
    assert found.replications() == (0, 1, 3, 4, 5)
    assert [failed.job.replications for failed in found.failed] == [(2,)]
    assert "lost twice" in found.failed[0].reason


def test_an_error_in_a_worker_reaches_the_caller_as_it_was() -> None:
    with pytest.raises(RuleError, match=r"firm-strategy 'hold', week 3: asked for a negative price"):
        finished(one_by_one(pretend_runs.breaks_a_rule))


def test_any_other_error_says_what_failed_in_the_worker() -> None:
    with pytest.raises(RunError, match="ZeroDivisionError: by nothing"):
        finished(one_by_one(pretend_runs.stumbles))


def test_given_jobs_are_carried_out_in_their_order() -> None:
    jobs = [
        BatchJob("pretend", alternatives=("a",), replications=(0,), points=((("x", float(n)),),))
        for n in range(5)
    ]
    with contextlib.closing(one_by_one(pretend_runs.quick)) as pool:
        found = carry_out(jobs, pool)
    assert [result.job for result in found.results] == jobs


class Meter:
    def __init__(self) -> None:
        self.told: list[float] = []

    def begin(self, stage: str, world_weeks: float) -> None:
        self.whole = world_weeks

    def advance(self, world_weeks: float) -> None:
        self.told.append(world_weeks)


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_rises_to_the_whole(jobs: int) -> None:
    meter = Meter()
    with contextlib.closing(executor_for(jobs, pretend_runs.quick)) as executor:
        replicate(Dealer(JOB, limit=4), executor, progress=meter)
    assert meter.told == sorted(meter.told)
    assert meter.told[-1] == meter.whole == 2 * 4 * 3


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads signal masks from /proc")
def test_a_stop_does_not_reach_the_server_of_workers() -> None:
    from multiprocessing import forkserver

    with ProcessPool(1):
        server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
        status = Path(f"/proc/{server}/status").read_text()
    blocked = int(next(line for line in status.splitlines() if line.startswith("SigBlk:")).split()[1], 16)
    assert blocked & (1 << (signal.SIGINT - 1))
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
