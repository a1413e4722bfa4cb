"""One door for built-ins, installed packages and local files; names are unique, failures are told."""

import ast
import hashlib
import importlib.metadata
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from simulator import catalog
from simulator.errors import InputError, Place, UnknownName

ROOT = Path(catalog.__file__).parent
BUILT_IN = [(kind, name) for kind, index in catalog._BUILT_IN.items() for name in index]


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    for table in ("_registered", "_origins", "_loaded_files"):
        monkeypatch.setattr(catalog, table, dict(getattr(catalog, table)))
    monkeypatch.setattr(catalog, "_installed", {})


def plugin(tmp_path, body, name="plugin.py"):
    path = tmp_path / name
    path.write_text(f"from simulator.catalog import register\n\n{body}\n")
    return path


UNDERCUT = '@register("firm-strategy", "slash")\nclass Undercut:\n    depth = 3'


@pytest.mark.parametrize(("kind", "name"), BUILT_IN)
def test_every_built_in_can_be_fetched_and_knows_its_name(kind, name):
    assert catalog.get(kind, name).catalog_name == name


def test_everything_registered_in_the_package_stands_in_the_index():
    registered = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for call in getattr(node, "decorator_list", []):
                if isinstance(call, ast.Call) and ast.unparse(call.func) in ("register", "catalog.register"):
                    module = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts)
                    kind, name = (ast.literal_eval(argument) for argument in call.args)
                    registered.add((kind, name, f"{module}:{node.name}"))
    index = {
        (kind, name, where) for kind, names in catalog._BUILT_IN.items() for name, where in names.items()
    }
    assert registered <= index


def test_listing_imports_no_rule():
    code = (
        "import sys; from simulator import catalog; "
        "print([len(catalog.names(kind)) > 0 for kind in catalog.kinds()].count(True), "
        "[name for name in sys.modules if name.startswith('simulator.')])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "5 ['simulator.errors', 'simulator.catalog']"


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(UnknownName) as caught:
        catalog.get("firm-strategy", "match-prize-cut", Place("s.yaml", 9, "firms.rival.strategy"))
    assert str(caught.value) == (
        "s.yaml:9, firms.rival.strategy: there is no firm strategy called 'match-prize-cut'. "
        "Did you mean 'match-price-cut'? Known: hold, match-price-cut, match-lowest, "
        "undercut, follower, premium, "
        "generous-tit-for-tat, best-response, price-war-trigger, "
        "quarter-end-pressure, entrant, copy-features, scripted."
    )


def test_an_unknown_kind_is_answered_with_the_known_ones():
    with pytest.raises(
        UnknownName, match=r"^there is no kind of plug-in called 'shocks'. Did you mean 'shock'\?"
    ):
        catalog.names("shocks")
    with pytest.raises(UnknownName, match=r"^there is no kind of plug-in called 'rule'"):
        catalog.register("rule", "x")


def test_a_registered_function_or_class_is_found_after_the_built_ins():
    @catalog.register("shock", "strike")
    def strike():
        return 1

    assert catalog.get("shock", "strike") is strike
    assert strike.catalog_name == "strike"
    assert catalog.names("shock") == ("strike",)


def test_two_rules_with_one_name_are_an_error():
    catalog.register("shock", "strike")(type("Strike", (), {"__module__": "a"}))
    with pytest.raises(InputError) as caught:
        catalog.register("shock", "strike")(type("Strike", (), {"__module__": "b"}))
    assert str(caught.value) == "two plug-ins of kind shock are called 'strike': a:Strike and b:Strike."


def test_a_built_in_name_cannot_be_taken_even_before_the_built_in_is_used():
    with pytest.raises(InputError) as caught:
        catalog.register("firm-strategy", "hold")(type("Mine", (), {"__module__": "a"}))
    assert str(caught.value) == (
        "two plug-ins of kind firm-strategy are called 'hold': simulator.strategies.hold:Hold and a:Mine."
    )


def test_one_rule_cannot_have_two_names():
    thing = catalog.register("shock", "strike")(type("Strike", (), {"__module__": "a"}))
    with pytest.raises(InputError) as caught:
        catalog.register("shock", "walkout")(thing)
    assert str(caught.value) == "a:Strike cannot be called 'walkout': it is already called 'strike'."


def test_a_subclass_may_have_a_name_of_its_own():
    parent = catalog.register("shock", "strike")(type("Strike", (), {"__module__": "a"}))
    child = catalog.register("shock", "long-strike")(type("LongStrike", (parent,), {"__module__": "a"}))
    assert (parent.catalog_name, child.catalog_name) == ("strike", "long-strike")


def test_a_local_file_is_loaded_hashed_and_loaded_once(tmp_path):
    path = plugin(tmp_path, UNDERCUT)
    digest = catalog.load_file(path)
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    first = catalog.get("firm-strategy", "slash")
    assert catalog.load_file(str(path)) == digest
    assert catalog.get("firm-strategy", "slash") is first
    assert catalog.names("firm-strategy")[-1] == "slash"
    assert type(pickle.loads(pickle.dumps(first()))) is first


def test_an_edited_file_takes_the_place_of_its_former_self(tmp_path):
    catalog.load_file(plugin(tmp_path, UNDERCUT))
    catalog.load_file(plugin(tmp_path, UNDERCUT.replace("3", "4")))
    assert catalog.get("firm-strategy", "slash").depth == 4


def test_two_files_cannot_bring_the_same_name(tmp_path):
    first = plugin(tmp_path, UNDERCUT, "a.py")
    second = plugin(tmp_path, UNDERCUT.replace("3", "4"), "b.py")
    catalog.load_file(first)
    with pytest.raises(InputError) as caught:
        catalog.load_file(second)
    assert str(caught.value) == (
        "two plug-ins of kind firm-strategy are called 'slash': "
        f"{first.resolve()}:Undercut and {second.resolve()}:Undercut."
    )
    assert catalog.get("firm-strategy", "slash").depth == 3


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("def f(:", "{}:3: this is not valid Python: invalid syntax."),
        (
            "x = 1\nx / 0",
            "{}:4: this plug-in file failed: ZeroDivisionError: division by zero.",
        ),
        (
            "x = 1",
            (
                "{}: this plug-in file registers nothing. "
                "Put @register(kind, name) from simulator.catalog before a class or function."
            ),
        ),
        (UNDERCUT + "\n1 / 0", "{}:6: this plug-in file failed: ZeroDivisionError: division by zero."),
    ],
)
def test_a_file_that_fails_says_where_and_leaves_nothing_behind(tmp_path, body, message):
    path = plugin(tmp_path, body)
    before = catalog.names("firm-strategy")
    with pytest.raises(InputError) as caught:
        catalog.load_file(path)
    assert str(caught.value) == message.format(path)
    assert catalog.names("firm-strategy") == before
    assert f"sandtable_plugin_{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}" not in sys.modules


def test_a_missing_file_and_a_wrong_ending_are_told(tmp_path):
    with pytest.raises(InputError) as caught:
        catalog.load_file(tmp_path / "none.py")
    assert str(caught.value) == (
        f"{tmp_path}/none.py: this plug-in file cannot be read (No such file or directory)."
    )
    path = plugin(tmp_path, UNDERCUT, "plugin.txt")
    with pytest.raises(InputError) as caught:
        catalog.load_file(path)
    assert str(caught.value) == f"{path}: a plug-in file must end in .py."


def installed(monkeypatch, *entries):
    points = [
        importlib.metadata.EntryPoint(name, value, catalog.ENTRY_POINT_GROUP) for name, value in entries
    ]
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda *, group: points)
    monkeypatch.setattr(catalog, "_installed", None)


def test_an_installed_package_brings_plug_ins(tmp_path, monkeypatch):
    (tmp_path / "rivals_for_sandtable.py").write_text("class Undercut:\n    pass\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    installed(monkeypatch, ("firm-strategy.slash", "rivals_for_sandtable:Undercut"))
    assert catalog.names("firm-strategy")[-1] == "slash"
    assert "rivals_for_sandtable" not in sys.modules
    assert catalog.get("firm-strategy", "slash").catalog_name == "slash"


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (
            [("firm-strategy.hold", "rivals:Hold")],
            (
                "two plug-ins of kind firm-strategy are called 'hold': "
                "simulator.strategies.hold:Hold and rivals:Hold."
            ),
        ),
        (
            [("shock.strike", "a:S"), ("shock.strike", "b:S")],
            "two plug-ins of kind shock are called 'strike': a:S and b:S.",
        ),
        (
            [("slash", "a:S")],
            "a:S is installed as 'slash'. Entry points of sandtable.plugins are named <kind>.<name>.",
        ),
    ],
)
def test_installed_plug_ins_with_wrong_names_are_errors(monkeypatch, entries, message):
    installed(monkeypatch, *entries)
    with pytest.raises(InputError) as caught:
        catalog.get("firm-strategy", "hold")
    assert str(caught.value) == message


def test_an_installed_plug_in_that_cannot_be_imported_is_told(monkeypatch):
    installed(monkeypatch, ("shock.strike", "no_such_module_here:S"))
    with pytest.raises(InputError) as caught:
        catalog.get("shock", "strike")
    assert str(caught.value) == (
        "the installed plug-in no_such_module_here:S failed: "
        "ModuleNotFoundError: No module named 'no_such_module_here'."
    )
