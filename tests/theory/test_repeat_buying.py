"""Repeat buying and leaving: formulas against drawn customers, estimates against what made them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.special import gammaincinv
from scipy.stats import beta

from simulator.market.repeat_buying import drop_out, lifetimes, spending
from simulator.market.repeat_buying.drop_out import DropOut
from simulator.market.repeat_buying.fitting import fit_drop_out, fit_lifetimes, fit_spending
from simulator.market.repeat_buying.histories import Histories, draw_drop_out, draw_lifetimes
from simulator.market.repeat_buying.lifetimes import Lifetimes
from simulator.market.repeat_buying.spending import Spending
from simulator.randomness import Streams

Floats = NDArray[np.float64]

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "cdnow"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the data are not here")
BG = DropOut(0.243, 4.414, 0.793, 2.426)
MBG = DropOut(0.525, 6.183, 0.891, 1.614, leaves_at_once=True)
PARETO = Lifetimes(0.553, 10.578, 0.606, 11.669)
SPENDING = Spending(6.25, 3.74, 15.44)
LUCK = Streams(8).stream("customer.buys_again")
ONE = np.ones(1)


def test_published_expectations_of_the_music_shop() -> None:
    """The published figures rest on r = .2426; rounded to .243 they are off by .16 %."""
    times = np.array([0.1429, 1.0, 3.0, 31.8571, 32.0, 78.0])
    published = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576]
    assert drop_out.expected_purchases(BG, times) == pytest.approx(published, rel=2e-3, abs=1e-4)
    more_digits = DropOut(0.2426, 4.4136, 0.7929, 2.4259)
    assert drop_out.expected_purchases(more_digits, times) == pytest.approx(published, abs=1e-3)
    bought = 2.0 * ONE, 30.43 * ONE, 38.86 * ONE, 39.0 * ONE
    assert drop_out.future_purchases(BG, *bought) == pytest.approx([1.226], abs=1e-3)


@pytest.mark.parametrize(("traits", "time"), [(BG, 32.0), (DropOut(1.2, 9.0, 1.7, 3.0), 50.0)])
def test_expected_purchases_are_the_mean_over_customers(traits: DropOut, time: float) -> None:
    exact = drop_out.expected_purchases(traits, np.array([time]))[0]
    drawn = np.mean(
        [(1.0 - np.exp(-r * p * time)) / p for r, p in _grid(traits)]
    )  # an equal-probability grid, 400 x 400: error below 1 %
    assert drawn == pytest.approx(exact, rel=0.01)


def _grid(traits: DropOut, n: int = 400) -> list[tuple[float, float]]:
    middle = (np.arange(n) + 0.5) / n
    rates = gammaincinv(traits.purchases, middle) / traits.weeks
    leaves = beta(traits.leaving, traits.staying).ppf(middle)
    return [(float(r), float(p)) for r in rates for p in leaves]


@pytest.mark.parametrize("traits", [BG, MBG])
def test_drawn_customers_buy_what_the_formula_expects(traits: DropOut) -> None:
    """Mean repeats of 60,000 customers within 5 standard errors: false alarm below one in a million."""
    n = 60_000
    for weeks in (10.0, 78.0):
        drawn = draw_drop_out(traits, np.arange(n), np.full(n, weeks), replication=1, luck=LUCK)
        exact = drop_out.expected_purchases(traits, np.array([weeks]))[0]
        assert drawn.repeats.mean() == pytest.approx(exact, abs=5.0 * drawn.repeats.std() / n**0.5)


def test_drawn_customers_who_leave_at_any_time_buy_what_the_formula_expects() -> None:
    n = 60_000
    drawn = draw_lifetimes(PARETO, np.arange(n), np.full(n, 52.0), replication=1, luck=LUCK)
    exact = lifetimes.expected_purchases(PARETO, np.array([52.0]))[0]
    assert drawn.repeats.mean() == pytest.approx(exact, abs=5.0 * drawn.repeats.std() / n**0.5)


@pytest.mark.parametrize("rule", [BG, MBG, PARETO], ids=["BG/NBD", "MBG/NBD", "Pareto/NBD"])
def test_what_a_history_promises_is_kept(rule: DropOut | Lifetimes) -> None:
    """Bayes on 150,000 drawn customers: those with equal histories buy later what was expected of them.

    Weeks 39 to 78 by number of repeats in weeks 0 to 39, each group within 5 standard errors (6 groups).
    """
    n = 150_000
    who = np.arange(n)
    half, whole = np.full(n, 39.0), np.full(n, 78.0)
    if isinstance(rule, DropOut):
        early, all_of_it = (draw_drop_out(rule, who, t, replication=2, luck=LUCK) for t in (half, whole))
        expected = drop_out.future_purchases(rule, early.repeats, early.last, early.known, half)
    else:
        early, all_of_it = (draw_lifetimes(rule, who, t, replication=2, luck=LUCK) for t in (half, whole))
        expected = lifetimes.future_purchases(rule, early.repeats, early.last, early.known, half)
    later = all_of_it.repeats - early.repeats
    assert (later >= 0).all()  # a longer observation sees the same purchases first
    recent = early.last > 28.0
    groups = [early.repeats == 0, early.repeats == 1, early.repeats == 2, early.repeats > 2]
    groups += [recent, ~recent & (early.repeats > 1)]
    for group in groups:
        error = (later - expected)[group]
        assert abs(error.mean()) < 5.0 * error.std() / group.sum() ** 0.5


@pytest.mark.parametrize("rule", [BG, MBG, PARETO], ids=["BG/NBD", "MBG/NBD", "Pareto/NBD"])
def test_the_likelihood_adds_up(rule: DropOut | Lifetimes) -> None:
    """Chance of no repeat, and density of one repeat over its time, within 5 standard errors."""
    n, weeks = 60_000, 39.0
    of = drop_out if isinstance(rule, DropOut) else lifetimes
    draw = draw_drop_out if isinstance(rule, DropOut) else draw_lifetimes
    drawn = draw(rule, np.arange(n), np.full(n, weeks), replication=3, luck=LUCK)  # type: ignore[arg-type]

    def density(repeats: float, last: float) -> float:
        found = of.log_likelihood(rule, repeats * ONE, last * ONE, weeks * ONE)  # type: ignore[arg-type]
        return float(np.exp(found[0]))

    once = quad(lambda t: density(1.0, t), 0.0, weeks)[0]
    for repeats, exact in ((0, density(0.0, 0.0)), (1, once)):
        seen = (drawn.repeats == repeats).mean()
        assert seen == pytest.approx(exact, abs=5.0 * (exact * (1 - exact) / n) ** 0.5)


def test_both_sides_of_the_lifetime_formula_agree() -> None:
    """Where the two rates of the gamma distributions cross, the two forms of the formula meet."""
    history = 3.0 * ONE, 20.0 * ONE, 39.0 * ONE
    low, high = Lifetimes(0.6, 10.0, 0.7, 10.000001), Lifetimes(0.6, 10.000001, 0.7, 10.0)
    for of in (lifetimes.log_likelihood, lifetimes.chance_alive):
        assert of(low, *history) == pytest.approx(of(high, *history), rel=1e-6)


def test_estimates_recover_what_made_the_customers() -> None:
    """Within 10 %, from 30,000 (leaving after purchases) and 8,000 (any time) customers seen two years."""
    strong = DropOut(0.9, 8.0, 1.2, 4.0)
    seen = draw_drop_out(strong, np.arange(30_000), np.full(30_000, 104.0), replication=0, luck=LUCK)
    found = fit_drop_out(seen)
    assert (found.purchases, found.weeks, found.leaving, found.staying) == pytest.approx(
        (0.9, 8.0, 1.2, 4.0), rel=0.1
    )
    at_once = DropOut(0.9, 8.0, 1.2, 4.0, leaves_at_once=True)
    seen = draw_drop_out(at_once, np.arange(30_000), np.full(30_000, 104.0), replication=0, luck=LUCK)
    other = fit_drop_out(seen, leaves_at_once=True)
    assert (other.purchases, other.weeks, other.leaving, other.staying) == pytest.approx(
        (0.9, 8.0, 1.2, 4.0), rel=0.1
    )
    truth = Lifetimes(1.0, 8.0, 0.9, 25.0)
    seen = draw_lifetimes(truth, np.arange(8_000), np.full(8_000, 104.0), replication=0, luck=LUCK)
    life = fit_lifetimes(seen)
    assert (life.purchases, life.weeks, life.leaving, life.leaving_weeks) == pytest.approx(
        (1.0, 8.0, 0.9, 25.0), rel=0.1
    )


def test_spending_recovers_and_pulls_towards_the_mean() -> None:
    """20,000 customers with 1 to 5 purchases; the mean amount p v / (q - 1) within 5 %."""
    n = 20_000
    who = np.arange(n)
    scale = gammaincinv(SPENDING.between, LUCK.uniform(4, who)) / SPENDING.scale
    count = 1.0 + np.floor(5.0 * LUCK.uniform(4, who, ordinal=1))
    total = gammaincinv(SPENDING.within * count, LUCK.uniform(4, who, ordinal=2)) / scale
    found = fit_spending(count, total / count)
    assert (found.within, found.between, found.scale) == pytest.approx((6.25, 3.74, 15.44), rel=0.1)
    expected = spending.expected_amount(SPENDING, count, total / count)
    own = SPENDING.within / scale
    groups = [total / count < 20.0, total / count > 60.0, count == 1.0]
    for group in groups:
        error = (own - expected)[group]
        assert abs(error.mean()) < 5.0 * error.std() / group.sum() ** 0.5


def music_shop() -> Histories:
    rows = np.loadtxt(DATA / "cdnow_customers_summary.csv", delimiter=",", skiprows=1)
    return Histories(rows[:, 1], rows[:, 2], rows[:, 3])


@needs_data
def test_estimates_of_the_music_shop_are_the_published_ones() -> None:
    seen = music_shop()
    assert len(seen) == 2_357
    bg = fit_drop_out(seen)
    assert (bg.purchases, bg.weeks, bg.leaving, bg.staying) == pytest.approx(
        (0.243, 4.414, 0.793, 2.426), abs=2e-3
    )
    times = np.array([0.1429, 1.0, 3.0, 31.8571, 32.0, 78.0])
    published = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576]
    assert drop_out.expected_purchases(bg, times) == pytest.approx(published, abs=1e-3)
    mbg = fit_drop_out(seen, leaves_at_once=True)
    assert (mbg.purchases, mbg.weeks, mbg.leaving, mbg.staying) == pytest.approx(
        (0.525, 6.183, 0.891, 1.614), rel=2e-3
    )
    pareto = fit_lifetimes(seen)
    assert (pareto.purchases, pareto.weeks, pareto.leaving, pareto.leaving_weeks) == pytest.approx(
        (0.553, 10.578, 0.606, 11.669), rel=3e-3
    )


@needs_data
def test_what_the_music_shop_sold_in_the_second_39_weeks_is_foreseen() -> None:
    """Fitted on 39 weeks, those of all 78 come out 6 % low at most (a known weakness)."""
    seen = music_shop()
    weeks = np.full(len(seen), 39.0)
    expected = drop_out.future_purchases(fit_drop_out(seen), seen.repeats, seen.last, seen.known, weeks)
    days: dict[int, set[str]] = {}
    for line in (DATA / "CDNOW_sample.txt").read_text().splitlines():
        _, customer, day, *_ = line.split()
        days.setdefault(int(customer), set()).add(day)
    early = np.array([sum(day <= "19970930" for day in days[one]) - 1 for one in sorted(days)], float)
    bought = np.array([len(days[one]) - 1 for one in sorted(days)], float)
    assert early.tolist() == seen.repeats.tolist()
    assert 0.94 < (early + expected).sum() / bought.sum() < 1.0
    groups = [early == 0, early == 1, (early > 1) & (early < 5), early > 4]
    foreseen = [expected[one].mean() for one in groups]
    assert foreseen == sorted(foreseen)
    assert foreseen == pytest.approx([(bought - early)[one].mean() for one in groups], rel=0.25)


@needs_data
def test_spending_in_the_music_shop_is_the_published_one() -> None:
    """Mean repeat purchase of the 946 who came back: (6.25, 3.74, 15.44) within 3 %."""
    spent: dict[int, dict[str, float]] = {}
    for line in (DATA / "CDNOW_sample.txt").read_text().splitlines():
        _, customer, day, _, money = line.split()
        mine = spent.setdefault(int(customer), {})
        mine[day] = mine.get(day, 0.0) + float(money)
    repeats = [[mine[day] for day in sorted(mine)[1:] if day <= "19970930"] for mine in spent.values()]
    means = np.array([[len(one), float(np.mean(one))] for one in repeats if one and np.mean(one) > 0.0])
    assert len(means) == 946
    found = fit_spending(means[:, 0], means[:, 1])
    assert (found.within, found.between, found.scale) == pytest.approx((6.25, 3.74, 15.44), rel=0.03)
