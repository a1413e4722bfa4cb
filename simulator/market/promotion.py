"""What a promotion sells now, and what it only borrows from the weeks after.

Three sources are kept apart: customers who switch (that is the choice rule's), needs that would not have
been (new needs), and needs that would have come later (pulled forward). A need that is pulled forward is
served once: it is missing when its time comes, so that over the weeks nothing is won by it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["after_promotion", "is_pulled_forward", "promotion_multiplier"]

Floats = NDArray[np.float64]


def promotion_multiplier(discount: Floats, elasticity: Floats, *, display: Floats | float = 1.0) -> Floats:
    """Give by how much a discount multiplies a week's sales, before anything is borrowed.

    Parameters
    ----------
    discount
        Price cut [0 to 1].
    elasticity
        Elasticity of sales in promoted prices, below 0.
    display
        Multiplier of display and feature advertising [1].

    Returns
    -------
    ``(1 - discount) ** elasticity x display`` [1].

    Examples
    --------
    >>> promotion_multiplier(np.array([0.0, 0.2]), np.array([-2.62, -2.62])).round(2)
    array([1.  , 1.79])

    References
    ----------
    VanHeerde2004
    """
    return np.asarray((1.0 - discount) ** elasticity * display)


def is_pulled_forward(
    weeks_ahead: Floats, discount: Floats, *, pull: float, half_life_weeks: float, luck: Floats
) -> NDArray[np.bool_]:
    """Tell which needs of later weeks are served now because it is cheaper now.

    Parameters
    ----------
    weeks_ahead
        Weeks until the need would have arisen, above 0, shape ``(n,)``.
    discount
        Price cut now [0 to 1], same shape or one number.
    pull
        Rate at which a need of the very next moment is pulled forward per unit of discount [1].
    half_life_weeks
        Weeks ahead at which the pull has halved: storing and waiting cost something.
    luck
        Uniform keyed by the need: a deeper discount pulls the same needs and more.

    Returns
    -------
    True with probability ``1 - exp(-pull x discount x 2 ** (-weeks / half-life))``.

    Examples
    --------
    >>> is_pulled_forward(np.array([1.0, 12.0]), np.array([0.2, 0.2]), pull=4.0, half_life_weeks=4.0,
    ...                   luck=np.array([0.3, 0.3]))
    array([ True, False])
    """
    hazard = pull * np.asarray(discount) * np.exp2(-np.asarray(weeks_ahead) / half_life_weeks)
    return np.asarray(luck < -np.expm1(-hazard))


def after_promotion(
    baseline: Floats, extra: Floats, *, borrowed_share: float, half_life_weeks: float
) -> tuple[Floats, float]:
    """Give sales week by week when a part of what promotions add is borrowed from the weeks after.

    Parameters
    ----------
    baseline
        Sales without promotion [units per week], shape ``(n_weeks,)``.
    extra
        What each week's promotion adds in that week [units], same shape.
    borrowed_share
        Share of it that later weeks would have sold anyway [0 to 1].
    half_life_weeks
        Weeks in which half of what is owed is paid back.

    Returns
    -------
    Sales of each week, never below 0, and what is still owed at the end [units]. Sales plus nothing else:
    ``sum(sales) - owed = sum(baseline) + (1 - borrowed) sum(extra)``, exactly.

    Examples
    --------
    >>> sales, owed = after_promotion(np.full(4, 100.0), np.array([80.0, 0, 0, 0]), borrowed_share=0.5,
    ...                               half_life_weeks=1.0)
    >>> sales, owed
    (array([180.,  80.,  90.,  95.]), 5.0)
    """
    paid_back_share = 1.0 - 2.0 ** (-1.0 / half_life_weeks)
    sales, owed = np.zeros(len(baseline)), 0.0
    for week in range(len(baseline)):
        paid = min(owed * paid_back_share, float(baseline[week]))
        sales[week] = baseline[week] - paid + extra[week]
        owed += borrowed_share * float(extra[week]) - paid
    return sales, owed
