"""What is declared is what is used, what is pinned is what is declared, and a wheel holds all of it."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import zipfile
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.project import PACKAGE, ROOT, modules, relative, settings

CONSTRAINTS = ROOT / "constraints.txt"
PYTHONS = ("3.11", "3.12", "3.13")
# Who may import at the top of a module what only an extra installs: doors nobody enters without the extra.
HOMES_OF_EXTRAS = ("simulator/web/", "simulator/testing/")


def pins() -> list[Requirement]:
    lines = CONSTRAINTS.read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def declared(*extras: str) -> set[str]:
    project = settings()["project"]
    wanted = [*project["dependencies"]]
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return {canonicalize_name(Requirement(one).name) for one in wanted}


def test_pins_are_exact_and_name_no_place() -> None:
    assert "://" not in CONSTRAINTS.read_text("utf-8")
    for pin in pins():
        assert [one.operator for one in pin.specifier] == ["=="], f"{pin} is not one exact version"
        assert pin.url is None, f"{pin} names a place"


@pytest.mark.parametrize("python", PYTHONS)
def test_everything_declared_is_pinned_once(python: str) -> None:
    named = [
        canonicalize_name(pin.name)
        for pin in pins()
        if pin.marker is None or pin.marker.evaluate({"python_version": python})
    ]
    assert len(named) == len(set(named)), "two pins for one package"
    wanted = declared(*settings()["project"]["optional-dependencies"])
    if python == "3.11":
        wanted -= {"networkx"}  # only Mesa of later Pythons imports it
    assert wanted <= set(named)


def test_the_build_backend_is_pinned_alike() -> None:
    (backend,) = map(Requirement, settings()["build-system"]["requires"])
    (pin,) = (one for one in pins() if canonicalize_name(one.name) == backend.name)
    assert backend.specifier == pin.specifier


def test_the_core_stays_light() -> None:
    assert not declared() & {"pandas", "polars", "dask", "nicegui", "openpyxl", "pytest"}


@cache
def imports(path: Path) -> tuple[tuple[str, bool], ...]:
    """Top-level names that a module imports, each with whether it does so at once."""
    tree = ast.parse(path.read_text("utf-8"))
    later = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.If)
        for inner in ast.walk(node)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name.split(".")[0], id(node) not in later) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append((node.module.split(".")[0], id(node) not in later))
    return tuple(found)


def test_every_third_party_import_is_declared() -> None:
    known = packages_distributions()
    core, any_extra = declared(), declared(*settings()["project"]["optional-dependencies"])
    wrong = []
    for path in modules():
        for name, at_once in imports(path):
            if name in sys.stdlib_module_names or name == PACKAGE.name:
                continue
            providers = {canonicalize_name(one) for one in known.get(name, [name])}
            is_door = relative(path).startswith(HOMES_OF_EXTRAS)
            if not providers & (core if at_once and not is_door else any_extra):
                wrong.append(f"{relative(path)} imports {name}")
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A wheel built from a copy of the sources, without a network."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, source)
    for name in ("simulator", "scenarios", "experiments"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    program = "from setuptools import build_meta; build_meta.build_wheel('out')"
    (source / "out").mkdir()
    built = subprocess.run(
        [sys.executable, "-c", program], cwd=source, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = (source / "out").glob("*.whl")
    return zipfile.ZipFile(path)


def kept(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def test_a_wheel_holds_the_whole_package(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    assert {f"simulator/{name}" for name in kept(PACKAGE)} <= names
    assert "simulator/py.typed" in names


def test_a_wheel_holds_the_experiments(wheel: zipfile.ZipFile) -> None:
    bundled = {f"simulator/studies/validation/bundled/{name}" for name in kept(ROOT / "experiments")}
    assert "simulator/studies/validation/bundled/bands.yaml" in bundled
    assert bundled <= set(wheel.namelist())


def test_a_wheel_holds_the_scenarios(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    bundled = {f"simulator/scenario/bundled/{name}" for name in kept(ROOT / "scenarios")}
    assert "simulator/scenario/bundled/home-appliances/scenario.yaml" in bundled
    assert bundled <= names


def test_a_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    strangers = [
        name for name in wheel.namelist() if not re.match(r"(simulator|sandtable-[\w.]+\.dist-info)/", name)
    ]
    assert not strangers
    assert not [name for name in wheel.namelist() if name.endswith(".pyc")]


def test_a_wheel_says_how_to_start_and_under_which_licence(wheel: zipfile.ZipFile) -> None:
    texts = {name.rpartition("/")[2]: name for name in wheel.namelist() if ".dist-info/" in name}
    assert "sandtable = simulator.cli:main" in wheel.read(texts["entry_points.txt"]).decode()
    assert "Apache License" in wheel.read(texts["LICENSE"]).decode()
    assert "License-Expression: Apache-2.0" in wheel.read(texts["METADATA"]).decode()
