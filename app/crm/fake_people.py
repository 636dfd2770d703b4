"""Whom the CRM in memory shows to somebody who opens an opportunity."""

from collections.abc import Collection

from app.approvals import Directory, Person
from app.crm.port import PeopleWanted


def shown_people(people: Collection[Person], wanted: PeopleWanted | None) -> tuple[Person, ...]:
    """Of all that it knows, those whom a real one would show."""
    if wanted is None:
        return ()
    directory = Directory.of(people)
    found = {wanted.user, *directory.named(wanted.named), *directory.in_groups(wanted.groups)}
    found |= {one.user for one in people if one.roles}
    above = {user for one in found for user in directory.managers(one)[:5]}
    return tuple(one for one in people if one.user in found | above)
