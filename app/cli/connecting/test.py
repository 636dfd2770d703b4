"""`quotewright connection test`: is the org there, and does it know us?"""

from typing import Final

import click

from app.cli.doctor import Wanted, examine
from app.cli.org_access import by_alias

_CODES: Final = (
    "secrets_open",
    "host_allowed",
    "host_resolves",
    "host_answers",
    "certificate_trusted",
    "api_version_offered",
    "token_accepted",
    "org_matches",
)
_SECONDS: Final = 20.0


@click.command(epilog="Ends as `quotewright doctor` does: 0 sound, 1 faults, 2 the org could not be asked.")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="As `quotewright doctor --json`.")
@by_alias
def test(name: str, *, as_json: bool, alias: str) -> None:
    """Reach the org and ask it who it is: the first questions of `quotewright doctor`, in seconds.

    The org is asked with the token in QUOTEWRIGHT_ORG_TOKEN, at QUOTEWRIGHT_ORG_URL, or by --org.
    """
    examine(name, Wanted(frozenset(_CODES), _SECONDS, alias), as_json=as_json)
