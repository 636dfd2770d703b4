"""Trees of new records: all or none, whatever goes wrong in them."""

from typing import Any

import pytest

from tests.sandbox.inside import Inside, Json


def _account(reference: str, **fields: Any) -> Json:
    return {"attributes": {"type": "Account", "referenceId": reference}, "Name": reference, **fields}


def _contact(reference: str, **fields: Any) -> Json:
    return {"attributes": {"type": "Contact", "referenceId": reference}, "LastName": reference, **fields}


def _posted(inside: Inside, records: list[Any], root: str = "Account") -> tuple[int, Any]:
    status, answer = inside.call("POST", f"/composite/tree/{root}", {"records": records})
    return status, answer


def test_parents_and_children_are_made_level_by_level(inside: Inside) -> None:
    nested = _account("a1", Contacts={"records": [_contact("c1"), _contact("c2")]})
    status, answer = _posted(inside, [nested, _account("a2")])
    assert (status, answer["hasErrors"]) == (201, False)
    assert [one["referenceId"] for one in answer["results"]] == ["a1", "a2", "c1", "c2"]
    parent, _, child, _ = (one["id"] for one in answer["results"])
    assert inside.call("GET", f"/sobjects/Contact/{child}?fields=AccountId")[1]["AccountId"] == parent


def test_one_wrong_record_takes_all_with_it_and_is_the_one_that_is_told(inside: Inside) -> None:
    accounts = inside.count("Account")
    wrong = _contact("c2", LastName=None)
    nested = _account("a1", Contacts={"records": [_contact("c1"), wrong, _contact("c3", Email="no")]})
    status, answer = _posted(inside, [nested])
    assert (status, answer["hasErrors"]) == (400, True)
    told = [(one["referenceId"], one["errors"][0]["statusCode"]) for one in answer["results"]]
    assert told == [("c2", "REQUIRED_FIELD_MISSING"), ("c3", "INVALID_EMAIL_ADDRESS")]
    assert inside.count("Account") == accounts


def test_references_are_unique_and_well_written(inside: Inside) -> None:
    status, answer = _posted(inside, [_account("a"), _account("a"), _account("a b")])
    assert status == 400
    assert [one["referenceId"] for one in answer["results"]] == ["a", "a", "a b"]
    assert answer["results"][0]["errors"][0]["message"] == "Duplicate ReferenceId provided in the request."


def test_200_records_are_taken_and_one_more_is_not(inside: Inside) -> None:
    assert _posted(inside, [_account(f"a{n}") for n in range(200)])[0] == 201
    status, answer = _posted(inside, [_account(f"b{n}") for n in range(201)])
    assert (status, answer[0]["errorCode"]) == (400, "LIMIT_EXCEEDED")


def test_five_levels_are_taken_and_a_sixth_is_not(inside: Inside) -> None:
    deal, entry = inside.deal, inside.entry()
    line = {"attributes": {"type": "QuoteLineItem", "referenceId": "l"}, "PricebookEntryId": entry}
    line |= {"Quantity": "1", "UnitPrice": "5"}
    quote = {"attributes": {"type": "Quote", "referenceId": "q"}, "Name": "Q"}
    quote |= {"Pricebook2Id": deal["Pricebook2Id"], "QuoteLineItems": {"records": [line]}}
    root = {
        "attributes": {"type": "Opportunity", "referenceId": "o"},
        "Name": "O",
        "StageName": "Prospecting",
    }
    root |= {"CloseDate": "2027-05-05", "Pricebook2Id": deal["Pricebook2Id"], "Quotes": {"records": [quote]}}
    account = _account("a", Opportunities={"records": [root]})
    status, answer = _posted(inside, [account])
    assert (status, len(answer["results"])) == (201, 4)
    line["ContentDocumentLinks"] = {
        "records": [
            {
                "attributes": {"type": "ContentDocumentLink", "referenceId": "f"},
                "ContentDocumentLinks": {"records": [{}]},
            }
        ]
    }
    assert _posted(inside, [account])[0] == 400


@pytest.mark.parametrize(
    "records",
    [
        [],
        [1],
        [{"Name": "x"}],
        [{"attributes": {"type": "Account"}, "Name": "x"}],
        [{"attributes": {"type": "Contact", "referenceId": "a"}, "LastName": "x"}],
        [_account("a", Contacts={"records": []})],
        [_account("a", Contacts={"records": 7})],
        [_account("a", Contacts={"records": [_account("b")]})],
    ],
)
def test_what_is_no_tree_is_refused(inside: Inside, records: list[Any]) -> None:
    accounts = inside.count("Account")
    status, answer = _posted(inside, records)
    assert (status, answer[0]["errorCode"]) in [(400, "INVALID_INPUT"), (400, "JSON_PARSER_ERROR")]
    assert inside.count("Account") == accounts
