"""The ``assembly`` of a product to rules, with the articles and work centres that it names."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.catalog import Article, Product, Shop, WorkCentre
from app.catalog.assembly import Assembly, AssemblyRule, CutRule, Occurrence, OperationRule, PartRule
from app.catalog.checks import did_you_mean
from app.catalog.expressions import Expression
from app.store.catalogs.build import ProductBuilder
from app.store.catalogs.document import KeyPath
from app.store.catalogs.together import Built

Content = Mapping[str, Any]


def with_assembly(built: Built, shop: Shop) -> Built:
    """The product with its assembly, if its file has one."""
    content = built.builder.assembly
    if content is None:
        return built
    assembly = AssemblyBuilder(built.builder, shop).root(built.product, content)
    return replace(built, product=replace(built.product, assembly=assembly))


@dataclass(frozen=True, slots=True)
class AssemblyBuilder:
    """Problems join those of the product's builder; a stand-in takes the place of an unknown article."""

    builder: ProductBuilder
    shop: Shop

    def root(self, product: Product, content: Content) -> Assembly:
        named = {**content, "assembly": product.key, "name": product.name}
        return Assembly(
            content["version"], self.assembly(named, ("assembly",), Occurrence()), content["codes"]
        )

    def assembly(self, content: Content, path: KeyPath, occurs: Occurrence) -> AssemblyRule:
        return AssemblyRule(
            key=content["assembly"],
            name=content["name"],
            occurs=occurs,
            number=content["number"],
            days=content["days"],
            parts=tuple(self.part(one, (*path, "parts", n)) for n, one in enumerate(content["parts"])),
            operations=tuple(
                self.operation(one, (*path, "operations", n)) for n, one in enumerate(content["operations"])
            ),
            cuts=tuple(self.cut(one, (*path, "cuts", n)) for n, one in enumerate(content["cuts"])),
        )

    def part(self, content: Content, path: KeyPath) -> PartRule | AssemblyRule:
        occurs = Occurrence(
            quantity=self.builder.expression(content["quantity"], (*path, "quantity")),
            when=self.maybe(content["when"], (*path, "when")),
            each=self.maybe(content["each"], (*path, "each")),
            position=content["position"],
            round_up=content["round"] == "up",
        )
        if "assembly" in content:
            return self.assembly(content, path, occurs)
        if "article" in content:
            return PartRule(occurs, self.article(content["article"], (*path, "article")))
        articles = {
            option: self.article(number, (*path, "articles", option))
            for option, number in content["articles"].items()
        }
        return PartRule(occurs, by=content["by"], articles=articles)

    def operation(self, content: Content, path: KeyPath) -> OperationRule:
        return OperationRule(
            name=content["name"],
            work_centre=self.work_centre(content["work_centre"], (*path, "work_centre")),
            setup=content["setup_minutes"],
            minutes=self.builder.expression(content["minutes"], (*path, "minutes")),
            when=self.maybe(content["when"], (*path, "when")),
        )

    def cut(self, content: Content, path: KeyPath) -> CutRule:
        return CutRule(
            name=content["name"],
            material=self.article(content["material"], (*path, "material")),
            length=self.builder.expression(content["length"], (*path, "length")),
            pieces=self.builder.expression(content["pieces"], (*path, "pieces")),
            when=self.maybe(content["when"], (*path, "when")),
            angle=content["angle"],
        )

    def maybe(self, source: str | None, path: KeyPath) -> Expression | None:
        return None if source is None else self.builder.expression(source, path)

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
