"""Which literal says "this attribute has this value", and which says that it is absent.

An attribute's *states* are its values in catalog order and, for a conditional one, absence as the last.
Exactly one state holds. States are numbered from 0 within their attribute.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from app.catalog.product import Attribute, Product, Value
from app.configuration.formula import FALSE, TRUE, CatalogTooLarge, Formula, Literal
from app.configuration.pins import POOL, Pins
from app.configuration.wide import Plan, Stretch, Wide, grid_of, stretches

MOST_VALUES: Final = 20_000
OTHER_TEXT: Final = ""
"""Stands for every text but those that the catalog itself proposes; no text is empty."""

_PAIRWISE: Final = 6
# Numbers of either type find each other in a mapping by value; Decimal("1") == 1 == True all do.
_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "choice": (str,), "boolean": (bool,), "integer": (int,), "decimal": (Decimal, int),
}  # fmt: skip

_NOTHING_WIDE: Final = Plan()


@dataclass(frozen=True, slots=True)
class States:
    """The states of one attribute. ``upto[i]`` is true while one of the states 0..i holds, where given.

    Numbers are states each, as long as there are few. Of a text the solver knows whether it is there: its
    states are the text that the catalog proposes, if any, and ``OTHER_TEXT``; the text itself stays outside.
    Of a ``wide`` number the states are its stretches, and ``values`` the first of each.
    """

    attribute: Attribute
    values: tuple[Value, ...]
    literals: tuple[Literal, ...]
    index: Mapping[Value, int]
    upto: tuple[Literal, ...]
    wide: Wide | None = None

    @property
    def conditional(self) -> bool:
        return len(self.literals) > len(self.values)

    @property
    def absent(self) -> Literal:
        return self.literals[-1] if self.conditional else FALSE

    def literal(self, value: object) -> Literal | None:
        """The literal of a value that the attribute knows, else None; True is not 1.

        Raises Undecided once very many values of a wide number were asked for.
        """
        if self.wide is not None:
            at = self.attribute.place(value)
            return None if at is None else self.wide.literal(at)
        place = self.place(value)
        return None if place is None else self.literals[place]

    def place(self, value: object) -> int | None:
        """Which state, whose ``literals`` say that it holds."""
        if self.wide is not None:
            at = self.attribute.place(value)
            return None if at is None else self.wide.index(at)
        if self.attribute.kind == "text":
            known = self.attribute.canonical(value)
            return None if known is None else self.index.get(known, self.index[OTHER_TEXT])
        if type(value) not in _TYPES[self.attribute.kind]:
            return None
        return self.index.get(value)  # type: ignore[call-overload, no-any-return]  # narrowed by type() above


class Variables:
    """The states of every attribute of a product; their variables are numbered 2..``last`` without gaps,
    those of an attribute in a row. Those that ask for one value of a wide number follow to ``last_asked``.
    """

    def __init__(self, product: Product, formula: Formula, plan: Plan = _NOTHING_WIDE) -> None:
        """Raises CatalogTooLarge."""
        self._formula = formula
        parts = {key: stretches(_numeric(product, key).size, cuts) for key, cuts in plan.cuts.items()}
        sizes = {one.key: _size(one, parts.get(one.key)) for one in product.attributes}
        literals = {key: tuple(formula.variable() for _ in range(size)) for key, size in sizes.items()}
        self.last = formula.variables
        pins = {key: Pins([formula.variable() for _ in range(POOL)]) for key in sorted(plan.joint)}
        self.last_asked = formula.variables
        self._states: dict[str, States] = {}
        self.wides: dict[str, Wide] = {}
        for one in product.attributes:
            states = _states(one, literals[one.key], formula, found=parts.get(one.key))
            if one.key in parts:
                wide = self._wide(states, parts[one.key], pins.get(one.key))
                states = replace(states, wide=wide)
                self.wides[one.key] = wide
            self._states[one.key] = states

    def _wide(self, states: States, found: tuple[Stretch, ...], pins: Pins | None) -> Wide:
        def below(count: int) -> Literal:
            return states.upto[count - 1] if states.upto else self._formula.either(states.literals[:count])

        attribute, literals = states.attribute, states.literals[: len(found)]
        return Wide(attribute, grid_of(attribute), states.absent, found, literals, below, pins)

    def __iter__(self) -> Iterator[States]:
        return iter(self._states.values())

    def __len__(self) -> int:
        return len(self._states)

    def literals(self) -> range:
        """All that say a state, of all attributes."""
        return range(2, self.last + 1)

    def pins(self) -> range:
        """All that may ask for one value of a wide number."""
        return range(self.last + 1, self.last_asked + 1)

    def of(self, key: str) -> States | None:
        return self._states.get(key)

    def one_of(self, states: States, places: Iterable[int]) -> Literal:
        """A literal that is true exactly while one of these states holds."""
        wanted = sorted(set(places))
        if len(wanted) == len(states.literals):
            return TRUE
        return self._formula.either(
            literal for first, last in _runs(wanted) for literal in self._run(states, first, last)
        )

    def _run(self, states: States, first: int, last: int) -> Sequence[Literal]:
        if not states.upto or last - first < 2:
            return states.literals[first : last + 1]
        below = states.upto[first - 1] if first else FALSE
        return (self._formula.both((states.upto[last], -below)),)


def _numeric(product: Product, key: str) -> Attribute:
    return next(attribute for attribute in product.attributes if attribute.key == key)


def _size(attribute: Attribute, found: tuple[Stretch, ...] | None) -> int:
    count = len(_texts(attribute)) if attribute.kind == "text" else attribute.size
    count = count if found is None else len(found)
    if count > MOST_VALUES:
        raise CatalogTooLarge(
            f"{attribute.name} has {count} values; at most {MOST_VALUES} are possible. Use a larger step."
        )
    return count + attribute.can_be_absent


def _texts(attribute: Attribute) -> tuple[Value, ...]:
    proposed = (attribute.preset, attribute.default)
    return (*(text for text in proposed if text is not None), OTHER_TEXT)


def _states(
    attribute: Attribute,
    literals: tuple[Literal, ...],
    formula: Formula,
    *,
    found: tuple[Stretch, ...] | None,
) -> States:
    values = _values(attribute, found)
    formula.define(*literals)
    upto: tuple[Literal, ...] = ()
    if len(literals) <= _PAIRWISE:
        _at_most_one_by_pairs(literals, formula)
    else:
        upto = _ladder(literals, formula)
    index = {value: place for place, value in enumerate(values)}
    return States(attribute=attribute, values=values, literals=literals, index=index, upto=upto)


def _values(attribute: Attribute, found: tuple[Stretch, ...] | None) -> tuple[Value, ...]:
    if found is not None:
        return tuple(attribute.number(low) for low, _ in found)
    return _texts(attribute) if attribute.kind == "text" else attribute.values


def _at_most_one_by_pairs(literals: Sequence[Literal], formula: Formula) -> None:
    for place, literal in enumerate(literals):
        for other in literals[:place]:
            formula.define(-literal, -other)


def _ladder(literals: Sequence[Literal], formula: Formula) -> tuple[Literal, ...]:
    upto = [literals[0]]
    for literal in literals[1:-1]:
        step = formula.variable()
        formula.define(-upto[-1], step)
        formula.define(-literal, step)
        formula.define(-step, upto[-1], literal)
        formula.define(-upto[-1], -literal)
        upto.append(step)
    formula.define(-upto[-1], -literals[-1])
    return (*upto, TRUE)


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Unbroken stretches of ascending numbers, as (first, last)."""
    start = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] != places[end - 1] + 1:
            yield places[start], places[end - 1]
            start = end
