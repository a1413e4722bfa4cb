"""Reps that users write as ordinary Mesa agents: what they see, what they may decide, and their luck.

Once the vectorized reps have decided, each own rep is asked in turn; what it decides replaces the row of
its seat before customers shop. An own rep has either

- ``decide(view)``, which gives hours by kind of sale (see :class:`RepView`), as a sequence in the order of
  the kinds or as a mapping from kind to hours; or
- ``step()``, which may read ``self.seat`` and set ``self.seat.hours``; if it sets nothing, the rep works
  as the vectorized one would have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import mesa
import numpy as np
from numpy.typing import NDArray

from simulator.engine.mesa_model.one_world import OneWorld
from simulator.errors import RuleError, UnknownName
from simulator.world.pay_terms import PERIODS

__all__ = ["Hours", "OwnReps", "RepView", "put_to_work", "view_of_rep"]

Floats = NDArray[np.float64]
Hours: TypeAlias = Sequence[float] | Floats | Mapping[str, float]
_ROUNDING = 1e-9


@dataclass(frozen=True)
class RepView:
    """What a rep sees in one week when deciding where the hours go.

    Hours are in weeks of normal effort: 1 in sum is a normal week.

    Parameters
    ----------
    week
        The week, counted from 0.
    weeks_left
        Weeks until month, quarter and year end, this one included.
    kinds
        Names of the kinds of sale: line, tier, new or existing customer, ``n_kinds`` of them.
    quota
        Quota of the running quarter [currency].
    credit
        Revenue credited so far in month, quarter and year by kind [currency], arrays ``(n_kinds,)``.
    opportunity
        Expected credited revenue of a normal week by kind [currency], ``(n_kinds,)``.
    marginal_value
        What one more currency unit of credit is worth by kind [currency of pay], ``(n_kinds,)``.
    normal_hours
        How a normal week is split, ``(n_kinds,)``; hours can only go where this is positive.
    usual_hours
        What the vectorized rep would do this week, ``(n_kinds,)``.
    most_hours
        The most that can be given this week in sum.
    understanding, knowledge
        Of the plan, and of premium products [0 to 1].
    """

    week: int
    weeks_left: Mapping[str, int]
    kinds: tuple[str, ...]
    quota: float
    credit: Mapping[str, Floats]
    opportunity: Floats
    marginal_value: Floats
    normal_hours: Floats
    usual_hours: Floats
    most_hours: float
    understanding: float
    knowledge: float


def view_of_rep(world: OneWorld, seat: int, marginal_value: Floats) -> RepView:
    """Give what the rep on a seat sees this week; arrays are copies."""
    reps, calendar, week = world.state.reps, world.calendar, world.week
    return RepView(
        week=week,
        weeks_left={period: int(calendar.weeks_left(period, week)) for period in PERIODS},
        kinds=world.kinds,
        quota=float(reps.quota[PERIODS.index("quarter"), seat]),
        credit={period: reps.credit[number, seat].copy() for number, period in enumerate(PERIODS)},
        opportunity=reps.opportunity[seat].copy(),
        marginal_value=marginal_value.copy(),
        normal_hours=reps.normal_split[seat].copy(),
        usual_hours=reps.effort[seat] * reps.normal_split[seat],
        most_hours=_most_hours(world, seat),
        understanding=float(reps.understanding[seat]),
        knowledge=float(reps.knowledge[seat]),
    )


def put_to_work(world: OneWorld, seat: int, hours: Hours, who: str = "rep") -> None:
    """Let a rep work so many hours on each kind of sale this week [weeks of normal effort].

    Parameters
    ----------
    world
        The world.
    seat
        Number of the rep's seat.
    hours
        A number for each kind of sale, in order, or by name of the kind (0 for kinds left out).
    who
        Whose decision it is, for the message if it is impossible.

    Raises
    ------
    RuleError
        If the hours are not one number for each kind, negative, or more than a week has.
    UnknownName
        If a kind of sale is not one of the world's.
    """

    def broken(what: str) -> RuleError:
        return RuleError(what, rule=f"{who} on seat {seat}", week=world.week, value=hours)

    given = _by_kind(world.kinds, hours)
    split = world.state.reps.normal_split[seat]
    most = _most_hours(world, seat)
    if given is None:
        raise broken(f"hours must be {len(world.kinds)} numbers, one for each kind of sale")
    if not np.isfinite(given).all() or (given < 0.0).any():
        raise broken("hours must be numbers of 0 or more")
    if given.sum() > most + _ROUNDING:
        raise broken(f"hours sum to more than the {most:.3g} weeks that can be given")
    if (given[split <= 0.0] > 0.0).any():
        raise broken("hours go where the territory has nothing to sell")
    world.state.reps.effort[seat] = given / np.where(split > 0.0, split, 1.0)


def _by_kind(kinds: tuple[str, ...], hours: Any) -> Floats | None:
    """Line up hours by kind; None for what cannot be read as a number for each."""
    if isinstance(hours, Mapping):
        for name in hours:
            if name not in kinds:
                raise UnknownName("kind of sale", str(name), kinds)
        hours = [hours.get(kind, 0.0) for kind in kinds]
    try:
        given = np.asarray(hours, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return given if given.shape == (len(kinds),) else None


def _most_hours(world: OneWorld, seat: int) -> float:
    reps = world.state.reps
    return float(reps.traits.most[seat] * reps.time_available[seat])


class OwnReps:
    """The reps of a world whom users wrote, by seat.

    Parameters
    ----------
    world
        The world.
    draw_luck_of
        Starts the luck of a decision and an entity anew.
    """

    def __init__(self, world: OneWorld, draw_luck_of: Callable[..., None]) -> None:
        self._world = world
        self._draw_luck_of = draw_luck_of
        self.by_seat: dict[int, mesa.Agent] = {}

    def decide(self, marginal_value: Floats) -> None:
        """Ask every own rep, in order of seat, and put what it decides into its row.

        Parameters
        ----------
        marginal_value
            What the vectorized reps acted on, ``(n_reps, n_kinds)``.

        Raises
        ------
        RuleError
            If a rep decides something that nobody can do.
        """
        world = self._world
        for seat, agent in sorted(self.by_seat.items()):
            self._draw_luck_of("rep.decides", int(world.state.reps.rep_id[seat]))
            if hasattr(agent, "decide"):
                hours = agent.decide(view_of_rep(world, seat, marginal_value[seat]))
                put_to_work(world, seat, hours, type(agent).__name__)
            else:
                agent.step()
        self._draw_luck_of("model.week")
