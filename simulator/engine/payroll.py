"""Pay in the simulation: at each period's end everybody is paid from the ledger's credit rows.

The code that pays is :mod:`simulator.compensation`, the same that pays real people from a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.agents.territories import rep_ids
from simulator.compensation import (
    Balance,
    Coded,
    CreditEvents,
    People,
    Periods,
    Plan,
    Quota,
    Statement,
    fiscal_periods,
    statements,
)
from simulator.compensation.team_credit import credited_in_teams
from simulator.engine.ledger import Ledger
from simulator.engine.paid_quotas import monthly_quotas, prorated_quotas
from simulator.engine.seats import person_ids
from simulator.engine.spec import WorldsSpec
from simulator.engine.spells import MOST_PERSONS, spells_of
from simulator.randomness import hash_id
from simulator.world.specs import CUSTOMER_KINDS, TIERS

__all__ = ["QUOTA_NAME", "Payroll", "pays_on_cash", "scores_needed"]

MILLION = 1_000_000
DAYS_OF_QUARTER = 91
_LINE_KEY = ("component", "rule", "period_kind", "day", "event_id")

QUOTA_NAME = "sales"
"""Name by which plans refer to the quarterly revenue quota of the simulation."""

Columns = dict[str, NDArray[Any]]


def pays_on_cash(plan: Plan) -> bool:
    """Tell whether a plan pays, or releases pay, when customers have paid."""
    return any(
        getattr(part, "release", "") == "on-cash"
        or any(getattr(each, "measure", "") == "cash" for each in (part, *_parts_of(part)))
        for part in plan.components.values()
    )


def scores_needed(plan: Plan) -> dict[str, str]:
    """List the scores that a plan pays on, each with the period for which it is needed.

    Scores of goals, in objectives, score cards, gates and formulas, come from people and not from sales.
    """
    found: dict[str, str] = {}
    for part in plan.components.values():
        period = str(getattr(part, "period", "month"))
        named = [*getattr(part, "goals", {})] + [
            str(each.score) for each in (part, *_parts_of(part)) if getattr(each, "score", None) is not None
        ]
        found |= dict.fromkeys(named, period)
    return found


def _parts_of(component: Any) -> list[Any]:
    """List the gates, cards, inputs and axes of a component, and what they are held against."""
    found: list[Any] = []
    for name in ("gate", "cards", "inputs", "rows", "columns"):
        parts = getattr(component, name, ())
        found += parts.values() if isinstance(parts, dict) else parts if isinstance(parts, tuple) else [parts]
    return found + [each.against for each in found if getattr(each, "against", None) is not None]


@dataclass
class Payroll:
    """Who is on which plan, and what has been settled so far.

    Parameters
    ----------
    spec
        The batch.
    alternative_of_rep
        Number of each rep's alternative in ``spec.names``, ``(n_reps,)``.
    world_of_rep, region_of_rep
        World and region of each rep, ``(n_reps,)``.
    """

    spec: WorldsSpec
    alternative_of_rep: NDArray[np.int64]
    world_of_rep: NDArray[np.int64]
    region_of_rep: NDArray[np.int64]
    _closing: dict[str, dict[str, Balance]] = field(default_factory=dict)
    _paid_through: int | None = None

    def settle(self, ledger: Ledger, week: int) -> NDArray[np.int64]:
        """Pay everybody at the end of a fiscal month; give the reps who got a payslip.

        Parameters
        ----------
        ledger
            Read for credit and quotas; payout rows are appended.
        week
            The last week of the month, counted from 0.
        """
        first_week = self._first_week_of("year" if self._needs_year else "quarter", week)
        oldest = 0 if any(pays_on_cash(plan) for plan in self._plans_in_force()) else 7 * first_week
        credit, quota = ledger.since("credit", oldest), ledger.since("quota", oldest - DAYS_OF_QUARTER)
        paid: list[NDArray[np.int64]] = []
        for number, name in enumerate(self.spec.names):
            people = np.flatnonzero(self.alternative_of_rep == number)
            if len(people):
                paid.append(self._settle_alternative(ledger, name, people, credit, quota, first_week, week))
        self._paid_through = 7 * week + 6
        return np.concatenate(paid) if paid else np.zeros(0, np.int64)

    @property
    def _needs_year(self) -> bool:
        return any(plan.longest_period == "year" for plan in self._plans_in_force())

    @cached_property
    def _rep_id(self) -> NDArray[np.uint64]:
        """Keyed id of each rep's seat: the same in every batch and every alternative."""
        regions = self.spec.first.regions
        staffing = [tuple(self.spec.alternatives[key.alternative].staffing) for key in self.spec.keys]
        seats = {
            counts: np.concatenate([rep_ids(region, n) for region, n in zip(regions, counts, strict=True)])
            for counts in set(staffing)
        }
        return np.concatenate([seats[counts] for counts in staffing]) if staffing else np.zeros(0, np.uint64)

    def _plans_in_force(self) -> list[Plan]:
        specs = (self.spec.alternatives[name] for name in self.spec.names)
        return [spec.plans[name] for spec in specs for name in spec.people.plans_in_force]

    def _first_week_of(self, period: str, week: int) -> int:
        calendar = self.spec.calendar
        return week - int(calendar.period_weeks(period, week) - calendar.weeks_left(period, week))

    def _settle_alternative(
        self,
        ledger: Ledger,
        alternative: str,
        people: NDArray[np.int64],
        credit: Columns,
        quota: Columns,
        first_week: int,
        week: int,
    ) -> NDArray[np.int64]:
        spec = self.spec.alternatives[alternative]
        in_force, _ = spec.people.plans_at(week)
        plan = spec.plans[in_force]
        if spec.people_move:
            return self._settle_movers(ledger, alternative, people, credit, quota, first_week, week)
        on_cash = pays_on_cash(plan)  # the sales behind a receipt may be as old as the run
        first_week = 0 if on_cash else first_week
        periods = fiscal_periods(self.spec.calendar, first_week, week)
        region, world = self.region_of_rep[people], self.world_of_rep[people]
        regions = tuple(self.spec.first.regions)
        known = {spec.rep_attribute: Coded(region, regions)}
        of_team = world * len(regions) + spec.team_of_region[region]
        team = People(people, company=world, attributes=known, team=of_team)
        sales = self._sales(credit, people, 7 * first_week)
        if on_cash:
            sales = self._with_receipts(sales, ledger.table("receipt"), people)
        statement = statements(
            plan,
            credited_in_teams(sales, plan.crediting, people, team.team),
            team,
            {QUOTA_NAME: monthly_quotas(quota, people, self.spec, periods.last_days["month"])},
            periods,
            scores=self._scores(plan, alternative, len(people), periods),
            paid_through=self._paid_through,
            opening=self._closing.get(alternative),
        )
        self._closing[alternative] = dict(statement.closing)
        self._write(ledger, statement, alternative, in_force, week)
        return people

    def _settle_movers(
        self,
        ledger: Ledger,
        alternative: str,
        seats: NDArray[np.int64],
        credit: Columns,
        quota: Columns,
        first_week: int,
        week: int,
    ) -> NDArray[np.int64]:
        """Pay those who were in the seats, each for the own days; give the seats with somebody in them."""
        spec = self.spec.alternatives[alternative]
        in_force, _ = spec.people.plans_at(week)
        plan = spec.plans[in_force]
        periods = fiscal_periods(self.spec.calendar, first_week, week)
        spells = spells_of(ledger.table("hire"), ledger.table("leave"), seats).since(7 * first_week)
        seat, number = spells.seat, spells.number
        regions = tuple(self.spec.first.regions)
        region, world = self.region_of_rep[seat], self.world_of_rep[seat]
        team = People(
            number,
            company=world,
            first_day=spells.first_day,
            last_day=spells.last_day,
            attributes={spec.rep_attribute: Coded(region, regions)},
            team=world * len(regions) + spec.team_of_region[region],
        )
        sales = self._sales(credit, seats, 7 * first_week)
        sales = replace(sales, person=spells.numbers_at(sales.person, sales.day.astype(np.int64)))
        asked = monthly_quotas(quota, seats, self.spec, periods.last_days["month"])
        statement = statements(
            plan,
            credited_in_teams(sales, plan.crediting, number, team.team),
            team,
            {QUOTA_NAME: prorated_quotas(asked, np.searchsorted(seats, seat), team, periods, plan)},
            periods,
            scores=self._scores(plan, alternative, len(number), periods),
            paid_through=self._paid_through,
            opening=self._closing.get(alternative),
        )
        self._closing[alternative] = dict(statement.closing)
        self._write(ledger, statement, alternative, in_force, week, is_number=True)
        return np.unique(seat[spells.last_day >= 7 * week])

    def _scores(self, plan: Plan, alternative: str, n_people: int, periods: Periods) -> dict[str, Quota]:
        """Give everybody the scores that the scenario states, for the periods that the plan asks for."""
        given = self.spec.alternatives[alternative].people.scores
        return {
            name: Quota(
                period, np.full((n_people, periods.n(period)), round(given[name] * MILLION), np.int64)
            )
            for name, period in scores_needed(plan).items()
        }

    def _with_receipts(
        self, sales: CreditEvents, receipt: Columns, people: NDArray[np.int64]
    ) -> CreditEvents:
        """Add what customers have paid: rows that credit cash and nothing else, and name their sale."""
        keys = hash_id("sale", sales.person, sales.event_id)
        order = np.argsort(keys, kind="stable")
        sale = hash_id("credit", receipt["order_id"])
        wanted = hash_id("sale", receipt["rep"].astype(np.int64), sale)
        place = np.minimum(np.searchsorted(keys[order], wanted), max(len(keys) - 1, 0))
        known = (keys[order][place] == wanted) if len(keys) else np.zeros(len(wanted), np.bool_)
        rows = np.flatnonzero(known & self._is_one_of(people)[receipt["rep"]] & (receipt["rep"] >= 0))
        behind = order[place[rows]]
        nothing = np.zeros(len(rows), np.int64)
        measures = {name: np.concatenate([values, nothing]) for name, values in sales.measures.items()}
        measures["orders"] = np.concatenate([np.ones(len(sales), np.int64), nothing])
        measures["cash"] = np.concatenate([np.zeros(len(sales), np.int64), receipt["amount_minor"][rows]])
        return CreditEvents(
            event_id=np.concatenate([sales.event_id, receipt["event_id"][rows]]),
            person=np.concatenate([sales.person, receipt["rep"][rows].astype(np.int64)]),
            day=np.concatenate([sales.day, receipt["day"][rows]]),
            measures=measures,
            attributes={
                name: Coded(np.concatenate([column.codes, column.codes[behind]]), column.names)
                for name, column in sales.attributes.items()
            },
            refers_to=np.concatenate([np.zeros(len(sales), np.uint64), sale[rows]]),
        )

    def _is_one_of(self, people: NDArray[np.int64]) -> NDArray[np.bool_]:
        member = np.zeros(len(self.world_of_rep), np.bool_)
        member[people] = True
        return member

    def _sales(self, credit: Columns, people: NDArray[np.int64], first_day: int) -> CreditEvents:
        rows = np.flatnonzero((credit["day"] >= first_day) & self._is_one_of(people)[credit["rep"]])
        attributes = {"line": Coded(credit["line"][rows], self.spec.first.line_names)}
        if self.spec.first.reduced_form is None:
            customer = np.where(credit["is_new_customer"][rows], 0, 1)
            attributes |= {
                "tier": Coded(credit["tier"][rows], TIERS),
                "customer": Coded(customer, CUSTOMER_KINDS),
            }
        return CreditEvents(
            event_id=credit["event_id"][rows],
            person=credit["rep"][rows].astype(np.int64),
            day=credit["day"][rows],
            measures={
                "revenue": credit["revenue_minor"][rows],
                "margin": credit["margin_minor"][rows],
                "units": credit["units"][rows],
            },
            attributes=attributes,
        )

    def _write(
        self,
        ledger: Ledger,
        lines: Statement,
        alternative: str,
        plan: str,
        week: int,
        *,
        is_number: bool = False,
    ) -> None:
        rep, who = lines["person"], None
        if is_number:
            rep, person = rep // MOST_PERSONS, rep % MOST_PERSONS
            who = person_ids(self._rep_id[rep], person)
        who = self._rep_id[rep] if who is None else who
        slips = hash_id("payslip", who, np.full(len(rep), week))
        ids = hash_id("pay line", who, *(lines[name] for name in _LINE_KEY))
        if lines.plan.crediting.adds:
            ids = _different(ids, self.world_of_rep[rep])
        names = self.spec.alternatives[alternative].component_names
        place = np.array([names.index(each) for each in lines.components], np.int64)
        ledger.append(
            "payout",
            world=self.world_of_rep[rep],
            day=lines["day"],
            event_id=ids,
            cause_id=slips,
            rep=rep,
            plan=self.spec.plan_names.index(plan),
            component=place[lines["component"]] if len(place) else lines["component"],
            period_kind=lines["period_kind"],
            period=lines["period"],
            basis=lines["basis"],
            amount_minor=lines["amount"],
        )


def _different(ids: NDArray[np.uint64], world: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Tell lines of a world apart that have all of their key alike, as two sorts of credit for a sale do."""
    order = np.lexsort((np.arange(len(ids)), ids, world))
    place = np.arange(len(ids))
    begins = np.ones(len(ids), dtype=np.bool_)
    begins[1:] = (ids[order][1:] != ids[order][:-1]) | (world[order][1:] != world[order][:-1])
    if begins.all():
        return ids
    times = place - np.maximum.accumulate(np.where(begins, place, 0))
    result = ids.copy()
    again = order[times > 0]
    result[again] = hash_id("pay line again", ids[again], times[times > 0])
    return result
