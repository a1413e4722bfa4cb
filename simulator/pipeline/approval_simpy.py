"""The definition of order approval, as a SimPy process of one world.

An order passes the approval layers one after the other.  Each layer is a desk with a number of
approvers; whoever is free takes the deal that has waited longest, and of two that came at the same
moment the one with the lower deal id.  When the office is reorganized, nobody drops a deal that is
in hand: approvers who leave finish it first.  If the last layers are abolished, deals that wait there
pass at once.

SimPy knows the order of events at one moment only by who asked first.  Here the moment is settled
explicitly, so that the outcome is a fact about the deals: reorganization first, then people who finish,
then arrivals at the first layer by deal id, at the second, and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import simpy
from simpy.events import Event, EventPriority, Process, Timeout

__all__ = ["Deal", "approve_with_simpy"]

_REORGANIZE, _FIRST_LAYER = 0, 2  # SimPy's priorities: 0 is urgent, 1 normal; layer l takes arrivals at 2 + l


@dataclass
class Deal:
    """An order that asks for approval, and what became of it.

    Parameters
    ----------
    deal_id
        Its id; of two deals that arrive at the same moment, the lower id goes first.
    submitted_day
        When it reaches the first layer [day], not negative.
    handling_days
        How long an approver of each layer needs for it [days].
    start_days
        When each layer took it up [day]; filled in by the run, None where no approver handled it.
    approved_day
        When the last layer let it pass [day]; filled in by the run.
    """

    deal_id: int
    submitted_day: float
    handling_days: Sequence[float]
    start_days: list[float | None] = field(default_factory=list)
    approved_day: float | None = None


class _Call(Event):
    """Do something after a delay, at its turn among what happens at that moment."""

    def __init__(
        self, env: simpy.Environment, action: Callable[[], None], priority: int, delay_days: float = 0.0
    ) -> None:
        super().__init__(env)
        self._ok, self._value = True, None  # as in SimPy's own Timeout: it will happen, and means nothing
        self.callbacks.append(lambda _: action())
        env.schedule(self, priority=EventPriority(priority), delay=delay_days)


class _Layer(simpy.Resource):
    """One approval layer: its approvers, and the deals that came in at this very moment."""

    def __init__(self, office: _Office, place: int, approvers: int) -> None:
        super().__init__(office.env, capacity=approvers)
        self.office, self.place = office, place
        self.arriving: list[Deal] = []
        self.waiting: dict[int, Process] = {}

    def set_approvers(self, approvers: int) -> None:
        """Change the number of approvers from now on, and let new ones start at once."""
        self._capacity = approvers
        for _ in range(len(self.queue)):  # SimPy grants one request each time
            self._trigger_put(None)

    def arrive(self, deal: Deal) -> None:
        """Hand a deal in; all deals of this moment are then queued by deal id."""
        self.arriving.append(deal)
        if len(self.arriving) == 1:
            _Call(self.office.env, self._queue_arrivals, priority=_FIRST_LAYER + self.place)

    def _queue_arrivals(self) -> None:
        arrived, self.arriving = sorted(self.arriving, key=lambda deal: deal.deal_id), []
        for deal in arrived:
            if self.place >= len(self.office.layers):
                self.office.reach(self.place, deal)
            else:
                self.waiting[deal.deal_id] = self.office.env.process(self._handle(deal))

    def _handle(self, deal: Deal) -> Generator[Event, Any, None]:
        with self.request() as request:
            try:
                yield request
            except simpy.Interrupt:  # the layer was abolished
                deal.start_days.append(None)
                deal.approved_day = self.office.env.now
                return
            del self.waiting[deal.deal_id]
            deal.start_days.append(self.office.env.now)
            yield Timeout(self.office.env, deal.handling_days[self.place])
        self.office.reach(self.place + 1, deal)


class _Office:
    """All layers of one world."""

    def __init__(self, env: simpy.Environment, approvers: Sequence[int]) -> None:
        self.env = env
        self.layers: list[_Layer] = []
        self.ever: list[_Layer] = []
        self.reorganize(approvers)

    def reorganize(self, approvers: Sequence[int]) -> None:
        """Give each layer its number of approvers from now on; layers beyond the last are abolished."""
        while len(self.ever) < len(approvers):
            self.ever.append(_Layer(self, len(self.ever), approvers[len(self.ever)]))
        for layer in self.ever[len(approvers) :]:
            for process in layer.waiting.values():
                process.interrupt()
            layer.waiting.clear()
        self.layers = self.ever[: len(approvers)]
        for layer, number in zip(self.layers, approvers, strict=True):
            layer.set_approvers(number)

    def submit(self, deal: Deal) -> Generator[Event, Any, None]:
        """Bring a deal to the first layer on its day."""
        yield Timeout(self.env, deal.submitted_day)
        self.reach(0, deal)

    def reach(self, place: int, deal: Deal) -> None:
        """Pass a deal on to a layer, or approve it if there is no such layer."""
        if place < len(self.layers):
            self.layers[place].arrive(deal)
        else:
            deal.approved_day = self.env.now


def approve_with_simpy(
    deals: Sequence[Deal],
    approvers: Sequence[int],
    changes: Sequence[tuple[float, Sequence[int]]] = (),
) -> list[Deal]:
    """Let every deal of one world pass the approval layers, and say when each layer took it up.

    Parameters
    ----------
    deals
        The deals; their `start_days` and `approved_day` are filled in.
    approvers
        People in each layer at the start, at least one each; no layer means no approval is needed.
    changes
        Reorganizations (day, people in each layer from that day on), by ascending day.

    Returns
    -------
    list of Deal
        The deals by (approved day, deal id).

    Examples
    --------
    One approver, who needs three days for each of two deals that arrive together:

    >>> deals = [Deal(8, 1.0, [3.0]), Deal(7, 1.0, [3.0])]
    >>> [(deal.deal_id, deal.start_days, deal.approved_day) for deal in approve_with_simpy(deals, [1])]
    [(7, [1.0], 4.0), (8, [4.0], 7.0)]
    """
    env = simpy.Environment()
    office = _Office(env, approvers)
    for deal in deals:
        env.process(office.submit(deal))
    for day, people in changes:
        _Call(env, partial(office.reorganize, people), priority=_REORGANIZE, delay_days=day)
    env.run()
    return sorted(deals, key=lambda deal: (deal.approved_day, deal.deal_id))
