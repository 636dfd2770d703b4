"""Colleagues whom the owner of a draft lets work on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from app.actor import UserId
from app.errors import Refused

MOST_EDITORS: Final = 20


class SharingInvalid(Refused):
    code: ClassVar[str] = "sharing_invalid"


@dataclass(frozen=True, slots=True)
class Editor:
    user: UserId
    name: str

    def __str__(self) -> str:
        return self.name or self.user


def with_editor(editors: tuple[Editor, ...], editor: Editor, *, owner: UserId) -> tuple[Editor, ...]:
    """Raises SharingInvalid for the owner, and where there are too many."""
    if editor.user == owner:
        raise SharingInvalid("The quote is theirs already.")
    others = without_editor(editors, editor.user)
    if len(others) >= MOST_EDITORS:
        raise SharingInvalid(
            f"A quote is shared with at most {MOST_EDITORS} colleagues. Take one away first."
        )
    return (*others, editor)


def without_editor(editors: Iterable[Editor], user: UserId) -> tuple[Editor, ...]:
    return tuple(one for one in editors if one.user != user)
