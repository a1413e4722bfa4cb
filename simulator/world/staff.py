"""What a scenario sets about who is in the seats: leaving and hiring, ranking, promotion, managers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simulator.documents import NonNegative, Positive, Share, Spec

__all__ = ["ForcedRankingSpec", "ManagersSpec", "PromotionSpec", "TurnoverSpec"]


class TurnoverSpec(Spec):
    """People come and go: what they are paid elsewhere, and what leaving and hiring cost.

    ``outside_pay_per_year`` [currency] is what a median rep gets elsewhere; left out, salary under the plan
    that people are used to and the variable pay that they know. ``applicant_ability`` is the ability of the
    median applicant over that of the median rep; left out, those who are chosen are on average like the
    people in the field. With ``applicants_choose`` a seat goes to the first applicant for whom the plan is
    worth at least what others pay; else everybody accepts. How readily people leave, how long a seat stays
    empty and how long a hire takes are behavioral numbers.
    """

    outside_pay_per_year: Positive | None = None
    leaving_cost: NonNegative = 0.0
    hiring_cost: NonNegative = 0.0
    applicant_ability: Positive | None = None
    applicants_choose: bool = False


class ForcedRankingSpec(Spec):
    """Once a year those rated last are replaced.

    ``share`` of those who were there all year are let go. ``rated_by: appraisal`` shows what people can do
    through luck, as well as the behavioral number ``rating_reliability`` says; ``results`` is the year's
    mean of quarterly results over quota. Whoever is rated last gets as many ``chances`` on an improvement
    plan before, and starts afresh after a year out of the last places. ``dismissal_cost`` [currency] is paid
    for each.
    """

    share: Annotated[float, Field(gt=0, lt=1)]
    rated_by: Literal["appraisal", "results"] = "appraisal"
    chances: Annotated[int, Field(ge=0, le=5)] = 0
    dismissal_cost: NonNegative = 0.0


class PromotionSpec(Spec):
    """Somebody of each group is promoted to lead it, and sells no more.

    ``weight_on_sales`` is the weight of results over quota against signs of leading; ``every_years`` is how
    often a group gets a new leader, the first one when so many years are over.
    """

    weight_on_sales: Share = 1.0
    every_years: Annotated[int, Field(ge=1)] = 1


class ManagersSpec(Spec):
    """Managers of groups lower quotas in the last month of a quarter, for the reps' sake and for their own.

    A quota of the quarter falls by ``concession`` where what a rep lost by bad luck, and what the manager
    gains by the rep's working harder, are worth more than the ``cost`` [currency] of getting it through.
    ``bonus`` [currency] is what a manager gets when the group reaches the sum of its first quotas; 0 is a
    salary.
    """

    cost: NonNegative
    bonus: NonNegative = 0.0
    concession: Annotated[float, Field(gt=0, lt=1)] = 0.1
