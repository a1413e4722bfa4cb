"""Files become data with places; whatever a scenario must not hold is refused in a sentence."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.documents import parse, read
from simulator.documents.reading import MOST_BYTES
from simulator.documents.scalars import NotANumber, resolve
from simulator.errors import DocumentError

NESTED = """\
# how the company sells
plans:
  tilt:
    tiers:
      - {from_attainment: 0, rate_share: 0.02}
      - from_attainment: 1
        rate_share: 3e-2
"""

PRINTABLE = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=8)
LOOK = "Look for a missing colon, quote or bracket, or an indentation that does not line up."


def complaint(text):
    with pytest.raises(DocumentError) as caught:
        parse(text, file="s.yaml")
    return str(caught.value)


def test_every_value_remembers_its_line():
    document = parse(NESTED, file="s.yaml")
    assert document.data["plans"]["tilt"]["tiers"][1] == {"from_attainment": 1, "rate_share": 0.03}
    assert str(document.place(("plans", "tilt", "tiers", 1, "rate_share"))) == (
        "s.yaml:7, plans.tilt.tiers[1].rate_share"
    )
    assert str(document.place(("plans", "tilt", "tiers", 0))) == "s.yaml:5, plans.tilt.tiers[0]"


def test_a_key_that_is_not_there_is_placed_at_the_mapping_it_belongs_to():
    place = parse(NESTED, file="s.yaml").place(("plans", "tilt", "cap"))
    assert str(place) == "s.yaml:3, plans.tilt.cap"


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("1e3", 1000.0),
        ("012", 12),
        ("0o14", 12),
        ("0x1F", 31),
        ("-7", -7),
        ("+.5", 0.5),
        ("1.", 1.0),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("2026-01-05", "2026-01-05"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("-", "-"),
        ("1e", "1e"),
        ("١٢", "١٢"),
    ],
)
def test_bare_words_mean_what_yaml_1_2_says(word, value):
    found = resolve(word)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("word", [".inf", "-.INF", ".nan", "1e999", "9" * 20, "9" * 5000, "0x" + "f" * 17])
def test_numbers_beyond_all_use_are_refused(word):
    with pytest.raises(NotANumber):
        resolve(word)


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**63), 2**63 - 1))
def test_a_number_written_by_python_reads_back_exactly(number):
    assert resolve(repr(number)) == number


@given(st.text(alphabet="0123456789eE+-._ox~truefalsn", max_size=12))
def test_any_word_is_resolved_or_refused_but_never_breaks(word):
    try:
        value = resolve(word)
    except NotANumber:
        value = None
    assert value is None or isinstance(value, str | int | float | bool)


def test_quotes_make_text_of_anything():
    assert parse("a: '1'\nb: \"true\"\nc: ''").data == {"a": "1", "b": "true", "c": ""}


def test_keys_are_always_names():
    assert parse("2026: 1\ntrue: 2\nno: 3").data == {"2026": 1, "true": 2, "no": 3}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a: 1\nb:\n  c: 1\n  c: 2\n",
            "s.yaml:4, b.c: this key is given twice. The first one is on line 3.",
        ),
        ("a: .inf", "s.yaml:1, a: .inf cannot be used: every number must be finite."),
        ("- a\n- b", "s.yaml:1: must hold keys and their values, such as 'weeks: 156'."),
        ("a: 1\n---\nb: 2", "s.yaml:2: a second document begins here ('---'); a file holds one."),
        ("? [a]\n: b", "s.yaml:1: a key must be a name, not a list or a mapping."),
        ("? *a\n: b", "s.yaml:1: a key must be a name, not a reference."),
        ("'': b", "s.yaml:1: a key is empty."),
        (
            "x:\n  <<: {a: 1}",
            (
                "s.yaml:2, x: cannot merge another mapping into this one. "
                "YAML 1.2 has no '<<'; write the keys out, or use an alternative's overlay."
            ),
        ),
        (
            "a: !!str 3",
            (
                "s.yaml:1, a: the tag tag:yaml.org,2002:str cannot be used. "
                "Write plain values; quote a number to make it text."
            ),
        ),
        (
            "a: [*b]",
            (
                "s.yaml:1, a[0]: there is no anchor called 'b' above. "
                "An anchor (&name) must be complete before *name uses it."
            ),
        ),
        (
            "a: &a [*a]",
            (
                "s.yaml:1, a[0]: there is no anchor called 'a' above. "
                "An anchor (&name) must be complete before *name uses it."
            ),
        ),
        ("[" * 101 + "]" * 101, "s.yaml:1: is nested more than 100 levels deep."),
        ("a: ok\nb: \x07", "s.yaml:2: holds a character that text cannot have (U+0007)."),
        ("a: \udc80", "s.yaml:1: holds a character that text cannot have (U+DC80)."),
    ],
)
def test_what_a_file_must_not_hold(text, message):
    assert complaint(text) == message


def test_syntax_errors_carry_the_line_and_advice():
    assert complaint("a: 1\nb: [1, 2\n").startswith("s.yaml:3: this is not valid YAML: ")
    assert complaint("a: 1\nb: [1, 2\n").endswith(LOOK)
    assert complaint("a:\n\tb: 1").endswith("Indent with spaces, not with tabs.")
    assert complaint("a:\n\tb: 1").startswith("s.yaml:2: ")
    assert complaint("a: @home").endswith("Put a text that begins with @ in quotes.")
    assert complaint("a: b: c").endswith("Put a text that contains a colon in quotes.")


def test_anchors_may_be_used_and_their_values_keep_the_lines_where_they_were_written():
    document = parse("a: &rates\n  low: 1\nb: *rates\nc: [*rates]", file="s.yaml")
    assert document.data == {"a": {"low": 1}, "b": {"low": 1}, "c": [{"low": 1}]}
    assert str(document.place(("b", "low"))) == "s.yaml:2, b.low"
    assert str(document.place(("b",))) == "s.yaml:3, b"


def test_references_that_unfold_without_end_are_refused_at_once():
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    start = time.perf_counter()
    assert complaint("\n".join(levels)) == (
        "s.yaml:5, a4[7]: the references (*a3) unfold to more than 100,000 values."
    )
    assert time.perf_counter() - start < 5


def test_files_are_read_and_named_as_given(tmp_path, monkeypatch):
    (tmp_path / "s.yaml").write_bytes("\ufefftitle: 沙盘\r\nweeks: 156\r\n".encode())
    monkeypatch.chdir(tmp_path)
    document = read("s.yaml")
    assert document.data == {"title": "沙盘", "weeks": 156}
    assert str(document.place(("weeks",))) == "s.yaml:2, weeks"
    assert document.file == "s.yaml"


def test_an_empty_file_says_nothing(tmp_path):
    (tmp_path / "s.yaml").write_text("# nothing yet\n")
    assert read(tmp_path / "s.yaml").data == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: 1\nb: caf\xe9\n", "{}:2: is not UTF-8 text (byte 0xe9). Save it as UTF-8."),
        ("a: 1".encode("utf-16"), "{}: is not UTF-8 text but UTF-16. Save it as UTF-8."),
        (b"#" * (MOST_BYTES + 1), "{}: is larger than 10 MB."),
    ],
)
def test_files_that_are_no_scenario(tmp_path, content, message):
    path = tmp_path / "s.yaml"
    path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert str(caught.value) == message.format(path)


def test_missing_files_and_folders_are_said(tmp_path):
    with pytest.raises(DocumentError) as caught:
        read(tmp_path / "none.yaml")
    assert str(caught.value) == f"{tmp_path}/none.yaml: there is no such file."
    with pytest.raises(DocumentError) as caught:
        read(tmp_path)
    assert str(caught.value) == f"{tmp_path}: is a folder, not a file."


def test_two_thousand_lines_load_well_under_a_tenth_of_a_second():
    block = "seg{0}:\n  share: 0.25\n  name: {{en: a, zh: b}}\n  list:\n    - 1e3\n"
    text = "".join(block.format(number) for number in range(400))
    times = []
    for _ in range(5):
        start = time.perf_counter()
        parse(text)
        times.append(time.perf_counter() - start)
    assert text.count("\n") == 2000
    assert min(times) < 0.1


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-1000, 1000) | PRINTABLE,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text("abc-", min_size=1), inner, max_size=4)
        ),
        max_leaves=20,
    )
)
def test_whatever_json_can_say_reads_back_the_same(value):
    assert parse(json.dumps({"value": value}, ensure_ascii=False)).data == {"value": value}
