"""Words as small numbers: a column of texts becomes codes and the different words behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa


def coded(
    values: Sequence[object] | NDArray[np.object_] | pa.Array,
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Turn texts into numbers and the words behind them; -1 for the empty text.

    Examples
    --------
    >>> codes, words = coded(["b", "", "a", "b"])
    >>> codes.tolist(), words
    ([1, -1, 0, 1], ('a', 'b'))
    """
    import pyarrow as pa

    codes, found = dictionary_of(
        values if isinstance(values, pa.Array) else pa.array(values, type=pa.string())
    )
    words = tuple(str(word) for word in found.to_pylist())
    return (codes - 1, words[1:]) if words and words[0] == "" else (codes, words)


def dictionary_of(texts: pa.Array) -> tuple[NDArray[np.int64], pa.Array]:
    """Turn texts into numbers and the different texts behind them, in the order of their characters.

    Examples
    --------
    >>> import pyarrow as pa
    >>> codes, words = dictionary_of(pa.array(["b", "", "a", "b"]))
    >>> codes.tolist(), words.to_pylist()
    ([2, 0, 1, 2], ['', 'a', 'b'])
    """
    import pyarrow.compute as pc

    encoded = texts.dictionary_encode()
    order = pc.sort_indices(encoded.dictionary)  # bytes of UTF-8 sort as characters do
    rank = np.zeros(len(order), dtype=np.int64)
    rank[order.to_numpy()] = np.arange(len(order))
    return rank[encoded.indices.to_numpy()], encoded.dictionary.take(order)
