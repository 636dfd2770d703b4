"""Queries for products and prices by their codes and ids, several in a call, each of a bounded length."""

from collections.abc import Iterator, Sequence
from typing import Final

from marshmallow import Schema
from simple_salesforce.format import format_soql

from app.crm.port import Access
from app.crm.salesforce.client import Client
from app.crm.salesforce.composite import COMPOSITE, composite_call, refusals_of, results_of
from app.crm.salesforce.pages import query_part, whole
from app.crm.salesforce.refusals import failure_of, unavailable
from app.crm.salesforce.rows import Row

# The address of a query may have 16,384 characters, and a character takes up to twelve there.
_MOST_NAMES: Final = 200
_MOST_CHARACTERS: Final = 2_500
_MOST_QUERIES: Final = 5


def asked(
    client: Client, access: Access, soql: str, names: Sequence[str], *, schema: type[Schema], **values: object
) -> Iterator[Row]:
    """``soql`` has ``{names}``; a call for each five queries that it takes, and one for each further page."""
    queries = [format_soql(soql, names=list(some), **values) for some in portions(names)]
    for start in range(0, len(queries), _MOST_QUERIES):
        yield from _together(client, access, queries[start : start + _MOST_QUERIES], schema=schema)


def portions(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """All of them in their order, as many at once as a query takes."""
    portion: list[str] = []
    length = 0
    for name in names:
        size = len(name.encode()) + 4
        if portion and (len(portion) == _MOST_NAMES or length + size > _MOST_CHARACTERS):
            yield portion
            portion, length = [], 0
        portion.append(name)
        length += size
    if portion:
        yield portion


def _together(
    client: Client, access: Access, queries: Sequence[str], *, schema: type[Schema]
) -> Iterator[Row]:
    parts = [query_part(client, f"part{n}", soql) for n, soql in enumerate(queries)]
    results = results_of(client.read(access, COMPOSITE, composite_call(parts, atomic=False)))
    failed = [result for result in results.values() if not result.succeeded]
    if failed:
        raise failure_of(refusals_of(results), status=failed[0].status)
    if any(part.name not in results for part in parts):
        raise unavailable()
    for part in parts:
        yield from whole(client, access, results[part.name].body, schema=schema)
