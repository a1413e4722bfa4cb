"""From a document to a typed model, or to one error that lists everything that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from simulator.documents.complaints import Complaint, complain
from simulator.documents.fingerprints import canonical
from simulator.documents.marks import Document, Path
from simulator.documents.shapes import Location
from simulator.errors import InputError, ScenarioError, did_you_mean

Model = TypeVar("Model", bound=BaseModel)


def build(model: type[Model], document: Document, error: type[InputError] = ScenarioError) -> Model:
    """Turn a document into a typed model.

    Values must have the type that the model asks for: a quoted number is a text, a truth value is not
    a number. Whole numbers may be written in any way (``20000``, ``2e4``, ``20000.0``), lists become
    tuples or sets, and texts become dates or enumerations where the model asks for them.

    Parameters
    ----------
    model
        A pydantic model, usually a `Spec`.
    document
        What to build it from.
    error
        Class of the error to raise.

    Raises
    ------
    InputError
        Of the class given. Each problem stands on a line of its own, in the order of the file, with
        the file, line and key to correct.

    Examples
    --------
    >>> from pydantic import Field
    >>> from simulator.documents import Spec, parse
    >>> class Segment(Spec):
    ...     share: float = Field(ge=0, le=1)
    >>> build(Segment, parse("share: 0.25")).share
    0.25
    >>> build(Segment, parse("share: 1.2", file="scenario.yaml"))
    Traceback (most recent call last):
    simulator.errors.ScenarioError: scenario.yaml:1, share: must be between 0 and 1, got 1.2.
    """
    data = canonical(document.data, sort_keys=False)
    text = json.dumps(data, ensure_ascii=False)
    try:
        return model.model_validate_json(text, strict=True)
    except ValidationError as failure:
        complaints = [
            complain(model, detail, _path(data, detail)) for detail in failure.errors(include_url=False)
        ]
        problems = [_problem(complaint, document) for complaint in _sifted(complaints)]
        problems.sort(key=lambda problem: _line_order(problem, document))
        raise error.together([_as(error, problem) for problem in problems]) from None


def _as(error: type[InputError], problem: InputError) -> InputError:
    return error(problem.what, place=problem.place, hint=problem.hint, allowed=problem.allowed)


def _line_order(problem: InputError, document: Document) -> tuple[bool, str, int]:
    place = problem.place
    assert place is not None
    return place.file != document.file, place.file, place.line or 0


def _problem(complaint: Complaint, document: Document) -> InputError:
    return InputError(
        complaint.what,
        place=document.place(complaint.path),
        hint=complaint.hint,
        allowed=complaint.allowed,
    )


def _path(data: Any, detail: Any) -> Path:
    """Find the place in the data that a validation location means.

    A location also holds names of union members, which are no keys. Of the readings that skip some
    steps the first is taken at which the data equal the input that the error tells.
    """
    location: Location = detail["loc"]
    if detail["type"] == "missing":
        *rest, last = location
        return (*_best(data, tuple(rest), detail["input"]), last)
    if detail["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return (*_best(data, location, detail["input"]), detail["ctx"]["discriminator"].strip("'"))
    return _best(data, tuple(step for step in location if step != "[key]"), detail["input"])


def _best(data: Any, location: Location, value: Any) -> Path:
    first: Path | None = None
    for path, found in _readings(data, location):
        if first is None:
            first = path
        if type(found) is type(value) and found == value:
            return path
    return first or ()


def _readings(data: Any, location: Location) -> Iterator[tuple[Path, Any]]:
    if not location:
        yield (), data
        return
    step, rest = location[0], location[1:]
    if isinstance(data, dict) and isinstance(step, int):
        step = str(step)
    is_key = isinstance(data, dict) and step in data
    is_position = isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)
    if is_key or is_position:
        for path, found in _readings(data[step], rest):
            yield (step, *path), found
    yield from _readings(data, rest)


def _sifted(complaints: list[Complaint]) -> list[Complaint]:
    """Drop what only repeats a clearer complaint, and join the alternatives of one value."""
    kept = [one for one in complaints if not any(_is_clearer(other, one) for other in complaints)]
    by_path: dict[Path, list[Complaint]] = {}
    for complaint in kept:
        by_path.setdefault(complaint.path, []).append(complaint)
    return [same[0] if len(same) == 1 else _either(same) for same in by_path.values()]


def _is_clearer(other: Complaint, complaint: Complaint) -> bool:
    below = len(other.path) > len(complaint.path) and other.path[: len(complaint.path)] == complaint.path
    if below and complaint.is_wrong_type:
        return True
    beside = other.path[:-1] == complaint.path[:-1]
    if beside and other.is_unknown_key and complaint.is_missing:
        missing = str(complaint.path[-1])
        return did_you_mean(str(other.path[-1]), [missing]) is not None
    return False


def _either(same: list[Complaint]) -> Complaint:
    needs = list(dict.fromkeys(complaint.need for complaint in same))
    if not all(needs):
        return same[0]
    allowed = tuple(dict.fromkeys(name for complaint in same for name in complaint.allowed))
    hint = next((complaint.hint for complaint in same if complaint.hint), "")
    return same[0].saying(f"must be {' or '.join(needs)}, got {same[0].got}", hint, allowed)
