"""What a case says in words, gathered for whoever draws or writes about its results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator import language

if TYPE_CHECKING:
    from simulator.scenario import Scenario


def scenario_texts(scenario: Scenario) -> dict[str, Any]:
    """Gather the title, question, goal, reported results and names of a scenario as plain data.

    Examples
    --------
    >>> from simulator.scenario import load_scenario
    >>> texts = scenario_texts(load_scenario("home-appliances"))
    >>> texts["goal"]["outcome"], sorted(texts["title"])
    ('premium_share', ['en', 'zh'])
    """
    return {
        "name": scenario.name,
        "title": _in_all(scenario.title),
        "question": _in_all(scenario.question),
        "currency": scenario.currency,
        "weeks": scenario.weeks,
        "goal": None if scenario.goal is None else scenario.goal.model_dump(),
        "reported": {key: reported.model_dump() for key, reported in scenario.reported.items()},
        "alternatives": {
            name: {"title": _in_all(head.title), "summary": _in_all(head.summary)}
            for name, head in scenario.heads.items()
        },
        "lines": {name: {"title": _in_all(line.title)} for name, line in scenario.spec.products.items()},
        "firms": {name: {"title": _in_all(firm.title)} for name, firm in scenario.spec.firms.items()},
        "left_out": [_in_all(words) for words in scenario.left_out],
        "parameters": {name: parameter.value for name, parameter in scenario.parameters.items()},
    }


def _in_all(words: object) -> dict[str, str]:
    """Write a text that a scenario gives in several languages as plain data."""
    return {name: str(getattr(words, name, "") or "") for name in language.languages()}
