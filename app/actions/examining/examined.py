"""What an examination found, as a whole, for people and for machines."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.actor import ConnectionName
from app.crm.examination import Check, Result

_WORST_FIRST: Final = (Result.FAULT, Result.WARNING, Result.UNKNOWN, Result.OK)


@dataclass(frozen=True, slots=True)
class Examined:
    """``calls``: of the API, which it has cost. ``asked``: False where the CRM was to be asked, and could
    not be.
    """

    connection: ConnectionName
    at: datetime
    checks: tuple[Check, ...]
    calls: int
    asked: bool

    @property
    def counts(self) -> Mapping[Result, int]:
        found = Counter(check.answer.result for check in self.checks)
        return {result: found[result] for result in Result}

    @property
    def result(self) -> Result:
        """The worst that there is; what is not known counts only where nothing is worse."""
        counts = self.counts
        return next((one for one in _WORST_FIRST if counts[one]), Result.OK)

    @property
    def unsound(self) -> tuple[Check, ...]:
        """All that is not, the worst first."""
        rest = (check for check in self.checks if check.answer.result is not Result.OK)
        return tuple(sorted(rest, key=lambda check: _WORST_FIRST.index(check.answer.result)))

    @property
    def areas(self) -> tuple[tuple[str, tuple[Check, ...]], ...]:
        """Checks by the area that they were asked in."""
        names = dict.fromkeys(check.question.area for check in self.checks)
        return tuple(
            (name.value, tuple(one for one in self.checks if one.question.area is name)) for name in names
        )

    @property
    def summary(self) -> str:
        counts = self.counts
        said = (
            f"{counts[Result.OK]} sound",
            _many(counts[Result.WARNING], "warning"),
            _many(counts[Result.FAULT], "fault"),
            f"{counts[Result.UNKNOWN]} not known",
        )
        return f"{_many(len(self.checks), 'check')}: {', '.join(said)}. {_many(self.calls, 'API call')}."


def line_of(check: Check) -> Iterator[str]:
    """What was looked at and found, then what to do, and where more is told."""
    question, answer = check.question, check.answer
    yield f"{question.words}: {answer.found}  [{question.code}]"
    if answer.advice:
        yield f"To do: {answer.advice}"
    if answer.result is not Result.OK:
        yield f"See {question.guide}"


def examined_text(examined: Examined) -> str:
    """All of it as plain text, to be sent to somebody who helps. No secret and no token is in it."""
    head = f"Quotewright doctor, connection {examined.connection}, {examined.at:%Y-%m-%d %H:%M:%S} UTC"
    lines = [head, examined.summary]
    area = None
    for check in examined.checks:
        if check.question.area is not area:
            area = check.question.area
            lines += ["", area.value]
        first, *rest = line_of(check)
        lines += [f"  {check.answer.result.value:<8} {first}", *(f"           {one}" for one in rest)]
    return "\n".join([*lines, ""])


def examined_json(examined: Examined) -> dict[str, Any]:
    """The stable shape that docs/doctor.md tells."""
    return {
        "connection": examined.connection,
        "at": examined.at.isoformat(timespec="seconds"),
        "result": examined.result.value,
        "asked": examined.asked,
        "calls": examined.calls,
        "counts": {result.value: count for result, count in examined.counts.items()},
        "checks": [_check_json(check) for check in examined.checks],
    }


def _check_json(check: Check) -> dict[str, Any]:
    question, answer = check.question, check.answer
    return {
        "code": question.code,
        "area": question.area.value,
        "checked": question.words,
        "result": answer.result.value,
        "found": answer.found,
        "advice": answer.advice,
        "names": list(answer.names),
        "guide": question.guide,
    }


def _many(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count} {what}s"
