"""The engine: many worlds in one pass, week by week, every fact written to the ledger.

- ``spec``: what a batch of worlds is made of (typed, ready to run);
- ``setup``: populations, territories and opening state;
- ``week``: the order of one week, numbered;
- ``ledger``: the append-only record;
- ``simulation``: run all weeks;
- ``mesa_model``: an engine of one world for Mesa users.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.engine.simulation import simulate as simulate


def __getattr__(name: str) -> object:
    if name == "simulate":
        from simulator.engine.simulation import simulate

        return simulate
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
