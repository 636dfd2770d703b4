"""Queries as parts of a call, and the pages of their answers."""

import re
from urllib.parse import quote

from marshmallow import Schema

from app.crm.port import Access
from app.crm.salesforce.client import Client
from app.crm.salesforce.composite import Part
from app.crm.salesforce.refusals import unavailable
from app.crm.salesforce.rows import Row, next_page, rows_of

_NEXT_PAGE = re.compile(r"/services/data/v\d{1,3}\.\d/(query/[0-9A-Za-z-]{1,100})")


def query_part(client: Client, name: str, soql: str, *, references: str = "") -> Part:
    """``references`` are the characters of references to earlier parts, which count only as they are."""
    return Part(name, "GET", client.address("query?q=" + quote(soql, safe=references)))


def whole(client: Client, access: Access, page: object, *, schema: type[Schema]) -> list[Row]:
    """The rows of a query's answer with those of all its further pages, each by a call of its own."""
    rows = rows_of(schema, page)
    while following := next_page(page):
        place = _NEXT_PAGE.fullmatch(following)
        if place is None:
            raise unavailable()
        page = client.get(access, place[1])
        rows += rows_of(schema, page)
    return rows
