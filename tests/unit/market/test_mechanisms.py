"""Each mechanism of the market has its numbers in the register, and the other way round."""

from __future__ import annotations

import pytest

from simulator.market.mechanisms import MECHANISMS, numbers_of
from simulator.parameters import load_register


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_the_register_names_the_same_mechanism(mechanism: str) -> None:
    register = load_register()
    of_register = {name for name, one in register.items() if one.mechanism == mechanism}
    assert of_register == set(MECHANISMS[mechanism])
    values = {name: one.value for name, one in register.items()}
    assert numbers_of(mechanism, values) == {name: values[name] for name in MECHANISMS[mechanism]}


def test_no_number_belongs_to_two_mechanisms() -> None:
    names = [name for group in MECHANISMS.values() for name in group]
    assert len(names) == len(set(names))
