"""What types alone cannot say: names that must exist, shares that must add up, actions that must fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from math import ceil
from typing import ClassVar, Protocol

from simulator import catalog
from simulator.calendar import FiscalCalendar
from simulator.documents import Document
from simulator.engine.payroll import QUOTA_NAME
from simulator.engine.spec import AlternativeSpec
from simulator.errors import InputError, ScenarioError, UnknownName
from simulator.parameters import load_register
from simulator.scenario.schema import AnyScenarioSpec, ScenarioSpec
from simulator.strategies.scripted import is_due
from simulator.world.actions import (
    ActionSpec,
    ChangeApproval,
    LaunchFeature,
    OpenChannel,
    Promotion,
    Service,
    SpecialTeam,
)

__all__ = ["check_alternative", "check_behavioral_numbers", "check_people", "check_words"]

_TOLERANCE = 1e-6
_LASTING = (ChangeApproval, LaunchFeature, OpenChannel, Service, SpecialTeam)
_ABOVE_ZERO = ("effort_cost_share", "effort_limit", "discount_per_year", "present_bias")
_BELOW_ONE = ("effort_elasticity", "reference_win_share")
_SATISFACTIONS = ("satisfaction_base", "satisfaction_neutral")


class _WithDefaults(Protocol):
    __dataclass_fields__: ClassVar[dict[str, object]]


def check_alternative(alternative: AlternativeSpec, spec: ScenarioSpec, document: Document) -> None:
    """Refuse an alternative whose parts do not fit together.

    Raises
    ------
    ScenarioError
        With the place of the first part that does not fit.
    """
    _adds_up(
        "segments", {n: s.population_share for n, s in spec.segments.items()}, "population_share", document
    )
    _adds_up(
        "regions", {n: r.population_share for n, r in spec.regions.items()}, "population_share", document
    )
    _adds_up("products", {n: p.needs_share for n, p in spec.products.items()}, "needs_share", document)
    _adds_up("firms", {n: f.starting_share for n, f in spec.firms.items()}, "starting_share", document)
    check_people(spec, document)
    for name, channel in spec.channels.items():
        for segment in channel.visit_share:
            _known("segment", segment, spec.segments, document, ("channels", name, "visit_share", segment))
        for firm in channel.presence:
            _known("firm", firm, spec.firms, document, ("channels", name, "presence", firm))
    for name, firm_spec in spec.firms.items():
        _strategy(name, firm_spec.strategy, firm_spec.settings, document)
    _reps(spec, document)
    _nobody_moves(alternative, document)
    _actions(spec, document)
    check_behavioral_numbers(alternative, document)
    _demand(alternative, spec, document)
    _expectations(spec, document)
    check_words(alternative, spec, document)


def check_people(spec: AnyScenarioSpec, document: Document) -> None:
    """Refuse plans and behaviors that do not exist, and mixtures that do not add up."""
    for key in ("plan", "habit_plan"):
        _known("plan", getattr(spec.people, key), spec.plans, document, ("people", key))
    for number, change in enumerate(spec.people.plan_changes):
        _known("plan", change.plan, spec.plans, document, ("people", "plan_changes", number, "plan"))
    place = document.place(("people", "behavior"))
    for name in spec.people.mixture:
        catalog.get("rep-behavior", name, place)
    total = sum(spec.people.mixture.values())
    if abs(total - 1.0) > _TOLERANCE:
        raise ScenarioError(f"the shares must add up to 1, and add up to {total:g}", place=place)


def check_words(alternative: AlternativeSpec, spec: AnyScenarioSpec, document: Document) -> None:
    """Refuse quotas, outcomes and alternatives that do not exist."""
    _quotas(alternative, document)
    if spec.goal is not None:
        _known("outcome", spec.goal.outcome, catalog.names("outcome"), document, ("goal", "outcome"))
    for outcome, reported in spec.reported.items():
        _known("outcome", outcome, catalog.names("outcome"), document, ("reported", outcome))
        _known(
            "alternative",
            reported.alternative,
            spec.alternatives,
            document,
            ("reported", outcome, "alternative"),
        )


def _adds_up(section: str, shares: Mapping[str, float], key: str, document: Document) -> None:
    total = sum(shares.values())
    if abs(total - 1.0) > _TOLERANCE:
        raise ScenarioError(
            f"{key} of all {section} must add up to 1, and adds up to {total:g}",
            place=document.place((section,)),
        )


def _known(
    kind: str, name: str, known: Iterable[str], document: Document, path: tuple[str | int, ...]
) -> None:
    if name not in known:
        raise UnknownName(kind, name, tuple(known), document.place(path))


def _strategy(firm: str, strategy: str, settings: Mapping[str, float], document: Document) -> None:
    made = catalog.get("firm-strategy", strategy, document.place(("firms", firm, "strategy")))
    allowed = [field.name for field in fields(made) if field.name != "script"]  # type: ignore[arg-type]
    for setting in settings:
        if setting not in allowed:
            raise UnknownName(
                f"setting of {strategy}",
                setting,
                tuple(allowed),
                document.place(("firms", firm, "settings", setting)),
            )
    try:
        made(**settings)  # type: ignore[operator]
    except InputError as problem:
        place = document.place(("firms", firm, "settings"))
        raise ScenarioError(problem.what, place=place, hint=problem.hint) from None


def _reps(spec: ScenarioSpec, document: Document) -> None:
    if not sum(region.reps for region in spec.regions.values()):
        raise ScenarioError(
            "there are no reps in any region: a sales force needs somebody",
            place=document.place(("regions",)),
            hint="Give at least one region 'reps: 1' or more",
        )


def _nobody_moves(alternative: AlternativeSpec, document: Document) -> None:
    """Refuse people who come and go, and managers who change quotas, where customers belong to a rep."""
    firm, path = alternative.organization, ("people", "turnover")
    if firm.managers is not None:
        raise ScenarioError(
            "managers change quotas only in a market without customers",
            place=document.place(("organization", "managers")),
            hint="Leave it out, or use 'demand: reduced_form'",
        )
    if not alternative.people_move:
        return
    if alternative.people.turnover is None:
        path = ("organization", "promotion" if firm.forced_ranking is None else "forced_ranking")
    raise ScenarioError(
        "people come and go only in a market without customers",
        place=document.place(path),
        hint="Leave it out, or use 'demand: reduced_form'",
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
        _weeks_of_action(name, action, document)


def _weeks_of_action(name: str, action: ActionSpec, document: Document) -> None:
    if action.until_week is not None and action.until_week < action.from_week:
        raise ScenarioError(
            f"until_week {action.until_week} lies before from_week {action.from_week}",
            place=document.place(("actions", name, "until_week")),
        )
    if isinstance(action, _LASTING):
        for key in ("until_week", "every_weeks"):
            if getattr(action, key) is not None:
                raise ScenarioError(
                    "what this action changes stays changed: it acts once and does not end",
                    place=document.place(("actions", name, key)),
                    hint=f"Leave {key} out",
                )


def check_behavioral_numbers(
    alternative: AlternativeSpec, document: Document, *, concave: bool = True
) -> None:
    """Refuse values with which a formula of the model has no meaning.

    Parameters
    ----------
    alternative, document
        The alternative and where it was read.
    concave
        Whether results respond to effort concavely, so that the elasticity must be below 1.
    """
    values = alternative.parameters
    for name, value in values.items():
        place = document.place(("parameters", name))
        if (name.endswith("_half_life_weeks") or name in _ABOVE_ZERO) and value <= 0.0:
            raise ScenarioError(f"must be greater than 0, got {value:g}", place=place)
        if name in _BELOW_ONE and value >= 1.0 and concave:
            raise ScenarioError(f"must be less than 1, got {value:g}", place=place)
        if name in _SATISFACTIONS and value > 1.0:
            raise ScenarioError(f"satisfaction lies between 0 and 1, got {value:g}", place=place)
    least, most = values["supervised_effort"], values["effort_limit"]
    if most < least:
        raise ScenarioError(
            f"effort_limit {most:g} lies below supervised_effort {least:g}",
            place=document.place(("parameters", "effort_limit")),
        )


def _expectations(spec: ScenarioSpec, document: Document) -> None:
    if spec.quota.share_of_potential is None and spec.people.starting_yield_share is None:
        raise ScenarioError(
            "people expect to sell their quota, which here is an amount: what share of a territory's "
            "potential are they used to?",
            place=document.place(("people",)),
            hint="State people.starting_yield_share",
        )


def _demand(alternative: AlternativeSpec, spec: ScenarioSpec, document: Document) -> None:
    """Refuse a demand that would outgrow its bound: thinning could not bring it forth."""
    bound = alternative.demand.rate_bound
    for name, line in spec.products.items():
        if max(line.season) > bound:
            raise ScenarioError(
                f"the season of {name} rises to {max(line.season):g}, above demand.rate_bound {bound:g}",
                place=document.place(("products", name, "season")),
                hint="Raise demand.rate_bound above season times promotion pull",
            )
    promotions = [(name, act) for name, act in spec.actions.items() if isinstance(act, Promotion)]
    for name, promotion in promotions:
        if promotion.discount_share >= 1.0:
            raise ScenarioError(
                f"must be less than 1, got {promotion.discount_share:g}: goods are not given away",
                place=document.place(("actions", name, "discount_share")),
            )
    pull = max(alternative.parameters["promotion_pull"], load_register()["promotion_pull"].high)
    for week in range(spec.weeks) if promotions else ():
        acting = [(name, act) for name, act in promotions if is_due(act, week)]
        month = FiscalCalendar().month_of_week(week) % 12
        peak = max(line.season[month] for line in spec.products.values()) * (1.0 + pull * _deepest(acting))
        if acting and peak > bound:
            raise ScenarioError(
                f"in week {week + 1} demand rises to {peak:.3g} times its mean (season, and a promotion_pull "
                f"of up to {pull:g}), above demand.rate_bound {bound:g}",
                place=document.place(("actions", acting[0][0], "discount_share")),
                hint=f"Set demand.rate_bound to {ceil(10.0 * peak) / 10.0:g} or more, or give less discount",
            )


def _deepest(acting: list[tuple[str, Promotion]]) -> float:
    """Give the larger of the discounts on the two tiers; promotions of a tier come on top of each other."""
    kept = {"standard": 1.0, "premium": 1.0}
    for _, promotion in acting:
        kept[promotion.tier] *= 1.0 - promotion.discount_share
    return 1.0 - min(kept.values())


def _quotas(alternative: AlternativeSpec, document: Document) -> None:
    for name, plan in alternative.plans.items():
        for quota in plan.quotas:
            if quota != QUOTA_NAME:
                raise UnknownName("quota", quota, (QUOTA_NAME,), document.place(("plans", name)))
