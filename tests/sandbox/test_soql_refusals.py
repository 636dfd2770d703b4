"""Queries whose grammar is right and that are refused all the same: why, and where."""

import pytest

from tests.sandbox.soql_things import Org


@pytest.mark.parametrize(
    ("soql", "place", "words"),
    [
        ("SELECT TYPEOF Site WHEN Site THEN Name END FROM Thing", 8, "TYPEOF"),
        ("SELECT Id FROM Thing WITH SECURITY_ENFORCED", 22, "WITH SECURITY_ENFORCED"),
        ("SELECT Id FROM Thing FOR UPDATE", 22, "FOR UPDATE"),
        ("SELECT Id FROM Thing USING SCOPE Mine", 22, "USING SCOPE Mine"),
        ("SELECT Id FROM Thing UPDATE TRACKING", 22, "UPDATE TRACKING"),
        ("SELECT COUNT(Id) FROM Thing GROUP BY ROLLUP(Kind)", 45, "GROUP BY ROLLUP"),
        ("SELECT toLabel(Kind) FROM Thing", 8, "toLabel()"),
        ("SELECT FORMAT(Amount) FROM Thing", 8, "FORMAT()"),
        ("SELECT convertCurrency(Amount) FROM Thing", 8, "convertCurrency()"),
        ("SELECT Id FROM Thing WHERE toLabel(Kind) = 'x'", 28, "toLabel()"),
        ("SELECT Id FROM Thing WHERE Amount > USD5", 28, "A currency code"),
        ("SELECT Id, (SELECT Id FROM Parts FOR VIEW) FROM Thing", 34, "FOR VIEW"),
    ],
)
def test_what_is_not_built_in_is_refused_by_name_and_place(
    org: Org, soql: str, place: int, words: str
) -> None:
    code, message = org.refused(soql)
    assert code == "FUNCTIONALITY_NOT_ENABLED"
    assert f"ERROR at Row:1:Column:{place}\n{words}" in message
    assert message.endswith("is not built into this sandbox")


@pytest.mark.parametrize(
    ("soql", "code", "words"),
    [
        (
            "SELECT Kind, Name FROM Thing GROUP BY Kind",
            "MALFORMED_QUERY",
            "Field must be grouped or aggregated: Name",
        ),
        ("SELECT Name, COUNT(Id) FROM Thing", "MALFORMED_QUERY", "Field must be grouped or aggregated: Name"),
        (
            "SELECT Kind FROM Thing GROUP BY Kind ORDER BY Name",
            "MALFORMED_QUERY",
            "Ordered field must be grouped",
        ),
        (
            "SELECT Kind, Site.Name, Name FROM Thing GROUP BY Kind, Site.Name, Name",
            "MALFORMED_QUERY",
            "duplicate alias: Name",
        ),
        (
            "SELECT MAX(Amount) FROM Thing LIMIT 1",
            "MALFORMED_QUERY",
            "Non-grouped query that uses overall aggregate",
        ),
        ("SELECT COUNT(), Kind FROM Thing GROUP BY Kind", "MALFORMED_QUERY", "COUNT() must stand alone"),
        (
            "SELECT COUNT() FROM Thing ORDER BY Name",
            "MALFORMED_QUERY",
            "COUNT() cannot be used with ORDER BY",
        ),
        ("SELECT SUM(Name) FROM Thing", "MALFORMED_QUERY", "does not support aggregate operator SUM"),
        ("SELECT MAX(Flag) FROM Thing", "MALFORMED_QUERY", "does not support aggregate operator MAX"),
        ("SELECT COUNT(Story) FROM Thing", "MALFORMED_QUERY", "does not support aggregate operator COUNT"),
        ("SELECT COUNT(Id) FROM Thing GROUP BY Amount", "INVALID_FIELD", "can not be grouped"),
        ("SELECT COUNT(Id) FROM Thing GROUP BY At", "INVALID_FIELD", "can not be grouped"),
        (
            "SELECT Id FROM Thing WHERE COUNT(Id) > 1",
            "MALFORMED_QUERY",
            "Aggregate functions are not allowed",
        ),
        (
            "SELECT CALENDAR_YEAR(Name) FROM Thing GROUP BY CALENDAR_YEAR(Name)",
            "MALFORMED_QUERY",
            "needs a date",
        ),
        ("SELECT CALENDAR_YEAR(Day) FROM Thing", "MALFORMED_QUERY", "Field must be grouped or aggregated"),
        ("SELECT Id x FROM Thing", "MALFORMED_QUERY", "only aggregate expressions use field aliasing"),
        ("SELECT Id, Name, id FROM Thing", "INVALID_FIELD", "duplicate field selected: id"),
        ("SELECT Name, FIELDS(STANDARD) FROM Thing", "INVALID_FIELD", "duplicate field selected: Name"),
        ("SELECT FIELDS(CUSTOM) FROM Thing LIMIT 201", "MALFORMED_QUERY", "must have a LIMIT of at most 200"),
        (
            "SELECT (SELECT FIELDS(ALL) FROM Parts) FROM Thing LIMIT 1",
            "MALFORMED_QUERY",
            "LIMIT of at most 200",
        ),
        ("SELECT (SELECT COUNT(Id) FROM Parts) FROM Thing", "MALFORMED_QUERY", "not allowed in a sub-select"),
        ("SELECT (SELECT Id FROM Parts OFFSET 1) FROM Thing", "MALFORMED_QUERY", "needs LIMIT 1 around it"),
        (
            "SELECT (SELECT Id FROM Parts), (SELECT Name FROM parts) FROM Thing",
            "MALFORMED_QUERY",
            "duplicate relationship",
        ),
        (
            "SELECT (SELECT Id FROM Things) FROM Thing",
            "INVALID_TYPE",
            "Didn't understand relationship 'Things' in FROM",
        ),
        (
            "SELECT Nope__r.Name FROM Thing",
            "INVALID_FIELD",
            "Didn't understand relationship 'Nope__r' in field path",
        ),
        (
            "SELECT Id FROM Thing WHERE Name IN (SELECT Id FROM Site)",
            "MALFORMED_QUERY",
            "should be an id field, cannot use: 'Name'",
        ),
        (
            "SELECT Id FROM Thing WHERE SiteId IN (SELECT Name FROM Site)",
            "MALFORMED_QUERY",
            "same object type",
        ),
        ("SELECT Id FROM Thing WHERE Id IN (SELECT Id FROM Site)", "MALFORMED_QUERY", "same object type"),
        (
            "SELECT Id FROM Thing WHERE Id IN (SELECT ParentId FROM Thing)",
            "MALFORMED_QUERY",
            "should not be on the same",
        ),
        (
            "SELECT Id FROM Thing WHERE SiteId IN (SELECT Id FROM Site LIMIT 1)",
            "MALFORMED_QUERY",
            "not allowed in a semi",
        ),
        (
            "SELECT Id FROM Thing WHERE Name = 'x' OR SiteId IN (SELECT Id FROM Site)",
            "MALFORMED_QUERY",
            "'OR' operator",
        ),
        (
            "SELECT Id FROM Thing WHERE SiteId IN (SELECT Id FROM Site WHERE Id IN (SELECT A FROM B))",
            "MALFORMED_QUERY",
            "Nesting of semi join",
        ),
        (
            "SELECT Id FROM Thing WHERE Name INCLUDES ('x')",
            "INVALID_QUERY_FILTER_OPERATOR",
            "invalid operator",
        ),
        (
            "SELECT Id FROM Thing WHERE Regions__c LIKE 'x'",
            "INVALID_FIELD",
            "invalid operator on multipicklist field",
        ),
        ("SELECT Id FROM Thing WHERE Name LIKE 5", "INVALID_FIELD", "invalid operator"),
        ("SELECT Id FROM Thing WHERE At = 2027-01-01", "INVALID_FIELD", "must be of type dateTime"),
        ("SELECT Id FROM Thing WHERE Day = 2027-01-01T00:00:00Z", "INVALID_FIELD", "must be of type date"),
        ("SELECT Id FROM Thing WHERE Day = 2027-02-30", "MALFORMED_QUERY", "Invalid date: 2027-02-30"),
        (
            "SELECT Id FROM Thing WHERE Day = NEXT_N_YEARS:99999",
            "MALFORMED_QUERY",
            "Invalid date: NEXT_N_YEARS:99999",
        ),
        ("SELECT Id FROM Thing WHERE Day = LAST_N_DAYS:999999999", "MALFORMED_QUERY", "Invalid date"),
        ("SELECT Id FROM Thing WHERE Amount < null", "MALFORMED_QUERY", "null cannot be compared"),
        ("SELECT Id FROM Thing ORDER BY Regions__c", "INVALID_FIELD", "can not be sorted"),
        ("SELECT Id FROM Thing WHERE Story = 'x'", "INVALID_FIELD", "can not be filtered"),
        (
            "SELECT Id FROM Thing OFFSET 2001",
            "NUMBER_OUTSIDE_VALID_RANGE",
            "Maximum SOQL offset allowed is 2000",
        ),
        (
            "SELECT Id FROM Thing WHERE Name = :x",
            "MALFORMED_QUERY",
            "Bind variables only allowed in Apex code",
        ),
    ],
)
def test_refusals_say_why(org: Org, soql: str, code: str, words: str) -> None:
    found, message = org.refused(soql)
    assert (found, words in message) == (code, True), message
    assert "\nERROR at Row:1:Column:" in message


def test_a_refusal_shows_the_row_and_a_caret_under_the_place(org: Org) -> None:
    code, message = org.refused("SELECT Id,\n       Nope\nFROM Thing")
    assert code == "INVALID_FIELD"
    assert message.startswith(
        "\n       Nope\n       ^\nERROR at Row:2:Column:8\nNo such column 'Nope' on entity 'Thing'."
    )
    long = "SELECT Id FROM Thing WHERE " + "Name = 'x' AND " * 50 + "Nope = 1 AND Name = 'y'"
    line, caret = org.refused(long)[1].splitlines()[1:3]
    assert line[caret.index("^") :].startswith("Nope = 1")
    assert len(line) <= 80
