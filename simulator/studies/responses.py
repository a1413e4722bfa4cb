"""From clause to worth to effort to sale: what reps did under each alternative, and what followed.

All figures come from `simulator.analysis.responses`. Percentages are geometric means over the replications in
which alternative and baseline met the same luck, so that the links of a chain multiply to its whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.analysis.declaration import Columns, FloatArray
from simulator.analysis.intervals import mean_interval
from simulator.analysis.responses import ABILITY, IDLE, WEEKS
from simulator.language import languages
from simulator.world.specs import CUSTOMER_KINDS, TIERS

if TYPE_CHECKING:
    from simulator.compensation import Plan
    from simulator.studies.design import Design

SORTS = ("all", *TIERS, *(f"{tier}/{customer}" for tier in TIERS for customer in CUSTOMER_KINDS))
"""Sorts of sale that are shown together: kinds of credit of all lines; the lines where kinds tell no more."""

LINKS = ("pay", "follow", "reach", "approval", "other")
"""Links from one plan's orders to another's; their factors multiply to the change of orders."""


def responses_record(design: Design, responses: Columns) -> dict[str, dict[str, Any]]:
    """Write by alternative what its reps did and what followed, for ``comparison.json``.

    Parameters
    ----------
    design
        The comparison.
    responses
        The rows of all worlds, see `response_table`.

    Returns
    -------
    By alternative: ``measure`` (``orders``, or ``revenue`` where there are no customers and so no orders to
    count), ``pay_changed``, ``understanding``, ``clauses`` (each with its status against the baseline
    and the worth of a sale by sort), ``sorts`` (worth understood and acted on, effort, change of effort and
    orders with its links), ``kinds``, ``ability``, ``weeks`` and ``idle``. Worth is pay per currency unit
    sold. What was undefined in some replication is None.
    """
    if not responses:
        return {}
    plans = {name: _plan_of(design, name) for name in design.alternatives}
    worlds = {name: _Worlds.of(responses, name) for name in design.alternatives}
    base = worlds[design.baseline]
    weights = np.mean(base.by_kind("revenue"), axis=0)
    found = {}
    for name in design.alternatives:
        mine = worlds[name]
        if len(mine.replications) != len(base.replications):
            continue
        found[name] = {
            "measure": base.measure,
            "pay_changed": _terms(plans[name]) != _terms(plans[design.baseline]),
            "understanding": mean_interval(mine.scalar("understanding")).mean,
            "clauses": _clauses(mine, base, plans[name], plans[design.baseline], weights),
            "sorts": {sort: _sort(mine, base, sort, weights) for sort in base.sorts},
            "kinds": {
                kind: {
                    "acted_value": float(np.mean(mine.by_kind("acted_value")[:, number])),
                    "effort": float(np.mean(mine.by_kind("effort")[:, number])),
                    base.measure: float(np.mean(mine.by_kind(base.measure)[:, number])),
                }
                for number, kind in enumerate(mine.kinds)
            },
            "ability": [_group(mine, base, group) for group in mine.thirds],
            "weeks": [_group(mine, base, group) for group in WEEKS if mine.has(group)],
            "idle": _idle(mine),
        }
    return found


def _plan_of(design: Design, name: str) -> Plan:
    alternative = design.scenario.resolved[name]
    return alternative.plans[alternative.people.plan]


def _terms(plan: Plan) -> dict[str, Any]:
    """Give what a plan pays by component, without remarks."""
    plain = {"title", "note", "source"}
    return {
        name: (type(one), {key: getattr(one, key) for key in type(one).model_fields if key not in plain})
        for name, one in plan.components.items()
    }


@dataclass(frozen=True)
class _Worlds:
    """The rows of one alternative as arrays over replications, by fact, clause, kind and group."""

    replications: tuple[int, ...]
    kinds: tuple[str, ...]
    facts: Mapping[tuple[str, str, str, str], FloatArray]

    @classmethod
    def of(cls, responses: Columns, name: str) -> _Worlds:
        rows = np.flatnonzero(responses["alternative"] == name)
        numbers = responses["replication"][rows]
        replications, place = np.unique(numbers, return_inverse=True)
        facts: dict[tuple[str, str, str, str], FloatArray] = {}
        keys = zip(*(responses[column][rows].tolist() for column in ("fact", "clause", "kind", "group")),
                   strict=True)  # fmt: skip
        for key, world, value in zip(keys, place.tolist(), responses["value"][rows].tolist(), strict=True):
            facts.setdefault(key, np.full(len(replications), np.nan))[world] = value
        kinds = tuple(dict.fromkeys(key[2] for key in facts if key[0] == "orders"))
        return cls(tuple(replications.tolist()), kinds, facts)

    @property
    def sorts(self) -> list[str]:
        """Sorts of sale that there are; the lines where kinds tell no more."""
        lines = [kind for kind in self.kinds if "/" not in kind]
        return [sort for sort in (*SORTS, *lines) if self.of_sort(sort).any()]

    @property
    def measure(self) -> str:
        """What follows from effort: orders, or revenue where no customers order."""
        return "orders" if self.by_kind("leads").any() else "revenue"

    @property
    def thirds(self) -> tuple[str, ...]:
        """Thirds of ability with anybody in them: one or two reps do not fill all."""
        return tuple(group for group in ABILITY if self.has(group)) or ABILITY

    def has(self, group: str) -> bool:
        """Tell whether a group has any rows, as not every week of a quarter has in a short run."""
        return ("effort", "", self.kinds[0], group) in self.facts

    def scalar(self, fact: str) -> FloatArray:
        """Give a fact without kind or group, ``(n_replications,)``."""
        missing = np.full(len(self.replications), np.nan)
        return self.facts.get((fact, "", "", ""), missing)

    def by_kind(self, fact: str, clause: str = "", group: str | None = None) -> FloatArray:
        """Give a fact by replication and kind, ``(n_replications, n_kinds)``.

        All reps unless a group is named: the mean of the thirds, of equal size but for a rep.
        """
        groups = self.thirds if group is None and fact in ("effort", "acted_value") else (group or "",)
        zero = np.zeros(len(self.replications))
        parts = [[self.facts.get((fact, clause, kind, one), zero) for kind in self.kinds] for one in groups]
        return np.asarray(np.mean(np.array(parts), axis=0).T)

    def sums(self, fact: str, rows: np.ndarray, group: str | None = None) -> FloatArray:
        """Add up a fact over some kinds, ``(n_replications,)``."""
        return np.asarray(np.sum(self.by_kind(fact, group=group)[:, rows], axis=1))

    def of_sort(self, sort: str) -> np.ndarray:
        """Tell which kinds belong to a sort, ``(n_kinds,)``."""
        named = [kind.split("/", 2) for kind in self.kinds]
        return np.array([sort in ("all", *parts[1:2], "/".join(parts[1:] or parts)) for parts in named])


def _idle(mine: _Worlds) -> dict[str, list[float]]:
    """Give the shares of idle rep-weeks by third of ability."""
    return {fact: [float(np.mean(mine.facts[fact, "", "", group])) for group in mine.thirds] for fact in IDLE}


def _clauses(
    mine: _Worlds, base: _Worlds, plan: Plan, before: Plan, weights: FloatArray
) -> list[dict[str, Any]]:
    """Write every clause of both plans with what it adds to the worth of a sale of each sort."""
    seen = {key[1] for world in (mine, base) for key in world.facts if key[0] == "clause_value"}
    terms, terms_before = _terms(plan), _terms(before)
    found = []
    for name in [*plan.components, *(name for name in before.components if name not in plan.components)]:
        if name not in seen:
            continue
        component = (plan if name in plan.components else before).components[name]
        title = component.title
        found.append({
            "name": name,
            "kind": str(getattr(component, "kind", "")),
            "title": {} if title is None else {one: title.in_language(one) for one in languages()},
            "status": _status(terms.get(name), terms_before.get(name)),
            "values": _worth_by_sort(mine, "clause_value", weights, name),
            "baseline": _worth_by_sort(base, "clause_value", weights, name),
        })  # fmt: skip
    return found


def _status(now: object, before: object) -> str:
    if before is None:
        return "added"
    if now is None:
        return "removed"
    return "same" if now == before else "changed"


def _worth_by_sort(
    world: _Worlds, fact: str, weights: FloatArray, clause: str = ""
) -> dict[str, float | None]:
    return {sort: _worth(world, fact, sort, weights, clause) for sort in world.sorts}


def _worth(world: _Worlds, fact: str, sort: str, weights: FloatArray, clause: str = "") -> float | None:
    """Average a worth over the kinds of a sort, weighted by what the baseline's reps sell of each."""
    rows = world.of_sort(sort)
    weight = np.where(rows, weights, 0.0)
    if not rows.any():
        return None
    weight = weight / weight.sum() if weight.sum() > 0.0 else rows / rows.sum()
    return float(np.sum(np.mean(world.by_kind(fact, clause), axis=0) * weight))


def _sort(mine: _Worlds, base: _Worlds, sort: str, weights: FloatArray) -> dict[str, Any]:
    """Write one sort of sale: worth, effort, orders, and the links between them."""
    rows = mine.of_sort(sort)
    clauses = sorted({key[1] for key in mine.facts if key[0] == "clause_value"})
    understood = [_worth(mine, "clause_value", sort, weights, clause) or 0.0 for clause in clauses]
    effort, before = mine.sums("effort", rows), base.sums("effort", rows)
    return {
        "understood_value": float(sum(understood)),
        "acted_value": _worth(mine, "acted_value", sort, weights),
        "effort": float(np.mean(effort)),
        base.measure: float(np.mean(mine.sums(base.measure, rows))),
        "effort_change": _change(effort, before),
        "effort_drawn_change": _change(mine.sums("drawn_effort", rows), base.sums("drawn_effort", rows)),
        "sales_change": _change(mine.sums(base.measure, rows), base.sums(base.measure, rows)),
        "links": _links(mine, base, rows),
    }


def _links(mine: _Worlds, base: _Worlds, rows: np.ndarray) -> dict[str, Any]:
    """Split the change of orders into factors that multiply to it.

    ``pay`` is what the effort does that the worth of a sale alone draws: with ``b_k`` the baseline's orders,
    ``x_k`` the ratio of ``drawn`` and ``P_k`` the share of the baseline's leads that choose kind k, it is
    ``sum b_k c_k / sum b_k`` with ``c_k = x_k / (1 + sum_j P_j (x_j - 1))`` over the tiers j among which the
    same customers choose. ``follow`` is the further factor for the effort really given (ratio of
    ``explained``), which also follows what sells and misses days in training; ``reach`` the further factor
    when each kind grows with its leads; ``approval`` the ratio of booked to booked and withdrawn deals;
    ``other`` what is left: knowledge, price, features, satisfaction.
    """
    before, now = base.sums(base.measure, rows), mine.sums(base.measure, rows)
    kept, kept_before = (_ratio(world.scalar("booked"), world.scalar("booked") + world.scalar("withdrawn"))
                         for world in (mine, base))  # fmt: skip
    approval = _ratio(kept, kept_before)
    chosen = _share(base.by_kind("orders"), kept_before[:, None] * base.by_kind("leads"))
    pay, worked = (_chosen_more(_ratio(mine.by_kind(fact), base.by_kind(fact)), chosen, base.kinds)[:, rows]
                   for fact in ("drawn", "explained"))  # fmt: skip
    met = _ratio(mine.by_kind("leads"), base.by_kind("leads"))[:, rows]
    orders = base.by_kind(base.measure)[:, rows]
    by_pay = np.sum(orders * pay, axis=1)
    by_effort = np.sum(orders * worked, axis=1)
    by_reach = np.sum(orders * worked * met, axis=1)
    return {
        "pay": _change(by_pay, before),
        "follow": _change(by_effort, by_pay),
        "reach": _change(by_reach, by_effort),
        "approval": _change(approval, np.ones_like(approval)),
        "other": _change(now, by_reach * approval),
    }


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Divide; where there was nothing to choose from, nothing was chosen (0)."""
    return np.asarray(np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0))


def _chosen_more(odds: FloatArray, chosen: FloatArray, kinds: Sequence[str]) -> FloatArray:
    """Turn ratios of odds into ratios of choices among the tiers of a line, ``(n_replications, n_kinds)``.

    Examples
    --------
    Twice the odds of a product that half of the customers chose anyway:

    >>> _chosen_more(np.array([[2.0]]), np.array([[0.5]]), ["washer/standard/new"]).round(3)
    array([[1.333]])
    """
    choices = [(kind.split("/")[0], kind.split("/")[-1]) for kind in kinds]
    gained = chosen * (odds - 1.0)
    among = np.array([[one == other for other in choices] for one in choices], dtype=np.float64)
    gains = np.stack([np.sum(gained * row, axis=1) for row in among], axis=1)
    return np.asarray(odds / (1.0 + gains))


def _ratio(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """Divide; where there was nothing before, nothing is said to have changed (1)."""
    return np.asarray(np.divide(top, bottom, out=np.ones_like(top), where=bottom > 0.0))


def _change(now: FloatArray, before: FloatArray) -> dict[str, float | None]:
    """Give the mean relative change over replications with its 95 % interval, as shares."""
    if not ((now > 0.0) & (before > 0.0)).all():
        return {"mean": None, "low": None, "high": None}
    found = mean_interval(np.log(now / before))
    ends = {"mean": found.mean, "low": found.low, "high": found.high}
    return {end: None if value is None else float(np.expm1(value)) for end, value in ends.items()}


def _group(mine: _Worlds, base: _Worlds, group: str) -> dict[str, Any]:
    """Write effort of a group of reps or weeks, and how it changed, in all and on premium products."""
    found: dict[str, Any] = {"group": group}
    for sort in ("all", "premium"):
        rows = mine.of_sort(sort)
        if not rows.any():
            continue
        effort, before = mine.sums("effort", rows, group), base.sums("effort", rows, group)
        found[sort] = {"effort": float(np.mean(effort)), "change": _change(effort, before)}
    return found
