"""Making a line from what was chosen: configured and described, to be priced with its quote."""

from collections.abc import Mapping

from app.catalog import Product, Told, Value, told
from app.configuration import Configuration
from app.pricing import Discount
from app.quoting import PLAIN, Details, Line
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
