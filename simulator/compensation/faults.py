"""A fault in a plan that knows which key it concerns, before it is known in which file the key stands."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.errors import Place, PlanError

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
