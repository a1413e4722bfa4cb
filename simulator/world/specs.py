"""What a scenario sets: products, segments, regions, channels, firms, people, quota, approval.

These are the typed sections of a scenario file. They hold what one alternative of the scenario is
*about*; behavioural numbers stand in the register of parameters, pay stands in plans, and what our
firm does over time stands in ``actions`` (see :mod:`simulator.world.actions`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from simulator.documents import LocalizedText, Name, NonNegative, Positive, Share, Spec
from simulator.world.gifts import GiftSpec
from simulator.world.plan_changes import PlanChangeSpec, PlansOverTime, check_order
from simulator.world.staff import ForcedRankingSpec, ManagersSpec, PromotionSpec, TurnoverSpec

Codes = NDArray[np.integer]

OUR_FIRM = 0
"""Our firm's code: the first firm of every scenario."""

TIERS = ("standard", "premium")
"""The two models of every product line, in code order."""

CUSTOMER_KINDS = ("new", "existing")
"""A buyer who did not last buy from us, and one who did, in code order."""


def kind_of_credit(line: Codes, tier: Codes | int, is_new_customer: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Give the number of the kind of sale: line by line, tier by tier, new customers before existing ones.

    Parameters
    ----------
    line, tier
        Codes, shape ``(n,)``; the tier may be one for all.
    is_new_customer
        Whether the buyer did not last buy from us, shape ``(n,)``.

    Examples
    --------
    >>> kind_of_credit(np.array([0, 1]), np.array([0, 1]), np.array([True, False]))
    array([0, 7])
    """
    model = np.asarray(line, np.int64) * len(TIERS) + tier
    return np.asarray(model * len(CUSTOMER_KINDS) + ~is_new_customer)


def tier_of_kinds(n_kinds: int) -> NDArray[np.int64]:
    """Give the tier of each kind of sale, shape ``(n_kinds,)``; the inverse of :func:`kind_of_credit`."""
    return np.arange(n_kinds) // len(CUSTOMER_KINDS) % len(TIERS)


@dataclass(frozen=True)
class WorldKey:
    """Which world: an alternative, a replication, and parameter values that replace the scenario's.

    Examples
    --------
    >>> WorldKey("tilt-only", 3)
    WorldKey(alternative='tilt-only', replication=3, overrides=())
    """

    alternative: str
    replication: int
    overrides: tuple[tuple[str, float], ...] = ()


class ModelSpec(Spec):
    """One model of a product line, as our firm offers it."""

    list_price: Positive
    unit_cost: NonNegative


class LineSpec(Spec):
    """A product line with its standard and its premium model.

    ``season`` holds a demand index for each of the twelve fiscal months (4-4-5 calendar), mean near 1.
    """

    title: LocalizedText
    needs_share: Share
    season: tuple[NonNegative, ...] = (1.0,) * 12
    standard: ModelSpec
    premium: ModelSpec

    @model_validator(mode="after")
    def _twelve_months(self) -> LineSpec:
        if len(self.season) != 12:
            raise ValueError(f"season needs 12 numbers, one for each fiscal month, got {len(self.season)}")
        return self


class SegmentSpec(Spec):
    """A kind of customer: how many, how often they need something, and what they like.

    ``customers_per_agent`` is the scale weight: one simulated customer stands for that many real ones,
    and its orders count so many units (times ``units_per_need``).
    """

    title: LocalizedText
    population_share: Share
    needs_per_year: NonNegative
    customers_per_agent: Positive = 1.0
    units_per_need: Positive = 1.0
    units_log_sd: NonNegative = 0.0
    income_index: Positive = 1.0
    income_log_sd: NonNegative = 0.3
    price_sensitivity: Positive = 1.0
    premium_taste: float = 0.0
    premium_taste_sd: NonNegative = 0.5
    habit: NonNegative = 1.0
    payment_terms_days: Annotated[int, Field(ge=0)] = 0
    payment_delay_days: NonNegative = 0.0
    patience_days: Positive = 21.0


class RegionSpec(Spec):
    """A region or city tier: its share of the customers, their income, and our reps there."""

    title: LocalizedText
    population_share: Share
    income_index: Positive = 1.0
    premium_taste: float = 0.0
    reps: Annotated[int, Field(ge=0)]


class ChannelSpec(Spec):
    """A way to the customer: who goes there, who sells there, and what it costs us.

    ``visit_share`` is the share of a segment's needs that look into the channel; ``presence`` the
    share of the channel's outlets that carry a firm. ``demonstration`` is how far the channel by
    itself explains premium features (0 = not at all, 1 = fully).
    """

    title: LocalizedText
    visit_share: dict[str, Share]
    presence: dict[str, Share]
    served_by_reps: bool = False
    needs_approval: bool = False
    fee_share: Share = 0.0
    fixed_cost_per_week: NonNegative = 0.0
    demonstration: Share = 0.0
    convenience: float = 0.0


class FirmSpec(Spec):
    """A firm: our own (the first) or a rival, with the strategy that moves it."""

    title: LocalizedText
    brand: float = 0.0
    price_index: Positive = 1.0
    feature_level: NonNegative = 1.0
    starting_share: Share = 0.25
    strategy: str = "hold"
    settings: dict[str, float] = Field(default_factory=dict)


class DemandSpec(Spec):
    """How many customers there are, and the bound of the candidate process of needs.

    ``rate_bound`` is the largest factor (season x promotion) by which a need's rate may exceed its
    mean; the candidate process runs at that rate and is thinned to the actual one.
    """

    customers: Annotated[int, Field(ge=1)]
    rate_bound: Positive = 2.5


class PreferencesSpec(Spec):
    """The form of what people want; its numbers stand in the register.

    ``risk`` is ``constant`` (a risk is disliked alike by rich and poor) or ``relative`` (less the more one
    has); ``sophisticated`` reps foresee their own present bias, others believe that it will pass.
    """

    risk: Literal["constant", "relative"] = "constant"
    sophisticated: bool = True


class TerritoriesSpec(Spec):
    """How customers are divided among the reps of a region, and how much a rep can look after.

    ``alignment``: ``lots`` gives everybody a fair lot of the customers; ``historic`` is uneven, as
    territories that grew over the years are, with a coefficient of variation of ``potential_cv`` between the
    reps of a region; ``balanced`` makes them as equal as customers allow. ``covered_per_week`` is the
    potential [currency per week] that a normal week of work covers: a larger territory gets less effort for
    each customer. Left out, a normal week covers any territory.
    """

    alignment: Literal["lots", "historic", "balanced"] = "lots"
    potential_cv: NonNegative = 0.5
    covered_per_week: Positive | None = None


class PeopleSpec(PlansOverTime, Spec):
    """Our sales force: the plan they are on, the plan they are used to, and pay as they know it.

    ``starting_yield_share`` is the credited revenue over the territory's potential that the field is used
    to; left out, people expect to sell their quota. ``scores`` are what everybody gets for goals that the
    model does not score itself (1 = fully met), by the names that plans use. ``behavior`` is how reps
    decide, from the catalog's kind ``rep-behavior``: one name, or shares of the reps by name that add up to
    1; ``decides_every`` is how often, effort being held in between. ``territories`` are how customers are
    divided among them. With ``turnover`` people leave and others are hired; left out, nobody comes or goes.
    ``gifts`` are given without anything in return. ``prepaid`` names components of plans that are handed out
    in advance and taken back as far as they are not earned; what is paid in the end stays the same.
    ``rivals`` says what people count on in a contest: what the plan states of rivals, or, as ``colleagues``,
    what each of them expects the others to do, given where they stand. ``plan_changes`` put other plans in
    force during the run, in order of time.
    """

    plan: str
    habit_plan: str
    reference_variable_pay_per_week: Positive
    scores: dict[str, NonNegative] = Field(default_factory=dict)
    starting_knowledge: Share = 0.3
    starting_yield_share: Share | None = None
    starting_premium_share: Share = 0.15
    starting_repeat_share: Share = 0.4
    behavior: str | dict[str, Share] = "anticipating"
    decides_every: Literal["week", "month", "quarter", "year"] = "week"
    preferences: PreferencesSpec = Field(default_factory=PreferencesSpec)
    territories: TerritoriesSpec = Field(default_factory=TerritoriesSpec)
    turnover: TurnoverSpec | None = None
    rivals: Literal["stated", "colleagues"] = "stated"
    gifts: tuple[GiftSpec, ...] = ()
    prepaid: tuple[Name, ...] = ()
    plan_changes: tuple[PlanChangeSpec, ...] = ()

    @model_validator(mode="after")
    def _changes_in_order(self) -> PeopleSpec:
        check_order(self.plan_changes)
        return self

    @property
    def mixture(self) -> dict[str, float]:
        """Shares of the reps by behavior."""
        return {self.behavior: 1.0} if isinstance(self.behavior, str) else dict(self.behavior)


class QuotaSpec(Spec):
    """How quotas are set: from the territory or as an amount, growing by the year, and then by results.

    ``share_of_potential`` asks each territory for a part of what it could buy; ``amount_per_quarter``
    [currency] asks everybody for the same, whatever the territory and the season. ``follows_results_share``
    is the weight of a rep's results of the past period in the new quota, the rest is the quota so far
    [Leone2004]_; ``follows_results_share_down`` is the weight where results fell short of quota (left out,
    the same), and ``follows_results_every`` the period.
    """

    share_of_potential: Positive | None = None
    amount_per_quarter: Positive | None = None
    growth_per_year: float = 0.0
    follows_results_share: Share = 0.0
    follows_results_share_down: Share | None = None
    follows_results_every: Literal["quarter", "year"] = "year"

    @model_validator(mode="after")
    def _one_rule(self) -> QuotaSpec:
        if (self.share_of_potential is None) == (self.amount_per_quarter is None):
            raise ValueError("a quota needs share_of_potential or amount_per_quarter, and not both")
        return self

    @property
    def weights(self) -> tuple[float, float]:
        """Weight of results in the next quota where they beat the quota so far, and where they fell short."""
        down = self.follows_results_share_down
        return self.follows_results_share, self.follows_results_share if down is None else down


class OrganizationSpec(Spec):
    """How a message from the top reaches the field, and what is done about people.

    ``layers`` are the management layers between the sender and a rep; ``forced_ranking``, ``promotion``
    and ``managers`` are left out where nobody is ranked out, promoted or let off part of a quota.
    """

    layers: Annotated[int, Field(ge=0)] = 3
    forced_ranking: ForcedRankingSpec | None = None
    promotion: PromotionSpec | None = None
    managers: ManagersSpec | None = None


class ApprovalSpec(Spec):
    """Order approval: layers in series, people in each, and the days one of them takes for an order."""

    layers: Annotated[int, Field(ge=0, le=8)] = 0
    approvers: Annotated[int, Field(ge=1)] = 1
    handling_days: NonNegative = 1.0


class GoalSpec(Spec):
    """What the company wants: an outcome, the level to reach, and by when."""

    outcome: str
    level: float
    start: float | None = None
    by_week: Annotated[int, Field(ge=1)]


class ReportedSpec(Spec):
    """A result that the case reports, to be printed beside the simulated one (never fitted)."""

    value: float
    alternative: str
    source: LocalizedText
