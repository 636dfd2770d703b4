"""No query hangs the sandbox, breaks it, or is read without end."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.sandbox.failures import ApiError
from app.sandbox.like import soql_like
from app.sandbox.soql import run
from tests.sandbox.soql_by_hand import CONDITIONS
from tests.sandbox.soql_things import Org
from tests.thorough import tried

_MEANT = """
SELECT FROM WHERE AND OR NOT IN ( ) , = != < LIKE INCLUDES GROUP BY HAVING ORDER LIMIT OFFSET NULLS LAST 1
0.5 'a' '%' 'a02000000000001' null true TODAY LAST_N_DAYS:3 2027-01-01 2027-01-01T00:00:00Z Thing Things Site
Parts Id Name Amount Pieces Flag Day At Kind Regions__c Story Blob SiteId Site.Name Parent.Parent.Name COUNT(
SUM( AVG( MAX( CALENDAR_YEAR( HOUR_IN_DAY( FIELDS( ALL x
"""


@settings(max_examples=tried(400))
@given(st.data())
def test_no_query_breaks_the_sandbox(org: Org, data: st.DataObject) -> None:
    words = st.lists(st.sampled_from(_MEANT.split()), max_size=6).map(" ".join)
    item = st.sampled_from(
        ["Id", "Name", "Site.Name", "COUNT(Id)", "COUNT()", "AVG(Pieces)", "FIELDS(ALL)", "Blob"]
    )
    select = ", ".join(data.draw(st.lists(item, min_size=1, max_size=3)))
    rest = [f"SELECT {select} FROM Thing", data.draw(words)]  # noqa: S608 (a query of the sandbox)
    if data.draw(st.booleans()):
        rest.insert(1, f"WHERE {data.draw(CONDITIONS).text}")
    if data.draw(st.booleans()):
        rest += [
            f"GROUP BY {data.draw(st.sampled_from(['Kind', 'Name', 'Site.Name', 'CALENDAR_YEAR(Day)', 'x']))}"
        ]
    with suppress(ApiError):
        org.ask(" ".join(rest))


def test_a_pattern_of_many_wildcards_is_no_search_without_end() -> None:
    assert soql_like("a" * 255, "%a" * 100 + "b") == 0
    assert soql_like("ab" * 4000, "%a_" * 1000 + "%") == 1


def _chain(part: str, word: str) -> str:
    count = (99_000 - 40) // (len(part) + len(word) + 2)
    return f" {word} ".join([part] * count)


@pytest.mark.parametrize(
    "where",
    [
        _chain("Pieces=1", "OR"),
        _chain("NOT Name!='a'", "AND"),
        _chain("Day=TODAY", "OR"),
        _chain("Name LIKE '%a%'", "AND"),
        "Pieces IN (" + ",".join(["1"] * 49_000) + ")",
        "Day IN (" + ",".join(["TODAY"] * 16_000) + ")",
        "Amount < 0." + "9" * 55,
    ],
    ids=["or", "not equal", "days", "like", "list", "list of days", "digits"],
)
def test_the_longest_query_ends(org: Org, where: str) -> None:
    org.clear()
    org.add("Thing", Name="a", Pieces=1)
    with suppress(ApiError):
        org.ask("SELECT Id FROM Thing WHERE " + where)  # noqa: S608 (a query of the sandbox)


def test_a_query_that_takes_too_long_is_given_up(org: Org, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "SECONDS", 0)
    org.clear()
    for _ in range(20):
        org.add("Thing", Name="a" * 80)
    soql = "SELECT Id FROM Thing WHERE " + " AND ".join(["Name LIKE '%a%'"] * 1000)  # noqa: S608 (a query of the sandbox)
    assert org.refused(soql) == ("QUERY_TIMEOUT", "Your query request was running for too long.")


@pytest.mark.parametrize(
    "soql",
    [
        "SELECT Id FROM Thing WHERE " + "(" * 40_000,
        "SELECT Id FROM Thing WHERE " + "NOT " * 20_000 + "Flag = true",
        "SELECT " + "(SELECT Id, " * 8000,
        "SELECT " + "FORMAT(" * 10_000,
        "SELECT " + "Parent." * 14_000 + "Id FROM Thing",
        "SELECT Id FROM Thing LIMIT " + "9" * 90_000,
        "SELECT Id FROM Thing WHERE Amount = " + "9" * 90_000,
        "SELECT Id FROM Thing WHERE Day = LAST_N_DAYS:" + "9" * 90_000,
        "SELECT Id, " + "Name, " * 15_000 + "Id FROM Thing",
        "SELECT Id FROM Thing WHERE Name = '" + "x" * 100_000 + "'",
    ],
    ids=["(", "NOT", "sub-selects", "functions", "path", "LIMIT", "number", "days", "items", "too long"],
)
def test_depth_and_length_are_bounded(org: Org, soql: str) -> None:
    assert org.refused(soql)[0] in (
        "MALFORMED_QUERY", "INVALID_FIELD", "NUMBER_OUTSIDE_VALID_RANGE", "QUERY_TOO_COMPLICATED",
    )  # fmt: skip


def test_a_sum_beyond_all_bounds_is_refused(org: Org) -> None:
    org.clear()
    for _ in range(10):
        org.add("Thing", Amount="9999999999999999")
    assert org.refused("SELECT SUM(Amount) FROM Thing")[0] == "NUMBER_OUTSIDE_VALID_RANGE"
