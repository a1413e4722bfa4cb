"""Gifts make people work for the firm, for a while, and less each time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import row_sum
from simulator.behaviors.motives import MotiveTraits, after_gift
from simulator.engine.good_will import GoodWill
from simulator.engine.levers import MINOR
from simulator.engine.spec import WorldsSpec
from simulator.engine.state import State
from simulator.randomness import hash_id
from simulator.world.records import SPEND_KINDS

__all__ = ["give_gifts"]

Floats = NDArray[np.float64]


def give_gifts(state: State) -> None:
    """Give this week's gifts, and let good will work on what a sale is worth to people.

    Parameters
    ----------
    state
        The batch; ``reps.unpaid_value`` is set in worlds in which gifts are given at any time.

    Notes
    -----
    Good will halves with its half-life. As long as it lasts a sale is worth more by
    ``good will x ln 2 / half-life / normal revenue per week``, so that over time people give back what they
    feel they owe. Only what goes beyond expectation counts (:func:`simulator.behaviors.motives.after_gift`),
    and what is expected moves towards what came [ChungNarayandas2017]_.
    """
    due = _gifts_of_week(state.spec, state.week + 1)
    if due is None:
        return
    reps = state.reps
    if state.good_will is None:
        state.good_will = GoodWill(reps.unpaid_value.copy())
    will = state.good_will
    traits = MotiveTraits.from_parameters({n: v[reps.world] for n, v in state.parameters.items()})
    will.amount = will.amount * 2.0 ** (-1.0 / traits.goodwill_half_life_weeks)
    gift = due[reps.world]
    comes = ~np.isnan(gift) & (np.ones(len(gift), np.bool_) if state.seats is None else ~state.seats.is_empty)
    given = np.where(comes, gift, 0.0)
    amount, expected = after_gift(will.amount, will.expected, given, traits)
    will.amount = np.where(comes, amount, will.amount)
    will.expected = np.where(comes, expected, will.expected)
    normal = np.maximum(row_sum(reps.opportunity), 1e-9)
    reps.unpaid_value = will.without + will.amount * np.log(2.0) / traits.goodwill_half_life_weeks / normal
    _write(state, np.flatnonzero(given > 0.0), given)


def _gifts_of_week(spec: WorldsSpec, week: int) -> Floats | None:
    """Give each world's gift of a week [currency], not a number where there is no occasion.

    None where no world ever has one.
    """
    people = [spec.alternatives[key.alternative].people for key in spec.keys]
    if not any(each.gifts for each in people):
        return None
    of_week = [[gift.pay for gift in each.gifts if gift.week == week] for each in people]
    return np.array([sum(gifts) if gifts else np.nan for gifts in of_week])


def _write(state: State, rows: NDArray[np.int64], given: Floats) -> None:
    reps = state.reps
    state.ledger.append(
        "spend",
        world=reps.world[rows],
        day=state.day,
        event_id=hash_id("gift", reps.rep_id[rows], state.week),
        cause_id=0,
        kind=SPEND_KINDS.index("gift"),
        item=-1,
        amount_minor=np.rint(given[rows] * MINOR).astype(np.int64),
    )
