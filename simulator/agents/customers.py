"""Customers of all worlds of a batch: which candidates become needs, and what customers remember.

Traits and candidate needs are stored once per population (replication) and shared by its
alternatives; only what differs between worlds (the firm bought last, the experience with it) has a
column over worlds, and only for customers who may need something within the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.agents.population import DAYS_PER_WEEK, Population
from simulator.market.needs import is_kept
from simulator.market.satisfaction import faded
from simulator.randomness import Keys, Stream, Streams

__all__ = ["Customers", "Needs", "assemble_customers"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Needs:
    """The needs of one week in all worlds.

    Parameters
    ----------
    world
        World of each need, shape ``(n,)``, rows in birth order within each world.
    candidate
        Which of this week's kept candidates it is: luck is drawn once for each of those, shape ``(n,)``.
    population, event_id, day
        Population, keyed id and time [days, with fraction] of each kept candidate, shape ``(n_kept,)``.
    customer, segment, region, line, income, premium_taste
        The kept candidates' customer number and traits, shape ``(n_kept,)``.
    slot
        Place of each need's customer in the columns over worlds, shape ``(n,)``.
    flat_customer
        Place of each kept candidate's customer in columns over populations, shape ``(n_kept,)``.
    """

    world: Whole
    candidate: Whole
    slot: Whole
    population: Whole
    event_id: NDArray[np.uint64]
    day: Floats
    customer: Whole
    flat_customer: Whole
    segment: NDArray[np.int8]
    region: NDArray[np.int8]
    line: NDArray[np.int8]
    income: Floats
    premium_taste: Floats

    def __len__(self) -> int:
        return len(self.world)


@dataclass
class Customers:
    """Columns of all customers; populations one after the other, then worlds one after the other.

    Parameters
    ----------
    replication
        Replication of each population, shape ``(n_populations,)``.
    worlds_of_population
        Worlds that share a population, padded with -1, shape ``(n_populations, most)``.
    first_customer
        Place of each population's first customer in the trait columns.
    first_slot
        Place of each world's first customer in the memory columns, shape ``(n_worlds,)``.
    segment, region, income, premium_taste
        Traits, over populations.
    week_start
        Place of each week's first candidate in the candidate columns, shape ``(n_weeks + 1,)``.
    candidate_population, candidate_customer, candidate_slot, candidate_line, candidate_day, candidate_id
        Candidate needs by week, population and time.
    last_firm, experience, experience_week
        Memory: the firm bought from last, satisfaction with it (0 to 1) and the week of that, over worlds.
    """

    replication: Whole
    worlds_of_population: Whole
    first_customer: Whole
    first_slot: Whole
    segment: NDArray[np.int8]
    region: NDArray[np.int8]
    income: NDArray[np.float32]
    premium_taste: NDArray[np.float32]
    week_start: Whole
    candidate_population: NDArray[np.int32]
    candidate_customer: Whole
    candidate_slot: Whole
    candidate_line: NDArray[np.int8]
    candidate_day: Floats
    candidate_id: NDArray[np.uint64]
    last_firm: NDArray[np.int8]
    experience: NDArray[np.float32]
    experience_week: NDArray[np.int16]
    thinning: Keys

    def needs_of_week(self, week: int, rate_factor: Floats, rate_bound: Floats) -> Needs:
        """Give this week's needs in every world.

        Parameters
        ----------
        week
            Week, counted from 0.
        rate_factor
            Season times promotion pull, by world and line, ``(n_worlds, n_lines)``.
        rate_bound
            Largest such factor, by world, ``(n_worlds,)``.
        """
        rows = slice(self.week_start[week], self.week_start[week + 1])
        population = self.candidate_population[rows].astype(np.int64)
        event_id, line = self.candidate_id[rows], self.candidate_line[rows]
        luck = self.thinning.take(population).uniform(event_id)
        worlds = self.worlds_of_population[population]
        exists = worlds >= 0
        factor = rate_factor[np.where(exists, worlds, 0), line[:, None]]
        kept = is_kept(factor, rate_bound[np.where(exists, worlds, 0)], luck[:, None]) & exists
        arises = kept.any(axis=1)
        number = np.cumsum(arises) - 1
        candidate, column = np.nonzero(kept)
        world = worlds[candidate, column]
        used = np.flatnonzero(arises)
        flat = self.first_customer[population[used]] + self.candidate_customer[rows][used]
        return Needs(
            world=world,
            candidate=number[candidate],
            slot=self.first_slot[world] + self.candidate_slot[rows][candidate],
            population=population[used],
            event_id=event_id[used],
            day=self.candidate_day[rows][used],
            customer=self.candidate_customer[rows][used],
            flat_customer=flat,
            segment=self.segment[flat],
            region=self.region[flat],
            line=line[used],
            income=self.income[flat].astype(np.float64),
            premium_taste=self.premium_taste[flat].astype(np.float64),
        )

    def remembered(self, slot: Whole, week: int, neutral: Floats, half_life_weeks: Floats) -> Floats:
        """Give the experience that customers remember now, faded towards neutral, shape ``(n,)``."""
        ago = week - self.experience_week[slot].astype(np.float64)
        return faded(self.experience[slot].astype(np.float64), neutral, ago, half_life_weeks)

    def remember(self, slot: Whole, firm: NDArray[np.integer], satisfaction: Floats, week: int) -> None:
        """Enter purchases: the firm, how satisfied the customer is, and the week."""
        self.last_firm[slot] = firm
        self.experience[slot] = satisfaction
        self.experience_week[slot] = week


def assemble_customers(
    populations: Sequence[Population],
    population_of_world: Whole,
    neutral_satisfaction: Floats,
    streams: Streams,
    weeks: int,
) -> Customers:
    """Lay the populations of a batch side by side and open the memory of every world.

    Parameters
    ----------
    populations
        The populations of the batch.
    population_of_world
        Index of each world's population, shape ``(n_worlds,)``.
    neutral_satisfaction
        Experience that everybody starts with, by world.
    streams
        All luck of the experiment.
    weeks
        Length of the run [weeks].
    """
    n_candidates = [len(p.candidates.day) for p in populations]
    owner = np.repeat(np.arange(len(populations)), n_candidates)
    day = np.concatenate([p.candidates.day for p in populations])
    week = (day // DAYS_PER_WEEK).astype(np.int64)
    order = np.lexsort((day, owner, week))
    n_active = np.array([len(p.active) for p in populations])[population_of_world]
    first_firm = [p.first_firm[p.active] for p in populations]
    return Customers(
        replication=np.array([p.replication for p in populations]),
        worlds_of_population=_grouped(population_of_world, len(populations)),
        first_customer=_starts([p.n_customers for p in populations]),
        first_slot=_starts(n_active),
        segment=np.concatenate([p.segment for p in populations]),
        region=np.concatenate([p.region for p in populations]),
        income=np.concatenate([p.income for p in populations]),
        premium_taste=np.concatenate([p.premium_taste for p in populations]),
        week_start=np.searchsorted(week[order], np.arange(weeks + 1)),
        candidate_population=owner[order].astype(np.int32),
        candidate_customer=np.concatenate([p.candidates.customer for p in populations])[order],
        candidate_slot=np.concatenate([p.candidate_slot for p in populations])[order],
        candidate_line=np.concatenate([p.candidate_line for p in populations])[order],
        candidate_day=day[order],
        candidate_id=np.concatenate([p.candidates.event_id for p in populations])[order],
        last_firm=np.concatenate([first_firm[p] for p in population_of_world]),
        experience=np.repeat(neutral_satisfaction, n_active).astype(np.float32),
        experience_week=np.zeros(int(n_active.sum()), np.int16),
        thinning=_keys(streams.stream("need.is_kept"), populations),
    )


def _keys(stream: Stream, populations: Sequence[Population]) -> Keys:
    return stream.keys(np.array([p.replication for p in populations]))


def _starts(counts: Sequence[int] | Whole) -> Whole:
    return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)


def _grouped(population_of_world: Whole, n_populations: int) -> Whole:
    most = int(np.bincount(population_of_world, minlength=n_populations).max())
    table = np.full((n_populations, most), -1, np.int64)
    filled = np.zeros(n_populations, np.int64)
    for world, population in enumerate(population_of_world):
        table[population, filled[population]] = world
        filled[population] += 1
    return table
