"""What was decided of a product, in the order and grouping in which people read it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.catalog.attribute import Attribute, AttributeKey, Value
from app.catalog.product import Product


@dataclass(frozen=True, slots=True)
class Told:
    """An attribute with its value; or a set, then ``members`` are the names of what is chosen of it."""

    name: str
    attribute: Attribute
    value: Value
    members: tuple[str, ...] | None = None


def told(product: Product, keys: Iterable[AttributeKey], values: Mapping[str, Value]) -> Iterator[Told]:
    """The decided ones among ``keys``, a set once, where its first member stands."""
    sets = {one.key: one for one in product.sets}
    said: set[str] = set()
    for key in keys:
        attribute, value = product.attribute(key), values.get(key)
        if attribute is None or value is None or attribute.within in said:
            continue
        owner = sets.get(attribute.within)
        if owner is None:
            yield Told(attribute.name, attribute, value)
        else:
            said.add(owner.key)
            yield Told(owner.name, attribute, value, _chosen(product, owner.members, values))


def _chosen(
    product: Product, members: Iterable[AttributeKey], values: Mapping[str, Value]
) -> tuple[str, ...]:
    found = (product.attribute(key) for key in members if values.get(key) is True)
    return tuple(one.label or one.name for one in found if one is not None)
