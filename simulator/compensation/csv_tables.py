"""CSV files as people really have them: from Excel, in UTF-8 or GBK, with thousands separators and blanks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.coding import coded
from simulator.compensation.csv_numbers import fault_of_number, whole_numbers
from simulator.compensation.headings import HEADINGS, UNNAMED, named
from simulator.errors import EventsError, Place, did_you_mean

if TYPE_CHECKING:
    import pyarrow as pa

LARGEST_FILE: Final = 2 << 30
EARLIEST_YEAR: Final = 1900
"""A year before it is a year written with two digits."""
LATEST_YEAR: Final = 2199
"""A year after it stands for a day that never comes."""
DIGITS_OF_SERIAL_DATES: Final = 5
"""Digits of a date that a spreadsheet counts in days from 1900."""
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
                hint = f"Is it the one called {near!r}?" if near else ""
                if not near and not any(known in self.columns for known in HEADINGS):
                    hint = "The first line must hold the headings"
                    hint += (
                        "" if self.encoding != "gbk" else "; the file was read as GBK, which it may not be"
                    )
                raise EventsError(
                    f"the column {name!r} is missing",
                    place=Place(self.file, 1),
                    hint=hint,
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

    def numbers(self, name: str, decimals: int | NDArray[np.int64]) -> NDArray[np.int64]:
        """Read numbers as whole multiples of their last decimal place, exactly; 0 where nothing stands.

        Thousands separators and currency signs in front are dropped; brackets mean a minus. Rows may differ
        in their decimal places, as money of several currencies does.

        Raises
        ------
        EventsError
            Something is no number, or has more decimal places than allowed.
        """
        if isinstance(decimals, int):
            values, wrong = whole_numbers(self.arrow(name), decimals)
            if wrong is not None:
                raise self._not_a_number(wrong, name, decimals)
            return values
        result = np.zeros(len(self), dtype=np.int64)
        for places in np.unique(decimals).tolist():
            rows = np.flatnonzero(decimals == places)
            values, wrong = whole_numbers(self.arrow(name).take(rows), places)
            if wrong is not None:
                raise self._not_a_number(int(rows[wrong]), name, places)
            result[rows] = values
        return result

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
                hint = "Write dates as 2026-01-31"
                if len(word) == DIGITS_OF_SERIAL_DATES and word.isdigit():
                    hint += "; a spreadsheet has kept this one as a number: format the column as dates"
                raise EventsError(what, place=self.place(row, name), hint=hint)
            numbers[number] = found
        return numbers[inverse]


def _day(word: str) -> int | None:
    parts = word.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    parts = parts.split(" ")[0].split("T")[0]
    if parts.isdigit() and len(parts) == 8:
        parts = f"{parts[:4]}-{parts[4:6]}-{parts[6:]}"
    try:
        year, month, day = (int(part) for part in parts.split("-"))
        return date(year, month, day).toordinal() if EARLIEST_YEAR <= year <= LATEST_YEAR else None
    except ValueError:
        return None


def read_csv(path: Path, columns: Sequence[str]) -> Table:
    """Read a CSV file as text columns with the names that the engine uses.

    Parameters
    ----------
    path
        The file; comma, semicolon or tab between columns; UTF-8 (with or without mark) or GBK.
    columns
        Names of columns for which other headings are understood too; capitals, blanks and hyphens in them do
        not matter.

    Raises
    ------
    EventsError
        The file cannot be read, is empty, or has a heading twice.
    """
    raw, encoding = _utf8(path)
    if not raw or raw.isspace():
        raise EventsError("is empty", place=Place(str(path)), hint="The first line must hold the headings")
    first_line = raw[: raw.find(b"\n") + 1] or raw
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
        return raw.decode("utf-16", errors="replace").encode(), "utf-16"
    if b"\0" in raw:
        raise EventsError("holds zero bytes and is no text", place=place, hint="Save it as CSV UTF-8")
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
        pa.BufferReader((content[: content.find(b"\n") + 1] or content) + b"\n"),
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
    known = named(names, columns)
    twice = {name for name in known if known.count(name) > 1}
    if twice:
        raise EventsError(f"two columns mean {sorted(twice)[0]!r}", place=Place(file, 1))
    reading = csv.ReadOptions(column_names=known, skip_rows=1)
    converting = csv.ConvertOptions(
        column_types={name: pa.string() for name in known}, strings_can_be_null=False, null_values=[]
    )
    parsing: dict[str, Any] = {"delimiter": separator, "newlines_in_values": b'"' in content}
    try:
        table = csv.read_csv(
            pa.BufferReader(content),
            parse_options=csv.ParseOptions(**parsing),
            read_options=reading,
            convert_options=converting,
        )
    except pa.ArrowInvalid as problem:
        uneven = _uneven_row(content, parsing, known)
        if uneven is not None:
            what = f"has {uneven[1]} values, and the heading has {len(known)} columns"
            hint = "Put texts that hold the separator into quotation marks"
            raise EventsError(what, place=Place(file, uneven[0]), hint=hint) from None
        raise EventsError(f"is no table: {str(problem).split('. ')[0]}", place=Place(file)) from None
    join = _joined if _is_trim(content, separator) else _stripped
    texts = {name: join(table.column(name)) for name in known}
    return Table(file, Columns(_without_margins(texts, file)), encoding)


def _without_margins(texts: dict[str, pa.Array], file: str) -> dict[str, pa.Array]:
    """Leave out what a spreadsheet writes around a table: empty columns without heading, last empty rows."""
    import pyarrow.compute as pc

    for name in [each for each in texts if each.startswith(UNNAMED)]:
        if pc.any(pc.not_equal(texts[name], "")).as_py():
            what = f"column {name.removeprefix(UNNAMED)} has no heading and is not empty"
            raise EventsError(what, place=Place(file, 1), hint="The first line must hold the headings")
        del texts[name]
    rows = len(next(iter(texts.values()), ()))
    while rows and all(column[rows - 1].as_py() == "" for column in texts.values()):
        rows -= 1
    return {name: column.slice(0, rows) for name, column in texts.items()}


def _uneven_row(content: bytes, parsing: Mapping[str, Any], names: Sequence[str]) -> tuple[int, int] | None:
    """Line of the first row with too many values or too few, and how many it has."""
    import pyarrow as pa
    from pyarrow import csv

    found: list[tuple[int, int]] = []

    def remember(row: Any) -> str:
        found.append((int(row.number), int(row.actual_columns)))
        return "skip"

    with suppress(pa.ArrowInvalid):
        csv.read_csv(
            pa.BufferReader(content),
            parse_options=csv.ParseOptions(**parsing, invalid_row_handler=remember),
            read_options=csv.ReadOptions(column_names=list(names), skip_rows=1, use_threads=False),
        )
    return min(found) if found else None


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
