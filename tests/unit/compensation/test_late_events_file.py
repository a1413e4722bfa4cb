"""Late events and corrections: posted with their reason and events; the output folder knows changed files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli.pay import pay
from simulator.errors import OutputFolderError

PLAN = "plan: demo\ncomponents:\n  commission: {kind: commission, rate: 10%}\n"
EVENTS = "id,person,day,revenue\na1,ann,2026-01-05,1000\nb1,bob,2026-01-06,10\n"
LATE = "a2,ann,2026-01-20,500\na3,ann,2026-02-20,100\n"
FIXES = "person,amount,reason,approver\nann,-7,paid twice,zoe\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    (tmp_path / "events.csv").write_text(EVENTS, "utf-8")
    (tmp_path / "fixes.csv").write_text(FIXES, "utf-8")
    return tmp_path


def run(folder: Path, *more: str) -> Result:
    arguments = [str(folder / "plan.yaml"), "--events", str(folder / "events.csv")]
    return CliRunner().invoke(pay, [*arguments, *more])


def february(folder: Path, *more: str) -> Result:
    assert run(folder, "--period", "2026-01", "--out", str(folder / "january")).exit_code == 0
    (folder / "events.csv").write_text(EVENTS + LATE, "utf-8")
    paid = str(folder / "january" / "statement_lines.csv")
    fixes = str(folder / "fixes.csv")
    return run(folder, "--period", "2026-02", "--paid", paid, "--adjustments", fixes, *more)


def test_corrections_are_explained_with_reason_and_new_events(folder: Path) -> None:
    result = february(folder, "--explain", "--rep", "ann")
    assert result.exit_code == 0, result.exception
    assert result.stdout.splitlines()[-6:] == [
        "In all: CNY 10.00",
        "Corrections",
        (
            "  commission, 2026-01: worked out anew; CNY 150.00 is due where CNY 100.00 was paid, "
            "a difference of CNY 50.00."
        ),
        "    new events: a2",
        "  adjustment, 2026-02: adjustment of CNY -7.00, because: paid twice (approved by zoe).",
        "In all with corrections: CNY 53.00",
    ]


def test_corrections_are_written_with_reason_and_new_events(folder: Path) -> None:
    assert february(folder, "--out", str(folder / "february")).exit_code == 0
    raw = (folder / "february" / "statement_lines.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    shown = [(r["entry"], r["amount"], r["events"], r["reason"]) for r in rows]
    assert shown == [
        ("earning", "10.00", "a3", ""),
        ("recalculation", "50.00", "a2", "150.00 is due where 100.00 was paid"),
        ("adjustment", "-7.00", "", "paid twice"),
    ]


def test_changed_files_do_not_replace_earlier_results(folder: Path) -> None:
    out = ("--out", str(folder / "out"))
    assert run(folder, *out).exit_code == 0
    assert run(folder, *out).exit_code == 0, "the same files may be paid again"
    (folder / "events.csv").write_text(EVENTS + LATE, "utf-8")
    before = (folder / "out" / "statement_lines.csv").read_bytes()
    assert isinstance(run(folder, *out).exception, OutputFolderError)
    assert (folder / "out" / "statement_lines.csv").read_bytes() == before
    assert run(folder, *out, "--overwrite").exit_code == 0
    assert (folder / "out" / "statement_lines.csv").read_bytes() != before


def test_the_csv_is_written_in_pieces(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.compensation import statement_tables

    assert run(folder, "--out", str(folder / "whole")).exit_code == 0
    monkeypatch.setattr(statement_tables, "ROWS_AT_A_TIME", 1)
    assert run(folder, "--out", str(folder / "pieces")).exit_code == 0
    for name in ("statement_lines.csv", "totals_by_person.csv"):
        assert (folder / "whole" / name).read_bytes() == (folder / "pieces" / name).read_bytes()


def test_receipts_do_not_stand_behind_pay_on_revenue(folder: Path) -> None:
    rows = "id,person,day,revenue,cash,refers_to\ns1,ann,2026-01-05,1000,0,\nr1,ann,2026-01-20,0,1000,s1\n"
    (folder / "events.csv").write_text(rows, "utf-8")
    result = run(folder, "--explain")
    assert result.exit_code == 0, result.exception
    assert "    events: s1" in result.stdout.splitlines()
