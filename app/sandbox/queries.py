"""Queries over HTTP: the first part of an answer, the next ones, what its columns are."""

from .asked import Answered, Asked
from .failures import ApiError
from .recent import looked_at
from .soql import described_columns, run_query


def query(asked: Asked) -> Answered:
    if "explain" in asked.parameters:
        raise ApiError(
            403, "FUNCTIONALITY_NOT_ENABLED", "The sandbox has no query plans: explain is not supported"
        )
    text = asked.parameters.get("q")
    if not text:
        raise ApiError(400, "MALFORMED_QUERY", "unexpected token: <EOF>")
    if asked.parameters.get("columns", "").lower() == "true":
        return Answered(200, described_columns(asked.work, text))
    resource = "queryAll" if asked.segments[0].lower() == "queryall" else "query"
    answer = run_query(asked.work, text, deleted=resource == "queryAll")
    if answer.viewed:
        for record in reversed(answer.records[:200]):
            looked_at(asked.work, asked.work.caller.user_id, record["attributes"]["url"].rsplit("/", 1)[1])
    return Answered(200, asked.cursors.first(asked.work, answer.total, answer.records, asked.batch, resource))


def next_records(asked: Asked) -> Answered:
    return Answered(200, asked.cursors.more(asked.work, asked.segments[1]))


def no_search(asked: Asked) -> Answered:
    """Raises FUNCTIONALITY_NOT_ENABLED."""
    raise ApiError(
        403, "FUNCTIONALITY_NOT_ENABLED", "The sandbox has no search: ask a query with LIKE instead"
    )
