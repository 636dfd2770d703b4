"""Documents, codes and stored quotes against what was offered."""

from datetime import timedelta

import pytest

from app.actions import (
    write_back_quote,
)
from app.quoting import Quote, Seal
from app.store import documents, seals
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
