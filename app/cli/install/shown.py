"""What would come of it, and what did not, component by component."""

from collections.abc import Iterable, Iterator
from typing import Final

import click

from app.actions.install_connector import Change, InstallPlan
from app.actions.installing import OrgRefused, Remark
from app.actions.uninstall_connector import RemovalPlan
from app.crm.installation import Component

_MANY: Final = 9


def show_install(plan: InstallPlan) -> None:
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


def show_removal(plan: RemovalPlan) -> None:
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


def failures(refused: OrgRefused) -> Iterator[str]:
    """Of each component the first: the others follow from it, as a rule."""
    found: dict[Component, list[str]] = {}
    for one in refused.failures:
        found.setdefault(one.component, []).append(one.words)
    for component, words in found.items():
        more = f" (and {len(words) - 1} more)" if len(words) > 1 else ""
        yield f"  refused    {component}: {words[0]}{more}"
