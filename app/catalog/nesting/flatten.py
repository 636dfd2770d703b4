"""From nested parts to the flat attributes, rules and tables that the engine works on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.catalog.attribute import Attribute, AttributeKey
from app.catalog.checks.finding import Finding, Place
from app.catalog.expressions import Component as RowsOf
from app.catalog.expressions import Row as RowScope
from app.catalog.expressions import Scope, expand
from app.catalog.expressions.tree import And, Compare, Constant, Expression, Fact, Implies, Name, Present
from app.catalog.expressions.write import write
from app.catalog.needs import asking_nothing_unanswered
from app.catalog.nesting.called import NAMELESS, Called
from app.catalog.nesting.limits import limits
from app.catalog.nesting.scope import QUANTITY, joined
from app.catalog.nesting.sets import cardinality, members
from app.catalog.nesting.written import Body, Part, WrittenComponent, WrittenProduct, WrittenSet, WrittenStep
from app.catalog.period import ALWAYS
from app.catalog.product import Product, Rule, Step, Table
from app.catalog.settle import settled
from app.catalog.structure import Component, OptionSet, Row, Section


@dataclass(frozen=True, slots=True)
class Flat:
    """``findings`` say what does not fit; a product that cannot be expanded has nothing to choose."""

    product: Product
    findings: tuple[Finding, ...] = ()

    @property
    def expanded(self) -> bool:
        return bool(self.product.attributes) or not self.findings


def flattened(written: WrittenProduct, catalog: Mapping[str, WrittenProduct]) -> Flat:
    """The product with flat attributes. ``catalog``: the products that components may be made of, by key."""
    refused = limits(written, catalog)
    if refused:
        return Flat(written.bare, refused)
    collected = _Collected(catalog)
    top = _Spot()
    steps = [(step, collected.step(step, top)) for step in written.body.steps]
    collected.take(written.body, top)
    names = _Names()
    product = replace(
        written.bare,
        attributes=tuple(names.attribute(one, spot) for one, spot in collected.attributes),
        steps=tuple(Step(step.key, step.name, keys, step.help, step.names) for step, keys in steps),
        rules=tuple(names.rules(collected)),
        tables=tuple(names.table(one, spot) for one, spot in collected.tables),
        sets=tuple(made for _, made, _ in collected.sets),
        components=tuple(collected.components),
    )
    ready, findings = settled(product)
    return Flat(asking_nothing_unanswered(ready), (*names.findings, *findings))


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where parts are put: ``path`` of the row and what it is ``called``, ``when`` it exists, what multiplies
    it, and the ``scopes`` in which its names are looked for, its own first.
    """

    path: str = ""
    called: Called = NAMELESS
    when: Expression | None = None
    times: tuple[AttributeKey, ...] = ()
    scopes: tuple[Scope, ...] = field(default_factory=lambda: (Scope(),))

    @property
    def name(self) -> str:
        return self.called.name

    def says(self, text: str, texts: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
        """A sentence about the row, and the same by language."""
        said = {language: f"{self.called.said(language)}: {one}" for language, one in texts.items()}
        return f"{self.name}: {text}", said


@dataclass(slots=True)
class _Collected:
    """Parts with their names as written: they can become flat once all keys are known."""

    catalog: Mapping[str, WrittenProduct]
    attributes: list[tuple[Attribute, _Spot]] = field(default_factory=list)
    rules: list[tuple[Rule, _Spot]] = field(default_factory=list)
    tables: list[tuple[Table, _Spot]] = field(default_factory=list)
    sets: list[tuple[WrittenSet, OptionSet, _Spot]] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)

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
        spot.scopes[0].attributes[attribute.key] = key
        made = attribute
        if spot.path:
            full = spot.called.of(Called(attribute.name, attribute.names))
            made = replace(
                attribute, key=key, name=full.name, label=attribute.name, within=spot.path,
                names=full.names, labels=attribute.names,
            )  # fmt: skip
        self.attributes.append((replace(made, multiplied_by=spot.times), spot))
        return (key,)

    def set(self, written: WrittenSet, spot: _Spot) -> tuple[AttributeKey, ...]:
        key, called = joined(spot.path, written.key), spot.called.of(Called(written.name, written.names))
        flat_members = members(written, key, called)
        self.attributes.extend((replace(one, multiplied_by=spot.times), spot) for one in flat_members)
        keys = tuple(one.key for one in flat_members)
        known = (option.key for option in written.members)
        spot.scopes[0].sets[written.key] = dict(zip(known, keys, strict=True))
        low, high = written.at_least, written.at_most
        made = OptionSet(
            key, called.name, keys, low, high, written.help, written.name, spot.path,
            question=written.question, questions=written.questions,
            names=called.names, labels=written.names,
        )  # fmt: skip
        self.sets.append((written, made, spot))
        return keys

    def component(self, written: WrittenComponent, spot: _Spot) -> tuple[AttributeKey, ...]:
        key, called = joined(spot.path, written.key), spot.called.of(Called(written.name, written.names))
        product = self.catalog[written.product] if written.product else None
        body = written.body or (product.body if product else Body(()))
        quantity = _quantity(written, key, called=called, product=product, spot=spot)
        self.attributes.append((quantity, spot))
        place = len(self.components)
        spots = tuple(_row_spots(written, key, called=called, quantity=quantity, outer=spot))
        # Rows may be spoken of by what stands beside them, and by themselves.
        spot.scopes[0].components[written.key] = RowsOf(
            tuple(RowScope(row.scopes[0], row.when) for row in spots),
            Name(quantity.key),
            equal=written.rows_are == "equal",
        )
        first = 1 if written.rows_are == "each" else 0
        rows = tuple(self._row(body, row, number=n) for n, row in enumerate(spots, start=first))
        made = Component(
            key=key,
            name=called.name,
            rows_are=written.rows_are,
            minimum=written.minimum,
            maximum=written.maximum,
            quantity=quantity.key,
            rows=rows,
            help=written.help,
            label=written.name,
            within=spot.path,
            product=written.product,
            names=called.names,
            labels=written.names,
        )
        self.components.insert(place, made)
        inside = (one for row in rows for section in row.sections for one in section.attributes)
        return (quantity.key, *inside)

    def _row(self, body: Body, spot: _Spot, *, number: int) -> Row:
        sections = tuple(Section(one.name, self.step(one, spot), one.help, one.names) for one in body.steps)
        self.take(body, spot)
        return Row(spot.path, number, spot.name, sections, spot.when, spot.called.names)


@dataclass(slots=True)
class _Names:
    """Makes names flat; what cannot be found is collected, and a stand-in takes its place."""

    findings: list[Finding] = field(default_factory=list)

    def attribute(self, attribute: Attribute, spot: _Spot) -> Attribute:
        own = self.condition(attribute.when, spot, place=("attribute", attribute.key, "when"))
        return replace(attribute, when=_both(spot.when, own))

    def rules(self, collected: _Collected) -> Iterable[Rule]:
        for rule, spot in collected.rules:
            yield self.rule(rule, spot)
        for written, made, spot in collected.sets:
            own = self.condition(written.when, spot, place=("set", made.key, "when"))
            found = cardinality(written, made.key, made.name, when=_both(spot.when, own))
            if found is not None:
                yield found

    def rule(self, rule: Rule, spot: _Spot) -> Rule:
        key = joined(spot.path, rule.key)
        place = ("rule", key, "expression")
        expression = self.flat(rule.expression, spot, source=rule.source, place=place)
        if not spot.path:
            return replace(rule, expression=expression)
        guarded = expression if spot.when is None else Implies(spot.when, expression, expression.at)
        text, texts = spot.says(rule.text, rule.texts)
        return replace(rule, key=key, text=text, texts=texts, expression=guarded)

    def table(self, table: Table, spot: _Spot) -> Table:
        key = joined(spot.path, table.key)
        columns = tuple(self.column(column, spot) for column in table.columns)
        own = self.condition(table.when, spot, place=("table", key, "when"))
        made = replace(table, columns=columns, when=_both(spot.when, own))
        if not spot.path:
            return made
        text, texts = spot.says(table.text, table.texts)
        return replace(made, key=key, text=text, texts=texts)

    def column(self, column: AttributeKey, spot: _Spot) -> AttributeKey:
        first, *rest = column.split(".")
        mention = Fact(first, ".".join(rest)) if rest else Name(first)
        found, _ = expand(mention, spot.scopes, source=column)
        return AttributeKey(found.attribute) if isinstance(found, Name) else column

    def condition(self, when: Expression | None, spot: _Spot, *, place: Place) -> Expression | None:
        return None if when is None else self.flat(when, spot, source=write(when), place=place)

    def flat(self, expression: Expression, spot: _Spot, *, source: str, place: Place) -> Expression:
        tree, problems = expand(expression, spot.scopes, source=source)
        self.findings.extend(Finding(place, problem.detail) for problem in problems)
        return Constant(True) if problems else tree


def _quantity(
    written: WrittenComponent, key: str, *, called: Called, product: WrittenProduct | None, spot: _Spot
) -> Attribute:
    prices = product.bare.prices if product and written.prices is None else written.prices
    period = written.period.within(product.bare.period) if product else written.period
    return Attribute(
        key=AttributeKey(joined(key, QUANTITY)),
        name=called.name,
        kind="integer",
        minimum=written.minimum,
        maximum=written.maximum,
        prices=prices or {},
        when=written.when,
        default=written.default,
        preset=written.preset,
        period=period,
        label=written.name,
        within=key,
        multiplied_by=spot.times,
        question=written.question,
        questions=written.questions,
        names=called.names,
        labels=written.names,
    )


def _row_spots(
    written: WrittenComponent, key: str, *, called: Called, quantity: Attribute, outer: _Spot
) -> Iterable[_Spot]:
    # A product that is used as a part speaks of its own names only.
    beyond = () if written.product else outer.scopes
    sometimes = bool(outer.when or written.when or quantity.period != ALWAYS)
    if written.rows_are == "equal":
        when = _exists(quantity, 1, minimum=written.minimum, sometimes=sometimes)
        yield _Spot(key, called, when, (*outer.times, quantity.key), (Scope(), *beyond))
        return
    row = (
        Called(written.row_name, written.row_names)
        if written.row_name
        else Called(written.name, written.names)
    )
    for n in range(1, written.maximum + 1):
        when = _exists(quantity, n, minimum=written.minimum, sometimes=sometimes)
        yield _Spot(
            joined(key, str(n)), outer.called.of(row.numbered(n)), when, outer.times, (Scope(), *beyond)
        )


def _exists(quantity: Attribute, n: int, *, minimum: int, sometimes: bool) -> Expression | None:
    """Where the row with that number is there; None: always."""
    if n > minimum:
        return Compare(">=", Name(quantity.key), Constant(n))
    return Present(quantity.key) if sometimes else None


def _both(first: Expression | None, second: Expression | None) -> Expression | None:
    if first is None or second is None:
        return second if first is None else first
    return And((first, second))
