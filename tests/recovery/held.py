"""What the CRM holds of a quote, compared with what the user saw."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from app.actor import ConnectionName
from app.quoting import Line, quote_id
from app.store import audit, quotes
from tests.fixtures_product import CONNECTION, Json, Product, Rep
from tests.fixtures_sandbox import Sandbox
from tests.prices import price_with


def held_once(sandbox: Sandbox, quote: Json) -> Json:
    """The one CRM record of the quote, with its lines, PDF and amounts to the cent.

    Raises AssertionError for none, for two, and for anything missing or too much.
    """
    records = [one for one in sandbox.records("Quote") if one["Name"].startswith(f"{quote['number']} ")]
    assert len(records) == 1, f"{quote['number']} is in the CRM {len(records)} times"
    record = records[0]
    lines = [line for line in sandbox.records("QuoteLineItem") if line["QuoteId"] == record["Id"]]
    assert _shape(lines, "Quantity", "TotalPrice") == _shape(
        [{"quantity": line["quantity"], "net": line["price"]["net"]} for line in quote["lines"]],
        "quantity",
        "net",
    )
    files = [
        one for one in sandbox.records("ContentVersion") if one["FirstPublishLocationId"] == record["Id"]
    ]
    assert len(files) == 1, f"{len(files)} documents hang on {quote['number']}"
    assert record["GrandTotal"] == Decimal(quote["total"])
    return record


def held_and_synced(sandbox: Sandbox, quote: Json) -> Json:
    """As ``held_once``, for the last quote of its opportunity: that follows the quote's amount."""
    record = held_once(sandbox, quote)
    found = [one for one in sandbox.records("Opportunity") if one["Id"] == record["OpportunityId"]]
    assert found[0]["SyncedQuoteId"] == record["Id"]
    assert found[0]["Amount"] == Decimal(quote["total"])
    return record


def nothing_held(sandbox: Sandbox) -> bool:
    return not any(sandbox.records(kind) for kind in ("Quote", "QuoteLineItem", "ContentVersion"))


def verbs(product: Product, quote: str) -> list[str]:
    """What the audit trail says was done with the quote, oldest first."""
    with product.database.reading() as tx:
        return [entry.verb for entry in audit.read(tx, quote_id(quote))]


def filled(product: Product, rep: Rep, *, lines: int) -> Json:
    """A stored quote with so many lines, the first configured and the others made from it in one go."""
    quote = rep.quote()
    rep.line(quote)
    with product.database.transaction() as tx:
        found = quotes.load(tx, quote_id(quote), connection=ConnectionName(CONNECTION))
        made = (found.lines[0], *(_again(found.lines[0], n) for n in range(2, lines + 1)))
        changed = replace(
            found,
            lines=made,
            revision=found.revision + 1,
            changed_at=datetime.now(UTC),
            next_line=lines + 1,
        )
        quotes.update(tx, changed, expected=found.revision)
    return rep.told("GET", f"/quotes/{quote}")


def _again(line: Line, n: int) -> Line:
    """Quantities and prices differ, so that a lost or doubled line shows in the sums."""
    count = 1 + n % 4
    unit = replace(line.price.unit_net, amount=line.price.unit_net.amount + Decimal(n) / 100)
    return replace(line, n=n, quantity=count, price=price_with(line.price, quantity=count, net=unit * count))


def _shape(lines: Iterable[Json], *names: str) -> list[tuple[Decimal, ...]]:
    return sorted(tuple(Decimal(line[name]) for name in names) for line in lines)
