"""Overlays change a document and keep the place of every value; --set changes one that exists."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.documents import Document, Mark, merge, parse, set_value, subdocument
from simulator.errors import DocumentError, OptionError, UnknownName

BASE = """\
weeks: 156
plans:
  flat:
    salary_per_week: 900
    tiers: [{rate_share: 0.02}, {rate_share: 0.03}]
  award: {amount: 5}
notes:
"""


@pytest.fixture
def base():
    return parse(BASE, file="scenario.yaml")


def test_mappings_merge_lists_replace_and_each_value_keeps_its_place(base):
    overlay = parse(
        "plans:\n  flat:\n    tiers: [{rate_share: 0.05}]\n  new: {amount: 1}\n", file="tilt.yaml"
    )
    merged = merge(base, overlay)
    assert merged.data == {
        "weeks": 156,
        "plans": {
            "flat": {"salary_per_week": 900, "tiers": [{"rate_share": 0.05}]},
            "award": {"amount": 5},
            "new": {"amount": 1},
        },
        "notes": None,
    }
    assert str(merged.place(("plans", "flat", "salary_per_week"))) == (
        "scenario.yaml:4, plans.flat.salary_per_week"
    )
    assert str(merged.place(("plans", "flat", "tiers", 0, "rate_share"))) == (
        "tilt.yaml:3, plans.flat.tiers[0].rate_share"
    )
    assert str(merged.place(("plans", "new", "amount"))) == "tilt.yaml:4, plans.new.amount"


def test_merging_leaves_both_documents_as_they_were(base):
    overlay = parse("plans: {remove: [award], flat: {salary_per_week: 1}}")
    before = copy.deepcopy((base.data, overlay.data))
    merge(base, overlay)
    assert (base.data, overlay.data) == before


def test_removed_names_are_gone_and_may_be_stated_afresh(base):
    assert merge(base, parse("plans: {remove: [award]}")).data["plans"].keys() == {"flat"}
    afresh = merge(base, parse("plans: {remove: [flat], flat: {cap: 2}}"))
    assert afresh.data["plans"]["flat"] == {"cap": 2}


def test_removing_what_is_not_there_is_an_error(base):
    with pytest.raises(UnknownName) as caught:
        merge(base, parse("plans:\n  remove: [awards]", file="tilt.yaml"))
    assert str(caught.value) == (
        "tilt.yaml:2, plans.remove: there is no key to remove called 'awards'. "
        "Did you mean 'award'? Known: flat, award."
    )
    with pytest.raises(UnknownName) as caught:
        merge(base, parse("other: {remove: [x]}", file="tilt.yaml"))
    assert str(caught.value) == "tilt.yaml:1, other.remove: there is no key to remove called 'x'."


def test_remove_wants_a_list_of_names(base):
    with pytest.raises(DocumentError) as caught:
        merge(base, parse("plans: {remove: award}", file="tilt.yaml"))
    assert str(caught.value) == (
        "tilt.yaml:1, plans.remove: must be a list of names to remove, such as [cap, bonus]."
    )


def test_a_value_may_take_the_place_of_a_mapping_and_the_other_way_round(base):
    merged = merge(base, parse("plans: none\nweeks: {first: 1}\nnotes: [a]"))
    assert merged.data == {"weeks": {"first": 1}, "plans": "none", "notes": ["a"]}


plain = st.recursive(
    st.integers(0, 3) | st.none() | st.lists(st.integers(0, 3), max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)
mappings = st.dictionaries(st.sampled_from("abcd"), plain, max_size=4)


def marked(data):
    def mark(value):
        if isinstance(value, dict):
            return Mark("p", 1, {key: mark(inner) for key, inner in value.items()})
        return Mark("p", 1, [mark(inner) for inner in value]) if isinstance(value, list) else Mark("p", 1)

    return Document(data, mark(data))


def shape(mark):
    children = mark.children
    if isinstance(children, dict):
        return {key: shape(child) for key, child in children.items()}
    return [shape(child) for child in children] if isinstance(children, list) else None


def skeleton(data):
    if isinstance(data, dict):
        return {key: skeleton(value) for key, value in data.items()}
    return [skeleton(value) for value in data] if isinstance(data, list) else None


@given(mappings, mappings, mappings)
def test_overlays_may_be_joined_in_any_grouping_when_no_value_hides_a_mapping(a, b, c):
    a, b, c = ({key: value for key, value in m.items() if isinstance(value, dict)} for m in (a, b, c))
    a, b, c = (
        {k: {kk: vv for kk, vv in v.items() if not isinstance(vv, dict)} for k, v in m.items()}
        for m in (a, b, c)
    )
    left = merge(merge(marked(a), marked(b)), marked(c))
    right = merge(marked(a), merge(marked(b), marked(c)))
    assert left.data == right.data


@given(mappings, mappings)
def test_marks_always_have_the_shape_of_the_data(a, b):
    merged = merge(marked(a), marked(b))
    assert shape(merged.mark) == skeleton(merged.data)
    assert merge(merged, marked({})).data == merged.data
    assert merge(merged, marked(b)).data == merged.data


def test_a_subdocument_names_the_whole_path(base):
    plan = subdocument(base, ("plans", "flat"))
    assert plan.data["salary_per_week"] == 900
    assert str(plan.place(("tiers", 1))) == "scenario.yaml:5, plans.flat.tiers[1]"
    assert str(merge(plan, parse("cap: 2", file="o.yaml")).place(("cap",))) == "o.yaml:1, plans.flat.cap"
    assert subdocument(base, ("notes",)).data == {}
    with pytest.raises(UnknownName) as caught:
        subdocument(base, ("plans", "flatt"))
    assert str(caught.value) == (
        "scenario.yaml:2, plans: there is no key called 'flatt'. Did you mean 'flat'? Known: flat, award."
    )
    with pytest.raises(DocumentError) as caught:
        subdocument(base, ("weeks",))
    assert str(caught.value) == "scenario.yaml:1, weeks: must hold keys and their values."


@pytest.mark.parametrize("path", ["plans.flat.tiers.1.rate_share", "plans.flat.tiers[1].rate_share"])
def test_set_changes_one_value_and_nothing_else(base, path):
    changed = set_value(base, path, "4e-2")
    assert changed.data["plans"]["flat"]["tiers"] == [{"rate_share": 0.02}, {"rate_share": 0.04}]
    assert base.data["plans"]["flat"]["tiers"][1] == {"rate_share": 0.03}
    assert str(changed.place(("plans", "flat", "tiers", 1, "rate_share"))) == (
        "--set, plans.flat.tiers[1].rate_share"
    )
    assert str(changed.place(("plans", "flat", "tiers", 0))) == "scenario.yaml:5, plans.flat.tiers[0]"


def test_set_takes_lists_words_and_nothing(base):
    assert set_value(base, "notes", "[a, 1]").data["notes"] == ["a", 1]
    assert set_value(base, "notes", "no").data["notes"] == "no"
    assert set_value(base, "weeks", "").data["weeks"] is None
    assert set_value(base, "weeks", "'12'").data["weeks"] == "12"


def test_set_finds_names_that_contain_dots():
    document = parse("parameters: {effort.elasticity: 0.31}")
    assert set_value(document, "parameters.effort.elasticity", "0.4").data == {
        "parameters": {"effort.elasticity": 0.4}
    }


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (
            "plans.flat.salary_per_weak",
            (
                "--set, plans.flat.salary_per_weak: there is no key called 'plans.flat.salary_per_weak'. "
                "Did you mean 'plans.flat.salary_per_week'? "
                "Known: plans.flat.salary_per_week, plans.flat.tiers."
            ),
        ),
        (
            "plans.flat.tiers.7",
            (
                "--set, plans.flat.tiers.7: there is no key called 'plans.flat.tiers[7]'. "
                "Did you mean 'plans.flat.tiers[1]'? Known: plans.flat.tiers[0], plans.flat.tiers[1]."
            ),
        ),
        ("weeks.x", "--set, weeks.x: there is no key called 'weeks.x'."),
        ("", "--set: there is no key called ''. Known: weeks, plans, notes."),
    ],
)
def test_set_on_a_key_that_does_not_exist(base, path, message):
    with pytest.raises(UnknownName) as caught:
        set_value(base, path, "1")
    assert str(caught.value) == message


def test_set_wants_a_single_value_on_both_sides(base):
    with pytest.raises(OptionError) as caught:
        set_value(base, "plans.award", "3")
    assert str(caught.value) == (
        "--set, plans.award: this is a group of settings; set one of them. Allowed: amount."
    )
    with pytest.raises(OptionError) as caught:
        set_value(base, "weeks", "{a: 1}")
    assert str(caught.value) == "--set, weeks: '{a: 1}' is a group of settings; set them one by one."
    with pytest.raises(OptionError) as caught:
        set_value(base, "weeks", "[1")
    assert str(caught.value).startswith("--set, weeks: '[1' cannot be read: this is not valid YAML: ")
