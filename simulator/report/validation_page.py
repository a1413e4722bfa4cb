"""The page of the validation ladder, and the part of an experiment's README that says what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulator.language import text
from simulator.report.validation_words import (
    heading,
    number_words,
    robust_words,
    row_of,
)

__all__ = ["BEGIN", "END", "finding_part", "validation_page", "with_finding"]

Record = Mapping[str, Any]

BEGIN = "<!-- finding: written by sandtable validate, not by hand -->"
END = "<!-- end of the finding -->"
TIERS = ("A", "B", "C")


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    head, *body = [[cell.replace("|", r"\|") for cell in row] for row in rows]
    return [
        "| " + " | ".join(head) + " |",
        "| " + " | ".join("---" for _ in head) + " |",
        *("| " + " | ".join(row) + " |" for row in body),
    ]


def validation_page(
    records: Sequence[Record],
    language: str = "en",
    *,
    picture: str = "",
    link: Callable[[Record], str] | None = None,
) -> str:
    """Write the whole page in Markdown.

    Parameters
    ----------
    records
        Records of the ladder, in order.
    language
        ``en`` or ``zh``.
    picture
        Path of the picture as seen from the page; left out when empty.
    link
        Gives the path of an experiment's README as seen from the page; titles are not linked without it.
    """

    def say(key: str, **values: Any) -> str:
        return text(f"validation.page.{key}", language, **values)

    checks = [check for record in records for check in record["checks"]]
    form = say("quick" if any(record["quick"] for record in records) else "full")
    held = sum(check["verdict"] == "held" for check in checks)
    lines = [f"# {say('title')}", "", say("intro"), "", say("tiers"), ""]
    lines += [say("made", form=form, held=held, count=len(checks)), ""]
    if picture:
        lines += [f"![{say('picture')}]({picture})", ""]
    for tier in TIERS:
        rows = [
            row_of(record, check, language)
            for record in records
            for check in record["checks"]
            if check["tier"] == tier
        ]
        if rows:
            lines += [f"## {say(f'tier_{tier.lower()}')}", "", *_table([heading(language), *rows]), ""]
    lines += [f"## {say('experiments')}", ""]
    for record in records:
        title = f"{record['id']}: {record['title'][language]}"
        lines += [f"### {title}", ""]
        if link is not None:
            lines += [f"[{record['name']}]({link(record)})", ""]
        lines += [say("published", finding=record["finding"][language]), ""]
        lines += [*_remarks(record, language), ""]
    return "\n".join(lines).rstrip() + "\n"


def _remarks(record: Record, language: str) -> list[str]:
    """Say sources, replications, bands, robustness, worst points and what cannot be shown."""

    def say(key: str, **values: Any) -> str:
        return text(f"validation.page.{key}", language, **values)

    lines = [say("sources", sources=", ".join(record["source"])), "", _replications(record, language)]
    for check in record["checks"]:
        told = robust_words(check, language)
        if check["kind"] == "band":
            target = check["target"]
            told = say("bands", written=target["written"], source=target["source"])
            told = (
                f"{check['title'][language]}: {told}"
                if language == "en"
                else f"{check['title'][language]}：{told}"
            )
        if told:
            lines += ["", told]
        if check["kind"] == "calculation" and check["verdict"] != "held":
            lines += ["", text("validation.worst_points", language), "", *_worst(check, language)]
    if record["cannot"]:
        lines += ["", say("cannot", reason=record["cannot"][language])]
    return lines


def _worst(check: Record, language: str) -> list[str]:
    return [
        f"- {point['label']}: {point['found']:.5g} ({point['target']:.5g},"
        f" {number_words(point['error'], 'error', language)})"
        for point in check["details"]
    ]


def _replications(record: Record, language: str) -> str:
    if not record["replications"]:
        return text("validation.no_replications", language)
    key = "replications_quick" if record["quick"] else "replications"
    return text(f"validation.{key}", language, replications=record["replications"])


def finding_part(record: Record, language: str = "en", *, picture: str = "") -> str:
    """Write what an experiment found, for its README, with a picture if its path is given."""
    rows = [row_of(record, check, language)[1:6] for check in record["checks"]]
    lines = [*_table([heading(language)[1:6], *rows]), ""]
    if picture:
        lines += [f"![{text('validation.page.picture', language)}]({picture})", ""]
    lines += _remarks(record, language)
    return "\n".join(lines).strip() + "\n"


def with_finding(readme: str, finding: str) -> str:
    """Put a finding between its marks; a page without marks is left as it is.

    Examples
    --------
    >>> page = "# Why?" + chr(10) + BEGIN + chr(10) + "old" + chr(10) + END + chr(10)
    >>> print(with_finding(page, "new"), end="")
    # Why?
    <!-- finding: written by sandtable validate, not by hand -->
    <BLANKLINE>
    new
    <BLANKLINE>
    <!-- end of the finding -->
    """
    before, mark, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        return readme
    return f"{before}{BEGIN}\n\n{finding.strip()}\n\n{END}{after}"
