"""The two sentences follow from the numbers, and stay honest when the numbers do not settle the question."""

from __future__ import annotations

import pytest

from simulator.language import languages
from simulator.report import Answer, answer
from simulator.report.contest import contest, judged
from tests.unit.report.synthetic import comparison


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


def test_an_assumption_that_flips_the_choice_is_told() -> None:
    assert "Half-life of understanding" in said().cautions[0]


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
