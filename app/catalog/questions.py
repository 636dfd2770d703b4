"""What a person is asked, in the order of the steps: an attribute, a need, or a set as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from app.catalog.attribute import AttributeKey
from app.catalog.product import OptionSet, Product


@dataclass(frozen=True, slots=True)
class Question:
    """``key`` is that of the attribute or of the set, ``attributes`` are what it decides, ``step`` is where
    it stands. ``text`` asks in words where the catalog has them, ``texts`` by language; ``name`` is what
    sentences call it.
    """

    key: str
    name: str
    step: str
    attributes: tuple[AttributeKey, ...]
    need: bool = False
    text: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


def questions(product: Product) -> tuple[Question, ...]:
    sets = {member: one for one in product.sets for member in one.members}
    return tuple(
        _question(product, step.key, tuple(keys), owner=sets.get(first))
        for step in product.steps
        for first, keys in _together(step.attributes, sets)
    )


def _together(
    keys: tuple[AttributeKey, ...], sets: Mapping[AttributeKey, OptionSet]
) -> Iterator[tuple[AttributeKey, list[AttributeKey]]]:
    """Members of a set in one, with the first of them."""
    for _, found in groupby(keys, key=lambda key: sets[key].key if key in sets else key):
        together = list(found)
        yield together[0], together


def _question(
    product: Product, step: str, keys: tuple[AttributeKey, ...], *, owner: OptionSet | None
) -> Question:
    if owner is not None:
        return Question(owner.key, owner.name, step, keys, text=owner.question, texts=owner.questions)
    attribute = product.attribute(keys[0])
    if attribute is None:
        return Question(keys[0], keys[0], step, keys)
    asked = attribute.need, attribute.question, attribute.questions
    return Question(attribute.key, attribute.name, step, keys, *asked)
