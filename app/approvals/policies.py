"""The policy of a release, compiled once for each stretch of days on which nothing of the release changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from app.approvals.conditions import Conditions
from app.approvals.ladders import Ladder, ladders_of
from app.approvals.rules import CompiledRule, compiled_rule
from app.catalog import Release

_MOST_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class CompiledPolicy:
    """``ladders`` hold each of the rules once. ``words``: all that its conditions ask for; ``costed``:
    products whose cost is. ``held`` keeps alive what it is known by.
    """

    rules: tuple[CompiledRule, ...]
    ladders: tuple[Ladder, ...]
    words: frozenset[str]
    currency: str
    costed: frozenset[str]
    held: Release


Key: TypeAlias = tuple[object, ...]
_kept: dict[Key, CompiledPolicy] = {}


def policy_of(release: Release) -> CompiledPolicy:
    """Of the release as it is on its day."""
    known: object = release.fingerprint or id(release)
    key: Key = (known, release.day)
    found = _kept.get(key)
    if found is None:
        alike: Key = (known, "eras", release.eras)
        found = _kept.get(alike) or _compiled(release)
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = _kept[alike] = found
    return found


def _compiled(release: Release) -> CompiledPolicy:
    policy = release.approvals
    known = Conditions()
    rules = tuple(compiled_rule(rule, n, release, known=known) for n, rule in enumerate(policy.rules))
    clauses = [clause for one in rules for clause in (one.when, one.auto) if clause is not None]
    words = frozenset[str]().union(*(clause.words for clause in clauses))
    return CompiledPolicy(
        rules=rules,
        ladders=ladders_of(rules),
        words=words,
        currency=policy.currency or release.currencies[0],
        costed=_costed(rules, release),
        held=release,
    )


def _costed(rules: Sequence[CompiledRule], release: Release) -> frozenset[str]:
    """What is said of lines is said of all of them."""
    asking = [one for one in rules if one.tells_cost]
    return frozenset(
        key
        for key, product in release.products.items()
        if any(one.rule.reach.sells(key, product.family) or one.asks_all_costs for one in asking)
    )
