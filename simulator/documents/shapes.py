"""What a model expects at a path: needed to say which keys and which range would have been right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Location = tuple[str | int, ...]
_LIMITS = ("ge", "gt", "le", "lt")


@dataclass(frozen=True)
class Shape:
    """One type that a value may have, with the limits that come with it."""

    kind: Any
    metadata: tuple[Any, ...] = ()

    def limits(self) -> dict[str, float]:
        """Return the bounds of a number by the names ge, gt, le and lt."""
        found: dict[str, float] = {}
        for item in self.metadata:
            parts = item.metadata if isinstance(item, FieldInfo) else [item]
            for part in parts:
                for limit in _LIMITS:
                    value = getattr(part, limit, None)
                    if value is not None:
                        found[limit] = value
        return found


def shapes_at(model: type[BaseModel], location: Location) -> list[Shape]:
    """List the types that a value at a validation location may have.

    Parameters
    ----------
    model
        Where the location begins.
    location
        As in a validation error: keys, list positions, and names of union members in between.
    """
    shapes = [Shape(model)]
    for step in location:
        inner = [found for shape in shapes for found in _below(shape, step)]
        shapes = inner or _chosen(shapes, step)
    return shapes


def keys_of(shapes: list[Shape]) -> list[str]:
    """List the keys that the models among some types know."""
    known: dict[str, None] = {}
    for shape in shapes:
        if _is_model(shape.kind):
            known.update(
                dict.fromkeys(field.alias or name for name, field in shape.kind.model_fields.items())
            )
    return list(known)


def tags_of(shapes: list[Shape], key: str) -> list[str]:
    """List the values by which the models among some types are told apart."""
    tags: dict[str, None] = {}
    for shape in shapes:
        field = shape.kind.model_fields.get(key) if _is_model(shape.kind) else None
        if field is not None and get_origin(field.annotation) is Literal:
            tags.update(dict.fromkeys(str(value) for value in get_args(field.annotation)))
    return list(tags)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _spread(annotation: Any, metadata: tuple[Any, ...] = ()) -> Iterator[Shape]:
    """Unwrap annotations, aliases and unions down to plain types."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *extra = get_args(annotation)
        yield from _spread(inner, (*extra, *metadata))
    elif origin is Union or origin is UnionType:
        for member in get_args(annotation):
            yield from _spread(member, metadata)
    elif type(annotation).__name__ == "TypeAliasType":
        yield from _spread(annotation.__value__, metadata)
    else:
        yield Shape(annotation, metadata)


def _below(shape: Shape, step: str | int) -> Iterator[Shape]:
    kind = shape.kind
    if _is_model(kind):
        for name, field in kind.model_fields.items():
            if step == (field.alias or name):
                yield from _spread(field.annotation, tuple(field.metadata))
        return
    arguments = get_args(kind)
    origin = get_origin(kind)
    if not arguments or origin is Literal:
        return
    if isinstance(step, int) and isinstance(origin, type) and not issubclass(origin, dict):
        fixed = origin is tuple and arguments[-1] is not Ellipsis
        yield from _spread(arguments[step] if fixed and step < len(arguments) else arguments[0])
    elif isinstance(step, str) and len(arguments) == 2 and origin is not tuple:
        yield from _spread(arguments[1])


def _chosen(shapes: list[Shape], tag: str | int) -> list[Shape]:
    """Keep the union members that a tag means: by class name or by a literal field equal to it."""
    chosen = [shape for shape in shapes if _bears(shape.kind, tag)]
    return chosen or shapes


def _bears(kind: Any, tag: str | int) -> bool:
    if not _is_model(kind):
        return getattr(kind, "__name__", None) == tag
    if kind.__name__ == tag:
        return True
    literals = (
        value
        for field in kind.model_fields.values()
        if get_origin(field.annotation) is Literal
        for value in get_args(field.annotation)
    )
    return tag in literals
