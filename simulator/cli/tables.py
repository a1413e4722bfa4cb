"""Plain tables on the terminal and in pipes: columns aligned by the width that is seen, nothing cut off."""

from __future__ import annotations

from collections.abc import Sequence

GAP = "  "


def aligned(rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """Write rows under one another; Chinese characters count as the two columns they take.

    Parameters
    ----------
    rows
        Cells by row, the head first; all rows are equally long.
    right
        Columns that are aligned to the right.

    Examples
    --------
    >>> print(aligned([("name", "value"), ("as-before", "9"), ("沙盘", "12")], right=(1,)))
    name       value
    as-before      9
    沙盘          12
    """
    from rich.cells import cell_len

    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = []
        for column, cell in enumerate(row):
            pad = " " * (widths[column] - cell_len(cell))
            cells.append(pad + cell if column in right else cell + pad)
        lines.append(GAP.join(cells).rstrip())
    return "\n".join(lines)
