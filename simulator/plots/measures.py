"""How a number is written for people: money, shares and counts, with one scale for a whole table or axis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor, isfinite, log10
from typing import TYPE_CHECKING, Any

from simulator.language import has_text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MINUS = "\N{MINUS SIGN}"
ABSENT = "\N{EN DASH}"
MONEY_STEPS = {
    "en": (("large", 1e9), ("medium", 1e6), ("small", 1e3)),
    "zh": (("large", 1e8), ("medium", 1e4)),
}
SHARE_UNITS = frozenset({"share", "probability", "%", "percent", "fraction"})
SHARE_ENDINGS = ("_share", "_rate", "_probability")
RATIO_UNITS = frozenset({"ratio", "times"})
SCORE_UNITS = frozenset({"score", "index"})


def written(value: float, decimals: int, *, signed: bool = False) -> str:
    """Write a number with a true minus sign and separated thousands.

    Examples
    --------
    >>> written(-1234.56, 1), written(2, 0, signed=True)
    ('−1,234.6', '+2')
    """
    if not isfinite(value):
        return ABSENT
    rounded = round(value, decimals)
    body = f"{abs(rounded):,.{decimals}f}"
    if rounded < 0:
        return MINUS + body
    return f"+{body}" if signed and rounded > 0 else body


def plain(value: float) -> str:
    """Write a number of unknown unit with three digits that count.

    Examples
    --------
    >>> plain(0.3100), plain(26.0), plain(-0.0004)
    ('0.31', '26', '−0.0004')
    """
    words = f"{value:.3g}"
    if "e" in words:
        words = f"{value:,.0f}" if abs(value) >= 1 else words
    return words.replace("-", MINUS, 1) if value < 0 else words


@dataclass(frozen=True)
class Measure:
    """One measured thing as people know it: its name, its kind of number, and which way is better.

    ``kind`` is one of ``money``, ``share``, ``ratio``, ``score`` and ``count``; ``unit`` is the currency
    code of money.
    """

    key: str
    kind: str
    unit: str
    better: str
    labels: Mapping[str, str]

    def label(self, language: str) -> str:
        """Name the measure in one language."""
        return self.labels.get(language) or self.labels.get("en") or self.key.replace("_", " ")

    def scale(self, values: Iterable[float], language: str) -> Scale:
        """Choose one scale and number of decimals that suit all the values given."""
        finite = [abs(float(value)) for value in values if isfinite(float(value))]
        return Scale.choose(self, max(finite, default=0.0), language)

    def own_scale(self, value: float, half_width: float, language: str) -> Scale:
        """Choose the scale of one number by itself, with the digits that its interval leaves it.

        Examples
        --------
        >>> gain = measure_of({}, "revenue").own_scale(4.612e6, 1.2e6, "en")
        >>> gain.stepped(gain.number(4.612e6, signed=True))
        '+4.6 million'
        """
        return self.scale([max(abs(value), half_width)], language).sharpened(value, half_width)


@dataclass(frozen=True)
class Scale:
    """One way of writing all numbers of a measure: divide by ``divisor``, keep ``decimals`` digits."""

    measure: Measure
    language: str
    step: str
    divisor: float
    decimals: int

    @classmethod
    def choose(cls, measure: Measure, largest: float, language: str) -> Scale:
        """Choose the scale for values up to ``largest``, with about three digits that count."""
        step, divisor = "", 1.0
        if measure.kind == "share":
            divisor = 0.01
        elif measure.kind == "money":
            steps = MONEY_STEPS.get(language, MONEY_STEPS["en"])
            step, divisor = next(
                (found for found in steps if largest >= 10 * found[1] or largest >= found[1] >= 1e4),
                ("", 1.0),
            )
        shown = largest / divisor
        digits = floor(log10(shown)) + 1 if shown >= 1 else 0
        decimals = {
            "share": 1 if shown >= 2 else 2,
            "count": 0 if digits >= 2 else 2,
            "ratio": 2,
            "score": 3 if shown < 1 else 2,
        }.get(measure.kind)
        if decimals is None:
            decimals = 0 if not step and shown >= 100 else max(0, min(2, 3 - digits))
        return cls(measure, language, step, divisor, decimals)

    def sharpened(self, value: float, half_width: float) -> Scale:
        """Keep two digits of the half-width of an interval, and three of the value where that is zero."""
        largest = max(abs(value), half_width)
        if not isfinite(largest) or largest == 0.0:
            return self
        first = floor(log10((half_width or abs(value)) / self.divisor))
        decimals = (1 if half_width else 2) - first
        most = 5 - floor(log10(largest / self.divisor))
        return replace(self, decimals=max(0, min(decimals, most)))

    def fitting(self, value: float, half_width: float) -> Scale:
        """Keep this scale for a number that it can hold with few decimals, or else choose the number's own.

        Examples
        --------
        >>> billions = measure_of({}, "revenue").scale([1.03e10], "en")
        >>> billions.fitting(4.6e9, 2.2e8).step, billions.fitting(4.612e6, 1.2e6).step
        ('large', 'medium')
        """
        kept = self.sharpened(value, half_width)
        most = 3 if abs(value) >= 0.5 * self.divisor else 2
        if self.measure.kind != "money" or kept.decimals <= most or not max(abs(value), half_width):
            return kept
        return self.measure.own_scale(value, half_width, self.language)

    def stepped(self, number: str) -> str:
        """Write the step of money behind a number, such as ``+4.6 million``; others stay as they are."""
        return text(f"units.step_{self.step}", self.language, number=number) if self.step else number

    def number(self, value: float, *, signed: bool = False) -> str:
        """Write the number alone, as a table cell under a unit does."""
        return written(value / self.divisor, self.decimals, signed=signed)

    def value(self, value: float, *, decimals: int | None = None) -> str:
        """Write a level with its unit, such as ``CNY 12.4 million`` or ``39.8%``."""
        number = written(value / self.divisor, self.decimals if decimals is None else decimals)
        return text(f"units.{self._form()}", self.language, number=number, **self._currency())

    def difference(self, value: float, *, signed: bool = True) -> str:
        """Write a difference with its unit; a difference of shares is in percentage points."""
        form = "share_difference" if self.measure.kind == "share" else self._form()
        number = self.number(value, signed=signed)
        return text(f"units.{form}", self.language, number=number, **self._currency())

    def interval(self, low: float, high: float, *, signed: bool = False) -> str:
        """Write an interval without its unit."""
        ends = {"low": self.number(low, signed=signed), "high": self.number(high, signed=signed)}
        return text("units.interval", self.language, **ends)

    def axis(self, *, difference: bool = False) -> str:
        """Name the unit of an axis or of a table column."""
        kind = self.measure.kind
        if kind == "money":
            step = f"_{self.step}" if self.step else ""
            return text(f"units.axis{step}", self.language, **self._currency())
        return text("units.axis_share_difference" if kind == "share" and difference else f"units.axis_{kind}",
                    self.language)  # fmt: skip

    def _form(self) -> str:
        if self.measure.kind == "money":
            return f"money_{self.step}" if self.step else "money"
        return self.measure.kind

    def _currency(self) -> dict[str, str]:
        if self.measure.kind != "money":
            return {}
        key = f"units.{self.measure.unit}"
        return {"currency": text(key, self.language) if has_text(key) else self.measure.unit}


def kind_of(key: str, unit: str) -> str:
    """Say what kind of number a measure is, from its unit or, where that is silent, from its name.

    Examples
    --------
    >>> kind_of("revenue", "CNY"), kind_of("win_rate", "1"), kind_of("orders", "orders")
    ('money', 'share', 'count')
    """
    if len(unit) == 3 and unit.isupper():
        return "money"
    if unit.lower() in SHARE_UNITS or key.endswith(SHARE_ENDINGS):
        return "share"
    if unit.lower() in SCORE_UNITS:
        return "score"
    return "ratio" if unit.lower() in RATIO_UNITS or key.endswith("_spread") else "count"


def measure_of(record: Mapping[str, Any], key: str, currency: str = "CNY") -> Measure:
    """Find how an outcome is written, from the record of a comparison and from the catalogue.

    Examples
    --------
    >>> revenue = measure_of({}, "revenue")
    >>> revenue.scale([152_300_000.0], "en").value(152_300_000.0)
    'CNY 152 million'
    >>> revenue.scale([152_300_000.0], "zh").value(152_300_000.0)
    '1.52亿元'
    """
    stated = record.get("outcomes", {}).get(key, {})
    money = {"revenue", "gross_margin", "pay_cost", "contribution", "cash_collected", "pay", "price"}
    unit = str(stated.get("unit") or (currency if key in money else ""))
    labels = dict(stated.get("label") or {})
    for language in ("en", "zh"):
        if language not in labels and has_text(f"outcomes.{key}"):
            labels[language] = text(f"outcomes.{key}", language)
    return Measure(key, kind_of(key, unit), unit, str(stated.get("better", "none")), labels)
