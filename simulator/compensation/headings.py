"""Headings of columns that are understood, as companies have them in their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

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
    "first_day": (
        "start_date",
        "from",
        "start",
        "valid_from",
        "effective_from",
        "hire_date",
        "入职日期",
        "开始日期",
    ),
    "last_day": ("end_date", "to", "end", "valid_to", "effective_to", "leave_date", "离职日期", "结束日期"),
    "away_from": ("leave_from", "absent_from", "请假开始"),
    "away_to": ("leave_to", "absent_to", "请假结束"),
    "line": ("product_line", "产品线"),
    "tier": ("product_tier", "档次"),
    "customer": ("customer_kind", "客户类型"),
}
"""Headings that are understood for the names of columns."""
EVENT_COLUMNS: Final = (
    "id", "person", "day", "refers_to", "revenue", "margin", "cash", "units", "currency",
    "line", "tier", "customer",
)  # fmt: skip
PEOPLE_COLUMNS: Final = (
    "person", "name", "first_day", "last_day", "away_from", "away_to", "currency", "manager",
)  # fmt: skip
MANAGER_COLUMNS: Final = ("person", "manager", "first_day", "last_day")
AMOUNT_COLUMNS: Final = ("person", "quota", "period", "amount")
UNNAMED: Final = "column "
"""How a column without a heading begins; its number follows."""


def named(headings: Sequence[str], columns: Sequence[str]) -> list[str]:
    """Give the columns of a file the names by which the engine knows them.

    Parameters
    ----------
    headings
        As they stand in the file.
    columns
        Names that are looked for; others stay, in small letters. Capitals, blanks and hyphens do not matter.

    Examples
    --------
    >>> named(["订单号", "Recurring Revenue", "Team Lead", ""], ["id", "recurring-revenue"])
    ['id', 'recurring-revenue', 'team_lead', 'column 4']
    """
    return [
        _name(each, columns) if each.strip() else f"{UNNAMED}{number}"
        for number, each in enumerate(headings, start=1)
    ]


def _name(heading: str, columns: Sequence[str]) -> str:
    plain = _folded(heading)
    for name in columns:
        if plain == _folded(name) or plain in HEADINGS.get(name, ()):
            return name
    return plain


def _folded(name: str) -> str:
    """Write a heading small and without blanks and hyphens, as files do not agree on them."""
    return name.strip().lower().replace(" ", "_").replace("-", "_")
