"""What each user may see and write, and how the org says that they may not."""

import json

import pytest

from app.sandbox.control import answer as control
from app.sandbox.wire import Request
from tests.sandbox.deploying import deployed
from tests.sandbox.granting import assign, deploy_profile, deploy_set
from tests.sandbox.inside import Inside, Json
from tests.sandbox.packages import SPACE, custom_object, field, quote_field, zipped

SITE = zipped({"CustomObject": ["Site__c"]}, {"objects/Site__c.object": custom_object(field())})
WEEK = "Quote.Delivery_Week__c"


def described(org: Inside, name: str) -> dict[str, Json]:
    status, answer = org.call("GET", f"/sobjects/{name}/describe")
    assert status == 200
    return {one["name"]: one for one in answer["fields"]}


def install(org: Inside, data: bytes) -> None:
    org.become("admin")
    assert deployed(org, data)["status"] == "Succeeded"
    org.become("rep")


def turn(org: Inside, **switches: bool) -> Json:
    told = control(org.org, Request("POST", "/switches", "", {}, json.dumps(switches).encode()))
    answer: Json = json.loads(told.body)
    return answer


def test_an_object_is_there_for_those_who_were_given_it(inside: Inside) -> None:
    install(inside, SITE)
    deploy_set(inside, "Sites", ("Site__c", "create read"), fields=(("Site__c.Delivery_Week__c", "read"),))
    names = [one["name"] for one in inside.call("GET", "/sobjects")[1]["sobjects"]]
    assert "Site__c" not in names
    assert inside.call("GET", "/sobjects/Site__c/describe")[0] == 404
    assert inside.code("POST", "/sobjects/Site__c", {"Name": "x"}) == "NOT_FOUND"
    status, code, words = inside.refused("GET", "/query", q="SELECT Id FROM Site__c")
    assert (status, code) == (400, "INVALID_TYPE")
    assert "sObject type 'Site__c' is not supported" in words
    assign(inside, "Sites", "rep")
    site = inside.create("Site__c", Name="North")
    assert inside.query("SELECT Name FROM Site__c")[0]["Name"] == "North"
    for method, body in (("PATCH", {"Name": "y"}), ("DELETE", None)):
        code = inside.code(method, f"/sobjects/Site__c/{site}", body)
        assert code == "INSUFFICIENT_ACCESS_OR_READONLY"


def test_what_no_profile_or_set_speaks_of_is_open_to_all(inside: Inside) -> None:
    install(inside, SITE)
    assert inside.create("Site__c", Name="North", Delivery_Week__c="12")


def test_a_hidden_field_is_in_no_answer_and_cannot_be_named(inside: Inside) -> None:
    install(inside, quote_field())
    deploy_set(inside, "Weeks", fields=((WEEK, "read"),))
    quote = inside.quote()
    assert "Delivery_Week__c" not in described(inside, "Quote")
    assert "Delivery_Week__c" not in inside.call("GET", f"/sobjects/Quote/{quote}")[1]
    for soql in (
        "SELECT Delivery_Week__c FROM Quote",
        "SELECT Id FROM Quote WHERE Delivery_Week__c = '1'",
        "SELECT Id FROM Quote ORDER BY Delivery_Week__c",
        "SELECT Quote.Delivery_Week__c FROM QuoteLineItem",
        "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Quote WHERE Delivery_Week__c = '')",
    ):
        status, code, words = inside.refused("GET", "/query", q=soql)
        assert (status, code) == (400, "INVALID_FIELD")
        assert "No such column 'Delivery_Week__c' on entity 'Quote'" in words
    assert inside.code("PATCH", f"/sobjects/Quote/{quote}", {"Delivery_Week__c": "1"}) == "INVALID_FIELD"
    every = inside.query("SELECT FIELDS(ALL) FROM Quote LIMIT 1")[0]
    assert "Delivery_Week__c" not in every
    assert "QW_Key__c" in every


def test_a_field_that_is_only_read_cannot_be_written(inside: Inside) -> None:
    install(inside, quote_field())
    deploy_set(inside, "Weeks", fields=((WEEK, "read"),))
    deploy_set(inside, "Planners", fields=((WEEK, "read edit"),))
    assign(inside, "Weeks", "rep")
    quote = inside.quote()
    told = described(inside, "Quote")["Delivery_Week__c"]
    assert not told["createable"]
    assert not told["updateable"]
    status, code, words = inside.refused("PATCH", f"/sobjects/Quote/{quote}", {"Delivery_Week__c": "1"})
    assert (status, code) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")
    assert words.startswith("Unable to create/update fields: Delivery_Week__c. Please check the security")
    held = assign(inside, "Planners", "rep")
    assert inside.call("PATCH", f"/sobjects/Quote/{quote}", {"Delivery_Week__c": "1"})[0] == 204
    inside.become("admin")
    assert inside.call("DELETE", f"/sobjects/PermissionSetAssignment/{held}")[0] == 204
    inside.become("rep")
    assert inside.code("PATCH", f"/sobjects/Quote/{quote}", {"Delivery_Week__c": "2"}) == code


def test_a_profile_takes_and_a_permission_set_gives_back(inside: Inside) -> None:
    deploy_profile(inside, "Standard", ("Contact", ""), fields=(("Account.Industry", ""),))
    deploy_set(inside, "Contacts", ("Contact", "read"))
    for user in ("rep", "approver"):
        inside.become(user)
        assert inside.code("GET", "/query", q="SELECT Id FROM Contact") == "INVALID_TYPE"
        assert inside.code("GET", "/query", q="SELECT Industry FROM Account") == "INVALID_FIELD"
        children = inside.code("GET", "/query", q="SELECT (SELECT Id FROM Contacts) FROM Account")
        assert children == "INVALID_TYPE"
        parent = inside.code("GET", "/query", q="SELECT Contact.Name FROM Quote")
        assert parent == "INVALID_FIELD"
    inside.become("admin")
    account = inside.query("SELECT Id, Industry, (SELECT Id FROM Contacts) FROM Account LIMIT 1")[0]
    assert account["Industry"]
    assign(inside, "Contacts", "rep")
    inside.become("rep")
    assert len(inside.query("SELECT Id FROM Contact")) == 4
    assert inside.code("POST", "/sobjects/Contact", {"LastName": "x"}) == "INSUFFICIENT_ACCESS_OR_READONLY"


def test_nobody_points_to_a_record_of_a_hidden_object(inside: Inside) -> None:
    person = inside.query("SELECT Id FROM Contact LIMIT 1")[0]["Id"]
    deploy_profile(inside, "Standard", ("Contact", ""))
    deal = inside.deal
    body = {"Name": "Q", "OpportunityId": deal["Id"], "ContactId": person}
    code = inside.code("POST", "/sobjects/Quote", body)
    assert code == "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"


def test_what_is_hidden_still_gets_its_usual_value(inside: Inside) -> None:
    deploy_profile(inside, "Standard", fields=(("Quote.Status", ""),))
    quote = inside.quote()
    inside.become("admin")
    assert inside.call("GET", f"/sobjects/Quote/{quote}?fields=Status")[1]["Status"] == "Draft"


def test_every_door_keeps_the_rights(inside: Inside) -> None:
    deploy_profile(inside, "Standard", ("Contact", "read"), fields=(("Quote.Description", "read"),))
    readonly = "INSUFFICIENT_ACCESS_OR_READONLY"
    record = {"attributes": {"type": "Contact", "referenceId": "c"}, "LastName": "x"}
    results = inside.call("POST", "/composite/sobjects", {"records": [record]})[1]
    assert results[0]["errors"][0]["statusCode"] == readonly
    tree = inside.call("POST", "/composite/tree/Contact", {"records": [record]})[1]
    assert tree["results"][0]["errors"][0]["statusCode"] == readonly
    node = {"method": "POST", "url": "/services/data/v67.0/sobjects/Contact", "referenceId": "c"}
    whole = {"compositeRequest": [{**node, "body": {"LastName": "x"}}]}
    told = inside.call("POST", "/composite", whole)[1]["compositeResponse"][0]
    assert told["body"][0]["errorCode"] == readonly
    key = {"Name": "Q", "OpportunityId": inside.deal["Id"], "Description": "x"}
    code = inside.code("PATCH", "/sobjects/Quote/QW_Key__c/k", key)
    assert code == "INVALID_FIELD_FOR_INSERT_UPDATE"


def test_results_of_a_bulk_query_are_for_who_asked(inside: Inside) -> None:
    deploy_profile(inside, "Standard", fields=(("Account.Industry", ""),))
    asked = {"operation": "query", "query": "SELECT Industry FROM Account"}
    assert inside.code("POST", "/jobs/query", asked) == "INVALID_FIELD"
    inside.become("admin")
    job = inside.call("POST", "/jobs/query", asked)[1]["id"]
    assert b"Telecommunications" in inside.raw("GET", f"/jobs/query/{job}/results").body
    inside.become("rep")
    assert inside.raw("GET", f"/jobs/query/{job}/results").status == 404


def test_required_fields_and_marks_of_the_org_cannot_be_hidden(inside: Inside) -> None:
    hidden = tuple((f"Quote.{name}", "") for name in ("Name", "OpportunityId", "CreatedDate", "OwnerId"))
    deploy_profile(inside, "Standard", fields=hidden)
    fields = described(inside, "Quote")
    for _, name in (one.split(".") for one, _ in hidden):
        assert not fields[name]["permissionable"]
    assert fields["Description"]["permissionable"]


def test_a_reader_reads_all_and_writes_nothing(inside: Inside) -> None:
    quote = inside.quote()
    inside.become("readonly")
    assert inside.query("SELECT Id FROM Quote")[0]["Id"] == quote
    summaries = inside.call("GET", "/sobjects")[1]["sobjects"]
    assert not any(one["createable"] or one["updateable"] or one["deletable"] for one in summaries)
    for method, path, body in (
        ("POST", "/sobjects/Account", {"Name": "x"}),
        ("PATCH", f"/sobjects/Quote/{quote}", {"Name": "x"}),
        ("DELETE", f"/sobjects/Quote/{quote}", None),
    ):
        assert inside.code(method, path, body) == "INSUFFICIENT_ACCESS_OR_READONLY"


def test_only_administrators_give_permission_sets_and_each_once(inside: Inside) -> None:
    user = inside.query("SELECT Id FROM User WHERE Alias = 'rep'")[0]["Id"]
    held = inside.query("SELECT Id FROM PermissionSet WHERE Name = 'QW_Approver'")[0]["Id"]
    body = {"AssigneeId": user, "PermissionSetId": held}
    assert inside.code("POST", "/sobjects/PermissionSetAssignment", body) == "INSUFFICIENT_ACCESS_OR_READONLY"
    inside.become("admin")
    inside.create("PermissionSetAssignment", **body)
    assert inside.code("POST", "/sobjects/PermissionSetAssignment", body) == "DUPLICATE_VALUE"


def test_a_deployed_set_that_the_org_knows_keeps_its_holders_and_a_deleted_one_has_none(
    inside: Inside,
) -> None:
    deploy_set(inside, "QW_Approver", ("Order", "read"))
    deploy_set(inside, "Extra", ("Order", "read"))
    assign(inside, "Extra", "rep")
    inside.become("admin")
    named = "SELECT count() FROM PermissionSetAssignment WHERE PermissionSet.Name = '{}'"
    count = inside.call("GET", "/query", q=named.format("QW_Approver"))[1]["totalSize"]
    assert count == 2
    gone = zipped({}, {}, destructiveChanges=_package("Extra"))
    assert deployed(inside, gone)["status"] == "Succeeded"
    assert inside.call("GET", "/query", q=named.format("Extra"))[1]["totalSize"] == 0


def _package(name: str) -> str:
    return (
        f"<Package {SPACE}><types><members>{name}</members><name>PermissionSet</name></types>"
        "<version>67.0</version></Package>"
    )


def test_a_profile_of_ones_own_is_a_record_that_users_can_have(inside: Inside) -> None:
    deploy_profile(inside, "Sales Rep", ("Quote", "read"))
    inside.become("admin")
    profile = inside.query("SELECT Id FROM Profile WHERE Name = 'Sales Rep'")[0]["Id"]
    rep = inside.query("SELECT Id FROM User WHERE Alias = 'rep'")[0]["Id"]
    moved = Request("POST", f"/records/User/{rep}", "", {}, json.dumps({"ProfileId": profile}).encode())
    assert control(inside.org, moved).status == 200
    inside.become("rep")
    assert inside.code("POST", "/sobjects/Quote", {"Name": "x"}) == "INSUFFICIENT_ACCESS_OR_READONLY"
    assert inside.create("Account", Name="x")


def test_without_quotes_there_is_nothing_of_them(inside: Inside) -> None:
    assert turn(inside, quotes=False)["quotes"] is False
    for user in ("rep", "admin"):
        inside.become(user)
        for name in ("Quote", "QuoteLineItem", "QuoteDocument"):
            assert inside.call("GET", f"/sobjects/{name}/describe")[0] == 404
            _, code, words = inside.refused("GET", "/query", q=f"SELECT Id FROM {name}")  # noqa: S608 (a query of the sandbox)
            assert code == "INVALID_TYPE"
            assert f"sObject type '{name}' is not supported" in words
        assert "SyncedQuoteId" not in described(inside, "Opportunity")
    turn(inside, quotes=True)
    inside.become("rep")
    assert inside.quote()


def test_with_one_currency_no_object_has_a_currency_field(inside: Inside) -> None:
    turn(inside, multicurrency=False)
    for name in ("Opportunity", "Quote", "QuoteLineItem", "PricebookEntry", "User", "Organization"):
        assert not any("CurrencyIsoCode" in one for one in described(inside, name))
    _, code, words = inside.refused("GET", "/query", q="SELECT CurrencyIsoCode FROM Opportunity")
    assert code == "INVALID_FIELD"
    assert "No such column 'CurrencyIsoCode' on entity 'Opportunity'" in words
    entry = (
        "SELECT Id FROM PricebookEntry WHERE Product2.ProductCode = 'MX900' AND Pricebook2.IsStandard = TRUE"
    )
    assert len(inside.query(entry)) == 1
    book = (
        "SELECT Id FROM PricebookEntry WHERE Product2.ProductCode = 'MX900' AND Pricebook2.IsStandard = FALSE"
    )
    american = inside.query("SELECT Id, Pricebook2Id FROM Opportunity WHERE Name LIKE 'Baywave small%'")[0]
    quote = inside.create(
        "Quote", Name="Q", OpportunityId=american["Id"], Pricebook2Id=american["Pricebook2Id"]
    )
    line = {"QuoteId": quote, "PricebookEntryId": inside.query(book)[0]["Id"], "Quantity": 1, "UnitPrice": 5}
    assert inside.create("QuoteLineItem", **line)


@pytest.mark.parametrize("user", ["rep", "approver", "admin"])
def test_the_users_of_the_first_day_may_do_all_that_the_objects_allow(user: str, inside: Inside) -> None:
    inside.become(user)
    whole = inside.org.database.schema
    seen = inside.org.views.of((inside.org.user(user) or {})["Id"])
    assert set(seen.entities) == set(whole.entities)
    for name, entity in whole.entities.items():
        if name != "PermissionSetAssignment":
            assert seen.entities[name] == entity
