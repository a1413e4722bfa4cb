"""What a validation error means, said in words that a planner can act on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from simulator.documents.marks import Path
from simulator.documents.shapes import keys_of, shapes_at, tags_of
from simulator.documents.specs import NAME_IN_WORDS, NAME_PATTERN
from simulator.errors import did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong with the value at a path.

    Attributes
    ----------
    path
        Where it is.
    what
        The sentence, to follow "<place>: ".
    hint, allowed
        What to do about it, and what would have been accepted.
    need, got
        What the value must be and what it is, where the sentence has this form.
    kind
        Type of the validation error.
    """

    path: Path
    what: str
    hint: str = ""
    allowed: tuple[str, ...] = ()
    need: str = ""
    got: str = ""
    kind: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether a required key is not there."""
        return self.kind == "missing"

    @property
    def is_unknown_key(self) -> bool:
        """Whether there is a key that nobody asks for."""
        return self.kind == "extra_forbidden"

    @property
    def is_wrong_type(self) -> bool:
        """Whether the value is of the wrong sort altogether, or none of the allowed ones."""
        return self.kind.endswith("_type") or self.kind in ("literal_error", "enum", "too_short")

    def saying(self, what: str, hint: str, allowed: tuple[str, ...]) -> Complaint:
        """Return the same complaint in other words."""
        return replace(self, what=what, hint=hint, allowed=allowed)


def complain(model: type[BaseModel], detail: Any, path: Path) -> Complaint:
    """Say what a validation error means.

    Parameters
    ----------
    model
        The model that was to be built.
    detail
        One entry of the validation error's list.
    path
        Where the offending value stands in the data, or should stand.
    """
    kind: str = detail["type"]
    if kind == "missing":
        return Complaint(path, "is missing", kind=kind)
    if kind == "union_tag_not_found":
        tags = tags_of(shapes_at(model, detail["loc"]), str(path[-1]))
        return Complaint(path, "is missing", allowed=tuple(tags), kind="missing")
    if kind == "extra_forbidden":
        known = keys_of(shapes_at(model, detail["loc"][:-1]))
        return _among(path, "is not a known key", known, str(path[-1]), kind)
    if kind == "union_tag_invalid":
        tags = _quoted(detail["ctx"]["expected_tags"])
        tag = str(detail["ctx"]["tag"])
        return _among(path, f"must be one of the allowed values, got {shown(tag)}", tags, tag, kind)
    if kind in ("literal_error", "enum"):
        return _not_among(detail, path)
    if kind in ("too_short", "too_long"):
        return Complaint(path, _wrong_count(detail["ctx"]), kind=kind)
    need = _need(model, detail)
    if need:
        got = shown(detail["input"])
        return Complaint(path, f"must be {need}, got {got}", need=need, got=got, kind=kind)
    return Complaint(path, _own_words(detail), kind=kind)


def shown(value: Any) -> str:
    """Show a value the way its author would recognise it.

    Examples
    --------
    >>> [shown(value) for value in ("tilt", 1.5, True, None, [1, 2], {})]
    ["'tilt'", '1.5', 'true', 'nothing', 'a list', 'a group of keys']
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(value)
    return text if len(text) <= 60 else text[:56] + "...'"


def _among(path: Path, what: str, allowed: list[str], given: str, kind: str) -> Complaint:
    near = did_you_mean(given, allowed)
    return Complaint(path, what, f"Did you mean {near!r}?" if near else "", tuple(allowed), kind=kind)


def _not_among(detail: Any, path: Path) -> Complaint:
    allowed = _quoted(detail["ctx"]["expected"])
    value = detail["input"]
    near = did_you_mean(value, allowed) if isinstance(value, str) else None
    got = shown(value)
    what = f"must be one of the allowed values, got {got}"
    hint = f"Did you mean {near!r}?" if near else ""
    need = "one of the allowed values"
    return Complaint(path, what, hint, tuple(allowed), need, got, detail["type"])


def _quoted(expected: str) -> list[str]:
    return [value.strip("'") for value in re.split(r", | or ", expected)]


_NEEDS: dict[str, str] = {
    "bool_type": "true or false",
    "date_from_datetime_parsing": "a date such as 2026-01-31",
    "date_parsing": "a date such as 2026-01-31",
    "date_type": "a date such as 2026-01-31",
    "decimal_parsing": "a number",
    "decimal_type": "a number",
    "dict_type": "a group of keys",
    "float_parsing": "a number",
    "float_type": "a number",
    "frozen_set_type": "a list",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_type": "a group of keys",
    "none_required": "nothing",
    "set_type": "a list",
    "string_type": "text",
    "tuple_type": "a list",
}


def _need(model: type[BaseModel], detail: Any) -> str:
    kind = detail["type"]
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        found = [limits for shape in shapes_at(model, detail["loc"]) if (limits := shape.limits())]
        short = {"greater_than": "gt", "greater_than_equal": "ge", "less_than": "lt", "less_than_equal": "le"}
        return _range_in_words(found[0] if len(found) == 1 else {short[kind]: detail["ctx"][short[kind]]})
    if kind in _COUNTS:
        return _COUNTS[kind](detail["ctx"])
    if kind == "string_pattern_mismatch":
        pattern = detail["ctx"]["pattern"]
        return NAME_IN_WORDS if pattern == NAME_PATTERN else f"text that matches {pattern}"
    return _NEEDS.get(kind, "")


def _number(limit: Any) -> str:
    return f"{limit:g}" if isinstance(limit, float) and abs(limit) < 1e6 else f"{limit}".removesuffix(".0")


def _range_in_words(limits: dict[str, Any]) -> str:
    ge, gt, le, lt = (limits.get(limit) for limit in ("ge", "gt", "le", "lt"))
    if ge is not None and le is not None:
        return f"between {_number(ge)} and {_number(le)}"
    lower = upper = ""
    if gt is not None:
        lower = f"greater than {_number(gt)}"
    elif ge is not None:
        lower = f"at least {_number(ge)}" if lt is not None else f"{_number(ge)} or more"
    if lt is not None:
        upper = f"less than {_number(lt)}"
    elif le is not None:
        upper = f"at most {_number(le)}" if lower else f"{_number(le)} or less"
    return " and ".join(part for part in (lower, upper) if part)


def _items(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _characters(count: int) -> str:
    return "1 character" if count == 1 else f"{count} characters"


_COUNTS: dict[str, Callable[[Any], str]] = {
    "string_too_short": lambda about: f"at least {_characters(about['min_length'])} long",
    "string_too_long": lambda about: f"at most {_characters(about['max_length'])} long",
    "multiple_of": lambda about: f"a multiple of {_number(about['multiple_of'])}",
}


def _wrong_count(about: Any) -> str:
    least, most = about.get("min_length"), about.get("max_length")
    wanted = f"at least {_items(least)}" if least is not None else f"at most {_items(most)}"
    return f"must have {wanted}, got {about['actual_length']}"


def _own_words(detail: Any) -> str:
    """Take the words of a validator of ours, or those of pydantic where we have none."""
    error = (detail.get("ctx") or {}).get("error")
    said = str(error) if isinstance(error, Exception) and str(error) else str(detail["msg"])
    return said[:1].lower() + said[1:] if said[1:2].islower() and not isinstance(error, Exception) else said
