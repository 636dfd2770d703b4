"""Comparisons in words, over quotes of the demo's catalog that are priced for real."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.amounts import Money, Percent
from app.pricing import Discount, Terms, price_line
from app.quoting import (
    Details,
    Header,
    Line,
    Quote,
    QuoteId,
    Side,
    Standing,
    Term,
    compared,
    sentences,
)
from tests.documents.samples import MACRO, a_line, a_quote
from tests.prices import price_with

PRODUCTS = {"macro": MACRO}


def priced(line: Line, **changes: object) -> Line:
    """The line with other choices, quantity or discount, and the price that follows."""
    changed = replace(line, **changes)  # type: ignore[arg-type]  # members of a line by name
    price = price_line(
        MACRO,
        changed.values,
        quantity=changed.quantity,
        terms=Terms("EUR", None),
        discount=changed.discount,
    )
    return replace(changed, price=price)


def with_values(line: Line, **values: object) -> Line:
    return priced(line, values={**line.values, **values}, choices={**line.choices, **values})


def told(before: Quote, after: Quote) -> tuple[str, ...]:
    return sentences(compared(Side(before), Side(after)), before=PRODUCTS, after=PRODUCTS)


def edition(quote: Quote, *lines: Line, **changes: object) -> Quote:
    """Made from the quote, as the next edition of it."""
    made = replace(quote, id=QuoteId("e" * 32), edition=2, family=quote.id, follows=quote.id, lines=lines)
    return replace(made, **changes)  # type: ignore[arg-type]  # members of a quote by name


FIRST = priced(a_line(1), discount=None)
SECOND = priced(a_line(2), discount=None)
QUOTE = a_quote(FIRST, SECOND)


def test_a_changed_choice_is_told_with_the_price_it_makes() -> None:
    sectors = FIRST.values["sectors"]
    assert isinstance(sectors, int)
    more = with_values(FIRST, sectors=sectors + 3)
    said = told(QUOTE, edition(QUOTE, more, SECOND))
    one, other = FIRST.price, more.price
    total, grown = QUOTE.total.amount, other.net.amount - one.net.amount
    assert said == (
        f"Total {total:,} → {total + grown:,} EUR (+{grown:,}, +{_percent(grown, total)} %).",
        (
            f"Line 1 {MACRO.name}: Sectors {sectors} → {sectors + 3}; unit price {one.unit_net.amount:,} → "
            f"{other.unit_net.amount:,} because Sectors: {sectors} → {sectors + 3} +6,300.00; "
            f"net {one.net.amount:,} → {other.net.amount:,} (+{grown:,})."
        ),
    )


def _percent(part: Decimal, whole: Decimal) -> str:
    share = (100 * part / whole).quantize(Decimal("0.1"))
    return f"{share:f}".rstrip("0").rstrip(".")


def test_options_and_truth_values_are_told_in_their_words() -> None:
    before = with_values(FIRST, band="n78", sharing=False)
    after = with_values(FIRST, band="n28", sharing=True)
    said = told(a_quote(before), replace(a_quote(after), family=a_quote().family))[-1]
    assert "Frequency band n78 · 3.5 GHz TDD → n28 · 700 MHz" in said
    assert "Dynamic spectrum sharing no → yes" in said


def test_a_value_that_follows_is_told_after_what_was_chosen() -> None:
    before = priced(FIRST, values={**FIRST.values, "weight": 40}, choices={"sectors": 3})
    after = priced(FIRST, values={**FIRST.values, "weight": 55, "sectors": 4}, choices={"sectors": 4})
    said = told(a_quote(before), replace(a_quote(after), family=a_quote().family))[-1]
    assert said.index("Sectors") < said.index("so Weight 40 kg → 55 kg")


def test_lines_that_came_and_went_are_told_with_their_amount() -> None:
    third = priced(a_line(3), quantity=1200, discount=None)
    said = told(QUOTE, edition(QUOTE, FIRST, third))
    assert f"Line 2 {MACRO.name}: removed, {SECOND.quantity} at" in said[1]
    assert f"Line 3 {MACRO.name}: added, 1,200 at" in said[2]
    assert said[2].endswith(f"together {third.price.net.amount:,} EUR.")


def test_quantity_discount_and_details_are_told() -> None:
    five, ten = (Discount(Percent(Decimal(share)), reason) for share, reason in ((5, "asked"), (10, "rival")))
    before = priced(FIRST, quantity=2, discount=five)
    after = replace(
        priced(FIRST, quantity=3, discount=ten),
        details=Details(
            term=Term(date(2026, 1, 1), date(2026, 12, 31)),
            standing=Standing.ALTERNATIVE,
            instead_of=2,
            group="North",
            note="As  agreed\non site",
        ),
    )
    said = told(a_quote(before), replace(a_quote(after), family=a_quote().family))[-1]
    assert "quantity 2 → 3" in said
    assert "discount 5 % (asked) → 10 % (rival)" in said
    assert "term none → 1 Jan 2026 to 31 Dec 2026" in said
    assert "standing offered → alternative to line 2" in said
    assert "group none → North" in said
    assert "note none → As agreed on site" in said


def test_what_is_said_of_the_whole_is_told() -> None:
    header = Header(region="north", codes=("SPRING", "VIP"), groups=("A", "B"), note="Thanks")
    after = edition(QUOTE, FIRST, SECOND, header=header, valid_until=date(2026, 12, 24), customer_tier="key")
    said = told(QUOTE, after)
    assert "Valid until 8 Apr 2026 → 24 Dec 2026." in said
    assert f"Customer tier {QUOTE.customer_tier or 'none'} → key." in said
    assert "Region none → north." in said
    assert "Promotion codes none → SPRING, VIP." in said
    assert "Note none → Thanks." in said


def test_another_order_and_other_terms_are_told() -> None:
    found = compared(
        Side(QUOTE, ("Payable in 30 days.", "FCA")),
        Side(edition(QUOTE, SECOND, FIRST), ("Payable in 14 days.", "FCA")),
    )
    said = sentences(found, before=PRODUCTS, after=PRODUCTS)
    assert "Lines stand in another order." in said
    assert "Terms: “Payable in 14 days.” added; “Payable in 30 days.” taken out." in said


def test_between_two_currencies_amounts_stand_beside_each_other() -> None:
    dollars = replace(
        FIRST,
        price=price_with(
            FIRST.price,
            net=Money(FIRST.price.net.amount, "USD"),
            listed=Money(FIRST.price.listed.amount, "USD"),
        ),
    )
    found = compared(Side(a_quote(FIRST)), Side(replace(a_quote(dollars), currency="USD")))
    assert found.difference is None
    said = sentences(found, before=PRODUCTS, after=PRODUCTS)
    assert "Currency EUR → USD." in said
    assert any(f"unit price {FIRST.price.unit_net.amount:,} EUR → " in one for one in said)


def test_a_margin_is_told_where_it_is_known_on_both_sides() -> None:
    margin, more = Money(Decimal("1000.00"), "EUR"), Money(Decimal("1500.00"), "EUR")
    known = compared(Side(QUOTE, margins={}, margin=margin), Side(QUOTE, margins={}, margin=more))
    assert any(one.startswith("Margin 1,000.00 EUR") for one in sentences(known, before={}, after={}))
    half = compared(Side(QUOTE), Side(QUOTE, margins={}, margin=more))
    assert not any("argin" in one for one in sentences(half, before={}, after={}))


def test_lines_of_strangers_are_paired_by_likeness_not_by_number() -> None:
    power = "w40" if SECOND.values["power"] == "w80" else "w80"
    first = with_values(SECOND, power=power)
    before = replace(a_quote(replace(first, n=1), SECOND), family=QuoteId("d" * 32))
    after = replace(a_quote(replace(SECOND, n=7), replace(first, n=8)), family=QuoteId("f" * 32))
    pairs = [(one.before, one.after) for one in compared(Side(before), Side(after)).lines]
    assert {(one.n, other.n) for one, other in pairs if one and other} == {(1, 8), (2, 7)}


def test_a_product_that_the_release_does_not_know_is_called_by_its_key() -> None:
    more = with_values(FIRST, power="w80" if FIRST.values["power"] != "w80" else "w40")
    said = sentences(compared(Side(QUOTE), Side(edition(QUOTE, more, SECOND))), before={}, after={})
    assert any("power w" in one for one in said)
