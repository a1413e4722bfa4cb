"""People leave, seats stay empty, others come: the same people in every alternative, each paid own days."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.analysis.turnover_outcomes import mean_ability, turnover_per_year, vacancy_share
from simulator.engine.ledger import Ledger
from simulator.engine.simulation import simulate
from simulator.engine.spells import spells_of
from simulator.errors import ScenarioError
from simulator.scenario import load_scenario
from simulator.scenario.build import worlds
from simulator.world.records import LEAVE_REASONS
from simulator.world.specs import WorldKey
from tests.worlds.rows import assert_same_world

SCENARIO = """
title: {en: Turnover, zh: 流动}
question: {en: Who leaves?, zh: 谁离开？}
summary: {en: People come and go., zh: 人员进出。}
currency: USD
weeks: 104
seed: 1
baseline: usual
demand: reduced_form
groups:
  field: {title: {en: Field, zh: 外勤}, reps: 30}
products:
  goods: {title: {en: Goods, zh: 商品}, revenue_per_week: 20000, noise: {kind: gamma, cv: 0.7}}
people:
  plan: usual
  habit_plan: usual
  reference_variable_pay_per_week: 800
  turnover: {leaving_cost: 20000, hiring_cost: 5000}
plans:
  usual: usual.yaml
  poor: poor.yaml
alternatives:
  usual: {title: {en: Usual, zh: 原}, summary: {en: Usual., zh: 原。}}
  poor:
    title: {en: Poor, zh: 低}
    summary: {en: Less pay., zh: 低薪。}
    people: {plan: poor}
  ranked:
    title: {en: Ranked, zh: 淘汰}
    summary: {en: The last go., zh: 末位淘汰。}
    organization: {forced_ranking: {share: 0.1, dismissal_cost: 1000}}
  nobody:
    title: {en: Nobody moves, zh: 不动}
    summary: {en: Nobody moves., zh: 不动。}
    people: {remove: [turnover]}
"""
PLAN = """
plan: {name}
currency: USD
components:
  salary: {{kind: salary, pay_per_month: 3500}}
  commission: {{kind: commission, rate: {rate}%, source: assumption}}
  bonus:
    {{kind: bonus, period: quarter, attainment: {{quota: sales}}, at: 100%, pay: 1000, source: assumption}}
"""
WEEKS = 104


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("turnover")
    (found / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    for name, rate in (("usual", 4), ("poor", 1)):
        (found / f"{name}.yaml").write_text(PLAN.format(name=name, rate=rate), encoding="utf-8")
    return found / "scenario.yaml"


def run(folder: Path, *keys: WorldKey, settings: tuple[str, ...] = (), weeks: int = WEEKS) -> Ledger:
    [spec] = worlds(load_scenario(folder, settings=list(settings)), keys, seed=1, weeks=weeks)
    return simulate(spec)


@pytest.fixture(scope="module")
def ledger(folder: Path) -> Ledger:
    return run(folder, *(WorldKey(name, r) for name in ("usual", "poor", "ranked", "nobody") for r in (0, 1)))


def test_a_world_does_not_depend_on_what_else_is_in_the_batch(folder: Path, ledger: Ledger) -> None:
    for number, key in ((1, WorldKey("usual", 1)), (3, WorldKey("poor", 1)), (5, WorldKey("ranked", 1))):
        assert_same_world(run(folder, key), 0, ledger, number)


def test_nobody_moves_where_the_scenario_does_not_say_so(ledger: Ledger) -> None:
    assert turnover_per_year(ledger, ledger.axes)[6:].tolist() == [0.0, 0.0]
    assert vacancy_share(ledger, ledger.axes)[6:].tolist() == [0.0, 0.0]
    assert (ledger.table("hire")["person"][ledger.table("hire")["world"] >= 6] == 0).all()


def test_the_same_person_is_as_able_in_every_alternative(ledger: Ledger) -> None:
    hire = ledger.table("hire")
    able: dict[tuple[int, int, int], float] = {}
    for world, rep, person, ability in zip(
        hire["world"], ledger.axes.rep_number[hire["rep"]], hire["person"], hire["ability"], strict=True
    ):
        key = (int(ledger.axes.world_replication[world]), int(rep), int(person))
        assert able.setdefault(key, float(ability)) == float(ability)
    assert sum(person > 0 for _, _, person in able) > 20


def test_less_pay_drives_people_out(ledger: Ledger) -> None:
    found = turnover_per_year(ledger, ledger.axes)
    assert found[2:4].sum() > 1.5 * found[:2].sum()


def test_those_rated_last_are_let_go_at_the_end_of_the_year(ledger: Ledger) -> None:
    leave = ledger.table("leave")
    dismissed = leave["reason"] == LEAVE_REASONS.index("dismissed")
    assert set(leave["day"][dismissed].tolist()) == {364}
    assert set(leave["world"][dismissed].tolist()) == {4, 5}
    there = mean_ability(ledger, ledger.axes)
    assert (there[4:6] > 0).all()


def test_empty_seats_sell_nothing_and_nobody_works_there(ledger: Ledger) -> None:
    seats = np.arange(len(ledger.axes.rep_world))
    spells = spells_of(ledger.table("hire"), ledger.table("leave"), seats)
    for table in ("credit", "activity"):
        rows = ledger.table(table)
        number = spells.numbers_at(rows["rep"], rows["day"].astype(np.int64))
        place = np.searchsorted(spells.number, number)
        assert (spells.seat[place] == rows["rep"]).all()
        assert (rows["day"] <= spells.last_day[place]).all()


def test_everybody_is_paid_salary_for_the_own_days(ledger: Ledger) -> None:
    seats = np.flatnonzero(ledger.axes.rep_world == 0)
    spells = spells_of(ledger.table("hire"), ledger.table("leave"), seats)
    days = np.minimum(spells.last_day, 7 * WEEKS - 1) - spells.first_day + 1
    pay = ledger.table("payout")
    salary = (pay["world"] == 0) & (pay["component"] == 0)
    assert pay["amount_minor"][salary].sum() / 100 == pytest.approx(days.sum() * 3500 * 12 / 364, rel=1e-3)


def test_leaving_and_hiring_cost_what_the_scenario_says(ledger: Ledger) -> None:
    spend, leave, hire = (ledger.table(name) for name in ("spend", "leave", "hire"))
    for world in (0, 4):
        leavers = leave["world"] == world
        dismissed = int((leave["reason"][leavers] == LEAVE_REASONS.index("dismissed")).sum())
        hires = int(((hire["world"] == world) & (hire["person"] > 0)).sum())
        spent = spend["amount_minor"][spend["world"] == world].sum()
        assert spent == 100 * (20_000 * int(leavers.sum()) + 5_000 * hires + 1_000 * dismissed)


def test_applicants_who_choose_are_abler_the_less_others_pay_for_ability(folder: Path) -> None:
    able = []
    for elasticity in (0.0, 1.0):
        settings = (
            "people.turnover.applicants_choose=true",
            "parameters.quit_rate_per_year=1.0",
            f"parameters.outside_pay_ability_elasticity={elasticity}",
        )
        hire = run(folder, *(WorldKey("usual", r) for r in range(4)), settings=settings).table("hire")
        able.append(np.log(hire["ability"][hire["person"] > 0]).mean())
    assert able[0] > able[1] + 0.1


def test_people_do_not_come_and_go_where_customers_belong_to_a_rep() -> None:
    with pytest.raises(ScenarioError, match="only in a market without customers"):
        load_scenario("home-appliances", settings=["people.turnover.leaving_cost=1"])


def test_the_best_seller_leaves_the_seat_to_lead(folder: Path) -> None:
    settings = ("organization.promotion.weight_on_sales=1.0", "parameters.quit_rate_per_year=0")
    led = run(folder, *(WorldKey("usual", r) for r in (0, 1)), settings=settings)
    leave = led.table("leave")
    assert leave["reason"].tolist() == [LEAVE_REASONS.index("promoted")] * 2
    hire = led.table("hire")
    able = hire["ability"][np.searchsorted(hire["rep"][:60], leave["rep"])]
    assert (able > np.median(hire["ability"])).all()
    assert_same_world(run(folder, WorldKey("usual", 1), settings=settings), 0, led, 1)


def test_managers_lower_quotas_of_the_last_month_and_only_with_a_bonus_for_themselves(folder: Path) -> None:
    found = {}
    for bonus in (0, 200_000):
        settings = ("organization.managers.cost=600", f"organization.managers.bonus={bonus}")
        led = run(folder, *(WorldKey("nobody", r) for r in (0, 1)), settings=settings, weeks=52)
        found[bonus] = led.table("adjustment")
        quota = led.table("quota")
        again = np.isin(quota["day"], found[bonus]["day"])
        assert again.sum() == len(found[bonus]["day"])
        assert (quota["month"][again] % 3 == 2).all()
        assert_same_world(run(folder, WorldKey("nobody", 1), settings=settings, weeks=52), 0, led, 1)
    assert not found[0]["is_own"].any()
    assert found[200_000]["is_own"].any()
