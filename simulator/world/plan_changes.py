"""Which pay plan is in force in which week of a run."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Protocol

from pydantic import Field, model_validator

from simulator.documents import Share, Spec

__all__ = ["PlanChangeSpec", "PlansOverTime", "check_order"]


class PlanChangeSpec(Spec):
    """Another pay plan during the run, from the week ``from_week`` on, counted from 1.

    A period is paid by the plan in force when it ends; running totals and what is held back go on.
    ``announced_week`` is when people learn of it; left out, when it begins. ``understood_share`` is how much
    of it the announcement gets across [0 to 1].
    """

    plan: str
    from_week: Annotated[int, Field(ge=2)]
    announced_week: Annotated[int, Field(ge=1)] | None = None
    understood_share: Share = 0.0

    @model_validator(mode="after")
    def _announced_before(self) -> PlanChangeSpec:
        if self.announced_week is not None and self.announced_week > self.from_week:
            raise ValueError(
                f"announced_week {self.announced_week} lies after from_week {self.from_week}: people know a "
                "plan at the latest when it begins"
            )
        return self


def check_order(changes: Sequence[PlanChangeSpec]) -> None:
    """Refuse changes that are not in order of time, or known before the one before them is in force.

    Examples
    --------
    >>> check_order([PlanChangeSpec(plan="a", from_week=9), PlanChangeSpec(plan="b", from_week=5)])
    Traceback (most recent call last):
    ValueError: the plan change of week 5 must begin, and be announced, after that of week 9
    """
    for earlier, later in pairwise(changes):
        if (later.announced_week or later.from_week) <= earlier.from_week:
            raise ValueError(
                f"the plan change of week {later.from_week} must begin, and be announced, after that of week "
                f"{earlier.from_week}"
            )


class _People(Protocol):
    @property
    def plan(self) -> str: ...
    @property
    def habit_plan(self) -> str: ...
    @property
    def plan_changes(self) -> tuple[PlanChangeSpec, ...]: ...


class PlansOverTime:
    """What a sales force can be asked about the plans that it is on over time."""

    def plans_at(self: _People, week: int) -> tuple[str, str]:
        """Name the plan in force in a week, counted from 0, and the one that people are used to.

        Examples
        --------
        >>> from simulator.world.specs import PeopleSpec
        >>> change = PlanChangeSpec(plan="new", from_week=27)
        >>> people = PeopleSpec(plan="old", habit_plan="old", reference_variable_pay_per_week=1,
        ...                     plan_changes=(change,))
        >>> people.plans_at(25), people.plans_at(26)
        (('old', 'old'), ('new', 'old'))
        """
        names = [self.plan, *(each.plan for each in self.plan_changes if each.from_week <= week + 1)]
        return names[-1], self.habit_plan if len(names) == 1 else names[-2]

    def change_known_at(self: _People, week: int) -> PlanChangeSpec | None:
        """Give the plan change that is announced and not yet in force in a week, counted from 0."""
        for each in self.plan_changes:
            if each.announced_week is not None and each.announced_week <= week + 1 < each.from_week:
                return each
        return None

    @property
    def plans_in_force(self: _People) -> tuple[str, ...]:
        """Plans that are in force at some time, in order of time, each once."""
        return tuple(dict.fromkeys((self.plan, *(each.plan for each in self.plan_changes))))
