"""``sandtable pay``: statements for real people from a plan and a file of sales events."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.options import language_option, output_options
from simulator.cli.tables import aligned
from simulator.language import text

if TYPE_CHECKING:
    from simulator.compensation.adjustments import Posting
    from simulator.compensation.payroll import Payroll
    from simulator.compensation.settlement import Statement

_CSV = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("plan", metavar="PLAN")
@click.option(
    "--events", type=_CSV, required=True, metavar="CSV", help="Credited sales: id, person, day, revenue ..."
)
@click.option(
    "--people", type=_CSV, metavar="CSV", help="Who is paid: person, name, first_day, last_day, team ..."
)
@click.option("--quotas", type=_CSV, metavar="CSV", help="Quotas: person (* for all), period, quota, amount.")
@click.option("--scores", type=_CSV, metavar="CSV", help="Scores of goals: person, period, score, amount.")
@click.option(
    "--managers", type=_CSV, metavar="CSV", help="Who reports to whom: person, manager, first_day, last_day."
)
@click.option(
    "--rates", type=_CSV, metavar="CSV", help="Exchange rates: currency, rate in the plan's currency."
)
@click.option(
    "--adjustments", type=_CSV, metavar="CSV", help="Corrections: person, amount, reason, approver."
)
@click.option(
    "--paid", type=_CSV, multiple=True, metavar="CSV", help="Lines paid before; differences are posted now."
)
@click.option("--period", metavar="PERIOD", help="Pay this period: 2026-01, 2026-Q1 or 2026 (default: all).")
@click.option(
    "--year-starts", type=click.IntRange(1, 12), default=1, metavar="MONTH", help="First month of the year."
)
@click.option("--rep", metavar="ID", help="Show the pay of one person only.")
@click.option("--explain", is_flag=True, help="Tell it in plain words, step by step.")
@output_options("none; totals are printed")
@language_option
def pay(
    plan: str,
    period: str | None,
    year_starts: int,
    rep: str | None,
    explain: bool,
    adjustments: Path | None,
    paid: tuple[Path, ...],
    out: Path | None,
    overwrite: bool,
    language: str,
    **files: Path | None,
) -> None:
    """Pay people from a plan and a file of sales events.

    PLAN is a plan file, or SCENARIO:PLAN for a plan of a scenario. CSV files may be UTF-8 or GBK, with
    thousands separators. All periods are worked out from the first event on; with --period the lines of
    that period are shown and written.
    """
    from simulator.cli.plan_sources import plan_document
    from simulator.compensation.payroll import Files, read_payroll
    from simulator.compensation.remarks import remarks_on
    from simulator.compensation.versions import versions_of

    document = plan_document(plan)
    versions = versions_of(document)
    given = Files(**files)  # type: ignore[arg-type]
    used = (*files.values(), adjustments, *paid)
    folder = _folder(out, overwrite, document, used, (period, year_starts))
    payroll = read_payroll(versions[0].plan, given, period, year_starts)
    statements = payroll.settle(versions)
    postings = _postings(payroll, statements, adjustments, paid, period, year_starts, language)
    own = [each for version in versions for each in remarks_on(payroll, version.plan)]
    for remark in dict.fromkeys(each.told(language) for each in (*payroll.remarks, *own)):
        click.echo(remark, err=True)
    person = () if rep is None else _person(rep, payroll, language)
    if explain:
        _explain(payroll, statements, postings, person, period, year_starts, language)
    else:
        _print_totals(payroll, statements, postings, person, period, year_starts, language)
    if folder is not None:
        _write(folder, payroll, statements, postings, period, year_starts)
        click.echo(text("compensation.pay.written", language, folder=out))


def _folder(
    out: Path | None, overwrite: bool, document: Any, used: tuple[Path | None, ...],
    when: tuple[str | None, int],
) -> Any:  # fmt: skip
    """Take the output folder before any work is done; a run is the same when plan and files say the same."""
    if out is None:
        return None
    from simulator.documents import fingerprint
    from simulator.experiment.store import OutputFolder, run_identity

    contents = [None if path is None else _content(path) for path in used]
    identity = run_identity(kind="pay", plan=fingerprint(document.data), when=list(when), contents=contents)
    folder = OutputFolder(out, identity, overwrite=overwrite)
    folder.check()
    return folder


def _content(path: Path) -> str:
    """Name what a file says; what cannot be read is told when it is read."""
    from hashlib import file_digest

    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return "unreadable"


def _chosen(statement: Statement, period: str | None, year_starts: int, person: tuple[int, ...] = ()) -> Any:
    """Numbers of the lines that belong to the period and person asked for."""
    import numpy as np

    from simulator.compensation.payroll import bounds_of
    from simulator.compensation.statement_tables import lines_ending_between

    if period is None:
        lines = np.arange(len(statement))
    else:
        lines = lines_ending_between(statement, *bounds_of(period, year_starts))
    return lines[np.isin(statement["person"][lines], person)] if person else lines


def _person(rep: str, payroll: Payroll, language: str) -> tuple[int, ...]:
    from simulator.errors import OptionError, did_you_mean

    known = payroll.numbers
    if rep not in known:
        near = did_you_mean(rep, known)
        raise OptionError(
            text("compensation.pay.nobody", language, name=rep),
            hint=f"Did you mean {near!r}?" if near else "",
        )
    return known[rep]


def _postings(
    payroll: Payroll, statements: tuple[Statement, ...], adjustments: Path | None, paid: tuple[Path, ...],
    period: str | None, year_starts: int, language: str,
) -> list[Posting]:  # fmt: skip
    """List adjustments, and differences from what was paid before, posted in the period."""
    from simulator.compensation.adjustments import paid_before, read_adjustments, recalculated
    from simulator.compensation.payroll import bounds_of
    from simulator.errors import OptionError

    labels = {label: numbers[-1] for label, numbers in payroll.numbers.items()}
    decimals = payroll.plan.frame.decimals
    posted_in = period or ""
    postings: list[Posting] = []
    if paid:
        if period is None:
            raise OptionError("--paid needs --period, the one in which differences are posted")
        before = bounds_of(period, year_starts)[0].toordinal()
        amounts = paid_before(list(paid), labels, decimals)
        postings += recalculated(
            statements, amounts, before, posted_in, payroll.event_names, payroll.last_seats, language
        )
    if adjustments is not None:
        postings += read_adjustments(adjustments, labels, decimals, posted_in)
    return postings


def _print_totals(
    payroll: Payroll, statements: tuple[Statement, ...], postings: list[Posting], person: tuple[int, ...],
    period: str | None, year_starts: int, language: str,
) -> None:  # fmt: skip
    from simulator.compensation.statement_tables import totals_by_component
    from simulator.units import format_money

    frame = payroll.plan.frame
    totals: dict[str, int] = {}
    n_lines = 0
    for statement in statements:
        lines = _chosen(statement, period, year_starts, person)
        n_lines += len(lines)
        for name, amount in totals_by_component(statement, lines).items():
            title = statement.plan.title_of(name, language)
            totals[title] = totals.get(title, 0) + amount
    for posting in postings:
        if not person or posting.person in person:
            totals[posting.component] = totals.get(posting.component, 0) + posting.amount
    whole = sum(totals.values())

    def money(minor: int) -> str:
        return format_money(minor, frame.currency, language, frame.minor_per_unit)

    heading = (text("compensation.pay.component", language), text("compensation.pay.amount", language))
    total = (text("compensation.pay.total", language), money(whole))
    click.echo(
        aligned([heading, *((name, money(amount)) for name, amount in totals.items()), total], right=(1,))
    )
    when = period or text("compensation.pay.all_periods", language)
    people = 1 if person else len(payroll.numbers)
    click.echo(
        text(
            "compensation.pay.settled",
            language,
            people=people,
            lines=n_lines,
            amount=money(whole),
            period=when,
        )
    )


def _explain(
    payroll: Payroll, statements: tuple[Statement, ...], postings: list[Posting], person: tuple[int, ...],
    period: str | None, year_starts: int, language: str,
) -> None:  # fmt: skip
    from simulator.compensation.explain import corrections_told, explained, stretch_told
    from simulator.units import format_money

    numbers = [person] if person else payroll.numbers.values()
    for held in numbers:
        for each in held:
            for statement in statements:
                lines = _chosen(statement, period, year_starts)
                if len(statements) * len(held) == 1 or (statement["person"][lines] == each).any():
                    if len(held) > 1:
                        click.echo(stretch_told(payroll.people, each, language))
                    click.echo("\n".join(explained(statement, each, language, lines, payroll.event_names)))
        own = [posting for posting in postings if posting.person in held]
        chosen = [_chosen(statement, period, year_starts, held) for statement in statements]
        paid = sum(int(s["amount"][lines].sum()) for s, lines in zip(statements, chosen, strict=True))
        if own:
            click.echo("\n".join(corrections_told(statements[-1].plan, own, paid, language)))
        elif len(held) > 1:
            frame = payroll.plan.frame
            amount = format_money(paid, frame.currency, language, frame.minor_per_unit)
            click.echo(text("compensation.explain.total_of_stretches", language, amount=amount))


def _write(
    folder: Any, payroll: Payroll, statements: tuple[Statement, ...], postings: list[Posting],
    period: str | None, year_starts: int,
) -> None:  # fmt: skip
    """Work every table out first, then write them all."""
    import pyarrow as pa

    from simulator.compensation.pay_currency import in_pay_currency
    from simulator.compensation.statement_tables import lines_table, postings_table, totals_tables, write_csv

    parts = [lines_table(each, _chosen(each, period, year_starts), payroll) for each in statements]
    if postings:
        parts.append(postings_table(postings, payroll))
    lines = pa.concat_tables(parts, promote_options="permissive").unify_dictionaries()
    lines = in_pay_currency(lines, payroll.pay_rates)
    tables = {"statement_lines": lines, **totals_tables(lines)}
    manifest = {"kind": "pay", "plan": payroll.plan.name, "period": period, "people": len(payroll.people)}
    folder.begin(manifest)
    for name, table in tables.items():
        with folder.place(f"{name}.parquet") as path:
            import pyarrow.parquet

            pyarrow.parquet.write_table(table, path)
        with folder.place(f"{name}.csv") as path:
            write_csv(table, path)
    folder.finish(manifest)
