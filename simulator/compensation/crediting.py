"""Crediting: who is credited with a sale, with how much of it, and through which line of managers.

A sale stands under one person. Plans may split it among those who worked on it, credit a specialist on
top (an overlay), and roll it up to managers as they were on the day of the sale. Every added row says in
the attribute ``crediting`` what it is, so that components can pay for some and not for others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from simulator.compensation.events import Coded, CreditEvents
from simulator.compensation.faults import CircleOfManagersError
from simulator.compensation.money import MILLION, IntArray, share_of, sum_by
from simulator.compensation.splits import divided
from simulator.compensation.values import Rate
from simulator.documents import NonNegativeInt, Spec
from simulator.errors import EventsError

DIRECT, SPLIT, OVERLAY, ROLL_UP = range(4)
SORTS = ("direct", "split", "overlay", "roll-up")
NOBODY = -1


class RollUp(Spec):
    """Credit managers with what their people sell.

    Parameters
    ----------
    levels
        How many levels up.
    share
        Part of the sale that each manager is credited with, however many of the manager's people are named on
        it.
    """

    levels: NonNegativeInt = 1
    share: Rate = MILLION


class Crediting(Spec):
    """Who is credited besides the person under whom a sale stands.

    Parameters
    ----------
    split
        Columns that name people, and their weights: ``{ar: 4, sr: 3, fr: 3}``. The sale is divided among
        those named on it, and adds up to the sale. Without a split the person of the event has it all.
    overlay
        Columns that name people who are credited on top, with their shares.
    roll_up
        Credit to managers, as of the day of the sale.
    """

    split: dict[str, NonNegativeInt] = Field(default_factory=dict)
    overlay: dict[str, Rate] = Field(default_factory=dict)
    roll_up: RollUp | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of events that name people."""
        return (*self.split, *self.overlay)

    @property
    def adds(self) -> bool:
        """Whether anybody is credited besides the person under whom a sale stands."""
        return bool(self.split or self.overlay) or self.roll_up is not None


@dataclass(frozen=True)
class Hierarchy:
    """Who reports to whom, from which day to which day.

    Parameters
    ----------
    person, manager
        Ids, int64, shape ``(n,)``.
    first_day, last_day
        When it held, both ends included, int64, shape ``(n,)``.

    Examples
    --------
    >>> line = Hierarchy(np.array([1, 1]), np.array([8, 9]), np.array([0, 100]), np.array([99, 999]))
    >>> line.manager_of(np.array([1, 1, 2]), np.array([99, 100, 5])).tolist()
    [8, 9, -1]
    """

    person: IntArray
    manager: IntArray
    first_day: IntArray
    last_day: IntArray

    def manager_of(self, person: IntArray, day: IntArray) -> IntArray:
        """Look up the manager of each person on a day; -1 where there is none."""
        order = np.lexsort((self.first_day, self.person))
        people, starts = self.person[order], self.first_day[order]
        low = np.searchsorted(people, person, side="left")
        high = np.searchsorted(people, person, side="right")
        found = np.full(len(person), NOBODY, dtype=np.int64)
        for step in range(int((high - low).max(initial=0))):
            place = low + step
            inside = place < high
            spell = order[np.where(inside, place, 0)]
            holds = inside & (starts[np.where(inside, place, 0)] <= day) & (day <= self.last_day[spell])
            found = np.where(holds, self.manager[spell], found)
        return found


def credited(
    events: CreditEvents,
    crediting: Crediting,
    named: Mapping[str, IntArray] | None = None,
    hierarchy: Hierarchy | None = None,
) -> CreditEvents:
    """Add the rows of credit that a plan gives beyond the person of the event.

    Parameters
    ----------
    events
        Sales, each under one person.
    crediting
        The plan's rules.
    named
        People named in further columns, by column, -1 for nobody, each ``(n,)``.
    hierarchy
        Who reports to whom.

    Returns
    -------
    Events with an attribute ``crediting``: ``direct`` or ``split`` rows add up to the sale in every measure;
    ``overlay`` and ``roll-up`` rows come on top.

    Raises
    ------
    EventsError
        A column of the plan is missing, or managers form a circle.

    Examples
    --------
    >>> revenue = {"revenue": np.array([1001])}
    >>> sale = CreditEvents(np.array([1], np.uint64), np.array([5]), np.array([0], np.int32), revenue)
    >>> rows = credited(sale, Crediting(split={"ar": 4, "sr": 3, "fr": 3}),
    ...                 {"ar": np.array([5]), "sr": np.array([6]), "fr": np.array([7])})
    >>> rows.person.tolist(), rows.measures["revenue"].tolist()
    ([5, 6, 7], [401, 300, 300])
    """
    people = dict(named or {})
    for column in crediting.columns:
        if column not in people:
            raise EventsError(
                f"the plan credits people in a column {column!r}, which the events do not carry"
            )
    n = len(events)
    if not crediting.adds and (events.person != NOBODY).all():
        direct = Coded(np.zeros(n, dtype=np.int8), SORTS)
        return replace(
            events, measures=_all_measures(events), attributes={**events.attributes, "crediting": direct}
        )
    events, people = _as_on_the_sale(events, people)
    blocks = (
        [_split(events, crediting, people)] if crediting.split else [_whole(events, events.person, DIRECT)]
    )
    for column, share in crediting.overlay.items():
        blocks.append(_shared(_whole(events, people[column], OVERLAY), share))
    joined = _merged(_joined(blocks, events)) if crediting.overlay else _joined(blocks, events)
    if crediting.roll_up is None or hierarchy is None or n == 0:
        return joined
    return _rolled_up(joined, crediting.roll_up, hierarchy)


@dataclass(frozen=True)
class _Block:
    """Rows of one sort: which event each stands for, who is credited, and with what."""

    rows: NDArray[np.intp]
    person: IntArray
    sort: int
    measures: dict[str, IntArray]


def _whole(events: CreditEvents, person: IntArray, sort: int) -> _Block:
    rows = np.flatnonzero(person != NOBODY)
    return _Block(
        rows, person[rows], sort, {name: values[rows] for name, values in _all_measures(events).items()}
    )


def _all_measures(events: CreditEvents) -> dict[str, IntArray]:
    return {**events.measures, "orders": events.measure("orders")}


def _shared(block: _Block, share: int) -> _Block:
    return _Block(
        block.rows,
        block.person,
        block.sort,
        {name: share_of(values, share, MILLION) for name, values in block.measures.items()},
    )


def _split(events: CreditEvents, crediting: Crediting, people: Mapping[str, IntArray]) -> _Block:
    """Divide every sale among those named on it; where nobody is named the person of the event has it all."""
    columns = list(crediting.split)
    person = np.stack([people[column] for column in columns], axis=1)
    weight = np.array([crediting.split[column] for column in columns], dtype=np.int64)
    weights = np.where(person == NOBODY, 0, weight[None, :])
    for later in range(1, len(columns)):  # somebody named twice has one row with both weights
        for earlier in range(later):
            same = (person[:, later] == person[:, earlier]) & (weights[:, later] > 0)
            weights[same, earlier] += weights[same, later]
            weights[same, later] = 0
    alone = weights.sum(axis=1) == 0
    person[alone, 0], weights[alone, 0] = events.person[alone], 1
    n, width = person.shape
    group = np.repeat(np.arange(n), width)
    measures = {
        name: divided(np.repeat(values, width), weights.ravel(), group, n)
        for name, values in _all_measures(events).items()
    }
    kept = np.flatnonzero(weights.ravel() > 0)
    return _Block(
        group[kept], person.ravel()[kept], SPLIT, {name: values[kept] for name, values in measures.items()}
    )


def _joined(blocks: list[_Block], events: CreditEvents) -> CreditEvents:
    rows = np.concatenate([block.rows for block in blocks])
    sorts = np.concatenate([np.full(len(block.rows), block.sort, dtype=np.int8) for block in blocks])
    taken = events.take(rows)
    return CreditEvents(
        taken.event_id,
        np.concatenate([block.person for block in blocks]),
        taken.day,
        {name: np.concatenate([block.measures[name] for block in blocks]) for name in blocks[0].measures},
        {**taken.attributes, "crediting": Coded(sorts, SORTS)},
        taken.refers_to,
    )


def _rolled_up(events: CreditEvents, rule: RollUp, hierarchy: Hierarchy) -> CreditEvents:
    """Credit managers, level by level, as they were on the day of the sale."""
    sale_day = day_of_sale(events)
    person, blocks = (
        events.person,
        [_Block(np.arange(len(events)), events.person, DIRECT, dict(events.measures))],
    )
    for _ in range(rule.levels):
        manager = np.where(person == NOBODY, NOBODY, hierarchy.manager_of(person, sale_day))
        circle = (manager != NOBODY) & (manager == events.person)
        if circle.any():
            raise CircleOfManagersError(int(events.person[circle][0]))
        blocks.append(_shared(_whole(events, manager, ROLL_UP), rule.share))
        person = manager
    original = events.attributes["crediting"].codes
    joined = _joined(blocks, events)
    sorts = joined.attributes["crediting"].codes.copy()
    sorts[: len(events)] = original
    merged = _merged(replace(joined, attributes={**joined.attributes, "crediting": Coded(sorts, SORTS)}))
    return _no_more_than_the_sale(merged, rule.share) if (original == OVERLAY).any() else merged


def _no_more_than_the_sale(events: CreditEvents, share: int) -> CreditEvents:
    """Credit a manager over a seller and a specialist of one sale with the share of the sale, and no more."""
    sorts = events.attributes["crediting"].codes
    known = (column.codes for name, column in events.attributes.items() if name != "crediting")
    keys = [events.event_id, *(codes.astype(np.int64).astype(np.uint64) for codes in known)]
    order = np.lexsort(keys)
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
    group = np.zeros(len(order), dtype=np.intp)
    group[order] = np.cumsum(new) - 1
    sold, rolled = (sorts == DIRECT) | (sorts == SPLIT), np.flatnonzero(sorts == ROLL_UP)
    measures = {name: values.copy() for name, values in events.measures.items()}
    for values in measures.values():
        whole = share_of(sum_by(group[sold], values[sold], len(order)), share, MILLION)[group[rolled]]
        most = np.minimum(np.abs(values[rolled]), np.abs(whole))
        values[rolled] = np.where(whole != 0, np.sign(values[rolled]) * most, values[rolled])
    return replace(events, measures=measures)


def _merged(events: CreditEvents) -> CreditEvents:
    """Give everybody one row of overlay and one of roll-up for each event, with all that they are credited.

    Rows stay apart where something else is known of them, as of parts of a sale in different lines.
    """
    sorts = events.attributes["crediting"].codes
    extra = np.flatnonzero((sorts == OVERLAY) | (sorts == ROLL_UP))
    keys = [events.event_id[extra], events.person[extra].astype(np.uint64)]
    keys += [column.codes[extra].astype(np.int64).astype(np.uint64) for column in events.attributes.values()]
    order = np.lexsort((extra, *keys))
    new = np.ones(len(extra), dtype=np.bool_)
    new[1:] = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
    if new.all():
        return events
    group = np.zeros(len(extra), dtype=np.intp)
    group[order] = np.cumsum(new) - 1
    measures = {name: values.copy() for name, values in events.measures.items()}
    for values in measures.values():
        values[extra] = sum_by(group, values[extra], int(new.sum()))[group]
    kept = np.ones(len(events), dtype=np.bool_)
    kept[extra[order[~new]]] = False
    return replace(events, measures=measures).take(kept)


def _as_on_the_sale(
    events: CreditEvents, people: dict[str, IntArray]
) -> tuple[CreditEvents, dict[str, IntArray]]:
    """Credit returns and receipts that name nobody to those who are named on their sale."""
    if events.refers_to is None or not people or len(events) == 0:
        return events, people
    nobody = np.all([column == NOBODY for column in people.values()], axis=0)
    rows = np.flatnonzero((events.refers_to != 0) & nobody)
    sale, known = _sale_of(events, rows)
    rows, sale = rows[known], sale[known]
    filled = {name: column.copy() for name, column in people.items()}
    for column in filled.values():
        column[rows] = column[sale]
    person = events.person.copy()
    person[rows] = np.where(person[rows] == NOBODY, person[sale], person[rows])
    return replace(events, person=person), filled


def _sale_of(events: CreditEvents, rows: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Row of the sale that each of these rows refers to, and whether it is there."""
    assert events.refers_to is not None
    sales = np.flatnonzero(events.refers_to == 0)
    if len(sales) == 0 or len(rows) == 0:
        return np.zeros(len(rows), dtype=np.intp), np.zeros(len(rows), dtype=np.bool_)
    order = sales[np.argsort(events.event_id[sales], kind="stable")]
    known = events.event_id[order]
    found = np.minimum(np.searchsorted(known, events.refers_to[rows]), len(known) - 1)
    return order[found], known[found] == events.refers_to[rows]


def day_of_sale(events: CreditEvents) -> IntArray:
    """Day of the sale itself for returns and receipts, so that they follow the managers of then."""
    days = events.day.astype(np.int64)
    if events.refers_to is None:
        return days
    rows = np.flatnonzero(events.refers_to != 0)
    sale, known = _sale_of(events, rows)
    result = days.copy()
    result[rows[known]] = days[sale[known]]
    return result
