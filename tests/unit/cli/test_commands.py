"""The commands from outside: what they print, what they write, and their exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pyarrow import parquet

from simulator import cli
from simulator.cli import COMMANDS, main, sandtable
from simulator.experiment.store import MANIFEST
from simulator.world.records import RECORDS

SMALL = ["--set", "demand.customers=2000", "--weeks", "6"]
COMPARE = ["compare", "home-appliances", *SMALL, "--alternatives", "as-before,what-they-did"]
COMPARE += ["--replications", "3", "--no-sensitivity"]


def called(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a command."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    printed = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, printed.out, printed.err


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_help_answers_without_loading_what_is_heavy() -> None:
    heavy = ["numpy", "scipy", "pydantic", "yaml", "pyarrow", "matplotlib", "mesa", "rich"]
    script = (
        "import sys; from simulator.cli import main\n"
        "try: main(['--help'])\n"
        f"except SystemExit: print('LOADED', [name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "compare Compare the alternatives of a scenario under the same luck." in " ".join(
        done.stdout.split()
    )
    assert done.stdout.rstrip().endswith("LOADED []")


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("pay", "plan")])
def test_the_list_of_commands_says_what_their_help_says(name: str) -> None:
    context = cli.click.Context(sandtable)
    command = sandtable.get_command(context, name)
    assert command is not None
    assert COMMANDS[name].summary == command.get_short_help_str(limit=200)


def test_a_command_whose_module_is_not_there_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "fly", cli.Entry("simulator.cli.fly", "fly", "Fly."))
    context = cli.click.Context(sandtable)
    assert "fly" not in sandtable.list_commands(context)
    assert sandtable.get_command(context, "fly") is None


def test_scenarios_lists_what_is_bundled(capsys: pytest.CaptureFixture[str]) -> None:
    status, printed, _ = called("scenarios", capsys=capsys)
    assert status == 0
    assert any(line.startswith("home-appliances  ") for line in printed.splitlines())
    _, chinese, _ = called("scenarios", "--language", "zh", capsys=capsys)
    assert "高端" in chinese


def test_check_says_what_it_understood(capsys: pytest.CaptureFixture[str]) -> None:
    status, printed, _ = called("check", "home-appliances", capsys=capsys)
    assert status == 0
    assert "as-before (baseline): as-before" in printed
    assert printed.rstrip().endswith("home-appliances: understood, nothing wrong.")
    status, chinese, _ = called("check", "home-appliances", "--language", "zh", capsys=capsys)
    assert status == 0
    assert "未发现问题" in chinese


def test_check_shows_what_each_alternative_changes(capsys: pytest.CaptureFixture[str]) -> None:
    setting = ["--set", "alternatives.tilt-only.quota.share_of_potential=0.9"]
    _, printed, _ = called("check", "home-appliances", *setting, capsys=capsys)
    lines = [line.strip() for line in printed.splitlines()]
    first = lines.index("tilt-only: tilt")
    assert lines[first + 1] == "people.plan: as-before → tilt"
    assert "+ actions: plan-meetings" in lines[first + 2 : first + 4]
    assert any(line.startswith("quota.share_of_potential: 0.") and line.endswith(" → 0.9") for line in lines)
    assert "+ plans.tilt.components: innovation-award" in lines


def test_check_warns_of_actions_that_never_act(capsys: pytest.CaptureFixture[str]) -> None:
    status, printed, _ = called("check", "home-appliances", "--set", "weeks=20", capsys=capsys)
    assert status == 0
    *_, warning, last = printed.splitlines()
    assert warning.startswith(
        "Warning: in what-they-did, these begin after the last week (20) and never act:"
    )
    assert warning.endswith(" smart-system (week 27)")
    assert last == "home-appliances: understood and can be run; see the warnings above."


def test_parameters_prints_the_register(capsys: pytest.CaptureFixture[str]) -> None:
    from simulator.parameters import load_register

    status, printed, _ = called("parameters", capsys=capsys)
    assert status == 0
    assert [line.split()[0] for line in printed.splitlines()[1:]] == list(load_register())
    _, told, _ = called("parameters", "home-appliances", "--json", capsys=capsys)
    assert set(json.loads(told)["effort_elasticity"]) == {
        "value", "unit", "default", "low", "high", "source", "label"
    }  # fmt: skip


def test_parameters_shows_the_values_of_a_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    setting = ["--set", "parameters.effort_elasticity=0.25"]
    status, told, problem = called("parameters", "home-appliances", *setting, "--json", capsys=capsys)
    if status == 2:  # a scenario that does not state the parameter has no such key to set
        assert "effort_elasticity" in problem
    else:
        assert json.loads(told)["effort_elasticity"]["value"] == 0.25


def test_run_keeps_every_fact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run"
    status, printed, _ = called(
        "run", "home-appliances", *SMALL, "--alternative", "what-they-did", "--out", str(out), capsys=capsys
    )
    assert status == 0
    assert f"Written to {out}" in printed
    expected = {MANIFEST, "outcomes.parquet", "weekly.parquet", "weekly-overview.png", "weekly-overview.svg"}
    assert set(files(out)) == expected | {f"ledger/{table}.parquet" for table in RECORDS}
    orders = parquet.read_table(out / "ledger" / "order.parquet").to_pydict()
    assert set(orders["tier_name"]) <= {"standard", "premium"}
    assert orders["firm_name"][0] == "us" if orders["firm"][0] == 0 else orders["firm_name"][0] != "us"
    activity = parquet.read_table(out / "ledger" / "activity.parquet")
    assert "effort_by_kind:air-conditioner/premium/new" in activity.column_names
    spend = parquet.read_table(out / "ledger" / "spend.parquet").to_pydict()
    assert "action" in spend["kind_name"]
    assert all(
        item for kind, item in zip(spend["kind_name"], spend["item_name"], strict=True) if kind != "service"
    )
    weekly = parquet.read_table(out / "weekly.parquet").to_pydict()
    assert weekly["week"] == list(range(6))
    assert json.loads((out / MANIFEST).read_text())["alternative"] == "what-they-did"


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A comparison made once: its folder, and what it printed."""
    out = tmp_path_factory.mktemp("compared") / "out"
    command = [
        sys.executable,
        "-c",
        "from simulator.cli import main; main()",
        *COMPARE,
        "--out",
        str(out),
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return out, done.stdout, done.stderr


def test_compare_prints_the_json_and_nothing_else(compared: tuple[Path, str, str]) -> None:
    out, printed, told = compared
    assert printed == (out / "comparison.json").read_text()
    assert json.loads(printed)["replications"] == 3
    # no progress bar in a pipe, only what a reader of the numbers must know
    late, cut = told.splitlines()
    assert late.startswith("Warning: in what-they-did, these begin after the last week (6) and never act: ")
    assert "smart-system (week 27)" in late
    assert cut.startswith("Week 6 does not end a fiscal month and quarter: pay that is settled only")


def test_compare_writes_what_was_promised(compared: tuple[Path, str, str]) -> None:
    out, _, _ = compared
    written = files(out)
    promised = {"comparison.json", "outcomes.parquet", "weekly.parquet", MANIFEST, "report.html"}
    assert promised <= set(written)
    pictures = {name.rpartition(".")[0] for name in written if name.endswith(".png")}
    assert pictures
    assert pictures == {name.rpartition(".")[0] for name in written if name.endswith(".svg")}
    manifest = json.loads((out / MANIFEST).read_text())
    assert manifest["complete"] is True
    assert sorted([*manifest["files"], MANIFEST]) == written
    assert manifest["command"].startswith("sandtable compare home-appliances")
    assert parquet.read_table(out / "outcomes.parquet").num_rows == 6


def test_the_same_scenario_may_be_compared_again_and_another_may_not(
    compared: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    out, printed, _ = compared
    status, nothing, told = called("run", "home-appliances", *SMALL, "--out", str(out), capsys=capsys)
    assert (status, nothing) == (2, "")
    assert "holds the results of another run" in told
    assert (out / "comparison.json").read_text() == printed
    (out / "notes.txt").write_text("mine")
    status, other, told = called(*COMPARE, "--seed", "7", "--out", str(out), "--json", capsys=capsys)
    assert (status, other == printed) == (0, False)
    assert f"{out} holds earlier results of this scenario; the new ones will replace them.\n" in told
    status, again, _ = called(*COMPARE, "--out", str(out), "--json", capsys=capsys)
    assert (status, again) == (0, printed)
    assert (out / "notes.txt").read_text() == "mine"
    (out / "notes.txt").unlink()


@pytest.mark.parametrize("command", ["run", "compare"])
def test_a_folder_that_cannot_be_made_is_refused_before_anything_runs(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from simulator.studies import compare, single

    def never(*_: object, **__: object) -> None:
        raise AssertionError("it ran")

    monkeypatch.setattr(compare, "run_design", never)
    monkeypatch.setattr(single, "run_once", never)
    (tmp_path / "file").write_text("")
    asked = [command, "home-appliances", "--out", str(tmp_path / "file" / "below")]
    status, printed, told = called(*asked, capsys=capsys)
    assert (status, printed) == (2, "")
    assert "below: cannot be written: not a directory. Choose another --out." in told


def test_a_full_disk_ends_in_a_sentence_and_an_empty_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from simulator.plots import saving

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving, "save", full)
    out = tmp_path / "out"
    status, printed, told = called("run", "home-appliances", *SMALL, "--out", str(out), capsys=capsys)
    assert (status, printed) == (1, "")
    assert "weekly-overview.png could not be written: no space left on device." in told
    assert not out.exists()


@pytest.mark.parametrize(
    "asked",
    [
        ["--replications", "1", "--weeks", "13", "--alternatives", "as-before,tilt-only"],
        ["--replications", "10", "--weeks", "3"],
    ],
    ids=["one-market", "no-quarter-ends"],
)
def test_comparisons_without_intervals_end_in_a_report(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = ["--set", "demand.customers=2000", "--no-sensitivity", "--out", str(tmp_path)]
    status, _, _ = called("compare", "home-appliances", *asked, *small, capsys=capsys)
    assert status == 0
    assert "differences.png" in files(tmp_path)
    assert "</html>" in (tmp_path / "report.html").read_text()


def test_a_picture_that_fails_leaves_the_folder_as_it_was(
    compared: tuple[Path, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simulator.plots import effort

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no ink")

    out, _, _ = compared
    monkeypatch.setattr(effort, "effort_split", broken)
    before = {name: (out / name).read_bytes() for name in files(out)}
    for folder in (out, tmp_path / "new"):
        with pytest.raises(RuntimeError, match="no ink"):
            main([*COMPARE, "--out", str(folder)])
    assert {name: (out / name).read_bytes() for name in files(out)} == before
    assert not (tmp_path / "new").exists()


BAD_INPUT = [
    (["compare", "home-appliance"], "Did you mean 'home-appliances'"),
    (["check", "no-such-folder/scenario.yaml"], "there is no scenario called"),
    (["compare", "home-appliances", "--set", "demand.costumers=5"], "Did you mean"),
    (["compare", "home-appliances", "--set", "demand.customers"], "--set needs key.path=value"),
    (["compare", "home-appliances", "--alternatives", "as-befor"], "Did you mean 'as-before'"),
    (["compare", "home-appliances", "--until", "revenue"], "for example 'revenue 1%'"),
    (["compare", "home-appliances", "--replications", "0"], "must be at least 1"),
    (["compare", "home-appliances", "--jobs", "0"], "--jobs: must be at least 1"),
    (["compare", "home-appliances", "--language", "fr"], "'fr' is not one of 'en', 'zh'"),
    (["run", "home-appliances", "--alternative", "nobody"], "there is no alternative called 'nobody'"),
    (["run", "home-appliances", "--replication", "-1"], "--replication: must be at least 0, got -1"),
    (
        ["compare", "home-appliances", "--baseline", "as-before", "--alternatives", "tilt-only"],
        "the alternative 'as-before' exists, but is not among those compared",
    ),
    (["parameters", "--set", "a=1"], "--set needs a SCENARIO"),
    (["comprae"], "No such command 'comprae'"),
]


@pytest.mark.parametrize(("arguments", "sentence"), BAD_INPUT)
def test_bad_input_is_one_sentence_and_leaves_nothing_behind(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    status, printed, told = called(*arguments, capsys=capsys)
    assert (status, printed) == (2, "")
    assert sentence in told
    assert "Traceback" not in told
    assert files(tmp_path) == []


def test_a_folder_with_somebody_elses_files_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    status, printed, told = called(*COMPARE, "--out", str(tmp_path), capsys=capsys)
    assert (status, printed) == (2, "")
    assert "--overwrite" in told
    assert files(tmp_path) == ["thesis.txt"]


def test_told_to_overwrite_it_keeps_what_is_not_ours_and_tells_people_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    asked = [*COMPARE, "--out", str(tmp_path), "--overwrite", "--language", "zh"]
    status, printed, _ = called(*asked, capsys=capsys)
    assert status == 0
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
    assert "销售收入" in printed
    assert "±" in printed
    assert f"报告：{tmp_path / 'report.html'}" in printed


def test_debug_shows_where_an_error_came_from() -> None:
    from simulator.errors import UnknownName

    with pytest.raises(UnknownName):
        main(["--debug", "check", "no-such-thing"])
