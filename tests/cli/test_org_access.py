"""Whose right a command acts with: by the environment, or by an alias that the sf command knows."""

import json
import os
from pathlib import Path

import pytest

from app.cli.org_access import org_access
from app.errors import Misconfigured

URL, TOKEN = "https://acme.my.salesforce.com", "00Dx00000001hxy!AQ.token"
UNKNOWN = {
    "status": 1,
    "name": "NamedOrgNotFoundError",
    "message": "Parsing --target-org \n\tNo authorization information found for prod.\nSee more help",
}
HIDDEN = "[REDACTED] Use 'sf org auth show-access-token' to view"


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("QUOTEWRIGHT_ORG_URL", "QUOTEWRIGHT_ORG_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")


def sf(folder: Path, **answers: object) -> Path:
    """A command in the place of sf: answers by the last word of the topic, and keeps what it was asked."""
    cases = "\n".join(
        f"*' {name.replace('_', '-')} '*) cat <<'END'\n{json.dumps(told)}\nEND\n;;"
        for name, told in answers.items()
    )
    file, asked = folder / "sf", folder / "asked"
    file.write_text(
        f'#!/bin/sh\nprintf \'%s\\n\' "$*" >> {asked}\ncase " $* " in\n{cases}\n'
        f"*) cat <<'END'\n{json.dumps(UNKNOWN)}\nEND\nexit 1;;\nesac\n"
    )
    file.chmod(0o755)
    return asked


def test_the_environment_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEWRIGHT_ORG_URL", f"{URL}/")
    monkeypatch.setenv("QUOTEWRIGHT_ORG_TOKEN", TOKEN)
    access = org_access()
    assert (access.instance_url, access.token) == (URL, TOKEN)


def test_an_older_command_shows_the_token_with_the_org(tmp_path: Path) -> None:
    asked = sf(tmp_path, display={"status": 0, "result": {"instanceUrl": URL, "accessToken": TOKEN}})
    access = org_access("prod")
    assert (access.instance_url, access.token) == (URL, TOKEN)
    assert asked.read_text().splitlines() == ["org display --target-org prod --json"]


def test_a_newer_one_is_asked_for_it_by_itself(tmp_path: Path) -> None:
    asked = sf(
        tmp_path,
        display={"status": 0, "result": {"instanceUrl": URL, "accessToken": HIDDEN}, "warnings": ["…"]},
        show_access_token={"status": 0, "result": {"accessToken": TOKEN}},
    )
    assert org_access("prod").token == TOKEN
    assert asked.read_text().splitlines()[1] == "org auth show-access-token --target-org prod --json"


def test_what_it_does_not_know_is_told_in_its_words(tmp_path: Path) -> None:
    sf(tmp_path)
    with pytest.raises(
        Misconfigured, match=r"does not give the org prod: No authorization information found for prod\.$"
    ):
        org_access("prod")


@pytest.mark.parametrize("said", ["", "no JSON", "[]", '{"result": []}'])
def test_a_command_that_says_nothing_of_use_is_no_traceback(tmp_path: Path, said: str) -> None:
    file = tmp_path / "sf"
    file.write_text(f"#!/bin/sh\nprintf '%s' '{said}'\n")
    file.chmod(0o755)
    with pytest.raises(Misconfigured, match="says nothing that can be read"):
        org_access("prod")


def test_without_the_command_it_is_said_how_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Misconfigured, match="There is no sf command"):
        org_access("prod")


@pytest.mark.parametrize("alias", ["--help", "a\nb", "x" * 201])
def test_an_alias_is_no_option_and_no_second_line(tmp_path: Path, alias: str) -> None:
    asked = sf(tmp_path, display={"result": {"instanceUrl": URL, "accessToken": TOKEN}})
    with pytest.raises(Misconfigured):
        org_access(alias)
    assert not asked.exists()


@pytest.mark.parametrize(
    "told", [{"instanceUrl": "http://acme", "accessToken": TOKEN}, {"instanceUrl": URL, "accessToken": "a b"}]
)
def test_what_it_tells_is_looked_at_and_never_shown(tmp_path: Path, told: dict[str, str]) -> None:
    sf(tmp_path, display={"result": told})
    with pytest.raises(Misconfigured) as refused:
        org_access("prod")
    assert told["accessToken"] not in str(refused.value)
