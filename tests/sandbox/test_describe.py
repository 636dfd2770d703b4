"""What an object says of itself is what its records do."""

import pytest

from app.sandbox.schema import load_schema
from tests.sandbox.inside import Inside, Json

OBJECTS = sorted(load_schema().entities)
LISTED = {
    "Account",
    "Contact",
    "User",
    "Profile",
    "Organization",
    "Opportunity",
    "OpportunityLineItem",
    "Pricebook2",
    "PricebookEntry",
    "Product2",
    "Quote",
    "QuoteLineItem",
    "QuoteDocument",
    "ContentVersion",
    "ContentDocument",
    "ContentDocumentLink",
    "Order",
    "OrderItem",
    "PermissionSet",
}
WRONG: dict[str, object] = {
    "boolean": 7,
    "int": "x",
    "currency": "x",
    "double": "x",
    "percent": "x",
    "date": "x",
}
WRONG |= {"datetime": "x", "reference": "x", "email": "x", "picklist": 7, "base64": "%"}


def _described(inside: Inside, name: str) -> Json:
    status, answer = inside.call("GET", f"/sobjects/{name}/describe")
    assert status == 200
    found: Json = answer
    return found


def test_the_objects_of_a_sales_org_are_there(inside: Inside) -> None:
    _, listed = inside.call("GET", "/sobjects")
    names = {one["name"] for one in listed["sobjects"]}
    assert names == set(OBJECTS)
    assert names >= LISTED


@pytest.mark.parametrize("name", OBJECTS)
def test_a_query_for_all_fields_answers_those_described(inside: Inside, name: str) -> None:
    described = [field["name"] for field in _described(inside, name)["fields"]]
    for row in inside.query(f"SELECT FIELDS(ALL) FROM {name} LIMIT 1"):  # noqa: S608 (a query of the sandbox)
        assert [key for key in row if key != "attributes"] == described
        assert list(inside.call("GET", f"/sobjects/{name}/{row['Id']}")[1])[1:] == described


@pytest.mark.parametrize("name", OBJECTS)
def test_a_field_that_is_not_createable_is_refused_and_one_that_is_is_read(inside: Inside, name: str) -> None:
    """A value of the wrong kind tells whether the field was looked at."""
    described = _described(inside, name)
    for field in described["fields"] if described["createable"] else ():
        wrong = WRONG.get(field["type"], ["list"])
        code = inside.code("POST", f"/sobjects/{name}", {field["name"]: wrong})
        assert (code == "INVALID_FIELD_FOR_INSERT_UPDATE") is not field["createable"], field["name"]


@pytest.mark.parametrize("name", OBJECTS)
def test_parents_and_children_describe_each_other(inside: Inside, name: str) -> None:
    for child in _described(inside, name)["childRelationships"]:
        fields = {field["name"]: field for field in _described(inside, child["childSObject"])["fields"]}
        assert name in fields[child["field"]]["referenceTo"]
        inner = f"SELECT Id, (SELECT Id FROM {child['relationshipName']}) FROM {name} LIMIT 1"  # noqa: S608 (a query of the sandbox)
        assert inside.call("GET", "/query", q=inner)[0] == 200


def test_numbers_the_org_gives_and_sums_it_works_out_are_marked(inside: Inside) -> None:
    fields = {field["name"]: field for field in _described(inside, "Quote")["fields"]}
    assert fields["QuoteNumber"]["autoNumber"]
    assert fields["GrandTotal"]["calculated"]
    assert fields["QW_Key__c"]["externalId"]
    assert fields["QW_Key__c"]["unique"]
    assert [one["value"] for one in fields["Status"]["picklistValues"]][:2] == ["Draft", "Needs Review"]
    assert not fields["QuoteNumber"]["createable"]


def test_a_reader_is_told_that_nothing_can_be_written(inside: Inside) -> None:
    inside.become("readonly")
    described = _described(inside, "Quote")
    assert not any(described[word] for word in ("createable", "updateable", "deletable"))
    assert not any(field["createable"] or field["updateable"] for field in described["fields"])
