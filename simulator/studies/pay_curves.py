"""What each level of quota attainment pays a typical rep in a quarter, under each alternative."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.analysis.declaration import Columns, FloatArray

if TYPE_CHECKING:
    from simulator.engine.spec import AlternativeSpec
    from simulator.studies.design import Design

HIGHEST_ATTAINMENT = 4.0
"""Where the curve ends: the farthest that the axis of the picture reaches."""

STEP = 0.01


def pay_curves(design: Design, outcomes: Columns, attainment: Columns) -> dict[str, Columns]:
    """Draw the quarterly variable pay of a typical rep against quota attainment.

    Parameters
    ----------
    design
        The comparison.
    outcomes
        Its results, a row for each world.
    attainment
        Its rep-quarters.

    Returns
    -------
    By alternative: ``attainment`` from 0 to 4 and ``pay`` [currency per quarter], besides salary. Empty for
    an alternative without a complete quarter.

    Notes
    -----
    Typical is the rep with the median quota who sells every line by its share of needs, premium models by
    the mean premium share of our revenue, and to new customers by their mean share of our orders, all as
    found under this alternative. Selling more means selling more of everything.
    """
    from simulator.compensation import compile_plan, pay_curve
    from simulator.engine.payroll import QUOTA_NAME
    from simulator.engine.setup_reps import measures_per_revenue
    from simulator.scenario.build import worlds
    from simulator.world.specs import WorldKey

    keys = [WorldKey(name, 0) for name in design.alternatives]
    specs = worlds(design.scenario, keys, seed=design.seed, weeks=design.weeks)
    steps = np.linspace(0.0, HIGHEST_ATTAINMENT, round(HIGHEST_ATTAINMENT / STEP) + 1)
    curves: dict[str, Columns] = {}
    for spec in specs:
        for name in spec.names:
            quotas = attainment["quota"][attainment["alternative"] == name] if attainment else np.zeros(0)
            if not len(quotas):
                continue
            alternative = spec.alternatives[name]
            plan = compile_plan(
                alternative.plans[alternative.people.plan],
                spec.kinds,
                measures_per_revenue(alternative),
                people=sum(alternative.staffing),
                later=0.0,
            )
            mix = _typical_mix(alternative, outcomes, name)
            pay = pay_curve(plan, steps, {QUOTA_NAME: float(np.median(quotas))}, mix)
            curves[name] = {"attainment": steps, "pay": np.asarray(pay)}
    return curves


def _typical_mix(alternative: AlternativeSpec, outcomes: Columns, name: str) -> FloatArray:
    """Revenue of a typical rep by kind of credit, adding up to one."""
    if alternative.reduced_form is not None:
        products = alternative.reduced_form.products.values()
        revenue = np.array([product.revenue_per_week * product.credited for product in products])
        return np.asarray(revenue / revenue.sum(), dtype=np.float64)
    rows = outcomes["alternative"] == name
    premium = float(np.nan_to_num(np.mean(outcomes["premium_share"][rows])))
    orders, new = float(np.sum(outcomes["orders"][rows])), float(np.sum(outcomes["new_customers"][rows]))
    new_share = new / orders if orders else 0.5
    lines = np.array([line.needs_share for line in alternative.lines.values()])
    tiers, customers = np.array([1.0 - premium, premium]), np.array([new_share, 1.0 - new_share])
    mix = lines[:, None, None] * tiers[None, :, None] * customers[None, None, :]
    return np.asarray(mix.ravel() / lines.sum(), dtype=np.float64)
