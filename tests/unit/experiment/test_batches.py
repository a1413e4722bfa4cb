"""Batches: dealt out in order and whole, sized by time, and without influence on what is found."""

from __future__ import annotations

from simulator.experiment.batches import LARGEST_WORLDS, Dealer, pieces
from simulator.experiment.job import BatchJob

JOB = BatchJob("pretend", alternatives=("a", "b", "c", "d"), weeks=3)


def dealt(dealer: Dealer) -> list[tuple[int, ...]]:
    found = []
    while (job := dealer.next()) is not None:
        found.append(job.replications)
    return found


def test_every_replication_is_dealt_once_and_in_order() -> None:
    for seconds in (None, 0.001, 0.9, 60.0):
        dealer = Dealer(JOB, limit=23, slots=2, seconds_per_world=seconds)
        assert [number for batch in dealt(dealer) for number in batch] == list(range(23))


def test_a_batch_is_about_ten_seconds_of_work() -> None:
    dealer = Dealer(JOB, limit=100)
    dealer.measured(worlds=8, seconds=4.0)
    assert dealer.size == 5  # 5 replications x 4 alternatives x 0.5 s


def test_a_batch_never_grows_beyond_what_memory_likes() -> None:
    dealer = Dealer(JOB, limit=1_000, seconds_per_world=1e-6)
    assert dealer.size * 4 == LARGEST_WORLDS


def test_the_last_batches_are_shared_among_the_workers() -> None:
    assert Dealer(JOB, limit=8, slots=2, seconds_per_world=0.01).size == 4


def test_a_raised_limit_goes_on_where_the_last_batch_ended() -> None:
    dealer = Dealer(JOB, limit=3)
    first = dealt(dealer)
    dealer.limit = 5
    assert [number for batch in [*first, *dealt(dealer)] for number in batch] == [0, 1, 2, 3, 4]


def test_a_job_with_many_points_is_cut_by_points() -> None:
    points = tuple((("x", float(number)),) for number in range(7))
    job = BatchJob("pretend", alternatives=("a", "b"), replications=(0, 1), points=points)
    cut = list(pieces(job, 12))
    assert [len(piece.points) for piece in cut] == [3, 3, 1]
    assert tuple(point for piece in cut for point in piece.points) == points
