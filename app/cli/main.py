"""The group of all commands, and how their failures look."""

import logging
import sys
from importlib import import_module
from typing import Final

import click

from app import __version__
from app.errors import AppError

# Each command's module is loaded when it is called: `serve` must not load the database's drivers.
_COMMANDS: Final = {
    "serve": "app.cli.processes",
    "worker": "app.cli.processes",
    "sandbox": "app.cli.processes",
    "bench": "app.cli.processes",
    "migrate": "app.cli.migrate",
    "catalog": "app.cli.catalog",
    "connection": "app.cli.connection",
    "doctor": "app.cli.doctor",
    "install": "app.cli.install",
    "uninstall": "app.cli.install",
    "quote": "app.cli.quote",
    "audit": "app.cli.audit",
    "backup": "app.cli.backup",
    "restore": "app.cli.backup",
    "settings": "app.cli.show_settings",
}
# They become another process or only print: what tells would take longer to load than they run.
_NO_LOGS: Final = frozenset({"app.cli.processes", "app.cli.show_settings"})
# What they show as they go is what their calls come to.
_QUIET: Final = frozenset({"app.cli.catalog", "app.cli.connection", "app.cli.doctor", "app.cli.install"})


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        if module not in _NO_LOGS:
            configure_logs = import_module("app.telemetry").configure_logs
            least = logging.WARNING if module in _QUIET else logging.INFO
            configure_logs(sys.stderr, process="command", least=least)
        command: click.Command = getattr(import_module(module), cmd_name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def commands() -> None:
    """Configure, price and quote inside the CRM."""


def main() -> None:
    """Expected failures end in one sentence and status 1, without a traceback."""
    try:
        commands()
    except AppError as failure:
        click.echo(f"{failure.code}: {failure.detail}", err=True)
        sys.exit(1)
