"""Making a line from what was chosen: configured and described, to be priced with its quote."""

from collections.abc import Mapping
from dataclasses import replace

from app.catalog import Product, Told, Value, told
from app.configuration import Configuration
from app.pricing import Discount
from app.quoting import PLAIN, Details, Line, check_quantity
from app.quoting.priced import unpriced


def made_line(
    product: Product,
    configuration: Configuration,
    *,
    n: int,
    quantity: int,
    currency: str,
    discount: Discount | None,
    details: Details = PLAIN,
    place: int = 0,
) -> Line:
    """Without a price: that comes with ``priced``, for all lines of the quote together."""
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
        price=unpriced(quantity, currency),
        discount=discount,
        details=details,
        place=place,
    )


def discounted(line: Line, discount: Discount | None) -> Line:
    """The same line at another discount: nothing is configured anew, and its quote has to be priced."""
    return line if line.discount == discount else _unpriced(replace(line, discount=discount))


def counted(line: Line, product: Product, quantity: object) -> Line:
    """The same line so many times, of a quote that has to be priced. Raises QuantityInvalid."""
    count = check_quantity(quantity, maximum=product.maximum_quantity)
    return line if line.quantity == count else _unpriced(replace(line, quantity=count))


def _unpriced(line: Line) -> Line:
    return replace(line, price=unpriced(line.quantity, line.price.net.currency))


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
