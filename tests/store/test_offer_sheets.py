"""An offer as a workbook: figures as numbers, text as text, whatever it looks like."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from app.amounts import Money, Percent
from app.pricing import Discount
from app.quoting import Details, Header, Quote, Standing
from app.quoting.line_export import exported
from app.quoting.offer_table import HEADS, offer_table
from app.store.offer_sheets import write_offer
from tests.prices import price_with
from tests.store.examples import a_line, a_quote, quotes
from tests.thorough import tried
from tests.web.samples import RELEASE

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://evil.example")',
    "=cmd|' /C calc'!A0",
)


def written(quote: Quote) -> bytes:
    return write_offer(offer_table(quote), exported(quote, RELEASE))


def opened(quote: Quote) -> Any:
    return load_workbook(BytesIO(written(quote)))


def rows(quote: Quote, sheet: str = "Offer") -> list[list[object]]:
    return [list(row) for row in opened(quote)[sheet].iter_rows(values_only=True)]


def grouped() -> Quote:
    """Two groups, a line in none, and lines that are not in the total."""
    lines = (
        a_line(1, net="10.00"),
        replace(a_line(2, net="20.00"), details=Details(group="North")),
        replace(a_line(3, net="30.00"), details=Details(group="South", note="Early")),
        replace(a_line(4, net="40.00"), details=Details(group="North")),
        replace(a_line(5, net="50.00"), details=Details(standing=Standing.OPTIONAL)),
        replace(a_line(6, net="60.00"), details=Details(standing=Standing.ALTERNATIVE, instead_of=2)),
    )
    return replace(a_quote(*lines), header=Header(groups=("South", "North")))


def test_lines_stand_by_group_with_subtotals_and_totals() -> None:
    told = [(row[0], row[1], row[9]) for row in rows(grouped())[2:]]
    assert told == [
        ("Line", "Product", "Net"),
        (1, "Station", 30),
        (None, "South", None),
        (3, "Station", 90),
        (None, "Subtotal South", 90),
        (None, "North", None),
        (2, "Station", 60),
        (4, "Station", 120),
        (None, "Subtotal North", 180),
        (None, "Total", 300),
        (None, "Optional, not in the total", None),
        (5, "Station", 150),
        (None, "Alternatives, not in the total", None),
        (6, "Station, instead of line 2", 180),
    ]
    assert rows(grouped())[2] == list(HEADS)


def test_amounts_are_numbers_with_the_currency_s_decimals() -> None:
    sheet = opened(a_quote(a_line(1, net="1234.50")))["Offer"]
    assert (sheet["J4"].value, sheet["J4"].data_type, sheet["J4"].number_format) == (3703.5, "n", "#,##0.00")
    yen = replace(a_quote(a_line(1, net="1234", currency="JPY")), currency="JPY")
    assert opened(yen)["Offer"]["J4"].number_format == "#,##0"


def test_an_amount_that_a_spreadsheet_would_round_stays_text() -> None:
    sheet = opened(a_quote(a_line(1, net="99999999999999999.99")))["Offer"]
    assert (sheet["H4"].value, sheet["H4"].data_type) == ("99999999999999999.99", "s")


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_is_text(text: str) -> None:
    line = replace(
        a_line(1),
        name=text,
        description=text,
        code=text,
        choices={"label": text},
        discount=Discount(Percent(Decimal(5)), text),
        details=Details(group=text, note=text),
    )
    content = written(replace(a_quote(line), number=text))
    workbook = load_workbook(BytesIO(content))
    found = [cell for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in found if cell.data_type == "f"]
    named = [cell for cell in found if isinstance(cell.value, str) and cell.value.strip() == text.strip()]
    assert len(named) >= 8
    assert all(cell.quotePrefix for cell in named)
    with ZipFile(BytesIO(content)) as packed:
        assert not [name for name in packed.namelist() if b"<f>" in packed.read(name)]
        assert not [name for name in packed.namelist() if "vba" in name or "external" in name.lower()]


@settings(max_examples=tried(40), suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(quotes())
def test_any_quote_can_be_written_and_its_subtotals_add_up(quote: Quote) -> None:
    # Choices have names of catalogs; a net price that is powers of ten beside its list price has no share.
    lines = [
        replace(one, choices={}, price=price_with(one.price, listed=one.price.net)) for one in quote.lines
    ]
    quote = replace(quote, lines=tuple(lines))
    table = offer_table(quote)
    zero = Money.zero(quote.currency)
    sums = {kind: [row.cells[9] for row in table.rows if row.kind == kind] for kind in ("subtotal", "total")}
    ungrouped = sum((line.price.net for line in quote.offered if not line.details.group), zero)
    subtotals = [one for one in sums["subtotal"] if isinstance(one, Money)]
    assert sums["total"] == [quote.total] == [sum(subtotals, ungrouped)]
    assert sum(row.kind == "line" for row in table.rows) == len(quote.lines)
    assert opened(quote).sheetnames == ["Offer", "Lines", "Products", "Choices"]
