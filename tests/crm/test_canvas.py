"""Verification of signed requests: the right one passes, everything else is refused in the same words."""

import base64
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.crm import ConsumerSecret, Launch, LaunchRefused
from app.crm.salesforce.canvas import SIZE_LIMIT, verify_launch
from tests.crm.signing import (
    AT,
    CONNECTION,
    OPPORTUNITY,
    SECRET,
    USER,
    client,
    context,
    envelope,
    form,
    sign,
)

# A machine that runs other tests meanwhile may be slow at times.
BUSY = settings(deadline=None)

# Made by other means than ours: negative issuedAt, UTF-8, and both + and / in the encoded envelope.
VECTOR = (
    "J86ezzhC3mRPEfSc6PJCH831kIuj3PumWm1GfssVVXg=.eyJhbGdvcml0aG0iOiJITUFDU0hBMjU2IiwiaXNzdWVkQXQiOi0yNDYxMTU0NjQs"
    "InVzZXJJZCI6IjAwNXgwMDAwMDAxU3l5RUFBUyIsImNsaWVudCI6eyJyZWZyZXNoVG9rZW4iOm51bGwsImluc3RhbmNlSWQiOiJfOkNQUV9F"
    "Q0E6IiwidGFyZ2V0T3JpZ2luIjoiaHR0cHM6Ly9hY21lLm15LnNhbGVzZm9yY2UuY29tIiwiaW5zdGFuY2VVcmwiOiJodHRwczovL2FjbWUu"
    "bXkuc2FsZXNmb3JjZS5jb20iLCJvYXV0aFRva2VuIjoiMDBEeDAwMDAwMDBURVNUIWZha2UifSwiY29udGV4dCI6eyJ1c2VyIjp7ImZ1bGxO"
    "YW1lIjoiWm/DqyDDv8O+IOa8ouWtlz8/Pj4ifSwib3JnYW5pemF0aW9uIjp7Im9yZ2FuaXphdGlvbklkIjoiMDBEeDAwMDAwMDAxaHh5RUFB"
    "In19fQ=="
)


def verified(content: object, **changes: Any) -> Launch:
    return verify_launch(form(content), replace(CONNECTION, **changes), at=AT)


def is_refused(posted: dict[str, str], **changes: Any) -> bool:
    """Refused in the one way that there is."""
    with pytest.raises(LaunchRefused) as refused:
        verify_launch(posted, replace(CONNECTION, **changes), at=AT)
    return (
        refused.value.args == LaunchRefused().args
        and not refused.value.facts
        and refused.value.__cause__ is None
        and refused.value.__context__ is None
    )


def test_the_published_vector_is_accepted() -> None:
    launch = verify_launch({"signed_request": VECTOR}, CONNECTION, at=AT)

    assert launch.actor.user == "005x0000001SyyEAAS"
    assert launch.actor.name == "Zoë ÿþ 漢字??>>"
    assert launch.access is not None
    assert launch.access.instance_url == "https://acme.my.salesforce.com"
    assert launch.record is None


@BUSY
@given(place=st.integers(0, len(VECTOR) - 1), bit=st.integers(0, 7))
def test_a_request_with_any_bit_turned_is_refused(place: int, bit: int) -> None:
    turned = VECTOR[:place] + chr(ord(VECTOR[place]) ^ (1 << bit)) + VECTOR[place + 1 :]

    assert is_refused({"signed_request": turned})


@BUSY
@given(posted=st.dictionaries(st.sampled_from(["signed_request", "x"]), st.text(), max_size=2))
def test_junk_is_refused_and_nothing_else_happens(posted: dict[str, str]) -> None:
    assert is_refused(posted)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@BUSY
@given(
    content=JSON,
    member=st.sampled_from(["algorithm", "issuedAt", "userId", "client", "context"]),
)
def test_a_signed_envelope_of_any_shape_is_accepted_or_refused_and_nothing_else_happens(
    content: object, member: str
) -> None:
    try:
        launch = verified(envelope(**{member: content}))
    except LaunchRefused:
        launch = None

    assert launch is None or launch.actor.org == CONNECTION.org


@BUSY
@given(content=JSON, section=st.sampled_from(["user", "organization", "environment"]))
def test_a_context_section_of_any_shape_is_accepted_or_refused(content: object, section: str) -> None:
    try:
        launch = verified(envelope(context=context(**{section: content})))
    except LaunchRefused:
        launch = None

    assert launch is None or launch.actor.user == USER


@BUSY
@given(content=st.binary())
def test_signed_bytes_that_are_no_envelope_are_refused(content: bytes) -> None:
    assert is_refused(form(content))


def test_the_signature_itself_is_remembered_not_its_spelling() -> None:
    request = sign(envelope())

    launch = verify_launch({"signed_request": request}, CONNECTION, at=AT)

    assert launch.fingerprint == base64.b64decode(request.split(".")[0])


def test_another_spelling_of_the_same_signature_is_refused() -> None:
    mac, text = VECTOR.split(".")

    spelled = [f"{mac[:42]}{letter}=" for letter in "ghijk"]
    other = [s for s in spelled if s != mac and base64.b64decode(s) == base64.b64decode(mac)]

    assert len(other) == 3
    assert all(is_refused({"signed_request": f"{s}.{text}"}) for s in other)


def test_exactly_one_field_is_taken() -> None:
    assert is_refused({})
    assert is_refused({"signed_request": VECTOR, "extra": "1"})
    assert is_refused({"SIGNED_REQUEST": VECTOR})


def test_a_request_above_the_size_limit_is_refused() -> None:
    room = "x" * (SIZE_LIMIT // 2)

    assert verified(envelope(padding=room)).record == OPPORTUNITY
    assert is_refused(form(envelope(padding=room * 2)))


@pytest.mark.parametrize("algorithm", ["none", "hmacsha256", "HMACSHA1", "", None, 1, ["HMACSHA256"]])
def test_an_envelope_that_names_another_algorithm_is_refused(algorithm: object) -> None:
    assert is_refused(form(envelope(algorithm=algorithm)))


def test_a_request_signed_with_another_secret_is_refused() -> None:
    assert is_refused(form(envelope(), secret="another"))
    assert is_refused(form(envelope(), secret=""), secrets=(ConsumerSecret(""),))
    assert is_refused(form(envelope()), secrets=())


def test_the_previous_secret_is_taken_until_its_date() -> None:
    previous = ConsumerSecret(SECRET, valid_until=AT + timedelta(seconds=1))
    secrets = (ConsumerSecret("current"), previous)

    assert verified(envelope(), secrets=secrets).secret_is_previous
    assert is_refused(form(envelope()), secrets=(secrets[0], replace(previous, valid_until=AT)))


def test_a_request_signed_with_the_current_secret_is_noted_as_such() -> None:
    assert not verified(envelope()).secret_is_previous


@pytest.mark.parametrize("issued_at", [None, 0, -246115464, 10**30, ...])
def test_the_time_of_issue_is_no_clock(issued_at: object) -> None:
    assert verified(envelope(issuedAt=issued_at)).record == OPPORTUNITY


@pytest.mark.parametrize("issued_at", ["1", 1.5, True, [], {}])
def test_a_time_of_issue_that_is_no_whole_number_is_refused(issued_at: object) -> None:
    assert is_refused(form(envelope(issuedAt=issued_at)))


@pytest.mark.parametrize("section", ["user", "organization", "environment"])
def test_any_section_of_the_context_may_be_missing(section: str) -> None:
    for absent in (..., None):
        launch = verified(envelope(context=context(**{section: absent})))
        assert launch.actor.user == USER
        assert launch.actor.org == CONNECTION.org


def test_without_any_context_org_and_user_are_still_known() -> None:
    assert verified(envelope(context=...)).actor.user == USER
    assert verified(envelope(context=None)).language == "en"


def test_a_request_of_another_org_is_refused() -> None:
    other = "00Dx00000002hxyEAA"

    assert is_refused(form(envelope(context=context(organization={"organizationId": other}))))
    assert is_refused(
        form(envelope(context=context(organization=...), client=client(oauthToken=f"{other}!t")))
    )
    assert is_refused(form(envelope(context=context(organization=...), client=client(oauthToken="opaque"))))


def test_ids_of_15_and_18_characters_are_the_same_org_and_user() -> None:
    launch = verified(
        envelope(userId=USER[:15], context=context(organization={"organizationId": CONNECTION.org[:15]}))
    )

    assert launch.actor.user == USER
    assert launch.actor.org == CONNECTION.org


@pytest.mark.parametrize("user", ["", "x", OPPORTUNITY, USER[:-1] + "A", USER.lower(), 5])
def test_a_user_that_is_no_user_is_refused(user: object) -> None:
    assert is_refused(form(envelope(userId=user, context=context(user=...))))


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 60_000,
        b'{"a":' * 15_000,
        b'{"algorithm": "HMACSHA256", "issuedAt": ' + b"9" * 60_000 + b"}",
        b'{"algorithm": "HMACSHA256", "issuedAt": NaN, "client": {}}',
        b'{"algorithm": "HMACSHA256"',
        b"\xff\xfe{\x00}\x00",
        b"null",
        b"[]",
        b"1e400",
        b"",
    ],
)
def test_json_made_to_break_a_parser_is_refused(content: bytes) -> None:
    assert is_refused(form(content))


def test_nothing_of_a_refused_request_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    assert is_refused(form(envelope(), secret="another"))
    assert not caplog.records


def test_secrets_and_tokens_are_not_shown() -> None:
    launch = verified(envelope())

    assert SECRET not in repr(CONNECTION)
    assert "token" not in repr(launch.access)
