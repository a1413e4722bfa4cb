"""Keyed random numbers behave like independent ones, along every axis on which the simulation uses them.

Each statistical test states its false-alarm rate for honest random numbers; `P_MIN` is the smallest
p-value that passes.  Seeds are fixed, so a passing test keeps passing until the algorithm changes.  The
last test shows that the battery can fail: a generator whose keys only shift one sequence is caught.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import chdtrc, kolmogorov, ndtr

from simulator.randomness import Keys, Streams, hash_id

P_MIN = 1e-6  # false-alarm rate of every single test below (two-sided)
N = 1 << 16

integers = st.integers(min_value=-(2**63), max_value=2**64 - 1)
Draw = Callable[[np.ndarray], np.ndarray]


def uniform_on_ids(step: int) -> np.ndarray:
    ids = np.arange(N, dtype=np.uint64) * np.uint64(step)
    return Streams(11).stream("axis").uniform(0, ids, week=3)


AXES: dict[str, Callable[[], np.ndarray]] = {
    "adjacent ids": lambda: uniform_on_ids(1),
    "ids far apart": lambda: uniform_on_ids(2**48),
    "hashed ids": lambda: Streams(11).stream("axis").uniform(0, hash_id("need", np.arange(N), 1)),
    "adjacent weeks": lambda: Streams(11).stream("axis").uniform(0, 5, week=np.arange(N)),
    "adjacent ordinals": lambda: Streams(11).stream("axis").uniform(0, 5, ordinal=np.arange(N)),
    "adjacent replications": lambda: Streams(11).stream("axis").uniform(np.arange(N), 5),
    "adjacent seeds": lambda: np.array(
        [float(Streams(seed).stream("axis").uniform(0, 5)) for seed in range(N // 16)]
    ),
    "adjacent names": lambda: np.array(
        [float(Streams(1).stream(f"axis.{name}").uniform(0, 5)) for name in range(N // 16)]
    ),
    "a diagonal": lambda: (
        Streams(11).stream("axis").uniform(np.arange(N), np.arange(N), np.arange(N), np.arange(N))
    ),
}


# -- p-values -------------------------------------------------------------------------------------


def p_chi_square(counts: np.ndarray) -> float:
    expected = counts.sum() / counts.size
    return float(chdtrc(counts.size - 1, ((counts - expected) ** 2 / expected).sum()))


def p_uniform(u: np.ndarray) -> float:
    """Kolmogorov-Smirnov, asymptotic."""
    ordered = np.sort(u)
    steps = np.arange(u.size + 1) / u.size
    distance = max((steps[1:] - ordered).max(), (ordered - steps[:-1]).max())
    return float(kolmogorov(distance * u.size**0.5))


def p_pairs(u: np.ndarray, v: np.ndarray) -> float:
    """Chi-square of the pairs on a 16 x 16 board."""
    board = (u * 16).astype(int) * 16 + (v * 16).astype(int)
    return p_chi_square(np.bincount(board, minlength=256))


def p_correlation(u: np.ndarray, v: np.ndarray) -> float:
    """Means and variances are known: 12 * mean((u - 1/2) * (v - 1/2)) has variance 1/n."""
    z = 12 * ((u - 0.5) * (v - 0.5)).mean() * u.size**0.5
    return float(2 * ndtr(-abs(z)))


def p_runs(u: np.ndarray) -> float:
    """Wald-Wolfowitz: the number of changes between below and above one half."""
    changes = (np.diff(u > 0.5) != 0).sum()
    z = (changes - (u.size - 1) / 2) / ((u.size - 1) / 4) ** 0.5
    return float(2 * ndtr(-abs(z)))


# -- one axis at a time ---------------------------------------------------------------------------


@pytest.mark.parametrize("axis", AXES)
def test_draws_along_an_axis_are_uniform_and_independent(axis: str) -> None:
    """Nine axes x five tests at 1e-6 each: false alarm 5e-5."""
    u = AXES[axis]()
    p_values = {
        "uniform": p_uniform(u),
        "chi-square of 256 cells": p_chi_square(np.bincount((u * 256).astype(int), minlength=256)),
        "neighbors on a board": p_pairs(u[:-1:2], u[1::2]),
        "serial correlation": p_correlation(u[:-1], u[1:]),
        "runs": p_runs(u),
    }
    assert min(p_values.values()) > P_MIN, p_values


@pytest.mark.parametrize("part", ["stream", "seed", "replication", "week", "ordinal"])
def test_neighboring_sequences_are_independent(part: str) -> None:
    """The same ids under neighboring keys: 5 x 7 pairs x 2 tests at 1e-6, false alarm 7e-5."""
    ids = np.arange(N // 2)
    stream = Streams(4).stream("s")
    draws = {
        "stream": lambda k: Streams(4).stream(f"s{k}").uniform(0, ids),
        "seed": lambda k: Streams(4 + k).stream("s").uniform(0, ids),
        "replication": lambda k: stream.uniform(k, ids),
        "week": lambda k: stream.uniform(0, ids, week=k),
        "ordinal": lambda k: stream.uniform(0, ids, ordinal=k),
    }[part]
    first = draws(0)
    for other in (1, 2, 3, 7, 52, 256, 2**20):
        second = draws(other)
        assert p_pairs(first, second) > P_MIN, other
        assert p_correlation(first, second) > P_MIN, other


def test_every_bit_is_balanced_and_independent_of_every_other() -> None:
    """64 bits and 2016 pairs of bits, each at 1e-8: false alarm 2e-5."""
    words = Streams(9).stream("bits").keys(0).bits(np.arange(N))
    signs = 2.0 * ((words[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)) - 1
    z_bits = signs.sum(axis=0) / N**0.5
    z_pairs = np.einsum("ni,nj->ij", signs, signs) / N**0.5
    limit = 5.73  # two-sided 1e-8
    assert abs(z_bits).max() < limit
    assert abs(z_pairs[np.triu_indices(64, 1)]).max() < limit


@pytest.mark.parametrize("part", ["id", "replication", "week", "ordinal"])
def test_each_input_bit_flips_half_of_the_output_bits(part: str) -> None:
    """Avalanche: 64 x 64 flip rates of 4,096 cases, each at 1e-10: false alarm 4e-7."""
    n_cases = 4096
    cases = hash_id("case", np.arange(n_cases)) if part == "id" else np.arange(n_cases, dtype=np.uint64)
    keys = {
        "id": lambda value: Streams(3).stream("f").keys(0).bits(value),
        "replication": lambda value: Streams(3).stream("f").keys(value).bits(7),
        "week": lambda value: Streams(3).stream("f").keys(0, week=value).bits(7),
        "ordinal": lambda value: Streams(3).stream("f").keys(0, ordinal=value).bits(7),
    }[part]
    before = keys(cases)
    worst = 0.0
    for bit in range(64):
        flipped = before ^ keys(cases ^ np.uint64(1 << bit))
        rates = np.unpackbits(flipped.view(np.uint8).reshape(n_cases, 8), axis=1).mean(axis=0)
        worst = max(worst, float(abs(rates - 0.5).max()))
    assert worst < 6.47 * 0.5 / n_cases**0.5


def test_birthday_spacings_collide_as_often_as_chance_says() -> None:
    """Marsaglia's test on the upper 32 bits: Poisson with mean n**3 / (4 * 2**32); false alarm 1e-6."""
    n_birthdays, n_years, hits = 4096, 16, 0
    for year in range(n_years):
        words = Streams(6).stream("birthdays").keys(year).bits(np.arange(n_birthdays))
        spacings = np.sort(np.diff(np.sort(words >> np.uint64(32))))
        hits += int((np.diff(spacings) == 0).sum())
    mean = n_years * n_birthdays**3 / (4 * 2.0**32)
    assert abs(hits - mean) < 4.9 * mean**0.5


def test_an_offset_between_seeds_is_no_offset_between_streams() -> None:
    """The trap of additive seeds: stream A at seed s + d must never be stream B at seed s."""
    ids = np.arange(64)
    seen = np.concatenate(
        [Streams(seed).stream(name).uniform(0, ids) for seed in range(100) for name in ("a", "b", "aa")]
    )
    assert np.unique(seen).size == seen.size  # a shared value has probability 4e-8


def test_streams_are_not_one_sequence_started_at_different_places() -> None:
    """Wherever two streams agree in the first round, the second key drives them apart."""
    odd = 0x9E3779B97F4A7C15
    stream = Streams(8).stream("shift")
    one, other = stream.keys(0), stream.keys(1)
    offset = (int(one.first) - int(other.first)) * pow(odd, -1, 2**64) % 2**64
    ids = np.arange(N, dtype=np.uint64)
    moved = ids + np.uint64(offset)
    assert p_pairs(one.uniform(ids), other.uniform(moved)) > P_MIN
    assert p_correlation(one.uniform(ids), other.uniform(moved)) > P_MIN


def test_the_battery_catches_a_generator_whose_keys_only_shift_one_sequence() -> None:
    ids = np.arange(N, dtype=np.uint64)
    one, shifted = Keys(0x9E3779B97F4A7C15, 0), Keys(0, 0)
    assert p_correlation(one.uniform(ids[:-1]), shifted.uniform(ids[1:])) < P_MIN
    assert p_pairs(one.uniform(ids[:-1]), shifted.uniform(ids[1:])) < P_MIN


# -- distributions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("draw", "distribution"),
    [
        ("normal", ndtr),
        ("exponential", lambda x: -np.expm1(-x)),
        ("gumbel", lambda x: np.exp(-np.exp(-x))),
    ],
)
def test_draws_follow_their_distribution(draw: str, distribution: Draw) -> None:
    """Kolmogorov-Smirnov, false alarm 1e-6 each."""
    x = getattr(Streams(21).stream("shape"), draw)(0, np.arange(N))
    assert p_uniform(distribution(x)) > P_MIN


def test_gumbel_noise_gives_logit_shares() -> None:
    """Chi-square with three options, false alarm 1e-6."""
    value = np.array([0.0, 0.5, 1.0])
    tastes = Streams(2).stream("choice").gumbel(0, np.arange(N)[:, None], ordinal=np.arange(3))
    counts = np.bincount((value + tastes).argmax(axis=1), minlength=3)
    expected = N * np.exp(value) / np.exp(value).sum()
    assert chdtrc(2, ((counts - expected) ** 2 / expected).sum()) > P_MIN


# -- for any key ----------------------------------------------------------------------------------


@given(
    seed=st.integers(),
    replication=integers,
    week=integers,
    ordinal=integers,
    ids=st.lists(integers, max_size=9),
)
def test_any_integers_give_numbers_strictly_between_zero_and_one(
    seed: int, replication: int, week: int, ordinal: int, ids: list[int]
) -> None:
    words = np.array([i % 2**64 for i in ids], dtype=np.uint64)
    stream = Streams(seed).stream("any")
    u = stream.uniform(replication, words, week, ordinal)
    assert ((u > 0) & (u < 1)).all()
    assert u.tolist() == [float(stream.uniform(replication, i, week, ordinal)) for i in ids]
    noise = stream.keys(replication, week, ordinal)
    assert np.isfinite(noise.normal(words)).all()
    assert np.isfinite(noise.gumbel(words)).all()


@given(first=st.lists(integers, min_size=1, max_size=4), second=st.lists(integers, min_size=1, max_size=4))
def test_different_origins_have_different_ids(first: list[int], second: list[int]) -> None:
    same = [i % 2**64 for i in first] == [i % 2**64 for i in second]
    assert (int(hash_id("thing", *first)) == int(hash_id("thing", *second))) is same


@given(
    n_options=st.integers(min_value=1, max_value=12),
    leaver=st.integers(min_value=0, max_value=11),
    replication=st.integers(min_value=0, max_value=1000),
)
def test_when_somebody_leaves_only_their_accounts_move(n_options: int, leaver: int, replication: int) -> None:
    people = np.arange(n_options + 1) * 17
    accounts = np.arange(200)
    stream = Streams(1).stream("account.rep")
    before = people[stream.rendezvous(replication, accounts, people)]
    gone = people[leaver % people.size]
    left = people[people != gone]
    after = left[stream.rendezvous(replication, accounts, left)]
    assert (after[before != gone] == before[before != gone]).all()
