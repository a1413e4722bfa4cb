"""The array executor of order approval: equal to the SimPy definition, however it is cut and batched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.pipeline.approval import ApprovalQueue
from simulator.pipeline.approval_simpy import Deal, approve_with_simpy

MAX_LAYERS = 3
Row = tuple[int, float, tuple[float, ...]]


@dataclass(frozen=True)
class World:
    """What happens in one world: its deals, its office and its reorganizations."""

    deals: list[tuple[int, float, tuple[float, ...]]]
    approvers: tuple[int, ...]
    changes: list[tuple[float, tuple[int, ...]]] = field(default_factory=list)


def padded(approvers: Sequence[int]) -> list[int]:
    return list(approvers) + [1] * (MAX_LAYERS - len(approvers))


def by_definition(world: World) -> list[Row]:
    deals = [Deal(deal_id, day, handling) for deal_id, day, handling in world.deals]
    done = approve_with_simpy(deals, world.approvers, world.changes)
    rows = []
    for deal in done:
        assert deal.approved_day is not None
        starts = [np.nan if start is None else start for start in deal.start_days]
        starts += [np.nan] * (MAX_LAYERS - len(starts))
        rows.append((deal.deal_id, deal.approved_day, tuple(starts)))
    return rows


def by_arrays(worlds: list[World], cuts: Sequence[float]) -> list[list[Row]]:
    """Run all worlds in one queue, stopping at every cut and every reorganization."""
    queue = ApprovalQueue([len(w.approvers) for w in worlds], [padded(w.approvers) for w in worlds])
    stops = sorted({*cuts, *(day for w in worlds for day, _ in w.changes), np.inf})
    rows: list[list[Row]] = [[] for _ in worlds]
    begin = -np.inf
    for stop in stops:
        new = [(place, deal) for place, w in enumerate(worlds) for deal in w.deals if begin <= deal[1] < stop]
        queue.submit(
            [place for place, _ in new],
            np.array([deal[0] for _, deal in new], dtype=np.uint64),
            [deal[1] for _, deal in new],
            np.array([deal[2] for _, deal in new]).reshape(len(new), MAX_LAYERS),
        )
        table = queue.advance(stop)
        assert (table["approved_day"] < stop).all()
        for row in range(table["world"].size):
            starts = tuple(
                float(table[f"start_day_{layer}"][row]) if f"start_day_{layer}" in table else np.nan
                for layer in range(1, MAX_LAYERS + 1)
            )
            rows[int(table["world"][row])].append(
                (int(table["deal_id"][row]), float(table["approved_day"][row]), starts)
            )
        for place, w in enumerate(worlds):
            for day, approvers in w.changes:
                if day == stop:
                    queue.set_capacity([place], [len(approvers)], [padded(approvers)])
        begin = stop
    assert (queue.pending_deals == 0).all()
    return rows


def same(one: list[Row], other: list[Row]) -> bool:
    return len(one) == len(other) and all(
        a[:2] == b[:2] and np.array_equal(a[2], b[2], equal_nan=True) for a, b in zip(one, other, strict=True)
    )


whole_days = st.integers(min_value=0, max_value=12).map(float)
any_days = st.floats(min_value=0, max_value=12, allow_subnormal=False)
offices = st.lists(st.integers(min_value=1, max_value=4), max_size=MAX_LAYERS).map(tuple)


@st.composite
def some_worlds(draw: st.DrawFn) -> list[World]:
    days = draw(st.sampled_from([whole_days, any_days]))  # whole days make ties
    deals = st.lists(
        st.tuples(
            st.one_of(st.integers(0, 30), st.integers(2**64 - 9, 2**64 - 1)),
            days,
            st.tuples(*[days] * MAX_LAYERS),
        ),
        max_size=12,
        unique_by=lambda deal: deal[0],
    )
    changes = st.lists(st.tuples(days, offices), max_size=3, unique_by=lambda change: change[0]).map(sorted)
    return draw(st.lists(st.builds(World, deals, offices, changes), min_size=1, max_size=4))


@given(worlds=some_worlds(), cuts=st.lists(any_days, max_size=5))
def test_start_times_are_those_of_the_definition(worlds: list[World], cuts: list[float]) -> None:
    for rows, world in zip(by_arrays(worlds, cuts), worlds, strict=True):
        assert same(rows, by_definition(world))


@given(worlds=some_worlds(), cuts=st.lists(any_days, max_size=5))
def test_neither_weeks_nor_company_change_a_world(worlds: list[World], cuts: list[float]) -> None:
    together = by_arrays(worlds, cuts)
    for rows, world in zip(together, worlds, strict=True):
        assert same(rows, by_arrays([world], [])[0])


@pytest.mark.parametrize("batch", [1, 7, 60])
def test_sixty_worlds_give_the_same_bits_in_any_batch(batch: int) -> None:
    rng = np.random.default_rng(3)
    worlds = [
        World(
            [
                (int(i), float(day), tuple(h))
                for i, day, h in zip(
                    rng.permutation(1000)[:40],
                    rng.uniform(0, 21, 40),
                    rng.exponential(0.6, (40, MAX_LAYERS)),
                    strict=True,
                )
            ],
            tuple(rng.integers(1, 4, rng.integers(0, MAX_LAYERS + 1)).tolist()),
        )
        for _ in range(60)
    ]
    together = by_arrays(worlds, [7.0, 14.0])
    apart = [
        rows
        for start in range(0, 60, batch)
        for rows in by_arrays(worlds[start : start + batch], [7.0, 14.0])
    ]
    assert all(same(one, other) for one, other in zip(together, apart, strict=True))
    assert same(together[17], by_definition(worlds[17]))


# -- small offices that can be followed by hand -------------------------------------------------------


def test_of_two_deals_at_the_same_moment_the_lower_id_goes_first() -> None:
    world = World([(9, 1.0, (2.0, 1.0, 0.0)), (4, 1.0, (2.0, 1.0, 0.0))], (1, 1))
    assert by_definition(world)[0] == (4, 4.0, (1.0, 3.0, pytest.approx(np.nan, nan_ok=True)))
    assert [row[:2] for row in by_arrays([world], [])[0]] == [(4, 4.0), (9, 6.0)]


def test_no_layer_means_no_waiting() -> None:
    world = World([(1, 2.5, (9.0, 9.0, 9.0))], ())
    assert [row[:2] for row in by_arrays([world], [])[0]] == [(1, 2.5)]


def test_a_second_approver_who_joins_starts_at_once() -> None:
    deals = [(1, 0.0, (10.0, 0.0, 0.0)), (2, 0.0, (1.0, 0.0, 0.0))]
    world = World(deals, (1,), [(7.0, (2,))])
    assert [row[:2] for row in by_arrays([world], [])[0]] == [(2, 8.0), (1, 10.0)]


def test_those_who_leave_finish_what_they_have_in_hand() -> None:
    deals = [(1, 0.0, (5.0, 0.0, 0.0)), (2, 0.0, (9.0, 0.0, 0.0)), (3, 0.0, (1.0, 0.0, 0.0))]
    world = World(deals, (2,), [(3.0, (1,))])
    assert [row[:2] for row in by_arrays([world], [])[0]] == [(1, 5.0), (2, 9.0), (3, 10.0)]


def test_deals_that_wait_at_an_abolished_layer_pass_at_once() -> None:
    deals = [(1, 0.0, (5.0, 0.0, 0.0)), (2, 0.0, (5.0, 0.0, 0.0))]
    world = World(deals, (1,), [(3.0, ())])
    assert [row[:2] for row in by_arrays([world], [])[0]] == [(2, 3.0), (1, 5.0)]


def test_what_is_not_yet_approved_is_counted() -> None:
    queue = ApprovalQueue([1, 1], 1)
    queue.submit([0, 0], [1, 2], [0.0, 0.0], [[3.0], [3.0]])
    assert queue.advance(4.0)["deal_id"].tolist() == [1]
    assert queue.pending_deals.tolist() == [1, 0]
    assert queue.day == 4.0


def test_rows_come_by_world_approval_and_deal_id() -> None:
    queue = ApprovalQueue([0, 0], np.ones((2, 0)))
    queue.submit([1, 0, 0, 0], [5, 9, 2, 7], [1.0, 2.0, 2.0, 1.0], np.empty((4, 0)))
    table = queue.advance(3.0)
    assert table["world"].tolist() == [0, 0, 0, 1]
    assert table["deal_id"].tolist() == [7, 2, 9, 5]
    assert table["submitted_day"].tolist() == [1.0, 2.0, 2.0, 1.0]


# -- what is refused ------------------------------------------------------------------------------


def test_bad_offices_and_deals_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one approver"):
        ApprovalQueue([1], [[0]])
    with pytest.raises(ValueError, match="layers are not negative"):
        ApprovalQueue([-1], [[1]])
    queue = ApprovalQueue([2], [[1, 1]])
    queue.advance(7.0)
    with pytest.raises(ValueError, match=r"on or after day 7\.0"):
        queue.submit([0], [1], [6.9], [[1.0, 1.0]])
    with pytest.raises(ValueError, match="on or after day"):
        queue.submit([0], [1], [np.nan], [[1.0, 1.0]])
    with pytest.raises(ValueError, match="a column for every approval layer"):
        queue.submit([0], [1], [8.0], [[1.0]])
    with pytest.raises(ValueError, match="finite and not negative"):
        queue.submit([0], [1], [8.0], [[1.0, -1.0]])
    with pytest.raises(ValueError, match="submitted twice"):
        queue.submit([0, 0], [1, 1], [8.0, 9.0], [[1.0, 1.0], [1.0, 1.0]])
    with pytest.raises(TypeError, match="deal ids are integers"):
        queue.submit([0], [1.5], [8.0], [[1.0, 1.0]])
    with pytest.raises(ValueError, match="time does not run backwards"):
        queue.advance(6.0)
    assert queue.pending_deals.tolist() == [0]


def test_a_layer_that_comes_later_needs_its_handling_time() -> None:
    queue = ApprovalQueue([1], [[1]])
    queue.submit([0], [1], [0.0], [[9.0]])
    queue.advance(7.0)
    queue.set_capacity([0], [2], [[1, 1]])
    with pytest.raises(ValueError, match="no column for approval layer 2"):
        queue.advance(14.0)
