"""What the records say: outcomes of worlds, intervals of means, weekly series, quota attainment.

Everything here reads ledger tables and nothing else, so that whoever doubts a number can follow it
down to rows. Worlds of one batch never touch: each number of a world is the same, bit for bit,
whatever else is in the batch.

The smallest complete outcome, as a plug-in writes it:

>>> from simulator.analysis.declaration import Outcome, declares
>>> from simulator.analysis.totals import total
>>> @declares(Outcome(key="units_sold", formula="sum of order.units where firm is ours",
...                   window="whole run", aggregation="sum", unit="count", better="higher",
...                   names={"en": "Units sold", "zh": "销量"}))
... def units_sold(ledger, axes):
...     orders = ledger.table("order")
...     ours = orders["firm"] == 0
...     return total(orders["world"][ours], orders["units"][ours], axes.n_worlds).astype(float)
"""
