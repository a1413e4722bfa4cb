"""One world for Mesa users: stepping, collecting, batch runs, own reps, and no model that stays alive."""

from __future__ import annotations

import gc
import inspect
import re
import weakref

import mesa
import numpy as np
import pytest

from simulator.engine.simulation import simulate
from simulator.errors import InputError, RuleError, RunError, UnknownName
from simulator.scenario import load_scenario
from simulator.scenario.build import worlds
from simulator.scenario.mesa import Customer, Firm, Rep, SalesModel
from simulator.world.specs import WorldKey
from tests.worlds.rows import assert_same_world

SMALL = "demand.customers=400"
WEEKS = 6


def small_model(alternative: str = "tilt-only", **more: object) -> SalesModel:
    return SalesModel("home-appliances", alternative, settings=[SMALL], **{"weeks": WEEKS, **more})


def test_a_world_is_the_same_as_in_an_ensemble() -> None:
    scenario = load_scenario("home-appliances", settings=[SMALL])
    keys = [WorldKey(name, replication) for replication in (0, 1) for name in scenario.alternatives]
    [batch] = worlds(scenario, keys, seed=5, weeks=WEEKS)
    together = simulate(batch)
    for world, key in enumerate(keys):
        model = small_model(key.alternative, replication=key.replication, seed=5)
        model.run_model()
        assert model.week == WEEKS
        assert_same_world(together, world, model.ledger, 0)


def test_looking_changes_nothing() -> None:
    watched, alone = small_model(), small_model()
    while watched.running:
        watched.reps.shuffle_do(lambda rep: rep.effort)
        watched.customers.get("last_firm")
        watched.random.random()
        watched.step()
    alone.run_model()
    assert_same_world(watched.ledger, 0, alone.ledger, 0)


def test_running_ends_with_the_weeks() -> None:
    model = small_model(weeks=2)
    model.step()
    assert model.running
    model.step()
    assert not model.running
    assert (model.steps, model.week) == (2, 2)
    with pytest.raises(RunError, match="2 weeks"):
        model.step()


def test_customers_cost_nothing_until_somebody_looks() -> None:
    model = SalesModel("home-appliances", weeks=1)
    model.step()
    assert len(model.customers) == 20_000
    assert len(model.agents) == 4 + 120 + 20_000
    assert 0.9 < model.customers.agg("income", np.mean) < 1.2  # a column is read without agents
    gc.collect()
    assert not [one for one in gc.get_objects() if type(one) is Customer and one.model is model]
    assert sum(1 for _ in model.customers) == 20_000


def test_the_sets_hold_every_agent_once_by_kind() -> None:
    model = small_model()
    agents = list(model.agents)
    assert len(agents) == len(model.agents) == len(set(agents))
    assert len({agent.unique_id for agent in agents}) == len(agents)
    assert {kind: len(some) for kind, some in model.agents_by_type.items()} == {
        Firm: 4,
        Rep: 120,
        Customer: 400,
    }
    assert model.agent_types == [Firm, Rep, Customer]
    north = model.reps.select(lambda rep: rep.region == "tier-1-cities")
    assert len(north) == 40
    assert model.firms.get("name") == ["us", "steady", "matcher", "copier"]
    assert [len(group) for _, group in model.reps.groupby("region")] == [40, 48, 32]
    assert {customer.segment for customer in model.customers} <= set(model.axes.segments)


def test_attributes_read_and_write_columns() -> None:
    model = small_model()
    model.step()
    rep, reps = model.reps[7], model.state.reps
    assert rep.ability == reps.ability[7]
    assert rep.effort == pytest.approx(rep.hours.sum())
    assert model.reps.get("understanding") == [one.understanding for one in model.seats]
    rep.understanding = 0.25
    assert reps.understanding[7] == 0.25
    with pytest.raises(AttributeError, match="can be read but not set"):
        rep.effort = 1.0
    rep.mood = "fine"  # an attribute of the user's own stays with the agent
    assert model.reps[7].mood == "fine"
    model.firms[1].list_price *= 0.9
    assert np.allclose(model.state.firms.list_price[0, 1], 0.9 * model.state.firms.opening_price[0, 1])


@pytest.mark.parametrize(
    ("agent", "name", "said"),
    [
        (
            lambda m: m.reps[0],
            "abilty",
            "a rep has no attribute 'abilty' that the world knows. Did you mean 'ability'?",
        ),
        (lambda m: m.firms[0], "list_prize", "Did you mean 'list_price'?"),
        (lambda m: m.customers[0], "last_frm", "Did you mean 'last_firm'?"),
    ],
)
def test_an_attribute_that_is_no_column_cannot_be_set(agent: object, name: str, said: str) -> None:
    one = agent(small_model())
    with pytest.raises(AttributeError, match=re.escape(said)):
        setattr(one, name, 2)
    assert not hasattr(one, name)


@pytest.mark.parametrize("kind", ["reps", "customers", "firms"])
def test_agents_of_the_scenario_do_not_step_alone(kind: str) -> None:
    model = small_model()
    with pytest.raises(RunError, match=r"does not step alone: the whole world steps with model\.step\(\)"):
        getattr(model, kind).do("step")
    assert model.week == 0


def test_an_own_seed_in_a_batch_run_is_other_luck() -> None:
    shared = {"scenario": "home-appliances", "settings": [(SMALL,)], "weeks": 5}
    options = {"max_steps": 5, "number_processes": 1, "display_progress": False}
    if "rng" in inspect.signature(mesa.batch_run).parameters:  # from Mesa 3.5 on
        rows = mesa.batch_run(SalesModel, parameters=shared, rng=[1, 2, 1], **options)
    else:
        rows = mesa.batch_run(SalesModel, parameters=shared | {"seed": [1, 2, 1]}, **options)
    pay = [row["revenue"] for row in rows]
    assert pay[0] == pay[2] != pay[1]


def test_customers_remember_what_they_bought() -> None:
    model = small_model(weeks=12)
    model.run_model()
    orders = model.table("order")
    last = dict(zip(orders["customer"].tolist(), orders["firm"].tolist(), strict=True))
    rivals_only = {
        customer: firm
        for customer, firm in last.items()
        if 0 not in orders["firm"][orders["customer"] == customer]
    }
    assert rivals_only
    for number, firm in rivals_only.items():
        assert model.customers[number].last_firm == firm
    idle = next(one for one in model.customers if model.memory_slot(one.number) is None)
    assert idle.experience is None
    assert idle.last_firm in range(4)
    with pytest.raises(AttributeError, match="needs nothing"):
        idle.last_firm = 0


def test_the_data_collector_collects_models_and_agents() -> None:
    model = small_model(weeks=13)
    model.datacollector = mesa.DataCollector(
        model_reporters={"revenue": "revenue", "hardest": lambda m: max(m.reps.get("effort"))},
        agenttype_reporters={Rep: {"credit": "credit", "effort": "effort"}, Firm: {"name": "name"}},
    )
    model.run_model()
    weekly = model.datacollector.get_model_vars_dataframe()
    orders = model.table("order")
    booked = orders["amount_minor"][orders["firm"] == 0].sum() / 100
    assert weekly["revenue"].sum() == booked > 0.0
    reps = model.datacollector.get_agenttype_vars_dataframe(Rep)
    assert reps.shape == (13 * 120, 2)
    activity = model.table("activity")
    assert np.allclose(reps["effort"], activity["effort"])
    assert reps.loc[12, "credit"].sum() == model.table("credit")["revenue_minor"].sum() / 100


def test_the_figures_of_the_week_are_collected_unless_the_user_says_otherwise() -> None:
    model = small_model(weeks=5)
    model.run_model()
    weekly = model.datacollector.get_model_vars_dataframe()
    assert tuple(weekly.columns) == SalesModel.FIGURES
    assert weekly["week"].tolist() == [1, 2, 3, 4, 5]
    assert weekly["pay_cost"].gt(0).tolist() == [False, False, False, True, False]
    assert weekly["orders"].sum() == np.count_nonzero(model.table("order")["firm"] == 0)


def test_a_batch_run_varies_alternatives_and_replications() -> None:
    rows = mesa.batch_run(
        SalesModel,
        parameters={
            "scenario": "home-appliances",
            "alternative": ["as-before", "tilt-only"],
            "replication": [0, 1],
            "settings": [(SMALL,)],
            "weeks": 8,
        },
        max_steps=8,
        number_processes=1,
        display_progress=False,
    )
    assert [(row["alternative"], row["replication"]) for row in rows] == [
        (name, replication) for name in ("as-before", "tilt-only") for replication in (0, 1)
    ]
    assert {row["week"] for row in rows} == {8}
    assert rows[0]["understanding"] == 1.0
    assert rows[2]["understanding"] < 1.0
    for row in rows:
        model = small_model(row["alternative"], replication=row["replication"], weeks=8)
        model.run_model()
        assert row["pay_cost"] == model.pay_cost


class Hunter(mesa.Agent):
    """A plain Mesa agent: works on new customers only, more or less by luck."""

    def __init__(self, model: SalesModel) -> None:
        super().__init__(model)
        self.lots: list[float] = []

    def decide(self, view: object) -> np.ndarray:
        self.lots.append(self.random.random() + self.model.rng.random())
        new = np.array(["new" in kind for kind in view.kinds])
        return np.where(new, view.normal_hours, 0.0) * (0.5 + 0.1 * self.lots[-1])


class Talker(Hunter):
    """Draws more lots than anybody, and works as the vectorized rep would."""

    def decide(self, view: object) -> np.ndarray:
        self.lots += self.rng.random(50).tolist()
        return view.usual_hours


class Stepper(mesa.Agent):
    """Acts in the manner of a step: through its seat."""

    def step(self) -> None:
        self.seat.hours = {self.model.kinds[0]: 0.5}


def test_a_plain_mesa_rep_lives_among_the_vectorized_ones() -> None:
    model, plain = small_model(custom_reps={3: Hunter}), small_model()
    model.run_model()
    plain.run_model()
    hunter = model.reps[3]
    assert isinstance(hunter, Hunter)
    assert not isinstance(hunter, Rep)
    assert hunter.unique_id == len(plain.agents) + 1
    assert list(model.agents_by_type[Hunter]) == [hunter]
    assert len(model.agents_by_type[Rep]) == 119
    assert hunter in model.agents
    assert len(model.agents) == len(plain.agents)
    with_it, without = model.table("activity"), plain.table("activity")
    ours = with_it["rep"] == 3
    farming = ["new" not in kind for kind in model.kinds]
    assert not with_it["effort_by_kind"][ours][:, farming].any()
    assert without["effort_by_kind"][ours][:, farming].any()
    first_week = ~ours & (with_it["day"] == 0)
    assert np.array_equal(with_it["effort_by_kind"][first_week], without["effort_by_kind"][first_week])
    assert np.allclose(with_it["effort"][ours], (0.5 + 0.1 * np.array(hunter.lots)) * _new_share(model, 3))


def _new_share(model: SalesModel, seat: int) -> float:
    new = ["new" in kind for kind in model.kinds]
    return float(model.state.reps.normal_split[seat][new].sum())


def test_what_an_own_rep_draws_depends_on_its_seat_and_week_alone() -> None:
    lots = {}
    for name, seats in {
        "alone": {3: Hunter},
        "again": {3: Hunter},
        "late": {90: Talker, 3: Hunter, 1: Talker},
        "first": {3: Hunter, 1: Talker},
    }.items():
        model = small_model(custom_reps=seats)
        while model.running:
            model.random.random()  # what the user's own code draws does not matter either
            model.step()
        lots[name] = model.reps[3].lots
    assert lots["alone"] == lots["again"] == lots["late"] == lots["first"]
    assert len(set(lots["alone"])) == WEEKS
    other = small_model(custom_reps={4: Hunter})
    other.run_model()
    assert not set(other.reps[4].lots) & set(lots["alone"])


def test_a_rep_that_decides_as_usual_changes_nothing() -> None:
    with_it, without = small_model(custom_reps={5: Talker}), small_model()
    with_it.run_model()
    without.run_model()
    assert np.allclose(with_it.table("activity")["effort"], without.table("activity")["effort"])
    assert with_it.table("order")["event_id"].tolist() == without.table("order")["event_id"].tolist()


def test_a_rep_may_step_and_leave() -> None:
    model = small_model()
    agent = model.replace_rep(0, Stepper)
    model.step()
    assert agent.seat.effort == pytest.approx(0.5)
    agent.remove()
    assert isinstance(model.reps[0], Rep)
    model.step()
    assert model.reps[0].effort > 0.5
    first, second = model.replace_rep(0, Stepper), model.replace_rep(0, Stepper)
    assert first not in model.agents
    assert second in model.agents
    with pytest.raises(AttributeError, match="cannot be removed"):
        model.reps[1].remove()


@pytest.mark.parametrize(
    ("hours", "what"),
    [
        ([1.0], "one for each kind"),
        ("all day", "12 numbers"),
        (np.full(12, 0.5), "more than the"),
        (np.full(12, -0.1), "0 or more"),
        (np.full(12, np.nan), "0 or more"),
        ({"selling": 1.0}, "selling"),
    ],
)
def test_a_rep_that_decides_the_impossible_is_told_so(hours: object, what: str) -> None:
    class Impossible(mesa.Agent):
        def decide(self, view: object) -> object:
            return hours

    model = small_model(custom_reps={2: Impossible})
    with pytest.raises((RuleError, UnknownName), match=what):
        model.step()


def test_other_agents_may_live_in_the_model_too() -> None:
    model = small_model()
    watcher = mesa.Agent(model)
    assert watcher in model.agents
    assert watcher.unique_id == 4 + 120 + 400 + 1
    watcher.remove()
    assert watcher not in model.agents


def test_bad_requests_are_refused() -> None:
    with pytest.raises(UnknownName, match="tilt-only"):
        SalesModel("home-appliances", "tilt-onyl")
    with pytest.raises(InputError, match="no rep 500"):
        small_model(custom_reps={500: Hunter})


def test_two_hundred_models_do_not_stay_alive() -> None:
    alive: list[weakref.ref[SalesModel]] = []
    settings = ["demand.customers=20"]
    scenario = load_scenario("home-appliances", settings=settings)
    for number in range(200):
        model = SalesModel(scenario, weeks=2, replication=number, custom_reps={0: Talker})
        if number % 20 == 0:
            model.step()
            assert len(model.agents) == 4 + 120 + 20
            model.reps.do(lambda rep: None)
        alive.append(weakref.ref(model))
        del model
    gc.collect()
    assert sum(one() is not None for one in alive) == 0
