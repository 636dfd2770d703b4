"""Which roles of ours somebody has, by what the CRM says of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.actions.releases import current_release
from app.actor import Actor, Role, UserId
from app.approvals import Person, names_in
from app.crm import PeopleWanted
from app.services import Services


def people_wanted(services: Services, catalog: str, *, user: UserId, at: datetime) -> PeopleWanted:
    """The user, and all of whom the policy in force speaks."""
    groups, named = names_in(current_release(services, catalog, at=at).approvals)
    return PeopleWanted(user, groups, named)


def with_roles(actor: Actor, people: Iterable[Person]) -> Actor:
    """Everybody who is let in is a rep. Whoever has people below them is a manager, mapped or not."""
    found = tuple(people)
    given = {name for one in found if one.user == actor.user and one.active for name in one.roles}
    if any(one.manager == actor.user for one in found):
        given.add(Role.MANAGER)
    return replace(actor, roles=actor.roles | {role for role in Role if role in given})
