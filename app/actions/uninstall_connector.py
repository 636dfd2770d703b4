"""Taking the connector of a connection away from an org: what was installed, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.actions.installing import Remark, Run, check_done, names, tell
from app.crm.installation import Assignment, Component, Held, Installer, Likeness, Purpose, Told
from app.errors import AppError
from app.store import Database, Mark, Site, installations

_SHARED: Final = "is used by another connection of this org"
_FOREIGN: Final = "was not put there by us"


@dataclass(frozen=True, slots=True)
class RemovalPlan:
    """``staying``: with why; ``holders``: who has permission sets that go; ``data``: components that take
    along what people entered.
    """

    going: tuple[Component, ...]
    staying: tuple[Remark, ...]
    holders: tuple[Assignment, ...]
    data: tuple[Component, ...]


def plan_removal(database: Database, installer: Installer, site: Site) -> RemovalPlan:
    """Reads the org, changes nothing. What was installed by other means counts where it is as ours."""
    with database.reading() as tx:
        marks = {Component(*one): mark for one, mark in installations.marks(tx, site).items()}
        used = {Component(*one) for one in installations.of_others(tx, site)}
    held = installer.held(tuple(marks) or tuple(installer.components))
    elsewhere = installer.others()
    staying = list[Remark]()
    for one in sorted(held):
        if installer.shared(one) and (one in used or elsewhere):
            staying.append(Remark(one, _SHARED))
        elif not _is_ours(held[one], marks, one):
            staying.append(Remark(one, _FOREIGN))
    going = tuple(sorted(set(held) - {remark.component for remark in staying}))
    roles = {one.name for one in going if one in installer.roles()}
    holders = installer.assignments(roles)
    return RemovalPlan(going, tuple(staying), holders, tuple(filter(installer.carries_data, going)))


def _is_ours(held: Held, marks: Mapping[Component, Mark], one: Component) -> bool:
    return one in marks if marks else held.likeness is Likeness.SAYS_OURS


def try_removal(installer: Installer, plan: RemovalPlan, *, told: Told) -> None:
    """Whether the org would let it go; not asked of permission sets that people still have.

    Raises OrgRefused, and the failures of the org.
    """
    given = {one.permission_set for one in plan.holders}
    asked = [one for one in plan.going if not (one in installer.roles() and one.name in given)]
    if asked:
        check_done(installer.remove(asked, Purpose.CHECK, told), len(asked))


def uninstall(
    database: Database, installer: Installer, site: Site, plan: RemovalPlan, *, told: Told, run: Run
) -> None:
    """All of it or nothing; the assignments first. Raises OrgRefused, and the failures of the org."""
    with database.transaction() as tx:
        had = sorted(f"{one.permission_set}={one.username}" for one in plan.holders)
        tell(tx, site, run, "start_uninstall", {"components": names(plan.going), "assignments": had})
    installer.unassign(plan.holders)
    number = ""
    if plan.going:
        outcome = installer.remove(plan.going, Purpose.DO, told)
        number = outcome.number
        try:
            check_done(outcome, len(plan.going))
        except AppError as refused:
            installer.assign([(one.permission_set, one.username) for one in plan.holders])
            with database.transaction() as tx:
                tell(tx, site, run, "refuse_uninstall", {"code": refused.code})
            raise
    with database.transaction() as tx:
        installations.forget_all(tx, site)
        tell(tx, site, run, "uninstall_connector", {"components": names(plan.going), "deployment": number})
