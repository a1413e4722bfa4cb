"""What a careful reader of a payroll should know: words that match nothing, missing scores, and the like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.commission import Commission
from simulator.compensation.component import Component
from simulator.compensation.desk import Desk
from simulator.compensation.events import Coded
from simulator.compensation.left_out import sellers, without_quota
from simulator.compensation.payroll import Payroll
from simulator.compensation.plan import Plan
from simulator.compensation.remark import Remark
from simulator.compensation.shared import OWN
from simulator.compensation.variable_pay import VariablePay
from simulator.compensation.windfall import most_per_sale
from simulator.compensation.worked import scores_of
from simulator.errors import did_you_mean


def remarks_on(payroll: Payroll, plan: Plan) -> list[Remark]:
    """List what is no mistake for certain, and is paid differently from what was meant if it is one.

    Parameters
    ----------
    payroll
        The files.
    plan
        The plan, or the version of it, that pays.
    """
    found: list[Remark] = []
    if plan.crediting.roll_up is not None and not payroll.knows_managers:
        found.append(Remark("no_managers"))
    found += _words(payroll, plan)
    found += _missing_scores(payroll, plan)
    found += _outside(payroll)
    found += _idle_cash(payroll, plan)
    found += _idle_returns(payroll, plan)
    desk = Desk(payroll.events, payroll.people, payroll.quotas, payroll.periods, plan.frame)
    desk.target_pay, desk.incentive_share = plan.target_pay, plan.incentive_share
    for name, component in plan.components.items():
        if isinstance(component, VariablePay):
            found += _without_quota(name, component, desk)
            found += _large_sales(name, component, desk, payroll.event_names)
    return [each for number, each in enumerate(found) if each not in found[:number]]


def _without_quota(name: str, component: VariablePay, desk: Desk) -> Iterator[Remark]:
    """Who is left out because no quota is set, and who adds nothing to a quota that is shared."""
    frequency = component.period
    active = (desk.people.days_active(desk.periods, frequency) > 0).any(axis=1)
    if component.audience.counts_all and (out := component.left_out(desk) & active).any():
        yield Remark("without_quota", {"component": name, "people": _called(out, desk)})
    for quota, _, of in component.held_against():
        if of != OWN:
            selling = sellers([selection for _, selection in component.selections()], desk)
            nothing = without_quota([quota], desk) & selling & active
            if nothing.any():
                values = {"component": name, "people": _called(nothing, desk), "quota": quota}
                yield Remark("adds_no_quota", values)


def _called(which: NDArray[np.bool_], desk: Desk) -> tuple[str, ...]:
    return tuple(desk.people.called(int(row)) for row in np.flatnonzero(which))


def _large_sales(
    name: str, component: VariablePay, desk: Desk, event_names: Mapping[int, str]
) -> Iterator[Remark]:
    """Sales above what one sale may count or pay."""
    cap = component.cap
    if cap is None or (cap.deal is None and cap.deal_pay is None):
        return
    large = np.zeros(len(desk.events), dtype=np.bool_)
    if cap.deal is not None:
        large |= desk.events.measure(component.measure) > most_per_sale(component, desk)
    if cap.deal_pay is not None and isinstance(component, Commission):
        large |= component.each_earned(desk) > component.most_paid(desk)
    rows = np.flatnonzero(
        large & desk.chosen(component.credit) & component.includes(desk)[desk.rows]
    )  # fmt: skip
    sales = tuple(
        Remark(
            "large_sale",
            {
                "sale": event_names[int(desk.events.event_id[row])],
                "person": desk.people.called(int(desk.rows[row])),
            },
        )
        for row in rows
    )
    if sales:
        yield Remark("large_review" if cap.review else "large_cut", {"component": name, "sales": sales})


def _words(payroll: Payroll, plan: Plan) -> Iterator[Remark]:
    """Words of the plan that no sale and nobody bears."""
    for name, component in plan.components.items():
        for _, selection in component.selections():
            yield from _unknown(name, selection, payroll.events.attributes, "no_sale_has")
        yield from _unknown(name, component.audience, payroll.people.attributes, "nobody_has")


def _unknown(component: str, selection: object, known: Mapping[str, Coded], key: str) -> Iterator[Remark]:
    pairs = (*getattr(selection, "only", ()), *getattr(selection, "without", ()))
    for name, values in pairs:
        words = known[name].names if name in known else ()
        for value in values:
            if name in known and value not in words:
                near = did_you_mean(value, words)
                said = {"component": component, "attribute": name, "word": repr(value)}
                yield Remark(f"{key}_near", {**said, "near": repr(near)}) if near else Remark(key, said)


def _missing_scores(payroll: Payroll, plan: Plan) -> Iterator[Remark]:
    wanted = [(name, each) for each in plan.components.values() for name in scores_of(each)]
    for name, component in wanted:
        table, frequency = payroll.scores.get(name), component.frequency
        if table is None or table.frequency != frequency:
            continue
        missing = (table.amounts < 0) & (payroll.people.days_active(payroll.periods, frequency) > 0)
        missing &= _audience(component, payroll)[:, None]
        rows, periods = np.nonzero(missing)
        if len(rows):
            values = {
                "count": len(rows),
                "score": repr(name),
                "person": payroll.people.called(int(rows[0])),
                "period": payroll.periods.ids[frequency][int(periods[0])],
            }
            yield Remark("missing_scores", values)


def _audience(component: Component, payroll: Payroll) -> NDArray[np.bool_]:
    return component.audience.rows(payroll.people.attributes, len(payroll.people), "people")


def _outside(payroll: Payroll) -> Iterator[Remark]:
    """Sales on days on which the person was not on the plan: they are paid, and said."""
    events, people = payroll.events, payroll.people
    rows = people.rows(events.person)
    is_sale = np.ones(len(events), dtype=np.bool_) if events.refers_to is None else events.refers_to == 0
    out = np.flatnonzero(
        is_sale & ((events.day < people.first_day[rows]) | (events.day > people.last_day[rows]))
    )
    if len(out):
        sales = tuple(
            Remark(
                "sale_outside",
                {
                    "sale": payroll.event_names[int(events.event_id[row])],
                    "person": people.called(int(rows[row])),
                    "day": date.fromordinal(int(events.day[row])),
                },
            )
            for row in out
        )
        yield Remark("outside", {"sales": sales})


def _idle_cash(payroll: Payroll, plan: Plan) -> Iterator[Remark]:
    """Cash that releases nothing because it does not say for which sale it is."""
    waits = any(getattr(each, "release", None) == "on-cash" for each in plan.components.values())
    events = payroll.events
    if not waits or "cash" not in events.measures or events.refers_to is None:
        return
    idle = int(((events.refers_to == 0) & (events.measures["cash"] != 0)).sum())
    if idle:
        yield Remark("idle_cash", {"rows": idle})


def _idle_returns(payroll: Payroll, plan: Plan) -> Iterator[Remark]:
    """Negative sales that name no sale: a clawback does not see them."""
    events = payroll.events
    for name, component in plan.components.items():
        if isinstance(component, Commission) and component.clawback is not None:
            desk = Desk(events, payroll.people, payroll.quotas, payroll.periods, plan.frame)
            idle = desk.chosen(component.credit) & (events.measure(component.measure) < 0)
            idle &= (
                np.ones(len(events), dtype=np.bool_) if events.refers_to is None else events.refers_to == 0
            )
            if idle.any():
                sales = tuple(dict.fromkeys(payroll.event_names[int(each)] for each in events.event_id[idle]))
                yield Remark("idle_returns", {"component": name, "sales": sales})
