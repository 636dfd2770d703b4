"""Features as what can be chosen: attributes, and components for those that occur several times."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from app.catalog import Attribute, AttributeKey, Option, Rule
from app.catalog.expressions.tree import And, Arithmetic, Compare, Constant, Expression, Implies, Name
from app.catalog.nesting import MAX_ROWS, Body, Part, WrittenComponent, WrittenStep
from app.store.feature_models.layout import ONE, Layout, Region, Spot, below, numbers
from app.store.feature_models.names import legal_keys
from app.store.feature_models.terms import Terms, Uses
from app.store.feature_models.texts import LONGEST, Texts
from app.store.feature_models.tree import Said, needed
from app.store.feature_models.typed import Numeric, Typed

_STEP: Final = 30


@dataclass(frozen=True, slots=True)
class Parts:
    """``rules`` by the rows that they hold in."""

    layout: Layout
    typed: Typed
    uses: Uses
    rules: Mapping[Region, Sequence[Rule]]

    def body(self) -> Body:
        """All of the model."""
        return Body(tuple(self._steps()), tuple(self.rules.get((), ())))

    def _steps(self) -> Iterator[WrittenStep]:
        """Branches of the root, small ones together."""
        spots = [spot for spot in self.layout.spots.values() if not spot.around]
        starts, place = [0], 0
        branches = {child.name for child in self.layout.root.children}
        for place, spot in enumerate(spots):
            if spot.feature.name in branches and place - starts[-1] >= _STEP:
                starts.append(place)
        for n, (start, end) in enumerate(zip(starts, [*starts[1:], len(spots)], strict=True), start=1):
            parts = [part for spot in spots[start:end] for part in self._of(spot)]
            yield WrittenStep(f"step_{n}", parts[0].name, _in_order(parts))

    def _of(self, spot: Spot) -> Iterator[Part]:
        match spot.shape:
            case "one":
                yield self._itself(spot)
                yield from self._values(spot)
            case "counted":
                yield self._counted(spot)
            case "rows":
                yield self._component(spot)

    def _itself(self, spot: Spot) -> Attribute:
        facts = {self.layout.facts[name]: Decimal(number) for name, number in numbers(spot.feature).items()}
        if spot.feature.name in self.uses.counted:
            facts = {self.layout.facts[ONE]: Decimal(1), **facts}
        return Attribute(
            key=AttributeKey(spot.itself),
            name=spot.feature.name,
            kind="boolean",
            help=remarks(spot),
            facts=facts,
            preset=True if spot.shape == "rows" else None,
        )

    def _counted(self, spot: Spot) -> Attribute:
        least, most = self._times(spot)
        return replace(
            self._itself(spot), kind="integer", minimum=least, maximum=most, when=self._parent(spot)
        )

    def _component(self, spot: Spot) -> WrittenComponent:
        least, most = self._times(spot)
        inside = list(self._values(spot))
        for one in below(spot.feature):
            inner = self.layout.spots[one.name]
            if inner is not spot and inner.around == spot.region:
                inside.extend(self._of(inner))
        itself = self._itself(spot)
        if itself.facts or not inside:
            inside.insert(0, replace(itself, help=""))
        return WrittenComponent(
            key=spot.key,
            name=spot.feature.name,
            minimum=least,
            maximum=most,
            body=Body((WrittenStep("", "", _in_order(inside)),), tuple(self.rules.get(spot.region, ()))),
            help=remarks(spot),
            when=self._parent(spot),
        )

    def _times(self, spot: Spot) -> tuple[int, int]:
        said = spot.feature.cardinality
        if said is None:
            raise ValueError(spot)
        least = said.least if needed(spot, self.layout) else 0
        return least, MAX_ROWS if said.most is None else said.most

    def _parent(self, spot: Spot) -> Expression | None:
        """While it is not chosen there is nothing below it."""
        above = self.layout.spots[spot.parent.name] if spot.parent else None
        if above is None or above.shape == "rows" or above.parent is None:
            return None
        return Name(above.key)

    def _values(self, spot: Spot) -> Iterator[Part]:
        """What is entered besides, for a feature with a type."""
        name = spot.feature.name
        when = None if spot.shape == "rows" else Name(spot.key)
        if name in self.typed.texts:
            yield from _texts(spot, self.typed.texts[name], when, taken=self.layout.keys)
        elif name in self.typed.numbers:
            yield from self._numbers(spot, self.typed.numbers[name], when)

    def _numbers(self, spot: Spot, known: Numeric, when: Expression | None) -> Iterator[Part]:
        name = spot.feature.name
        made = _whole if spot.feature.type == "Integer" else _real
        yield made(spot.value, f"{name}: value", known, when)
        ends = replace(
            known,
            minimum=known.minimum.to_integral_value(ROUND_FLOOR),
            maximum=known.maximum.to_integral_value(ROUND_CEILING),
        )
        if name in self.uses.floors:
            yield _whole(spot.floor, f"{name}: made whole downwards", ends, when)
        if name in self.uses.ceils:
            yield _whole(spot.ceil, f"{name}: made whole upwards", ends, when)


def _whole(key: str, name: str, known: Numeric, when: Expression | None) -> Attribute:
    return Attribute(
        AttributeKey(key),
        name,
        "integer",
        minimum=int(known.minimum),
        maximum=int(known.maximum),
        when=when,
    )


def _real(key: str, name: str, known: Numeric, when: Expression | None) -> Attribute:
    return Attribute(
        AttributeKey(key),
        name,
        "decimal",
        minimum=known.minimum,
        maximum=known.maximum,
        step=known.step,
        when=when,
    )


def near(spot: Spot, layout: Layout, uses: Uses) -> Iterator[Said]:
    """What ties a whole number to the value that it is made of."""
    chosen = Terms(layout, uses, spot.region).chosen(spot)
    value, one = Name(spot.value), Constant(1)
    wanted = (
        (uses.floors, spot.floor, "downwards", lambda whole: (whole, value)),
        (uses.ceils, spot.ceil, "upwards", lambda whole: (value, whole)),
    )
    for names, key, word, ends in wanted:
        if spot.feature.name in names:
            low, high = ends(Name(key))
            near_enough = And((Compare("<=", low, high), Compare("<", high, Arithmetic("+", low, one))))
            held = near_enough if spot.shape == "rows" else Implies(chosen, near_enough)
            yield spot.feature.at, "whole", f"{spot.feature.name} made whole {word}.", spot.region, held


def _texts(spot: Spot, known: Texts, when: Expression | None, *, taken: frozenset[str]) -> Iterator[Part]:
    name = f"{spot.feature.name}: value"
    if known.plain:
        yield Attribute(AttributeKey(spot.value), name, "text", longest=LONGEST, when=when)
        return
    options = [Option(option, text) for text, option in known.named.items()]
    options += [Option(run.key, run.name) for run in known.runs]
    yield Attribute(AttributeKey(spot.value), name, "choice", options=tuple(options), when=when)
    keys = legal_keys((f"{spot.value} text {n}" for n, _ in enumerate(known.runs, start=1)), taken)
    for key, run in zip(keys.values(), known.runs, strict=True):
        yield Attribute(
            AttributeKey(key),
            f"{spot.feature.name}: {run.name}",
            "text",
            pattern=run.pattern,
            pattern_text=run.name if run.pattern else "",
            longest=run.longest,
            when=Compare("=", Name(spot.value), Constant(run.key)),
        )


def remarks(spot: Spot) -> str:
    """What is no number is kept as words."""
    return "; ".join(
        name if value is True else f"{name}: {value}"
        for name, value in spot.feature.attributes.items()
        if name not in numbers(spot.feature)
    )


def _in_order(parts: Sequence[Part]) -> tuple[Part, ...]:
    """As the files of a catalog have them: what is chosen by itself first."""
    plain = [part for part in parts if isinstance(part, Attribute)]
    return (*plain, *(part for part in parts if not isinstance(part, Attribute)))
