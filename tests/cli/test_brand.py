"""The look of documents, given on the command line."""

from pathlib import Path

import pytest

from tests.cli.test_commands import add, environment
from tests.forks import typed

__all__ = ["environment"]

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><path d="M0 0h4v1z"/></svg>'


@pytest.fixture
def connected(environment: dict[str, str]) -> dict[str, str]:
    assert typed("migrate", env=environment).returncode == 0
    assert add(environment).returncode == 0
    return environment


def test_a_brand_is_given_in_parts_shown_and_taken_away(connected: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(SVG)
    (tmp_path / "letter.txt").write_text("Guten Tag,\n\nanbei unser Angebot.")
    logo = ("--logo", str(tmp_path / "logo.svg"), "--primary", "#123456", "--address", "Street 1")
    given = typed("connection", "brand", "acme", *logo, "--address", "10000 Town", env=connected)
    assert given.returncode == 0, given.stderr
    more = ("--letter", f"de={tmp_path / 'letter.txt'}", "--sections", "lines, terms")
    shown = typed("connection", "brand", "acme", *more, env=connected).stdout
    assert "primary   #123456" in shown
    assert "address   Street 1, 10000 Town" in shown
    assert "sections  lines, terms" in shown
    assert "letters   de" in shown
    assert typed("connection", "brand", "acme", "--reset", env=connected).returncode == 0
    assert "logo      neutral" in typed("connection", "brand", "acme", env=connected).stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--primary", "#cccccc"), "contrast"),
        (("--font", "Comic Sans"), "There is no font"),
        (("--sections", "lines,prices"), "internal"),
        (("--sections", "chapter"), "There is no section"),
        (("--letter", "de=/no/such/file"), "de=letter.txt"),
    ],
)
def test_what_cannot_be_printed_is_refused_and_nothing_is_stored(
    connected: dict[str, str], options: tuple[str, ...], said: str
) -> None:
    refused = typed("connection", "brand", "acme", "--name", "Acme", *options, env=connected)
    assert refused.returncode != 0
    assert said in refused.stderr
    assert "name      the catalog's seller" in typed("connection", "brand", "acme", env=connected).stdout


def test_a_connection_that_is_not_there_is_told(connected: dict[str, str]) -> None:
    missing = typed("connection", "brand", "nobody", "--name", "x", env=connected)
    assert missing.returncode != 0
    assert "no such connection" in missing.stderr
