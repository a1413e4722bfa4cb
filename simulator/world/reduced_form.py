"""What a scenario sets about a market without customers: products, their noise, and groups of reps.

A reduced-form market is a stochastic response function for each product: what a rep sells in a week follows
from effort, ability, territory and luck, and from nothing else. It is the setting in which most theory of
sales-force pay is stated.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from simulator.documents import LocalizedText, Name, NonNegative, Positive, Share, Spec

__all__ = [
    "REDUCED_FORM",
    "CreditRiskSpec",
    "GroupSpec",
    "NoiseSpec",
    "ReducedFormSpec",
    "ResponseSpec",
    "is_reduced_form",
]

REDUCED_FORM = "reduced_form"
"""The word that calls for a market without customers."""


def is_reduced_form(demand: Any) -> bool:
    """Tell whether the section ``demand`` of a scenario, as read, asks for a market without customers.

    A word or a ``kind`` does, even when misspelt: the message is then about the word.

    Examples
    --------
    >>> is_reduced_form("reduced_form"), is_reduced_form({"customers": 100})
    (True, False)
    """
    return isinstance(demand, str) or (isinstance(demand, dict) and "kind" in demand)


class ReducedFormSpec(Spec):
    """A market of response functions: how results answer effort, and how far territories lie apart.

    ``effort_model`` names how effort is chosen and answered: ``concave`` (results grow as a power of effort)
    or ``quadratic`` (results in proportion to effort, at quadratic cost). ``potential_log_sd`` spreads the
    potential of territories around their mean, lognormally. ``peers`` tells who can reach into each other's
    sales: nobody (``none``), or those of a ``team``, who help and poach as far as pay makes it worth their
    while. The plain word ``reduced_form`` stands for all defaults.

    Examples
    --------
    >>> ReducedFormSpec.model_validate("reduced_form").effort_model
    'concave'
    """

    kind: Literal["reduced_form"] = "reduced_form"
    effort_model: Literal["concave", "quadratic"] = "concave"
    potential_log_sd: NonNegative = 0.0
    peers: Literal["none", "team"] = "none"

    @model_validator(mode="before")
    @classmethod
    def _word_for_defaults(cls, given: Any) -> Any:
        return {"kind": given} if isinstance(given, str) else given

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        full = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [{"const": REDUCED_FORM}, full]}


class NoiseSpec(Spec):
    """Luck in a week's results of one rep with one product.

    ``normal`` is added to what is expected, with ``sd_per_week`` [currency] whatever the effort; ``gamma``
    multiplies it, with the coefficient of variation ``cv``; ``poisson`` makes results a number of orders of
    ``order_value`` [currency] each; ``none`` leaves everything as expected.
    """

    kind: Literal["none", "normal", "gamma", "poisson"] = "none"
    sd_per_week: NonNegative = 0.0
    cv: NonNegative = 0.0
    order_value: NonNegative = 0.0

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> NoiseSpec:
        needed = {"normal": "sd_per_week", "gamma": "cv", "poisson": "order_value"}
        for kind, key in needed.items():
            given = getattr(self, key)
            if kind == self.kind and given <= 0.0:
                raise ValueError(f"{kind} noise needs {key}, a number greater than 0")
            if kind != self.kind and given:
                raise ValueError(f"{self.kind} noise does not know {key}, which belongs to {kind} noise")
        return self


class CreditRiskSpec(Spec):
    """Prospects of a product who may not pay, and what becomes of customers.

    ``default_share`` is the default probability of a middling prospect, ``log_odds_sd`` how far the log odds
    of prospects lie apart. Who does not pay is known ``shows_after_weeks`` after the booking, and costs
    ``loss_share`` of the price. Who pays brings ``kept_share`` of the price as a sale of the product
    ``kept_as``. ``effort_on_won`` is the part of the time on a prospect that only those taken cost; a rep who
    turns a prospect down saves it.
    """

    default_share: Annotated[float, Field(ge=0, lt=1)]
    log_odds_sd: NonNegative = 1.0
    shows_after_weeks: Annotated[int, Field(ge=1, le=52)] = 8
    loss_share: Share = 1.0
    kept_as: Name | None = None
    kept_share: NonNegative = 0.0
    effort_on_won: Annotated[float, Field(ge=0, lt=1)] = 0.5

    def harmless(self) -> CreditRiskSpec:
        """Give the same rules for a market in which everybody pays and nobody stays."""
        return self.model_copy(update={"default_share": 0.0, "kept_share": 0.0})


class ResponseSpec(Spec):
    """A product or task: what a median rep brings in a week of normal effort, and how surely.

    ``credited`` says whether results are sales that are booked and credited; a task that is not (service,
    collection, record keeping) brings ``revenue_per_week`` as a worth to the firm that no plan sees.
    ``effort_share`` is its part of a normal week; left out, it is the product's part of all revenue.
    ``effort_cost`` [currency] is the marginal cost of effort on it at a normal week in the model
    ``quadratic``; left out, it follows from the register. ``common_shock_sd_per_week`` [currency] is luck
    that hits all reps of a world alike. The own dates of the customers who buy in a week spread over the
    ``flexible_weeks`` after it; reps may close a deal before its date, against a discount, or keep it for up
    to ``keep_weeks`` after it (left out, as many).
    With ``large_deals``, the noise of results that come of few large deals, reps choose how much of their
    effort goes to these instead of many small ones, which have the product's own ``noise``. With
    ``credit_risk`` results are prospects met, who may not pay, and reps choose whom to take.
    """

    title: LocalizedText
    revenue_per_week: Positive
    margin_share: Annotated[float, Field(ge=-1, le=1)] = 1.0
    credited: bool = True
    effort_share: Share | None = None
    effort_cost: Positive | None = None
    noise: NoiseSpec = Field(default_factory=NoiseSpec)
    common_shock_sd_per_week: NonNegative = 0.0
    flexible_weeks: Annotated[int, Field(ge=0, le=26)] = 0
    keep_weeks: Annotated[int, Field(ge=0, le=26)] | None = None
    large_deals: NoiseSpec | None = None
    credit_risk: CreditRiskSpec | None = None
    season: tuple[NonNegative, ...] = (1.0,) * 12

    @model_validator(mode="after")
    def _twelve_months(self) -> ResponseSpec:
        if self.large_deals is not None and self.large_deals.kind != self.noise.kind:
            raise ValueError(f"large_deals needs noise of the same kind as small ones, {self.noise.kind}")
        if len(self.season) != 12:
            raise ValueError(f"season needs 12 numbers, one for each fiscal month, got {len(self.season)}")
        return self

    @property
    def longest_keep(self) -> int:
        """Weeks for which a deal can be kept back after its own date."""
        return self.flexible_weeks if self.keep_weeks is None else self.keep_weeks


class GroupSpec(Spec):
    """A group of reps: how many, how able, how rich their territories, and how high their quotas.

    ``ability`` and ``potential`` multiply results relative to the median rep and the mean territory;
    ``quota_level`` multiplies the quota that the scenario's rule gives. Groups that name the same ``team``
    work and are paid as one team; left out, each group is one of its own.
    """

    title: LocalizedText
    reps: Annotated[int, Field(ge=0)]
    ability: Positive = 1.0
    potential: Positive = 1.0
    quota_level: Positive = 1.0
    team: Name | None = None
