"""Installing the connector of a connection in an org, and bringing it up to date.

What an administrator changed there since is kept, unless it is to be overwritten. Before anything is sent, it
is written down what will be: a run that nobody saw the end of is taken up by the next one.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar, Final

from app.actions.installing import Remark, Run, check_done, key, names, tell
from app.actor import ConnectionName
from app.crm.installation import Component, Held, Installer, Likeness, Purpose, Told
from app.errors import AppError, Refused
from app.store import Database, Mark, Site, Transaction, installations

_EDITED: Final = "was changed in the org since we put it there"
_CONTESTED: Final = "is shared with a connection of this org whose field mapping differs, and has its rights"
_MAPPING: Final = "mapping"
_FOREIGN: Final = "is there, is not as ours, and was not put there by us"


class AssignmentInvalid(Refused):
    code: ClassVar[str] = "assignment_invalid"


class Edited(StrEnum):
    """What becomes of components that somebody changed in the org."""

    KEEP = "keep"
    OVERWRITE = "overwrite"


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "unchanged"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class InstallPlan:
    """``own``: what was installed for the connection before; ``left``: of that, what is no part of this
    version any more. It stays until all is taken away.
    """

    own: frozenset[Component]
    changes: Mapping[Component, Change]
    kept: tuple[Remark, ...]
    left: tuple[Component, ...]
    held: Mapping[Component, Held]
    marks: Mapping[Component, Mark]

    @property
    def to_put(self) -> tuple[Component, ...]:
        return tuple(sorted(one for one in self.changes if self.changes[one] in (Change.NEW, Change.CHANGED)))

    def of(self, change: Change) -> tuple[Component, ...]:
        return tuple(sorted(one for one, its in self.changes.items() if its is change))


def plan_install(
    database: Database, installer: Installer, site: Site, *, edited: Edited, options: Mapping[str, str]
) -> InstallPlan:
    """Reads the org, changes nothing. ``options``: what the connector is made with."""
    with database.reading() as tx:
        others = installations.options_of_others(tx, site)
        marks = _marks(tx, site)
        own = frozenset(Component(*one) for one in installations.marks(tx, site))
    ours = installer.components
    held = installer.held(tuple(ours))
    mapped_otherwise = any(one.get(_MAPPING, "") != options.get(_MAPPING, "") for one in others)
    contested = {one for one in installer.roles() if mapped_otherwise and installer.shared(one)}
    changes, kept = dict[Component, Change](), list[Remark]()
    for one, digest in ours.items():
        why = _why_kept(held.get(one), marks.get(one, Mark()), digest)
        if one in contested and one in held and marks.get(one, Mark()).ours not in ("", digest):
            why = why or _CONTESTED
        if why and edited is Edited.KEEP:
            changes[one] = Change.KEPT
            kept.append(Remark(one, why))
        else:
            changes[one] = _change(held.get(one), marks.get(one, Mark()), digest, why=why)
    return InstallPlan(
        own, changes, tuple(sorted(kept, key=_by_name)), tuple(sorted(own - set(ours))), held, marks
    )


def _by_name(remark: Remark) -> Component:
    return remark.component


def _marks(tx: Transaction, site: Site) -> dict[Component, Mark]:
    """Also those of components that another connection of the org brought."""
    found = {**installations.of_others(tx, site), **installations.marks(tx, site)}
    return {Component(*one): mark for one, mark in found.items()}


def _why_kept(held: Held | None, mark: Mark, digest: str) -> str:
    """Empty for what is ours to change."""
    if held is None or mark.sent or held.digest == digest:
        return ""
    if not mark.held:
        return "" if held.likeness is Likeness.SAYS_OURS else _FOREIGN
    return "" if held.digest == mark.held else _EDITED


def _change(held: Held | None, mark: Mark, digest: str, *, why: str) -> Change:
    if held is None:
        return Change.NEW
    if why or mark.sent:
        return Change.CHANGED
    return Change.SAME if mark.ours in ("", digest) else Change.CHANGED


def read_assignments(installer: Installer, given: Collection[str]) -> tuple[tuple[str, str], ...]:
    """(permission set, username) of texts such as ``QW_Rep=rep@example.com``. Raises AssignmentInvalid."""
    roles = {one.name for one in installer.roles()}
    pairs = [tuple(part.strip() for part in text.partition("=")[::2]) for text in given]
    for role, username in pairs:
        if role not in roles or not username:
            raise AssignmentInvalid(
                f"An assignment is written like QW_Rep=rep@example.com, of one of {', '.join(sorted(roles))}."
            )
    wanted = tuple((role, username) for role, username in pairs)
    strangers = {username for _, username in wanted} - installer.active({username for _, username in wanted})
    if strangers:
        raise AssignmentInvalid(
            f"The org has no active user {', '.join(sorted(strangers))[:200]}. Nothing was changed."
        )
    return wanted


def try_install(installer: Installer, plan: InstallPlan, *, told: Told) -> None:
    """Whether the org would take it. Raises OrgRefused, and the failures of the org."""
    if plan.to_put:
        check_done(installer.put(plan.to_put, Purpose.CHECK, told), len(plan.to_put))


def install(
    database: Database,
    installer: Installer,
    site: Site,
    plan: InstallPlan,
    *,
    options: Mapping[str, str],
    told: Told,
    run: Run,
) -> None:
    """All of it or nothing. Raises OrgRefused, and the failures of the org."""
    sent = {key(one): _sent(installer, plan, one) for one in plan.to_put}
    facts = {"components": names(plan.to_put), "kept": names(plan.of(Change.KEPT))}
    with database.transaction() as tx:
        installations.keep_options(tx, site, options, at=run.at)
        installations.keep_marks(tx, site, {**dict(_known(installer, plan)), **sent})
        tell(tx, site, run, "start_install", facts)
    number = ""
    if plan.to_put:
        outcome = installer.put(plan.to_put, Purpose.DO, told)
        number = outcome.number
        try:
            check_done(outcome, len(plan.to_put))
        except AppError as refused:
            _taken_back(database, site, plan, run, refused)
            raise
    held = installer.held(plan.to_put)
    with database.transaction() as tx:
        ours = installer.components
        installations.keep_marks(
            tx, site, {key(one): Mark(ours[one], held[one].digest) for one in plan.to_put if one in held}
        )
        tell(tx, site, run, "install_connector", {"components": names(plan.to_put), "deployment": number})


def _known(installer: Installer, plan: InstallPlan) -> Iterator[tuple[tuple[str, str], Mark]]:
    """Of those that stay: as they are from now on, or, where they are kept, as they were known."""
    for one in plan.of(Change.SAME):
        yield key(one), Mark(installer.components[one], plan.held[one].digest)
    for one in plan.of(Change.KEPT):
        if one in plan.marks:
            yield key(one), plan.marks[one]


def _sent(installer: Installer, plan: InstallPlan, one: Component) -> Mark:
    return replace(plan.marks.get(one, Mark()), sent=installer.components[one])


def _taken_back(database: Database, site: Site, plan: InstallPlan, run: Run, refused: AppError) -> None:
    """The org is as it was, so what is known of it is, too, for other connections as well."""
    before = {key(one): replace(plan.marks[one], sent="") for one in plan.to_put if one in plan.marks}
    with database.transaction() as tx:
        installations.keep_marks(tx, site, before)
        if plan.own:
            installations.forget(tx, site, [key(one) for one in plan.changes if one not in plan.own])
        else:
            installations.forget_all(tx, site)
        tell(tx, site, run, "refuse_install", {"code": refused.code})


def assign(
    database: Database, installer: Installer, site: Site, wanted: Collection[tuple[str, str]], *, run: Run
) -> None:
    """Who has a permission set already keeps it."""
    if not wanted:
        return
    installer.assign(wanted)
    told = [f"{role}={username}" for role, username in wanted]
    with database.transaction() as tx:
        tell(tx, site, run, "assign_permission_sets", {"assignments": told})


def installed_with(database: Database, connection: ConnectionName) -> Mapping[str, str]:
    """What the connector was made with when it was last installed; empty where it never was."""
    with database.reading() as tx:
        return installations.options(tx, connection)
