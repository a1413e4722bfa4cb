"""The two sentences follow from the numbers, and stay honest when the numbers do not settle the question."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.language import languages
from simulator.report import Answer, answer
from simulator.report.contest import contest, judged, lead_of
from tests.unit.report.synthetic import NAMES, comparison, record_of


def said(**bent: object) -> Answer:
    return answer(comparison(**bent))  # type: ignore[arg-type]


def test_a_clear_winner_is_recommended_with_its_goal_and_its_price() -> None:
    found = said(extra_cost={"what-they-did": 5e6}, noise=0.4)
    assert (found.leader, found.sureness) == ("what-they-did", "clear")
    assert found.headline.startswith(
        "Choose “What they did”: its premium share of revenue, 41.6%, is clearly"
    )
    assert "reaches the goal of 40% in 40 of 40" not in found.headline
    assert found.headline.endswith("markets.")
    assert found.tradeoff.startswith(
        "Against “As before” it costs CNY 11.7 million more in sales pay and brings"
    )


def test_a_winner_that_loses_contribution_is_named_with_its_price() -> None:
    found = said(extra_cost={"what-they-did": 60e6})
    assert found.headline.startswith("If premium share of revenue is what counts, choose “What they did”")
    assert found.tradeoff.startswith(
        "The price is contribution: CNY 40.9 million less than under “As before”"
    )
    assert (
        "“Tilt only” earns another CNY 45.3 million, but its premium share of revenue is 25.5%"
        in found.tradeoff
    )


def test_what_contribution_does_is_called_open_when_its_interval_holds_zero() -> None:
    assert said().tradeoff.startswith("What it does to contribution is not settled")


def test_two_that_cannot_be_told_apart_are_both_named_and_none_is_recommended() -> None:
    found = said(final_share={"tilt-only": 0.4192}, replications=12)
    assert found.sureness == "open"
    assert found.headline.startswith("Nothing clearly wins: ")
    assert "cannot be told apart on premium share of revenue" in found.headline
    assert "Choose" not in found.headline
    assert found.tradeoff.startswith("Contribution decides between them: “Tilt only” earns")


def test_few_markets_are_never_called_clear() -> None:
    found = said(replications=5)
    assert found.sureness == "likely"
    assert found.headline.startswith("“What they did” probably leads on premium share of revenue")
    assert found.cautions[0].startswith("Only 5 markets were simulated.")


def test_a_single_market_may_be_luck() -> None:
    found = said(replications=1)
    assert found.sureness == "unknown"
    assert "which may be no more than luck" in found.headline
    assert found.cautions[0].startswith("A single market was simulated")


def test_a_goal_that_all_miss_is_said_to_be_missed() -> None:
    found = said(goal=0.6)
    assert (
        "yet no alternative reaches the goal of 60% on average, and it misses it in all 40" in found.headline
    )


def test_a_goal_not_yet_due_is_not_judged() -> None:
    found = said(weeks=20)
    assert "goal" not in found.headline
    assert any("the goal is due by week 156" in caution for caution in found.cautions)


def test_staying_is_an_answer() -> None:
    found = said(final_share={"as-before": 0.5})
    assert found.headline.startswith("Stay with “As before”")
    assert found.tradeoff.startswith("“What they did” would change contribution by CNY −17.6 million")


def test_without_a_goal_contribution_decides() -> None:
    found = said(goal=None)
    assert found.leader == "tilt-only"
    assert "contribution after sales costs" in found.headline


def test_one_alternative_is_not_a_comparison() -> None:
    assert said(names=("as-before",)).tradeoff.startswith("With a single alternative nothing is compared")


def test_an_interrupted_run_and_untested_assumptions_are_told() -> None:
    cautions = said(complete=False, with_sensitivity=False).cautions
    assert (
        cautions[0]
        == "The run was stopped early. The numbers rest on the 40 replications that were complete."
    )
    assert "has not been tested in this run" in cautions[-1]


def test_an_assumption_that_was_seen_to_flip_the_order_is_told() -> None:
    [caution] = [each for each in said().cautions if "seen to change the order" in each]
    assert caution.startswith("On premium share of revenue, an assumption was seen to change the order of ")
    assert "“What they did” and “Tilt only” in 4 markets at an end of its range" in caution
    assert "Half-life of understanding" in caution


def test_a_flip_of_contribution_is_told_beside_that_of_the_goal() -> None:
    case = comparison()
    further = {name: column.copy() for name, column in case.sensitivity.items()}
    further["outcome"] = np.full(len(further["parameter"]), "contribution")
    further["flips"] = further["parameter"] == "price_sensitivity"
    case.sensitivity = {
        name: np.concatenate([column, further[name]]) for name, column in case.sensitivity.items()
    }
    told = [each for each in answer(case).cautions if "seen to change the order" in each]
    assert [each.partition(",")[0] for each in told] == [
        "On premium share of revenue", "On contribution after sales costs"
    ]  # fmt: skip
    assert "Price sensitivity" not in told[0]
    assert "Price sensitivity" in told[1]


def test_the_leader_is_held_against_every_other_alternative() -> None:
    """The runner-up by mean is surely behind; an erratic third is not, so nothing is recommended."""
    case = comparison(noise=0.2)
    rows = case.outcomes["alternative"] == "tilt-unexplained"
    case.outcomes["premium_share"][rows] = 0.2 + 0.75 * (np.arange(40) % 4 == 0)
    case.record = record_of(case.outcomes, NAMES, 156)
    lead = lead_of(case, "premium_share")
    assert lead is not None
    assert (lead.leader, lead.rival, lead.rivals) == ("what-they-did", "tilt-unexplained", 3)
    assert contest(case, "what-they-did", "tilt-only", "premium_share").sureness == "clear"
    found = answer(case)
    assert found.sureness == "open"
    assert "“Tilt, unexplained” (38.8%) cannot be told apart" in found.headline


def test_more_rivals_ask_for_surer_contests() -> None:
    """A gap whose interval just leaves out zero is clear against one rival and not against three."""
    gap = [1.0, -0.9, 1.5, 2.0, 0.1, -0.4, 1.2, 0.9, 1.1, 0.2]
    assert judged(gap).sureness == "clear"
    assert judged(gap, contests=3).sureness == "likely"


def test_the_chance_of_a_probable_lead_allows_for_all_rivals() -> None:
    case = comparison(replications=5)
    lead = lead_of(case, "premium_share")
    assert lead is not None
    others = [name for name in NAMES if name != lead.leader]
    chances = [contest(case, lead.leader, name, "premium_share").probability for name in others]
    assert lead.contest.probability == pytest.approx(1.0 - sum(1.0 - chance for chance in chances))
    assert "real with a probability of at least" in answer(case).headline


def test_an_alternative_undefined_in_some_market_is_left_out_and_named() -> None:
    case = comparison()
    rows = np.flatnonzero(case.outcomes["alternative"] == "what-they-did")
    case.outcomes["premium_share"][rows[3]] = np.nan
    case.record = record_of(case.outcomes, NAMES, 156)
    found = answer(case)
    assert found.leader == "tilt-only"
    assert (
        "Left out of the ranking on premium share of revenue, because it is undefined in some simulated "
        "market: “What they did”." in found.cautions
    )


@pytest.mark.parametrize("language", languages())
def test_when_only_one_is_defined_it_stands_alone_with_its_price(language: str) -> None:
    for name in ("tilt-only", "as-before"):
        case = comparison()
        case.outcomes["premium_share"][case.outcomes["alternative"] != name] = np.nan
        case.record = record_of(case.outcomes, NAMES, 156)
        found = answer(case, language)
        assert (found.leader, found.sureness) == (name, "alone")
        assert "95%" in found.headline
        assert "{" not in found.tradeoff
        assert len(found.tradeoff) > 10


def test_pay_of_an_unfinished_period_is_missed() -> None:
    case = comparison(weeks=15)
    assert not any("fiscal" in each for each in answer(case).cautions)
    case.scenario["unfinished"] = ["month", "quarter"]
    [caution] = [each for each in answer(case).cautions if "fiscal" in each]
    assert caution.startswith("Week 15 does not end a fiscal month and quarter: pay that is settled only")
    assert caution.endswith("Let the run end with a fiscal quarter.")


BENT: list[dict[str, object]] = [
    {}, {"replications": 5}, {"replications": 1}, {"goal": 0.6}, {"goal": None}, {"weeks": 20},
    {"final_share": {"as-before": 0.5}}, {"final_share": {"tilt-only": 0.4192}, "replications": 12},
    {"names": ("as-before",)}, {"extra_cost": {"what-they-did": 60e6}}, {"complete": False}, {"noise": 0.0},
]  # fmt: skip


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("bent", BENT, ids=str)
def test_there_are_always_two_whole_sentences(bent: dict[str, object], language: str) -> None:
    found = answer(comparison(**bent), language)  # type: ignore[arg-type]
    end = {"en": ".", "zh": "。"}[language]
    for sentence in (found.headline, found.tradeoff):
        assert sentence.endswith(end)
        assert "nan" not in sentence.lower()
        assert "{" not in sentence
        assert "–" not in sentence
    assert found.headline.count("。") == (1 if language == "zh" else 0)


def test_less_is_better_turns_the_ranking_round() -> None:
    case = comparison()
    case.scenario["goal"] = {"outcome": "pay_cost", "level": 40e6, "by_week": 156}
    found = answer(case)
    assert found.leader == "as-before"
    assert "CNY 40 million in all 40 simulated markets" in found.headline


def twins(*different: str, gap: float = 1e6) -> Answer:
    """Two alternatives that are equal in every market but for the outcomes named, which differ by a gap."""
    case = comparison(names=("as-before", "tilt-only"), replications=12)
    for key in set(case.outcomes) - {"alternative", "replication"}:
        case.outcomes[key][12:] = np.round(case.outcomes[key][:12], 6) + gap * (key in different)
        case.outcomes[key][:12] = np.round(case.outcomes[key][:12], 6)
    case.record = record_of(case.outcomes, ("as-before", "tilt-only"), 156)
    return answer(case)


def test_alternatives_that_never_differ_leave_nothing_to_choose() -> None:
    found = twins()
    assert found.sureness == "same"
    assert found.tradeoff == "They do the same in every respect within this run; there is nothing to choose."
    assert "simulate more" not in twins("orders").tradeoff
    assert twins("orders").tradeoff.startswith("Their contribution is the same too")


def test_an_interval_without_width_is_not_written() -> None:
    found = twins("contribution")
    assert found.tradeoff == "Contribution decides between them: “Tilt only” earns CNY 1.00 million more."


def test_a_baseline_that_drifts_from_the_start_of_the_goal_is_named() -> None:
    case = comparison()
    assert not any(caution.startswith("Left as it is") for caution in answer(case).cautions)
    case.scenario["goal"]["start"] = 0.12
    [drift] = [caution for caution in answer(case).cautions if caution.startswith("Left as it is")]
    assert "would end at 16.5%, not at the 12.0%" in drift
    case.scenario["goal"]["start"] = 0.164
    assert not any(caution.startswith("Left as it is") for caution in answer(case).cautions)


def test_quotas_that_results_leave_behind_are_named() -> None:
    case = comparison(replications=2)
    assert not any("200% of quota" in caution for caution in answer(case).cautions)
    ours = case.attainment["alternative"] == "what-they-did"
    case.attainment["attainment"][ours] = np.where(np.arange(ours.sum()) % 2, 3.1, 0.9)
    [quotas] = [caution for caution in answer(case).cautions if "200% of quota" in caution]
    assert quotas.startswith("Under “What they did” 50% of rep-quarters lie above 200% of quota")


def test_the_contest_agrees_with_the_record() -> None:
    case = comparison()
    stated = case.record["alternatives"][1]["versus_baseline"]["revenue"]
    found = contest(case, "tilt-only", "as-before", "revenue")
    assert (found.difference, found.low, found.high) == pytest.approx(
        (stated["difference"], stated["low"], stated["high"])
    )


@pytest.mark.parametrize(
    ("gap", "sureness"),
    [
        ([1.0] * 10, "clear"),
        ([1.0] * 5, "likely"),
        ([0.0] * 10, "same"),
        ([], "unknown"),
        ([1.0, -1.0], "open"),
    ],
)
def test_judgments_at_the_edges(gap: list[float], sureness: str) -> None:
    assert judged(gap).sureness == sureness
