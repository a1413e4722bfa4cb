"""Actions that a run is too short for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.scenario.load import Scenario

__all__ = ["late_actions"]


def late_actions(
    scenario: Scenario, weeks: int, alternatives: Iterable[str] | None = None
) -> dict[str, dict[str, int]]:
    """Name the actions that begin after the last week of a run, and so never act.

    Parameters
    ----------
    scenario
        The scenario.
    weeks
        Length of the run [weeks].
    alternatives
        Which alternatives; all unless given.

    Returns
    -------
    The week in which each of them would begin, by alternative; alternatives without any are left out.

    Examples
    --------
    >>> from simulator.scenario import load_scenario
    >>> scenario = load_scenario("home-appliances")
    >>> late_actions(scenario, scenario.weeks)
    {}
    >>> late_actions(scenario, 26, ["what-they-did"])
    {'what-they-did': {'smart-system': 27}}
    """
    found = {}
    for name in scenario.alternatives if alternatives is None else alternatives:
        actions = scenario.resolved[name].actions
        late = {action: one.from_week for action, one in actions.items() if one.from_week > weeks}
        if late:
            found[name] = late
    return found
