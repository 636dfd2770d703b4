"""Tickets: what a page carries comes back as it went, or not at all."""

import pytest
from cryptography.fernet import Fernet
from hypothesis import given, settings
from hypothesis import strategies as st

from app.store import TicketInvalid, Vault

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
# So long that each character of its ticket counts.
SECRET = b"00Dxx!AQ-a-very-secret-token!"
VAULT = Vault((OLD,))
TICKET = VAULT.tickets.seal(SECRET, purpose=b"arrival")


def is_refused(vault: Vault, ticket: str, *, purpose: bytes = b"arrival") -> bool:
    with pytest.raises(TicketInvalid) as refused:
        vault.tickets.open(ticket, purpose=purpose)
    return not refused.value.args


def test_a_ticket_opens_where_it_was_sealed() -> None:
    assert VAULT.tickets.open(TICKET, purpose=b"arrival") == SECRET


def test_a_ticket_shows_nothing_and_is_another_one_each_time() -> None:
    assert "secret" not in TICKET
    assert "." not in TICKET
    assert VAULT.tickets.seal(SECRET, purpose=b"arrival") != TICKET


def test_a_ticket_opens_for_its_purpose_only() -> None:
    assert is_refused(VAULT, TICKET, purpose=b"another")


def test_a_rotated_key_still_opens_what_the_old_one_sealed() -> None:
    rotated = Vault((NEW, OLD))
    assert rotated.tickets.open(TICKET, purpose=b"arrival") == SECRET
    assert is_refused(Vault((OLD,)), rotated.tickets.seal(SECRET, purpose=b"arrival"))


def test_another_installation_s_ticket_does_not_open() -> None:
    assert is_refused(Vault((NEW,)), TICKET)


@settings(deadline=None)
@given(place=st.integers(0, len(TICKET) - 1), sign=st.sampled_from("AZaz09-_"))
def test_a_ticket_with_any_character_changed_does_not_open(place: int, sign: str) -> None:
    changed = f"{TICKET[:place]}{sign}{TICKET[place + 1 :]}"
    assert changed == TICKET or is_refused(VAULT, changed)


@pytest.mark.parametrize("cut", [1, 4, 16, 40])
def test_a_part_of_a_ticket_does_not_open(cut: int) -> None:
    assert is_refused(VAULT, TICKET[:-cut])
    assert is_refused(VAULT, TICKET[cut:])


@pytest.mark.parametrize("junk", ["*", " ", ".", "é"])
def test_a_ticket_with_anything_beside_it_does_not_open(junk: str) -> None:
    assert is_refused(VAULT, junk + TICKET)
    assert is_refused(VAULT, TICKET + junk)


@pytest.mark.parametrize("text", ["", "=", "A", "AAAA", "A" * 16, "A" * 64, "é"])
def test_what_is_no_ticket_does_not_open(text: str) -> None:
    assert is_refused(VAULT, text)


def test_a_secret_that_the_vault_sealed_at_rest_is_no_ticket() -> None:
    assert is_refused(VAULT, VAULT.seal("secret", context="arrival"))
