"""What a plan says in words: document, explanation, lint and comparison, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli.pay import pay
from simulator.cli.plan import plan as plan_command
from simulator.compensation import load_plan
from simulator.compensation.described import EXAMPLES, plan_document_text
from simulator.compensation.explain import explained
from simulator.compensation.lint import findings
from simulator.compensation.pay_budget import pay_budget, spread_attainment
from simulator.compensation.worked import worked
from simulator.documents import parse
from simulator.errors import SandtableError
from tests.unit.compensation.pay_of import paid, plan_of

RICH = """
target_pay_per_year: 120000
incentive_share: 40%
components:
  salary: {kind: salary}
  core:
    kind: bonus
    title: {en: Core bonus, zh: 核心奖金}
    period: quarter
    attainment: {quota: sales}
    weight: 100%
    curve: {points: [{at: 75%, pays: 50%}, {at: 100%, pays: 100%}, {at: 150%, pays: 300%}]}
  tilt:
    kind: commission
    credit: {tier: [premium, luxury]}
    rate: 0.5%
    cap: {pay: 900}
    gate: {quota: sales, at_least: 20%}
  tiers: {kind: commission, period: year, tiers: [{from: 0, rate: 0.1%}, {from: 500000, rate: 0.2%}]}
  card:
    kind: scorecard
    period: quarter
    target: 1000
    cards:
      satisfaction:
        weight: 100%
        score: satisfaction
        curve: {points: [{at: 60%, pays: 0%}, {at: 100%, pays: 100%}]}
  spiff: {kind: award, measure: units, pay: 15, dates: {first: 2026-03-01, last: 2026-03-31}, budget: 5000}
  draw: {kind: draw, of: [tilt], minimum: 100}
  secret: {kind: commission, rate: 0.1%, hidden: true}
"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_numbers_in_the_plan_document_are_those_of_the_engine(language: str) -> None:
    plan = plan_of(RICH)
    words = plan_document_text(plan, language, {"sales": 1_000_000})
    example = worked(plan, EXAMPLES, {"sales": 1_000_000})
    for name, amounts in example.pay_by_component().items():
        [row] = [
            line for line in words.splitlines() if line.startswith(f"| {plan.title_of(name, language)} |")
        ] or [""]
        numbers = [
            round(float(number.replace(",", "")) * 100) for number in re.findall(r"-?[\d,]+\.\d\d", row)
        ]
        assert numbers == ([] if plan.components[name].hidden else amounts.tolist()), name
    assert "secret" not in words
    assert "{" not in words
    assert all(term in words for term in ("300%", "0.2%", "2026-03-31"))


def test_pay_at_target_is_on_target_earnings() -> None:
    text = RICH.split("  tilt:", maxsplit=1)[0]
    example = worked(plan_of(text), [1.0], {"sales": 1_000_000})
    assert example.pay().tolist() == [12_000_000]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_explanation_adds_up_and_names_the_events(language: str) -> None:
    text = """
components:
  commission:
    kind: commission
    credit: {tier: premium}
    tiers: [{from: 0, rate: 1%}, {from: 1000, rate: 2%}]
    cap: {pay: 25}
  spiff: {kind: award, pay: 5, budget: 7}
"""
    rows: list[dict[str, object]] = [{"id": n, "revenue": 900, "tier": "premium"} for n in (7, 8, 9)]
    told = explained(paid(text, rows), 1, language)
    assert len(told) > 6
    body = "\n".join(told)
    assert "7, 8, 9" in body
    assert "{" not in body
    amounts = [float(each.replace(",", "")) for each in re.findall(r"-?[\d,]+\.\d\d", told[-1])]
    assert amounts == [32.0]


def test_every_rule_of_a_statement_can_be_explained() -> None:
    from simulator.language import all_keys

    rules = {key.rsplit(".", 1)[1] for key in all_keys() if key.startswith("compensation.rule.")}
    used = {
        "rate",
        "tier",
        "level",
        "curve",
        "matrix",
        "salary",
        "award",
        "budget-spent",
        "gate",
        "cap",
        "cap-carried",
    }
    used |= {
        "proration",
        "windfall",
        "clawback",
        "held",
        "released",
        "draw-advance",
        "draw-recovery",
        "multiplier",
    }
    used |= {"prize", "pool", "formula", "other"}
    assert used <= rules


LINT = {
    "falls": """a: {kind: commission, method: retroactive,
    tiers: [{from: 0, rate: 5%}, {from: 100, rate: 4%}]}""",
    "cliff": "a: {kind: commission, rate: 5%, threshold: {at: 100, pays: from-first-unit}}",
    "unreachable": """a: {kind: commission, cap: {attainment: 800},
    tiers: [{from: 0, rate: 5%}, {from: 900, rate: 9%}]}""",
    "gate_impossible": "a: {kind: commission, rate: 5%, gate: {score: s, at_least: 120%}}",
    "gate_out_of_reach": "a: {kind: commission, rate: 5%, gate: {quota: q, at_least: 250%}}",
    "out_of_reach": """a: {kind: commission, attainment: {quota: q},
    tiers: [{from: 0%, rate: 5%}, {from: 300%, rate: 9%}]}""",
    "gate_useless": "a: {kind: commission, rate: 5%, gate: {quota: q, at_least: 50%, otherwise: 100%}}",
    "weights": "a: {kind: objectives, target: 100, goals: {x: 50%, y: 40%}}",
    "plan_weights": "a: {kind: objectives, weight: 60%, goals: {x: 100%}}",
    "no_target": "a: {kind: objectives, weight: 100%, goals: {x: 100%}}",
    "small_weight": "a: {kind: objectives, weight: 5%, goals: {x: 100%}}",
    "no_influence": "a: {kind: pool, among: company, rate: 1%}",
    "windfall": "a: {kind: commission, rate: 5%}",
    "no_budget": "a: {kind: award, pay: 5, dates: {first: 2026-01-01, last: 2026-01-31}}",
    "overlap": """a: {kind: award, pay: 5, dates: {first: 2026-01-01, last: 2026-01-31}}
  b: {kind: award, pay: 5, dates: {first: 2026-01-31, last: 2026-02-28}}""",
    "gap": """a: {kind: award, pay: 5, dates: {first: 2026-01-01, last: 2026-01-31}}
  b: {kind: award, pay: 5, dates: {first: 2026-02-05, last: 2026-02-28}}""",
    "many_components": "\n  ".join(
        f"c{n}: {{kind: award, credit: {{line: x{n}}}, pay: 5}}" for n in range(6)
    ),
    "many_measures": "\n  ".join(f"c{n}: {{kind: award, credit: {{line: x{n}}}, pay: 5}}" for n in range(4)),
    "many_numbers": "a: {kind: commission, tiers: ["
    + ", ".join(f"{{from: {n * 10}, rate: {n}%}}" for n in range(13))
    + "]}",
    "paid_twice": "a: {kind: commission, rate: 1%}\n  b: {kind: commission, rate: 2%}",
    "no_source": "a: {kind: commission, rate: 1%}",
}


@pytest.mark.parametrize("key", LINT)
def test_lint_finds(key: str) -> None:
    found = {each.key: each for each in findings(plan_of(f"components:\n  {LINT[key]}"))}
    assert key in found


def test_what_the_whole_company_sells_is_no_goal_of_one_and_a_curve_may_end_high() -> None:
    bonus = """components:
  b: {kind: bonus, attainment: {quota: q@}, target: 9,
      curve: {points: [{at: 50%, pays: 0%}, {at: 250%, pays: 250%}]}}
"""
    keys = [
        {each.key for each in findings(plan_of(bonus.replace("@", whose)))} for whose in ("", ", of: company")
    ]
    assert "no_influence" in keys[1]
    assert not {"no_influence", "out_of_reach"} & keys[0]


def test_lint_finds_dates_outside_the_plan_and_a_target_that_nobody_takes() -> None:
    dated = "in_force: {first: 2026-01-01, last: 2026-06-30}\ncomponents:\n  " + LINT["gap"].replace(
        "02-28", "07-28"
    )
    assert "outside_plan" in {each.key for each in findings(plan_of(dated))}
    unused = "target_pay_per_year: 100\nincentive_share: 10%\ncomponents:\n  a: {kind: salary}"
    assert "target_unused" in {each.key for each in findings(plan_of(unused))}


def test_a_plan_without_faults_has_nothing_to_remark() -> None:
    text = "components:\n  a: {kind: commission, rate: 1%, cap: {deal: 50000}, source: board of 2026-01-04}"
    assert findings(plan_of(text)) == []


def test_the_budget_of_a_curve_is_not_the_pay_at_its_mean() -> None:
    """N(1, 0.3) on 50 % at 75 %, 100 % at 100 %, 300 % at 150 %: mean 1.1824, nothing .202, most .048."""
    text = """
components:
  c: {kind: bonus, period: year, attainment: {quota: sales}, target: 10000,
      curve: {points: [{at: 75%, pays: 50%}, {at: 100%, pays: 100%}, {at: 150%, pays: 300%}]}}
"""
    budget = pay_budget(plan_of(text), spread_attainment(n=4_000))
    assert budget.at_target == 10_000.0
    assert budget.mean / budget.at_target == pytest.approx(1.1824, abs=1e-3)
    assert budget.nothing_share == pytest.approx(0.202, abs=1e-3)
    assert budget.most_share == pytest.approx(0.048, abs=1e-3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.yaml").write_text("plan: old\n" + RICH, "utf-8")
    challenger = "extends: old.yaml\ncomponents:\n  tilt: {rate: 0.8%}\n  remove: [spiff]\n"
    (tmp_path / "new.yaml").write_text(challenger, "utf-8")
    (tmp_path / "events.csv").write_text(
        "id,person,day,revenue,units,tier\n1,ann,2026-01-05,90000,3,premium\n2,bob,2026-12-07,50000,2,standard\n",
        "utf-8",
    )
    (tmp_path / "quotas.csv").write_text(
        "person,period,quota,amount\n" + "".join(f"*,2026-Q{q},sales,250000\n" for q in range(1, 5)), "utf-8"
    )
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(plan_command, list(arguments))


def test_a_challenger_plan_is_an_overlay_and_its_difference_is_said(folder: Path) -> None:
    result = run("diff", str(folder / "old.yaml"), str(folder / "new.yaml"))
    assert result.exit_code == 0, result.exception
    assert "components.tilt.rate: 0.5% becomes 0.8%" in result.output
    assert "components.spiff: gone" in result.output
    assert "100%" in result.output


def test_check_exits_with_1_where_a_plan_does_not_do_what_it_says(folder: Path) -> None:
    (folder / "bad.yaml").write_text(f"plan: bad\ncomponents:\n  {LINT['falls']}\n", "utf-8")
    assert run("check", str(folder / "bad.yaml")).exit_code == 1
    assert run("check", str(folder / "old.yaml"), "--language", "zh").exit_code == 0
    missing = run("check", str(folder / "none.yaml"))
    assert isinstance(missing.exception, SandtableError)
    assert missing.exception.exit_status == 2


def test_show_writes_the_document_and_the_curve(folder: Path) -> None:
    result = run("show", str(folder / "old.yaml"), "--quota", "sales=1000000", "--out", str(folder / "shown"))
    assert result.exit_code == 0, result.exception
    assert {path.name for path in (folder / "shown").iterdir()} == {
        "plan.md",
        "pay-curve.svg",
        "pay-curve.png",
    }
    assert "pay-curve.svg" in (folder / "shown" / "plan.md").read_text("utf-8")


def test_curve_tells_marginal_and_effective_rates_and_the_budget(folder: Path) -> None:
    result = run("curve", str(folder / "old.yaml"), "--quota", "sales=1000000")
    assert result.exit_code == 0, result.exception
    assert "200%" in result.output
    assert "mean pay" in result.output


def test_a_quota_that_is_no_amount_is_refused(folder: Path) -> None:
    result = run("curve", str(folder / "old.yaml"), "--quota", "sales=plenty")
    assert isinstance(result.exception, SandtableError)
    assert "is not NAME=AMOUNT" in str(result.exception)


def test_differences_from_what_was_paid_are_posted_and_all_payments_add_up(folder: Path) -> None:
    """Nothing paid is changed silently: what was paid plus what is posted equals the newest calculation."""
    (folder / "plan.yaml").write_text("plan: p\ncomponents:\n  c: {kind: commission, rate: 1%}\n", "utf-8")
    first = "id,person,day,revenue\n1,ann,2026-01-05,1000\n2,bob,2026-01-09,500\n"
    (folder / "january.csv").write_text(first, "utf-8")
    late = first + "3,ann,2026-01-30,200\n4,bob,2026-02-03,300\n"
    (folder / "february.csv").write_text(late, "utf-8")
    (folder / "fix.csv").write_text("person,amount,reason,approver\nbob,-1.50,wrong account,cfo\n", "utf-8")

    def settle(events: str, *more: str) -> Result:
        base = [str(folder / "plan.yaml"), "--events", str(folder / events)]
        result = CliRunner().invoke(pay, [*base, *more])
        assert result.exit_code == 0, result.exception
        return result

    settle("january.csv", "--period", "2026-01", "--out", str(folder / "jan"))
    lines = str(folder / "jan" / "statement_lines.csv")
    result = settle(
        "february.csv", "--period", "2026-02", "--paid", lines, "--adjustments", str(folder / "fix.csv"),
        "--out", str(folder / "feb"),
    )  # fmt: skip
    # January paid 15.00; February: 3.00 of its own, 2.00 late for January, 1.50 taken back.
    assert "CNY 3.50" in result.output
    written = (folder / "feb" / "statement_lines.csv").read_text("utf-8-sig")
    assert "recalculation" in written
    assert "wrong account" in written
    assert "cfo" in written


def test_terms_change_on_a_date_and_balances_go_on(folder: Path) -> None:
    (folder / "dated.yaml").write_text(
        """plan: dated
components:
  commission: {kind: commission, rate: 1%}
  draw: {kind: draw, of: [commission], minimum: 20}
amendments:
  - {from: 2026-02-01, note: more, changes: {components: {commission: {rate: 5%}}}}
""",
        "utf-8",
    )
    (folder / "few.csv").write_text(
        "id,person,day,revenue\n1,ann,2026-01-05,1000\n2,ann,2026-02-05,1000\n", "utf-8"
    )
    result = CliRunner().invoke(
        pay, [str(folder / "dated.yaml"), "--events", str(folder / "few.csv"), "--explain"]
    )
    assert result.exit_code == 0, result.exception
    assert "at 1% pays CNY 10.00" in result.output
    assert "at 5% pays CNY 50.00" in result.output
    assert "CNY 10.00 of earlier advances is taken back" in result.output


@pytest.mark.parametrize(
    ("amendments", "message"),
    [
        (
            "[{from: 2026-03-01, changes: {}}, {from: 2026-02-01, changes: {}}]",
            "2026-02-01 does not lie after",
        ),
        ("[{from: 2027-01-01, changes: {}}]", "2027-01-01 lies after the plan's last day 2026-12-31"),
    ],
)
def test_amendments_out_of_order_are_refused(amendments: str, message: str) -> None:
    from simulator.compensation.versions import versions_of

    text = f"plan: p\nin_force: {{first: 2026-01-01, last: 2026-12-31}}\namendments: {amendments}\n"
    document = parse(text + "components: {c: {kind: commission, rate: 1%}}\n")
    with pytest.raises(SandtableError, match=message):
        versions_of(document)


def test_a_plan_of_a_scenario_is_named_by_scenario_and_plan() -> None:
    from simulator.cli.plan_sources import plan_document

    plan = load_plan(plan_document("home-appliances:as-before"))
    assert plan.name == "as-before"
    with pytest.raises(SandtableError, match="there is no plan called 'as-befor'"):
        plan_document("home-appliances:as-befor")
