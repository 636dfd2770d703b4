"""The kinds of failure, sorted by what the caller should do next.

    AppError
    ├── Unverified    we cannot tell who is calling          start again from the CRM
    ├── Forbidden     we know who, and they may not          ask someone who may
    ├── Missing       no such thing in this org              go back
    ├── Refused       a business rule says no                change the request
    ├── Stale         somebody saved first                   reload, then retry
    └── Outside       a neighbour failed us                  wait, or call support

Leaves live beside the rule that raises them. Each has a stable ``code``; ``detail`` is a sentence for
people that says what to do and never holds a secret or unescaped text of the caller; ``facts`` are
JSON-able members for machines. How a kind maps to HTTP is the business of ``web/errors.py`` alone.
"""

from collections.abc import Mapping
from typing import ClassVar


class AppError(Exception):
    """Any expected failure of the product."""

    code: ClassVar[str] = "error"

    def __init__(self, detail: str, *, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts: Mapping[str, object] = facts or {}


class Unverified(AppError):
    code = "unverified"


class Forbidden(AppError):
    code = "forbidden"


class Missing(AppError):
    code = "not_found"


class Refused(AppError):
    code = "refused"


class Stale(AppError):
    code = "stale"


class Outside(AppError):
    """A neighbour failed us. ``retryable`` says whether the same call may succeed later."""

    code = "outside"
    retryable: ClassVar[bool] = True


class Misconfigured(AppError):
    """The installation is incomplete: each gap is named with its remedy."""

    code = "misconfigured"
