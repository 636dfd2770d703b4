"""The option that says who has which role."""

from typing import Final

import click

ROLE: Final = click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="ROLE=NAME",
    help="Whoever has that profile, role or permission set in the CRM has ROLE here: approver, manager, "
    "operator, admin, or another name that a catalog's policy uses, such as a queue. Repeatable.",
)
