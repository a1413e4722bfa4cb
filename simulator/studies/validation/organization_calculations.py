"""Calculations about seats, ratings, promotions and quotas: rules of the firm played out over years.

None needs a scenario. Luck is keyed by a stated seed, so that each calculation gives the same numbers again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from simulator.organization.forced_ranking import ranked_out, rated
from simulator.organization.promotion import chosen, leadership_of, promotion_score, team_factor
from simulator.organization.quota_setting import QuotaRule, next_quota
from simulator.organization.staffing import ramp, weeks_to_fill
from simulator.randomness import Stream, Streams
from simulator.studies.validation.calculations import Case, Point
from simulator.studies.validation.closed_forms import closed_form

__all__ = ["promoted_sellers", "quota_drift", "ranking_gains", "seat_capacity"]

Floats = NDArray[np.float64]

WEEKS_PER_YEAR = 52
RAMP_WEEKS_PER_MONTH = WEEKS_PER_YEAR / 12.0


def seat_capacity(case: Case) -> list[Point]:
    """Play seats week by week, and hold the share of full strength against the renewal formula.

    Settings: ``seed``, ``seats``, ``years`` (after four of warming up), ``points`` of ``{quit_rate,
    vacancy_months, ramp_months}``.
    """
    points = []
    for each in case.settings["points"]:
        quits, vacant, months = (float(each[key]) for key in ("quit_rate", "vacancy_months", "ramp_months"))
        label = f"quits={quits:g} vacant={vacant:g} ramp={months:g} months"
        found = _played_capacity(case, quits, vacant, months)
        points.append(Point(label, found, closed_form("productive-capacity", dict(each))))
    return points


def _played_capacity(case: Case, quits: float, vacancy_months: float, ramp_months: float) -> float:
    """Share of full strength of seats that empty, stay empty, are filled and ramp up."""
    streams, n = Streams(int(case.settings["seed"])), int(case.settings["seats"])
    seat, leaving, filling = np.arange(n), streams.stream("leaving"), streams.stream("filling")
    years = 4 + int(case.settings["years"])
    chance = -np.expm1(-quits / WEEKS_PER_YEAR)
    ramp_weeks, mean_vacant = (
        np.full(n, months * RAMP_WEEKS_PER_MONTH) for months in (ramp_months, vacancy_months)
    )
    in_job, vacant, produced = ramp_weeks.copy(), np.zeros(n), 0.0
    for week in range(years * WEEKS_PER_YEAR):
        filled = vacant <= 0.0
        if week >= 4 * WEEKS_PER_YEAR:
            produced += float(np.where(filled, ramp(in_job + 0.5, ramp_weeks), 0.0).sum())
        leaves = filled & (leaving.uniform(0, seat, week) < chance)
        search = weeks_to_fill(filling.uniform(0, seat, week), mean_vacant)
        vacant = np.where(leaves, np.maximum(search, 1e-9), np.where(filled, 0.0, vacant - 1.0))
        in_job = np.where(filled & ~leaves, in_job + 1.0, 0.0)
    return produced / (n * (years - 4) * WEEKS_PER_YEAR)


def ranking_gains(case: Case) -> list[Point]:
    """Play forced ranking over five years; a gain against theory, or signs of how gains compare (1 or -1).

    Settings: ``seed``, ``teams``, ``reps``, ``share`` let go, ``leaving`` by themselves, ``reliability`` (a
    list), ``show``: ``first-year`` (gain of ability against ``sqrt(reliability) phi(z)``, nobody leaving by
    themselves), ``fading`` (first year above fifth, fifth above none) or ``reliability`` (total gain rises
    with it).
    """
    share = float(case.settings["share"])
    cut, points = ndtri(share), []
    if case.settings["show"] == "first-year":
        for reliability in case.settings["reliability"]:
            target = float(reliability) ** 0.5 * np.exp(-0.5 * cut**2) / np.sqrt(2.0 * np.pi)
            found = _yearly_gains(case, float(reliability), leaving=0.0, years=1)[0]
            points.append(Point(f"reliability={reliability:g}", found, float(target)))
        return points
    gains = [
        _yearly_gains(case, float(reliability), leaving=float(case.settings["leaving"]), years=5)
        for reliability in case.settings["reliability"]
    ]
    if case.settings["show"] == "fading":
        for reliability, yearly in zip(case.settings["reliability"], gains, strict=True):
            points.append(Point(f"first above fifth at {reliability:g}", _sign(yearly[0] - yearly[4]), 1.0))
            points.append(Point(f"fifth above none at {reliability:g}", _sign(yearly[4]), 1.0))
        return points
    totals = [sum(yearly) for yearly in gains]
    pairs = zip(case.settings["reliability"][1:], np.diff(totals), strict=True)
    return [Point(f"up to {reliability:g}", _sign(change), 1.0) for reliability, change in pairs]


def _yearly_gains(case: Case, reliability: float, *, leaving: float, years: int) -> list[float]:
    """Mean gain of ability in each year, in standard deviations of the labor market."""
    shape = (int(case.settings["teams"]), int(case.settings["reps"]))
    seat, streams = np.arange(shape[0] * shape[1]).reshape(shape), Streams(int(case.settings["seed"]))
    luck, hires, departures = (streams.stream(name) for name in ("rating", "hire", "leaving"))
    potential = hires.normal(0, seat, 0)
    gains = []
    for year in range(1, years + 1):
        rating = rated(
            potential, np.array(reliability), luck.normal(0, seat, year), mean=np.zeros(1), spread=np.ones(1)
        )
        goes = ranked_out(rating, float(case.settings["share"]))
        goes |= departures.uniform(0, seat, year) < leaving
        changed = np.where(goes, hires.normal(0, seat, year), potential)
        gains.append(float(changed.mean() - potential.mean()))
        potential = changed
    return gains


def promoted_sellers(case: Case) -> list[Point]:
    """Promote by sales or by signs of leading; skill of leaders against theory, or teams' results (1 or -1).

    Settings: ``seed``, ``teams``, ``reps``, ``kinship`` (a list), ``greatest`` (expected greatest of as many
    normal draws), ``leverage``, ``show``: ``skill`` or ``results`` (by leading above by sales).
    """
    shape = (int(case.settings["teams"]), int(case.settings["reps"]))
    seat, streams = np.arange(shape[0] * shape[1]).reshape(shape), Streams(int(case.settings["seed"]))
    selling, own = (streams.stream(name).normal(0, seat) for name in ("selling", "leading"))
    points = []
    for kinship in case.settings["kinship"]:
        leading = leadership_of(selling, own, np.array(float(kinship)))
        by_sales, by_leading = (
            leading[np.arange(shape[0]), chosen(promotion_score(selling, leading, weight))]
            for weight in (1.0, 0.0)
        )
        if case.settings["show"] == "skill":
            target = float(kinship) * float(case.settings["greatest"])
            points.append(Point(f"kinship={kinship:g}", float(by_sales.mean()), target))
            continue
        leverage = np.array(float(case.settings["leverage"]))
        change = team_factor(by_leading, leverage).mean() - team_factor(by_sales, leverage).mean()
        points.append(Point(f"kinship={kinship:g}", _sign(change), 1.0))
    return points


def quota_drift(case: Case) -> list[Point]:
    """Let quotas follow results that do not grow: drift of the mean quota over the years (1, 0 or -1).

    Settings: ``seed``, ``territories``, ``years``, ``luck`` (coefficient of variation of a year's sales),
    ``points`` of ``{up, down, expect}``. A drift below a hundredth of sales counts as none.
    """
    n, streams = int(case.settings["territories"]), Streams(int(case.settings["seed"]))
    sales_luck: Stream = streams.stream("sales")
    points = []
    for each in case.settings["points"]:
        rule = QuotaRule(np.full(n, float(each["up"])), np.full(n, float(each["down"])), np.zeros(n))
        quota = np.ones(n)
        for year in range(int(case.settings["years"])):
            sales = 1.0 + float(case.settings["luck"]) * sales_luck.normal(0, np.arange(n), year)
            quota = next_quota(quota, sales, rule)
        drift = float(quota.mean() - 1.0)
        found = 0.0 if abs(drift) < 0.01 else _sign(drift)
        points.append(Point(f"up={each['up']:g} down={each['down']:g}", found, float(each["expect"])))
    return points


def _sign(number: float) -> float:
    return float(np.sign(number))
