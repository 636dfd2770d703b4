"""Before a release counts: its proofs, its golden cases, and every open quote moved to it in thought."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from app.actions.candidate import Candidate, Order
from app.actions.check_catalog import Checked, prove_catalog
from app.actions.replay_quotes import Replay, replay_quotes
from app.actions.run_cases import RanCase, run_within
from app.actions.watching import Watch
from app.configuration.proofs import Severity
from app.store import Database
from app.store.catalogs.cases import read_cases


@dataclass(frozen=True, slots=True)
class Examination:
    """``cases`` are those that were run, of so many ``written`` ones."""

    checked: Checked
    cases: tuple[RanCase, ...]
    written: int
    replay: Replay

    @property
    def severities(self) -> Counter[Severity]:
        return Counter(finding.severity for finding in self.checked.findings)

    @property
    def failed_cases(self) -> int:
        return sum(bool(one.failures) for one in self.cases)

    @property
    def not_proven(self) -> tuple[str, ...]:
        """Products of which not everything was proven: a search or the time was at its bound."""
        found = (one.product for one in self.checked.findings if one.code == "not_proven")
        return tuple(dict.fromkeys(found))

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found that stops a publication."""
        return not self.severities["error"] and not self.failed_cases

    @property
    def facts(self) -> Mapping[str, object]:
        """For the audit trail."""
        return {
            "examined": {
                **{name: self.severities[name] for name in ("error", "warning", "note")},
                "not_proven": list(self.not_proven[:100]),
                "cases": len(self.cases),
                "cases_not_run": self.written - len(self.cases),
                "cases_failed": self.failed_cases,
                "open_quotes": self.replay.open,
                "open_quotes_not_replayed": self.replay.left,
                "open_quotes_stranded": self.replay.stranded,
            }
        }


def examine_release(database: Database, candidate: Candidate, order: Order, *, watch: Watch) -> Examination:
    """As of the first day on which it is to count. Nothing is changed. What the ``watch`` had no time for is
    said. Raises CatalogInvalid for cases that cannot be read, DatabaseUnavailable.
    """
    on_its_day = candidate.release.at(order.day)
    written = read_cases(candidate.files)
    cases = run_within(on_its_day, written, watch=watch)
    replay = replay_quotes(database, on_its_day, at=order.moment, watch=watch)
    checked = prove_catalog(candidate.written, candidate.folder, day=order.day, watch=watch)
    return Examination(checked, cases, len(written), replay)
