"""People come and go: who leaves, who is hired, and who is paid for which days.

- ``worth``: what a plan is worth in a year to those in the seats and to applicants;
- ``turnover``: the step of each week in which people leave and seats are filled;
- ``hiring``: who is hired.

Who sits where stands in :mod:`simulator.engine.seats`, who is paid for which days in
:mod:`simulator.engine.spells`.
Columns of ``state.reps`` belong to seats. A new person in a seat gets an ability, an outside option and luck
of its own, keyed by seat and number of the person: the third person in a seat is the same in every
alternative in which the seat has a third one.
"""
