"""Choosing from stock equals serving one customer after the other."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.market.availability import backorder_utility, choose_from_stock
from simulator.randomness import Streams


def one_by_one(worth: np.ndarray, item: np.ndarray, stock: np.ndarray) -> list[int]:
    left, chosen = stock.copy(), []
    for row in range(len(worth)):
        taken = -1
        for option in np.argsort(-worth[row], kind="stable"):
            thing = item[row, option]
            if np.isfinite(worth[row, option]) and (thing < 0 or left[thing] > 0):
                taken = int(option)
                if thing >= 0:
                    left[thing] -= 1
                break
        chosen.append(taken)
    return chosen


@pytest.mark.parametrize("replication", range(6))
def test_all_at_once_ends_where_one_by_one_would(replication: int) -> None:
    luck = Streams(2).stream("likes")
    worth = luck.gumbel(replication, np.arange(300)[:, None], ordinal=np.arange(6, dtype=np.uint64))
    worth[luck.uniform(replication, np.arange(300)[:, None], week=1, ordinal=np.arange(6)) < 0.1] = -np.inf
    item = np.where(np.arange(6) == 5, -1, np.arange(6) + 5 * (np.arange(300) % 2)[:, None])
    stock = (luck.uniform(replication, np.arange(10), week=2) * 40).astype(np.int64)
    assert choose_from_stock(worth, item, stock).tolist() == one_by_one(worth, item, stock)


def test_plenty_changes_nothing_and_nothing_leaves_only_the_outside() -> None:
    worth = np.array([[1.0, 2.0, 0.5], [3.0, 2.0, 0.5]])
    item = np.array([[0, 1, -1]] * 2)
    assert choose_from_stock(worth, item, np.array([9, 9])).tolist() == [1, 0]
    assert choose_from_stock(worth, item, np.array([0, 0])).tolist() == [2, 2]
    assert choose_from_stock(worth[:, :2], item[:, :2], np.array([0, 0])).tolist() == [-1, -1]


def test_who_can_wait_waits_for_the_first_choice_rather_than_take_the_second() -> None:
    now = np.array([2.0, 0.5])
    wait = backorder_utility(np.array([2.0]), np.array([3.0]), np.array([0.4]))[0]
    worth = np.array([[*now, wait, 0.0]] * 2)
    item = np.array([[0, 1, -1, -1]] * 2)
    assert choose_from_stock(worth, item, np.array([1, 5])).tolist() == [0, 2]
