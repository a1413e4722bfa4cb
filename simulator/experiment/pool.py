"""Worker processes that run batches side by side.

The pool is our own, because the standard one loses all pending work when a single worker is killed (by
a lack of memory, most often). Here the batch of a killed worker is tried once more with nothing else
running, and is recorded as failed if that worker is killed too.
"""

from __future__ import annotations

import signal
import sys
from collections import deque
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from simulator.errors import RunError, SandtableError
from simulator.experiment.job import BatchJob, run_batch
from simulator.experiment.protocol import FailedBatch, Finished, Notify, Run

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

PRELOADED = ["simulator.experiment.job", "simulator.scenario.load", "simulator.engine.simulation"]
STOP_SECONDS = 1.0
"""How long workers may take to stop, all of them together, before they are stopped by force."""


def _context() -> Any:
    """Start workers clean of this process's threads: from a server that has imported, where there is one."""
    if sys.platform == "win32":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    _start_server_deaf_to_stops()
    return context


def _start_server_deaf_to_stops() -> None:
    """Start the server of workers so that a Ctrl-C, which reaches it too, is for this process alone."""
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()  # it would lift the block below
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection, run: Run) -> None:
    """Carry out jobs until the other end hangs up; a stop by Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            job = connection.recv()
        except (EOFError, OSError):
            return
        answer: tuple[str, object]
        try:
            answer = ("finished", run(job, lambda done: connection.send(("advanced", done))))
        except Exception as error:  # noqa: BLE001 - whatever went wrong is told to the parent
            answer = ("error", _portable(error))
        try:
            connection.send(answer)
        except OSError:
            return


def _portable(error: Exception) -> SandtableError:
    """Turn any error into one that travels between processes."""
    if isinstance(error, SandtableError):
        return error
    import traceback

    told = "".join(traceback.format_exception(error))
    return RunError(f"a batch failed: {type(error).__name__}: {error}", hint=f"In the worker:\n{told}")


class _Worker:
    """One worker process and the job that it is busy with."""

    def __init__(self, context: Any, run: Run) -> None:
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, run), daemon=True)
        self.process.start()
        theirs.close()
        self.job: BatchJob | None = None

    def begin(self, job: BatchJob) -> bool:
        """Send a job; False if the worker is gone."""
        self.job = job
        try:
            self.connection.send(job)
        except OSError:
            return False
        return True

    def ask_to_end(self) -> None:
        """Hang up and ask the process to stop."""
        self.connection.close()
        self.process.terminate()

    def end(self, until: float) -> None:
        """Wait for the process to stop, and stop it by force when the time has come."""
        self.process.join(max(0.0, until - monotonic()))
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _end(workers: Sequence[_Worker]) -> None:
    """Stop workers together, kindly first."""
    for worker in workers:
        worker.ask_to_end()
    until = monotonic() + STOP_SECONDS
    for worker in workers:
        worker.end(until)


class ProcessPool:
    """Runs batches in worker processes, several at a time.

    Parameters
    ----------
    jobs
        Number of workers.
    run
        Carries out a job; a function that workers can import.

    Examples
    --------
    >>> with ProcessPool(2) as pool:
    ...     pool.slots, pool.has_room, pool.is_idle
    (2, True, True)
    """

    def __init__(self, jobs: int, run: Run = run_batch) -> None:
        self.slots = jobs
        self._run = run
        self._context = _context()
        self._workers: list[_Worker] = []
        self._again: deque[BatchJob] = deque()
        self._tried: set[BatchJob] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.job is not None]

    @property
    def has_room(self) -> bool:
        """Whether another job may be submitted now; not while a batch waits to be tried alone."""
        alone = self._again or any(worker.job in self._tried for worker in self._busy)
        return not alone and len(self._busy) < self.slots

    @property
    def is_idle(self) -> bool:
        """Whether nothing is running or waiting."""
        return not self._busy and not self._again

    def submit(self, job: BatchJob) -> None:
        """Give a job to a free worker, started when first needed."""
        worker = next((worker for worker in self._workers if worker.job is None), None)
        if worker is None:
            worker = _Worker(self._context, self._run)
            self._workers.append(worker)
        worker.begin(job)

    def wait(self, notify: Notify) -> list[Finished]:
        """Wait until a batch finishes or a worker is lost.

        Raises
        ------
        SandtableError
            A batch failed by an error of its own; running it again would fail again.
        """
        if self._again and not self._busy:
            self.submit(self._again.popleft())
        ready = wait([worker.connection for worker in self._busy])
        finished: list[Finished] = []
        for worker in self._busy:
            if worker.connection in ready:
                finished.extend(self._heard(worker, notify))
        return finished

    def _heard(self, worker: _Worker, notify: Notify) -> list[Finished]:
        job = worker.job
        assert job is not None
        try:
            what, content = worker.connection.recv()
        except (EOFError, OSError):
            return self._lost(worker, job)
        if what == "advanced":
            notify(job, content)
            return []
        worker.job = None
        if what == "error":
            raise content
        return [content]

    def _lost(self, worker: _Worker, job: BatchJob) -> list[Finished]:
        """Remove a worker that was killed; its job is tried once more, alone."""
        _end([worker])
        self._workers.remove(worker)
        if job in self._tried:
            return [FailedBatch(job, f"its worker was lost twice (exit status {worker.process.exitcode})")]
        self._tried.add(job)
        self._again.append(job)
        return []

    def close(self) -> None:
        """Stop all workers at once."""
        _end(self._workers)
        self._workers.clear()
        self._again.clear()
