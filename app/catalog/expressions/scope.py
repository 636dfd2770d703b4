"""What names mean at one place of a product: told by whoever flattens components, read by ``expand``.

    product = Scope(
        attributes={"site": "site"},
        components={"radios": Component((Row(first), Row(second, exists)), Name("radios.count"))},
        sets={"software": {"carrier_aggregation": "software.carrier_aggregation"}},
    )

Keys on the left are names as authors write them; what stands on the right is flat.
"""

from dataclasses import dataclass, field

from app.catalog.expressions.tree import Expression


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of one place: of the product, or of one row of a component.

    Filled while a product is made flat, never changed after.
    ``attributes``: name -> flat key. ``sets``: name -> option -> flat key of the boolean that holds it.
    """

    attributes: dict[str, str] = field(default_factory=dict)
    components: dict[str, "Component"] = field(default_factory=dict)
    sets: dict[str, dict[str, str]] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.attributes or name in self.components or name in self.sets

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.attributes, *self.components, *self.sets)


@dataclass(frozen=True, slots=True)
class Row:
    """``exists``: a flat condition, true while there is such a row; None where there always is.

    While there is none, all attributes of ``scope`` are absent.
    """

    scope: Scope
    exists: Expression | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """``rows`` holds each row, or the one that stands for all where they are ``equal``.

    ``quantity``: how many there are, as a flat number (``Name("radios.count")`` or a constant).
    """

    rows: tuple[Row, ...]
    quantity: Expression
    equal: bool = False
