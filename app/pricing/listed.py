"""What a product costs before anything is chosen or taken off."""

from app.amounts import Money
from app.catalog import Product
from app.pricing.amounts import Amounts
from app.pricing.terms import Terms


def list_price(product: Product, terms: Terms) -> Money:
    """Of one, from the price book that counts under the terms. Raises PriceMissing, RateMissing."""
    amount, _ = Amounts.under(terms).booked(product.key, "", product.prices)
    return Money(amount, terms.currency)
