"""The connector declares the fields that the code writes and reads, no others, and roles see just these."""

import re
from datetime import date
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

import app.crm.salesforce
from app.actor import ConnectionName, OrgId
from app.crm import Connection, Opening, Opportunity
from app.crm.salesforce.records import Record, line_record, quote_record
from tests.contracts.offers import offer_of
from tests.crm.connector.made import NAMESPACE, fields_of, parsed, source

CODE: Final = [file.read_text() for file in Path(app.crm.salesforce.__file__).parent.glob("*.py")]
ROLES: Final = ("QW_Rep", "QW_Approver", "QW_Operator")
DEAL: Final = Opportunity(
    "006Qw0000000001IAA", "Deal", "Nordtel", "EUR", date(2027, 3, 31), "Proposal", "Key", "01sQw0000000002IAA"
)
CONNECTION: Final = Connection(
    ConnectionName("acme"),
    OrgId("00Dx00000001hxyEAA"),
    "key",
    (),
    (),
    (),
    catalog="telecom",
    price_book="Book",
)


def custom(entity: str, record: Record) -> set[str]:
    return {f"{entity}.{name}" for name in record if name.endswith("__c")}


def written() -> set[str]:
    offer = offer_of(Opening(DEAL, ()))
    quote, line = quote_record(offer, CONNECTION), line_record(offer.lines[0], quote="q", entry="e")
    return custom("Quote", quote) | custom("QuoteLineItem", line)


def read() -> set[str]:
    """Of other objects, by way of a record that is read anyhow."""
    return {found for text in CODE for found in re.findall(r"\bAccount\.\w+__c\b", text)}


def given(role: str, kind: str) -> list[ET.Element]:
    root = parsed(source()[f"permissionsets/{role}.permissionset-meta.xml"])
    return root.findall(f"{NAMESPACE}{kind}")


def of(element: ET.Element, name: str) -> str:
    return element.findtext(f"{NAMESPACE}{name}") or ""


def test_every_field_that_the_code_writes_or_reads_is_declared_and_the_reverse() -> None:
    assert fields_of(source()) == written() | read()
    # Nothing of ours is named elsewhere in the code, for whatever purpose.
    named = {found for text in CODE for found in re.findall(r"\b\w+__c\b", text)}
    assert named == {field.partition(".")[2] for field in fields_of(source())}


def test_keys_are_unique_external_ids_that_tell_capital_letters_apart() -> None:
    keys = [parsed(text) for path, text in source().items() if path.endswith("QW_Key__c.field-meta.xml")]
    assert len(keys) == 2
    for key in keys:
        assert [of(key, flag) for flag in ("externalId", "unique", "caseSensitive")] == ["true"] * 3


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_exactly_the_mapped_fields(role: str) -> None:
    fields = given(role, "fieldPermissions")
    assert len(fields) == len(fields_of(source()))
    assert {of(one, "field") for one in fields} == fields_of(source())
    assert {of(one, "readable") for one in fields} == {"true"}


def test_a_rep_may_write_what_the_code_writes_and_the_other_roles_nothing() -> None:
    for role in ROLES:
        editable = {
            of(one, "field") for one in given(role, "fieldPermissions") if of(one, "editable") == "true"
        }
        assert editable == (written() if role == "QW_Rep" else set())


def test_a_role_has_the_objects_that_its_work_needs_and_never_all_records() -> None:
    for role in ROLES:
        rights = {
            of(one, "object"): {
                name for name in ("Create", "Edit", "Delete") if of(one, f"allow{name}") == "true"
            }
            for one in given(role, "objectPermissions")
        }
        rep = role == "QW_Rep"
        assert rights == {
            "Account": set(),
            "Opportunity": {"Edit"} if rep else set(),
            "Pricebook2": set(),
            "Product2": set(),
            "Quote": {"Create", "Edit", "Delete"} if rep else set(),
        }
        everything = [
            of(one, f"{right}AllRecords")
            for one in given(role, "objectPermissions")
            for right in ("view", "modify")
        ]
        assert set(everything) == {"false"}
        assert given(role, "userPermissions") == []


def test_the_page_is_opened_by_whoever_has_the_set_of_the_connection() -> None:
    (page,) = given("Quotewright_acme", "pageAccesses")
    assert of(page, "apexPage") == "Quotewright_acme"
    assert (
        given("Quotewright_acme", "fieldPermissions") == given("Quotewright_acme", "objectPermissions") == []
    )
