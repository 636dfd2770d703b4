"""What stands for a release when it is published: an examination, or a word why there was none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from app.actions.candidate import Candidate, check_note
from app.actions.examine_release import Examination
from app.errors import Refused
from app.store.catalogs import content_hash, proven_contents


class ReasonMissing(Refused):
    code: ClassVar[str] = "release_unproven_without_reason"


class ReleaseUnsound(Refused):
    code: ClassVar[str] = "release_unsound"


@dataclass(frozen=True, slots=True)
class Waived:
    """Published unproven, on purpose."""

    reason: str

    @property
    def facts(self) -> Mapping[str, object]:
        return {"unproven": self.reason}


@dataclass(frozen=True, slots=True)
class Shipped:
    """The files of a catalog that comes with the product, to the byte: its tests have proven them."""

    @property
    def facts(self) -> Mapping[str, object]:
        return {"proven_by": "tests of the product"}


Evidence: TypeAlias = Examination | Waived | Shipped


def waived(reason: str) -> Waived:
    """Raises ReasonMissing, NoteTooLong."""
    words = " ".join(reason.split())
    if not words:
        raise ReasonMissing("To publish without proofs takes a reason; it is kept in the audit trail.")
    check_note(words)
    return Waived(words)


def shipped(candidate: Candidate) -> Shipped | None:
    """Whether nothing of the candidate differs from what the product's tests have proven."""
    return Shipped() if content_hash(candidate.files) in proven_contents() else None


def check_sound(candidate: Candidate, evidence: Evidence) -> None:
    """Raises ReleaseUnsound, with each thing that stops it; ValueError for evidence of other files."""
    if not isinstance(evidence, Examination):
        return
    examined = evidence.checked.release
    if examined is None or examined.fingerprint != candidate.release.fingerprint:
        raise ValueError("This examination is of another candidate.")
    if not evidence.is_sound:
        found = [
            f"{one.at.file}:{one.at.line}: [{one.code}] {one.text}"
            for one in evidence.checked.findings
            if one.severity == "error"
        ]
        found += [
            f"{one.at.file}:{one.at.line}: golden case {one.about}.{one.case.key} failed"
            for one in evidence.cases
            if one.failures
        ]
        more = f"\n  and {len(found) - 20} more" if len(found) > 20 else ""
        raise ReleaseUnsound(
            f"The catalog {candidate.release.key} is not published:\n  " + "\n  ".join(found[:20]) + more,
            facts=evidence.facts,
        )
