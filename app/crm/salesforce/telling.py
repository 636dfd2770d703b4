"""Small writes beside the saving of a quote: its head before it has lines, fields, a lost document."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime

from simple_salesforce.format import format_soql

from app.crm.errors import CrmRefused
from app.crm.mapping import FieldMapping
from app.crm.offer import Head, OfferDocument
from app.crm.port import Access, Connection
from app.crm.salesforce.client import Client
from app.crm.salesforce.composite import COMPOSITE, Part, Result, composite_call, refusals_of, results_of
from app.crm.salesforce.ids import record_id
from app.crm.salesforce.looking import quote_id
from app.crm.salesforce.mapped import mapping_of
from app.crm.salesforce.pages import query_part
from app.crm.salesforce.records import document_record, quote_record, told_record
from app.crm.salesforce.refusals import DUPLICATE_CODES, failure_of, unavailable
from app.crm.salesforce.rows import IdRow, rows_of

_BY_KEY = "SELECT Id FROM {quotes:literal} WHERE {named:literal} = {key}"


def announced(client: Client, connection: Connection, *, access: Access, head: Head) -> str:
    """The id of the record. Raises as ``Crm`` does."""
    mapping = mapping_of(connection)
    address = client.address(f"sobjects/{mapping.quote.object}")
    result = _sent(client, access, Part("quote", "POST", address, quote_record(head, connection)))
    if any(refusal.code in DUPLICATE_CODES for refusal in result.refusals):
        return _there(client, access, mapping=mapping, key=head.key)
    _check(result)
    return _id_in(result.body)


def write_told(
    client: Client,
    connection: Connection,
    *,
    access: Access,
    quote: str,
    fields: Mapping[str, str],
    unchanged_since: datetime,
) -> None:
    """Raises CrmChanged, and as ``Crm`` does."""
    mapping = mapping_of(connection)
    when = {"If-Unmodified-Since": format_datetime(unchanged_since, usegmt=True)}
    address = client.address(f"sobjects/{mapping.quote.object}/{_quote_id(quote, mapping)}")
    record = told_record(fields, mapping.quote.told)
    _check(_sent(client, access, Part("quote", "PATCH", address, record, when)))


def attached(
    client: Client, connection: Connection, *, access: Access, quote: str, document: OfferDocument
) -> str:
    """The id of the document."""
    record = document_record(document, quote=_quote_id(quote, mapping_of(connection)))
    result = _sent(
        client, access, Part("document", "POST", client.address("sobjects/ContentVersion"), record)
    )
    _check(result)
    return _id_in(result.body)


def _sent(client: Client, access: Access, part: Part) -> Result:
    results = results_of(client.write(access, COMPOSITE, composite_call([part], atomic=True)))
    if part.name not in results:
        raise unavailable()
    return results[part.name]


def _check(result: Result) -> None:
    if not result.succeeded:
        raise failure_of(refusals_of({result.name: result}), status=result.status)


def _there(client: Client, access: Access, *, mapping: FieldMapping, key: str) -> str:
    soql = format_soql(_BY_KEY, quotes=mapping.quote.object, named=mapping.quote.key, key=key)
    part = query_part(client, "quote", soql)
    results = results_of(client.read(access, COMPOSITE, composite_call([part], atomic=False)))
    if "quote" not in results:
        raise unavailable()
    _check(results["quote"])
    rows = rows_of(IdRow, results["quote"].body)
    if not rows:
        # Taken by a record that this user may not see.
        raise CrmRefused("The quote is in the CRM already, where you may not see it. Ask your administrator.")
    return _id_in({"id": rows[0]["id"]})


def _id_in(body: object) -> str:
    found = record_id(body.get("id")) if isinstance(body, dict) else None
    if found is None:
        raise unavailable()
    return found


def _quote_id(text: str, mapping: FieldMapping) -> str:
    found = quote_id(text, mapping)
    if found is None:
        raise CrmRefused("This is no quote of this CRM.")
    return found
