"""Every picture is drawn in both languages, with every letter, and nothing is cut off or left behind."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from simulator.plots.assumptions import assumptions, swings
from simulator.plots.attainment import attainment_and_pay_curve
from simulator.plots.effort import effort_split
from simulator.plots.fan import fan
from simulator.plots.forest import forest
from simulator.plots.overview import weekly_overview
from simulator.plots.saving import inline_svg, save
from tests.unit.report.synthetic import NAMES, Made, comparison, record_of


@cache
def made() -> Made:
    return comparison(replications=12)


def one_run(case: Made) -> dict[str, np.ndarray]:
    rows = (case.weekly["alternative"] == "what-they-did") & (case.weekly["replication"] == 3)
    return {name: column[rows] for name, column in case.weekly.items()}


PICTURES: dict[str, Callable[..., Figure]] = {
    "forest": forest,
    "fan": lambda case, **ways: fan(case, "premium_share", **ways),
    "attainment": attainment_and_pay_curve,
    "effort": effort_split,
    "assumptions": assumptions,
    "overview": lambda case, **ways: weekly_overview(
        one_run(case), case.scenario, alternative="what-they-did", **ways
    ),
}


def ink(figure: Figure) -> np.ndarray:
    """Draw a figure to pixels and say where anything dark stands; a missing letter is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        buffer = BytesIO()
        figure.savefig(buffer, format="rgba", dpi=100)
    width, height = (round(side * 100) for side in figure.get_size_inches())
    pixels = np.frombuffer(buffer.getvalue(), dtype=np.uint8).reshape(height, width, 4)
    return pixels[:, :, :3].min(axis=2) < 160


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_letter_is_drawn_and_nothing_is_cut_off(name: str, language: str) -> None:
    dark = ink(PICTURES[name](made(), language=language))
    assert dark.mean() > 0.005
    title = dark[: round(0.3 * 100), :300]
    assert title.mean() > 0.02, "the title has no ink"
    for edge in (dark[0], dark[-1], dark[:, 0], dark[:, -1]):
        assert not edge.any(), "something touches the edge of the picture"


def test_a_letter_the_fonts_lack_would_be_noticed() -> None:
    """The test above can fail: a character no font holds raises the warning it listens to."""
    from simulator.plots.style import drawn, sheet

    figure = drawn(sheet)("\U00013000", "", 2.0)
    figure.set_layout_engine("none")
    with pytest.raises(UserWarning, match="missing from font"):
        ink(figure)


def test_characters_outside_our_catalogue_are_drawn() -> None:
    """A Chinese scenario may call its alternatives anything in the common characters, in bold places too."""
    case = comparison(replications=3, weeks=30, names=("as-before", "tilt-only"))
    case.scenario["alternatives"]["tilt-only"]["title"]["zh"] = "渠道返点重赏之下必有勇夫"
    assert ink(fan(case, "revenue", language="zh")).any()


@pytest.mark.parametrize("size", ["paper", "slides"])
def test_sizes_differ_as_asked(size: str) -> None:
    width, height = assumptions(made(), size=size).get_size_inches()
    assert width == {"paper": 7.0, "slides": 13.33}[size]
    assert height <= 7.5


def test_settings_outside_are_left_alone() -> None:
    before = dict(mpl.rcParams)
    assumptions(made(), language="zh")
    assert dict(mpl.rcParams) == before


def test_a_figure_saved_outside_our_style_keeps_its_letters() -> None:
    """Whoever calls ``savefig`` without our helpers still gets Chinese on the axes."""
    figure = assumptions(made(), language="zh")
    families = {label.get_family()[0] for axes in figure.axes for label in axes.get_xticklabels()}
    assert families == {"Sandtable Sans"}


def test_the_pay_curve_reaches_the_end_of_the_axis() -> None:
    case = comparison(replications=2, weeks=26)
    case.attainment["attainment"][::2] = 3.4
    for curve in case.pay_curves.values():
        curve["attainment"], curve["pay"] = np.linspace(0.0, 4.0, 9), np.linspace(0.0, 8e3, 9)
    figure = attainment_and_pay_curve(case)
    assert figure.axes[0].get_xlim()[1] == 3.5
    assert figure.axes[-1].lines[0].get_xdata()[-1] == 3.5
    assert ink(figure).any()


def test_ticks_in_percent_are_not_rounded_to_others() -> None:
    from simulator.plots.attainment import percent_axis

    axes = Figure().subplots()
    percent_axis(axes, 1.0)
    words = axes.yaxis.get_major_formatter()
    assert [words(2.5), words(5.0), words(-10.0)] == ["2.5%", "5%", "−10%"]


def test_hollow_marks_say_that_the_sign_is_open() -> None:
    case = made()
    figure = forest(case, ["contribution"])
    entries = [each["versus_baseline"]["contribution"] for each in case.record["alternatives"][1:]]
    sure = [entry["low"] > 0 or entry["high"] < 0 for entry in entries]
    marks = [line for line in figure.axes[0].lines if line.get_marker() not in ("None", None, "")]
    assert [mark.get_markerfacecolor() != "white" for mark in marks] == sure
    assert True in sure
    assert False in sure


def drawn_marks(figure: Figure) -> list[tuple[float, bool, int]]:
    """Row, whether filled, and the number of bars of each mark of a picture with one panel."""
    lines = figure.axes[0].lines[1:]
    bars = [line.get_ydata()[0] for line in lines if line.get_marker() in ("None", None, "")]
    return [
        (line.get_ydata()[0], line.get_markerfacecolor() != "white", bars.count(line.get_ydata()[0]))
        for line in lines if line.get_marker() not in ("None", None, "")
    ]  # fmt: skip


def test_a_difference_without_interval_is_a_hollow_mark_without_a_bar() -> None:
    figure = forest(comparison(replications=1, weeks=13), ["revenue"])
    assert ink(figure).any()
    assert drawn_marks(figure) == [(row, False, 0) for row in range(3)]


def test_an_undefined_difference_is_not_drawn_and_a_fixed_one_is_sure() -> None:
    case = comparison(replications=4, weeks=13)
    case.outcomes["pay_cost"][:] = 0.0
    case.outcomes["pay_cost"][4:8] = -5.0
    case.outcomes["pay_cost"][9] = np.nan
    case.record = record_of(case.outcomes, NAMES, 13)
    figure = forest(case, ["pay_cost"])
    assert ink(figure).any()
    assert drawn_marks(figure) == [(0, True, 1), (2, False, 1)]


def test_differences_that_are_all_undefined_leave_an_empty_panel() -> None:
    case = comparison(replications=2, weeks=3)
    case.outcomes["quota_attained_share"][:] = np.nan
    case.record = record_of(case.outcomes, NAMES, 3)
    figure = forest(case, ["quota_attained_share"])
    assert ink(figure).any()
    assert drawn_marks(figure) == []


def test_leads_that_are_all_nothing_can_be_drawn() -> None:
    case = comparison(replications=2, weeks=8)
    for name in ("difference", "low", "high"):
        case.sensitivity[name] = np.zeros(len(case.sensitivity[name]))
    assert ink(assumptions(case)).any()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_fewer_alternatives_make_fewer_panels(count: int) -> None:
    case = comparison(replications=3, weeks=20, names=("as-before", "tilt-only", "what-they-did")[:count])
    assert len(effort_split(case).axes) == count
    assert len(fan(case, "revenue").axes) == count


def test_one_market_in_a_short_run_can_be_drawn() -> None:
    case = comparison(replications=1, weeks=6, names=("as-before", "what-they-did"))
    case.weekly["replication"][:] = 3
    for name in ("forest", "attainment", "overview"):
        assert ink(PICTURES[name](case)).any()


def test_the_same_figure_gives_the_same_file(tmp_path: Path) -> None:
    figure = assumptions(made())
    first, second = (save(figure, tmp_path / f"{name}.svg").read_bytes() for name in ("a", "b"))
    assert first == second
    assert save(figure, tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_inline_pictures_share_no_ids_and_need_no_font() -> None:
    import re

    figure = assumptions(made())
    first, second = inline_svg(figure, "one"), inline_svg(figure, "two")
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (first, second)]
    assert ids[0]
    assert ids[0].isdisjoint(ids[1])
    assert set(re.findall(r'href="#([^"]+)"', first)) <= ids[0]
    assert "<text" not in first


def test_pyplot_is_never_loaded() -> None:
    import subprocess
    import sys

    code = (
        "import sys; import simulator.plots.forest, simulator.plots.overview, simulator.plots.assumptions;"
        "sys.exit(any(name.startswith('matplotlib') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_values_of_an_assumption_stand_outside_both_intervals() -> None:
    """A wide interval at one end must not run through the value written for the other."""
    case = comparison(replications=2, weeks=8)
    case.sensitivity["low"][0], case.sensitivity["high"][0] = -0.2, 0.4  # far beyond those of row 1
    axes = assumptions(case).axes[0]
    rows = list(swings(case.sensitivity))
    place = rows.index(str(case.sensitivity["parameter"][0]))
    values = [note.xy[0] for note in axes.texts if note.xy[1] == place]
    assert (min(values), max(values)) == pytest.approx((-20.0, 40.0))
