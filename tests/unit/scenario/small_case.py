"""A small scenario for tests: one line, one region with six reps, two firms, two channels, two alternatives.

It belongs to the tests alone, so that nobody who tunes a bundled case changes what is asserted here.
"""

from __future__ import annotations

from pathlib import Path

SCENARIO = """\
title: A small shop
question: Does a tilt pay?
summary: One line of washers sold in one town.
weeks: 26
replications: 3
baseline: flat
goal: {outcome: premium_share, level: 0.3, by_week: 26}
demand: {customers: 600, rate_bound: 2.0}
segments:
  families: {title: Families, population_share: 0.7, needs_per_year: 2.0, payment_terms_days: 14}
  singles: {title: Singles, population_share: 0.3, needs_per_year: 1.0, income_index: 0.9}
regions:
  town: {title: Town, population_share: 1.0, reps: 6}
products:
  washer:
    title: Washers
    needs_share: 1.0
    season: [1, 1, 1, 1, 1.2, 1.2, 1, 1, 0.8, 0.8, 1, 1]
    standard: {list_price: 2000, unit_cost: 1400}
    premium: {list_price: 4000, unit_cost: 2500}
channels:
  dealer:
    title: Dealers
    visit_share: {families: 0.9, singles: 0.8}
    presence: {us: 0.9, rival: 0.9}
    served_by_reps: true
    needs_approval: true
    fee_share: 0.1
  web:
    title: Web
    visit_share: {families: 0.3, singles: 0.6}
    presence: {us: 0.8, rival: 0.8}
    fixed_cost_per_week: 1000
    demonstration: 0.3
firms:
  us: {title: Us, brand: 0.2, starting_share: 0.5, strategy: scripted}
  rival: {title: Rival, starting_share: 0.5, strategy: match-price-cut, settings: {delay_weeks: 2}}
people: {plan: flat, habit_plan: flat, reference_variable_pay_per_week: 100}
quota: {share_of_potential: 0.3}
approval: {layers: 2, approvers: 3, handling_days: 0.5}
plans: {flat: plans/flat.yaml, tilt: plans/tilt.yaml}
alternatives:
  flat: {title: Flat, summary: All products pay alike.}
  tilted:
    title: Tilted
    summary: Premium pays more.
    people: {plan: tilt}
    actions:
      talk: {kind: briefing, title: Talk, medium: meeting, every_weeks: 4, cost: 500}
      sale: {kind: promotion, title: Sale, tier: premium, discount_share: 0.1, from_week: 5, every_weeks: 4}
      web-shop: {kind: channel, title: Web, channel: web, presence: 0.9, ramp_weeks: 4, from_week: 3}
"""

PLANS = {
    "flat": """\
plan: flat
components:
  salary: {kind: salary, pay_per_month: 4000}
  commission: {kind: commission, rate: 2%}
  bonus: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 2000}
""",
    "tilt": """\
plan: tilt
components:
  salary: {kind: salary, pay_per_month: 4000}
  commission: {kind: commission, rate: 2%}
  tilt:
    kind: commission
    credit: {tier: premium}
    rate: 1%
""",
}


def write_case(folder: Path, *edits: tuple[str, str], plan: tuple[str, str, str] | None = None) -> Path:
    """Write the small case with some texts replaced; each must be there exactly as given.

    Parameters
    ----------
    folder
        Where to write it.
    edits
        (old, new) texts of the scenario file.
    plan
        A plan's name with an (old, new) text.
    """
    scenario, plans = SCENARIO, dict(PLANS)
    for old, new in edits:
        assert old in scenario, old
        scenario = scenario.replace(old, new, 1)
    if plan is not None:
        name, old, new = plan
        assert old in plans[name], old
        plans[name] = plans[name].replace(old, new, 1)
    (folder / "plans").mkdir(parents=True)
    (folder / "scenario.yaml").write_text(scenario, encoding="utf-8")
    for name, text in plans.items():
        (folder / "plans" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
