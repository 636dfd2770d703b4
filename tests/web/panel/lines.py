"""Lines as the verbs show them, of a small product made by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from app.actions import LineView
from app.actions.lines import made_line
from app.actor import ConnectionName, OrgId, UserId
from app.catalog import Attribute, AttributeKey, Product, Step, Value
from app.configuration import Configurator
from app.pricing import Terms, price_line
from app.quoting import Quote, QuoteId, Status
from tests.web.samples import RELEASE

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MAST = RELEASE.products["mast"]
LENGTH = Attribute(AttributeKey("length"), "Cable", "integer", minimum=0, maximum=100, step=10, unit="m")


def with_cable(product: Product = MAST) -> Product:
    """The mast with a third step that asks a number of many."""
    steps = (*product.steps, Step("cable", "Cable", (LENGTH.key,)))
    return replace(product, attributes=(*product.attributes, LENGTH), steps=steps)


def view(choices: Mapping[str, Value], *, product: Product = MAST) -> LineView:
    configuration = Configurator(product).configure(choices)
    line = made_line(product, configuration, n=1, quantity=1, currency="EUR", discount=None)
    price = price_line(product, configuration.values, quantity=1, terms=Terms("EUR"))
    return LineView(_quote(), replace(line, price=price), configuration, product)


def _quote() -> Quote:
    return Quote(
        id=QuoteId("0" * 32),
        number="Q-00001",
        connection=ConnectionName("first"),
        org=OrgId("00Dx00000001hxyEAA"),
        owner=UserId("005x0000001SyyEAAS"),
        owner_name="Rep",
        opportunity="006x0000001a2b3AAA",
        currency="EUR",
        customer_tier="",
        release=RELEASE.fingerprint,
        revision=1,
        status=Status.DRAFT,
        valid_until=date(2026, 12, 20),
        created_at=AT,
        changed_at=AT,
    )
