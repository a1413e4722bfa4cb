"""``sandtable plan``: look at a compensation plan before anybody is paid from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.options import language_option
from simulator.cli.plan_behave import behave
from simulator.cli.plan_exploit import exploit
from simulator.cli.plan_sources import amounts_of, plan_document, quota_option
from simulator.cli.tables import aligned
from simulator.language import text

if TYPE_CHECKING:
    from simulator.compensation.plan import Plan
    from simulator.compensation.versions import Version

_CSV = click.Path(path_type=Path, dir_okay=False)
_STEPS = tuple(step / 10 for step in range(21))


@click.group()
def plan() -> None:
    """Look at a compensation plan: check it, show it, draw its pay curve, compare two."""


@plan.command()
@click.argument("source", metavar="PLAN")
@click.option(
    "--year-starts", type=click.IntRange(1, 12), default=1, metavar="MONTH", help="First month of the year."
)
@language_option
def check(source: str, year_starts: int, language: str) -> None:
    """Check a plan and say what experience says about it.

    Exit status 0 means that nothing is wrong, 1 that the plan will not do what it seems to say (see
    the problems), 2 that it cannot be read.
    """
    from simulator.compensation.finding import PROBLEM
    from simulator.compensation.lint import findings_of_versions
    from simulator.compensation.versions import versions_of

    problems = 0
    versions = versions_of(plan_document(source))
    for version, found in zip(versions, findings_of_versions(versions, year_starts), strict=True):
        click.echo(f"{version.plan.title[language]}{_since(version.first)}")
        for each in found:
            values = {"component": version.plan.title_of(each.component, language), **each.values}
            level = text(f"compensation.lint.level.{each.level}", language)
            click.echo(f"  {level}: {text(f'compensation.lint.{each.key}', language, **values)}")
        problems += sum(each.level == PROBLEM for each in found)
        if not found:
            click.echo("  " + text("compensation.lint.good", language))
    if problems:
        raise SystemExit(1)


@plan.command()
@click.argument("source", metavar="PLAN")
@quota_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write plan.md and the curve.",
)
@language_option
def show(source: str, quotas: tuple[str, ...], out: Path | None, language: str) -> None:
    """Show the plan document: terms in words and tables, with examples worked out by the engine."""
    from simulator.compensation.described import plan_document_text

    plans = _dated_plans(source)
    amounts = amounts_of(quotas)
    if out is None:
        click.echo("\n".join(plan_document_text(each, language, amounts) for each in plans), nl=False)
        return
    from simulator.plots.saving import save

    names = ["pay-curve", *(f"pay-curve-{each.first_date}" for each in plans[1:])]
    words = "\n".join(
        plan_document_text(each, language, amounts, f"{name}.svg")
        for each, name in zip(plans, names, strict=True)
    )
    figures = [_picture(each, amounts, language) for each in plans]
    out.mkdir(parents=True, exist_ok=True)
    (out / "plan.md").write_text(words, encoding="utf-8", newline="\n")
    for name, figure in zip(names, figures, strict=True):
        for suffix in ("svg", "png"):
            save(figure, out / f"{name}.{suffix}")
    click.echo(text("compensation.pay.written", language, folder=out))


@plan.command()
@click.argument("source", metavar="PLAN")
@quota_option
@click.option("--mean", type=float, default=1.0, show_default=True, help="Mean attainment of the people.")
@click.option(
    "--spread", type=click.FloatRange(0.0), default=0.3, show_default=True, help="Standard deviation of it."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the curve there too.",
)
@language_option
def curve(
    source: str, quotas: tuple[str, ...], mean: float, spread: float, out: Path | None, language: str
) -> None:
    """Show pay of a year against attainment, and what the plan costs when attainment is spread out."""
    plans = _dated_plans(source)
    amounts = amounts_of(quotas)
    for number, found in enumerate(plans):
        if number or len(plans) > 1:
            click.echo(f"{found.title[language]}{_since(found.first_date)}")
        _print_curve(found, amounts, mean, spread, language)
    if out is not None:
        from simulator.plots.saving import save

        names = ["pay-curve", *(f"pay-curve-{each.first_date}" for each in plans[1:])]
        figures = [_picture(each, amounts, language) for each in plans]
        out.mkdir(parents=True, exist_ok=True)
        for name, figure in zip(names, figures, strict=True):
            for suffix in ("svg", "png"):
                save(figure, out / f"{name}.{suffix}")
        click.echo(text("compensation.pay.written", language, folder=out))


def _print_curve(found: Plan, amounts: dict[str, float], mean: float, spread: float, language: str) -> None:
    """Print one version's pay by attainment and its budget."""
    from simulator.compensation.pay_budget import pay_budget, spread_attainment
    from simulator.compensation.worked import worked

    example = worked(found, _STEPS, amounts)
    pay = example.pay(variable_only=True) / found.frame.minor_per_unit
    scale = next(iter(example.quotas.values()), example.typical["revenue"])
    heading = tuple(
        text(f"compensation.curve.{name}", language)
        for name in ("attainment", "pay", "marginal", "effective")
    )
    rows: list[tuple[str, ...]] = [heading]
    for number, share in enumerate(_STEPS):
        step = (pay[number] - pay[number - 1]) / (scale * (share - _STEPS[number - 1])) if number else None
        effective = pay[number] / (scale * share) if share else None
        rates = ("" if rate is None else f"{rate:.2%}" for rate in (step, effective))
        rows.append((f"{share:.0%}", f"{pay[number]:,.2f}", *rates))
    click.echo(aligned(rows, right=(0, 1, 2, 3)))
    budget = pay_budget(found, spread_attainment(mean, spread), amounts)
    more = budget.mean / budget.at_target - 1.0 if budget.at_target else 0.0
    click.echo(
        text(
            "compensation.curve.budget", language,
            mean=f"{budget.mean:,.2f}", target=f"{budget.at_target:,.2f}", more=f"{more:+.1%}",
            nothing=f"{budget.nothing_share:.1%}", attainment=f"{mean:.0%} ± {spread:.0%}",
        )
    )  # fmt: skip
    percentiles = ", ".join(f"{share:.0%}: {amount:,.2f}" for share, amount in budget.percentiles.items())
    click.echo(text("compensation.curve.percentiles", language, percentiles=percentiles))


@plan.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@quota_option
@click.option("--events", type=_CSV, metavar="CSV", help="Sales on which to compare: who gains, who loses.")
@click.option("--people", type=_CSV, metavar="CSV", help="As for pay.")
@click.option("--quotas-csv", "quotas_file", type=_CSV, metavar="CSV", help="As for pay --quotas.")
@click.option("--scores", type=_CSV, metavar="CSV", help="As for pay.")
@click.option("--managers", type=_CSV, metavar="CSV", help="As for pay.")
@click.option("--rates", type=_CSV, metavar="CSV", help="As for pay.")
@language_option
def diff(
    old: str, new: str, quotas: tuple[str, ...], events: Path | None, quotas_file: Path | None,
    language: str, **files: Path | None,
) -> None:  # fmt: skip
    """Say what changed between two plans, and who gains and who loses by it.

    With amendments, each version of the new plan is held against the one of the old plan that is in force
    when it begins; on sales, every version pays its own time.
    """
    from simulator.compensation.diff import changes
    from simulator.compensation.versions import versions_of

    documents = [plan_document(source) for source in (old, new)]
    before, after = (versions_of(document) for document in documents)
    found = changes(*documents)
    if not found:
        click.echo(text("compensation.diff.same", language))
        return
    if events is None:
        shown = _on_examples(before, after, amounts_of(quotas), language)
    else:
        shown = _on_sales(before, after, {"events": events, "quotas": quotas_file, **files}, language)
    for change in found:
        key = "added" if change.old is None else "removed" if change.new is None else "changed"
        values = {"path": change.path, "old": _shown(change.old), "new": _shown(change.new)}
        click.echo(text(f"compensation.diff.{key}", language, **values))
    click.echo("\n".join(shown))


def _on_examples(
    old: tuple[Version, ...], new: tuple[Version, ...], quotas: dict[str, float], language: str
) -> list[str]:
    """Compare two plans at several attainments, once for every date on which one of them changes."""
    from simulator.compensation.diff import pairs_in_force, worked_versions

    steps = (0.5, 0.8, 1.0, 1.2, 1.5)
    heading = tuple(
        text(f"compensation.diff.{name}", language) for name in ("attainment", "old", "new", "difference")
    )
    told = []
    pairs = pairs_in_force(old, new)
    for since, *both in pairs:
        [(_, before), (_, after)] = worked_versions(both, steps, quotas)
        rows = [
            (f"{share:.0%}", f"{was:,.2f}", f"{now:,.2f}", f"{now - was:+,.2f}")
            for share, was, now in zip(steps, before, after, strict=True)
        ]
        if len(pairs) > 1:
            told.append(f"{new[0].plan.title[language]}{_since(since)}")
        told.append(aligned([heading, *rows], right=(0, 1, 2, 3)))
    return told


def _on_sales(
    old: tuple[Version, ...], new: tuple[Version, ...], files: dict[str, Any], language: str
) -> list[str]:
    """Compare two plans on real sales, person by person."""
    import numpy as np

    from simulator.compensation.diff import compared_payroll, shift
    from simulator.compensation.payroll import Files

    payroll = compared_payroll(old, new, Files(**files))
    moved = shift(payroll, old, new)
    unit = payroll.plan.frame.minor_per_unit
    heading = tuple(
        text(f"compensation.diff.{name}", language) for name in ("person", "old", "new", "difference")
    )
    order = np.argsort(moved.difference, kind="stable")
    rows = [
        (payroll.people.called(row),
         *(f"{amount / unit:,.2f}" for amount in (moved.old[row], moved.new[row])),
         f"{moved.difference[row] / unit:+,.2f}")
        for row in order.tolist()
    ]  # fmt: skip
    gain, lose = int((moved.difference > 0).sum()), int((moved.difference < 0).sum())
    total = f"{int(moved.difference.sum()) / unit:+,.2f}"
    said = text("compensation.diff.sum", language, gain=gain, lose=lose, total=total)
    return [aligned([heading, *rows], right=(1, 2, 3)), said]


def _since(first: date | None) -> str:
    return f" ({first})" if first else ""


def _dated_plans(source: str) -> list[Plan]:
    """Read every version of a plan, each with the dates between which it is in force."""
    from dataclasses import replace

    from simulator.compensation.versions import versions_of

    return [
        replace(each.plan, first_date=each.first, last_date=each.last, note=each.note)
        for each in versions_of(plan_document(source))
    ]


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_shown(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return str(value)


def _picture(found: Plan, quotas: dict[str, float], language: str) -> Any:
    """Draw variable pay of a year against attainment."""
    from simulator.compensation.worked import worked
    from simulator.plots.pay import pay_curve_picture

    steps = [step / 100 for step in range(201)]
    example = worked(found, steps, quotas)
    pay = example.pay(variable_only=True) / found.frame.minor_per_unit
    return pay_curve_picture(steps, pay, found.title[language], found.frame.currency, language=language)


plan.add_command(behave)
plan.add_command(exploit)
