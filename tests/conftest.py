"""What every test gets: strict arithmetic, reproducible Hypothesis examples, no font or display surprises."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

# Before anything imports matplotlib: draw without a display.
os.environ.setdefault("MPLBACKEND", "Agg")

settings.register_profile(
    "suite",
    max_examples=25,
    deadline=None,  # a busy machine is not a defect
    derandomize=True,  # the same examples on every machine and every day
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", parent=settings.get_profile("suite"), max_examples=1000, derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(autouse=True)
def strict_arithmetic() -> Iterator[None]:
    """Make an overflow, a division by zero or an invalid operation fail the test; underflow is harmless."""
    with np.errstate(over="raise", divide="raise", invalid="raise", under="ignore"):
        yield
