"""Making a line from what was chosen: configured, priced and described."""

from collections.abc import Mapping

from app.catalog import Product, Release, Value
from app.configuration import Configuration
from app.pricing import Discount, Terms, price_line
from app.quoting import Line, Quote


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
    )


def described(product: Product, values: Mapping[str, Value]) -> str:
    """The decided values in words, in the order of the catalog: ``Band: n78 3.5 GHz; Sectors: 3``."""
    parts = []
    for attribute in product.attributes:
        value = values.get(attribute.key)
        if value is None or value is False or value == 0:
            continue
        option = attribute.option(value)
        if option is not None:
            parts.append(f"{attribute.name}: {option.name}")
        elif value is True:
            parts.append(attribute.name)
        else:
            parts.append(f"{attribute.name}: {value} {attribute.unit}".rstrip())
    return "; ".join(parts)
