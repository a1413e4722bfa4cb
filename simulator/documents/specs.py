"""The base of every typed specification, and the kinds of value that many of them share."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

NAME_PATTERN = r"^[a-z0-9]+([._-][a-z0-9]+)*$"
NAME_IN_WORDS = "a name of lower-case letters, digits and single hyphens, such as tilt-only"

Probability = Annotated[float, Field(ge=0, le=1)]
"""A chance between 0 and 1."""
Share = Annotated[float, Field(ge=0, le=1)]
"""A part of a whole between 0 and 1."""
Positive = Annotated[float, Field(gt=0)]
"""A number greater than 0."""
NonNegative = Annotated[float, Field(ge=0)]
"""A number that is 0 or more."""
PositiveInt = Annotated[int, Field(gt=0)]
"""A whole number greater than 0."""
NonNegativeInt = Annotated[int, Field(ge=0)]
"""A whole number that is 0 or more."""
Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN, max_length=80)]
"""How things are called in files: lower-case letters, digits and hyphens."""


class Spec(BaseModel):
    """What a file says about one thing: typed, frozen, with no room for unknown keys.

    Examples
    --------
    >>> class Segment(Spec):
    ...     share: Share
    >>> Segment(share=0.25)
    Segment(share=0.25)
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class LocalizedText(Spec):
    """A text in English and Chinese; a plain text in a file stands for both.

    Examples
    --------
    >>> LocalizedText(en="Tilt", zh="倾斜").in_language("zh")
    '倾斜'
    """

    en: Annotated[str, StringConstraints(min_length=1)]
    zh: Annotated[str, StringConstraints(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _one_text_for_both(cls, given: Any) -> Any:
        return {"en": given, "zh": given} if isinstance(given, str) else given

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        both = handler(schema)
        return {"anyOf": [{"type": "string", "minLength": 1}, handler.resolve_ref_schema(both)]}

    def in_language(self, language: str) -> str:
        """Return the text in a language, "en" or "zh"."""
        return self.zh if language == "zh" else self.en


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Describe a model as a JSON Schema, from which editors complete and check keys.

    Parameters
    ----------
    model
        The model that a file is built into.

    Examples
    --------
    >>> class Segment(Spec):
    ...     share: Share
    >>> json_schema(Segment)["properties"]["share"]["maximum"]
    1
    """
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        _shorten(part)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _shorten(part: dict[str, Any]) -> None:
    """Keep the first paragraph of each description: an editor shows it beside the key."""
    if "description" in part:
        part["description"] = " ".join(part["description"].split("\n\n")[0].split())
    for choice in part.get("anyOf", []):
        _shorten(choice)
