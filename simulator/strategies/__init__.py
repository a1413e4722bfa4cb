"""Whoever submits a move: our firm by script, rivals by rule.

A strategy is a frozen dataclass with a ``sees`` set (the fields of the view that it reads) and one
method, ``decide(view, rng) -> Move``. The smallest complete one:

>>> from dataclasses import dataclass
>>> from typing import ClassVar
>>> from simulator.world.moves import NO_MOVE
>>> @dataclass(frozen=True)
... class DoNothing:
...     '''Never move.'''
...     sees: ClassVar[frozenset[str]] = frozenset()
...     def decide(self, view, rng):
...         return NO_MOVE
"""
