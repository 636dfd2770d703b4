"""One way in which the CRM differs from what we believe."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """``unexpected``: it is there although we believed that it was refused."""

    MISSING = "missing"
    DOUBLED = "doubled"
    UNEXPECTED = "unexpected"
    TOTAL = "total"
    LINE_MISSING = "line_missing"
    LINE_ADDED = "line_added"
    LINE_CHANGED = "line_changed"
    DOCUMENT_MISSING = "document_missing"
    NOT_FOLLOWED = "not_followed"
    FIELD = "field"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Finding:
    """``what``: the line or field; ``believed`` and ``held`` are words to be shown, the latter hostile."""

    kind: Kind
    what: str
    believed: str
    held: str

    @property
    def mendable(self) -> bool:
        """Whether it can be mended without taking anything from anybody."""
        return self.kind is Kind.DOCUMENT_MISSING
