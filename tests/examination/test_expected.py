"""The list of standard fields is that of the code: what records write, and what queries read."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

import app.crm.salesforce
from app.crm import Connection, OfferDocument, Opening
from app.crm.salesforce.examination.expected import CURRENCY, READ, WRITTEN, own_fields, rights_of
from app.crm.salesforce.records import document_record, line_record, quote_record
from tests.contracts.offers import offer_of
from tests.crm.connector.made import fields_of, source
from tests.crm.connector.test_fields import CONNECTION, DEAL

FILES: Final = ("looking", "opening", "receipt", "plan", "people", "saving", "telling")
CODE: Final = "".join(Path(app.crm.salesforce.__file__).with_name(f"{name}.py").read_text() for name in FILES)


def standard(record: dict[str, object]) -> set[str]:
    return {name for name in record if not name.endswith("__c")} - {CURRENCY}


def selected() -> dict[str, set[str]]:
    """What the queries name of their own objects, ids and fields of ours left out."""
    found: dict[str, set[str]] = defaultdict(set)
    text = re.sub(r'"\s*\n?\s*"', "", CODE)
    for names, entity in re.findall(r"SELECT ([\w., {}:]+?) FROM (\w+)", text):
        for name in re.split(r"[\s,]+", re.sub(r"\{[^}]*\}", "", names)):
            if name and "." not in name and name != "Id" and not name.endswith("__c"):
                found[entity].add(name)
    return found


def test_what_is_said_to_be_written_is_what_records_write() -> None:
    offer = offer_of(Opening(DEAL, ()))
    connection: Connection = CONNECTION
    assert {entity: set(names) for entity, names in WRITTEN.items()} == {
        "Quote": standard(quote_record(offer, connection)),
        "QuoteLineItem": standard(line_record(offer.lines[0], quote="q", entry="e")),
        "ContentVersion": standard(document_record(OfferDocument("a.pdf", b""), quote="q")),
        "Opportunity": {"SyncedQuoteId"},
    }


def test_every_field_of_a_query_is_on_the_list_and_every_field_of_the_list_in_the_code() -> None:
    known = {entity: {*READ[entity], *WRITTEN.get(entity, ())} for entity in READ}
    asked = selected()
    assert set(asked) <= set(READ)
    assert {entity: names - known[entity] for entity, names in asked.items() if names - known[entity]} == {}
    for entity, names in READ.items():
        for name in names:
            # A reference is read by way of its relationship, too.
            assert re.search(rf"\b({name}|{name.removesuffix('Id')}\.)", CODE), f"{entity}.{name}"


def test_fields_and_rights_are_those_of_the_connector() -> None:
    assert {one.path for one in own_fields()} == fields_of(source())
    keys = [one for one in own_fields() if one.name == "QW_Key__c"]
    assert [(one.entity, one.type, one.length, one.unique, one.external) for one in keys] == [
        ("Quote", "string", 64, True, True),
        ("QuoteLineItem", "string", 80, True, True),
    ]
    rep = rights_of("QW_Rep")
    assert rep.objects["Quote"] == {"Read", "Create", "Edit", "Delete"}
    assert rep.fields["Account.QW_Customer_Tier__c"] == {"Read"}
