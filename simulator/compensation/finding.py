"""What a reader of a plan should know before anybody is paid from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PROBLEM, WARNING, NOTE = "problem", "warning", "note"


@dataclass(frozen=True)
class Finding:
    """One thing that a reader of the plan should know.

    Parameters
    ----------
    level
        ``problem``, ``warning`` or ``note``.
    key
        Key of the sentence in the word catalogue, below ``compensation.lint``.
    component
        The component concerned; empty for the plan as a whole.
    values
        Values of the sentence.
    """

    level: str
    key: str
    component: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
