"""Checks of firm strategies: right moves, repeatable, and no look at what was not declared."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Protocol

import numpy as np

from simulator.errors import RuleError
from simulator.world.moves import Move
from simulator.world.views import ALWAYS_VISIBLE, FirmView

LINES, TIERS, FIRMS, CHANNELS = 2, 2, 3, 2
WEEKS = (0, 1, 5, 13, 26, 52, 70)


class Strategy(Protocol):
    """What every firm strategy has."""

    @property
    def sees(self) -> frozenset[str]:
        """Fields of the view that it reads."""

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """Decide what the firm does this week."""


def example_view(week: int, seed: int = 1) -> FirmView:
    """Make up what firm 1 might see in a week, with all fields filled and prices that moved.

    Examples
    --------
    >>> example_view(3).price_history.shape
    (3, 3, 2, 2)
    """
    rng = np.random.default_rng([seed, week])
    opening = rng.uniform(1_000.0, 9_000.0, (FIRMS, LINES, TIERS))
    steps = rng.choice([0.9, 1.0, 1.0, 1.05], (max(week, 1), FIRMS, LINES, TIERS))
    steps[0] = 1.0
    prices = opening * np.cumprod(steps, axis=0)
    features = 1.0 + np.cumsum(rng.choice([0.0, 0.0, 0.2], (max(week, 1), FIRMS, LINES)), axis=0)
    arrays = {
        "own_prices": prices[-1, 1],
        "own_opening_prices": opening[1],
        "own_unit_costs": opening[1] * 0.6,
        "own_feature_level": features[-1, 1],
        "price_history": prices[:week],
        "feature_history": features[:week],
        "own_sales_history": rng.integers(0, 40, (week, LINES, TIERS)).astype(np.float64),
        "own_presence": rng.uniform(0.0, 1.0, CHANNELS),
        "own_opening_presence": rng.uniform(0.0, 1.0, CHANNELS),
    }
    for name, values in arrays.items():
        arrays[name] = values.copy()
        arrays[name].setflags(write=False)
    return FirmView(week=week, firm=1, **arrays)


def masked(view: FirmView, sees: frozenset[str]) -> FirmView:
    """Hide what a strategy did not declare, as the engine does."""
    hidden = {field.name: None for field in fields(view) if field.name not in sees | ALWAYS_VISIBLE}
    return replace(view, **hidden)  # type: ignore[arg-type]


def check_strategy(strategy: Strategy) -> None:
    """Check that a strategy keeps the contract of its kind.

    It must declare in ``sees`` which fields of the view it reads; give a `Move` with positive prices of
    the right shape; give the same move for the same view and luck, also after other decisions; leave the
    view as it is; and give the same move whatever stands in the fields that it did not declare.

    Parameters
    ----------
    strategy
        An instance.

    Raises
    ------
    RuleError
        It breaks the contract; the message says how.

    Examples
    --------
    >>> from simulator import catalog
    >>> check_strategy(catalog.get("firm-strategy", "match-price-cut")())
    """
    rule = f"firm-strategy {getattr(strategy, 'catalog_name', type(strategy).__name__)!r}"
    sees = _declared(strategy, rule)
    for week in WEEKS:
        view = masked(example_view(week), sees)
        move = _decided(strategy, view, rule)
        _check_move(move, rule, week)
        _decided(strategy, masked(example_view(week, seed=2), sees), rule)
        if not same_move(move, _decided(strategy, view, rule)):
            raise RuleError("decides differently when asked again with the same luck", rule=rule, week=week)
        for field in fields(FirmView):
            if field.name in sees | ALWAYS_VISIBLE:
                continue
            for seed in (1, 2):
                shown = replace(view, **{field.name: getattr(example_view(week, seed), field.name)})
                if not same_move(move, _decided(strategy, shown, rule)):
                    what = f"reads {field.name}, which is not declared in sees"
                    raise RuleError(what, rule=rule, week=week)


def _declared(strategy: Strategy, rule: str) -> frozenset[str]:
    sees = getattr(strategy, "sees", None)
    if not isinstance(sees, frozenset):
        raise RuleError("must declare 'sees', a frozenset of the fields that it reads", rule=rule)
    known = {field.name for field in fields(FirmView)}
    unknown = sorted(sees - known)
    if unknown:
        raise RuleError(
            f"declares what no view has; there are {', '.join(sorted(known))}", rule=rule, value=unknown
        )
    return sees


def _decided(strategy: Strategy, view: FirmView, rule: str) -> Move:
    try:
        move = strategy.decide(view, np.random.default_rng([7, view.week]))
    except (AssertionError, TypeError, ValueError) as error:
        what = f"cannot decide from what it declared to read: {type(error).__name__}: {error}"
        raise RuleError(what, rule=rule, week=view.week) from error
    if not isinstance(move, Move):
        raise RuleError("must give a Move", rule=rule, week=view.week, value=move)
    return move


def _check_move(move: Move, rule: str, week: int) -> None:
    shapes = {"list_prices": (LINES, TIERS), "feature_level": (LINES,), "presence": (CHANNELS,)}
    for name, shape in shapes.items():
        values = getattr(move, name)
        if values is None:
            continue
        if np.shape(values) != shape:
            raise RuleError(f"{name} must have shape {shape}", rule=rule, week=week, value=np.shape(values))
        if not np.isfinite(values).all() or np.min(values) < 0.0:
            raise RuleError(f"{name} must be finite and not negative", rule=rule, week=week, value=values)
    if move.presence is not None and np.max(move.presence) > 1.0:
        raise RuleError("presence must be a share from 0 to 1", rule=rule, week=week, value=move.presence)


def same_move(first: Move, second: Move) -> bool:
    """Tell whether two moves do the same.

    Examples
    --------
    >>> same_move(Move(), Move(list_prices=np.ones((1, 2))))
    False
    """
    for name in ("list_prices", "feature_level", "presence"):
        ours, theirs = getattr(first, name), getattr(second, name)
        if (ours is None) != (theirs is None):
            return False
        if ours is not None and not np.array_equal(ours, theirs):
            return False
    return tuple(first.actions) == tuple(second.actions)
