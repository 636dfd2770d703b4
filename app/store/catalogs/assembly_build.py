"""The ``assembly`` of a product to rules, with the articles and work centres that it names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.catalog import Article, Product, Shop, WorkCentre
from app.catalog.assembly import ROW, Assembly, AssemblyRule, CutRule, Occurrence, OperationRule, PartRule
from app.catalog.checks import did_you_mean
from app.catalog.expressions import Component as RowsOf
from app.catalog.expressions import Expression, Scope, converted, expand
from app.catalog.expressions import Row as RowScope
from app.catalog.expressions.tree import And, Arithmetic, Constant
from app.catalog.nesting import scope_of
from app.catalog.number_templates import renamed
from app.store.catalogs.build import ProductBuilder
from app.store.catalogs.document import KeyPath
from app.store.catalogs.together import Built

Content = Mapping[str, Any]

# In a rule with rows their number has a name; the checks know it as a number.
_ROWS = Scope(attributes={ROW: ROW})


def with_assembly(built: Built, shop: Shop) -> Built:
    """The product with its assembly, if its file has one."""
    content = built.builder.assembly
    if content is None:
        return built
    assembly = AssemblyBuilder(built.builder, shop, built.product, (scope_of(built.product),)).root(content)
    return replace(built, product=replace(built.product, assembly=assembly))


@dataclass(frozen=True, slots=True)
class AssemblyBuilder:
    """Problems join those of the product's builder; a stand-in takes the place of an unknown article.

    ``scopes``: the names that may be used, those of the innermost row first.
    """

    builder: ProductBuilder
    shop: Shop
    product: Product
    scopes: tuple[Scope, ...]

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

    def parts(self, content: Content, path: KeyPath) -> Iterator[PartRule | AssemblyRule]:
        """The rule, or one for each row of the component that it is for."""
        rows = self.rows(content["each"])
        if rows is None:
            inside = self if content["each"] is None else replace(self, scopes=(_ROWS, *self.scopes))
            yield inside.part(content, path, self.occurrence(content, path))
            return
        for number, row in enumerate(rows.rows, start=1):
            inside = replace(self, scopes=(row.scope, _ROWS, *self.scopes))
            occurs = inside.occurrence({**content, "each": None}, path)
            yield inside.part(content, path, in_row(occurs, row, rows=rows, number=number))

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
        message = f"{said} in articles.yaml or articles.csv; {did_you_mean(wrong, known)}"
        self.builder.problems.append(self.builder.document.problem(path, message))


def in_row(occurs: Occurrence, row: RowScope, *, rows: RowsOf, number: int) -> Occurrence:
    """For a row that is there under a condition; equal rows are one, as often as there are any."""
    exists = [one for one in (row.exists, occurs.when) if one is not None]
    when = And(tuple(exists)) if len(exists) == 2 else next(iter(exists), None)
    quantity = Arithmetic("*", occurs.quantity, rows.quantity) if rows.equal else occurs.quantity
    return replace(occurs, quantity=quantity, when=when, row=number)
