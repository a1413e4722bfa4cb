"""Keyed random numbers: what they depend on, what they do not, and that they stay what they are."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.randomness import Stream, Streams, hash_id, name_id

DRAWS = ("uniform", "normal", "exponential", "gumbel")


@pytest.fixture
def won() -> Stream:
    return Streams(2026).stream("deal.won")


# -- the numbers stay what they are ---------------------------------------------------------------


def test_the_algorithm_is_pinned(won: Stream) -> None:
    """Whoever changes the algorithm changes every published result, and must do so knowingly."""
    ids = np.array([0, 1, -1, 2**40], dtype=np.int64)
    assert [int(bits) for bits in won.keys(3, week=17, ordinal=2).bits(ids)] == [
        0xFCA3C4975A46C4A8,
        0x08CC93C9AB3A32B5,
        0xB0C414CB9F338B6E,
        0x7C57A2379DD29325,
    ]
    assert won.uniform(3, ids, 17, 2).tolist() == [
        0.9868739003670967,
        0.034371601806221785,
        0.6904919621585589,
        0.48571218355011536,
    ]


def test_transformed_draws_are_pinned_up_to_the_mathematical_library(won: Stream) -> None:
    ids = np.array([0, 1], dtype=np.int64)
    close = {"rtol": 1e-13, "atol": 0.0}
    np.testing.assert_allclose(won.normal(3, ids, 17, 2), [2.222460520082641, -1.8201037699771114], **close)
    np.testing.assert_allclose(
        won.exponential(3, ids, 17, 2), [0.01321300823038477, 3.3705245844283076], **close
    )
    np.testing.assert_allclose(won.gumbel(3, ids, 17, 2), [4.326553462649716, -1.2150683952851433], **close)


def test_ids_of_names_and_of_what_is_born_are_pinned() -> None:
    assert name_id("premium") == 5374063006977497598
    assert hash_id("need", np.array([5, 6]), 1).tolist() == [9250023325607952371, 9242632673439346574]


def test_generators_are_pinned() -> None:
    assert Streams(1).generator("a", replication=0, week=3, entity_id=2).random() == 0.5455291597369009


# -- what a draw does not depend on ---------------------------------------------------------------


@pytest.mark.parametrize("draw", DRAWS)
def test_a_draw_does_not_depend_on_order_or_company(won: Stream, draw: str) -> None:
    ids = np.arange(40_001)
    together = getattr(won, draw)(0, ids, week=4)
    order = np.argsort(Streams(1).stream("shuffle").uniform(0, ids))
    assert (getattr(won, draw)(0, ids[order], week=4) == together[order]).all()
    assert getattr(won, draw)(0, 33_333, week=4) == together[33_333]
    assert (getattr(won, draw)(0, ids[5::7], week=4) == together[5::7]).all()


@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize("batch", [1, 7, 60])
def test_a_draw_does_not_depend_on_the_batch(won: Stream, draw: str, batch: int) -> None:
    n_replications, n_entities = 60, 113
    replication = np.repeat(np.arange(n_replications), n_entities)
    ids = np.tile(np.arange(n_entities), n_replications)
    together = getattr(won, draw)(replication, ids, week=9, ordinal=1)
    for start in range(0, n_replications, batch):
        rows = (replication >= start) & (replication < start + batch)
        alone = getattr(won, draw)(replication[rows], ids[rows], week=9, ordinal=1)
        assert (alone == together[rows]).all()


def test_keys_gathered_by_row_give_the_same_draws(won: Stream) -> None:
    replications = np.array([4, 9, 2])
    place = np.array([2, 0, 0, 1])
    ids = np.array([7, 7, 8, 7])
    by_row = won.keys(replications, week=3, ordinal=1).take(place)
    assert (by_row.gumbel(ids) == won.gumbel(replications[place], ids, 3, 1)).all()


@pytest.mark.parametrize("n_ids", [1, 4, 40_000])
def test_keys_of_options_gathered_by_row_give_the_same_draws(won: Stream, n_ids: int) -> None:
    replications, options = np.array([4, 9, 2]), np.array([11, 5])
    place, ids = np.arange(n_ids) % 3, np.arange(n_ids) * 3
    table = won.keys(replications[:, None], week=3, ordinal=options)
    tastes = table.take(place).uniform(ids[:, None])
    assert tastes.shape == (n_ids, 2)
    for column, option in enumerate(options):
        assert (tastes[:, column] == won.uniform(replications[place], ids, 3, option)).all()
    assert (
        table.take(place).take(place[::-1]).uniform(ids[:, None])[:, 0]
        == table.take(place[place[::-1]]).uniform(ids[:, None])[:, 0]
    ).all()
    assert (won.keys(replications, 3).take(place[:1]).uniform(ids) == won.uniform(4, ids, 3)).all()
    assert (won.keys(replications, 3).take(place).uniform(6) == won.uniform(replications[place], 6, 3)).all()


def test_a_row_that_points_beyond_the_keys_is_an_error(won: Stream) -> None:
    with pytest.raises(IndexError, match="out of bounds"):
        won.keys(np.arange(1)).take(np.array([1])).uniform(np.array([8]))


def test_ordinals_and_weeks_may_differ_by_row(won: Stream) -> None:
    ids, weeks, ordinals = np.array([5, 6, 5]), np.array([0, 1, 2]), np.array([3, 0, 9])
    one_by_one = [
        float(won.uniform(1, int(i), int(week), int(ordinal)))
        for i, week, ordinal in zip(ids, weeks, ordinals, strict=True)
    ]
    assert won.uniform(1, ids, weeks, ordinals).tolist() == one_by_one


def test_entities_by_options_broadcast(won: Stream) -> None:
    customers, options = np.arange(70_000)[:, None], np.array([3, 1, 8])
    tastes = won.gumbel(0, customers, week=2, ordinal=options)
    assert tastes.shape == (70_000, 3)
    assert (tastes[:, 1] == won.gumbel(0, customers[:, 0], week=2, ordinal=1)).all()


@pytest.mark.parametrize("dtype", [np.int8, np.int32, np.int64, np.uint8, np.uint32, np.uint64, ">i8"])
def test_the_type_of_the_integers_does_not_matter(won: Stream, dtype: str) -> None:
    ids = np.array([0, 1, 100])
    assert (won.uniform(0, ids.astype(dtype)) == won.uniform(0, ids)).all()


def test_ids_wrap_at_64_bits(won: Stream) -> None:
    largest = np.array([2**64 - 1], dtype=np.uint64)
    same = {float(won.uniform(0, -1)), float(won.uniform(0, 2**64 - 1)), float(won.uniform(0, largest)[0])}
    assert same == {float(won.uniform(0, np.array([-1], dtype=np.int16))[0])}


def test_no_global_state_is_read_or_written(won: Stream) -> None:
    before = won.uniform(0, np.arange(5))
    won.normal(3, np.arange(100), week=8)
    assert (Streams(2026).stream("deal.won").uniform(0, np.arange(5)) == before).all()


# -- what a draw depends on -----------------------------------------------------------------------


def test_every_part_of_the_key_matters(won: Stream) -> None:
    ids = np.arange(1000)
    draws = [
        won.uniform(0, ids),
        won.uniform(1, ids),
        won.uniform(0, ids, week=1),
        won.uniform(0, ids, ordinal=1),
        won.uniform(0, ids, week=1, ordinal=1),
        Streams(2026).stream("deal.lost").uniform(0, ids),
        Streams(2027).stream("deal.won").uniform(0, ids),
    ]
    assert np.unique(np.concatenate(draws)).size == 7 * 1000


def test_parts_of_the_key_do_not_run_together() -> None:
    assert Streams(1).stream("2.deal") != Streams(12).stream(".deal")
    one, other = Streams(1).stream("a"), Streams(1).stream("b")
    assert float(one.uniform(1, 2, 3, 4)) != float(one.uniform(1, 2, 4, 3))
    assert float(one.uniform(1, 2, 3, 4)) != float(one.uniform(3, 2, 1, 4))
    assert float(one.uniform(1, 2, 3, 4)) != float(other.uniform(1, 2, 3, 4))


def test_seeds_may_be_any_integer() -> None:
    seeds = [0, -1, 2**64 - 1, 2**64, 2**200, np.int64(5)]
    assert len({Streams(seed).stream("a").first for seed in seeds}) == len(seeds)
    with pytest.raises(TypeError, match="integer"):
        Streams(1.5)  # type: ignore[arg-type]


# -- edges ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("draw", DRAWS)
def test_nobody_draws_nothing(won: Stream, draw: str) -> None:
    nobody = np.array([], dtype=np.int64)
    assert getattr(won, draw)(0, nobody).shape == (0,)
    assert getattr(won, draw)(nobody, nobody, week=3).shape == (0,)


def test_extreme_bits_stay_strictly_between_zero_and_one() -> None:
    from simulator.randomness import _to_uniform_block

    words = np.array([0, 2**64 - 1, 2**63], dtype=np.uint64)
    _to_uniform_block(words)
    assert words.view(np.float64).tolist() == [2.0**-53, 1 - 2.0**-53, 0.5 + 2.0**-53]


@pytest.mark.parametrize("ids", [np.array([0.5]), np.array([True]), 0.5, True, [1, 2]])
def test_only_integers_are_ids(won: Stream, ids: object) -> None:
    with pytest.raises(TypeError, match="integer"):
        won.uniform(0, ids)  # type: ignore[arg-type]


def test_a_decision_needs_a_name() -> None:
    with pytest.raises(ValueError, match="a decision needs a name"):
        Streams(1).stream("")


# -- generators, ids and assignment ---------------------------------------------------------------


def test_a_generator_starts_afresh_and_is_keyed_by_everything() -> None:
    streams = Streams(5)
    first = streams.generator("firm.decides", 0, 1, 2).random(4)
    assert (streams.generator("firm.decides", 0, 1, 2).random(4) == first).all()
    others = [
        ("firm.waits", 0, 1, 2),
        ("firm.decides", 1, 1, 2),
        ("firm.decides", 0, 2, 2),
        ("firm.decides", 0, 1, 3),
    ]
    for other in others:
        assert not np.isin(streams.generator(*other).random(4), first).any()


def test_the_same_thing_has_the_same_id_however_it_is_asked_for() -> None:
    customers, needs = np.array([[3], [4]]), np.array([0, 1, 2])
    ids = hash_id("need", customers, needs)
    assert ids.shape == (2, 3)
    assert ids.dtype == np.uint64
    assert int(ids[1, 2]) == int(hash_id("need", 4, 2))
    assert hash_id("firm").shape == ()


def test_ids_differ_by_kind_parts_order_and_number_of_parts() -> None:
    ids = [
        hash_id("need", 1, 2),
        hash_id("lead", 1, 2),
        hash_id("need", 2, 1),
        hash_id("need", 1),
        hash_id("need", 1, 2, 0),
    ]
    assert len({int(i) for i in ids}) == 5
    assert name_id("premium") != name_id("standard")


def test_a_million_births_share_no_id() -> None:
    """With honest 64-bit ids a shared one has probability 3e-8."""
    ids = hash_id("need", np.arange(20_000)[:, None], np.arange(50))
    assert np.unique(ids).size == ids.size


def test_one_more_rep_takes_a_fair_share_and_moves_nobody_else(won: Stream) -> None:
    """False alarm: 6 standard deviations of a binomial share, 2e-9."""
    accounts, reps = np.arange(20_000), np.arange(100, 109)
    before = won.rendezvous(0, accounts, reps)
    after = won.rendezvous(0, accounts, np.append(reps, 777))
    moved = before != after
    assert (after[moved] == 9).all()
    assert abs(moved.mean() - 0.1) < 6 * (0.1 * 0.9 / 20_000) ** 0.5
    counts = np.bincount(before, minlength=9)
    assert (abs(counts / 20_000 - 1 / 9) < 6 * (8 / 81 / 20_000) ** 0.5).all()


def test_assignment_does_not_depend_on_the_order_of_people(won: Stream) -> None:
    accounts, reps = np.arange(500), np.array([8, 3, 5])
    one = reps[won.rendezvous(2, accounts, reps)]
    other = reps[::-1][won.rendezvous(2, accounts, reps[::-1])]
    assert (one == other).all()


@pytest.mark.parametrize("options", [np.array([], dtype=np.int64), np.array([1, 1])])
def test_assignment_needs_distinct_people(won: Stream, options: np.ndarray) -> None:
    with pytest.raises(ValueError, match="each option once"):
        won.rendezvous(0, np.arange(3), options)
