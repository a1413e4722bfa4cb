"""Scenario files and ready worlds: YAML in one folder for each scenario, typed, overlaid, built.

>>> from simulator.scenario import bundled
>>> "home-appliances" in bundled()
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.scenario.library import bundled as bundled
    from simulator.scenario.library import find_scenario as find_scenario
    from simulator.scenario.load import Scenario as Scenario
    from simulator.scenario.load import load_scenario as load_scenario

_HOME = {"bundled": "library", "find_scenario": "library", "Scenario": "load", "load_scenario": "load"}

__all__ = ["Scenario", "bundled", "find_scenario", "load_scenario"]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
