"""What a case says in words, gathered for whoever draws or writes about its results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simulator import language
from simulator.calendar import FiscalCalendar
from simulator.scenario.schema import ScenarioSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.scenario import Scenario
    from simulator.scenario.schema import AnyScenarioSpec
    from simulator.world.specs import FirmSpec


PERIODS = ("month", "quarter", "year")
"""Fiscal periods at whose end people are paid, the shortest first."""


def scenario_texts(scenario: Scenario) -> dict[str, Any]:
    """Gather the title, question, goal, reported results and names of a scenario as plain data.

    Examples
    --------
    >>> from simulator.scenario import load_scenario
    >>> texts = scenario_texts(load_scenario("home-appliances"))
    >>> texts["goal"]["outcome"], sorted(texts["title"])
    ('premium_share', ['en', 'zh'])
    """
    return {
        "name": scenario.name,
        "title": _in_all(scenario.title),
        "question": _in_all(scenario.question),
        "currency": scenario.currency,
        "weeks": scenario.weeks,
        "planned_weeks": scenario.weeks,
        "customers_per_agent": _customers_per_agent(scenario.spec),
        "has_customers": isinstance(scenario.spec, ScenarioSpec),
        "goal": None if scenario.goal is None else scenario.goal.model_dump(),
        "reported": {key: reported.model_dump() for key, reported in scenario.reported.items()},
        "alternatives": {
            name: {"title": _in_all(head.title), "summary": _in_all(head.summary)}
            for name, head in scenario.heads.items()
        },
        "lines": {name: {"title": _in_all(line.title)} for name, line in scenario.spec.products.items()},
        "firms": {name: {"title": _in_all(firm.title)} for name, firm in _firms(scenario.spec).items()},
        "left_out": [_in_all(words) for words in scenario.left_out],
        "parameters": {name: parameter.value for name, parameter in scenario.parameters.items()},
    }


def _customers_per_agent(spec: AnyScenarioSpec) -> list[float]:
    segments = spec.segments.values() if isinstance(spec, ScenarioSpec) else ()
    return sorted({one.customers_per_agent for one in segments})


def _firms(spec: AnyScenarioSpec) -> Mapping[str, FirmSpec]:
    return spec.firms if isinstance(spec, ScenarioSpec) else {}


def unfinished_periods(scenario: Scenario, alternatives: Sequence[str], weeks: int) -> list[str]:
    """Name the fiscal periods that a run cuts short and at whose end somebody would have been paid.

    Salary and monthly pay are settled at the end of a fiscal month, the rest at the end of the quarter or
    year that the plan in force names.

    Examples
    --------
    >>> from simulator.scenario import load_scenario
    >>> case = load_scenario("home-appliances")
    >>> unfinished_periods(case, ["as-before"], 17), unfinished_periods(case, ["as-before"], 26)
    (['quarter'], [])
    """
    plans = [scenario.resolved[name].plans[scenario.resolved[name].people.plan] for name in alternatives]
    longest = max((PERIODS.index(period) for plan in plans for period in plan.periods), default=0)
    calendar = FiscalCalendar()
    return [period for period in PERIODS[: longest + 1] if not calendar.ends_period(period, weeks - 1)]


def _in_all(words: object) -> dict[str, str]:
    """Write a text that a scenario gives in several languages as plain data."""
    return {name: str(getattr(words, name, "") or "") for name in language.languages()}
