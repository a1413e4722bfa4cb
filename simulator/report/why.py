"""What reps did, and why: from clause to worth to effort to sale, in words and a table for each alternative.

Every number comes from ``response`` in the record (see `simulator.studies.responses`); the rows name the
ledger table behind them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.analysis.responses import ABILITY
from simulator.language import text
from simulator.plots.evidence import Evidence, title_of
from simulator.plots.measures import written
from simulator.plots.why import SORTS, change_words, clause_name, compared, sort_name, sorts_of, worth_words
from simulator.report.cautions import joined
from simulator.report.tables import Cell, Row

COLUMNS = ("all", *SORTS)
LINKS = ("pay", "follow", "reach", "approval", "other")
NOTICED = 0.0005
"""A change of worth below a twentieth of a currency unit in a hundred sold is not told in words."""

SEEN = 0.005
"""Links that change orders by less than half a percent are not told in words; the table has them."""

DRAWN = 0.01
"""Effort that is within one percent of what the worth of a sale draws is said to be drawn by it."""

APART = 0.02
"""Groups whose changes of effort differ by less than two percent are said to respond alike."""


@dataclass(frozen=True)
class Story:
    """What is told of one alternative: its title, sentences, who responds, and the rows of its table."""

    name: str
    title: str
    sentences: list[str]
    groups: str
    rows: list[Row] = field(default_factory=list)


def stories(evidence: Evidence, language: str) -> list[Story]:
    """Tell for every alternative but the baseline what its reps did and why."""
    base = next((entry.get("response") for entry in evidence.record["alternatives"]
                 if entry["name"] == evidence.record["baseline"]), None)  # fmt: skip
    return [
        Story(
            str(entry["name"]),
            title_of(evidence.scenario, str(entry["name"]), language),
            list(_Teller(evidence, entry["response"], base, language).sentences()),
            _Teller(evidence, entry["response"], base, language).groups(),
            list(_rows(entry["response"], base, language)),
        )
        for entry in compared(evidence)
        if base
    ]


def columns(evidence: Evidence, language: str) -> list[str]:
    """Name the columns of the tables: all sales, then each sort."""
    found = compared(evidence)
    if not found:
        return []
    return [sort_name(sort, language, evidence.scenario) for sort in _columns(found[0]["response"])]


def _columns(response: Mapping[str, Any]) -> list[str]:
    """Take all sales, and the sorts of sale that there are where they are several."""
    sorts = sorts_of(response)
    return ["all", *sorts] if len(sorts) > 1 else ["all"]


# ---- words


@dataclass(frozen=True)
class _Teller:
    """Makes the sentences on one alternative."""

    evidence: Evidence
    response: Mapping[str, Any]
    base: Mapping[str, Any]
    language: str

    def say(self, key: str, **values: Any) -> str:
        """Take a sentence of this section from the catalogue."""
        return text(f"report.why.{key}", self.language, **values)

    def sentences(self) -> Iterator[str]:
        """Give the sentences in their order: pay, understanding, effort, orders."""
        tier = self.most_moved()
        baseline = title_of(self.evidence.scenario, str(self.evidence.record["baseline"]), self.language)
        yield self.worth(tier) if self.response["pay_changed"] else self.say("pay_same", baseline=baseline)
        if not self.weigh(tier):
            yield self.say("weigh_nothing")
        elif self.response["pay_changed"] and self.response["understanding"] < 0.995:
            acted = worth_words(self.response["sorts"][tier]["acted_value"])
            share = written(100 * self.response["understanding"], 0) + "%"
            yield self.say("understood", share=share, acted=acted, before=self.before(tier))
        elif self.otherwise(tier):
            acted = worth_words(self.response["sorts"][tier]["acted_value"])
            yield self.say("otherwise", acted=acted, before=self.before(tier))
        yield from self.work(tier)

    def weigh(self, tier: str) -> bool:
        """Tell whether reps weigh what a sale is worth, under this plan or the baseline."""
        return any(one["sorts"][tier]["acted_value"] for one in (self.response, self.base))

    def otherwise(self, tier: str) -> bool:
        """Tell whether reps who understand the plan act on another worth than the running period's."""
        found = self.response["sorts"][tier]
        return bool(abs(found["acted_value"] - found["understood_value"]) >= NOTICED)

    def most_moved(self) -> str:
        """Choose the tier whose worth changes most, premium where none does; all sales where there is one."""

        def moved(tier: str) -> float:
            now, before = (one["sorts"][tier]["understood_value"] for one in (self.response, self.base))
            return float(round(abs(now - before), 6))

        tiers = [tier for tier in ("premium", "standard") if tier in self.response["sorts"]]
        return max(tiers, key=moved) if len(tiers) > 1 else "all"

    def before(self, tier: str) -> str:
        """Write what a sale of a tier is worth under the baseline."""
        return worth_words(self.base["sorts"][tier]["acted_value"])

    def worth(self, tier: str) -> str:
        """Say what a sale is worth under the plan, and which clauses make the difference."""
        now = self.response["sorts"][tier]["understood_value"]
        before = self.base["sorts"][tier]["understood_value"]
        told = [
            self.say(f"clause.{clause['status']}", clause=clause_name(clause, self.language),
                     change=worth_words(moved, signed=True))
            for clause in self.response["clauses"]
            if abs(moved := (clause["values"][tier] or 0.0) - (clause["baseline"][tier] or 0.0)) >= NOTICED
        ]  # fmt: skip
        form = "worth" if told else "worth_same"
        return self.say(form, sort=self.sort(tier), now=worth_words(now), before=worth_words(before),
                        currency=self.evidence.scenario.get("currency", "CNY"),
                        clauses=joined(told, self.language))  # fmt: skip

    def sort(self, tier: str) -> str:
        """Name a tier within a sentence."""
        return self.say("all") if tier == "all" else text(f"words.tier.{tier}", self.language)

    def work(self, tier: str) -> Iterator[str]:
        """Say what effort and orders of the tier did, and what of it pay drew."""
        found = self.response["sorts"][tier]
        effort, orders, links = found["effort_change"], found["sales_change"], found["links"]
        if effort["mean"] is None or orders["mean"] is None:
            yield self.say("too_few", sort=self.sort(tier))
            return
        drawn = found["effort_drawn_change"]["mean"]
        form = "effort" if drawn is None or abs(drawn - effort["mean"]) >= DRAWN else "effort_drawn"
        form = form if self.weigh(tier) else "effort_only"
        yield self.say(form, sort=self.sort(tier), effort=change_words(effort["mean"]),
                       drawn=change_words(drawn))  # fmt: skip
        told = [
            self.say(f"link.{name}", change=change_words(links[name]["mean"]))
            for name in links_of(self.response)
            if abs(links[name]["mean"] or 0.0) >= SEEN
        ] or [self.say("link.none")]
        yield self.say(self.response["measure"], sort=self.sort(tier), sales=change_words(orders["mean"]),
                       links=joined(told, self.language))  # fmt: skip

    def groups(self) -> str:
        """Say who responds most, and who coasts or gives up."""
        changes = [_premium(group)["change"]["mean"] for group in self.response["ability"]]
        names = [self.say(f"ability.{group['group']}") for group in self.response["ability"]]
        sort = self.sort("premium" if "premium" in self.response["sorts"] else "all")
        if None in changes or max(changes) - min(changes) < APART:
            first = self.say("groups_alike")
        else:
            most, least = changes.index(max(changes)), changes.index(min(changes))
            first = self.say("groups", sort=sort, most=names[most], high=change_words(changes[most]),
                             least=names[least], low=change_words(changes[least]))  # fmt: skip
        idle = self.response["idle"]
        shares = {fact: sum(values) / len(values) for fact, values in idle.items()}
        if max(shares.values()) < 0.001:
            last = self.say("nobody_idle")
        else:
            worst = max(range(len(names)), key=lambda place: sum(idle[fact][place] for fact in idle))
            told = {fact: written(100 * share, 1) + "%" for fact, share in shares.items()}
            last = self.say("idle", most=names[worst], **told)
        return first + (" " if self.language == "en" else "") + last


def _premium(group: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take a group's effort on premium products, or all of it where there are none."""
    return dict(group.get("premium") or group["all"])


# ---- the table


def _rows(response: Mapping[str, Any], base: Mapping[str, Any], language: str) -> Iterator[Row]:
    """Give the rows of one alternative's table, from clause to orders."""
    now, before = response["sorts"], base["sorts"]
    shown = _columns(response)

    def row(key: str, cells: list[Cell]) -> Row:
        return Row(text(f"report.why.row.{key}", language), "", "", cells)

    def worth(key: str) -> list[Cell]:
        return [_worth(now[sort][key], before[sort][key], language) for sort in shown]

    for clause in response["clauses"]:
        status = text(f"report.why.status.{clause['status']}", language)
        cells = [_worth(clause["values"][sort], clause["baseline"][sort], language) for sort in shown]
        yield Row(clause_name(clause, language), "", status, cells)
    yield row("understood", worth("understood_value"))
    yield row("acted", worth("acted_value"))
    yield row("effort", [_change(now[sort]["effort_change"], language) for sort in shown])
    yield row("drawn", [_change(now[sort]["effort_drawn_change"], language) for sort in shown])
    yield row(response["measure"], [_change(now[sort]["sales_change"], language) for sort in shown])
    for link in links_of(response):
        yield row(link, [_change(now[sort]["links"][link], language) for sort in shown])


def _worth(value: float | None, before: float | None, language: str) -> Cell:
    below = text("report.why.was", language, value=worth_words(before))
    return Cell(worth_words(value), (below,), "" if _differs(value, before) else "open")


def _differs(value: float | None, before: float | None) -> bool:
    return value is not None and before is not None and abs(value - before) >= 5e-5


def _change(change: Mapping[str, float | None], language: str) -> Cell:
    low, high = change["low"], change["high"]
    if change["mean"] is None or low is None or high is None:
        return Cell(change_words(change["mean"]), (), "open")
    ends = text("units.interval", language, low=change_words(low), high=change_words(high))
    return Cell(change_words(change["mean"]), (ends,), "open" if low <= 0 <= high else "")


def links_of(response: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the links that there are; without customers nobody is reached and nothing is approved."""
    return LINKS if response["measure"] == "orders" else ("pay", "follow", "other")


def sources(evidence: Evidence, language: str) -> list[tuple[str, str]]:
    """Pair every row of the tables with the ledger table and the formula behind it."""
    responses = [entry["response"] for entry in compared(evidence)]
    if not responses:
        return []
    keys = ("understood", "acted", "effort", "drawn", responses[0]["measure"], *links_of(responses[0]))
    found = [(text("report.why.each_clause", language), text("report.why.source.clause", language))]
    return found + [
        (text(f"report.why.row.{key}", language), text(f"report.why.source.{key}", language)) for key in keys
    ]


def groups(evidence: Evidence, language: str) -> list[Row]:
    """Give a row for each alternative: effort by ability and part of the quarter, and who is idle."""
    rows = []
    for entry in evidence.record["alternatives"]:
        response = entry.get("response")
        if not response:
            continue
        thirds = {str(group["group"]): group for group in response["ability"]}
        cells = [
            Cell(written(one["all"]["effort"], 2), (change_words(_premium(one)["change"]["mean"]),))
            if (one := thirds.get(third))
            else Cell("–")
            for third in ABILITY
        ]
        weeks = {str(group["group"]): group["all"]["effort"] for group in response["weeks"]}
        for part in _PARTS:
            found = [weeks[f"week-{week}"] for week in part if f"week-{week}" in weeks]
            cells.append(Cell(written(sum(found) / len(found), 2) if found else "–"))
        idle = response["idle"]
        cells += [Cell(written(100 * sum(idle[fact]) / len(idle[fact]), 1) + "%")
                  for fact in ("coasting", "giving_up")]  # fmt: skip
        rows.append(Row(title_of(evidence.scenario, str(entry["name"]), language), "", "", cells))
    return rows if compared(evidence) else []


_PARTS = (range(1, 5), range(5, 9), range(9, 14))
GROUP_COLUMNS = ("low", "middle", "high", "weeks_1_4", "weeks_5_8", "weeks_9_13", "coasting", "giving_up")
