"""A module imports only from floors below it, and each framework has one home."""

from __future__ import annotations

import pytest

from tests.architecture.project import ROOT, settings

RULES = {"compensation", "market", "behaviors", "strategies", "pipeline", "organization", "decoding"}


def test_every_import_goes_down(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from importlinter.cli import lint_imports

    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_the_rules_are_independent_of_one_another() -> None:
    floors = next(one for one in settings()["tool"]["importlinter"]["contracts"] if one["id"] == "floors")
    shared = [{name.strip(" ()") for name in layer.split("|")} for layer in floors["layers"]]
    assert RULES in shared, "the seven packages of rules share one floor, separated by bars"
    assert floors["exhaustive"], "a package without a floor must be an error"
