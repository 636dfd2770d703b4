"""``pricing.yaml``: how a catalog prices, read with lines and columns into ``Pricing``, and written again.

Tiers and price books may stand in CSV or XLSX files beside it. It holds what can be written; whether prices
are sound against the products is told by ``app.catalog.price_checks``.
"""

from app.store.catalogs.prices.read import NAME, WrittenPricing, read_pricing
from app.store.catalogs.prices.write import pricing_content, write_pricing

__all__ = ["NAME", "WrittenPricing", "pricing_content", "read_pricing", "write_pricing"]
