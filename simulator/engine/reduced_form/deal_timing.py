"""When deals are booked in a reduced-form market: on the customer's own date, earlier, or later.

What a week's work sells is booked at once where ``flexible_weeks`` is 0. Elsewhere the customers' own dates
spread evenly over that many weeks ahead, and reps decide what is closed when, by what their plan pays:
:mod:`simulator.behaviors.timing` holds the rules. Under straight pay every deal closes on its own date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.agents.reps import PlanOfReps
from simulator.behaviors.effort import row_sum
from simulator.behaviors.marginal_value import marginal_value
from simulator.behaviors.period_close import close_states, parted_at_close
from simulator.behaviors.plan_parts import fingerprint
from simulator.behaviors.timing import TimingTraits, accepted_discount, choose_week, signed_early
from simulator.engine.decisions import season_of_kinds
from simulator.engine.reduced_form.state import Dates, ReducedFormState
from simulator.world.pay_terms import PERIODS, CompiledPlan

__all__ = ["Booking", "close_deals", "open_dates"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
_STATES = 24


@dataclass(frozen=True)
class Booking:
    """What is booked in a week, by rep and product [currency], ``(n_reps, n_kinds)`` each.

    Parameters
    ----------
    listed
        At list price.
    paid
        After the discounts for which customers signed early.
    """

    listed: Floats
    paid: Floats


@dataclass(frozen=True)
class _Closing:
    """The running totals that close next, for the reps of one plan: where they stand and what they pay.

    ``next_value`` is what credit of each kind is worth to them after the close, ``beside`` what it is worth
    whenever it comes: pay that does not close yet or is straight, and worth beyond pay.
    """

    plan: CompiledPlan
    rows: Whole
    totals: Floats
    quota: Floats
    next_value: Floats
    beside: Floats
    weeks_left: int
    period_weeks: int

    def gain(self, base: Floats, kind: int, lump: Floats) -> Floats:
        """Give what a lump of one kind adds to pay on top of these totals [currency], ``(n,)``."""
        with_lump = base + lump[:, None] * _weights(self.plan)[:, kind]
        return self.plan.pay(with_lump, self.quota) - self.plan.pay(base, self.quota)


def open_dates(weeks: Whole, keep: Whole, expected: Floats) -> Dates:
    """Open the books of deals worked on before the first week, as at normal effort.

    Parameters
    ----------
    weeks
        Weeks over which customers' own dates spread, ``(n_reps, n_kinds)``.
    keep
        Weeks for which a deal can be kept back after its own date, same shape.
    expected
        Revenue per week at normal effort [currency], ``(n_reps, n_kinds)``.

    Examples
    --------
    Of deals that spread over 0, 1 and 2 weeks, two thirds of a week's worth are due now and a third in one:

    >>> two = np.array([[2]])
    >>> open_dates(two, two, np.array([[300.0]])).ahead[0, 0]
    array([200., 100.,   0.])
    """
    ahead = np.zeros((*expected.shape, int(weeks.max(initial=0)) + 1))
    for later in range(ahead.shape[2]):
        still = np.maximum(weeks - later, 0) / (weeks + 1.0)
        ahead[:, :, later] = expected * still
    longest = max(int(keep.max(initial=0)), 1)
    return Dates(weeks, keep, ahead, np.zeros((*expected.shape, longest)))


def close_deals(state: ReducedFormState, results: Floats) -> Booking:
    """Let reps choose which deals are closed this week; results are what this week's work sells.

    Parameters
    ----------
    state
        The batch; its deals move on by a week.
    results
        What this week's work sells in the end, at list price [currency], ``(n_reps, n_kinds)``.

    Notes
    -----
    A ready deal waits where the chance of a better-paid state at the close is worth more than the risk of
    losing it, if its customer lets the date be moved that far. In the last week before a close, ready deals
    are booked or kept for the next period, whichever pays more, and customers with later dates are offered
    a discount as far as credit is worth more now than then. Weeks to come are taken to bring what normal
    effort brings. Amounts are shares of many deals, so that no further luck is needed.
    """
    dates = state.dates
    if dates is None:
        return Booking(results, results)
    dates.ahead[:, :, 0] += results / (dates.weeks + 1.0)
    for later in range(1, dates.ahead.shape[2]):
        dates.ahead[:, :, later] += np.where(dates.weeks >= later, results / (dates.weeks + 1.0), 0.0)
    ready, must = dates.ready, dates.must
    booked, early, given_away = ready.copy(), np.zeros_like(dates.ahead), np.zeros_like(ready)
    for plan in state.plans:
        closing = _closing(state, plan, ready)
        if closing is not None:
            _wait(state, closing, ready - must, booked)
            if closing.weeks_left == 1:
                _sign_early(state, closing, early, given_away)
    risk = state.parameters["deal_loss_risk_per_week"][state.reps.world][:, None]
    dates.grow_older(is_kept=booked < ready, is_lost=risk, signed=early)
    listed = booked.copy()
    for later in range(1, early.shape[2]):
        listed += early[:, :, later]
    return Booking(listed, listed - given_away)


def _weights(plan: CompiledPlan) -> Floats:
    return np.array([total.weights for total in plan.accumulators])


def _moveable(dates: Dates) -> Whole:
    """List the products whose deals have dates of their own."""
    return np.flatnonzero(((dates.weeks > 0) | (dates.keep > 0)).any(axis=0))


def _closing(state: ReducedFormState, plan: PlanOfReps, ready: Floats) -> _Closing | None:
    """Find what closes next under a plan that its reps act on; None where all pay is straight."""
    reps, calendar = state.reps, state.spec.calendar
    acted_on = plan.weight(reps.understanding) >= (0.5 if plan.role != "habit" else 0.5 + 1e-12)
    rows = plan.reps[acted_on]
    left = {period: int(calendar.weeks_left(period, state.week)) for period in PERIODS}
    if plan.successor is not None:  # all of it closes at once, and another plan comes after the close
        parted = (
            (plan.compiled, replace(plan.compiled, terms=(), gates=(), contests=(), accumulators=()))
            if plan.compiled.terms
            else None
        )
    else:
        parted = parted_at_close(plan.compiled, left, fingerprint(plan.compiled))
    if parted is None or not len(rows):
        return None
    part, rest = parted
    period = min((total.period for total in part.accumulators), key=lambda each: left[each])
    lengths = {each: int(calendar.period_weeks(each, state.week)) for each in PERIODS}
    season = season_of_kinds(state, range(state.week, state.week + left[period]))[reps.world]
    usual = reps.opportunity * season
    ours, others = (_totals(state, each, rows, usual, ready) for each in (part, rest))
    next_value = plan.counts[1] * _value_at_opening(part, ours, lengths)
    if plan.successor is not None:
        after = _totals(state, plan.successor, rows, usual, ready)
        next_value += (1.0 - plan.counts[1]) * _value_at_opening(plan.successor, after, lengths)
    weeks = np.array([float(left[total.period]) for total in rest.accumulators])
    beside = marginal_value(
        rest,
        credit=others.credit,
        quota=others.quota,
        expected=others.rate * weeks,
        noise_sd=others.spread * np.sqrt(weeks),
    )[:, :, 0]
    to_come = float(left[period] - 1)
    states = close_states(np.zeros(1), np.ones(1), _STATES) if to_come else np.zeros((1, 1))
    at_close = (ours.credit + ours.rate * to_come)[:, None, :]
    at_close = at_close + (ours.spread * np.sqrt(to_come))[:, None, :] * states[:, :, None]
    beside += reps.unpaid_value[rows, None]
    return _Closing(part, rows, at_close, ours.quota, next_value, beside, left[period], lengths[period])


@dataclass(frozen=True)
class _Totals:
    """Running totals of some reps with what is ready, their quotas, and what a week brings."""

    credit: Floats
    quota: Floats
    rate: Floats
    spread: Floats


def _value_at_opening(plan: CompiledPlan, totals: _Totals, lengths: Mapping[str, int]) -> Floats:
    """Give what credit is worth when a period of this plan opens, ``(n, n_kinds)``."""
    weeks = np.array([float(lengths[total.period]) for total in plan.accumulators])
    return marginal_value(
        plan,
        credit=np.zeros_like(totals.credit),
        quota=totals.quota,
        expected=totals.rate * weeks,
        noise_sd=totals.spread * np.sqrt(weeks),
    )[:, :, 0]


def _totals(
    state: ReducedFormState, plan: CompiledPlan, rows: Whole, usual: Floats, ready: Floats
) -> _Totals:
    reps = state.reps
    luck = usual * reps.order_value + reps.relative_variance * np.square(usual) + reps.added_variance
    shape = (len(rows), len(plan.accumulators))
    credit, quota, rate, spread = (np.zeros(shape) for _ in range(4))
    for index, total in enumerate(plan.accumulators):
        number = PERIODS.index(total.period)
        credit[:, index] = row_sum((reps.credit[number][rows] + ready[rows]) * total.weights)
        quota[:, index] = reps.quota[number][rows]
        rate[:, index] = row_sum(usual[rows] * total.weights)
        spread[:, index] = np.sqrt(row_sum(luck[rows] * np.square(total.weights)))
    return _Totals(credit, quota, rate, np.maximum(spread, 1e-6 * np.abs(rate) + 1e-9))


def _wait(state: ReducedFormState, closing: _Closing, ready: Floats, booked: Floats) -> None:
    """Keep the ready deals that are worth more later; totals at the close already count them as booked."""
    rows, weights = closing.rows, _weights(closing.plan)
    parameters = {name: values[state.reps.world[rows]] for name, values in state.parameters.items()}
    traits = TimingTraits.from_parameters(parameters)
    patience = parameters["discount_per_year"] ** (closing.period_weeks / 52.0)
    risk = traits.loss_risk(np.full(len(rows), float(max(closing.weeks_left - 1, 1))))
    assert state.dates is not None
    for kind in _moveable(state.dates):
        lump = ready[rows, kind]
        in_time = state.dates.keep[rows, kind] >= max(closing.weeks_left - 1, 1)
        if not weights[:, kind].any() or not in_time.any():
            continue
        gain = np.stack(
            [
                closing.gain(closing.totals[:, each] - lump[:, None] * weights[:, kind], kind, lump)
                for each in range(closing.totals.shape[1])
            ],
            axis=1,
        )
        always = closing.beside[:, kind] * lump
        later = closing.next_value[:, kind] * lump + always
        gain += always[:, None]
        if closing.weeks_left == 1:  # the state is known: a deal kept back goes to the next period
            closes = gain[:, 0] >= (1.0 - risk) * patience * later - 1e-9 * np.abs(gain[:, 0])
        else:
            closes = choose_week(gain, later, loss_risk=risk, patience=patience).is_closed_now
        kept = ~closes & (lump > 0.0) & in_time
        booked[rows[kept], kind] -= lump[kept]
        closing.totals[kept] -= (lump[kept, None] * weights[:, kind])[:, None, :]


def _sign_early(state: ReducedFormState, closing: _Closing, early: Floats, given_away: Floats) -> None:
    """Offer discounts to customers with later dates, as far as credit is worth more now than then."""
    rows, weights = closing.rows, _weights(closing.plan)
    parameters = {name: values[state.reps.world[rows]] for name, values in state.parameters.items()}
    traits = TimingTraits.from_parameters(parameters)
    patience = parameters["discount_per_year"] ** (closing.period_weeks / 52.0)
    dates = state.dates
    assert dates is not None
    base = closing.totals[:, 0]
    for kind in _moveable(dates):
        if not weights[:, kind].any():
            continue
        coming = np.maximum(dates.ahead[rows, kind, 1:], 0.0)
        lumps = np.cumsum(coming, axis=1)
        gains = [
            closing.gain(base, kind, lumps[:, each]) / np.maximum(lumps[:, each], 1e-9)
            for each in range(lumps.shape[1])
        ]
        best = np.zeros(len(rows))
        signed = np.zeros(len(rows))
        for later in range(lumps.shape[1] - 1, -1, -1):  # what reaching further would make each unit worth
            best = np.maximum(best, gains[later])
            always = closing.beside[:, kind]
            accepted = accepted_discount(best + always, closing.next_value[:, kind] + always, patience)
            accepted = np.minimum(accepted, parameters["discount_authority"])
            usual = traits.typical_discount * (later + 1.0) / closing.period_weeks
            share, discount = signed_early(accepted, usual)
            early[rows, kind, later + 1] = coming[:, later] * share
            given_away[rows, kind] += coming[:, later] * share * discount
            signed += coming[:, later] * share * (1.0 - discount)
        base = base + signed[:, None] * weights[:, kind]
