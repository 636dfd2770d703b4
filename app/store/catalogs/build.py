"""Validated content to values of the business, remembering where each came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.catalog import (
    Attribute,
    AttributeKey,
    Finding,
    Option,
    Product,
    ProductKey,
    QuantityTier,
    Rule,
    Step,
    Table,
)
from app.catalog.checks import Place
from app.catalog.expressions import Expression, ExpressionInvalid, parse
from app.catalog.expressions.tree import Constant
from app.store.catalogs.document import Document, KeyPath
from app.store.catalogs.problems import Problem

Content = Mapping[str, Any]


@dataclass(slots=True)
class ProductBuilder:
    """Builds one product. ``problems`` collects unreadable expressions; a stand-in takes their place."""

    document: Document
    problems: list[Problem] = field(default_factory=list)
    paths: dict[Place, KeyPath] = field(default_factory=dict)

    def product(self, content: Content) -> Product:
        steps = [self.step(step, ("steps", n)) for n, step in enumerate(content["steps"])]
        return Product(
            key=ProductKey(content["key"]),
            code=content["code"],
            name=content["name"],
            description=content["description"],
            family=content["family"],
            attributes=tuple(attribute for _, attributes in steps for attribute in attributes),
            steps=tuple(step for step, _ in steps),
            rules=tuple(self.rule(rule, ("rules", n)) for n, rule in enumerate(content["rules"])),
            tables=tuple(self.table(table, ("tables", n)) for n, table in enumerate(content["tables"])),
            prices=content["prices"],
            quantity_tiers=tuple(QuantityTier(**tier) for tier in content["quantity_tiers"]),
            maximum_quantity=content["maximum_quantity"],
        )

    def step(self, content: Content, path: KeyPath) -> tuple[Step, tuple[Attribute, ...]]:
        self.paths["step", content["key"]] = path
        attributes = tuple(
            self.attribute(attribute, (*path, "attributes", n))
            for n, attribute in enumerate(content["attributes"])
        )
        keys = tuple(attribute.key for attribute in attributes)
        return Step(content["key"], content["name"], keys, content["help"]), attributes

    def attribute(self, content: Content, path: KeyPath) -> Attribute:
        place: Place = ("attribute", content["key"])
        self.paths[place] = path
        options = content.get("options", ())
        for n, option in enumerate(options):
            self.paths[*place, "option", option["key"]] = (*path, "options", n)
        source = content["when"]
        return Attribute(
            key=AttributeKey(content["key"]),
            name=content["name"],
            kind=content["kind"],
            help=content["help"],
            options=tuple(Option(**option) for option in options),
            minimum=content.get("minimum", 0),
            maximum=content.get("maximum", 0),
            step=content.get("step", 1),
            unit=content.get("unit", ""),
            prices=content["prices"],
            facts=content["facts"],
            when=None if source is None else self.expression(source, (*path, "when")),
            default=content["default"],
        )

    def rule(self, content: Content, path: KeyPath) -> Rule:
        self.paths["rule", content["key"]] = path
        self.paths["rule", content["key"], "expression"] = (*path, "rule") if "rule" in content else path
        if "rule" in content:
            source = content["rule"]
            tree = self.expression(source, (*path, "rule"))
        else:
            source = f"({content['when']}) implies ({content['then']})"
            tree = self.implication(source, content, path)
        return Rule(content["key"], content["text"], tree, source, content["owner"])

    def implication(self, source: str, content: Content, path: KeyPath) -> Expression:
        count = len(self.problems)
        stand_in = self.expression(content["when"], (*path, "when"))
        self.expression(content["then"], (*path, "then"))
        # Each part is read by itself first: "a) or (b" would pass in parentheses.
        return self.expression(source, path) if len(self.problems) == count else stand_in

    def table(self, content: Content, path: KeyPath) -> Table:
        self.paths["table", content["key"]] = path
        return Table(
            key=content["key"],
            text=content["text"],
            columns=tuple(AttributeKey(column) for column in content["columns"]),
            rows=tuple(tuple(row) for row in content["rows"]),
            owner=content["owner"],
        )

    def expression(self, source: str, path: KeyPath) -> Expression:
        try:
            return parse(source)
        except ExpressionInvalid as invalid:
            self.problems.append(self.document.problem(path, invalid.detail))
            return Constant(True)

    def located(self, finding: Finding) -> Problem:
        """A finding on the product, at the line it is about."""
        for length in range(len(finding.place), 0, -1):
            path = self.paths.get(finding.place[:length])
            if path is not None:
                return self.document.problem((*path, *finding.place[length:]), finding.message)
        return self.document.problem(finding.place, finding.message)
