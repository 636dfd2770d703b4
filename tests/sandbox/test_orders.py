"""Orders, opportunity products and contacts: the objects that stand beside a quote."""

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.inside import Inside


def _order(inside: Inside, **fields: Any) -> str:
    deal = inside.deal
    required = {"AccountId": deal["AccountId"], "EffectiveDate": "2027-03-01", "Status": "Draft"}
    return inside.create("Order", **{**required, "Pricebook2Id": deal["Pricebook2Id"], **fields})


def _line(inside: Inside, order: str, **fields: Any) -> str:
    required = {"OrderId": order, "PricebookEntryId": inside.entry(), "Quantity": 2, "UnitPrice": "10.05"}
    return inside.create("OrderItem", **{**required, **fields})


def test_an_order_sums_its_products_and_can_then_be_activated(inside: Inside) -> None:
    order = _order(inside, QuoteId=inside.quote())
    refused = inside.refused("PATCH", f"/sobjects/Order/{order}", {"Status": "Activated"})
    assert refused == (400, "FAILED_ACTIVATION", "An order must have at least one product.")
    line = _line(inside, order)
    _line(inside, order, Quantity=1)
    inside.call("PATCH", f"/sobjects/OrderItem/{line}", {"Quantity": 3})
    row = inside.call("GET", f"/sobjects/Order/{order}")[1]
    assert (row["TotalAmount"], row["OpportunityId"]) == (Decimal("40.20"), inside.deal["Id"])
    assert inside.call("PATCH", f"/sobjects/Order/{order}", {"Status": "Activated"})[0] == 204
    body = {"OrderId": order, "PricebookEntryId": inside.entry(), "Quantity": 1, "UnitPrice": 1}
    assert inside.code("POST", "/sobjects/OrderItem", body) == "FIELD_INTEGRITY_EXCEPTION"
    assert inside.call("DELETE", f"/sobjects/Order/{order}")[0] == 204
    assert inside.count("OrderItem") == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"Status": "Activated"}, "FAILED_ACTIVATION"),
        ({"Status": "Shipped"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
        ({"EffectiveDate": None}, "REQUIRED_FIELD_MISSING"),
        ({"TotalAmount": 5}, "INVALID_FIELD_FOR_INSERT_UPDATE"),
    ],
)
def test_a_wrong_order_is_refused(inside: Inside, fields: dict[str, Any], code: str) -> None:
    deal = inside.deal
    body = {"AccountId": deal["AccountId"], "EffectiveDate": "2027-03-01", "Status": "Draft", **fields}
    assert inside.code("POST", "/sobjects/Order", body) == code


def test_the_price_book_of_an_order_stays_while_it_has_products(inside: Inside) -> None:
    order = _order(inside)
    _line(inside, order)
    standard = inside.query("SELECT Id FROM Pricebook2 WHERE IsStandard = TRUE")[0]["Id"]
    code = inside.code("PATCH", f"/sobjects/Order/{order}", {"Pricebook2Id": standard})
    assert code == "FIELD_INTEGRITY_EXCEPTION"


def test_a_contact_is_called_by_both_names(inside: Inside) -> None:
    made = inside.create("Contact", FirstName="Ann", LastName="Lee", AccountId=inside.deal["AccountId"])
    inside.call("PATCH", f"/sobjects/Contact/{made}", {"LastName": "Ray"})
    assert inside.call("GET", f"/sobjects/Contact/{made}?fields=Name")[1]["Name"] == "Ann Ray"


def test_users_profiles_and_permission_sets_are_read_and_not_written(inside: Inside) -> None:
    for name in ("User", "Profile", "Organization", "PermissionSet", "UserRole"):
        assert inside.count(name) > 0
        assert inside.refused("POST", f"/sobjects/{name}", {"Name": "x"})[:2] == (405, "METHOD_NOT_ALLOWED")
