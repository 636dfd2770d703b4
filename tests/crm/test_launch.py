"""What a verified request may bring along: token, addresses, record and names, each checked for itself."""

import pytest

from app.crm import Launch, LaunchRefused
from app.crm.salesforce.canvas import verify_launch
from tests.crm.signing import AT, CONNECTION, HOST, OPPORTUNITY, USER, client, context, envelope, form


def verified(content: object) -> Launch:
    return verify_launch(form(content), CONNECTION, at=AT)


def is_refused(posted: dict[str, str]) -> bool:
    with pytest.raises(LaunchRefused):
        verify_launch(posted, CONNECTION, at=AT)
    return True


def test_no_token_means_that_the_user_has_to_approve() -> None:
    assert verified(envelope(client=client(oauthToken=None))).access is None


@pytest.mark.parametrize("token", ["", "with space", "line\nbreak", "ü", "x" * 5000, 1])
def test_a_token_that_could_not_stand_in_a_header_is_refused(token: object) -> None:
    assert is_refused(form(envelope(client=client(oauthToken=token))))


@pytest.mark.parametrize(
    "url",
    [
        f"http://{HOST}",
        f"https://{HOST}.evil.example",
        "https://evil.example",
        "https://my.salesforce.com.evil.example",
        "https://evilmy.salesforce.com",
        "https://my.salesforce.com",
        f"https://user@{HOST}",
        f"https://{HOST}@evil.example",
        f"https://{HOST}:8443",
        f"https://{HOST}/path",
        f"https://{HOST}?q",
        f"https://{HOST}#f",
        f"https://{HOST}\\@evil.example",
        f"https://{HOST}\n",
        " https://" + HOST,
        "https://169.254.169.254",
        "https://127.0.0.1",
        "https://127.0.0.1:8444",
        "https://\uff41cme.my.salesforce.com",
        "https://.my.salesforce.com",
        "",
        None,
        7,
    ],
)
def test_a_token_is_not_sent_anywhere_else(url: object) -> None:
    assert is_refused(form(envelope(client=client(instanceUrl=url))))


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (f"https://{HOST}", f"https://{HOST}"),
        (f"https://{HOST}/", f"https://{HOST}"),
        (f"https://{HOST.upper()}:443", f"https://{HOST}"),
        ("https://acme--dev.sandbox.my.salesforce.com", "https://acme--dev.sandbox.my.salesforce.com"),
        ("https://127.0.0.1:8443", "https://127.0.0.1:8443"),
    ],
)
def test_the_crm_and_the_hosts_that_the_connection_names_are_reached(url: str, address: str) -> None:
    launch = verified(envelope(client=client(instanceUrl=url)))

    assert launch.access is not None
    assert launch.access.instance_url == address


@pytest.mark.parametrize(
    ("environment", "record"),
    [
        ({"record": {"Id": OPPORTUNITY}}, OPPORTUNITY),
        ({"record": {"Id": OPPORTUNITY[:15]}}, OPPORTUNITY),
        ({"record": {}, "parameters": {"recordId": OPPORTUNITY}}, OPPORTUNITY),
        ({"record": {"Id": USER}, "parameters": {"recordId": OPPORTUNITY}}, OPPORTUNITY),
        ({"record": {"Id": OPPORTUNITY[:17] + "B"}}, None),
        ({"record": {"Id": "006/../../limits"}}, None),
        ({"record": {"Id": ["006"]}}, None),
        ({"record": "006", "parameters": []}, None),
        ({}, None),
    ],
)
def test_the_record_is_an_opportunitys_id_or_nothing(environment: object, record: str | None) -> None:
    assert verified(envelope(context=context(environment=environment))).record == record


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://acme.lightning.force.com", True),
        ("https://a.b.lightning.force.com", True),
        ("http://127.0.0.1:8001", True),
        ("https://127.0.0.1:8001", False),
        ("http://acme.lightning.force.com", False),
        ("https://lightning.force.com", False),
        ("https://evillightning.force.com", False),
        ("https://acme.lightning.force.com.evil.example", False),
        ("https://acme.lightning.force.com/path", False),
        ("*", False),
        ("null", False),
        (None, False),
    ],
)
def test_only_the_connections_own_origins_are_answered(origin: str | None, allowed: bool) -> None:
    frame = verified(envelope(client=client(targetOrigin=origin))).frame

    assert frame.target_origin == (origin if allowed else "")


@pytest.mark.parametrize("instance_id", ["<script>", "a b", "x" * 300, "", None])
def test_an_instance_id_that_could_do_harm_in_a_page_is_dropped(instance_id: str | None) -> None:
    assert verified(envelope(client=client(instanceId=instance_id))).frame.instance_id == ""


@pytest.mark.parametrize(
    ("user", "language"),
    [
        ({"language": "de", "locale": "en_US"}, "de"),
        ({"language": "pt_BR"}, "pt-BR"),
        ({"language": "<b>", "locale": "fr_CA"}, "fr-CA"),
        ({"locale": "x" * 100}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_the_users(user: dict[str, str], language: str) -> None:
    assert verified(envelope(context=context(user=user))).language == language


def test_a_name_cannot_break_a_line_or_turn_the_text_around_it() -> None:
    name = "Eve\r\n\x00\u202e\ud800 <b>"

    assert verified(envelope(context=context(user={"fullName": name}))).actor.name.split() == ["Eve", "<b>"]
