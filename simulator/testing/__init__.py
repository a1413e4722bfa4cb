"""The conformance kit: Sandtable checks a plug-in of yours as it checks its own.

Put the check of a kind into a test of your own; it fails with a sentence that says what is wrong. A
complete test of a strategy, and of an outcome that somebody has registered:

>>> from simulator import catalog
>>> from simulator.testing import check_outcome, check_strategy
>>> check_strategy(catalog.get("firm-strategy", "hold")())
>>> check_outcome(catalog.get("outcome", "revenue"))
"""

from simulator.testing.ledgers import FactLedger, example_ledger
from simulator.testing.outcomes import check_outcome
from simulator.testing.strategies import check_strategy, example_view

__all__ = ["FactLedger", "check_outcome", "check_strategy", "example_ledger", "example_view"]
