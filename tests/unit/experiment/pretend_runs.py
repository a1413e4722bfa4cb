"""Stand-ins for a simulation, importable by worker processes: quick, keyed by alternative and replication."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np

from simulator.errors import RuleError
from simulator.experiment.job import Advance, BatchJob, BatchResult


def result(job: BatchJob) -> BatchResult:
    keys = job.keys
    rows = {
        "alternative": np.array([key.alternative for key in keys], dtype=object),
        "replication": np.array([key.replication for key in keys]),
        "revenue": np.array([float(sum(key.alternative.encode()) + key.replication**2) for key in keys]),
        "point": np.array([job.points.index(key.overrides) for key in keys]),
    }
    return BatchResult(job, rows, {}, {}, seconds=0.01 * len(keys))


def quick(job: BatchJob, advance: Advance | None) -> BatchResult:
    if advance is not None:
        advance(job.n_worlds * job.weeks)
    return result(job)


def killed_once(job: BatchJob, advance: Advance | None) -> BatchResult:
    """The worker that gets replication 2 is killed, the first time; ``source`` is a folder for its mark."""
    mark = Path(job.source) / "killed"
    if 2 in job.replications and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return result(job)


def always_killed(job: BatchJob, advance: Advance | None) -> BatchResult:
    """The worker that gets replication 2 is killed every time."""
    if 2 in job.replications:
        os.kill(os.getpid(), signal.SIGKILL)
    return result(job)


def breaks_a_rule(job: BatchJob, advance: Advance | None) -> BatchResult:
    raise RuleError("asked for a negative price", rule="firm-strategy 'hold'", week=3, value=-1.5)


def stumbles(job: BatchJob, advance: Advance | None) -> BatchResult:
    raise ZeroDivisionError("by nothing")


def slow_after_two(job: BatchJob, advance: Advance | None) -> BatchResult:
    """Replications from 2 on take very long, so that an interrupt meets them running."""
    if max(job.replications) >= 2:
        Path(job.source, "running").touch()
        time.sleep(30)
    return result(job)
