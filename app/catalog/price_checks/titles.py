"""Every code of a finding on how a catalog prices, with what it means. The finding itself says what to do."""

from collections.abc import Mapping
from typing import Final

TITLES: Final[Mapping[str, str]] = {
    "price_amount_invalid": "An amount that cannot be a price",
    "price_book_empty": "A price book without prices",
    "price_books_tie": "Two price books claim the same price",
    "price_circle": "A percentage of a total that goes in a circle",
    "price_cost_missing": "A price follows from a cost that can be missing",
    "price_currency_missing": "An amount is missing in a currency, and there is no rate",
    "price_division_by_zero": "A formula divides by zero",
    "price_formula_invalid": "A formula that cannot be read, or speaks of what a product does not have",
    "price_item_unknown": "A price book prices what a product does not have",
    "price_key_repeated": "Two steps or price books with one key",
    "price_name_unknown": "A product, family, currency, region or customer tier that there is not",
    "price_promotion_open": "A promotion or contract that everybody would get",
    "price_rate_missing": "A rate is missing",
    "price_rates_invalid": "A table of rates that cannot be used",
    "price_step_order": "Steps in an order that loses a price",
    "price_step_unreachable": "A step, or a part of one, that is never reached",
    "price_tier_unreachable": "A tier that no line comes to",
    "price_tiers_gap": "A gap between tiers",
    "price_tiers_order": "Tiers that do not rise",
    "price_tiers_overlap": "Tiers that overlap",
}
