"""Making a line from what was chosen: configured, priced and described."""

from collections.abc import Mapping
from dataclasses import replace

from app.catalog import Product, Release, Told, Value, told
from app.configuration import Configuration
from app.pricing import Discount, Terms, price_line
from app.quoting import PLAIN, Details, Line, Quote, check_quantity


def terms_of(quote: Quote, release: Release) -> Terms:
    return Terms(quote.currency, release.customer_tiers.get(quote.customer_tier))


def made_line(
    product: Product,
    configuration: Configuration,
    *,
    n: int,
    quantity: int,
    terms: Terms,
    discount: Discount | None,
    details: Details = PLAIN,
    place: int = 0,
) -> Line:
    """Raises what pricing raises. An incomplete line is priced as far as it is decided."""
    values = configuration.values
    return Line(
        n=n,
        product=product.key,
        code=product.code,
        name=product.name,
        description=described(product, values),
        quantity=quantity,
        choices=configuration.choices,
        values=values,
        complete=configuration.complete,
        price=price_line(product, values, quantity=quantity, terms=terms, discount=discount),
        discount=discount,
        details=details,
        place=place,
    )


def discounted(line: Line, product: Product, discount: Discount | None, *, terms: Terms) -> Line:
    """The same line at another discount: nothing is configured anew. Raises DiscountInvalid."""
    if line.discount == discount:
        return line
    return _repriced(replace(line, discount=discount), product, terms=terms)


def counted(line: Line, product: Product, quantity: object, *, terms: Terms) -> Line:
    """The same line so many times. Raises QuantityInvalid, DiscountInvalid."""
    count = check_quantity(quantity, maximum=product.maximum_quantity)
    if line.quantity == count:
        return line
    return _repriced(replace(line, quantity=count), product, terms=terms)


def _repriced(line: Line, product: Product, *, terms: Terms) -> Line:
    price = price_line(product, line.values, quantity=line.quantity, terms=terms, discount=line.discount)
    return replace(line, price=price)


def described(product: Product, values: Mapping[str, Value]) -> str:
    """The decided values in words, in the order of the catalog: ``Band: n78 3.5 GHz; Sectors: 3``."""
    keys = (attribute.key for attribute in product.attributes)
    return "; ".join(part for one in told(product, keys, values) if (part := _part(one)))


def _part(one: Told) -> str:
    """Nothing for what was decided against."""
    if one.members is not None:
        return f"{one.name}: {', '.join(one.members)}" if one.members else ""
    if isinstance(one.value, bool):
        return one.name if one.value else ""
    option = one.attribute.option(one.value)
    if option is not None:
        return f"{one.name}: {option.name}"
    return f"{one.name}: {one.value} {one.attribute.unit}".rstrip() if one.value else ""
