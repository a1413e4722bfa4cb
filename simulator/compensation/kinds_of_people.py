"""Kinds of people that a plan tells apart, for examples: reps and managers, by what components are for."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Final

import numpy as np

from simulator.compensation.events import Coded
from simulator.compensation.plan import Plan
from simulator.compensation.pools import Pool

OTHER: Final = "other"
MOST_KINDS: Final = 8


def kinds_of_people(plan: Plan) -> list[dict[str, str]]:
    """List what is known of each kind of people whom the plan pays differently; one kind where none is told.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> from simulator.compensation import load_plan
    >>> plan = load_plan(parse('''
    ... plan: two
    ... components:
    ...   own: {kind: commission, for: {role: rep}, rate: 2%}
    ...   lead: {kind: commission, for: {role: manager}, rate: 1%}
    ... '''))
    >>> kinds_of_people(plan)
    [{'role': 'rep'}, {'role': 'manager'}]
    """
    words: dict[str, dict[str, None]] = {}
    for component in plan.components.values():
        for name, values in (*component.audience.only, *component.audience.without):
            words.setdefault(name, {}).update(dict.fromkeys(values))
        for name, _ in component.audience.without:
            words[name][OTHER] = None
        if isinstance(component, Pool) and component.roles:
            words.setdefault("role", {}).update(dict.fromkeys(component.roles))
    kinds = product(*words.values())
    return [dict(zip(words, kind, strict=True)) for kind in list(kinds)[:MOST_KINDS]]


def attributes_of(kind: Mapping[str, str], n: int) -> dict[str, Coded]:
    """Let so many people all be of one kind."""
    return {name: Coded(np.zeros(n, dtype=np.int64), (word,)) for name, word in kind.items()}
