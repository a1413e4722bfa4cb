"""Gifts to the sales force: money that comes whatever people sell."""

from __future__ import annotations

from simulator.documents import NonNegative, PositiveInt, Spec

__all__ = ["GiftSpec"]


class GiftSpec(Spec):
    """Money that everybody gets in a week, counted from 1, without having to sell anything for it.

    ``pay`` [currency] may be 0: an occasion on which people have come to expect a gift and none comes.

    Examples
    --------
    >>> GiftSpec(week=13, pay=2_000.0).pay
    2000.0
    """

    week: PositiveInt
    pay: NonNegative
