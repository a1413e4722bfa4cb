"""What a careful reader of a payroll should know: words that match nothing, missing scores, and the like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.component import Component
from simulator.compensation.events import Coded
from simulator.compensation.payroll import Payroll
from simulator.compensation.plan import Plan
from simulator.compensation.worked import scores_of
from simulator.errors import did_you_mean

MOST_NAMED = 3


def remarks_on(payroll: Payroll, plan: Plan) -> list[str]:
    """List what is no mistake for certain, and is paid differently from what was meant if it is one.

    Parameters
    ----------
    payroll
        The files.
    plan
        The plan, or the version of it, that pays.
    """
    found: list[str] = []
    if plan.crediting.roll_up is not None and not payroll.knows_managers:
        found.append(
            "The plan credits managers, and no file says who reports to whom: no manager is credited"
        )
    found += _words(payroll, plan)
    found += _missing_scores(payroll, plan)
    found += _outside(payroll)
    found += _idle_cash(payroll, plan)
    return list(dict.fromkeys(found))


def _words(payroll: Payroll, plan: Plan) -> Iterator[str]:
    """Words of the plan that no sale and nobody bears."""
    for name, component in plan.components.items():
        for _, selection in component.selections():
            yield from _unknown(name, selection, payroll.events.attributes, "no sale has")
        yield from _unknown(name, component.audience, payroll.people.attributes, "nobody has")


def _unknown(component: str, selection: object, known: Mapping[str, Coded], who: str) -> Iterator[str]:
    pairs = (*getattr(selection, "only", ()), *getattr(selection, "without", ()))
    for name, values in pairs:
        words = known[name].names if name in known else ()
        for value in values:
            if name in known and value not in words:
                near = did_you_mean(value, words)
                hint = f". Did you mean {near!r}?" if near else ""
                yield f"{component}: {who} {name} {value!r}{hint}"


def _missing_scores(payroll: Payroll, plan: Plan) -> Iterator[str]:
    wanted = [(name, each) for each in plan.components.values() for name in scores_of(each)]
    for name, component in wanted:
        table, frequency = payroll.scores.get(name), component.frequency
        if table is None or table.frequency != frequency:
            continue
        missing = (table.amounts < 0) & (payroll.people.days_active(payroll.periods, frequency) > 0)
        missing &= _audience(component, payroll)[:, None]
        rows, periods = np.nonzero(missing)
        if len(rows):
            who, when = payroll.people.called(int(rows[0])), payroll.periods.ids[frequency][int(periods[0])]
            what = f"{len(rows)} scores {name!r} are missing and count as nothing"
            yield f"{what}, the first for {who} in {when}"


def _audience(component: Component, payroll: Payroll) -> NDArray[np.bool_]:
    return component.audience.rows(payroll.people.attributes, len(payroll.people), "people")


def _outside(payroll: Payroll) -> Iterator[str]:
    """Sales on days on which the person was not on the plan: they are paid, and said."""
    events, people = payroll.events, payroll.people
    rows = people.rows(events.person)
    is_sale = np.ones(len(events), dtype=np.bool_) if events.refers_to is None else events.refers_to == 0
    out = np.flatnonzero(
        is_sale & ((events.day < people.first_day[rows]) | (events.day > people.last_day[rows]))
    )
    if len(out):
        named = ", ".join(
            f"{payroll.event_names[int(events.event_id[row])]} of {people.called(int(rows[row]))} on "
            f"{date.fromordinal(int(events.day[row]))}"
            for row in out[:MOST_NAMED]
        )
        more = f" and {len(out) - MOST_NAMED} more" if len(out) > MOST_NAMED else ""
        yield f"Sales on days when the person was not on the plan are paid all the same: {named}{more}"


def _idle_cash(payroll: Payroll, plan: Plan) -> Iterator[str]:
    """Cash that releases nothing because it does not say for which sale it is."""
    waits = any(getattr(each, "release", None) == "on-cash" for each in plan.components.values())
    events = payroll.events
    if not waits or "cash" not in events.measures or events.refers_to is None:
        return
    idle = int(((events.refers_to == 0) & (events.measures["cash"] != 0)).sum())
    if idle:
        yield (
            f"{idle} rows of cash name no sale in refers_to and release nothing: "
            "give each receipt a row of its own"
        )
