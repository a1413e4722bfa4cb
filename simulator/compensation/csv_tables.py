"""CSV files as people really have them: from Excel, in UTF-8 or GBK, with thousands separators and blanks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.csv_numbers import fault_of_number, whole_numbers
from simulator.compensation.headings import HEADINGS
from simulator.errors import EventsError, Place, did_you_mean

if TYPE_CHECKING:
    import pyarrow as pa

LARGEST_FILE: Final = 2 << 30
EARLIEST_YEAR: Final = 1900
"""A year before it is a year written with two digits."""
ASCII_BLANKS: Final = (b" ", b"\t", b"\v", b"\f", b"\x1c", b"\x1d", b"\x1e", b"\x1f")


class Columns(Mapping[str, NDArray[np.object_]]):
    """Text columns as arrays of Python texts, made when one is first looked at."""

    def __init__(self, arrow: Mapping[str, Any]) -> None:
        self.arrow = dict(arrow)
        self._made: dict[str, NDArray[np.object_]] = {}

    def __getitem__(self, name: str) -> NDArray[np.object_]:
        if name not in self._made:
            texts = self.arrow[name].to_numpy(zero_copy_only=False)
            self._made[name] = np.asarray(texts, dtype=object)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self.arrow  # without making the texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.arrow)

    def __len__(self) -> int:
        return len(self.arrow)


@dataclass(frozen=True)
class Table:
    """Text columns of a file, and the file they come from.

    Parameters
    ----------
    file
        As the user named it.
    columns
        Texts by column, stripped of blanks around them; empty where nothing stands.
    encoding
        What the file was read as.
    """

    file: str
    columns: Columns
    encoding: str

    def __len__(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.columns.arrow.values()), ()))

    def arrow(self, name: str) -> pa.Array:
        """One column as an Arrow array of texts."""
        return self.columns.arrow[name]

    def place(self, row: int, column: str) -> Place:
        """Where a value stands; the heading is line 1."""
        return Place(self.file, row + 2, column)

    def require(self, *names: str) -> None:
        """Raise an error when a column is missing.

        Raises
        ------
        EventsError
            With the nearest heading there is.
        """
        for name in names:
            if name not in self.columns:
                near = did_you_mean(name, self.columns)
                raise EventsError(
                    f"the column {name!r} is missing",
                    place=Place(self.file, 1),
                    hint=f"Is it the one called {near!r}?" if near else "",
                    allowed=(name, *HEADINGS.get(name, ())),
                )

    def filled(self, name: str, meaning: str) -> pa.Array:
        """Give a column in which every row must say something, as an Arrow array.

        Raises
        ------
        EventsError
            Naming the first empty row.
        """
        import pyarrow.compute as pc

        self.require(name)
        is_empty = pc.equal(self.arrow(name), "")
        if pc.any(is_empty).as_py():
            empty = np.flatnonzero(is_empty.to_numpy(zero_copy_only=False))
            more = f", and {len(empty) - 1} more rows" if len(empty) > 1 else ""
            raise EventsError(f"is empty: {meaning}{more}", place=self.place(int(empty[0]), name))
        return self.arrow(name)

    def numbers(self, name: str, decimals: int) -> NDArray[np.int64]:
        """Read numbers as whole multiples of their last decimal place, exactly; 0 where nothing stands.

        Thousands separators and currency signs in front are dropped; brackets mean a minus.

        Raises
        ------
        EventsError
            Something is no number, or has more decimal places than allowed.
        """
        values, wrong = whole_numbers(self.arrow(name), decimals)
        if wrong is not None:
            raise self._not_a_number(wrong, name, decimals)
        return values

    def _not_a_number(self, row: int, name: str, decimals: int) -> EventsError:
        what, hint = fault_of_number(str(self.columns[name][row]), decimals)
        return EventsError(what, place=self.place(row, name), hint=hint)

    def days(self, name: str, otherwise: int | None = None) -> NDArray[np.int64]:
        """Read dates as day numbers (``date.toordinal``): 2026-01-31, 2026/1/31, 20260131 or 2026年1月31日.

        Raises
        ------
        EventsError
            Something is no date, or is empty where a date is needed.
        """
        inverse, words = coded(self.arrow(name))
        words = (*words, "")  # the last place answers for -1, where nothing stands
        numbers = np.zeros(len(words), dtype=np.int64)
        present = set(np.unique(inverse).tolist())
        for number, word in enumerate(words):
            if word == "" and -1 not in present:
                continue
            found = otherwise if word == "" else _day(word)
            if found is None:
                row = int(np.flatnonzero(inverse == (number if word else -1))[0])
                what = "is empty: a date is needed" if word == "" else f"{word!r} is no date"
                raise EventsError(what, place=self.place(row, name), hint="Write dates as 2026-01-31")
            numbers[number] = found
        return numbers[inverse]


def _day(word: str) -> int | None:
    parts = word.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    parts = parts.split(" ")[0].split("T")[0]
    if parts.isdigit() and len(parts) == 8:
        parts = f"{parts[:4]}-{parts[4:6]}-{parts[6:]}"
    try:
        year, month, day = (int(part) for part in parts.split("-"))
        return date(year, month, day).toordinal() if year >= EARLIEST_YEAR else None
    except ValueError:
        return None


def read_csv(path: Path, columns: Sequence[str]) -> Table:
    """Read a CSV file as text columns with the names that the engine uses.

    Parameters
    ----------
    path
        The file; comma, semicolon or tab between columns; UTF-8 (with or without mark) or GBK.
    columns
        Names of columns for which other headings are understood too.

    Raises
    ------
    EventsError
        The file cannot be read, is empty, or has a heading twice.
    """
    raw, encoding = _utf8(path)
    if not raw.strip():
        raise EventsError("is empty", place=Place(str(path)), hint="The first line must hold the headings")
    first_line = raw.split(b"\n", 1)[0]
    separator = max((b",", b";", b"\t"), key=first_line.count).decode()
    return _parsed(raw, separator, str(path), encoding, columns)


def _utf8(path: Path) -> tuple[bytes, str]:
    """Content in UTF-8, and the encoding it was found in."""
    place = Place(str(path))
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise EventsError("is larger than 2 GB", place=place, hint="Split it by period")
        raw = path.read_bytes()
    except OSError as problem:
        raise EventsError(f"cannot be read ({problem.strerror or problem})", place=place) from None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16").encode(), "utf-16"
    try:
        raw.decode("utf-8")
        return raw.removeprefix(b"\xef\xbb\xbf"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("gb18030").encode(), "gbk"
    except UnicodeDecodeError:
        hint = "Save it as CSV UTF-8"
        what = "is written in an encoding that is neither UTF-8 nor GBK"
        raise EventsError(what, place=place, hint=hint) from None


def _parsed(content: bytes, separator: str, file: str, encoding: str, columns: Sequence[str]) -> Table:
    import pyarrow as pa
    from pyarrow import csv

    options = {"convert_options": csv.ConvertOptions(strings_can_be_null=False, null_values=[])}
    heading = csv.read_csv(
        pa.BufferReader(content.split(b"\n", 1)[0] + b"\n"),
        parse_options=csv.ParseOptions(delimiter=separator),
        read_options=csv.ReadOptions(autogenerate_column_names=True),
        **options,
    )
    names = (
        [str(heading.column(n)[0].as_py()).strip() for n in range(heading.num_columns)]
        if heading.num_rows
        else []
    )
    if not any(names):
        raise EventsError("is empty", place=Place(file), hint="The first line must hold the headings")
    known = [_name(each, columns) for each in names]
    twice = {name for name in known if known.count(name) > 1}
    if twice:
        raise EventsError(f"two columns mean {sorted(twice)[0]!r}", place=Place(file, 1))
    try:
        table = csv.read_csv(
            pa.BufferReader(content),
            parse_options=csv.ParseOptions(delimiter=separator, newlines_in_values=b'"' in content),
            read_options=csv.ReadOptions(column_names=known, skip_rows=1),
            convert_options=csv.ConvertOptions(
                column_types={name: pa.string() for name in known}, strings_can_be_null=False, null_values=[]
            ),
        )
    except pa.ArrowInvalid as problem:
        raise EventsError(f"is no table: {str(problem).split('. ')[0]}", place=Place(file)) from None
    join = _joined if _is_trim(content, separator) else _stripped
    return Table(file, Columns({name: join(table.column(name)) for name in known}), encoding)


def _is_trim(content: bytes, separator: str) -> bool:
    """Whether surely no text has blanks around it, so that none need be taken away."""
    start = content.find(b"\n") + 1
    blanks = [each for each in ASCII_BLANKS if each != separator.encode()]
    return (
        content.isascii()
        and content.find(b'"', start) < 0  # there may be line ends within quotes
        and all(content.find(each, start) < 0 for each in blanks)
    )


def _joined(column: Any) -> pa.Array:
    return column.combine_chunks()


def _stripped(column: Any) -> pa.Array:
    """Join the pieces of a column and take blanks around its texts away."""
    import pyarrow.compute as pc

    return pc.utf8_trim_whitespace(column).combine_chunks()


def _name(heading: str, columns: Sequence[str]) -> str:
    plain = heading.strip().lower().replace(" ", "_")
    for name in columns:
        if plain == name or plain in HEADINGS.get(name, ()):
            return name
    return plain


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
