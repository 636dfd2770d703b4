"""What names mean in the conditions of an approval policy: words, attributes of a line's product, and what is
said of lines: ``any(lines where discount > 10)``, ``max(lines.discount where family = "Radio")``.

In a flat tree words stand as ``approval:net`` and what is said of lines as ``approval:lines:`` with what is
said, which no attribute can be called.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from app.catalog.approvals.rule import Over
from app.catalog.approvals.words import NUMBERS, OF_LINES, words_of
from app.catalog.attribute import Attribute, AttributeKey, Option
from app.catalog.expressions import Expression, ExpressionInvalid, Scope, converted, expand, names, write
from app.catalog.expressions.names import children, walk, with_children
from app.catalog.expressions.tree import (
    Compare,
    Constant,
    Fact,
    Fold,
    Given,
    Member,
    Name,
    Present,
    Rows,
    Within,
)
from app.catalog.nesting.scopes import scope_of
from app.catalog.pricing.formula import Formula
from app.catalog.product import Product, ProductKey
from app.catalog.release import Release

MARK: Final = "approval:"
LINES: Final = "lines"
_OF_LINES: Final = MARK + LINES + ":"
_LARGEST: Final = Decimal(10) ** 18
Function: TypeAlias = Literal["any", "all", "count", "sum", "min", "max"]

NO_PRODUCT: Final = Product(ProductKey("quote"), "", "", "", "", (), (), (), (), {})
"""Stands in where a condition speaks of no product."""


def flat_key(word: str) -> str:
    return MARK + word


def word_of(key: str) -> str:
    """The word of a flat key; an attribute's own key."""
    return key.removeprefix(MARK)


@dataclass(frozen=True, slots=True)
class OfLines:
    """What is said of all lines: ``word`` is what is folded, empty for any, all and count; ``condition`` is
    of a line, and not flat yet.
    """

    key: str
    function: Function
    word: str
    condition: Expression | None
    source: str
    at: int = 0

    @property
    def is_condition(self) -> bool:
        return self.function in ("any", "all")


@dataclass(frozen=True, slots=True)
class Said:
    """A condition in which what is said of lines is a name; ``of_lines`` has what each stands for."""

    tree: Expression
    source: str
    of_lines: tuple[OfLines, ...]


def said(formula: Formula) -> Said:
    taking = _Taking()
    return Said(taking.out(formula.tree), formula.source, tuple(taking.found))


@dataclass(slots=True)
class _Taking:
    found: list[OfLines] = field(default_factory=list)

    def out(self, node: Expression) -> Expression:
        match node:
            case Rows(function, path, condition) if path == LINES:
                return self.named(node, function, "", condition=condition, source=write(node))
            case Fold(function, operands):
                inner = tuple(self.operand(function, one) for one in operands)
                alone = len(inner) == 1 and isinstance(inner[0], Name) and inner[0] != operands[0]
                return inner[0] if alone else replace(node, operands=inner)
        return with_children(node, [self.out(part) for part in children(node)])

    def operand(self, function: Literal["sum", "min", "max"], node: Expression) -> Expression:
        match node:
            case Fact(path, word) if path == LINES:
                source = write(Fold(function, (node,)))
                return self.named(node, function, word, condition=None, source=source)
            case Given(Fact(path, word), condition) if path == LINES:
                source = write(Fold(function, (node,)))
                return self.named(node, function, word, condition=condition, source=source)
        return self.out(node)

    def named(
        self, node: Expression, function: Function, word: str, *, condition: Expression | None, source: str
    ) -> Expression:
        # What is said alike is one name, in all conditions. A path would be taken apart at its periods.
        key = _OF_LINES + source.replace("~", "~0").replace(".", "~1")
        if all(one.key != key for one in self.found):
            inner = None if condition is None else _of_a_line(condition)
            self.found.append(OfLines(key, function, word, inner, source, node.at))
        return Name(key, node.at)


def _of_a_line(node: Expression) -> Expression:
    """``lines.family`` within a condition on lines is ``family``."""
    if isinstance(node, Fact) and node.attribute == LINES:
        return Name(node.fact, node.at)
    return with_children(node, [_of_a_line(part) for part in children(node)])


@dataclass(frozen=True, slots=True)
class Language:
    """What a condition may say. ``texts``: the values that text words may have (regions, families); those
    without an entry may have any.
    """

    over: Over
    texts: Mapping[str, Sequence[str]]

    def flat(
        self, tree: Expression, source: str, *, product: Product | None, of_lines: Iterable[OfLines] = ()
    ) -> tuple[Expression, tuple[ExpressionInvalid, ...]]:
        """The condition over words and attributes of the product. What the product does not have, has no
        value: comparisons with it do not hold.
        """
        scopes = [self._scope(of_lines)]
        owner = NO_PRODUCT
        if product is not None:
            own, owner = scope_of(product), product
            tree = _without(tree, lambda name: name in scopes[0] or name in own)
            scopes.append(own)
        flat, unfound = expand(tree, tuple(scopes), source=source)
        if unfound:
            return flat, unfound
        return converted(flat, self.speaking(owner, flat, of_lines=of_lines), source=source)

    def unknown(
        self, tree: Expression, product: Product | None, of_lines: Iterable[OfLines]
    ) -> frozenset[str]:
        """The first names of paths in it that neither words nor the product have."""
        scope = self._scope(of_lines)
        own = Scope() if product is None else scope_of(product)
        return frozenset(name for name, _ in places_of(tree) if name not in scope and name not in own)

    def doubled(self, tree: Expression, product: Product) -> frozenset[str]:
        """Words in it that are attributes of the product as well."""
        own = scope_of(product)
        return frozenset(name for name, _ in places_of(tree) if name in words_of(self.over) and name in own)

    def speaking(self, product: Product, tree: Expression, *, of_lines: Iterable[OfLines] = ()) -> Product:
        """The product with the words among its attributes, for the checks of names and types."""
        words = [self._attribute(word, tree) for word in words_of(self.over)]
        lines = [
            Attribute(AttributeKey(one.key), one.source, "boolean")
            if one.is_condition
            else _number(one.key, one.source)
            for one in of_lines
        ]
        return replace(product, attributes=(*product.attributes, *words, *lines))

    def _scope(self, of_lines: Iterable[OfLines]) -> Scope:
        words = {word: flat_key(word) for word in words_of(self.over)}
        return Scope(attributes=words | {one.key: one.key for one in of_lines})

    def _attribute(self, word: str, tree: Expression) -> Attribute:
        if word in NUMBERS or word in OF_LINES:
            return _number(flat_key(word), word)
        known = self.texts.get(word)
        # Of a text that may be anything, whatever the condition names is possible.
        options = texts_in(tree) if known is None else known
        return Attribute(
            AttributeKey(flat_key(word)),
            word,
            "choice",
            options=tuple(Option(text, text) for text in dict.fromkeys(options)),
        )


def language_of(release: Release, over: Over) -> Language:
    """With the families, regions and so on that the release has."""
    families = dict.fromkeys(one.family for one in release.products.values())
    converted_to = {code for table in release.pricing.rates for code in table.rates}
    return Language(
        over,
        {
            "product": tuple(release.products),
            "family": tuple(families),
            "region": release.pricing.regions,
            "tier": tuple(release.customer_tiers),
            "currency": (*release.currencies, *sorted(converted_to)),
            "standing": ("offered", "optional", "alternative"),
            "charge": ("once", "month", "year"),
        },
    )


def texts_in(tree: Expression) -> tuple[str, ...]:
    found: list[str] = []
    for node in walk(tree):
        if isinstance(node, Constant) and isinstance(node.value, str):
            found.append(node.value)
        elif isinstance(node, Within):
            found += [value for value in node.values if isinstance(value, str)]
    return tuple(found)


def words_in(flat: Expression) -> frozenset[str]:
    """The words that a flat tree speaks of."""
    return frozenset(
        word_of(key) for key in names(flat) if key.startswith(MARK) and not key.startswith(_OF_LINES)
    )


def words_said(of: Said) -> frozenset[str]:
    """The names that a condition mentions, in what it says of lines too. Attributes are among them."""
    inner = [name for one in of.of_lines if one.condition is not None for name, _ in places_of(one.condition)]
    own = [name for name, _ in places_of(of.tree)]
    return frozenset([*own, *inner, *(one.word for one in of.of_lines if one.word)])


def _number(key: str, name: str) -> Attribute:
    return Attribute(
        AttributeKey(key), name, "decimal", minimum=-_LARGEST, maximum=_LARGEST, step=Decimal("0.000001")
    )


def places_of(tree: Expression) -> Iterator[tuple[str, int]]:
    """The first names of paths, with their places, but not of those that are asked of rows."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        match node:
            case Rows(path=path) | Member(path=path):
                yield path.split(".")[0], node.path_at
                continue
            case Name(path) | Fact(path) | Present(path) | Within(path):
                yield path.split(".")[0], node.at
            case Given(value):
                waiting.append(value)
                continue
        waiting.extend(children(node))


def _without(node: Expression, has: Callable[[str], bool]) -> Expression:
    """The smallest conditions that speak of what there is not, as false."""
    if isinstance(node, Compare | Name | Within | Present | Member | Rows):
        known = all(has(name) for name, _ in places_of(node))
        return node if known else Constant(False, at=node.at)
    return with_children(node, [_without(part, has) for part in children(node)])
