"""Bands of effect sizes: written down with date and source before anything is run, and never widened quietly.

Each band is a list of dated entries, the newest last; the newest is used and the earlier ones stay visible.
Every entry carries a fingerprint of itself and of all before it, so that an entry cannot be edited without
the edit being noticed: whoever changes a band adds an entry that says why.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from simulator.documents import Document, Spec, build, fingerprint, read, subdocument
from simulator.errors import ScenarioError

__all__ = ["BANDS_FILE", "Band", "load_bands"]

BANDS_FILE = "bands.yaml"
FINGERPRINT_LETTERS = 12


class Entry(Spec):
    """A band as it was written on a day."""

    written: dt.date
    low: float
    high: float
    source: Annotated[str, Field(min_length=1)]
    why: str = ""
    fingerprint: str

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.low >= self.high:
            raise ValueError("the low end of a band lies below its high end")
        return self


class _BandSpec(Spec):
    entries: Annotated[tuple[Entry, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Band:
    """A band that stands, and how often it was changed.

    Parameters
    ----------
    name
        By which experiments refer to it.
    low, high
        Its ends.
    written
        The day on which it was written.
    source
        Where it comes from.
    first_written
        The day of its first entry; differs from ``written`` when the band was changed.
    """

    name: str
    low: float
    high: float
    written: dt.date
    source: str
    first_written: dt.date


def expected_fingerprint(before: str, entry: Entry) -> str:
    """Give the fingerprint that an entry must carry.

    Parameters
    ----------
    before
        Fingerprint of the entry before it; empty for the first.
    entry
        The entry; its own fingerprint is not looked at.
    """
    said = entry.model_dump(mode="json", exclude={"fingerprint"})
    return fingerprint({"before": before, **said})[:FINGERPRINT_LETTERS]


def load_bands(path: Path) -> dict[str, Band]:
    """Read the file of bands.

    Parameters
    ----------
    path
        The file; where there is none, there are no bands.

    Raises
    ------
    ScenarioError
        Something is wrong with the file, or an entry was edited after it had been written.
    """
    if not path.is_file():
        return {}
    document = read(path)
    return {name: _band(name, subdocument(document, (name,))) for name in document.data}


def _band(name: str, document: Document) -> Band:
    entries = build(_BandSpec, document).entries
    before = ""
    for number, entry in enumerate(entries):
        expected = expected_fingerprint(before, entry)
        if entry.fingerprint != expected:
            raise ScenarioError(
                f"was edited: its content gives {expected}, not {entry.fingerprint}",
                place=document.place(("entries", number, "fingerprint")),
                hint="Leave what was written as it was, and add an entry with today's date that says why",
            )
        before = entry.fingerprint
    last = entries[-1]
    return Band(name, last.low, last.high, last.written, last.source, entries[0].written)
