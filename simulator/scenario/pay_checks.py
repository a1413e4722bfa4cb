"""Whether pay plans can be run: each is compiled as the engine does, before anything runs."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from simulator.compensation import Plan, compile_plan
from simulator.compensation.versions import check_holdback_goes_on
from simulator.documents import Document
from simulator.engine.payroll import pays_on_cash, scores_needed
from simulator.engine.setup_reps import measures_per_revenue
from simulator.engine.spec import AlternativeSpec, WorldsSpec
from simulator.errors import PlanError, UnknownName
from simulator.world.specs import WorldKey

__all__ = ["check_plans"]


def check_plans(alternative: AlternativeSpec, document: Document) -> None:
    """Refuse plans that pay on what a simulated sale does not tell.

    Parameters
    ----------
    alternative
        The alternative, with its plans read.
    document
        The document that it was read from.

    Raises
    ------
    PlanError
        With the place of the first component that cannot be worked out, and what could stand there.
    """
    world = WorldsSpec((WorldKey(alternative.name, 0),), {alternative.name: alternative}, 0, 1)
    measures, people = measures_per_revenue(alternative), sum(alternative.staffing)
    knows_rivals = alternative.people.rivals == "colleagues"
    for name, plan in alternative.plans.items():
        _refuse_what_is_not_simulated(name, plan, alternative, document)
        for number, component in enumerate(plan.order):
            upto = replace(plan, order=plan.order[: number + 1])
            try:
                compile_plan(upto, world.kinds, measures, people=people, knows_rivals=knows_rivals)
            except PlanError as problem:
                path = ("plans", name, "components", component, *_key(plan, component, problem))
                raise PlanError(
                    problem.what, place=document.place(path), hint=problem.hint, allowed=problem.allowed
                ) from None
    _refuse_changes_that_lose_pay(alternative, document)


def _refuse_changes_that_lose_pay(alternative: AlternativeSpec, document: Document) -> None:
    """Refuse changes of plan after which sales or pay of before would be counted twice or lost."""
    names = [alternative.people.plan, *(each.plan for each in alternative.people.plan_changes)]
    for number, (before, after) in enumerate(pairwise(alternative.plans[name] for name in names)):
        place = document.place(("people", "plan_changes", number, "plan"))
        if pays_on_cash(before) or pays_on_cash(after):
            raise PlanError(
                "plans that pay when customers have paid cannot change during a run",
                place=place,
                hint="Make the change an alternative, with the plan so far as people.habit_plan",
            )
        if before.crediting != after.crediting or before.frame.currency != after.frame.currency:
            raise PlanError("a plan change changes neither crediting nor the currency", place=place)
        check_holdback_goes_on(before, after, place)


def _refuse_what_is_not_simulated(
    name: str, plan: Plan, alternative: AlternativeSpec, document: Document
) -> None:
    """Refuse what a run cannot supply: dates, scores that nobody states, attributes other than the region."""
    if plan.amendments:
        raise PlanError(
            "amendments begin on dates, and a simulation counts weeks",
            place=document.place(("plans", name, "amendments")),
            hint="Write the changed plan as a plan of its own, and when it begins in people.plan_changes",
        )
    given = alternative.people.scores
    for score in scores_needed(plan):
        if score not in given:
            raise PlanError(
                f"the plan {name!r} pays on a score called {score!r}, which sales do not tell",
                place=document.place(("people", "scores")),
                hint=f"State what everybody gets, as in people.scores: {{{score}: 1.0}}",
            )
    for component, part in plan.components.items():
        for attribute, values in (*part.audience.only, *part.audience.without):
            place = document.place(("plans", name, "components", component, "for"))
            known = alternative.rep_attribute
            if attribute != known:
                raise UnknownName("attribute of people", attribute, (known,), place)
            for value in values:
                if value not in alternative.regions:
                    raise UnknownName(known, value, tuple(alternative.regions), place)
        if getattr(part, "divide", "") == "by-role":
            raise PlanError(
                "simulated reps have no roles by which a pool could be divided",
                place=document.place(("plans", name, "components", component, "divide")),
                hint="Divide it equally, by-credit, by-weight or by-score",
            )


def _key(plan: Plan, component: str, problem: PlanError) -> tuple[str | int, ...]:
    """Name the key inside a component that is at fault, where the error tells."""
    path: tuple[str | int, ...] = getattr(problem, "path", ())
    measure = getattr(plan.components[component], "measure", None)
    if not path and problem.allowed and measure is not None and measure not in problem.allowed:
        return ("measure",)
    return path
