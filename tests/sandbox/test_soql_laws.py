"""Laws of queries: written out again they are the same; filters, order and groups equal a count by hand."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.sandbox.failures import ApiError
from app.sandbox.like import soql_like
from app.sandbox.soql import tree
from app.sandbox.soql.parse import parse
from app.sandbox.soql.write import write
from tests.sandbox.soql_by_hand import CONDITIONS, LIKES, VALUES, Asked, Json, folded, like_by_hand, rows_of
from tests.sandbox.soql_corpus import INVALID, VALID
from tests.sandbox.soql_things import Org
from tests.thorough import tried

_WORDS = sorted(
    {word for query in VALID + INVALID for word in re.findall(r"'[^']*'|[\w.:-]+|[^\w\s]", query)}
)


@settings(max_examples=tried(300))
@given(st.lists(st.sampled_from(_WORDS), max_size=14))
def test_any_words_are_a_query_or_are_refused(words: list[str]) -> None:
    text = " ".join(["SELECT", *words])
    try:
        query, _ = parse(text)
    except ApiError:
        return
    assert parse(write(query))[0] == query


@settings(max_examples=tried(300))
@given(st.sampled_from(VALID), st.data())
def test_a_query_with_a_word_more_or_less_is_a_query_or_is_refused(text: str, data: st.DataObject) -> None:
    words = re.findall(r"'(?:[^'\\]|\\.)*'|[\w.:-]+|[^\w\s]", text)
    at = data.draw(st.integers(0, len(words) - 1))
    words[at : at + data.draw(st.integers(0, 1))] = data.draw(st.lists(st.sampled_from(_WORDS), max_size=2))
    try:
        query, _ = parse(" ".join(words))
    except ApiError:
        return
    assert parse(write(query))[0] == query


def test_equal_queries_are_equal_wherever_their_parts_stand() -> None:
    one, other = (parse(text)[0] for text in ("SELECT Id FROM Thing", "select   Id\nfrom Thing"))
    assert one == other == tree.Query((tree.Item(tree.Path(("Id",))),), tree.Path(("Thing",)))


@settings(max_examples=tried(300))
@given(st.text("aAbB%_\\", max_size=9), LIKES)
def test_like_is_what_a_walk_over_the_signs_says(text: str, like: str) -> None:
    assert soql_like(text, like) == like_by_hand(text, like)


def _stored(org: Org, rows: list[Json]) -> None:
    org.clear()
    for row in rows:
        day = None if row["Day"] is None else row["Day"].isoformat()
        regions = ";".join(row["Regions__c"]) or None
        org.add("Thing", **{**row, "Day": day, "Regions__c": regions})


def _numbered(rows: list[Json]) -> list[Json]:
    return [{**row, "Story": str(n)} for n, row in enumerate(rows)]


def _found(org: Org, rest: str) -> list[int]:
    return [int(row["Story"]) for row in org.ask("SELECT Story FROM Thing" + rest)]  # noqa: S608 (a query of the sandbox)


@settings(max_examples=tried(250))
@given(rows_of(8), CONDITIONS)
def test_a_filter_finds_what_a_look_at_each_row_finds(org: Org, rows: list[Json], asked: Asked) -> None:
    rows = _numbered(rows)
    _stored(org, rows)
    assert _found(org, f" WHERE {asked.text}") == [int(row["Story"]) for row in rows if asked.holds(row)]


_ORDERS = st.tuples(
    st.sampled_from(("Name", "Amount", "Pieces", "Flag", "Day", "Kind")), st.booleans(), st.booleans()
)


def _sorted(rows: list[Json], orders: list[tuple[str, bool, bool]]) -> list[Json]:
    for field, descending, nulls_last in reversed(orders):
        known = [row for row in rows if row[field] is not None]
        known.sort(key=lambda row, field=field: folded(row[field]), reverse=descending)  # type: ignore[misc]
        missing = [row for row in rows if row[field] is None]
        rows = known + missing if nulls_last else missing + known
    return rows


@settings(max_examples=tried(150))
@given(rows_of(8), st.lists(_ORDERS, min_size=1, max_size=3), st.integers(0, 9), st.integers(0, 9))
def test_order_and_page_are_those_of_a_stable_sort(
    org: Org, rows: list[Json], orders: list[tuple[str, bool, bool]], limit: int, offset: int
) -> None:
    rows = _numbered(rows)
    _stored(org, rows)
    terms = [
        f"{f} {'DESC' if down else 'ASC'} NULLS {'LAST' if last else 'FIRST'}" for f, down, last in orders
    ]
    text = f" ORDER BY {', '.join(terms)} LIMIT {limit} OFFSET {offset}"
    assert _found(org, text) == [int(row["Story"]) for row in _sorted(rows, orders)][offset : offset + limit]


def _of_group(rows: list[Json]) -> tuple[Any, ...]:
    amounts = [row["Amount"] for row in rows if row["Amount"] is not None]
    days = [row["Day"].isoformat() for row in rows if row["Day"] is not None]
    return (
        len(rows),
        len({folded(row["Name"]) for row in rows if row["Name"] is not None}),
        sum(amounts) if amounts else None,
        min(days, default=None),
        max(days, default=None),
    )


def _average(rows: list[Json]) -> Decimal | None:
    pieces = [row["Pieces"] for row in rows if row["Pieces"] is not None]
    return Decimal(sum(pieces)) / len(pieces) if pieces else None


@settings(max_examples=tried(150))
@given(rows_of(10), st.sampled_from(("Kind", "Day", "Pieces", "Flag")), st.integers(0, 3), VALUES["Pieces"])
def test_groups_are_those_made_by_hand(
    org: Org, rows: list[Json], field: str, more_than: int, average: Decimal | int
) -> None:
    rows = _numbered(rows)
    _stored(org, rows)
    groups: dict[Any, list[Json]] = {}
    for row in rows:
        groups.setdefault(row[field].isoformat() if isinstance(row[field], date) else row[field], []).append(
            row
        )
    wanted = {
        key: _of_group(members)
        for key, members in groups.items()
        if len(members) > more_than or ((found := _average(members)) is not None and found >= average)
    }
    soql = (
        f"SELECT {field}, COUNT(Id) n, COUNT_DISTINCT(Name) d, SUM(Amount) s, MIN(Day) low, MAX(Day) high, "  # noqa: S608 (a query of the sandbox)
        f"AVG(Pieces) a FROM Thing GROUP BY {field} "
        f"HAVING COUNT(Id) > {more_than} OR AVG(Pieces) >= {average}"
    )
    answers = org.ask(soql)
    assert {r[field]: (r["n"], r["d"], r["s"], r["low"], r["high"]) for r in answers} == wanted
    for answer in answers:
        by_hand = _average(groups[answer[field]])
        assert (answer["a"] is None) == (by_hand is None)
        assert by_hand is None or abs(answer["a"] - by_hand) <= Decimal("1E-12")


@settings(max_examples=tried(50))
@given(rows_of(6), st.lists(st.integers(0, 5), min_size=6, max_size=6), st.integers(0, 3))
def test_children_are_those_that_point_to_their_parent(
    org: Org, rows: list[Json], owners: list[int], limit: int
) -> None:
    org.clear()
    sites = [org.add("Site", Name=f"s{n}") for n in range(4)]
    whose = [sites[n] if n < 4 else None for n in owners]
    for n, (row, site) in enumerate(zip(rows, whose, strict=False)):
        org.add("Thing", Name=f"t{n}", Pieces=row["Pieces"], SiteId=site)
    soql = f"SELECT Id, (SELECT Name FROM Things ORDER BY Name DESC LIMIT {limit}) FROM Site"  # noqa: S608 (a query of the sandbox)
    for answer in org.ask(soql):
        mine = [f"t{n}" for n in range(len(rows)) if whose[n] == answer["Id"]][::-1][:limit]
        found = answer["Things"]
        assert mine == ([row["Name"] for row in found["records"]] if found else [])
        assert found is None or found["totalSize"] == len(mine)
    with_things = {
        answer["Id"] for answer in org.ask("SELECT Id FROM Site WHERE Id IN (SELECT SiteId FROM Thing)")
    }
    assert with_things == set(whose[: len(rows)]) - {None}
