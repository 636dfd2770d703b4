"""Validated content of ``pricing.yaml`` to values of the business."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from app.catalog.expressions import ExpressionInvalid, parse
from app.catalog.expressions.tree import Constant
from app.catalog.pricing import (
    USUAL,
    USUAL_LIGHT,
    Formula,
    MarginLight,
    PriceBook,
    PriceStep,
    Pricing,
    RateTable,
    Reach,
    Reason,
    Rounding,
)
from app.store.catalogs.attribute_build import period_of
from app.store.catalogs.document import Document, KeyPath
from app.store.catalogs.prices.rows import Rows
from app.store.catalogs.prices.rules import Reading, rule_of
from app.store.catalogs.problems import Problem

Content: TypeAlias = Mapping[str, Any]


@dataclass(slots=True)
class PricingBuilder:
    """``rows``: what stands in files of their own. ``language``: that of plain texts. ``problems`` collects
    unreadable formulas; a stand-in takes their place.
    """

    document: Document
    rows: Mapping[KeyPath, Rows]
    language: str
    problems: list[Problem] = field(default_factory=list)

    def pricing(self, content: Content) -> Pricing:
        steps, light = content["steps"], content["margin_light"]
        return Pricing(
            steps=USUAL.steps if steps is None else tuple(self.steps(steps)),
            books=tuple(self.books(content["books"])),
            rounding={code: Rounding(**one) for code, one in sorted(content["rounding"].items())},
            rates=tuple(
                RateTable(one["base"], one["day"], dict(sorted(one["rates"].items())), one["origin"])
                for one in content["rates"]
            ),
            regions=tuple(content["regions"]),
            margin_light=USUAL_LIGHT if light is None else MarginLight(**light),
        )

    def books(self, books: Sequence[Content]) -> Iterator[PriceBook]:
        for n, one in enumerate(books):
            path: KeyPath = ("books", n)
            rows = self.rows.get((*path, "prices"))
            prices = one["prices"] if rows is None else rows.content["prices"]
            name, names = self.texts(one["name"], (*path, "name"))
            yield PriceBook(
                key=one["key"],
                name=name,
                currency=one["currency"],
                prices={key: dict(sorted(items.items())) for key, items in sorted(prices.items())},
                regions=frozenset(one["regions"]),
                tiers=frozenset(one["tiers"]),
                period=period_of(one),
                owner=one["owner"],
                names=names,
            )

    def steps(self, steps: Sequence[Content]) -> Iterator[PriceStep]:
        for n, one in enumerate(steps):
            path: KeyPath = ("steps", n)
            name, names = self.texts(one["name"], (*path, "name"))
            rows = self.rows.get((*path, "tiers"))
            content = one if rows is None else {**one, "tiers": rows.content["tiers"]}
            rule = rule_of(content, self.reading(path))
            yield PriceStep(one["key"], name, rule, self.reach(one, path), one["owner"], names)

    def reach(self, step: Content, path: KeyPath) -> Reach:
        said = {name: frozenset(keys) for name, keys in step["reach"].items()}
        when = None if step["when"] is None else self.formula(step["when"], (*path, "when"))
        return Reach(**said, period=period_of(step), when=when)

    def reading(self, path: KeyPath) -> Reading:
        return Reading(
            formula=lambda source: self.formula(source, (*path, "formula")),
            reason=lambda n, reason: self.reason(reason, (*path, "reasons", n)),
            refuse=lambda inside, message, code: self.refuse((*path, *inside), message, code),
        )

    def reason(self, content: Content, path: KeyPath) -> Reason:
        name, names = self.texts(content["name"], (*path, "name"))
        return Reason(content["key"], name, names)

    def texts(self, texts: Mapping[str, str], path: KeyPath) -> tuple[str, Mapping[str, str]]:
        """The text in the catalog's language, and all of them by language."""
        if "" in texts:
            return texts[""], {}
        if self.language not in texts:
            self.refuse(
                path, f'the name in the language of the catalog is missing; write {self.language}: "..."'
            )
        return texts.get(self.language, ""), dict(texts)

    def formula(self, source: str, path: KeyPath) -> Formula:
        try:
            return Formula(parse(source), source)
        except ExpressionInvalid as invalid:
            self.refuse(path, invalid.detail, "price_formula_invalid")
            return Formula(Constant(True), source)

    def refuse(self, path: KeyPath, message: str, code: str = "") -> None:
        for length in range(len(path), 0, -1):
            rows = self.rows.get(path[:length])
            if rows is not None:
                self.problems.append(rows.located(path[length:], message, code))
                return
        self.problems.append(self.document.problem(path, message, code))
