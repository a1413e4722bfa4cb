"""Which numbers of the register each mechanism of the market needs.

A mechanism is a part of the market that a scenario may have or not. Without it the rules beneath it, and
their closed forms, are the same.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MECHANISMS", "numbers_of"]

MECHANISMS: dict[str, tuple[str, ...]] = {
    "nests": ("nest_dissimilarity",),
    "differing tastes": ("price_sensitivity_log_sd",),
    "no decision": ("no_decision_conflict_weight",),
    "diffusion": (
        "innovation_per_year",
        "imitation_per_year",
        "diffusion_price_effect",
        "diffusion_advertising_effect",
    ),
    "network": (
        "ties_per_customer",
        "rewired_ties_share",
        "opinion_leaders_share",
        "opinion_leader_weight",
    ),
    "repeat buying": (
        "repeat_purchase_shape",
        "repeat_purchase_scale_weeks",
        "drop_out_leaving_shape",
        "drop_out_staying_shape",
    ),
    "churn": (
        "churn_per_year",
        "churn_satisfaction_weight",
    ),
    "win-back": (
        "win_back_chance",
        "win_back_half_life_weeks",
        "win_back_offer_weight",
    ),
    "referral": (
        "referral_chance",
        "referral_satisfaction_weight",
        "referred_hazard_ratio",
    ),
    "brand": (
        "awareness_response",
        "awareness_half_life_weeks",
        "loyalty_weight",
        "loyalty_half_life_weeks",
    ),
    "relationship": (
        "relationship_weight",
        "relationship_half_build_hours",
        "relationship_half_life_weeks",
        "relationship_personal_share",
        "relationship_follows_share",
    ),
    "switching": ("switching_cost",),
    "complaints": (
        "complaint_slope",
        "complaint_recovery_share",
        "return_base_share",
        "return_slope",
        "return_alert_share",
    ),
    "credit": (
        "credit_even_score",
        "credit_points_to_double",
        "punctual_share",
        "mean_late_days",
        "recovered_share",
    ),
    "buying center": (
        "buying_group_weight",
        "buying_group_persuasion",
        "veto_attitude",
    ),
    "pull-forward": (
        "promotion_borrowed_share",
        "promotion_payback_half_life_weeks",
        "pull_forward_rate",
        "pull_forward_half_life_weeks",
    ),
    "subscription": (
        "subscription_growth_chance",
        "subscription_growth_share",
        "subscription_health_weight",
    ),
    "stock-outs": ("waiting_loss_per_week",),
}
"""Parameter names by mechanism, as the register calls both."""


def numbers_of(mechanism: str, values: Mapping[str, float]) -> dict[str, float]:
    """Take the numbers that a mechanism needs from all that there are.

    Parameters
    ----------
    mechanism
        Name of the mechanism, a key of ``MECHANISMS``.
    values
        Value of each parameter, in the unit that the register states.

    Raises
    ------
    KeyError
        If there is no such mechanism, or a number is missing.

    Examples
    --------
    >>> from simulator.parameters import load_register
    >>> register = {name: one.value for name, one in load_register().items()}
    >>> numbers_of("switching", register)
    {'switching_cost': 0.3}
    """
    return {name: values[name] for name in MECHANISMS[mechanism]}
