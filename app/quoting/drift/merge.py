"""Told fields merged by three ways: what we last agreed on, what we want now, what stands there."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.quoting.drift.finding import Finding, Kind


@dataclass(frozen=True, slots=True)
class Merged:
    """``write``: fields to be written; ``agreed``: what we agree on after that; ``findings``: what a person
    changed there, which is left as it is.
    """

    write: Mapping[str, str]
    agreed: Mapping[str, str]
    findings: tuple[Finding, ...]


def merged(last: Mapping[str, str], now: Mapping[str, str], held: Mapping[str, str]) -> Merged:
    """A field that somebody else changed is never written over, not even by a later value of ours.

    What the CRM does not show (``held`` has no such field) is neither written nor missed.
    """
    write: dict[str, str] = {}
    agreed: dict[str, str] = {}
    findings: list[Finding] = []
    for name in (name for name in now if name in held):
        # What was never agreed on stood empty: whatever is there was written by somebody else.
        ours, theirs, before = now[name], held[name], last.get(name, "")
        if theirs == ours:
            agreed[name] = ours
        elif theirs == before:
            write[name] = agreed[name] = ours
        else:
            # Kept as what we last agreed on: it stays a finding for as long as the two differ.
            agreed[name] = before
            kind = Kind.FIELD if ours == before else Kind.CONFLICT
            findings.append(Finding(kind, name, ours, theirs))
    return Merged(write, agreed, tuple(findings))
