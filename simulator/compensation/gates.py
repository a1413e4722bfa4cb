"""Gates: a component pays only if something else was reached too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from simulator.compensation.desk import Desk
from simulator.compensation.draft import Condition, Draft
from simulator.compensation.faults import Fault, Path
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, IntArray, level_of
from simulator.compensation.selection import Selection, SelectionText
from simulator.compensation.shared import OWN, Of, goal_of, together
from simulator.compensation.values import LevelText, Rate
from simulator.documents import Spec
from simulator.world.pay_terms import PayTerm


class Against(Spec):
    """Another total that a total is held against, as in a collection rate or an attach rate.

    Parameters
    ----------
    measure, credit
        What is measured, on which sales.
    """

    measure: str = "revenue"
    credit: SelectionText = Selection()

    def check(self, measure: str, frame: Frame, path: Path) -> None:
        """Raise an error when a measure is no share of this one.

        Raises
        ------
        Fault
            They count different things.
        """
        if frame.measure(self.measure) != frame.measure(measure):
            what = f"{measure} are no share of {self.measure}: both must count the same"
            raise Fault(what, path)

    def total(self, frequency: str, of: Of, desk: Desk) -> IntArray:
        """Give the total that shares refer to, never negative, ``(n_people, n_periods)``."""
        other = desk.totals(self.credit, self.measure, frequency)
        return np.maximum(together(other, of, desk), 0)


class Gate(Spec):
    """A level that must be reached in the component's period, or the component pays nothing.

    Parameters
    ----------
    at_least
        A share of quota, or an amount of the measure.
    measure
        What is measured.
    credit
        Which sales count for it.
    quota
        The quota that shares refer to.
    against
        Instead of a quota: another total that shares refer to. ``{measure: cash, against: {measure: revenue},
        at_least: 80%}`` asks that four fifths of what is sold be collected. Where there is nothing of it, any
        amount is enough.
    of
        ``own``: what each person reached. ``team`` or ``company``: what it reached together, against the
        quotas of all its members, so that one who misses docks all.
    paid
        Instead of a level: another component that must have paid something.
    score
        Instead of a measure: a score that must be reached, with ``at_least`` as a share.
    otherwise
        Share of the component that is still paid when the gate is not passed.
    expected
        The score that people expect when they decide what to work on.
    """

    at_least: LevelText | None = None
    measure: str = "revenue"
    credit: SelectionText = Selection()
    quota: str | None = None
    against: Against | None = None
    of: Of = OWN
    paid: str | None = None
    score: str | None = None
    otherwise: Rate = 0
    expected: Rate = MILLION

    @model_validator(mode="after")
    def _one_condition(self) -> Gate:
        if (self.at_least is None) == (self.paid is None):
            raise ValueError("a gate needs either at_least or paid")
        if self.score is not None and (self.quota is not None or self.paid is not None):
            raise ValueError("a gate on a score takes no quota and no component")
        if self.against is not None and any((self.quota, self.paid, self.score)):
            raise ValueError("against stands instead of a quota, a score or a component")
        if self.of != OWN and (self.score is not None or self.paid is not None):
            raise ValueError("a team reaches levels of a measure, not scores or pay")
        return self

    def level(self, frame: Frame, path: Path = ()) -> int:
        """Level in millionths of quota or in the smallest parts of the measure.

        Raises
        ------
        Fault
            A percentage without a quota, and the like.
        """
        assert self.at_least is not None
        relative = any(each is not None for each in (self.quota, self.score, self.against))
        return frame.level(self.at_least, self.measure, relative, (*path, "at_least"))

    def check(self, frame: Frame, path: Path) -> None:
        """Raise an error when the level cannot be read."""
        if self.at_least is not None:
            frame.measure(self.measure)
            self.level(frame, path)
            if self.against is not None:
                self.against.check(self.measure, frame, (*path, "against"))

    def is_open(self, desk: Desk, frequency: str, to_date: bool = False) -> NDArray[np.bool_]:
        """Say whether each person passed in each period or the year so far, ``(n_people, n_periods)``."""
        if self.paid is not None:
            return np.asarray(desk.results_of([self.paid], frequency) > 0)
        level = self.level(desk.frame)
        if self.score is not None:
            return np.asarray(desk.score(self.score, frequency) >= level)
        reached, quota = self.reached(desk, frequency, to_date)
        return np.asarray(reached >= (level if quota is None else level_of(quota, level)))

    def reached(self, desk: Desk, frequency: str, to_date: bool = False) -> tuple[IntArray, IntArray | None]:
        """Give what was reached and the quota that it is held against, each ``(n_people, n_periods)``."""
        total = together(desk.totals(self.credit, self.measure, frequency), self.of, desk)
        quota = None if self.quota is None else goal_of(self.quota, frequency, self.of, desk)
        if self.against is not None:
            quota = self.against.total(frequency, self.of, desk)
        if not to_date:
            return total, quota
        return desk.to_date(total, frequency), None if quota is None else desk.to_date(quota, frequency)

    def in_draft(self, draft: Draft, terms: list[int], frequency: str) -> None:
        """Put the gate before compiled terms; copies that still pay behind a shut gate join the list.

        A score is the one expected. A component that must have paid something is a level of its total, and
        taken to have paid where that is not one level.
        """
        otherwise = self.otherwise / MILLION
        if self.paid is not None:
            conditions = opening(draft, self.paid, frequency)
            draft.gate_all(terms, conditions, otherwise if conditions else 0.0)
        elif self.score is not None:
            draft.scale(terms, 1.0 if self.expected >= self.level(draft.frame) else otherwise)
        elif self.against is not None:
            usual = draft.usual_ratio(self.credit, self.measure, self.against.credit, self.against.measure)
            draft.scale(terms, 1.0 if usual >= self.level(draft.frame) / MILLION else otherwise)
        else:
            total = draft.total(self.credit, self.measure, frequency, self.quota or "")
            scale = MILLION if self.quota else draft.frame.scale(self.measure)
            level = self.level(draft.frame) / scale
            if self.of != OWN and not self.quota:
                level /= draft.members(self.of)
            draft.gate_all(terms, [(total, level, bool(self.quota))], otherwise)

    def total_in_draft(self, draft: Draft, frequency: str) -> int | None:
        """Find a running total that the gate watches; None where no sale opens it."""
        if self.paid is not None:
            return next((total for total, _, _ in opening(draft, self.paid, frequency)), None)
        if self.score is not None or self.against is not None:
            return None
        return draft.total(self.credit, self.measure, frequency, self.quota or "")


def opening(draft: Draft, component: str, frequency: str) -> list[Condition]:
    """List what must be reached for a component to pay anything; nothing where that cannot be said."""
    ways: list[list[Condition]] = []
    for number in draft.terms_of([component]):
        term = draft.terms[number]
        first = _first_paid(term)
        if term.scale < 0.0 or draft.totals[term.accumulator].period != frequency:
            return []
        if first is not None:
            gates = [gate for gate in draft.gates if number in gate.terms]
            own: Condition = (term.accumulator, first, term.relative_to_quota)
            ways.append([own, *((g.accumulator, g.level, g.relative_to_quota) for g in gates)])
    easiest = (way for way in ways if all(_follows(way, other) for other in ways))
    return next(easiest, [])


def _follows(way: list[Condition], other: list[Condition]) -> bool:
    """Whether all that one way asks for holds where another one does."""
    return all(
        any(each[0] == one[0] and each[2] == one[2] and each[1] >= one[1] for each in other) for one in way
    )


def _first_paid(term: PayTerm) -> float | None:
    """Find the level from which a term pays something."""
    at_point = np.maximum(term.values, term.values_per_quota)
    beyond = np.maximum(term.slopes, term.slopes_over_quota)
    for level, paid, rises in zip(term.breakpoints.tolist(), at_point, beyond, strict=True):
        if paid > 0.0:
            return float(level)
        if rises > 0.0:
            return float(level) + 1e-9 * max(float(level), 1.0)
    return None
