"""Progress is drawn on a terminal and nowhere else."""

from __future__ import annotations

import io
import sys

import pytest

from simulator.cli.progress import shown
from simulator.experiment.running import Silent


class Terminal(io.StringIO):
    """A stream that says somebody is watching."""

    def isatty(self) -> bool:
        return True


def test_a_pipe_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with shown({"worlds": "Comparing"}) as progress:
        assert isinstance(progress, Silent)
        progress.begin("worlds", 10.0)
        progress.advance(10.0)
    assert stream.getvalue() == ""


def test_a_terminal_sees_each_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with shown({"worlds": "Comparing", "assumptions": "Moving"}) as progress:
        progress.begin("worlds", 10.0)
        progress.advance(5.0)
        progress.begin("worlds", 20.0)  # more replications than thought
        progress.advance(20.0)
        progress.begin("assumptions", 4.0)
        progress.advance(4.0)
    assert "Comparing" in stream.getvalue()
    assert "Moving" in stream.getvalue()
    assert "100%" in stream.getvalue()
