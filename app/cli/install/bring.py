"""``quotewright install``."""

from pathlib import Path

import click

from app.actions.connected import is_connected
from app.actions.install_connector import (
    Edited,
    InstallPlan,
    assign,
    plan_install,
    read_assignments,
    try_install,
)
from app.actions.install_connector import install as put_in
from app.cli.install.opened import Opened, only_check, open_site, told_to
from app.cli.install.shown import show_install
from app.cli.mapping_file import mapping_option, read_mapping_file
from app.cli.org_access import by_alias
from app.telemetry import Trail, following


@click.command(
    epilog="Examples: quotewright install acme --check; quotewright install acme --org production "
    "--label Quote --assign QW_Rep=rep@example.com"
)
@click.argument("connection")
@by_alias
@only_check
@click.option("--label", default="", help="What reps read on the button; as before, at first Quotewright.")
@click.option("--contact", default="", help="E-mail address that the org shows for the app; as before.")
@click.option(
    "--app",
    default="",
    type=click.Choice(["external", "connected", ""]),
    help="external (as a rule): an External Client App. connected: a connected app, where an org takes one.",
)
@mapping_option
@click.option(
    "--reports",
    default="",
    type=click.Choice(["all", "none", ""]),
    help="all (as a rule): list views, reports and a dashboard for managers, too. none: without them.",
)
@click.option(
    "--assign",
    "assignments",
    multiple=True,
    metavar="SET=USERNAME",
    help="Give that user the permission set, such as QW_Rep=rep@example.com. Repeatable.",
)
@click.option("--overwrite", is_flag=True, help="Also put ours over what was changed in the org.")
def install(
    connection: str,
    *,
    alias: str,
    check: bool,
    label: str,
    contact: str,
    app: str,
    mapping: Path | None,
    reports: str,
    assignments: tuple[str, ...],
    overwrite: bool,
) -> None:
    """Install the connector of CONNECTION in an org, or bring it up to date.

    The org is asked first whether it would take it. What was changed there since is kept. Run it again as
    often as you like.
    """
    given = {
        "label": label,
        "contact": contact,
        "app": app,
        "mapping": read_mapping_file(mapping),
        "reports": reports,
    }
    opened = open_site(connection, alias, given)
    with following(Trail(opened.run.correlation)):
        wanted = read_assignments(opened.installer, assignments)
        edited = Edited.OVERWRITE if overwrite else Edited.KEEP
        plan = plan_install(
            opened.database, opened.installer, opened.site, edited=edited, options=opened.options
        )
        show_install(plan)
        with told_to("checking") as line:
            try_install(opened.installer, plan, told=line)
        if check:
            click.echo("The org would take it. Nothing was changed.")
            return
        _install(opened, plan, wanted)


def _install(opened: Opened, plan: InstallPlan, wanted: tuple[tuple[str, str], ...]) -> None:
    with told_to("installing") as line:
        put_in(
            opened.database,
            opened.installer,
            opened.site,
            plan,
            options=opened.options,
            told=line,
            run=opened.run,
        )
        assign(opened.database, opened.installer, opened.site, wanted, run=opened.run)
    for role, username in wanted:
        click.echo(f"  {username} has {role}")
    done = "Installed." if plan.to_put else "Everything was there already."
    click.echo(f"{done} This run is found in the audit as {opened.run.correlation}.")
    click.echo(_next_steps(opened))


def _next_steps(opened: Opened) -> str:
    name, connection = opened.made.name, opened.site.connection
    where = "External Client App Manager" if opened.options["app"] == "external" else "App Manager"
    key = (
        "  the same place, Settings, OAuth Settings: take consumer key and secret to\n"
        f"    `quotewright connection add {connection} --org-id {opened.site.org} …`"
    )
    known = f"  {connection} is connected: its consumer key and secret stay as they are"
    return "\n".join(
        [
            "Next, in Setup, what only a person can do:",
            f"  {where}, {name}, Policies: approve it for the permission set {name}",
            known if is_connected(opened.database, connection) else key,
            "  Opportunity, Page Layouts: put the button on the layouts of those who quote",
            f"People need {name} and one of QW_Rep, QW_Approver, QW_Operator: --assign gives them.",
        ]
    )
