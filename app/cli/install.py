"""Installing the connector in an org, and taking it away again."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

import click

from app.actions.connected import is_connected, mapping_of_connection
from app.actions.install_connector import (
    Change,
    Edited,
    InstallPlan,
    assign,
    installed_with,
    plan_install,
    read_assignments,
    try_install,
)
from app.actions.install_connector import install as put_in
from app.actions.installing import OrgRefused, Remark, Run, check_one_mapping, site_of
from app.actions.uninstall_connector import RemovalPlan, plan_removal, try_removal
from app.actions.uninstall_connector import uninstall as take_away
from app.actor import ConnectionName
from app.cli.mapping_file import mapping_option, read_mapping_file
from app.cli.org_access import by_alias, org_access
from app.cli.progress import Line
from app.crm.installation import Component, Installer
from app.settings import read_settings
from app.store import Database, Site
from app.telemetry import Trail, following
from app.wiring import Connector, connector_of, installer_of, open_database

_INTERRUPTED: Final = 130
_MANY: Final = 9
_ONLY_CHECK: Final = click.option(
    "--check", is_flag=True, help="Only tell what would come of it; change nothing."
)


@dataclass(frozen=True, slots=True)
class _Opened:
    database: Database
    made: Connector
    installer: Installer
    site: Site
    options: dict[str, str]
    run: Run


def _open(connection: str, alias: str, given: dict[str, str]) -> _Opened:
    """``given``: what was said of the connector; what was not is as it was installed before."""
    settings = read_settings()
    database = open_database(settings)
    is_connected(database, connection)
    name = ConnectionName(connection)
    said = {key: value for key, value in given.items() if value}
    own = mapping_of_connection(database, connection)
    options = {
        "label": "Quotewright",
        "contact": "",
        "app": "external",
        "mapping": "",
        "reports": "all",
        **installed_with(database, name),
        **({"mapping": own} if own else {}),
        **said,
    }
    made = connector_of(name, settings, **options)
    installer = installer_of(name, made, settings, access=org_access(alias))
    run = Run(at=datetime.now(UTC), correlation=uuid4().hex)
    org = installer.identity()
    site = site_of(database, org, name)
    click.echo(f"{made.name} in the org {org.name} ({org.id}), for {made.address}")
    return _Opened(database, made, installer, site, options, run)


@contextmanager
def _told(doing: str) -> Iterator[Line]:
    """Shows what failed, component by component, before the failure itself is told."""
    line = Line(doing)
    try:
        yield line
    except OrgRefused as refused:
        line.end()
        for text in _failures(refused):
            click.echo(text, err=True)
        raise
    except KeyboardInterrupt:
        line.end()
        click.echo(
            "Stopped. What the org has begun it ends by itself, all of it or nothing; run the command again "
            "and it goes on from what is there.",
            err=True,
        )
        sys.exit(_INTERRUPTED)
    line.end()


def _failures(refused: OrgRefused) -> Iterator[str]:
    """Of each component the first: the others follow from it, as a rule."""
    found: dict[Component, list[str]] = {}
    for one in refused.failures:
        found.setdefault(one.component, []).append(one.words)
    for component, words in found.items():
        more = f" (and {len(words) - 1} more)" if len(words) > 1 else ""
        yield f"  refused    {component}: {words[0]}{more}"


@click.command(
    epilog="Examples: quotewright install acme --check; quotewright install acme --org production "
    "--label Quote --assign QW_Rep=rep@example.com"
)
@click.argument("connection")
@by_alias
@_ONLY_CHECK
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
    opened = _open(connection, alias, given)
    check_one_mapping(opened.database, opened.site, opened.options["mapping"])
    with following(Trail(opened.run.correlation)):
        wanted = read_assignments(opened.installer, assignments)
        edited = Edited.OVERWRITE if overwrite else Edited.KEEP
        plan = plan_install(opened.database, opened.installer, opened.site, edited=edited)
        _show_install(plan)
        with _told("checking") as line:
            try_install(opened.installer, plan, told=line)
        if check:
            click.echo("The org would take it. Nothing was changed.")
            return
        _install(opened, plan, wanted)


def _install(opened: _Opened, plan: InstallPlan, wanted: tuple[tuple[str, str], ...]) -> None:
    with _told("installing") as line:
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


def _next_steps(opened: _Opened) -> str:
    name, connection = opened.made.name, opened.site.connection
    where = "External Client App Manager" if opened.options["app"] == "external" else "App Manager"
    deed = f"add {connection} --replace" if is_connected(opened.database, connection) else f"add {connection}"
    return "\n".join(
        [
            "Next, in Setup, what only a person can do:",
            f"  {where}, {name}, Policies: approve it for the permission set {name}",
            "  the same place, Settings, OAuth Settings: take consumer key and secret to",
            f"    `quotewright connection {deed} --org-id {opened.site.org} …`",
            "  Opportunity, Page Layouts: put the button on the layouts of those who quote",
            f"People need {name} and one of QW_Rep, QW_Approver, QW_Operator: --assign gives them.",
        ]
    )


def _show_install(plan: InstallPlan) -> None:
    for change in (Change.NEW, Change.CHANGED):
        for one in plan.of(change):
            click.echo(f"  {change:<10} {one}")
    same = plan.of(Change.SAME)
    if same:
        click.echo(f"  {Change.SAME:<10} {len(same)} components")
    _remark(Change.KEPT, plan.kept)
    if plan.kept:
        click.echo("  --overwrite puts ours in the place of what is kept.")
    for one in plan.left:
        click.echo(f"  no longer  {one}: this version does without it; it stays until `uninstall`")


def _remark(word: str, remarks: Iterable[Remark]) -> None:
    """What is left for the same reason is counted where it is much."""
    found: dict[str, list[Component]] = {}
    for remark in remarks:
        found.setdefault(remark.why, []).append(remark.component)
    for why, components in found.items():
        many = [f"{len(components)} components"] if len(components) > _MANY else components
        for one in many:
            click.echo(f"  {word:<10} {one}: {why}")


@click.command(
    epilog="Examples: quotewright uninstall acme --check; quotewright uninstall acme --org production --yes"
)
@click.argument("connection")
@by_alias
@_ONLY_CHECK
@click.option("--yes", is_flag=True, help="Do not ask.")
def uninstall(connection: str, *, alias: str, check: bool, yes: bool) -> None:
    """Take the connector of CONNECTION away from an org again, and nothing else.

    The org is asked first whether it would let it go. What another connection of the org uses stays. Fields
    go with what is in them.
    """
    opened = _open(connection, alias, {})
    with following(Trail(opened.run.correlation)):
        plan = plan_removal(opened.database, opened.installer, opened.site)
        _show_removal(plan)
        with _told("checking") as line:
            try_removal(opened.installer, plan, told=line)
        if check:
            click.echo("The org would let it go. Nothing was changed.")
            return
        if not yes:
            click.confirm("Take it away?", abort=True)
        _uninstall(opened, plan)


def _uninstall(opened: _Opened, plan: RemovalPlan) -> None:
    with _told("taking away") as line:
        take_away(opened.database, opened.installer, opened.site, plan, told=line, run=opened.run)
    done = "Taken away." if plan.going else "Nothing was there to take away."
    click.echo(f"{done} This run is found in the audit as {opened.run.correlation}.")
    if is_connected(opened.database, opened.site.connection):
        click.echo(
            f"The connection is still served: `quotewright connection remove {opened.site.connection}`."
        )


def _show_removal(plan: RemovalPlan) -> None:
    for one in plan.going:
        click.echo(f"  {'goes':<10} {one}{_with_data(one, plan)}")
    _remark("stays", plan.staying)
    if plan.holders:
        click.echo(f"  first, people lose these permission sets: {_holders(plan)}")
    if not plan.going:
        click.echo("  Nothing of it is in the org.")


def _holders(plan: RemovalPlan) -> str:
    given = [f"{one.username} {one.permission_set}" for one in plan.holders]
    more = [f"and {len(given) - _MANY} more"] if len(given) > _MANY else []
    return ", ".join([*given[:_MANY], *more])


def _with_data(one: Component, plan: RemovalPlan) -> str:
    return ", with what is in it" if one in plan.data else ""
