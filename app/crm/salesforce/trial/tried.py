"""A mapping beside the org's own describe, and the records that an offer would become."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.crm.errors import CrmRefused
from app.crm.mapping import OPPORTUNITY
from app.crm.offer import Offer
from app.crm.port import Access, Connection, Opening
from app.crm.salesforce.client import Client
from app.crm.salesforce.composite import Part
from app.crm.salesforce.mapped import mapping_of
from app.crm.salesforce.opening import Wanted, opening
from app.crm.salesforce.org import Org
from app.crm.salesforce.plan import Call, Plan
from app.crm.salesforce.records import CURRENCY, Record, line_record, opportunity_record, quote_record
from app.crm.salesforce.transport import Roads
from app.crm.salesforce.trial.fitting import misfit
from app.crm.trial import Planned, Planning

_REFERENCE = "@{quote.id}"
_KEPT_OUT = "VersionData"


class SalesforceTrial:
    """What was described once is not asked again."""

    def __init__(self, connection: Connection, access: Access, *, roads: Roads) -> None:
        self._connection = connection
        self._access = access
        self._mapping = mapping_of(connection)
        self._client = Client(roads, api_version=connection.api_version, connection=connection.name)
        self._org = Org(self._client, access)

    def problems(self, offers: tuple[Offer, ...]) -> tuple[str, ...]:
        found = (*self._of_objects(), *self._of_fields(), *self._of_links(), *self._of_values(offers))
        return tuple(dict.fromkeys(found))

    def opening(self, opportunity: str, *, codes: tuple[str, ...]) -> Opening:
        wanted = Wanted(opportunity, codes)
        return opening(self._client, self._connection, access=self._access, wanted=wanted)

    def planned(self, offer: Offer) -> Planning:
        plan = Plan(self._client, self._connection, offer)
        calls = self._calls(plan)
        looks = 1 if self._mapping.one_at_a_time else 0
        records = tuple(one for call in calls for part in call.parts for one in self._records(part))
        return Planning(len(calls) + looks, records)

    def _calls(self, plan: Plan) -> tuple[Call, ...]:
        if plan.needs_second:
            return plan.first_call(), plan.second_call(_REFERENCE)
        return (plan.only_call(),)

    def _records(self, part: Part) -> Iterator[Planned]:
        """Those that are sent; what is only read is left out."""
        if not isinstance(part.body, dict):
            return
        place = part.url.partition("/sobjects/")[2]
        rows: Any = part.body.get("records", [part.body])
        for row in rows:
            entity = place or row["attributes"]["type"]
            fields = {name: value for name, value in row.items() if name != "attributes"}
            if _KEPT_OUT in fields:
                fields[_KEPT_OUT] = "(the PDF)"
            yield Planned(part.method, entity, fields)

    def _of_objects(self) -> Iterator[str]:
        for entity in dict.fromkeys(entity for entity, _ in self._named()):
            described = self._org.described(entity)
            if described is None:
                yield f"{entity} is not there, or not to be seen: deploy it, or name another object."
            elif entity != OPPORTUNITY and described.get("createable") is not True:
                yield f"{entity}: whoever tries it may not make records. Give them the right to."

    def _named(self) -> Iterator[tuple[str, str]]:
        yield from self._mapping.written()
        yield from self._mapping.read()

    def _of_fields(self) -> Iterator[str]:
        written = set(self._mapping.written())
        for entity, name in self._named():
            if self._org.described(entity) is None or (name == CURRENCY and self._connection.only_currency):
                continue
            field = self._fields(entity).get(name)
            if field is None:
                yield f"{entity}.{name} is not there, or not to be seen: deploy it, or name another field."
            elif (entity, name) in written and field.get(self._right(entity)) is not True:
                yield f"{entity}.{name} cannot be written: it is read-only, or the right to it is missing."

    def _right(self, entity: str) -> str:
        return "updateable" if entity == OPPORTUNITY else "createable"

    def _of_links(self) -> Iterator[str]:
        """Keys are unique external ids, lookups lead where they should."""
        quote, lines = self._mapping.quote, self._mapping.lines
        for entity, name in ((quote.object, quote.key), (lines.object, lines.key)):
            field = self._fields(entity).get(name, {})
            if field and not (field.get("unique") is True and field.get("externalId") is True):
                yield f"{entity}.{name} is the key: it has to be a unique external id."
        links = ((quote.object, quote.opportunity, OPPORTUNITY), (lines.object, lines.quote, quote.object))
        follows = self._mapping.opportunity.follows
        for entity, name, target in (*links, (OPPORTUNITY, follows, quote.object)):
            field = self._fields(entity).get(name, {})
            if field and target not in (field.get("referenceTo") or ()):
                yield f"{entity}.{name} has to be a lookup to {target}."

    def _of_values(self, offers: tuple[Offer, ...]) -> Iterator[str]:
        for offer in offers:
            try:
                for entity, record in self._each_record(offer):
                    yield from self._of_record(entity, record)
            except CrmRefused as refused:
                yield refused.detail

    def _each_record(self, offer: Offer) -> Iterator[tuple[str, Record]]:
        mapping, connection = self._mapping, self._connection
        quote = offer.opportunity if mapping.one_at_a_time else _REFERENCE
        yield mapping.quote.object, quote_record(offer, connection)
        for line in offer.lines:
            record = line_record(line, connection, offer=offer, quote=quote)
            yield mapping.lines.object, record
        if not mapping.one_at_a_time:
            yield OPPORTUNITY, opportunity_record(offer, connection, quote=quote)

    def _of_record(self, entity: str, record: Record) -> Iterator[str]:
        fields = self._fields(entity)
        for name, value in record.items():
            wrong = misfit(value, fields[name]) if name in fields else ""
            if wrong:
                yield f"{entity}.{name} {wrong}."
        if entity == OPPORTUNITY:
            return
        for name, field in fields.items():
            required = field.get("nillable") is False and field.get("defaultedOnCreate") is not True
            if required and field.get("createable") is True and name not in record:
                yield f"{entity}.{name} is required, and nothing fills it: map it, or give it a default."

    def _fields(self, entity: str) -> Mapping[str, Mapping[str, Any]]:
        described = self._org.described(entity) or {}
        fields = (one for one in described.get("fields", ()) if isinstance(one, dict))
        return {one["name"]: one for one in fields if "name" in one}
