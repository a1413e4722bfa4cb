"""Gates and caps of one line told in words: what was asked, what was reached, and at which amount it ends."""

from __future__ import annotations

from simulator.compensation.component import Component
from simulator.compensation.gates import Gate
from simulator.compensation.money import MILLION
from simulator.compensation.periods import PERIODS
from simulator.compensation.settlement import Statement
from simulator.language import has_text, text
from simulator.units import format_money


def gate_in_words(statement: Statement, line: int, component: Component, number: int, language: str) -> str:
    """Say which gate took pay away: what it asks for and what was reached.

    Parameters
    ----------
    statement, line
        The line that the gate left.
    component
        The component that it belongs to.
    number
        Which of its gates, from 1.
    language
        ``en`` or ``zh``.
    """
    gates: tuple[Gate, ...] = tuple(gate for _, gate in getattr(component, "gates", ()))
    if not 0 < number <= len(gates):
        return text("compensation.gate.plain", language)
    gate = gates[number - 1]
    if gate.paid is not None:
        return text("compensation.gate.paid", language, other=statement.plan.title_of(gate.paid, language))
    desk = statement.desk
    frequency = PERIODS[int(statement["period_kind"][line])]
    row = int(desk.people.rows(statement["person"][line : line + 1])[0])
    cell = (row, int(statement["period"][line]))
    level = gate.level(desk.frame)
    if gate.score is not None:
        reached = max(int(desk.score(gate.score, frequency)[cell]), 0)
        return text(
            "compensation.gate.score",
            language,
            score=gate.score,
            reached=_share(reached),
            level=_share(level),
        )
    totals, quotas = gate.reached(desk, frequency, bool(getattr(component, "is_to_date", False)))
    whose = "" if gate.of == "own" else f"_{gate.of}"
    total = int(totals[cell])
    if gate.against is not None and quotas is not None:
        return text(
            "compensation.gate.against", language, measure=_measure(gate.measure, language),
            other=_measure(gate.against.measure, language),
            reached=_share(total * MILLION // max(int(quotas[cell]), 1)), level=_share(level),
        )  # fmt: skip
    if quotas is not None:
        reached = total * MILLION // int(quotas[cell])
        return text(
            f"compensation.gate.quota{whose}", language, quota=str(gate.quota), reached=_share(reached),
            level=_share(level),
        )  # fmt: skip
    return text(
        f"compensation.gate.level{whose}", language, measure=_measure(gate.measure, language),
        reached=_amount(statement, gate.measure, total, language),
        level=_amount(statement, gate.measure, level, language),
    )  # fmt: skip


def cap_in_words(statement: Statement, component: Component, language: str) -> str:
    """Say at which amount a cap on pay lies; nothing where there is no such amount."""
    pay = getattr(getattr(component, "cap", None), "pay", None)
    if pay is None:
        return ""
    frame = statement.plan.frame
    amount = format_money(frame.minor(pay), frame.currency, language, frame.minor_per_unit)
    between = "" if language == "zh" else " "
    return between + text("compensation.gate.cap", language, amount=amount)


def _share(millionths: int) -> str:
    """Round down, so that what falls short never reads as if it were reached."""
    return f"{millionths // 100 / 100:.10g}%"


def _measure(measure: str, language: str) -> str:
    key = f"compensation.measure.{measure}"
    return text(key, language) if has_text(key) else measure


def _amount(statement: Statement, measure: str, amount: int, language: str) -> str:
    frame = statement.plan.frame
    if frame.measure(measure).is_money:
        return format_money(amount, frame.currency, language, frame.minor_per_unit)
    return f"{amount / frame.scale(measure):,.10g}"
