"""Delivery and payment: when the goods arrive and when the money does.

Events carry whole days.  An order is delivered a lead time after its approval, invoiced on delivery, and
paid at the end of the payment terms, which the customer's segment enjoys, or later, as luck has it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["delivery_day", "lateness_days", "receipt_day"]

Whole = NDArray[np.int64]


def delivery_day(approved_day: ArrayLike, lead_time_days: ArrayLike) -> Whole:
    """Say on which day the goods of an approved order are delivered.

    Parameters
    ----------
    approved_day
        When the last approver let the order pass [day], may be a fraction, shape (n,).
    lead_time_days
        Whole days from the day of approval to delivery [days], not negative, one or shape (n,).

    Returns
    -------
    ndarray
        Day of delivery [day], shape (n,): the day in which approval fell, plus the lead time.

    Examples
    --------
    >>> delivery_day([3.0, 3.9], lead_time_days=2)
    array([5, 5])
    """
    lead_time = _whole_days(lead_time_days, "lead times")
    return np.floor(np.asarray(approved_day, dtype=np.float64)).astype(np.int64) + lead_time


def lateness_days(uniforms: ArrayLike, late_probability: ArrayLike, mean_lateness_days: ArrayLike) -> Whole:
    """Say how many days after the due date each customer pays.

    Parameters
    ----------
    uniforms
        One keyed number in (0, 1) for each payment, shape (n,).
    late_probability
        Share of payments that come late [0-1], one or shape (n,), usually by segment.
    mean_lateness_days
        Mean lateness of those that are late, before rounding up [days], one or shape (n,).

    Returns
    -------
    ndarray
        Whole days after the due date [days], shape (n,): 0 if punctual, at least 1 if late.

    Notes
    -----
    A payment is late if u < p; then u / p is uniform again and -mean * log(u / p), rounded up, is the
    lateness.  A lower `late_probability` therefore makes no payment later than it was.

    Examples
    --------
    >>> lateness_days([0.9, 0.29, 0.01], late_probability=0.3, mean_lateness_days=10.0)
    array([ 0,  1, 35])
    """
    chance, mean = np.asarray(late_probability, np.float64), np.asarray(mean_lateness_days, np.float64)
    if not ((chance >= 0) & (chance <= 1)).all():
        raise ValueError("late_probability lies between 0 and 1")
    if not (np.isfinite(mean) & (mean >= 0)).all():
        raise ValueError("mean_lateness_days is finite and not negative")
    luck = np.ascontiguousarray(uniforms, dtype=np.float64)
    late = luck < chance
    share = np.where(late, luck, 1.0) / np.where(late, chance, 1.0)
    days = np.ceil(-mean * np.log(share)).astype(np.int64)
    return np.where(late, np.maximum(days, 1), 0)


def receipt_day(invoice_day: ArrayLike, terms_days: ArrayLike, lateness: ArrayLike = 0) -> Whole:
    """Say on which day the money for an invoice arrives.

    Parameters
    ----------
    invoice_day
        Day of the invoice [day], whole, shape (n,); usually the day of delivery.
    terms_days
        Payment terms of the customer's segment [days], whole, not negative, one or shape (n,).
    lateness
        Days after the due date [days], whole, not negative, from `lateness_days`.

    Returns
    -------
    ndarray
        Day of the receipt [day], shape (n,): invoice day + terms + lateness.

    Examples
    --------
    >>> receipt_day([5, 5], terms_days=[0, 30], lateness=[0, 12])
    array([ 5, 47])
    """
    invoiced = np.asarray(invoice_day)
    if invoiced.size and invoiced.dtype.kind not in "iu":
        raise TypeError(f"invoice days are whole days, not {invoiced.dtype}")
    due = invoiced.astype(np.int64) + _whole_days(terms_days, "payment terms")
    return due + _whole_days(lateness, "lateness")


def _whole_days(days: ArrayLike, what: str) -> Whole:
    given = np.asarray(days)
    if given.size and (given.dtype.kind not in "iu" or (given < 0).any()):
        raise ValueError(f"{what} are whole days and not negative")
    return given.astype(np.int64)
