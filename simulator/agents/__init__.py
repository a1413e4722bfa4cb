"""Vectorized populations that join rules to state: customers, reps, firms, deals.

An agent here is a row of column tables over all worlds of a batch. Modules hold the columns and the
decisions that a week asks of them; they return facts, and the engine writes those to the ledger.

- ``customers``: who they are (drawn once per replication, shared by its alternatives), what they
  remember, and what they choose;
- ``reps``: territory, ability, understanding, knowledge, effort;
- ``firms``: prices, products, presence; strategies and their views;
- ``deals``: orders on their way through approval, delivery and payment.
"""
