"""Who is left out of a component that is held against a quota, because nobody set one for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.desk import Desk
from simulator.compensation.selection import Selection

ON_TOP: Final = ("overlay", "roll-up")
"""Credit that people have besides what they sell."""


def without_quota(names: Iterable[str], desk: Desk) -> NDArray[np.bool_]:
    """Tell who has none of some quotas in any period, ``(n_people,)``; nobody where a quota is not given."""
    bare = np.ones(len(desk.people), dtype=np.bool_)
    for name in names:
        if name not in desk.quotas or desk.quotas[name].amounts.shape[1] == 0:
            return np.zeros(len(desk.people), dtype=np.bool_)
        bare &= (desk.quotas[name].amounts < 0).all(axis=1)
    return bare


def sellers(selections: Iterable[Selection], desk: Desk) -> NDArray[np.bool_]:
    """Tell who sells something that counts, credit on top aside, ``(n_people,)``."""
    events = desk.events
    own = np.ones(len(events), dtype=np.bool_)
    way = events.attributes.get("crediting")
    if way is not None:
        on_top = [code for code, word in enumerate(way.names) if word in ON_TOP]
        own = ~np.isin(way.codes, on_top)
    sells = np.zeros(len(desk.people), dtype=np.bool_)
    for selection in selections:
        sells[desk.rows[own & desk.chosen(selection)]] = True
    return sells
