"""Firms in all worlds: prices, products, presence in channels; strategies and what they see.

Every firm has a strategy object. Each week the engine builds its view (only the declared fields),
asks for a move, and applies it here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from simulator.errors import RuleError
from simulator.randomness import Streams
from simulator.world.moves import Move
from simulator.world.specs import OUR_FIRM
from simulator.world.views import FirmView

__all__ = [
    "FirmStrategy",
    "Firms",
    "KeyedGenerator",
    "apply_market_moves",
    "changed_since",
    "collect_moves",
    "view_of",
]

Floats = NDArray[np.float64]


class FirmStrategy(Protocol):
    """Whoever submits a move for a firm."""

    sees: ClassVar[frozenset[str]]

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """Decide this week's move from what the strategy may see."""
        ...


@dataclass
class Firms:
    """Columns of all firms in all worlds; firm 0 is ours.

    Parameters
    ----------
    list_price, opening_price, unit_cost
        By product [currency], shape ``(n_worlds, n_firms, n_lines, n_tiers)``.
    reference_price
        Price that customers compare with, by line [currency], ``(n_worlds, n_lines)``.
    feature_level
        Premium features by line, ``(n_worlds, n_firms, n_lines)``.
    brand
        Utility of the brand, ``(n_worlds, n_firms)``.
    presence, demonstration
        By channel [share], ``(n_worlds, n_firms, n_channels)``.
    discount
        Our discount this week by tier [share], ``(n_worlds, n_tiers)``.
    strategies
        One strategy for each world and firm.
    price_history, feature_history
        What was on the market in each week so far, first axis weeks.
    sales_history
        Units that customers chose to buy in each week so far, first axis weeks, then as prices.
    opening_presence
        Presence as the scenario states it, as ``presence``.
    """

    list_price: Floats
    opening_price: Floats
    unit_cost: Floats
    reference_price: Floats
    feature_level: Floats
    brand: Floats
    presence: Floats
    demonstration: Floats
    discount: Floats
    strategies: Sequence[Sequence[FirmStrategy]]
    price_history: Floats = field(default_factory=lambda: np.zeros(0))
    feature_history: Floats = field(default_factory=lambda: np.zeros(0))
    sales_history: Floats = field(default_factory=lambda: np.zeros(0))
    opening_presence: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.opening_presence = self.presence.copy()

    def start_history(self, weeks: int) -> None:
        """Make room for the public history of a run."""
        self.price_history = np.zeros((weeks, *self.list_price.shape))
        self.feature_history = np.zeros((weeks, *self.feature_level.shape))
        self.sales_history = np.zeros((weeks, *self.list_price.shape))

    def remember(self, week: int) -> None:
        """Enter this week's prices, promotions included, and features into the public history."""
        self.price_history[week] = self.list_price
        self.price_history[week, :, OUR_FIRM] *= 1.0 - self.discount[:, None, :]
        self.feature_history[week] = self.feature_level

    def note_sales(self, week: int, sold: Mapping[str, NDArray[np.int64]]) -> None:
        """Enter the units that customers chose this week; columns world, firm, line, tier and units."""
        shape = self.list_price.shape
        place = np.ravel_multi_index(tuple(sold[name] for name in ("world", "firm", "line", "tier")), shape)
        units = np.bincount(place, weights=sold["units"], minlength=int(np.prod(shape)))
        self.sales_history[week] = units.reshape(shape)


class KeyedGenerator:
    """A NumPy generator that is made when first used: most strategies never draw."""

    def __init__(self, streams: Streams, decision: str, replication: int, week: int, entity: int) -> None:
        self._make = (streams, decision, replication, week, entity)
        self._generator: np.random.Generator | None = None

    def __getattr__(self, name: str) -> Any:
        if self._generator is None:
            streams, decision, replication, week, entity = self._make
            self._generator = streams.generator(decision, replication, week, entity)
        return getattr(self._generator, name)


def view_of(firms: Firms, world: int, firm: int, week: int, sees: frozenset[str]) -> FirmView:
    """Build what a firm may look at: the fields that its strategy declares, and nothing else."""
    fields: dict[str, Floats] = {}
    if "own_prices" in sees:
        fields["own_prices"] = firms.list_price[world, firm].copy()
    if "own_opening_prices" in sees:
        fields["own_opening_prices"] = firms.opening_price[world, firm].copy()
    if "own_unit_costs" in sees:
        fields["own_unit_costs"] = firms.unit_cost[world, firm].copy()
    if "own_feature_level" in sees:
        fields["own_feature_level"] = firms.feature_level[world, firm].copy()
    if "price_history" in sees:
        fields["price_history"] = _read_only(firms.price_history[:week, world])
    if "feature_history" in sees:
        fields["feature_history"] = _read_only(firms.feature_history[:week, world])
    if "own_sales_history" in sees:
        fields["own_sales_history"] = _read_only(firms.sales_history[:week, world, firm])
    if "own_presence" in sees:
        fields["own_presence"] = firms.presence[world, firm].copy()
    if "own_opening_presence" in sees:
        fields["own_opening_presence"] = firms.opening_presence[world, firm].copy()
    return FirmView(week=week, firm=firm, **fields)


def _read_only(array: Floats) -> Floats:
    view = array.view()
    view.flags.writeable = False
    return view


def collect_moves(
    firms: Firms, *, week: int, replications: NDArray[np.int64], streams: Streams
) -> dict[tuple[int, int], Move]:
    """Ask every firm in every world for its move; give those that change something, by (world, firm).

    Raises
    ------
    RuleError
        If a strategy returns something that is not a move of the right shape.
    """
    moves: dict[tuple[int, int], Move] = {}
    for world, strategies in enumerate(firms.strategies):
        for firm, strategy in enumerate(strategies):
            rng = KeyedGenerator(streams, "firm.decides", int(replications[world]), week, firm)
            move = strategy.decide(
                view_of(firms, world, firm, week, strategy.sees), cast(np.random.Generator, rng)
            )
            if not isinstance(move, Move):
                raise RuleError(_broken(strategy, week, f"returned {move!r} instead of a Move"))
            if not move.is_empty:
                _check(firms, strategy, week, firm, move)
                moves[world, firm] = move
    return moves


def _check(firms: Firms, strategy: FirmStrategy, week: int, firm: int, move: Move) -> None:
    if move.actions and firm != OUR_FIRM:
        raise RuleError(_broken(strategy, week, "used our firm's actions"))
    if move.presence is not None:
        _check_presence(firms, strategy, week, firm, move.presence)
    for name, value, shape in (
        ("list_prices", move.list_prices, firms.list_price.shape[2:]),
        ("feature_level", move.feature_level, firms.feature_level.shape[2:]),
    ):
        if value is None:
            continue
        if np.shape(value) != shape:
            raise RuleError(_broken(strategy, week, f"{name} has shape {np.shape(value)}, not {shape}"))
        if not (np.isfinite(value).all() and (np.asarray(value) > 0.0).all()):
            raise RuleError(
                _broken(strategy, week, f"{name} must be positive numbers, got {np.asarray(value)}")
            )


def _check_presence(firms: Firms, strategy: FirmStrategy, week: int, firm: int, presence: Floats) -> None:
    if firm == OUR_FIRM:
        raise RuleError(_broken(strategy, week, "set presence, which our firm does by actions"))
    if np.shape(presence) != firms.presence.shape[2:]:
        what = f"presence has shape {np.shape(presence)}, not {firms.presence.shape[2:]}"
        raise RuleError(_broken(strategy, week, what))
    if not ((np.asarray(presence) >= 0.0) & (np.asarray(presence) <= 1.0)).all():
        raise RuleError(_broken(strategy, week, f"presence must be shares from 0 to 1, got {presence}"))


def _broken(strategy: FirmStrategy, week: int, what: str) -> str:
    return f"strategy {type(strategy).__name__}, week {week + 1}: {what}"


def apply_market_moves(firms: Firms, moves: dict[tuple[int, int], Move]) -> None:
    """Let prices and features of all moves take effect."""
    for (world, firm), move in moves.items():
        if move.list_prices is not None:
            firms.list_price[world, firm] = move.list_prices
        if move.feature_level is not None:
            firms.feature_level[world, firm] = move.feature_level
        if move.presence is not None:
            firms.presence[world, firm] = move.presence


def changed_since(history: Floats, week: int) -> tuple[NDArray[np.int64], ...]:
    """Tell where a public history differs from the week before; in the first week everywhere.

    Parameters
    ----------
    history
        ``price_history`` or ``feature_history``, first axis weeks.
    week
        Week, counted from 0.

    Returns
    -------
    Codes of what changed, one array for each axis after the first, in order of world.
    """
    if week == 0:
        return tuple(axis.reshape(-1) for axis in np.indices(history.shape[1:]))
    return np.nonzero(history[week] != history[week - 1])
