"""Small products with a set and a component, made up at random, and what they mean, by trying all of it.

The judge here never looks at flat keys: it chooses how many rows there are, what each holds and which members
are chosen, and asks the author's rules with the author's names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from random import Random

from hypothesis import strategies as st

from app.catalog.attribute import Attribute, AttributeKey, Option
from app.catalog.expressions import evaluate, parse
from app.catalog.nesting import (
    Body,
    WrittenComponent,
    WrittenProduct,
    WrittenSet,
    WrittenStep,
    flattened,
)
from app.catalog.product import Product, ProductKey, Rule, Table, Value

SITE = Attribute(
    AttributeKey("site"), "Site", "choice", options=(Option("roof", "Roof"), Option("mast", "Mast"))
)
BAND = Attribute(
    AttributeKey("band"), "Band", "choice", options=(Option("low", "Low"), Option("high", "High"))
)
TILT = Attribute(AttributeKey("tilt"), "Tilt", "boolean", when=parse('band = "high"'))
SAID = (
    'site = "roof" implies band = "low"',
    "tilt",
    'band = "high" or site = "mast"',
    "not tilt",
    'present(tilt) implies site = "mast"',
)
ABOVE = (
    'site = "mast"',
    "software.a implies radios.count >= 2",
    'site = "roof" implies software.b',
    "radios.count <= 1 or not software.a",
)
FITS = Table(
    "fits",
    "What fits.",
    (AttributeKey("site"), AttributeKey("band")),
    ((frozenset({"roof"}), frozenset({"low"})), (frozenset({"mast"}), None)),
)


@dataclass(frozen=True, slots=True)
class Nested:
    """``above`` are the product's own rules, ``inside`` those of a row, each with its source."""

    minimum: int
    maximum: int
    equal: bool
    at_least: int
    at_most: int
    conditional: bool
    above: tuple[str, ...]
    inside: tuple[str, ...]
    table: bool

    @property
    def product(self) -> Product:
        when = parse('site = "mast"') if self.conditional else None
        rules = tuple(Rule(f"in{n}", "In.", parse(one), one) for n, one in enumerate(self.inside))
        row = Body((WrittenStep("", "", (BAND, TILT)),), rules, (FITS,) if self.table else ())
        members = tuple(Option(key, key.upper()) for key in "abc")
        parts = (
            SITE,
            WrittenSet("software", "Software", members, self.at_least, self.at_most, when=when),
            WrittenComponent(
                "radios",
                "Radios",
                self.minimum,
                self.maximum,
                "equal" if self.equal else "each",
                row,
                when=when,
            ),
        )
        top = tuple(Rule(f"top{n}", "Top.", parse(one), one) for n, one in enumerate(self.above))
        bare = Product(ProductKey("nested"), "N", "Nested", "", "", (), (), (), (), {})
        made = flattened(WrittenProduct(bare, Body((WrittenStep("s", "S", parts),), top)), {})
        assert made.findings == ()
        return made.product

    def configurations(self) -> Iterator[Mapping[str, Value]]:
        """Every configuration that the rules allow, spelt with flat keys."""
        for site in ("roof", "mast"):
            if self.conditional and site == "roof":
                candidates: Iterator[Mapping[str, Value]] = iter([{"site": site}])
            else:
                candidates = self._with_parts(site)
            for found in candidates:
                if all(self._holds(rule, found) for rule in self.above):
                    yield found

    def _with_parts(self, site: str) -> Iterator[Mapping[str, Value]]:
        for chosen in product((True, False), repeat=3):
            if not self.at_least <= sum(chosen) <= self.at_most:
                continue
            members = {f"software.{key}": value for key, value in zip("abc", chosen, strict=True)}
            for count in range(self.minimum, self.maximum + 1):
                for rows in product(list(self._rows(site)), repeat=min(count, 1) if self.equal else count):
                    paths = ["radios"] if self.equal else [f"radios.{n + 1}" for n in range(count)]
                    found: dict[str, Value] = {"site": site, **members, "radios.count": count}
                    for path, row in zip(paths, rows, strict=False):
                        found |= {f"{path}.{key}": value for key, value in row.items()}
                    yield found

    def _rows(self, site: str) -> Iterator[Mapping[str, Value]]:
        rows: list[dict[str, Value]] = [
            {"band": "low"},
            {"band": "high", "tilt": True},
            {"band": "high", "tilt": False},
        ]
        for row in rows:
            fits = not self.table or site == "mast" or row["band"] == "low"
            if fits and all(self._holds(rule, {"site": site, **row}) for rule in self.inside):
                yield row

    def _holds(self, source: str, values: Mapping[str, Value]) -> bool:
        named = {key.replace(".", "_"): value for key, value in values.items()}
        dotted = source.replace("software.", "software_").replace("radios.count", "radios_count")
        return evaluate(parse(dotted), named, _NoFacts()) is True


class _NoFacts:
    def fact(self, attribute: str, fact: str, value: object) -> Decimal:
        raise AssertionError(f"no rule here asks {attribute}.{fact}")


@st.composite
def nested_products(draw: st.DrawFn) -> Nested:
    chance: Random = draw(st.randoms(use_true_random=False))
    minimum = chance.randint(0, 2)
    at_least = chance.randint(0, 2)
    return Nested(
        minimum=minimum,
        maximum=max(1, minimum + chance.randint(0, 1)),
        equal=chance.randint(0, 1) == 1,
        at_least=at_least,
        at_most=min(3, max(1, at_least + chance.randint(0, 2))),
        conditional=chance.randint(0, 2) == 2,
        above=tuple(chance.sample(ABOVE, chance.randint(0, 2))),
        inside=tuple(chance.sample(SAID, chance.randint(0, 2))),
        table=chance.randint(0, 2) == 2,
    )
