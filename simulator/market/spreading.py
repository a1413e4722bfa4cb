"""Word of mouth along ties: buyers tell those they know, and only those who hear something are touched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.market.networks import Network

__all__ = ["Heard", "tell_neighbors"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Heard:
    """What people heard in a week.

    Parameters
    ----------
    listener
        Who heard something [index], ascending, shape ``(n,)``.
    voices
        Weight of those who told him, shape ``(n,)``.
    balance
        Sum of their opinions times weight, shape ``(n,)``.
    """

    listener: Whole
    voices: Floats
    balance: Floats


def tell_neighbors(network: Network, tellers: Whole, opinions: Floats, weights: Floats) -> Heard:
    """Let buyers tell the people they know what they think of a firm.

    Parameters
    ----------
    network
        Who talks to whom.
    tellers
        Who tells, in order of birth, shape ``(n_tellers,)``.
    opinions
        Satisfaction above neutral, below 0 when disappointed, shape ``(n_tellers,)``.
    weights
        How much each is listened to: 1, more for opinion leaders, shape ``(n_tellers,)``.

    Notes
    -----
    Totals by ``bincount`` over the ties of the tellers, in order of birth; cost grows with their ties.

    Examples
    --------
    >>> from simulator.market.networks import from_ties
    >>> star = from_ties(4, np.array([0, 0, 0]), np.array([1, 2, 3]))
    >>> heard = tell_neighbors(star, np.array([0, 1]), np.array([0.2, -0.4]), np.ones(2))
    >>> heard.listener.tolist(), heard.balance.tolist()
    ([0, 1, 2, 3], [-0.4, 0.2, 0.2, 0.2])
    """
    owner, heard = network.ends(tellers)
    listener, place = np.unique(heard, return_inverse=True)
    voices = np.bincount(place, weights=weights[owner], minlength=len(listener))
    balance = np.bincount(place, weights=(weights * opinions)[owner], minlength=len(listener))
    return Heard(listener.astype(np.int64), np.asarray(voices, float), np.asarray(balance, float))
