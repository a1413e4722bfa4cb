"""Where scenarios are: an existing path wins over the name of a bundled scenario."""

from __future__ import annotations

from pathlib import Path

from simulator.errors import ScenarioError, UnknownName

__all__ = ["SCENARIO_FILE", "bundled", "find_scenario"]

SCENARIO_FILE = "scenario.yaml"


def bundled() -> dict[str, Path]:
    """List the scenarios that ship with Sandtable, by name, from a wheel or a checkout."""
    package = Path(__file__).parent
    for folder in (package / "bundled", package.parent.parent / "scenarios"):
        if folder.is_dir():
            found = sorted(path.parent for path in folder.glob(f"*/{SCENARIO_FILE}"))
            return {path.name: path for path in found}
    return {}


def find_scenario(source: str | Path) -> Path:
    """Give the scenario file that a folder, a file or a bundled name stands for.

    Raises
    ------
    UnknownName
        If there is neither such a path nor such a bundled scenario.
    ScenarioError
        If a folder holds no scenario file.

    Examples
    --------
    >>> find_scenario("home-appliances").name
    'scenario.yaml'
    """
    path = Path(source)
    if path.is_file():
        return path
    if path.is_dir():
        if not (path / SCENARIO_FILE).is_file():
            raise ScenarioError(f"the folder {path} holds no {SCENARIO_FILE}")
        return path / SCENARIO_FILE
    scenarios = bundled()
    name = str(source)
    if name in scenarios:
        return scenarios[name] / SCENARIO_FILE
    raise UnknownName("scenario", name, tuple(scenarios))
