"""Conditions that are always or never true, whole or in part."""

from collections.abc import Iterator

from app.configuration.proofs.claim import Claim
from app.configuration.proofs.known import Known
from app.configuration.proofs.proof import Proof
from app.configuration.proofs.questions import Asked
from app.configuration.solver import Undecided


def prove_triggers(known: Known) -> Iterator[Proof]:
    """The conditions of rules that have one ("when", or the left side of "implies")."""
    for asked in known.questions.triggers:
        if known.never(asked.literal):
            yield _never_true(known, asked)
        elif known.never(-asked.literal):
            yield from _judged(known, asked, "condition_always_true", "is always true.", asked.false)


def prove_parts(known: Known, told_already: frozenset[str]) -> Iterator[Proof]:
    """Operands of "and" and "or". Rules about which more was said are left out."""
    for asked in known.questions.parts:
        if asked.group in told_already:
            continue
        if known.never(asked.literal):
            yield from _judged(known, asked, "part_always_false", "is never true.", asked.true)
        elif known.never(-asked.literal):
            yield from _judged(known, asked, "part_always_true", "is always true.", asked.false)


def _never_true(known: Known, asked: Asked) -> Proof:
    said = list(_judged(known, asked, "rule_never_triggered", "is never true.", asked.true))
    if said:
        return said[0]
    text = f'Where "{asked.text}" is true, {asked.group} cannot be met: it forbids its own condition.'
    return known.proof("rule_forbids_condition", asked.place, text, denied=asked.true)


def _judged(known: Known, asked: Asked, code: str, verdict: str, denied: Claim) -> Iterator[Proof]:
    """The finding, where it holds without the rule itself: what a rule asks for is no news."""
    try:
        keys = known.blame.of(denied, without=(asked.group,))
    except Undecided:
        keys = ()
    if keys is not None:
        yield Proof(code, asked.place, f'"{asked.text}" {verdict}', known.subject.places(keys))
