"""Which sales count: selections over what is known of an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import PlainValidator, WithJsonSchema

from simulator.compensation.events import Coded
from simulator.errors import EventsError, InputError, Place, PlanError, UnknownName


@dataclass(frozen=True)
class Selection:
    """The sales that a component counts; the empty selection counts all.

    Parameters
    ----------
    only
        Attribute and the values that count, for each attribute that is restricted.
    without
        Attribute and the values that do not count.

    Examples
    --------
    >>> print(selection_of({"tier": "premium", "line": ["washer", "fridge"]}))
    tier premium, line washer or fridge
    """

    only: tuple[tuple[str, tuple[str, ...]], ...] = ()
    without: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __str__(self) -> str:
        """Say the selection in words."""
        parts = [f"{name} {' or '.join(values)}" for name, values in self.only]
        parts += [f"{name} not {' or '.join(values)}" for name, values in self.without]
        return ", ".join(parts) or "all"

    @property
    def counts_all(self) -> bool:
        """Whether every sale counts."""
        return not self.only and not self.without

    def counts(self, known: Mapping[str, str]) -> bool:
        """Whether a sale with these attributes counts.

        Raises
        ------
        PlanError
            The selection asks for an attribute that is not known.
        """
        for name, _ in (*self.only, *self.without):
            if name not in known:
                raise PlanError(
                    f"the plan selects by {name!r}, which is not known of these sales", allowed=known
                )
        inside = all(known[name] in values for name, values in self.only)
        return inside and not any(known[name] in values for name, values in self.without)

    def rows(self, attributes: Mapping[str, Coded], n: int, whose: str = "events") -> NDArray[np.bool_]:
        """Tell which rows count, shape ``(n,)``.

        Raises
        ------
        EventsError
            The rows do not carry an attribute that the selection asks for.
        """
        chosen = np.ones(n, dtype=np.bool_)
        for wanted, parts in ((True, self.only), (False, self.without)):
            for name, values in parts:
                if name not in attributes:
                    what = f"the plan selects by {name!r}, which the {whose} do not carry"
                    raise EventsError(what, allowed=sorted(attributes))
                column = attributes[name]
                # One more place at the end answers for code -1, "not known", which never matches.
                matches = np.array([each in values for each in column.names] + [False])
                chosen &= matches[column.codes] == wanted
        return chosen

    def check(self, vocabulary: Mapping[str, tuple[str, ...]], place: Place | None) -> None:
        """Raise an error that names the first attribute or value that nothing bears.

        Raises
        ------
        PlanError
            With the nearest name that exists.
        """
        for name, values in (*self.only, *self.without):
            try:
                if name not in vocabulary:
                    raise UnknownName("attribute of a sale", name, vocabulary)
                for value in values:
                    if value not in vocabulary[name]:
                        raise UnknownName(name, value, vocabulary[name])
            except InputError as problem:
                raise PlanError(
                    problem.what, place=place, hint=problem.hint, allowed=problem.allowed
                ) from None


def selection_of(given: Any) -> Selection:
    """Read a selection as plans write it: ``all``, or attributes with a value or a list of values.

    Examples
    --------
    >>> selection_of("all").counts_all
    True
    >>> print(selection_of({"line": "washer", "except": {"customer": "existing"}}))
    line washer, customer not existing
    """
    if given == "all":
        return Selection()
    if not isinstance(given, dict):
        raise ValueError(f"must be 'all' or attributes such as {{tier: premium}}, got {given!r}")
    only = {name: values for name, values in given.items() if name != "except"}
    without = given.get("except", {})
    if not isinstance(without, dict):
        raise ValueError("except must hold attributes such as {tier: premium}")
    return Selection(_pairs(only), _pairs(without))


def _pairs(given: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    pairs = []
    for name, values in given.items():
        many = values if isinstance(values, list | tuple) else [values]
        if not many or any(isinstance(value, dict | list | bool) or value is None for value in many):
            raise ValueError(f"{name} must be a name or a list of names")
        pairs.append((name, tuple(str(value) for value in many)))
    return tuple(pairs)


def _validated(given: Any) -> Selection:
    return given if isinstance(given, Selection) else selection_of(given)


SelectionText = Annotated[
    Selection,
    PlainValidator(_validated),
    WithJsonSchema({"anyOf": [{"const": "all"}, {"type": "object"}], "description": "Which sales count"}),
]
"""A selection as plans write it."""
