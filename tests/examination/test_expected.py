"""What an org has to have is what the mapping names and the queries read."""

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

import app.crm.salesforce
from app.actor import ConnectionName, OrgId
from app.crm import Connection
from app.crm.salesforce.examination.expected import READ, expected
from app.crm.salesforce.mapped import SHIPPED, shipped_mapping

CODE: Final = "".join(
    Path(app.crm.salesforce.__file__).with_name(f"{name}.py").read_text() for name in ("opening", "people")
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


def selected() -> dict[str, set[str]]:
    """What the queries name of their own objects, ids left out."""
    found: dict[str, set[str]] = defaultdict(set)
    text = re.sub(r'"\s*\n?\s*"', "", CODE)
    for names, entity in re.findall(r"SELECT ([\w., {}:]+?) FROM (\w+)", text):
        for name in re.split(r"[\s,]+", re.sub(r"\{[^}]*\}", " ", names)):
            if name and "." not in name and name != "Id":
                found[entity].add(name)
    return found


def test_every_field_of_a_query_is_on_the_list_and_every_field_of_the_list_in_the_code() -> None:
    asked = selected()
    # Read where it may be seen.
    asked.pop("PermissionSetAssignment", None)
    for entity, names in asked.items():
        assert names <= set(READ[entity]), entity
    for entity, listed in READ.items():
        for name in listed:
            # A reference is read by way of its relationship, too.
            assert re.search(rf"\b({name}|{name.removesuffix('Id')}\.)", CODE), f"{entity}.{name}"


@pytest.mark.parametrize("name", SHIPPED)
def test_what_a_mapping_writes_and_reads_is_expected_with_the_types_that_ship(name: str) -> None:
    found = expected(replace(CONNECTION, mapping=shipped_mapping(name)))
    assert set(found.mapping.written()) <= set(found.written) <= set(found.read)
    assert set(found.mapping.read()) <= set(found.read)
    own = {(one.entity, one.name) for one in found.own}
    assert own == {(entity, field) for entity, field in found.read if field.endswith("__c")}
    assert set(found.keys) <= own


def test_an_org_with_one_currency_is_not_expected_to_name_it() -> None:
    names = [name for _, name in expected(replace(CONNECTION, only_currency="EUR")).read]
    assert "CurrencyIsoCode" not in names
    assert ("Quote", "CurrencyIsoCode") in expected(CONNECTION).written


def test_a_mapping_of_ones_own_is_expected_as_it_is() -> None:
    text = shipped_mapping("quotes").replace("QW_Release__c", "Catalogue__c")
    found = expected(replace(CONNECTION, mapping=text))
    assert ("Quote", "Catalogue__c") in found.written
    assert "Quote.QW_Release__c" not in {one.path for one in found.own}
    (field, words) = found.stage or ((), ())
    assert field == ("Quote", "Status")
    assert words == ("Draft", "In Review", "Approved", "Presented", "Accepted", "Denied")
