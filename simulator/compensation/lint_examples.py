"""What shows only when the engine pays people who sell from nothing to three times their quota."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.component import Component
from simulator.compensation.finding import PROBLEM, WARNING, Finding
from simulator.compensation.kinds_of_people import kinds_of_people
from simulator.compensation.multiplier import Multiplier
from simulator.compensation.plan import Plan
from simulator.compensation.worked import worked
from simulator.errors import InputError

STEPS = tuple(step / 100 for step in range(301))
JUMP_SHARE = 0.1
"""A step that brings this much of the pay at target, and far more than the steps beside it, is a cliff."""
TIMES_THE_REST = 4.0
_APART = ("draw", "holdback", "contest", "pool", "multiplier", "salary", "award")
"""Kinds whose pay alone depends on others, on other people, or on dates."""


def on_examples(plan: Plan) -> Iterator[Finding]:
    """Look for pay that falls or jumps, and for gates that never open, in examples that the engine works out.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> from simulator.compensation import load_plan
    >>> plan = load_plan(parse('''
    ... plan: cliff
    ... components:
    ...   core:
    ...     kind: bonus
    ...     period: quarter
    ...     attainment: {quota: sales}
    ...     target: 1000
    ...     curve: {points: [{at: 75%, pays: 50%}, {at: 100%, pays: 100%}]}
    ... '''))
    >>> [(each.key, dict(each.values)) for each in on_examples(plan)]
    [('cliff', {'at': '75%'})]
    """
    told: set[tuple[str, str]] = set()
    for kind in kinds_of_people(plan):
        for each in _of_kind(plan, kind):
            if (each.key, each.component) not in told:
                told.add((each.key, each.component))
                yield each


def _of_kind(plan: Plan, kind: Mapping[str, str]) -> Iterator[Finding]:
    try:
        example = worked(plan, STEPS, person=kind)
    except InputError:
        return
    by_component = example.pay_by_component()
    cents = 100 * len(example.statement.periods.ids["month"])
    for name, pay in _curves(plan, by_component).items():
        steps = np.diff(pay)
        if (steps < -cents).any():
            yield Finding(PROBLEM, "falls", name)
        at = _jump(steps, int(pay[100]))
        if at is not None:
            yield Finding(WARNING, "cliff" if plan.quotas else "cliff_of_usual", name, {"at": f"{at}%"})
    for name, component in plan.components.items():
        for _, gate in getattr(component, "gates", ()):
            if not component.audience.counts(kind):
                continue
            if gate.paid is not None and by_component[gate.paid].max() <= 0:
                yield Finding(PROBLEM, "gate_never", name, {"other": plan.title_of(gate.paid)})


def _curves(plan: Plan, paid: Mapping[str, NDArray[np.int64]]) -> dict[str, NDArray[np.int64]]:
    """Pay by attainment of every component that can be looked at alone; factors with what they multiply."""
    found = {}
    for name, component in plan.components.items():
        if isinstance(component, Multiplier):
            found[name] = paid[name] + sum(paid[other] for other in component.of)
        elif _kind(component) not in _APART:
            found[name] = paid[name]
    return found


def _kind(component: Component) -> str:
    return str(getattr(component, "kind", ""))


def _jump(steps: NDArray[np.int64], at_target: int) -> int | None:
    """Attainment in percent at which the largest jump lies; None where pay rises smoothly."""
    if len(steps) == 0 or steps.max() <= 0:
        return None
    largest = int(np.argmax(steps))
    beside = [int(steps[n]) for n in (largest - 1, largest + 1) if 0 <= n < len(steps)]
    is_large = steps[largest] > JUMP_SHARE * max(at_target, 1)
    return largest + 1 if is_large and steps[largest] > TIMES_THE_REST * max(*beside, 0) else None
