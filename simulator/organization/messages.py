"""A message passes layers, is understood in part, fades, and is refreshed.

Understanding is the share of the time in which a rep acts on the new plan rather than on habit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["fidelity", "forgotten", "understood"]

Floats = NDArray[np.float64]


def fidelity(clarity: Floats, kept_per_layer: Floats, layers: Floats, spread: Floats) -> Floats:
    """Give how much of a message arrives: clarity of the medium times what each layer lets through.

    Parameters
    ----------
    clarity
        Share that the medium gets across to one listener.
    kept_per_layer
        Share that survives each management layer.
    layers
        Number of layers between sender and rep.
    spread
        Keyed uniform of each rep: teams differ in how well their manager passes it on.

    Notes
    -----
    ``clarity x kept ** (2 x layers x spread)``: the exponent averages the number of layers and varies
    between none and twice as many, because some managers pass on everything and some little. We assume
    a uniform spread.

    Examples
    --------
    >>> fidelity(np.array([0.6]), np.array([0.85]), np.array([3.0]), np.array([0.5])).round(3)
    array([0.368])
    """
    return np.asarray(clarity * kept_per_layer ** (2.0 * layers * spread))


def understood(understanding: Floats, arriving: Floats) -> Floats:
    """Add a message to what is understood already: it fills its share of the gap.

    Examples
    --------
    >>> understood(np.array([0.5]), np.array([0.4]))
    array([0.7])
    """
    return np.asarray(understanding + (1.0 - understanding) * arriving)


def forgotten(value: Floats, half_life_weeks: Floats) -> Floats:
    """Let one week's forgetting pass.

    Examples
    --------
    >>> forgotten(np.array([0.8]), np.array([1.0]))
    array([0.4])
    """
    return np.asarray(value * np.exp2(-1.0 / half_life_weeks))
