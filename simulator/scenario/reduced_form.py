"""Scenarios with a reduced-form market: from sections to an alternative, and what types cannot say."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.compensation import Plan
from simulator.documents import Document
from simulator.engine.spec import AlternativeSpec, ReducedFormMarket
from simulator.errors import ScenarioError, UnknownName
from simulator.scenario.checks import check_behavioral_numbers, check_people, check_words
from simulator.scenario.schema import ReducedFormScenarioSpec
from simulator.world.specs import RegionSpec

__all__ = ["check_reduced_form", "reduced_form_alternative"]


def reduced_form_alternative(
    name: str, spec: ReducedFormScenarioSpec, plans: Mapping[str, Plan], parameters: Mapping[str, float]
) -> AlternativeSpec:
    """Put an alternative together; groups of reps take the place of regions.

    Parameters
    ----------
    name
        Name of the alternative.
    spec
        The typed scenario with the alternative applied.
    plans, parameters
        Pay plans and behavioral numbers by name.
    """
    reps = max(1, sum(group.reps for group in spec.groups.values()))
    regions = {
        key: RegionSpec(title=group.title, population_share=group.reps / reps, reps=group.reps)
        for key, group in spec.groups.items()
    }
    return AlternativeSpec(
        name=name,
        regions=regions,
        people=spec.people,
        quota=spec.quota,
        plans=plans,
        parameters=parameters,
        organization=spec.organization,
        reduced_form=ReducedFormMarket(spec.demand, spec.products, spec.groups),
    )


def check_reduced_form(
    alternative: AlternativeSpec, spec: ReducedFormScenarioSpec, document: Document
) -> None:
    """Refuse a reduced-form alternative whose parts do not fit together.

    Raises
    ------
    ScenarioError
        With the place of the first part that does not fit.
    """
    if not any(group.reps for group in spec.groups.values()):
        raise ScenarioError(
            "there are no reps in any group: a sales force needs somebody",
            place=document.place(("groups",)),
            hint="Give at least one group 'reps: 1' or more",
        )
    products = spec.products.values()
    if not any(product.credited for product in products):
        raise ScenarioError(
            "no product is credited: there is nothing that a plan could pay on",
            place=document.place(("products",)),
        )
    for name, product in spec.products.items():
        kept = None if product.credit_risk is None else product.credit_risk.kept_as
        if kept is not None and kept not in spec.products:
            place = document.place(("products", name, "credit_risk", "kept_as"))
            raise UnknownName("product", kept, tuple(spec.products), place)
    shares = [product.effort_share for product in products]
    stated = [share for share in shares if share is not None]
    if stated and (len(stated) < len(shares) or abs(sum(stated) - 1.0) > 1e-6):
        raise ScenarioError(
            "effort_share must be stated for all products or for none, and add up to 1",
            place=document.place(("products",)),
        )
    check_people(spec, document)
    check_behavioral_numbers(alternative, document, concave=spec.demand.effort_model == "concave")
    check_words(alternative, spec, document)
