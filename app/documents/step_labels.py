"""What the steps of a price are called, in the language of a document."""

import re
from decimal import Decimal
from typing import Final

from app.catalog import Attribute, Product, Release, Value, in_language
from app.catalog.pricing import (
    CustomerTiers,
    Header,
    ListPrice,
    Manual,
    OptionPrices,
    PriceStep,
    QuantityTiers,
)
from app.catalog.texts import said
from app.documents import figures
from app.documents.languages import Speech
from app.pricing import Step, StepKind
from app.quoting import Line

_BY_KIND: Final[dict[StepKind, type]] = {
    "list": ListPrice,
    "option": OptionPrices,
    "quantity": QuantityTiers,
    "customer": CustomerTiers,
    "manual": Manual,
    "header": Header,
}
"""Steps whose ``rule`` is not the key of the catalog's step."""
_PERCENT: Final = re.compile(r"\(−([\d.]+) %\)$")
_TIMES: Final = re.compile(r" × \d+$")


class StepLabels:
    """Pricing words a step in the language of the catalog; these are its names in that of the document. What
    the catalog names in no other language keeps its words.
    """

    def __init__(self, release: Release, speech: Speech) -> None:
        self.release = release
        self.speech = speech
        kinds = {rule: kind for kind, rule in _BY_KIND.items()}
        self._products: dict[str, Product] = {}
        self._by_key: dict[str, PriceStep] = {}
        # The last of a kind stands for all of it, as the one that is for most lines.
        self._by_kind: dict[StepKind, PriceStep] = {}
        for one in release.pricing.steps:
            kind = kinds.get(type(one.rule))
            if kind is None:
                self._by_key[one.key] = one
            else:
                self._by_kind[kind] = one

    def of_quote(self, step: Step) -> str:
        """Of a step added up over lines."""
        if step.kind == "rounding":
            return self.speech.words.rounding
        return self._named(step) or step.label

    def of_line(self, step: Step, line: Line) -> str:
        if step.kind in ("list", "option"):
            product = self.product(line)
            return product.name if step.kind == "list" else self._option(step, line, product)
        named = self.speech.words.rounding if step.kind == "rounding" else self._named(step)
        off = _PERCENT.search(step.label)
        share = f" (−{figures.percent(Decimal(off[1]), self.speech.locale)})" if off else ""
        return f"{named}{share}" if named else step.label

    def _named(self, step: Step) -> str:
        """Empty where the catalog has no other name for it than the one that pricing wrote."""
        found = self._by_key.get(step.rule) or self._by_kind.get(step.kind)
        name = said(found.name, found.names, language=self.speech.tag) if found else ""
        return "" if found is None or name == found.name else name

    def _option(self, step: Step, line: Line, product: Product) -> str:
        attribute = product.attribute(step.rule.removeprefix(f"{product.key}."))
        if attribute is None:
            return step.label
        times = _TIMES.search(step.label)
        value = self._value(attribute, line.values.get(attribute.key))
        return f"{attribute.name}{value}{times[0] if times else ''}"

    def _value(self, attribute: Attribute, value: Value | None) -> str:
        option = attribute.option(value)
        if option is not None:
            return f": {option.name}"
        if value is None or isinstance(value, bool | str):
            return ""
        measured = figures.measured(value, attribute.unit, self.speech.locale)
        return f": {measured}".replace("\u00a0", " ")

    def product(self, line: Line) -> Product:
        """Raises ProductUnknown."""
        key = line.product
        if key not in self._products:
            self._products[key] = in_language(self.release.product(key), self.speech.tag)
        return self._products[key]
