"""Lead to cash: what must happen between a customer's yes and the money in the bank.

An order is held back until every approval layer has let it pass (`approval`), which takes time because
each layer has few people (`handling` says how long one of them needs).  It is then delivered, and paid
for when the payment terms are over, or later (`collection`).

The approval process is *defined* in SimPy (`approval_simpy`), which reads like the office it describes
and is where a custom process starts.  Ensembles run the array executor in `approval`, which the tests
hold equal to the definition start time by start time.
"""
