"""Pay in the currency in which each person is paid: rounded once for a person and a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.coding import coded
from simulator.compensation.currencies import Rates
from simulator.compensation.frame import DECIMALS

if TYPE_CHECKING:
    import pyarrow as pa

MONEY_DIGITS: Final = 30
BY: Final = ("person", "name", "period", "currency")


def money_column(minor: NDArray[np.int64], decimals: int) -> pa.Array:
    """Write exact money as decimal numbers of currency units.

    Examples
    --------
    >>> [str(amount) for amount in money_column(np.array([123450, -5]), 2).to_pylist()]
    ['1234.50', '-0.05']
    """
    import pyarrow as pa

    whole = pa.array(minor, pa.int64()).cast(pa.decimal128(MONEY_DIGITS, 0))
    return pa.Array.from_buffers(pa.decimal128(MONEY_DIGITS, decimals), len(whole), whole.buffers())


def minor_of(money: pa.ChunkedArray) -> NDArray[np.int64]:
    """Read back what `money_column` wrote.

    Examples
    --------
    >>> import pyarrow as pa
    >>> minor_of(pa.chunked_array([money_column(np.array([123450, -5]), 2)])).tolist()
    [123450, -5]
    """
    import pyarrow as pa

    column = money.combine_chunks()
    plain = pa.Array.from_buffers(
        pa.decimal128(MONEY_DIGITS, 0), len(column), column.buffers(), offset=column.offset
    )
    return np.asarray(plain.cast(pa.int64()).to_numpy(), dtype=np.int64)


def in_pay_currency(lines: pa.Table, rates: Rates) -> pa.Table:
    """Add what each line is in the currency in which the person is paid.

    Parameters
    ----------
    lines
        Lines of all statements, with ``person, name, period, currency`` and the exact ``amount``.
    rates
        Exchange rates at which people are paid.

    Returns
    -------
    The lines with a column ``pay_amount``, exact. Left as they are where everybody is paid in the plan's
    currency.

    Notes
    -----
    What a person is paid for a period is exchanged and rounded once; each line has
    ``exchanged(lines so far) - exchanged(lines before)``, so that the lines add up to it.
    """
    import pyarrow as pa

    codes, currencies = coded(lines.column("currency").combine_chunks())
    if set(currencies) <= {rates.home}:
        return lines
    keys = [coded(lines.column(name).combine_chunks())[0] for name in BY]
    order = np.lexsort((np.arange(len(lines)), *keys))
    new = np.zeros(len(order), dtype=np.bool_)
    for key in keys:
        new[1:] |= key[order][1:] != key[order][:-1]
    starts = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    minor = minor_of(lines.column("amount"))[order]
    running = np.cumsum(minor)
    after = running - np.concatenate(([0], running))[starts]
    before = after - minor
    places = max(DECIMALS.get(each, 2) for each in currencies)
    paid = np.zeros(len(order), dtype=np.int64)
    for number, currency in enumerate(currencies):
        here = np.flatnonzero(codes[order] == number)
        part = rates.from_home(after[here], currency) - rates.from_home(before[here], currency)
        paid[order[here]] = part * 10 ** (places - DECIMALS.get(currency, 2))
    return lines.append_column("pay_amount", pa.chunked_array([money_column(paid, places)]))


def totals_in_pay_currency(lines: pa.Table) -> pa.Table:
    """Add up what everybody is paid in each period, in the currency of the person."""
    grouped = lines.group_by(list(BY), use_threads=False).aggregate([("pay_amount", "sum")])
    named = grouped.rename_columns([*BY, "pay_amount"])
    return named.sort_by([(key, "ascending") for key in BY])
