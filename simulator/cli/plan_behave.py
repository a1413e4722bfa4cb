"""``sandtable plan behave``: what reps of low, middle and high ability do under a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.options import language_option
from simulator.cli.plan_sources import amounts_of, plan_document, quota_option
from simulator.language import text

if TYPE_CHECKING:
    from simulator.studies.behave.maps import Maps
    from simulator.studies.behave.stage import Stage


@click.command()
@click.argument("source", metavar="PLAN")
@click.option("--scenario", metavar="SCENARIO", help="Reps, goods and quota of this scenario.")
@quota_option
@click.option("--behavior", default="forward-looking", show_default=True, help="How the reps decide.")
@click.option(
    "--period", help="Period to show: month, quarter or year (default: the longest that is not straight)."
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="Write behave.md, the pictures and the table there too.",
)  # fmt: skip
@language_option
def behave(
    source: str, scenario: str | None, quotas: tuple[str, ...], behavior: str, period: str | None,
    out: Path | None, language: str,
) -> None:  # fmt: skip
    """Show what reps of low, middle and high ability do under a plan, wherever they stand.

    Effort against attainment and weeks left, where they give up, coast and sprint, what discount they accept
    near the end of the period, and which goods they work on. PLAN is a file, or SCENARIO:PLAN.
    """
    from simulator.studies.behave.maps import behavior_maps

    maps = behavior_maps(_stage(source, scenario, amounts_of(quotas), behavior, period))
    lines = _lines(maps, behavior, language)
    click.echo("\n".join(lines))
    if out is not None:
        _write(maps, lines, out, language)
        click.echo(text("behave.written", language, folder=out))


def _stage(
    source: str, scenario: str | None, quotas: dict[str, float], behavior: str, period: str | None
) -> Stage:
    """Set the stage from a plan alone, or from a scenario."""
    from simulator.compensation.document import load_plan
    from simulator.parameters import load_register
    from simulator.studies.behave.stage import stage
    from simulator.studies.exploit.honest import assumed_market
    from simulator.studies.exploit.markets import market_of

    plan = load_plan(plan_document(source))
    if scenario is None:
        values = {name: each.default for name, each in load_register().items()}
        decides = _behavior(behavior, values, None)
        return stage(plan, assumed_market(plan, quotas), decides, period=period)
    from simulator.scenario import load_scenario

    found = load_scenario(scenario)
    spec = found.resolved[found.baseline]
    return stage(
        plan,
        market_of(found),
        _behavior(behavior, dict(spec.parameters), spec.people),
        period=period,
        parameters=spec.parameters,
        reference_pay=spec.people.reference_variable_pay_per_week,
    )


def _behavior(name: str, values: dict[str, float], people: Any) -> Any:
    """Make a behavior of the catalog; without a scenario, people want what the register says."""
    from simulator.engine.setup_behaviors import behavior_with
    from simulator.world.specs import PeopleSpec

    own = people or PeopleSpec(plan="", habit_plan="", reference_variable_pay_per_week=1.0)
    return behavior_with(name, values, own)


def _lines(maps: Maps, behavior: str, language: str) -> list[str]:
    from simulator.studies.behave.telling import in_words

    lines = [
        maps.stage.plan.title[language],
        "",
        text("behave.shown", language, **_shown(maps, behavior, language)),
    ]
    for heading, sentences in in_words(maps, language):
        lines += ["", heading, *(f"- {each}" for each in sentences)]
    return lines


def _shown(maps: Maps, behavior: str, language: str) -> dict[str, object]:
    return {
        "period": text(f"behave.period.{maps.stage.period}", language), "weeks": maps.stage.weeks,
        "behavior": text(f"behave.behavior.{behavior}", language) if behavior in _TOLD else behavior,
        "rate": f"{maps.stage.flat_rate:.2%}",
    }  # fmt: skip


_TOLD = ("anticipating", "forward-looking", "habit", "myopic", "rule-of-thumb")


def _write(maps: Maps, lines: list[str], out: Path, language: str) -> None:
    """Write words, pictures and the table behind them."""
    import csv

    from simulator.plots.behave import BehaviorMaps, behavior_picture, mix_picture
    from simulator.plots.saving import save
    from simulator.studies.behave.maps import ZONES
    from simulator.studies.behave.stage import REPS
    from simulator.studies.behave.telling import mix_groups

    reps = [
        text(f"behave.heading.{rep}", language, share=f"{share:.0%}")
        for rep, share in zip(REPS, maps.stage.abilities, strict=True)
    ]
    drawn = BehaviorMaps(
        reps, maps.attainment, maps.effort, maps.advantage, maps.zone, maps.reachable, maps.path,
        [text(f"behave.zone.{zone}", language) for zone in ZONES],
    )  # fmt: skip
    period = text(f"behave.period.{maps.stage.period}", language)
    title = maps.stage.plan.title[language]
    figures = {"behave": behavior_picture(drawn, title, period, language=language)}
    names, shares = mix_groups(maps, language)
    if len(names) > 1:
        figures["mix"] = mix_picture(reps, names, shares, title, language=language)
    out.mkdir(parents=True, exist_ok=True)
    (out / "behave.md").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    for name, figure in figures.items():
        for suffix in ("svg", "png"):
            save(figure, out / f"{name}.{suffix}")
    with (out / "behave.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("rep", "week", "attainment", "effort", "value_now", "value_next", "zone"))
        for rep, name in enumerate(REPS):
            for week in range(maps.stage.weeks):
                for step, attainment in enumerate(maps.attainment):
                    cell = (rep, week, step)
                    numbers = (maps.effort[cell], maps.value[cell], maps.later[cell])
                    row = (f"{number:.6f}" for number in numbers)
                    writer.writerow((name, week + 1, f"{attainment:.3f}", *row, ZONES[maps.zone[cell]]))
