"""Remarks and reasons are written in the language that is asked for; who is left out is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli.pay import pay

PLAN = """plan: demo
components:
  bonus: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 700}
  fee: {kind: commission, rate: 10%, cap: {deal: 500, review: true}}
"""
EVENTS = "id,person,day,revenue\nA-1,ann,2026-01-05,1000\nA-2,bob,2026-03-30,200\n"
PEOPLE = "person,team\nann,x\nbob,x\ncem,x\n"
QUOTAS = "person,period,amount\nann,2026-Q1,900\nbob,2026-Q1,900\n"


def run(folder: Path, *more: str, plan: str = PLAN, events: str = EVENTS, quotas: str = QUOTAS) -> Result:
    files = {"plan.yaml": plan, "events.csv": events, "people.csv": PEOPLE, "quotas.csv": quotas}
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    arguments = [str(folder / "plan.yaml")]
    for name in ("events", "people", "quotas") if quotas else ("events", "people"):
        arguments += [f"--{name}", str(folder / f"{name}.csv")]
    return CliRunner().invoke(pay, [*arguments, *more])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "bonus: no quota is set for cem; they are left out.",
                (
                    "fee: these sales are paid in full and larger than the plan expects of one sale; "
                    "please review: A-1 of ann."
                ),
            ],
        ),
        (
            "zh",
            [
                "bonus：cem没有设定指标，不参与本项。",
                "fee：以下销售超过单笔上限，已全额支付，请复核：ann 的 A-1。",
            ],
        ),
    ],
)
def test_who_is_left_out_and_what_is_large_is_remarked_on(
    tmp_path: Path, language: str, said: list[str]
) -> None:
    result = run(tmp_path, "--period", "2026-Q1", "--language", language)
    assert result.exit_code == 0, result.exception
    assert result.stderr.splitlines() == said


def test_who_adds_nothing_to_a_shared_quota_is_remarked_on(tmp_path: Path) -> None:
    plan = PLAN.replace("{quota: sales}", "{quota: sales, of: team}").replace(
        ", cap: {deal: 500, review: true}", ""
    )
    result = run(tmp_path, plan=plan, quotas="person,period,amount\nann,2026-Q1,900\n")
    [told] = result.stderr.splitlines()
    assert told == (
        "bonus: no quota is set for bob; what they sell counts, "
        "and they add nothing to the quota sales that is shared."
    )


@pytest.mark.parametrize(
    ("language", "reason"), [("en", "30.00 is due where 0.00 was paid"), ("zh", "应付 30.00，已付 0.00")]
)
def test_reasons_in_the_files_are_in_the_language_asked_for(
    tmp_path: Path, language: str, reason: str
) -> None:
    before = run(tmp_path, "--period", "2026-01", "--out", str(tmp_path / "before"))
    assert before.exit_code == 0, before.exception
    late = f"{EVENTS}A-3,cem,2026-01-20,300\n"
    after = run(
        tmp_path, "--period", "2026-02", "--paid", str(tmp_path / "before" / "statement_lines.csv"),
        "--language", language, "--out", str(tmp_path / "after"), events=late,
        quotas=f"{QUOTAS}cem,2026-Q1,900\n",
    )  # fmt: skip
    assert after.exit_code == 0, after.exception
    assert reason in (tmp_path / "after" / "statement_lines.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("language", "kept", "paid"),
    [
        (
            "en",
            "draw: CNY 200.00 above the minimum is kept for later or repays advances.",
            "draw: CNY 200.00 is paid to reach the minimum, or was kept until now.",
        ),
        (
            "zh",
            "draw：超出最低额的 200.00元 留待以后发放或偿还预支。",
            "draw：支付 200.00元，用于补足最低额或发放此前留存的金额。",
        ),
    ],
)
def test_a_deferred_draw_says_what_it_keeps_and_when_it_pays_it(
    tmp_path: Path, language: str, kept: str, paid: str
) -> None:
    plan = """plan: demo
components:
  fee: {kind: commission, rate: 10%}
  draw: {kind: draw, of: [fee], minimum: 100, recovery: at-quarter-end,
         dates: {first: 2026-01-01, last: 2026-01-31}}
"""
    events = "id,person,day,revenue\n1,ann,2026-01-05,3000\n2,ann,2026-03-30,0\n"
    result = run(
        tmp_path, "--rep", "ann", "--explain", "--language", language, plan=plan, events=events, quotas=""
    )
    assert result.exit_code == 0, result.exception
    told = [line.strip() for line in result.stdout.splitlines()]
    assert kept in told
    assert paid in told
