"""Effective-dated plans: what holds from which day on, and plans that change another plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from simulator.compensation.commission import Commission
from simulator.compensation.document import load_plan
from simulator.compensation.holdback import Holdback
from simulator.compensation.plan import Plan
from simulator.documents import Document, Mark, merge, read, subdocument
from simulator.errors import Place, PlanError


@dataclass(frozen=True)
class Version:
    """A plan as it is in force between two dates.

    Parameters
    ----------
    plan
        The plan with all changes up to the first date.
    first, last
        Both included; None where open.
    note
        Why it was changed.
    """

    plan: Plan
    first: date | None
    last: date | None
    note: str = ""


def read_plan_document(path: Path) -> Document:
    """Read a plan file; one that ``extends`` another is laid over it.

    Raises
    ------
    PlanError
        The plan that it extends is not there, or plans extend one another in a circle.
    """
    return _read(path, ())


def _read(path: Path, before: tuple[Path, ...]) -> Document:
    document = read(path)
    base = document.data.get("extends")
    if base is None:
        return document
    place = document.place(("extends",))
    file = (path.parent / str(base)).resolve()
    if not file.is_file():
        raise PlanError(f"there is no plan file {base}", place=place)
    if file in before or file == path.resolve():
        raise PlanError("plans extend one another in a circle", place=place)
    marks = document.mark.children
    assert isinstance(marks, dict)
    own = {key: value for key, value in document.data.items() if key != "extends"}
    mark = Mark(document.mark.file, document.mark.line, {key: marks[key] for key in own})
    return merge(_read(file, (*before, path.resolve())), Document(own, mark, document.prefix))


def versions_of(
    document: Document, vocabulary: dict[str, tuple[str, ...]] | None = None
) -> tuple[Version, ...]:
    """List the versions of a plan in order of time.

    Parameters
    ----------
    document
        A plan document; its ``amendments`` say from which date on what changes.
    vocabulary
        As for `load_plan`.

    Raises
    ------
    PlanError
        Amendments out of order, outside the dates of the plan, or such that pay held back would be lost,
        or that change crediting or the currency.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> document = parse('''
    ... plan: core
    ... components: {commission: {kind: commission, rate: 3%}}
    ... amendments:
    ...   - {from: 2026-07-01, note: second half, changes: {components: {commission: {rate: 4%}}}}
    ... ''')
    >>> [(version.first, version.last) for version in versions_of(document)]
    [(None, datetime.date(2026, 6, 30)), (datetime.date(2026, 7, 1), None)]
    """
    plan = load_plan(document, vocabulary)
    versions = [Version(plan, plan.first_date, plan.last_date, plan.note)]
    current = document
    for number, amendment in enumerate(plan.amendments):
        place = document.place(("amendments", number, "from"))
        before = versions[-1]
        starts = amendment.start
        if (before.first is not None and starts <= before.first) or (
            number and starts <= plan.amendments[number - 1].start
        ):
            raise PlanError(
                f"{starts} does not lie after the version before it",
                place=place,
                hint="List amendments by date",
            )
        if plan.last_date is not None and starts > plan.last_date:
            raise PlanError(f"{starts} lies after the plan's last day {plan.last_date}", place=place)
        current = merge(current, subdocument(document, ("amendments", number, "changes")))
        versions[-1] = Version(before.plan, before.first, starts - timedelta(days=1), before.note)
        changed = load_plan(current, vocabulary)
        changes = document.place(("amendments", number, "changes"))
        if changed.crediting != plan.crediting or changed.frame.currency != plan.frame.currency:
            what = "an amendment changes neither crediting nor the currency"
            raise PlanError(what, place=changes, hint="Write a plan of its own for the time from then on")
        check_holdback_goes_on(before.plan, changed, changes)
        versions.append(Version(changed, starts, plan.last_date, amendment.note))
    return tuple(versions)


def with_old_returns(plan: Plan, before: Plan) -> Plan:
    """Keep commissions that a version leaves out for what they still have to take back.

    Parameters
    ----------
    plan
        The version in force.
    before
        The version before it, with what it kept itself.

    Returns
    -------
    The plan with each of these commissions at a rate of nothing: what they paid for earlier sales is taken
    back when these are returned, at the rate that was paid.
    """
    gone = {
        name: _at_no_rate(each, before)
        for name, each in before.components.items()
        if isinstance(each, Commission) and each.clawback is not None and name not in plan.components
    }
    if not gone:
        return plan
    components = {**plan.components, **gone}
    return replace(plan, components=components, order=(*plan.order, *gone), wound_up=tuple(gone))


def _at_no_rate(component: Commission, plan: Plan) -> Commission:
    is_money = plan.frame.measure(component.measure).is_money
    nothing = {"rate": 0} if is_money else {"pay_per_unit": Decimal(0)}
    without = {"rate": None, "pay_per_unit": None, "tiers": (), "threshold": None, "attainment": None}
    stages = {"gate": (), "cap": None, "proration": None}
    return component.model_copy(update={**without, **stages, **nothing})


def check_holdback_goes_on(before: Plan, after: Plan, place: Place) -> None:
    """Refuse changes after which pay that is still held would never be released."""
    for name, old in before.components.items():
        if not isinstance(old, Holdback):
            continue
        new = after.components.get(name)
        if not isinstance(new, Holdback) or new.release != old.release:
            what = f"what {name!r} still holds back would never be released"
            raise PlanError(what, place=place, hint="Keep it, with a share of 0% for the time from then on")
        if new.release == "after-periods" and new.periods < old.periods:
            what = f"{name!r} cannot release after fewer periods than before: some pay is in between"
            raise PlanError(what, place=place, hint="Add another holdback, and keep this one at 0%")
