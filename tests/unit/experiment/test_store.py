"""The output folder: taken only when it is empty, ours or given up; nothing half-written stays."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from simulator.errors import OutputFolderError
from simulator.experiment.store import MANIFEST, OutputFolder, run_identity, versions


def written(
    path: Path, identity: str = "one", *, overwrite: bool = False, name: str = "table.parquet"
) -> OutputFolder:
    folder = OutputFolder(path, identity, overwrite=overwrite)
    folder.begin({"seed": 1})
    folder.write_table(name, {"week": np.arange(2), "revenue": np.array([1.5, np.nan])})
    folder.finish({"seed": 1})
    return folder


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


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputFolderError, match="is a file, not a folder"):
        OutputFolder(tmp_path / "file", "one", overwrite=True).check()
    with pytest.raises(OutputFolderError, match="cannot be written"):
        OutputFolder(tmp_path / "file" / "below", "one").check()


def test_what_fails_half_way_leaves_neither_file_nor_rest(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "out", "one")
    folder.begin({})
    with pytest.raises(ValueError, match="not JSON compliant"):
        folder.write_json("comparison.json", {"low": float("nan")})

    def stumble() -> None:
        with folder.place("comparison.json") as path:
            path.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stumble()
    assert names(tmp_path / "out") == [MANIFEST]
    assert json.loads((tmp_path / "out" / MANIFEST).read_text())["complete"] is False


def test_undefined_numbers_become_null_and_texts_stay_texts(tmp_path: Path) -> None:
    columns = {
        "name": np.array(["a", "b"], dtype=object),
        "value": np.array([1.0, np.nan]),
        "wide": np.array([[1.0, 2.0], [3.0, 4.0]], dtype=np.float32),
    }
    folder = OutputFolder(tmp_path, "one")
    folder.write_table("facts.parquet", columns)
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
