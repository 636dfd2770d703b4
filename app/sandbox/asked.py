"""One call of the data API, as its rooms get it, and what they answer."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, unquote_plus

from .calls import Allowance
from .conditions import NO_CONDITIONS, Conditions
from .cursors import Cursors
from .failures import ApiError, unreadable
from .work import Work

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One call or one part of a composite call. `segments` are decoded, what follows /services/data/vXX.X.

    `part` is empty for a call of its own, else the resource whose part it is. `binaries` are the parts of a
    multipart body that its JSON may name.
    """

    work: Work
    cursors: Cursors
    method: str
    segments: tuple[str, ...]
    parameters: dict[str, str]
    body: Any
    identity: str = ""
    allowance: Allowance = field(default_factory=Allowance)
    batch: int = 2000
    part: str = ""
    conditions: Conditions = NO_CONDITIONS
    binaries: dict[str, bytes] = field(default_factory=dict)

    def object_body(self) -> Json:
        if self.body is None:
            raise unreadable("The HTTP entity body is required, but this request has no entity body.")
        if not isinstance(self.body, dict):
            raise unreadable(
                "Can not deserialize SObject out of a value that is no object at [line:1, column:1]"
            )
        return self.body

    def parameter(self, name: str) -> str:
        """Raises MISSING_ARGUMENT."""
        value = self.parameters.get(name, "")
        if not value:
            raise ApiError(400, "MISSING_ARGUMENT", f"{name} is required")
        return value


@dataclass(frozen=True, slots=True)
class Answered:
    """`raw` carries bytes instead of JSON; `calls` is what it counts against the allowance."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    calls: int = 1


def segments_of(path: str) -> tuple[str, ...]:
    """The decoded parts of a path; empty ones (a slash at the end) do not count."""
    return tuple(unquote(part) for part in path.split("/") if part)


def parameters_of(query: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in query.split("&") if part)
    return {unquote_plus(name): unquote_plus(value) for name, _, value in pairs}
