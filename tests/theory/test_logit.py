"""Choices against the closed forms of the multinomial logit."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import gammaincc

from simulator.market.choice import choice_probabilities, choose, price_elasticity
from simulator.market.utility import effort_utility, price_utility
from simulator.randomness import Streams, hash_id, name_id

Floats = NDArray[np.float64]

N = 200_000
FALSE_ALARM = 1e-6
UTILITIES = np.array([0.8, 0.1, -0.4, 0.3, -1.5])
OPTIONS = np.array(
    [name_id(name) for name in ("us standard", "us premium", "a", "b", "nothing")], dtype=np.uint64
)


def keyed_noise(options: NDArray[np.uint64]) -> Floats:
    """Gumbel noise as shopping draws it: keyed by need and option."""
    needs = hash_id("need", np.arange(N), 0)
    return Streams(5).stream("need.likes_option").gumbel(3, needs[:, None], ordinal=options)


def chi_square(counts: NDArray[np.int64], shares: Floats) -> float:
    expected = counts.sum() * shares
    return float((np.square(counts - expected) / expected).sum())


def test_shares_of_keyed_choices_are_the_logits() -> None:
    """One chi-square test with four degrees of freedom; false alarm one in a million."""
    chosen = choose(np.tile(UTILITIES, (N, 1)), keyed_noise(OPTIONS))
    counts = np.bincount(chosen, minlength=5)
    shares = choice_probabilities(UTILITIES[None])[0]
    assert gammaincc(2.0, 0.5 * chi_square(counts, shares)) > FALSE_ALARM
    flatter = choice_probabilities(UTILITIES[None] / 1.05)[0]  # noise 5 % too wide would be found
    assert gammaincc(2.0, 0.5 * chi_square(counts, flatter)) < FALSE_ALARM


def test_what_is_not_on_offer_is_never_chosen_and_the_rest_share_as_before() -> None:
    """Independence of irrelevant alternatives, in the closed form and in the draws."""
    without = UTILITIES.copy()
    without[3] = -np.inf
    full, reduced = choice_probabilities(UTILITIES[None])[0], choice_probabilities(without[None])[0]
    assert reduced[3] == 0.0
    assert reduced[[0, 1, 2, 4]] / reduced[0] == pytest.approx(full[[0, 1, 2, 4]] / full[0], rel=1e-12)
    noise = keyed_noise(OPTIONS)
    before = choose(np.tile(UTILITIES, (N, 1)), noise)
    after = choose(np.tile(without, (N, 1)), noise)
    assert not (after == 3).any()
    assert np.array_equal(after[before != 3], before[before != 3])  # nobody else changes his mind


def test_a_better_offer_wins_customers_and_moves_nobody_between_the_others() -> None:
    better = UTILITIES.copy()
    better[1] += 0.3
    noise = keyed_noise(OPTIONS)
    before, after = choose(np.tile(UTILITIES, (N, 1)), noise), choose(np.tile(better, (N, 1)), noise)
    changed = before != after
    assert (after[changed] == 1).all()
    gain = choice_probabilities(better[None])[0, 1] - choice_probabilities(UTILITIES[None])[0, 1]
    assert changed.mean() == pytest.approx(gain, abs=5.0 * (gain / N) ** 0.5)


@pytest.mark.parametrize("price", [0.7, 1.0, 2.1])
def test_price_elasticities_by_finite_difference(price: float) -> None:
    """Own: -s p (1 - P). Cross: s p P, the same for every other option."""
    sensitivity, step = 3.4, 1e-6
    others = np.array([-3.3, -2.9, -3.8])

    def log_shares(relative_price: float) -> Floats:
        own = price_utility(np.array([relative_price]), np.array([sensitivity]))
        return np.asarray(np.log(choice_probabilities(np.concatenate([own, others])[None])[0]))

    slope = (log_shares(price + step) - log_shares(price - step)) / (2.0 * step) * price
    share = float(np.exp(log_shares(price)[0]))
    assert slope[0] == pytest.approx(price_elasticity(sensitivity, price, share), rel=1e-6)
    assert slope[1:] == pytest.approx(np.full(3, sensitivity * price * share), rel=1e-6)


def test_the_default_price_sensitivity_gives_the_elasticity_of_the_meta_analysis() -> None:
    """Bijmolt, van Heerde and Pieters 2005: own-price elasticity -2.62 on average."""
    from simulator.parameters import load_register

    sensitivity = load_register()["price_sensitivity"].default
    assert price_elasticity(sensitivity, 1.0, 0.23) == pytest.approx(-2.62, abs=0.01)


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5])
def test_effort_elasticity_in_a_logit_by_finite_difference(share: float) -> None:
    """At normal effort: elasticity x (1 - share) / (1 - reference share), whatever the floor."""
    elasticity, floor, reference, step = 0.31, 0.1, 0.25, 1e-6
    others = np.log(1.0 / share - 1.0)

    def log_share(effort: float) -> float:
        work = effort_utility(
            np.array([effort]),
            np.ones(1),
            elasticity=np.array(elasticity),
            floor=np.array(floor),
            reference_share=np.array(reference),
        )
        return float(np.log(choice_probabilities(np.array([[work[0], others]]))[0, 0]))

    slope = (log_share(1.0 + step) - log_share(1.0 - step)) / (2.0 * step)
    assert slope == pytest.approx(elasticity * (1.0 - share) / (1.0 - reference), rel=1e-6)


def test_ability_works_like_effort_with_elasticity_one() -> None:
    one = np.ones(1)
    same = {"elasticity": 0.31 * one, "floor": 0.1 * one, "reference_share": 0.25 * one}
    double = effort_utility(one, 2.0 * one, **same)
    assert double * 0.75 == pytest.approx(np.log(2.0))
