"""How the market answers: needs arise, offers are weighed, buyers are satisfied and talk.

Pure rules on flat arrays; nothing here knows of worlds, reps' pay or time beyond its arguments.

- ``needs``: when customers need something (a candidate process, thinned);
- ``utility``: what an offer is worth to a customer;
- ``choice``: which offer, or none, is chosen (random utility, logit);
- ``satisfaction``: how a delivery is judged, and how the memory of it fades;
- ``word_of_mouth``: what buyers' talk does to a firm's reputation.

What customers do beside, each part with its numbers in ``mechanisms``:

- ``nested_choice``, ``tastes``, ``surplus``: offers that resemble each other, customers who differ, what a
  choice is worth;
- ``diffusion``, ``diffusion_estimates``, ``adoption``: how new categories spread;
- ``networks``, ``spreading``: who talks to whom;
- ``repeat_buying``: buying again until gone;
- ``customer_value``, ``retention``, ``profiles``: what customers are worth, leaving, coming back, bringing
  others, the ideal one;
- ``stocks``, ``brand``, ``relationship``: what builds up and fades;
- ``complaints``, ``credit``, ``buying_center``: trouble, paying, and deciding in groups;
- ``promotion``, ``price_list``, ``subscription``, ``availability``: what is sold at which price, and when.

The smallest complete choice: three offers, two customers, the same luck for both:

>>> import numpy as np
>>> from simulator.market.choice import choose
>>> choose(np.array([[1.0, 0.0, -1.0], [0.0, 2.0, 1.0]]), np.zeros((2, 3)))
array([0, 1])
"""
