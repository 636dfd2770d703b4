"""Laws of the canonical form: one text for one offer, and another for any other."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.amounts import Money, Percent
from app.pricing import Discount
from app.quoting import (
    Details,
    Header,
    Line,
    Offeror,
    Parties,
    Quote,
    Seal,
    Standing,
    Term,
    canonical_offer,
    canonical_text,
    read_code,
    read_mark,
    seal_of,
)
from app.quoting.canonical import figure
from tests.documents.samples import AT, RELEASE, a_line, a_quote
from tests.prices import price_with

PARTIES = Parties(Offeror("Aurora", ("Street 1",), ("a@example.com",)), "Nordlicht", "Network renewal")
QUOTE = a_quote(a_line(1), a_line(2))


def sealed(quote: Quote, *, parties: Parties = PARTIES, at: datetime = AT) -> Seal:
    return seal_of(quote, parties=parties, release=RELEASE, at=at)


def with_line(line: Line) -> Quote:
    return replace(QUOTE, lines=(QUOTE.lines[0], line))


def other_net(line: Line, by: str) -> Line:
    net = line.price.net + Money(Decimal(by), QUOTE.currency)
    return replace(line, price=price_with(line.price, net=net))


def other_rule(line: Line) -> Line:
    first, *rest = line.price.steps
    return replace(line, price=price_with(line.price, steps=(replace(first, rule="another"), *rest)))


LINE = QUOTE.lines[1]
TEN = Discount(Percent(Decimal(10)), "asked")
OTHERS = {
    "number": replace(QUOTE, number="Q-2"),
    "edition": replace(QUOTE, edition=2),
    "owner": replace(QUOTE, owner_name="Somebody else"),
    "release": replace(QUOTE, release="0" * 64),
    "day of the catalog": replace(QUOTE, moved_at=QUOTE.created_at + timedelta(days=1)),
    "validity": replace(QUOTE, valid_until=QUOTE.valid_until + timedelta(days=1)),
    "tier": replace(QUOTE, customer_tier="another"),
    "region": replace(QUOTE, header=Header(region="north")),
    "codes": replace(QUOTE, header=Header(codes=("SPRING",))),
    "discount on the whole": replace(QUOTE, header=Header(discount=TEN)),
    "note": replace(QUOTE, header=Header(note="With thanks")),
    "a line less": replace(QUOTE, lines=QUOTE.lines[:1]),
    "order of lines": replace(QUOTE, lines=QUOTE.lines[::-1]),
    "quantity": with_line(replace(LINE, quantity=LINE.quantity + 1)),
    "configuration": with_line(replace(LINE, values={**LINE.values, "sectors": 5})),
    "product": with_line(replace(LINE, product="another")),
    "discount": with_line(replace(LINE, discount=TEN)),
    "a cent": with_line(other_net(LINE, "0.01")),
    "less than a cent": with_line(other_net(LINE, "0.0000000001")),
    "rule": with_line(other_rule(LINE)),
    "standing": with_line(replace(LINE, details=Details(standing=Standing.OPTIONAL))),
    "term": with_line(replace(LINE, details=Details(term=Term(date(2026, 1, 1), date(2026, 12, 31))))),
    "group": with_line(replace(LINE, details=Details(group="North"))),
    "note on a line": with_line(replace(LINE, details=Details(note="As agreed"))),
}


@pytest.mark.parametrize("what", OTHERS)
def test_any_change_of_what_is_offered_gives_another_hash(what: str) -> None:
    assert sealed(OTHERS[what]).digest != sealed(QUOTE).digest


def test_so_does_another_customer_and_another_moment() -> None:
    seals = [
        sealed(QUOTE),
        sealed(QUOTE, parties=replace(PARTIES, account="Südlicht")),
        sealed(QUOTE, parties=replace(PARTIES, opportunity="Another")),
        sealed(QUOTE, parties=replace(PARTIES, seller=Offeror("Another"))),
        sealed(QUOTE, at=AT + timedelta(seconds=1)),
    ]
    assert len({one.digest for one in seals}) == len(seals)


def test_what_is_no_part_of_the_offer_does_not_change_it() -> None:
    same = replace(QUOTE, revision=QUOTE.revision + 7, changed_at=QUOTE.changed_at + timedelta(days=9))
    assert sealed(same).digest == sealed(QUOTE).digest


def test_a_moment_is_the_same_in_every_zone() -> None:
    east = AT.astimezone(timezone(timedelta(hours=9)))
    assert sealed(QUOTE, at=east).content == sealed(QUOTE).content


@given(st.randoms(use_true_random=False))
def test_the_order_in_which_a_configuration_was_made_does_not_matter(random: Random) -> None:
    entries = list(LINE.values.items())
    random.shuffle(entries)
    assert sealed(with_line(replace(LINE, values=dict(entries)))).digest == sealed(QUOTE).digest


@given(st.text(), st.text(), st.text())
def test_text_is_kept_to_the_letter(account: str, opportunity: str, note: str) -> None:
    quote = replace(QUOTE, header=Header(note=note))
    offer = sealed(quote, parties=replace(PARTIES, account=account, opportunity=opportunity)).offer
    assert (offer["customer"]["account"], offer["customer"]["opportunity"]) == (account, opportunity)
    assert offer["note"] == note


@given(st.decimals(allow_nan=False, allow_infinity=False, places=10) | st.integers().map(Decimal))
def test_a_figure_says_the_number_and_nothing_else(number: Decimal) -> None:
    text = figure(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert not ("." in text and text.endswith(("0", ".")))
    longer = f"{number:f}" + ("00" if "." in f"{number:f}" else ".00")
    assert text == figure(Decimal(longer))


def test_half_a_character_is_sealed_as_a_question_mark() -> None:
    assert sealed(QUOTE, parties=replace(PARTIES, account="a\ud800")).parties.account == "a?"


def test_the_text_is_canonical_json() -> None:
    content = sealed(QUOTE).content
    again = json.dumps(json.loads(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again.encode() == content
    assert canonical_text(canonical_offer(QUOTE, parties=PARTIES, release=RELEASE, at=AT)) == content


@given(st.text(alphabet="0123456789abcdef", min_size=64, max_size=64))
def test_codes_and_marks_are_read_back(digest: str) -> None:
    seal = replace(sealed(QUOTE), digest=digest)
    assert read_code(seal.code) == read_code(seal.code.upper()) == digest[:16]
    assert read_mark(f"a, {seal.mark}, b") == (seal.number, digest)


@given(st.text())
def test_what_is_no_code_and_no_mark_is_refused(text: str) -> None:
    code = read_code(text)
    assert code is None or len(code) == 16
    assert read_mark(text) is None
