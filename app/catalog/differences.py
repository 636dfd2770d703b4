"""What two releases say differently, part by part, without asking what that means for configurations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.catalog.fingerprint import content
from app.catalog.release import Release

Path: TypeAlias = tuple[str, ...]
Change: TypeAlias = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """``path``: names of parts from the release on: ``("products", "lamp", "rules", "power", "expression")``.

    ``before`` and ``after`` are plain content: None where there is nothing.
    """

    change: Change
    path: Path
    before: object = None
    after: object = None


def differences(before: Release, after: Release) -> tuple[Difference, ...]:
    """Everything that makes their fingerprints differ, in the order of the releases."""
    return tuple(_between(content(before), content(after), ()))


def _between(before: object, after: object, path: Path) -> Iterator[Difference]:
    if before == after:
        return
    left, right = _named(before), _named(after)
    if left is None or right is None:
        yield Difference("changed", path, before, after)
        return
    for name in left:
        if name not in right:
            yield Difference("removed", (*path, name), before=left[name])
        else:
            yield from _between(left[name], right[name], (*path, name))
    yield from (Difference("added", (*path, name), after=right[name]) for name in right if name not in left)
    shared = [name for name in left if name in right]
    if isinstance(before, Sequence) and shared != [name for name in right if name in left]:
        yield Difference("changed", (*path, "order"), list(left), list(right))


def _named(value: object) -> Mapping[str, object] | None:
    """Parts by name: of a mapping, or of a list whose items have keys; None for anything else."""
    if isinstance(value, Mapping):
        return None if set(value) == {"decimal"} else value
    if isinstance(value, list) and all(isinstance(item, dict) and "key" in item for item in value):
        return {str(item["key"]): item for item in value} if value else {}
    return None
