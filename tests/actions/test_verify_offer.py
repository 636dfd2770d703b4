"""Documents, codes and stored quotes against what was offered."""

import io
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from pypdf import PdfReader, PdfWriter
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from app.actions import (
    Call,
    change_line,
    reject_quote,
    render_document,
    revise_quote,
    submit_quote,
    withdraw_quote,
    write_back_quote,
)
from app.actions.change_line import LineChange
from app.actions.releases import release_of
from app.actions.sealing import recipient_of, sealed
from app.actions.verify_offer import (
    QuoteAmbiguous,
    verify_code,
    verify_document,
    verify_quote,
    without_figures,
)
from app.crm import CrmRefused
from app.documents import DocumentUnreadable, content_of, pdf, render_pdf
from app.quoting import QuoteMissing, Seal, Verdict, WriteBack
from app.store import SealAltered, documents, seals, stored_quotes
from app.store.tables import documents as document_rows
from app.store.tables import quote_lines, quotes
from tests.actions.conftest import NOW, OPPORTUNITY, World

SOON = NOW + timedelta(minutes=1)
AFTER_ITS_VALIDITY = NOW + timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Offered:
    """A quote of two lines that is on the opportunity, with the document that went there."""

    world: World
    call: Call
    write_back: WriteBack
    document: bytes
    seal: Seal

    def verify(self, document: bytes, *, at: datetime = SOON) -> Verdict:
        return verify_document(self.world.services, document, at=at).verdict

    def change_rows(self, statement: object) -> None:
        """As somebody would who can write to the database."""
        with self.world.services.database.transaction() as tx:
            tx.execute(statement)  # type: ignore[arg-type]  # an update or a delete


def seal_of(world: World, write_back: WriteBack) -> Seal:
    with world.services.database.reading() as tx:
        seal = seals.latest(tx, write_back.quote)
    assert seal is not None
    return seal


@pytest.fixture
def offered(world: World) -> Offered:
    call = world.call()
    write_back = world.submitted(call, "sc300", "sc300")
    write_back_quote(world.services, write_back.key, at=SOON)
    with world.services.database.reading() as tx:
        document = documents.load(tx, write_back.key)
    assert document is not None
    return Offered(world, call, write_back, document, seal_of(world, write_back))


def saved_again(document: bytes) -> bytes:
    """The document as another program saves it: the same pages and metadata in other bytes."""
    reader = PdfReader(io.BytesIO(document))
    writer = PdfWriter(clone_from=reader)
    assert reader.metadata is not None
    writer.add_metadata(dict(reader.metadata))
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


def forged(offered: Offered, *figures: tuple[str, str]) -> bytes:
    """The best of forgeries: our own typesetting with the right mark, and other figures."""
    services = offered.world.services
    with services.database.reading() as tx:
        quote = stored_quotes.read(tx, offered.seal.quote)
        release = release_of(services, tx, quote)
    content = content_of(
        replace(quote, revision=offered.seal.revision),
        recipient=recipient_of(offered.seal),
        release=release,
        at=offered.seal.sealed_at,
        sealed=sealed(services, offered.seal),
    )
    text = json.dumps(asdict(content), ensure_ascii=False)
    for before, after in figures:
        assert before in text
        text = text.replace(before, after)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "printable", lambda _content, _coverage: {**json.loads(text), "notice": ""})
        return render_pdf(content, fonts=services.fonts, at=offered.seal.sealed_at)


def test_the_document_that_went_to_the_crm_is_genuine(offered: Offered) -> None:
    found = verify_document(offered.world.services, offered.document, at=SOON)
    assert (found.verdict, found.number, found.issued) == (Verdict.GENUINE, "Q-00001", NOW)
    assert found.differences == ()


def test_the_document_carries_its_hash_for_people_and_for_programs(offered: Offered) -> None:
    reader = PdfReader(io.BytesIO(offered.document))
    assert reader.metadata is not None
    assert reader.metadata.keywords == f"quotewright-offer-1:Q-00001:{offered.seal.digest}"
    assert reader.xmp_metadata is not None
    assert offered.seal.digest in (reader.xmp_metadata.pdf_keywords or "")
    assert f"{offered.seal.code} · quotes.example.com/verify" in reader.pages[0].extract_text()
    assert sha256(offered.seal.content).hexdigest() == offered.seal.digest


def test_whoever_downloads_it_later_gets_the_same_file(offered: Offered) -> None:
    later = offered.world.call(at=NOW + timedelta(days=3))
    assert render_document(offered.world.services, later, offered.write_back.quote)[1] == offered.document


def test_a_file_of_another_program_is_not_the_document_though_it_names_the_offer(offered: Offered) -> None:
    found = verify_document(offered.world.services, saved_again(offered.document), at=SOON)
    assert found.verdict is Verdict.ALTERED
    assert [one.place for one in found.differences] == ["the file itself"]


def test_a_forger_who_typesets_as_we_do_makes_our_bytes_only_with_our_figures(offered: Offered) -> None:
    assert offered.verify(forged(offered)) is Verdict.GENUINE


def test_a_forged_total_is_named_with_both_figures(offered: Offered) -> None:
    forgery = forged(offered, ("3,043.00", "2,043.00"))
    found = verify_document(offered.world.services, forgery, at=SOON)
    assert found.verdict is Verdict.ALTERED
    assert {(one.place, one.offered, one.found) for one in found.differences} == {
        ("the net total", "3,043.00", "2,043.00"),
        ("the net total", "3,043.00,", "2,043.00,"),
    }


def test_forged_lines_and_words_are_named_by_their_place(offered: Offered) -> None:
    forgery = forged(offered, ("1,521.50", "1,000.00"), ("Payment within 30 days", "Payment within 300 days"))
    found = verify_document(offered.world.services, forgery, at=SOON)
    places = {one.place for one in found.differences}
    assert {"line 1, net", "a figure"} <= places
    assert ("a figure", "30", "300") in [(one.place, one.offered, one.found) for one in found.differences]


def test_what_was_appended_to_the_genuine_file_is_told_as_that(offered: Offered) -> None:
    found = verify_document(offered.world.services, offered.document + b"\n%signed", at=SOON)
    assert found.verdict is Verdict.ALTERED
    assert [one.place for one in found.differences] == ["the end of the file"]


def test_a_byte_more_or_less_is_never_genuine(offered: Offered) -> None:
    middle = len(offered.document) // 2
    for changed in (
        offered.document[:-1],
        offered.document[:middle] + b"\0" + offered.document[middle + 1 :],
    ):
        try:
            verdict = offered.verify(changed)
        except DocumentUnreadable:
            continue
        assert verdict in (Verdict.ALTERED, Verdict.UNKNOWN)


@pytest.mark.parametrize("document", [b"", b"%PDF-", b"%PDF-1.7\n" + b"x" * 1000, b"PK\x03\x04"])
def test_what_is_no_pdf_cannot_be_read(world: World, document: bytes) -> None:
    with pytest.raises(DocumentUnreadable):
        verify_document(world.services, document, at=NOW)


def test_a_pdf_that_names_no_offer_is_unknown(world: World) -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    blank = io.BytesIO()
    writer.write(blank)
    assert verify_document(world.services, blank.getvalue(), at=NOW).verdict is Verdict.UNKNOWN
    writer.add_metadata({"/Keywords": f"quotewright-offer-1:Q-00001:{'0' * 64}"})
    named = io.BytesIO()
    writer.write(named)
    assert verify_document(world.services, named.getvalue(), at=NOW).verdict is Verdict.UNKNOWN


def test_a_preview_of_a_draft_is_no_offer(world: World) -> None:
    call = world.call()
    quote = world.quote(call, "sc300")
    preview = render_document(world.services, call, quote.id)[1]
    assert verify_document(world.services, preview, at=NOW).verdict is Verdict.UNKNOWN


def test_number_and_code_together_are_known_and_nothing_else_is(offered: Offered) -> None:
    services, code = offered.world.services, offered.seal.code
    assert verify_code(services, "Q-00001", code, at=SOON).verdict is Verdict.GENUINE
    assert (
        verify_code(services, " q-00001 ", code.replace("-", "").upper(), at=SOON).verdict is Verdict.GENUINE
    )
    unknown = [
        verify_code(services, number, tried, at=SOON)
        for number, tried in (
            ("Q-00002", code),
            ("Q-00001", "0000-0000-0000-0000"),
            ("Q-00001", code[:-1]),
            ("Q-00001", ""),
            ("", code),
            ("Q-00001", "%"),
        )
    ]
    # The same answer for each: nobody learns which numbers there are.
    assert {(one.verdict, one.number, one.issued) for one in unknown} == {(Verdict.UNKNOWN, "", None)}


def test_after_its_validity_an_offer_has_expired(offered: Offered) -> None:
    assert offered.verify(offered.document, at=AFTER_ITS_VALIDITY) is Verdict.EXPIRED


def test_of_two_submissions_the_first_is_superseded(world: World) -> None:
    call = world.call()
    first = world.submitted(call, "sc300")
    before = render_document(world.services, call, first.quote)[1]
    world.crm.fail_next(CrmRefused("no"))
    write_back_quote(world.services, first.key, at=SOON)
    assert verify_document(world.services, before, at=SOON).verdict is Verdict.NOT_ISSUED
    change_line(world.services, call, first.quote, 1, change=LineChange(quantity=2))
    submit_quote(world.services, call, first.quote, idempotency_key="again")
    now = render_document(world.services, call, first.quote)[1]
    assert verify_document(world.services, before, at=SOON).verdict is Verdict.SUPERSEDED
    assert verify_document(world.services, now, at=SOON).verdict is Verdict.GENUINE


def test_a_stored_quote_is_what_was_sealed_until_somebody_writes_to_the_database(offered: Offered) -> None:
    services = offered.world.services
    assert verify_quote(services, offered.write_back.quote, at=SOON).verdict is Verdict.GENUINE
    offered.change_rows(update(quote_lines).where(quote_lines.c.n == 2).values(net=Decimal("1.00")))
    found = verify_quote(services, "Q-00001", at=SOON)
    assert found.verdict is Verdict.ALTERED
    told = {one.place: (one.offered, one.found) for one in found.differences}
    assert told["line 2, net"] == ("1521.5", "1")
    assert told["totals, net"] == ("3043", "1522.5")


def test_a_line_taken_from_the_database_is_missed(offered: Offered) -> None:
    offered.change_rows(delete(quote_lines).where(quote_lines.c.n == 2))
    found = verify_quote(offered.world.services, "Q-00001", at=SOON)
    assert ("line 2", "SC300 small cell", "nothing") in [
        (one.place, one.offered, one.found) for one in found.differences
    ]


def test_the_validity_cannot_be_stretched_in_the_database(offered: Offered) -> None:
    offered.change_rows(update(quotes).values(valid_until=AFTER_ITS_VALIDITY.date()))
    found = verify_quote(offered.world.services, "Q-00001", at=SOON)
    assert [one.place for one in found.differences] == ["valid_until"]


@pytest.mark.parametrize("deed", ["UPDATE offer_seals SET number = 'Q-9'", "DELETE FROM document_prints"])
def test_the_database_refuses_to_change_what_was_sealed(offered: Offered, deed: str) -> None:
    with pytest.raises(DBAPIError, match="never changed"):
        offered.change_rows(text(deed))


def test_a_seal_that_was_changed_all_the_same_is_found_out(offered: Offered) -> None:
    offered.change_rows(text("DROP TRIGGER offer_seals_no_update"))
    offered.change_rows(text("UPDATE offer_seals SET content = x'00'"))
    with pytest.raises(SealAltered, match="backup"):
        verify_quote(offered.world.services, "Q-00001", at=SOON)


def test_a_document_whose_file_is_lost_is_made_again_to_the_byte(offered: Offered) -> None:
    """Then its bytes are compared with the ones made again, also where its hash was not noted."""
    offered.change_rows(text("DROP TRIGGER document_prints_no_delete"))
    offered.change_rows(text("DELETE FROM document_prints"))
    offered.change_rows(delete(document_rows))
    assert offered.verify(offered.document) is Verdict.GENUINE
    assert offered.verify(offered.document + b" ") is Verdict.ALTERED


def test_a_name_that_changed_in_the_crm_since_changes_no_document(offered: Offered) -> None:
    opportunity = offered.world.crm.opportunities[OPPORTUNITY]
    offered.world.crm.opportunities[OPPORTUNITY] = type(opportunity)(
        **{name: getattr(opportunity, name) for name in opportunity.__slots__} | {"name": "Another name"}
    )
    offered.change_rows(delete(document_rows))
    again = offered.world.call(at=NOW + timedelta(hours=1))
    assert render_document(offered.world.services, again, offered.write_back.quote)[1] == offered.document


def test_a_quote_that_is_not_there_or_not_submitted_is_told_apart(world: World) -> None:
    with pytest.raises(QuoteMissing):
        verify_quote(world.services, "Q-00077", at=NOW)
    quote = world.quote(world.call(), "sc300")
    assert verify_quote(world.services, quote.number, at=NOW).verdict is Verdict.UNKNOWN
    assert QuoteAmbiguous.code == "quote_ambiguous"


def test_to_people_without_a_session_no_figure_is_told(offered: Offered) -> None:
    offered.change_rows(update(quote_lines).where(quote_lines.c.n == 2).values(net=Decimal("1.00")))
    public = without_figures(verify_quote(offered.world.services, "Q-00001", at=SOON))
    assert public.differences
    assert {(one.offered, one.found) for one in public.differences} == {("", "")}


def test_a_withdrawn_offer_does_not_count_and_a_rejected_one_is_still_genuine(offered: Offered) -> None:
    services, quote = offered.world.services, offered.write_back.quote
    reject_quote(services, offered.call, quote, reason="too dear")
    assert offered.verify(offered.document) is Verdict.GENUINE
    other = offered.world.submitted(offered.call, "sc300")
    write_back_quote(services, other.key, at=SOON)
    document = render_document(services, offered.call, other.quote)[1]
    withdraw_quote(services, offered.call, other.quote)
    assert offered.verify(document) is Verdict.WITHDRAWN


def test_an_edition_supersedes_the_one_before_once_it_is_on_the_opportunity(offered: Offered) -> None:
    services, call = offered.world.services, offered.call
    draft = revise_quote(services, call, offered.write_back.quote)
    assert offered.verify(offered.document) is Verdict.GENUINE
    write_back = submit_quote(services, call, draft.id, idempotency_key="second edition")
    second = render_document(services, call, draft.id)[1]
    assert offered.verify(offered.document) is Verdict.GENUINE
    write_back_quote(services, write_back.key, at=SOON)
    found = verify_document(services, offered.document, at=SOON)
    assert (found.verdict, found.number, found.superseded_by) == (Verdict.SUPERSEDED, "Q-00001", "Q-00001-2")
    newer = verify_document(services, second, at=SOON)
    assert (newer.verdict, newer.number) == (Verdict.GENUINE, "Q-00001-2")
    assert verify_code(services, "Q-00001-2", seal_of(offered.world, write_back).code, at=SOON) == newer
