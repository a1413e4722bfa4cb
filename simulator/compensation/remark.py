"""A remark on a payroll: the key of a sentence and its values, told in the language that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from simulator.language import text

MOST_NAMED: Final = 3
"""How many names a remark lists before it counts the rest."""


@dataclass(frozen=True)
class Remark:
    """What is no mistake for certain, and worth knowing.

    Parameters
    ----------
    key
        Which sentence, a key below ``compensation.remark``.
    values
        What it names. A list is told in part where it is long; a remark within a remark in its own words.

    Examples
    --------
    >>> Remark("without_quota", {"component": "bonus", "people": ("ann", "bob", "cem", "dee")}).told()
    'bonus: no quota is set for ann, bob, cem and 1 more; they are left out.'
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def told(self, language: str = "en") -> str:
        """Say the remark as a sentence."""
        values = {name: _said(value, language) for name, value in self.values.items()}
        return text(f"compensation.remark.{self.key}", language, **values)


def _said(value: object, language: str) -> str:
    if isinstance(value, Remark):
        return value.told(language)
    if not isinstance(value, tuple):
        return str(value)
    between = "、" if language == "zh" else ", "
    names = between.join(_said(each, language) for each in value[:MOST_NAMED])
    more = len(value) - MOST_NAMED
    return names if more <= 0 else text("compensation.remark.more", language, names=names, more=more)
