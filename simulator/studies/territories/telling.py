"""What the study of territories found, as sentences."""

from __future__ import annotations

from simulator.language import text
from simulator.studies.territories.study import TerritoryStudy

PUBLISHED_OFF = 0.55
"""Share of territories found too large or too small in published projects [SinhaZoltners2001]_."""


def findings(study: TerritoryStudy, language: str) -> list[str]:
    """Say how even territories are, and what could be gained."""
    balance, sizing, gain = study.balance, study.sizing, study.realignment
    values = {
        "count": f"{len(balance.potential)}", "spread": f"{balance.spread:.2f}",
        "within": f"{balance.spread_within:.2f}", "off": f"{study.share_off:.0%}",
        "published": f"{PUBLISHED_OFF:.0%}",
    }  # fmt: skip
    worth = {
        "within": f"{gain.within:+.1%}", "across": f"{gain.across:+.1%}",
        "amount": f"{gain.today * gain.across:,.0f} {study.currency}",
    }  # fmt: skip
    today, best = float(sizing.reps[sizing.today]), float(sizing.reps[sizing.best])
    size = {
        "today": f"{today:.0f}", "best": f"{best:.0f}",
        "more": f"{sizing.profit[sizing.best] / sizing.profit[sizing.today] - 1.0:+.1%}",
        "fewer": f"{sizing.around_best(0.8):+.1%}", "above": f"{sizing.around_best(1.2):+.1%}",
        "cost": f"{study.response.cost_per_rep:,.0f} {study.currency}",
    }  # fmt: skip
    return [
        text("territories.balance", language, **values),
        text("territories.realignment", language, **worth),
        text("territories.size" if sizing.best_is_inside else "territories.size_beyond", language, **size),
    ]
