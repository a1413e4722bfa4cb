"""Limits on what a component pays in a compiled plan: caps after gates, and guarantees.

Pay behind gates is a sum of terms of which some are shut. A limit on the sum is written out for every state
of the gates: what a state pays beyond the states below it becomes terms behind the gates that it opens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import Final

import numpy as np

from simulator.compensation.draft import Draft, scaled
from simulator.compensation.periods import PERIODS_PER_YEAR
from simulator.compensation.pieces import Pieces, summed
from simulator.world.pay_terms import PayGate, PayTerm

Chain = tuple[int, bool]
State = tuple[int, ...]

MOST_STATES: Final = 256


@dataclass(frozen=True)
class Loan:
    """An advance as behavior sees it.

    Parameters
    ----------
    minimum, most
        The least that is paid in a period, and the most that is ever owed [currency].
    per_year
        How often a year it is paid.
    worth
        Worth today of what comes when the advance is taken back.
    keeps_more
        Whether what exceeds the minimum is kept until then too.
    """

    minimum: float
    most: float
    per_year: int
    worth: float
    keeps_more: bool


def cap(draft: Draft, component: str, most: float, later_worth: float = 0.0) -> None:
    """Let a component pay no more than an amount in a period, gates applied.

    Parameters
    ----------
    draft
        Holds the terms.
    component
        Whose terms.
    most
        The cap [currency].
    later_worth
        What one unit of pay above the cap is worth, where it is carried to a later period.

    Notes
    -----
    Terms of one total are capped together, exactly: ``(1 - w) min(pay, cap) + w pay`` with the later worth
    ``w``. Where a component pays on several totals, each has its part of the cap, in proportion to the pay
    that is expected from it: exact where results come in the usual proportions, and never above the cap.
    """
    terms = draft.terms_of([component]) if later_worth < 1.0 else []
    parts = expected_parts(draft, terms)
    gone: list[int] = []
    for numbers, part in parts:
        before = len(draft.terms)
        if limit(draft, numbers, lambda term, part=part: capped(term, most * part)):  # type: ignore[misc]
            draft.scale(range(before, len(draft.terms)), 1.0 - later_worth)
            draft.scale(numbers, later_worth)
            gone += numbers if later_worth == 0.0 else []
    draft.without(gone)


def expected_parts(draft: Draft, terms: Sequence[int]) -> list[tuple[list[int], float]]:
    """Group terms by total, each group with the part of the pay that is expected from it."""
    groups: dict[tuple[int, bool], list[int]] = {}
    for number in terms:
        term = draft.terms[number]
        groups.setdefault((term.accumulator, term.relative_to_quota), []).append(number)
    expected = [max(draft.expected_pay(numbers), 0.0) for numbers in groups.values()]
    whole = sum(expected)
    return [
        (numbers, each / whole if whole > 0.0 else 1.0 / len(groups))
        for numbers, each in zip(groups.values(), expected, strict=True)
    ]


def guarantee(draft: Draft, terms: Sequence[int], minimum: float, per_year: int) -> bool:
    """Leave of terms what they pay above a minimum; tell whether that was possible.

    Parameters
    ----------
    draft
        Holds the terms.
    terms
        What counts as earned.
    minimum
        The least that is paid [currency per period of the guarantee].
    per_year
        How often a year it is paid.

    Notes
    -----
    Exact for terms of one total whose period is no shorter than that of the guarantee. Of several totals each
    has its part of the minimum, in proportion to the pay that is expected from it.
    """
    held = list(draft.terms), list(draft.gates)
    for numbers, part in expected_parts(draft, terms):
        level = minimum * part * min(per_year / _periods_of(draft, numbers), 1.0)
        if not limit(draft, numbers, lambda term, level=level: above(term, level)):  # type: ignore[misc]
            draft.terms, draft.gates = held
            return False
    draft.without(terms)
    return True


def advance(draft: Draft, terms: Sequence[int], loan: Loan) -> bool:
    """Add what an advance that is taken back later is worth; tell whether that was possible.

    Notes
    -----
    With pay ``E``, minimum ``m``, the most that is lent ``l <= m`` and ``w`` the worth of what comes at the
    time of recovery, pay below the minimum is lent now and taken back then::

        immediate:  E + (1 - w) (l - min(E, m) + min(E, m - l))
        deferred:   E + (1 - w) (l - E + min(E, m - l))

    so that one more unit brings ``w`` where it only saves a debt, or is kept until the end of the quarter or
    year. A person is taken to recover the debt.
    """
    held = list(draft.terms), list(draft.gates)
    lost = 1.0 - loan.worth
    for numbers, part in expected_parts(draft, terms):
        level = loan.minimum * part * loan.per_year / _periods_of(draft, numbers)
        lent = min(loan.most * part, level)
        shapes = [(level - lent, lost)] if lent < level else []
        if loan.keeps_more:
            for number in numbers:
                draft.copied(number, -lost)
        else:
            shapes.append((level, -lost))
        for most, factor in shapes:
            before = len(draft.terms)
            if not limit(draft, numbers, lambda term, most=most: capped(term, most)):  # type: ignore[misc]
                draft.terms, draft.gates = held
                return False
            for number in range(before, len(draft.terms)):
                draft.terms[number] = replace(scaled(draft.terms[number], factor), name=draft.component)
    return True


def _periods_of(draft: Draft, numbers: Sequence[int]) -> int:
    """How often a year some terms of one total pay."""
    return PERIODS_PER_YEAR[draft.totals[draft.terms[numbers[0]].accumulator].period]


def limit(draft: Draft, numbers: Sequence[int], shape: Callable[[PayTerm], PayTerm | None]) -> bool:
    """Add terms that pay a function of the sum of some terms of one total, in every state of their gates.

    Parameters
    ----------
    draft
        Receives the terms.
    numbers
        The terms whose sum is limited; they stay.
    shape
        The limited term; it pays nothing where nothing is paid. None where it cannot be written.

    Returns
    -------
    Whether it could be done: not for sums of terms that are limited themselves and depend on quota, nor for
    more than 256 states of the gates.
    """
    gates = [gate for gate in draft.gates if set(gate.terms) & set(numbers)]
    chains: dict[Chain, list[float]] = {}
    for gate in gates:
        levels = chains.setdefault((gate.accumulator, gate.relative_to_quota), [])
        levels += [gate.level] if gate.level not in levels else []
    for levels in chains.values():
        levels.sort()
    if prod(len(levels) + 1 for levels in chains.values()) > MOST_STATES:
        return False
    needs = {number: _needed(number, gates, chains) for number in numbers}
    states = list(product(*(range(len(levels) + 1) for levels in chains.values())))
    paid: dict[frozenset[int], PayTerm] = {}
    for state in states:
        open_terms = _open(needs, state)
        if open_terms and open_terms not in paid:
            whole = added([draft.terms[number] for number in sorted(open_terms)])
            shaped = None if whole is None else shape(whole)
            if shaped is None:
                return False
            paid[open_terms] = shaped
    for state in states:
        for term in _beyond(state, needs, paid):
            draft.terms.append(term)
            for (total, relative), place, levels in zip(chains, state, chains.values(), strict=True):
                if place:
                    name, number = f"{term.name}: gate", len(draft.terms) - 1
                    draft.gates.append(PayGate(name, (number,), total, levels[place - 1], relative))
    return True


def _needed(number: int, gates: list[PayGate], chains: dict[Chain, list[float]]) -> State:
    """How far each chain of gates must be open for a term to pay."""
    own = [gate for gate in gates if number in gate.terms]
    return tuple(
        max(
            (levels.index(g.level) + 1 for g in own if (g.accumulator, g.relative_to_quota) == chain),
            default=0,
        )
        for chain, levels in chains.items()
    )


def _open(needs: dict[int, State], state: State) -> frozenset[int]:
    """Which terms pay in a state of the gates."""
    return frozenset(
        number
        for number, needed in needs.items()
        if all(have >= must for have, must in zip(state, needed, strict=True))
    )


def _beyond(state: State, needs: dict[int, State], paid: dict[frozenset[int], PayTerm]) -> list[PayTerm]:
    """Terms that a state adds to those of all states below it."""
    weights: dict[frozenset[int], int] = {}
    for down in product(*((0, 1) if place else (0,) for place in state)):
        below = _open(needs, tuple(place - step for place, step in zip(state, down, strict=True)))
        weights[below] = weights.get(below, 0) + (-1) ** sum(down)
    found = [scaled(paid[key], weight) for key, weight in weights.items() if key and weight]
    if not found:
        return []
    whole = added(found)
    return found if whole is None else [whole]


def added(terms: Sequence[PayTerm]) -> PayTerm | None:
    """Add terms of one total up; None where one of several is limited at a point that depends on quota."""
    if len(terms) == 1:
        return terms[0]
    first = terms[0]
    if any(term.cap < np.inf or term.floor > -np.inf for term in terms):
        return None
    ours = [_per_quota(scaled(term, 1.0)) for term in terms]
    money, per_quota = (summed([each[part] for each in ours]) for part in (0, 1))
    return replace(
        first,
        breakpoints=np.array(money.breakpoints),
        values=np.array(money.values),
        slopes_over_quota=np.array(money.slopes if first.relative_to_quota else [0.0] * len(money.slopes)),
        values_per_quota=np.array(per_quota.values),
        slopes=np.array(per_quota.slopes if first.relative_to_quota else money.slopes),
        scale=1.0,
    )


def _per_quota(term: PayTerm) -> tuple[Pieces, Pieces]:
    """Part a term into money by multiple of quota, and money for each unit of quota."""
    points = tuple(term.breakpoints.tolist())
    if not term.relative_to_quota:
        nothing = (0.0,) * len(points)
        return _pieces(term), Pieces(points, nothing, nothing)
    money = Pieces(points, tuple(term.values.tolist()), tuple(term.slopes_over_quota.tolist()))
    return money, Pieces(points, tuple(term.values_per_quota.tolist()), tuple(term.slopes.tolist()))


def _pieces(term: PayTerm) -> Pieces:
    return Pieces(*(tuple(each.tolist()) for each in (term.breakpoints, term.values, term.slopes)))


def _with(term: PayTerm, pieces: Pieces) -> PayTerm:
    points, values, slopes = (np.array(each) for each in (pieces.breakpoints, pieces.values, pieces.slopes))
    nothing = np.zeros(len(points))
    return replace(
        term,
        breakpoints=points,
        values=values,
        slopes=slopes,
        values_per_quota=nothing,
        slopes_over_quota=nothing,
    )


def capped(term: PayTerm, most: float) -> PayTerm | None:
    """Cap a term."""
    if not term.relative_to_quota:
        return _with(term, _pieces(term).capped(most))
    if term.scale < 0.0:
        return None
    term = scaled(term, 1.0)
    return replace(term, cap=min(term.cap, most), floor=min(term.floor, most))


def above(term: PayTerm, minimum: float) -> PayTerm | None:
    """Leave what a term pays above a minimum."""
    if not term.relative_to_quota:
        return _with(term, _pieces(term).never_below(minimum).plus(-minimum))
    if term.scale < 0.0:
        return None
    term = scaled(term, 1.0)
    if term.cap <= minimum:
        return scaled(replace(term, cap=np.inf, floor=-np.inf), 0.0)
    return replace(
        term, values=term.values - minimum, cap=term.cap - minimum, floor=max(term.floor - minimum, 0.0)
    )
