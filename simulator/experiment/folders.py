"""Making folders so that what was made can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

__all__ = ["made_folders", "reason", "remove_empty", "try_folder"]


def made_folders(path: Path) -> list[Path]:
    """Make a folder with all folders above it; list those that were not there, the highest first.

    Raises
    ------
    OSError
        One of them cannot be made; those made before it are removed again.
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    made: list[Path] = []
    try:
        for folder in reversed(missing):
            folder.mkdir()
            made.append(folder)
    except OSError:
        remove_empty(made)
        raise
    return made


def try_folder(path: Path) -> None:
    """Make a folder and a file in it for a try, and leave everything as it was.

    Raises
    ------
    OSError
        The folder cannot be made or written to.
    """
    made = made_folders(path)
    try:
        with NamedTemporaryFile(dir=path, prefix=".try-") as probe:
            probe.write(b"?")
            probe.flush()
    finally:
        remove_empty(made)


def remove_empty(folders: Sequence[Path]) -> None:
    """Remove folders listed from the highest to the lowest, but for those that hold something."""
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def reason(problem: OSError) -> str:
    """Say what the system said, in its own words.

    Examples
    --------
    >>> reason(OSError(28, "No space left on device"))
    'no space left on device'
    """
    said = problem.strerror or str(problem) or type(problem).__name__
    return said[:1].lower() + said[1:]
