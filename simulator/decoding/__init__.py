"""Decoding a strategy into goals that can be checked: what is within reach, and how likely it is.

Pure rules with numbers in and numbers out. Probabilities come from runs that somebody else made; nothing
here runs, reads a ledger or knows a scenario.

- ``goals``: the probability of reaching a goal, the level that is within reach, and the gap to the goal.

The smallest complete check, five simulated results against a goal of 40 %:

>>> from simulator.decoding.goals import Goal, checked
>>> result = checked(Goal("premium_share", 0.40), [0.36, 0.41, 0.38, 0.44, 0.39])
>>> result.probability.value, round(result.gap, 3)
(0.4, 0.024)
"""
