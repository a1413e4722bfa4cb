"""Every wrong scenario is refused with one sentence: where, what, what to try, what is allowed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.scenario.small_case import SCENARIO

Refusal = Callable[..., str]

TILT = "    people: {plan: tilt}\n"
WITH_PARAMETERS = "quota: {share"


def test_a_plan_that_names_an_unknown_product(refusal: Refusal) -> None:
    assert refusal(plan=("tilt", "tier: premium", "line: dishwasher")) == (
        "plans/tilt.yaml:7, plans.tilt.components.tilt.credit: there is no line called 'dishwasher'. "
        "Did you mean 'washer'? Allowed: washer."
    )


def test_a_plan_that_names_an_unknown_tier(refusal: Refusal) -> None:
    assert refusal(plan=("tilt", "tier: premium", "tier: premum")) == (
        "plans/tilt.yaml:7, plans.tilt.components.tilt.credit: there is no tier called 'premum'. "
        "Did you mean 'premium'? Allowed: standard, premium."
    )


def test_a_quota_that_nobody_sets(refusal: Refusal) -> None:
    said = refusal(plan=("flat", "{quota: sales}", "{quota: sails}"))
    assert "there is no quota called 'sails'. Did you mean 'sales'? Known: sales." in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "share_of_potential: 0.3",
            "share_of_potential: 0",
            "scenario.yaml:39, quota.share_of_potential: must be greater than 0, got 0.",
        ),
        (
            "list_price: 4000",
            "list_price: -4000",
            "scenario.yaml:20, products.washer.premium.list_price: must be greater than 0, got -4000.",
        ),
        (
            "list_price: 4000",
            "list_prise: 4000",
            (
                "scenario.yaml:20, products.washer.premium.list_prise: is not a known key. "
                "Did you mean 'list_price'? Allowed: list_price, unit_cost."
            ),
        ),
        (
            "presence: {us: 0.9",
            "presence: {us: 1.2",
            "scenario.yaml:25, channels.dealer.presence.us: must be between 0 and 1, got 1.2.",
        ),
        (
            "weeks: 26",
            "weeks: 26\nweeks: 27",
            "scenario.yaml:5, weeks: this key is given twice. The first one is on line 4.",
        ),
        (
            "title: A small shop\n",
            "",
            "scenario.yaml:1, title: is missing.",
        ),
        (
            "brand: 0.2",
            "brand: high",
            "scenario.yaml:36, firms.us.brand: must be a number, got 'high'.",
        ),
        (
            "reps: 6",
            "reps: 2.5",
            "scenario.yaml:13, regions.town.reps: must be a whole number, got 2.5.",
        ),
        (
            "season: [1, 1,",
            "season: [1,",
            "scenario.yaml:15, products.washer: season needs 12 numbers, one for each fiscal month, got 11.",
        ),
        (
            "medium: meeting",
            "medium: meting",
            (
                "scenario.yaml:49, actions.talk.medium: must be one of the allowed values, got 'meting'. "
                "Did you mean 'meeting'? Allowed: e-mail, meeting, workshop."
            ),
        ),
    ],
)
def test_a_value_or_key_of_the_wrong_kind(refusal: Refusal, old: str, new: str, said: str) -> None:
    assert refusal((old, new)) == said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "channel: web,",
            "channel: webb,",
            (
                "scenario.yaml:51, actions.web-shop.channel: there is no channel called 'webb'. "
                "Did you mean 'web'? Known: dealer, web."
            ),
        ),
        (
            "presence: {us: 0.9, rival",
            "presence: {us: 0.9, rivals",
            (
                "scenario.yaml:25, channels.dealer.presence.rivals: there is no firm called 'rivals'. "
                "Did you mean 'rival'? Known: us, rival."
            ),
        ),
        (
            "visit_share: {families: 0.9",
            "visit_share: {family: 0.9",
            (
                "scenario.yaml:24, channels.dealer.visit_share.family: there is no segment called 'family'. "
                "Did you mean 'families'? Known: families, singles."
            ),
        ),
        (
            "habit_plan: flat",
            "habit_plan: falt",
            (
                "scenario.yaml:38, people.habit_plan: there is no plan called 'falt'. "
                "Did you mean 'flat'? Known: flat, tilt."
            ),
        ),
        (
            "baseline: flat",
            "baseline: flatt",
            (
                "scenario.yaml:6, baseline: there is no alternative called 'flatt'. "
                "Did you mean 'flat'? Known: flat, tilted."
            ),
        ),
        (
            "match-price-cut,",
            "match-price-cuts,",
            (
                "scenario.yaml:37, firms.rival.strategy: there is no firm strategy called "
                "'match-price-cuts'. "
                "Did you mean 'match-price-cut'? Known: hold, match-price-cut, match-lowest, "
                "undercut, follower, premium, "
                "generous-tit-for-tat, best-response, price-war-trigger, "
                "quarter-end-pressure, entrant, copy-features, scripted."
            ),
        ),
        (
            "delay_weeks: 2",
            "delay_week: 2",
            (
                "scenario.yaml:37, firms.rival.settings.delay_week: there is no setting of "
                "match-price-cut called "
                "'delay_week'. Did you mean 'delay_weeks'? Known: delay_weeks, floor_margin."
            ),
        ),
        (
            "plans/tilt.yaml",
            "plans/tlt.yaml",
            "scenario.yaml:41, plans.tilt: there is no plan file plans/tlt.yaml.",
        ),
    ],
)
def test_a_name_that_nothing_bears(refusal: Refusal, old: str, new: str, said: str) -> None:
    assert refusal((old, new)) == said


def test_an_outcome_that_nobody_measures(refusal: Refusal) -> None:
    said = refusal(("outcome: premium_share", "outcome: premium_shar"))
    assert said.startswith(
        "scenario.yaml:7, goal.outcome: there is no outcome called 'premium_shar'. "
        "Did you mean 'premium_share'? Known: revenue, "
    )


@pytest.mark.parametrize(
    ("section", "key", "old", "line"),
    [
        ("segments", "population_share", "population_share: 0.7", 9),
        ("regions", "population_share", "population_share: 1.0", 12),
        ("products", "needs_share", "needs_share: 1.0", 14),
        ("firms", "starting_share", "starting_share: 0.5, strategy: scripted", 35),
    ],
)
def test_shares_that_do_not_add_up(refusal: Refusal, section: str, key: str, old: str, line: int) -> None:
    number = old.split(": ")[1].split(",", maxsplit=1)[0]
    said = refusal((old, old.replace(number, f"{float(number) - 0.2:g}")))
    assert said == (
        f"scenario.yaml:{line}, {section}: {key} of all {section} must add up to 1, and adds up to 0.8."
    )


def test_a_season_above_the_bound_of_demand(refusal: Refusal) -> None:
    assert refusal(("rate_bound: 2.0", "rate_bound: 1.1")) == (
        "scenario.yaml:18, products.washer.season: the season of washer rises to 1.2, above "
        "demand.rate_bound "
        "1.1. Raise demand.rate_bound above season times promotion pull."
    )


def test_a_promotion_that_lifts_demand_above_its_bound(refusal: Refusal) -> None:
    assert refusal(("rate_bound: 2.0", "rate_bound: 1.3")) == (
        "scenario.yaml:50, actions.sale.discount_share: in week 21 demand rises to 1.5 times "
        "its mean (season, "
        "and a promotion_pull of up to 2.5), above demand.rate_bound 1.3. "
        "Set demand.rate_bound to 1.5 or more, or give less discount."
    )


def test_goods_that_are_given_away(refusal: Refusal) -> None:
    assert refusal(("discount_share: 0.1", "discount_share: 1.0")) == (
        "scenario.yaml:50, actions.sale.discount_share: must be less than 1, got 1: goods are not given away."
    )


def test_an_answer_before_the_move_that_it_answers(refusal: Refusal) -> None:
    assert refusal(("delay_weeks: 2", "delay_weeks: 0")) == (
        "scenario.yaml:37, firms.rival.settings: delay_weeks must be 1 or more, got 0: "
        "a firm answers what it saw before."
    )


def test_a_sales_force_of_nobody(refusal: Refusal) -> None:
    assert refusal(("reps: 6", "reps: 0")) == (
        "scenario.yaml:12, regions: there are no reps in any region: a sales force needs somebody. "
        "Give at least one region 'reps: 1' or more."
    )


def test_actions_of_a_firm_that_follows_no_script(refusal: Refusal) -> None:
    assert refusal(("strategy: scripted", "strategy: hold")) == (
        "scenario.yaml:49, actions.talk: the action 'talk' would never act: our firm's strategy is 'hold'. "
        "Give our firm the strategy 'scripted'."
    )


def test_an_action_that_ends_before_it_begins(refusal: Refusal) -> None:
    assert refusal(("every_weeks: 4, cost", "until_week: 9, from_week: 10, cost")) == (
        "scenario.yaml:49, actions.talk.until_week: until_week 9 lies before from_week 10."
    )


@pytest.mark.parametrize("key", ["until_week", "every_weeks"])
def test_an_end_of_an_action_that_cannot_end(refusal: Refusal, key: str) -> None:
    assert refusal(("from_week: 3}", f"from_week: 3, {key}: 9}}")) == (
        f"scenario.yaml:51, actions.web-shop.{key}: what this action changes stays changed: "
        f"it acts once and does not end. Leave {key} out."
    )


@pytest.mark.parametrize(
    ("parameter", "said"),
    [
        ("clarity_e_mail: 1.2", "clarity_e_mail is a share and must be between 0 and 1, got 1.2."),
        ("effort_elasticity: 1.0", "must be less than 1, got 1."),
        ("reference_win_share: 1.0", "must be less than 1, got 1."),
        ("knowledge_half_life_weeks: 0", "must be greater than 0, got 0."),
        ("effort_cost_share: 0", "must be greater than 0, got 0."),
        ("satisfaction_base: 1.1", "satisfaction lies between 0 and 1, got 1.1."),
        ("effort_limit: 0.5", "effort_limit 0.5 lies below supervised_effort 0.6."),
    ],
)
def test_a_parameter_with_which_a_formula_has_no_meaning(refusal: Refusal, parameter: str, said: str) -> None:
    name = parameter.split(":", maxsplit=1)[0]
    given = refusal((WITH_PARAMETERS, f"parameters: {{{parameter}}}\n{WITH_PARAMETERS}"))
    assert given == f"scenario.yaml:39, parameters.{name}: {said}"


def test_a_misspelt_parameter(refusal: Refusal) -> None:
    said = refusal((WITH_PARAMETERS, f"parameters: {{effort_elasticiti: 0.3}}\n{WITH_PARAMETERS}"))
    assert said.startswith(
        "scenario.yaml:39, parameters.effort_elasticiti: there is no parameter called 'effort_elasticiti'. "
        "Did you mean 'effort_elasticity'? Known: price_sensitivity, "
    )


def test_a_second_alternative_that_overlays_nothing(refusal: Refusal) -> None:
    overlay = SCENARIO[SCENARIO.index(TILT) :]
    assert refusal((overlay, "")) == (
        "scenario.yaml:44, alternatives.tilted: the alternative 'tilted' changes nothing; "
        "only the baseline 'flat' may be empty."
    )


def test_a_second_alternative_that_states_what_holds_already(refusal: Refusal) -> None:
    overlay = SCENARIO[SCENARIO.index(TILT) :]
    assert refusal((overlay, "    people: {plan: flat}\n")) == (
        "scenario.yaml:44, alternatives.tilted: the alternatives 'flat' and 'tilted' come to "
        "exactly the same. "
        "Leave one of them out, or state what differs."
    )


@pytest.mark.parametrize("key", ["weeks", "seed", "currency"])
def test_an_alternative_that_is_not_compared_like_with_like(refusal: Refusal, key: str) -> None:
    assert refusal((TILT, f"{TILT}    {key}: 20\n")) == (
        f"scenario.yaml:48, alternatives.tilted.{key}: an alternative cannot change {key}: "
        "alternatives are compared like with like."
    )


def test_an_alternative_that_changes_what_does_not_exist(refusal: Refusal) -> None:
    assert refusal((TILT, "    peeple: {plan: tilt}\n")) == (
        "scenario.yaml:47, alternatives.tilted.peeple: there is no section to change called 'peeple'. "
        "Did you mean 'people'? Known: people, plans, parameters, demand, segments, regions, products, "
        "channels, firms, quota, organization, approval, actions, remove."
    )


def test_an_alternative_with_a_product_that_the_others_lack(refusal: Refusal) -> None:
    model = "{list_price: 1, unit_cost: 1}"
    dryer = f"{{title: D, needs_share: 0, standard: {model}, premium: {model}}}"
    assert refusal((TILT, f"    products: {{dryer: {dryer}}}\n")) == (
        "scenario.yaml:44, alternatives.tilted: tilted has other products (washer, dryer) than the baseline "
        "(washer). State all of them in the scenario; give those that an alternative lacks a "
        "share or presence "
        "of 0."
    )


def test_an_alternative_whose_customers_would_have_other_luck(refusal: Refusal) -> None:
    assert refusal((TILT, "    demand: {rate_bound: 1.9}\n")) == (
        "scenario.yaml:44, alternatives.tilted: tilted has another demand.rate_bound than the "
        "baseline: the same "
        "customers would need things at other times. Set demand.rate_bound for the whole scenario."
    )


def test_several_faults_of_form_are_told_together_in_the_order_of_the_file(refusal: Refusal) -> None:
    said = refusal(("weeks: 26", "weeks: 0"), ("unit_cost: 1400", "unit_cost: -1"))
    assert said.splitlines() == [
        "scenario.yaml:4, weeks: must be between 1 and 520, got 0.",
        "scenario.yaml:19, products.washer.standard.unit_cost: must be 0 or more, got -1.",
    ]


def test_managers_of_quotas_where_customers_belong_to_a_rep(refusal: Refusal) -> None:
    assert refusal((WITH_PARAMETERS, "organization: {managers: {cost: 100}}\nquota: {share")).endswith(
        "organization.managers: managers change quotas only in a market without customers. Leave it out, or "
        "use 'demand: reduced_form'."
    )
