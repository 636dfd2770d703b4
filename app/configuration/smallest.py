"""A minimal part of something impossible."""

from collections.abc import Callable

from app.configuration.formula import Literal


def smallest(
    given: list[Literal], members: list[Literal], *, impossible: Callable[[list[Literal]], bool]
) -> list[Literal]:
    """A minimal part of ``members`` that is impossible with ``given``, by QuickXplain (Junker 2004)."""
    if impossible(given):
        return []
    return _split(given, members, impossible)


def _split(
    given: list[Literal], members: list[Literal], impossible: Callable[[list[Literal]], bool]
) -> list[Literal]:
    """``given`` alone is possible; with ``members`` it is not."""
    if len(members) == 1:
        return members
    half = len(members) // 2
    first, second = members[:half], members[half:]
    with_first = [*given, *first]
    late = [] if impossible(with_first) else _split(with_first, second, impossible)
    with_late = [*given, *late]
    early = [] if impossible(with_late) else _split(with_late, first, impossible)
    return [*early, *late]
