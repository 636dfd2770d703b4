"""What goes to the customer: as its author saw it, and never anything internal."""

import io
from datetime import timedelta

from pypdf import PdfReader

from app.actions import (
    Call,
    Section,
    Wish,
    choose_document,
    clone_quote,
    describe_document,
    render_document,
    revise_quote,
    set_brand,
    show_brand,
    submit_quote,
    write_back_quote,
)
from app.actions.brands import remove_brand
from app.actions.remove_connection import remove_connection
from app.documents import NEUTRAL, Brand
from app.quoting import WriteBack
from app.store import audit
from tests.actions.conftest import DEMO, FONTS, NOW, World

LATER = NOW + timedelta(seconds=5)


def sent(world: World, write_back: WriteBack) -> str:
    """The document that the CRM was given."""
    write_back_quote(world.services, write_back.key, at=LATER)
    (quote,) = world.crm.quotes.values()
    pages = PdfReader(io.BytesIO(quote.offer.document.content)).pages
    return " ".join(page.extract_text() for page in pages)


def test_the_crm_gets_the_document_in_the_language_chosen_for_the_quote(world: World) -> None:
    call = world.call()
    quote = world.quote(call, "sc300")
    choose_document(world.services, call, quote.id, wish=Wish("de", frozenset({Section.LINES})))
    document = sent(world, submit(world, call, quote.id))
    assert "Unser Angebot" in document
    assert "Annahme" not in document
    assert "Entwurf" not in document


def test_without_a_choice_it_is_the_language_of_whoever_submitted_it(world: World) -> None:
    document = sent(world, world.submitted(world.call()))
    assert "Our offer" in document


def test_a_brand_that_comes_later_does_not_change_what_was_chosen_at_submission(world: World) -> None:
    write_back = world.submitted(world.call())
    set_brand(world.services.database, DEMO, Brand(language="fr"), fonts=FONTS, at=LATER)
    assert "Our offer" in sent(world, write_back)


def test_a_quote_that_is_out_keeps_the_brand_it_went_out_with(world: World) -> None:
    call, database = world.call(), world.services.database
    set_brand(database, DEMO, Brand(name="Acme before"), fonts=FONTS, at=NOW)
    write_back = world.submitted(call)
    set_brand(database, DEMO, Brand(name="Acme after"), fonts=FONTS, at=LATER)
    view = describe_document(world.services, call, write_back.quote)
    assert view.content.seller.name == "Acme before"
    draft = world.quote(call, "sc300")
    assert describe_document(world.services, call, draft.id).content.seller.name == "Acme after"
    assert "Acme before" in sent(world, write_back)


def test_the_next_edition_and_a_clone_go_out_in_the_same_language(world: World) -> None:
    call = world.call()
    quote = world.quote(call, "sc300")
    choose_document(world.services, call, quote.id, wish=Wish("ja", frozenset({Section.LINES})))
    write_back = submit(world, call, quote.id)
    sent(world, write_back)
    edition = revise_quote(world.services, call, quote.id)
    clone = clone_quote(world.services, call, quote.id).move.after
    for follower in (edition.id, clone.id):
        view = describe_document(world.services, call, follower)
        assert (view.language, view.sections) == ("ja", frozenset({Section.LINES}))


def test_what_went_to_the_crm_is_what_is_downloaded_later(world: World) -> None:
    call = world.call()
    write_back = world.submitted(call)
    sent(world, write_back)
    (quote,) = world.crm.quotes.values()
    assert render_document(world.services, call, write_back.quote)[1] == quote.offer.document.content


def test_a_brand_is_stored_whole_audited_and_taken_away(world: World) -> None:
    database = world.services.database
    brand = Brand(name="Acme", footer=("One",), language="de-CH", letters={"de": "Hallo"})
    set_brand(database, DEMO, brand, fonts=FONTS, at=NOW)
    assert show_brand(database, DEMO) == brand
    remove_brand(database, DEMO, at=LATER)
    assert show_brand(database, DEMO) == NEUTRAL
    set_brand(database, DEMO, brand, fonts=FONTS, at=NOW)
    with database.reading() as tx:
        verbs = [entry.verb for entry in audit.read(tx, DEMO)]
    assert verbs[-3:] == ["set_brand", "remove_brand", "set_brand"]
    remove_connection(database, DEMO, at=LATER)


def submit(world: World, call: Call, quote: str) -> WriteBack:
    return submit_quote(world.services, call, quote, idempotency_key=quote)
