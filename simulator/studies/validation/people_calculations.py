"""Calculations about contests, colleagues, risk and turnover: what single rules of behavior give.

None needs a scenario: each states the people and the pay it is about in its settings.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from simulator.behaviors.contests import Contest, Equilibrium, equilibrium, prize_slope
from simulator.behaviors.marginal_value import expected_pay
from simulator.behaviors.preferences import ConstantRisk, Neutral
from simulator.behaviors.risk_taking import DealMix, choose_mix, reach_probability
from simulator.behaviors.teams import PeerTraits, shared_values, team_sales, work_with_peers
from simulator.studies.validation.calculations import Case, Point
from simulator.studies.validation.closed_forms import closed_form
from simulator.world.pay_terms import PayTerm

__all__ = ["contest_effort", "contest_prizes", "contest_territories", "risk_at_quota", "stars_and_peers"]

Floats = NDArray[np.float64]

SALES_ELASTICITY = "sales_elasticity"
N_EFFORTS = 2_001


def contest_effort(case: Case) -> list[Point]:
    """Hold the effort of equals in a contest against theory, and against a piece rate.

    Settings: ``points`` of ``{n, prize, cost, luck}``: effort is ``prize k(n) / (cost x luck)``;
    ``efficient`` of ``{value, cost, luck}``: two reps at the efficient spread give what a piece rate
    of ``value`` brings.
    """
    found = []
    for each in case.settings.get("points", []):
        n, prize, cost, luck = (float(each[key]) for key in ("n", "prize", "cost", "luck"))
        target = prize / (cost * luck) * closed_form("contest-incentive", {"n": n})
        effort = _effort_of_equals(int(n), prize, cost, luck)
        found.append(Point(f"n={n:g} prize={prize:g} cost={cost:g} luck={luck:g}", effort, target))
    for each in case.settings.get("efficient", []):
        value, cost, luck = (float(each[key]) for key in ("value", "cost", "luck"))
        spread = closed_form("contest-spread", {"s": luck, "value": value})
        effort = _effort_of_equals(2, spread, cost, luck)
        found.append(Point(f"value={value:g} cost={cost:g} luck={luck:g}", effort, value / cost))
    return found


def _effort_of_equals(n: int, prize: float, cost: float, luck: float) -> float:
    """Give the mean effort of equals in a contest with one prize."""
    one = np.ones((1, n))
    return _mean_effort(equilibrium(Contest(np.array([prize])), 0.0 * one, luck * one, cost * one))


def _mean_effort(found: Equilibrium) -> float:
    """Give the mean effort of one contest; not a number where no efforts are an equilibrium."""
    return float(found.effort.mean()) if found.is_found[0] else float("nan")


def contest_prizes(case: Case) -> list[Point]:
    """Tell how many winners are best for a budget, and what grading prizes by rank adds.

    Settings: ``reps``; ``several`` (whether several winners should be best), ``risk_aversion`` (absolute, in
    units of the budget) or ``ability_spread`` (in units of luck), each a list; with ``sales_elasticity`` the
    points are sales at the best graded over those at the best equal prizes, which should be 1.
    """
    n = int(case.settings["reps"])
    points = []
    for spread in case.settings.get("ability_spread", [0.0]):
        for aversion in case.settings.get("risk_aversion", [0.0]):
            label = f"risk={aversion:g} spread={spread:g}"
            equal = [_incentive(n, m, aversion, spread, graded=False) for m in range(1, n)]
            if SALES_ELASTICITY in case.settings:
                graded = [_incentive(n, m, aversion, spread, graded=True) for m in range(1, n)]
                ratio = (max(graded) / max(equal)) ** float(case.settings[SALES_ELASTICITY])
                points.append(Point(label, ratio, 1.0))
            else:
                several = 0 < int(np.argmax(equal)) < n - 2
                points.append(Point(label, float(several), float(case.settings["several"])))
    return points


def _incentive(n: int, winners: int, aversion: float, spread: float, *, graded: bool) -> float:
    """Give the mean effort that a budget of 1 brings, split over some winners."""
    shares = np.arange(winners, 0, -1.0) if graded else np.ones(winners)
    risk = ConstantRisk(aversion) if aversion > 0.0 else Neutral()
    contest = Contest(shares / shares.sum(), risk=risk, other_pay=0.5)
    ability = ndtri((np.arange(n) + 0.5) / n)[None]
    ability, one = spread * ability / ability.std(), np.ones((1, n))
    if spread == 0.0:
        return float(prize_slope(contest, ability, ability, one).mean())
    return _mean_effort(equilibrium(contest, ability, one, one))


def contest_territories(case: Case) -> list[Point]:
    """Tell whether unequal territories cost a contest more effort than a quota plan (1 or -1).

    Settings: ``reps``, ``winners``, ``prize`` (of each winner, and bonus at quota), ``cost``, ``potential``
    (mean of territories in units of luck), ``spreads`` (coefficients of variation), ``adjusted`` (share of
    the difference between territories that quotas take up).
    """
    given: dict[str, Any] = dict(case.settings)
    n, prize, cost = int(given["reps"]), float(given["prize"]), float(given["cost"])
    deviation = ndtri((np.arange(n) + 0.5) / n)[None]
    deviation, one = float(given["potential"]) * deviation / deviation.std(), np.ones((1, n))
    contest = Contest(np.full(int(given["winners"]), prize))

    def by_contest(spread: float) -> float:
        return _mean_effort(equilibrium(contest, spread * deviation, one, cost * one))

    def by_quota(spread: float) -> float:
        missing = (1.0 - float(given["adjusted"])) * spread * deviation[0]
        return float(_efforts_at_quota(missing, prize, cost).mean())

    points = []
    for spread in given["spreads"]:
        lost_by_contest = 1.0 - by_contest(spread) / by_contest(0.0)
        lost_by_quota = 1.0 - by_quota(spread) / by_quota(0.0)
        sign = float(np.sign(lost_by_contest - lost_by_quota))
        points.append(Point(f"spread={spread:g}", sign, 1.0))
    return points


def _efforts_at_quota(head_start: Floats, bonus: float, cost: float) -> Floats:
    """Give the best efforts for a bonus at a quota that equals reps would reach on average, luck being 1."""
    quota = bonus / (cost * np.sqrt(2.0 * np.pi))
    efforts = np.linspace(0.0, 3.0 * quota, N_EFFORTS)
    # From the lowest head start on, so that quotas below nothing do not arise.
    shift = max(-float(head_start.min()), 0.0)
    term = PayTerm("bonus", 0, False, np.array([0.0, quota + shift]), np.array([0.0, bonus]), np.zeros(2))
    mean = (head_start[:, None] + shift + efforts).reshape(-1)
    pay = expected_pay(term, mean, np.ones_like(mean), np.ones_like(mean)).reshape(len(head_start), -1)
    return np.asarray(efforts[np.argmax(pay - 0.5 * cost * np.square(efforts), axis=1)])


def risk_at_quota(case: Case) -> list[Point]:
    """Hold chances of reaching a quota against theory, and tell who gambles (1) and who does not (0).

    Settings: ``chances`` of ``{quota, mean, s}``; ``gaps`` between quota and what is expected, in units of
    the spread of safe deals, positive where the rep must catch up.
    """
    points = []
    for each in case.settings.get("chances", []):
        quota, mean, luck = (float(each[key]) for key in ("quota", "mean", "s"))
        found = reach_probability(np.array([quota]), np.array([mean]), np.array([luck]))[0]
        target = closed_form("win-probability", {"quota": quota, "mean": mean, "s": luck})
        points.append(Point(f"quota-mean={quota - mean:g} s={luck:g}", float(found), target))
    bonus = PayTerm("bonus", 0, True, np.array([0.0, 1.0]), np.array([0.0, 100.0]), np.zeros(2))
    one = np.ones(1)
    for gap in case.settings.get("gaps", []):
        mix = DealMix(20.0 * one, 1.0 * one, 20.0 * one, 4.0 * one)
        share = choose_mix((bonus,), mix, 80.0 * one, (100.0 + float(gap)) * one)[0]
        points.append(Point(f"behind by {gap:g}", float(share), float(gap > 0.0)))
    return points


def stars_and_peers(case: Case) -> list[Point]:
    """Tell what a better star does to the sales of peers (1 or -1), by pay.

    Settings: ``help_effect``, ``poach_effect``, ``poach_kept``, each a list; ``reps``; ``rate`` of pay. A
    point for each combination and for pay ``alone`` (expected -1) and ``team`` (expected 1).
    """
    n, rate = int(case.settings["reps"]), float(case.settings["rate"])
    usual, star = np.full((1, n), 100.0), np.full((1, n), 100.0)
    star[0, -1] = 160.0
    full, size = np.full_like(usual, rate), np.array(float(n))
    pays = {"alone": shared_values(full, 0.0 * full, size), "team": shared_values(0.0 * full, full, size)}
    points = []
    for helped in case.settings["help_effect"]:
        for poached in case.settings["poach_effect"]:
            for kept in case.settings["poach_kept"]:
                traits = PeerTraits(*(np.array(v) for v in (1_000.0, helped, poached, kept)))
                for name, values in pays.items():
                    sales = [
                        team_sales(able, work_with_peers(able, *values, traits), traits)[0, 0]
                        for able in (usual, star)
                    ]
                    label = f"{name} help={helped:g} poach={poached:g} kept={kept:g}"
                    target = 1.0 if name == "team" else -1.0
                    points.append(Point(label, float(np.sign(sales[1] - sales[0])), target))
    return points
