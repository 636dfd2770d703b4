"""From a complete configuration to what it is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar, Final, TypeAlias

from app.assembly.content import content_of, is_fixed
from app.assembly.items import Cut, Item, Operation, Part
from app.assembly.merging import merged_cuts, merged_parts
from app.assembly.number import item_number, numbered
from app.assembly.reading import AssemblyInvalid, Reading
from app.catalog.assembly import (
    Assembly,
    AssemblyRule,
    CutRule,
    Occurrence,
    OperationRule,
    PartRule,
    ProductRule,
)
from app.catalog.expressions import Expression
from app.catalog.expressions.tree import Name
from app.catalog.product import Product, Value
from app.errors import Missing

LineRule: TypeAlias = PartRule | AssemblyRule | ProductRule

LINE_LIMIT: Final = 20_000
_TENTH: Final = Decimal("0.1")


class AssemblyMissing(Missing):
    code: ClassVar[str] = "assembly_missing"


def assemble(product: Product, values: Mapping[str, Value]) -> Item:
    """The parts list of a complete configuration, equal for equal ``values`` in any order.

    Raises AssemblyMissing for a product without one, AssemblyInvalid where a rule comes to nonsense.
    """
    return _Making(product, values, _assembly_of(product)).root()


def _assembly_of(product: Product) -> Assembly:
    if product.assembly is None:
        raise AssemblyMissing(f"The catalog does not say what {product.name} is made of.")
    return product.assembly


def made_of(root: AssemblyRule, product: Product, values: Mapping[str, Value]) -> tuple[Item, int]:
    """The same of some ``root``, which gets no number; and how many lines there were before equal ones
    became one. Raises AssemblyInvalid.
    """
    making = _Making(product, values, Assembly("", root))
    return making.item(root, making.whole, quantity=Decimal(1)), making.lines


@dataclass(slots=True)
class _Making:
    product: Product
    values: Mapping[str, Value]
    assembly: Assembly
    label: str = ""
    lines: int = 0
    whole: Reading = field(init=False)

    def __post_init__(self) -> None:
        self.whole = Reading(self.product, self.values, self.label)

    def root(self) -> Item:
        number = item_number(self.product, self.values)
        made = self.item(self.assembly.root, self.whole, quantity=Decimal(1), number=number)
        return replace(made, product=self.product.key)

    def item(self, rule: AssemblyRule, reading: Reading, *, quantity: Decimal, number: str = "") -> Item:
        parts = merged_parts(line for part in rule.parts for line in self.lines_of(part, reading))
        made = Item(
            key=rule.key,
            name=rule.name,
            number=number,
            quantity=quantity,
            position=reading.position(rule.occurs),
            days=rule.days,
            parts=parts,
            operations=tuple(self.operations(rule.operations, reading)),
            cuts=merged_cuts(self.cuts(rule.cuts, reading)),
            because=self.because(rule.occurs, reading),
        )
        return made if number or not rule.number else self.with_number(made, rule)

    def with_number(self, made: Item, rule: AssemblyRule) -> Item:
        """An assembly that no choice changes has the number of its template; any other a fingerprint too."""
        if is_fixed(rule):
            return replace(made, number=rule.number)
        content = {
            "product": self.product.key,
            "version": self.assembly.version,
            "assembly": content_of(made),
        }
        return replace(made, number=numbered(rule.number, self.product, self.values, content=content))

    def lines_of(self, rule: LineRule, reading: Reading) -> Iterator[Part | Item]:
        of = _named(rule)
        for row in reading.rows(rule.occurs, of=of):
            self.lines += 1
            if self.lines > LINE_LIMIT:
                raise AssemblyInvalid(
                    f"{self.product.name} comes to more than {LINE_LIMIT} lines. Choose smaller quantities."
                )
            line = self.line(rule, row)
            if line is not None and line.quantity:
                yield line

    def line(self, rule: LineRule, row: Reading) -> Part | Item | None:
        match rule:
            case PartRule():
                return self.part(rule, row)
            case ProductRule():
                return self.other(rule, row)
        return self.nested(rule, row)

    def other(self, rule: ProductRule, row: Reading) -> Item | None:
        """Another product, as if it were made by itself: with its own number and its own reasons."""
        quantity = row.quantity(rule.occurs, counted=True, of=rule.product)
        if not quantity:
            return None
        product, before = self.product.used[rule.product], f"{rule.within}."
        own = {key.removeprefix(before): one for key, one in self.values.items() if key.startswith(before)}
        making = _Making(product, own, _assembly_of(product), f"{self.label}{rule.label} · ", self.lines)
        made = making.root()
        self.lines = making.lines
        because = self.because(rule.occurs, row)
        return replace(made, quantity=quantity, position=row.position(rule.occurs), because=because)

    def nested(self, rule: AssemblyRule, row: Reading) -> Item | None:
        quantity = row.quantity(rule.occurs, counted=True, of=_named(rule))
        return self.item(rule, row, quantity=quantity) if quantity else None

    def part(self, rule: PartRule, row: Reading) -> Part | None:
        chosen = self.values.get(rule.by)
        article = rule.articles.get(chosen) if isinstance(chosen, str) else rule.article
        if article is None:
            return None
        quantity = row.quantity(rule.occurs, counted=article.counted, of=article.number)
        because = self.because(rule.occurs, row, *([Name(rule.by)] if rule.by else []))
        return Part(article, quantity, row.position(rule.occurs), because)

    def operations(self, rules: tuple[OperationRule, ...], reading: Reading) -> Iterator[Operation]:
        for rule in rules:
            if reading.applies(rule.when):
                minutes = reading.number(rule.minutes, of=rule.name)
                because = reading.because(rule.when, rule.minutes)
                yield Operation(rule.name, rule.work_centre, rule.setup, minutes, because)

    def cuts(self, rules: tuple[CutRule, ...], reading: Reading) -> Iterator[Cut]:
        for rule in rules:
            pieces = reading.whole(rule.pieces, of=rule.name) if reading.applies(rule.when) else 0
            length = reading.number(rule.length, of=rule.name).quantize(_TENTH, ROUND_HALF_UP)
            if pieces and length:
                because = reading.because(rule.when, rule.length, rule.pieces)
                yield Cut(rule.name, rule.material, length, pieces, rule.angle, because)

    def because(self, occurs: Occurrence, reading: Reading, *more: Expression) -> tuple[str, ...]:
        return reading.because(occurs.when, occurs.each, occurs.quantity, *more)


def _named(rule: LineRule) -> str:
    if isinstance(rule, AssemblyRule):
        return rule.key
    if isinstance(rule, ProductRule):
        return rule.product
    return rule.article.number if rule.article else f"the part by {rule.by}"
