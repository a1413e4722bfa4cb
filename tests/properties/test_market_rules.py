"""Rules of the market that hold for whatever numbers: batches change nothing, sums are kept, signs hold."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.market.availability import choose_from_stock
from simulator.market.nested_choice import (
    Nests,
    nested_elasticities,
    nested_noise,
    nested_probabilities,
    nested_value,
)
from simulator.market.promotion import after_promotion
from simulator.market.repeat_buying.drop_out import (
    DropOut,
    chance_alive,
    expected_purchases,
    future_purchases,
)
from simulator.market.stocks import Stock
from simulator.randomness import Streams, hash_id

utility = st.floats(-20.0, 20.0)
dissimilarity = st.floats(0.05, 1.0)
positive = st.floats(0.1, 20.0)


@given(st.lists(utility, min_size=4, max_size=4), dissimilarity, dissimilarity)
def test_shares_add_up_and_elasticities_leave_the_total_alone(
    values: list[float], a: float, b: float
) -> None:
    nests, utilities = Nests(np.array([0, 0, 1, 1]), np.array([a, b])), np.array([values])
    share = nested_probabilities(utilities, nests)
    assert abs(share.sum() - 1.0) < 1e-12
    changes = nested_elasticities(utilities, nests, np.ones((1, 4)), 3.0)[0]
    assert np.abs(share[0] @ changes).max() < 1e-9
    assert (np.diag(changes) <= 1e-12).all()
    assert nested_value(utilities, nests)[0] >= max(values) - 1e-12


@settings(deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([1, 7, 60]))
def test_noise_and_shares_are_the_same_in_any_batch(seed: int, batch: int) -> None:
    nests = Nests(np.array([0, 0, 1]), np.array([0.4, 0.8]))
    stream, ids = Streams(seed).stream("need.likes_option"), np.arange(3, dtype=np.uint64) + 9
    replication = np.repeat(np.arange(60), 5)
    events = hash_id("need", np.arange(300) % 5, 0)

    def drawn(rows: slice) -> np.ndarray:
        noise = nested_noise(
            stream, replication[rows], events[rows], option_ids=ids, nest_ids=ids[:2], nests=nests
        )
        return np.concatenate([noise, nested_probabilities(noise, nests)], axis=1)

    whole = drawn(slice(None))
    parts = [drawn(slice(start, start + 5 * batch)) for start in range(0, 300, 5 * batch)]
    assert np.array_equal(whole, np.concatenate(parts))


@given(positive, positive, positive, positive, st.integers(0, 12), st.floats(0.0, 1.0), st.booleans())
def test_a_later_last_purchase_is_never_a_worse_sign(
    r: float, alpha: float, a: float, b: float, repeats: int, place: float, at_once: bool
) -> None:
    traits = DropOut(r, alpha, a, b, at_once)
    last = np.array([place, 1.0]) * 39.0 * (repeats > 0)
    bought = np.full(2, float(repeats)), last, np.full(2, 39.0)
    alive = chance_alive(traits, *bought)
    assert ((alive >= 0.0) & (alive <= 1.0)).all()
    assert alive[1] >= alive[0] - 1e-12
    assert (future_purchases(traits, *bought, np.full(2, 20.0)) >= -1e-9).all()
    growing = expected_purchases(traits, np.array([1.0, 10.0, 100.0]))
    assert (np.diff(growing) >= -1e-9).all()
    assert growing[-1] <= r / alpha * 100.0 * (1 + 1e-9)


@given(st.lists(st.floats(0.0, 500.0), min_size=10, max_size=10), st.floats(0.0, 1.0), st.floats(0.5, 20.0))
def test_promotions_borrow_and_pay_back(extra: list[float], borrowed: float, half_life: float) -> None:
    baseline, added = np.full(10, 100.0), np.array(extra)
    sales, owed = after_promotion(baseline, added, borrowed_share=borrowed, half_life_weeks=half_life)
    assert (sales >= 0.0).all()
    assert owed >= 0.0
    assert abs(sales.sum() - owed - baseline.sum() - (1 - borrowed) * added.sum()) < 1e-6


@given(
    st.floats(-1.0, 1.0),
    st.floats(-1.0, 1.0),
    st.floats(0.5, 99.0),
    st.floats(0.0, 99.0),
    st.floats(0.0, 99.0),
)
def test_a_stock_fades_the_same_whether_looked_at_or_not(
    value: float, base: float, half_life: float, first: float, then: float
) -> None:
    plain, touched = (Stock(np.full(1, value), np.zeros(1), half_life, base) for _ in range(2))
    who = np.array([0])
    touched.add(who, first, np.zeros(1))
    assert abs(plain.at(who, first + then) - touched.at(who, first + then))[0] < 1e-12


@given(st.integers(0, 1_000), st.lists(st.integers(0, 5), min_size=3, max_size=3))
def test_nobody_gets_what_is_not_there(seed: int, stock: list[int]) -> None:
    worth = Streams(seed).stream("likes").gumbel(0, np.arange(12)[:, None], ordinal=np.arange(3))
    item = np.tile(np.arange(3), (12, 1))
    chosen = choose_from_stock(worth, item, np.array(stock))
    sold = np.bincount(chosen[chosen >= 0], minlength=3)
    assert (sold <= stock).all()
    assert (sold == stock).all() or (chosen >= 0).all()  # nobody leaves while something is there
