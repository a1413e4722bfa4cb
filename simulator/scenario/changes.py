"""What an alternative changes in the scenario, key by key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.documents import Document, key_path
from simulator.scenario.alternatives import resolve

if TYPE_CHECKING:
    from simulator.scenario.load import Scenario

__all__ = ["Change", "changes_of"]

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Change:
    """One key that an alternative changes, adds or removes.

    Parameters
    ----------
    key
        Path of the key.
    old, new
        Values before and after; None for what is not there.
    """

    key: str
    old: Any
    new: Any

    def __str__(self) -> str:
        if self.new is None:
            return f"- {self.key}"
        if self.old is None:
            return f"+ {self.key}" + ("" if isinstance(self.new, dict) else f": {_shown(self.new)}")
        return f"{self.key}: {_shown(self.old)} → {_shown(self.new)}"


def changes_of(scenario: Scenario, name: str) -> list[Change]:
    """List what an alternative changes; a whole group that it adds or removes is one change.

    Parameters
    ----------
    scenario
        The scenario.
    name
        The alternative.

    Examples
    --------
    >>> from simulator.scenario import load_scenario
    >>> for change in changes_of(load_scenario("home-appliances"), "tilt-only"):
    ...     print(change)
    people.plan: as-before → tilt
    + actions.plan-meetings
    """
    _, changed = resolve(scenario.document, name, scenario.baseline)
    return list(_between(_content(scenario.document), _content(changed), ()))


def _content(document: Document) -> dict[str, Any]:
    return {key: value for key, value in document.data.items() if key != "alternatives"}


def _between(before: dict[str, Any], after: dict[str, Any], path: Path) -> list[Change]:
    found = [Change(key_path((*path, key)), before[key], None) for key in before if key not in after]
    for key, new in after.items():
        old, here = before.get(key), (*path, key)
        both = isinstance(old, dict) and isinstance(new, dict)
        if both or (old is None and isinstance(new, dict) and len(here) == 1):
            found += _between(old or {}, new, here)
        elif old != new:
            found.append(Change(key_path(here), old, new))
    return found


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_shown(one)}' for key, one in value.items())}}}"
    return f"{value:g}" if isinstance(value, float) else str(value)
