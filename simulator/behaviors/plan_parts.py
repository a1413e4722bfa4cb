"""Take a plan apart into what can be weighed apart: straight pay, and totals that interact."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.world.pay_terms import PERIODS, CompiledPlan, PayTerm

__all__ = ["Part", "PlanParts", "fingerprint", "parts_of"]

Floats = NDArray[np.float64]
Key = tuple[object, ...]

_MOST_TOGETHER = 2


@dataclass(frozen=True)
class Part:
    """Running totals that have to be weighed together, and what they pay.

    Parameters
    ----------
    plan
        Terms and gates of these totals only.
    totals
        Place of each total in the whole plan.
    """

    plan: CompiledPlan
    totals: tuple[int, ...]

    @property
    def is_one_line(self) -> bool:
        """Whether all totals count the same kinds of sale, so that they grow together."""
        first = self.plan.accumulators[0].weights > 0.0
        return all(np.array_equal(first, total.weights > 0.0) for total in self.plan.accumulators)

    @property
    def is_crossed(self) -> bool:
        """Whether the second of two totals counts, in the same period, part of what the first one counts."""
        if len(self.totals) != 2 or self.is_one_line:
            return False
        wide, narrow = self.plan.accumulators
        return wide.period == narrow.period and bool(np.all((wide.weights > 0.0) >= (narrow.weights > 0.0)))


@dataclass(frozen=True)
class PlanParts:
    """A plan taken apart.

    Parameters
    ----------
    straight
        Terms that pay a fixed rate whatever the position.
    parts
        Totals to be solved by looking ahead, one or two in each part.
    rest
        What has too many totals that interact: gates enter by the probability of passing them.
    """

    straight: tuple[PayTerm, ...]
    parts: tuple[Part, ...]
    rest: CompiledPlan | None


def parts_of(plan: CompiledPlan, followed: str = "", *, crossed: bool = False) -> PlanParts:
    """Take a plan apart.

    Parameters
    ----------
    plan
        A compiled plan.
    followed
        Period whose quotas follow results: terms held against such a quota are never straight.
    crossed
        Whether a total that counts part of what another one counts is solved together with it.

    Notes
    -----
    A term is straight when it has one piece and no limit, and no gate concerns it or its total. The other
    totals interact where a gate joins them or where they count the same kinds of sale. Two that interact
    are solved together; of more, those that no gate joins are solved apart from each other, and
    those that gates join are left to expected pass probabilities.

    Examples
    --------
    >>> from simulator.world.pay_terms import Accumulator, CreditKind
    >>> totals = (Accumulator("revenue", "month", np.ones(1)),
    ...           Accumulator("revenue", "quarter", np.ones(1), "sales"))
    >>> plan = CompiledPlan((CreditKind("washer", "standard", "new"),), totals,
    ...     (PayTerm("commission", 0, False, np.zeros(1), np.zeros(1), np.array([0.03])),
    ...      PayTerm("bonus", 1, True, np.array([0.0, 1.0]), np.array([0.0, 500.0]), np.zeros(2))), 0.0)
    >>> apart = parts_of(plan)
    >>> [term.name for term in apart.straight], [part.totals for part in apart.parts], apart.rest
    (['commission'], [(1,)], None)
    """
    gating = {gate.accumulator for gate in plan.gates}
    gated = {term for gate in plan.gates for term in gate.terms}
    straight = [
        number
        for number, term in enumerate(plan.terms)
        if _is_straight(term)
        and number not in gated
        and term.accumulator not in gating
        and not (term.relative_to_quota and plan.accumulators[term.accumulator].period == followed)
    ]
    bent = [number for number in range(len(plan.terms)) if number not in straight]
    totals = sorted({plan.terms[number].accumulator for number in bent} | gating)
    joined = _joined(plan, totals, by_kinds=True)
    parts: list[Part] = []
    rest: list[int] = []
    for group in joined:
        apart = [group] if len(group) <= _MOST_TOGETHER else _joined(plan, group, by_kinds=False)
        for each in apart:
            part = _part(plan, bent, each)
            if len(each) == 1 or (
                len(each) <= _MOST_TOGETHER and (part.is_one_line or (crossed and part.is_crossed))
            ):
                parts.append(part)
            elif len(_joined(plan, each, by_kinds=False)) == len(each):
                parts.extend(_part(plan, bent, [one]) for one in each)
            else:
                rest.extend(each)
    left = _part(plan, bent, rest).plan if rest else None
    return PlanParts(tuple(plan.terms[number] for number in straight), tuple(parts), _whole(plan, left, rest))


def _is_straight(term: PayTerm) -> bool:
    return len(term.breakpoints) == 1 and term.cap == np.inf and term.floor == -np.inf


def _joined(plan: CompiledPlan, totals: list[int], *, by_kinds: bool) -> list[list[int]]:
    """Group totals that gates join, or that count a kind of sale in common."""
    groups = [{total} for total in totals]
    links = [
        {gate.accumulator, *(plan.terms[term].accumulator for term in gate.terms)} & set(totals)
        for gate in plan.gates
    ]
    if by_kinds:
        links.extend(
            {t for t in totals if plan.accumulators[t].weights[column] != 0.0}
            for column in range(len(plan.kinds))
        )
    for link in links:
        touched = [group for group in groups if group & link]
        groups = [group for group in groups if not group & link]
        if touched:
            groups.append(set().union(*touched))
    return sorted(sorted(group) for group in groups)


def _part(plan: CompiledPlan, bent: list[int], totals: list[int]) -> Part:
    """Cut out some totals, the shortest period first, and in a period the one that counts most kinds."""
    ordered = _ordered(plan, totals)
    place = {total: number for number, total in enumerate(ordered)}
    chosen = [number for number in bent if plan.terms[number].accumulator in place]
    terms = tuple(_moved(plan.terms[number], place) for number in chosen)
    gates = tuple(
        replace(gate, accumulator=place[gate.accumulator])
        for gate in plan.gates_of(chosen)
        if gate.accumulator in place
    )
    accumulators = tuple(plan.accumulators[total] for total in ordered)
    return Part(CompiledPlan(plan.kinds, accumulators, terms, 0.0, gates), tuple(ordered))


def _ordered(plan: CompiledPlan, totals: list[int]) -> list[int]:
    def place(total: int) -> tuple[int, int, int]:
        counted = plan.accumulators[total]
        return PERIODS.index(counted.period), -int(np.count_nonzero(counted.weights)), total

    return sorted(totals, key=place)


def _moved(term: PayTerm, place: dict[int, int]) -> PayTerm:
    return replace(term, accumulator=place[term.accumulator])


def _whole(plan: CompiledPlan, left: CompiledPlan | None, totals: list[int]) -> CompiledPlan | None:
    """Put what is left over back on the totals of the whole plan."""
    if left is None:
        return None
    ordered = _ordered(plan, totals)
    back = dict(enumerate(ordered))
    terms = tuple(_moved(term, back) for term in left.terms)
    gates = tuple(replace(gate, accumulator=back[gate.accumulator]) for gate in left.gates)
    return CompiledPlan(plan.kinds, plan.accumulators, terms, 0.0, gates)


def fingerprint(plan: CompiledPlan) -> Key:
    """Give what tells two plans apart, names left aside: plans alike in numbers are solved once.

    Parameters
    ----------
    plan
        A compiled plan.
    """
    totals = tuple((total.period, total.weights.tobytes()) for total in plan.accumulators)
    terms = tuple(
        (
            term.accumulator,
            term.relative_to_quota,
            *(
                part.tobytes()
                for part in (
                    term.breakpoints,
                    term.values,
                    term.slopes,
                    term.values_per_quota,
                    term.slopes_over_quota,
                )
            ),
            term.cap,
            term.floor,
            term.scale,
        )
        for term in plan.terms
    )
    gates = tuple((g.terms, g.accumulator, g.level, g.relative_to_quota) for g in plan.gates)
    return (totals, terms, gates)
