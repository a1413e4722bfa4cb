"""Words of the register that the terminal prints exist in both languages."""

from __future__ import annotations

import re

from simulator.cli.parameters import unit_words
from simulator.parameters import load_register


def test_every_unit_of_the_register_has_chinese_words() -> None:
    for parameter in load_register().values():
        words = unit_words(parameter.unit, "zh")
        assert not re.search("[A-Za-z]", words), words
        assert unit_words(parameter.unit, "en") == parameter.unit
