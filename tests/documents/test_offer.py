"""Groups, what stands beside the offer, and the sections of a document."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

import pytest

from app.amounts import Money
from app.catalog import Article, Clause
from app.catalog.assembly import Assembly, AssemblyRule, Occurrence, PartRule
from app.documents import PUBLIC, Look, Recipient, Section, content_of, sections_named, speech_of
from app.documents.sections import SectionUnknown
from app.quoting import Details, Header, Line, Quote, Standing, Status, Term
from tests.documents import samples
from tests.prices import price_with

ENGLISH = speech_of("en")


def grouped(*groups: str, order: tuple[str, ...] = ()) -> Quote:
    lines = (
        replace(samples.a_line(n, quantity=n), details=Details(group=group))
        for n, group in enumerate(groups, start=1)
    )
    return replace(samples.a_quote(*lines), header=Header(groups=order))


def beside(line: Line, standing: Standing, *, instead_of: int | None = None, note: str = "") -> Line:
    return replace(line, details=Details(standing=standing, instead_of=instead_of, note=note))


def recurring(n: int, net: str, *, cycle: Literal["month", "year"], cycles: int) -> Line:
    line, money = samples.a_line(n), Money.of(net, "EUR")
    price = price_with(line.price, listed=money, net=money, recurs=cycle, cycles=Decimal(cycles))
    return replace(line, price=price)


def test_groups_come_in_the_order_of_the_quote_and_their_subtotals_add_up() -> None:
    quote = grouped("Sites", "", "Depot", "Sites", order=("Depot", "Sites"))
    table = samples.content(quote).lines
    assert table is not None
    assert [(one.name, [row.n for row in one.rows]) for one in table.groups] == [
        ("Depot", ["3"]),
        ("Sites", ["1", "4"]),
        ("Further items", ["2"]),
    ]
    subtotals = [one.subtotal.text for one in table.groups if one.subtotal]
    amounts = (Money.of(text.replace(",", ""), "EUR") for text in subtotals)
    assert sum(amounts, Money.zero("EUR")) == quote.total


def test_without_groups_there_is_neither_a_heading_nor_a_subtotal() -> None:
    table = samples.content(samples.of_lines(3)).lines
    assert table is not None
    assert [(one.name, one.subtotal) for one in table.groups] == [("", None)]


def test_optional_and_alternative_lines_stand_apart_and_are_in_no_total() -> None:
    plain = samples.a_line(1)
    quote = samples.a_quote(
        plain,
        beside(samples.a_line(2), Standing.OPTIONAL, note="Only with a service plan."),
        beside(samples.a_line(3), Standing.ALTERNATIVE, instead_of=1),
    )
    content = samples.content(quote)
    assert [row.n for row in samples.rows_of(content)] == ["1"]
    optional, alternative = content.others
    assert (optional.heading, optional.rows[0].note) == ("Optional items", "Only with a service plan.")
    assert (alternative.heading, alternative.rows[0].remarks) == ("Alternatives", ("Instead of line 1",))
    assert samples.totals_of(content).net.text == f"EUR\u00a0{plain.price.net.amount:,}"
    assert "part of the total" in optional.note


def test_a_line_for_a_time_says_for_which() -> None:
    term = Term(date(2026, 4, 1), date(2027, 3, 31))
    line = replace(samples.a_line(1), details=Details(term=term))
    (row,) = samples.rows_of(samples.content(samples.a_quote(line)))
    assert row.remarks == ("April 1, 2026 to March 31, 2027",)


def test_what_recurs_is_told_apart_from_what_is_paid_once_and_both_add_up() -> None:
    once = samples.a_line(1)
    monthly = recurring(2, "4320.00", cycle="month", cycles=36)
    yearly = recurring(3, "900.00", cycle="year", cycles=3)
    quote = samples.a_quote(once, monthly, yearly)
    content = samples.content(quote)
    totals = samples.totals_of(content)
    assert [(one.label, one.text) for one in totals.split] == [
        ("One-time", f"{once.price.net.amount:,}"),
        ("Recurring, 120.00 a month", "4,320.00"),
        ("Recurring, 300.00 a year", "900.00"),
    ]
    split = sum((Money.of(one.text.replace(",", ""), "EUR") for one in totals.split), Money.zero("EUR"))
    assert split == quote.total
    row = samples.rows_of(content)[1]
    assert (row.unit_list, row.unit_net, row.net) == ("40.00", "40.00", "4,320.00")
    assert row.remarks == ("120.00 a month",)
    assert samples.totals_of(samples.content(samples.of_lines(2))).split == ()


def test_a_later_edition_is_named_and_accepted_as_such() -> None:
    content = samples.content(replace(samples.of_lines(1), edition=2))
    assert ("Revision", "2") in [(fact.label, fact.text) for fact in content.facts]
    assert content.acceptance is not None
    assert "Q-2026-00042, revision 2, dated" in content.acceptance.text


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        (Status.DRAFT, "Draft"),
        (Status.IN_APPROVAL, "Draft"),
        (Status.APPROVED, "Draft"),
        (Status.FAILED, "Draft"),
        (Status.SUBMITTED, ""),
        (Status.WRITTEN, ""),
        (Status.EXPIRED, ""),
    ],
)
def test_only_what_was_not_submitted_is_marked_as_a_draft(status: Status, mark: str) -> None:
    assert samples.content(replace(samples.of_lines(1), status=status)).watermark == mark


def test_sections_that_are_off_are_not_there() -> None:
    only = Look(ENGLISH, sections=frozenset({Section.LINES}))
    content = samples.content(samples.of_lines(2), look=only)
    assert content.lines is not None
    assert content.totals is not None
    assert content.introduction == ()
    assert (content.terms, content.acceptance, content.technical, content.prices) == (None,) * 4


def test_what_is_internal_is_there_only_when_it_is_asked_for() -> None:
    assert samples.content(samples.of_lines(1)).prices is None
    assert Section.PRICES not in PUBLIC


def test_the_appendix_tells_each_step_and_the_cost_where_it_is_known() -> None:
    root = AssemblyRule("macro", "Macro", parts=(PartRule(Occurrence(), Article("A-1", "Radio")),))
    product = replace(samples.MACRO, assembly=Assembly("1", root))
    release = replace(samples.RELEASE, products={product.key: product})
    quote = samples.of_lines(2)
    look = Look(ENGLISH, sections=frozenset(Section))
    content = content_of(quote, recipient=Recipient("a", "b"), release=release, at=samples.AT, look=look)
    assert content.prices is not None
    whole, first, _ = content.prices.lines
    assert whole.name == "The whole quotation"
    assert whole.steps[-1].after == f"{quote.total.amount:,}"
    assert [step.label for step in first.steps] == [step.label for step in quote.lines[0].price.steps]
    assert content.prices.mark == "Internal: not for the customer"
    assert first.facts[0].label == "Cost"


def test_a_section_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(SectionUnknown, match="introduction, lines, terms"):
        sections_named(["lines", "chapter"])


def test_terms_are_those_of_the_region_in_the_language_of_the_reader() -> None:
    terms = (
        "Payment within 30 days.",
        Clause("By our terms.", {"en": "By our terms.", "de": "Zu unseren Bedingungen."}),
        Clause("Duty paid.", {}, ("EU",)),
        Clause("Customs are yours.", {"en": "Customs are yours.", "de": "Zoll zahlen Sie."}, ("CH", "NO")),
    )
    release = replace(samples.RELEASE, terms=terms)
    quote = replace(samples.of_lines(1), header=Header(region="CH"))
    look = Look(speech_of("de-CH"))
    content = content_of(quote, recipient=samples.RECIPIENT, release=release, at=samples.AT, look=look)
    assert content.terms is not None
    assert [(one.text, one.language) for one in content.terms.clauses] == [
        ("Payment within 30 days.", "en"),
        ("Zu unseren Bedingungen.", "de"),
        ("Zoll zahlen Sie.", "de"),
    ]


def test_names_are_said_in_the_language_of_the_reader_where_the_catalog_has_them() -> None:
    band, *others = samples.MACRO.attributes
    option = replace(band.options[0], names={"en": "n78", "de": "n78 mit 3,5 GHz"})
    band = replace(band, names={"de": "Frequenzband"}, options=(option, *band.options[1:]))
    product = replace(
        samples.MACRO,
        names={"en": samples.MACRO.name, "de": "Basisstation Aurora M400"},
        attributes=(
            replace(band, names={"de": "Frequenzband"}, options=(option, *band.options[1:])),
            *others,
        ),
    )
    release = replace(samples.RELEASE, products={product.key: product})
    look = Look(speech_of("de-AT"))
    content = content_of(
        samples.of_lines(1), recipient=samples.RECIPIENT, release=release, at=samples.AT, look=look
    )
    (row,) = samples.rows_of(content)
    assert row.name == "Basisstation Aurora M400"
    assert row.description.startswith("Frequenzband: n78 mit 3,5 GHz; Output power: 4 × 80 W;")
    (sheet,) = samples.technical_of(content).sheets
    assert sheet.sections[0].facts[0].label == "Frequenzband"
