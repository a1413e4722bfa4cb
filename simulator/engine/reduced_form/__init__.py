"""A market of response functions: what a rep sells follows from effort, ability, territory and luck.

- ``state``: what such worlds keep beside the sales force;
- ``opening``: groups of reps, territories, the model of effort, quotas;
- ``luck``: additive, multiplicative and counting noise, and shocks that hit everybody;
- ``peers``: what colleagues who work side by side add to each other's sales, and take;
- ``large_deals``, ``deal_choice``: the luck of few large deals and many small ones, and which reps go for;
- ``accounts``, ``screening``: customers who may not pay, whom reps take, and what is never paid;
- ``results``: what a week brings, and its rows in the ledger.

The order of a week stands in :mod:`simulator.engine.week`, which is the one place that tells it. Steps that
make this market richer belong between the same fences:

- who sets and forgives quotas: step 1, beside :func:`simulator.engine.quotas.announce_quotas` (managers do in
  :mod:`simulator.engine.people.managers`);
- who leaves and who is hired: step 2, where our firm acts in the market with customers
  (:mod:`simulator.engine.people`; columns of ``state.reps`` belong to seats);
- what reps choose beside effort: step 4, after :func:`simulator.engine.decisions.decide`, on
  ``state.reps.effort``, or in ``results`` where it changes what others bring in;
- when deals close and at what discount: step 7, between :func:`simulator.engine.reduced_form.results.drawn`
  (what is ready this week) and :func:`simulator.engine.reduced_form.results.book` (what is booked this week);
  ``state.reps.later_value`` holds what credit is worth in the period after.

A row of the ledger is what one rep sold of one product in one week: an order (no customer, segment or
channel) and the credit for it, dated on the last day of the week. It may be negative under normal noise, and
is left out where nothing was sold. Tasks that are not credited leave a row in ``task`` instead.
"""
