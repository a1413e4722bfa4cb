"""What experience says about a plan before anybody is paid from it: cliffs, gaps, tiers nobody reaches.

A *problem* is a plan that will not do what it seems to say; a *warning* is what has cost companies money; a
*note* is worth knowing. Findings are keys of the word catalogue with values, so they read in both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from simulator.compensation.award import Award
from simulator.compensation.bonus import Bonus
from simulator.compensation.commission import Commission
from simulator.compensation.component import Component
from simulator.compensation.contests import Contest
from simulator.compensation.draft import Draft
from simulator.compensation.draws import Draw
from simulator.compensation.finding import NOTE, PROBLEM, WARNING, Finding
from simulator.compensation.frame import Frame
from simulator.compensation.holdback import Holdback
from simulator.compensation.lint_examples import on_examples
from simulator.compensation.money import MILLION
from simulator.compensation.objectives import Objectives
from simulator.compensation.periods import PERIODS_PER_YEAR
from simulator.compensation.pieces import Pieces
from simulator.compensation.plan import Plan
from simulator.compensation.pools import Pool
from simulator.compensation.scorecard import Scorecard
from simulator.compensation.target_pay import TargetPay
from simulator.compensation.values import Level
from simulator.compensation.variable_pay import VariablePay
from simulator.compensation.versions import Version

MOST_COMPONENTS = 5
MOST_MEASURES = 3
MOST_NUMBERS = 25
SMALLEST_WEIGHT = 100_000
OUT_OF_REACH = 2.0
LARGEST_GAP_DAYS = 31


def findings(plan: Plan) -> list[Finding]:
    """List what experience says about a plan, problems first.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> from simulator.compensation import load_plan
    >>> plan = load_plan(parse('''
    ... plan: cliff
    ... components:
    ...   commission:
    ...     kind: commission
    ...     method: retroactive
    ...     tiers: [{from: 0, rate: 5%}, {from: 100000, rate: 4%}]
    ...     cap: {pay: 9000}
    ... '''))
    >>> [(each.level, each.key) for each in findings(plan) if each.level == "problem"]
    [('problem', 'falls')]
    """
    found = [
        each for name, component in plan.components.items() for each in _of_component(name, component, plan)
    ]
    found += [each for rule in _RULES_OF_PLANS for each in rule(plan)]
    known = {(each.key, each.component) for each in found}
    found += [each for each in on_examples(plan) if (each.key, each.component) not in known]
    return sorted(found, key=lambda each: (PROBLEM, WARNING, NOTE).index(each.level))


def findings_of_versions(
    versions: Sequence[Version], first_month_of_year: int = 1
) -> list[list[Finding]]:  # fmt: skip
    """List what experience says about each version of a plan, and about the dates on which terms change.

    Parameters
    ----------
    versions
        The versions in order of time.
    first_month_of_year
        Month in which the fiscal year begins.
    """
    found = [findings(version.plan) for version in versions]
    for (old, new), own in zip(pairwise(versions), found[1:], strict=True):
        own += _changed_inside(old, new, first_month_of_year)
    return found


def _changed_inside(old: Version, new: Version, first_month_of_year: int) -> Iterator[Finding]:
    """Terms that change while a period runs, which is then settled by the new ones as a whole."""
    assert new.first is not None
    for name, component in new.plan.components.items():
        before = old.plan.components.get(name)
        months = 12 // PERIODS_PER_YEAR[component.frequency]
        begins = new.first.day == 1 and (new.first.month - first_month_of_year) % months == 0
        if before is not None and before != component and not begins:
            key = f"changed_inside_{component.frequency}"
            yield Finding(WARNING, key, name, {"date": new.first.isoformat()})


def _of_component(name: str, component: Component, plan: Plan) -> Iterator[Finding]:
    if isinstance(component, Commission | Bonus):
        yield from _shape(name, component, plan)
    if isinstance(component, VariablePay):
        yield from _gates(name, component)
        yield from _unbounded(name, component)
    if isinstance(component, Scorecard | Objectives):
        weights = (
            [card.weight for card in component.cards.values()]
            if isinstance(component, Scorecard)
            else list(component.goals.values())
        )
        if sum(weights) != MILLION:
            yield Finding(PROBLEM, "weights", name, {"sum": _percent(sum(weights))})
    if (
        isinstance(component, TargetPay)
        and component.weight is not None
        and component.weight < SMALLEST_WEIGHT
    ):
        yield Finding(WARNING, "small_weight", name, {"weight": _percent(component.weight)})
    alone = not (
        isinstance(component, Pool) and component.among == "company" and component.divide == "equally"
    )
    if not alone or (isinstance(component, VariablePay) and component.whose == "company"):
        yield Finding(WARNING, "no_influence", name)
    if isinstance(component, Award | Contest | Draw) and component.dates is not None:
        yield from _dates(name, component, plan)


def _shape(name: str, component: Commission | Bonus, plan: Plan) -> Iterator[Finding]:
    """Look at pay as a function of the total: where it falls, jumps, or leaves parts that nobody reaches."""
    curve = pieces_of(component, plan)
    if curve is None:
        assert isinstance(component, Commission)
        if not component.pieces(plan.frame).never_falls:
            yield Finding(PROBLEM, "falls", name)
        return
    if not curve.never_falls:
        yield Finding(PROBLEM, "falls", name)
    jumps = [
        (point, after - (before + slope * (point - start)))
        for (start, point), (before, after), slope in zip(
            pairwise(curve.breakpoints), pairwise(curve.values), curve.slopes, strict=False
        )
    ]
    for point, jump in jumps:
        if jump > 1e-9 and not isinstance(component, Bonus):
            yield Finding(WARNING, "cliff", name, {"at": _level(point, component.relative)})
    yield from _unreachable(name, component, plan.frame, curve)
    yield from _out_of_reach(name, component, curve)


def pieces_of(component: Commission | Bonus, plan: Plan) -> Pieces | None:
    """Pay of one component as a function of its total; None where each order is paid by itself."""
    if isinstance(component, Commission):
        return None if component.per == "order" else component.pieces(plan.frame)
    draft = Draft((), {}, plan.frame)
    draft.incentive_per_year = max(plan.target_incentive / plan.frame.minor_per_unit, 1.0)
    return component.pieces(draft)


def _out_of_reach(name: str, component: Commission | Bonus, curve: Pieces) -> Iterator[Finding]:
    """Tiers and levels that hardly anybody reaches; of a pay curve, its first point."""
    if not component.relative:
        return
    points = isinstance(component, Bonus) and component.curve is not None and component.curve.points
    starts = [float(points[0].at.number)] if points else curve.breakpoints[1:]
    for start in starts:
        if start > OUT_OF_REACH:
            yield Finding(WARNING, "out_of_reach", name, {"level": _level(start, relative=True)})


def _unreachable(name: str, component: Commission | Bonus, frame: Frame, curve: Pieces) -> Iterator[Finding]:
    """Tiers and levels above the point from which a cap leaves nothing to earn."""
    if component.cap is None:
        return
    scale = MILLION if component.relative else frame.scale(component.measure)
    ends = [float("inf")]
    if component.cap.attainment is not None:
        ends.append(frame.level(component.cap.attainment, component.measure, component.relative) / scale)
    if component.cap.pay is not None and not component.cap.carry and not component.relative:
        most = float(component.cap.pay)
        ends.append(
            next((x for x, y in zip(curve.breakpoints, curve.values, strict=True) if y >= most), float("inf"))
        )
    tiers = component.tiers if isinstance(component, Commission) else component.levels
    for tier in tiers:
        level: Level = tier.start if hasattr(tier, "start") else tier.at
        if frame.level(level, component.measure, component.relative) / scale >= min(ends) and min(ends) > 0.0:
            yield Finding(PROBLEM, "unreachable", name, {"level": str(level)})


def _gates(name: str, component: VariablePay) -> Iterator[Finding]:
    for _, gate in component.gates:
        if gate.at_least is None:
            continue
        level = gate.at_least.number
        if gate.score is not None and level > 1:
            yield Finding(PROBLEM, "gate_impossible", name, {"level": str(gate.at_least)})
        elif gate.quota is not None and float(level) > OUT_OF_REACH:
            yield Finding(WARNING, "gate_out_of_reach", name, {"level": str(gate.at_least)})
        elif gate.otherwise >= MILLION:
            yield Finding(PROBLEM, "gate_useless", name)


def _unbounded(name: str, component: VariablePay) -> Iterator[Finding]:
    """One very large sale can pay without end."""
    if component.cap is not None:
        return
    if isinstance(component, Commission) and component.measure in (
        "revenue",
        "margin",
        "cash",
        "recurring-revenue",
    ):
        yield Finding(WARNING, "windfall", name)
    curve = getattr(component, "curve", None)
    if curve is not None and curve.beyond == "continues":
        yield Finding(WARNING, "windfall", name)
    if isinstance(component, Award) and component.budget is None and component.dates is not None:
        yield Finding(NOTE, "no_budget", name)


def _dates(name: str, component: Award | Contest | Draw, plan: Plan) -> Iterator[Finding]:
    assert component.dates is not None
    before = plan.first_date is not None and component.dates.first < plan.first_date
    after = plan.last_date is not None and component.dates.last > plan.last_date
    if before or after:
        yield Finding(PROBLEM, "outside_plan", name)


def _overlaps(plan: Plan) -> Iterator[Finding]:
    """Awards for the same sales that run at the same time, or leave a gap between them."""
    groups: dict[object, list[tuple[str, Award | Contest]]] = {}
    for name, component in plan.components.items():
        if isinstance(component, Award | Contest) and component.dates is not None:
            key = (type(component), component.credit, component.measure, component.audience)
            groups.setdefault(key, []).append((name, component))
    for group in groups.values():
        in_order = sorted(group, key=lambda pair: pair[1].dates.first if pair[1].dates else 0)
        for (first_name, first), (second_name, second) in pairwise(in_order):
            assert first.dates is not None and second.dates is not None
            days = (second.dates.first - first.dates.last).days
            if days <= 0:
                yield Finding(WARNING, "overlap", second_name, {"other": first_name})
            elif 1 < days <= LARGEST_GAP_DAYS:
                yield Finding(WARNING, "gap", second_name, {"other": first_name, "days": str(days - 1)})


def _weights_of_plan(plan: Plan) -> Iterator[Finding]:
    weighted = [
        each for each in plan.components.values() if isinstance(each, TargetPay) and each.weight is not None
    ]
    audiences = {each.audience for each in weighted}
    for audience in audiences:
        total = sum(each.weight or 0 for each in weighted if each.audience == audience)
        if total != MILLION:
            yield Finding(PROBLEM, "plan_weights", values={"sum": _percent(total)})
    if weighted and plan.target_incentive == 0:
        yield Finding(PROBLEM, "no_target")
    if not weighted and plan.incentive_share > 0:
        yield Finding(PROBLEM, "target_unused")


def _too_much(plan: Plan) -> Iterator[Finding]:
    """More than a person can keep in mind."""
    variable = [each for each in plan.components.values() if isinstance(each, VariablePay)]
    measures = {(each.measure, each.credit) for each in variable}
    numbers = sum(_numbers_in(each) for each in variable)
    if len(variable) > MOST_COMPONENTS:
        yield Finding(
            WARNING, "many_components", values={"count": str(len(variable)), "most": str(MOST_COMPONENTS)}
        )
    if len(measures) > MOST_MEASURES:
        yield Finding(
            WARNING, "many_measures", values={"count": str(len(measures)), "most": str(MOST_MEASURES)}
        )
    if numbers > MOST_NUMBERS:
        yield Finding(WARNING, "many_numbers", values={"count": str(numbers), "most": str(MOST_NUMBERS)})


def _numbers_in(component: VariablePay) -> int:
    """How many rates, levels and amounts a reader must know."""
    tiers = len(getattr(component, "tiers", ())) + len(getattr(component, "levels", ()))
    curve = getattr(component, "curve", None)
    return 2 * tiers + (2 * len(curve.points) if curve is not None else 0) + len(component.gates) + 1


def _twice(plan: Plan) -> Iterator[Finding]:
    """Two components of one kind that pay for the same thing."""
    seen: dict[object, str] = {}
    for name, component in plan.components.items():
        if not isinstance(component, Commission):
            continue
        key = (
            component.credit,
            component.measure,
            component.period,
            component.audience,
            component.attainment,
        )
        if key in seen:
            yield Finding(NOTE, "paid_twice", name, {"other": seen[key]})
        seen.setdefault(key, name)


def _held_over(plan: Plan) -> Iterator[Finding]:
    """Holdbacks that together hold back more than there is."""
    held: dict[str, int] = {}
    for component in plan.components.values():
        if isinstance(component, Holdback):
            held[component.of] = held.get(component.of, 0) + component.share
    for name, share in held.items():
        if share > MILLION:
            yield Finding(PROBLEM, "held_over", name, {"share": _percent(share)})


def _sources(plan: Plan) -> Iterator[Finding]:
    missing = [name for name, component in plan.components.items() if not component.source]
    if missing and not plan.source:
        yield Finding(NOTE, "no_source", values={"components": ", ".join(missing)})


_RULES_OF_PLANS: tuple[Callable[[Plan], Iterator[Finding]], ...] = (
    _overlaps,
    _weights_of_plan,
    _too_much,
    _twice,
    _held_over,
    _sources,
)


def _percent(millionths: int) -> str:
    return f"{millionths / 10_000:g}%"


def _level(point: float, relative: bool) -> str:
    return f"{point * 100:g}%" if relative else f"{point:,.10g}"
