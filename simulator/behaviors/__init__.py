"""How paid people decide: what one more sale is worth to them, and where their effort goes.

Nothing about a particular pay plan is written in here. A plan arrives as running totals and terminal
pay (:mod:`simulator.world.pay_terms`); what follows from it is the **marginal value of credit**, and
from that the effort and its split.

- ``marginal_value``: what one more currency unit of credited revenue is worth to a rep, by kind;
- ``expectations``: what a rep expects still to sell before a period closes;
- ``effort``: total effort and its split over kinds of sale, given those values.

Other choices answer to the same values, each in a file of its own, without randomness inside:

- ``timing`` and ``discounting``: when a ready deal is closed, and at what price;
- ``risk_taking`` and ``screening``: large and small deals, customers who may not pay;
- ``contests`` and ``teams``: what rank and colleagues make of an own sale;
- ``reporting``: forecasts handed upward;
- ``motives``, ``trust`` and ``learning``: what moves people beside pay, and what experience makes of them;
- ``quitting``: who leaves, and which plan of a menu is picked.
"""
