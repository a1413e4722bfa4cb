"""What files call events, and the numbers that they have inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.coding import dictionary_of

if TYPE_CHECKING:
    import pyarrow as pa

FIRST_NUMBER = 1
"""Number of the first name in the alphabet; 0 stands for no event."""


class NumberNames(Mapping[int, str]):
    """Names of events that are numbers: each is called by its number.

    Examples
    --------
    >>> NumberNames(np.array([7, 12], dtype=np.uint64))[12]
    '12'
    """

    def __init__(self, numbers: NDArray[np.uint64]) -> None:
        self.numbers = numbers

    def __getitem__(self, number: int) -> str:
        return str(number)

    def __iter__(self) -> Iterator[int]:
        return iter(self.numbers.tolist())

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, numbers: NDArray[np.uint64]) -> pa.Array:
        """Names of many events for a table: numbers stay numbers."""
        import pyarrow as pa

        return pa.array(numbers)


class WordNames(Mapping[int, str]):
    """Names of events that are words, numbered from 1 in the order of the alphabet.

    Examples
    --------
    >>> import pyarrow as pa
    >>> names = WordNames(pa.array(["A-1", "A-2"]))
    >>> names[2], dict(names.numbers_of(["A-2", "B-9"]))
    ('A-2', {'A-2': 2})
    """

    def __init__(self, words: pa.Array) -> None:
        self.words = words

    def __getitem__(self, number: int) -> str:
        if not FIRST_NUMBER <= number < FIRST_NUMBER + len(self.words):
            raise KeyError(number)
        return str(self.words[number - FIRST_NUMBER].as_py())

    def __iter__(self) -> Iterator[int]:
        return iter(range(FIRST_NUMBER, FIRST_NUMBER + len(self.words)))

    def __len__(self) -> int:
        return len(self.words)

    def column(self, numbers: NDArray[np.uint64]) -> pa.Array:
        """Names of many events for a table."""
        import pyarrow as pa

        return self.words.take(pa.array(numbers.astype(np.int64) - FIRST_NUMBER))

    def numbers_of(self, words: tuple[str, ...] | list[str]) -> Mapping[str, int]:
        """Find the numbers of some names; names that no event bears are left out."""
        import pyarrow as pa
        import pyarrow.compute as pc

        places = pc.index_in(pa.array(words, pa.string()), value_set=self.words).to_pylist()
        return {
            word: place + FIRST_NUMBER for word, place in zip(words, places, strict=True) if place is not None
        }


EventNames = NumberNames | WordNames
"""Names of the events of a file, by number."""


def numbered(values: pa.Array) -> tuple[NDArray[np.uint64], EventNames]:
    """Give each event a number: its own where all are numbers, else its place in the alphabet."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        numbers = values.cast(pa.uint64())
        if (
            pc.all(pc.equal(numbers.cast(pa.string()), values)).as_py()
            and not pc.any(pc.equal(numbers, 0)).as_py()
        ):
            own: NDArray[np.uint64] = numbers.to_numpy()
            return own, NumberNames(own)
    except pa.ArrowInvalid:
        pass
    codes, words = dictionary_of(values)
    return (codes + FIRST_NUMBER).astype(np.uint64), WordNames(words)
