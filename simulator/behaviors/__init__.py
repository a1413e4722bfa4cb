"""How paid people decide: what one more sale is worth to them, and where their effort goes.

Nothing about a particular pay plan is written in here. A plan arrives as running totals and terminal
pay (:mod:`simulator.world.pay_terms`); what follows from it is the **marginal value of credit**, and
from that the effort and its split.

- ``marginal_value``: what one more currency unit of credited revenue is worth to a rep, by kind;
- ``expectations``: what a rep expects still to sell before a period closes;
- ``effort``: total effort and its split over kinds of sale, given those values.
"""
