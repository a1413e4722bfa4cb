"""Where experiments are, and reading them: whatever is wrong is said with file, line and key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.documents import Document, build, read
from simulator.errors import InputError, Place, ScenarioError, UnknownName
from simulator.studies.validation.bands import BANDS_FILE, Band, load_bands
from simulator.studies.validation.calculations import calculation_names
from simulator.studies.validation.closed_forms import FORMULAS
from simulator.studies.validation.specs import Calculation, Effect, ExperimentSpec

if TYPE_CHECKING:
    from simulator.scenario import Scenario

__all__ = ["EXPERIMENT_FILE", "Experiment", "bundled", "chosen", "load_experiment", "settings_of"]

EXPERIMENT_FILE = "experiment.yaml"
TIERS = ("A", "B", "C")


@dataclass(frozen=True)
class Experiment:
    """An experiment that has been read and can be run.

    Parameters
    ----------
    name
        Name of its folder: the question.
    folder
        The folder.
    spec
        What its file says.
    document
        The file, for places in messages.
    bands
        The bands that its checks refer to.
    """

    name: str
    folder: Path
    spec: ExperimentSpec
    document: Document
    bands: Mapping[str, Band]

    @property
    def source(self) -> str:
        """The scenario as a path, or as the name of a bundled one; empty where none is run."""
        if self.spec.scenario is None:
            return ""
        beside = self.folder / self.spec.scenario
        return str(beside) if beside.exists() else self.spec.scenario

    def scenario(self, settings: Sequence[str] = ()) -> Scenario:
        """Read the scenario, with the experiment's own settings and more on top of them."""
        from simulator.scenario import load_scenario

        return load_scenario(self.source, settings=(*settings_of(self.spec.set), *settings))

    def settings_for(self, check: Calculation) -> dict[str, Any]:
        """Give the settings of a calculation, its band written out."""
        named = check.settings.get("band")
        if not isinstance(named, str):
            return check.settings
        band = self.bands[named]
        return check.settings | {"band": [band.low, band.high]}

    def effects(self) -> Iterator[tuple[tuple[str | int, ...], Effect]]:
        """Go through all effects that are measured, each with its place in the file."""
        for name, check in self.spec.checks.items():
            if check.kind == "rank":
                for number, effect in enumerate(check.effects):
                    yield from _with_inner(("checks", name, "effects", number), effect)
            elif isinstance(check, Effect):
                yield from _with_inner(("checks", name), check)


def _with_inner(
    path: tuple[str | int, ...], effect: Effect
) -> Iterator[tuple[tuple[str | int, ...], Effect]]:
    yield path, effect
    if effect.over is not None:
        yield from _with_inner((*path, "over"), effect.over)


def settings_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Write settings as ``--set`` takes them.

    Examples
    --------
    >>> settings_of({"quota.follows_results_share": 0.5, "people.plan": "flat"})
    ('quota.follows_results_share=0.5', 'people.plan="flat"')
    """
    return tuple(f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in values.items())


def library_folder() -> Path | None:
    """Find the folder of the experiments that come with Sandtable, in a wheel or a checkout."""
    package = Path(__file__).parent
    for folder in (package / "bundled", package.parents[2] / "experiments"):
        if folder.is_dir():
            return folder
    return None


def bundled() -> dict[str, Path]:
    """List the experiments that come with Sandtable, by name."""
    folder = library_folder()
    found = sorted(path.parent for path in folder.glob(f"*/{EXPERIMENT_FILE}")) if folder else []
    return {path.name: path for path in found}


def chosen(
    asked: Sequence[str] = (), *, only: Sequence[str] | None = None, tier: str | None = None
) -> list[Experiment]:
    """Read the experiments that are wanted, in the order of their ids.

    Parameters
    ----------
    asked
        Folders, or names of experiments that come with Sandtable; all of these when empty.
    only
        Ids such as B1; all unless stated.
    tier
        A, B or C; all unless stated.

    Raises
    ------
    InputError
        There is no such experiment, or one cannot be read.
    """
    known = bundled()
    folders = [_folder(name, known) for name in asked] or list(known.values())
    if not folders:
        raise InputError("there is no experiment here", hint="Name a folder that holds experiment.yaml")
    ids = [_id(folder) for folder in folders]
    for wanted in only or ():
        if wanted not in ids:
            raise UnknownName("experiment", wanted, sorted(ids, key=id_order), Place("--only"))
    if tier is not None and tier not in TIERS:
        raise UnknownName("tier", tier, TIERS, Place("--tier"))
    twice = {one for one in ids if one and ids.count(one) > 1}
    if twice:
        raise InputError(f"two experiments have the id {', '.join(sorted(twice))}")
    named = zip(ids, folders, strict=True)
    found = [_read(folder) for name, folder in named if only is None or name in only]
    kept = [one for one in found if tier in (None, *tiers_of(one.spec))]
    for one in kept:
        _check(one)
    return sorted(kept, key=lambda one: id_order(one.spec.id))


def _id(folder: Path) -> str:
    """Give the id that a folder's file states, whatever else is wrong with it."""
    path = folder / EXPERIMENT_FILE
    return str(read(path).data.get("id", "")) if path.is_file() else ""


def tiers_of(spec: ExperimentSpec) -> tuple[str, ...]:
    """Name the tiers of an experiment's checks."""
    found = {check.tier or spec.tier for check in spec.checks.values()}
    return tuple(sorted(found))


def id_order(name: str) -> tuple[str, int, str]:
    """Order ids as people do: A2 before A10.

    Examples
    --------
    >>> sorted(["B1", "A10", "A2"], key=id_order)
    ['A2', 'A10', 'B1']
    """
    letters = name.rstrip("0123456789abcdefghijklmnopqrstuvwxyz")
    digits = "".join(each for each in name[len(letters) :] if each.isdigit())
    return letters, int(digits or 0), name


def _folder(name: str, known: Mapping[str, Path]) -> Path:
    path = Path(name)
    if path.is_file() and path.name == EXPERIMENT_FILE:
        return path.parent
    if path.is_dir():
        return path
    if name in known:
        return known[name]
    raise UnknownName("experiment", name, tuple(known))


def load_experiment(folder: Path) -> Experiment:
    """Read and check an experiment.

    Parameters
    ----------
    folder
        The folder that holds ``experiment.yaml``; bands stand in ``bands.yaml`` beside the folder or in it,
        else those that come with Sandtable count.

    Raises
    ------
    InputError
        With file, line and key, what is wrong, and what is allowed.
    """
    experiment = _read(folder)
    _check(experiment)
    return experiment


def _read(folder: Path) -> Experiment:
    path = folder / EXPERIMENT_FILE
    if not path.is_file():
        raise ScenarioError(f"the folder {folder} holds no {EXPERIMENT_FILE}")
    document = read(path)
    spec = build(ExperimentSpec, document)
    home = library_folder() or folder
    bands: dict[str, Band] = {}
    for place in (home, folder.resolve().parent, folder):
        bands |= load_bands(place / BANDS_FILE)
    return Experiment(folder.resolve().name, folder, spec, document, bands)


def _check(experiment: Experiment) -> None:
    spec, place = experiment.spec, experiment.document.place
    for name, check in spec.checks.items():
        if check.kind == "band" and check.band not in experiment.bands:
            raise UnknownName("band", check.band, tuple(experiment.bands), place(("checks", name, "band")))
        if check.kind == "calculation" and check.settings.get("band", "") not in ("", *experiment.bands):
            where = place(("checks", name, "settings", "band"))
            raise UnknownName("band", str(check.settings["band"]), tuple(experiment.bands), where)
        if check.kind == "match" and check.closed is not None and check.closed.formula not in FORMULAS:
            where = place(("checks", name, "closed", "formula"))
            raise UnknownName("formula", check.closed.formula, tuple(FORMULAS), where)
        if check.kind == "calculation" and check.calculation not in calculation_names():
            where = place(("checks", name, "calculation"))
            raise UnknownName("calculation", check.calculation, calculation_names(), where)
    for key, (low, high) in spec.nuisance.items():
        if low >= high:
            raise ScenarioError("the low end must lie below the high end", place=place(("nuisance", key)))
    effects = list(experiment.effects())
    if effects:
        _check_effects(experiment, effects)


def _check_effects(experiment: Experiment, effects: list[tuple[tuple[str | int, ...], Effect]]) -> None:
    """Check names of alternatives, outcomes and variants, and that every setting can be made."""
    from simulator.analysis.outcomes import outcome_names

    spec, place = experiment.spec, experiment.document.place
    if spec.scenario is None:
        raise ScenarioError("is needed where effects are measured", place=place(("scenario",)))
    scenario = experiment.scenario()
    for path, effect in effects:
        for key in ("arm", "against"):
            arm = getattr(effect, key)
            if arm is not None and arm not in scenario.alternatives:
                raise UnknownName("alternative", arm, scenario.alternatives, place((*path, key)))
        if effect.outcome is not None and effect.outcome not in outcome_names():
            raise UnknownName("outcome", effect.outcome, outcome_names(), place((*path, "outcome")))
        if effect.variant is not None and effect.variant not in spec.variants:
            raise UnknownName("variant", effect.variant, tuple(spec.variants), place((*path, "variant")))
    for variant in spec.variants.values():
        experiment.scenario(settings_of(variant.set))
    for end in (0, 1):
        experiment.scenario(settings_of({key: ends[end] for key, ends in spec.nuisance.items()}))
