"""Deploying and retrieving metadata within the test: what takes effect, and what is refused how."""

from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.sandbox.metadata.kinds import BY_NAME, CHILDREN
from tests.sandbox.deploying import deployed, failures, retrieved, soap
from tests.sandbox.inside import Inside
from tests.sandbox.packages import custom_object, entity, field, package, quote_field, zipped
from tests.thorough import tried

KEY = "<externalId>true</externalId><length>20</length><unique>true</unique>"
SPACE = "http://soap.sforce.com/2006/04/metadata"


@pytest.fixture
def admin() -> Inside:
    return Inside("admin")


def a_quote(org: Inside, **fields: Any) -> str:
    deal = org.query("SELECT Id, Pricebook2Id FROM Opportunity LIMIT 1")[0]
    return org.create("Quote", Name="Q", OpportunityId=deal["Id"], **fields)


def test_a_field_is_in_describe_and_holds_values_once_it_is_deployed(admin: Inside) -> None:
    result = deployed(admin, quote_field(inner=KEY))
    assert (result["status"], result["numberComponentsDeployed"]) == ("Succeeded", 1)
    (told,) = result["details"]["componentSuccesses"]
    assert (told["fullName"], told["created"]) == ("Quote.Delivery_Week__c", True)
    described = admin.call("GET", "/sobjects/Quote/describe")[1]["fields"]
    (one,) = (one for one in described if one["name"] == "Delivery_Week__c")
    assert (one["type"], one["length"], one["externalId"], one["unique"]) == ("string", 20, True, True)
    made = a_quote(admin, Delivery_Week__c="2027-W03")
    found = admin.query("SELECT Id, Delivery_Week__c FROM Quote WHERE Delivery_Week__c = '2027-W03'")
    assert [(row["Id"], row["Delivery_Week__c"]) for row in found] == [(made, "2027-W03")]
    assert admin.call("GET", "/sobjects/Quote/Delivery_Week__c/2027-W03")[1]["Id"] == made
    again = deployed(admin, quote_field(inner=KEY))
    assert [one["changed"] for one in again["details"]["componentSuccesses"]] == [False]


def test_an_object_with_its_fields_takes_records_and_is_found_from_its_parent(admin: Inside) -> None:
    lookup = field(
        "Deal__c",
        "Lookup",
        "<referenceTo>Opportunity</referenceTo><relationshipName>Sites</relationshipName>",
    )
    height = field("Height__c", "Number", "<precision>6</precision><scale>1</scale>")
    kinds = "".join(
        f"<value><fullName>{one}</fullName><default>false</default><label>{one}</label></value>"
        for one in ("Mast", "Roof")
    )
    kind = field(
        "Kind__c",
        "Picklist",
        f"<valueSet><restricted>true</restricted><valueSetDefinition>{kinds}</valueSetDefinition></valueSet>",
    )
    data = zipped(
        {"CustomObject": ["Site__c"]}, {"objects/Site__c.object": custom_object(lookup, height, kind)}
    )
    result = deployed(admin, data)
    assert (result["status"], failures(result), result["numberComponentsTotal"]) == ("Succeeded", [], 4)
    deal = admin.query("SELECT Id FROM Opportunity LIMIT 1")[0]["Id"]
    made = admin.create("Site__c", Name="Graz", Deal__c=deal, Height__c=31.5, Kind__c="Mast")
    assert made.startswith("a0")
    rows = admin.query("SELECT Name, Deal__r.Name, Height__c FROM Site__c")
    assert [(row["Name"], float(row["Height__c"])) for row in rows] == [("Graz", 31.5)]
    deals = admin.query("SELECT Id, (SELECT Name FROM Sites__r) FROM Opportunity")
    (parent,) = (one for one in deals if one["Id"] == deal)
    assert [row["Name"] for row in parent["Sites__r"]["records"]] == ["Graz"]
    status, refused = admin.call("POST", "/sobjects/Site__c", {"Name": "X", "Kind__c": "Pole"})
    assert (status, refused[0]["errorCode"]) == (400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")
    names = [one["name"] for one in admin.call("GET", "/sobjects")[1]["sobjects"]]
    assert "Site__c" in names


def test_what_is_only_checked_changes_nothing(admin: Inside) -> None:
    result = deployed(admin, quote_field(), checkOnly=True)
    assert (result["status"], result["checkOnly"]) == ("Succeeded", True)
    fields = admin.call("GET", "/sobjects/Quote/describe")[1]["fields"]
    assert "Delivery_Week__c" not in {one["name"] for one in fields}


BAD = {
    "a kind that there is not": (
        {"Teapot": ["X"]},
        {},
        "package.xml: Unknown type name 'Teapot' specified in package.xml",
    ),
    "a member that is not in the zip": (
        {"CustomField": ["Quote.Gone__c"]},
        {"objects/Quote.object": entity("")},
        "package.xml: An object 'Quote.Gone__c' of type CustomField was named in package.xml",
    ),
    "an element that fields do not have": (
        {"CustomField": ["Quote.A__c"]},
        {"objects/Quote.object": entity(field("A__c", inner="<lenght>3</lenght>"))},
        f"objects/Quote.object: Element {{{SPACE}}}lenght invalid at this location in type CustomField",
    ),
    "a text without a length": (
        {"CustomField": ["Quote.A__c"]},
        {"objects/Quote.object": entity(field("A__c", inner=""))},
        "objects/Quote.object: Required fields are missing: [CustomField.length]",
    ),
    "a field of no object": (
        {"CustomField": ["Boat__c.A__c"]},
        {"objects/Boat__c.object": entity(field("A__c"))},
        "objects/Boat__c.object: In field: fullName - no CustomObject named Boat__c found",
    ),
    "a lookup to no object": (
        {"CustomField": ["Quote.A__c"]},
        {"objects/Quote.object": entity(field("A__c", "Lookup", "<referenceTo>Boat__c</referenceTo>"))},
        "objects/Quote.object: In field: referenceTo - no CustomObject named Boat__c found",
    ),
    "a file that is no XML": (
        {"CustomObject": ["Quote"]},
        {"objects/Quote.object": "<CustomObject"},
        "objects/Quote.object: Error parsing file: unclosed token",
    ),
    "a folder that nobody knows": (
        {},
        {"teapots/X.teapot": "<x/>"},
        "teapots/X.teapot: No kind of component",
    ),
    "a class without its description": (
        {"ApexClass": ["A"]},
        {"classes/A.cls": "public class A {}"},
        "classes/A.cls: The metadata file classes/A.cls-meta.xml is missing",
    ),
    "a permission for no field": (
        {"PermissionSet": ["QW"]},
        {
            "permissionsets/QW.permissionset": f'<PermissionSet xmlns="{SPACE}">'
            "<fieldPermissions><editable>true</editable><field>Quote.Nope__c</field></fieldPermissions>"
            "<label>QW</label></PermissionSet>"
        },
        "permissionsets/QW.permissionset: In field: field - no CustomField named Quote.Nope__c found",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_deployed_is_told_and_the_rest_of_it_left_out_as_well(
    what: str, admin: Inside
) -> None:
    members, files, words = BAD[what]
    good = {"CustomField": [*members.get("CustomField", []), "Opportunity.Fine__c"]}
    both = {**files, "objects/Opportunity.object": entity(field("Fine__c"))}
    result = deployed(admin, zipped({**members, **good}, both))
    assert (result["status"], result["numberComponentsDeployed"]) == ("Failed", 0)
    assert any(one.startswith(words) for one in failures(result)), failures(result)
    fields = admin.call("GET", "/sobjects/Opportunity/describe")[1]["fields"]
    assert "Fine__c" not in {one["name"] for one in fields}


def test_without_rollback_the_good_part_is_deployed(admin: Inside) -> None:
    both = entity(field("Fine__c") + field("Bad__c", inner="<length>999</length>"))
    data = zipped({"CustomField": ["Quote.Fine__c", "Quote.Bad__c"]}, {"objects/Quote.object": both})
    result = deployed(admin, data, rollbackOnError=False)
    assert (result["status"], result["numberComponentsDeployed"]) == ("SucceededPartial", 1)
    assert a_quote(admin, Fine__c="x")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip", b"PK\x05\x06" + b"\x00" * 18], ids=repr)
def test_a_zip_that_cannot_be_read_fails_as_a_deployment(data: bytes, admin: Inside) -> None:
    result = deployed(admin, data)
    assert (result["status"], len(failures(result))) == ("Failed", 1)


def test_a_zip_that_would_fill_the_memory_is_refused(admin: Inside) -> None:
    result = deployed(admin, zipped({}, {"classes/A.cls": b"0" * (65 * 1024 * 1024)}))
    assert "Maximum size" in failures(result)[0]


def test_an_entity_in_a_file_is_not_expanded(admin: Inside) -> None:
    text = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + entity(field()).split("\n", 1)[1]
    result = deployed(admin, zipped({"CustomObject": ["Quote"]}, {"objects/Quote.object": text}))
    assert "DOCTYPE is disallowed" in failures(result)[0]


def test_what_was_deployed_is_retrieved_and_can_be_deployed_again(admin: Inside) -> None:
    lwc = {
        "lwc/quotewright/quotewright.js": "export default class {}",
        "lwc/quotewright/quotewright.js-meta.xml": f'<LightningComponentBundle xmlns="{SPACE}"/>',
    }
    members = {"CustomField": ["Quote.Delivery_Week__c"], "LightningComponentBundle": ["quotewright"]}
    data = zipped(members, {**lwc, "objects/Quote.object": entity(field())})
    assert deployed(admin, data)["status"] == "Succeeded"
    files = retrieved(admin, CustomField=["Quote.Delivery_Week__c"], LightningComponentBundle=["*"])
    assert {path: files[path] for path in lwc} == lwc
    assert "<fullName>Delivery_Week__c</fullName>" in files["objects/Quote.object"]
    other = Inside("admin")
    again = zipped(members, {path: text for path, text in files.items() if path != "package.xml"})
    assert deployed(other, again)["status"] == "Succeeded"
    assert retrieved(other, CustomField=["Quote.Delivery_Week__c"], LightningComponentBundle=["*"]) == files


def test_an_object_brings_the_fields_that_it_was_seeded_with(admin: Inside) -> None:
    files = retrieved(admin, CustomObject=["Quote"])
    assert "<fullName>QW_Key__c</fullName>" in files["objects/Quote.object"]
    assert "<members>Quote.QW_Key__c</members>" in files["package.xml"]


def test_what_is_destroyed_is_gone_with_what_was_in_it(admin: Inside) -> None:
    deployed(admin, quote_field())
    a_quote(admin, Delivery_Week__c="2027-W03")
    gone = package({"CustomField": ["Quote.Delivery_Week__c", "Quote.Never__c"]})
    result = deployed(admin, zipped({}, {}, destructiveChanges=gone))
    assert (result["status"], result["numberComponentsDeployed"]) == ("Succeeded", 1)
    told = {
        one["fullName"]: (one["deleted"], one["problem"]) for one in result["details"]["componentSuccesses"]
    }
    assert told == {
        "Quote.Delivery_Week__c": (True, None),
        "Quote.Never__c": (False, "No CustomField named: Quote.Never__c found"),
    }
    status, refused = admin.call("GET", "/query", q="SELECT Delivery_Week__c FROM Quote")
    assert (status, refused[0]["errorCode"]) == (400, "INVALID_FIELD")
    deployed(admin, quote_field())
    assert admin.query("SELECT Delivery_Week__c FROM Quote")[0]["Delivery_Week__c"] is None


def test_a_reset_takes_deployed_things_away(admin: Inside) -> None:
    deployed(admin, zipped({"CustomObject": ["Site__c"]}, {"objects/Site__c.object": custom_object(field())}))
    admin.reset()
    assert admin.call("GET", "/sobjects/Site__c/describe")[0] == 404


def test_only_administrators_deploy() -> None:
    rep = Inside()
    status, refused = rep.call("GET", "/metadata/deployRequest/0Af000000000001AAA")
    assert (status, refused[0]["errorCode"]) == (403, "INSUFFICIENT_ACCESS")
    fault = soap(rep, "<m:describeMetadata/>")
    assert (fault.findtext(".//faultcode") or "").endswith("INSUFFICIENT_ACCESS")


@pytest.mark.parametrize(
    ("inner", "session", "code"),
    [
        ("<m:describeMetadata/>", "no token", "INVALID_SESSION_ID"),
        ("<m:makeTea/>", None, "soapenv:Client"),
        ("<m:deploy><m:ZipFile>!</m:ZipFile></m:deploy>", None, ""),
        ("<m:checkDeployStatus/>", None, "INVALID_ID_FIELD"),
        ("<m:checkRetrieveStatus/>", None, "INVALID_LOCATOR"),
        ("<m:retrieve/>", None, "INVALID_FIELD"),
        ("<m:cancelDeploy/>", None, "INVALID_ID_FIELD"),
    ],
)
def test_soap_refuses_with_a_fault(inner: str, session: str | None, code: str, admin: Inside) -> None:
    told = soap(admin, inner, session=session).findtext(".//faultcode") or ""
    assert told.endswith(code), told


ORG = Inside("admin")
TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


@given(st.data())
@settings(max_examples=tried(80), deadline=None)
def test_whatever_is_in_the_zip_a_deployment_ends_with_a_result(data: st.DataObject) -> None:
    said = data.draw(st.dictionaries(st.sampled_from((*BY_NAME, *CHILDREN, "X")), st.lists(TEXT, max_size=2)))
    kinds = st.sampled_from(
        ("objects/Quote.object", "objects/Site__c.object", "classes/A.cls", "lwc/a", "x/y")
    )
    inner = st.sampled_from((field(), entity(field()), custom_object(field()), "<a/>", "<", ""))
    files = data.draw(st.dictionaries(kinds | TEXT.map(lambda name: f"objects/{name}"), inner, max_size=3))
    try:
        zip_ = zipped({kind: [escape(name) for name in names] for kind, names in said.items()}, files)
    except ValueError:
        return
    cut = data.draw(st.integers(0, len(zip_)))
    spoiled = data.draw(st.sampled_from((zip_, zip_, zip_[:cut], zip_[:cut] + b"\xff" + zip_[cut + 1 :])))
    result = deployed(ORG, spoiled, checkOnly=data.draw(st.booleans()))
    assert result["status"] in ("Failed", "Succeeded")
    assert ORG.call("GET", "/sobjects/Quote/describe")[0] == 200
