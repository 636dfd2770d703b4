"""`quotewright doctor` as somebody types it: an installation of its own, the org of the others."""

import json
from pathlib import Path

import pytest

from app.cli.org_access import ORG_TOKEN, ORG_URL
from tests.examination.soundly import Sound
from tests.forks import typed

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(sound: Sound) -> dict[str, str]:
    return sound.environment()


def test_what_is_wrong_is_told_with_what_to_do_and_status_1(
    sound: Sound, environment: dict[str, str]
) -> None:
    # Nothing is published in the file: the others were given their catalog in memory.
    told = typed("doctor", "demo", env=environment)
    assert told.returncode == 1, told.stderr
    assert told.stderr == ""
    lines = told.stdout.splitlines()
    (at,) = (n for n, line in enumerate(lines) if "[catalog_published]" in line)
    assert lines[at].startswith("  fault    The catalog that is sold: Nothing of the catalog telecom")
    assert lines[at + 1].strip().startswith("To do: quotewright catalog publish FOLDER")
    assert lines[at + 2].strip() == "See docs/doctor.md#catalog_published"
    assert lines[-1].endswith("API calls.")
    assert "\x1b[" not in told.stdout
    assert environment[ORG_TOKEN] not in told.stdout


def test_one_area_as_json_ends_with_status_0(environment: dict[str, str]) -> None:
    told = typed("doctor", "demo", "--json", "--only", "schema", "--only", "rights", env=environment)
    assert told.returncode == 0, told.stdout
    found = json.loads(told.stdout)
    assert list(found) == ["connection", "at", "result", "asked", "calls", "counts", "checks"]
    assert {check["area"] for check in found["checks"]} == {"schema", "rights"}
    assert (found["result"], found["counts"]["ok"]) == ("ok", len(found["checks"]))
    assert list(found["checks"][0]) == [
        *("code", "area", "checked", "result", "found", "advice", "names", "guide")
    ]


def test_without_a_token_what_needs_one_is_not_known_and_the_status_is_2(environment: dict[str, str]) -> None:
    del environment[ORG_TOKEN]
    told = typed("doctor", "demo", "--only", "reaching", "--only", "identity", env=environment)
    assert told.returncode == 2
    assert "ok       The host's certificate is believed" in told.stdout
    assert "unknown  The org accepts the token: Nobody gave a token" in told.stdout
    assert f"into {ORG_TOKEN}" in told.stdout
    assert typed("doctor", "demo", "--only", "goods", env=environment).returncode == 2
    assert typed("doctor", "demo", "--only", "installation", env=environment).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "changes", "code"),
    [
        (["nobody"], {}, "connection_not_found"),
        (["demo"], {ORG_TOKEN: "two\nlines"}, "misconfigured"),
        (["demo"], {ORG_URL: "http://acme.my.salesforce.com"}, "misconfigured"),
    ],
)
def test_what_cannot_be_examined_is_said_in_a_sentence(
    environment: dict[str, str], arguments: list[str], changes: dict[str, str], code: str
) -> None:
    told = typed("doctor", *arguments, env={**environment, **changes})
    assert told.returncode == 2
    assert told.stderr.startswith(f"{code}: ")
    assert "two" not in told.stdout + told.stderr
