"""What builds up and fades: a stock is kept as its value and the week of that value, and looked at lazily.

Brand awareness, reputation and loyalty, and the relationship between a customer and a firm, are such
stocks. Nothing is done in weeks in which nobody looks and nothing is added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Stock", "saturating_gain"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def saturating_gain(value: Floats, push: Floats) -> Floats:
    """Give a share after a push: each unit of push wins a fixed part of what is still missing.

    Parameters
    ----------
    value
        Share before [0 to 1].
    push
        Push [1], such as contacts times response, 0 or above.

    Returns
    -------
    ``1 - (1 - value) exp(-push)`` [0 to 1]: pushes add up, in whatever order.

    Examples
    --------
    >>> saturating_gain(np.array([0.0, 0.5]), np.array([0.6931, 0.6931])).round(3)
    array([0.5 , 0.75])

    References
    ----------
    VidaleWolfe1957
    """
    return np.asarray(1.0 - (1.0 - value) * np.exp(-push))


@dataclass
class Stock:
    """Stocks of many holders that fade towards a base: value, and the week of which it is the value.

    Parameters
    ----------
    value
        Value as of ``week``, shape ``(n,)``.
    week
        Week of the value [weeks], same shape.
    half_life_weeks
        Weeks after which half of what is above (or below) base is gone, one number or same shape.
    base
        What it fades towards, one number or same shape.

    Examples
    --------
    >>> stock = Stock(np.array([0.8, 0.8]), np.zeros(2), half_life_weeks=10.0, base=0.2)
    >>> stock.at(np.array([0, 1]), np.array([0.0, 10.0]))
    array([0.8, 0.5])
    >>> stock.add(np.array([1]), np.array([10.0]), np.array([0.1]))
    >>> stock.value.tolist(), stock.week.tolist()
    ([0.8, 0.6], [0.0, 10.0])
    """

    value: Floats
    week: Floats
    half_life_weeks: Floats | float
    base: Floats | float = 0.0

    def at(self, who: Whole, week: Floats | float) -> Floats:
        """Give the value of some holders in a week, not before that of their value.

        Parameters
        ----------
        who
            Holders [index], shape ``(n,)``.
        week
            Week looked at, one number or same shape.
        """
        half_life = np.broadcast_to(np.asarray(self.half_life_weeks), self.value.shape)[who]
        base = np.broadcast_to(np.asarray(self.base), self.value.shape)[who]
        return np.asarray(base + (self.value[who] - base) * np.exp2((self.week[who] - week) / half_life))

    def add(self, who: Whole, week: Floats | float, amount: Floats) -> None:
        """Add to the stocks of some holders, each named once.

        Parameters
        ----------
        who
            Holders [index], each once, shape ``(n,)``.
        week
            Week in which it is added.
        amount
            What is added, below 0 to take away, same shape.
        """
        self._set(who, week, self.at(who, week) + amount)

    def push(self, who: Whole, week: Floats | float, push: Floats) -> None:
        """Push shares of some holders towards 1, each by a part of what is missing (see `saturating_gain`).

        Parameters
        ----------
        who
            Holders [index], each once, shape ``(n,)``.
        week
            Week of the push.
        push
            Strength [1], same shape.
        """
        self._set(who, week, saturating_gain(self.at(who, week), push))

    def _set(self, who: Whole, week: Floats | float, value: Floats) -> None:
        self.value[who] = value
        self.week[who] = week
