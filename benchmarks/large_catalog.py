"""A catalog that nobody would write by hand: 1,000 attributes and 10,000 rules of every common shape."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from app.catalog import Attribute, AttributeKey, Option, Product, ProductKey, Rule, Step, Value
from app.catalog.expressions import parse

_OPTIONS = 5
_SAMPLES = 12


@dataclass(frozen=True, slots=True)
class _Atom:
    """A condition on one attribute, and the values with which it is true."""

    source: str
    attribute: str
    values: frozenset[Value]

    def holds(self, sample: dict[str, Value]) -> bool:
        return sample[self.attribute] in self.values


def large_product(attributes: int = 1_000, rules: int = 10_000, *, seed: int = 7) -> Product:
    """Every rule admits the same dozen configurations, which together have every value: so none is dead."""
    return _Maker(attributes, Random(seed)).product(rules)  # noqa: S311  # repeatable on purpose


class _Maker:
    def __init__(self, count: int, chance: Random) -> None:
        self._chance = chance
        self._attributes = [self._attribute(n) for n in range(count)]
        shifts = [chance.randrange(12) for _ in self._attributes]
        self._samples: list[dict[str, Value]] = [
            {
                one.key: one.values[(n + shift) % len(one.values)]
                for one, shift in zip(self._attributes, shifts, strict=True)
            }
            for n in range(_SAMPLES)
        ]

    def product(self, rules: int) -> Product:
        made = [
            Rule(f"r{n}", f"Rule {n}.", parse(source), source) for n, source in enumerate(self._rules(rules))
        ]
        steps = tuple(
            Step(f"s{n}", f"Step {n}", tuple(one.key for one in self._attributes[n : n + 25]))
            for n in range(0, len(self._attributes), 25)
        )
        return Product(
            key=ProductKey("large"),
            code="LARGE",
            name="Large",
            description="",
            family="Measured",
            attributes=tuple(self._attributes),
            steps=steps,
            rules=tuple(made),
            tables=(),
            prices={"EUR": Decimal(1)},
        )

    def _attribute(self, n: int) -> Attribute:
        key = AttributeKey(f"a{n}")
        if n % 4 == 3:
            return Attribute(key, f"A{n}", "boolean", prices={"EUR": Decimal(1)})
        if n % 4 == 2:
            return Attribute(key, f"A{n}", "integer", minimum=1, maximum=12, prices={"EUR": Decimal(1)})
        options = tuple(
            Option(f"o{m}", f"O{m}", prices={"EUR": Decimal(m)}, facts={"w": Decimal(10 * m)})
            for m in range(_OPTIONS)
        )
        return Attribute(key, f"A{n}", "choice", options=options)

    def _rules(self, count: int) -> list[str]:
        found: list[str] = []
        while len(found) < count:
            *conditions, consequence = [self._atom(one) for one in self._chance.sample(self._attributes, 3)]
            if all(self._admits(one, conditions, consequence) for one in self._samples):
                when = " and ".join(condition.source for condition in conditions)
                found.append(f"({when}) implies ({consequence.source})")
        return found

    def _admits(self, sample: dict[str, Value], conditions: list[_Atom], consequence: _Atom) -> bool:
        return consequence.holds(sample) or not all(condition.holds(sample) for condition in conditions)

    def _atom(self, attribute: Attribute) -> _Atom:
        if attribute.kind == "boolean":
            wanted = self._chance.random() < 0.5
            return _Atom(
                attribute.key if wanted else f"not {attribute.key}", attribute.key, frozenset({wanted})
            )
        if attribute.kind == "integer":
            bound = self._chance.randint(2, 11)
            return _Atom(f"{attribute.key} <= {bound}", attribute.key, frozenset(range(1, bound + 1)))
        keys = self._chance.sample([option.key for option in attribute.options], self._chance.randint(1, 4))
        listed = ", ".join(f'"{key}"' for key in sorted(keys))
        return _Atom(f"{attribute.key} in {{{listed}}}", attribute.key, frozenset(keys))
