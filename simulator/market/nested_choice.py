"""Choice where some offers are closer to each other than to the rest (nested logit).

Offers of one nest, such as premium models or all that is not "buy nothing", share a part of the noise.
A price cut then takes customers first from the neighbors in the nest: choice is no longer independent
of irrelevant alternatives. With dissimilarity 1 in every nest it is the multinomial logit, draw by draw.

``P(option) = exp(u / d) / sum in nest of exp(u / d)  x  exp(d I) / sum over nests of exp(d I)``
with ``d`` the nest's dissimilarity and ``I = log sum in nest of exp(u / d)``. McFadden1978
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.randomness import Stream

__all__ = [
    "Nests",
    "nested_elasticities",
    "nested_noise",
    "nested_probabilities",
    "nested_value",
    "row_log_sum",
]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Nests:
    """Which options resemble each other, and how much.

    Parameters
    ----------
    nest
        Nest of each option [index], shape ``(n_options,)``; buying nothing usually has its own.
    dissimilarity
        For each nest, 1 = no resemblance, near 0 = the same thing in other words, shape ``(n_nests,)``;
        ``1 - dissimilarity**2`` is the correlation of the noise of two options in the nest.

    Examples
    --------
    >>> Nests(np.array([0, 0, 1]), np.array([0.5, 1.0])).correlation(0)
    0.75

    Raises
    ------
    ValueError
        If a dissimilarity does not lie above 0 and up to 1, or an option names a nest that is not there.
    """

    nest: Whole
    dissimilarity: Floats

    def __post_init__(self) -> None:
        if not ((self.dissimilarity > 0.0) & (self.dissimilarity <= 1.0)).all():
            raise ValueError("a dissimilarity lies above 0 and is at most 1")
        if self.nest.min() < 0 or self.nest.max() >= len(self.dissimilarity):
            raise ValueError("every option needs a nest that has a dissimilarity")

    def correlation(self, nest: int) -> float:
        """Give how alike the unseen tastes for two options of a nest are [correlation, 0 to 1]."""
        return float(1.0 - self.dissimilarity[nest] ** 2)


def row_log_sum(values: Floats) -> Floats:
    """Give log(sum(exp(values))) of each row, added up column by column so that batches change nothing.

    Parameters
    ----------
    values
        Any numbers; ``-inf`` adds nothing, shape ``(n, m)``.

    Returns
    -------
    Shape ``(n,)``; ``-inf`` where the whole row is.

    Examples
    --------
    >>> row_log_sum(np.log([[1.0, 2.0, 1.0]])).round(6)
    array([1.386294])
    """
    largest = values.max(axis=1)
    finite = np.where(np.isfinite(largest), largest, 0.0)
    total = np.zeros(len(values))
    for column in range(values.shape[1]):
        total += np.exp(values[:, column] - finite)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(total) + finite)


def _conditional(utilities: Floats, nests: Nests) -> tuple[Floats, Floats]:
    """Log probability of each option within its nest, and the worth of each nest."""
    scaled = utilities / nests.dissimilarity[nests.nest]
    within = np.full_like(scaled, -np.inf)
    worth = np.full((len(utilities), len(nests.dissimilarity)), -np.inf)
    for nest, dissimilarity in enumerate(nests.dissimilarity):
        members = np.flatnonzero(nests.nest == nest)
        if len(members):
            inclusive = row_log_sum(scaled[:, members])
            finite = np.where(np.isfinite(inclusive), inclusive, 0.0)
            within[:, members] = scaled[:, members] - finite[:, None]
            worth[:, nest] = dissimilarity * inclusive
    return within, worth


def nested_probabilities(utilities: Floats, nests: Nests) -> Floats:
    """Give the probability of each option before the noise is known, where options resemble each other.

    Parameters
    ----------
    utilities
        Systematic utilities, shape ``(n, n_options)``; ``-inf`` = not on offer.
    nests
        Which options resemble each other.

    Returns
    -------
    Shape ``(n, n_options)``, rows add up to 1.

    Examples
    --------
    A red and a blue bus that differ in nothing share what one bus would get:

    >>> buses = Nests(np.array([0, 0, 1]), np.array([0.01, 1.0]))
    >>> nested_probabilities(np.zeros((1, 3)), buses).round(3)
    array([[0.251, 0.251, 0.498]])

    References
    ----------
    McFadden1978
    """
    within, worth = _conditional(utilities, nests)
    of_nest = worth - row_log_sum(worth)[:, None]
    return np.exp(within + of_nest[:, nests.nest])


def nested_value(utilities: Floats, nests: Nests) -> Floats:
    """Give what the whole choice is worth to each customer before the noise is known (log-sum).

    It is the expected utility of the best option, up to Euler's constant.

    Parameters
    ----------
    utilities
        Systematic utilities, shape ``(n, n_options)``.

    Examples
    --------
    >>> nested_value(np.zeros((1, 2)), Nests(np.array([0, 0]), np.array([0.5]))).round(4)  # 0.5 log 2
    array([0.3466])
    """
    return row_log_sum(_conditional(utilities, nests)[1])


def nested_noise(
    stream: Stream,
    replication: int | Whole,
    events: NDArray[np.uint64],
    *,
    option_ids: NDArray[np.uint64],
    nest_ids: NDArray[np.uint64],
    nests: Nests,
) -> Floats:
    """Draw the noise of every option so that options of one nest are liked or disliked together.

    Each option has its own Gumbel draw, keyed by event and option, and each nest a factor, keyed by event
    and nest: ``noise = d (log S + G)`` with ``S`` positive stable of index ``d`` (Kanter's formula from one
    angle and one exponential draw). Every option's noise is then a standard Gumbel, jointly the nested
    logit's. Nothing depends on which other options are on offer.

    Parameters
    ----------
    stream
        Luck of the decision.
    replication
        One number, or one for each event.
    events
        Keyed id of each need, shape ``(n,)``.
    option_ids, nest_ids
        Stable 64-bit ids of options and nests, shapes ``(n_options,)`` and ``(n_nests,)``.

    Returns
    -------
    Shape ``(n, n_options)``.

    Examples
    --------
    >>> from simulator.randomness import Streams, hash_id, name_id
    >>> nests = Nests(np.array([0, 0, 1]), np.array([0.4, 1.0]))
    >>> noise = nested_noise(Streams(1).stream("need.likes_option"), 0, hash_id("need", np.arange(40_000), 0),
    ...     option_ids=np.array([name_id(n) for n in "abc"], np.uint64),
    ...     nest_ids=np.array([name_id(n) for n in "xy"], np.uint64), nests=nests)
    >>> np.abs(np.corrcoef(noise.T) - [[1, .84, 0], [.84, 1, 0], [0, 0, 1]]).max() < 0.02
    np.True_

    References
    ----------
    McFadden1978, Kanter1975
    """
    rows = events[:, None]
    who = np.asarray(replication)
    by_row = who[:, None] if who.ndim else replication
    noise = stream.gumbel(by_row, rows, ordinal=option_ids)
    for nest, dissimilarity in enumerate(nests.dissimilarity):
        members = np.flatnonzero(nests.nest == nest)
        if dissimilarity < 1.0 and len(members):
            factor = _stable_log(stream, replication, events, nest_ids[nest], float(dissimilarity))
            noise[:, members] = dissimilarity * noise[:, members] + factor[:, None]
    return noise


def _stable_log(
    stream: Stream, replication: int | Whole, events: NDArray[np.uint64], nest_id: np.uint64, index: float
) -> Floats:
    """``index`` times the log of a positive stable draw of that index, for each event."""
    first, second = (int(nest_id) ^ 0x5BD1E995, int(nest_id) ^ 0x27D4EB2F)
    angle = np.pi * stream.uniform(replication, events, ordinal=first)
    waiting = stream.exponential(replication, events, ordinal=second)
    rest = 1.0 - index
    return np.asarray(
        index * np.log(np.sin(index * angle))
        - np.log(np.sin(angle))
        + rest * (np.log(np.sin(rest * angle)) - np.log(waiting))
    )


def nested_elasticities(
    utilities: Floats, nests: Nests, prices: Floats, sensitivity: float | Floats
) -> Floats:
    """Give by how many percent each offer's share changes when one price rises by one percent.

    Parameters
    ----------
    utilities
        Systematic utilities, prices included, shape ``(n, n_options)``.
    prices
        Price of each option over the reference price [1], shape ``(n, n_options)``.
    sensitivity
        Utility lost per unit of relative price, one number or one for each row.

    Returns
    -------
    Shape ``(n, n_options, n_options)``: share of the first option with respect to the price of the second.
    ``-a p_k ([j = k] / d + [same nest] (1 - 1/d) P(k in nest) - P(k))``.

    Examples
    --------
    >>> nests = Nests(np.array([0, 0, 1]), np.array([0.5, 1.0]))
    >>> nested_elasticities(np.zeros((1, 3)), nests, np.ones((1, 3)), 2.0)[0].round(3)
    array([[-2.414,  1.586,  0.828],
           [ 1.586, -2.414,  0.828],
           [ 0.586,  0.586, -1.172]])
    """
    share = nested_probabilities(utilities, nests)
    within = np.exp(_conditional(utilities, nests)[0])
    inverse = 1.0 / nests.dissimilarity[nests.nest]
    same = nests.nest[:, None] == nests.nest[None, :]
    nearby = same * ((1.0 - inverse) * within)[:, None, :]
    change = np.eye(len(inverse)) * inverse + nearby - share[:, None, :]
    slope = np.broadcast_to(np.asarray(sensitivity, float), (len(utilities),))
    return np.asarray(-slope[:, None, None] * prices[:, None, :] * change)
