"""Business customers decide in a group: roles with power and attitudes, and consents in a chain.

Users, technical experts, buyers and the one who signs weigh in by their power; some can say no alone. A rep
who knows only one of them moves only that one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["attitude_after_contact", "chain_passes", "group_odds", "group_utility"]

Floats = NDArray[np.float64]


def group_utility(
    attitude: Floats, power: Floats, weight: Floats, veto: NDArray[np.bool_], veto_below: float
) -> Floats:
    """Give what the people who decide add to the utility of an offer, each by power times attitude.

    Parameters
    ----------
    attitude
        Attitude of each role towards the offer, -1 against to 1 in favor, shape ``(n, n_roles)``.
    power
        Share of each role in the decision, shape ``(n_roles,)``, adding up to 1.
    weight
        Utility of an entirely favorable group, shape ``(n,)``.
    veto
        Which roles can say no alone, shape ``(n_roles,)``.
    veto_below
        Attitude below which they do [-1 to 1].

    Returns
    -------
    ``weight x sum of power x attitude``, ``-inf`` after a veto, shape ``(n,)``.

    Examples
    --------
    >>> group_utility(np.array([[1.0, 0.0], [1.0, -0.9]]), np.array([0.4, 0.6]), np.full(2, 2.0),
    ...               np.array([False, True]), -0.8)
    array([ 0.8, -inf])

    References
    ----------
    WebsterWind1972
    """
    mean, refused = np.zeros(len(attitude)), np.zeros(len(attitude), np.bool_)
    for role in range(attitude.shape[1]):
        mean += power[role] * attitude[:, role]
        refused |= veto[role] & (attitude[:, role] < veto_below)
    return np.where(refused, -np.inf, weight * mean)


def group_odds(utility: Floats, base_odds: Floats) -> Floats:
    """Give the odds of winning a business customer: those of an indifferent group times what its view adds.

    Parameters
    ----------
    utility
        From `group_utility`.
    base_odds
        Odds with an indifferent group [1], above 0.

    Returns
    -------
    ``base odds x exp(utility)`` [1]; odds of 1 are a chance of one half.

    Examples
    --------
    >>> group_odds(np.array([0.0, np.log(2.0), -np.inf]), np.full(3, 0.5))
    array([0.5, 1. , 0. ])
    """
    return np.asarray(base_odds * np.exp(utility))


def attitude_after_contact(attitude: Floats, contacts: Floats, persuasion: Floats, message: Floats) -> Floats:
    """Give attitudes after contacts: each moves a part of the way towards what the message would make of it.

    Parameters
    ----------
    attitude
        Attitude of each role before [-1 to 1].
    contacts
        Contacts with the role [count]; those whom nobody meets keep their view.
    persuasion
        Strength of a contact [1 per contact].
    message
        Attitude that the offer deserves once understood [-1 to 1].

    Returns
    -------
    ``message + (attitude - message) exp(-persuasion x contacts)``.

    Examples
    --------
    >>> message = np.full(2, 0.8)
    >>> attitude_after_contact(np.zeros(2), np.array([0.0, 2.0]), np.full(2, 0.3466), message).round(2)
    array([0. , 0.4])
    """
    return np.asarray(message + (attitude - message) * np.exp(-persuasion * contacts))


def chain_passes(attitude: Floats, base_odds: Floats, weight: float, luck: Floats) -> NDArray[np.int64]:
    """Give how far a proposal gets where one role after the other has to consent.

    Parameters
    ----------
    attitude
        Attitude of each role in the order of the chain [-1 to 1], shape ``(n, n_roles)``.
    base_odds
        Odds of consent of an indifferent role [1], shape ``(n_roles,)``.
    weight
        Log odds per unit of attitude.
    luck
        Uniform keyed by deal and role, same shape as attitude.

    Returns
    -------
    Number of consents before the first refusal; all roles = accepted. Shape ``(n,)``. The chance of
    acceptance is the product of ``odds / (1 + odds)``.

    Examples
    --------
    >>> chain_passes(np.zeros((2, 2)), np.ones(2), 2.0, np.array([[0.4, 0.6], [0.4, 0.4]]))
    array([1, 2])
    """
    passed, open_ones = np.zeros(len(attitude), np.int64), np.ones(len(attitude), np.bool_)
    for role in range(attitude.shape[1]):
        odds = base_odds[role] * np.exp(weight * attitude[:, role])
        open_ones &= luck[:, role] < odds / (1.0 + odds)
        passed += open_ones
    return passed
