"""From a scenario to batches of worlds, ready to run."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.engine.spec import WorldsSpec
from simulator.scenario.load import Scenario
from simulator.world.specs import WorldKey

__all__ = ["worlds"]


def worlds(scenario: Scenario, keys: Sequence[WorldKey], *, seed: int, weeks: int) -> list[WorldsSpec]:
    """Put worlds of the same structure into one batch each.

    Parameters
    ----------
    scenario
        The scenario.
    keys
        Which worlds.
    seed
        Seed of all luck.
    weeks
        Length of the run [weeks].

    Examples
    --------
    >>> from simulator.scenario import load_scenario
    >>> scenario = load_scenario("home-appliances")
    >>> [batch] = worlds(scenario, [WorldKey("as-before", 0), WorldKey("tilt-only", 0)], seed=1, weeks=4)
    >>> batch.names
    ('as-before', 'tilt-only')
    """
    by_structure: dict[tuple[tuple[str, ...], ...], list[WorldKey]] = {}
    for key in keys:
        by_structure.setdefault(scenario.resolved[key.alternative].structure, []).append(key)
    return [WorldsSpec(tuple(group), scenario.resolved, seed, weeks) for group in by_structure.values()]
