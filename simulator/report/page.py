"""Put the words, tables and pictures of a comparison into one HTML file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from math import floor, log10
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.language import text
from simulator.plots.assumptions import parameter_label, swings
from simulator.plots.evidence import Evidence, in_language, measured, names_of, title_of
from simulator.plots.measures import written
from simulator.plots.saving import inline_svg
from simulator.plots.style import looks
from simulator.report import grounds, tables, why
from simulator.report.answer import answer
from simulator.report.cautions import flipping, further_outcomes, joined, tested
from simulator.report.pictures import pictures

if TYPE_CHECKING:
    from jinja2 import Template

    from simulator.plots.style import Figure


def write_report(
    evidence: Evidence, path: str | Path, language: str = "en", drawn: Mapping[str, Figure] | None = None
) -> Path:
    """Write the report of a comparison as one HTML file that needs no network.

    Parameters
    ----------
    evidence
        A finished comparison, complete or not.
    path
        Where to write; an existing file is replaced only once the new one is whole.
    language
        ``en`` or ``zh``.
    drawn
        Pictures already drawn by `figures`, to save drawing them twice.

    Returns
    -------
    The path written.
    """
    target = Path(path)
    page = render(evidence, language, drawn)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".part")
    unfinished.write_text(page, "utf-8")
    unfinished.replace(target)
    return target


def render(evidence: Evidence, language: str = "en", drawn: Mapping[str, Figure] | None = None) -> str:
    """Make the text of the report."""
    rows = grounds.assumption_rows(evidence, language)
    return _template().render(
        language=language,
        say=partial(text, language=language),
        scenario=_scenario(evidence, language),
        answer=answer(evidence, language),
        alternatives=_alternatives(evidence, language),
        baseline=title_of(evidence.scenario, str(evidence.record["baseline"]), language),
        replications=int(evidence.record["replications"]),
        weeks=int(evidence.record["weeks"]),
        too_short=grounds.too_short(evidence),
        levels=tables.levels(evidence, language),
        differences=tables.differences(evidence, language),
        figures=_figures(evidence, language, drawn or {}),
        stories=_stories(evidence, language),
        why_columns=why.columns(evidence, language),
        group_rows=why.groups(evidence, language),
        why_sources=why.sources(evidence, language),
        currency=str(evidence.scenario.get("currency", "CNY")),
        group_columns=[text(f"report.why.group.{name}", language) for name in why.GROUP_COLUMNS],
        reports=bool(evidence.scenario.get("reported")),
        reported=grounds.reported(evidence, language),
        left_out=[in_language(each, language) for each in evidence.scenario.get("left_out") or ()],
        assumptions=rows,
        lead_unit=grounds.lead_scale(evidence, language).axis(difference=True),
        others=len(swings(evidence.sensitivity)) - len(rows),
        resting=_resting(evidence, language),
        run=_run(evidence, language),
        definitions=tables.definitions(evidence, language),
        css=_style(),
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("simulator.report"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("report.html")


def _style() -> Any:
    from importlib.resources import files

    from markupsafe import Markup

    return Markup(files(__package__).joinpath("templates/report.css").read_text("utf-8"))  # noqa: S704 (our own file)


def _scenario(evidence: Evidence, language: str) -> dict[str, str]:
    scenario = evidence.scenario
    name = str(scenario.get("name") or evidence.record.get("scenario", ""))
    return {
        "title": in_language(scenario.get("title"), language) or name,
        "question": in_language(scenario.get("question"), language),
    }


def _alternatives(evidence: Evidence, language: str) -> list[dict[str, Any]]:
    base = str(evidence.record["baseline"])
    look = looks(names_of(evidence), base)
    stated = evidence.scenario.get("alternatives") or {}
    return [
        {
            "title": title_of(evidence.scenario, name, language), "color": look[name].color,
            "summary": in_language((stated.get(name) or {}).get("summary"), language),
            "is_baseline": name == base,
        }
        for name in names_of(evidence)
    ]  # fmt: skip


def _stories(evidence: Evidence, language: str) -> list[dict[str, Any]]:
    look = looks(names_of(evidence), str(evidence.record["baseline"]))
    return [
        {
            "name": story.name, "title": story.title, "color": look[story.name].color, "rows": story.rows,
            "groups": story.groups,
            "words": (" " if language == "en" else "").join(story.sentences),
        }
        for story in why.stories(evidence, language)
    ]  # fmt: skip


def _figures(evidence: Evidence, language: str, drawn: Mapping[str, Figure]) -> list[dict[str, Any]]:
    from markupsafe import Markup

    found = []
    for picture in pictures(evidence, language):
        figure = drawn[picture.name] if picture.name in drawn else picture.draw()
        svg = Markup(inline_svg(figure, picture.name))  # noqa: S704 (matplotlib escapes the words in it)
        found.append({"name": picture.name, "section": picture.section, "caption": picture.caption,
                      "description": picture.description, "svg": svg})  # fmt: skip
    return found


def _resting(evidence: Evidence, language: str) -> str:
    """Say whether any assumption was seen to change the order, and what was tested at all."""
    count = len(swings(evidence.sensitivity))
    if not count:
        return text("report.rests.none", language)
    found = [_order(evidence, language, count, key) for key in ("", *further_outcomes(evidence))]
    scope = text("report.rests.scope", language, **tested(evidence, language))
    return (" " if language == "en" else "").join([*found, scope])


def _order(evidence: Evidence, language: str, count: int, outcome: str) -> str:
    """Say which assumptions were seen to change the order on one outcome."""
    fragile, facts = flipping(evidence, outcome), tested(evidence, language, outcome)
    if not fragile:
        return text("report.rests.steady", language, count=count, **facts)
    names = joined([parameter_label(name, language) for name in fragile], language)
    return text("report.rests.some", language, count=count, flipping=len(fragile), names=names, **facts)


def _run(evidence: Evidence, language: str) -> list[tuple[str, str]]:
    """List what is needed to make the same numbers again."""
    record, manifest = evidence.record, evidence.manifest

    def named(key: str) -> str:
        return text(f"report.run.{key}", language)

    complete = "complete_true" if record.get("complete", True) else "complete_false"
    rows = [
        (named("scenario"), str(record.get("scenario", ""))),
        (named("baseline"), str(record["baseline"])),
        (named("replications"), str(record["replications"])),
        (named("weeks"), str(record["weeks"])),
        (named("seed"), str(record.get("seed", ""))),
        (named("complete"), named(complete)),
        (named("hash"), str(manifest.get("scenario_hash") or manifest.get("hash") or "")),
        (named("versions"), _versions(manifest.get("versions"))),
        (named("command"), str(manifest.get("command") or "")),
    ]
    seconds = manifest.get("duration_seconds")
    if isinstance(seconds, int | float):
        rows.append((named("duration"), text("report.run.seconds", language, seconds=written(seconds, 0))))
    rows.append((named("pairing"), _pairing(evidence, language)))
    return [(head, words) for head, words in rows if words]


def _versions(versions: Any) -> str:
    if isinstance(versions, Mapping):
        return ", ".join(f"{name} {number}" for name, number in versions.items())
    return "" if versions is None else str(versions)


def rough(ratio: float) -> str:
    """Write a ratio with two digits that count.

    Examples
    --------
    >>> rough(183.4), rough(7.26), rough(1234.0)
    ('180', '7.3', '1,200')
    """
    first = floor(log10(ratio)) if ratio > 0 else 0
    return written(round(ratio, 1 - first), max(0, 1 - first))


def _pairing(evidence: Evidence, language: str) -> str:
    """Say what common random numbers bought, from the first alternative compared."""
    for entry in evidence.record["alternatives"]:
        ratio = ((entry.get("versus_baseline") or {}).get("revenue") or {}).get("variance_ratio")
        if ratio:
            outcome = measured(evidence, "revenue").label(language).lower()
            key = (
                "pairing_text"
                if evidence.scenario.get("has_customers", True)
                else "pairing_without_customers"
            )
            return text(f"report.run.{key}", language, outcome=outcome, ratio=rough(float(ratio)))
    return ""
