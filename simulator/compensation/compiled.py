"""Compile a plan into what behavior weighs, and draw its pay curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from simulator.compensation.draft import Draft
from simulator.compensation.plan import Plan
from simulator.compensation.shared import is_one_pot
from simulator.compensation.team_credit import ways_of
from simulator.parameters import load_register
from simulator.world.pay_terms import CompiledPlan, CreditKind, FloatArray


def compile_plan(
    plan: Plan,
    kinds: tuple[CreditKind, ...],
    measures_per_revenue: Mapping[str, FloatArray],
    *,
    people: int = 1,
    day: int | None = None,
    person: Mapping[str, str] | None = None,
    later: float | None = None,
    team: int | None = None,
    knows_rivals: bool = False,
) -> CompiledPlan:
    """Turn a plan into running totals and the pay that each brings when its period closes.

    Parameters
    ----------
    plan
        The plan.
    kinds
        The kinds of credit that sales fall into.
    measures_per_revenue
        What one currency unit of credited revenue of each kind brings in every measure that the plan uses,
        for instance ``margin`` [share] and ``units`` [units per currency unit], each ``(n_kinds,)``.
    people
        How many people share a budget; each expects an equal part.
    day
        Leave out what does not run on this day; None keeps everything.
    person
        What is known of the person, such as ``role``, where components are for some people only; None keeps
        all.
    later
        Worth today of one unit of pay in a year, for pay that is carried and advances that are taken back;
        0 for what a period itself pays. The register's patience of reps when left out.
    team
        How many people are in a team; all of ``people`` when left out.
    knows_rivals
        Whether contests become ``contests`` of the result, to be weighed against what colleagues are believed
        to reach, and not terms that rest on what the plan says of rivals.

    Raises
    ------
    PlanError
        A measure is missing, or the plan selects sales by something that kinds do not tell.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> from simulator.compensation import load_plan
    >>> plan = load_plan(parse('''
    ... plan: tilt
    ... components:
    ...   all: {kind: commission, rate: 3%}
    ...   more: {kind: commission, credit: {tier: premium}, rate: 1.5%}
    ... '''))
    >>> kinds = (CreditKind("washer", "standard", "new"), CreditKind("washer", "premium", "new"))
    >>> compiled = compile_plan(plan, kinds, {})
    >>> [(a.name, a.weights.tolist()) for a in compiled.accumulators]
    [('revenue of all', [1.0, 1.0]), ('revenue of tier premium', [0.0, 1.0])]
    """
    draft = _drafted(plan, kinds, measures_per_revenue, people, day, person, later, team, knows_rivals)
    return draft.finished()


def compile_by_group(
    plan: Plan,
    kinds: tuple[CreditKind, ...],
    measures_per_revenue: Mapping[str, FloatArray],
    groups: Sequence[tuple[float, int]],
    *,
    people: int = 1,
    day: int | None = None,
    knows_rivals: bool = False,
) -> list[CompiledPlan]:
    """Turn a plan into what behavior weighs, for groups of people who differ in patience or size of team.

    Parameters
    ----------
    plan, kinds, measures_per_revenue, people, day, knows_rivals
        As for :func:`compile_plan`.
    groups
        ``later`` and ``team`` of each group.

    Returns
    -------
    One for each group; groups that differ in nothing the plan looks at share the same one.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> from simulator.compensation import load_plan
    >>> plan = load_plan(parse('{plan: flat, components: {all: {kind: commission, rate: 3%}}}'))
    >>> kinds = (CreditKind("washer", "standard", "new"),)
    >>> patient, hasty = compile_by_group(plan, kinds, {}, [(0.95, 4), (0.5, 6)])
    >>> patient is hasty
    True
    """
    found: dict[tuple[object, object], CompiledPlan] = {}
    asked: set[str] = set()
    compiled = []
    for later, team in groups:
        key = (later if "later" in asked else None, team if "team" in asked else None)
        if key not in found:
            draft = _drafted(plan, kinds, measures_per_revenue, people, day, None, later, team, knows_rivals)
            asked = draft.asked
            key = (later if "later" in asked else None, team if "team" in asked else None)
            found[key] = draft.finished()
        compiled.append(found[key])
    return compiled


def _drafted(
    plan: Plan, kinds: tuple[CreditKind, ...], measures_per_revenue: Mapping[str, FloatArray], people: int,
    day: int | None, person: Mapping[str, str] | None, later: float | None, team: int | None,
    knows_rivals: bool,
) -> Draft:  # fmt: skip
    draft = Draft(kinds, measures_per_revenue, plan.frame, people, day)
    draft.later = load_register()["discount_per_year"].default if later is None else later
    draft.ways, draft.team, draft.knows_rivals = ways_of(plan.crediting), team, knows_rivals
    minor = plan.frame.minor_per_unit
    draft.target_pay_per_year, draft.incentive_per_year = (
        plan.target_pay / minor,
        plan.target_incentive / minor,
    )
    for name in plan.order:
        component = plan.components[name]
        is_for_them = person is None or component.audience.counts(person)
        if is_for_them and not component.hidden:
            draft.component = name
            component.compile(draft)
            if is_one_pot(component):
                draft.shared.append(name)
    return draft


def pay_curve(
    compiled: CompiledPlan, attainment: FloatArray, quota: Mapping[str, float], mix: FloatArray | None = None,
    period: str = "quarter",
) -> FloatArray:  # fmt: skip
    """Variable pay of a period for someone who reaches these shares of quota.

    Parameters
    ----------
    compiled
        The compiled plan.
    attainment
        Shares of quota to look at, shape ``(n,)``.
    quota
        Quota for this period by name [units of the measure]; the first one sets the scale of credit.
    mix
        Revenue by kind, in any unit, shape ``(n_kinds,)``; equal parts when left out.
    period
        The period shown; shorter ones are taken to go evenly and are added up, longer ones to end with this
        pace and are counted by their part.

    Returns
    -------
    Pay besides salary [currency], shape ``(n,)``.

    Notes
    -----
    The scale is set by the total that is held against the first quota; credit of every kind grows in
    proportion.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> from simulator.compensation import load_plan
    >>> plan = load_plan(parse('''
    ... plan: simple
    ... components:
    ...   bonus: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 5000}
    ...   commission: {kind: commission, period: month, rate: 1%}
    ... '''))
    >>> compiled = compile_plan(plan, (CreditKind("washer", "standard", "new"),), {})
    >>> pay_curve(compiled, np.array([0.5, 1.0]), {"sales": 300_000.0})
    array([1500., 8000.])
    """
    months = {"month": 1.0, "quarter": 3.0, "year": 12.0}
    shares = np.ones(len(compiled.kinds)) if mix is None else np.asarray(mix, dtype=np.float64)
    first, target = next(iter(quota.items()))
    scale = next(
        (
            float((a.weights * shares).sum()) * months[period] / months[a.period]
            for a in compiled.accumulators
            if a.quota == first
        ),
        float(shares.sum()),
    )
    revenue = target / scale
    total = np.zeros(len(attainment))
    for frequency, length in months.items():
        part = [
            index
            for index, term in enumerate(compiled.terms)
            if compiled.accumulators[term.accumulator].period == frequency
        ]
        if not part:
            continue
        times = length / months[period]
        credit = np.stack(
            [attainment * revenue * float((a.weights * shares).sum()) * times for a in compiled.accumulators],
            axis=1,
        )
        quotas = np.stack(
            [np.full(len(attainment), quota.get(a.quota, target) * times) for a in compiled.accumulators],
            axis=1,
        )
        chosen = CompiledPlan(
            compiled.kinds,
            compiled.accumulators,
            tuple(compiled.terms[i] for i in part),
            0.0,
            compiled.gates_of(part),
        )
        total = total + chosen.pay(credit, quotas) / times
    return total
