"""Queries as parts of a call, and the pages of their answers."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from marshmallow import Schema

from app.crm.port import Access
from app.crm.salesforce.client import Client
from app.crm.salesforce.composite import Part
from app.crm.salesforce.refusals import unavailable
from app.crm.salesforce.rows import Row, next_page, records_of, row_of

_NEXT_PAGE = re.compile(r"/services/data/v\d{1,3}\.\d/(query/[0-9A-Za-z-]{1,100})")


def query_part(client: Client, name: str, soql: str, *, references: str = "") -> Part:
    """``references`` are the characters of references to earlier parts, which count only as they are."""
    return Part(name, "GET", client.address("query?q=" + quote(soql, safe=references)))


def pages(client: Client, access: Access, page: object) -> Iterator[list[object]]:
    """The records of a query's answer, then those of each further page, which is a call of its own."""
    yield records_of(page)
    while following := next_page(page):
        place = _NEXT_PAGE.fullmatch(following)
        if place is None:
            raise unavailable()
        page = client.get(access, place[1])
        yield records_of(page)


def whole(client: Client, access: Access, page: object, *, schema: type[Schema]) -> list[Row]:
    """The rows of all pages at once."""
    return [row_of(schema, record) for record in whole_records(client, access, page)]


def whole_records(client: Client, access: Access, page: object) -> list[object]:
    """The same, not yet looked at."""
    return [record for records in pages(client, access, page) for record in records]
