"""Shared measures: what a team or a whole company reaches together, and the quota that it is held against."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from simulator.compensation.desk import Desk
from simulator.compensation.draft import Draft
from simulator.compensation.money import IntArray, sum_by
from simulator.compensation.pieces import Pieces
from simulator.compensation.proration import Proration
from simulator.documents import Spec
from simulator.errors import PlanError

Of = Literal["own", "team", "company"]

OWN: Final = "own"


class Attainment(Spec):
    """What a total is held against.

    Parameters
    ----------
    quota
        Name of the quota. Without one, levels are amounts.
    accumulate
        ``period``: each period stands alone. ``year-to-date``: what is due since the start of the year, less
        what was paid before, so that the periods add up to the result of the year. ``toward-year``: the same
        against the quota of the whole year, as accelerators that begin when the year's quota is sold.
    of
        Whose total counts: one's ``own``, or what the ``team`` or the ``company`` sells together, against the
        quotas of all its members; everybody whom the component is for is then paid by the same total.
    members_expected
        How many members people count on when they decide what their own sales bring them; all people of the
        company when left out.
    """

    quota: str | None = None
    accumulate: Literal["period", "year-to-date", "toward-year"] = "period"
    of: Of = OWN
    members_expected: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _says_something(self) -> Attainment:
        if self.quota is None and self.accumulate == "period" and self.of == OWN:
            raise ValueError("name a quota, or say what accumulates or whose total counts")
        if self.quota is None and self.accumulate == "toward-year":
            raise ValueError("toward-year needs the quota of the year")
        return self


def together(values: IntArray, of: Of, desk: Desk) -> IntArray:
    """Give everybody what they, their team or their company have together, ``(n_people, n_periods)``."""
    if of == OWN or values.shape[1] == 0:
        return values
    n_groups, group = groups(of, desk)
    columns = [sum_by(group, values[:, period], n_groups)[group] for period in range(values.shape[1])]
    return np.stack(columns, axis=1)


def shares(component: object) -> bool:
    """Tell whether a component looks at what a team or a company reaches together."""
    gates = (gate for _, gate in getattr(component, "gates", ()))
    parts = (*getattr(component, "cards", {}).values(), *getattr(component, "inputs", {}).values())
    axes = (getattr(component, name, None) for name in ("attainment", "rows", "columns"))
    return any(getattr(each, "of", OWN) != OWN for each in (*gates, *parts, *axes))


def is_one_pot(component: object) -> bool:
    """Tell whether a component pays the same for a colleague's sale as for one's own.

    A pool that is divided by credit does not: what a colleague adds to it the colleague takes out.
    """
    divide = getattr(component, "divide", None)
    if divide is not None:
        return bool(divide != "by-credit")
    return getattr(getattr(component, "attainment", None), "of", OWN) != OWN


def groups(of: Of, desk: Desk) -> tuple[int, NDArray[np.intp]]:
    """Say how many teams or companies there are, and in which each person is, ``(n_people,)``."""
    ids, group = np.unique(
        desk.people.team if of == "team" else desk.people.company, return_inverse=True
    )  # fmt: skip
    return len(ids), group


def goal_of(
    name: str,
    frequency: str,
    of: Of,
    desk: Desk,
    *,
    included: NDArray[np.bool_] | None = None,
    proration: Proration | None = None,
    only_theirs: bool = False,
) -> IntArray:
    """Give the quota that a total is held against, ``(n_people, n_periods)``.

    Parameters
    ----------
    name
        Name of the quota.
    frequency
        The kind of period.
    of
        Whose total it is. The quota of a team is the sum of those of its members; somebody without one adds
        nothing to it.
    desk
        Where pay is worked out.
    included
        Whom the component is for: only they need a quota, of their own or of their team.
    proration
        Shrinks the quota of each person who is on the plan for part of a period.
    only_theirs
        Whether the quotas of those whom the component is not for are left out of the team's.

    Raises
    ------
    PlanError
        Somebody has no quota, or nobody in somebody's team has one.
    """
    shrinks = proration is not None and proration.applies_to("quota")
    if of == OWN:
        quota = desk.quota(name, frequency, included)
        return np.maximum(proration.reduced(quota, desk, frequency), 1) if proration and shrinks else quota
    quota = np.maximum(desk.quota_amounts(name, frequency), 0)
    if proration and shrinks:
        quota = proration.reduced(quota, desk, frequency)
    if only_theirs and included is not None:
        quota = np.where(included[:, None], quota, 0)
    whole = together(quota, of, desk)
    missing = (whole <= 0) & (desk.people.days_active(desk.periods, frequency) > 0)
    included = desk.included if included is None else included
    missing = missing if included is None else missing & included[:, None]
    if missing.any():
        row, period = (int(each[0]) for each in np.nonzero(missing))
        when = desk.periods.ids[frequency][period]
        raise PlanError(
            f"nobody in the {of} of {desk.people.called(row)} has a quota called {name!r} for {when}",
            hint="Pay depends on it: give one to a member, or take the person off the plan",
        )
    return np.maximum(whole, 1)


def members_in(draft: Draft, of: Of, expected: int | None) -> int:
    """Say how many people somebody counts on to bring a shared total; 1 where it is one's own."""
    return 1 if of == OWN else expected or draft.members(of)


def among_members(curve: Pieces, members: int, relative: bool) -> Pieces:
    """Turn pay for what a team reaches into pay for what one member reaches.

    Notes
    -----
    Against quotas the others are expected to reach theirs, and one member of ``m`` with the same quota moves
    the team's attainment by ``1 / m`` of his or her own: ``f((m - 1) / m + x / m)``. Where levels are amounts
    the others sell as much as oneself, and only the part that one's own sales bring counts: ``f(m x) / m``.

    Examples
    --------
    A bonus for a team at its quota, seen by one of four members who each have a quarter of it:

    >>> from simulator.compensation.pieces import joined
    >>> seen = among_members(joined([(0.5, 0.0), (1.0, 100.0)], continues=False), 4, relative=True)
    >>> [seen.at(x) for x in (0.0, 0.5, 1.0)]
    [50.0, 75.0, 100.0]
    """
    if members == 1:
        return curve
    if not relative:
        return curve.stretched(1.0 / members).times(1.0 / members)
    rest = (members - 1) / members
    cut = curve.with_breakpoint(rest)
    first = cut.breakpoints.index(rest)
    return Pieces(
        tuple((point - rest) * members for point in cut.breakpoints[first:]),
        cut.values[first:],
        tuple(slope / members for slope in cut.slopes[first:]),
    )
