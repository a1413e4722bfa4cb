"""What buyers' talk does to a firm's reputation in a region.

Each buyer adds one voice with his satisfaction above or below neutral. Voices fade. Reputation is the
mean of the voices, discounted while they are few.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["reputation"]

Floats = NDArray[np.float64]


def reputation(balance: Floats, voices: Floats, reference_voices: Floats) -> Floats:
    """Give a firm's reputation: the mean opinion of recent buyers, weak while few people talk.

    Parameters
    ----------
    balance
        Faded sum of (satisfaction - neutral) over buyers.
    voices
        Faded number of buyers.
    reference_voices
        Number at which reputation has half its weight.

    Returns
    -------
    ``balance / (voices + reference_voices)``, between -1 and 1, in the common shape.

    Examples
    --------
    >>> reputation(np.array([2.0]), np.array([10.0]), np.array([10.0]))
    array([0.1])
    """
    return np.asarray(balance / (voices + reference_voices))
