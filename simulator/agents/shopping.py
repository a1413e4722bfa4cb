"""One week of shopping in all worlds: which channels and firms a customer meets, and what is chosen.

Luck is drawn once for each need of a replication and shared by the alternatives in which it arises.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.agents.customers import Customers, Needs
from simulator.agents.firms import Firms
from simulator.agents.reps import Reps
from simulator.agents.shopping_luck import ShoppingLuck
from simulator.agents.talk import Talk
from simulator.market.choice import choose
from simulator.market.utility import effort_utility, explained_share, price_utility
from simulator.market.word_of_mouth import reputation
from simulator.world.specs import OUR_FIRM, TIERS, kind_of_credit

__all__ = ["Choices", "MarketSettings", "go_shopping"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
PREMIUM = TIERS.index("premium")


@dataclass(frozen=True)
class MarketSettings:
    """What the choice depends on beside firms and reps; arrays by world.

    ``visit_share`` is ``(n_worlds, n_segments, n_channels)``, ``convenience`` ``(n_worlds, n_channels)``,
    ``is_served`` ``(n_worlds, n_channels)``, ``first_rep`` ``(n_worlds, n_regions)`` the number of a region's
    first rep (reps of a region follow each other), ``seat`` the seat of every customer's rep over
    populations and ``seat_offset`` the place of each world's population in it; the rest by segment
    (``(n_worlds, n_segments)``) or world (``(n_worlds,)``) as in the scenario and the register.
    """

    visit_share: Floats
    convenience: Floats
    is_served: NDArray[np.bool_]
    first_rep: Whole
    seat: NDArray[np.int16]
    seat_offset: Whole
    segment_price_sensitivity: Floats
    segment_habit: Floats
    parameters: dict[str, Floats]


@dataclass(frozen=True)
class Choices:
    """What the customers of one week met and chose, a row for each need.

    Parameters
    ----------
    meets_us
        Whether one of our channels was met.
    our_channel, rep
        Channel in which we were met and the rep who served there (-1: nobody).
    is_new_customer
        Whether the customer did not last buy from us.
    firm, tier, channel
        What was chosen and where; -1 for nothing.
    explained
        Share of the chosen premium features that was explained (1 for standard models).
    """

    meets_us: NDArray[np.bool_]
    our_channel: Whole
    rep: Whole
    is_new_customer: NDArray[np.bool_]
    firm: Whole
    tier: Whole
    channel: Whole
    explained: Floats


def go_shopping(
    needs: Needs,
    luck: ShoppingLuck,
    customers: Customers,
    firms: Firms,
    reps: Reps,
    talk: Talk,
    settings: MarketSettings,
    specialist_coverage: Floats,
    week: int,
) -> Choices:
    """Let the customers of this week meet channels, sellers and offers, and choose.

    Parameters
    ----------
    needs, luck
        This week's needs and the luck of their candidates.
    customers, firms, reps, talk, settings
        State of all worlds.
    specialist_coverage
        Share of served leads that a specialist joins, by world, ``(n_worlds,)``.
    week
        Week, counted from 0.
    """
    world, one = needs.world, needs.candidate
    channel = _channel_of_each_firm(needs, luck, firms, settings)
    meets = channel >= 0
    ours = np.maximum(channel[:, OUR_FIRM], 0)
    served = meets[:, OUR_FIRM] & settings.is_served[world, ours]
    seat = settings.seat[settings.seat_offset[world] + needs.customer[one]]
    rep = np.where(served & (seat >= 0), settings.first_rep[world, needs.region[one]] + seat, -1)
    last_firm = customers.last_firm[needs.slot]
    is_new = last_firm != OUR_FIRM
    parameters = {name: values[world] for name, values in settings.parameters.items()}

    knowledge = np.where(rep >= 0, reps.knowledge[rep], 0.0)
    joined = (rep >= 0) & (luck.specialist[one] < specialist_coverage[world])
    knowledge = np.where(joined, np.maximum(knowledge, parameters["specialist_knowledge"]), knowledge)
    explained = _explained(firms, settings, parameters, world, channel, knowledge)

    utility = _offer_utilities(needs, customers, firms, talk, settings, parameters, explained, week)
    work = _work_of_reps(needs, reps, rep, is_new, parameters)
    utility[:, OUR_FIRM, :] += work
    utility[~meets] = -np.inf
    n, n_firms, n_tiers = utility.shape
    options = np.empty((n, n_firms * n_tiers + 1))
    options[:, :-1] = utility.reshape(n, n_firms * n_tiers)
    options[:, -1] = parameters["no_purchase_utility"]
    chosen = choose(options, luck.option[one])
    bought = chosen < n_firms * n_tiers
    firm = np.where(bought, chosen // n_tiers, -1)
    tier = np.where(bought, chosen % n_tiers, -1)
    row = np.arange(n)
    return Choices(
        meets_us=meets[:, OUR_FIRM],
        our_channel=channel[:, OUR_FIRM],
        rep=rep,
        is_new_customer=is_new,
        firm=firm,
        tier=tier,
        channel=np.where(bought, channel[row, firm], -1),
        explained=np.where(tier == PREMIUM, explained[row, firm], 1.0),
    )


def _channel_of_each_firm(needs: Needs, luck: ShoppingLuck, firms: Firms, settings: MarketSettings) -> Whole:
    """Pick where each customer would buy from each firm: the liked one of the channels met, or -1."""
    world, one = needs.world, needs.candidate
    n_worlds, n_segments, n_channels = settings.visit_share.shape
    goes = settings.visit_share.reshape(n_worlds * n_segments, n_channels)
    goes = np.take(goes, world * n_segments + needs.segment[one], axis=0)
    visits = np.take(luck.visit, one, axis=0) < goes
    liking = np.take(settings.convenience, world, axis=0) + np.take(luck.channel, one, axis=0)
    liking[~visits] = -np.inf
    best = np.full((len(world), firms.presence.shape[1]), -np.inf)
    channel = np.full(best.shape, -1, np.int64)
    for place in range(n_channels):
        there = np.take(np.ascontiguousarray(firms.presence[:, :, place]), world, axis=0)
        meets = np.take(np.ascontiguousarray(luck.presence[:, place, :]), one, axis=0) < there
        liked = meets & (liking[:, place, None] > best)
        np.copyto(best, liking[:, place, None], where=liked)
        np.copyto(channel, place, where=liked)
    return channel


def _explained(
    firms: Firms,
    settings: MarketSettings,
    parameters: dict[str, Floats],
    world: Whole,
    channel: Whole,
    knowledge: Floats,
) -> Floats:
    """Give the explained share of each firm's premium features, ``(n, n_firms)``."""
    place = np.maximum(channel, 0)
    row = world[:, None]
    seller = np.where(settings.is_served[row, place], parameters["rival_explanation_share"][:, None], 0.0)
    seller[:, OUR_FIRM] = knowledge
    return explained_share(seller, firms.demonstration[row, np.arange(place.shape[1]), place])


def _offer_utilities(
    needs: Needs,
    customers: Customers,
    firms: Firms,
    talk: Talk,
    settings: MarketSettings,
    parameters: dict[str, Floats],
    explained: Floats,
    week: int,
) -> Floats:
    """Give the utility of every offer but for our reps' work, ``(n, n_firms, n_tiers)``."""
    world, one = needs.world, needs.candidate
    segment, region, line = needs.segment[one], needs.region[one], needs.line[one]
    last_firm = customers.last_firm[needs.slot]
    neutral = parameters["satisfaction_neutral"]
    experience = customers.remembered(needs.slot, week, neutral, parameters["satisfaction_half_life_weeks"])
    loyalty = parameters["habit_strength"] * settings.segment_habit[world, segment] + parameters[
        "satisfaction_weight"
    ] * (experience - neutral)
    standing = _standing_of_firms(firms, talk, settings)
    common = np.take(standing, world * talk.balance.shape[1] + region, axis=0)
    common[np.arange(len(world)), last_firm] += loyalty

    sensitivity = (
        parameters["price_sensitivity"]
        * settings.segment_price_sensitivity[world, segment]
        * needs.income[one] ** -parameters["price_sensitivity_income_exponent"]
    )
    row = world * firms.reference_price.shape[1] + line
    relative = np.take(_relative_prices(firms), row, axis=0)
    utility = price_utility(relative, sensitivity[:, None]).reshape(
        len(world), firms.brand.shape[1], len(TIERS)
    )
    utility += common[:, :, None]
    features = np.take(_feature_values(firms, settings), row, axis=0) * explained
    utility[:, :, PREMIUM] += needs.premium_taste[one][:, None] + features
    return utility


def _standing_of_firms(firms: Firms, talk: Talk, settings: MarketSettings) -> Floats:
    """Give brand and word of mouth of each firm, ``(n_worlds * n_regions, n_firms)``."""
    opinion = reputation(talk.balance, talk.voices, talk.reference_voices[:, :, None])
    weight = settings.parameters["word_of_mouth_weight"][:, None, None]
    return (firms.brand[:, None, :] + weight * opinion).reshape(-1, firms.brand.shape[1])


def _relative_prices(firms: Firms) -> Floats:
    """Give discounted prices over reference prices, ``(n_worlds * n_lines, n_firms * n_tiers)``."""
    price = firms.list_price.copy()
    price[:, OUR_FIRM] *= 1.0 - firms.discount[:, None, :]
    relative = price / firms.reference_price[:, None, :, None]
    n_worlds, n_firms, n_lines, n_tiers = relative.shape
    return np.ascontiguousarray(relative.transpose(0, 2, 1, 3)).reshape(n_worlds * n_lines, n_firms * n_tiers)


def _feature_values(firms: Firms, settings: MarketSettings) -> Floats:
    """Give the worth of fully explained premium features, ``(n_worlds * n_lines, n_firms)``."""
    worth = settings.parameters["premium_feature_value"][:, None, None] * firms.feature_level
    n_worlds, n_firms, n_lines = worth.shape
    return np.ascontiguousarray(worth.transpose(0, 2, 1)).reshape(n_worlds * n_lines, n_firms)


def _work_of_reps(
    needs: Needs, reps: Reps, rep: Whole, is_new: NDArray[np.bool_], parameters: dict[str, Floats]
) -> Floats:
    """Give what our reps' effort and ability add to our offers, by tier, ``(n, n_tiers)``; 0 unserved."""
    line = needs.line[needs.candidate]
    work = np.zeros((len(rep), len(TIERS)))
    served = np.flatnonzero(rep >= 0)
    who = rep[served]
    for tier in range(len(TIERS)):
        kind = kind_of_credit(line[served], tier, is_new[served])
        work[served, tier] = effort_utility(
            reps.effort[who, kind],
            reps.ability[who],
            elasticity=parameters["effort_elasticity"][served],
            floor=parameters["effort_floor"][served],
            reference_share=parameters["reference_win_share"][served],
        )
    return work
