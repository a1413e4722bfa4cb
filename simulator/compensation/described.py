"""The plan document: what a plan says, in prose and tables, with examples that the engine has worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from simulator.compensation.clawback import Clawback
from simulator.compensation.component import Component
from simulator.compensation.curves import Curve
from simulator.compensation.explain import measure_in_words, percent, selection_in_words
from simulator.compensation.formula import Input
from simulator.compensation.gates import Against
from simulator.compensation.kinds_of_people import kinds_of_people
from simulator.compensation.multiplier import Multiplier
from simulator.compensation.plan import Plan
from simulator.compensation.proration import Proration
from simulator.compensation.selection import Selection
from simulator.compensation.values import Level
from simulator.compensation.variable_pay import VariablePay
from simulator.compensation.worked import Example, worked
from simulator.documents import Spec
from simulator.language import has_text, text
from simulator.units import format_money

EXAMPLES = (0.5, 0.8, 1.0, 1.2, 1.5)
_APART = {"hidden", "kind", "title", "note", "source", "audience", "credit", "measure", "period"}
_ALWAYS_SAID = {"ties", "release", "recovery", "among", "divide"}
"""Settings that decide who gets how much even where the plan does not write them."""
_TABLES = {"tiers", "levels", "curve", "factors", "cards", "inputs", "shares"}


def plan_document_text(
    plan: Plan, language: str = "en", quotas: Mapping[str, float] | None = None, picture: str = ""
) -> str:
    """Write the plan document in Markdown.

    Parameters
    ----------
    plan
        The plan.
    language
        ``en`` or ``zh``.
    quotas
        Quota of the year by name, for the examples.
    picture
        File name of the pay curve, if it is drawn.

    Returns
    -------
    A heading, a section for each component, the examples, and where the terms come from.
    """
    parts = [f"# {plan.title[language]}", ""]
    parts += [*_head(plan, language), ""]
    for name, component in plan.components.items():
        if component.hidden:
            continue
        parts += [f"## {plan.title_of(name, language)}", "", *_component(plan, component, language), ""]
    parts += _examples(plan, language, quotas)
    if picture:
        parts += ["", f"![{text('compensation.show.curve', language)}]({picture})"]
    return "\n".join(parts).rstrip() + "\n"


def _head(plan: Plan, language: str) -> Iterator[str]:
    if plan.note:
        yield plan.note
    yield text(
        "compensation.show.currency", language, currency=plan.frame.currency, decimals=plan.frame.decimals
    )
    if plan.first_date or plan.last_date:
        first, last = (day.isoformat() if day else "…" for day in (plan.first_date, plan.last_date))
        yield text("compensation.show.in_force", language, first=first, last=last)
    if plan.target_pay:
        yield text(
            "compensation.show.target", language, pay=_money(plan, plan.target_pay, language),
            share=percent(plan.incentive_share),
        )  # fmt: skip
    unit = _money(plan, plan.frame.rounding_unit, language)
    rule = text(f"compensation.rounding.{plan.frame.rounding_rule}", language)
    yield text("compensation.show.rounding", language, unit=unit, rule=rule)
    if plan.crediting.split:
        shares = ", ".join(f"{column} {weight}" for column, weight in plan.crediting.split.items())
        yield text("compensation.show.split", language, shares=shares)
    for column, share in plan.crediting.overlay.items():
        yield text("compensation.show.overlay", language, column=column, share=percent(share))
    if plan.crediting.roll_up is not None:
        rule_up = plan.crediting.roll_up
        yield text("compensation.show.roll_up", language, levels=rule_up.levels, share=percent(rule_up.share))
    if plan.source:
        yield text("compensation.show.source", language, source=plan.source)


def _component(plan: Plan, component: Component, language: str) -> Iterator[str]:
    """Say what one component says: a sentence on what it counts, then its terms, tables last."""
    kind = str(getattr(component, "kind", ""))
    label = text(f"compensation.kind.{kind}", language) if has_text(f"compensation.kind.{kind}") else kind
    if isinstance(component, VariablePay) and _counts_itself(component):
        yield text(
            "compensation.show.counts", language, kind=label,
            measure=measure_in_words(component.measure, language),
            sales=selection_in_words(component.credit, language),
            period=text(f"compensation.each_period.{component.period}", language),
        )  # fmt: skip
    else:
        period = text(f"compensation.each_period.{component.frequency}", language)
        yield text("compensation.show.other", language, kind=label, period=period)
    if not component.audience.counts_all:
        yield text("compensation.show.audience", language, people=str(component.audience))
    terms = [term for name in type(component).model_fields for term in _term(plan, component, name, language)]
    if terms:
        yield ""
        yield from terms
    for name in sorted(_TABLES & set(type(component).model_fields)):
        yield from _table(plan, component, getattr(component, name), language)
    for word in ("note", "source"):
        value = getattr(component, word)
        if value:
            yield ""
            yield text(f"compensation.show.{word}", language, **{word: value})


def _counts_itself(component: VariablePay) -> bool:
    """Tell whether a component looks at its own measure, and not at those of its parts or at a score."""
    parts = ("cards", "goals", "inputs", "rows")
    return not any(hasattr(component, name) for name in parts) and not _follows_score(component)


def _follows_score(component: VariablePay) -> bool:
    return isinstance(component, Multiplier) and component.score is not None


def _term(plan: Plan, component: Component, name: str, language: str) -> Iterator[str]:
    """Say one setting as a line of a list; those left at a default that decides no money are not said."""
    if name in _APART or name in _TABLES:
        return
    value = getattr(component, name)
    field = type(component).model_fields[name]
    if value is None or value == ():
        return
    waits = name == "periods" and getattr(component, "release", "") == "after-periods"
    if name not in _ALWAYS_SAID and not waits and value == field.get_default(call_default_factory=True):
        return
    word = _word(name, language)
    between = "：" if language == "zh" else ": "
    yield f"- {word[0].upper()}{word[1:]}{between}{_said(plan, component, name, value, language)}"


def _word(name: str, language: str) -> str:
    key = f"compensation.term.{name}"
    return text(key, language) if has_text(key) else name.replace("_", " ")


def _said(plan: Plan, component: Component, name: str, value: object, language: str) -> str:
    if isinstance(value, Clawback) and value.steps:
        told = (
            text(
                "compensation.show.clawback_within",
                language,
                share=percent(step.share),
                days=step.within_days,
            )
            for step in value.steps
        )
        return "; ".join(told)
    if isinstance(value, Clawback):
        key = "clawback" if value.within_days is None else "clawback_within"
        days = {} if value.within_days is None else {"days": value.within_days}
        return text(f"compensation.show.{key}", language, share=percent(value.share), **days)
    if isinstance(value, Proration):
        parts = (value.of,) if isinstance(value.of, str) else value.of
        return ", ".join(text(f"compensation.word.{part}", language) for part in parts)
    if isinstance(value, Against):
        sales = selection_in_words(value.credit, language)
        return f"{measure_in_words(value.measure, language)} ({sales})"
    if isinstance(value, Spec):
        inner = [
            f"{_word(key, language)} "
            f"{_said(plan, component, _WHOSE if key == 'of' else key, getattr(value, key), language)}"
            for key, field in type(value).model_fields.items()
            if getattr(value, key) is not None
            and getattr(value, key) != field.get_default(call_default_factory=True)
        ]
        return ", ".join(inner) or text("compensation.show.yes", language)
    if isinstance(value, tuple):
        return "; ".join(_said(plan, component, name, each, language) for each in value)
    if isinstance(value, dict):
        return ", ".join(
            f"{key} {_said(plan, component, name, each, language)}" for key, each in value.items()
        )
    return _plain(plan, component, name, value, language)


_WHOSE = "whose"
"""Stands for ``of`` in parts of components, where it names no other component."""
_SHARES = {
    "rate",
    "weight",
    "share",
    "otherwise",
    "recovery_share",
    "rivals_spread",
    "goals",
    "most",
    "expected",
}
_MONEY = {
    "amount",
    "pay",
    "pay_per_unit",
    "pay_per_month",
    "target",
    "minimum",
    "most_owed",
    "budget",
    "prizes",
}


def _plain(plan: Plan, component: Component, name: str, value: object, language: str) -> str:
    if isinstance(value, Level):
        return str(value) if value.is_share else f"{value.number:,}"
    if isinstance(value, Selection):
        return selection_in_words(value, language)
    if isinstance(value, bool):
        return text("compensation.show.yes" if value else "compensation.show.no", language)
    if name in _SHARES and isinstance(value, int):
        return percent(value)
    if name in _MONEY and not isinstance(value, str):
        return _money(plan, plan.frame.minor(value), language)  # type: ignore[arg-type]
    if name in ("of", "paid") and isinstance(value, str) and value in plan.components:
        return plan.title_of(value, language)
    if name == "measure":
        return measure_in_words(str(value), language)
    key = f"compensation.word.{value}"
    del component
    return text(key, language) if isinstance(value, str) and has_text(key) else str(value)


def _table(plan: Plan, component: Component, value: object, language: str) -> Iterator[str]:
    """Tiers, levels, curves and cards as tables."""
    if isinstance(value, Curve):
        points = [(str(point.at), percent(point.pays)) for point in value.points]
        yield from _grid((_word("at", language), _word("pays", language)), points)
        yield text(f"compensation.show.{value.between}", language)
        if len(value.points) > 1:
            yield text(f"compensation.show.beyond_{value.beyond}", language)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield ""
            said = _said(plan, component, name, _without_curve(each), language)
            if isinstance(each, Input) and not any((each.quota, each.score, each.amount is not None)):
                sales = selection_in_words(each.credit, language)
                said = f"{measure_in_words(each.measure, language)} ({sales})"
            yield f"- **{name}**: {said}"
            yield from _table(plan, component, getattr(each, "curve", None), language)
    elif isinstance(value, tuple) and value and isinstance(value[0], Spec):
        fields = [
            name
            for name in type(value[0]).model_fields
            if any(getattr(each, name) is not None for each in value)
        ]
        rows = [
            tuple(_said(plan, component, name, getattr(each, name), language) for name in fields)
            for each in value
        ]
        yield from _grid(tuple(_word(name, language) for name in fields), rows)
    elif isinstance(value, tuple) and value:
        yield from _matrix(component, value, language)


def _matrix(component: Component, shares: Sequence[Sequence[int]], language: str) -> Iterator[str]:
    rows, columns = getattr(component, "rows", None), getattr(component, "columns", None)
    if rows is None or columns is None:
        return
    corner = f"{measure_in_words(rows.measure, language)} \\ {measure_in_words(columns.measure, language)}"
    body = [
        (str(level), *(percent(share) for share in row))
        for level, row in zip(rows.levels, shares, strict=True)
    ]
    yield from _grid((corner, *map(str, columns.levels)), body)


def _without_curve(card: Spec) -> Spec:
    return card.model_copy(update={"curve": None}) if "curve" in type(card).model_fields else card


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield ""
    yield "| " + " | ".join(head) + " |"
    yield "|" + " ---: |" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def _examples(plan: Plan, language: str, quotas: Mapping[str, float] | None) -> list[str]:
    """Pay of a year at several attainments, worked out by the engine."""
    kinds = kinds_of_people(plan)
    parts = [f"## {text('compensation.show.examples', language)}", ""]
    for number, kind in enumerate(kinds):
        example = worked(plan, EXAMPLES, quotas, person=kind)
        if number == 0:
            parts.append(_assumed(example, language))
        if len(kinds) > 1:
            people = ", ".join(f"{name} {word}" for name, word in kind.items())
            parts += ["", text("compensation.show.audience", language, people=people)]
        parts += _table_of_examples(plan, example, kind, language)
    return parts


def _assumed(example: Example, language: str) -> str:
    """Say what the examples take to be sold."""
    said = ", ".join(f"{name} {amount:,.10g}" for name, amount in example.quotas.items())
    return text(
        "compensation.show.examples_quota" if said else "compensation.show.examples_plain",
        language,
        **({"quotas": said} if said else {}),
    )


def _table_of_examples(
    plan: Plan, example: Example, kind: Mapping[str, str], language: str
) -> Iterator[str]:  # fmt: skip
    """Pay of one kind of people, component by component, those that are not for them left out."""
    head = [_word("component", language), *(f"{share:.0%}" for share in EXAMPLES)]
    theirs = {
        name: amounts
        for name, amounts in example.pay_by_component().items()
        if not plan.components[name].hidden and plan.components[name].audience.counts(kind)
    }
    rows = [
        [plan.title_of(name, language), *(_money(plan, int(amount), language) for amount in amounts)]
        for name, amounts in theirs.items()
    ]
    shown = list(theirs.values())
    sums = [sum(int(amounts[number]) for amounts in shown) for number in range(len(EXAMPLES))]
    total = [text("compensation.pay.total", language), *(_money(plan, amount, language) for amount in sums)]
    yield from _grid(head, [*rows, total])


def _money(plan: Plan, minor: int, language: str) -> str:
    return format_money(minor, plan.frame.currency, language, plan.frame.minor_per_unit)
