"""Scorecards: several measures, each with its weight, share one target amount."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from simulator.catalog import register
from simulator.compensation.commission import attainment
from simulator.compensation.curves import Curve
from simulator.compensation.desk import Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Fault, Path
from simulator.compensation.frame import LARGEST_MULTIPLE, Frame
from simulator.compensation.gates import Against
from simulator.compensation.money import MILLION, IntArray, share_of
from simulator.compensation.selection import Selection, SelectionText
from simulator.compensation.shared import OWN, Of, among_members, goal_of, members_in, together
from simulator.compensation.target_pay import TargetPay
from simulator.compensation.values import Rate
from simulator.documents import Spec


class Card(Spec):
    """One measure of a scorecard.

    Parameters
    ----------
    weight
        Its share of the target.
    measure, credit, quota
        What is measured, on which sales, and the quota it is held against.
    against
        Instead of a quota: another total that shares refer to, as in a collection rate.
    of
        Whose total counts: one's ``own``, or that of the ``team`` or the ``company``, against the quotas of
        all its members.
    members_expected
        How many members people count on when they decide what their own sales bring them; all people of the
        company when left out.
    score
        Instead of these, the name of a score given with the people (satisfaction, an appraisal).
    expected
        The score that people expect when they decide what to work on.
    curve
        Share of its part that is paid, by attainment.
    """

    weight: Rate
    measure: str = "revenue"
    credit: SelectionText = Selection()
    quota: str | None = None
    against: Against | None = None
    of: Of = OWN
    members_expected: int | None = Field(default=None, ge=1)
    score: str | None = None
    expected: Rate = MILLION
    curve: Curve

    def reached(self, desk: Desk, frequency: str) -> tuple[IntArray, IntArray | None]:
        """Give what was reached and what it is held against."""
        if self.score is not None:
            return np.maximum(desk.score(self.score, frequency), 0), np.array(MILLION)
        if self.against is not None:
            total = together(desk.totals(self.credit, self.measure, frequency), self.of, desk)
            return total, np.maximum(self.against.total(frequency, self.of, desk), 1)
        total = together(desk.totals(self.credit, self.measure, frequency), self.of, desk)
        return total, goal_of(self.quota, frequency, self.of, desk) if self.quota else None

    @property
    def relative(self) -> bool:
        """Whether the curve is drawn against shares."""
        return any(each is not None for each in (self.quota, self.score, self.against))


@register("pay-component", "scorecard")
class Scorecard(TargetPay):
    """Pay a target amount by several weighted measures.

    Parameters
    ----------
    cards
        The measures, by name.
    """

    kind: Literal["scorecard"] = "scorecard"
    cards: dict[str, Card] = Field(min_length=1)

    def selections(self) -> tuple[tuple[Path, Selection], ...]:
        """List every selection of sales, with its place."""
        cards: list[tuple[Path, Selection]] = [
            (("cards", name, "credit"), card.credit) for name, card in self.cards.items()
        ]
        cards += [
            (("cards", name, "against", "credit"), card.against.credit)
            for name, card in self.cards.items()
            if card.against
        ]
        return (*super().selections(), *cards)

    def held_against(self) -> tuple[tuple[str, str, Of], ...]:
        """Name the quotas that it needs, what is held against each, and whose."""
        return super().held_against() + tuple(
            (card.quota, card.measure, card.of) for card in self.cards.values() if card.quota
        )

    def check(self, frame: Frame) -> None:
        """Raise an error when a measure cannot be applied.

        Raises
        ------
        Fault
            No target, curves out of order.
        """
        super().check(frame)
        if (self.target is None) == (self.weight is None):
            raise Fault("a scorecard needs exactly one of target and weight")
        if self.attainment is not None or (self.cap is not None and self.cap.attainment is not None):
            raise Fault("the quotas of a scorecard stand with its cards", ("attainment",))
        for name, card in self.cards.items():
            frame.measure(card.measure)
            if sum(each is not None for each in (card.quota, card.score, card.against)) > 1:
                raise Fault("a card is held against a quota, another total or a score", ("cards", name))
            if card.against is not None:
                card.against.check(card.measure, frame, ("cards", name, "against"))
            if card.score is not None and card.of != OWN:
                raise Fault("a score is each person's own", ("cards", name, "of"))
            card.curve.levels(frame, card.measure, card.relative, ("cards", name, "curve"))

    def earned(self, desk: Desk) -> list[Due]:
        """Pay each measure its part of the target."""
        target = self.targets(desk)
        frame = desk.frame
        lines: list[Due] = []
        for name, card in self.cards.items():
            part = share_of(target, card.weight, MILLION)
            total, quota = card.reached(desk, self.period)
            levels = card.curve.levels(frame, card.measure, card.relative)
            amount = card.curve.pay(part, total, quota, levels, frame.rounding_rule, frame.rounding_unit)
            share = card.curve.pay(np.full(total.shape, MILLION), total, quota, levels, "half-up", 1)
            lines.append(Due(name, self.period, part, share, amount, attainment(total, quota)))
        return lines

    def compile(self, draft: Draft) -> None:
        """Add each measure to the terms that behavior weighs; scores are those expected.

        Notes
        -----
        A cap on the pay of cards that watch several totals is divided among these totals equally.
        """
        target = self.target_in_draft(draft)
        terms: list[int] = []
        for card in self.cards.values():
            scale = MILLION if card.relative else draft.frame.scale(card.measure)
            levels = card.curve.levels(draft.frame, card.measure, card.relative)
            curve = card.curve.pieces(levels, scale).times(target * card.weight / MILLION)
            if card.score is not None:
                terms += self.constant_in_draft(draft, curve.at(card.expected / MILLION))
                continue
            if card.against is not None:
                usual = draft.usual_ratio(
                    card.credit, card.measure, card.against.credit, card.against.measure
                )  # fmt: skip
                terms += self.constant_in_draft(draft, curve.at(min(usual, LARGEST_MULTIPLE)))
                continue
            members = members_in(draft, card.of, card.members_expected)
            curve = among_members(curve, members, card.relative)
            total = draft.total(card.credit, card.measure, self.period, card.quota or "")
            terms.append((draft.money_on_quota if card.relative else draft.absolute)(total, curve))
        self.stages_in_draft(draft, terms)
