"""The output folder: whose it is, what is in it, and that nothing half-written stays there."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

import simulator
from simulator.analysis.declaration import Columns
from simulator.documents import fingerprint
from simulator.errors import OutputFolderError, Place

MANIFEST = "manifest.json"
PARTIAL = ".partial"
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

    A folder that is not empty is taken only when its manifest names the same run, or when overwriting
    is asked for; files that the run did not write are never touched.

    Parameters
    ----------
    path
        The folder; it need not exist.
    identity
        Name of the run, from `run_identity`.
    overwrite
        Take the folder whatever is in it.
    """

    def __init__(self, path: Path, identity: str, *, overwrite: bool = False) -> None:
        self.path = path
        self.identity = identity
        self.overwrite = overwrite
        self.files: list[str] = []
        self._stale: list[str] = []

    def check(self) -> None:
        """Refuse a folder that must not be written to, before anything is written.

        Raises
        ------
        OutputFolderError
            The path is a file, cannot be written, or holds files of something else.
        """
        place = Place("--out", None, str(self.path))
        if self.path.exists() and not self.path.is_dir():
            raise OutputFolderError("is a file, not a folder", place=place, hint="Choose another --out")
        nearest = next(
            (part for part in (self.path, *self.path.absolute().parents) if part.exists()), self.path
        )
        if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
            raise OutputFolderError(f"cannot be written: no permission for {nearest}", place=place)
        if not self.path.is_dir() or not any(self.path.iterdir()):
            return
        before = _manifest(self.path)
        if self.overwrite or (before is not None and before.get("identity") == self.identity):
            self._stale = [str(name) for name in (before or {}).get("files", [])]
            return
        what = (
            "holds files that are not from this run" if before is None else "holds the results of another run"
        )
        raise OutputFolderError(
            what, place=place, hint="Choose another --out, or write over it with --overwrite"
        )

    def begin(self, manifest: dict[str, Any]) -> None:
        """Make the folder and mark it as belonging to this run, not complete yet."""
        self.check()
        self.path.mkdir(parents=True, exist_ok=True)
        self._write_manifest(manifest | {"complete": False})

    @contextmanager
    def place(self, name: str) -> Iterator[Path]:
        """Give a temporary path to write to, which becomes the named file when all went well."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.stem}{PARTIAL}{target.suffix}")
        try:
            yield temporary
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        if name != MANIFEST and name not in self.files:
            self.files.append(name)

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
        """Write the final manifest and remove what an earlier run wrote and this one did not."""
        for name in self._stale:
            inside = not Path(name).is_absolute() and ".." not in Path(name).parts
            if inside and name not in (*self.files, MANIFEST):
                (self.path / name).unlink(missing_ok=True)
        self._write_manifest(manifest | {"complete": complete})

    def _write_manifest(self, manifest: dict[str, Any]) -> None:
        self.write_json(MANIFEST, {"identity": self.identity, **manifest, "files": sorted(self.files)})


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
