"""``sandtable check``: is the scenario right, and was it understood as meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from simulator.cli.options import language_option, scenario_argument, settings_option
from simulator.cli.tables import aligned
from simulator.language import text

if TYPE_CHECKING:
    from simulator.scenario import Scenario


@click.command()
@scenario_argument
@settings_option
@language_option
def check(scenario: str, settings: tuple[str, ...], language: str) -> None:
    """Check a scenario and say what was understood.

    SCENARIO is a folder, a file or the name of a bundled scenario. Exit status 0 means that it can be
    run, 2 that something in it is wrong.
    """
    from simulator.scenario import load_scenario

    found = load_scenario(scenario, settings=settings)
    rows = [
        (text(f"cli.check.{key}", language) if key else "", words)
        for key, words in understood(found, language)
    ]
    click.echo(f"{getattr(found.title, language)} ({found.name})")
    click.echo(aligned(rows))
    click.echo(text("cli.check.good", language, scenario=found.name))


def understood(scenario: Scenario, language: str) -> list[tuple[str, str]]:
    """Say what was understood: a key of the catalogue and what the scenario sets, line by line.

    Examples
    --------
    >>> from simulator.scenario import load_scenario
    >>> dict(understood(load_scenario("home-appliances"), "en"))["weeks"]
    '156'
    """
    spec = scenario.spec
    regions = [(region.title, region.reps) for region in spec.regions.values()]
    lines = [
        ("question", " ".join(getattr(scenario.question, language).split())),
        ("goal", _goal(scenario, language)),
        ("weeks", str(scenario.weeks)),
        ("replications", str(scenario.replications)),
        ("customers", f"{spec.demand.customers:,}"),
        ("segments", ", ".join(getattr(one.title, language) for one in spec.segments.values())),
        ("reps", f"{sum(n for _, n in regions)}: "
         + ", ".join(f"{getattr(title, language)} {n}" for title, n in regions)),
        ("products", ", ".join(getattr(one.title, language) for one in spec.products.values())),
        ("channels", ", ".join(getattr(one.title, language) for one in spec.channels.values())),
        ("firms", ", ".join(getattr(one.title, language) for one in spec.firms.values())),
        ("plans", ", ".join(spec.plans)),
    ]  # fmt: skip
    for number, (name, alternative) in enumerate(scenario.resolved.items()):
        words = [name, alternative.people.plan, *alternative.actions]
        if name == scenario.baseline:
            words[0] += f" ({text('cli.check.baseline', language)})"
        lines.append(("alternatives" if number == 0 else "", ": ".join((words[0], ", ".join(words[1:])))))
    return [(key, words) for key, words in lines if words]


def _goal(scenario: Scenario, language: str) -> str:
    from simulator.analysis.outcomes import declared
    from simulator.plots.measures import Measure, kind_of

    goal = scenario.goal
    if goal is None:
        return ""
    outcome = declared([goal.outcome])[goal.outcome]
    unit = outcome.unit_in(scenario.currency)
    measure = Measure(goal.outcome, kind_of(goal.outcome, unit), unit, outcome.better, outcome.label())
    level = measure.scale([goal.level], language).value(goal.level)
    key = "goal_line_lower" if outcome.better == "lower" else "goal_line"
    words = {"outcome": measure.label(language), "level": level, "week": goal.by_week}
    return text(f"cli.check.{key}", language, **words)
