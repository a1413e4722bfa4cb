"""What types alone cannot say: names that must exist, shares that must add up, actions that must fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import ClassVar, Protocol

from simulator import catalog
from simulator.documents import Document
from simulator.engine.payroll import QUOTA_NAME
from simulator.engine.spec import AlternativeSpec
from simulator.errors import ScenarioError, UnknownName
from simulator.scenario.schema import ScenarioSpec
from simulator.world.actions import OpenChannel

__all__ = ["check_alternative"]

_TOLERANCE = 1e-6


class _WithDefaults(Protocol):
    __dataclass_fields__: ClassVar[dict[str, object]]


def check_alternative(alternative: AlternativeSpec, spec: ScenarioSpec, document: Document) -> None:
    """Refuse an alternative whose parts do not fit together.

    Raises
    ------
    ScenarioError
        With the place of the first part that does not fit.
    """
    _adds_up("segments", {n: s.population_share for n, s in spec.segments.items()}, "population_share", document)
    _adds_up("regions", {n: r.population_share for n, r in spec.regions.items()}, "population_share", document)
    _adds_up("products", {n: p.needs_share for n, p in spec.products.items()}, "needs_share", document)
    _adds_up("firms", {n: f.starting_share for n, f in spec.firms.items()}, "starting_share", document)
    for key in ("plan", "habit_plan"):
        _known("plan", getattr(spec.people, key), spec.plans, document, ("people", key))
    for name, channel in spec.channels.items():
        for segment in channel.visit_share:
            _known("segment", segment, spec.segments, document, ("channels", name, "visit_share", segment))
        for firm in channel.presence:
            _known("firm", firm, spec.firms, document, ("channels", name, "presence", firm))
    for name, firm_spec in spec.firms.items():
        _strategy(name, firm_spec.strategy, firm_spec.settings, document)
    _actions(spec, document)
    _season(spec, document)
    _quotas(alternative, document)
    if spec.goal is not None:
        _known("outcome", spec.goal.outcome, catalog.names("outcome"), document, ("goal", "outcome"))
    for outcome, reported in spec.reported.items():
        _known("outcome", outcome, catalog.names("outcome"), document, ("reported", outcome))
        _known("alternative", reported.alternative, spec.alternatives, document, ("reported", outcome, "alternative"))


def _adds_up(section: str, shares: Mapping[str, float], key: str, document: Document) -> None:
    total = sum(shares.values())
    if abs(total - 1.0) > _TOLERANCE:
        raise ScenarioError(
            f"{key} of all {section} must add up to 1, and adds up to {total:g}", place=document.place((section,))
        )


def _known(kind: str, name: str, known: Iterable[str], document: Document, path: tuple[str, ...]) -> None:
    if name not in known:
        raise UnknownName(kind, name, tuple(known), document.place(path))


def _strategy(firm: str, strategy: str, settings: Mapping[str, float], document: Document) -> None:
    made = catalog.get("firm-strategy", strategy, document.place(("firms", firm, "strategy")))
    allowed = [field.name for field in fields(made) if field.name != "script"]  # type: ignore[arg-type]
    for setting in settings:
        if setting not in allowed:
            raise UnknownName(
                f"setting of {strategy}", setting, tuple(allowed), document.place(("firms", firm, "settings", setting))
            )


def _actions(spec: ScenarioSpec, document: Document) -> None:
    ours = next(iter(spec.firms.values()))
    for name, action in spec.actions.items():
        if ours.strategy != "scripted":
            raise ScenarioError(
                f"the action {name!r} would never act: our firm's strategy is {ours.strategy!r}",
                place=document.place(("actions", name)),
                hint="Give our firm the strategy 'scripted'",
            )
        if isinstance(action, OpenChannel):
            _known("channel", action.channel, spec.channels, document, ("actions", name, "channel"))
        if action.until_week is not None and action.until_week < action.from_week:
            raise ScenarioError(
                f"until_week {action.until_week} lies before from_week {action.from_week}",
                place=document.place(("actions", name, "until_week")),
            )


def _season(spec: ScenarioSpec, document: Document) -> None:
    for name, line in spec.products.items():
        if max(line.season) > spec.demand.rate_bound:
            raise ScenarioError(
                f"the season of {name} rises to {max(line.season):g}, above demand.rate_bound {spec.demand.rate_bound:g}",
                place=document.place(("products", name, "season")),
                hint="Raise demand.rate_bound above season times promotion pull",
            )


def _quotas(alternative: AlternativeSpec, document: Document) -> None:
    for name, plan in alternative.plans.items():
        for quota in plan.quotas:
            if quota != QUOTA_NAME:
                raise UnknownName("quota", quota, (QUOTA_NAME,), document.place(("plans", name)))
