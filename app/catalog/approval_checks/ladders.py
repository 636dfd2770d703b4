"""Rules that are steps of one ladder, because they differ only in the numbers of one word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from app.catalog.approval_checks.bands import Band, bands, between, domain
from app.catalog.approvals import ApprovalRule
from app.catalog.checks.finding import Finding
from app.catalog.period import ALWAYS
from app.catalog.release import Release

NEVER: Final = "approval_rule_never"
COVERED: Final = "approval_rule_covered"
GAP: Final = "approval_band_gap"
OVERLAP: Final = "approval_bands_overlap"

Ladder: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    n: int
    rule: ApprovalRule
    band: Band


def check_ladders(release: Release) -> Iterator[Finding]:
    ladders: dict[Ladder, list[Rung]] = {}
    for n, rule in enumerate(release.approvals.rules):
        if rule.reach.period.empty:
            yield Finding(("rules", n, "until"), "until is before from, so that it never holds", NEVER)
        never = False
        for word, (band, others) in _bands(rule).items():
            held = band.within(domain(word))
            if held.empty and not never:
                never = True
                yield Finding(("rules", n, "when"), f"it can never fire: {word} is never {band}", NEVER)
            reach = replace(rule.reach, when=None, period=ALWAYS)
            ladders.setdefault((word, others, rule.over, reach), []).append(Rung(n, rule, held))
    said: set[int] = set()
    for key, rungs in ladders.items():
        alive = [one for one in rungs if not one.band.empty]
        yield from _covered(alive, said)
        yield from _spaces(str(key[0]), alive)


def _bands(rule: ApprovalRule) -> Mapping[str, tuple[Band, tuple[str, ...]]]:
    return {} if rule.when is None else bands(rule.when.tree)


def _covered(rungs: list[Rung], said: set[int]) -> Iterator[Finding]:
    """Those whose approvers are asked by another one anyway."""
    for one in rungs:
        for other in rungs:
            if one is other or one.n in said or not _asks_as_much(other.rule, one.rule):
                continue
            if other.band.covers(one.band) and (one.band != other.band or other.n < one.n):
                said.add(one.n)
                message = f'"{other.rule.key}" asks the same people whenever it would; remove one of the two'
                yield Finding(("rules", one.n), message, COVERED)


def _asks_as_much(other: ApprovalRule, one: ApprovalRule) -> bool:
    return (
        other.approver == one.approver
        and other.quorum >= one.quorum
        and other.stage == one.stage
        and other.auto is None
        and other.reach.period.within(one.reach.period) == one.reach.period
    )


def _spaces(word: str, rungs: list[Rung]) -> Iterator[Finding]:
    """Gaps and overlaps, of those that hold all the time."""
    lasting = [one for one in rungs if one.rule.reach.period == ALWAYS]
    lasting.sort(
        key=lambda one: (one.band.low is not None, one.band.low and (one.band.low[0], not one.band.low[1]))
    )
    reached: Rung | None = None
    for one in lasting:
        if reached is not None:
            gap = between(reached.band, one.band)
            if not gap.empty:
                message = (
                    f'{word} {gap} asks nobody, though less ("{reached.rule.key}") and more '
                    f'("{one.rule.key}") do; let one of the two begin or end there'
                )
                yield Finding(("rules", one.n, "when"), message, GAP)
            elif _overlap(reached.band, one.band):
                shared = reached.band.within(one.band)
                message = (
                    f'{word} {shared} is in two bands, this one and "{reached.rule.key}"; let one end '
                    "where the other begins"
                )
                yield Finding(("rules", one.n, "when"), message, OVERLAP)
        if reached is None or _ends_later(one.band, reached.band):
            reached = one


def _ends_later(one: Band, other: Band) -> bool:
    if one.high is None or other.high is None:
        return one.high is None
    return one.high > other.high


def _overlap(one: Band, other: Band) -> bool:
    """In part: of two that are open at the same end, or one in the other, both are meant."""
    if one.within(other).empty or one.covers(other) or other.covers(one):
        return False
    return one.high is not None and other.low is not None
