"""The register: every behavioural number with unit, default, plausible range and source.

Randomly chosen numbers do not exist: a rule that needs a number takes it from here, a scenario may
override it, and robustness analysis sweeps its range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from simulator.errors import InputError, Place, UnknownName


@dataclass(frozen=True)
class Parameter:
    """One behavioural number: what it means, its value, how far it may plausibly lie, and who says so.

    ``mechanism`` names the part of the model without which it has no effect; empty where that is every run.

    Examples
    --------
    >>> load_register()["effort_elasticity"].default
    0.31
    """

    name: str
    unit: str
    default: float
    low: float
    high: float
    source: str
    label: Mapping[str, str]
    value: float
    source_zh: str = ""
    mechanism: str = ""

    def source_in(self, language: str) -> str:
        """Give the source in a language; ``assumption`` stays a word of the catalog."""
        return self.source_zh if language == "zh" and self.source_zh else self.source

    @property
    def is_assumption(self) -> bool:
        """Tell whether no source supports the value."""
        return self.source == "assumption"


@cache
def load_register() -> dict[str, Parameter]:
    """Read the register of behavioural parameters that ships with the package.

    Examples
    --------
    >>> register = load_register()
    >>> all(p.low <= p.default <= p.high for p in register.values())
    True
    """
    from simulator import documents

    text = files(__package__).joinpath("register.yaml").read_text(encoding="utf-8")
    entries = documents.parse(text, file="register.yaml").data
    return {name: _parameter(name, entry) for name, entry in entries.items()}


def with_values(
    values: Mapping[str, object], place_of: Mapping[str, Place] | None = None
) -> dict[str, Parameter]:
    """Return the register with some values replaced by a scenario's.

    Parameters
    ----------
    values
        Parameter name to number.
    place_of
        Where each value stands in a file, for the error message.

    Raises
    ------
    UnknownName
        If there is no such parameter.
    InputError
        If a value is not a number, or a share or probability lies outside 0 to 1.

    Examples
    --------
    >>> with_values({"effort_elasticity": 0.25})["effort_elasticity"].value
    0.25
    """
    register = dict(load_register())
    for name, value in values.items():
        place = (place_of or {}).get(name)
        if name not in register:
            raise UnknownName("parameter", name, tuple(register), place)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InputError(f"the value must be a number, got {value!r}", place=place)
        check_value(register[name], float(value), place)
        register[name] = replace(register[name], value=float(value))
    return register


def check_value(parameter: Parameter, value: float, place: Place | None = None) -> None:
    """Refuse a value that the parameter cannot take: shares lie between 0 and 1, nothing else changes sign.

    Raises
    ------
    InputError
        With the allowed range.
    """
    is_share = parameter.unit == "share" or parameter.unit.startswith(
        ("share understood", "share of the gap")
    )
    if is_share and not 0.0 <= value <= 1.0:
        raise InputError(
            f"{parameter.name} is a share and must be between 0 and 1, got {value:g}", place=place
        )
    if parameter.low >= 0.0 and value < 0.0:
        raise InputError(
            f"{parameter.name} must not be negative, got {value:g}",
            place=place,
            hint=f"Plausible: {parameter.low:g} to {parameter.high:g} {parameter.unit}.",
        )


def _parameter(name: str, entry: Mapping[str, Any]) -> Parameter:
    low, default, high = (float(entry[key]) for key in ("low", "default", "high"))
    return Parameter(
        name,
        entry["unit"],
        default,
        low,
        high,
        entry["source"],
        entry["label"],
        value=default,
        source_zh=entry.get("source_zh", ""),
        mechanism=entry.get("mechanism", ""),
    )
