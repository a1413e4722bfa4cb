"""Faults that know which key, event or person they concern, before it is known what the files call it."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.errors import EventsError, Place, PlanError

Path = tuple[str | int, ...]


class Fault(PlanError):  # noqa: N818 - it is a fault of the plan
    """Something in one component that cannot be applied.

    Parameters
    ----------
    what
        What is wrong.
    path
        Keys from the component down to the value concerned.
    hint, allowed, place
        As in every error about input.
    """

    def __init__(
        self,
        what: str,
        path: Path = (),
        *,
        hint: str = "",
        allowed: Iterable[str] = (),
        place: Place | None = None,
    ) -> None:
        self.path = path
        super().__init__(what, place=place, hint=hint, allowed=allowed)


class UnmatchedReturnError(EventsError):
    """A return or receipt belongs to a sale that is not credited to the same person.

    Parameters
    ----------
    event, sale
        What the two are called.
    """

    def __init__(self, event: str, sale: str) -> None:
        self.event, self.sale = event, sale
        super().__init__(
            f"event {event} refers to sale {sale}, which is not credited to the same person in these events",
            hint="Give the return or receipt to the person of the sale, or correct the sale that it names",
        )


class CircleOfManagersError(EventsError):
    """Somebody is a manager of the own manager.

    Parameters
    ----------
    person
        The number of the person.
    called
        What the files call the person.
    """

    def __init__(self, person: int, called: str = "") -> None:
        self.person = person
        who = called or f"person {person}"
        super().__init__(f"{who} is a manager of their own manager on the day of a sale")
