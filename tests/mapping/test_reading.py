"""A mapping's file: what it may say, and how what it may not is told."""

import pytest

from app.crm.mapping import MappingInvalid, read_mapping
from app.crm.salesforce.mapped import SHIPPED, shipped_mapping

QUOTES = shipped_mapping("quotes")


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_can_be_read(name: str) -> None:
    mapping = read_mapping(shipped_mapping(name))
    assert mapping.one_at_a_time is (name == "products")
    assert {mapping.quote.key, mapping.lines.key} == {"QW_Key__c"}


def test_words_of_the_org_stand_for_ours_in_both_directions() -> None:
    text = QUOTES.replace("stage: Status", "stage: {field: Status, words: {Draft: Entwurf}}")
    stage = read_mapping(text).quote.told["stage"]
    assert [stage.there(word) for word in ("Draft", "Approved")] == ["Entwurf", "Approved"]
    assert [stage.here(word) for word in ("Entwurf", "Approved")] == ["Draft", "Approved"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("mapping: 1", "mapping: 2"), "mapping: Must be one of: 1."),
        (("object: Quote\n", "object: Quote; DELETE\n"), "quote.object: No name of a field."),
        (("object: Quote\n", "object: Quote\n  colour: red\n"), "quote.colour: Unknown field."),
        (("  key: QW_Key__c\n  number", "  number"), "quote.key: Missing data"),
        (("quote.release", "quote.releases"), "quote.fields.QW_Release__c: quote.releases is no fact"),
        (("line.item_number", "quote.id"), "lines.fields.QW_Item_Number__c: quote.id is no fact"),
        (("quote.release", "quote.release +"), "quote.fields.QW_Release__c: 'quote.release .' is no formula"),
        (("quote.release", "__import__('os').getcwd()"), "has more in it than formulas know|functions"),
        (("quote.release", "[quote.release]"), "a formula is text"),
        (("quote.release", "1.5"), "a formula is text"),
        (("valid_until: Exp", "colour: Exp"), "quote.told.colour: Must be one of: valid_until"),
        (("stage: Status", "stage: {fields: Status}"), "quote.told.stage.field"),
        (("stage: Status", "stage: {field: Status, words: {Draft: A, Approved: A}}"), "one and the same"),
        (("status: QW_Status__c", "status: Name"), "quote.Name: the field is written twice"),
        (("QW_Link__c", "qw_release__C"), "the field is written twice"),
        (("  opportunity: OpportunityId\n", ""), "the lookup to the opportunity has to be named"),
        (("Account.QW_Customer_Tier__c", "Account.Tier__c FROM User"), "opportunity.customer_tier"),
        (("totals: [TotalPrice, GrandTotal]", "totals: all"), "quote.totals: Not a valid list"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(wrong: tuple[str, str], told: str) -> None:
    assert wrong[0] in QUOTES
    with pytest.raises(MappingInvalid, match=told):
        read_mapping(QUOTES.replace(wrong[0], wrong[1], 1))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "cannot be used"),
        ("just text", "cannot be used"),
        ("- a\n- b", "cannot be used"),
        ("quote: {\n", "is no YAML in line 2"),
        ("a: &x 1\nb: *x", "no anchors"),
        ("!!python/object/apply:os.getcwd []", "could not determine a constructor"),
        ("a: 2026-13-45", "cannot be read"),
        ("[" * 500, "is no YAML|cannot be read"),
        ("x" * 100_001, "at most 100000 characters"),
    ],
)
def test_what_is_no_mapping_at_all_is_told(text: str, told: str) -> None:
    with pytest.raises(MappingInvalid, match=told):
        read_mapping(text)


def test_at_most_twenty_problems_are_told_and_the_others_counted() -> None:
    fields = "\n".join(f"    F{n}__c: nothing" for n in range(30))
    with pytest.raises(MappingInvalid, match="And 10 more") as refused:
        read_mapping(QUOTES.replace("    Name: left(quote.name, 255)", fields))
    assert len(refused.value.facts["problems"]) == 20  # type: ignore[arg-type]  # a list, as JSON has it
