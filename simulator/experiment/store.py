"""The output folder: whose it is, what is in it, and that nothing half-written stays there."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import rmtree
from types import TracebackType
from typing import Any, Self

import numpy as np

import simulator
from simulator.analysis.declaration import Columns
from simulator.documents import fingerprint
from simulator.errors import OutputFolderError, Place, RunError
from simulator.experiment.folders import made_folders, reason, remove_empty, try_folder

MANIFEST = "manifest.json"
UNFINISHED = ".unfinished"
"""Where files wait inside the folder until all of them are there."""

NOTHING_KEPT = "Nothing was kept of this run; what the folder held before is as it was"
PACKAGES = (
    "numpy",
    "scipy",
    "mesa",
    "simpy",
    "pydantic",
    "PyYAML",
    "pyarrow",
    "matplotlib",
    "jinja2",
    "click",
    "rich",
)


def versions() -> dict[str, str]:
    """Tell the versions of Python, Sandtable and the packages that it stands on."""
    found = {"python": platform.python_version(), "sandtable": simulator.__version__}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def run_identity(**parts: Any) -> str:
    """Name a run by what decides its numbers: equal names mean equal results on one platform.

    Examples
    --------
    >>> run_identity(seed=1, weeks=4) == run_identity(weeks=4, seed=1) != run_identity(weeks=4, seed=2)
    True
    """
    return fingerprint({"model": simulator.__version__, **parts})


class OutputFolder:
    """A folder for the files of one run.

    A folder that is not empty is taken when its manifest tells of the same run, or of an earlier one of the
    same study and scenario, or when overwriting is asked for. Files that no manifest lists are never
    removed. Everything is written beside its place first and moved there in the end, so that a run that
    fails on the way leaves the folder as it was.

    Parameters
    ----------
    path
        The folder; it need not exist.
    identity
        Name of the run, from `run_identity`.
    overwrite
        Take the folder whatever is in it.
    origin
        What an earlier run must agree in for its results to be replaced, as its manifest says it: the study
        and the name of the scenario. Without it, only the same run is replaced.
    """

    def __init__(
        self, path: Path, identity: str, *, overwrite: bool = False, origin: Mapping[str, str] | None = None
    ) -> None:
        self.path = path
        self.identity = identity
        self.overwrite = overwrite
        self.origin = dict(origin or {})
        self.files: list[str] = []
        self._stale: list[str] = []
        self._replaces = False
        self._made: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.discard()

    @property
    def replaces(self) -> bool:
        """Whether `check` found results of an earlier run, which will make room for those of this one."""
        return self._replaces

    def check(self) -> None:
        """Refuse a folder that must not or cannot be written to, before anything is done.

        The folder is made and written to for a try, and left as it was.

        Raises
        ------
        OutputFolderError
            The path is a file, cannot be written, or holds files of something else.
        """
        place = self._place
        try:
            if self.path.exists() and not self.path.is_dir():
                raise OutputFolderError("is a file, not a folder", place=place, hint="Choose another --out")
            held = [found.name for found in self.path.iterdir()] if self.path.is_dir() else []
            try_folder(self.path)
        except OSError as problem:
            raise OutputFolderError(
                f"cannot be written: {reason(problem)}", place=place, hint="Choose another --out"
            ) from None
        if not [name for name in held if name != UNFINISHED]:
            return
        before = _manifest(self.path)
        if self.overwrite or (before is not None and self._is_ours(before)):
            self._stale = [str(name) for name in (before or {}).get("files", [])]
            self._replaces = before is not None
            return
        what = (
            "holds files that are not from this run" if before is None else "holds the results of another run"
        )
        raise OutputFolderError(
            what, place=place, hint="Choose another --out, or write over it with --overwrite"
        )

    @property
    def _place(self) -> Place:
        return Place("--out", None, str(self.path))

    def _is_ours(self, before: Mapping[str, Any]) -> bool:
        same = bool(self.origin) and all(before.get(key) == value for key, value in self.origin.items())
        return same or before.get("identity") == self.identity

    def begin(self, manifest: dict[str, Any]) -> None:
        """Make room beside the final places of the files, and mark it as belonging to this run."""
        self.check()
        with self._written(MANIFEST):
            self._made = made_folders(self.path)
            rmtree(self._unfinished, ignore_errors=True)
            self._unfinished.mkdir()
        self._write_manifest(manifest | {"complete": False}, self.files)

    @property
    def _unfinished(self) -> Path:
        return self.path / UNFINISHED

    @contextmanager
    def place(self, name: str) -> Iterator[Path]:
        """Give a path to write to; the file goes to its place when the run is finished.

        Raises
        ------
        RunError
            The file could not be written; the folder is then as it was before the run.
        """
        with self._written(name):
            target = self._unfinished / name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                yield target
            except BaseException:
                target.unlink(missing_ok=True)
                raise
        if name != MANIFEST and name not in self.files:
            self.files.append(name)

    @contextmanager
    def _written(self, name: str, kept: str = NOTHING_KEPT) -> Iterator[None]:
        """Say in a sentence that a file could not be written, and tidy up."""
        try:
            yield
        except OSError as problem:
            self.discard()
            raise RunError(
                f"{self.path / name} could not be written: {reason(problem)}", hint=kept
            ) from problem

    def write_text(self, name: str, text: str) -> None:
        """Write a text file."""
        with self.place(name) as path:
            path.write_text(text, encoding="utf-8", newline="\n")

    def write_json(self, name: str, data: Any) -> None:
        """Write a JSON file, without NaN and with a line end."""
        self.write_text(name, json_text(data))

    def write_table(self, name: str, columns: Columns) -> None:
        """Write a table as Parquet; numbers that are undefined become null."""
        import pyarrow.parquet

        with self.place(name) as path:
            pyarrow.parquet.write_table(arrow_table(columns), path)

    def finish(self, manifest: dict[str, Any], *, complete: bool = True) -> None:
        """Move all files to their places, remove what only an earlier run wrote, and sign the manifest.

        Raises
        ------
        OutputFolderError
            A file that no manifest lists stands where one is to go; the folder is left as it was.
        """
        foreign = [name for name in self.files if name not in self._stale and (self.path / name).exists()]
        if foreign and not self.overwrite:
            self.discard()
            raise OutputFolderError(
                f"holds a file that is not ours: {foreign[0]}",
                place=self._place,
                hint="Move it, or write over it with --overwrite",
            )
        # While files move, the manifest lists old and new ones and says that the folder is not complete.
        self._write_manifest(manifest | {"complete": False}, {*self.files, *self._stale})
        self._move(MANIFEST)
        self._write_manifest(manifest | {"complete": complete}, self.files)
        for name in self.files:
            self._move(name)
        for name in self._stale:
            old = self.path / name
            if name not in (*self.files, MANIFEST) and _is_below(old, self.path):
                old.unlink(missing_ok=True)
        self._move(MANIFEST)
        rmtree(self._unfinished, ignore_errors=True)

    def discard(self) -> None:
        """Forget what was written since `begin`, and folders made for it that are empty."""
        rmtree(self._unfinished, ignore_errors=True)
        remove_empty(self._made)
        self._made = []

    def _move(self, name: str) -> None:
        with self._written(name, "The folder holds a part of the results, and its manifest says so"):
            target = self.path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (self._unfinished / name).replace(target)

    def _write_manifest(self, manifest: dict[str, Any], files: Iterable[str]) -> None:
        self.write_json(MANIFEST, {"identity": self.identity, **manifest, "files": sorted(files)})


def _is_below(path: Path, folder: Path) -> bool:
    """Tell whether a path really leads to something inside a folder, links followed."""
    return ".." not in path.parts and path.parent.resolve().is_relative_to(folder.resolve())


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "identity" in found else None


def json_text(data: Any) -> str:
    """Write plain data as people and programs can both read it.

    Examples
    --------
    >>> print(json_text({"title": "沙盘", "low": None}), end="")
    {
      "title": "沙盘",
      "low": null
    }
    """
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def arrow_table(columns: Columns) -> Any:
    """Turn columns into an Arrow table: texts stay texts, NaN becomes null, wide columns become lists."""
    import pyarrow as pa

    fields = {}
    for name, values in columns.items():
        if values.ndim == 2:
            flat = pa.array(np.ascontiguousarray(values).ravel())
            fields[name] = pa.FixedSizeListArray.from_arrays(flat, values.shape[1])
        elif values.dtype == object:
            fields[name] = pa.array(values.tolist(), type=pa.string())
        else:
            fields[name] = pa.array(values, from_pandas=values.dtype.kind == "f")
    return pa.table(fields)
