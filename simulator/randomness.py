"""Luck that belongs to a customer, a rep or a deal, and never to the order in which a program asks.

Every random number is a function of *who* asks for *what*, *when*: the seed, the replication, the name
of the decision, the week, the id of the entity, and, if it asks more than once, the ordinal of the draw.
Two strategies that are compared therefore meet the same customers with the same luck, and one more rep
changes nothing for the others.  Nothing here keeps state: asking again gives the same number.

How a number is made
--------------------
1. A strong hash (BLAKE2b) of the seed and the decision's name gives two 64-bit words, the *stream key*.
   Seeds are hashed, not added, so a stream at one seed is never another stream at a later seed.
2. Week, draw ordinal and replication are absorbed into each word by a full 64-bit mix, which gives two
   independent 64-bit keys `first` and `second`.  This costs a few operations per *replication*.
3. For every entity, two rounds of multiply and xor-shift mix the id with both keys (`_mix_block`).  The
   second key enters between the rounds: with one key only, all streams would be the same sequence
   started at different places.  The constants of the rounds are Evensen's *moremur*.
4. Of the 64 bits, 52 become u = (bits + 1/2) / 2**52, which is exact: never 0, never 1, symmetric
   about 1/2.

Integers wrap modulo 2**64: the ids -1 and 2**64 - 1 are the same id.
"""

from __future__ import annotations

import hashlib
import operator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Keys", "Stream", "Streams", "hash_id", "name_id"]

Floats: TypeAlias = NDArray[np.float64]
Words: TypeAlias = NDArray[np.uint64]
Ints: TypeAlias = int | np.integer | NDArray[np.integer]

_MASK = 2**64 - 1
_ODD = 0x9E3779B97F4A7C15
_M1 = 0x3C79AC492BA7B653
_M2 = 0x1C69B3F74AC4AE35
_WORD_ODD, _WORD_M1, _WORD_M2 = (np.uint64(value) for value in (_ODD, _M1, _M2))
_SHIFT_27, _SHIFT_33, _SHIFT_12 = np.uint64(27), np.uint64(33), np.uint64(12)
_EXPONENT_OF_ONE = np.uint64(0x3FF0000000000000)
_BLOCK_WORDS = 16_384  # a few blocks of 64-bit words stay in the second-level cache


def _digest(n_bytes: int, *parts: object) -> bytes:
    """Hash parts strongly, each with its length, so that neighbors cannot run together."""
    texts = (str(part).encode("utf-8") for part in parts)
    content = b"".join(len(text).to_bytes(8, "little") + text for text in texts)
    return hashlib.blake2b(content, digest_size=n_bytes, person=b"sandtable.draws").digest()


def _words(values: Ints) -> int | Words:
    """Read integers of any kind as 64-bit words: a Python int for one, an array for many."""
    if isinstance(values, np.ndarray) and values.ndim:
        if values.dtype.kind not in "iu":
            raise TypeError(f"ids, weeks and ordinals are integers, not {values.dtype}")
        return values.view(np.uint64) if values.dtype == np.int64 else values.astype(np.uint64, copy=False)
    if isinstance(values, (bool, np.bool_)):
        raise TypeError("ids, weeks and ordinals are integers, not true or false")
    return operator.index(values) & _MASK


def _absorb(state: int | Words, part: int | Words) -> int | Words:
    """Mix one more part into a key: a bijection of the part for every state."""
    if not (isinstance(state, int) and isinstance(part, int)):
        return Keys(state, 0).bits(part)
    x = (state + part * _ODD) & _MASK
    x = ((x ^ x >> 27) * _M1) & _MASK
    x = ((x ^ x >> 33) * _M2) & _MASK
    return x ^ x >> 27


def _mix_block(ids: Words, first: Words, second: Words, out: Words, spare: Words) -> None:
    """Two keyed rounds over one block that fits into the cache, written into `out`."""
    np.multiply(ids, _WORD_ODD, out=out)
    np.add(out, first, out=out)
    np.right_shift(out, _SHIFT_27, out=spare)
    np.bitwise_xor(out, spare, out=out)
    np.multiply(out, _WORD_M1, out=out)
    np.add(out, second, out=out)
    np.right_shift(out, _SHIFT_33, out=spare)
    np.bitwise_xor(out, spare, out=out)
    np.multiply(out, _WORD_M2, out=out)
    np.right_shift(out, _SHIFT_27, out=spare)
    np.bitwise_xor(out, spare, out=out)


def _to_uniform_block(words: Words) -> None:
    """Turn random words into numbers in (0, 1), in place: the same memory then holds doubles."""
    np.right_shift(words, _SHIFT_12, out=words)
    np.bitwise_or(words, _EXPONENT_OF_ONE, out=words)
    numbers = words.view(np.float64)
    np.subtract(numbers, 1.0 - 2.0**-53, out=numbers)


@dataclass(frozen=True, eq=False)
class Keys:
    """The two keys of a decision in a week: one pair, or one pair for each row.

    Gather the keys of many rows from one pair per replication with `take`, then draw by id.
    The shapes of keys and ids broadcast, so customers (n, 1) with options (m,) give (n, m) numbers.

    Parameters
    ----------
    first, second
        64-bit words, entering the first and the second round.
    rows
        Where given, position in `first` and `second` of each row's keys, gathered while drawing.
    """

    first: int | Words
    second: int | Words
    rows: NDArray[np.integer] | None = None

    def take(self, rows: NDArray[np.integer]) -> Keys:
        """Gather the key of each row; `rows`, shape (n,), points into these keys [position]."""
        return Keys(self.first, self.second, rows if self.rows is None else self.rows[rows])

    def bits(self, ids: Ints) -> Words:
        """Draw 64 random bits for each id, in the shape to which ids and keys broadcast."""
        return self._draw(ids, as_uniform=False)

    def uniform(self, ids: Ints) -> Floats:
        """Draw a number evenly spread between 0 and 1 for each id; 0 and 1 themselves never occur."""
        return self._draw(ids, as_uniform=True).view(np.float64)

    def normal(self, ids: Ints) -> Floats:
        """Draw a bell-shaped number for each id: mean 0, standard deviation 1 (inverse transform)."""
        from scipy.special import ndtri

        numbers = self.uniform(ids)
        ndtri(numbers, out=numbers)
        return numbers

    def exponential(self, ids: Ints) -> Floats:
        """Draw a waiting time with mean 1 for each id: -log u."""
        numbers = self.uniform(ids)
        np.log(numbers, out=numbers)
        np.negative(numbers, out=numbers)
        return numbers

    def gumbel(self, ids: Ints) -> Floats:
        """Draw the taste noise of a logit choice for each id: -log(-log u), mean 0.5772, variance pi**2/6."""
        numbers = self.exponential(ids)
        np.log(numbers, out=numbers)
        np.negative(numbers, out=numbers)
        return numbers

    def _draw(self, ids: Ints, *, as_uniform: bool) -> Words:
        given = [np.asarray(words, dtype=np.uint64) for words in (_words(ids), self.first, self.second)]
        rows = self.rows
        plain = given[0].ndim == given[1].ndim and rows is not None and given[0].shape[:1] == rows.shape
        if rows is not None and not plain:  # a shape too special to gather block by block
            given[1:], rows = [key[rows] for key in given[1:]], None
        key_shape = given[1].shape if rows is None else rows.shape + given[1].shape[1:]
        shape = np.broadcast_shapes(given[0].shape, key_shape, given[2].shape if rows is None else ())
        out = np.empty(shape or (1,), dtype=np.uint64)
        given = [array.reshape((1,) * (out.ndim - array.ndim) + array.shape) for array in given]
        step = max(1, _BLOCK_WORDS * len(out) // max(1, out.size))
        spare = np.empty_like(out[:step])
        for start in range(0, len(out), step):
            here = slice(start, start + step)
            place = here if rows is None else rows[here]
            id_block = given[0] if len(given[0]) == 1 else given[0][here]
            first, second = (key if rows is None and len(key) == 1 else key[place] for key in given[1:])
            block = out[here]
            _mix_block(id_block, first, second, block, spare[: len(block)])
            if as_uniform:
                _to_uniform_block(block)
        return out.reshape(shape)


@dataclass(frozen=True)
class Stream:
    """The luck of one decision, such as whether a deal is won, over all replications, weeks and ids.

    Ask `Streams.stream` for one.  In every draw `replication`, `week` and `ordinal` are single integers
    or arrays that broadcast against `ids`; replications are the replication's own number, not its place
    in a batch, so that batching changes nothing.
    """

    decision: str
    first: int
    second: int

    def keys(self, replications: Ints, week: Ints = 0, ordinal: Ints = 0) -> Keys:
        """Give the keys of replications, usually one pair for each, to be gathered by row with `Keys.take`.

        Examples
        --------
        >>> wins = Streams(1).stream("deal.won")
        >>> replication_of_row, deals = np.array([0, 0, 2]), np.array([5, 6, 5])
        >>> by_row = wins.keys(np.arange(3), week=9).take(replication_of_row).uniform(deals)
        >>> bool((by_row == wins.uniform(replication_of_row, deals, week=9)).all())
        True
        """
        parts = (_words(week), _words(ordinal), _words(replications))
        first: int | Words = self.first
        second: int | Words = self.second
        for part in parts:
            first, second = _absorb(first, part), _absorb(second, part)
        return Keys(first, second)

    def uniform(self, replication: Ints, ids: Ints, week: Ints = 0, ordinal: Ints = 0) -> Floats:
        """Draw a number between 0 and 1 for each id; see `Keys.uniform`."""
        return self.keys(replication, week, ordinal).uniform(ids)

    def normal(self, replication: Ints, ids: Ints, week: Ints = 0, ordinal: Ints = 0) -> Floats:
        """Draw a standard normal number for each id; see `Keys.normal`."""
        return self.keys(replication, week, ordinal).normal(ids)

    def exponential(self, replication: Ints, ids: Ints, week: Ints = 0, ordinal: Ints = 0) -> Floats:
        """Draw a waiting time with mean 1 for each id; see `Keys.exponential`."""
        return self.keys(replication, week, ordinal).exponential(ids)

    def gumbel(self, replication: Ints, ids: Ints, week: Ints = 0, ordinal: Ints = 0) -> Floats:
        """Draw the taste noise of a logit choice for each id; see `Keys.gumbel`."""
        return self.keys(replication, week, ordinal).gumbel(ids)

    def rendezvous(
        self, replication: int, entity_ids: NDArray[np.integer], option_ids: NDArray[np.integer]
    ) -> NDArray[np.int64]:
        """Share out accounts among people so that a newcomer takes over only a fair share of them.

        Every account ranks all people by a keyed lot and goes to the highest.  With one more person,
        about 1/n of the accounts move, all of them to that person; nobody else changes hands.

        Parameters
        ----------
        replication
            The replication whose lots are drawn.
        entity_ids
            What is shared out, shape (n_entities,).
        option_ids
            Who may receive it, shape (n_options,), each once, at least one.

        Returns
        -------
        ndarray
            Position in `option_ids` of each entity's receiver, shape (n_entities,).  (Highest-random-weight
            hashing: time grows with entities times options, memory with entities.)

        Examples
        --------
        >>> territory = Streams(3).stream("account.rep")
        >>> before = territory.rendezvous(0, np.arange(9_000), np.array([10, 20, 30]))
        >>> after = territory.rendezvous(0, np.arange(9_000), np.array([10, 20, 30, 40]))
        >>> moved = before != after
        >>> bool((after[moved] == 3).all()), 0.23 < float(moved.mean()) < 0.27
        (True, True)
        """
        options = np.atleast_1d(option_ids)
        if options.size == 0 or np.unique(options).size != options.size:
            raise ValueError("rendezvous needs at least one option, and each option once")
        entities = np.atleast_1d(entity_ids)
        best = np.zeros(entities.size, dtype=np.int64)
        highest = np.zeros(entities.size, dtype=np.uint64)
        for place in np.argsort(options, kind="stable"):
            lots = self.keys(replication, ordinal=options[place]).bits(entities)
            higher = lots > highest
            best[higher] = place
            highest[higher] = lots[higher]
        return best


@dataclass(frozen=True)
class Streams:
    """All luck of an experiment, from one seed.

    Parameters
    ----------
    seed
        Any integer; neighbouring seeds have nothing in common.

    Examples
    --------
    >>> visits, customers = Streams(seed=7).stream("need.arrives"), np.array([11, 12, 13])
    >>> luck = visits.uniform(0, customers, week=5)
    >>> bool((visits.uniform(0, customers[::-1], week=5) == luck[::-1]).all())
    True
    """

    seed: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "seed", operator.index(self.seed))

    def stream(self, decision: str) -> Stream:
        """Give the luck of one decision, known by its name, such as "deal.won"."""
        if not decision:
            raise ValueError("a decision needs a name, such as 'deal.won'")
        digest = _digest(16, "stream", self.seed, decision)
        return Stream(decision, int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little"))

    def generator(self, decision: str, replication: int, week: int, entity_id: int) -> np.random.Generator:
        """Give a NumPy generator for a plug-in's own code, keyed like every other draw.

        It always starts afresh: the same arguments give the same sequence, whatever else was drawn.

        Examples
        --------
        >>> rng = Streams(1).generator("firm.decides", replication=0, week=3, entity_id=2)
        >>> 0.0 <= rng.random() < 1.0
        True
        """
        parts = (operator.index(part) & _MASK for part in (replication, week, entity_id))
        digest = _digest(16, "generator", self.seed, decision, *parts)
        return np.random.Generator(np.random.Philox(key=int.from_bytes(digest, "little")))


def name_id(name: str) -> int:
    """Give a stable 64-bit id to whatever is known by a name, such as a firm or a product."""
    return int.from_bytes(_digest(8, "name", name), "little")


def hash_id(kind: str, *parts: Ints) -> Words:
    """Identify something born during a run by what it is and where it came from.

    The same thing has the same id in every alternative in which it exists: the third need of a customer
    is the third need of that customer, whatever else happened.

    Parameters
    ----------
    kind
        What is born, such as "need" or "hire".
    parts
        Integers or arrays that broadcast: parent id, ordinal, week and so on; their order matters.

    Returns
    -------
    ndarray
        64-bit ids in the shape to which the parts broadcast.  Two different things share an id with
        probability 2**-64; among a million, some pair does with probability below one in ten million.

    Examples
    --------
    >>> needs = hash_id("need", np.array([101, 102]), np.array([1, 1]))
    >>> bool(needs[0] == hash_id("need", 101, 1)), bool(needs[0] == hash_id("need", 101, 2))
    (True, False)
    """
    state: int | Words = int.from_bytes(_digest(8, "kind", kind, len(parts)), "little")
    shape = np.broadcast_shapes(*(np.shape(part) for part in parts))
    for part in parts:
        state = _absorb(state, _words(part))
    return np.asarray(state, dtype=np.uint64).reshape(shape)
