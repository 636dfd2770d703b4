"""Listing the settings with their meaning and default."""

import click

from app.settings import KNOWN


@click.command(name="settings")
def settings() -> None:
    """List every setting (environment variable), what it means and its default."""
    width = max(len(setting.name) for setting in KNOWN)
    for setting in KNOWN:
        default = "required" if setting.default is None else setting.default or "shipped or none"
        click.echo(f"{setting.name:<{width}}  {setting.meaning}  [{default}]")
