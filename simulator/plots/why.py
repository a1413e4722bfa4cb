"""From clause to sale: what a sale is worth by clause, what effort did, and which orders followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulator.language import has_text, text
from simulator.plots.evidence import Evidence, in_language, names_of, title_of, word
from simulator.plots.measures import ABSENT, written
from simulator.plots.style import (
    INK,
    PALE,
    PRODUCT_HUES,
    QUIET,
    SIZES,
    drawn,
    looks,
    quiet,
    sheet,
    tint,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SORTS = ("premium/new", "premium/existing", "standard/new", "standard/existing")
CLAUSES = tuple(dark for dark, _ in reversed(PRODUCT_HUES))
"""Colors of clauses that differ between plans."""

PER = 100.0
"""Worth is written for so many currency units sold."""


def compared(evidence: Evidence) -> list[Mapping[str, Any]]:
    """Give the alternatives, the baseline aside, of which it is known what reps did."""
    base = evidence.record["baseline"]
    return [e for e in evidence.record["alternatives"] if e["name"] != base and e.get("response")]


def sorts_of(response: Mapping[str, Any]) -> list[str]:
    """List the sorts of sale that the picture shows: by tier and customer, or by line."""
    found = [sort for sort in SORTS if sort in response["sorts"]]
    return found or [sort for sort in response["sorts"] if sort not in ("all", "premium", "standard")]


def sort_name(sort: str, language: str, scenario: Mapping[str, Any] | None = None) -> str:
    """Name a sort of sale; a line by its title in the scenario.

    Examples
    --------
    >>> sort_name("premium/new", "en"), sort_name("premium/new", "zh"), sort_name("all", "en")
    ('premium, new customers', '高端·新客户', 'all sales')
    """
    if sort == "all":
        return text("plots.why.all", language)
    stated = ((scenario or {}).get("lines") or {}).get(sort)
    tier, _, customer = sort.partition("/")
    if stated or not has_text(f"words.tier.{tier}"):
        title = in_language(stated.get("title") if isinstance(stated, Mapping) else stated, language)
        return title or word("line", sort, language)
    named = text(f"words.tier.{tier}", language)
    if not customer:
        return named
    return text(
        "words.line_and_tier", language, line=named, tier=text(f"words.customer.{customer}", language)
    )


def clause_name(clause: Mapping[str, Any], language: str) -> str:
    """Name a clause: its title, else its name, in Chinese behind the kind of component that it is.

    Examples
    --------
    >>> clause = {"name": "premium-tilt", "kind": "commission", "title": {}}
    >>> clause_name(clause, "en"), clause_name(clause, "zh")
    ('Premium tilt', '提成 premium-tilt')
    """
    title = in_language(clause.get("title"), language)
    if title:
        return title
    name, kind = str(clause["name"]), f"compensation.kind.{clause.get('kind', '')}"
    if has_text(kind) and (name == clause.get("kind") or language != "en"):
        word = text(kind, language)
        return word if name == clause.get("kind") else f"{word} {name}"
    return (name[:1].upper() + name[1:]).replace("-", " ")


def worth_words(value: float | None, *, signed: bool = False) -> str:
    """Write what a sale is worth, for a hundred currency units sold.

    Examples
    --------
    >>> worth_words(0.0239), worth_words(-0.0022, signed=True)
    ('2.39', '−0.22')
    """
    return ABSENT if value is None else written(PER * value, 2, signed=signed)


def change_words(change: float | None) -> str:
    """Write a relative change in percent, with a decimal where it is small.

    Examples
    --------
    >>> change_words(0.0123), change_words(-0.42), change_words(None)
    ('+1.2%', '−42%', '–')
    """
    if change is None:
        return ABSENT
    return written(100 * change, 1 if abs(change) < 0.0995 else 0, signed=True) + "%"


@drawn
def clause_to_sale(evidence: Evidence, *, language: str = "en", size: str = "paper") -> Figure:
    """Show a row of three panels for each alternative: worth of a sale by clause, effort, orders.

    Bars of worth are stacked by clause as if the plan were fully understood; the line across is what reps
    acted on and the hollow mark the baseline. Wide bars of effort and orders are the whole change, dark ones
    in them the part that the worth of a sale alone draws.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    entries = compared(evidence)
    base = str(evidence.record["baseline"])
    home = next(e["response"] for e in evidence.record["alternatives"] if e["name"] == base)
    points = SIZES[size].points
    subtitle = text("plots.why.subtitle", language, baseline=title_of(evidence.scenario, base, language),
                    currency=evidence.scenario.get("currency", "CNY"))  # fmt: skip
    figure = sheet(
        text("plots.why.title", language),
        subtitle,
        1.5 + (0.62 + 0.2 * len(sorts_of(home))) * len(entries),
        size,
    )
    look = looks(names_of(evidence), base)
    cells = figure.subplots(len(entries), 3, squeeze=False, sharey=True, width_ratios=(1.35, 1, 1))
    hues = _clause_hues([e["response"] for e in entries], language)
    for row, entry in zip(cells, entries, strict=True):
        response, name = entry["response"], str(entry["name"])
        color = look[name].color
        _worth_panel(row[0], response, home, hues, language)
        _change_panel(row[1], response, "effort_change", "effort_drawn_change", color, points)
        _change_panel(row[2], response, "sales_change", "pay", color, points)
        row[0].set_title(_heading(evidence, name, response, language), color=color)
        row[1].set_title(text("plots.why.effort", language))
        row[2].set_title(text(f"plots.why.{response['measure']}", language))
    sorts = sorts_of(home)
    for axes in (cell[0] for cell in cells):
        axes.set_yticks(range(len(sorts)), [sort_name(sort, language, evidence.scenario) for sort in sorts])
        axes.set_ylim(len(sorts) - 0.45, -0.55)
    keys: list[Any] = [Patch(facecolor=hue, label=wrapped(name, 21)) for name, hue in hues.items()]
    keys.append(Line2D([], [], color=INK, linewidth=1.8, label=text("plots.why.acted", language)))
    keys.append(Line2D([], [], color=QUIET, marker="o", markerfacecolor="white", linestyle="none",
                       markersize=4, label=text("plots.baseline", language)))  # fmt: skip
    keys.append(Patch(facecolor=QUIET, label=wrapped(text("plots.why.drawn", language), 21)))
    figure.legend(handles=keys, loc="outside lower center", ncols=min(3, len(keys)), frameon=False,
                  fontsize=points * 0.9)  # fmt: skip
    return figure


def _heading(evidence: Evidence, name: str, response: Mapping[str, Any], language: str) -> str:
    title = title_of(evidence.scenario, name, language)
    if not response["pay_changed"]:
        return wrapped(text("plots.why.pay_same", language, alternative=title), 17)
    share = written(100 * response["understanding"], 0) + "%"
    return wrapped(text("plots.why.understood", language, alternative=title, share=share), 17)


def _clause_hues(responses: Sequence[Mapping[str, Any]], language: str) -> dict[str, str]:
    """Give every clause of any plan a color: gray to those that all plans share, a hue to the others."""
    names = dict.fromkeys(clause_name(c, language) for r in responses for c in r["clauses"])
    differing = {clause_name(c, language) for r in responses for c in r["clauses"] if c["status"] != "same"}
    found: dict[str, str] = {}
    for name in names:
        place = sum((name in differing) == (other in differing) for other in found)
        strength = (0.35, 0.6, 0.8, 0.2)[place % 4]
        found[name] = CLAUSES[place % len(CLAUSES)] if name in differing else tint(QUIET, strength)
    return found


def _worth_panel(
    axes: Axes, response: Mapping[str, Any], home: Mapping[str, Any], hues: Mapping[str, str], language: str
) -> None:
    """Stack the clauses' worth for each sort of sale, unchanged ones first; losses stand left of zero."""
    clauses = sorted(response["clauses"], key=lambda clause: clause["status"] != "same")
    for place, sort in enumerate(sorts_of(response)):
        right = left = 0.0
        for clause in clauses:
            value = PER * (clause["values"][sort] or 0.0)
            start = right if value >= 0 else left
            axes.barh(place, value, 0.62, start, color=hues[clause_name(clause, language)], linewidth=0)
            right, left = right + max(value, 0.0), left + min(value, 0.0)
        acted = PER * (response["sorts"][sort]["acted_value"] or 0.0)
        axes.plot([acted, acted], [place - 0.42, place + 0.42], color=INK, linewidth=1.8)
        before = PER * (home["sorts"][sort]["acted_value"] or 0.0)
        axes.plot([before], [place], marker="o", markersize=4, color=QUIET, markerfacecolor="white")
    quiet(axes, "x")
    axes.tick_params(axis="y", labelcolor=INK, length=0)


def _change_panel(
    axes: Axes, response: Mapping[str, Any], whole: str, part: str, color: str, points: float
) -> None:
    """Draw a change for each sort of sale, with the part that pay draws inside it."""
    widest, lowest = 0.01, 0.0
    for place, sort in enumerate(sorts_of(response)):
        found = response["sorts"][sort]
        change = found[whole]["mean"]
        drawn_by_pay = (found["links"][part] if part in found["links"] else found[part])["mean"]
        if change is None or drawn_by_pay is None:
            axes.annotate(ABSENT, (0, place), (4, 0), textcoords="offset points", va="center")
            continue
        axes.barh(place, 100 * change, 0.62, color=tint(color, 0.35), linewidth=0)
        axes.barh(place, 100 * drawn_by_pay, 0.28, color=color, linewidth=0)
        widest = max(widest, 100 * change, 100 * drawn_by_pay)
        lowest = min(lowest, 100 * change, 100 * drawn_by_pay)
        end = max(change, drawn_by_pay, 0.0)
        axes.annotate(change_words(change), (100 * end, place), (3, 0), textcoords="offset points",
                      va="center", size=points * 0.88)  # fmt: skip
    axes.set_xlim(1.15 * lowest, max(-0.25 * lowest, 1.45 * widest))
    axes.axvline(0, color=QUIET, linewidth=0.8)
    axes.set_facecolor("white")
    quiet(axes, "x")
    axes.grid(axis="x", color=PALE)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(lambda value, _: written(value, 0, signed=True) + "%")
    axes.locator_params(axis="x", nbins=4)
    axes.tick_params(axis="y", length=0)
