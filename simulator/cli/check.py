"""``sandtable check``: is the scenario right, and was it understood as meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from simulator.cli.options import language_option, scenario_argument, settings_option
from simulator.cli.remarks import about_late_actions
from simulator.cli.tables import aligned
from simulator.language import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from simulator.scenario import Scenario
    from simulator.scenario.schema import AnyScenarioSpec


INDENT = "  "


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
    from simulator.scenario.late_actions import late_actions

    found = load_scenario(scenario, settings=settings)
    rows = [
        (text(f"cli.check.{key}", language) if key else "", words)
        for key, words in understood(found, language)
    ]
    click.echo(f"{getattr(found.title, language)} ({found.name})")
    click.echo(aligned(rows))
    late = late_actions(found, found.weeks)
    for line in about_late_actions(late, found.weeks, language):
        click.echo(line)
    click.echo(text(f"cli.check.{'good_but' if late else 'good'}", language, scenario=found.name))


def understood(scenario: Scenario, language: str) -> list[tuple[str, str]]:
    """Say what was understood: a key of the catalogue and what the scenario sets, line by line.

    Examples
    --------
    >>> from simulator.scenario import load_scenario
    >>> dict(understood(load_scenario("home-appliances"), "en"))["weeks"]
    '156'
    """
    spec = scenario.spec
    lines = [
        ("question", " ".join(getattr(scenario.question, language).split())),
        ("goal", _goal(scenario, language)),
        ("weeks", str(scenario.weeks)),
        ("replications", str(scenario.replications)),
        *_market(spec, language),
        ("plans", ", ".join(spec.plans)),
    ]
    for number, (name, alternative) in enumerate(scenario.resolved.items()):
        words = [name, alternative.people.plan]
        words += [action for action in alternative.actions if action in getattr(spec, "actions", ())]
        if name == scenario.baseline:
            words[0] += f" ({text('cli.check.baseline', language)})"
        lines.append(("alternatives" if number == 0 else "", ": ".join((words[0], ", ".join(words[1:])))))
        lines += [("", f"{INDENT}{line}") for line in changed(scenario, name)]
    return [(key, words) for key, words in lines if words]


def _market(spec: AnyScenarioSpec, language: str) -> list[tuple[str, str]]:
    """Say what the market is made of, and who sells there."""
    from simulator.scenario.schema import ScenarioSpec

    def titles(section: Mapping[str, Any]) -> str:
        return ", ".join(getattr(one.title, language) for one in section.values())

    teams: Mapping[str, Any] = spec.regions if isinstance(spec, ScenarioSpec) else spec.groups
    listed = ", ".join(f"{getattr(team.title, language)} {team.reps}" for team in teams.values())
    reps = ("reps", f"{sum(team.reps for team in teams.values())}: {listed}")
    if not isinstance(spec, ScenarioSpec):
        effort = text(f"cli.check.effort_{spec.demand.effort_model}", language)
        return [("market", effort), reps, ("products", titles(spec.products))]
    return [
        ("customers", f"{spec.demand.customers:,}"),
        ("segments", titles(spec.segments)),
        reps,
        ("products", titles(spec.products)),
        ("channels", titles(spec.channels)),
        ("firms", titles(spec.firms)),
    ]


def changed(scenario: Scenario, name: str) -> list[str]:
    """Write what an alternative changes: a line for each value, one for all names added to a group.

    Examples
    --------
    >>> from simulator.scenario import load_scenario
    >>> changed(load_scenario("home-appliances"), "tilt-unexplained")
    ['people.plan: as-before → tilt', '+ actions: announcement']
    """
    from simulator.scenario.changes import changes_of

    lines: dict[str, list[str]] = {}
    for change in changes_of(scenario, name):
        group, _, last = change.key.rpartition(".")
        is_group = change.new is None or (change.old is None and isinstance(change.new, dict))
        if group and is_group:
            lines.setdefault(f"{'-' if change.new is None else '+'} {group}: ", []).append(last)
        else:
            lines[str(change)] = []
    return [line + ", ".join(names) for line, names in lines.items()]


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
