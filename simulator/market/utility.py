"""What an offer is worth to a customer: price, features as far as they are explained, habit, talk.

``utility = brand + habit + experience + word of mouth - sensitivity x relative price
(+ premium: taste + value x feature level x explained share) (+ the rep's work, where a rep serves)``

A value proposition counts only as far as somebody explains it: a premium feature that neither a rep
nor a demonstration explains is worth nothing to the customer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["effort_utility", "explained_share", "price_utility"]

Floats = NDArray[np.float64]


def price_utility(relative_price: Floats, sensitivity: Floats) -> Floats:
    """Give the utility of paying a price: minus sensitivity times price over the line's reference price.

    Parameters
    ----------
    relative_price
        Price over the reference price of its line [1], any shape.
    sensitivity
        Utility lost per unit of relative price, broadcastable.

    Examples
    --------
    >>> price_utility(np.array([1.0, 2.0]), np.array([3.4, 3.4]))
    array([-3.4, -6.8])
    """
    return -sensitivity * relative_price


def explained_share(knowledge: Floats, demonstration: Floats) -> Floats:
    """Give how much of a premium feature reaches the customer, from a seller and from a display.

    Either may explain what the other leaves out: ``1 - (1 - knowledge)(1 - demonstration)``.

    Parameters
    ----------
    knowledge
        The seller's knowledge of the product [0 to 1; 0 where nobody serves].
    demonstration
        What the channel shows by itself [0 to 1].

    Examples
    --------
    >>> explained_share(np.array([0.5, 0.0]), np.array([0.2, 0.2])).round(2)
    array([0.6, 0.2])
    """
    return 1.0 - (1.0 - knowledge) * (1.0 - demonstration)


def effort_utility(
    effort_ratio: Floats, ability: Floats, *, elasticity: Floats, floor: Floats, reference_share: Floats
) -> Floats:
    """Give what a rep's work adds to the utility of an offer, so that sales respond concavely.

    Parameters
    ----------
    effort_ratio
        Effort on this kind of sale over the normal effort on it [1], shape ``(n,)``.
    ability
        The rep's ability (1 = median) [1], same shape.
    elasticity
        Sales elasticity of effort at the normal effort.
    floor
        Effort that customers supply by themselves [1].
    reference_share
        Choice share at which the elasticity holds.

    Notes
    -----
    In a logit the sales elasticity of ``x`` in a utility ``b log x`` is ``b (1 - share)``; hence
    ``b = elasticity / (1 - reference share)``; the floor takes part of the response, which the factor
    ``1 + floor`` gives back. Ability works like effort with elasticity 1.
    ``utility = [elasticity (1 + floor) log((floor + effort) / (floor + 1)) + log(ability)] / (1 - share)``.

    Examples
    --------
    >>> normal = effort_utility(np.array([1.0]), np.array([1.0]), elasticity=np.array(0.31),
    ...                         floor=np.array(0.1), reference_share=np.array(0.25))
    >>> float(normal[0])
    0.0
    """
    response = elasticity * (1.0 + floor) * np.log((floor + effort_ratio) / (floor + 1.0)) + np.log(ability)
    return np.asarray(response / (1.0 - reference_share))
