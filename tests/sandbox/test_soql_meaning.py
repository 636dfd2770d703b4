"""What queries mean beyond the corpus of their grammar: groups, children, parts of dates, refusals."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from app.sandbox.soql.moments import word_span
from tests.sandbox.soql_things import Org


@pytest.fixture(scope="module")
def org() -> Iterator[Org]:
    org = Org()
    north, south = org.add("Site", Name="North", City__c="Kiel"), org.add("Site", Name="South")
    whole = org.add(
        "Thing", Name="mast", Amount="100.10", Pieces=1, Kind="Mast", Day="2027-01-31", SiteId=north,
        At="2027-01-31T23:30:00Z", Regions__c="North;East", Flag=True,
    )  # fmt: skip
    org.add("Thing", Name="radio", Amount="50", Pieces=3, Kind="Radio", Day="2027-04-01", SiteId=north,
            At="2027-04-01T05:00:00Z", Regions__c="South", ParentId=whole)  # fmt: skip
    org.add("Thing", Name="antenna", Amount="20.05", Pieces=6, Kind="Antenna", Day="2028-02-29", SiteId=south,
            ParentId=whole, Flag=True)  # fmt: skip
    org.add("Thing", Name="spare", Pieces=2, Kind="Radio", Regions__c="North;South;West")
    yield org
    org.close()


def test_groups_have_their_sums_under_names_or_numbers(org: Org) -> None:
    soql = "SELECT Kind, COUNT(Id), SUM(Pieces) pieces, AVG(Amount) FROM Thing GROUP BY Kind ORDER BY Kind"
    rows = org.ask(soql)
    assert rows[0]["attributes"] == {"type": "AggregateResult"}
    assert [(r["Kind"], r["expr0"], r["pieces"], r["expr1"]) for r in rows] == [
        ("Antenna", 1, 6, Decimal("20.05")),
        ("Mast", 1, 1, Decimal("100.10")),
        ("Radio", 2, 5, Decimal("50.00")),
    ]


def test_an_average_is_exact_to_many_digits(org: Org) -> None:
    assert org.ask("SELECT AVG(Amount) a FROM Thing")[0]["a"] == Decimal("56.716666666667")


def test_having_chooses_groups_and_where_chooses_rows(org: Org) -> None:
    def kinds(rest: str) -> list[str]:
        rows = org.ask("SELECT Kind FROM Thing " + rest + " ORDER BY Kind")  # noqa: S608 (a query of the sandbox)
        return [row["Kind"] for row in rows]

    assert kinds("GROUP BY Kind HAVING COUNT(Id) > 1") == ["Radio"]
    assert kinds("GROUP BY Kind HAVING NOT (SUM(Amount) > 50 OR Kind LIKE 'ant%')") == ["Radio"]
    assert kinds("WHERE Pieces > 2 GROUP BY Kind HAVING COUNT(Id) IN (1, 7)") == ["Antenna", "Radio"]
    assert kinds("GROUP BY Kind HAVING AVG(Pieces) = 2.5") == ["Radio"]
    assert kinds("GROUP BY Kind HAVING MAX(Day) > 2027-06-01") == ["Antenna"]


def test_groups_have_an_order_and_a_page(org: Org) -> None:
    soql = "SELECT Kind FROM Thing GROUP BY Kind ORDER BY SUM(Pieces) DESC, Kind LIMIT 1 OFFSET 1"
    assert [row["Kind"] for row in org.ask(soql)] == ["Radio"]


def test_groups_by_a_parents_field_and_by_parts_of_dates(org: Org) -> None:
    rows = org.ask(
        "SELECT Site.Name, COUNT(Id) c FROM Thing GROUP BY Site.Name ORDER BY Site.Name NULLS LAST"
    )
    assert [(row["Name"], row["c"]) for row in rows] == [("North", 2), ("South", 1), (None, 1)]
    rows = org.ask(
        "SELECT CALENDAR_YEAR(Day) y, COUNT(Id) FROM Thing "
        "GROUP BY CALENDAR_YEAR(Day) ORDER BY CALENDAR_YEAR(Day)"
    )
    assert [(row["y"], row["expr0"]) for row in rows] == [(None, 1), (2027, 2), (2028, 1)]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("CALENDAR_YEAR(Day) = 2027", ["mast", "radio"]),
        ("CALENDAR_MONTH(Day) = 2", ["antenna"]),
        ("CALENDAR_QUARTER(Day) > 1", ["radio"]),
        ("FISCAL_QUARTER(Day) = 1", ["antenna", "mast"]),
        ("DAY_IN_MONTH(Day) = 29", ["antenna"]),
        ("DAY_IN_WEEK(Day) = 1", ["mast"]),
        ("DAY_IN_YEAR(Day) = 60", ["antenna"]),
        ("WEEK_IN_MONTH(Day) = 5", ["antenna", "mast"]),
        ("WEEK_IN_YEAR(Day) = 5", ["mast"]),
        ("HOUR_IN_DAY(At) = 23", ["mast"]),
        ("HOUR_IN_DAY(convertTimezone(At)) < 6", ["radio"]),
        ("DAY_ONLY(At) = 2027-01-31", ["mast"]),
    ],
)  # fmt: skip
def test_parts_of_dates(org: Org, where: str, found: list[str]) -> None:
    assert org.names(where, " ORDER BY Name") == found


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("Regions__c INCLUDES ('north')", ["mast", "spare"]),
        ("Regions__c INCLUDES ('North;South', 'East')", ["mast", "spare"]),
        ("Regions__c INCLUDES ('South;East')", []),
        ("Regions__c EXCLUDES ('North')", ["antenna", "radio"]),
        ("NOT (Regions__c EXCLUDES ('North'))", ["mast", "spare"]),
        ("Regions__c = 'South'", ["radio"]),
    ],
)
def test_several_choices_in_one_field(org: Org, where: str, found: list[str]) -> None:
    assert org.names(where, " ORDER BY Name") == found


def test_semi_joins_choose_by_rows_of_another_object(org: Org) -> None:
    assert org.names("SiteId IN (SELECT Id FROM Site WHERE City__c = 'kiel')", " ORDER BY Name") == [
        "mast",
        "radio",
    ]
    assert org.names("SiteId NOT IN (SELECT Id FROM Site WHERE City__c = 'Kiel')", " ORDER BY Name") == [
        "antenna", "spare",
    ]  # fmt: skip
    sites = "SELECT Name FROM Site WHERE Id NOT IN (SELECT SiteId FROM Thing WHERE Kind = 'Mast')"
    assert [row["Name"] for row in org.ask(sites)] == ["South"]
    with_nulls = "SELECT Name FROM Site WHERE Id NOT IN (SELECT SiteId FROM Thing WHERE Kind = 'Radio')"
    assert [row["Name"] for row in org.ask(with_nulls)] == ["South"]


def test_children_have_a_page_of_their_own_and_children_too(org: Org) -> None:
    things = "SELECT Name, (SELECT Name FROM Parts ORDER BY Name) FROM Things ORDER BY Pieces DESC LIMIT 1"
    soql = f"SELECT Name, ({things}) FROM Site ORDER BY Name"  # noqa: S608 (a query of the sandbox)
    north, south = org.ask(soql)
    assert [row["Name"] for row in north["Things"]["records"]] == ["radio"]
    assert north["Things"]["records"][0]["Parts"] is None
    assert [row["Name"] for row in south["Things"]["records"]] == ["antenna"]
    parts = org.ask(
        "SELECT (SELECT Name, Parent.Name FROM Parts ORDER BY Name) FROM Thing WHERE Name = 'mast'"
    )
    assert [(row["Name"], row["Parent"]["Name"]) for row in parts[0]["Parts"]["records"]] == [
        ("antenna", "mast"), ("radio", "mast"),
    ]  # fmt: skip
    second = org.ask(
        "SELECT (SELECT Name FROM Parts ORDER BY Name LIMIT 5 OFFSET 1) "
        "FROM Thing WHERE Name = 'mast' LIMIT 1"
    )
    assert [row["Name"] for row in second[0]["Parts"]["records"]] == ["radio"]


def test_names_given_in_from_stand_for_the_object_and_its_parents(org: Org) -> None:
    rows = org.ask("SELECT t.Name, s.Name FROM Thing t, t.Site s WHERE s.City__c = 'Kiel' ORDER BY t.Name")
    assert [(row["Name"], row["Site"]["Name"]) for row in rows] == [("mast", "North"), ("radio", "North")]


def test_a_backslash_before_a_wildcard_speaks_to_like_alone(org: Org) -> None:
    org.add("Thing", Name="50% _off_", Kind="Radio")
    org.add("Thing", Name="back\\slash", Kind="Radio")
    try:
        assert org.names(r"Name = '50\% \_off\_'") == ["50% _off_"]
        assert org.names(r"Name LIKE '50\%%'") == ["50% _off_"]
        assert org.names(r"Name LIKE '%\\\\s%'") == []
        assert org.names(r"Name LIKE '%\\s%'") == ["back\\slash"]
    finally:
        org.clear_named("50% _off_", "back\\slash")


@pytest.mark.parametrize(
    ("word", "first", "behind"),
    [
        ("YESTERDAY", "2027-02-17", "2027-02-18"),
        ("TODAY", "2027-02-18", "2027-02-19"),
        ("TOMORROW", "2027-02-19", "2027-02-20"),
        ("THIS_WEEK", "2027-02-14", "2027-02-21"),
        ("LAST_WEEK", "2027-02-07", "2027-02-14"),
        ("NEXT_WEEK", "2027-02-21", "2027-02-28"),
        ("LAST_MONTH", "2027-01-01", "2027-02-01"),
        ("NEXT_MONTH", "2027-03-01", "2027-04-01"),
        ("LAST_QUARTER", "2026-10-01", "2027-01-01"),
        ("NEXT_QUARTER", "2027-04-01", "2027-07-01"),
        ("THIS_FISCAL_YEAR", "2027-01-01", "2028-01-01"),
        ("LAST_90_DAYS", "2026-11-20", "2027-02-19"),
        ("NEXT_90_DAYS", "2027-02-19", "2027-05-20"),
        ("LAST_N_DAYS:1", "2027-02-17", "2027-02-19"),
        ("NEXT_N_DAYS:1", "2027-02-19", "2027-02-20"),
        ("N_DAYS_AGO:2", "2027-02-16", "2027-02-17"),
        ("LAST_N_WEEKS:2", "2027-01-31", "2027-02-14"),
        ("NEXT_N_WEEKS:2", "2027-02-21", "2027-03-07"),
        ("N_WEEKS_AGO:1", "2027-02-07", "2027-02-14"),
        ("LAST_N_MONTHS:3", "2026-11-01", "2027-02-01"),
        ("NEXT_N_MONTHS:11", "2027-03-01", "2028-02-01"),
        ("N_MONTHS_AGO:2", "2026-12-01", "2027-01-01"),
        ("LAST_N_QUARTERS:1", "2026-10-01", "2027-01-01"),
        ("N_QUARTERS_AGO:2", "2026-07-01", "2026-10-01"),
        ("NEXT_N_YEARS:2", "2028-01-01", "2030-01-01"),
        ("N_FISCAL_YEARS_AGO:1", "2026-01-01", "2027-01-01"),
    ],
)
def test_words_for_days_reach_from_to(word: str, first: str, behind: str) -> None:
    assert word_span(word, date(2027, 2, 18)) == (date.fromisoformat(first), date.fromisoformat(behind))


def test_words_for_days_choose_rows_by_date_and_by_time(org: Org) -> None:
    today = datetime.now(UTC).date()
    org.add("Thing", Name="new", Day=today.isoformat(), At=f"{today - timedelta(days=1)}T12:00:00Z")
    try:
        assert org.names("Day >= TODAY AND Day < TOMORROW") == ["new"]
        assert org.names("At IN (TODAY, N_DAYS_AGO:1)") == ["new"]
        assert org.names("At < TODAY AND At > N_DAYS_AGO:2") == ["new"]
    finally:
        org.clear_named("new")
