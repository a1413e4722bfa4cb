"""Quotas of a whole year while it still runs, ratios of two totals, factors by score, stepped clawback."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from simulator.cli.pay import pay
from simulator.compensation import People, Quota, compile_plan, statements
from simulator.compensation.described import plan_document_text
from simulator.compensation.explain import explained
from simulator.compensation.lint import findings
from simulator.errors import PlanError
from simulator.world.pay_terms import CreditKind
from tests.unit.compensation.pay_of import YEAR, day, events_of, plan_of

KIND = (CreditKind("washer", "standard", "new"),)
TOWARD = """plan: demo
components:
  fee:
    kind: commission
    attainment: {quota: sales, accumulate: toward-year}
    tiers: [{from: 0%, rate: 1%}, {from: 100%, rate: 2%}]
"""
WORDS = {
    "YEARLY": "{quota: q, accumulate: toward-year}",
    "FACTORS": "{points: [{at: 0%, pays: 1%}]}",
    "STEP": "{within_days: 5, share: 1%}",
}
EVENTS = "id,person,day,revenue\n1,ann,2026-01-05,800\n2,ann,2026-02-05,400\n3,bob,2026-02-06,100\n"


def run(folder: Path, quotas: str, *more: str) -> Result:
    for name, content in (("plan.yaml", TOWARD), ("events.csv", EVENTS), ("quotas.csv", quotas)):
        (folder / name).write_text(content, "utf-8")
    arguments = [str(folder / "plan.yaml"), "--events", str(folder / "events.csv")]
    return CliRunner().invoke(pay, [*arguments, "--quotas", str(folder / "quotas.csv"), *more])


def test_the_quota_of_the_year_is_known_while_the_year_still_runs(tmp_path: Path) -> None:
    quotas = "person,period,amount\n*,2026,5000\nann,2026,1000\n"
    result = run(tmp_path, quotas, "--period", "2026-02", "--rep", "ann", "--explain")
    assert result.exit_code == 0, result.exception
    told = result.stdout
    assert "CNY 200.00 (revenue of all sales) at 1% pays CNY 2.00. Quota attained: 120%." in told
    assert "CNY 200.00 (revenue of all sales) at 2% pays CNY 4.00. Quota attained: 120%." in told


@pytest.mark.parametrize(
    ("quotas", "sentence"),
    [
        ("person,period,amount\nann,2026,1000\n", "bob has no quota called 'sales' for the year 2026"),
        (
            "person,period,amount\n*,2026-01,1000\n",
            "'sales' is set by the month and needed for the whole year",
        ),
    ],
)
def test_a_quota_of_the_year_that_is_not_there_is_an_error(
    tmp_path: Path, quotas: str, sentence: str
) -> None:
    result = run(tmp_path, quotas)
    assert sentence in str(result.exception)


def test_a_quota_of_the_year_may_be_given_in_python() -> None:
    table = Quota("year", np.array([[100_000]]))
    pay_of_year = statements(
        plan_of(TOWARD.removeprefix("plan: demo\n")),
        events_of([{"revenue": 1_500, "day": day(3)}]),
        People(np.array([1])),
        {"sales": table},
        YEAR,
    )
    assert pay_of_year.totals().tolist() == [2_000]


@pytest.mark.parametrize(
    ("component", "sentence"),
    [
        (
            "{kind: bonus, attainment: {accumulate: toward-year}, at: 5, pay: 5}",
            "needs the quota of the year",
        ),
        (
            "{kind: bonus, attainment: YEARLY, at: 9%, pay: 5, proration: {of: quota}}",
            "do not shrink the quota of a whole year",
        ),
        (
            "{kind: bonus, attainment: YEARLY, at: 9%, pay: 5, gate: {quota: q, at_least: 9%}}",
            "a gate on a quota looks at periods",
        ),
        (
            "{kind: pool, rate: 1%, attainment: {quota: q, accumulate: toward-year}}",
            "a pool is settled on periods",
        ),
        (
            "{kind: commission, rate: 1%, gate: {measure: units, against: {}, at_least: 9%}}",
            "both must count the same",
        ),
        (
            "{kind: commission, rate: 1%, gate: {quota: q, against: {}, at_least: 9%}}",
            "against stands instead",
        ),
        (
            "{kind: commission, rate: 1%, clawback: {share: 50%, steps: [{within_days: 5, share: 1%}]}}",
            "not both",
        ),
        (
            "{kind: commission, rate: 1%, clawback: {steps: [STEP, STEP]}}",
            "from few days to many",
        ),
        (
            "{kind: multiplier, of: [], score: s, attainment: YEARLY, factors: FACTORS}",
            "a score or an attainment, not both",
        ),
        ("{kind: formula, inputs: {last-year: {}}, pay: 1 * last}", "'last-year' reads as a subtraction"),
    ],
)
def test_what_does_not_go_together_is_refused(component: str, sentence: str) -> None:
    for word, said in WORDS.items():
        component = component.replace(word, said)
    with pytest.raises(PlanError, match=sentence):
        plan_of(f"components: {{c: {component}}}")


def test_behavior_does_not_see_quotas_of_a_whole_year() -> None:
    with pytest.raises(PlanError, match="behavior sees quotas period by period"):
        compile_plan(plan_of(TOWARD.removeprefix("plan: demo\n")), KIND, {})


def test_lint_and_document_work_examples_against_the_quota_of_the_year() -> None:
    plan = plan_of(TOWARD.removeprefix("plan: demo\n"))
    assert {each.key for each in findings(plan)} == {"windfall", "no_source"}
    assert "settled on the year so far, against the quota of the whole year" in plan_document_text(plan)


RATIO = "components: {c: {kind: commission, rate: 10%, gate: {measure: cash, against: {}, at_least: 80%}}}"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "cash collected is 75% of revenue, and 80% is asked for; this takes CNY 100.00 away."),
        ("zh", "回款为销售额的 75%，要求 80%，扣除 100.00元。"),
    ],
)
def test_a_collection_rate_is_told(language: str, sentence: str) -> None:
    rows: list[dict[str, object]] = [{"revenue": 1_000, "cash": 750}]
    told = explained(
        statements(plan_of(RATIO), events_of(rows), People(np.array([1])), {}, YEAR), 1, language
    )
    assert any(sentence in line for line in told)


@pytest.mark.parametrize(("cash", "expected"), [(0.9, 100.0), (0.7, 0.0)])
def test_behavior_takes_a_collection_rate_to_be_the_usual_one(cash: float, expected: float) -> None:
    compiled = compile_plan(plan_of(RATIO), KIND, {"cash": np.array([cash])})
    credit = np.array([[float(a.weights[0]) * 1_000 for a in compiled.accumulators]])
    assert float(compiled.pay(credit, np.ones_like(credit))[0]) == pytest.approx(expected)


def test_behavior_expects_the_factor_of_a_usual_appraisal() -> None:
    plan = plan_of("""components:
  fee: {kind: commission, rate: 10%}
  factor: {kind: multiplier, of: [fee], score: appraisal, expected: 90%,
           factors: {points: [{at: 0%, pays: 50%}, {at: 90%, pays: 120%}], between: steps}}
""")
    compiled = compile_plan(plan, KIND, {})
    credit = np.array([[float(a.weights[0]) * 1_000 for a in compiled.accumulators]])
    assert float(compiled.pay(credit, np.ones_like(credit))[0]) == pytest.approx(120.0)


def test_a_stepped_clawback_is_shown_step_by_step() -> None:
    plan = plan_of(
        "components: {c: {kind: commission, rate: 1%,\n"
        "  clawback: {steps: [{within_days: 90, share: 100%}, {within_days: 180, share: 50%}]}}}"
    )
    shown = plan_document_text(plan)
    assert "100% of what the sale earned, if it is returned within 90 days; 50% of" in shown


CARD = """components:
  c:
    kind: scorecard
    period: quarter
    target: 1000
    cards:
      cash:
        weight: 100%
        measure: cash
        against: {}
        curve: {points: [{at: 0%, pays: 0%}, {at: 100%, pays: 100%}]}
"""
CONTEST = """components:
  c: {kind: contest, period: quarter, among: teams, attainment: {quota: sales}, prizes: [9000], field: 5,
      members_expected: 3}
"""


def test_one_of_three_who_make_a_team_win_expects_a_third_of_the_prize() -> None:
    compiled = compile_plan(plan_of(CONTEST), KIND, {})
    quota = np.array([[100_000.0]])
    pay_at = [float(compiled.pay(np.array([[x]]), quota)[0]) for x in (0.0, 100_000.0, 900_000.0)]
    assert pay_at[2] == pytest.approx(3_000.0, rel=1e-3)
    assert 0.0 <= pay_at[0] < pay_at[1] < pay_at[2]


def test_behavior_takes_a_collection_card_to_be_the_usual_one() -> None:
    plan = plan_of(CARD)
    compiled = compile_plan(plan, KIND, {"cash": np.array([0.9])})
    assert compiled.salary_per_week == pytest.approx(0.9 * 4_000 / 52)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "c, cash: 75% of CNY 1,000.00 is CNY 750.00. Reached: 75%."),
        ("zh", "c，cash：1,000.00元 的 75%，即 750.00元。达成：75%。"),
    ],
)
def test_a_card_is_told_as_a_part_of_the_target(language: str, sentence: str) -> None:
    plan = plan_of(CARD)
    rows: list[dict[str, object]] = [{"revenue": 1_000, "cash": 750}]
    told = explained(statements(plan, events_of(rows), People(np.array([1])), {}, YEAR), 1, language)
    assert sentence in [line.strip() for line in told]


def test_the_plan_document_has_examples_for_each_kind_of_people() -> None:
    shown = plan_document_text(
        plan_of("""components:
  own: {kind: commission, for: {role: rep}, rate: 2%}
  lead: {kind: commission, for: {except: {role: rep}}, rate: 1%}
""")
    )
    examples = shown.split("## Examples")[1]
    reps, others = examples.split("For people with role rep.")[1].split("For people with role other.")
    assert "| own | CNY 12,000.00 |" in reps
    assert "lead" not in reps
    assert "| lead | CNY 6,000.00 |" in others


@pytest.mark.parametrize("seed", range(5))
def test_months_toward_the_year_add_up_to_what_the_year_pays(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows: list[dict[str, object]] = [
        {"revenue": round(float(rng.gamma(1.0, 400.0)) - 50.0, 2), "day": day(int(month))}
        for month in rng.integers(1, 13, 40)
    ]
    tiers = "tiers: [{from: 0%, rate: 1.37%}, {from: 60%, rate: 2.9%}, {from: 100%, rate: 7.1%}]"
    paid_by = {}
    for period, accumulate in (("month", "toward-year"), ("quarter", "toward-year"), ("year", "period")):
        plan = plan_of(
            f"components: {{c: {{kind: commission, period: {period},"
            f" attainment: {{quota: sales, accumulate: {accumulate}}}, {tiers}}}}}"
        )
        table = {"sales": Quota("year", np.array([[1_000_000]]))}
        total = statements(plan, events_of(rows), People(np.array([1])), table, YEAR).totals()
        paid_by[period] = int(total[0])
    assert paid_by["month"] == paid_by["quarter"] == paid_by["year"]
