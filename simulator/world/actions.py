"""What our firm can do over time: dated actions of a scenario, each moving one lever of the model.

An action becomes typed moves (:mod:`simulator.world.moves`) in the weeks in which it acts. Weeks are
counted from 1 as people count them: ``from_week: 1`` is the first week of the run.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simulator.documents import LocalizedText, NonNegative, Positive, Share, Spec

Week = Annotated[int, Field(ge=1)]


class ActionSpec(Spec):
    """What every action has: a title, the weeks in which it acts, and what it costs.

    ``cost`` is paid in each week in which it acts. ``cost_per_week`` is paid from then on, but for what
    passes (briefings, trainings, promotions), which costs it in the weeks in which it acts.
    """

    title: LocalizedText
    from_week: Week = 1
    until_week: Week | None = None
    every_weeks: Week | None = None
    cost: NonNegative = 0.0
    cost_per_week: NonNegative = 0.0


class Briefing(ActionSpec):
    """Tell the field about the plan and the strategy; how far it gets depends on medium and layers."""

    kind: Literal["briefing"]
    medium: Literal["e-mail", "meeting", "workshop"]


class Training(ActionSpec):
    """Teach reps to explain premium products; takes days off the field, also repeats the message.

    A course of more than a working week is several trainings in weeks that follow each other.
    """

    kind: Literal["training"]
    days: Annotated[float, Field(gt=0, le=5)]
    cost_per_rep: NonNegative = 0.0


class SpecialTeam(ActionSpec):
    """Specialists who join reps on premium conversations, as many leads a week as they can."""

    kind: Literal["special-team"]
    people: Positive
    leads_per_person_per_week: Positive
    cost_per_person_per_week: NonNegative = 0.0


class OpenChannel(ActionSpec):
    """Raise our presence in a channel (shops opened, mall contracts signed), ramping up in weeks."""

    kind: Literal["channel"]
    channel: str
    presence: Share
    demonstration: Share | None = None
    ramp_weeks: Annotated[int, Field(ge=1)] = 1


class Promotion(ActionSpec):
    """A price promotion or trade-in: a discount on a tier, which also brings replacement forward."""

    kind: Literal["promotion"]
    tier: Literal["standard", "premium"]
    discount_share: Share
    lasts_weeks: Annotated[int, Field(ge=1)] = 1


class ChangeApproval(ActionSpec):
    """Change the order approval: fewer layers, more approvers, or faster handling."""

    kind: Literal["approval"]
    layers: Annotated[int, Field(ge=0, le=8)] | None = None
    approvers: Annotated[int, Field(ge=1)] | None = None
    handling_days: NonNegative | None = None


class Service(ActionSpec):
    """Promise an answer within so many hours; satisfaction follows from how long customers wait."""

    kind: Literal["service"]
    response_hours: Positive
    cost_per_order: NonNegative = 0.0


class LaunchFeature(ActionSpec):
    """Add features to our premium models (level 1 = what the market offers at the start)."""

    kind: Literal["launch"]
    feature_level: Positive


Action = Annotated[
    Briefing | Training | SpecialTeam | OpenChannel | Promotion | ChangeApproval | Service | LaunchFeature,
    Field(discriminator="kind"),
]
