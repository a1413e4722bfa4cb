"""A plan: named components in the order in which they are paid, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import Field

from simulator.compensation.component import Component
from simulator.compensation.crediting import Crediting
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, share_of_one
from simulator.documents import Spec

_LENGTHS = {"month": 1, "quarter": 3, "year": 12}


class Amendment(Spec):
    """A change of the plan from a date on.

    Parameters
    ----------
    start
        Written ``from``: the first day on which it holds.
    changes
        What differs, in the shape of the plan document.
    note, source
        Why, and where it was decided.
    """

    start: date = Field(alias="from")
    changes: dict[str, object]
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class Plan:
    """A compensation plan, read and checked.

    Parameters
    ----------
    name
        What files call it.
    title
        What people call it, by language.
    components
        What it pays, by name, in the order of the document.
    frame
        Currency, measures and rounding.
    target_pay
        Pay of a year at target, salary included [minor units]; 0 where the plan names none.
    incentive_share
        The variable part of it [millionths].
    order
        Names of the components in the order in which they can be worked out.
    crediting
        Who is credited with a sale besides the person it stands under.
    first_date, last_date
        Between which dates the plan is in force, both included; None where it is open.
    note, source
        As written.
    amendments
        Changes from later dates on; `versions_of` applies them.
    wound_up
        Commissions of earlier versions that pay nothing any more and still take returns of their sales back.
    """

    name: str
    title: Mapping[str, str]
    components: Mapping[str, Component]
    frame: Frame = field(default_factory=Frame)
    target_pay: int = 0
    incentive_share: int = 0
    order: tuple[str, ...] = ()
    crediting: Crediting = field(default_factory=Crediting)
    first_date: date | None = None
    last_date: date | None = None
    note: str = ""
    source: str = ""
    amendments: tuple[Amendment, ...] = ()
    wound_up: tuple[str, ...] = ()

    @property
    def quotas(self) -> tuple[str, ...]:
        """Names of the quotas that pay depends on."""
        return tuple(dict.fromkeys(name for each in self.components.values() for name, _ in each.quotas()))

    def measure_of_quota(self, quota: str) -> str | None:
        """Tell which measure is held against a quota; None where the plan knows no such quota."""
        pairs = (pair for each in self.components.values() for pair in each.quotas())
        return next((measure for name, measure in pairs if name == quota), None)

    @property
    def periods(self) -> tuple[str, ...]:
        """Kinds of period that the plan settles, shortest first."""
        used = {each.frequency for each in self.components.values()}
        return tuple(sorted(used, key=_LENGTHS.__getitem__))

    @property
    def longest_period(self) -> str:
        """The longest period settled: how far back events must reach."""
        if any(getattr(each, "is_to_date", False) for each in self.components.values()):
            return "year"
        return self.periods[-1] if self.components else "month"

    @property
    def target_incentive(self) -> int:
        """Variable pay of a year at target [minor units]."""
        return share_of_one(self.target_pay, self.incentive_share, MILLION)

    def title_of(self, component: str, language: str = "en") -> str:
        """Say what people call a component."""
        title = self.components[component].title if component in self.components else None
        return component if title is None else title.in_language(language)
