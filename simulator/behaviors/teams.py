"""What colleagues do to each other: help, take away, and leave work to the rest.

Nothing here says that team pay is friendly. A rep knows two numbers: what an own sale is worth, and what
a colleague's sale is worth to the rep. Effort, help and poaching follow from them, whatever plan they come
from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import row_sum

__all__ = ["PeerTraits", "PeerWork", "shared_values", "team_sales", "work_with_peers"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PeerTraits:
    """How far colleagues can reach into each other's sales; arrays that fit ``(n_teams, n_members)``.

    Parameters
    ----------
    effort_cost
        Cost ``c`` of effort, ``c e**2 / 2`` [currency]; the same for help and poaching.
    help_effect
        What one unit of effort on helping, by a rep of ability 1, adds to colleagues' sales relative to what
        it would add to own sales.
    poach_effect
        What one unit of effort on taking customers away, by a rep of ability 1, takes from colleagues' sales
        relative to what it would add by selling.
    poach_kept
        Share of what is taken that ends as the taker's sale [0 to 1]; the rest is lost in the quarrel.
    """

    effort_cost: Floats
    help_effect: Floats
    poach_effect: Floats
    poach_kept: Floats

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Floats], effort_cost: Floats) -> PeerTraits:
        """Take the traits from the register of parameters, and the cost of effort from elsewhere."""
        names = ("peer_help_effect", "peer_poach_effect", "peer_poach_kept")
        return cls(effort_cost, *(parameters[name] for name in names))


@dataclass(frozen=True)
class PeerWork:
    """What each does in a team; arrays ``(n_teams, n_members)``, efforts on the scale of their cost.

    Parameters
    ----------
    selling, helping, poaching
        Effort on own sales, on colleagues' sales, and on taking customers from them.
    """

    selling: Floats
    helping: Floats
    poaching: Floats


def shared_values(own_rate: Floats, team_rate: Floats, team_size: Floats) -> tuple[Floats, Floats]:
    """Give what an own sale and a colleague's sale are worth to a rep whose team shares part of pay.

    Parameters
    ----------
    own_rate
        Marginal value of own credit [pay per currency unit].
    team_rate
        Pay of the whole team for a unit that any member sells, split evenly [pay per currency unit].
    team_size
        Members of the team.

    Returns
    -------
    Value of own credit and of a colleague's credit. A contest makes the second one negative: add what
    :func:`simulator.behaviors.contests.prize_slope` loses when a rival's mean rises.

    Examples
    --------
    Team pay of 10 % among five is worth 2 % to each, whoever sells: a fifth of the reason to work.

    >>> shared_values(np.array([0.1, 0.0]), np.array([0.0, 0.1]), np.array([5.0, 5.0]))
    (array([0.1 , 0.02]), array([0.  , 0.02]))
    """
    part = team_rate / team_size
    return own_rate + part, part


def work_with_peers(
    ability: Floats, own_value: Floats, peer_value: Floats, traits: PeerTraits, most: float = np.inf
) -> PeerWork:
    """Choose effort on selling, helping and poaching.

    Parameters
    ----------
    ability
        What a unit of selling effort brings in [currency], ``(n_teams, n_members)``.
    own_value, peer_value
        What a unit of own and of a colleague's credit is worth to the rep [pay per currency unit], same
        shape.
    traits
        How far colleagues can reach into each other's sales.
    most
        The most effort on each.

    Returns
    -------
    The efforts. A team of one neither helps nor poaches.

    Notes
    -----
    Each is done until it costs what it brings, ``c e = ability x``

    - selling: ``own_value``;
    - helping: ``help_effect x peer_value``, none where a colleague's sale is worth nothing or less;
    - poaching: ``poach_effect x (poach_kept own_value - peer_value)``, none where sales are shared.

    Results follow effort in proportion, and the three efforts do not compete for hours (we assume). Signs of
    what stars do to peers follow from the two values [ChanLiPierce2014]_.

    Examples
    --------
    The same three people paid alone and as a team:

    >>> able, traits = np.array([[100.0, 100.0, 200.0]]), PeerTraits(*(np.array(v) for v in (10, .3, .2, .6)))
    >>> alone = work_with_peers(able, *shared_values(0.1 * able**0, 0 * able, np.array(3.0)), traits)
    >>> alone.helping, alone.poaching.round(3)
    (array([[0., 0., 0.]]), array([[0.12, 0.12, 0.24]]))
    >>> together = work_with_peers(able, *shared_values(0 * able, 0.1 * able**0, np.array(3.0)), traits)
    >>> together.helping.round(3), together.poaching
    (array([[0.1, 0.1, 0.2]]), array([[0., 0., 0.]]))
    """
    several = 1.0 if ability.shape[1] > 1 else 0.0
    reach = ability / traits.effort_cost
    gains = (
        own_value,
        several * traits.help_effect * peer_value,
        several * traits.poach_effect * (traits.poach_kept * own_value - peer_value),
    )
    selling, helping, poaching = (np.clip(reach * gain, 0.0, most) for gain in gains)
    return PeerWork(np.asarray(selling), np.asarray(helping), np.asarray(poaching))


def team_sales(ability: Floats, work: PeerWork, traits: PeerTraits) -> Floats:
    """Give what each member sells, with what colleagues gave and took.

    Parameters
    ----------
    ability
        As in :func:`work_with_peers`.
    work
        What everybody does.
    traits
        How far colleagues can reach into each other's sales.

    Returns
    -------
    Sales [currency], ``(n_teams, n_members)``; what is given and taken is spread evenly over the others. Not
    cut off at nothing: more can be taken than a weak seller had, where poaching is made very effective.

    Examples
    --------
    >>> able, one = np.array([[100.0, 100.0]]), np.ones((1, 2))
    >>> traits = PeerTraits(*(np.array(v) for v in (10.0, 0.5, 0.2, 0.5)))
    >>> team_sales(able, PeerWork(one, one, 0 * one), traits)
    array([[150., 150.]])
    >>> team_sales(able, PeerWork(one, 0 * one, one), traits)
    array([[90., 90.]])
    """
    others = max(ability.shape[1] - 1, 1)
    given = ability * work.helping * traits.help_effect
    taken = ability * work.poaching * traits.poach_effect
    net = given - taken
    from_others = (row_sum(net)[:, None] - net) / others
    return np.asarray(ability * work.selling + traits.poach_kept * taken + from_others)
