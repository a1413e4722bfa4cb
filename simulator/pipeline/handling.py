"""How long an approver needs for a deal: drawn once for a deal and a layer, whenever it is handled."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.randomness import Stream

__all__ = ["exponential_handling_days", "lognormal_handling_days"]

Floats = NDArray[np.float64]


def exponential_handling_days(
    luck: Stream, replication: NDArray[np.int64] | int, deal_id: NDArray[np.uint64], mean_days: ArrayLike
) -> Floats:
    """Draw handling times that vary widely: most deals pass quickly, a few take very long.

    Parameters
    ----------
    luck
        The stream of this decision; the draw is keyed by replication, deal and layer only.
    replication, deal_id
        Replication (n,) or one, and id (n,), of each deal.
    mean_days
        Mean handling time [days], shape (n_layers,) or (n, n_layers), not negative.

    Returns
    -------
    ndarray
        Handling times [days], shape (n, n_layers), exponentially distributed.

    Examples
    --------
    >>> from simulator.randomness import Streams
    >>> luck, deals = Streams(1).stream("approval.handling"), np.arange(10_000, dtype=np.uint64)
    >>> days = exponential_handling_days(luck, 0, deals, mean_days=[0.5, 2.0])
    >>> days.shape, bool(abs(days[:, 1].mean() - 2.0) < 0.1)
    ((10000, 2), True)
    """
    means = _means(mean_days)
    return means * luck.exponential(*_keys(replication, deal_id, means))


def lognormal_handling_days(
    luck: Stream,
    replication: NDArray[np.int64] | int,
    deal_id: NDArray[np.uint64],
    mean_days: ArrayLike,
    variation: float,
) -> Floats:
    """Draw handling times around a typical one, with a tail of hard cases.

    Parameters are those of `exponential_handling_days`, and `variation` [1], the standard deviation over
    the mean: with s**2 = log(1 + variation**2), days = mean_days * exp(s * normal - s**2 / 2).

    Examples
    --------
    >>> from simulator.randomness import Streams
    >>> luck, deals = Streams(1).stream("approval.handling"), np.arange(10_000, dtype=np.uint64)
    >>> days = lognormal_handling_days(luck, 0, deals, mean_days=[2.0], variation=0.5)
    >>> bool(abs(days.mean() - 2.0) < 0.05), bool(abs(days.std() - 1.0) < 0.05)
    (True, True)
    """
    if variation < 0:
        raise ValueError(f"the variation of handling times is not negative, but {variation}")
    means = _means(mean_days)
    log_variance = float(np.log1p(variation**2))
    days = luck.normal(*_keys(replication, deal_id, means))
    days *= log_variance**0.5
    days -= log_variance / 2
    np.exp(days, out=days)
    return means * days


def _means(mean_days: ArrayLike) -> Floats:
    means = np.atleast_2d(np.asarray(mean_days, dtype=np.float64))
    if not (np.isfinite(means) & (means >= 0)).all():
        raise ValueError("mean handling times are finite and not negative")
    return means


def _keys(
    replication: NDArray[np.int64] | int, deal_id: NDArray[np.uint64], means: Floats
) -> tuple[NDArray[np.int64], NDArray[np.uint64], int, NDArray[np.int64]]:
    """Arguments of a draw for each (deal, layer): replication, id, week, ordinal."""
    return np.reshape(replication, (-1, 1)), np.reshape(deal_id, (-1, 1)), 0, np.arange(means.shape[1])
