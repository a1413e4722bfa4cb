"""Who is promoted to lead a team, and what that does to the team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["LeadershipTraits", "chosen", "leadership_of", "promotion_score", "team_factor"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class LeadershipTraits:
    """How selling and leading hang together, and how much leading does.

    Parameters
    ----------
    kinship
        Correlation between skill in selling and in leading [-1 to 1].
    leverage
        Change of the log of a team's results for one standard deviation of its leader's skill.
    """

    kinship: Floats
    leverage: Floats

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Floats]) -> LeadershipTraits:
        """Take the traits from the register of parameters."""
        return cls(parameters["leadership_kinship"], parameters["leadership_leverage"])


def leadership_of(selling: Floats, own: Floats, kinship: Floats) -> Floats:
    """Give skill in leading, in standard deviations.

    Parameters
    ----------
    selling
        Skill in selling [standard deviations], any shape.
    own
        Standard normal draw of each person, same shape.
    kinship
        As in :class:`LeadershipTraits`.

    Examples
    --------
    >>> leadership_of(np.array([2.0, 2.0]), np.array([1.0, 1.0]), np.array([0.0, 1.0]))
    array([1., 2.])
    """
    return np.asarray(kinship * selling + np.sqrt(1.0 - np.square(kinship)) * own)


def promotion_score(sales: Floats, collaboration: Floats, weight_on_sales: Floats | float) -> Floats:
    """Give the score by which candidates are compared: sales and signs of leading, each standardized.

    Parameters
    ----------
    sales
        Results of each candidate [standard deviations], ``(n_teams, n_candidates)``.
    collaboration
        Signs of skill in leading: help given, deals won together [standard deviations], same shape.
    weight_on_sales
        Weight of sales [0 to 1].

    Examples
    --------
    >>> promotion_score(np.array([[2.0, 0.0]]), np.array([[0.0, 1.0]]), 0.25)
    array([[0.5 , 0.75]])
    """
    return np.asarray(weight_on_sales * sales + (1.0 - weight_on_sales) * collaboration)


def chosen(score: Floats) -> Ints:
    """Name the candidate with the highest score of each team; the first of equals.

    Examples
    --------
    >>> chosen(np.array([[0.5, 0.75], [1.0, 1.0]]))
    array([1, 0])
    """
    return np.asarray(np.argmax(score, axis=1), dtype=np.int64)


def team_factor(leadership: Floats, leverage: Floats) -> Floats:
    """Give what a leader makes of a team's results, relative to a middling leader: ``exp(leverage x skill)``.

    Promoting the best seller takes the best seller off the road and puts a leader of middling skill in charge
    unless the two skills go together [BensonLiShue2019]_.

    Examples
    --------
    >>> team_factor(np.array([-1.0, 0.0, 1.0]), np.array([0.1])).round(3)
    array([0.905, 1.   , 1.105])
    """
    return np.asarray(np.exp(leverage * leadership))
