"""The order of one week, written down once.

 1. **Quotas** are announced when a fiscal quarter begins, month by month. Managers may lower some late in it.
 2. **Firms move**: every strategy sees what it may and submits a move; prices, products and our
    firm's actions take effect. Fixed costs of channels, teams and actions are booked. **People leave, and
    others take empty seats.**
 3. **People forget and learn**: understanding of the plan fades; knowledge fades and grows by practice.
    Gifts are given and remembered.
 4. **Reps decide** how much effort to give and how to split it, from the marginal value of credit.
 5. **Needs arise** among customers (candidates thinned by season and promotion).
 6. **Customers shop**: they meet channels and firms, reps work on them, and they choose, or do not.
 7. **Deals move**: orders of ours are booked at once or handed in for approval; impatient customers
    withdraw; rivals' orders are booked.
 8. **Goods are delivered**, customers judge them and talk; **money arrives**.
 9. **Credit** falls on the day of booking, and running totals grow.
10. **Pay day** at the end of a fiscal month: everybody is paid from the ledger, and a payslip teaches.
11. **Reps learn from results** what each kind of sale yields.

In a reduced-form market (:mod:`simulator.engine.reduced_form`) there are no firms, customers, goods and
money: firms do not move in step 2, results are drawn from response functions in place of steps 5 to 7 and
booked and credited in step 9, and step 11 is left out because reps know how results answer effort.

Steps 5 to 9 cost time in proportion to needs and deals, not to customers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.agents.reps import learn_from_results
from simulator.engine.business import book_orders, deliver_and_collect, shop
from simulator.engine.credit import credit_orders
from simulator.engine.decisions import decide, fade_and_practice, season_of_kinds
from simulator.engine.gifts import give_gifts
from simulator.engine.moves_of_firms import move_firms
from simulator.engine.people.managers import lower_quotas
from simulator.engine.people.turnover import move_people, note_quarter
from simulator.engine.quotas import announce_quotas, follow_results
from simulator.engine.reduced_form.deal_choice import choose_deals
from simulator.engine.reduced_form.deal_timing import close_deals
from simulator.engine.reduced_form.results import book, drawn, tend_to_tasks
from simulator.engine.reduced_form.screening import take_customers
from simulator.engine.reduced_form.state import ReducedFormState
from simulator.engine.state import CustomerState, State
from simulator.organization.messages import understood
from simulator.world.pay_terms import PERIODS

__all__ = ["advance_week"]

Floats = NDArray[np.float64]


def advance_week(state: State) -> None:
    """Advance all worlds of a batch by one week, in the order that the module describes."""
    announce_quotas(state)  # 1
    if isinstance(state, CustomerState):
        move_firms(state)  # 2
    elif isinstance(state, ReducedFormState):
        lower_quotas(state)  # 1
    move_people(state)  # 2
    fade_and_practice(state)  # 3
    give_gifts(state)  # 3
    decide(state)  # 4
    if isinstance(state, CustomerState):
        credited = _sell_to_customers(state)  # 5 to 9
        _pay(state)  # 10
        this_week = range(state.week, state.week + 1)
        learn_from_results(state.reps, credited, season_of_kinds(state, this_week))  # 11
    elif isinstance(state, ReducedFormState):
        choose_deals(state)  # 4
        results = take_customers(state, drawn(state))  # 5, 6
        tend_to_tasks(state, results)
        book(state, close_deals(state, results))  # 7, 9
        _pay(state)  # 10
    state.week += 1


def _sell_to_customers(state: CustomerState) -> Floats:
    needs, choices = shop(state)  # 5, 6
    booked = book_orders(state, needs, choices)  # 7
    deliver_and_collect(state)  # 8
    return credit_orders(state, booked)  # 9


def _pay(state: State) -> None:
    calendar, week, reps = state.spec.calendar, state.week, state.reps
    follow_results(state)
    note_quarter(state)
    if calendar.ends_period("month", week):
        slips = state.payroll.settle(state.ledger, week)
        taught = state.parameters["payslip_learning"][reps.world[slips]]
        reps.understanding[slips] = understood(reps.understanding[slips], taught)
    for number, period in enumerate(PERIODS):
        if calendar.ends_period(period, week):
            reps.credit[number] = 0.0
