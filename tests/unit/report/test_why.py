"""The section on what reps did: words from keys, in two languages, and numbers as the record has them."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from simulator.plots.why import SORTS, clause_to_sale
from simulator.report.page import render
from simulator.report.pictures import pictures
from simulator.report.why import COLUMNS, GROUP_COLUMNS, LINKS, groups, sources, stories
from tests.unit.report.synthetic import Made, comparison
from tests.unit.report.test_report import blank

CHINESE = re.compile("[\u4e00-\u9fff]")


def change(mean: float | None) -> dict[str, float | None]:
    return {"mean": mean, "low": mean and mean - 0.01, "high": mean and mean + 0.01}


def response(premium: float, *, tilt: bool, effort: float | None, idle: float = 0.0) -> dict[str, Any]:
    """Make up what the reps of one alternative did; premium sales are worth ``premium``, others 0.018."""
    worth = {sort: premium if "premium" in sort else 0.018 for sort in ("premium", "standard", *COLUMNS)}
    clauses = [{
        "name": "commission", "kind": "commission", "title": {}, "status": "same",
        "values": dict.fromkeys(worth, 0.018), "baseline": dict.fromkeys(worth, 0.018),
    }]  # fmt: skip
    if tilt:
        clauses.append({
            "name": "tilt", "kind": "commission", "title": {"en": "Premium tilt", "zh": "高端上浮"},
            "status": "added", "values": {sort: value - 0.018 for sort, value in worth.items()},
            "baseline": dict.fromkeys(worth, 0.0),
        })  # fmt: skip
    groups = ("low-ability", "middle-ability", "high-ability")
    both = {"all": {"effort": 1.0, "change": change(0.01)}}
    return {
        "measure": "orders", "pay_changed": tilt, "understanding": 0.41 if tilt else 1.0, "clauses": clauses,
        "sorts": {
            sort: {
                "understood_value": value, "acted_value": 0.018 + 0.41 * (value - 0.018), "effort": 1.0,
                "orders": 9.0, "effort_change": change(effort), "effort_drawn_change": change(effort),
                "sales_change": change(effort and effort / 2),
                "links": {link: change(0.02 if link == "pay" else 0.0) for link in LINKS},
            }
            for sort, value in worth.items()
        },
        "ability": [{"group": group, **both, "premium": {"effort": 0.2, "change": change(0.05 * place)}}
                    for place, group in enumerate(groups)],
        "weeks": [{"group": f"week-{week}", **both} for week in range(1, 14)],
        "idle": {"coasting": [0.0, 0.0, idle], "giving_up": [0.0, 0.0, 0.0]},
    }  # fmt: skip


@cache
def told() -> Made:
    made = comparison(replications=12)
    record = deepcopy(made.record)
    found = {
        "as-before": response(0.018, tilt=False, effort=0.0),
        "tilt-only": response(0.024, tilt=True, effort=0.2),
        "what-they-did": response(0.018, tilt=False, effort=0.3, idle=0.3),
        "tilt-unexplained": response(0.024, tilt=True, effort=None),
    }
    for entry in record["alternatives"]:
        entry["response"] = found[entry["name"]]
    made.record = record
    return made


def words(name: str, language: str) -> str:
    story = next(story for story in stories(told(), language) if story.name == name)
    return " ".join([*story.sentences, story.groups])


def test_the_chain_is_told_from_clause_to_order() -> None:
    said = words("tilt-only", "en")
    assert (
        "100 CNY of premium sales are worth 2.40 to a rep instead of 1.80: “Premium tilt” +0.60 (new)" in said
    )
    assert "41% of the plan is understood" in said
    assert "act as if it were 2.05" in said
    assert (
        "Effort on premium products changes by +20%, nearly all of it drawn by the worth of a sale." in said
    )
    assert "Orders of premium products change by +10%: effort that pay draws +2.0%." in said
    assert "Reps of high ability respond most on premium products (+10%)" in said
    assert "Nobody coasts or gives up" in said


def test_where_pay_is_the_same_it_is_said() -> None:
    said = words("what-they-did", "en")
    assert "Pay is the same as under “As before”" in said
    assert "understood" not in said
    assert "In 10.0% of rep-weeks somebody coasts" in said


def test_reps_who_do_not_weigh_are_not_said_to_act_on_worth() -> None:
    made = comparison(replications=12)
    made.record = deepcopy(told().record)
    for entry in made.record["alternatives"]:
        for sort in entry["response"]["sorts"].values():
            sort["acted_value"] = 0.0
    said = " ".join(stories(made, "en")[0].sentences)
    assert "do not weigh what a sale is worth" in said
    assert "Effort on premium products changes by +20%. " in said
    assert "as if it were" not in said


def test_reps_who_look_ahead_are_said_to_act_on_another_worth() -> None:
    made = comparison(replications=12)
    made.record = deepcopy(told().record)
    found = next(e for e in made.record["alternatives"] if e["name"] == "tilt-only")["response"]
    found["understanding"] = 1.0
    found["sorts"]["premium"]["acted_value"] = 0.031
    assert "act as if it were 3.10 (baseline 1.80)" in " ".join(stories(made, "en")[0].sentences)


def test_where_nothing_was_sold_no_change_is_given() -> None:
    assert "nothing was sold of premium products" in words("tilt-unexplained", "en")


@pytest.mark.parametrize("name", ["tilt-only", "what-they-did", "tilt-unexplained"])
def test_chinese_words_are_chinese(name: str) -> None:
    said = words(name, "zh")
    assert CHINESE.search(said)
    assert not re.search("[a-z]{4}", said)
    assert "{" not in said


def test_tables_have_a_cell_for_every_column() -> None:
    for story in stories(told(), "en"):
        assert all(len(row.cells) == len(COLUMNS) for row in story.rows)
        assert len(story.rows) == 3 + story.name.startswith("tilt") + 3 + len(LINKS)
    assert [len(row.cells) for row in groups(told(), "en")] == [len(GROUP_COLUMNS)] * 4
    assert len(sources(told(), "en")) == 1 + 5 + len(LINKS)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_has_the_section_once_with_its_picture(language: str) -> None:
    drawn = blank() | {"clause-to-sale": blank()["differences"]}
    page = render(told(), language, drawn)
    assert page.count('<h2 id="why">') == 1
    assert page.count('<figure id="clause-to-sale">') == 1
    assert page.count('id="why-tilt-only"') == 1


def test_a_comparison_without_it_has_no_section() -> None:
    assert stories(comparison(replications=12), "en") == []
    assert "clause-to-sale" not in {picture.name for picture in pictures(comparison(replications=12))}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_picture_has_a_row_for_each_alternative(language: str) -> None:
    figure = clause_to_sale(told(), language=language)
    assert len(figure.axes) == 3 * 3
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert len(labels) == len(SORTS)
