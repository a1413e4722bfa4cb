"""What a firm may look at when it decides: public facts, and its own.

A strategy declares the fields that it reads in ``sees``; the engine fills those and leaves the rest
None, so that no strategy can use what it did not declare. Public are prices, promotions included, and
the features of products on sale; each firm also knows its own costs, presence and sales, not those of
others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class FirmView:
    """What one firm sees in one week.

    Parameters
    ----------
    week
        The week, counted from 0. Always visible.
    firm
        The firm's own code. Always visible.
    own_prices
        Own list prices [currency], ``(n_lines, n_tiers)``.
    own_opening_prices
        Own list prices at the start of the run, same shape.
    own_unit_costs
        Own unit costs [currency], same shape.
    own_feature_level
        Feature level of the own premium models, ``(n_lines,)``.
    price_history
        Prices of all firms, public promotions included, in each past week up to now,
        ``(n_weeks, n_firms, n_lines, n_tiers)``.
    feature_history
        Premium feature levels of all firms in each past week up to now, ``(n_weeks, n_firms, n_lines)``.
    own_sales_history
        Units that customers chose to buy from the firm in each past week,
        ``(n_weeks, n_lines, n_tiers)``.
    own_presence, own_opening_presence
        Share of each channel's outlets that carry the firm's products, now and as the scenario states it,
        ``(n_channels,)``.
    """

    week: int
    firm: int
    own_prices: np.ndarray | None = None
    own_opening_prices: np.ndarray | None = None
    own_unit_costs: np.ndarray | None = None
    own_feature_level: np.ndarray | None = None
    price_history: np.ndarray | None = None
    feature_history: np.ndarray | None = None
    own_sales_history: np.ndarray | None = None
    own_presence: np.ndarray | None = None
    own_opening_presence: np.ndarray | None = None


ALWAYS_VISIBLE = frozenset({"week", "firm"})
"""Fields that every strategy sees."""
