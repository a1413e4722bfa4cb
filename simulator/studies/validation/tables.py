"""What the worlds of an experiment left behind, and what was given to each rep at the start."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from simulator.analysis.declaration import Columns, FloatArray
from simulator.calendar import FiscalCalendar

if TYPE_CHECKING:
    from simulator.scenario import Scenario

__all__ = ["RepRows", "Tables", "abilities"]


@dataclass(frozen=True)
class RepRows:
    """Rep-quarters of one arm, by replication and rep.

    Parameters
    ----------
    world
        Place of each row's replication among those that were run, ``(n_rows,)``.
    rep
        Number of the rep within its world, ``(n_rows,)``.
    quarter, quota, attainment, revenue, pay, leaves
        Fiscal quarter, quota, attainment, revenue credited, pay, and people who left the seat, of each row,
        ``(n_rows,)``; nobody leaves in a market with customers.
    """

    world: np.ndarray
    rep: np.ndarray
    quarter: np.ndarray
    quota: FloatArray
    attainment: FloatArray
    revenue: FloatArray
    pay: FloatArray
    leaves: np.ndarray


@dataclass(frozen=True)
class Tables:
    """The results of all arms in all replications, and the scenario they come from.

    Parameters
    ----------
    scenario
        The scenario as it was run, settings included.
    seed
        Seed of all luck.
    weeks
        Length of the run.
    outcomes, weekly, attainment
        As a comparison has them, sorted by alternative and replication.
    """

    scenario: Scenario
    seed: int
    weeks: int
    outcomes: Columns
    weekly: Columns
    attainment: Columns

    @cached_property
    def replications(self) -> np.ndarray:
        """Numbers of the replications, ascending."""
        return np.unique(self.outcomes["replication"])

    @property
    def calendar(self) -> FiscalCalendar:
        """The fiscal calendar of the runs."""
        return FiscalCalendar()

    def outcome(self, name: str, arm: str) -> FloatArray:
        """Give an outcome of the catalog in each replication of an arm, ``(n_replications,)``."""
        return np.asarray(self.outcomes[name][self.outcomes["alternative"] == arm], dtype=np.float64)

    def week(self, name: str, arm: str) -> FloatArray:
        """Give a weekly series of an arm, ``(n_replications, weeks)``."""
        rows = self.weekly[name][self.weekly["alternative"] == arm]
        return np.asarray(rows, dtype=np.float64).reshape(len(self.replications), self.weeks)

    def reps(self, arm: str) -> RepRows:
        """Give the rep-quarters of an arm."""
        rows = self.attainment["alternative"] == arm
        table = {name: values[rows] for name, values in self.attainment.items()}
        return RepRows(
            world=np.searchsorted(self.replications, table["replication"]),
            rep=table["rep"].astype(np.int64),
            quarter=table["quarter"],
            quota=table["quota"],
            attainment=table["attainment"],
            revenue=table["attainment"] * table["quota"],
            pay=table["pay"],
            leaves=table.get("leaves", np.zeros(len(table["pay"]), np.int64)),
        )

    @cached_property
    def ability(self) -> FloatArray:
        """Ability of every rep as it was given to it, ``(n_replications, n_reps)``."""
        return abilities(self.scenario, self.seed, self.replications)

    @cached_property
    def group_of_rep(self) -> np.ndarray:
        """Name of the group or region of each rep, ``(n_reps,)``."""
        base = self.scenario.resolved[self.scenario.baseline]
        return np.repeat(np.array(list(base.regions), dtype=object), base.staffing)


def abilities(scenario: Scenario, seed: int, replications: np.ndarray) -> FloatArray:
    """Tell how able each rep was made in the baseline; its alternatives share the luck of it.

    Parameters
    ----------
    scenario
        The scenario.
    seed
        Seed of all luck.
    replications
        Numbers of the replications.

    Returns
    -------
    Ability relative to the median rep, ``(n_replications, n_reps)``.

    Examples
    --------
    >>> from simulator.scenario import load_scenario
    >>> abilities(load_scenario("home-appliances"), 1, np.arange(3)).shape
    (3, 120)
    """
    from simulator.agents.territories import rep_ids
    from simulator.randomness import Streams

    base = scenario.resolved[scenario.baseline]
    named = list(zip(base.regions, base.staffing, strict=True))
    ids = np.concatenate([rep_ids(name, n) for name, n in named])
    luck = Streams(seed).stream("rep.ability")
    drawn = luck.normal(np.repeat(replications, len(ids)), np.tile(ids, len(replications)))
    groups = {} if base.reduced_form is None else base.reduced_form.groups
    level = np.concatenate([np.full(n, groups[name].ability if groups else 1.0) for name, n in named])
    spread = np.exp(base.parameters["ability_log_sd"] * np.asarray(drawn, dtype=np.float64))
    return np.asarray(spread.reshape(len(replications), len(ids)) * level)
