"""The one door through which every rule that can be exchanged is found by kind and name.

Built-ins stand in a static index and are imported when first used, so that listing them costs nothing.
Third parties add theirs through the entry-point group ``sandtable.plugins``; a scenario may bring
local Python files. All three register alike, and a name given twice is an error.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from simulator.errors import InputError, Place, UnknownName

ENTRY_POINT_GROUP = "sandtable.plugins"
"""Packages list plug-ins in this group as ``<kind>.<name> = "module:attribute"``."""

_OUTCOMES = "simulator.analysis"
_BUILT_IN: dict[str, dict[str, str]] = {
    "pay-component": {
        "award": "simulator.compensation.award:Award",
        "bonus": "simulator.compensation.bonus:Bonus",
        "commission": "simulator.compensation.commission:Commission",
        "contest": "simulator.compensation.contests:Contest",
        "draw": "simulator.compensation.draws:Draw",
        "formula": "simulator.compensation.formula:Formula",
        "holdback": "simulator.compensation.holdback:Holdback",
        "matrix": "simulator.compensation.matrix:Matrix",
        "multiplier": "simulator.compensation.multiplier:Multiplier",
        "objectives": "simulator.compensation.objectives:Objectives",
        "pool": "simulator.compensation.pools:Pool",
        "salary": "simulator.compensation.salary:Salary",
        "scorecard": "simulator.compensation.scorecard:Scorecard",
    },
    "choice-model": {},
    "demand-model": {},
    "effort-response": {},
    "effort-cost": {},
    "rep-behavior": {
        "anticipating": "simulator.behaviors.anticipating:Anticipating",
        "forward-looking": "simulator.behaviors.forward_looking:ForwardLooking",
        "habit": "simulator.behaviors.habit:Habit",
        "myopic": "simulator.behaviors.myopic:Myopic",
        "rule-of-thumb": "simulator.behaviors.rule_of_thumb:RuleOfThumb",
    },
    "firm-strategy": {
        "hold": "simulator.strategies.hold:Hold",
        "match-price-cut": "simulator.strategies.match_price_cut:MatchPriceCut",
        "match-lowest": "simulator.strategies.match_lowest:MatchLowest",
        "undercut": "simulator.strategies.undercut:Undercut",
        "follower": "simulator.strategies.follower:Follower",
        "premium": "simulator.strategies.premium:Premium",
        "generous-tit-for-tat": "simulator.strategies.generous_tit_for_tat:GenerousTitForTat",
        "best-response": "simulator.strategies.best_response:BestResponse",
        "price-war-trigger": "simulator.strategies.price_war_trigger:PriceWarTrigger",
        "quarter-end-pressure": "simulator.strategies.quarter_end_pressure:QuarterEndPressure",
        "entrant": "simulator.strategies.entrant:Entrant",
        "copy-features": "simulator.strategies.copy_features:CopyFeatures",
        "scripted": "simulator.strategies.scripted:Scripted",
    },
    "partner-behavior": {},
    "hiring-rule": {},
    "pipeline-process": {"order-approval": "simulator.pipeline.approval:ApprovalQueue"},
    "steering-policy": {},
    "shock": {},
    "outcome": {
        "revenue": f"{_OUTCOMES}.money_outcomes:revenue",
        "gross_margin": f"{_OUTCOMES}.money_outcomes:gross_margin",
        "pay_cost": f"{_OUTCOMES}.money_outcomes:pay_cost",
        "contribution": f"{_OUTCOMES}.money_outcomes:contribution",
        "pay_cost_share": f"{_OUTCOMES}.money_outcomes:pay_cost_share",
        "premium_share": f"{_OUTCOMES}.market_outcomes:premium_share",
        "premium_market_share": f"{_OUTCOMES}.market_outcomes:premium_market_share",
        "market_share": f"{_OUTCOMES}.market_outcomes:market_share",
        "orders": f"{_OUTCOMES}.market_outcomes:orders",
        "new_customers": f"{_OUTCOMES}.market_outcomes:new_customers",
        "win_rate": f"{_OUTCOMES}.market_outcomes:win_rate",
        "quota_attained_share": f"{_OUTCOMES}.people_outcomes:quota_attained_share",
        "pay_spread": f"{_OUTCOMES}.people_outcomes:pay_spread",
        "satisfaction": f"{_OUTCOMES}.market_outcomes:satisfaction",
        "cash_collected": f"{_OUTCOMES}.money_outcomes:cash_collected",
        "effort": f"{_OUTCOMES}.work_outcomes:effort",
        "unpaid_task_effort": f"{_OUTCOMES}.work_outcomes:unpaid_task_effort",
        "unpaid_task_value": f"{_OUTCOMES}.work_outcomes:unpaid_task_value",
        "late_quarter_share": f"{_OUTCOMES}.work_outcomes:late_quarter_share",
        "last_week_share": f"{_OUTCOMES}.work_outcomes:last_week_share",
        "discount_share": f"{_OUTCOMES}.work_outcomes:discount_share",
        "bad_debt_share": f"{_OUTCOMES}.money_outcomes:bad_debt_share",
        "turnover_per_year": f"{_OUTCOMES}.turnover_outcomes:turnover_per_year",
        "vacancy_share": f"{_OUTCOMES}.turnover_outcomes:vacancy_share",
        "mean_ability": f"{_OUTCOMES}.turnover_outcomes:mean_ability",
        "revenue_per_person": f"{_OUTCOMES}.turnover_outcomes:revenue_per_person",
        "own_adjustment_share": f"{_OUTCOMES}.turnover_outcomes:own_adjustment_share",
    },
    "experiment-design": {},
    "plot": {},
}

Thing = TypeVar("Thing", bound=Callable[..., Any])

_registered: dict[tuple[str, str], object] = {}
_origins: dict[tuple[str, str], str] = {}
_loaded_files: dict[str, str] = {}
_installed: dict[tuple[str, str], Any] | None = None


def kinds() -> tuple[str, ...]:
    """List the kinds of rule that can be exchanged.

    Examples
    --------
    >>> "firm-strategy" in kinds()
    True
    """
    return tuple(_BUILT_IN)


def names(kind: str) -> tuple[str, ...]:
    """List what there is of a kind: built-ins first, then third parties' in alphabetical order.

    Raises
    ------
    UnknownName
        If there is no such kind.

    Examples
    --------
    >>> names("firm-strategy")[:2]
    ('hold', 'match-price-cut')
    """
    built_in = _index(kind)
    others = {name for of_kind, name in (*_registered, *_third_parties()) if of_kind == kind}
    return (*built_in, *sorted(others.difference(built_in)))


def get(kind: str, name: str, place: Place | None = None) -> object:
    """Find a rule by kind and name, and import it if this is its first use.

    Parameters
    ----------
    kind
        One of `kinds`.
    name
        Name within the kind.
    place
        Where the name was written, for the message.

    Raises
    ------
    UnknownName
        If nothing of this kind bears the name.
    InputError
        If an installed plug-in cannot be imported.

    Examples
    --------
    >>> get("firm-strategy", "hold").catalog_name
    'hold'
    """
    built_in = _index(kind)
    installed = _third_parties()
    key = (kind, name)
    if key not in _registered and name in built_in:
        module, _, attribute = built_in[name].partition(":")
        _adopt(key, getattr(importlib.import_module(module), attribute), built_in[name])
    if key not in _registered and key in installed:
        _adopt(key, _imported(installed[key]), installed[key].value)
    if key not in _registered:
        raise UnknownName(kind.replace("-", " "), name, names(kind), place)
    return _registered[key]


def register(kind: str, name: str) -> Callable[[Thing], Thing]:
    """Make a class or function known under a name; it gets the attribute ``catalog_name``.

    Parameters
    ----------
    kind
        One of `kinds`.
    name
        The name by which scenario files call it.

    Raises
    ------
    UnknownName
        If there is no such kind.
    InputError
        If something else of this kind already bears the name.

    Examples
    --------
    A plug-in file holds lines such as these::

        @register("firm-strategy", "undercut")
        class Undercut: ...
    """
    _index(kind)

    def known(thing: Thing) -> Thing:
        _adopt((kind, name), thing, _origin(thing))
        return thing

    return known


def load_file(path: str | Path) -> str:
    """Load a local plug-in file, so that what it registers can be found.

    Loading the same file again does nothing. If the file fails, nothing of it stays registered.

    Parameters
    ----------
    path
        A Python file.

    Returns
    -------
    SHA-256 of its content in hexadecimal: part of a run's identity.

    Raises
    ------
    InputError
        If the file is missing, is not valid Python, fails when imported, registers nothing, or
        registers a name that is taken.
    """
    file, full = str(path), Path(path).resolve()
    try:
        content = full.read_bytes()
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise InputError(f"this plug-in file cannot be read ({reason})", place=Place(file)) from None
    digest = hashlib.sha256(content).hexdigest()
    if _loaded_files.get(str(full)) == digest:
        return digest
    before = dict(_registered), dict(_origins)
    for key in [key for key, origin in _origins.items() if origin.startswith(f"{full}:")]:
        del _registered[key], _origins[key]
    after_removal = len(_registered)
    try:
        _run(file, full, digest, content)
        if len(_registered) == after_removal:
            hint = "Put @register(kind, name) from simulator.catalog before a class or function"
            raise InputError("this plug-in file registers nothing", place=Place(file), hint=hint)
    except InputError:
        _restore(*before)
        sys.modules.pop(_module_name(digest), None)
        raise
    _loaded_files[str(full)] = digest
    return digest


def _module_name(digest: str) -> str:
    return f"sandtable_plugin_{digest[:16]}"


def _run(file: str, full: Path, digest: str, content: bytes) -> None:
    from importlib.util import module_from_spec, spec_from_file_location
    from traceback import extract_tb

    module_name = _module_name(digest)
    spec = spec_from_file_location(module_name, full)
    if spec is None:
        raise InputError("a plug-in file must end in .py", place=Place(file))
    module = module_from_spec(spec)
    sys.modules[module_name] = module
    try:
        exec(compile(content, str(full), "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - the user's own code
    except InputError:
        raise
    except SyntaxError as problem:
        place = Place(file, problem.lineno)
        raise InputError(f"this is not valid Python: {problem.msg}", place=place) from None
    except Exception as problem:
        steps = extract_tb(problem.__traceback__)
        line = next((step.lineno for step in reversed(steps) if step.filename == str(full)), None)
        what = f"this plug-in file failed: {type(problem).__name__}: {problem}"
        raise InputError(what, place=Place(file, line)) from problem


def _restore(registered: dict[tuple[str, str], object], origins: dict[tuple[str, str], str]) -> None:
    for now, then in ((_registered, registered), (_origins, origins)):
        now.clear()
        now.update(then)  # type: ignore[arg-type]


def _index(kind: str) -> dict[str, str]:
    if kind not in _BUILT_IN:
        raise UnknownName("kind of plug-in", kind, kinds())
    return _BUILT_IN[kind]


def _origin(thing: Any) -> str:
    """Say where something was defined: by file for local plug-in files, else by module."""
    module = getattr(thing, "__module__", "") or ""
    if module.startswith("sandtable_plugin_"):
        module = getattr(sys.modules.get(module), "__file__", None) or module
    return f"{module}:{getattr(thing, '__qualname__', type(thing).__qualname__)}"


def _adopt(key: tuple[str, str], thing: Any, origin: str) -> None:
    """Enter something under its name, unless something else holds it."""
    kind, name = key
    taken = _origins.get(key) or _BUILT_IN[kind].get(name)
    if taken is None and key in _third_parties():
        taken = _third_parties()[key].value
    if taken is not None and taken not in (origin, _origin(thing)):
        raise InputError(f"two plug-ins of kind {kind} are called {name!r}: {taken} and {origin}")
    own = vars(thing).get("catalog_name", name)
    if own != name:
        raise InputError(f"{origin} cannot be called {name!r}: it is already called {own!r}")
    thing.catalog_name = name
    _registered[key] = thing
    _origins[key] = origin


def _third_parties() -> dict[tuple[str, str], Any]:
    """Entry points by kind and name, looked up once."""
    global _installed  # noqa: PLW0603 - a cache that a name clash must not leave half filled
    if _installed is None:
        from importlib.metadata import entry_points

        found: dict[tuple[str, str], Any] = {}
        for entry in entry_points(group=ENTRY_POINT_GROUP):
            kind, _, name = entry.name.partition(".")
            if not name:
                hint = f"Entry points of {ENTRY_POINT_GROUP} are named <kind>.<name>"
                raise InputError(f"{entry.value} is installed as {entry.name!r}", hint=hint)
            if kind not in _BUILT_IN:
                raise InputError(f"{entry.value} is installed as an unknown kind, {kind!r}", allowed=kinds())
            taken = found[kind, name].value if (kind, name) in found else _BUILT_IN[kind].get(name)
            if taken is not None and taken != entry.value:
                message = f"two plug-ins of kind {kind} are called {name!r}: {taken} and {entry.value}"
                raise InputError(message)
            found[kind, name] = entry
        _installed = found
    return _installed


def _imported(entry: Any) -> object:
    try:
        return entry.load()
    except Exception as problem:
        what = f"the installed plug-in {entry.value} failed: {type(problem).__name__}: {problem}"
        raise InputError(what) from problem
