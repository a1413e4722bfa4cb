"""A real Ctrl-C: a SIGINT to a real comparison, in one process and in several."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
from simulator.cli import main
from simulator.experiment import batches, running
from simulator.report import page, pictures
batches.TARGET_SECONDS = 0.0  # one replication in a batch
page.pictures = pictures.pictures = lambda *_: []  # drawing is tested elsewhere
kept = running._keep
def tell(*arguments):
    kept(*arguments)
    print("kept", file=sys.stderr, flush=True)
running._keep = tell
if __name__ == "__main__":
    main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal to a process group")
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_finished_is_kept_and_said(jobs: int, tmp_path: Path) -> None:
    script = tmp_path / "interrupted.py"
    script.write_text(SCRIPT)
    out = tmp_path / "out"
    command = [sys.executable, str(script), "compare", "home-appliances", "--set", "demand.customers=2000"]
    command += ["--weeks", "13", "--replications", "400", "--alternatives", "as-before,tilt-only"]
    command += ["--jobs", str(jobs), "--out", str(out)]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert running.stderr is not None
    for _ in range(6):
        assert running.stderr.readline() == "kept\n"
    os.killpg(running.pid, signal.SIGINT)  # a terminal sends it to the workers as well
    printed, told = running.communicate(timeout=240)  # a busy machine is not a defect
    assert running.returncode == 130, told
    assert told.splitlines().count("Stopping: writing what is finished.") == 1
    assert next(line for line in told.splitlines() if line != "kept").startswith("Stopping: ")
    assert "Traceback" not in told
    record = json.loads((out / "comparison.json").read_text())
    manifest = json.loads((out / "manifest.json").read_text())
    assert record["complete"] is manifest["complete"] is False
    assert 0 < record["replications"] < 400
    assert f"Interrupted. {record['replications']} complete replications are kept in {out}" in told
    assert str(out / "report.html") in printed
    assert not [path for path in out.rglob("*") if "partial" in path.name]
