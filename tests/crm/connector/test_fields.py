"""The connector declares the fields that the mapping writes and reads, and roles see just these."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

import app.crm.salesforce
from app.crm.mapping import FieldMapping, read_mapping
from app.crm.salesforce.mapped import SHIPPED, shipped_mapping
from tests.crm.connector.made import NAMESPACE, fields_of, parsed, source

CODE: Final = [file.read_text() for file in Path(app.crm.salesforce.__file__).parent.glob("*.py")]
ROLES: Final = ("QW_Rep", "QW_Approver", "QW_Operator")
TIER: Final = "Account.QW_Customer_Tier__c"


def mapping_named(name: str) -> FieldMapping:
    return read_mapping(shipped_mapping(name))


def files(mapping: FieldMapping) -> dict[str, bytes]:
    return source(mapping=mapping)


def written(mapping: FieldMapping) -> set[str]:
    return {f"{entity}.{name}" for entity, name in mapping.written() if name.endswith("__c")}


def margin(mapping: FieldMapping) -> str:
    """Declared for a mapping that writes it; none that ships does."""
    return f"{mapping.quote.object}.QW_Margin_Percent__c"


def given(role: str, kind: str, mapping: FieldMapping) -> list[ET.Element]:
    root = parsed(files(mapping)[f"permissionsets/{role}.permissionset-meta.xml"])
    return root.findall(f"{NAMESPACE}{kind}")


def of(element: ET.Element, name: str) -> str:
    return element.findtext(f"{NAMESPACE}{name}") or ""


def fields_given(role: str, mapping: FieldMapping) -> dict[str, str]:
    """By the field whether it may be changed."""
    found = given(role, "fieldPermissions", mapping)
    assert {of(one, "readable") for one in found} == {"true"}
    assert len({of(one, "field") for one in found}) == len(found)
    return {of(one, "field"): of(one, "editable") for one in found}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_field_that_is_mapped_is_declared_and_the_reverse(name: str) -> None:
    mapping = mapping_named(name)
    assert fields_of(files(mapping)) == written(mapping) | {TIER, margin(mapping)}


def test_the_code_itself_names_no_field_of_ours() -> None:
    assert {found for text in CODE for found in re.findall(r"\b\w+__c\b", text)} == set()


@pytest.mark.parametrize("name", SHIPPED)
def test_keys_are_unique_external_ids_that_tell_capital_letters_apart(name: str) -> None:
    made = files(mapping_named(name))
    keys = [parsed(text) for path, text in made.items() if path.endswith("QW_Key__c.field-meta.xml")]
    assert len(keys) == 2
    for key in keys:
        assert [of(key, flag) for flag in ("externalId", "unique", "caseSensitive")] == ["true"] * 3


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_exactly_the_mapped_fields_and_only_a_rep_writes_them(name: str, role: str) -> None:
    mapping = mapping_named(name)
    rights = fields_given(role, mapping)
    assert set(rights) == written(mapping) | {TIER}
    editable = {field for field, right in rights.items() if right == "true"}
    assert editable == (written(mapping) if role == "QW_Rep" else set())


def test_a_mapping_of_the_admins_own_gives_rights_on_its_own_fields() -> None:
    text = shipped_mapping("quotes").replace("QW_Release__c", "Catalogue__c")
    rights = fields_given("QW_Rep", read_mapping(text))
    assert rights["Quote.Catalogue__c"] == "true"
    assert "Quote.QW_Release__c" not in rights


def test_a_margin_is_seen_by_those_alone_who_have_the_set_for_it() -> None:
    text = shipped_mapping("quotes").replace(
        "QW_Revision__c:", "Our_Margin__c: round(quote.margin_percent, 1)\n    QW_Revision__c:"
    )
    mapping = read_mapping(text)
    assert "Quote.Our_Margin__c" in written(mapping)
    assert all("Quote.Our_Margin__c" not in fields_given(role, mapping) for role in ROLES)
    assert fields_given("QW_Margin", mapping) == {
        "Quote.Our_Margin__c": "true",
        "Quote.QW_Margin_Percent__c": "true",
    }


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_the_objects_that_its_work_needs_and_never_all_records(name: str, role: str) -> None:
    mapping = mapping_named(name)
    objects = given(role, "objectPermissions", mapping)
    rights = {
        of(one, "object"): {
            right for right in ("Create", "Edit", "Delete") if of(one, f"allow{right}") == "true"
        }
        for one in objects
    }
    rep = role == "QW_Rep"
    own = {"quotes": ["Quote"], "offers": ["QW_Offer__c", "QW_Offer_Line__c"], "products": []}[name]
    assert rights == {
        "Account": set(),
        "Opportunity": {"Edit"} if rep else set(),
        "Pricebook2": set(),
        "Product2": set(),
        **{entity: {"Create", "Edit", "Delete"} if rep else set() for entity in own},
    }
    everything = [of(one, f"{right}AllRecords") for one in objects for right in ("view", "modify")]
    assert set(everything) == {"false"}
    assert given(role, "userPermissions", mapping) == []


def test_the_page_is_opened_by_whoever_has_the_set_of_the_connection() -> None:
    mapping = mapping_named("quotes")
    (page,) = given("Quotewright_acme", "pageAccesses", mapping)
    assert of(page, "apexPage") == "Quotewright_acme"
    nothing = [given("Quotewright_acme", f"{kind}Permissions", mapping) for kind in ("field", "object")]
    assert nothing == [[], []]


def test_objects_of_the_orgs_own_bring_none_of_ours() -> None:
    mapping = mapping_named("offers")
    own = replace(mapping, quote=replace(mapping.quote, object="Angebot__c"))
    assert fields_of(files(own)) == {TIER}
