"""From nested parts to the flat attributes, rules and tables that the engine works on."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace

from app.catalog.attribute import Attribute, AttributeKey
from app.catalog.checks.finding import Finding
from app.catalog.expressions.tree import And, Compare, Constant, Expression, Implies, Name, Present
from app.catalog.nesting.limits import limits
from app.catalog.nesting.scope import QUANTITY, Scope, joined, resolved
from app.catalog.nesting.sets import cardinality, members
from app.catalog.nesting.written import Body, Part, WrittenComponent, WrittenProduct, WrittenSet, WrittenStep
from app.catalog.period import ALWAYS
from app.catalog.product import Product, Rule, Step, Table
from app.catalog.structure import Component, OptionSet, Row, Section


@dataclass(frozen=True, slots=True)
class Flat:
    """``findings`` say why a product could not be made flat; it has nothing to choose then."""

    product: Product
    findings: tuple[Finding, ...] = ()


def flattened(written: WrittenProduct, catalog: Mapping[str, WrittenProduct]) -> Flat:
    """The product with flat attributes. ``catalog``: the products that components may be made of, by key."""
    refused = limits(written, catalog)
    if refused:
        return Flat(written.bare, refused)
    flattening = _Flattening(catalog)
    steps = [(step, flattening.step(step, _TOP)) for step in written.body.steps]
    flattening.take(written.body, _TOP)
    product = replace(
        written.bare,
        attributes=tuple(flattening.own_attributes()),
        steps=tuple(Step(step.key, step.name, keys, step.help) for step, keys in steps),
        rules=tuple(flattening.own_rules()),
        tables=tuple(flattening.own_tables()),
        sets=tuple(flattening.sets),
        components=tuple(flattening.components),
    )
    return Flat(product)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where parts are put: ``path`` and ``name`` of the row, ``when`` it exists, what multiplies it, and
    ``scopes``, the paths in which its names are looked for.
    """

    path: str = ""
    name: str = ""
    when: Expression | None = None
    times: tuple[AttributeKey, ...] = ()
    scopes: tuple[str, ...] = ("",)

    def named(self, name: str) -> str:
        return f"{self.name} · {name}" if self.name else name


_TOP = _Spot()


@dataclass(slots=True)
class _Flattening:
    """Parts are collected with their names as written; once all keys are known, the names become flat."""

    catalog: Mapping[str, WrittenProduct]
    attributes: list[tuple[Attribute, _Spot]] = field(default_factory=list)
    rules: list[tuple[Rule, _Spot]] = field(default_factory=list)
    tables: list[tuple[Table, _Spot]] = field(default_factory=list)
    cardinalities: list[tuple[WrittenSet, OptionSet, _Spot]] = field(default_factory=list)
    sets: list[OptionSet] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    known: Set[str] = frozenset()

    def take(self, body: Body, spot: _Spot) -> None:
        self.rules.extend((rule, spot) for rule in body.rules)
        self.tables.extend((table, spot) for table in body.tables)

    def step(self, step: WrittenStep, spot: _Spot) -> tuple[AttributeKey, ...]:
        return tuple(key for part in step.parts for key in self.part(part, spot))

    def part(self, part: Part, spot: _Spot) -> Iterable[AttributeKey]:
        if isinstance(part, WrittenSet):
            return self.set(part, spot)
        if isinstance(part, WrittenComponent):
            return self.component(part, spot)
        return self.attribute(part, spot)

    def attribute(self, attribute: Attribute, spot: _Spot) -> tuple[AttributeKey]:
        key = AttributeKey(joined(spot.path, attribute.key))
        made = attribute
        if spot.path:
            named = spot.named(attribute.name)
            made = replace(attribute, key=key, name=named, label=attribute.name, within=spot.path)
        self.attributes.append((replace(made, multiplied_by=spot.times), spot))
        return (key,)

    def set(self, written: WrittenSet, spot: _Spot) -> tuple[AttributeKey, ...]:
        key, name = joined(spot.path, written.key), spot.named(written.name)
        flat = members(written, key, name)
        self.attributes.extend((replace(one, multiplied_by=spot.times), spot) for one in flat)
        keys = tuple(one.key for one in flat)
        made = OptionSet(
            key, name, keys, written.at_least, written.at_most, written.help, written.name, spot.path
        )
        self.sets.append(made)
        self.cardinalities.append((written, made, spot))
        return keys

    def component(self, written: WrittenComponent, spot: _Spot) -> tuple[AttributeKey, ...]:
        key, name = joined(spot.path, written.key), spot.named(written.name)
        product = self.catalog[written.product] if written.product else None
        body = written.body or (product.body if product else Body(()))
        quantity = self._quantity(written, key, name=name, product=product, spot=spot)
        place = len(self.components)
        rows: list[Row] = []
        for row in _row_spots(written, key, name=name, quantity=quantity, outer=spot):
            sections = tuple(Section(one.name, self.step(one, row), one.help) for one in body.steps)
            self.take(body, row)
            number = len(rows) + 1 if written.rows_are == "each" else 0
            rows.append(Row(row.path, number, row.name, sections, row.when))
        made = Component(
            key=key,
            name=name,
            rows_are=written.rows_are,
            minimum=written.minimum,
            maximum=written.maximum,
            quantity=quantity.key,
            rows=tuple(rows),
            help=written.help,
            label=written.name,
            within=spot.path,
            product=written.product,
        )
        self.components.insert(place, made)
        inside = (one for row in rows for section in row.sections for one in section.attributes)
        return (quantity.key, *inside)

    def _quantity(
        self,
        written: WrittenComponent,
        key: str,
        *,
        name: str,
        product: WrittenProduct | None,
        spot: _Spot,
    ) -> Attribute:
        own = product.bare.prices if product and written.prices is None else written.prices
        made = Attribute(
            key=AttributeKey(joined(key, QUANTITY)),
            name=name,
            kind="integer",
            minimum=written.minimum,
            maximum=written.maximum,
            prices=own or {},
            facts=written.facts,
            when=written.when,
            default=written.default,
            preset=written.preset,
            period=written.period.within(product.bare.period) if product else written.period,
            label=written.name,
            within=key,
            multiplied_by=spot.times,
        )
        self.attributes.append((made, spot))
        return made

    def own_attributes(self) -> Iterable[Attribute]:
        for attribute, spot in self.attributes:
            own = None if attribute.when is None else self._flat(attribute.when, spot)
            yield replace(attribute, when=_both(spot.when, own))

    def own_rules(self) -> Iterable[Rule]:
        for rule, spot in self.rules:
            expression = self._flat(rule.expression, spot)
            if spot.path:
                guarded = expression if spot.when is None else Implies(spot.when, expression, expression.at)
                key, text = joined(spot.path, rule.key), f"{spot.name}: {rule.text}"
                yield replace(rule, key=key, text=text, expression=guarded)
            else:
                yield replace(rule, expression=expression)
        for written, made, spot in self.cardinalities:
            own = None if written.when is None else self._flat(written.when, spot)
            found = cardinality(written, made.key, made.name, when=_both(spot.when, own))
            if found is not None:
                yield found

    def own_tables(self) -> Iterable[Table]:
        for table, spot in self.tables:
            scope = self._scope(spot)
            columns = tuple(AttributeKey(scope.key(column) or column) for column in table.columns)
            own = None if table.when is None else self._flat(table.when, spot)
            made = replace(table, columns=columns, when=_both(spot.when, own))
            if spot.path:
                made = replace(made, key=joined(spot.path, table.key), text=f"{spot.name}: {table.text}")
            yield made

    def _flat(self, expression: Expression, spot: _Spot) -> Expression:
        nested = self.sets or self.components
        return resolved(expression, self._scope(spot)) if nested else expression

    def _scope(self, spot: _Spot) -> Scope:
        if len(self.known) < len(self.attributes):
            self.known = {attribute.key for attribute, _ in self.attributes}
        return Scope(spot.scopes, self.known)


def _row_spots(
    written: WrittenComponent, key: str, *, name: str, quantity: Attribute, outer: _Spot
) -> Iterable[_Spot]:
    # A product that is used as a part speaks of its own names only.
    beyond = () if written.product else outer.scopes
    sometimes = bool(outer.when or written.when or quantity.period != ALWAYS)
    if written.rows_are == "equal":
        when = _exists(quantity, 1, minimum=written.minimum, sometimes=sometimes)
        yield _Spot(key, name, when, (*outer.times, quantity.key), (key, *beyond))
        return
    for n in range(1, written.maximum + 1):
        path = joined(key, str(n))
        when = _exists(quantity, n, minimum=written.minimum, sometimes=sometimes)
        called = outer.named(f"{written.row_name or written.name} {n}")
        yield _Spot(path, called, when, outer.times, (path, *beyond))


def _exists(quantity: Attribute, n: int, *, minimum: int, sometimes: bool) -> Expression | None:
    """Where the row with that number is there; None: always."""
    if n > minimum:
        return Compare(">=", Name(quantity.key), Constant(n))
    return Present(quantity.key) if sometimes else None


def _both(first: Expression | None, second: Expression | None) -> Expression | None:
    if first is None or second is None:
        return second if first is None else first
    return And((first, second))
