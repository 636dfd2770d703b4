"""Documents, codes and stored quotes against what was offered."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from pypdf import PdfReader, PdfWriter

from app.actions import (
    LineChange,
    change_line,
    render_document,
    start_quote,
    submit_quote,
    write_back_quote,
)
from app.actions.verify_offer import verify_code, verify_document, verify_quote, without_figures
from app.crm import CrmRefused
from app.documents import DocumentUnreadable
from app.quoting import Quote, Seal, Verdict, told
from app.store import documents, seals
from app.store.tables import document_prints, offer_seals, quote_lines, quotes
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError
from tests.actions.conftest import NOW, World


def _seal(world: World, quote_id: str) -> Seal:
    with world.services.database.reading() as tx:
        found = seals.latest(tx, quote_id)  # type: ignore[arg-type]  # a test knows that it is one
    assert found is not None
    return found


@pytest.fixture
def offered(world: World) -> tuple[Quote, bytes, Seal]:
    """A submitted quote, the document that went to the CRM, and its seal."""
    call = world.call()
    write_back = world.submitted(call, "sc300", "sc300")
    write_back_quote(world.services, write_back.key, at=NOW + timedelta(minutes=1))
    with world.services.database.reading() as tx:
        document = documents.load(tx, write_back.key)
    assert document is not None
    seal = _seal(world, write_back.quote)
    return seal, document  # type: ignore[return-value]
