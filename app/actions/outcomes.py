"""What a line comes to once it is complete."""

from collections.abc import Mapping

from app.actions.views import Outcome
from app.assembly import has_lead_times, lead_time
from app.catalog import Product, Value
from app.configuration import Configuration, Configurator, Undecided
from app.pricing import Deal, DiscountInvalid, margin


def outcome_by_defaults(
    engine: Configurator, product: Product, state: Configuration, *, deal: Deal
) -> Outcome:
    """With what is open filled in by the catalog's defaults. Raises PriceMissing."""
    try:
        values = state.values if state.complete else engine.complete(state.choices)
    except Undecided:
        return Outcome()
    return outcome(product, values, deal=deal)


def outcome(product: Product, values: Mapping[str, Value], *, deal: Deal) -> Outcome:
    """Of a complete configuration. Raises PriceMissing."""
    days = lead_time(product, values) if has_lead_times(product) else None
    try:
        return Outcome(margin(product, values, deal.price(product, values)), days)
    except DiscountInvalid:
        # The line's discount does not fit this one.
        return Outcome(None, days)
