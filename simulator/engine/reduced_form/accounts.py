"""Customers who may not pay: whom reps take, what is never paid, and what those who pay bring later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

from simulator.engine.spec import ReducedFormMarket

__all__ = ["Accounts", "open_accounts"]

Floats = NDArray[np.float64]
N_CLASSES = 101
N_UNSEEN = 41


@dataclass
class Accounts:
    """Prospects of one product by how risky they look, and what is still to be paid.

    Parameters
    ----------
    kind, kept_kind
        Numbers of the product that is acquired, and of the one in which customers who pay are kept; -1: none.
    believed, default
        What reps see of the default probability in equally many prospects of each class, the safest first,
        and what it is on average, ``(n_worlds, n_classes)``.
    won, kept_share, loss_share
        Part of the time that is spent only on prospects taken, what a customer who pays brings later, and
        what is lost of the price of one who does not [shares], ``(n_worlds,)``.
    unpaid, paid
        Price of customers who will not pay and of those who will, by weeks until it shows [currency],
        ``(n_reps, n_weeks)``.
    """

    kind: int
    kept_kind: int
    believed: Floats
    default: Floats
    won: Floats
    kept_share: Floats
    loss_share: Floats
    unpaid: Floats
    paid: Floats
    default_so_far: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.default_so_far = np.cumsum(self.default, axis=1) / np.arange(1, N_CLASSES + 1)

    def signed(self, price: Floats, place: NDArray[np.int64], world: NDArray[np.int64]) -> None:
        """Note what was signed this week, up to a class of risk for each rep."""
        share = self.default_so_far[world, np.maximum(place, 0)]
        self.unpaid[:, -1] += price * share
        self.paid[:, -1] += price * (1.0 - share)

    def due(self) -> tuple[Floats, Floats]:
        """Give what turns out unpaid and paid this week [currency], ``(n_reps,)``, and go on by a week."""
        lost, paid = self.unpaid[:, 0].copy(), self.paid[:, 0].copy()
        for book in (self.unpaid, self.paid):
            book[:, :-1] = book[:, 1:]
            book[:, -1] = 0.0
        return lost, paid


def open_accounts(
    markets: Sequence[ReducedFormMarket], parameters: Mapping[str, Floats], n_reps: int
) -> list[Accounts]:
    """Open the books of all products whose customers may not pay.

    Notes
    -----
    Log odds of default are normal between prospects; of their variance reps see the share ``credit_insight``,
    and what they see is right on average (:func:`simulator.behaviors.screening.believed_default`). Prospects
    are taken in classes of equal number by what reps see.
    """
    found = []
    names = list(markets[0].products)
    for kind, name in enumerate(names):
        rules = [market.products[name].credit_risk for market in markets]
        stated = [rule for rule in rules if rule is not None]
        if not stated:
            continue
        kept = stated[0].kept_as
        of_world = [rule or stated[0].harmless() for rule in rules]
        column = {key: np.array([getattr(rule, key) for rule in of_world]) for key in _NUMBERS}
        seen, true = _classes(column["default_share"], column["log_odds_sd"], parameters["credit_insight"])
        weeks = max(rule.shows_after_weeks for rule in stated)
        found.append(
            Accounts(
                kind=kind,
                kept_kind=-1 if kept is None else names.index(kept),
                believed=seen,
                default=true,
                won=column["effort_on_won"],
                kept_share=column["kept_share"],
                loss_share=column["loss_share"],
                unpaid=np.zeros((n_reps, weeks)),
                paid=np.zeros((n_reps, weeks)),
            )
        )
    return found


_NUMBERS = ("default_share", "log_odds_sd", "effort_on_won", "kept_share", "loss_share")


def _classes(typical: Floats, spread: Floats, insight: Floats) -> tuple[Floats, Floats]:
    """Give what is believed and what is true of each class of prospects, ``(n_worlds, n_classes)`` each."""
    classes = ndtri((np.arange(N_CLASSES) + 0.5) / N_CLASSES)
    unseen = ndtri((np.arange(N_UNSEEN) + 0.5) / N_UNSEEN)
    safe = np.clip(typical, 1e-9, 1.0 - 1e-9)
    seen = logit(safe)[:, None] + (spread * np.sqrt(insight))[:, None] * classes
    rest = (spread * np.sqrt(1.0 - insight))[:, None]
    true = np.zeros_like(seen)
    for part in unseen:
        true += expit(seen + rest * part) / N_UNSEEN
    nobody = (typical <= 0.0)[:, None]
    return np.where(nobody, 0.0, true), np.where(nobody, 0.0, true)
