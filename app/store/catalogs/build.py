"""Validated content to values of the business, remembering where each came from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from app.catalog import (
    Attribute,
    AttributeKey,
    Finding,
    Product,
    ProductKey,
    QuantityTier,
    Rule,
    Table,
)
from app.catalog.checks import Place
from app.catalog.expressions import Expression, ExpressionInvalid, parse
from app.catalog.expressions.tree import Constant
from app.catalog.nesting import Body, Part, WrittenComponent, WrittenProduct, WrittenSet, WrittenStep
from app.store.catalogs.attribute_build import attribute_of, option_of, period_of
from app.store.catalogs.document import Document, KeyPath
from app.store.catalogs.files import Files
from app.store.catalogs.problems import Problem
from app.store.catalogs.schemas import CHARGES
from app.store.catalogs.sheets import Sheet, SheetInvalid, read_sheet

Content = Mapping[str, Any]


@dataclass(slots=True)
class ProductBuilder:
    """Builds one product. ``problems`` collects unreadable expressions; a stand-in takes their place.

    ``paths`` has where things are written, by their place; keys in places are paths without row numbers.
    ``files``: the catalog's; ``language``: that of plain texts; ``assembly``: as written.
    """

    document: Document
    files: Files
    language: str
    problems: list[Problem] = field(default_factory=list)
    paths: dict[Place, KeyPath] = field(default_factory=dict)
    sheets: dict[str, tuple[str, Sheet]] = field(default_factory=dict)
    assembly: Content | None = None

    def product(self, content: Content) -> WrittenProduct:
        self.assembly = content["assembly"]
        bare = Product(
            key=ProductKey(content["key"]),
            code=content["code"],
            name=content["name"],
            description=content["description"],
            family=content["family"],
            attributes=(),
            steps=(),
            rules=(),
            tables=(),
            prices=content["prices"],
            quantity_tiers=tuple(QuantityTier(**tier) for tier in content["quantity_tiers"]),
            maximum_quantity=content["maximum_quantity"],
            fact_units=content["units"],
            period=period_of(content),
            recurs=CHARGES.get(content["charge"]),
        )
        return WrittenProduct(bare, self.body(content, (), scope=""))

    def body(self, content: Content, path: KeyPath, *, scope: str) -> Body:
        """``scope`` is the path of keys that lead here, ending in a period unless it is empty."""
        rules, tables = content["rules"], content["tables"]
        return Body(
            steps=tuple(self.steps(content, path, scope=scope)),
            rules=tuple(self.rule(one, (*path, "rules", n), scope=scope) for n, one in enumerate(rules)),
            tables=tuple(self.tables(tables, path, scope=scope)),
        )

    def steps(self, content: Content, path: KeyPath, *, scope: str) -> Iterator[WrittenStep]:
        loose = tuple(self.parts(content, path, scope=scope)) if "attributes" in content else ()
        if loose:
            yield WrittenStep("", "", loose)
        for n, step in enumerate(content["steps"]):
            here = (*path, "steps", n)
            self.paths["step", scope + step["key"]] = here
            parts = tuple(self.parts(step, here, scope=scope))
            yield WrittenStep(step["key"], step["name"], parts, step["help"])

    def parts(self, content: Content, path: KeyPath, *, scope: str) -> Iterator[Part]:
        for kind in ("needs", "attributes"):
            for n, one in enumerate(content[kind]):
                yield self.attribute(one, (*path, kind, n), scope=scope)
        for n, one in enumerate(content["sets"]):
            yield self.set(one, (*path, "sets", n), scope=scope)
        for n, one in enumerate(content["components"]):
            yield self.component(one, (*path, "components", n), scope=scope)

    def attribute(self, content: Content, path: KeyPath, *, scope: str) -> Attribute:
        """An attribute or a need."""
        place: Place = ("attribute", scope + content["key"])
        self.paths[place] = path
        for n, option in enumerate(content.get("options", ())):
            self.paths[*place, "option", option["key"]] = (*path, "options", n)
        question, questions = self.question(content, path)
        made = attribute_of(content, when=self.condition(content, path), need="needs" in path[-2:])
        return replace(made, question=question, questions=questions)

    def set(self, content: Content, path: KeyPath, *, scope: str) -> WrittenSet:
        key = scope + content["key"]
        self.paths["set", key] = path
        self.paths["rule", f"{key}.members"] = path
        for n, member in enumerate(content["members"]):
            self.paths["attribute", f"{key}.{member['key']}"] = (*path, "members", n)
            # All members share the condition of their set, which is written once.
            self.paths["attribute", f"{key}.{member['key']}", "when"] = (*path, "when")
        most = len(content["members"]) if content["at_most"] is None else content["at_most"]
        question, questions = self.question(content, path)
        return WrittenSet(
            key=content["key"],
            name=content["name"],
            members=tuple(option_of(member) for member in content["members"]),
            at_least=content["at_least"],
            at_most=most,
            help=content["help"],
            when=self.condition(content, path),
            default=None if content["default"] is None else tuple(content["default"]),
            preset=tuple(content["preset"]),
            period=period_of(content),
            question=question,
            questions=questions,
        )

    def component(self, content: Content, path: KeyPath, *, scope: str) -> WrittenComponent:
        key = scope + content["key"]
        self.paths["component", key] = path
        self.paths["attribute", f"{key}.count"] = path
        question, questions = self.question(content, path)
        return WrittenComponent(
            key=content["key"],
            name=content["name"],
            minimum=content["minimum"],
            maximum=content["maximum"],
            rows_are=content["rows"],
            body=None if content["product"] else self.body(content, path, scope=f"{key}."),
            product=content["product"],
            row_name=content["row_name"],
            help=content["help"],
            prices=content["prices"],
            when=self.condition(content, path),
            default=content["default"],
            preset=content["preset"],
            period=period_of(content),
            question=question,
            questions=questions,
        )

    def rule(self, content: Content, path: KeyPath, *, scope: str) -> Rule:
        key = scope + content["key"]
        self.paths["rule", key] = path
        self.paths["rule", key, "expression"] = (*path, "rule") if "rule" in content else path
        if "rule" in content:
            source = content["rule"]
            tree = self.expression(source, (*path, "rule"))
        else:
            source = f"({content['when']}) implies ({content['then']})"
            tree = self.implication(source, content, path)
        text, texts = self.sentence(content["text"], (*path, "text"))
        return Rule(content["key"], text, tree, source, content["owner"], period_of(content), texts)

    def implication(self, source: str, content: Content, path: KeyPath) -> Expression:
        count = len(self.problems)
        stand_in = self.expression(content["when"], (*path, "when"))
        self.expression(content["then"], (*path, "then"))
        # Each part is read by itself first: "a) or (b" would pass in parentheses.
        return self.expression(source, path) if len(self.problems) == count else stand_in

    def sentence(self, texts: Mapping[str, str], path: KeyPath) -> tuple[str, Mapping[str, str]]:
        """The text in the catalog's language, and all of them by language."""
        if "" in texts:
            return texts[""], {}
        if self.language not in texts:
            message = f'the text in the language of the catalog is missing; write {self.language}: "..."'
            self.problems.append(self.document.problem(path, message))
        return texts.get(self.language, ""), texts

    def question(self, content: Content, path: KeyPath) -> tuple[str, Mapping[str, str]]:
        texts = content["question"]
        return ("", {}) if texts is None else self.sentence(texts, (*path, "question"))

    def tables(self, content: Sequence[Content], path: KeyPath, *, scope: str) -> Iterator[Table]:
        for n, one in enumerate(content):
            here = (*path, "tables", n)
            self.paths["table", scope + one["key"]] = here
            sheet = self.sheet(one, scope + one["key"]) if "file" in one else _inline(one)
            if sheet is not None:
                yield self.table(one, here, sheet=sheet)

    def table(self, content: Content, path: KeyPath, *, sheet: Sheet) -> Table:
        text, texts = self.sentence(content["text"], (*path, "text"))
        return Table(
            key=content["key"],
            text=text,
            columns=tuple(AttributeKey(column) for column in sheet.columns),
            rows=sheet.rows,
            owner=content["owner"],
            when=self.condition(content, path),
            period=period_of(content),
            texts=texts,
        )

    def sheet(self, content: Content, key: str) -> Sheet | None:
        """The rows of a file; None after problems that were noted."""
        name = f"{PurePosixPath(self.document.file).parent}/{content['file']}"
        try:
            found = read_sheet(self.files, name, content["columns"], sheet=content.get("sheet", ""))
        except SheetInvalid as invalid:
            self.problems.extend(Problem(name, *problem) for problem in invalid.problems)
            return None
        self.sheets[key] = (name, found)
        return found

    def condition(self, content: Content, path: KeyPath) -> Expression | None:
        source = content["when"]
        return None if source is None else self.expression(source, (*path, "when"))

    def expression(self, source: str, path: KeyPath) -> Expression:
        try:
            return parse(source)
        except ExpressionInvalid as invalid:
            self.problems.append(self.document.problem(path, invalid.detail))
            return Constant(True)

    def located(self, finding: Finding) -> Problem:
        """A finding on the product, at the line it is about or that of the component it is inside of."""
        place = _written_place(finding.place)
        match place:
            case ("table", str(key), *within) if key in self.sheets:
                return self.in_sheet(key, within, finding.message)
        for known in _ever_wider(place):
            path = self.paths.get(known)
            if path is not None:
                inside = place[len(known) :] if known == place[: len(known)] else ()
                return self.document.problem((*path, *inside), finding.message)
        return self.document.problem(place, finding.message)

    def in_sheet(self, key: str, inside: Sequence[str | int], message: str) -> Problem:
        """A finding on a table that stands in a file of its own."""
        file, sheet = self.sheets[key]
        match inside:
            case ("rows", int(row), int(column)):
                return Problem(file, sheet.lines[row], sheet.columns[column], message)
            case ("columns", int(column)):
                return Problem(file, 1, sheet.columns[column], message)
        return Problem(file, 1, "", message)


def _inline(content: Content) -> Sheet:
    return Sheet(tuple(content["columns"]), tuple(tuple(row) for row in content["rows"]), ())


def _written_place(place: Place) -> Place:
    """Rows share the place of their component, which is written once."""
    if place[:1] in (("attribute",), ("rule",), ("table",), ("set",), ("component",)):
        parts = (part for part in str(place[1]).split(".") if not part.isdigit())
        return (place[0], ".".join(parts), *place[2:])
    return place


def _ever_wider(place: Place) -> Iterator[Place]:
    for length in range(len(place), 0, -1):
        yield place[:length]
    if len(place) > 1:
        owner = str(place[1])
        while "." in owner:
            owner = owner.rpartition(".")[0]
            yield "component", owner
            yield "set", owner
