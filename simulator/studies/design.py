"""What a comparison will do, settled and checked before anything runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.analysis.outcomes import outcome_names
from simulator.errors import OptionError, Place, UnknownName
from simulator.experiment.job import BatchJob, remember
from simulator.experiment.stopping import Until, parse_until
from simulator.experiment.store import run_identity, versions

if TYPE_CHECKING:
    from simulator.scenario import Scenario


LONGEST_RUN_WEEKS = 520
"""Ten years, the longest run that a scenario may ask for."""


@dataclass(frozen=True)
class Design:
    """A comparison that has been asked for: which alternatives, how long, how often, with which luck.

    Parameters
    ----------
    source, settings
        The scenario as the user named it, and values set on top of it.
    scenario
        The scenario read from them.
    alternatives, baseline
        What is compared, and with which of them the others are compared.
    replications
        Number of replications; the largest number, when there is a stopping rule.
    until
        The stopping rule, if any.
    seed, weeks
        Seed of all luck, and length of the run.
    sensitivity
        Whether assumptions are swept.
    """

    source: str
    settings: tuple[str, ...]
    scenario: Scenario
    alternatives: tuple[str, ...]
    baseline: str
    replications: int
    until: Until | None
    seed: int
    weeks: int
    sensitivity: bool

    @property
    def job(self) -> BatchJob:
        """The template of all batches."""
        return BatchJob(
            source=self.source,
            settings=self.settings,
            fingerprint=self.scenario.fingerprint,
            seed=self.seed,
            weeks=self.weeks,
            alternatives=self.alternatives,
            baseline=self.baseline,
        )

    @property
    def identity(self) -> str:
        """Name of the run: equal names mean equal numbers on one platform."""
        return run_identity(
            study="compare",
            scenario=self.scenario.fingerprint,
            alternatives=list(self.alternatives),
            baseline=self.baseline,
            replications=self.replications,
            until=None if self.until is None else str(self.until),
            seed=self.seed,
            weeks=self.weeks,
        )

    def manifest(self) -> dict[str, Any]:
        """Tell how the numbers are made, so that anybody can make them again."""
        return {
            "identity": self.identity,
            "study": "compare",
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.fingerprint,
            "source": self.source,
            "seed": self.seed,
            "weeks": self.weeks,
            "options": {
                "alternatives": list(self.alternatives),
                "baseline": self.baseline,
                "replications": self.replications,
                "until": None if self.until is None else str(self.until),
                "set": list(self.settings),
                "sensitivity": self.sensitivity,
            },
            "versions": versions(),
        }


def design_of(
    source: str | Path | Scenario,
    *,
    alternatives: Sequence[str] | None = None,
    baseline: str | None = None,
    replications: int | None = None,
    until: str | None = None,
    seed: int | None = None,
    weeks: int | None = None,
    settings: Sequence[str] = (),
    sensitivity: bool = True,
) -> Design:
    """Settle a comparison: read the scenario, fill in what was left open, and check it all.

    What is left open comes from the scenario file. When only some alternatives are compared and the
    scenario's baseline is not among them, the first of them becomes the baseline.

    Raises
    ------
    InputError
        Something given cannot be used; nothing has been run or written yet.
    """
    scenario = remember(_read(source, settings))
    chosen = _alternatives(scenario.alternatives, alternatives)
    maximum = None if replications is None else at_least_one(replications, "--replications")
    rule = None if until is None else parse_until(until, outcome_names(), maximum)
    count = scenario.replications if maximum is None else maximum
    return Design(
        source=str(source if isinstance(source, str | Path) else scenario.path),
        settings=scenario.settings,
        scenario=scenario,
        alternatives=chosen,
        baseline=_baseline(chosen, baseline, scenario),
        replications=count if rule is None else rule.maximum,
        until=rule,
        seed=checked_seed(scenario.seed if seed is None else seed),
        weeks=scenario.weeks if weeks is None else checked_weeks(weeks),
        sensitivity=sensitivity and len(chosen) > 1,
    )


def _read(source: str | Path | Scenario, settings: Sequence[str]) -> Scenario:
    from simulator.scenario import load_scenario

    if isinstance(source, str | Path):
        return load_scenario(source, settings=settings)
    if settings:
        raise OptionError("settings go into load_scenario when the scenario has already been read")
    return source


def _alternatives(known: Sequence[str], asked: Sequence[str] | None) -> tuple[str, ...]:
    if asked is None:
        return tuple(known)
    place = Place("--alternatives")
    for name in asked:
        if name not in known:
            raise UnknownName("alternative", name, known, place)
    if len(set(asked)) < len(asked):
        raise OptionError("names an alternative twice", place=place)
    if not asked:
        raise OptionError("names no alternative", place=place, allowed=known)
    return tuple(asked)


def _baseline(chosen: Sequence[str], asked: str | None, scenario: Scenario) -> str:
    if asked is None:
        return scenario.baseline if scenario.baseline in chosen else chosen[0]
    place = Place("--baseline")
    if asked not in scenario.alternatives:
        raise UnknownName("alternative", asked, scenario.alternatives, place)
    if asked not in chosen:
        raise OptionError(
            f"the alternative {asked!r} exists, but is not among those compared",
            place=place,
            hint="Add it to --alternatives, or compare with one of them",
            allowed=chosen,
        )
    return asked


def at_least_one(number: int, option: str) -> int:
    """Return the number, or refuse it.

    Examples
    --------
    >>> at_least_one(0, "--weeks")
    Traceback (most recent call last):
    simulator.errors.OptionError: --weeks: must be at least 1, got 0.
    """
    if number < 1:
        raise OptionError(f"must be at least 1, got {number}", place=Place(option))
    return number


def checked_replication(number: int) -> int:
    """Return the number of a replication, or refuse one below 0, the first.

    Examples
    --------
    >>> checked_replication(-1)
    Traceback (most recent call last):
    simulator.errors.OptionError: --replication: must be at least 0, got -1.
    """
    if number < 0:
        raise OptionError(f"must be at least 0, got {number}", place=Place("--replication"))
    return number


def checked_weeks(weeks: int) -> int:
    """Return the length of a run, or refuse one that no scenario may have."""
    if not 1 <= weeks <= LONGEST_RUN_WEEKS:
        raise OptionError(
            f"must be at least 1 and at most {LONGEST_RUN_WEEKS}, got {weeks}", place=Place("--weeks")
        )
    return weeks


def checked_seed(seed: int) -> int:
    """Return the seed, or refuse one that is negative or does not fit into 64 bits."""
    if not 0 <= seed < 2**64:
        raise OptionError(f"must lie between 0 and 2^64 - 1, got {seed}", place=Place("--seed"))
    return seed
