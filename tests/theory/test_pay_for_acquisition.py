"""Pay for acquisition alone brings worse customers, and may cost more than it sells [Kim2019]_.

50,000 prospects of known spread; a rep meets more of them the more a prospect is worth. Signs are far outside
the sampling error of these draws (0.5 %); the draws are the same in all arms.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit, logit

from simulator.behaviors.screening import (
    CreditStake,
    believed_default,
    firm_worth,
    riskiest_taken,
    takes,
)

Floats = NDArray[np.float64]

N = 50_000
RNG = np.random.default_rng(13)
DEFAULT = expit(logit(0.17) + 1.5 * RNG.normal(size=N))
NOISE = RNG.normal(size=N)
WORTH = firm_worth(DEFAULT, margin=np.array(0.25), loss=np.array(0.9), keeping=np.array(0.05))


def arm(booking: float, keeping: float, insight: float = 0.7) -> tuple[float, float, float]:
    """Bookings, share that defaults, and worth to the firm net of pay, per prospect at normal effort."""
    stake = CreditStake(*(np.full(N, v) for v in (booking, 0.0, keeping, 0.0, 0.005, 0.008)))
    seen = believed_default(DEFAULT, typical=0.17, spread=1.5, insight=np.full(N, insight), noise=NOISE)
    taken = takes(seen, stake)
    gain = (booking + (1.0 - seen) * keeping - seen * 0.005 - 0.008) * taken
    met = gain.mean() / 0.02
    paid = booking + (1.0 - DEFAULT) * keeping
    bad = DEFAULT[taken].mean() if taken.any() else 0.0
    return float(met * taken.mean()), float(bad), float(met * ((WORTH - paid) * taken).mean())


def test_pay_for_acquisition_alone_books_more_and_worse_customers_at_a_loss() -> None:
    """Against pay on both of the same rate for a customer who stays."""
    bookings, bad, worth = arm(0.03, 0.0)
    on_both = arm(0.01, 0.02)
    assert bookings > on_both[0]
    assert bad > on_both[1]
    assert worth < on_both[2]


def test_whether_acquisition_pay_earns_anything_turns_with_the_weight_of_keeping() -> None:
    gains = [arm(0.02, keeping)[2] - arm(0.0, keeping)[2] for keeping in (0.0, 0.02)]
    total = [arm(0.01 * weight, 0.03 - 0.01 * weight)[2] for weight in (3.0, 2.0, 1.0, 0.0)]
    assert total[0] < 0.0 < total[-1]
    assert total == sorted(total)
    assert gains[0] < 0.0


def test_reps_who_know_customers_better_select_better_if_keeping_is_paid_and_not_if_it_is_not() -> None:
    assert arm(0.0, 0.03, insight=0.9)[1] < arm(0.0, 0.03, insight=0.1)[1] - 0.01
    assert arm(0.03, 0.0, insight=0.9)[1] == pytest.approx(arm(0.03, 0.0, insight=0.1)[1], abs=1e-6)


def test_too_heavy_a_penalty_turns_good_customers_away() -> None:
    """The firm breaks even at 0.25; a rep who risks a tenth refuses customers who would earn money."""
    breaks_even = (0.25 + 0.05) / (0.25 + 0.05 + 0.9)
    for clawback, is_too_careful in ((0.0, False), (0.1, True)):
        stake = CreditStake(*(np.array([v]) for v in (0.0, 0.03, 0.0, clawback, 0.005, 0.008)))
        assert bool(riskiest_taken(stake)[0] < breaks_even) is is_too_careful
