"""The output folder: taken only when it is empty, ours or given up; nothing half-written stays."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from simulator.errors import OutputFolderError, RunError
from simulator.experiment.store import MANIFEST, OutputFolder, run_identity, versions


def written(
    path: Path,
    identity: str = "one",
    *,
    overwrite: bool = False,
    name: str = "table.parquet",
    origin: dict[str, str] | None = None,
) -> OutputFolder:
    folder = OutputFolder(path, identity, overwrite=overwrite, origin=origin)
    folder.begin({"seed": 1, **(origin or {})})
    folder.write_table(name, {"week": np.arange(2), "revenue": np.array([1.5, np.nan])})
    folder.finish({"seed": 1, **(origin or {})})
    return folder


OURS = {"study": "compare", "scenario": "shop"}


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


def test_a_new_folder_is_made_and_says_whose_it_is(tmp_path: Path) -> None:
    written(tmp_path / "results" / "case")
    manifest = json.loads((tmp_path / "results" / "case" / MANIFEST).read_text())
    assert manifest == {"identity": "one", "seed": 1, "complete": True, "files": ["table.parquet"]}
    assert names(tmp_path / "results" / "case") == [MANIFEST, "table.parquet"]


def test_the_same_run_may_write_again(tmp_path: Path) -> None:
    written(tmp_path)
    assert written(tmp_path).files == ["table.parquet"]


@pytest.mark.parametrize("other", ["notes.txt", MANIFEST, ".hidden"])
def test_somebody_elses_files_are_left_alone(tmp_path: Path, other: str) -> None:
    (tmp_path / other).write_text("{}")
    with pytest.raises(
        OutputFolderError, match=r"holds files that are not from this run.*--overwrite"
    ) as refused:
        OutputFolder(tmp_path, "one").check()
    assert refused.value.exit_status == 2
    assert names(tmp_path) == [other]


def test_results_of_another_run_are_left_alone(tmp_path: Path) -> None:
    written(tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}
    with pytest.raises(OutputFolderError, match="holds the results of another run"):
        written(tmp_path, "two")
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == before


def test_overwriting_replaces_the_old_run_and_keeps_what_was_never_ours(tmp_path: Path) -> None:
    written(tmp_path, name="old.parquet")
    (tmp_path / "notes.txt").write_text("mine")
    written(tmp_path, "two", overwrite=True)
    assert names(tmp_path) == [MANIFEST, "notes.txt", "table.parquet"]


def test_a_manifest_cannot_make_us_remove_files_elsewhere(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("keep")
    folder = tmp_path / "folder"
    folder.mkdir()
    listed = {"identity": "one", "files": ["../outside.txt", str(outside)]}
    (folder / MANIFEST).write_text(json.dumps(listed))
    written(folder, "two", overwrite=True)
    assert outside.read_text() == "keep"


def test_a_manifest_cannot_make_us_follow_a_link_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "diary.txt").write_text("keep")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (folder / MANIFEST).write_text(json.dumps({"identity": "one", "files": ["link/diary.txt"]}))
    written(folder)
    assert (tmp_path / "elsewhere" / "diary.txt").read_text() == "keep"


def test_ones_own_earlier_results_of_the_same_scenario_make_room(tmp_path: Path) -> None:
    written(tmp_path, "one", name="old.parquet", origin=OURS)
    (tmp_path / "notes.txt").write_text("mine")
    folder = OutputFolder(tmp_path, "two", origin=OURS)
    folder.check()
    assert folder.replaces
    written(tmp_path, "two", origin=OURS)
    assert names(tmp_path) == [MANIFEST, "notes.txt", "table.parquet"]
    assert json.loads((tmp_path / MANIFEST).read_text())["identity"] == "two"


@pytest.mark.parametrize("key", OURS)
def test_another_study_or_scenario_does_not_make_room(tmp_path: Path, key: str) -> None:
    written(tmp_path, origin=OURS)
    with pytest.raises(OutputFolderError, match="holds the results of another run"):
        OutputFolder(tmp_path, "two", origin=OURS | {key: "other"}).check()


def test_a_file_of_ones_own_is_not_written_over_though_the_folder_is_ours(tmp_path: Path) -> None:
    written(tmp_path, name="old.parquet", origin=OURS)
    (tmp_path / "table.parquet").write_text("mine")
    with pytest.raises(OutputFolderError, match=r"holds a file that is not ours: table\.parquet"):
        written(tmp_path, "two", origin=OURS)
    assert (tmp_path / "table.parquet").read_text() == "mine"
    assert names(tmp_path) == [MANIFEST, "old.parquet", "table.parquet"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputFolderError, match="is a file, not a folder"):
        OutputFolder(tmp_path / "file", "one", overwrite=True).check()
    with pytest.raises(OutputFolderError, match="cannot be written: not a directory"):
        OutputFolder(tmp_path / "file" / "below", "one").check()
    with pytest.raises(OutputFolderError, match="cannot be written: file name too long"):
        OutputFolder(tmp_path / ("n" * 300), "one").check()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
def test_a_folder_that_the_system_does_not_let_us_make(tmp_path: Path) -> None:
    with pytest.raises(
        OutputFolderError, match=r"^--out, /proc/results/deep: cannot be written: "
    ) as refused:
        OutputFolder(Path("/proc/results/deep"), "one").check()
    assert refused.value.exit_status == 2


def test_trying_leaves_no_trace(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "new" / "deep", "one")
    folder.check()
    assert names(tmp_path) == []
    assert not folder.replaces


def write_and_stumble(folder: OutputFolder) -> None:
    with folder:
        folder.begin({})
        folder.write_text("fine.txt", "whole")
        folder.write_json("comparison.json", {"low": float("nan")})


def test_what_fails_half_way_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    written(tmp_path / "out", name="old.parquet")
    before = (tmp_path / "out" / MANIFEST).read_bytes()
    for out in (tmp_path / "out", tmp_path / "new" / "out"):
        folder = OutputFolder(out, "one")
        with pytest.raises(ValueError, match="not JSON compliant"):
            write_and_stumble(folder)
    assert names(tmp_path) == ["out"]
    assert names(tmp_path / "out") == [MANIFEST, "old.parquet"]
    assert (tmp_path / "out" / MANIFEST).read_bytes() == before


def test_a_full_disk_is_said_and_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    written(tmp_path, name="old.parquet")
    folder = OutputFolder(tmp_path, "one")
    folder.begin({})

    def fill() -> None:
        with folder.place("report.html") as path:
            path.write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(RunError, match=r"report\.html could not be written: no space left on device") as said:
        fill()
    assert said.value.exit_status == 1
    assert "what the folder held before is as it was" in str(said.value)
    assert names(tmp_path) == [MANIFEST, "old.parquet"]


def test_what_a_killed_run_left_is_in_nobodys_way(tmp_path: Path) -> None:
    OutputFolder(tmp_path, "one").begin({})
    assert names(tmp_path) == [".unfinished"]
    written(tmp_path, "two")
    assert names(tmp_path) == [MANIFEST, "table.parquet"]


def test_undefined_numbers_become_null_and_texts_stay_texts(tmp_path: Path) -> None:
    columns = {
        "name": np.array(["a", "b"], dtype=object),
        "value": np.array([1.0, np.nan]),
        "wide": np.array([[1.0, 2.0], [3.0, 4.0]], dtype=np.float32),
    }
    folder = OutputFolder(tmp_path, "one")
    folder.begin({})
    folder.write_table("facts.parquet", columns)
    folder.finish({})
    assert parquet.read_table(tmp_path / "facts.parquet").to_pydict() == {
        "name": ["a", "b"],
        "value": [1.0, None],
        "wide": [[1.0, 2.0], [3.0, 4.0]],
    }


def test_an_identity_is_what_decides_the_numbers() -> None:
    assert run_identity(seed=1, weeks=4) == run_identity(weeks=4.0, seed=1)
    assert run_identity(seed=1, weeks=4) != run_identity(seed=1, weeks=5)


def test_the_versions_name_python_and_the_packages() -> None:
    assert {"python", "sandtable", "numpy", "scipy", "pyarrow"} <= set(versions())
