"""Pay for credit: the stages of a line of pay, in the order in which they run.

Order of one component: credit → measure → attainment → rate → gate → cap → proration → rounding. Each
stage leaves a line of its own, so that whatever takes pay away can be seen doing it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from math import prod
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from simulator.compensation import limits
from simulator.compensation.caps import Cap, taken_away
from simulator.compensation.component import Component, Frequency
from simulator.compensation.desk import Desk, Due, first_of_year
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Fault, Path
from simulator.compensation.frame import Frame
from simulator.compensation.gates import Gate
from simulator.compensation.left_out import sellers, without_quota
from simulator.compensation.money import MILLION, IntArray, level_of, share_of
from simulator.compensation.periods import PERIODS_PER_YEAR
from simulator.compensation.pieces import Pieces
from simulator.compensation.proration import Proration
from simulator.compensation.selection import Selection, SelectionText
from simulator.compensation.shared import OWN, Attainment, Of, goal_of, members_in, together
from simulator.compensation.windfall import for_review, within_deal
from simulator.compensation.year_quota import TOWARD_YEAR, year_goal

WEEKS_PER_YEAR = 52


class VariablePay(Component):
    """A component that pays for credit, with the stages that all of these share.

    Parameters
    ----------
    credit
        Which sales count.
    measure
        What is counted on them.
    period
        When it is settled.
    attainment
        The quota that levels refer to, if they do.
    gate
        Levels that must be reached too; all of them.
    cap
        The most that counts or is paid.
    proration
        What shrinks for people who are on the plan for part of a period.
    """

    can_be_shared: ClassVar[bool] = False
    """Whether the total may be that of a team."""
    is_missed_by_sellers: ClassVar[bool] = True
    """Whether somebody who sells must have a quota, lest pay be forgotten."""

    credit: SelectionText = Selection()
    measure: str = "revenue"
    period: Frequency = "month"
    attainment: Attainment | None = None
    gate: Gate | tuple[Gate, ...] = ()
    cap: Cap | None = None
    proration: Proration | None = None

    @property
    def gates(self) -> tuple[tuple[Path, Gate], ...]:
        """Gates with their places, whether one was written or a list."""
        if isinstance(self.gate, Gate):
            return ((("gate",), self.gate),)
        return tuple((("gate", number), gate) for number, gate in enumerate(self.gate))

    @property
    def relative(self) -> bool:
        """Whether levels are shares of a quota."""
        return self.attainment is not None and self.attainment.quota is not None

    @property
    def whose(self) -> Of:
        """Whose total counts."""
        return OWN if self.attainment is None else self.attainment.of

    @property
    def is_to_date(self) -> bool:
        """Whether pay is settled on the year so far."""
        return self.attainment is not None and self.attainment.accumulate != "period"

    @property
    def is_toward_year(self) -> bool:
        """Whether it is held against the quota of the whole year."""
        return self.attainment is not None and self.attainment.accumulate == TOWARD_YEAR

    def selections(self) -> tuple[tuple[Path, Selection], ...]:
        """List every selection of sales, with its place."""
        gates = [((*path, "credit"), gate.credit) for path, gate in self.gates]
        gates += [
            ((*path, "against", "credit"), gate.against.credit) for path, gate in self.gates if gate.against
        ]
        return ((("credit",), self.credit), *gates)

    def references(self) -> tuple[tuple[Path, str], ...]:
        """List the other components whose pay its gates look at."""
        return tuple(((*path, "paid"), gate.paid) for path, gate in self.gates if gate.paid is not None)

    def quotas(self) -> tuple[tuple[str, str], ...]:
        """Name the quotas that it needs, each with the measure that is held against it."""
        return tuple((quota, measure) for quota, measure, _ in self.held_against())

    def held_against(self) -> tuple[tuple[str, str, Of], ...]:
        """Name the quotas that it needs, what is held against each, and whose."""
        quota = None if self.attainment is None else self.attainment.quota
        own = () if quota is None else ((quota, self.measure, self.whose),)
        return own + tuple((gate.quota, gate.measure, gate.of) for _, gate in self.gates if gate.quota)

    def includes(self, desk: Desk) -> NDArray[np.bool_]:
        """Tell whom the component is for; those without a quota are left out where nothing says otherwise."""
        included = super().includes(desk)
        return included & ~self.left_out(desk) if self.audience.counts_all else included

    def left_out(self, desk: Desk) -> NDArray[np.bool_]:
        """Tell who has no quota that the component asks for, and sells nothing that counts for it."""
        names = [quota for quota, _, of in self.held_against() if of == OWN]
        bare = without_quota(names, desk) if names else np.zeros(len(desk.people), dtype=np.bool_)
        if not bare.any() or not self.is_missed_by_sellers:
            return bare
        return bare & ~sellers([selection for _, selection in self.selections()], desk)

    def credited(self) -> Selection | None:
        """Tell which sales stand behind its lines."""
        return self.credit

    def check(self, frame: Frame) -> None:
        """Raise an error when a stage cannot be applied.

        Raises
        ------
        Fault
            A level without a quota, an unknown measure.
        """
        frame.measure(self.measure)
        for path, gate in self.gates:
            gate.check(frame, path)
        if self.whose != OWN and not self.can_be_shared:
            what = f"a {getattr(self, 'kind', 'component')} looks at what each person sells"
            raise Fault(what, ("attainment", "of"), hint="A bonus, a commission and a multiplier can share")
        if self.cap and self.cap.attainment:
            frame.level(self.cap.attainment, self.measure, self.relative, ("cap", "attainment"))
        if self.is_toward_year:
            self._check_toward_year()
        if self.cap and self.cap.deal:
            frame.level(
                self.cap.deal, self.measure, self.cap.deal.is_share and self.relative, ("cap", "deal")
            )
        if self.cap and self.cap.deal_pay and getattr(self, "kind", "") != "commission":
            raise Fault("only a commission pays single sales", ("cap", "deal_pay"))
        if self.cap and self.cap.carry and self.is_to_date:
            what = "pay on the year so far carries no balance: its cap holds for the year"
            raise Fault(what, ("cap", "carry"))

    def _check_toward_year(self) -> None:
        if self.proration is not None and self.proration.of != "pay":
            hint = "Give those who join later a smaller quota of the year"
            raise Fault("days on the plan do not shrink the quota of a whole year", ("proration",), hint=hint)
        for path, gate in self.gates:
            if gate.quota is not None:
                what = "a gate on a quota looks at periods, and the component at the whole year"
                raise Fault(what, (*path, "quota"), hint="Put the gate before a component of its own")

    @abstractmethod
    def earned(self, desk: Desk) -> list[Due]:
        """Say what is earned before gates and caps."""

    def due(self, desk: Desk) -> list[Due]:
        """List what is earned, then what gates, caps and proration take away, each a line of its own."""
        lines = self.earned(desk)
        if self.cap is not None and self.cap.deal is not None:
            lines += for_review(self, desk)
        lines += self.beyond_one_sale(desk)
        for number, (_, gate) in enumerate(self.gates, start=1):
            shut = ~gate.is_open(desk, self.period, self.is_to_date)
            if shut.any():
                lost = share_of(self.sum_of(lines, desk), MILLION - gate.otherwise, MILLION)
                rule = f"gate-{number}" if len(self.gates) > 1 else "gate"
                lines.append(taken_away(rule, self.period, np.where(shut, lost, 0)))
        if self.cap is not None and self.cap.pay is not None:
            lines += self.cap.limit(self.sum_of(lines, desk), desk, self.period)
        if self.is_to_date:
            lines = [_since_last_period(line, desk) for line in lines]
        if self.proration is not None and self.proration.applies_to("pay"):
            full = self.sum_of(lines, desk)
            lost = full - self.proration.reduced(full, desk, self.period)
            lines.append(taken_away("proration", self.period, lost))
        return lines

    def beyond_one_sale(self, desk: Desk) -> list[Due]:
        """Say what single sales earn above what one sale may pay; nothing where no sale is paid by itself."""
        del desk
        return []

    def sum_of(self, lines: list[Due], desk: Desk) -> IntArray:
        """Add up lines by person and period."""
        total = np.zeros(desk.shape(self.period), dtype=np.int64)
        for line in lines:
            total = total + line.dense(desk)
        return total

    def counted(self, desk: Desk) -> tuple[IntArray, IntArray | None]:
        """Give the credit that counts and the quota it is held against, each ``(n_people, n_periods)``."""
        total, quota = self._credit(desk), self.goal(desk)
        if self.is_to_date:
            total = desk.to_date(total, self.period)
        total = together(total, self.whose, desk)
        return self.at_most(total, quota, desk), quota

    def goal(self, desk: Desk) -> IntArray | None:
        """Give the quota that credit is held against, to date where pay is; None where there is none."""
        if self.attainment is None or self.attainment.quota is None:
            return None
        quota = self.quota_of_period(desk)
        return desk.to_date(quota, self.period) if self.is_to_date and not self.is_toward_year else quota

    def quota_of_period(self, desk: Desk) -> IntArray:
        """Give the quota that levels are shares of, of each period alone or its year, as components say."""
        assert self.attainment is not None and self.attainment.quota is not None
        name, included = self.attainment.quota, self.includes(desk)
        if self.is_toward_year:
            return year_goal(name, self.period, self.whose, desk, included)
        return goal_of(name, self.period, self.whose, desk, included=included, proration=self.proration)

    def at_most(self, total: IntArray, quota: IntArray | None, desk: Desk) -> IntArray:
        """Leave out what lies above the cap on attainment."""
        if self.cap is None or self.cap.attainment is None:
            return total
        level = desk.frame.level(self.cap.attainment, self.measure, self.relative)
        return np.minimum(total, level if quota is None else level_of(quota, level))

    def values_of(self, desk: Desk) -> IntArray:
        """Give what each sale counts, no more than the windfall clause allows, shape ``(n_events,)``.

        A return counts that part of the sale which it takes back of what the sale counted.
        """
        if self.cap is None or not self.cap.cuts_sales:
            return desk.events.measure(self.measure)
        return within_deal(self, desk)

    def _credit(self, desk: Desk) -> IntArray:
        if self.cap is None or not self.cap.cuts_sales:
            return desk.totals(self.credit, self.measure, self.period)
        return desk.summed(self.values_of(desk), desk.chosen(self.credit), self.period)

    def in_draft(self, draft: Draft) -> int:
        """Find the running total of the component in a compiled plan."""
        if self.is_toward_year:
            what = "behavior sees quotas period by period, not that of a whole year"
            raise Fault(what, ("attainment", "accumulate"), hint="Simulate it with year-to-date")
        quota = (self.attainment.quota or "") if self.attainment else ""
        deal = self.cap.deal if self.cap and self.cap.cuts_sales else None
        most = np.inf
        if deal is not None and not deal.is_share:
            most = draft.frame.amount(deal, self.measure) / draft.frame.scale(self.measure)
        return draft.total(self.credit, self.measure, self.compiled_period, quota, most)

    def members_in(self, draft: Draft) -> int:
        """Say how many people somebody counts on to bring the total; 1 where it is one's own."""
        expected = None if self.attainment is None else self.attainment.members_expected
        return members_in(draft, self.whose, expected)

    @property
    def compiled_period(self) -> str:
        """The period at whose end a compiled term pays."""
        return "year" if self.is_to_date else self.period

    def stages_in_draft(self, draft: Draft, terms: Sequence[int], part: float = 1.0) -> None:
        """Put the component's gates before its compiled terms, then its cap, or a part of the cap."""
        gated = list(terms)
        for _, gate in self.gates:
            gate.in_draft(draft, gated, self.compiled_period)
        if self.cap is not None and self.cap.pay is not None:
            wait = 1.0 / PERIODS_PER_YEAR[self.compiled_period]
            later = draft.worth_after(wait) if self.cap.carry else 0.0
            limits.cap(draft, draft.component, float(self.cap.pay) * part, later)

    def constant_in_draft(self, draft: Draft, amount: float) -> list[int]:
        """Add pay that no sale changes: to what comes anyway, or as terms where gates stand before it."""
        totals = (gate.total_in_draft(draft, self.compiled_period) for _, gate in self.gates)
        total = next((each for each in totals if each is not None), None)
        if total is not None:
            return [draft.absolute(total, Pieces((0.0,), (amount,), (0.0,)))]
        shut = (gate for _, gate in self.gates if gate.score and gate.expected < gate.level(draft.frame))
        share = prod((gate.otherwise / MILLION for gate in shut), start=1.0)
        amount *= share
        if self.cap is not None and self.cap.pay is not None:
            amount = min(amount, float(self.cap.pay))
        draft.salary_per_week += amount * PERIODS_PER_YEAR[self.compiled_period] / WEEKS_PER_YEAR
        return []


def _since_last_period(line: Due, desk: Desk) -> Due:
    """Turn what is due since the start of the year into what is due for each period alone."""
    shape = desk.shape(line.frequency)
    first = first_of_year(desk.periods.year_of(line.frequency)) == np.arange(shape[1])

    def step(values: IntArray) -> IntArray:
        full = np.broadcast_to(values, shape)
        before = np.concatenate([np.zeros((shape[0], 1), dtype=np.int64), full[:, :-1]], axis=1)
        return np.asarray(full - np.where(first[None, :], 0, before))

    return replace(line, basis=step(line.basis), amount=step(line.amount))
