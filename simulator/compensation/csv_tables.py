"""CSV files as people really have them: from Excel, in UTF-8 or GBK, with thousands separators and blanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.errors import EventsError, Place, did_you_mean

if TYPE_CHECKING:
    import pyarrow as pa

LARGEST_FILE: Final = 2 << 30
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("event_id", "event", "order_id", "transaction_id", "订单号", "编号", "单号"),
    "person": (
        "rep",
        "rep_id",
        "person_id",
        "employee",
        "employee_id",
        "salesperson",
        "员工",
        "工号",
        "销售员",
        "业务员",
    ),
    "day": ("date", "order_date", "transaction_date", "日期", "订单日期"),
    "refers_to": ("original_id", "reverses", "原订单号", "关联单号"),
    "revenue": ("amount", "sales", "收入", "销售额", "金额"),
    "margin": ("gross_margin", "profit", "毛利"),
    "cash": ("receipts", "collected", "回款"),
    "units": ("quantity", "数量", "台数"),
    "currency": ("币种", "货币"),
    "amount": ("value", "target", "金额", "数额"),
    "name": ("full_name", "姓名"),
    "quota": ("quota_name", "指标"),
    "period": ("期间", "周期"),
    "manager": ("manager_id", "supervisor", "主管", "经理"),
    "first_day": ("start_date", "from", "start", "hire_date", "入职日期", "开始日期"),
    "last_day": ("end_date", "to", "end", "leave_date", "离职日期", "结束日期"),
    "line": ("product_line", "产品线"),
    "tier": ("product_tier", "档次"),
    "customer": ("customer_kind", "客户类型"),
}
"""Headings that are understood for the names of columns."""
EVENT_COLUMNS: Final = (
    "id", "person", "day", "refers_to", "revenue", "margin", "cash", "units", "currency",
    "line", "tier", "customer",
)  # fmt: skip
PEOPLE_COLUMNS: Final = ("person", "name", "first_day", "last_day", "currency")
MANAGER_COLUMNS: Final = ("person", "manager", "first_day", "last_day")
AMOUNT_COLUMNS: Final = ("person", "quota", "period", "amount")


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
    columns: Mapping[str, NDArray[np.object_]]
    encoding: str

    def __len__(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.columns.values()), ()))

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

    def filled(self, name: str, meaning: str) -> NDArray[np.object_]:
        """Give a column in which every row must say something.

        Raises
        ------
        EventsError
            Naming the first empty row.
        """
        self.require(name)
        values = self.columns[name]
        empty = np.flatnonzero(values == "")
        if len(empty):
            more = f", and {len(empty) - 1} more rows" if len(empty) > 1 else ""
            raise EventsError(f"is empty: {meaning}{more}", place=self.place(int(empty[0]), name))
        return values

    def numbers(self, name: str, decimals: int) -> NDArray[np.int64]:
        """Read numbers as whole multiples of their last decimal place, exactly; 0 where nothing stands.

        Thousands separators and currency signs in front are dropped; brackets mean a minus.

        Raises
        ------
        EventsError
            Something is no number, or has more decimal places than allowed.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        given = pa.array(self.columns[name], type=pa.string())
        plain = pc.replace_substring_regex(given, r"^[¥￥$€£]\s*", "")
        plain = pc.replace_substring_regex(plain, r"^\((.*)\)$", r"-\1")
        plain = pc.replace_substring_regex(plain, r"^(-?\d{1,3})((?:[,，]\d{3})+)(\.\d*)?$", r"\1\2\3")
        plain = pc.replace_substring_regex(plain, r"[,，](\d{3})", r"\1")
        filled = pc.if_else(pc.equal(plain, ""), "0", plain)
        fits = pc.match_substring_regex(filled, rf"^[+-]?\d{{1,15}}(\.\d{{0,{decimals}}}0*)?$")
        wrong = np.flatnonzero(~np.asarray(fits.to_numpy(zero_copy_only=False), dtype=np.bool_))
        if len(wrong):
            raise self._not_a_number(int(wrong[0]), name, decimals)
        exact = pc.replace_substring_regex(pc.replace_substring_regex(filled, r"\.$", ""), r"^\+", "")
        exact = pc.replace_substring_regex(exact, rf"(\.\d{{{decimals}}})0+$", r"\1")
        whole = exact.cast(pa.decimal128(30, decimals)).to_numpy(zero_copy_only=False) if decimals else None
        if whole is None:
            integers = pc.replace_substring_regex(exact, r"\.0*$", "").cast(pa.int64())
            return np.asarray(integers.to_numpy(), dtype=np.int64)
        scaled = pc.replace_substring(_padded(exact, decimals), ".", "")
        return np.asarray(scaled.cast(pa.int64()).to_numpy(), dtype=np.int64)

    def _not_a_number(self, row: int, name: str, decimals: int) -> EventsError:
        given = self.columns[name][row]
        try:
            float(str(given).replace(",", ""))
        except ValueError:
            return EventsError(f"{given!r} is no number", place=self.place(row, name))
        return EventsError(
            f"{given!r} has more than {decimals} decimal places"
            if decimals
            else f"{given!r} is no whole number",
            place=self.place(row, name),
        )

    def days(self, name: str, otherwise: int | None = None) -> NDArray[np.int64]:
        """Read dates as day numbers (``date.toordinal``): 2026-01-31, 2026/1/31, 20260131 or 2026年1月31日.

        Raises
        ------
        EventsError
            Something is no date, or is empty where a date is needed.
        """
        words, inverse = np.unique(self.columns[name].astype(str), return_inverse=True)
        numbers = np.zeros(len(words), dtype=np.int64)
        for number, word in enumerate(words.tolist()):
            found = otherwise if word == "" else _day(word)
            if found is None:
                row = int(np.flatnonzero(inverse == number)[0])
                what = "is empty: a date is needed" if word == "" else f"{word!r} is no date"
                raise EventsError(what, place=self.place(row, name), hint="Write dates as 2026-01-31")
            numbers[number] = found
        return numbers[inverse]


def _padded(exact: pa.Array, decimals: int) -> pa.Array:
    """Write every number with all its decimal places."""
    import pyarrow.compute as pc

    with_point = pc.if_else(
        pc.match_substring(exact, "."), exact, pc.binary_join_element_wise(exact, "", ".")
    )
    zeros = pc.binary_join_element_wise(with_point, "0" * decimals, "")
    return pc.replace_substring_regex(zeros, rf"(\.\d{{{decimals}}})\d*$", r"\1")


def _day(word: str) -> int | None:
    parts = word.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    parts = parts.split(" ")[0].split("T")[0]
    if parts.isdigit() and len(parts) == 8:
        parts = f"{parts[:4]}-{parts[4:6]}-{parts[6:]}"
    try:
        year, month, day = (int(part) for part in parts.split("-"))
        return date(year, month, day).toordinal()
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
    content, encoding = _decoded(path)
    if not content.strip():
        raise EventsError("is empty", place=Place(str(path)), hint="The first line must hold the headings")
    lines = content.split("\n", 1)
    separator = max((",", ";", "\t"), key=lines[0].count)
    return _parsed(content, separator, str(path), encoding, columns)


def _decoded(path: Path) -> tuple[str, str]:
    place = Place(str(path))
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise EventsError("is larger than 2 GB", place=place, hint="Split it by period")
        raw = path.read_bytes()
    except OSError as problem:
        raise EventsError(f"cannot be read ({problem.strerror or problem})", place=place) from None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16"), "utf-16"
    try:
        return raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("gb18030"), "gbk"
    except UnicodeDecodeError:
        hint = "Save it as CSV UTF-8"
        raise EventsError(
            "is written in an encoding that is neither UTF-8 nor GBK", place=place, hint=hint
        ) from None


def _parsed(content: str, separator: str, file: str, encoding: str, columns: Sequence[str]) -> Table:
    import pyarrow as pa
    from pyarrow import csv

    options = {"convert_options": csv.ConvertOptions(strings_can_be_null=False, null_values=[])}
    heading = csv.read_csv(
        pa.BufferReader(content.split("\n", 1)[0].encode() + b"\n"),
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
            pa.BufferReader(content.encode()),
            parse_options=csv.ParseOptions(delimiter=separator, newlines_in_values=True),
            read_options=csv.ReadOptions(column_names=known, skip_rows=1),
            convert_options=csv.ConvertOptions(
                column_types={name: pa.string() for name in known}, strings_can_be_null=False, null_values=[]
            ),
        )
    except pa.ArrowInvalid as problem:
        raise EventsError(f"is no table: {str(problem).split('. ')[0]}", place=Place(file)) from None
    return Table(file, {name: _stripped(table.column(name)) for name in known}, encoding)


def _stripped(column: Any) -> NDArray[np.object_]:
    import pyarrow.compute as pc

    return np.asarray(pc.utf8_trim_whitespace(column).to_numpy(), dtype=object)


def _name(heading: str, columns: Sequence[str]) -> str:
    plain = heading.strip().lower().replace(" ", "_")
    for name in columns:
        if plain == name or plain in HEADINGS.get(name, ()):
            return name
    return plain


def coded(values: Sequence[object] | NDArray[np.object_]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Turn texts into numbers and the words behind them; -1 for the empty text.

    Examples
    --------
    >>> codes, words = coded(["b", "", "a", "b"])
    >>> codes.tolist(), words
    ([1, -1, 0, 1], ('a', 'b'))
    """
    import pyarrow as pa

    encoded = pa.array(values, type=pa.string()).dictionary_encode()
    words = [str(word) for word in encoded.dictionary.to_pylist()]
    order = sorted(range(len(words)), key=words.__getitem__)
    rank = np.zeros(len(words), dtype=np.int64)
    rank[order] = np.arange(len(words))
    has_empty = "" in words
    codes = rank[encoded.indices.to_numpy()] if words else np.zeros(0, dtype=np.int64)
    sorted_words = tuple(words[n] for n in order)
    return (codes - 1, sorted_words[1:]) if has_empty else (codes, sorted_words)
