"""Customers who buy again until, unseen, they are gone: what to expect of them from what they bought.

Customers differ in how often they buy and in how easily they leave. Seen are only the number of repeat
purchases, the time of the last one and how long the customer has been known; times share one unit, here
weeks.

- ``drop_out``: a customer may leave after each purchase (BG/NBD, and MBG/NBD where also after the first);
- ``lifetimes``: a customer may leave at any time (Pareto/NBD);
- ``spending``: what a purchase is worth (gamma-gamma);
- ``histories``: what is seen of customers, and drawing such histories with keyed luck;
- ``fitting``: finding the coefficients from histories by maximum likelihood.

A customer who bought twice and was last seen eight weeks before the end of week 39:

>>> import numpy as np
>>> from simulator.market.repeat_buying.drop_out import DropOut, chance_alive
>>> music_shop = DropOut(purchases=0.243, weeks=4.414, leaving=0.793, staying=2.426)
>>> chance_alive(music_shop, np.array([2.0]), np.array([30.43]), np.array([38.86])).round(3)
array([0.727])
"""
