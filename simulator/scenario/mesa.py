"""Scenarios for Mesa users: `SalesModel("home-appliances")`.

>>> from simulator.scenario.mesa import SalesModel
>>> model = SalesModel("home-appliances", "tilt-only", weeks=2)
>>> model.step()
>>> model.week, len(model.reps), len(model.customers), [firm.name for firm in model.firms]
(1, 120, 20000, ['us', 'steady', 'matcher', 'copier'])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from simulator.engine import mesa_model
from simulator.engine.mesa_model import Customer, Firm, Rep, RepView
from simulator.engine.mesa_model.model import MakeRep
from simulator.engine.spec import WorldsSpec
from simulator.errors import UnknownName
from simulator.scenario.load import Scenario, load_scenario
from simulator.world.specs import WorldKey

__all__ = ["Customer", "Firm", "Rep", "RepView", "SalesModel"]


class SalesModel(mesa_model.SalesModel):
    """One world of a scenario as a Mesa model.

    Parameters
    ----------
    scenario
        A folder, a file, the name of a bundled scenario, or one that is loaded already.
    alternative
        Name of the alternative; the baseline unless given.
    replication
        Number of the replication: which luck. The parameter to vary in `mesa.batch_run`.
    seed
        Seed of all luck; the scenario's unless given.
    weeks
        Length of the run [weeks]; the scenario's unless given.
    settings
        Texts ``"key.path=value"`` that change the scenario, as ``--set`` does.
    custom_reps
        Reps of the user's own by seat, see :meth:`simulator.engine.mesa_model.SalesModel.replace_rep`.
    rng
        Mesa's name for the seed; what is given here is taken for it.

    Raises
    ------
    UnknownName
        If there is no such scenario or alternative.
    ScenarioError
        If the scenario is not valid.
    """

    def __init__(
        self,
        scenario: str | Path | Scenario = "home-appliances",
        alternative: str | None = None,
        *,
        replication: int = 0,
        seed: int | None = None,
        weeks: int | None = None,
        settings: Sequence[str] = (),
        custom_reps: Mapping[int, MakeRep] | None = None,
        rng: int | None = None,
    ) -> None:
        loaded = scenario if isinstance(scenario, Scenario) else _loaded(scenario, tuple(settings))
        name = loaded.baseline if alternative is None else alternative
        if name not in loaded.resolved:
            raise UnknownName("alternative", name, loaded.alternatives)
        chosen = rng if seed is None else seed
        world = WorldsSpec(
            (WorldKey(name, replication),),
            {name: loaded.resolved[name]},
            loaded.seed if chosen is None else chosen,
            loaded.weeks if weeks is None else weeks,
        )
        super().__init__(world, custom_reps=custom_reps)


def _loaded(source: str | Path, settings: tuple[str, ...]) -> Scenario:
    from simulator.scenario.library import find_scenario

    path = find_scenario(source)
    changed = max(file.stat().st_mtime_ns for file in path.parent.rglob("*.yaml"))
    return _read_once(path, settings, changed)


@lru_cache(maxsize=8)
def _read_once(path: Path, settings: tuple[str, ...], changed: int) -> Scenario:
    """Read a scenario once for the many models of a `batch_run`; again when a file of it changed."""
    del changed
    return load_scenario(path, settings=settings)
