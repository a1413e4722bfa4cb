"""Pay told in plain words, step by step, in English or Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from simulator.compensation.adjustments import Posting
from simulator.compensation.behind import events_behind
from simulator.compensation.component import Component
from simulator.compensation.limits_in_words import cap_in_words, gate_in_words
from simulator.compensation.money import MILLION
from simulator.compensation.people import ALWAYS, People
from simulator.compensation.periods import PERIODS
from simulator.compensation.plan import Plan
from simulator.compensation.selection import Selection
from simulator.compensation.settlement import Statement
from simulator.compensation.shared import OWN
from simulator.language import has_text, text
from simulator.units import format_money

MOST_EVENTS = 6


def explained(
    statement: Statement, person: int, language: str = "en", lines: np.ndarray | None = None,
    event_names: Mapping[int, str] | None = None,
) -> list[str]:  # fmt: skip
    """Explain one person's pay.

    Parameters
    ----------
    statement
        The statement.
    person
        Whose pay.
    language
        ``en`` or ``zh``.
    lines
        Numbers of the lines to explain; all of the person's when left out.
    event_names
        What the files call each event.

    Returns
    -------
    Sentences, a line each: for every period what each component paid, how, and on which sales, then the sum.
    """
    chosen = np.arange(len(statement)) if lines is None else lines
    mine = [int(line) for line in chosen if statement["person"][line] == person]
    row = int(statement.desk.people.rows(np.array([person]))[0])
    name = statement.desk.people.called(row)
    told = [text("compensation.explain.heading", language, name=name, plan=statement.plan.title[language])]
    period = None
    offsets, ids = events_behind(statement, np.array(mine, dtype=np.intp))
    for place, line in enumerate(mine):
        if (heading := _period(statement, line)) != period:
            period = heading
            told.append(text("compensation.explain.period", language, period=heading))
        told.append("  " + sentence(statement, line, language))
        behind = ids[offsets[place] : offsets[place + 1]].tolist()
        told += _events(statement, line, behind, language, event_names or {})
    total = int(statement["amount"][mine].sum()) if mine else 0
    told.append(text("compensation.explain.total", language, amount=_money(statement, total, language)))
    return told


def stretch_told(people: People, person: int, language: str = "en") -> str:
    """Say which stretch of time the pay of one seat is for, and what holds in it."""
    row = int(people.rows(np.array([person]))[0])
    first, last = int(people.first_day[row]), int(people.last_day[row])
    values = {
        name: date.fromordinal(day).isoformat()
        for name, day, end in (("first", first, ALWAYS[0]), ("last", last, ALWAYS[1]))
        if day != end
    }
    words = [
        f"{name} {column.names[column.codes[row]]}"
        for name, column in people.attributes.items()
        if column.codes[row] >= 0
    ]
    key = "_".join(("stretch", *values))
    told = text(f"compensation.explain.{key}", language, **values)
    return f"{told} ({', '.join(words)})" if words else told


def corrections_told(plan: Plan, postings: Sequence[Posting], paid: int, language: str = "en") -> list[str]:
    """Explain one person's adjustments and recalculations.

    Parameters
    ----------
    plan
        The plan in force.
    postings
        The corrections of one person.
    paid
        What the person is paid without them [minor units].
    language
        ``en`` or ``zh``.

    Returns
    -------
    A heading, a sentence for each correction with its reason, and the sum with and without them.
    """
    frame = plan.frame

    def money(minor: int) -> str:
        return format_money(minor, frame.currency, language, frame.minor_per_unit)

    told = [text("compensation.explain.corrections", language)]
    for posting in postings:
        known = posting.component in plan.components
        values = {
            "component": plan.title_of(posting.component, language) if known else posting.component,
            "period": posting.period,
            "amount": money(posting.amount),
            "reason": posting.reason,
            "approver": posting.approver,
            "paid": money(posting.was),
            "due": money(posting.was + posting.amount),
        }
        told.append("  " + text(f"compensation.explain.{posting.entry}", language, **values))
        if posting.events:
            shown = ", ".join(posting.events[:MOST_EVENTS])
            key = "new_events" if len(posting.events) <= MOST_EVENTS else "many_new_events"
            more = len(posting.events) - MOST_EVENTS
            values = {"ids": shown, **({"more": str(more)} if more > 0 else {})}
            told.append("    " + text(f"compensation.explain.{key}", language, **values))
    total = paid + sum(posting.amount for posting in postings)
    return [*told, text("compensation.explain.total_corrected", language, amount=money(total))]


def sentence(statement: Statement, line: int, language: str = "en") -> str:
    """Explain one line of a statement in one sentence."""
    plan = statement.plan
    name = statement.components[int(statement["component"][line])]
    rule = statement.rules[int(statement["rule"][line])]
    family, _, number = rule.rpartition("-") if rule[-1:].isdigit() else (rule, "", "")
    component = plan.components[name]
    attained = int(statement["attainment"][line])
    values = {
        "component": plan.title_of(name, language),
        "rule": rule,
        "number": number,
        "basis": _basis(statement, line, component, family or rule, language),
        "rate": _rate(statement, line, component, language),
        "amount": _money(statement, int(statement["amount"][line]), language),
        "size": _money(statement, abs(int(statement["amount"][line])), language),
        "credit": _credit(component, language),
        "attainment": percent(attained),
        "taken": percent(abs(int(statement["rate"][line]))),
    }
    if (family or rule) == "gate":
        values["condition"] = gate_in_words(statement, line, component, int(number or 1), language)
    if rule in ("cap", "cap-carried"):
        values["cap"] = cap_in_words(statement, component, language)
    key = f"compensation.rule.{family or rule}"
    if getattr(component, "recovery", "").startswith("at-") and has_text(f"{key}-deferred"):
        key += "-deferred"
    if rule in getattr(component, "cards", ()) or rule in getattr(component, "goals", ()):
        key = "compensation.rule.card"
    told = text(key if has_text(key) else "compensation.rule.other", language, **values)
    if attained < 0:
        return told
    whose = _whose(component, rule)
    key = "compensation.explain.attained" + ("" if whose == OWN else f"_{whose}")
    if not _is_against_quota(component, rule):
        key = "compensation.explain.reached"
    return text(key, language, sentence=told, attainment=percent(attained))


def _is_against_quota(component: Component, rule: str) -> bool:
    """Tell whether a line looks at a quota, and not at a score or at another total."""
    card = getattr(component, "cards", {}).get(rule)
    return getattr(component, "score", None) is None if card is None else card.quota is not None


def _whose(component: Component, rule: str) -> str:
    """Say whose total a line looks at: a card of a scorecard has a line of its own name."""
    card = getattr(component, "cards", {}).get(rule)
    return str(getattr(component, "whose", OWN)) if card is None else str(card.of)


def percent(millionths: int) -> str:
    """Write a share as a percentage, with as many digits as it has.

    Examples
    --------
    >>> percent(35_000), percent(1_234_567)
    ('3.5%', '123.4567%')
    """
    whole = f"{millionths / 10_000:.4f}".rstrip("0").rstrip(".")
    return f"{whole}%"


def _period(statement: Statement, line: int) -> str:
    frequency = PERIODS[int(statement["period_kind"][line])]
    return statement.periods.ids[frequency][int(statement["period"][line])]


def _money(statement: Statement, minor: int, language: str) -> str:
    frame = statement.plan.frame
    return format_money(minor, frame.currency, language, frame.minor_per_unit)


def _counts(statement: Statement, component: Component) -> bool:
    measure = getattr(component, "measure", "revenue")
    frame = statement.plan.frame
    return measure in frame.measures and not frame.measure(measure).is_money


def _basis(statement: Statement, line: int, component: Component, rule: str, language: str) -> str:
    basis = int(statement["basis"][line])
    if rule in ("rate", "tier", "award") and _counts(statement, component):
        frame = statement.plan.frame
        measure = str(getattr(component, "measure", ""))
        amount = basis / frame.scale(measure)
        return f"{amount:,.10g} {measure_in_words(measure, language)}"
    return _money(statement, basis, language)


def _rate(statement: Statement, line: int, component: Component, language: str) -> str:
    rate = int(statement["rate"][line])
    rule = statement.rules[int(statement["rule"][line])]
    if rule.split("-")[0] in ("rate", "tier", "award") and _counts(statement, component):
        scale = statement.plan.frame.scale(str(getattr(component, "measure", "")))
        return _money(statement, rate * scale // MILLION, language)
    return percent(rate)


def measure_in_words(measure: str, language: str) -> str:
    """Say a measure in words where the catalogue knows it."""
    key = f"compensation.measure.{measure}"
    return text(key, language) if has_text(key) else measure


def _credit(component: Component, language: str) -> str:
    selection = component.credited()
    measure = measure_in_words(str(getattr(component, "measure", "")), language)
    whose = getattr(component, "whose", OWN)
    return text(
        "compensation.explain.credit" + ("" if whose == OWN else f"_{whose}"),
        language,
        measure=measure,
        sales=selection_in_words(selection, language),
    )


def selection_in_words(selection: Selection | None, language: str) -> str:
    """Say which sales count.

    Examples
    --------
    >>> selection_in_words(Selection(only=(("tier", ("premium",)),)), "en")
    'sales with tier premium'
    """
    if selection is None or selection.counts_all:
        return text("compensation.selection.all", language)
    parts = [
        text(
            f"compensation.selection.{key}", language, attribute=name, values=_joined("or", values, language)
        )
        for key, pairs in (("only", selection.only), ("without", selection.without))
        for name, values in pairs
    ]
    return text("compensation.selection.some", language, conditions=_joined("and", parts, language))


def _joined(word: str, parts: Sequence[str], language: str) -> str:
    """Join words by "and" or "or", with blanks in languages that have them."""
    between = text(f"compensation.selection.{word}", language)
    return (between if language == "zh" else f" {between} ").join(parts)


def _events(
    statement: Statement, line: int, ids: list[int], language: str, names: Mapping[int, str]
) -> list[str]:
    rule = statement.rules[int(statement["rule"][line])].split("-")[0]
    if not ids or rule in ("gate", "cap", "proration", "multiplier"):
        return []
    shown = ", ".join(names.get(number, str(number)) for number in ids[:MOST_EVENTS])
    component = statement.plan.components[statement.components[int(statement["component"][line])]]
    key = "events" if getattr(component, "whose", OWN) == OWN else "own_events"
    key = key if len(ids) <= MOST_EVENTS else f"many_{key}"
    more = len(ids) - MOST_EVENTS
    return [
        "    "
        + text(f"compensation.explain.{key}", language, ids=shown, **({"more": more} if more > 0 else {}))
    ]
