"""Sandtable: a war-gaming engine for sales strategy.

A scenario file says how a company sells; Sandtable plays it week by week in many worlds that share
the same luck, writes every fact into a ledger, and compares the alternatives with honest intervals.

The floors of the house, from the top; a module imports only from floors below its own:

- ``cli``, ``web``, ``testing``: commands, web pages, the conformance kit for plug-in authors
- ``workshop``: teams, rounds, sealed moves, facilitator, debrief
- ``report``: the HTML report, Excel workbook and plan documents
- ``studies``: questions that need running and reading, such as compare
- ``plots``: tables in, figures out
- ``experiment``: designs, runner, executors, result store
- ``analysis``: what the records say: outcomes, intervals, drivers, robustness
- ``scenario``: YAML to a typed scenario to ready worlds, and back
- ``engine``: worlds, the order of a week, clock, ledger, the Mesa model
- ``agents``: vectorised populations that join rules to state
- ``compensation``, ``market``, ``behaviors``, ``strategies``, ``pipeline``, ``organization``,
  ``decoding``: the rules, independent of one another
- ``world``: what exists: specs, column tables, views, moves, record types
- ``errors``, ``units``, ``calendar``, ``randomness``, ``catalog``, ``documents``, ``language``,
  ``parameters``: the ground, which knows nothing of selling
"""

__version__ = "0.1.0"
