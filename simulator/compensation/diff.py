"""What changed between two plans, in words, and who gains and who loses by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.payroll import Files, Payroll, read_payroll
from simulator.compensation.versions import Version
from simulator.compensation.worked import worked
from simulator.documents import Document
from simulator.errors import PlanError


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


def compared_payroll(old: Sequence[Version], new: Sequence[Version], files: Files) -> Payroll:
    """Read files once for two plans: everything that either of them needs is read.

    Parameters
    ----------
    old, new
        The versions of both plans; sales are credited as the old one says.
    files
        The tables.

    Raises
    ------
    PlanError
        The plans pay in different currencies or credit people differently.
    """
    base, other = old[0].plan, new[0].plan
    if base.frame.currency != other.frame.currency:
        what = f"one plan pays in {base.frame.currency}, the other in {other.frame.currency}"
        raise PlanError(what, hint="Pay people by each of them and compare the files")
    if base.crediting != other.crediting:
        what = "the two plans credit people with sales differently"
        raise PlanError(what, hint="Pay people by each of them and compare the files")
    components = {
        f"{side}-{number}-{name}": component
        for side, versions in (("old", old), ("new", new))
        for number, version in enumerate(versions)
        for name, component in version.plan.components.items()
    }
    frame = replace(base.frame, measures={**other.frame.measures, **base.frame.measures})
    joint = replace(
        base, components=components, order=tuple(components), frame=frame, first_date=None, last_date=None
    )
    return read_payroll(joint, files)


def shift(payroll: Payroll, old: Sequence[Version], new: Sequence[Version]) -> Shift:
    """Pay the same people for the same sales under two plans, each as its amendments change it.

    Parameters
    ----------
    payroll
        The people and their sales, from `compared_payroll`.
    old, new
        The versions of both plans. The first counts from the first sale on and the last without end, so that
        a plan for next year can be tried on the sales of this one.
    """
    pay = []
    for versions in (old, new):
        opened = list(versions)
        opened[0] = replace(opened[0], first=None)
        opened[-1] = replace(opened[-1], last=None)
        settled = payroll.settle(opened)
        total = np.zeros(len(payroll.people), dtype=np.int64)
        for statement in settled:
            total += statement.totals()
        pay.append(total)
    return Shift(payroll.people.person, pay[0], pay[1])


def pairs_in_force(
    old: Sequence[Version], new: Sequence[Version]
) -> list[tuple[date | None, Version, Version]]:
    """Pair the versions of two plans that are in force at the same time, from each date of a change on.

    Dates at which a whole plan begins do not matter: its first version counts from the beginning on.
    """
    starts = {each.first for versions in (old, new) for each in versions[1:] if each.first is not None}

    def at(versions: Sequence[Version], when: date | None) -> Version:
        begun = [each for each in versions[1:] if when is not None and each.first and each.first <= when]
        return begun[-1] if begun else versions[0]

    return [(when, at(old, when), at(new, when)) for when in (None, *sorted(starts))]


def worked_versions(
    versions: Sequence[Version], attainment: Sequence[float], quotas: Mapping[str, float]
) -> list[tuple[Version, NDArray[np.float64]]]:
    """Pay of a year for somebody who sells evenly, under each version as if it held all year.

    Parameters
    ----------
    versions
        The versions of a plan.
    attainment, quotas
        As for `worked`.

    Returns
    -------
    Each version with the pay at every attainment [currency].
    """
    return [
        (each, worked(each.plan, attainment, quotas).pay() / each.plan.frame.minor_per_unit)
        for each in versions
    ]
