"""Errors say where, what, what to do and what is allowed, and survive the way from a worker."""

import pickle

import pytest

from simulator import errors
from simulator.errors import (
    DocumentError,
    InputError,
    Interrupted,
    Place,
    RuleError,
    RunError,
    SandtableError,
    ScenarioError,
    UnknownName,
    did_you_mean,
)


def test_a_place_reads_like_a_compiler_message():
    assert str(Place("a/scenario.yaml", 12, "alternatives.tilt.plan")) == (
        "a/scenario.yaml:12, alternatives.tilt.plan"
    )
    assert str(Place("a/scenario.yaml", 12)) == "a/scenario.yaml:12"
    assert str(Place("--set", None, "weeks")) == "--set, weeks"


def test_an_unknown_name_is_answered_with_the_nearest_and_all_known_ones():
    error = UnknownName("plan", "tilt_onyl", ["as-before", "tilt-only"], Place("s.yaml", 3, "plan"))
    assert str(error) == (
        "s.yaml:3, plan: there is no plan called 'tilt_onyl'. "
        "Did you mean 'tilt-only'? Known: as-before, tilt-only."
    )


def test_a_name_far_from_all_others_gets_no_guess():
    assert str(UnknownName("plan", "zzz", ["a"])) == "there is no plan called 'zzz'. Known: a."
    assert str(UnknownName("plan", "zzz", [])) == "there is no plan called 'zzz'."


def test_a_long_list_of_names_is_cut_and_counted():
    message = str(InputError("no such thing", allowed=[f"n{i}" for i in range(50)]))
    assert message.startswith("no such thing. Allowed: n0, n1, ")
    assert message.endswith("n39 and 10 more.")


def test_underscores_hyphens_and_capitals_do_not_hide_a_near_name():
    assert did_you_mean("Premium_Share", ["premium-share", "orders"]) == "premium-share"
    assert did_you_mean("x", []) is None


def test_a_question_keeps_its_mark_and_a_sentence_gets_its_full_stop():
    assert str(InputError("is missing", hint="Forgotten?")) == "is missing. Forgotten?"


def test_a_broken_rule_names_itself_the_week_and_the_value():
    error = RuleError("asked for a negative price", rule="firm-strategy 'x'", week=0, value=None)
    assert str(error) == "firm-strategy 'x', week 0: asked for a negative price. The value was None."
    assert str(RuleError("returned nothing")) == "returned nothing."


def test_several_problems_stand_on_a_line_each_and_stay_reachable():
    first = DocumentError("is missing", place=Place("a.yaml", 1, "x"))
    second = InputError("is missing", place=Place("a.yaml", 2, "y"))
    joined = ScenarioError.together([first, second])
    assert str(joined) == "a.yaml:1, x: is missing.\na.yaml:2, y: is missing."
    assert type(joined) is ScenarioError
    assert joined.problems == (first, second)
    assert joined.place == first.place
    assert InputError.together([first]) is first


@pytest.mark.parametrize(
    "error",
    [
        SandtableError("plain", hint="do this"),
        ScenarioError("is missing", place=Place("a.yaml", 1, "x"), hint="h", allowed=["p", "q"]),
        UnknownName("plan", "x", ["y"], Place("a.yaml")),
        RuleError("broke", rule="r", week=2, value=[1]),
        InputError.together([InputError("a"), UnknownName("plan", "b", ["c"])]),
        Interrupted("stopped after 3 replications"),
    ],
)
def test_an_error_comes_back_from_a_worker_as_it_was(error):
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert str(back) == str(error)
    assert back.what == error.what
    if isinstance(error, InputError):
        assert [str(problem) for problem in back.problems] == [str(problem) for problem in error.problems]
        assert back.place == error.place


def test_codes_are_distinct_and_exit_statuses_follow_the_contract():
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, SandtableError)
    ]
    assert len({kind.code for kind in kinds}) == len(kinds)
    expected = {InputError: 2, RunError: 1, Interrupted: 130}
    for parent, status in expected.items():
        assert {kind.exit_status for kind in kinds if issubclass(kind, parent)} == {status}
