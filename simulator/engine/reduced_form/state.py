"""What worlds with a reduced-form market keep beside the sales force."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.engine.reduced_form.accounts import Accounts
from simulator.engine.reduced_form.large_deals import LargeDeals
from simulator.engine.reduced_form.luck import Luck
from simulator.engine.state import State

__all__ = ["Dates", "ReducedFormState"]

Floats = NDArray[np.float64]


@dataclass
class Dates:
    """Deals that are sold but not yet booked, by the customer's own date [currency at list price].

    Parameters
    ----------
    weeks
        Weeks over which the own dates of a week's deals spread, ``(n_reps, n_kinds)``; 0 books at once.
    keep
        Weeks for which a deal can be kept back after its own date, same shape.
    ahead
        Deals due now, in one week, in two, ..., ``(n_reps, n_kinds, most weeks + 1)``.
    waiting
        Deals kept back, by weeks since their own date less one, ``(n_reps, n_kinds, most weeks kept)``.
    """

    weeks: NDArray[np.int64]
    keep: NDArray[np.int64]
    ahead: Floats
    waiting: Floats

    @property
    def ready(self) -> Floats:
        """What can be booked now: due this week or kept back until now, ``(n_reps, n_kinds)``."""
        total = self.ahead[:, :, 0].copy()
        for age in range(self.waiting.shape[2]):
            total += self.waiting[:, :, age]
        return total

    @property
    def must(self) -> Floats:
        """What has to be booked now because it cannot be kept any longer, ``(n_reps, n_kinds)``."""
        last = np.maximum(self.keep - 1, 0)[:, :, None]
        return np.where(
            self.keep > 0, np.take_along_axis(self.waiting, last, axis=2)[:, :, 0], self.ahead[:, :, 0]
        )

    def grow_older(self, *, is_kept: NDArray[np.bool_], is_lost: Floats, signed: Floats) -> None:
        """Move all deals on by a week.

        Parameters
        ----------
        is_kept
            Whose ready deals are kept back, but for the oldest, ``(n_reps, n_kinds)``; others are booked.
        is_lost
            Share of deals kept back that are lost in the week [1], broadcastable to it.
        signed
            Deals signed ahead of their dates, shape of ``ahead``.
        """
        nothing = np.zeros_like(self.ahead[:, :, :1])
        kept = np.concatenate([self.ahead[:, :, :1], self.waiting[:, :, :-1]], axis=2)
        in_time = np.arange(kept.shape[2]) < self.keep[:, :, None]
        self.waiting = np.where(is_kept[:, :, None] & in_time, kept * (1.0 - is_lost[:, :, None]), 0.0)
        self.ahead = np.concatenate([(self.ahead - signed)[:, :, 1:], nothing], axis=2)


@dataclass(kw_only=True)
class ReducedFormState(State):
    """Worlds without customers: results are drawn from response functions.

    Parameters
    ----------
    noise
        Luck in the results of a week.
    margin_share
        What is left of revenue after product cost [1], ``(n_worlds, n_kinds)``.
    is_credited
        Whether a product is sold and credited, ``(n_kinds,)``; else it is a task worth something to the firm.
    dates
        Deals on their way to being booked; None where every product books at once.
    large_deals
        The choice between large and small deals; None where there is none.
    accounts
        Products whose customers may not pay.
    """

    noise: Luck
    margin_share: Floats
    is_credited: NDArray[np.bool_]
    dates: Dates | None = None
    large_deals: LargeDeals | None = None
    accounts: list[Accounts] = field(default_factory=list)

    def lose_open_deals(self, reps: NDArray[np.int64]) -> None:
        """Drop the deals of reps who leave that are not booked yet."""
        if self.dates is not None:
            self.dates.ahead[reps] = 0.0
            self.dates.waiting[reps] = 0.0
