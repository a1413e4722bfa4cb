"""What changed between two plans, in words, and who gains and who loses by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.payroll import Payroll
from simulator.compensation.plan import Plan
from simulator.compensation.settlement import statements
from simulator.documents import Document


@dataclass(frozen=True)
class Change:
    """One difference between two plan documents.

    Parameters
    ----------
    path
        Where, in the words of the document.
    old, new
        What was written; None where nothing was.
    """

    path: str
    old: Any
    new: Any


def changes(old: Document, new: Document) -> list[Change]:
    """List what differs, in the order of the new document; things that are gone come last.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> old = parse("components: {base: {rate: 3%}, bonus: {pay: 100}}")
    >>> new = parse("components: {base: {rate: 4%}}")
    >>> [(each.path, each.old, each.new) for each in changes(old, new)]
    [('components.base.rate', '3%', '4%'), ('components.bonus', {'pay': 100}, None)]
    """
    return list(_changes(old.data, new.data, ""))


def _changes(old: Any, new: Any, path: str) -> Iterator[Change]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in new:
            yield from _changes(old.get(key), new[key], f"{path}.{key}" if path else str(key))
        for key in old:
            if key not in new:
                yield Change(f"{path}.{key}" if path else str(key), old[key], None)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _changes(before, after, f"{path}[{number}]")
    elif old != new:
        yield Change(path, old, new)


@dataclass(frozen=True)
class Shift:
    """What everybody is paid under two plans on the same sales.

    Parameters
    ----------
    person
        Numbers of the people.
    old, new
        Pay of each [minor units].
    """

    person: NDArray[np.int64]
    old: NDArray[np.int64]
    new: NDArray[np.int64]

    @property
    def difference(self) -> NDArray[np.int64]:
        """What each gains [minor units]."""
        return self.new - self.old


def shift(payroll: Payroll, new: Plan) -> Shift:
    """Pay the same people for the same sales under their plan and under a new one.

    Parameters
    ----------
    payroll
        The people, their sales and their present plan.
    new
        The new plan.
    """
    pay = [
        statements(
            plan, payroll.events, payroll.people, payroll.quotas, payroll.periods, scores=payroll.scores
        ).totals()
        for plan in (payroll.plan, new)
    ]
    return Shift(payroll.people.person, pay[0], pay[1])
