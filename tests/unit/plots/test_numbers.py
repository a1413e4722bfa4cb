"""What the pictures compute before they draw, and how numbers are written."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.language import all_keys, label
from simulator.plots.attainment import distribution
from simulator.plots.effort import shares_over_time
from simulator.plots.evidence import by_world, trailing_mean
from simulator.plots.fan import spread
from simulator.plots.measures import measure_of
from simulator.plots.style import FONTS, apart, looks, wrapped
from tests.unit.report.synthetic import comparison


@pytest.mark.parametrize(
    ("key", "value", "language", "words"),
    [
        ("revenue", 1.2345e9, "en", "CNY 1.23 billion"),
        ("revenue", 1.2345e9, "zh", "12.3亿元"),
        ("revenue", 45_600_000.0, "zh", "4,560万元"),
        ("pay", 18_400.0, "en", "CNY 18.4 thousand"),
        ("price", 4350.0, "en", "CNY 4,350"),
        ("premium_share", 0.3981, "en", "39.8%"),
        ("orders", 12345.0, "en", "12,345"),
    ],
)
def test_levels_are_written_as_people_say_them(key: str, value: float, language: str, words: str) -> None:
    assert measure_of({}, key).scale([value], language).value(value) == words


def test_differences_of_shares_are_in_points() -> None:
    scale = measure_of({}, "premium_share").scale([-0.112], "en")
    assert scale.difference(-0.112) == "−11.2 points"
    assert measure_of({}, "premium_share").scale([0.112], "zh").difference(0.112) == "+11.2个百分点"


def test_an_outcome_of_a_plug_in_brings_its_own_words() -> None:
    record = {
        "outcomes": {"luck": {"unit": "ratio", "better": "none", "label": {"en": "Luck", "zh": "运气"}}}
    }
    measure = measure_of(record, "luck")
    assert (measure.label("zh"), measure.kind) == ("运气", "ratio")


def test_a_trailing_mean_of_shares_weighs_by_revenue() -> None:
    share, revenue = np.array([[0.1, 0.5]]), np.array([[300.0, 100.0]])
    assert trailing_mean(share, 2, revenue)[0, 1] == pytest.approx((30 + 50) / 400)


def test_absent_weeks_do_not_count() -> None:
    assert trailing_mean(np.array([[1.0, np.nan, 3.0]]), 3)[0].tolist() == [1.0, 1.0, 2.0]


def test_worlds_are_cut_apart_whatever_the_order_of_rows() -> None:
    weekly = {
        "alternative": np.array(["a", "a", "b", "a", "a"]),
        "replication": np.array([1, 0, 0, 0, 1]),
        "week": np.array([1, 1, 0, 0, 0]),
        "revenue": np.array([4.0, 2.0, 9.0, 1.0, 3.0]),
    }
    weeks, values = by_world(weekly, "a", "revenue")
    assert weeks.tolist() == [0, 1]
    assert values.tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_the_bands_of_a_fan_are_quantiles_over_worlds() -> None:
    worlds = np.arange(101.0)
    weekly = {
        "alternative": np.full(101, "a"), "replication": np.arange(101), "week": np.zeros(101, int),
        "revenue": worlds,
    }  # fmt: skip
    _, bands = spread(weekly, "a", "revenue", window=1)
    assert bands[:, 0].tolist() == [5.0, 25.0, 50.0, 75.0, 95.0]


def test_weekly_amounts_are_per_week_and_shares_are_not() -> None:
    from simulator.plots.fan import fan

    case = comparison(replications=2, weeks=20)
    said = {key: fan(case, key).texts[1].get_text() for key in ("revenue", "premium_share")}
    assert said["revenue"].startswith("In CNY million per week. ")
    assert said["premium_share"].startswith("In %. ")


def test_exactly_on_quota_counts_as_reached() -> None:
    edges, shares = distribution(np.array([1.0, 0.9999, 1.0 - 1e-12]))
    assert shares[edges[:-1] >= 1 - 1e-9].sum() == pytest.approx(2 / 3)


def test_effort_shares_add_up_every_week() -> None:
    _, shares = shares_over_time(comparison(replications=2, weeks=20).weekly, "tilt-only", 4)
    assert shares.shape == (6, 20)
    assert np.allclose(shares.sum(axis=0), 1.0)


def test_alternatives_differ_in_color_and_in_a_second_cue() -> None:
    found = looks([f"way-{number}" for number in range(9)], "way-0")
    assert len({(look.color, look.marker) for look in found.values()}) == 9
    assert len({look.color for look in list(found.values())[:8]}) == 8


def test_labels_keep_their_distance_and_their_order() -> None:
    placed = apart([0.5, 0.1, 0.12], 0.1)
    assert placed[1] < placed[2] < placed[0]
    assert np.diff(sorted(placed)).min() >= 0.1 - 1e-6


def test_lines_break_between_words_and_between_chinese_characters() -> None:
    assert wrapped("one two three", 4.0) == "one two\nthree"
    assert wrapped("目标达成率，很高", 5.0) == "目标达成\n率，很高"


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_both_weights_hold_every_character_of_the_catalogues(weight: str) -> None:
    from matplotlib.ft2font import FT2Font

    known = set(FT2Font(str(FONTS / f"SandtableSans-{weight}.otf")).get_charmap())
    topics = ("plots.", "outcomes.", "units.", "words.")  # what the pictures say
    spoken = [words for key in all_keys() if key.startswith(topics) for words in label(key).values()]
    wanted = {character for words in spoken for character in words}
    assert sorted(character for character in wanted if ord(character) not in known) == []


def test_the_fonts_come_with_their_license() -> None:
    words = (FONTS / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in words
    assert sum(path.stat().st_size for path in FONTS.glob("*.otf")) < 2.5e6
