"""Calculations about territories and calls: uneven potential, more and fewer reps, hours among accounts.

None needs a scenario: sales follow from the response function of the register alone. Where a published result
is a band, the target is the found number itself as long as it lies inside, else the nearer end of the band.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from simulator.parameters import load_register
from simulator.studies.territories.worth import Response, call_gains, realigned, sized
from simulator.studies.validation.calculations import Case, Point

__all__ = ["call_planning", "territory_worth"]

Floats = NDArray[np.float64]

POTENTIAL = 1e7
RATE, SHARE, MARGIN = 0.02, 0.1, 0.2


def territory_worth(case: Case) -> list[Point]:
    """Work out what even territories, or other numbers of reps, are worth [percent].

    Settings: ``show`` is ``closed-form`` (a response without floor against ``E[T^(1-e)]`` of a lognormal),
    ``realignment`` (gain at fixed or chosen ``hours``, for each coefficient of variation in ``spreads``, in
    ``band``), ``sizing`` (profit at ``factors`` of the best number of reps, in ``band``) or ``linear`` (a
    response without curvature leaves nothing to gain).
    """
    settings = case.settings
    how = _response(fixed=settings.get("hours", "fixed") == "fixed")
    show = str(settings["show"])
    if show == "sizing":
        sizing = sized(np.full(50, POTENTIAL), how)
        return [
            _in_band(f"reps x {factor:g}", 100.0 * sizing.around_best(float(factor)), settings["band"])
            for factor in settings["factors"]
        ]
    if show == "closed-form":
        how = replace(how, floor=1e-9)
    if show == "linear":
        how = replace(how, elasticity=1e-9)
    points = []
    for cv in map(float, settings["spreads"]):
        potential = POTENTIAL * _quantiles(np.sqrt(np.log1p(cv * cv)))
        gain = 100.0 * realigned(potential, np.zeros(len(potential), dtype=np.int64), how).within
        label = f"cv={cv:g}"
        if show == "closed-form":
            power = 1.0 - how.elasticity
            exact = 100.0 * np.expm1(0.5 * (power - power * power) * np.log1p(cv * cv))
            points.append(Point(label, gain, float(exact)))
        else:
            points.append(
                Point(label, gain, 0.0) if show == "linear" else _in_band(label, gain, settings["band"])
            )
    return points


def call_planning(case: Case) -> list[Point]:
    """Work out what equal marginal response brings beyond calling on the largest accounts [percent].

    Settings: ``accounts``, ``spreads`` (standard deviations of log size), ``rule`` (a rule of thumb of
    ``simulator.behaviors.allocation``) and ``band``; without a band the target is no gain at all.
    """
    settings = case.settings
    n = int(settings["accounts"])
    points = []
    for spread in map(float, settings["spreads"]):
        worth = _quantiles(spread, n)
        gains = call_gains(worth, np.zeros(n, dtype=np.int64), _response(fixed=True))
        gain = 100.0 * gains[str(settings["rule"])]
        label = f"log-sd={spread:g}"
        band = settings.get("band")
        points.append(Point(label, gain, 0.0) if band is None else _in_band(label, gain, band))
    return points


def _in_band(label: str, found: float, band: Any) -> Point:
    """Hold a number against a band: its own target inside, the nearer end outside."""
    low, high = map(float, band)
    return Point(label, found, min(max(found, low), high))


def _quantiles(log_sd: float, n: int = 4_000) -> Floats:
    """Give evenly spaced quantiles of a lognormal, scaled to mean 1: no luck."""
    values = np.exp(log_sd * ndtri((np.arange(n) + 0.5) / n))
    return np.asarray(values / values.mean())


def _response(*, fixed: bool) -> Response:
    """Take the response of the register; a rep costs what makes today's number about the best one."""
    given = {name: each.default for name, each in load_register().items()}
    pay = RATE * SHARE * POTENTIAL / 52.0
    return Response(
        elasticity=given["effort_elasticity"],
        floor=given["effort_floor"],
        rate=RATE,
        marginal_cost=given["effort_cost_share"] * pay,
        supply_elasticity=given["effort_supply_elasticity"],
        least=1.0 if fixed else given["supervised_effort"],
        most=1.0 if fixed else given["effort_limit"],
        share=SHARE,
        covered=POTENTIAL,
        margin=MARGIN,
        cost_per_rep=given["effort_elasticity"] * MARGIN * SHARE * POTENTIAL,
    )
