"""Which pictures a comparison gets, in the order of the report, each with words for those who cannot see."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from simulator.language import text
from simulator.plots.evidence import Evidence, goal_of, measured, title_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.plots.style import Figure


@dataclass(frozen=True)
class Picture:
    """One picture of the report: its file name, where it belongs, and its words.

    ``caption`` is a key under ``report.figures``; ``description`` replaces the picture for screen readers.
    """

    name: str
    section: str
    caption: str
    description: str
    draw: Callable[[], Figure]


def pictures(evidence: Evidence, language: str = "en", size: str = "paper") -> list[Picture]:
    """List the pictures that the tables of this comparison allow."""
    from simulator.plots.assumptions import assumptions
    from simulator.plots.attainment import attainment_and_pay_curve
    from simulator.plots.effort import effort_split, product_columns
    from simulator.plots.fan import fan
    from simulator.plots.forest import forest
    from simulator.plots.why import clause_to_sale, compared

    ways: dict[str, Any] = {"language": language, "size": size}
    base = title_of(evidence.scenario, str(evidence.record["baseline"]), language)
    found = []

    def add(
        name: str, section: str, plot: str, draw: Callable[[], Figure], key: str = "", **words: str
    ) -> None:
        said = text(f"plots.{plot}.alt", language, **words)
        caption = text(f"report.{key or _caption(plot)}", language)
        found.append(Picture(name, section, caption, said, draw))

    if len(evidence.record["alternatives"]) > 1:
        add("differences", "figures", "forest", partial(forest, evidence, **ways), baseline=base)
    for measure in _over_time(evidence):
        label = measured(evidence, measure).label(language)
        name = f"{measure.replace('_', '-')}-over-time"
        add(name, "figures", "fan", partial(fan, evidence, measure, **ways), measure=label)
    if len(evidence.attainment.get("attainment", ())):
        add(
            "attainment-and-pay", "figures", "attainment", partial(attainment_and_pay_curve, evidence, **ways)
        )
    products = product_columns(evidence.weekly)
    if products:
        tiers = {tier for _, _, tier in products}
        key = "" if len(tiers) > 1 else "figures.effort_by_product"
        add("effort-split", "figures", "effort", partial(effort_split, evidence, **ways), key)
    if compared(evidence):
        add("clause-to-sale", "why", "why", partial(clause_to_sale, evidence, **ways), baseline=base)
    if len(evidence.sensitivity.get("parameter", ())):
        add("assumptions", "rests", "assumptions", partial(assumptions, evidence, **ways))
    return found


def _caption(plot: str) -> str:
    named = {"forest": "figures.differences", "fan": "figures.over_time", "why": "why.figure"}
    return named.get(plot, f"figures.{plot}")


def _over_time(evidence: Evidence) -> list[str]:
    """Choose the weekly measures worth a picture: the goal's own, then revenue."""
    goal = goal_of(evidence.scenario)
    wanted = [goal[0] if goal else "premium_share", "revenue"]
    return [measure for measure in dict.fromkeys(wanted) if measure in evidence.weekly]


def figures(evidence: Evidence, language: str = "en", size: str = "paper") -> dict[str, Figure]:
    """Draw every picture of the report, by file name without ending.

    Parameters
    ----------
    evidence
        A finished comparison.
    language, size
        ``en`` or ``zh``; ``paper`` or ``slides``.
    """
    return {picture.name: picture.draw() for picture in pictures(evidence, language, size)}
