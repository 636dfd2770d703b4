"""Who or what is to blame where nothing is possible, and the ways out."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Protocol

from app.catalog.product import Product, Value
from app.configuration.objective import Weights
from app.configuration.reasons import Explainer
from app.configuration.values import ChoiceImpossible, Conflict, Repair
from app.errors import Refused


class ProductImpossible(Refused):
    """A product whose rules leave no configuration at all."""

    code: ClassVar[str] = "product_impossible"


class Answering(Protocol):
    def why_not(self, choices: Mapping[str, Value], attribute: str, value: Value) -> Conflict | None: ...

    def repairs(
        self,
        choices: Mapping[str, Value],
        attribute: str,
        value: Value,
        *,
        limit: int = 5,
        weights: Weights,
    ) -> tuple[Repair, ...]: ...


def blamed(
    engine: Answering,
    before: Mapping[str, Value],
    target: Mapping[str, Value],
    *,
    order: Sequence[str],
    weights: Weights,
) -> ChoiceImpossible:
    """Blames the first of ``order`` that does not go with those before it; ``target`` is impossible."""
    sofar = dict(before)
    for key in order:
        conflict = engine.why_not(sofar, key, target[key])
        if conflict is not None:
            ways_out = engine.repairs(target, key, target[key], weights=weights)
            return ChoiceImpossible(conflict, ways_out)
        sofar[key] = target[key]
    raise AssertionError("choices that contradict each other do so at one of them")


def refused(
    engine: Answering,
    kept: Mapping[str, Value],
    changes: Mapping[str, Value | None],
    *,
    weights: Weights,
) -> ChoiceImpossible:
    """Of changes that do not go with what is ``kept``, which is possible by itself. ``None`` takes back."""
    wanted = {key: value for key, value in changes.items() if value is not None}
    refusal = blamed(engine, kept, {**kept, **wanted}, order=list(wanted), weights=weights)
    ways_out = (Repair({**changes, **repair.changes}, repair.text) for repair in refusal.repairs)
    return ChoiceImpossible(refusal.conflict, tuple(ways_out))


def nothing_possible(product: Product, explainer: Explainer) -> ProductImpossible:
    reason = explainer.reason((), ())
    texts = [group.text for group in reason.groups] if reason else []
    return ProductImpossible(
        f"{product.name} has no possible configuration. {' '.join(texts)}".rstrip(),
        facts={"rules": [group.key for group in reason.groups] if reason else []},
    )
