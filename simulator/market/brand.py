"""The brand as stocks: who has heard of it, who considers it, and what its name is worth.

Awareness is built by contacts and forgotten; consideration needs awareness or a channel in which one meets
the firm; reputation and loyalty add to the utility of an offer. Later market opening leans on all three.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "advertising_push",
    "brand_utility",
    "consideration_probability",
    "is_considered",
    "steady_awareness",
]

Floats = NDArray[np.float64]


def advertising_push(spend: Floats, people: Floats, cost_per_contact: Floats, response: Floats) -> Floats:
    """Give how strongly a week of advertising pushes awareness: contacts per person times response.

    Parameters
    ----------
    spend
        Money spent [money per week].
    people
        People addressed [count].
    cost_per_contact
        Cost of one contact [money].
    response
        Chance that one contact makes an unaware person aware, as a rate [1 per contact].

    Examples
    --------
    >>> advertising_push(np.array([50_000.0]), np.array([1e6]), np.array([0.05]), np.array([0.1]))
    array([0.1])

    References
    ----------
    VidaleWolfe1957
    """
    return np.asarray(spend / cost_per_contact / people * response)


def steady_awareness(push_per_week: Floats, half_life_weeks: Floats) -> Floats:
    """Give the awareness at which weekly advertising just makes up for forgetting.

    Parameters
    ----------
    push_per_week
        Push of every week [1], see `advertising_push`.
    half_life_weeks
        Weeks after which half of the aware have forgotten.

    Returns
    -------
    ``(1 - exp(-push)) / (1 - exp(-push) 2 ** (-1 / half-life))``, just after the push [0 to 1].

    Examples
    --------
    >>> steady_awareness(np.array([0.05]), np.array([20.0])).round(3)
    array([0.601])
    """
    kept = np.exp(-push_per_week)
    return np.asarray((1.0 - kept) / (1.0 - kept * np.exp2(-1.0 / half_life_weeks)))


def consideration_probability(awareness: Floats, reach: Floats, visits: Floats) -> Floats:
    """Give the chance that a customer considers a firm: he thinks of it, or meets it where he looks.

    Parameters
    ----------
    awareness
        Chance to know the firm [0 to 1], shape ``(n,)``.
    reach
        The firm's presence in each channel [0 to 1], shape ``(n, n_channels)``.
    visits
        The customer's chance to look into each channel [0 to 1], same shape.

    Returns
    -------
    Who is aware finds the firm wherever it is; who is not has to come across it:
    ``met + awareness (found - met)`` with ``met = 1 - product(1 - visit x reach)`` and ``found = 1 -
    product(1 - reach)`` [0 to 1], shape ``(n,)``.

    Examples
    --------
    >>> consideration_probability(np.array([0.0, 0.5]), np.array([[0.5], [0.5]]), np.array([[0.4], [0.4]]))
    array([0.2 , 0.35])
    """
    missed, nowhere = np.ones(len(awareness)), np.ones(len(awareness))
    for channel in range(reach.shape[1]):
        missed *= 1.0 - visits[:, channel] * reach[:, channel]
        nowhere *= 1.0 - reach[:, channel]
    met, found = 1.0 - missed, 1.0 - nowhere
    return np.asarray(met + awareness * (found - met))


def is_considered(probability: Floats, luck: Floats) -> NDArray[np.bool_]:
    """Tell which firms are considered: those whose keyed luck is below the chance.

    Parameters
    ----------
    probability
        Chance to be considered, shape ``(n, n_firms)``.
    luck
        Uniform keyed by customer, need and firm, same shape; more awareness never loses a firm anybody.

    Examples
    --------
    >>> is_considered(np.array([[0.2, 0.7]]), np.array([[0.5, 0.5]]))
    array([[False,  True]])
    """
    return np.asarray(luck < probability)


def brand_utility(
    reputation: Floats, loyalty: Floats, reputation_weight: Floats, loyalty_weight: Floats
) -> Floats:
    """Give what a firm's name adds to the utility of its offers.

    Parameters
    ----------
    reputation
        What people think of it [-1 to 1].
    loyalty
        The customer's attachment to it [0 to 1].
    reputation_weight, loyalty_weight
        Utility per unit of either.

    Examples
    --------
    >>> brand_utility(np.array([0.2]), np.array([0.5]), np.array([2.0]), np.array([0.8])).round(2)
    array([0.8])
    """
    return np.asarray(reputation_weight * reputation + loyalty_weight * loyalty)
