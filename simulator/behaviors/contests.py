"""What a contest makes of one more sale: prizes by rank, against what a rep believes of the others.

A contest has no slope of its own. More credit helps only where it lifts a rep over others, so its value
hangs on how close they are; it is added to the marginal value of credit that pay plans give, and effort,
coasting and giving up follow from that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from simulator.behaviors.preferences import Neutral, RiskAttitude

__all__ = ["Contest", "Equilibrium", "equilibrium", "expected_prize", "prize_slope", "rank_chances"]

Floats = NDArray[np.float64]

_NEUTRAL = Neutral()
_REACH = 7.5  # standard deviations of luck that are looked at
_N_LEVELS = 201  # with steps below half a standard deviation the trapezoid rule is exact to rounding
_MOST_NUMBERS = 4_000_000  # in the largest array


@dataclass(frozen=True)
class Contest:
    """Prizes by rank among the reps of one contest.

    Parameters
    ----------
    prizes
        Prize of each rank, best first [currency], ``(n_prizes,)``; ranks beyond win nothing.
    tie_margin
        A rival beats one only by more than this [units of results]: within it both count as ahead. A negative
        margin takes the better rank from both.
    risk
        How winners value money; prizes enter as utility, in money at the margin of the pay that comes anyway.
    other_pay
        That pay [currency].

    Examples
    --------
    Risk aversion makes a large prize worth less than its amount:

    >>> from simulator.behaviors.preferences import ConstantRisk
    >>> Contest(np.array([100.0]), risk=ConstantRisk(0.01)).worth.round(1)
    array([63.2])
    """

    prizes: Floats
    tie_margin: float = 0.0
    risk: RiskAttitude = _NEUTRAL
    other_pay: float = 0.0

    @property
    def worth(self) -> Floats:
        """Worth of each prize [currency at the margin of other pay], ``(n_prizes,)``."""
        base = np.full(1, self.other_pay)
        step = max(abs(self.other_pay), 1.0) * 1e-6
        at_base = self.risk.utility(base, base)
        slope = (self.risk.utility(base + step, base) - self.risk.utility(base - step, base)) / (2.0 * step)
        return np.asarray((self.risk.utility(base + self.prizes, base) - at_base) / slope)


def rank_chances(levels: Floats, mean: Floats, noise_sd: Floats, n_ranks: int, tie_margin: float) -> Floats:
    """Give the chance of each rank that each rep would have with certain results.

    Parameters
    ----------
    levels
        Results to be placed, the same for all reps of a contest, ``(n_contests, n_levels)``.
    mean, noise_sd
        What is believed of each rep's result, taken as normal, ``(n_contests, n_reps)``.
    n_ranks
        How many ranks to give, from the best.
    tie_margin
        See :class:`Contest`.

    Returns
    -------
    Chances of ranks 1 to ``n_ranks``, ``(n_ranks, n_contests, n_reps, n_levels)``.

    Notes
    -----
    The number of others ahead is a sum of independent yes-or-no's with unequal odds (Poisson binomial). Its
    distribution is a product with one factor for each rep; leaving out oneself joins what comes before with
    what comes after, so that work grows with the number of reps, not with its square.

    Examples
    --------
    An average result among three alike wins, comes second or last with odds 1 : 2 : 1:

    >>> alike = np.zeros((1, 3))
    >>> rank_chances(np.zeros((1, 1)), alike, alike + 1.0, 3, 0.0)[:, 0, 0, 0]
    array([0.25, 0.5 , 0.25])
    """
    n_reps = mean.shape[1]
    ahead = ndtr((mean[:, :, None] - levels[:, None, :] - tie_margin) / noise_sd[:, :, None])
    chances = np.empty((n_ranks, *ahead.shape))
    before = _nobody_ahead(n_ranks, levels)
    for rep in range(n_reps):
        chances[:, :, rep] = before
        before = _with_another(before, ahead[:, rep])
    after = _nobody_ahead(n_ranks, levels)
    for rep in range(n_reps - 1, -1, -1):
        chances[:, :, rep] = _together(chances[:, :, rep], after)
        after = _with_another(after, ahead[:, rep])
    return chances


def _nobody_ahead(n_ranks: int, levels: Floats) -> Floats:
    chances = np.zeros((n_ranks, *levels.shape))
    chances[0] = 1.0
    return chances


def _with_another(chances: Floats, ahead: Floats) -> Floats:
    """Add one more rival, who is ahead with some chance, to the number of those ahead."""
    result = chances * (1.0 - ahead)
    result[1:] += chances[:-1] * ahead
    return result


def _together(first: Floats, second: Floats) -> Floats:
    """Add up two independent numbers of rivals ahead."""
    result = first * second[0]
    for number in range(1, len(second)):
        result[number:] += first[: len(first) - number] * second[number]
    return np.asarray(result)


def _averages(contest: Contest, own: Floats, mean: Floats, noise_sd: Floats) -> tuple[Floats, Floats]:
    """Give the prize expected by each rep, and its slope, in blocks of contests that fit the memory."""
    worth = contest.worth[: mean.shape[1]]
    expected, slope = np.zeros_like(own), np.zeros_like(own)
    block = max(_MOST_NUMBERS // (len(worth) * mean.shape[1] * _N_LEVELS), 1)
    for start in range(0, len(own), block):
        rows = slice(start, start + block)
        mine, others, luck = own[rows], mean[rows], noise_sd[rows]
        low = (np.minimum(mine, others) - _REACH * luck).min(axis=1)
        high = (np.maximum(mine, others) + _REACH * luck).max(axis=1)
        step = (high - low) / (_N_LEVELS - 1)
        levels = low[:, None] + step[:, None] * np.arange(_N_LEVELS)
        chances = rank_chances(levels, others, luck, len(worth), contest.tie_margin)
        prize = worth[0] * chances[0]
        for rank in range(1, len(worth)):
            prize += worth[rank] * chances[rank]
        distance = (levels[:, None, :] - mine[:, :, None]) / luck[:, :, None]
        weighted = prize * np.exp(-0.5 * np.square(distance)) * (step[:, None] / luck)[:, :, None]
        expected[rows] = weighted.sum(axis=2)  # over levels of one rep: the same for any number of contests
        slope[rows] = (weighted * distance).sum(axis=2) / luck
    scale = 1.0 / np.sqrt(2.0 * np.pi)
    return expected * scale, slope * scale


def expected_prize(contest: Contest, own: Floats, mean: Floats, noise_sd: Floats) -> Floats:
    """Give the worth of the prizes that each rep expects.

    Parameters
    ----------
    contest
        The prizes.
    own
        What each rep expects of the own result, ``(n_contests, n_reps)``.
    mean, noise_sd
        What everybody believes of each rep's result and its spread, same shape; ``own`` differs from ``mean``
        when a rep weighs doing something else than the others expect.

    Returns
    -------
    Currency, same shape.

    Examples
    --------
    >>> alike = np.zeros((1, 4))
    >>> expected_prize(Contest(np.array([100.0])), alike, alike, alike + 1.0).round(6)
    array([[25., 25., 25., 25.]])
    """
    return _averages(contest, own, mean, noise_sd)[0]


def prize_slope(contest: Contest, own: Floats, mean: Floats, noise_sd: Floats) -> Floats:
    """Give what one more unit of result is worth through the contest.

    Parameters
    ----------
    contest, own, mean, noise_sd
        As in :func:`expected_prize`.

    Returns
    -------
    Currency per unit of result, same shape: what a contest adds to the marginal value of credit.

    Notes
    -----
    ``d E[prize(own + sd z)] / d own = E[z prize(own + sd z)] / sd`` for normal luck ``z`` (Stein). With ``n``
    alike and a prize ``w`` for the first it is ``w k(n) / sd``, ``k(n) = int (n-1) F**(n-2) f**2``
    [LazearRosen1981]_. Results of all reps of a contest are looked at on one scale of 201 steps, so that reps
    whose luck is less than a fortieth of the distance from the weakest to the strongest are seen coarsely.

    Examples
    --------
    Of four alike, each gets 0.2573 of the prize per standard deviation of results:

    >>> alike = np.zeros((1, 4))
    >>> prize_slope(Contest(np.array([100.0])), alike, alike, alike + 2.0).round(2)
    array([[12.87, 12.87, 12.87, 12.87]])
    """
    return _averages(contest, own, mean, noise_sd)[1]


@dataclass(frozen=True)
class Equilibrium:
    """Efforts of which nobody would change the own one; arrays ``(n_contests, n_reps)``.

    Parameters
    ----------
    effort
        What each gives.
    slope
        What one more unit of result is worth to each there [currency].
    is_found
        Whether no rep of the contest gains by any other effort, ``(n_contests,)``. With too little luck in
        results there is no such point: whoever leads slightly would do less, whoever trails gives up.
    """

    effort: Floats
    slope: Floats
    is_found: NDArray[np.bool_]


def equilibrium(
    contest: Contest,
    head_start: Floats,
    noise_sd: Floats,
    effort_cost: Floats,
    *,
    rate: float = 0.0,
    n_rounds: int = 400,
    tolerance: float = 1e-6,
) -> Equilibrium:
    """Find what all reps of a contest do when each expects the others to do just that.

    Parameters
    ----------
    contest
        The prizes.
    head_start
        Result of each rep without effort: ability and territory, ``(n_contests, n_reps)``.
    noise_sd
        Spread of each rep's luck, same shape. A shock common to all is no luck: it moves no rank.
    effort_cost
        Cost ``c`` of effort, ``c e**2 / 2`` [currency], same shape.
    rate
        What a unit of result pays beside the contest [currency].
    n_rounds
        The most rounds of best responses.
    tolerance
        Largest change of effort at which a round ends the search, relative to the largest effort.

    Returns
    -------
    Efforts, and whether they are an equilibrium.

    Notes
    -----
    Results are ``head_start + effort + luck``. Each round moves efforts half-way to the local best response
    ``(rate + slope) / c``; then every rep tries efforts from none to twice the largest.

    Examples
    --------
    Two alike give ``prize / (2 sqrt(pi) sd c)``; a laggard and a favorite both give less:

    >>> prize, one = Contest(np.array([4.0])), np.ones((1, 2))
    >>> equilibrium(prize, 0 * one, 2 * one, one).effort.round(4)
    array([[0.5642, 0.5642]])
    >>> equilibrium(prize, np.array([[0.0, 3.0]]), 2 * one, one).effort.round(4)
    array([[0.3215, 0.3215]])
    """
    effort = np.zeros_like(head_start)
    slope = np.zeros_like(head_start)
    active = np.arange(len(head_start))
    for _ in range(n_rounds):
        mean = head_start[active] + effort[active]
        slope[active] = prize_slope(contest, mean, mean, noise_sd[active])
        wanted = np.maximum((rate + slope[active]) / effort_cost[active], 0.0)
        change = np.abs(wanted - effort[active]).max(axis=1)
        effort[active] = 0.5 * (effort[active] + wanted)
        active = active[change > tolerance * np.maximum(wanted.max(axis=1), 1e-12)]
        if len(active) == 0:
            break
    settled = np.ones(len(head_start), dtype=np.bool_)
    settled[active] = False
    return Equilibrium(
        effort, slope, settled & _is_best(contest, head_start, noise_sd, effort_cost, rate, effort)
    )


def _is_best(
    contest: Contest, head_start: Floats, noise_sd: Floats, effort_cost: Floats, rate: float, effort: Floats
) -> NDArray[np.bool_]:
    """Tell for each contest whether no rep gains by another effort, up to a millionth of the prizes."""
    mean = head_start + effort

    def gain(tried: Floats) -> Floats:
        prize = expected_prize(contest, head_start + tried, mean, noise_sd)
        return np.asarray(prize + rate * tried - 0.5 * effort_cost * np.square(tried))

    here = gain(effort)
    slack = 1e-6 * (np.abs(contest.worth).max(initial=0.0) + np.abs(here))
    best = np.ones(len(effort), dtype=np.bool_)
    for share in np.linspace(0.0, 2.0, 41):
        tried = np.broadcast_to(share * effort.max(axis=1, keepdims=True), effort.shape)
        best &= np.all(gain(tried) <= here + slack, axis=1)
    return best
