"""What the lines of quotes, opportunities and orders have in common: price book entry, numbers, sums."""

from .database import Row
from .failures import ApiError, integrity
from .work import Work


def has_lines(work: Work, entity: str, field: str, record_id: str) -> bool:
    where = f'SELECT 1 FROM "{entity}" WHERE "{field}" = ? AND "IsDeleted" = 0 LIMIT 1'  # noqa: S608 (names come from the schema)
    return bool(work.database.select(where, (record_id,)))


def entry_for(work: Work, row: Row, parent: Row, what: str) -> Row:
    """The price book entry of a line, when it may stand on this quote or opportunity."""
    if row.get("PricebookEntryId") is None:
        words = (
            "field integrity exception: PricebookEntryId, unknown (versions 3.0 and higher must specify "
            "pricebook entry id; others must specify product id)"
        )
        raise integrity(words, "PricebookEntryId")
    entry = work.referred("PricebookEntry", row["PricebookEntryId"], "PricebookEntryId")
    if parent["Pricebook2Id"] is None:
        raise integrity(f"a price book must be set on the {what} before its first line", "Pricebook2Id")
    if entry["Pricebook2Id"] != parent["Pricebook2Id"]:
        words = f"pricebook entry is in a different pricebook than the one assigned to the {what}"
        raise integrity(f"field integrity exception: {words}", "PricebookEntryId")
    if not entry["IsActive"]:
        raise integrity(
            "field integrity exception: PricebookEntryId (pricebook entry is inactive)", "PricebookEntryId"
        )
    if entry["CurrencyIsoCode"] != parent["CurrencyIsoCode"]:
        words = f"the pricebook entry currency code does not match the {what} currency code"
        raise integrity(f"field integrity exception: {words}", "PricebookEntryId")
    return entry


def check_line(row: Row) -> None:
    if row.get("Quantity") == 0:
        raise integrity("Quantity must be nonzero", "Quantity")
    if row.get("Discount") is not None and not 0 <= row["Discount"] <= 10_000:
        words = "Discount: value outside of valid range on numeric field: a percentage between 0 and 100"
        raise ApiError(400, "NUMBER_OUTSIDE_VALID_RANGE", words, ("Discount",))


def line_sums(row: Row) -> dict[str, int]:
    """Subtotal and TotalPrice in hundredths: quantity has two decimals, discount is a percentage with two."""
    gross = row["UnitPrice"] * row["Quantity"]
    return {
        "Subtotal": _divided(gross, 100),
        "TotalPrice": _divided(gross * (10_000 - (row.get("Discount") or 0)), 1_000_000),
    }


def _divided(number: int, by: int) -> int:
    """Half away from zero, as money is rounded."""
    whole = (abs(number) * 2 + by) // (2 * by)
    return whole if number >= 0 else -whole
