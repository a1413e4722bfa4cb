"""Luck in the results of a week: added, multiplied or counted, and shocks that hit everybody."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri, pdtr, pdtrik

from simulator.randomness import Streams

__all__ = ["Luck", "counted"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Luck:
    """How results scatter around what is expected, by rep and product; arrays ``(n_reps, n_kinds)``.

    Parameters
    ----------
    added_sd
        Standard deviation of normal noise that is added whatever the effort [currency per week].
    multiplied_cv
        Coefficient of variation of gamma noise that multiplies what is expected [1].
    order_value
        Value of an order where results are a Poisson number of orders [currency]; 0 where they are not.
    common_sd
        Standard deviation of a normal shock that is the same for all reps of a world [currency per week].
    ids
        Keyed ids of rep and product.
    product_ids
        Keyed ids of the products, ``(n_kinds,)``.
    world
        World of each rep, ``(n_reps,)``.
    replication
        Replication of each world, ``(n_worlds,)``.
    streams
        All luck of the experiment.
    first_alike
        The first row with the same replication, rep and noise as each row: its alternatives' luck is worked
        out once, ``(n_reps,)``.

    Notes
    -----
    Luck is keyed by replication, week, rep and product: alternatives share it. Additive noise is the same
    number of currency units in all of them; gamma and Poisson noise are the same quantile.
    """

    added_sd: Floats
    multiplied_cv: Floats
    order_value: Floats
    common_sd: Floats
    ids: NDArray[np.uint64]
    product_ids: NDArray[np.uint64]
    world: NDArray[np.int64]
    replication: NDArray[np.int64]
    streams: Streams
    first_alike: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        identity = np.stack([self.replication[self.world].astype(np.float64), *self.multiplied_cv.T])
        keys = [self.ids[:, 0].view(np.int64), *identity.view(np.int64)]
        first = np.unique(np.stack(keys), axis=1, return_index=True, return_inverse=True)
        object.__setattr__(self, "first_alike", first[1][first[2].reshape(-1)])

    def results(self, expected: Floats, week: int) -> Floats:
        """Draw what the week brings, ``(n_reps, n_kinds)``, given what is expected of effort and season."""
        drawn = expected.copy()
        keys = self.streams.stream("result.luck").keys(self.replication, week)
        for kind in range(expected.shape[1]):
            column = drawn[:, kind]
            added, cv = self.added_sd[:, kind], self.multiplied_cv[:, kind]
            lump = self.order_value[:, kind]
            if added.any() or cv.any() or lump.any():
                quantile = keys.take(self.world).uniform(self.ids[:, kind])
                _scatter(column, quantile, added, cv, lump, self.first_alike)
        return drawn + self._shock(week) if self.common_sd.any() else drawn

    def _shock(self, week: int) -> Floats:
        keys = self.streams.stream("result.common_shock").keys(self.replication, week)
        worlds = np.arange(len(self.replication))
        shock = np.stack([keys.take(worlds).normal(np.full(len(worlds), one)) for one in self.product_ids], 1)
        return self.common_sd * shock[self.world]

    def variance(self) -> tuple[Floats, Floats]:
        """Give the variance of a week that does not depend on effort, and the squared cv of what does.

        Returns
        -------
        Additive variance [currency squared per week] and relative variance [1], ``(n_reps, n_kinds)``;
        Poisson noise comes on top with expected revenue times order value.
        """
        return np.square(self.added_sd) + np.square(self.common_sd), np.square(self.multiplied_cv)


def _scatter(
    column: Floats, quantile: Floats, added: Floats, cv: Floats, lump: Floats, alike: NDArray[np.int64]
) -> None:
    """Scatter one product's results in place."""
    if added.any():
        column += added * ndtri(quantile)
    if cv.any():
        factor = np.ones_like(column)
        rows = np.flatnonzero((cv > 0.0) & (alike == np.arange(len(alike))))
        shape = 1.0 / np.square(cv[rows])
        factor[rows] = gammaincinv(shape, quantile[rows]) / shape
        column *= factor[alike]
    rows = np.flatnonzero(lump > 0.0)
    if len(rows):
        column[rows] = lump[rows] * counted(column[rows] / lump[rows], quantile[rows])


def counted(mean: Floats, quantile: Floats) -> Floats:
    """Give the Poisson number of orders at a quantile, ``(n,)``.

    Parameters
    ----------
    mean
        Expected number, 0 or more, ``(n,)``.
    quantile
        Between 0 and 1, ``(n,)``.

    Examples
    --------
    >>> counted(np.array([0.0, 2.0, 2.0, 2.0]), np.array([0.9, 0.1, 0.5, 0.99]))
    array([0., 0., 2., 6.])
    """
    number = np.zeros_like(mean)
    rows = np.flatnonzero(quantile > np.exp(-np.minimum(mean, 700.0)))  # the rest have none
    average, level = mean[rows], quantile[rows]
    guess = np.maximum(np.ceil(pdtrik(level, average)), 1.0)
    guess = np.where(pdtr(guess, average) < level, guess + 1.0, guess)
    number[rows] = np.where(pdtr(guess - 1.0, average) >= level, guess - 1.0, guess)
    return number
