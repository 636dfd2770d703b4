"""An offer as the CRM's records, by the connection's field mapping (docs/mapping.md).

The mapping that ships leaves the CRM's own ``Discount`` of lines empty: a decimal one changes the unit price
when the quote is synced, so list price, discount and reason go to fields of our own.
"""

from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Final

from app.crm.errors import CrmRefused
from app.crm.mapping import (
    Fact,
    Facts,
    FormulaInvalid,
    Formulas,
    JsonText,
    Reference,
    Told,
    cut,
    facts_of,
    line_facts,
)
from app.crm.offer import Head, Offer, OfferDocument, OfferLine
from app.crm.port import Connection
from app.crm.salesforce.mapped import mapping_of

NAME_LIMIT: Final = 255
CURRENCY: Final = "CurrencyIsoCode"

Record = dict[str, object]


def told_record(told: Mapping[str, str], names: Mapping[str, Told]) -> Record:
    """An empty text takes the field's content away. What the mapping has no field for is not told."""
    return {
        names[name].field: plain_text(names[name].there(text)) or None
        for name, text in told.items()
        if name in names
    }


def quote_record(offer: Offer | Head, connection: Connection) -> Record:
    """Raises CrmRefused for a formula that cannot be worked out."""
    mapping = mapping_of(connection)
    facts = facts_of(offer, quote=offer.opportunity if mapping.one_at_a_time else "")
    link = {mapping.quote.opportunity: offer.opportunity} if mapping.quote.opportunity else {}
    record = {
        **link,
        mapping.quote.key: offer.key,
        **_filled(mapping.quote.fields, facts),
        **told_record({"valid_until": offer.valid_until.isoformat(), **offer.told}, mapping.quote.told),
        **(_filled(mapping.opportunity.fields, facts) if mapping.one_at_a_time else {}),
    }
    return _known_to(connection, record)


def opportunity_record(offer: Offer, connection: Connection, *, quote: str) -> Record:
    """What the opportunity itself is told; ``quote`` is an id or a reference to one."""
    opportunity = mapping_of(connection).opportunity
    follows = {opportunity.follows: quote} if opportunity.follows else {}
    return {**follows, **_filled(opportunity.fields, facts_of(offer, quote=quote))}


def line_record(line: OfferLine, connection: Connection, *, offer: Offer, quote: str) -> Record:
    """``quote`` is an id or a reference to one. Raises CrmRefused for a formula that cannot be worked out."""
    lines = mapping_of(connection).lines
    facts = {**facts_of(offer, quote=""), **line_facts(line, offer)}
    record = {lines.quote: quote, lines.key: line.key, **_filled(lines.fields, facts)}
    return _known_to(connection, record)


def document_record(document: OfferDocument, *, quote: str) -> Record:
    """``quote`` is the id of the record that it hangs on, or a reference to it."""
    return {
        "Title": plain_text(PurePosixPath(document.filename).stem, limit=NAME_LIMIT),
        "PathOnClient": plain_text(document.filename),
        "VersionData": b64encode(document.content).decode("ascii"),
        "FirstPublishLocationId": quote,
    }


def plain_text(text: str, *, limit: int | None = None) -> str:
    """The text as data, cut to ``limit`` UTF-16 units, as the CRM counts.

    The composite resources replace ``@{...}`` wherever it stands, in any body, and know no way to quote it.
    """
    whole = text.encode("utf-8", "replace").decode().replace("\0", " ").replace("@{", "@ {")
    return whole if limit is None else cut(whole, limit=limit)


def _filled(formulas: Formulas, facts: Facts) -> Record:
    """By field. What is not known is left out; a text that is empty takes the field's content away."""
    found: Record = {}
    for name, formula in formulas.items():
        try:
            value = formula.value(facts)
        except FormulaInvalid as error:
            words = (
                f"The field {name} cannot be filled: {error.detail} Have its formula mended in the mapping."
            )
            raise CrmRefused(words) from None
        if value is not None:
            found[name] = _written(value)
    return found


def _written(value: Fact) -> str | int | Decimal | None:
    if isinstance(value, Reference):
        return str(value)
    if isinstance(value, JsonText):
        return _json_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return plain_text(value) or None if isinstance(value, str) else value


def _known_to(connection: Connection, record: Record) -> Record:
    """An org with one currency has no such field at all."""
    if connection.only_currency:
        record.pop(CURRENCY, None)
    return record


def _json_text(text: str) -> str:
    """JSON can say ``{`` in another way, so that it arrives meaning exactly the same."""
    return text.replace("@{", "@\\u007b")
