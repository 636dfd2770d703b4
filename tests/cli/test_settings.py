"""Settings: every gap told at once, nothing secret shown."""

import base64
import os
from datetime import timedelta
from pathlib import Path

import pytest

from app.errors import Misconfigured
from app.settings import KNOWN, read_settings

KEY = base64.urlsafe_b64encode(os.urandom(32)).decode()
SOUND = {"QUOTEWRIGHT_SECRET_KEY": "s" * 32, "QUOTEWRIGHT_ENCRYPTION_KEYS": KEY}


def test_two_secrets_are_all_that_is_required() -> None:
    settings = read_settings(SOUND)
    assert (settings.port, settings.host) == (8000, "127.0.0.1")
    assert settings.session == timedelta(minutes=15)
    assert {setting.name for setting in KNOWN if setting.default is None} == set(SOUND)


def test_every_gap_is_told_at_once_with_what_to_do() -> None:
    with pytest.raises(Misconfigured) as refusal:
        read_settings(
            {"PORT": "70000", "QUOTEWRIGHT_PUBLIC_URL": "localhost", "QUOTEWRIGHT_CATALOGS": "/nowhere"}
        )
    told = refusal.value.detail
    for name in ("PORT", "QUOTEWRIGHT_PUBLIC_URL", "QUOTEWRIGHT_CATALOGS", *SOUND):
        assert name in told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "eighty"),
        ("PORT", "-1"),
        ("QUOTEWRIGHT_SECRET_KEY", "short"),
        ("QUOTEWRIGHT_ENCRYPTION_KEYS", "not a key"),
        ("QUOTEWRIGHT_ENCRYPTION_KEYS", "A" * 43 + "=,"),
        ("QUOTEWRIGHT_PUBLIC_URL", "https://quotes.example.com/path"),
        ("QUOTEWRIGHT_SESSION_MINUTES", "61"),
        ("QUOTEWRIGHT_PUBLISH", "always"),
        ("QUOTEWRIGHT_CRM_CA_FILE", "/nowhere/ca.pem"),
    ],
)
def test_a_wrong_value_is_named_and_never_repeated(name: str, value: str) -> None:
    with pytest.raises(Misconfigured) as refusal:
        read_settings({**SOUND, name: value})
    assert name in refusal.value.detail
    assert len(value) < 3 or value not in refusal.value.detail


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read_settings({**SOUND, "PORT": ""}).port == 8000


def test_folders_can_be_named(tmp_path: Path) -> None:
    assert read_settings({**SOUND, "QUOTEWRIGHT_CATALOGS": str(tmp_path)}).catalogs == tmp_path


def test_settings_do_not_show_their_secrets() -> None:
    settings = read_settings(SOUND)
    assert KEY not in repr(settings)
    assert "s" * 32 not in f"{settings}"
