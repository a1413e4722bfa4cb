"""The answer in two sentences: which alternative, how sure, against the goal, and at what price.

The sentences follow from the numbers by fixed rules. The alternative with the best mean of the goal's outcome
leads, and is held against every other. Its lead is called *clear* when the 95 % intervals of all these
paired differences, adjusted for their number, leave out zero and at least ten markets were simulated,
*probable* when the chances of the others to be better add up to 20 % at most, and otherwise open: then
nothing is recommended on that outcome. The sentence names the rival that is hardest to rule out. The second
sentence states what the choice does to contribution and pay.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np

from simulator.errors import RunError
from simulator.language import text
from simulator.plots.evidence import Evidence, goal_of, measured, title_of
from simulator.plots.measures import Scale, written
from simulator.report.cautions import cautions_for, inside_a_sentence
from simulator.report.contest import Contest, contest, direction, lead_of, means_of, worlds

PROFIT = "contribution"
PAY = "pay_cost"


@dataclass(frozen=True)
class Answer:
    """What a director would say: two sentences, and what to bear in mind.

    ``sureness`` is that of the leader's lead over all other alternatives (see `Lead`).
    """

    headline: str
    tradeoff: str
    cautions: tuple[str, ...]
    leader: str
    sureness: str


def answer(evidence: Evidence, language: str = "en") -> Answer:
    """Say in two sentences which alternative to choose, how sure that is, and what it costs."""
    view = _View(evidence, language)
    cautions = tuple(cautions_for(evidence, view.sureness, view.wanted, language))
    return Answer(view.headline(), view.tradeoff(), cautions, view.leader, view.sureness)


class _View:
    """The facts the sentences are made of."""

    def __init__(self, evidence: Evidence, language: str) -> None:
        self.evidence, self.language = evidence, language
        self.goal = goal_of(evidence.scenario)
        outcomes = evidence.record["outcomes"]
        wanted = self.goal[0] if self.goal and self.goal[0] in outcomes else PROFIT
        self.key = self.wanted = wanted if wanted in outcomes else next(iter(outcomes))
        self.baseline = str(evidence.record["baseline"])
        self.means = means_of(evidence, self.key)
        if not self.means:
            self.key = next((key for key in outcomes if means_of(evidence, key)), "")
            if not self.key:
                raise RunError("no outcome of this comparison has a value in every market")
            self.means = means_of(evidence, self.key)
        lead = lead_of(evidence, self.key)
        self.leader = lead.leader if lead else next(iter(self.means))
        self.runner, self.rivals = (lead.rival, lead.rivals) if lead else ("", 0)
        self.lead: Contest | None = lead.contest if lead else None
        self.sureness = self.lead.sureness if self.lead else "alone"

    # ---- the first sentence

    def headline(self) -> str:
        values: dict[str, Any] = {
            "leader": self.title(self.leader), "outcome": self.outcome(),
            "value": self.level(self.means[self.leader]), "goal": self.goal_clause(),
        }  # fmt: skip
        if self.lead is None:
            entries = self.evidence.record["alternatives"]
            own = next(entry for entry in entries if entry["name"] == self.leader)["outcomes"][self.key]
            if int(self.evidence.record["replications"]) < 2:
                return self.say("lead.alone_unknown", **values)
            ends = self.interval(self.level(own["low"]), self.level(own["high"]))
            return self.say("lead.alone", interval=ends, **values)
        values |= {"runner": self.title(self.runner), "runner_value": self.level(self.means[self.runner])}
        if self.sureness == "open":
            scale = self.scale(self.key, self.lead.low, self.lead.high)
            values |= {"low": scale.difference(self.lead.low), "high": scale.difference(self.lead.high)}
        form = "one" if self.rivals == 1 else "many"
        values["rivals"] = self.say(f"rivals.{form}", **values)
        if self.sureness == "likely":
            values["probability"] = self.say(f"chance.{form}", probability=percent(self.lead.probability))
        return self.say(f"lead.{self._lead_form()}", **values)

    def _lead_form(self) -> str:
        if self.leader == self.baseline and self.sureness in ("clear", "likely"):
            return "baseline" if self.sureness == "clear" else "baseline_likely"
        if self.sureness == "clear" and self.profit_lost():
            return "clear_at_a_price"
        return self.sureness

    def profit_lost(self) -> bool:
        """Tell whether the leader clearly earns less contribution than the baseline."""
        if self.leader == self.baseline or not self.in_money(self.leader, self.baseline):
            return False
        profit = contest(self.evidence, self.leader, self.baseline, PROFIT)
        return profit.difference < 0 and profit.sureness in ("clear", "likely")

    def goal_clause(self) -> str:
        """Say how often the leader reaches the goal; empty without a goal, or before it is due."""
        if self.goal is None or self.goal[0] != self.key:
            return ""
        _, level, due = self.goal
        if due is not None and due > int(self.evidence.record["weeks"]):
            return ""
        better = direction(self.evidence, self.key)
        reached = better * worlds(self.evidence, self.leader, self.key) >= better * level
        count, total = int(reached.sum()), int(reached.size)
        named = self.sureness in ("open", "same")
        leader = f"“{self.title(self.leader)}”"
        subject = leader if named or self.language == "zh" else self.say("goal.subject")
        values = {"subject": subject, "level": self.level(level, decimals=0)}
        if total == 1:
            return self.say("goal.one_reached" if count else "goal.one_missed", **values)
        form = self._goal_form(count / total, better, level)
        form = (
            {"missed_by_all": "missed_by_all_never", "missed": "never"}.get(form, form) if not count else form
        )
        return self.say(f"goal.{form}", count=count, total=total, missed=total - count, **values)

    def _goal_form(self, share: float, better: float, level: float) -> str:
        if all(better * mean < better * level for mean in self.means.values()):
            return "missed_by_all" if len(self.means) > 1 else "missed"
        return "all" if share == 1 else "most" if share >= 0.8 else "some"

    # ---- the second sentence

    def tradeoff(self) -> str:
        outcomes = self.evidence.record["outcomes"]
        if len(self.evidence.record["alternatives"]) == 1:
            return self.say("tradeoff.alone")
        if self.sureness == "same" and self.identical():
            return self.say("tradeoff.identical")
        involved = {self.leader, self.baseline, self.runner} - {""}
        if not self.in_money(*involved):
            return self.say("tradeoff.quantities_absent")
        if self.lead is None and self.leader == self.baseline:
            return self.say("tradeoff.no_rival")
        if self.sureness in ("open", "same") and self.key != PROFIT:
            return self._between()
        if self.leader == self.baseline:
            return self._instead()
        if self.key == PROFIT and "revenue" in outcomes:
            revenue = self.versus("revenue")
            amount = self.scale("revenue", revenue.difference).difference(revenue.difference)
            return self.say("tradeoff.revenue", baseline=self.title(self.baseline), revenue=amount,
                            pay=self.pay())  # fmt: skip
        return self._price()

    def in_money(self, *names: str) -> bool:
        """Tell whether contribution and pay are known for these alternatives in every market."""
        outcomes = self.evidence.record["outcomes"]
        return all(
            key in outcomes and set(names) <= set(means_of(self.evidence, key)) for key in (PROFIT, PAY)
        )

    def versus(self, key: str, name: str = "") -> Contest:
        return contest(self.evidence, name or self.leader, self.baseline, key)

    def _price(self) -> str:
        """State what the leader does to contribution and pay against the baseline."""
        profit = self.versus(PROFIT)
        values = {"baseline": self.title(self.baseline), "pay": self.pay(), "other": self._other()}
        if profit.sureness in ("unknown", "same"):
            scale = self.scale(PROFIT, profit.difference)
            return self.say("tradeoff.unknown", contribution=scale.difference(profit.difference), **values)
        scale = self.scale(PROFIT, profit.low, profit.high)
        low, high, amount = profit.low, profit.high, abs(profit.difference)
        if not low <= 0 <= high:
            form = "gain" if profit.difference > 0 else "loss"
            form += "" if profit.sureness == "clear" else "_likely"
            ends = sorted((abs(low), abs(high)))
            interval = self.interval(*map(scale.number, ends))
            return self.say(f"tradeoff.{form}", contribution=scale.value(amount), interval=interval, **values)
        return self.say("tradeoff.open", low=scale.difference(low), high=scale.difference(high), **values)

    def pay(self) -> str:
        """Say how much more or less sales pay the leader costs than the baseline."""
        gap = self.versus(PAY).difference
        scale = self.scale(PAY, gap)
        if scale.number(abs(gap)).strip("0.,") == "":
            return self.say("tradeoff.pay_same")
        return self.say("tradeoff.pay_more" if gap > 0 else "tradeoff.pay_less", amount=scale.value(abs(gap)))

    def _other(self) -> str:
        """Name an alternative that clearly earns more contribution than the leader, if there is one."""
        means = means_of(self.evidence, PROFIT)
        best = max(means, key=means.__getitem__)
        if best in (self.leader, self.baseline):
            return ""
        more = contest(self.evidence, best, self.leader, PROFIT, contests=len(means) - 1)
        if more.sureness != "clear":
            return ""
        return self.say("tradeoff.other", other=self.title(best), outcome=self.outcome(),
                        amount=self.scale(PROFIT, more.difference).value(more.difference),
                        value=self.level(self.means.get(best, nan)))  # fmt: skip

    def _between(self) -> str:
        """Let contribution decide between two alternatives that the goal's outcome cannot tell apart."""
        profit = contest(self.evidence, self.leader, self.runner, PROFIT)
        winner = self.title(self.leader if profit.difference > 0 else self.runner)
        if profit.sureness != "clear":
            if profit.sureness == "unknown":
                amount = self.scale(PROFIT, profit.difference).value(abs(profit.difference))
                return self.say("tradeoff.between_unknown", winner=winner, amount=amount)
            if profit.sureness == "same":
                return self.say("tradeoff.between_same")
            scale = self.scale(PROFIT, profit.low, profit.high)
            return self.say("tradeoff.between_open", low=scale.difference(profit.low),
                            high=scale.difference(profit.high))  # fmt: skip
        scale = self.scale(PROFIT, profit.low, profit.high)
        ends = sorted((abs(profit.low), abs(profit.high)))
        interval = self.interval(*map(scale.number, ends))
        return self.say(
            "tradeoff.between", winner=winner, amount=scale.value(abs(profit.difference)), interval=interval
        )

    def identical(self) -> bool:
        """Tell whether leader and rival are equal in every outcome of every market."""
        for key in self.evidence.record["outcomes"]:
            leader, runner = (worlds(self.evidence, name, key) for name in (self.leader, self.runner))
            if not np.array_equal(leader, runner, equal_nan=True):
                return False
        return True

    def _instead(self) -> str:
        """Say what leaving the baseline for the next best would do to contribution."""
        profit = self.versus(PROFIT, self.runner)
        runner = self.title(self.runner)
        if profit.sureness == "unknown":
            amount = self.scale(PROFIT, profit.difference).difference(profit.difference)
            return self.say("tradeoff.instead_unknown", runner=runner, contribution=amount)
        scale = self.scale(PROFIT, profit.low, profit.high)
        ends = [scale.number(end, signed=True) for end in (profit.low, profit.high)]
        interval = self.interval(*ends)
        return self.say("tradeoff.instead", runner=runner, contribution=scale.difference(profit.difference),
                        interval=interval)  # fmt: skip

    # ---- how things are written

    def say(self, key: str, **values: Any) -> str:
        return text(f"report.{key}", self.language, **values)

    def interval(self, low: str, high: str) -> str:
        """Write an interval in brackets; nothing where it has no width."""
        if low == high:
            return ""
        words = self.say("interval", low=low, high=high)
        return f" {words}" if self.language == "en" else words

    def title(self, name: str) -> str:
        return title_of(self.evidence.scenario, name, self.language)

    def outcome(self) -> str:
        return inside_a_sentence(measured(self.evidence, self.key).label(self.language))

    def scale(self, key: str, *values: float) -> Scale:
        return measured(self.evidence, key).scale(values, self.language)

    def level(self, value: float, decimals: int | None = None) -> str:
        return self.scale(self.key, *self.means.values()).value(value, decimals=decimals)


def percent(probability: float) -> str:
    """Write a probability without claiming certainty.

    Examples
    --------
    >>> percent(0.87), percent(0.999)
    ('87%', '99%')
    """
    return written(min(99.0, max(1.0, 100 * probability)), 0) + "%"
