"""Lines as rows of the table that they can be read from again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.amounts import Money, Percent
from app.catalog import Attribute, Product, Release
from app.pricing import Discount, Off, TargetAmount, TargetPrice
from app.quoting.details import Standing
from app.quoting.line_heads import COLUMNS
from app.quoting.line_values import written, written_choices
from app.quoting.quote import Line, Quote
from app.quoting.sections import as_shown

Row = Mapping[str, str | int]

MOST_ATTRIBUTES: Final = 60
"""So many have a column of their own in the template; the others are written under choices."""


@dataclass(frozen=True, slots=True)
class LineSheet:
    """``heads`` with what each asks for; ``rows`` by head. ``products`` and ``values`` explain what can be
    written: a table each, heads first. ``lists``: what can be chosen from under a head.
    """

    heads: Mapping[str, str]
    rows: tuple[Row, ...]
    products: tuple[tuple[str, ...], ...]
    values: tuple[tuple[str, ...], ...]
    lists: Mapping[str, tuple[str, ...]]


_HELP: Final[Mapping[str, str]] = {
    "line": "A number or name of your own, by which an alternative names the line it could stand in for.",
    "product": "The product's key or its article code, as on the sheet Products.",
    "quantity": "A whole number; 1 where it is empty.",
    "discount percent": "A percentage, as 12.5.",
    "discount amount": "An amount off the whole line.",
    "target price": "What one unit is to cost.",
    "target amount": "What the whole line is to cost.",
    "reason": "Why the customer gets the discount.",
    "group": "The name of the line's group; made where the quote has none of that name.",
    "standing": "offered, optional or alternative.",
    "alternative to": "The number, under line, of the line that this one could stand in for.",
    "from": "The first day that the line is for, as 2027-01-31.",
    "until": "The last day that the line is for.",
    "note": "Words about the line, for its reader.",
    "choices": "What is chosen, as band = n78; sectors = 3. Keys and values as on the sheet Choices.",
}


def template(release: Release) -> LineSheet:
    """Without rows: what can be asked for of the products that are sold."""
    keys: dict[str, str] = {}
    for product in release.sold:
        for attribute in product.attributes:
            if "." not in attribute.key:
                keys.setdefault(attribute.key, f"{attribute.name}: {_kind(attribute)}")
    columns = {key: keys[key] for key in [*keys][:MOST_ATTRIBUTES] if key not in COLUMNS}
    return _sheet(release, columns, ())


def exported(quote: Quote, release: Release) -> LineSheet:
    """In the order in which they are shown. Texts have a column each: they may hold anything."""
    lines = as_shown(quote)
    texts = {key: f"{key}: a text" for line in lines for key in _texts(line, release)}
    rows = tuple(_row(line, [key for key in texts if key in line.choices]) for line in lines)
    return _sheet(release, texts, rows)


def _sheet(release: Release, columns: Mapping[str, str], rows: tuple[Row, ...]) -> LineSheet:
    products = release.sold
    return LineSheet(
        heads={**{head: _HELP[head] for head in COLUMNS}, **columns},
        rows=rows,
        products=(("product", "article code", "name", "family"), *_products(products)),
        values=(("product", "choice", "name", "kind", "values"), *_values(products)),
        lists={
            "product": tuple(product.key for product in products),
            "standing": tuple(one.value for one in Standing),
        },
    )


def _products(products: Iterable[Product]) -> Iterator[tuple[str, ...]]:
    return ((one.key, one.code, one.name, one.family) for one in products)


def _values(products: Iterable[Product]) -> Iterator[tuple[str, ...]]:
    for product in products:
        for attribute in product.attributes:
            yield product.key, attribute.key, attribute.name, attribute.kind, _kind(attribute)


def _kind(attribute: Attribute) -> str:
    match attribute.kind:
        case "choice":
            return " | ".join(option.key for option in attribute.options)
        case "boolean":
            return "true | false"
        case "integer" | "decimal":
            ends = f"{written(attribute.minimum)} to {written(attribute.maximum)}"
            return f"{ends} {attribute.unit}".rstrip()
    return "a text"


def _texts(line: Line, release: Release) -> Iterator[str]:
    product = release.product(line.product) if release.sells(line.product) else None
    for key in line.choices:
        attribute = None if product is None else product.attribute(key)
        if attribute is None or attribute.kind == "text":
            yield key


def _row(line: Line, texts: Sequence[str]) -> Row:
    details = line.details
    named = {key: value for key, value in line.choices.items() if key not in texts}
    row: dict[str, str | int] = {"line": line.n, "product": line.product, "quantity": line.quantity}
    row |= _discount(line.discount)
    if details.standing is not Standing.OFFERED:
        row["standing"] = details.standing.value
    if details.instead_of is not None:
        row["alternative to"] = details.instead_of
    if details.term is not None:
        row |= {"from": details.term.start.isoformat(), "until": details.term.end.isoformat()}
    said = {"group": details.group, "note": details.note, "choices": written_choices(named)}
    row |= {key: text for key, text in said.items() if text}
    return row | {key: written(line.choices[key]) for key in texts}


_COLUMNS: Final[Mapping[type[Off], str]] = {
    Percent: "discount percent",
    Money: "discount amount",
    TargetPrice: "target price",
    TargetAmount: "target amount",
}


def _discount(discount: Discount | None) -> Row:
    if discount is None:
        return {}
    return {_COLUMNS[type(discount.off)]: str(discount.off), "reason": discount.reason}
