"""What is good SOQL, is read, and is not done here."""

from .source import Source
from .tree import Item, Query, TypeOf

MOST_ITEMS = 1000


def refuse_extras(source: Source, query: Query) -> None:
    """Raises FUNCTIONALITY_NOT_ENABLED, pointing at the clause."""
    for extra in (query.scope, query.secured, query.lock, query.tracking):
        if extra is not None:
            raise source.not_here(extra.at, extra.words)
    if query.rollup:
        raise source.not_here(query.group[0].at, f"GROUP BY {query.rollup}")
    for item in query.select:
        if isinstance(item, TypeOf):
            raise source.not_here(item.at, "TYPEOF")
    if len(query.select) > MOST_ITEMS:
        words = f"more than {MOST_ITEMS} items are selected"
        raise source.refused(query.at, words, "QUERY_TOO_COMPLICATED")


def refuse_aliases(source: Source, query: Query) -> None:
    """Raises MALFORMED_QUERY: names of one's own are for groups."""
    for item in query.select:
        if isinstance(item, Item) and item.alias:
            raise source.refused(item.expression.at, "only aggregate expressions use field aliasing")
