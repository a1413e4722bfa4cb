"""From the plan document to a plan: typed, checked, and with the place of whatever is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from pydantic import Field, model_validator

from simulator import catalog
from simulator.compensation.component import Component
from simulator.compensation.crediting import SORTS, Crediting
from simulator.compensation.faults import Fault
from simulator.compensation.frame import STANDARD_MEASURES, Frame, Measure
from simulator.compensation.money import ROUNDING_RULES
from simulator.compensation.plan import Amendment, Plan
from simulator.compensation.values import Money, Rate
from simulator.documents import Document, LocalizedText, Name, NonNegativeInt, Spec, build, subdocument
from simulator.errors import InputError, PlanError, RuleError, UnknownName

MOST_COMPONENTS: Final = 500


class RoundingSpec(Spec):
    """How amounts are rounded: the rule, and the smallest amount paid."""

    rule: str = ROUNDING_RULES[0]
    to: Money | None = None

    @model_validator(mode="after")
    def _known(self) -> RoundingSpec:
        if self.rule not in ROUNDING_RULES:
            raise ValueError(f"rule must be one of {', '.join(ROUNDING_RULES)}, got {self.rule!r}")
        return self


class MeasureSpec(Spec):
    """A measure beyond the standard ones: money, or counted with some decimal places."""

    is_money: bool = False
    decimals: NonNegativeInt = 0


class Validity(Spec):
    """Between which dates the plan is in force, both included; open where left out."""

    first: date | None = None
    last: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Validity:
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError(f"the last day {self.last} lies before the first {self.first}")
        return self


class PlanSpec(Spec):
    """The head of a plan document; components are read one by one."""

    plan: Name
    title: LocalizedText | None = None
    note: str = ""
    source: str = ""
    currency: str = "CNY"
    rounding: RoundingSpec = RoundingSpec()
    measures: dict[str, MeasureSpec] = Field(default_factory=dict)
    target_pay_per_year: Money | None = None
    incentive_share: Rate = 0
    in_force: Validity = Validity()
    crediting: Crediting = Crediting()
    amendments: tuple[Amendment, ...] = ()
    components: dict[Name, dict[str, object]]


def load_plan(document: Document, vocabulary: Mapping[str, tuple[str, ...]] | None = None) -> Plan:
    """Read a plan from its document.

    Parameters
    ----------
    document
        The plan document.
    vocabulary
        Words that sales are described with, by attribute: ``{"line": (...), "tier": (...), "customer":
        ("new", "existing")}``. When given, a selection of anything else is an error.

    Raises
    ------
    PlanError
        With file, line and key, what is wrong, and what would be right.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> document = parse('''plan: tilt
    ... components:
    ...   base:
    ...     kind: commission
    ...     credit: {tier: premum}
    ...     rate: 3%
    ... ''', file="tilt.yaml")
    >>> load_plan(document, vocabulary={"tier": ("standard", "premium")})
    Traceback (most recent call last):
    simulator.errors.PlanError: tilt.yaml:5, components.base.credit: there is no tier called
    'premum'. Did you mean 'premium'? Allowed: standard, premium.
    """
    head = build(PlanSpec, document, error=PlanError)
    if len(head.components) > MOST_COMPONENTS:
        n = len(head.components)
        raise PlanError(
            f"the plan has {n:,} components, and at most {MOST_COMPONENTS} can be worked out",
            place=document.place(("components",)),
            hint="Say what is alike in one component: with tiers, several gates or a list of words in credit",
        )
    frame = _frame(head, document)
    if vocabulary is not None and head.crediting.adds:
        vocabulary = {**vocabulary, "crediting": SORTS}
    components: dict[str, Component] = {}
    for name in head.components:
        components[name] = _component(subdocument(document, ("components", name)), frame, vocabulary)
    order = _order(components, document)
    title = head.title or LocalizedText(en=head.plan, zh=head.plan)
    return Plan(
        head.plan,
        {"en": title.en, "zh": title.zh},
        components,
        frame,
        frame.minor(head.target_pay_per_year or Decimal(0)),
        head.incentive_share,
        order,
        head.crediting,
        head.in_force.first,
        head.in_force.last,
        head.note,
        head.source,
        head.amendments,
    )


def _order(components: Mapping[str, Component], document: Document) -> tuple[str, ...]:
    """Put components behind those whose pay they look at, else in the order of the document.

    Raises
    ------
    PlanError
        A component that is referred to does not exist, or components wait for one another.
    """
    done: dict[str, None] = {}

    def visit(name: str, waiting: tuple[str, ...]) -> None:
        if name in done:
            return
        for path, other in components[name].references():
            place = document.place(("components", name, *path))
            if other not in components:
                unknown = UnknownName("component", other, components)
                raise PlanError(unknown.what, place=place, hint=unknown.hint, allowed=components)
            if other in (*waiting, name):
                circle = " -> ".join((*waiting, name, other))
                raise PlanError(f"components wait for one another: {circle}", place=place)
            visit(other, (*waiting, name))
        try:
            components[name].check_references(components)
        except Fault as problem:
            place = document.place(("components", name, *problem.path))
            raise PlanError(problem.what, place=place, hint=problem.hint, allowed=problem.allowed) from None
        done[name] = None

    for name in components:
        visit(name, ())
    return tuple(done)


def _frame(head: PlanSpec, document: Document) -> Frame:
    own = {name: Measure(spec.is_money, spec.decimals) for name, spec in head.measures.items()}
    frame = Frame(head.currency, head.rounding.rule, 1, {**STANDARD_MEASURES, **own})
    if head.rounding.to is None:
        return frame
    unit = int(head.rounding.to * frame.minor_per_unit)
    if unit < 1 or unit != head.rounding.to * frame.minor_per_unit:
        raise PlanError(
            f"amounts cannot be rounded to {head.rounding.to} {head.currency}",
            place=document.place(("rounding", "to")),
            hint=f"The currency has {frame.decimals} decimal places",
        )
    return Frame(head.currency, head.rounding.rule, unit, frame.measures)


def _component(part: Document, frame: Frame, vocabulary: Mapping[str, tuple[str, ...]] | None) -> Component:
    component = build(component_class(part), part, error=PlanError)
    try:
        component.check(frame)
    except InputError as problem:
        path = problem.path if isinstance(problem, Fault) else ()
        place = problem.place or part.place(path)
        raise PlanError(problem.what, place=place, hint=problem.hint, allowed=problem.allowed) from None
    if vocabulary is not None:
        for path, selection in component.selections():
            selection.check(vocabulary, part.place(path))
    return component


def component_class(part: Document) -> type[Component]:
    """Class of the component that a part of a plan document asks for.

    Raises
    ------
    PlanError
        It says no kind, or one that does not exist.
    """
    kind = part.data.get("kind")
    known = catalog.names("pay-component")
    if kind is None:
        raise PlanError("is missing", place=part.place(("kind",)), allowed=known)
    if kind not in known:
        unknown = UnknownName("kind of pay component", str(kind), known)
        raise PlanError(unknown.what, place=part.place(("kind",)), hint=unknown.hint, allowed=known)
    plugged = catalog.get("pay-component", str(kind), part.place(("kind",)))
    if not (isinstance(plugged, type) and issubclass(plugged, Component)):
        raise RuleError("must be a Component class", rule=f"pay-component {kind!r}")
    return plugged
