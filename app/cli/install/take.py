"""``quotewright uninstall``."""

import click

from app.actions.connected import is_connected
from app.actions.uninstall_connector import RemovalPlan, plan_removal, try_removal
from app.actions.uninstall_connector import uninstall as take_away
from app.cli.install.opened import Opened, only_check, open_site, told_to
from app.cli.install.shown import show_removal
from app.cli.org_access import by_alias
from app.telemetry import Trail, following


@click.command(
    epilog="Examples: quotewright uninstall acme --check; quotewright uninstall acme --org production --yes"
)
@click.argument("connection")
@by_alias
@only_check
@click.option("--yes", is_flag=True, help="Do not ask.")
def uninstall(connection: str, *, alias: str, check: bool, yes: bool) -> None:
    """Take the connector of CONNECTION away from an org again, and nothing else.

    The org is asked first whether it would let it go. What another connection of the org uses stays. Fields
    go with what is in them.
    """
    opened = open_site(connection, alias, {})
    with following(Trail(opened.run.correlation)):
        plan = plan_removal(opened.database, opened.installer, opened.site)
        show_removal(plan)
        with told_to("checking") as line:
            try_removal(opened.installer, plan, told=line)
        if check:
            click.echo("The org would let it go. Nothing was changed.")
            return
        if not yes:
            click.confirm("Take it away?", abort=True)
        _uninstall(opened, plan)


def _uninstall(opened: Opened, plan: RemovalPlan) -> None:
    with told_to("taking away") as line:
        take_away(opened.database, opened.installer, opened.site, plan, told=line, run=opened.run)
    done = "Taken away." if plan.going else "Nothing was there to take away."
    click.echo(f"{done} This run is found in the audit as {opened.run.correlation}.")
    if is_connected(opened.database, opened.site.connection):
        click.echo(
            f"The connection is still served: `quotewright connection remove {opened.site.connection}`."
        )
