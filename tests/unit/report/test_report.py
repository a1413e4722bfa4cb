"""The report is one file that opens anywhere, speaks one language at a time and hides nothing."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from simulator.errors import RunError
from simulator.report import figures, write_report
from simulator.report.grounds import assumption_rows, reported, too_short
from simulator.report.page import render
from simulator.report.pictures import pictures
from simulator.report.tables import differences, levels
from tests.unit.report.synthetic import Made, comparison, record_of


@cache
def made() -> Made:
    return comparison(replications=12)


@cache
def page(language: str) -> str:
    return render(made(), language)


def blank() -> dict[str, Figure]:
    """Stand in for pictures where a test reads only the words."""
    figure = Figure(figsize=(2, 1))
    figure.text(0.5, 0.5, "x")
    names = ("differences", "premium-share-over-time", "revenue-over-time", "attainment-and-pay",
             "effort-split", "assumptions")  # fmt: skip
    return dict.fromkeys(names, figure)


class Outline(HTMLParser):
    """Collects what accessibility rests on."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.unlabelled_pictures = 0
        self.headers_without_scope = 0
        self.ids: list[str] = []
        self.language = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "html":
            self.language = given.get("lang") or ""
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if given.get("role") == "img" and not given.get("aria-label"):
            self.unlabelled_pictures += 1
        if tag == "th" and given.get("scope") not in ("row", "col"):
            self.headers_without_scope += 1
        if given.get("id"):
            self.ids.append(str(given["id"]))


def outline(language: str) -> Outline:
    found = Outline()
    found.feed(page(language))
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_fetched(language: str) -> None:
    text = page(language)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', text)
    assert all(address.startswith("#") for address in addresses)
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)
    assert "<script" not in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_accessible(language: str) -> None:
    found = outline(language)
    assert found.language == {"en": "en", "zh": "zh-Hans"}[language]
    assert found.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(found.headings, found.headings[1:], strict=False))
    assert found.unlabelled_pictures == 0
    assert found.headers_without_scope == 0
    assert len(found.ids) == len(set(found.ids))


def test_the_chinese_page_speaks_chinese_only() -> None:
    words = re.sub(r"<style>.*?</style>|<svg.*?</svg>|<[^>]+>", " ", page("zh"), flags=re.DOTALL)
    english = set(re.findall(r"\b[a-z]{4,}\b", words))
    scenario_and_run = {"before", "appliances", "compare", "home", "numpy", "python", "replications",
                        "sandtable", "seed", "case", "logit"}  # fmt: skip
    sources = {word for row in assumption_rows(made(), "zh") for word in re.findall(r"[a-z]{4,}", row.source)}
    assert english - scenario_and_run - sources == set()


def test_every_part_of_the_report_is_there() -> None:
    text = page("en")
    for part in ("The question", "The answer", "The alternatives", "Outcomes of each alternative",
                 "Difference from the baseline", "Reported and simulated", "What the conclusion rests on",
                 "How it was run", "sandtable compare home-appliances",
                 "9f2c4e1ab0d37766c1e5a0f4"):  # fmt: skip
        assert part in text
    assert text.count("<svg") == 6


def test_every_outcome_has_a_row_and_every_alternative_a_cell() -> None:
    rows, gaps = levels(made(), "en"), differences(made(), "en")
    assert len(rows) == len(gaps) == 15
    assert {len(row.cells) for row in rows} == {4}
    assert {len(row.cells) for row in gaps} == {3}
    pay = next(row for row in gaps if row.head == "Cost of sales pay")
    assert {cell.mood for cell in pay.cells} == {"open"}, "pay is a means; contribution is judged"
    share = next(row for row in gaps if row.head == "Sales pay as share of revenue")
    assert "worse" in {cell.mood for cell in share.cells}
    spread = next(row for row in gaps if row.head.startswith("Pay spread"))
    assert {cell.mood for cell in spread.cells} == {"open"}


def dwarfed() -> Made:
    """One alternative a hundred times as far from the baseline as the next, which is still surely better."""
    case = comparison(replications=12, weeks=8, names=("as-before", "tilt-only", "what-they-did"))
    base = case.outcomes["revenue"][:12]
    luck = np.linspace(-1.0, 1.0, 12)
    case.outcomes["revenue"][12:24] = base + 4.612e6 + 2e6 * luck
    case.outcomes["revenue"][24:36] = base + 1.03e10 + 3e7 * luck
    case.record = record_of(case.outcomes, ("as-before", "tilt-only", "what-they-did"), 8)
    return case


@pytest.mark.parametrize(
    ("language", "small", "large"),
    [("en", "+4.61 million", "+10.300 billion"), ("zh", "+461万", "+103.00亿")],
)
def test_a_small_difference_beside_a_large_one_keeps_its_digits(
    language: str, small: str, large: str
) -> None:
    row = differences(dwarfed(), language)[0]
    assert [cell.main for cell in row.cells] == [small, large]
    assert row.cells[0].mood == "better"
    assert row.unit == {"en": "CNY", "zh": "元"}[language]


def test_the_forest_breaks_its_axis_where_one_difference_dwarfs_the_rest() -> None:
    from simulator.plots.forest import forest

    axes = forest(dwarfed(), ["revenue"]).axes[0]
    assert axes.get_xlim()[1] < 20.0, "the axis is that of the small one, in millions"
    assert [note.get_text() for note in axes.texts] == ["+4.61", "//", "+10.300 billion"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_row_says_which_weeks_it_covers(language: str) -> None:
    words = {"en": ("whole run", "last 52 weeks"), "zh": ("整个模拟期", "最后52周")}[language]
    for rows in (levels(made(), language), differences(made(), language)):
        assert rows[0].notes == (words[0],)
        assert rows[5].notes == (words[1],)
        assert all(row.notes for row in rows)
    short = levels(comparison(replications=2, weeks=26), language)
    assert short[5].notes == (words[0],), "the last 52 weeks of 26 are the whole run"


def test_orders_of_customers_who_stand_for_many_say_so() -> None:
    case = comparison(replications=2, weeks=26)
    assert levels(case, "en")[8].notes == ("whole run",)
    case.scenario["customers_per_agent"] = [40.0]
    orders = levels(case, "en")[8]
    assert orders.head == "Orders"
    assert orders.notes[1] == "orders of simulated customers; one stands for 40"
    case.scenario["customers_per_agent"] = [1.0, 40.0]
    assert (
        levels(case, "en")[9].notes[1] == "orders of simulated customers; one stands for 1 to 40, by segment"
    )
    assert len(levels(case, "en")[0].notes) == 1


def test_the_reported_result_is_measured_against_the_spread_of_markets() -> None:
    (row,) = reported(made(), "en")
    assert row.reported == "45.0%"
    assert row.verdict.startswith(("The simulation comes out below", "The reported value lies within"))
    assert "nineteen in twenty" in row.spread


def test_a_run_that_ends_before_the_reported_result_says_so() -> None:
    case = comparison(replications=3, weeks=26)
    assert too_short(case) == 156
    words = render(case, "en", blank())
    assert "This run ends after week 26, before week 156, when the reported result was reached" in words
    assert "The simulation comes out" not in words
    assert "lies within the middle" not in words
    case.scenario["goal"] = None
    assert too_short(case) is None
    case.scenario["planned_weeks"] = 52
    assert too_short(case) == 52
    assert too_short(made()) is None


def test_no_interval_on_the_terminal_is_rounded_to_nothing() -> None:
    from simulator.cli.comparison_words import table

    printed = table(made(), "en")  # type: ignore[arg-type]
    assert "±" in printed
    assert not re.search(r"±0(\.0*)?(\s|$)", printed)


def test_the_terminal_says_too_that_the_run_is_shorter() -> None:
    from simulator.cli.comparison_words import reported as told

    case = comparison(replications=3, weeks=26)
    first, second = told(case, "en")  # type: ignore[arg-type]
    assert first.startswith("what-they-did: ")
    assert "This run ends after week 26, before week 156" in second
    assert len(told(made(), "en")) == 1  # type: ignore[arg-type]


def test_sources_of_assumptions_and_of_reported_results_are_in_chinese() -> None:
    case = comparison(replications=3)
    case.scenario["reported"]["premium_share"]["source"] = {"en": "the case", "zh": "案例"}
    assert reported(case, "zh")[0].source == "案例"
    [row] = [row for row in assumption_rows(case, "zh") if row.label == "客户价格敏感度"]
    assert row.source.startswith("Bijmolt2005：自身价格弹性")


def test_a_reported_result_of_an_alternative_that_is_not_compared_stands_beside_no_other() -> None:
    case = comparison(replications=2, weeks=8, names=("as-before", "tilt-only"))
    assert reported(case, "en") == []
    assert "What the case reports belongs to an alternative" in render(case, "en", blank())


def test_a_reported_result_of_no_named_alternative_is_set_beside_all() -> None:
    case = comparison(replications=3)
    del case.scenario["reported"]["premium_share"]["alternative"]
    assert len(reported(case, "en")) == 4


def test_the_assumptions_that_flip_come_first() -> None:
    first, *others = assumption_rows(made(), "en")
    assert first.fragile
    assert first.flips == "yes: “Tilt only” at 6"
    assert not any(row.fragile for row in others)


def test_the_report_says_what_was_tested_and_what_was_not() -> None:
    text = page("en")
    assert (
        "On premium share of revenue, 1 of the 4 assumptions tested were seen to change the order of "
        "“What they did” and “Tilt only” at an end of the plausible range" in text
    )
    assert "in the first 4 simulated markets, one assumption at a time and only at the two ends" in text


def test_an_alternative_that_changes_nothing_on_an_outcome_says_so() -> None:
    case = comparison(replications=4, weeks=8, names=("as-before", "tilt-only"))
    case.outcomes["pay_cost"][:] = 5_000.0
    case.record = record_of(case.outcomes, ("as-before", "tilt-only"), 8)
    [cell] = next(row for row in differences(case, "en") if row.head == "Cost of sales pay").cells
    assert (cell.below, cell.mood) == (("same in every market",), "open")


def test_what_was_never_at_play_has_no_row() -> None:
    case = comparison(replications=4, weeks=8, names=("as-before", "tilt-only"))
    case.outcomes["pay_cost"][:] = 0.0
    case.record = record_of(case.outcomes, ("as-before", "tilt-only"), 8)
    heads = [row.head for row in (*levels(case, "en"), *differences(case, "en"))]
    assert "Revenue" in heads
    assert "Cost of sales pay" not in heads


def test_words_from_a_scenario_cannot_break_the_page() -> None:
    case = comparison(replications=2, weeks=8, names=("as-before", "tilt-only"), with_sensitivity=False)
    case.scenario["title"] = {"en": "<script>alert(1)</script>"}
    case.scenario["alternatives"]["tilt-only"]["title"] = {"en": "A & B <b> $x$ {y}"}
    text = render(case, "en", blank())
    assert "<script>" not in text
    assert "A &amp; B &lt;b&gt; $x$ {y}" in text


@pytest.mark.parametrize(
    "bent",
    [
        {"names": ("as-before",), "replications": 3},
        {"replications": 1, "weeks": 8, "names": ("as-before", "what-they-did")},
        {"goal": None, "with_sensitivity": False, "replications": 3, "names": ("as-before", "tilt-only")},
    ],
    ids=str,
)
def test_poor_comparisons_still_make_a_report(bent: dict[str, object], tmp_path: Path) -> None:
    case = comparison(**bent)  # type: ignore[arg-type]
    case.scenario["reported"] = {}
    text = write_report(case, tmp_path / "report.html", drawn=blank()).read_text("utf-8")
    assert "The case reports no result to compare with." in text
    assert not re.search(r"\bnan\b", re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL), re.IGNORECASE)


def test_tables_without_rows_make_no_pictures() -> None:
    case = comparison(replications=2, weeks=8)
    case.attainment = {}
    case.weekly = {"alternative": case.weekly["alternative"]}
    case.sensitivity = {}
    assert list(figures(case)) == ["differences"]


def test_an_old_report_survives_a_failed_one(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("old")
    broken = comparison(replications=2, weeks=8)
    broken.record["alternatives"] = []
    with pytest.raises(RunError, match="no outcome of this comparison has a value"):
        write_report(broken, path)
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_pictures_drawn_before_are_used_again() -> None:
    case = comparison(replications=2, weeks=8, names=("as-before", "tilt-only"))
    assert [picture.name for picture in pictures(case)] == list(blank())
    found = re.findall(r"<svg.*?</svg>", render(case, "en", blank()), flags=re.DOTALL)
    plain = {svg.replace(f"{name}-", "") for name, svg in zip(blank(), found, strict=True)}
    assert len(plain) == 1


def test_of_many_assumptions_those_that_matter_are_shown_and_the_rest_counted() -> None:
    case = comparison(replications=3, names=("as-before", "tilt-only", "what-they-did"), weeks=8)
    repeated = {name: np.concatenate([column] * 9) for name, column in case.sensitivity.items()}
    copies = np.repeat(np.arange(9), 8)
    flips = repeated["flips"] & (copies < 2)
    repeated["flips"] = flips
    repeated["could_flip"] = flips
    repeated["parameter"] = np.array(
        [f"{name}_{copy}" for name, copy in zip(repeated["parameter"], copies, strict=True)], dtype=object
    )
    case.sensitivity = repeated
    rows = assumption_rows(case, "en")
    assert [row.fragile for row in rows] == [True] * 2 + [False] * 10
    assert "24 further assumptions were tested" in render(case, "en", blank())


def test_what_is_undefined_in_some_markets_is_left_out_of_the_means() -> None:
    case = comparison(replications=12)
    case.outcomes["premium_share"][::7] = np.nan
    case.weekly["premium_share"][case.weekly["week"] < 3] = np.nan
    case.weekly["approval_wait_days"][:] = np.nan
    case.attainment["attainment"][::5] = np.nan
    assert "nan" not in re.sub(r"<svg.*?</svg>", "", render(case, "en", blank()), flags=re.DOTALL).lower()
    assert len(figures(case)) == 6
