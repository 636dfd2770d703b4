"""The ``assembly`` of a product to rules, with the articles and work centres that it names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from app.catalog import Article, Component, Product, Shop, WorkCentre
from app.catalog.assembly import (
    ROW,
    Assembly,
    AssemblyRule,
    CutRule,
    Occurrence,
    OperationRule,
    PartRule,
    ProductRule,
)
from app.catalog.checks import did_you_mean
from app.catalog.expressions import Component as RowsOf
from app.catalog.expressions import Expression, Scope, converted, expand
from app.catalog.expressions import Row as RowScope
from app.catalog.expressions.tree import And, Arithmetic, Constant, Name
from app.catalog.nesting import scope_of
from app.catalog.number_templates import renamed
from app.store.catalogs.build import ProductBuilder
from app.store.catalogs.document import KeyPath
from app.store.catalogs.together import Built

Content = Mapping[str, Any]
LineRule: TypeAlias = PartRule | AssemblyRule | ProductRule

# In a rule with rows their number has a name; the checks know it as a number.
_ROWS = Scope(attributes={ROW: ROW})


def with_assemblies(built: Sequence[Built], shop: Shop) -> list[Built]:
    """The products with their assemblies, those whose files have one."""
    ready = _Ready({one.product.key: one for one in reversed(built)}, shop)
    return [ready.of(one) for one in built]


@dataclass(slots=True)
class _Ready:
    """Products that others use come first. Only products that are no part of themselves are ``expanded``."""

    written: Mapping[str, Built]
    shop: Shop
    known: dict[int, Built] = field(default_factory=dict)

    def of(self, built: Built) -> Built:
        content = built.builder.assembly
        if content is None or not built.expanded:
            return built
        if id(built) not in self.known:
            self.known[id(built)] = replace(built, product=self.made(built, content))
        return self.known[id(built)]

    def made(self, built: Built, content: Content) -> Product:
        product, used = built.product, dict[str, Product]()
        builder = AssemblyBuilder(built.builder, self.shop, product, (scope_of(product),), self.product, used)
        return replace(product, assembly=builder.root(content), used=used)

    def product(self, key: str) -> Product | None:
        found = self.written.get(key)
        return self.of(found).product if found else None


@dataclass(frozen=True, slots=True)
class AssemblyBuilder:
    """Problems join those of the product's builder; a stand-in takes the place of an unknown article.

    ``scopes``: the names that may be used, those of the innermost row first. ``others`` has a product of the
    catalog with its assembly; ``used`` collects those that are needed.
    """

    builder: ProductBuilder
    shop: Shop
    product: Product
    scopes: tuple[Scope, ...]
    others: Callable[[str], Product | None]
    used: dict[str, Product]

    def root(self, content: Content) -> Assembly:
        named = {**content, "assembly": self.product.key, "name": self.product.name}
        root = self.assembly(named, ("assembly",), Occurrence())
        return Assembly(content["version"], root, content["codes"])

    def assembly(self, content: Content, path: KeyPath, occurs: Occurrence) -> AssemblyRule:
        parts = enumerate(content["parts"])
        return AssemblyRule(
            key=content["assembly"],
            name=content["name"],
            occurs=occurs,
            number=renamed(content["number"], self.key),
            days=content["days"],
            parts=tuple(rule for n, one in parts for rule in self.parts(one, (*path, "parts", n))),
            operations=tuple(
                self.operation(one, (*path, "operations", n)) for n, one in enumerate(content["operations"])
            ),
            cuts=tuple(self.cut(one, (*path, "cuts", n)) for n, one in enumerate(content["cuts"])),
        )

    def parts(self, content: Content, path: KeyPath) -> Iterator[LineRule]:
        """The rule, or one for each row of the component that it is for."""
        if "component" in content:
            yield from self.products(content, path)
            return
        rows = self.rows(content["each"])
        if rows is None:
            inside = self if content["each"] is None else replace(self, scopes=(_ROWS, *self.scopes))
            yield inside.part(content, path, self.occurrence(content, path))
            return
        for inside, occurs in self.in_rows(content, path, rows=rows):
            yield inside.part(content, path, occurs)

    def products(self, content: Content, path: KeyPath) -> Iterator[ProductRule]:
        """What the rows of a component are made of when they are sold by themselves, a rule for each row."""
        key, here = content["component"], (*path, "component")
        rows = self.rows(key)
        if rows is None:
            known = [name for scope in self.scopes for name in scope.components]
            self.refused(f'there is no component "{key}"; {did_you_mean(key, known)}', here)
            return
        component = next(one for one in self.product.components if Name(one.quantity) == rows.quantity)
        if self.other(component, here):
            for (_, occurs), row in zip(self.in_rows(content, path, rows=rows), component.rows, strict=True):
                yield ProductRule(occurs, component.product, row.key, row.name)

    def other(self, component: Component, path: KeyPath) -> Product | None:
        """The product that its rows are, if that says what it is made of; None after a problem."""
        other = self.others(component.product)
        if other is None:
            self.refused("its rows are no product; write an assembly, with each instead of component", path)
        elif other.assembly is None:
            self.refused(f'the product "{other.key}" has no assembly; write one for it', path)
        else:
            self.used[other.key] = other
            return other
        return None

    def refused(self, message: str, path: KeyPath) -> None:
        self.builder.problems.append(self.builder.document.problem(path, message))

    def in_rows(
        self, content: Content, path: KeyPath, *, rows: RowsOf
    ) -> Iterator[tuple["AssemblyBuilder", Occurrence]]:
        for number, row in enumerate(rows.rows, start=1):
            inside = replace(self, scopes=(row.scope, _ROWS, *self.scopes))
            occurs = inside.occurrence({**content, "each": None}, path)
            yield inside, in_row(occurs, row, rows=rows, number=number)

    def rows(self, each: str | None) -> RowsOf | None:
        return next((scope.components[each] for scope in self.scopes if each in scope.components), None)

    def part(self, content: Content, path: KeyPath, occurs: Occurrence) -> PartRule | AssemblyRule:
        if "assembly" in content:
            return self.assembly(content, path, occurs)
        if "article" in content:
            return PartRule(occurs, self.article(content["article"], (*path, "article")))
        articles = {
            option: self.article(number, (*path, "articles", option))
            for option, number in content["articles"].items()
        }
        return PartRule(occurs, by=self.key(content["by"]), articles=articles)

    def occurrence(self, content: Content, path: KeyPath) -> Occurrence:
        each = None if content["each"] is None else self.number(content["each"], (*path, "each"))
        inside = self if each is None else replace(self, scopes=(_ROWS, *self.scopes))
        return Occurrence(
            quantity=inside.number(content["quantity"], (*path, "quantity")),
            when=inside.condition(content["when"], (*path, "when")),
            each=each,
            position=content["position"],
            round_up=content["round"] == "up",
            source=path,
        )

    def operation(self, content: Content, path: KeyPath) -> OperationRule:
        return OperationRule(
            name=content["name"],
            work_centre=self.work_centre(content["work_centre"], (*path, "work_centre")),
            setup=content["setup_minutes"],
            minutes=self.number(content["minutes"], (*path, "minutes")),
            when=self.condition(content["when"], (*path, "when")),
        )

    def cut(self, content: Content, path: KeyPath) -> CutRule:
        return CutRule(
            name=content["name"],
            material=self.article(content["material"], (*path, "material")),
            length=self.number(content["length"], (*path, "length")),
            pieces=self.number(content["pieces"], (*path, "pieces")),
            when=self.condition(content["when"], (*path, "when")),
            angle=content["angle"],
        )

    def key(self, name: str) -> str:
        """The flat key of what is named here; an unknown name stays, for the checks to refuse."""
        return next((scope.attributes[name] for scope in self.scopes if name in scope.attributes), name)

    def condition(self, source: str | None, path: KeyPath) -> Expression | None:
        return None if source is None else self.expression(source, path, instead=Constant(True))

    def number(self, source: str, path: KeyPath) -> Expression:
        return self.expression(source, path, instead=Constant(1))

    def expression(self, source: str, path: KeyPath, *, instead: Constant) -> Expression:
        """Over flat keys, in the units of what it speaks of; units that do not fit stay, for the checks."""
        known = len(self.builder.problems)
        tree, problems = expand(self.builder.expression(source, path), self.scopes, source=source)
        self.builder.problems.extend(self.builder.document.problem(path, one.detail) for one in problems)
        if len(self.builder.problems) > known:
            return instead
        ready, misfits = converted(tree, self.product, source=source)
        return tree if misfits else ready

    def article(self, number: str, path: KeyPath) -> Article:
        found = self.shop.articles.get(number)
        if found is None:
            self.unknown(f'there is no article "{number}"', number, self.shop.articles, path)
        return found or Article(number, number)

    def work_centre(self, key: str, path: KeyPath) -> WorkCentre:
        found = self.shop.work_centres.get(key)
        if found is None:
            self.unknown(f'there is no work centre "{key}"', key, self.shop.work_centres, path)
        return found or WorkCentre(key, key)

    def unknown(self, said: str, wrong: str, known: Mapping[str, object], path: KeyPath) -> None:
        self.refused(f"{said} in articles.yaml or articles.csv; {did_you_mean(wrong, known)}", path)


def in_row(occurs: Occurrence, row: RowScope, *, rows: RowsOf, number: int) -> Occurrence:
    """For a row that is there under a condition; equal rows are one, as often as there are any."""
    exists = [one for one in (row.exists, occurs.when) if one is not None]
    when = And(tuple(exists)) if len(exists) == 2 else next(iter(exists), None)
    quantity = Arithmetic("*", occurs.quantity, rows.quantity) if rows.equal else occurs.quantity
    return replace(occurs, quantity=quantity, when=when, row=number)
