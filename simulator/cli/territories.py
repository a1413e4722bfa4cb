"""``sandtable territories``: how even territories are, and what other ones would be worth."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.options import language_option, scenario_argument, settings_option
from simulator.cli.tables import aligned
from simulator.language import text

if TYPE_CHECKING:
    from simulator.scenario import Scenario
    from simulator.studies.territories.study import TerritoryStudy

Rows = list[tuple[str, ...]]


@click.command()
@scenario_argument
@click.option("--alternative", metavar="NAME", help="Which alternative (default: the baseline).")
@click.option(
    "--cost-per-rep",
    type=click.FloatRange(0.0),
    help="Fixed cost of a rep in a year (default: the plan's salary).",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="Write territories.md, the tables and the pictures there too.",
)  # fmt: skip
@settings_option
@language_option
def territories(
    scenario: str, alternative: str | None, cost_per_rep: float | None, out: Path | None,
    settings: tuple[str, ...], language: str,
) -> None:  # fmt: skip
    """Show how even territories are, and what other ones would be worth.

    Potential and balance by territory and region; what realigning, more or fewer reps and better planned
    calls would bring. Sales follow from the response of customers to effort, and effort from what a sale is
    worth to a rep.
    """
    from simulator.scenario import load_scenario
    from simulator.studies.territories.study import study_territories

    found = load_scenario(scenario, settings=settings)
    study = study_territories(found, alternative, cost_per_rep)
    lines = told(study, found, language)
    click.echo("\n".join(lines))
    if out is not None:
        _write(study, found, lines, out, language)
        click.echo(text("territories.written", language, folder=out))


def told(study: TerritoryStudy, scenario: Scenario, language: str) -> list[str]:
    """Tell what was found, in sentences and tables."""
    from simulator.studies.territories.telling import findings

    title = getattr(scenario.title, language)
    return [
        title, "", *findings(study, language),
        "", aligned(region_rows(study, scenario, language), right=(1, 2, 3, 4, 5)),
        "", text("territories.sizing.title", language),
        aligned(sizing_rows(study, language), right=(0, 1, 2, 3, 4)),
        "", text("territories.calls.title", language), aligned(call_rows(study, language), right=(1,)),
        "", text("territories.rule", language, tolerance=_tolerance()),
    ]  # fmt: skip


def _tolerance() -> str:
    from simulator.studies.territories.balance import TOLERANCE

    return f"{TOLERANCE:.0%}"


def titles_of(study: TerritoryStudy, scenario: Scenario, language: str) -> list[str]:
    """Name the regions as people do."""
    regions = scenario.resolved[study.alternative].regions
    return [getattr(regions[name].title, language) for name in study.balance.regions]


def region_rows(study: TerritoryStudy, scenario: Scenario, language: str) -> Rows:
    """List the regions: reps, potential, the smallest and the largest territory, and how many are off."""
    balance = study.balance
    names = ("region", "reps", "mean", "smallest", "largest", "off")
    rows: Rows = [tuple(text(f"territories.regions.{name}", language) for name in names)]
    for code, title in enumerate(titles_of(study, scenario, language)):
        here = balance.region == code
        if not here.any():
            continue
        relative = balance.relative[here]
        rows.append((
            title, f"{here.sum()}",
            f"{balance.potential[here].mean():,.0f}", f"{relative.min():.0%}", f"{relative.max():.0%}",
            f"{(balance.verdict[here] != 0).mean():.0%}",
        ))  # fmt: skip
    return rows


def sizing_rows(study: TerritoryStudy, language: str) -> Rows:
    """List numbers of reps around today's, with the change of sales and profit."""
    sizing = study.sizing
    names = ("size", "reps", "sales", "profit", "against_best")
    rows: Rows = [tuple(text(f"territories.sizing.{name}", language) for name in names)]
    for factor in (0.5, 0.8, 1.0, 1.2, 1.5):
        sales, profit = sizing.from_today(factor)
        reps = float(sizing.reps[sizing.today]) * factor
        against = sizing.around_best(reps / float(sizing.reps[sizing.best]))
        row = (f"{factor - 1.0:+.0%}", f"{reps:.0f}", f"{sales:+.1%}", f"{profit:+.1%}", f"{against:+.1%}")
        rows.append(row)
    return rows


def call_rows(study: TerritoryStudy, language: str) -> Rows:
    """List what the best division of hours brings beyond each rule of thumb."""
    head = (text("territories.calls.rule", language), text("territories.calls.gain", language))
    return [
        head,
        *(
            (text(f"territories.calls.{name}", language), f"{gain:+.1%}")
            for name, gain in study.calls.items()
        ),
    ]


def territory_rows(study: TerritoryStudy, scenario: Scenario, language: str) -> Rows:
    """List every territory."""
    balance, titles = study.balance, titles_of(study, scenario, language)
    names = ("region", "seat", "customers", "potential", "relative", "verdict")
    rows: Rows = [tuple(text(f"territories.table.{name}", language) for name in names)]
    for place in range(len(balance.potential)):
        verdict = ("too_small", "right", "too_large")[int(balance.verdict[place]) + 1]
        rows.append((
            titles[int(balance.region[place])], f"{balance.seat[place] + 1}", f"{balance.customers[place]}",
            f"{balance.potential[place]:.0f}", f"{balance.relative[place]:.4f}",
            text(f"territories.table.{verdict}", language),
        ))  # fmt: skip
    return rows


def curve_rows(study: TerritoryStudy, language: str) -> Rows:
    """List sales and profit by number of reps."""
    names = ("reps", "sales_amount", "profit_amount")
    curve = zip(study.sizing.reps, study.sizing.sales, study.sizing.profit, strict=True)
    rows: Rows = [tuple(text(f"territories.sizing.{name}", language) for name in names)]
    return rows + [(f"{reps:.1f}", f"{sales:.0f}", f"{profit:.0f}") for reps, sales, profit in curve]


def _write(study: TerritoryStudy, scenario: Scenario, lines: list[str], out: Path, language: str) -> None:
    """Write words, tables and pictures."""
    from simulator.plots.saving import save
    from simulator.plots.territories import balance_picture, sizing_picture
    from simulator.studies.territories.balance import TOLERANCE

    balance, sizing = study.balance, study.sizing
    title, titles = getattr(scenario.title, language), titles_of(study, scenario, language)
    served = [code for code in range(len(balance.regions)) if (balance.region == code).any()]
    names = [titles[code] for code in served]
    relative = [balance.relative[balance.region == code] for code in served]
    figures = {
        "balance": balance_picture(names, relative, TOLERANCE, title, language=language),
        "sizing": sizing_picture(
            sizing.reps, sizing.sales, sizing.profit, (sizing.today, sizing.best), title, study.currency,
            language=language,
        ),
    }  # fmt: skip
    tables: dict[str, Rows] = {
        "territories": territory_rows(study, scenario, language),
        "regions": region_rows(study, scenario, language),
        "sizing": curve_rows(study, language),
        "calls": call_rows(study, language),
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / "territories.md").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    for name, figure in figures.items():
        for suffix in ("svg", "png"):
            save(figure, out / f"{name}.{suffix}")
    for name, rows in tables.items():
        with (out / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
