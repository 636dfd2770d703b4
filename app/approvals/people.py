"""People as the CRM knows them, and who is meant by a rule's approver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.actor import UserId
from app.catalog.approvals import ApprovalPolicy, Approver, ByRole, Managers, People, Queue

NOBODY: Final = UserId("")
MOST_SEATS: Final = 50
"""So many people at most are asked for one need."""


@dataclass(frozen=True, slots=True)
class Person:
    """``groups``: their profile, role and permission sets in the CRM, as far as they were read; ``roles``:
    what the connection makes of them; ``username``: their name at the CRM's door; ``email`` may be empty.
    """

    user: UserId
    name: str
    active: bool
    manager: UserId | None = None
    username: str = ""
    groups: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    email: str = ""


@dataclass(frozen=True, slots=True)
class Directory:
    """The people of one org, as far as they were read."""

    people: Mapping[UserId, Person] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[Person]) -> "Directory":
        return cls({person.user: person for person in people})

    def is_active(self, user: UserId) -> bool:
        person = self.people.get(user)
        return person is not None and person.active

    def name(self, user: UserId) -> str:
        person = self.people.get(user)
        return person.name if person is not None else ""

    def managers(self, user: UserId) -> tuple[UserId, ...]:
        """Their manager, that one's manager and so on; a circle in the CRM ends where it closes."""
        chain: list[UserId] = []
        person = self.people.get(user)
        while person is not None and person.manager not in (None, user, *chain):
            chain.append(UserId(str(person.manager)))
            person = self.people.get(chain[-1])
        return tuple(chain)

    def with_role(self, role: str) -> tuple[UserId, ...]:
        return tuple(sorted(one.user for one in self.people.values() if role in one.roles))

    def in_groups(self, names: Iterable[str]) -> tuple[UserId, ...]:
        wanted = frozenset(names)
        return tuple(sorted(one.user for one in self.people.values() if wanted & one.groups))

    def named(self, names: Iterable[str]) -> tuple[UserId, ...]:
        """By id or user name, in the order given; those whom nobody read are left out."""
        by_name = {one.username.casefold(): one.user for one in self.people.values() if one.username}
        found = (self._id(name) or by_name.get(name.casefold()) for name in names)
        return tuple(user for user in found if user is not None)

    def names(self, called: Iterable[str]) -> dict[str, str]:
        """Of those who were read, by the id or user name given."""
        found = {one: self.named((one,)) for one in called}
        return {one: self.name(users[0]) or one for one, users in found.items() if users}

    def _id(self, name: str) -> UserId | None:
        # An id of 15 characters begins the one of 18 that is kept.
        if UserId(name) in self.people:
            return UserId(name)
        return next((user for user in self.people if len(name) == 15 and user[:15] == name), None)


def meant(
    approver: Approver, policy: ApprovalPolicy, directory: Directory, *, owner: UserId
) -> tuple[UserId, ...]:
    """Who is asked by that, among those who are active."""
    found = _named(approver, policy, directory, owner=owner)
    return tuple(user for user in dict.fromkeys(found) if directory.is_active(user))


def _named(
    approver: Approver, policy: ApprovalPolicy, directory: Directory, *, owner: UserId
) -> tuple[UserId, ...]:
    match approver:
        case ByRole(key):
            role = policy.role(key)
            held_by = () if role is None else role.held_by
            return directory.in_groups(held_by) if held_by else directory.with_role(key)
        case Queue(key):
            queue = policy.queue(key)
            return () if queue is None else directory.named(queue.people)
        case Managers(levels):
            return directory.managers(owner)[:levels]
        case People(users):
            return directory.named(users)


def names_in(policy: ApprovalPolicy) -> tuple[frozenset[str], frozenset[str]]:
    """Whom the policy speaks of: groups of the CRM, and people by id or user name."""
    groups = frozenset(name for role in policy.roles for name in role.held_by)
    people = {user for queue in policy.queues for user in queue.people}
    people |= {user for one in policy.delegations for user in (one.away, one.to)}
    for rule in policy.rules:
        asked = (rule.approver, rule.timing.escalate_to)
        people |= {user for one in asked if isinstance(one, People) for user in one.users}
    targets = [one.escalates_to for one in policy.roles] + [one.escalates_to for one in policy.queues]
    people |= {user for one in targets if isinstance(one, People) for user in one.users}
    return groups, frozenset(people)
