"""Read a scenario: plans included, settings applied, every alternative resolved, typed and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from simulator import catalog
from simulator.compensation import Plan, load_plan
from simulator.compensation.versions import read_plan_document
from simulator.documents import (
    Document,
    LocalizedText,
    build,
    fingerprint,
    put,
    read,
    subdocument,
)
from simulator.engine.spec import AlternativeSpec
from simulator.errors import Place, ScenarioError, UnknownName
from simulator.parameters import Parameter, with_values
from simulator.scenario.alternatives import refuse_twins, refuse_unlike_markets, resolve
from simulator.scenario.checks import check_alternative
from simulator.scenario.library import find_scenario
from simulator.scenario.pay_checks import check_plans
from simulator.scenario.reduced_form import check_reduced_form, reduced_form_alternative
from simulator.scenario.schema import (
    AlternativeHead,
    AnyScenarioSpec,
    ReducedFormScenarioSpec,
    ScenarioSpec,
    spec_class,
)
from simulator.scenario.settings import with_setting
from simulator.world.specs import CUSTOMER_KINDS, TIERS, GoalSpec, ReportedSpec

__all__ = ["Scenario", "load_scenario"]


@dataclass(frozen=True)
class Scenario:
    """A scenario with all its alternatives, typed and checked.

    Parameters
    ----------
    name
        Name of its folder or file.
    path
        The scenario file.
    settings
        ``--set`` texts that were applied.
    document
        The document with plans included and settings applied.
    spec
        The typed scenario before any alternative.
    heads
        Titles and summaries of the alternatives.
    resolved
        Each alternative ready to build worlds from, in file order.
    plugin_hashes
        Hashes of the scenario's own plug-in files.
    """

    name: str
    path: Path
    settings: tuple[str, ...]
    document: Document
    spec: AnyScenarioSpec
    heads: Mapping[str, AlternativeHead]
    resolved: Mapping[str, AlternativeSpec]
    parameters: Mapping[str, Parameter]
    plugin_hashes: tuple[str, ...] = ()

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Names of the alternatives in file order."""
        return tuple(self.resolved)

    @property
    def baseline(self) -> str:
        """Name of the baseline alternative."""
        return self.spec.baseline

    @property
    def weeks(self) -> int:
        """Length of the run [weeks]."""
        return self.spec.weeks

    @property
    def seed(self) -> int:
        """Seed of all luck."""
        return self.spec.seed

    @property
    def replications(self) -> int:
        """Default number of replications."""
        return self.spec.replications

    @property
    def currency(self) -> str:
        """The scenario's currency."""
        return self.spec.currency

    @property
    def title(self) -> LocalizedText:
        """Title in all languages."""
        return self.spec.title

    @property
    def question(self) -> LocalizedText:
        """The question that the scenario answers."""
        return self.spec.question

    @property
    def goal(self) -> GoalSpec | None:
        """What the company wants, if the scenario says so."""
        return self.spec.goal

    @property
    def reported(self) -> Mapping[str, ReportedSpec]:
        """Results that the case reports, by outcome."""
        return self.spec.reported

    @property
    def left_out(self) -> tuple[LocalizedText, ...]:
        """What the case tells and the model leaves out."""
        return self.spec.left_out

    @cached_property
    def mechanisms(self) -> frozenset[str]:
        """Parts of the model that some alternative uses, as parameters name them; "" is always used."""
        found = {""}
        for alternative in self.resolved.values():
            market = alternative.reduced_form
            if market is None:
                found.add("customers")
            if market is not None and not all(product.credited for product in market.products.values()):
                found.add("unpaid tasks")
            if market is not None and market.rules.effort_model == "quadratic":
                found.add("quadratic effort")
            products = {} if market is None else market.products
            if market is not None and market.rules.peers == "team":
                found.add("peers")
            if any(product.credit_risk is not None for product in products.values()):
                found.add("customer credit")
            if alternative.people.gifts:
                found.add("gifts")
            found |= {name.replace("rule-of-thumb", "rule of thumb") for name in alternative.people.mixture}
        return frozenset(found)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the resolved scenario and its plug-in sources (sha256, hex)."""
        return fingerprint({"document": self.document.to_data(), "plugins": list(self.plugin_hashes)})

    def summary(self) -> list[str]:
        """Say in a few lines what was understood."""
        spec = self.spec
        lines = [
            f"{self.name}: {spec.title.en}",
            f"{spec.weeks} weeks, {spec.replications} replications, seed {spec.seed}, in {spec.currency}",
            *_market_in_words(spec),
        ]
        for name, alternative in self.resolved.items():
            mark = " (baseline)" if name == spec.baseline else ""
            actions = ", ".join(alternative.actions) or "no actions"
            lines.append(f"alternative {name}{mark}: plan {alternative.people.plan}; {actions}")
        return lines


def _market_in_words(spec: AnyScenarioSpec) -> list[str]:
    """Say what the market is made of, and who sells there."""
    teams = spec.regions if isinstance(spec, ScenarioSpec) else spec.groups
    reps = sum(team.reps for team in teams.values())
    listed = ", ".join(f"{name} ({team.reps} reps)" for name, team in teams.items())
    if not isinstance(spec, ScenarioSpec):
        tasks = ", ".join(f"{name}{'' if one.credited else ' (task)'}" for name, one in spec.products.items())
        return [
            f"reduced form, effort {spec.demand.effort_model}",
            f"groups: {listed}; {reps} reps",
            f"products: {tasks}",
        ]
    segments, firms = ", ".join(spec.segments), spec.firms.items()
    return [
        f"customers: {spec.demand.customers:,} in {len(spec.segments)} segments ({segments})",
        f"regions: {listed}; {reps} reps",
        f"products: {', '.join(spec.products)}, each standard and premium",
        f"channels: {', '.join(spec.channels)}",
        f"firms: {', '.join(f'{name} ({firm.strategy})' for name, firm in firms)}",
    ]


def load_scenario(source: str | Path, *, settings: Sequence[str] = ()) -> Scenario:
    """Read and check a scenario with all its alternatives.

    Parameters
    ----------
    source
        A folder, a file or the name of a bundled scenario.
    settings
        ``key.path=value`` texts, applied to the scenario before its alternatives.

    Raises
    ------
    InputError
        With file, line and key, what is wrong, and what is allowed.

    Examples
    --------
    >>> load_scenario("home-appliances").alternatives
    ('as-before', 'tilt-only', 'what-they-did', 'tilt-unexplained')
    """
    path = find_scenario(source)
    document = _with_plans(_filled(path), path.parent)
    for setting in settings:
        document = with_setting(document, setting)
    spec = build(spec_class(document.data), document)
    hashes = tuple(catalog.load_file(path.parent / plugin) for plugin in spec.plugins)
    if spec.baseline not in spec.alternatives:
        raise UnknownName(
            "alternative", spec.baseline, tuple(spec.alternatives), document.place(("baseline",))
        )
    heads, resolved, changed = {}, {}, {}
    for name in spec.alternatives:
        heads[name], changed[name] = resolve(document, name, spec.baseline)
        resolved[name] = _alternative(name, changed[name])
    market_lines = resolved[spec.baseline].lines
    resolved = {
        name: replace(alternative, market_lines=market_lines) for name, alternative in resolved.items()
    }
    refuse_twins(changed, spec.baseline, document)
    refuse_unlike_markets(resolved, spec.baseline, document)
    register = _parameters(document)
    file_name = path.parent.name if path.name == "scenario.yaml" else path.stem
    return Scenario(
        file_name or "scenario", path, tuple(settings), document, spec, heads, resolved, register, hashes
    )


def _with_plans(document: Document, folder: Path) -> Document:
    """Put the content of plan files where the scenario names them, so that overlays and --set reach it."""
    plans = document.data.get("plans")
    if not isinstance(plans, dict):
        return document
    for name, value in plans.items():
        if isinstance(value, str):
            file = folder / value
            if not file.is_file():
                raise ScenarioError(f"there is no plan file {value}", place=document.place(("plans", name)))
            _filled(file)
            document = put(document, ("plans", name), read_plan_document(file))
    return document


def _filled(path: Path) -> Document:
    """Read a file that must say something."""
    document = read(path)
    if not document.data:
        hint = "'sandtable scenarios' lists scenarios to start from; write-a-scenario tells how"
        raise ScenarioError("the file is empty", place=Place(str(path)), hint=hint)
    return document


def _alternative(name: str, document: Document) -> AlternativeSpec:
    spec = build(spec_class(document.data), document)
    parameters = _parameters(document)
    values = {key: parameter.value for key, parameter in parameters.items()}
    if isinstance(spec, ReducedFormScenarioSpec):
        plans = {plan: _plan(document, plan, {"line": tuple(spec.products)}) for plan in spec.plans}
        reduced = reduced_form_alternative(name, spec, plans, values)
        check_reduced_form(reduced, spec, document)
        check_plans(reduced, document)
        return reduced
    vocabulary = {"line": tuple(spec.products), "tier": TIERS, "customer": CUSTOMER_KINDS}
    alternative = AlternativeSpec(
        name=name,
        demand=spec.demand,
        lines=spec.products,
        segments=spec.segments,
        regions=spec.regions,
        channels=spec.channels,
        firms=spec.firms,
        people=spec.people,
        quota=spec.quota,
        organization=spec.organization,
        approval=spec.approval,
        actions=spec.actions,
        plans={plan: _plan(document, plan, vocabulary) for plan in spec.plans},
        parameters=values,
    )
    check_alternative(alternative, spec, document)
    check_plans(alternative, document)
    return alternative


def _plan(document: Document, name: str, vocabulary: dict[str, tuple[str, ...]]) -> Plan:
    return load_plan(subdocument(document, ("plans", name)), vocabulary)


def _parameters(document: Document) -> dict[str, Parameter]:
    given: Any = document.data.get("parameters") or {}
    return with_values(given, {name: document.place(("parameters", name)) for name in given})
