"""Who minds unequal pay is best paid with a cap; who does not is not [CuiRajuShi2011]_.

Two equal reps, results ``effort + luck``, pay ``salary + rate x min(result, cap)``, cost ``e**2 / 2``, and a
firm that keeps what is left and must leave both as well off as outside. Solved on a grid of rates and caps
with the weights that fairness gives; nothing is sampled, no false alarm is possible.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtri

from simulator.behaviors.motives import Fairness, fair_weight, fair_worth

Floats = NDArray[np.float64]

N = 61
SHARE_BELOW = (np.arange(N) + 0.5) / N
LUCK = ndtri(SHARE_BELOW)
RATES = np.linspace(0.1, 2.0, 20)
CAPS = np.linspace(-1.5, 2.5, 17)  # at which luck pay stops rising, effort being what it is


def surplus(rate: float, cap: float, fairness: Fairness, luck_sd: float) -> float:
    """What firm and rep share: results less cost of effort less what inequality takes off."""
    slope = rate * (cap > LUCK) * fair_weight(1.0 - SHARE_BELOW, fairness)
    effort = max(float(slope.mean()), 0.0)
    pay = rate * luck_sd * np.minimum(LUCK, cap)
    return effort - 0.5 * effort**2 - float((pay - fair_worth(pay[None], fairness)[0]).mean())


def best(fairness: Fairness, luck_sd: float) -> tuple[float, float]:
    """Best surplus without a cap and with one."""
    free = max(surplus(rate, np.inf, fairness, luck_sd) for rate in RATES)
    return free, max(surplus(rate, cap, fairness, luck_sd) for rate in RATES for cap in CAPS)


@pytest.mark.parametrize("luck_sd", [0.3, 1.0])
def test_no_cap_is_better_where_nobody_minds(luck_sd: float) -> None:
    """The shop is sold: half a unit of surplus, which no capped plan exceeds."""
    free, capped = best(Fairness(), luck_sd)
    assert free == pytest.approx(0.5, abs=1e-6)
    assert capped <= free


@pytest.mark.parametrize("luck_sd", [0.3, 1.0])
@pytest.mark.parametrize(("envy", "guilt"), [(0.2, 0.0), (0.5, 0.2), (1.0, 0.3), (0.0, 0.5)])
def test_a_cap_is_better_where_people_mind(envy: float, guilt: float, luck_sd: float) -> None:
    """Every capped optimum beats the best plan without a cap, by at least 0.2 % of what is to be shared."""
    free, capped = best(Fairness(envy, guilt), luck_sd)
    assert capped > 1.002 * free
