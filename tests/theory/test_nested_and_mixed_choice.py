"""Choice among offers that resemble each other, and by customers who differ, against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import gammaincc, ndtri

from simulator.market.choice import choice_probabilities, choose
from simulator.market.nested_choice import (
    Nests,
    nested_elasticities,
    nested_noise,
    nested_probabilities,
    nested_value,
)
from simulator.market.surplus import consumer_surplus
from simulator.market.tastes import mixed_elasticities, mixed_shares, taste_of_one_sign
from simulator.parameters import load_register
from simulator.randomness import Streams, hash_id, name_id

Floats = NDArray[np.float64]

N = 100_000
FALSE_ALARM = 1e-6
UTILITIES = np.array([0.8, 0.1, -0.4, 0.3, 0.0])
NESTS = Nests(np.array([0, 0, 1, 1, 2]), np.array([0.35, 0.7, 1.0]))
LOGIT = Nests(NESTS.nest, np.ones(3))
OPTIONS = np.array([name_id(name) for name in ("ours", "a", "b", "c", "nothing")], np.uint64)
NEST_IDS = np.array([name_id(name) for name in ("premium", "standard", "outside")], np.uint64)


def noise(nests: Nests = NESTS, options: slice = slice(None)) -> Floats:
    chosen = Nests(nests.nest[options], nests.dissimilarity)
    return nested_noise(
        Streams(5).stream("need.likes_option"),
        3,
        hash_id("need", np.arange(N), 0),
        option_ids=OPTIONS[options],
        nest_ids=NEST_IDS,
        nests=chosen,
    )


def log_shares(utilities: Floats, nests: Nests) -> Floats:
    return np.asarray(np.log(nested_probabilities(utilities[None], nests)[0]))


def test_keyed_choices_have_the_shares_of_the_nested_logit() -> None:
    """Chi-square, four degrees of freedom, false alarm one in a million; the plain logit is refused."""
    counts = np.bincount(choose(np.tile(UTILITIES, (N, 1)), noise()), minlength=5)
    for nests, holds in ((NESTS, True), (LOGIT, False)):
        expected = N * nested_probabilities(UTILITIES[None], nests)[0]
        distance = float((np.square(counts - expected) / expected).sum())
        assert (gammaincc(2.0, 0.5 * distance) > FALSE_ALARM) == holds


def test_noise_of_every_option_is_gumbel_and_correlated_within_nests_only() -> None:
    """Mean .5772 and variance pi**2/6, each within 5 standard errors (10 checks, false alarm below 1e-5)."""
    drawn = noise()
    variance = np.pi**2 / 6.0
    assert np.abs(drawn.mean(axis=0) - np.euler_gamma).max() < 5.0 * (variance / N) ** 0.5
    assert np.abs(drawn.var(axis=0) / variance - 1.0).max() < 5.0 * (4.4 / N) ** 0.5
    correlation = np.corrcoef(drawn.T)
    assert correlation[0, 1] == pytest.approx(1.0 - 0.35**2, abs=0.01)
    assert correlation[2, 3] == pytest.approx(1.0 - 0.7**2, abs=0.015)
    assert np.abs(correlation[[0, 0, 1, 2], [2, 4, 3, 4]]).max() < 5.0 / N**0.5


def test_without_resemblance_the_noise_is_the_plain_logits_draw_by_draw() -> None:
    needs = hash_id("need", np.arange(N), 0)
    plain = Streams(5).stream("need.likes_option").gumbel(3, needs[:, None], ordinal=OPTIONS)
    assert np.array_equal(noise(LOGIT), plain)
    same = choice_probabilities(UTILITIES[None])
    assert nested_probabilities(UTILITIES[None], LOGIT) == pytest.approx(same)


def test_luck_with_one_option_does_not_depend_on_the_others() -> None:
    assert np.array_equal(noise(options=slice(0, 3)), noise()[:, :3])


def test_a_better_offer_wins_customers_and_moves_nobody_between_the_others() -> None:
    better = UTILITIES + np.array([0.0, 0.3, 0.0, 0.0, 0.0])
    drawn = noise()
    before, after = (choose(np.tile(one, (N, 1)), drawn) for one in (UTILITIES, better))
    assert (after[before != after] == 1).all()
    gain = np.diff(nested_probabilities(np.stack([UTILITIES, better]), NESTS)[:, 1])[0]
    assert (before != after).mean() == pytest.approx(gain, abs=5.0 * (gain / N) ** 0.5)


@pytest.mark.parametrize("moved", range(5))
def test_elasticities_by_finite_difference(moved: int) -> None:
    prices, sensitivity, step = np.array([1.0, 0.9, 0.6, 0.7, 0.3]), 3.4, 1e-6
    change = np.zeros(5)
    change[moved] = step * sensitivity * prices[moved]
    slope = (log_shares(UTILITIES - change, NESTS) - log_shares(UTILITIES + change, NESTS)) / (2.0 * step)
    exact = nested_elasticities(UTILITIES[None], NESTS, prices[None], sensitivity)[0][:, moved]
    assert slope == pytest.approx(exact, abs=1e-6)


def test_ratios_stay_in_the_logit_and_change_between_nests() -> None:
    """Independence of irrelevant alternatives, and where it fails."""
    better = UTILITIES + np.array([0.5, 0.0, 0.0, 0.0, 0.0])
    for nests, independent in ((LOGIT, True), (NESTS, False)):
        before, after = log_shares(UTILITIES, nests), log_shares(better, nests)
        ratio = (after[1] - after[2]) - (before[1] - before[2])
        assert (abs(ratio) < 1e-12) == independent
        within = (after[2] - after[3]) - (before[2] - before[3])
        assert abs(within) < 1e-12  # inside a nest it always holds


def test_the_value_of_a_choice_is_the_expected_best_utility() -> None:
    """Mean of the best over draws, within 5 standard errors; and its slope is the share (Roy)."""
    best = (UTILITIES + noise()).max(axis=1)
    value = nested_value(UTILITIES[None], NESTS)[0]
    assert best.mean() - np.euler_gamma == pytest.approx(value, abs=5.0 * best.std() / N**0.5)
    step = 1e-6 * np.eye(5)
    slope = (nested_value(UTILITIES + step, NESTS) - nested_value(UTILITIES - step, NESTS)) / 2e-6
    assert slope == pytest.approx(nested_probabilities(UTILITIES[None], NESTS)[0], abs=1e-8)


def test_surplus_from_a_price_cut_is_the_area_under_demand() -> None:
    prices = np.linspace(1.0, 0.8, 2_001)
    offers = np.stack([3.4 - 3.4 * prices, np.full_like(prices, 0.2), np.zeros_like(prices)], axis=1)
    many = np.full(len(prices), 3.4), np.full(len(prices), 5_000.0)
    worth = consumer_surplus(offers, *many)
    area = np.trapezoid(choice_probabilities(offers)[:, 0], -prices) * 5_000.0
    assert worth[-1] - worth[0] == pytest.approx(area, rel=1e-6)


def test_customers_who_differ_break_the_independence_of_each_of_them() -> None:
    """Two premium models, liked by the same people, compete more with each other than with the basic one."""
    luck = ndtri((np.arange(4_000) + 0.5) / 4_000)
    sensitivity = taste_of_one_sign(np.full(4_000, 3.4), np.full(4_000, 0.5), luck)
    prices, worth = np.array([1.6, 1.6, 0.7, 0.0]), np.array([5.0, 5.0, 2.0, 0.0])

    def utilities(relative: Floats) -> Floats:
        return np.asarray(worth - sensitivity[:, None] * relative)

    exact = mixed_elasticities(utilities(prices), prices, sensitivity)
    step = 1e-6
    for moved in range(3):
        one = step * (np.arange(4) == moved)
        up, down = (np.log(mixed_shares(utilities(prices * (1.0 + s * one)))) for s in (1, -1))
        assert (up - down) / (2.0 * step) == pytest.approx(exact[:, moved], abs=1e-6)
    assert exact[1, 0] > exact[2, 0] > 0.0
    equal = mixed_elasticities(worth - 3.4 * prices[None], prices, np.array([3.4]))  # one common taste
    assert equal[1, 0] == pytest.approx(equal[2, 0])


def test_own_price_elasticity_at_the_defaults() -> None:
    """Meta-analysis: mean -2.62, most between -1.5 and -4. Four equal offers, one in twelve buys nothing.

    With one taste -2.62; customers who differ make the market less elastic, resemblance more, unless
    sensitivity is counted per unit of dissimilarity.
    """
    values = {name: one.default for name, one in load_register().items()}
    sensitivity, others = values["price_sensitivity"], np.array([0.0, 0.0, 0.0, 0.0, np.log(0.08 / 0.23)])
    prices = np.array([1.0, 1.0, 1.0, 1.0, 0.0])
    luck = ndtri((np.arange(2_000) + 0.5) / 2_000)
    spread = np.full(2_000, values["price_sensitivity_log_sd"])
    each = taste_of_one_sign(np.full(2_000, sensitivity), spread, luck)
    worth = others + sensitivity * prices
    plain = mixed_elasticities(others[None], prices, np.array([sensitivity]))[0, 0]
    mixed = mixed_elasticities(worth - each[:, None] * prices, prices, each)[0, 0]
    nests = Nests(np.array([0, 0, 0, 0, 1]), np.array([values["nest_dissimilarity"], 1.0]))
    nested = nested_elasticities(others[None], nests, prices[None], sensitivity)[0, 0, 0]
    assert plain == pytest.approx(-2.62, abs=0.02)
    assert -4.0 < plain < mixed < -1.5
    assert nested < plain
    scaled = float(nests.dissimilarity[0]) * sensitivity
    assert nested_elasticities(others[None], nests, prices[None], scaled)[0, 0, 0] == pytest.approx(
        -2.62, abs=0.02
    )
