"""A document becomes a typed model, or one error with a line for each thing that is wrong."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

import pytest
from pydantic import Field, ValidationError, field_validator, model_validator

from simulator.documents import (
    LocalizedText,
    Name,
    NonNegative,
    PositiveInt,
    Probability,
    Spec,
    build,
    fingerprint,
    json_schema,
    merge,
    parse,
    subdocument,
)
from simulator.documents.fingerprints import canonical
from simulator.errors import PlanError, ScenarioError


class Commission(Spec):
    kind: Literal["commission"]
    rate_share: Probability
    tiers: tuple[NonNegative, ...] = ()


class Bonus(Spec):
    kind: Literal["bonus"]
    amount: Annotated[Decimal, Field(gt=0)]
    paid: Literal["month", "quarter", "year"] = "quarter"


class Plan(Spec):
    title: LocalizedText
    weeks: PositiveInt
    parts: dict[Name, Annotated[Commission | Bonus, Field(discriminator="kind")]] = Field(default={})
    cap: float | Literal["none"] = "none"
    rate: Annotated[float, Field(gt=0, le=5)] = 1
    start: dt.date | None = None
    listed: bool = False
    by_year: dict[int, Probability] = Field(default={})
    products: Annotated[tuple[str, ...], Field(min_length=1)] = ("all",)

    @field_validator("listed")
    @classmethod
    def _not_listed(cls, listed):
        if listed:
            raise ValueError("a plan on trial cannot be listed")
        return listed


GOOD = "title: {en: Tilt, zh: 倾斜}\nweeks: 156\n"


def complaints(text, model=Plan):
    with pytest.raises(ScenarioError) as caught:
        build(model, parse(text, file="p.yaml"))
    lines = str(caught.value).splitlines()
    assert [str(problem) for problem in caught.value.problems] == lines
    return lines


def test_a_good_document_becomes_a_frozen_model():
    plan = build(
        Plan,
        parse(
            GOOD + "start: 2026-01-05\nparts:\n  b: {kind: commission, rate_share: 1, tiers: [1, 2.5]}\n"
            "  a: {kind: bonus, amount: 0.07}\nby_year: {2026: 0.5}\n"
        ),
    )
    assert list(plan.parts) == ["b", "a"]
    assert plan.parts["b"] == Commission(kind="commission", rate_share=1, tiers=(1, 2.5))
    assert plan.parts["a"].amount == Decimal("0.07")
    assert plan.start == dt.date(2026, 1, 5)
    assert plan.by_year == {2026: 0.5}
    assert plan.title.in_language("zh") == "倾斜"
    with pytest.raises(ValidationError):
        plan.weeks = 3


@pytest.mark.parametrize("written", ["20000", "2e4", "20000.0", "2.0E+4"])
def test_whole_numbers_may_be_written_in_any_way(written):
    assert build(Plan, parse(f"title: a\nweeks: {written}")).weeks == 20000


def test_one_text_may_stand_for_both_languages():
    title = build(Plan, parse("title: Tilt\nweeks: 1")).title
    assert title == LocalizedText(en="Tilt", zh="Tilt")


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("title: a\n", ["p.yaml:1, weeks: is missing."]),
        (
            GOOD + "parts:\n  p: {kind: commission, rate_share: 1.2}\n",
            ["p.yaml:4, parts.p.rate_share: must be between 0 and 1, got 1.2."],
        ),
        (
            GOOD + "parts:\n  p:\n    kind: commission\n    rate_shar: 0.2\n",
            [
                (
                    "p.yaml:6, parts.p.rate_shar: is not a known key. Did you mean 'rate_share'? "
                    "Allowed: kind, rate_share, tiers."
                )
            ],
        ),
        (
            GOOD + "parts:\n  p: {kind: bonis, amount: 1}\n",
            [
                (
                    "p.yaml:4, parts.p.kind: must be one of the allowed values, got 'bonis'. "
                    "Did you mean 'bonus'? Allowed: commission, bonus."
                )
            ],
        ),
        (
            GOOD + "parts:\n  p: {amount: 1}\n",
            ["p.yaml:4, parts.p.kind: is missing. Allowed: commission, bonus."],
        ),
        (
            GOOD + "parts:\n  p: {kind: bonus, amount: 1, paid: quartr}\n",
            [
                (
                    "p.yaml:4, parts.p.paid: must be one of the allowed values, got 'quartr'. "
                    "Did you mean 'quarter'? Allowed: month, quarter, year."
                )
            ],
        ),
        ("title: a\nweeks: '3'", ["p.yaml:2, weeks: must be a whole number, got '3'."]),
        ("title: a\nweeks: 1.5", ["p.yaml:2, weeks: must be a whole number, got 1.5."]),
        ("title: a\nweeks: true", ["p.yaml:2, weeks: must be a whole number, got true."]),
        ("title: a\nweeks:", ["p.yaml:2, weeks: must be a whole number, got nothing."]),
        ("title: a\nweeks: 0", ["p.yaml:2, weeks: must be greater than 0, got 0."]),
        (GOOD + "rate: 0", ["p.yaml:3, rate: must be greater than 0 and at most 5, got 0."]),
        (GOOD + "rate: [1]", ["p.yaml:3, rate: must be a number, got a list."]),
        (
            GOOD + "cap: non",
            [
                (
                    "p.yaml:3, cap: must be a number or one of the allowed values, got 'non'. "
                    "Did you mean 'none'? Allowed: none."
                )
            ],
        ),
        (
            GOOD + "start: 2026-02-30",
            ["p.yaml:3, start: must be a date such as 2026-01-31, got '2026-02-30'."],
        ),
        (GOOD + "listed: yes", ["p.yaml:3, listed: must be true or false, got 'yes'."]),
        (GOOD + "listed: true", ["p.yaml:3, listed: a plan on trial cannot be listed."]),
        (GOOD + "products: []", ["p.yaml:3, products: must have at least 1 entry, got 0."]),
        (GOOD + "products: [1]", ["p.yaml:3, products[0]: must be text, got 1."]),
        (GOOD + "by_year: {2026: 2}", ["p.yaml:3, by_year.2026: must be between 0 and 1, got 2."]),
        (
            GOOD + "parts: {Big Deal: {kind: bonus, amount: 1}}",
            [
                (
                    "p.yaml:3, parts.Big Deal: must be a name of lower-case letters, "
                    "digits and single hyphens, such as tilt-only, got 'Big Deal'."
                )
            ],
        ),
        ("title: {en: a}\nweeks: 1", ["p.yaml:1, title.zh: is missing."]),
        (
            "title: {en: a, zh: ''}\nweeks: 1",
            ["p.yaml:1, title.zh: must be at least 1 character long, got ''."],
        ),
        ("title: [a]\nweeks: 1", ["p.yaml:1, title: must be a group of keys, got a list."]),
    ],
)
def test_each_mistake_is_placed_and_put_in_words(text, messages):
    assert complaints(text) == messages


def test_all_mistakes_are_listed_in_the_order_of_the_file():
    assert complaints("weks: 3\nrate: 9\nparts:\n  p: {kind: bonus, amount: -1}\ntitle: a\n") == [
        (
            "p.yaml:1, weks: is not a known key. Did you mean 'weeks'? "
            "Allowed: title, weeks, parts, cap, rate, start, listed, by_year, products."
        ),
        "p.yaml:2, rate: must be greater than 0 and at most 5, got 9.",
        "p.yaml:4, parts.p.amount: must be greater than 0, got -1.",
    ]


def test_a_key_named_like_a_kind_does_not_confuse_the_place():
    text = GOOD + "parts:\n  bonus: {kind: bonus,\n    amount: 0}\n"
    assert complaints(text) == ["p.yaml:5, parts.bonus.amount: must be greater than 0, got 0."]


def test_a_mistake_in_an_overlay_is_placed_in_the_overlay():
    merged = merge(parse(GOOD, file="base.yaml"), parse("# tilt\nrate: 7", file="tilt.yaml"))
    with pytest.raises(PlanError) as caught:
        build(Plan, merged, error=PlanError)
    assert str(caught.value) == "tilt.yaml:2, rate: must be greater than 0 and at most 5, got 7."


def test_a_mistake_in_a_subdocument_names_the_whole_path():
    document = subdocument(parse("plans:\n  tilt:\n    title: a\n", file="s.yaml"), ("plans", "tilt"))
    with pytest.raises(ScenarioError) as caught:
        build(Plan, document)
    assert str(caught.value) == "s.yaml:2, plans.tilt.weeks: is missing."


def test_a_rule_of_the_whole_model_speaks_in_its_own_words():
    class Window(Spec):
        first: int
        last: int

        @model_validator(mode="after")
        def _in_order(self):
            if self.last < self.first:
                raise ValueError(f"ends in week {self.last}, before it begins in week {self.first}")
            return self

    class Plan(Spec):
        window: Window

    assert complaints("window:\n  first: 5\n  last: 3", Plan) == [
        "p.yaml:1, window: ends in week 3, before it begins in week 5."
    ]


def test_infinite_numbers_do_not_enter_from_python_either():
    with pytest.raises(ValidationError):
        Commission(kind="commission", rate_share=0.1, tiers=(float("inf"),))


def test_the_json_schema_knows_keys_ranges_and_both_forms_of_a_text():
    schema = json_schema(Plan)
    assert schema["additionalProperties"] is False
    assert schema["properties"]["rate"]["exclusiveMinimum"] == 0
    assert schema["$defs"]["Commission"]["properties"]["rate_share"]["maximum"] == 1
    title = schema["$defs"]["LocalizedText"]
    assert [choice["type"] for choice in title["anyOf"]] == ["string", "object"]
    assert title["anyOf"][1]["description"] == (
        "A text in English and Chinese; a plain text in a file stands for both."
    )


def test_equal_content_has_an_equal_fingerprint_whatever_its_writing():
    one = parse("a: 1.0\nb: {c: [1e1, x], d: }")
    other = parse("b:\n  d: ~\n  c:\n    - 10\n    - 'x'\na: 1")
    assert one.to_data() == other.to_data()
    assert fingerprint(one.to_data()) == fingerprint(other.data)
    assert fingerprint(one.data) != fingerprint(parse("a: '1'\nb: {c: [10, x], d: }").data)
    assert len(fingerprint({})) == 64


def test_plain_data_is_fresh_and_only_plain():
    document = parse("a: [1]")
    document.to_data()["a"].append(2)
    assert document.data == {"a": [1]}
    for value, error in ((float("nan"), ValueError), ({1: 2}, TypeError), ({3}, TypeError)):
        with pytest.raises(error):
            canonical(value)
