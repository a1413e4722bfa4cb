"""Calculations: what the rules of behavior give without luck, point by point beside what theory gives.

Each is found by name in a static index and imported when it is asked for. It takes a `Case` (what the
experiment states, and its scenario) and returns a list of points.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.errors import UnknownName

if TYPE_CHECKING:
    from simulator.scenario import Scenario

__all__ = ["Case", "Point", "calculate", "calculation_names"]

_HOME = "simulator.studies.validation"
_INDEX: dict[str, str] = {
    "closed-form": f"{_HOME}.calculations:listed_forms",
    "optimal-plan": f"{_HOME}.plan_calculations:optimal_plans",
    "optimum-moves": f"{_HOME}.plan_calculations:optimum_moves",
    "salary-share": f"{_HOME}.plan_calculations:salary_share",
    "cap-is-chosen": f"{_HOME}.plan_calculations:cap_is_chosen",
    "unpaid-task": f"{_HOME}.plan_calculations:unpaid_task",
    "bonus-effort": f"{_HOME}.effort_calculations:bonus_effort",
    "ratchet-effort": f"{_HOME}.effort_calculations:ratchet_effort",
    "contest-effort": f"{_HOME}.people_calculations:contest_effort",
    "contest-prizes": f"{_HOME}.people_calculations:contest_prizes",
    "contest-territories": f"{_HOME}.people_calculations:contest_territories",
    "contest-ties": f"{_HOME}.tie_calculations:contest_ties",
    "risk-at-quota": f"{_HOME}.people_calculations:risk_at_quota",
    "stars-and-peers": f"{_HOME}.people_calculations:stars_and_peers",
    "acquisition-pay": f"{_HOME}.choice_calculations:acquisition_pay",
    "price-authority": f"{_HOME}.choice_calculations:price_authority",
    "pay-base": f"{_HOME}.price_calculations:pay_base",
    "plan-menu": f"{_HOME}.choice_calculations:plan_menu",
    "managers-own-quota": f"{_HOME}.choice_calculations:managers_own_quota",
    "seat-capacity": f"{_HOME}.organization_calculations:seat_capacity",
    "ranking-gains": f"{_HOME}.organization_calculations:ranking_gains",
    "promoted-sellers": f"{_HOME}.organization_calculations:promoted_sellers",
    "quota-drift": f"{_HOME}.organization_calculations:quota_drift",
    "territory-worth": f"{_HOME}.territory_calculations:territory_worth",
    "call-planning": f"{_HOME}.territory_calculations:call_planning",
}


@dataclass(frozen=True)
class Case:
    """What a calculation is given.

    Parameters
    ----------
    settings
        What the experiment states for it.
    scenario
        Reads the experiment's scenario with more settings, each as ``key.path=value``.
    quick
        Whether a coarser grid is enough.
    """

    settings: Mapping[str, Any]
    scenario: Callable[[Sequence[str]], Scenario]
    quick: bool = False


@dataclass(frozen=True)
class Point:
    """One number found and the number that theory gives for it.

    Parameters
    ----------
    label
        Which point of the grid this is, such as ``r=2 c=1 s2=0.5``.
    found
        What the product's own rules give.
    target
        What theory gives.
    """

    label: str
    found: float
    target: float

    @property
    def error(self) -> float:
        """Distance as a share of the target; of 1 where the target is zero, infinite where nothing was found.

        Examples
        --------
        >>> Point("a", 0.99, 1.0).error, Point("b", 0.25, 0.0).error, Point("c", float("nan"), 1.0).error
        (0.01..., 0.25, inf)
        """
        distance = abs(self.found - self.target) / (abs(self.target) or 1.0)
        return distance if math.isfinite(distance) else math.inf


Calculation = Callable[[Case], list[Point]]


def calculation_names() -> tuple[str, ...]:
    """Name every calculation."""
    return tuple(_INDEX)


def calculate(name: str, case: Case) -> list[Point]:
    """Carry out a calculation.

    Parameters
    ----------
    name
        Its name.
    case
        What it is given.

    Raises
    ------
    UnknownName
        There is no such calculation.
    """
    if name not in _INDEX:
        raise UnknownName("calculation", name, calculation_names())
    module, _, function = _INDEX[name].partition(":")
    found: Calculation = getattr(importlib.import_module(module), function)
    return found(case)


def listed_forms(case: Case) -> list[Point]:
    """Work closed forms out at stated parameters, and hold them against stated numbers.

    ``points`` is a list of ``{formula, parameters, number}``.
    """
    from simulator.studies.validation.closed_forms import closed_form

    points = case.settings.get("points", [])
    return [
        Point(
            f"{each['formula']} " + " ".join(f"{key}={value:g}" for key, value in each["parameters"].items()),
            closed_form(each["formula"], each["parameters"]),
            float(each["number"]),
        )
        for each in points
    ]
