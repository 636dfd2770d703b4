"""A failure as the caller sees it, before it becomes JSON (RFC 9457), a page or a fragment of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from app.errors import AppError, Refused


@dataclass(frozen=True, slots=True)
class Problem:
    """``title`` names the kind, ``detail`` says what to do next, ``correlation`` is the reference id."""

    status: int
    code: str
    title: str
    detail: str
    correlation: str
    facts: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The members of RFC 9457, then ours."""
        return {
            **self.facts,
            "type": f"urn:quotewright:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": self.correlation,
            "code": self.code,
        }


class Malformed(AppError):
    """A request that cannot be read as HTTP or JSON: its client has to be corrected."""

    code: ClassVar[str] = "request_malformed"


class TooOften(AppError):
    """One address asks more than its share; ``facts["retry_after"]`` says in how many seconds again."""

    code: ClassVar[str] = "too_many_requests"


class BodyInvalid(Refused):
    """A readable body with unknown, missing or wrong members; ``facts["errors"]`` names each."""

    code: ClassVar[str] = "body_invalid"
