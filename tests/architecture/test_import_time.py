"""What the command line loads before it knows what the user wants: nothing that takes long."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.project import ROOT

HEAVY = {
    "distributed", "hypothesis", "jinja2", "matplotlib", "mesa", "nicegui", "numpy", "pandas", "pyarrow",
    "pydantic", "scipy", "simpy",
}  # fmt: skip


def test_the_command_line_starts_light() -> None:
    program = "import sys; import simulator.cli; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert not HEAVY & set(ran.stdout.split()), "import heavy modules where they are used"


def test_the_help_page_needs_nothing_heavy() -> None:
    program = (
        "import sys; from simulator.cli import main\n"
        "sys.argv = ['sandtable', '--help']\n"
        "try: main()\n"
        "except SystemExit as stop: assert not stop.code, stop.code\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "compare" in ran.stdout
    assert not HEAVY & set(ran.stderr.split())
