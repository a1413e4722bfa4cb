"""Checks of outcomes: one finite number for each world, whatever else is in the batch."""

from __future__ import annotations

from typing import cast

import numpy as np

from simulator import language
from simulator.analysis.declaration import Measure, declaration_of
from simulator.errors import RuleError
from simulator.testing.ledgers import example_ledger

WORLDS = tuple((name, replication) for replication in range(4) for name in ("as-before", "tilt"))
WEEKS = 60


def check_outcome(measure: object) -> None:
    """Check that an outcome keeps the contract of its kind.

    It must declare itself, with a name in every language; give one finite ``float64`` for each world of
    a run that has orders, deliveries and pay; give the same again; and give each world the same number,
    bit for bit, whatever other worlds are in the batch.

    Parameters
    ----------
    measure
        The function, as it is registered.

    Raises
    ------
    RuleError
        It breaks the contract; the message says how.

    Examples
    --------
    >>> from simulator import catalog
    >>> check_outcome(catalog.get("outcome", "win_rate"))
    """
    declared = getattr(measure, "declaration", None)
    key = str(getattr(declared, "key", getattr(measure, "__name__", "?")))
    outcome = declaration_of(measure, key)
    rule = f"outcome {key!r}"
    label = outcome.label()
    missing = [name for name in language.languages() if not label.get(name) or label[name] == key]
    if missing:
        raise RuleError(f"has no name in: {', '.join(missing)}", rule=rule)
    together = _measured(measure, WORLDS, rule)
    if together.tobytes() != _measured(measure, WORLDS, rule).tobytes():
        raise RuleError("gives other numbers when asked again", rule=rule)
    for size in (1, 3):
        parts = [
            _measured(measure, WORLDS[start : start + size], rule) for start in range(0, len(WORLDS), size)
        ]
        if np.concatenate(parts).tobytes() != together.tobytes():
            raise RuleError("depends on what other worlds are in the batch", rule=rule)


def _measured(measure: object, worlds: tuple[tuple[str, int], ...], rule: str) -> np.ndarray:
    ledger = example_ledger(worlds, weeks=WEEKS)
    values: object = cast(Measure, measure)(ledger, ledger.axes)
    shape = (len(worlds),)
    if not isinstance(values, np.ndarray) or values.shape != shape or values.dtype != np.float64:
        raise RuleError(f"must give float64 of shape {shape}", rule=rule, value=values)
    if not np.isfinite(values).all():
        raise RuleError("must be finite where there are orders, deliveries and pay", rule=rule, value=values)
    return values
