"""What a quote says, before any layout."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.amounts import Money
from app.catalog import Article, ProductUnknown, Value
from app.catalog.assembly import Assembly, AssemblyRule, Occurrence, PartRule
from app.documents import Look, Recipient, content_of, figures
from app.documents.languages import speech_of
from app.documents.parts import Fact
from app.documents.plain_text import plain, summary
from app.documents.technical import SHEET_LIMIT, technical_data
from app.pricing import Terms, price_line
from app.quoting import Line
from app.store.catalogs import load_release
from tests.catalog.guide import write_guide
from tests.documents import samples


def test_a_line_shows_what_it_costs_and_the_whole_discount() -> None:
    (row,) = samples.rows_of(samples.content(samples.a_quote(samples.a_line(1, quantity=1200))))
    line = samples.a_line(1, quantity=1200)
    assert (row.n, row.code, row.quantity) == ("1", "AUR-M400", "1,200")
    assert Decimal(row.net.replace(",", "")) == line.price.net.amount
    assert Decimal(row.unit_net.replace(",", "")) * 1200 == line.price.net.amount
    assert row.discount == "11.20%"  # 4 % for the quantity, then 7.5 % for the tier


def test_the_totals_lead_from_list_to_net_and_add_up() -> None:
    quote = samples.of_lines(7)
    totals = samples.totals_of(samples.content(quote))
    listed, taken_off = (Decimal(part.text.replace(",", "")) for part in totals.parts)
    assert totals.net.text == f"EUR\u00a0{listed + taken_off:,}"
    assert listed + taken_off == quote.total.amount


def test_without_a_discount_only_the_net_total_is_shown() -> None:
    quote = samples.a_quote(samples.priced_at(samples.a_line(1, quantity=2), "10.00"))
    totals = samples.totals_of(samples.content(quote))
    assert totals.parts == ()
    assert totals.net.text == "EUR\u00a020.00"
    assert samples.rows_of(samples.content(quote))[0].discount == "–"


def test_the_head_names_number_revision_dates_and_currency() -> None:
    facts = {fact.label: fact.text for fact in samples.content(samples.of_lines(1)).facts}
    assert facts == {
        "Quotation no.": "Q-2026-00042",
        "Date": "March 9, 2026",
        "Valid until": "April 8, 2026",
        "Currency": "EUR",
        "Your contact": "Ines Albrecht",
    }


def test_the_reference_names_quote_and_catalog() -> None:
    assert samples.content(samples.of_lines(1)).reference == "Ref. 3f2a9c1b · Catalog 9be0c1d2"


def test_technical_data_follows_the_steps_and_says_values_in_words_with_units() -> None:
    (sheet,) = samples.technical_of(samples.content(samples.a_quote(samples.a_line(1)))).sheets
    assert [section.name for section in sheet.sections] == [
        "Radio", "Site and antenna", "Software and service", "Further data",
    ]  # fmt: skip
    assert sheet.sections[1].facts == (
        Fact("Antenna", "8-port panel, 17.5 dBi"),
        Fact("Mounting", "Pole, 60 to 120 mm"),
        Fact("Feeder cable", "120 m"),
    )
    assert Fact("Synchronisation over GNSS", "No") in sheet.sections[2].facts
    assert sheet.sections[3].facts == (Fact("Weight", "1,250 kg"),)


def test_equal_configurations_are_described_once_with_their_lines() -> None:
    lines = [samples.a_line(n, quantity=n, sectors=2 if n == 3 else 1) for n in (1, 2, 3, 4, 5, 6, 9)]
    technical = samples.technical_of(samples.content(samples.a_quote(*lines)))
    assert [sheet.lines for sheet in technical.sheets] == ["Lines 1, 2, 4–6, 9", "Line 3"]


def test_a_configuration_with_open_choices_says_so() -> None:
    open_line = replace(samples.a_line(1), complete=False)
    (sheet,) = samples.technical_of(samples.content(samples.a_quote(open_line))).sheets
    assert "still open" in sheet.note


def test_more_configurations_than_a_document_describes_are_counted() -> None:
    lines = [samples.a_line(n, cable=n) for n in range(1, SHEET_LIMIT + 4)]
    technical = samples.technical_of(samples.content(samples.a_quote(*lines)))
    assert len(technical.sheets) == SHEET_LIMIT
    assert technical.note.startswith("3 further configurations")


def test_a_product_that_the_release_lacks_is_refused() -> None:
    quote = samples.a_quote(replace(samples.a_line(1), product="other"))
    with pytest.raises(ProductUnknown):
        samples.content(quote)


def test_an_unknown_language_is_printed_in_english_throughout() -> None:
    content = content_of(
        samples.of_lines(1),
        recipient=samples.RECIPIENT,
        release=samples.RELEASE,
        at=samples.AT,
        look=Look(speech_of("tlh")),
    )
    assert content.language == "en"
    assert content == samples.content(samples.of_lines(1))


def test_text_from_the_crm_is_put_in_one_line_without_anything_hidden() -> None:
    hostile = Recipient("A\x00B\u202eC\ud800D\ue000", "one\n\ttwo\u2028three \u200bfour")
    shown = samples.content(samples.of_lines(1), recipient=hostile).recipient
    assert shown.name == "A\ufffdB\ufffdC\ufffdD\ufffd"
    assert shown.subject.text == "one two three four"


def test_joiners_that_spelling_needs_stay() -> None:
    persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert plain(persian, limit=20) == persian


def test_very_long_text_is_cut_visibly() -> None:
    assert plain("x" * 400, limit=300) == "x" * 299 + "…"


def test_a_long_description_ends_after_a_whole_choice() -> None:
    assert summary("Band: n78; Power: 40 W; Sectors: 3", limit=25) == "Band: n78; Power: 40 W\u00a0…"


def test_amounts_of_thirty_digits_are_exact() -> None:
    money = Money.of("123456789012345678901234.99", "EUR") * 99_999
    shown = figures.amount(money, "en")
    assert Decimal(shown.replace(",", "")) == money.amount


@pytest.mark.parametrize(
    ("currency", "language", "shown"),
    [
        ("EUR", "en", "EUR\u00a01,234.00"),
        ("JPY", "en", "JPY\u00a01,234"),
        ("KWD", "en", "KWD\u00a01,234.000"),
        ("EUR", "de", "1.234,00\u00a0EUR"),
    ],
)
def test_amounts_have_the_decimals_of_their_currency(currency: str, language: str, shown: str) -> None:
    assert figures.amount_with_currency(Money.of(1234, currency), language) == shown


def test_percentages_and_dates_follow_the_language() -> None:
    assert figures.percent(Decimal("12.5"), "de") == "12,50\u00a0%"
    assert figures.percent(Decimal("12.5"), "en") == "12.50%"
    assert figures.day(date(2026, 3, 9), "de") == "9. März 2026"


def test_sets_are_told_at_once_and_rows_by_their_names(tmp_path: Path) -> None:
    release = load_release(write_guide(tmp_path))
    booster = release.product("b200")
    values: dict[str, Value] = {
        "tag": "AB-1234",
        "pipe": Decimal("2.50"),
        "functions.dry_run": True,
        "functions.relay": False,
        "functions.bus": True,
        "pumps.count": 2,
        "pumps.2.motor": "large",
    }
    line = Line(
        1, "b200", "B-200", "B200", "", 1, values, values, complete=False,
        price=price_line(booster, values, quantity=1, terms=Terms("EUR", None)),
    )  # fmt: skip
    sheets = technical_data([line], release=release, speech=speech_of("en")).sheets
    assert [(one.name, [(fact.label, fact.text) for fact in one.facts]) for one in sheets[0].sections] == [
        (
            "Plant",
            [
                ("Plant tag", "AB-1234"),
                ("Pipe", "2.50 m"),
                ("Functions", "Dry run protection, Fieldbus"),
            ],
        ),
        ("Pumps and valves", [("Pumps", "2"), ("Pump 2 · Motor", "1.5 kW")]),
    ]


def test_a_complete_configuration_is_named_by_its_item_number_and_nothing_else_of_its_assembly() -> None:
    root = AssemblyRule(
        "macro", "Macro", number="MAC-{band}", parts=(PartRule(Occurrence(), Article("A-1", "Secret")),)
    )
    macro = replace(samples.MACRO, assembly=Assembly("1", root))
    release = replace(samples.RELEASE, products={macro.key: macro})
    quote = samples.a_quote(samples.a_line(1), replace(samples.a_line(2, sectors=2), complete=False))
    content = content_of(quote, recipient=samples.RECIPIENT, release=release, at=samples.AT)
    complete, open_one = samples.technical_of(content).sheets
    assert complete.item.startswith("Item number MAC-N78-")
    assert open_one.item == ""
    assert "Secret" not in repr(content)
