"""Alternatives: each states only what differs, and differs in something that can be compared."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.documents import Document, build, canonical_text, merge, only, subdocument
from simulator.engine.spec import AlternativeSpec
from simulator.errors import ScenarioError, UnknownName
from simulator.scenario.schema import COMMON_KEYS, HEAD_KEYS, AlternativeHead, changeable_keys, spec_class

__all__ = ["refuse_twins", "refuse_unlike_markets", "resolve"]


def resolve(document: Document, name: str, baseline: str) -> tuple[AlternativeHead, Document]:
    """Apply an alternative; give its head and the changed document.

    Parameters
    ----------
    document
        The whole scenario.
    name
        The alternative.
    baseline
        The one alternative that may change nothing.

    Raises
    ------
    InputError
        If it changes nothing, something that does not exist, or something that all must share.
    """
    overlay = subdocument(document, ("alternatives", name))
    head = build(AlternativeHead, only(overlay, tuple(key for key in HEAD_KEYS if key in overlay.data)))
    changes = tuple(key for key in overlay.data if key not in HEAD_KEYS)
    changeable = changeable_keys(spec_class(document.data))
    for key in changes:
        if key in COMMON_KEYS:
            what = f"an alternative cannot change {key}: alternatives are compared like with like"
            raise ScenarioError(what, place=overlay.place((key,)))
        if key not in changeable:
            raise UnknownName("section to change", key, changeable, overlay.place((key,)))
    if not changes and name != baseline:
        what = f"the alternative {name!r} changes nothing; only the baseline {baseline!r} may be empty"
        raise ScenarioError(what, place=document.place(("alternatives", name)))
    return head, merge(document, only(overlay, changes))


def refuse_twins(changed: Mapping[str, Document], baseline: str, document: Document) -> None:
    """Refuse alternatives that come to the same, however they say it: there is nothing to compare.

    Raises
    ------
    ScenarioError
        With the place of the second of the two.
    """
    seen = {_content(changed[baseline]): baseline}
    for name, alternative in changed.items():
        twin = seen.setdefault(_content(alternative), name)
        if twin != name and name != baseline:
            raise ScenarioError(
                f"the alternatives {twin!r} and {name!r} come to exactly the same",
                place=document.place(("alternatives", name)),
                hint="Leave one of them out, or state what differs",
            )


def _content(document: Document) -> str:
    return canonical_text({key: value for key, value in document.data.items() if key != "alternatives"})


def refuse_unlike_markets(resolved: Mapping[str, AlternativeSpec], baseline: str, document: Document) -> None:
    """Refuse alternatives whose worlds cannot share a batch, or whose customers cannot share their luck.

    Raises
    ------
    ScenarioError
        With the place of the alternative that differs.
    """
    base = resolved[baseline]
    group = "regions" if base.reduced_form is None else "groups"
    axes = ("products", "segments", group, "channels", "firms", "demand")
    for name, alternative in resolved.items():
        place = document.place(("alternatives", name))
        for axis, ours, theirs in zip(axes, alternative.structure, base.structure, strict=True):
            if ours != theirs and axis == "demand":
                what = f"{name} has another effort_model, or credits other products, than the baseline"
                hint = "Make it a scenario of its own"
                raise ScenarioError(what, place=place, hint=hint)
            if ours != theirs:
                raise ScenarioError(
                    f"{name} has other {axis} ({', '.join(ours)}) than the baseline ({', '.join(theirs)})",
                    place=place,
                    hint="State all of them in the scenario; give those that an alternative lacks a share or "
                    "presence of 0",
                )
        if alternative.demand.rate_bound != base.demand.rate_bound:
            raise ScenarioError(
                f"{name} has another demand.rate_bound than the baseline: the same customers would need "
                "things at other times",
                place=place,
                hint="Set demand.rate_bound for the whole scenario",
            )
