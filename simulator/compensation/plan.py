"""A plan: named components in the order in which they are paid, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.compensation.component import Component, VariablePay
from simulator.compensation.frame import Frame

_LENGTHS = {"month": 1, "quarter": 3, "year": 12}


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
    """

    name: str
    title: Mapping[str, str]
    components: Mapping[str, Component]
    frame: Frame = field(default_factory=Frame)

    @property
    def quotas(self) -> tuple[str, ...]:
        """Names of the quotas that pay depends on."""
        found: dict[str, None] = {}
        for component in self.components.values():
            if isinstance(component, VariablePay):
                if component.attainment is not None:
                    found[component.attainment.quota] = None
                found.update(dict.fromkeys(gate.quota for _, gate in component.gates if gate.quota))
        return tuple(found)

    @property
    def periods(self) -> tuple[str, ...]:
        """Kinds of period that the plan settles, shortest first."""
        used = {
            each.period if isinstance(each, VariablePay) else "month" for each in self.components.values()
        }
        return tuple(sorted(used, key=_LENGTHS.__getitem__))

    @property
    def longest_period(self) -> str:
        """The longest period settled: how far back events must reach."""
        return self.periods[-1] if self.components else "month"
