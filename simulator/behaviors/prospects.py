"""Which prospects a rep takes when each of them takes time, and some will not pay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Picked", "pick_prospects"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Picked:
    """What comes of picking among prospects; arrays ``(n_reps,)``.

    Parameters
    ----------
    share
        Part of the prospects met that is taken, the safest first [0 to 1].
    per_met
        Prospects met in the time that meeting one and taking all would need [1].
    worth
        Worth to the rep of that time [pay per currency unit of what taking all would bring].
    place
        Number of the last class of prospects that is taken, -1 for none.
    """

    share: Floats
    per_met: Floats
    worth: Floats
    place: NDArray[np.int64]


def pick_prospects(
    believed: Floats, booking: Floats, keeping: Floats, chasing: Floats, won: Floats
) -> Picked:
    """Choose up to which risk prospects are taken, so that an hour brings most.

    Parameters
    ----------
    believed
        Default probability that the rep sees in equally many prospects of each class, the safest first,
        ``(n_reps, n_classes)``.
    booking
        What a booking is worth [pay per currency unit], ``(n_reps,)``.
    keeping
        What comes later of a customer who pays [pay per currency unit of the booking], same shape.
    chasing
        What running after the money costs where a customer does not pay [same unit], same shape.
    won
        Part of the time on a prospect that is spent only on those who are taken [0 to below 1], same shape.

    Notes
    -----
    A prospect with default probability ``q`` brings ``booking + (1 - q) keeping - q chasing``. Meeting takes
    ``1 - won`` of the time and taking the rest, so that the share ``s`` is best at which the gain of those
    taken over ``1 - won + won s`` is greatest; ties go to the larger share.

    Examples
    --------
    Paid on booking, everybody is taken; paid on keeping, those who will hardly pay are left to others:

    >>> risks, one = np.array([[0.05, 0.2, 0.5, 0.9]]), np.ones(1)
    >>> pick_prospects(risks, 0.03 * one, 0.0 * one, 0.005 * one, 0.8 * one).share
    array([1.])
    >>> pick_prospects(risks, 0.0 * one, 0.03 * one, 0.005 * one, 0.8 * one).share
    array([0.5])
    """
    n_classes = believed.shape[1]
    gain = booking[:, None] + (1.0 - believed) * keeping[:, None] - believed * chasing[:, None]
    share = np.arange(1, n_classes + 1) / n_classes
    time = 1.0 - won[:, None] + won[:, None] * share
    worth = np.cumsum(gain, axis=1) / n_classes / time
    place = n_classes - 1 - np.argmax(worth[:, ::-1], axis=1)
    rows = np.arange(len(believed))
    best = worth[rows, place]
    none = best <= 0.0
    time_of = np.where(none, 1.0 - won, time[rows, place])
    return Picked(
        share=np.where(none, 0.0, share[place]),
        per_met=1.0 / time_of,
        worth=np.where(none, 0.0, best),
        place=np.where(none, -1, place),
    )
