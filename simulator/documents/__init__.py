"""Documents: YAML files that remember, for every value, the file and line it came from.

Reading follows YAML 1.2 (so that ``no`` is a word and ``1e3`` a number), keys are always names, a key
given twice is an error, and files that are too large or that unfold without end are refused. An
overlay changes a document without losing the places of either. `build` turns a document into a typed,
frozen model and says what is wrong with it in sentences that a planner can act on.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.documents.building import build
    from simulator.documents.fingerprints import canonical, canonical_text, fingerprint
    from simulator.documents.marks import Document, Mark, key_path
    from simulator.documents.overlays import merge, only, put, subdocument
    from simulator.documents.reading import parse, read
    from simulator.documents.settings import set_value
    from simulator.documents.specs import (
        LocalizedText,
        Name,
        NonNegative,
        NonNegativeInt,
        Positive,
        PositiveInt,
        Probability,
        Share,
        Spec,
        json_schema,
    )

# Where each public name lives; a module is imported when one of its names is first used, because
# pydantic is slow to import and most of this package does without it.
_HOME = {
    "build": "building",
    "canonical": "fingerprints",
    "canonical_text": "fingerprints",
    "fingerprint": "fingerprints",
    "Document": "marks",
    "Mark": "marks",
    "key_path": "marks",
    "merge": "overlays",
    "only": "overlays",
    "put": "overlays",
    "set_value": "settings",
    "subdocument": "overlays",
    "parse": "reading",
    "read": "reading",
    "LocalizedText": "specs",
    "Name": "specs",
    "NonNegative": "specs",
    "NonNegativeInt": "specs",
    "Positive": "specs",
    "PositiveInt": "specs",
    "Probability": "specs",
    "Share": "specs",
    "Spec": "specs",
    "json_schema": "specs",
}

__all__ = [
    "Document",
    "LocalizedText",
    "Mark",
    "Name",
    "NonNegative",
    "NonNegativeInt",
    "Positive",
    "PositiveInt",
    "Probability",
    "Share",
    "Spec",
    "build",
    "canonical",
    "canonical_text",
    "fingerprint",
    "json_schema",
    "key_path",
    "merge",
    "only",
    "parse",
    "put",
    "read",
    "set_value",
    "subdocument",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
