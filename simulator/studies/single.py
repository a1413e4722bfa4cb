"""One run of one alternative, with every fact kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.analysis.declaration import Columns, Records
from simulator.analysis.outcomes import measure_all
from simulator.analysis.readable import readable
from simulator.analysis.weekly import weekly_series
from simulator.errors import Place, UnknownName
from simulator.experiment.running import Progress, Silent
from simulator.experiment.store import run_identity, versions
from simulator.studies.design import checked_replication, checked_seed, checked_weeks
from simulator.world.records import RECORDS
from simulator.world.specs import WorldKey

if TYPE_CHECKING:
    from simulator.scenario import Scenario


@dataclass(frozen=True)
class SingleRun:
    """Which world is run: one alternative of a scenario, one replication.

    Parameters
    ----------
    scenario
        The scenario.
    alternative
        Name of the alternative.
    replication
        Number of the replication; replication 3 of a comparison is replication 3 here.
    seed, weeks
        Seed of all luck, and length of the run.
    """

    scenario: Scenario
    alternative: str
    replication: int
    seed: int
    weeks: int

    @property
    def identity(self) -> str:
        """Name of the run: equal names mean equal facts on one platform."""
        return run_identity(
            study="run",
            scenario=self.scenario.fingerprint,
            alternative=self.alternative,
            replication=self.replication,
            seed=self.seed,
            weeks=self.weeks,
        )

    def manifest(self) -> dict[str, Any]:
        """Tell how the facts are made, so that anybody can make them again."""
        return {
            "identity": self.identity,
            "study": "run",
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.fingerprint,
            "alternative": self.alternative,
            "replication": self.replication,
            "seed": self.seed,
            "weeks": self.weeks,
            "options": {"set": list(self.scenario.settings)},
            "versions": versions(),
        }


def single_run(
    scenario: Scenario,
    *,
    alternative: str | None = None,
    replication: int = 0,
    seed: int | None = None,
    weeks: int | None = None,
) -> SingleRun:
    """Settle which world is to be run; what is left open comes from the scenario.

    Raises
    ------
    InputError
        There is no such alternative, or a number cannot be used.
    """
    chosen = scenario.baseline if alternative is None else alternative
    if chosen not in scenario.alternatives:
        raise UnknownName("alternative", chosen, scenario.alternatives, Place("--alternative"))
    return SingleRun(
        scenario,
        chosen,
        checked_replication(replication),
        checked_seed(scenario.seed if seed is None else seed),
        scenario.weeks if weeks is None else checked_weeks(weeks),
    )


@dataclass(frozen=True)
class Facts:
    """What happened in one run: outcomes, weekly series, and the ledger's tables with names beside codes."""

    outcomes: Columns
    weekly: Columns
    ledger: Records

    def table(self, name: str) -> Columns:
        """Rows of one ledger table as a person reads them."""
        return readable(name, self.ledger.table(name), self.ledger.axes)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the ledger's tables."""
        return tuple(RECORDS)


def run_once(asked: SingleRun, progress: Progress | None = None) -> Facts:
    """Run one world from its first to its last week.

    Examples
    --------
    >>> from simulator.scenario import load_scenario
    >>> facts = run_once(single_run(load_scenario("home-appliances"), weeks=2))
    >>> len(facts.weekly["week"])
    2
    """
    from simulator.engine import simulate
    from simulator.scenario.build import worlds

    progress = progress or Silent()
    key = WorldKey(asked.alternative, asked.replication)
    [spec] = worlds(asked.scenario, [key], seed=asked.seed, weeks=asked.weeks)
    progress.begin("weeks", asked.weeks)
    ledger = simulate(spec, on_week=progress.advance)
    return Facts(measure_all(ledger), weekly_series(ledger), ledger)
