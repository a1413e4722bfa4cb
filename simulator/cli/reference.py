"""Write the reference page about outcomes from their declarations: ``python -m simulator.cli.reference``."""

from __future__ import annotations

import click

from simulator.analysis.declaration import Outcome
from simulator.analysis.outcomes import BUILT_IN, declared
from simulator.language import has_text, text

INTRODUCTION = """\
# Outcomes

<!-- Made by `python -m simulator.cli.reference`; a test fails when it is out of date. -->

What is measured in each world, from the ledger alone. A world in which an outcome is undefined (no
deliveries, say, so no satisfaction) has no value, and so has a mean over such worlds. Means carry a 95 %
t interval. Differences are paired by replication: `probability_better` is the probability that the mean
paired difference is better (higher, where neither way is better by itself), and `variance_ratio` is the
variance of an unpaired difference over that of the paired one. One replication gives no interval. A mean
or difference that is the same in all of several replications is its own interval; its variance ratio is
undefined."""


def outcomes_page() -> str:
    """Write the page about the built-in outcomes.

    Examples
    --------
    >>> "## `premium_share`" in outcomes_page()
    True
    """
    sections = [_section(key, outcome) for key, outcome in declared(BUILT_IN).items()]
    return "\n\n".join([INTRODUCTION, *sections]) + "\n"


def _section(key: str, outcome: Outcome) -> str:
    label = outcome.label()
    facts = {
        "Formula": f"`{outcome.formula}`",
        "Window": outcome.window,
        "Aggregation": outcome.aggregation,
        "Unit": "the scenario's currency" if outcome.unit == "money" else outcome.unit,
        "Better": outcome.better,
    }
    words = [f"## `{key}`", f"{label['en']} ({label['zh']})."]
    if has_text(f"definitions.{key}"):
        words.append(text(f"definitions.{key}"))
    return "\n\n".join([*words, "\n".join(f"- {name}: {value}" for name, value in facts.items())])


if __name__ == "__main__":
    click.echo(outcomes_page(), nl=False)
