"""Calculations about customers taken, prices set, plans picked and quotas lowered.

None needs a scenario. Luck is keyed by a stated seed, so that each calculation gives the same numbers again.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

from simulator.behaviors.discounting import PriceStake, believed_odds, choose_discount, win_probability
from simulator.behaviors.marginal_value import expected_slope
from simulator.behaviors.preferences import Neutral
from simulator.behaviors.quitting import choose_plan, plan_worth
from simulator.behaviors.screening import CreditStake, believed_default, firm_worth, takes
from simulator.organization.quota_setting import adjusts
from simulator.randomness import Streams
from simulator.studies.validation.calculations import Case, Point
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind, PayTerm

__all__ = ["acquisition_pay", "managers_own_quota", "plan_menu", "price_authority"]

Floats = NDArray[np.float64]

LIMITS = np.linspace(0.0, 0.5, 101)


def acquisition_pay(case: Case) -> list[Point]:
    """Move pay from acquisition to keeping customers: signs of what changes (1 or -1).

    Settings: ``seed``, ``prospects``, ``typical`` default probability, ``spread`` of its log odds,
    ``insight``, ``margin``, ``loss``, ``keeping`` (worth to the firm), ``effort`` and ``chasing`` (cost to
    the rep of winning, and of running after money), ``rate`` (pay on both together), ``on_keeping`` (shares
    of pay that rest on keeping, rising). Prospects met grow with what one is worth to the rep.
    """
    given = case.settings
    shares = [float(share) for share in given["on_keeping"]]
    arms = [_acquisition_arm(given, share) for share in shares]
    points = []
    for (before, here), share in zip(pairwise(arms), shares[1:], strict=True):
        label = f"{share:g} on keeping"
        points.append(Point(f"fewer bookings, {label}", float(np.sign(here[0] - before[0])), -1.0))
        points.append(Point(f"no more defaults, {label}", float(here[1] <= before[1]), 1.0))
        points.append(Point(f"worth more, {label}", float(np.sign(here[2] - before[2])), 1.0))
    points.append(Point("loss on acquisition pay alone", float(np.sign(arms[0][2])), -1.0))
    points.append(Point("gain on pay for keeping", float(np.sign(arms[-1][2])), 1.0))
    return points


def _acquisition_arm(given: Mapping[str, Any], share: float) -> tuple[float, float, float]:
    """Bookings, share of them that default, and worth to the firm net of pay."""
    n, streams = int(given["prospects"]), Streams(int(given["seed"]))
    typical, spread = np.array(float(given["typical"])), np.array(float(given["spread"]))
    default = expit(logit(typical) + spread * streams.stream("default").normal(0, np.arange(n)))
    seen = believed_default(
        default, typical=typical, spread=spread, insight=np.full(n, float(given["insight"])),
        noise=streams.stream("seen").normal(0, np.arange(n)),
    )  # fmt: skip
    booking, keeping = float(given["rate"]) * (1.0 - share), float(given["rate"]) * share
    effort, chasing = float(given["effort"]), float(given["chasing"])
    stake = CreditStake(*(np.full(n, v) for v in (booking, 0.0, keeping, 0.0, chasing, effort)))
    taken = takes(seen, stake)
    gain = booking + (1.0 - seen) * keeping - seen * chasing - effort
    met = (gain * taken).mean() / float(given["rate"])
    worth = firm_worth(default, **{key: np.array(float(given[key])) for key in ("margin", "loss", "keeping")})
    net = ((worth - booking - (1.0 - default) * keeping) * taken).mean()
    return float(met * taken.mean()), float(default[taken].mean()), float(met * net)


def price_authority(case: Case) -> list[Point]:
    """Find the limit of discounts that is best for the firm, and tell how it moves (1, 0 or -1).

    Settings: ``customers``, ``odds``, ``spread``, ``pull``, ``cost`` (share of list price), ``arms``: each
    ``{label, insight, on_revenue, expect}`` with two values for one of the two; ``expect`` is the sign of the
    change in the best limit from the first value to the second. ``interior`` lists ``{insight, on_revenue}``
    for which the best limit must lie between none and all.
    """
    points = []
    for arm in case.settings.get("arms", []):
        insights, shares = (np.broadcast_to(arm[key], 2) for key in ("insight", "on_revenue"))
        first, second = (_best_limit(case, float(i), float(s)) for i, s in zip(insights, shares, strict=True))
        points.append(Point(str(arm["label"]), float(np.sign(second - first)), float(arm["expect"])))
    for each in case.settings.get("interior", []):
        best = _best_limit(case, float(each["insight"]), float(each["on_revenue"]))
        label = f"interior at insight={each['insight']:g} on_revenue={each['on_revenue']:g}"
        points.append(Point(label, float(0.0 < best < LIMITS[-1]), 1.0))
    return points


def _best_limit(case: Case, insight: float, on_revenue: float) -> float:
    """Give the smallest limit of discounts at which the firm earns most."""
    n, cost = int(case.settings["customers"]), float(case.settings["cost"])
    mean, spread = float(case.settings["odds"]), float(case.settings["spread"])
    pull = np.full(n, float(case.settings["pull"]))
    grid = ndtri((np.arange(n) + 0.5) / n)
    odds, noise = mean + spread * grid, grid[Streams(1).stream("noise").uniform(0, np.arange(n)).argsort()]
    seen = believed_odds(
        odds, mean=np.array(mean), spread=np.array(spread), insight=np.full(n, insight), noise=noise
    )
    stake = PriceStake(np.full(n, on_revenue), np.full(n, 1.0 - on_revenue), np.full(n, cost), np.zeros(n))
    profits = []
    for limit in LIMITS:
        discount = choose_discount(seen, pull, stake, np.full(n, limit))
        profits.append((win_probability(odds, pull, discount) * (1.0 - cost - discount)).mean())
    return float(LIMITS[np.flatnonzero(np.array(profits) >= max(profits) - 1e-9)[0]])


def plan_menu(case: Case) -> list[Point]:
    """Let reps pick between a straight and a convex plan: signs of what overconfidence changes (1 or -1).

    Settings: ``seed``, ``reps``, ``ability_spread`` (log), ``luck`` (share of quota), ``rate`` of the
    straight plan, ``low``, ``high`` and ``from`` (multiple of quota) of the convex one,
    ``overconfidence`` (a list).
    """
    given = case.settings
    kinds, totals = (CreditKind("sales", "standard", "new"),), (Accumulator("sales", "year", np.ones(1)),)
    start, low = 100.0 * float(given["from"]), float(given["low"])
    terms = (
        PayTerm("straight", 0, False, np.zeros(1), np.zeros(1), np.array([float(given["rate"])])),
        PayTerm("convex", 0, False, np.array([0.0, start]), np.array([0.0, low * start]),
                np.array([low, float(given["high"])])),
    )  # fmt: skip
    plans = [CompiledPlan(kinds, totals, (term,), 0.0) for term in terms]
    n = int(given["reps"])
    ability = Streams(int(given["seed"])).stream("ability").normal(0, np.arange(n))
    mean = 100.0 * np.exp(float(given["ability_spread"]) * ability)[:, None]
    luck, quota = np.full_like(mean, 100.0 * float(given["luck"])), np.full_like(mean, 100.0)

    def picked(bias: float) -> tuple[float, float]:
        """Share that picks the convex plan, and what all are paid."""
        believed, real = (
            np.stack(
                [plan_worth(plan, mean, luck, quota, Neutral(), overconfidence=b) for plan in plans], axis=1
            )
            for b in (bias, 0.0)
        )
        choice = choose_plan(believed, np.zeros_like(believed))
        return float(choice.mean()), float(real[np.arange(n), choice].mean())

    share, pay = picked(0.0)
    points = []
    for bias in case.settings["overconfidence"]:
        bold_share, bold_pay = picked(float(bias))
        points.append(Point(f"picks convex more, bias={bias:g}", float(np.sign(bold_share - share)), 1.0))
        points.append(Point(f"is paid less, bias={bias:g}", float(np.sign(bold_pay - pay)), -1.0))
    return points


def managers_own_quota(case: Case) -> list[Point]:
    """Tell how many adjustments of quotas are made for the manager's own sake (signs, or none at all).

    Settings: ``seed``, ``reps``, ``bonus`` of the manager at ``team_quota``, ``luck`` (share of team quota),
    ``near``, ``far`` (expected team results over quota, a number and a list), ``merit``, ``gain`` and
    ``cost`` of an adjustment (mean, mean and amount).
    """
    given = case.settings
    n, streams = int(given["reps"]), Streams(int(given["seed"]))
    merit = float(given["merit"]) * streams.stream("merit").exponential(0, np.arange(n))
    gain = float(given["gain"]) * streams.stream("gain").exponential(0, np.arange(n))
    cost, team = np.full(n, float(given["cost"])), np.array([float(given["team_quota"])])
    bonus = PayTerm(
        "bonus", 0, True, np.array([0.0, 1.0]), np.array([0.0, float(given["bonus"])]), np.zeros(2)
    )

    def own(value: float) -> float:
        made = adjusts(merit, gain, np.full(n, value), cost)
        deserved = adjusts(merit, gain, np.zeros(n), cost)
        return float((made & ~deserved).sum() / made.sum())

    def value_at(position: float) -> float:
        return float(expected_slope(bonus, position * team, float(given["luck"]) * team, team)[0])

    near = own(value_at(float(given["near"])))
    points = [Point("on salary", own(0.0), 0.0)]
    for far in given["far"]:
        sign = float(np.sign(near - own(value_at(float(far)))))
        points.append(Point(f"near the own quota over {far:g} of it", sign, 1.0))
    return points
