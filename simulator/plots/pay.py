"""The pay curve of one plan: what a year pays against how much of the quota is reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from simulator.language import text
from simulator.plots.style import HUES, INK, SIZES, drawn, families, quiet, sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@drawn
def pay_curve_picture(
    attainment: Sequence[float], pay: Sequence[float] | np.ndarray, title: str, currency: str, *,
    language: str = "en", size: str = "paper",
) -> Figure:  # fmt: skip
    """Draw variable pay of a year against attainment, with a line at quota.

    Parameters
    ----------
    attainment
        Shares of quota, ascending.
    pay
        Variable pay at each [currency].
    title
        Name of the plan.
    currency
        Code of the currency, for the axis.
    language, size
        As for every picture.
    """
    from matplotlib.ticker import FuncFormatter

    figure = sheet(title, text("compensation.show.curve", language), 3.6, size)
    axes = figure.add_subplot()
    axes.plot(np.asarray(attainment), np.asarray(pay), color=HUES[0], linewidth=2)
    axes.axvline(1.0, color=INK, linewidth=0.8, linestyle=(0, (3, 2)))
    axes.set_xlim(float(attainment[0]), float(attainment[-1]))
    axes.set_ylim(min(0.0, float(np.min(pay))), max(float(np.max(pay)) * 1.08, 1.0))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0%}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.set_xlabel(text("compensation.curve.attainment", language))
    axes.set_title(f"{text('compensation.curve.axis', language)} [{currency}]", size=SIZES[size].points)
    quiet(axes)
    axes.tick_params(labelfontfamily=list(families()))
    return figure
