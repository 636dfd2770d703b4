"""What the lines of a quote cost to make, for the rules that ask for it."""

from decimal import Decimal

from app.approvals import Costs
from app.catalog import Release
from app.pricing import Made, Unknown
from app.quoting import Line, Quote
from app.services import Services


def line_costs(services: Services, quote: Quote, release: Release) -> Costs:
    """Worked out where a rule asks for one, and remembered for all who ask again."""

    def cost_of(line: Line) -> Decimal | None:
        product = release.product(line.product)
        if not line.complete or product.assembly is None:
            return None
        made = Made(release.fingerprint, product.key, product.era, line.values, quote.currency, line.quantity)
        cost = services.costs.known(made.key)
        if isinstance(cost, Unknown):
            cost = services.costs.worked_out(made.key, made, product)
        return None if cost is None else cost.amount * line.quantity

    return cost_of
